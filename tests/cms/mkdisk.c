/* SPDX-License-Identifier: MIT */
/* usage: mkdisk IMAGE CYLS LABEL IPLTEXT NUCLEUS [FILE FN FT t|b]...
 *        mkdisk IMAGE CYLS TYPE
 * Makes a 3350 image that is, as a whole, a CMS disk of 4K blocks: IPL text,
 * file system with the files named (t: text lines, V; b: bytes, F 1024), and
 * the nucleus on the last cylinder. IPLTEXT "-": a data disk without either.
 * The second form makes an empty image of a drive type (3330), unformatted.
 * For tests that IPL CMS on the bare machine. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cms/fs/edf.h"
#include "cms/fs/geom.h"
#include "arch/cmsipl.h"
#include "image/ckd.h"
#include "lib/codepage.h"

enum { BLOCK = 4096, HEADS = 30, PER_TRACK = 4 };

static struct err err;

static void
die(const char *what)
{
    fprintf(stderr, "mkdisk: %s: %s\n", what, err.text);
    exit(1);
}

static void
format_track(struct ckd *c, unsigned cyl, unsigned head)
{
    static uint8_t raw[8 + BLOCK];
    struct ckd_rec after;

    if (!ckd_load(c, cyl, head, &err) || !ckd_first(c, &after))
        die("track");
    for (unsigned r = 1; r <= PER_TRACK; r++) {
        struct ckd_count *n = (struct ckd_count *)(void *)raw;

        put16(&n->cyl, (uint16_t)cyl);
        put16(&n->head, (uint16_t)head);
        n->rec = (uint8_t)r;
        n->keylen = 0;
        put16(&n->datalen, BLOCK);
        if (ckd_write_ckd(c, &after, raw, sizeof raw, &after, &err) != CKD_OK)
            die("format");
    }
}

static int
move(struct ckd *c, uint32_t block, uint8_t *in, const uint8_t *out)
{
    struct cms_block_at at = cms_block_at(block, HEADS, PER_TRACK);
    struct ckd_rec r;

    if (!ckd_load(c, at.cyl, at.head, &err) || !ckd_find(c, at.rec, &r))
        return -1;
    if (in != NULL)
        memcpy(in, r.data, BLOCK);
    else if (ckd_write_data(c, &r, out, BLOCK, &err) != CKD_OK)
        return -1;
    return 0;
}

static int
read_block(void *ctx, uint32_t block, void *buf)
{
    return move(ctx, block, buf, NULL);
}

static int
write_block(void *ctx, uint32_t block, const void *buf)
{
    return move(ctx, block, NULL, buf);
}

static void *
get(void *ctx, uint32_t size)
{
    (void)ctx;
    return malloc(size);
}

static void
put(void *ctx, void *p, uint32_t size)
{
    (void)ctx;
    (void)size;
    free(p);
}

static void
now(void *ctx, struct edf_date *d)
{
    static const struct edf_date date = {{0x26, 0x11, 0x24, 0x12, 0x34, 0x56},
                                         1};

    (void)ctx;
    *d = date;
}

static uint8_t *
slurp(const char *name, size_t *size)
{
    static uint8_t buf[1 << 20];
    FILE *f = fopen(name, "rb");

    if (f == NULL) {
        perror(name);
        exit(1);
    }
    memset(buf, 0, sizeof buf);
    *size = fread(buf, 1, sizeof buf, f);
    fclose(f);
    return buf;
}

static void
to_ebcdic(uint8_t *to, const char *from, size_t n, size_t width)
{
    for (size_t i = 0; i < width; i++)
        to[i] = i < n ? codepage_from_latin1(CP_1047, (uint8_t)from[i]) : 0x40;
}

static void
write_text(struct edf_file *f, const char *p, size_t size)
{
    const char *end = p + size;
    uint8_t rec[256];

    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl != NULL ? nl : end) - p);

        to_ebcdic(rec, p, n, n > 0 ? n : 1);
        if (edf_write(f, 0, rec, n > 0 ? (uint32_t)n : 1) != EDF_OK)
            die("write");
        p += n + 1;
    }
}

static void
put_file(struct edf_disk *d, char **arg)
{
    uint8_t fn[8], ft[8];
    struct edf_file f;
    size_t size;
    uint8_t *p = slurp(arg[0], &size);
    bool text = arg[3][0] == 't';

    to_ebcdic(fn, arg[1], strlen(arg[1]), 8);
    to_ebcdic(ft, arg[2], strlen(arg[2]), 8);
    if (edf_open(d, &f, fn, ft, (const uint8_t *)"\xc1\xf1",
                 text ? EDF_VARIABLE : EDF_FIXED, 1024, EDF_REPLACE) != EDF_OK)
        die(arg[0]);
    if (text) {
        write_text(&f, (const char *)p, size);
    } else {
        for (size_t at = 0; at < size; at += 1024) {
            if (edf_write(&f, 0, p + at, 1024) != EDF_OK)
                die(arg[0]);
        }
    }
    if (edf_close(&f) != EDF_OK)
        die(arg[0]);
}

/* R1 and R2 become short records, R3 and R4 stay blocks. */
static void
put_ipl(struct ckd *c, unsigned cyls, const char *text, const char *nucleus)
{
    static uint8_t block[BLOCK];
    struct cms_ipl_parm *parm;
    size_t size;
    unsigned pages;
    uint8_t *p = slurp(nucleus, &size);

    pages = (unsigned)((size + BLOCK - 1) / BLOCK);
    for (unsigned i = 0; i < pages; i++) {
        uint32_t n = (cyls - 1) * HEADS * PER_TRACK + 1 + i;

        if (write_block(c, n, p + i * BLOCK) != 0)
            die("nucleus");
    }
    p = slurp(text, &size);
    memset(block, 0, sizeof block);
    memcpy(block, p, CMS_IPL_R1_LEN);
    if (write_block(c, 1, block) != 0)
        die("R1");
    memset(block, 0, sizeof block);
    memcpy(block, p + CMS_IPL_R2, size - CMS_IPL_R2);
    parm = (struct cms_ipl_parm *)(void *)(block + CMS_IPL_PARM);
    put16(&parm->cyl, (uint16_t)(cyls - 1));
    put16(&parm->heads, HEADS);
    put16(&parm->per_track, PER_TRACK);
    put16(&parm->pages, (uint16_t)pages);
    if (write_block(c, 2, block) != 0)
        die("R2");
}

