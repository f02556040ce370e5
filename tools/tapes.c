/* SPDX-License-Identifier: MIT */
/* Tape files: conversion between AWSTAPE and HET, and a map of a tape. Standard
 * labels (VOL1, HDR1, EOF1 and the like, 80 bytes) are shown as they are; GC28-
 * 6680, OS Tape Labels, from memory. */
#include "config.h"

#include "tools/tapes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/codepage.h"
#include "lib/folder.h"
#include "tools/progress.h"

enum { LABEL = 80 };

bool
tapes_kind(const char *name, enum tape_method *method)
{
    static const char *const names[] = {
        [TAPE_PLAIN] = "aws", [TAPE_ZLIB] = "het", [TAPE_BZIP2] = "het-bzip2"};

    for (unsigned i = TAPE_PLAIN; i <= TAPE_BZIP2; i++)
        if (strcmp(name, names[i]) == 0) {
            *method = (enum tape_method)i;
            return true;
        }
    return false;
}

static bool
copy(struct tape *to, struct tape *from, uint64_t size, const char *path,
     struct err *err)
{
    uint8_t *buf = malloc(TAPE_BLOCK);
    struct progress p = progress_begin(size, path);
    enum tape_result r = TAPE_OK;
    uint64_t done = 0;
    uint32_t len;

    if (buf == NULL)
        return err_set(err, "no storage");
    while (r == TAPE_OK) {
        r = tape_read(from, buf, &len, err);
        if (r == TAPE_OK)
            r = tape_write(to, buf, len, err);
        else if (r == TAPE_MARK)
            r = tape_write_mark(to, err);
        done += len;
        progress_show(&p, done < size ? done : size);
    }
    progress_end(&p);
    free(buf);
    return r == TAPE_VOID && tape_sync(to, err) && sync_folder(path, err);
}

bool
tapes_convert(const char *from, const char *to, enum tape_method method,
              int level, struct err *err)
{
    const struct tape_options o = {.method = method, .level = level};
    struct tape *in = tape_open(from, true, err), *out = NULL;
    struct stat st;
    bool ok = in != NULL;
    int fd;

    if (!ok)
        return false;
    fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 || stat(from, &st) != 0) {
        err_set(err, "%s: %s", fd < 0 ? to : from, strerror(errno));
        tape_close(in);
        return false;
    }
    close(fd);
    out = tape_open_as(to, &o, err);
    ok = out != NULL && copy(out, in, (uint64_t)st.st_size, to, err);
    tape_close(out);
    tape_close(in);
    if (!ok && unlink(to) != 0)
        err_prefix(err, "%s not removed: %s", to, strerror(errno));
    return ok;
}

bool
tapes_probe(const char *path)
{
    struct tape *t = tape_open(path, true, &(struct err){{0}});
    enum tape_result r = TAPE_ERROR;
    struct err err;
    uint32_t len;

    if (t != NULL)
        r = tape_read(t, NULL, &len, &err);
    tape_close(t);
    return r == TAPE_OK || r == TAPE_MARK;
}

static bool
is_label(const uint8_t *p, uint32_t len)
{
    static const char *const names[] = {"VOL1", "HDR1", "HDR2", "EOF1", "EOF2",
                                        "EOV1", "EOV2", "UHL1", "UTL1"};
    char text[2 * LABEL + 1];

    if (len != LABEL)
        return false;
    text[codepage_to_utf8(CP_1047, p, 4, text)] = 0;
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(text, names[i]) == 0)
            return true;
    return false;
}

static void
show_label(FILE *out, const uint8_t *p)
{
    char text[2 * LABEL + 1];
    size_t n = codepage_to_utf8(CP_1047, p, LABEL, text);

    while (n > 0 && text[n - 1] == ' ')
        n--;
    fprintf(out, "      %.*s\n", (int)n, text);
}

struct tally {
    unsigned blocks, least, most;
    uint64_t bytes;
};

static void
show_file(FILE *out, unsigned file, const struct tally *t)
{
    if (t->blocks == 0)
        fprintf(out, "file %u: empty\n", file);
    else
        fprintf(out, "file %u: %u blocks of %u to %u bytes, %llu in all\n",
                file, t->blocks, t->least, t->most,
                (unsigned long long)t->bytes);
}

bool
tapes_list(const char *path, FILE *out, struct err *err)
{
    struct tape *t = tape_open(path, true, err);
    uint8_t *buf = malloc(TAPE_BLOCK);
    struct tally tally = {0};
    enum tape_result r = TAPE_ERROR;
    unsigned file = 1;
    uint32_t len;

    if (t == NULL || buf == NULL) {
        free(buf);
        tape_close(t);
        return t == NULL ? false : err_set(err, "no storage");
    }
    while ((r = tape_read(t, buf, &len, err)) == TAPE_OK || r == TAPE_MARK) {
        if (r == TAPE_MARK) {
            show_file(out, file++, &tally);
            memset(&tally, 0, sizeof(tally));
            continue;
        }
        if (is_label(buf, len))
            show_label(out, buf);
        if (tally.blocks++ == 0 || len < tally.least)
            tally.least = len;
        if (len > tally.most)
            tally.most = len;
        tally.bytes += len;
    }
    if (tally.blocks > 0)
        show_file(out, file, &tally);
    free(buf);
    tape_close(t);
    return r == TAPE_VOID;
}

bool
tapes_scan(const char *path, struct err *err)
{
    struct tape *t = tape_open(path, true, err);
    uint8_t *buf = malloc(TAPE_BLOCK);
    unsigned marks = 0, blocks = 0, back = 0;
    enum tape_result r = TAPE_ERROR;
    uint32_t len;

    if (t != NULL && buf != NULL) {
        while ((r = tape_read(t, buf, &len, err)) == TAPE_OK || r == TAPE_MARK)
            *(r == TAPE_OK ? &blocks : &marks) += 1;
        while (r == TAPE_VOID || r == TAPE_OK || r == TAPE_MARK) {
            r = tape_read_backward(t, buf, &len, err);
            back += r != TAPE_LOAD_POINT;
        }
    }
    free(buf);
    tape_close(t);
    if (r != TAPE_LOAD_POINT)
        return false;
    if (back != blocks + marks)
        return err_set(err, "%s: %u blocks and marks, but backward %u", path,
                       blocks + marks, back);
    printf("%s: tape, %u blocks, %u tape marks, 0 errors\n", path, blocks,
           marks);
    return true;
}
