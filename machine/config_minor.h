/* SPDX-License-Identifier: MIT */
/* Statements of a configuration file that change little: argv holds the
 * operands. False with *e when they are wrong; c->note is set to what is to be
 * said all the same. */
#ifndef MACHINE_CONFIG_MINOR_H
#define MACHINE_CONFIG_MINOR_H

#include <stdbool.h>

#include "machine/configuration.h"

bool config_set_codepage(struct config *c, int argc, char **argv,
                         struct err *e);
bool config_set_cpuverid(struct config *c, int argc, char **argv,
                         struct err *e);
bool config_set_defsym(struct config *c, int argc, char **argv, struct err *e);
bool config_set_diag8cmd(struct config *c, int argc, char **argv,
                         struct err *e);
bool config_set_ecpsvm(struct config *c, int argc, char **argv, struct err *e);
bool config_set_loadparm(struct config *c, int argc, char **argv,
                         struct err *e);
bool config_set_tzoffset(struct config *c, int argc, char **argv,
                         struct err *e);

/* A number in the base, within limits. */
bool config_number(const char *text, int base, unsigned long lo,
                   unsigned long hi, unsigned long *out);

#endif