int
main(int argc, char **argv)
{
    unsigned cyls;
    struct ckd *c;
    struct edf_disk d;
    struct edf_io io = {NULL, read_block, write_block, get, put, now};
    uint8_t label[6];
    bool system;

    if (argc == 4) {
        if (!ckd_create(argv[1], (uint16_t)strtoul(argv[3], NULL, 16),
                        (unsigned)atoi(argv[2]), &err))
            die(argv[1]);
        return 0;
    }
    if (argc < 6 || (argc - 6) % 4 != 0) {
        fprintf(stderr, "usage: mkdisk IMAGE CYLS LABEL IPLTEXT NUCLEUS "
                        "[FILE FN FT t|b]...\n"
                        "       mkdisk IMAGE CYLS TYPE\n");
        return 2;
    }
    cyls = (unsigned)atoi(argv[2]);
    system = strcmp(argv[4], "-") != 0;
    if (!ckd_create(argv[1], 0x3350, cyls, &err) ||
        (c = ckd_open(argv[1], 0, &err)) == NULL)
        die(argv[1]);
    for (unsigned t = 0; t < cyls * HEADS; t++)
        format_track(c, t / HEADS, t % HEADS);
    io.ctx = c;
    to_ebcdic(label, argv[3], strlen(argv[3]), 6);
    if (edf_format(&io, BLOCK, (cyls - system) * HEADS * PER_TRACK,
                   cyls - system, label) != EDF_OK ||
        edf_mount(&d, &io, BLOCK, true) != EDF_OK)
        die("file system");
    for (int i = 6; i < argc; i += 4)
        put_file(&d, argv + i);
    edf_unmount(&d);
    if (system)
        put_ipl(c, cyls, argv[4], argv[5]);
    ckd_close(c);
    return 0;
}
