/* SPDX-License-Identifier: MIT */
/* Commands: how one is written, found and run. VM/370: DMSINT, DMSITS. */
#ifndef CMS_COMMAND_H
#define CMS_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "klib/kscan.h"

enum { CMS_TOKENS = 40, CMS_LINE = 256 };

/* A command as its routine gets it. tok[0] is the command's name; every token
 * is in upper case, cut at 8 characters and padded with blanks; "(" and ")"
 * are tokens of their own. */
struct cms_args {
    unsigned ntok;
    char tok[CMS_TOKENS][8];
    struct k_token line; /* what follows the name, as typed; may be empty */
    uint32_t plist;      /* SVC 202: the caller's R1; else 0 */
};

/* One row a command; the routine returns the return code. */
struct cms_command {
    char name[9];
    uint8_t min;                             /* least abbreviation; 0: none */
    int (*run)(const struct cms_args *args); /* null: a MODULE */
};

/* Return codes (VM/370's). */
enum {
    RC_UNKNOWN = -3,
    RC_BAD_CHARACTER = 20,
    RC_OPERAND = 24,
    RC_NOT_FOUND = 28,
    RC_FORMAT = 32,
    RC_DISK = 36,
    RC_INPUT = 40,
    RC_ENVIRONMENT = 88,
    RC_IO = 100,
    RC_STORAGE = 104,
    RC_ABEND = 256,
};

/* Where a line comes from decides where its command is searched. */
enum cms_origin {
    FROM_TERMINAL, /* EXEC, command, MODULE, CP */
    FROM_EXEC,     /* command, MODULE */
};

/* Runs a line; its return code, RC_UNKNOWN when there is no such command. */
int cms_run_line(const char *line, size_t len, enum cms_origin origin);
/* Runs what is in args already. */
int cms_run(const struct cms_args *args, enum cms_origin origin);
/* Splits a line into args. False when it is empty. */
bool cms_split(struct cms_args *args, const char *line, size_t len);
/* Runs a CP command; its return code. -1 when there is no CP. */
int cms_cp(const char *line, size_t len);

/* The command table (cms/commands.c). */
const struct cms_command *cms_find_command(struct k_token name, bool abbrev);

/* What SET changes and QUERY shows. */
struct cms_settings {
    bool impcp;
    bool impex;
    bool abbrev;
    bool ready_long; /* RDYMSG LMSG */
    char blip[8];    /* typed every two seconds of a program; blank: nothing */
};
extern struct cms_settings cms_settings;

/* Index of the first token of the options, after "("; ntok if none. And the
 * number of tokens before the "(". */
unsigned args_options(const struct cms_args *args);
unsigned args_operands(const struct cms_args *args);
/* Token i is this word; false when there is no token i. */
bool args_is(const struct cms_args *args, unsigned i, const char *word);
bool args_abbrev(const struct cms_args *args, unsigned i, const char *word,
                 size_t min);
/* Token i without its blanks. */
struct k_token args_token(const struct cms_args *args, unsigned i);
/* Complains of token i as an invalid option, for module (three letters);
 * RC_OPERAND. */
int args_bad_option(const struct cms_args *args, unsigned i,
                    const char *module);

#endif
