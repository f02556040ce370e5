/* SPDX-License-Identifier: MIT */
/* The blocks of a minidisk on a volume image, formatting, mounting. */
#include "config.h"

#include "tools/minidisk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cms/fs/geom.h"
#include "lib/codepage.h"

void
minidisk_ebcdic(uint8_t *to, const char *from, size_t n)
{
    size_t i = 0;

    for (; i < n && from[i] != 0; i++)
        to[i] = codepage_from_latin1(CP_1047, (uint8_t)from[i]);
    memset(to + i, 0x40, n - i);
}

const char *
minidisk_reason(enum edf_rc rc)
{
    static const char *const text[] = {
        [EDF_OK] = "no error",
        [EDF_NOT_FOUND] = "no such file",
        [EDF_EXISTS] = "a file of that name is there",
        [EDF_EOF] = "end of file",
        [EDF_FULL] = "the disk is full",
        [EDF_READ_ONLY] = "read only",
        [EDF_BUSY] = "the file is open",
        [EDF_NAME] = "not a file name",
        [EDF_RECFM] = "not the file's record format",
        [EDF_LENGTH] = "record of a wrong length",
        [EDF_RECNO] = "no such record number",
        [EDF_NO_STORAGE] = "no storage",
        [EDF_IO] = "read or write failed",
        [EDF_NOT_EDF] = "not a CMS disk of blocks of 512 to 4096 bytes",
        [EDF_DAMAGED] = "the file system is damaged",
    };

    return (unsigned)rc < sizeof(text) / sizeof(text[0]) ? text[rc] : "?";
}

/* Finds block n's record on the loaded track. */
static bool
find_block(struct minidisk *m, uint32_t block, struct ckd_rec *r)
{
    const struct ckd_geometry *g = ckd_geometry(m->ckd);
    struct cms_block_at at = cms_block_at(block, g->heads, m->per_track);

    if (at.cyl >= m->ncyl)
        return err_set(&m->err, "block %u is outside the minidisk", block);
    if (!ckd_load(m->ckd, m->cyl + at.cyl, at.head, &m->err))
        return false;
    if (ckd_find(m->ckd, at.rec, r) && r->keylen == 0 &&
        r->datalen == m->blksize)
        return true;
    return err_set(
        &m->err, "%s: cylinder %u head %u: no record %u of %u bytes (block %u)",
        ckd_path(m->ckd), m->cyl + at.cyl, at.head, at.rec, m->blksize, block);
}

static int
read_block(void *ctx, uint32_t block, void *buf)
{
    struct minidisk *m = ctx;
    struct ckd_rec r;

    if (!find_block(m, block, &r))
        return -1;
    memcpy(buf, r.data, m->blksize);
    return 0;
}

static int
write_block(void *ctx, uint32_t block, const void *buf)
{
    struct minidisk *m = ctx;
    struct ckd_rec r;

    if (!find_block(m, block, &r))
        return -1;
    return ckd_write_data(m->ckd, &r, buf, m->blksize, &m->err) == CKD_OK ? 0
                                                                          : -1;
}

static void *
get_storage(void *ctx, uint32_t size)
{
    (void)ctx;
    return malloc(size);
}

static void
put_storage(void *ctx, void *p, uint32_t size)
{
    (void)ctx;
    (void)size;
    free(p);
}

static uint8_t
packed(int n)
{
    return (uint8_t)(n / 10 % 10 << 4 | n % 10);
}

/* SOURCE_DATE_EPOCH, if set, in UTC: builds that can be repeated. */
static void
time_now(void *ctx, struct edf_date *date)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t t = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    struct tm tm;

    (void)ctx;
    if (epoch)
        gmtime_r(&t, &tm);
    else
        localtime_r(&t, &tm);
    date->d[0] = packed(tm.tm_year);
    date->d[1] = packed(tm.tm_mon + 1);
    date->d[2] = packed(tm.tm_mday);
    date->d[3] = packed(tm.tm_hour);
    date->d[4] = packed(tm.tm_min);
    date->d[5] = packed(tm.tm_sec);
    date->century = tm.tm_year >= 100;
}

static void
init(struct minidisk *m, struct ckd *c, const char *name, unsigned cyl,
     unsigned ncyl)
{
    memset(m, 0, sizeof(*m));
    m->ckd = c;
    m->cyl = cyl;
    m->ncyl = ncyl;
    snprintf(m->name, sizeof(m->name), "%s", name);
    m->io = (struct edf_io){m,           read_block,  write_block,
                            get_storage, put_storage, time_now};
}

