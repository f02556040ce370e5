/* SPDX-License-Identifier: MIT */
/* The engine that a test's processor runs on. */
#ifndef TESTS_CPU_ENGINE_H
#define TESTS_CPU_ENGINE_H

#include "cpu/cpu.h"

/* The engine that the environment's CAMBRIDGE_ENGINE names, if it names one.
 * Exits when that cannot be had. To be called when storage is set up. */
void test_engine(struct cpu *cpu);

#endif
