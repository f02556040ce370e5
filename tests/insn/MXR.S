/* SPDX-License-Identifier: MIT */
/* MXR: Multiply (extended). PoO "Floating-Point Instructions". */
#include "tests/insn/insn.inc"

        check
        loadf   F0, 0x41100000, 0
        loadf   F2, 0x33000000, 0
        loadf   F4, 0xc0555555, 0x55555555
        loadf   F6, 0xb2555555, 0x55555555
        setcc   2
        mxr     F0, F4
        wantcc  2
        wantf   F0, 0xc0555555, 0x55555555
        wantf   F2, 0xb2555555, 0x55555555

        check
        loadf   F0, 0xc0555555, 0x55555555
        loadf   F2, 0xb2555555, 0x55555555
        loadf   F4, 0x40249249, 0x24924924
        loadf   F6, 0x32924924, 0x92492492
        setcc   2
        mxr     F0, F4
        wantcc  2
        wantf   F0, 0xbfc30c30, 0xc30c30c3
        wantf   F2, 0xb10c30c3, 0x0c30c309

        check
        loadf   F0, 0x5156bc75, 0xe2d63100
        loadf   F2, 0x43000000, 0
        loadf   F4, 0xc2ff0000, 0
        loadf   F6, 0xb4000000, 0
        setcc   2
        mxr     F0, F4
        wantcc  2
        wantf   F0, 0xd35665b9, 0x6cf35acf
        wantf   F2, 0xc5000000, 0

        check
        loadf   F0, 0x3e100000, 0
        loadf   F2, 0x30000000, 0
        loadf   F4, 0x3e100000, 0
        loadf   F6, 0x30000000, 0
        setcc   2
        mxr     F0, F4
        wantcc  2
        wantf   F0, 0x3b100000, 0
        wantf   F2, 0x2d000000, 0

        traps   6, .insn, rr,0x2600,R2,R4
        traps   6, .insn, rr,0x2600,R0,R6
        pass
