/* SPDX-License-Identifier: MIT */
/* Files between the host and a minidisk: lines of UTF-8 text to records in
 * EBCDIC code page 1047 and back, bytes as they are. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/codepage.h"
#include "tools/minidisk.h"

enum { LONGEST = 65535, TAB = 8 };
/* A file is held in storage whole. A sparse or damaged one may claim terabytes
 * of zeros. */
enum { GET_MAX = 1 << 30 };

struct writer {
    struct minidisk *m;
    const struct host_file *f;
    struct edf_file file;
    uint8_t *record;
    unsigned line;
    struct err *err;
};

static bool
fail(struct writer *w, const char *text)
{
    return err_set(w->err, "%s:%u: %s", w->f->path, w->line, text);
}

static bool
write_record(struct writer *w, uint32_t len)
{
    enum edf_rc rc = edf_write(&w->file, 0, w->record, len);

    if (rc == EDF_OK)
        return true;
    return err_set(w->err, "minidisk %s: %s %s: record %u: %s", w->m->name,
                   w->f->fn, w->f->ft, w->file.next,
                   rc == EDF_IO ? w->m->err.text : minidisk_reason(rc));
}

/* One line, without its end, to a record: tabs to blanks; an empty line is one
 * blank; F is padded with blanks. */
static bool
write_line(struct writer *w, const char *text, size_t n)
{
    uint32_t max = w->f->recfm == 'F' ? w->f->lrecl : LONGEST, len = 0;

    for (size_t i = 0; i < n;) {
        uint32_t ch;
        size_t used = utf8_decode(text + i, n - i, &ch);

        if (used == 0)
            return fail(w, "not UTF-8");
        if (ch > 0xff || ch < 0x20)
            if (ch != '\t')
                return fail(w, "a character that code page 1047 lacks");
        i += used;
        do {
            if (len >= max)
                return fail(w, "the line is too long");
            w->record[len++] =
                ch == '\t' ? 0x40 : codepage_from_latin1(CP_1047, (uint8_t)ch);
        } while (ch == '\t' && len % TAB != 0);
    }
    if (w->f->recfm == 'F') {
        memset(w->record + len, 0x40, max - len);
        len = max;
    } else if (len == 0) {
        w->record[len++] = 0x40;
    }
    return write_record(w, len);
}

static bool
write_text(struct writer *w)
{
    const char *p = (const char *)w->f->bytes, *end = p + w->f->size;

    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);

        w->line++;
        if (!write_line(w, p, n > 0 && p[n - 1] == '\r' ? n - 1 : n))
            return false;
        p += n + 1;
    }
    return true;
}

static bool
write_binary(struct writer *w)
{
    uint32_t max = w->f->recfm == 'F' ? w->f->lrecl : LONGEST;
    size_t left = w->f->size;
    const uint8_t *p = w->f->bytes;

    while (left > 0) {
        uint32_t n = left < max ? (uint32_t)left : max;

        memcpy(w->record, p, n);
        memset(w->record + n, 0, max - n);
        if (!write_record(w, w->f->recfm == 'F' ? max : n))
            return false;
        p += n;
        left -= n;
    }
    return true;
}

bool
minidisk_put(struct minidisk *m, const struct host_file *f, struct err *err)
{
    struct writer w = {.m = m, .f = f, .err = err};
    uint8_t fn[8], ft[8], fm[2];
    enum edf_rc rc;
    bool ok;

    minidisk_ebcdic(fn, f->fn, 8);
    minidisk_ebcdic(ft, f->ft, 8);
    minidisk_ebcdic(fm, f->fm, 2);
    if (f->size == 0)
        return err_set(err, "%s: empty, and a CMS file has a record", f->path);
    w.record = malloc(LONGEST);
    if (w.record == NULL)
        return err_set(err, "no storage");
    rc = edf_open(&m->disk, &w.file, fn, ft, fm,
                  f->recfm == 'F' ? EDF_FIXED : EDF_VARIABLE, f->lrecl,
                  EDF_REPLACE);
    if (rc != EDF_OK) {
        free(w.record);
        return err_set(err, "minidisk %s: %s %s: %s", m->name, f->fn, f->ft,
                       minidisk_reason(rc));
    }
    ok = f->text ? write_text(&w) : write_binary(&w);
    free(w.record);
    if (!ok) {
        edf_abandon(&w.file);
        return false;
    }
    rc = edf_close(&w.file);
    return rc == EDF_OK ||
           err_set(err, "minidisk %s: %s %s: %s", m->name, f->fn, f->ft,
                   rc == EDF_IO ? m->err.text : minidisk_reason(rc));
}

struct output {
    uint8_t *bytes;
    size_t n, cap;
};

static bool
append(struct output *o, const uint8_t *p, size_t n)
{
    if (n > GET_MAX - o->n)
        return false;
    if (o->n + n > o->cap) {
        size_t cap = 2 * (o->n + n) + 4096;
        uint8_t *q = realloc(o->bytes, cap);

        if (q == NULL)
            return false;
        o->bytes = q;
        o->cap = cap;
    }
    memcpy(o->bytes + o->n, p, n);
    o->n += n;
    return true;
}

static bool
append_record(struct output *o, const uint8_t *rec, uint32_t len, bool text,
              char *line)
{
    size_t n;

    if (!text)
        return append(o, rec, len);
    while (len > 0 && rec[len - 1] == 0x40)
        len--;
    n = codepage_to_utf8(CP_1047, rec, len, line);
    line[n] = '\n';
    return append(o, (const uint8_t *)line, n + 1);
}

bool
minidisk_get(struct minidisk *m, const char *fn, const char *ft, bool text,
             uint8_t **bytes, size_t *size, struct err *err)
{
    struct output o = {NULL, 0, 0};
    uint8_t efn[8], eft[8], *rec = malloc(LONGEST);
    char *line = malloc(2 * LONGEST + 1);
    struct edf_file f;
    uint32_t len;
    enum edf_rc rc = EDF_NO_STORAGE;

    minidisk_ebcdic(efn, fn, 8);
    minidisk_ebcdic(eft, ft, 8);
    if (rec != NULL && line != NULL)
        rc = edf_open(&m->disk, &f, efn, eft, NULL, 0, 0, EDF_READ);
    if (rc == EDF_OK) {
        while ((rc = edf_read(&f, 0, rec, LONGEST, &len)) == EDF_OK) {
            if (len > LONGEST)
                rc = EDF_LENGTH; /* of a damaged entry: no such record */
            else if (!append_record(&o, rec, len, text, line))
                rc = EDF_NO_STORAGE;
            if (rc != EDF_OK)
                break;
        }
        edf_close(&f);
    }
    free(rec);
    free(line);
    if (rc != EDF_EOF) {
        free(o.bytes);
        return err_set(err, "minidisk %s: %s %s: %s", m->name, fn, ft,
                       rc == EDF_IO ? m->err.text : minidisk_reason(rc));
    }
    *bytes = o.bytes;
    *size = o.n;
    return true;
}
