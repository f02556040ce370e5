/* SPDX-License-Identifier: MIT */
/* LRDR: Load Rounded (extended to long). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F4, 0x41123456, 0x789abcde
        loadf   F6, 0x33800000, 0
        setcc   2
        lrdr    F0, F4
        wantcc  2
        wantf   F0, 0x41123456, 0x789abcdf
        check
        loadf   F6, 0x337fffff, 0xffffffff
        lrdr    F0, F4
        wantf   F0, 0x41123456, 0x789abcde
        /* A carry out of the fraction. */
        check
        loadf   F4, 0xc1ffffff, 0xffffffff
        loadf   F6, 0xb3800000, 0
        lrdr    F0, F4
        wantf   F0, 0xc2100000, 0
        loadf   F4, 0x7fffffff, 0xffffffff
        traps   0xc, .insn, rr,0x2500,R0,R4
        traps   6, .insn, rr,0x2500,R0,R2
        pass