bool
minidisk_find(struct minidisk *m, struct ckd *c, const char *name, unsigned cyl,
              unsigned ncyl, struct err *err)
{
    struct ckd_rec r;
    struct edf_label label;

    init(m, c, name, cyl, ncyl);
    if (!ckd_load(c, cyl, 0, err))
        return err_prefix(err, "minidisk %s", name);
    if (!ckd_find(c, EDF_LABEL_BLOCK, &r) || r.datalen < sizeof(label) ||
        edf_probe(r.data, &m->blksize, &m->nblocks) != EDF_OK)
        return true;
    memcpy(&label, r.data, sizeof(label));
    if (ncyl == 0)
        m->ncyl = get32(&label.maxcyls);
    m->per_track = cms_blocks_per_track(ckd_geometry(c)->devtype, m->blksize);
    if (m->per_track == 0)
        m->blksize = 0;
    return true;
}

bool
minidisk_mount(struct minidisk *m, bool writable, struct err *err)
{
    enum edf_rc rc;

    if (m->blksize == 0)
        return err_set(err, "minidisk %s: %s", m->name,
                       minidisk_reason(EDF_NOT_EDF));
    if (m->nblocks / ckd_geometry(m->ckd)->heads / m->per_track >
        ckd_geometry(m->ckd)->cyls)
        return err_set(
            err, "minidisk %s: its label claims more than the volume", m->name);
    rc = edf_mount(&m->disk, &m->io, m->blksize, writable);
    m->mounted = rc == EDF_OK;
    if (rc == EDF_IO)
        return err_set(err, "minidisk %s: %s", m->name, m->err.text);
    return rc == EDF_OK ||
           err_set(err, "minidisk %s: %s", m->name, minidisk_reason(rc));
}

void
minidisk_unmount(struct minidisk *m)
{
    if (m->mounted)
        edf_unmount(&m->disk);
    m->mounted = false;
}

bool
minidisk_format_track(struct ckd *c, unsigned cyl, unsigned head,
                      unsigned as_cyl, unsigned per, uint32_t size,
                      const uint8_t *data, struct err *err)
{
    uint8_t *buf = calloc(1, 8 + size);
    struct ckd_rec r;
    bool ok = buf != NULL || err_set(err, "no storage");

    ok = ok && ckd_load(c, cyl, head, err);
    if (ok && !ckd_first(c, &r))
        ok = err_set(err, "%s: cylinder %u head %u: no record 0", ckd_path(c),
                     cyl, head);
    for (unsigned rec = 1; ok && rec <= per; rec++) {
        const uint8_t count[8] = {(uint8_t)(as_cyl >> 8), (uint8_t)as_cyl,
                                  (uint8_t)(head >> 8),   (uint8_t)head,
                                  (uint8_t)rec,           0,
                                  (uint8_t)(size >> 8),   (uint8_t)size};
        enum ckd_result res;

        memcpy(buf, count, 8);
        if (data != NULL)
            memcpy(buf + 8, data + (size_t)(rec - 1) * size, size);
        res = ckd_write_ckd(c, &r, buf, 8 + size, &r, err);
        if (res == CKD_NO_ROOM)
            err_set(err, "%s: cylinder %u head %u: no room for record %u",
                    ckd_path(c), cyl, head, rec);
        ok = res == CKD_OK;
    }
    free(buf);
    return ok;
}

bool
minidisk_format(struct minidisk *m, struct ckd *c, const char *name,
                unsigned cyl, unsigned ncyl, unsigned cyls, uint32_t blksize,
                const char *label, struct err *err)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    uint8_t volid[6];
    enum edf_rc rc;

    init(m, c, name, cyl, ncyl);
    m->blksize = blksize;
    m->per_track = cms_blocks_per_track(g->devtype, blksize);
    if (m->per_track == 0)
        return err_set(err, "minidisk %s: not on a %X", name, g->devtype);
    m->nblocks = cyls * g->heads * m->per_track;
    for (unsigned i = 0; i < cyls; i++)
        for (unsigned h = 0; h < g->heads; h++)
            if (!minidisk_format_track(c, cyl + i, h, i, m->per_track, blksize,
                                       NULL, err))
                return err_prefix(err, "minidisk %s", name);
    minidisk_ebcdic(volid, label, sizeof(volid));
    rc = edf_format(&m->io, blksize, m->nblocks, cyls, volid);
    return rc == EDF_OK ||
           err_set(err, "minidisk %s: formatting: %s", name,
                   rc == EDF_IO ? m->err.text : minidisk_reason(rc));
}
