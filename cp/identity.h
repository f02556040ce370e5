/* SPDX-License-Identifier: MIT */
/* Who this CP is: its processor, its name, its level, and when. */
#ifndef CP_IDENTITY_H
#define CP_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/vmblok.h"

extern bool under_cp;     /* another CP runs this one: STIDP version X'FF' */
extern unsigned cp_level; /* CPs beneath this one: 0 on the machine */
extern uint32_t real_storage; /* bytes */
extern uint16_t ipl_address;

/* STIDP and DIAGNOSE at start: fills the above, and the time zone when under
 * another CP. */
void identity_init(void);
/* What STIDP shows vm: version X'FF', the real serial and model. */
uint64_t identity_cpuid(const struct vmblok *vm);
/* DIAGNOSE X'00': one entry per level, this CP's last. Writes at most `len`
 * bytes to buf and returns how many it has. */
unsigned identity_store(const struct vmblok *vm, uint8_t *buf, unsigned len);

/* "CP level n" and build for QUERY CPLEVEL and the logo. */
extern const char cp_version[];
/* The build id of the pack that CP was loaded from (arch/cpvol.h), without
 * trailing blanks; empty until its descriptor was read. */
extern char cp_build[33];
void identity_build(const uint8_t build[32]);

#endif
