/* SPDX-License-Identifier: MIT */
/* What the fast engine's branches, alone and joined to a comparison, are
 * written with. */
#ifndef CPU_FASTBR_H
#define CPU_FASTBR_H

#include "cpu/fastop.h"

/* Where a branch goes. A relative one's disp counts from the block. */
#define TO_RR cpu->gr[op->r2]
#define TO_RX0 EA_0
#define TO_RX1 EA_1
#define TO_RX2 EA_2
#define TO_REL (cpu->psw.ia + op->disp)

/* How: a branch by base register or a relative one mostly goes to one place. */
#define GO_RR BRANCH
#define GO_RX0 BRANCH
#define GO_RX1 BRANCH_LINKED
#define GO_RX2 BRANCH
#define GO_REL BRANCH_LINKED

/* Condition of each mask; bit 8 is code 0. */
#define CONDITIONS(F, kind)                                                    \
    F(kind, 1, cc >= CC_3)                                                     \
    F(kind, 2, cc > 0 && cc < CC_3)                                            \
    F(kind, 3, cc > 0)                                                         \
    F(kind, 4, cc < 0)                                                         \
    F(kind, 5, cc < 0 || cc >= CC_3)                                           \
    F(kind, 6, cc != 0 && cc < CC_3)                                           \
    F(kind, 7, cc != 0)                                                        \
    F(kind, 8, cc == 0)                                                        \
    F(kind, 9, cc == 0 || cc >= CC_3)                                          \
    F(kind, 10, cc >= 0 && cc < CC_3)                                          \
    F(kind, 11, cc >= 0)                                                       \
    F(kind, 12, cc <= 0)                                                       \
    F(kind, 13, cc <= 0 || cc >= CC_3)                                         \
    F(kind, 14, cc < CC_3)

#endif
