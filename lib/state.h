/* SPDX-License-Identifier: MIT */
/* Where a machine's state folder lies when no option says so: XDG Base
 * Directory Specification, $XDG_STATE_HOME. */
#ifndef LIB_STATE_H
#define LIB_STATE_H

#include <stdbool.h>
#include <stddef.h>

/* $XDG_STATE_HOME/cambridge, or $HOME/.local/state/cambridge. Makes nothing.
 * False: neither variable is an absolute path, or size is too small. */
bool state_default_dir(char *out, size_t size);

#endif
