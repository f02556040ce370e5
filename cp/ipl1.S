/* SPDX-License-Identifier: MIT */
/* IPL1: record 1 of cylinder 0 track 0 of a CP pack, 24 bytes that the implied
 * READ IPL brings to location 0: the IPL PSW (EC mode, to the boot program)
 * and the CCW with which the channel goes on, reading the next record (IPL2,
 * cp/boot.c) to X'1000'. The second CCW is not used. PoO "Initial Program
 * Loading". */
        .text
        .long   0x00080000,0x00001000
        .long   0x06001000,0x20001000
        .long   0x03000000,0x20000001

        .section .note.GNU-stack, "", @progbits
