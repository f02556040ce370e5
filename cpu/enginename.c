/* SPDX-License-Identifier: MIT */
/* The engines' names. */
#include <string.h>

#include "cpu/cpu.h"

bool
cpu_engine_named(const char *name, enum cpu_engine *engine)
{
    static const char *const names[] = {"reference", "fast", "lockstep"};

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0) {
            *engine = (enum cpu_engine)i;
            return true;
        }
    return false;
}
