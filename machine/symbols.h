/* SPDX-License-Identifier: MIT */
/* $(NAME) in configuration and rc files: Hercules' symbols, whose values here
 * are environment variables. */
#ifndef MACHINE_SYMBOLS_H
#define MACHINE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* Copies `in` to `out` with each $(NAME) replaced by the environment variable
 * of that name, and $(NAME=text) likewise or by text when there is none. One
 * without value stays as it is. False when the result does not fit. */
bool symbols_expand(const char *in, char *out, size_t size);

#endif
