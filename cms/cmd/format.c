/* SPDX-License-Identifier: MIT */
/* FORMAT cuu mode [ncyl] [(BLKSIZE n]: writes every track of a minidisk anew,
 * and an empty file system, after asking. */
#include "arch/ckd.h"
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/disk.h"
#include "cms/fs/geom.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/msg.h"
#include "cms/nucon.h"
#include "klib/klib.h"

enum { PER_TRACK_MAX = 32 };

struct formatting {
    uint32_t device;
    char letter;
    uint32_t cyls; /* 0: all */
    uint32_t blksize;
};

/* A track: seek, search the home address's record 0, and every record with
 * WRITE COUNT KEY DATA; the first of those erases what lies behind. */
struct track_program {
    struct ccw seek CCW_ALIGNED, search, tic;
    struct ccw write[PER_TRACK_MAX][2];
    struct ckd_seek where;
    uint8_t rec0;
    struct ckd_count count[PER_TRACK_MAX];
};

static int
parse(const struct cms_args *args, struct formatting *f)
{
    unsigned n = args_operands(args);
    struct k_token mode = args_token(args, 2);

    f->cyls = 0;
    f->blksize = 4096;
    if (n < 3)
        return msg(RC_OPERAND, "DMSFOR069E",
                   "DEVICE ADDRESS AND MODE ARE REQUIRED");
    if (!k_parse_hex(args_token(args, 1), &f->device) || f->device > 0xfff)
        return msg(RC_OPERAND, "DMSFOR017E", "INVALID DEVICE ADDRESS '%.8s'",
                   args->tok[1]);
    if (mode.len != 1 || !k_is_letter(mode.p[0]) || mode.p[0] == 'S' ||
        mode.p[0] == 'Y')
        return msg(RC_OPERAND, "DMSFOR048E", "INVALID MODE '%.8s'",
                   args->tok[2]);
    f->letter = mode.p[0];
    if (n > 3 && (!k_parse_dec(args_token(args, 3), &f->cyls) || f->cyls == 0))
        return msg(RC_OPERAND, "DMSFOR070E", "INVALID PARAMETER '%.8s'",
                   args->tok[3]);
    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        if (!args_abbrev(args, i, "BLKSIZE", 1))
            return args_bad_option(args, i, "FOR");
        i++;
        if (args_is(args, i, "1K"))
            f->blksize = 1024;
        else if (args_is(args, i, "2K"))
            f->blksize = 2048;
        else if (args_is(args, i, "4K"))
            f->blksize = 4096;
        else if (!k_parse_dec(args_token(args, i), &f->blksize) ||
                 (f->blksize != 512 && f->blksize != 1024 &&
                  f->blksize != 2048 && f->blksize != 4096))
            return msg(RC_OPERAND, "DMSFOR029E",
                       "INVALID PARAMETER IN OPTION 'BLKSIZE'");
    }
    return 0;
}

/* True for YES, 1 (its VM/370 form), in either case. */
static bool
says_yes(void)
{
    char line[CON_LINE + 1];
    size_t len = con_read(line);
    struct k_scan s = {line, line + len};
    struct k_token t = k_rest(&s);

    return k_abbrev(t, "YES", 1) || k_equal(t, "1");
}

static int
format_track(const struct cms_disk *d, struct track_program *p, uint32_t cyl,
             uint32_t head, const char *zeros)
{
    put16(&p->where.bin, 0);
    put16(&p->where.cyl, (uint16_t)cyl);
    put16(&p->where.head, (uint16_t)head);
    p->rec0 = 0;
    ccw_set(&p->seek, CKD_SEEK, &p->where, CCW_CC, 6);
    ccw_set(&p->search, CKD_SEARCH_ID_EQ, &p->where.cyl, CCW_CC, 5);
    ccw_set(&p->tic, CCW_TIC, &p->search, 0, 0);
    for (uint32_t i = 0; i < d->per_track; i++) {
        struct ckd_count *c = &p->count[i];

        put16(&c->cyl, (uint16_t)cyl);
        put16(&c->head, (uint16_t)head);
        c->rec = (uint8_t)(i + 1);
        c->keylen = 0;
        put16(&c->datalen, (uint16_t)d->blksize);
        ccw_set(&p->write[i][0], CKD_WRITE_CKD, c, CCW_CD, sizeof *c);
        ccw_set(&p->write[i][1], CKD_WRITE_CKD, zeros,
                i + 1 < d->per_track ? CCW_CC : 0, d->blksize);
    }
    return io_run(d->device, &p->seek, NULL) == IO_OK ? 0 : -1;
}

