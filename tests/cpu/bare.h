/* SPDX-License-Identifier: MIT */
/* A processor with storage and nothing else, for tests: no channels (an I/O
 * instruction gets condition code 3, except that operation n, counted SIO SIOF
 * TIO CLRIO HIO HDV TCH STIDC, finds devices X'7n0'-X'7n3' and gets the last
 * digit), and time that follows the
 * instruction count alone. */
#ifndef TESTS_CPU_BARE_H
#define TESTS_CPU_BARE_H

#include "cpu/cpu.h"

struct bare {
    struct storage storage;
    struct cpu_board board;
    struct cpu *cpu;
};

/* size bytes of cleared storage; facilities CPU_FAC_*. Exits on failure. */
void bare_init(struct bare *b, uint32_t size, unsigned facilities);
void bare_free(struct bare *b);

/* Puts a file at an absolute address; false (with a message on standard
 * error) when it cannot be read or is too long. */
bool bare_load(struct bare *b, const char *path, uint32_t at);

/* The restart key, then execution until a disabled wait, a check-stop or max
 * instructions. An enabled wait is skipped to its end. Returns how it ended;
 * CPU_COUNT after max instructions. */
enum cpu_stop bare_restart(struct bare *b, uint64_t max);
enum cpu_stop bare_run(struct bare *b, uint64_t max);

uint32_t bare_word(const struct bare *b, uint32_t at);
void bare_set_word(struct bare *b, uint32_t at, uint32_t v);
/* Puts the bytes of a text of hex digits there. */
void bare_code(struct bare *b, uint32_t at, const char *hex);

#endif
