/* SPDX-License-Identifier: MIT */
/* MXDR: Multiply (long to extended). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0xc0555555, 0x55555555
        loadf   F6, 0x40249249, 0x24924924
        std     F6, at(WORK2)
        setcc   2
        mxdr    F0, F6
        wantcc  2
        wantf   F0, 0xbfc30c30, 0xc30c30bf
        wantf   F2, 0xb13cf3cf, 0x3cf3cf40

        check
        loadf   F0, 0x41100000, 0
        loadf   F6, 0xc2ff0000, 0
        std     F6, at(WORK2)
        setcc   2
        mxdr    F0, F6
        wantcc  2
        wantf   F0, 0xc2ff0000, 0
        wantf   F2, 0xb4000000, 0

        check
        loadf   F0, 0x5156bc75, 0xe2d63100
        loadf   F6, 0xc0555555, 0x55555555
        std     F6, at(WORK2)
        setcc   2
        mxdr    F0, F6
        wantcc  2
        wantf   F0, 0xd11ce97c, 0xa0f21055
        wantf   F2, 0xc3386bd8, 0xb4634500

        traps   6, .insn, rr,0x2700,R2,R4
        pass
