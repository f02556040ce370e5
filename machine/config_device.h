/* SPDX-License-Identifier: MIT */
/* Device lines of a configuration file: address, type, operands. */
#ifndef MACHINE_CONFIG_DEVICE_H
#define MACHINE_CONFIG_DEVICE_H

#include <stdbool.h>

#include "machine/configuration.h"

/* Does the word begin a device line? */
bool config_is_address(const char *word);

/* A device address of 1 to 4 hex digits, with an optional "0:" (channel set)
 * before it, as Hercules writes it. False when it is none. */
bool config_address(const char *word, uint16_t *addr);

/* Adds the devices of one line: argv[0] is `addr`, `addr.count`,
 * `addr-addr`, or several of these with commas; argv[1] the type. */
bool config_add_device(struct config *c, const char *file, unsigned line,
                       int argc, char **argv, struct err *e);

void config_device_free(struct config_device *d);

#endif
