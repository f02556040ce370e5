/* SPDX-License-Identifier: MIT */
/* LRER: Load Rounded (long to short). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F4, 0x41123456, 0x80000000
        loadf   F0, 0, 0x77777777
        setcc   2
        lrer    F0, F4
        wantcc  2
        wantf   F0, 0x41123457, 0x77777777
        check
        loadf   F4, 0x41123456, 0x7fffffff
        lrer    F0, F4
        wantf   F0, 0x41123456, 0x77777777
        check
        loadf   F4, 0xc1ffffff, 0x80000000
        lrer    F0, F4
        wantf   F0, 0xc2100000, 0x77777777
        loadf   F4, 0x7fffffff, 0xffffffff
        traps   0xc, lrer, F0,F4
        traps   6, lrer, F0,%f3
        pass
