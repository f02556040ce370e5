/* SPDX-License-Identifier: MIT */
/* XR: Exclusive OR. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rr      xr, 1, 2, 3, 1
        rr      xr, 0x7fffffff, 1, 0x7ffffffe, 1
        rr      xr, 0x80000000, 0xffffffff, 0x7fffffff, 1
        rr      xr, 0, 0, 0, 0
        rr      xr, 5, 0xfffffffb, 0xfffffffe, 1
        rr      xr, 0xffffffff, 1, 0xfffffffe, 1
        rr      xr, 0x80000000, 0x80000000, 0, 0
        rr      xr, 0x00000064, 0xfffffed4, 0xfffffeb0, 1
        rr      xr, 0x12345678, 0x89abcdef, 0x9b9f9b97, 1
        rr      xr, 0x000000ff, 0x000000ff, 0, 0
        rr      xr, 0x000000f0, 0x0000000f, 0x000000ff, 1
        pass
