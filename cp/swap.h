/* SPDX-License-Identifier: MIT */
/* Swapping idle virtual machines out. */
#ifndef CP_SWAP_H
#define CP_SWAP_H

#include "cp/vmblok.h"

/* An enabled wait begins. */
void swap_idle(struct vmblok *vm);

#endif