static int
format_tracks(struct cms_disk *d, uint32_t cyls)
{
    struct track_program *p = heap_get(sizeof *p, HEAP_COMMAND);
    char *zeros = heap_get(d->blksize, HEAP_COMMAND);
    int rc = 0;

    if (p == NULL || zeros == NULL)
        return msg(RC_STORAGE, "DMSFOR109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    memset(zeros, 0, d->blksize);
    for (uint32_t track = 0; rc == 0 && track < cyls * d->heads; track++) {
        uint32_t cyl = track / d->heads, head = track % d->heads;

        if (format_track(d, p, cyl, head, zeros) != 0)
            rc = msg(RC_IO, "DMSFOR112S",
                     "DISK '%03X' DEVICE ERROR AT CYLINDER %u TRACK %u",
                     d->device, cyl, head);
        con_poll();
    }
    heap_free(zeros);
    heap_free(p);
    return rc;
}

static int
read_label(uint8_t volid[6])
{
    char line[CON_LINE + 1];
    struct k_scan s;
    struct k_token t;
    size_t len;

    msg(0, "DMSFOR605R", "ENTER DISK LABEL:");
    len = con_read(line);
    s = (struct k_scan){line, line + len};
    t = k_rest(&s);
    if (t.len == 0 || t.len > 6)
        return msg(RC_OPERAND, "DMSFOR113E",
                   "A DISK LABEL HAS 1 TO 6 CHARACTERS");
    k_pad_upper((char *)volid, 6, t);
    return 0;
}

static int
identify(struct formatting *f, struct cms_disk *d)
{
    uint32_t all;
    enum disk_rc rc = disk_identify(d, (uint16_t)f->device, f->blksize);

    if (rc == DISK_NO_DEVICE)
        return msg(RC_IO, "DMSFOR113S", "'%03X' NOT ATTACHED", f->device);
    if (rc != DISK_OK)
        return msg(RC_ENVIRONMENT, "DMSFOR114S",
                   "'%03X' IS AN UNSUPPORTED DEVICE TYPE", f->device);
    if (d->readonly || f->device == NUCON->sysdev)
        return msg(RC_DISK, "DMSFOR037E", "DISK '%c(%03X)' IS READ/ONLY",
                   f->letter, f->device);
    all = disk_cylinders((uint16_t)f->device);
    if (all == 0)
        return msg(RC_IO, "DMSFOR112S", "DISK '%c(%03X)' DEVICE ERROR",
                   f->letter, f->device);
    if (f->cyls == 0 || f->cyls > all)
        f->cyls = all;
    return 0;
}

static int
run(const struct cms_args *args)
{
    struct formatting f;
    struct cms_disk d, *other;
    struct edf_io io;
    uint8_t volid[6];
    uint32_t blocks;
    int rc = parse(args, &f);

    memset(&d, 0, sizeof d);
    if (rc == 0)
        rc = identify(&f, &d);
    if (rc != 0)
        return rc;
    msg(0, "DMSFOR603R",
        "FORMAT WILL ERASE ALL FILES ON DISK '%c(%03X)'. DO YOU WISH TO "
        "CONTINUE? (YES|NO):",
        f.letter, f.device);
    if (!says_yes())
        return msg(0, "DMSFOR734I", "FORMAT WAS NOT DONE");
    rc = read_label(volid);
    if (rc != 0)
        return rc;
    other = disk_by_device((uint16_t)f.device);
    if (other != NULL)
        disk_release(other);
    msg(0, "DMSFOR733I", "FORMATTING DISK '%c'", f.letter);
    rc = format_tracks(&d, f.cyls);
    if (rc != 0)
        return rc;
    blocks = f.cyls * d.heads * d.per_track;
    disk_edf_io(&d, &io);
    if (edf_format(&io, f.blksize, blocks, f.cyls, volid) != EDF_OK)
        return msg(RC_IO, "DMSFOR112S", "DISK '%c(%03X)' DEVICE ERROR",
                   f.letter, f.device);
    msg(0, "DMSFOR732I", "'%u' CYLINDERS FORMATTED ON DISK '%c(%03X)'", f.cyls,
        f.letter, f.device);
    if (disk_access((uint16_t)f.device, f.letter, 0, &other) != DISK_OK)
        return msg(RC_IO, "DMSFOR112S", "DISK '%c(%03X)' DEVICE ERROR",
                   f.letter, f.device);
    return 0;
}

const struct cms_command cmd_format = {"FORMAT", 0, run};
