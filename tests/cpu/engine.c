/* SPDX-License-Identifier: MIT */
/* The engine that a test's processor runs on. */
#include "tests/cpu/engine.h"

#include <stdio.h>
#include <stdlib.h>

void
test_engine(struct cpu *cpu)
{
    const char *name = getenv("CAMBRIDGE_ENGINE");
    enum cpu_engine engine;

    if (!name)
        return;
    if (!cpu_engine_named(name, &engine) || !cpu_set_engine(cpu, engine)) {
        fprintf(stderr, "CAMBRIDGE_ENGINE: %s cannot be had\n", name);
        exit(1);
    }
}
