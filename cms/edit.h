/* SPDX-License-Identifier: MIT */
/* The line editor's buffer: a file's lines in storage, with a current one.
 * Inside of cms/edit*.c and cms/cmd/edit.c. */
#ifndef CMS_EDIT_H
#define CMS_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/file.h"

enum { EDIT_LRECL_MAX = 160 };

struct edit_line {
    struct edit_line *next, *prev;
    uint32_t len;
    char text[];
};

struct edit {
    struct edit_line *top; /* before the first line; holds no text */
    struct edit_line *end; /* behind the last */
    struct edit_line *at;  /* current line, or top, or end */
    uint32_t count;
    struct fileid id;
    char recfm;
    uint32_t lrecl;
    bool changed, verify, upper;
    bool done;
    int rc;
    char *chunk; /* storage for lines, taken in pieces */
    uint32_t chunk_left;
    char last_locate[132];
    uint32_t last_locate_len;
};

/* False when there is no storage (said already). */
bool edit_begin(struct edit *e);
/* Reads the file into the buffer, behind `at`; a code of file.h. */
int edit_read(struct edit *e, const struct fileid *id);
/* Writes the buffer as file id. Said when it fails; return code. */
int edit_write(struct edit *e, const struct fileid *id);
/* Inserts a line behind `at` and makes it current, cut at the record length.
 * False: no storage. */
bool edit_insert(struct edit *e, const char *text, uint32_t len);
/* Gives the current line another text. */
bool edit_replace(struct edit *e, const char *text, uint32_t len);
/* Removes the current line; the next one is current then. */
void edit_delete(struct edit *e);
/* Is `at` a line, rather than one of the ends? */
bool edit_on_line(const struct edit *e);
void edit_show(const struct edit *e);

/* cms/edit_cmd.c: executes one subcommand. */
void edit_subcommand(struct edit *e, const char *line, size_t len);
/* Reads lines into the file until an empty one. */
void edit_input_mode(struct edit *e);

#endif
