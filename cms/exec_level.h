/* SPDX-License-Identifier: MIT */
/* A running EXEC: its lines, arguments, variables and loops. Inside of
 * cms/exec*.c. */
#ifndef CMS_EXEC_LEVEL_H
#define CMS_EXEC_LEVEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "klib/kscan.h"

enum {
    EXEC_LINE = 255, /* characters of a line after substitution */
    EXEC_VALUE = 30, /* of a value; a name has 8 with its & */
    EXEC_VARS = 48,
    EXEC_ARGS = 30,
    EXEC_LOOPS = 4,
    EXEC_DEPTH = 19,
};

struct exec_value {
    uint8_t len;
    char text[EXEC_VALUE];
};

struct exec_var {
    char name[8];
    struct exec_value value;
};

struct exec_loop {
    uint32_t first, last; /* lines of the body */
    uint32_t left;        /* rounds to go; 0: until the condition holds */
    char condition[64];
    uint8_t condition_len;
};

struct exec_level {
    struct exec_level *outer;
    char name[8];
    char *text;      /* all lines */
    uint32_t *start; /* nlines + 1 offsets into text */
    uint32_t nlines;
    uint32_t line;                        /* the next one, from 1 */
    struct exec_value arg[EXEC_ARGS + 1]; /* [0]: the EXEC's name */
    unsigned nargs;
    struct exec_var var[EXEC_VARS];
    unsigned nvars;
    struct exec_loop loop[EXEC_LOOPS];
    unsigned nloops;
    bool show_commands, show_errors, show_all;
    char on_error[EXEC_LINE + 1]; /* &ERROR's action, or "" */
    int retcode;
    bool done;
    int rc;
    char work[EXEC_LINE + 1]; /* a line after substitution */
};

/* Errors of an EXEC: its return code, and message DMSEXT072E's text. */
enum exec_error {
    EXEC_OK = 0,
    EXEC_NOT_FOUND = 801,
    EXEC_GOTO = 802,
    EXEC_FORMAT = 803,
    EXEC_TOO_MANY_ARGS = 804,
    EXEC_TOO_DEEP = 805,
    EXEC_READ = 806,
    EXEC_SYNTAX = 807,
    EXEC_CONDITION = 808,
    EXEC_ASSIGNMENT = 809,
    EXEC_SPECIAL = 810,
    EXEC_ERROR_LOOP = 811,
    EXEC_CONVERSION = 812,
    EXEC_TOO_LONG = 813,
    EXEC_FUNCTION = 814,
    EXEC_LOOP_END = 815,
    EXEC_WORD = 816,
};

/* cms/exec_text.c: values and substitution; no I/O. */

/* A variable's value, predefined ones included, and its length; false when it
 * has none. name begins with "&". */
bool exec_get(const struct exec_level *e, struct k_token name,
              struct exec_value *v);
enum exec_error exec_set(struct exec_level *e, struct k_token name,
                         struct k_token value);
/* Is it a control word or function, which substitution leaves alone? */
bool exec_is_word(struct k_token t);
/* Substitutes the variables of text into out (EXEC_LINE + 1 characters, ended
 * by a zero byte); *len is its length. The first word, and a second that is an
 * assignment's target, stay. Words are set apart by one blank. */
enum exec_error exec_substitute(const struct exec_level *e, struct k_token text,
                                char *out, size_t *len);
/* Takes "a op b" off the scan; *result says if it holds. */
enum exec_error exec_compare(const struct exec_level *e, struct k_scan *s,
                             bool *result);
/* Evaluates what stands behind "=". */
enum exec_error exec_evaluate(const struct exec_level *e, struct k_scan *s,
                              struct exec_value *v);
bool exec_number(struct k_token t, int32_t *v);

/* cms/exec_word.c: executes one statement after substitution. */
enum exec_error exec_statement(struct exec_level *e, struct k_token text);
/* cms/exec.c: runs a command; its return code is left in e->retcode. */
enum exec_error exec_command(struct exec_level *e, struct k_token text);
struct k_token exec_line_text(const struct exec_level *e, uint32_t line);

#endif
