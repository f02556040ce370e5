/* SPDX-License-Identifier: MIT */
/* The DIAGNOSE interface between a virtual machine and CP (opcode X'83', Rx,
 * Ry, code): GC20-1807, "DIAGNOSE Instruction in a Virtual Machine". */
#ifndef ARCH_DIAG_H
#define ARCH_DIAG_H

#include "arch/bytes.h"

enum diag_code {
    DIAG_STORE_ID = 0x00, /* Rx -> area, Ry = length; nested ids follow */
    DIAG_CPCMD = 0x08,    /* Rx -> command, Ry = flags + length */
    DIAG_TIMER = 0x0c,    /* Rx -> struct diag_timer */
    DIAG_RELEASE = 0x10,  /* release pages Rx..Ry */
    DIAG_DASD = 0x18,     /* Rx = device, Ry -> CCW chain, R15 = count/cc */
    DIAG_IO = 0x20,       /* Rx = device, Ry -> CCW chain */
    DIAG_DEVTYPE = 0x24,  /* Rx = vdev or -1; Ry, Ry+1 = information */
    DIAG_3270 = 0x58,     /* Rx -> CCWs, Ry = device */
    DIAG_STORAGE = 0x60,  /* Rx = virtual storage size */
    DIAG_SEGMENT = 0x64,  /* shared segments: Rx -> name, Ry = function */
    DIAG_3270CHAR = 0x8c, /* Rx -> area, Rx+1 = vdev, Ry = length */
};

/* One 24-byte entry per level, the innermost CP's last. */
struct diag_id {
    uint8_t system[8]; /* EBCDIC name */
    be24 version;      /* environment, version, level */
    uint8_t stidp;     /* version code of STIDP */
    be16 maxlog;
    be16 cpuaddr; /* STAP */
    uint8_t userid[8];
};
_Static_assert(sizeof(struct diag_id) == 24, "diag id");

/* DIAGNOSE X'0C'. */
struct diag_timer {
    uint8_t date[8]; /* mm/dd/yy, EBCDIC */
    uint8_t time[8]; /* hh:mm:ss */
    be64 virt;       /* virtual processor time used, microseconds */
    be64 total;      /* virtual and CP time, microseconds */
};
_Static_assert(sizeof(struct diag_timer) == 32, "diag timer");

#endif
