/* SPDX-License-Identifier: MIT */
/* The file that a printer or punch writes to: options, and writes that have
 * reached the operating system when they return. */
#ifndef DEVICES_OUTFILE_H
#define DEVICES_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

#include <sys/types.h>

struct outfile {
    char *path;
    int fd;
    pid_t pid;  /* of the command that reads it; 0: a file */
    bool crlf;  /* lines end in CR LF, not LF */
    bool ascii; /* a punch writes lines of text, not 80-byte EBCDIC cards */
};

enum outfile_word { WORD_UNKNOWN, WORD_TAKEN, WORD_BAD /* *err is set */ };

/* Hercules' words: FILE [crlf] [ascii|ebcdic] [noclear|append]. The file is
 * emptied unless noclear or append is given. FILE may be `|COMMAND`: sh runs
 * the command, which reads what is written; what it prints goes to standard
 * error. `discard`: no file is opened and no command run, and what is written
 * goes nowhere. `more`, if not NULL, is asked first about each word behind
 * FILE. NULL on failure. */
struct outfile *outfile_open(int argc, char **argv, bool discard,
                             enum outfile_word (*more)(void *arg,
                                                       const char *word,
                                                       struct err *err),
                             void *arg, struct err *err);
/* Ends the input of a command and waits for it. */
void outfile_close(struct outfile *f);
/* False on a host error, with errno's text in *err. A part may have been
 * written. */
bool outfile_write(struct outfile *f, const char *data, size_t len,
                   struct err *err);

#endif
