/* SPDX-License-Identifier: MIT */
/* Output files of unit-record devices; see outfile.h. */
#include "config.h"

#include "devices/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool
option(struct outfile *f, const char *word, bool *clear, struct err *err)
{
    if (strcasecmp(word, "crlf") == 0)
        f->crlf = true;
    else if (strcasecmp(word, "ascii") == 0)
        f->ascii = true;
    else if (strcasecmp(word, "ebcdic") == 0)
        f->ascii = false;
    else if (strcasecmp(word, "noclear") == 0 ||
             strcasecmp(word, "append") == 0)
        *clear = false;
    else
        return err_set(err, "unknown option %s", word);
    return true;
}

struct outfile *
outfile_open(int argc, char **argv, struct err *err)
{
    struct outfile *f;
    bool clear = true;

    if (argc < 1) {
        err_set(err, "an output file is wanted");
        return NULL;
    }
    f = calloc(1, sizeof(*f));
    if (f == NULL || (f->path = strdup(argv[0])) == NULL) {
        err_set(err, "out of memory");
        free(f);
        return NULL;
    }
    f->fd = -1;
    for (int i = 1; i < argc; i++)
        if (!option(f, argv[i], &clear, err)) {
            outfile_close(f);
            return NULL;
        }
    f->fd =
        open(f->path,
             O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (clear ? O_TRUNC : 0),
             0666);
    if (f->fd < 0) {
        err_set(err, "%s: %s", f->path, strerror(errno));
        outfile_close(f);
        return NULL;
    }
    return f;
}

void
outfile_close(struct outfile *f)
{
    if (f == NULL)
        return;
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    free(f);
}

bool
outfile_write(struct outfile *f, const char *data, size_t len, struct err *err)
{
    while (len > 0) {
        ssize_t n = write(f->fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, "%s: %s", f->path, strerror(errno));
        data += n;
        len -= (size_t)n;
    }
    return true;
}
