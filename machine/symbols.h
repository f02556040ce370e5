/* SPDX-License-Identifier: MIT */
/* $(NAME) and ${NAME} in configuration and rc files: Hercules' symbols, whose
 * values here are environment variables. */
#ifndef MACHINE_SYMBOLS_H
#define MACHINE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

/* Copies `in` to `out` with each $(NAME) or ${NAME} replaced by the environment
 * variable of that name, and $(NAME=text), $(NAME:=text) likewise or by text
 * when there is none. Without a value $(NAME) stays as it is and ${NAME} is
 * nothing. False when the result does not fit. */
bool symbols_expand(const char *in, char *out, size_t size);

/* The same for the symbols of a device line: $(CUU), $(CCUU) and $(cuu),
 * $(ccuu) are the address in 3 or 4 hex digits, capital or small ones. */
bool symbols_device(const char *in, unsigned addr, char *out, size_t size);

#endif
