/* SPDX-License-Identifier: MIT */
/* Output files of unit-record devices; see outfile.h. */
#include "config.h"

#include "devices/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
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

/* Runs f->path, less its bar, with a pipe for its input. */
static bool
start(struct outfile *f, struct err *err)
{
    char shell[] = "sh", flag[] = "-c";
    char *argv[] = {shell, flag, f->path + 1, NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], failed;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_set(err, "%s: %s", f->path, strerror(errno));
    failed = posix_spawn_file_actions_init(&actions);
    if (!failed) {
        failed = posix_spawn_file_actions_adddup2(&actions, ends[0], 0) ||
                 posix_spawn_file_actions_adddup2(&actions, 2, 1);
        if (!failed)
            failed =
                posix_spawn(&f->pid, "/bin/sh", &actions, NULL, argv, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[0]);
    f->fd = ends[1];
    if (!failed)
        return true;
    f->pid = 0;
    return err_set(err, "%s: %s", f->path, strerror(failed));
}

static bool
open_file(struct outfile *f, bool discard, bool clear, struct err *err)
{
    int flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC;

    if (f->path[0] == '|' && !discard)
        return start(f, err);
    f->fd = open(discard ? "/dev/null" : f->path, flags | (clear ? O_TRUNC : 0),
                 0666);
    if (f->fd < 0)
        return err_set(err, "%s: %s", f->path, strerror(errno));
    return true;
}

struct outfile *
outfile_open(int argc, char **argv, bool discard,
             enum outfile_word (*more)(void *arg, const char *word,
                                       struct err *err),
             void *arg, struct err *err)
{
    struct outfile *f;
    bool clear = true, good = true;

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
    for (int i = 1; i < argc && good; i++) {
        enum outfile_word word = more ? more(arg, argv[i], err) : WORD_UNKNOWN;

        good = word == WORD_TAKEN ||
               (word == WORD_UNKNOWN && option(f, argv[i], &clear, err));
    }
    if (good && open_file(f, discard, clear, err))
        return f;
    outfile_close(f);
    return NULL;
}

void
outfile_close(struct outfile *f)
{
    if (f == NULL)
        return;
    if (f->fd >= 0)
        close(f->fd);
    while (f->pid > 0 && waitpid(f->pid, NULL, 0) < 0 && errno == EINTR)
        ;
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
