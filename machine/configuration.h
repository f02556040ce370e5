/* SPDX-License-Identifier: MIT */
/* The configuration of a machine, as read from a file of statements in the
 * form of Hercules' configuration files (Hercules "System Configuration
 * File"), one statement or device on a line. */
#ifndef MACHINE_CONFIGURATION_H
#define MACHINE_CONFIGURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/cpu.h"
#include "devices/channel.h"
#include "lib/err.h"

enum {
    CONFIG_MAX_MAINSIZE = 16, /* MB: 24-bit addresses */
    CONFIG_MAX_WORDS = 32,    /* on one line */
    CONFIG_MAX_DEVICES = 4096,
    CONFIG_MAX_ERRORS = 20, /* that are told */
};

/* One device: a line such as `00C0.8 3270` makes eight of them. */
struct config_device {
    uint16_t addr;
    char *type; /* the name of a device model, as written */
    int argc;   /* the words after the type */
    char **argv;
    char *file; /* where the line stands, for error messages */
    unsigned line;
};

struct config {
    unsigned mainsize;   /* MAINSIZE, MB, 1-16; default 2 */
    uint32_t cpuserial;  /* CPUSERIAL, 6 hex digits */
    uint16_t cpumodel;   /* CPUMODEL, 4 hex digits */
    char *cnslhost;      /* CNSLPORT host part; NULL: 127.0.0.1 */
    int cnslport;        /* CNSLPORT, 0-65535; -1: no statement */
    unsigned facilities; /* FACILITY: CPU_FAC_* of cpu/cpu.h */
    /* CHANNEL; default: channel 0 CHAN_BYTE, the others CHAN_BLOCK. */
    enum chan_type channels[CHANNELS];
    enum cpu_engine engine; /* ENGINE; default CPU_FAST */
    int sysepoch;           /* SYSEPOCH: the year at which TOD is zero, 1900 */
    int yroffset;           /* years added to the clock, SYSEPOCH or YROFFSET */
    int tzoffset;           /* minutes added to the clock, TZOFFSET */
    uint64_t pgmtrace;      /* OSTAILOR: config_ostailor; default none */
    char loadparm[9];       /* LOADPARM; nothing of an S/370 reads it */
    uint8_t cpuversion;     /* CPUVERID, 2 hex digits */
    char **onend;           /* ONEND commands, in order */
    unsigned onends;
    struct config_device *devices; /* in order of appearance */
    unsigned ndevices;
    char note[160]; /* a warning that the statement being read wants */
};

/* A warning (a statement that is not known), or an error that is not the last:
 * one line, without newline. */
enum config_trouble { CONFIG_WARNING, CONFIG_ERROR };
typedef void config_say(void *arg, enum config_trouble kind, const char *text);

/* Sets the defaults. */
void config_init(struct config *c);
void config_free(struct config *c);

/* Reads FILE, and the files that INCLUDE statements name (relative to the
 * file that names them, else to the working folder), into *c. False when a file
 * cannot be read or a statement is wrong: *e has file, line and reason, and *c
 * must still be freed. With several errors *e has the last; those before it are
 * told in the order of the lines. `say` may be NULL. */
bool config_read(struct config *c, const char *file, config_say *say, void *arg,
                 struct err *e);

/* Replaces all 3270 devices by `n` of them from the address of the first one
 * (X'0C0' when there is none). */
bool config_set_terminals(struct config *c, unsigned n, struct err *e);

/* Which program interruptions are shown for an OSTAILOR name, bit 64-n for
 * code n: alone it replaces *mask; with + before it the operating system's
 * normal ones are hidden too, with - they are shown again. False: no such
 * name. */
bool config_ostailor(const char *text, uint64_t *mask);
/* The name that stands for the mask; NULL: none. */
const char *config_ostailor_name(uint64_t mask);

/* Sets a load parameter of 1 to 8 characters; false: not valid. */
bool config_loadparm(const char *text, char loadparm[9]);

/* Splits a line into words, in place: blanks and tabs separate, "..." and
 * '...' quote, `#` before a word ends the line. Returns the number of words,
 * -1 for a missing quote, -2 for more than max. */
int config_split(char *line, char **words, int max);

#endif
