/* SPDX-License-Identifier: MIT */
/* The file that a printer or punch writes to: options, and writes that have
 * reached the operating system when they return. */
#ifndef DEVICES_OUTFILE_H
#define DEVICES_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/err.h"

struct outfile {
    char *path;
    int fd;
    bool crlf;  /* lines end in CR LF, not LF */
    bool ascii; /* a punch writes lines of text, not 80-byte EBCDIC cards */
};

/* Hercules' words: FILE [crlf] [ascii|ebcdic] [noclear|append]. The file is
 * emptied unless noclear or append is given. NULL on failure. */
struct outfile *outfile_open(int argc, char **argv, struct err *err);
void outfile_close(struct outfile *f);
/* False on a host error, with errno's text in *err. A part may have been
 * written. */
bool outfile_write(struct outfile *f, const char *data, size_t len,
                   struct err *err);

#endif
