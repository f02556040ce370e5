/* SPDX-License-Identifier: MIT */
/* Assigned storage locations, real 0-X'1FF'. PoO "Assigned Storage
 * Locations". */
#ifndef ARCH_LOWCORE_H
#define ARCH_LOWCORE_H

#include <stddef.h>

#include "arch/bytes.h"
#include "arch/ccw.h"
#include "arch/psw.h"

struct lowcore {
    struct psw restart_new; /* 00: also the IPL PSW */
    struct psw restart_old; /* 08: also the first IPL CCW */
    struct psw ipl_ccw2;    /* 10 */
    struct psw ext_old;     /* 18 */
    struct psw svc_old;     /* 20 */
    struct psw pgm_old;     /* 28 */
    struct psw mck_old;     /* 30 */
    struct psw io_old;      /* 38 */
    struct csw csw;         /* 40 */
    be32 caw;               /* 48 */
    uint8_t unused4c[4];    /* 4C */
    be32 itimer;            /* 50: interval timer */
    uint8_t unused54[4];    /* 54 */
    struct psw ext_new;     /* 58 */
    struct psw svc_new;     /* 60 */
    struct psw pgm_new;     /* 68 */
    struct psw mck_new;     /* 70 */
    struct psw io_new;      /* 78 */
    uint8_t unused80[4];    /* 80 */
    be16 ext_cpu;           /* 84 */
    be16 ext_code;          /* 86 */
    be16 svc_ilc;           /* 88: ILC in bits 13-14 (value 2, 4, 6) */
    be16 svc_code;          /* 8A */
    be16 pgm_ilc;           /* 8C */
    be16 pgm_code;          /* 8E */
    be32 trans_addr;        /* 90: translation-exception address */
    be16 mc_class;          /* 94: monitor class in the second byte */
    be16 per_code;          /* 96 */
    be32 per_addr;          /* 98 */
    be32 mc_code;           /* 9C: byte 0 zero, 24-bit monitor code */
    uint8_t unuseda0[8];    /* A0 */
    be32 chan_id;           /* A8: STIDC */
    be32 ioel;              /* AC: I/O extended logout address */
    be32 lim_logout;        /* B0 */
    uint8_t unusedb4[5];    /* B4 */
    uint8_t io_addr0;       /* B9: EC mode: zero, then device address */
    be16 io_addr;           /* BA: EC mode: I/O address */
    uint8_t unusedbc[0xd8 - 0xbc];
    be64 save_timer; /* D8: store status: CPU timer */
    be64 save_cc;    /* E0: clock comparator */
    be64 mck_code;   /* E8: machine-check interruption code */
    uint8_t unusedf0[8];
    be32 fail_addr;      /* F8: failing-storage address */
    be32 region_code;    /* FC */
    struct psw save_psw; /* 100: store status: PSW */
    be32 save_prefix;    /* 108 */
    uint8_t logout[0x160 - 0x10c];
    uint8_t save_fpr[32]; /* 160 */
    be32 save_gpr[16];    /* 180 */
    be32 save_cr[16];     /* 1C0 */
};
_Static_assert(offsetof(struct lowcore, csw) == 0x40, "csw");
_Static_assert(offsetof(struct lowcore, itimer) == 0x50, "itimer");
_Static_assert(offsetof(struct lowcore, io_new) == 0x78, "io_new");
_Static_assert(offsetof(struct lowcore, ext_code) == 0x86, "ext_code");
_Static_assert(offsetof(struct lowcore, mc_class) == 0x94, "mc_class");
_Static_assert(offsetof(struct lowcore, io_addr) == 0xba, "io_addr");
_Static_assert(offsetof(struct lowcore, save_timer) == 0xd8, "save_timer");
_Static_assert(offsetof(struct lowcore, save_gpr) == 0x180, "save_gpr");
_Static_assert(sizeof(struct lowcore) == 0x200, "lowcore");

#endif
