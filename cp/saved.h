/* SPDX-License-Identifier: MIT */
/* Saved systems: IPL by name. VM/370: DMKCFP, DMKCFG, DMKSNT. */
#ifndef CP_SAVED_H
#define CP_SAVED_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/vmblok.h"

/* Is there a saved system of this name (EBCDIC, blank padded)? Task. */
bool saved_exists(const uint8_t name[8]);

/* IPL by name: system reset, the saved pages mapped, the PSW loaded, the
 * machine ready to run. False: *why has a message text, and the machine is
 * reset or (name not found, storage too small) as it was. Task. */
bool saved_ipl(struct vmblok *vm, const uint8_t name[8], const char **why);

#endif
