/* SPDX-License-Identifier: MIT */
/* CH: Compare Halfword. PoO "General Instructions". */
#include "tests/insn/insn.inc"

        rxh     ch, 1, 2, 1, 1
        rxh     ch, 0x7fffffff, 1, 0x7fffffff, 2
        rxh     ch, 0x80000000, -1, 0x80000000, 1
        rxh     ch, 0, 0, 0, 0
        rxh     ch, 5, -5, 5, 2
        rxh     ch, 0xffffffff, 1, 0xffffffff, 1
        rxh     ch, 0x80000000, 0, 0x80000000, 1
        rxh     ch, 0x00000064, -300, 0x00000064, 2
        rxh     ch, 0x12345678, -12817, 0x12345678, 2
        pass
