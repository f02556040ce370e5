/* SPDX-License-Identifier: MIT */
/* Program cambridge-volume: makes system volumes, and lists, reads, writes and
 * checks files on the CMS minidisks of a system that is stopped. An image that
 * a machine has open is locked, and refused here with the machine's pid. */
#include "config.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/fba.h"
#include "tools/convert.h"
#include "tools/create.h"
#include "tools/init.h"
#include "tools/osvolume.h"
#include "tools/source.h"
#include "tools/tapes.h"
#include "tools/volume.h"

enum { MAX_FOLDERS = 16, MAX_ARGS = 10 };

struct options {
    const char *folders[MAX_FOLDERS];
    unsigned nfolders;
    const char *version;
    bool binary;
    int level; /* of compression; 0: the default */
    char *arg[MAX_ARGS + 1];
    unsigned n;
};

const char *argp_program_version = PACKAGE_STRING;

static const char doc[] =
    "Makes and serves disk volumes and tapes.\v"
    "Subcommands:\n"
    "  init IMAGE DRIVE [KIND [VOLSER|- [SIZE]]]  a new volume: of a 3350,\n"
    "                               3330-11 ...; flat, stored, zlib or bzip2;\n"
    "                               of a 3370-2 ..., flat. SIZE in cylinders "
    "or\n"
    "                               blocks\n"
    "  create CONTROL IMAGE         build a system volume (and IMAGE.own)\n"
    "  dump IMAGE                   show descriptor and saved systems\n"
    "  list IMAGE                   data sets of an OS volume, files of a "
    "tape\n"
    "  list IMAGE DATASET           members of a partitioned data set\n"
    "  list IMAGE USER ADDR         files of a CMS minidisk\n"
    "  get IMAGE DATASET[(MEMBER)] [FILE]\n"
    "  get IMAGE USER ADDR FN FT [FILE]\n"
    "  put IMAGE DATASET FILE       into a sequential data set that is there\n"
    "  put IMAGE USER ADDR FILE FN FT [V|F LRECL]\n"
    "  erase IMAGE USER ADDR FN FT\n"
    "  check IMAGE [USER ADDR]      check one or all CMS minidisks\n"
    "  scan IMAGE                   read and check all of a disk image or "
    "tape\n"
    "  convert IMAGE NEW KIND [SHADOW ...]  copy a disk image (KIND is flat,\n"
    "                               stored, zlib or bzip2) or a tape (aws,\n"
    "                               het or het-bzip2)\n"
    "  compress IMAGE               drop the unused space of a compressed "
    "image\n"
    "USER and ADDR are a minidisk's owner and device in the volume's own "
    "directory; USER @ makes ADDR its first cylinder, in decimal. Text is "
    "UTF-8 here and EBCDIC code page 1047 there. The system must be stopped.";

static const struct argp_option option_table[] = {
    {"include", 'I', "DIR", 0, "create: look for files in DIR", 0},
    {"build-version", 'V', "TEXT", 0, "create: first part of the build id", 0},
    {"level", 'l', "N", 0, "convert, init: compress at level 1 (fast) to 9", 0},
    {"binary", 'b', NULL, 0, "get, put: bytes as they are", 0},
    {0},
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case 'I':
        if (o->nfolders == MAX_FOLDERS)
            argp_error(state, "too many -I");
        o->folders[o->nfolders++] = arg;
        return 0;
    case 'V':
        o->version = arg;
        return 0;
    case 'b':
        o->binary = true;
        return 0;
    case 'l':
        o->level = atoi(arg);
        if (o->level < 1 || o->level > 9 || arg[1] != 0)
            argp_error(state, "%s: not a level, 1 to 9", arg);
        return 0;
    case ARGP_KEY_ARG:
        if (o->n == MAX_ARGS)
            argp_error(state, "too many arguments");
        o->arg[o->n++] = arg;
        return 0;
    case ARGP_KEY_END:
        if (o->n == 0)
            argp_error(state, "no subcommand");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool
do_create(struct options *o, struct err *err)
{
    struct control control;
    struct create c = {.control = &control,
                       .folders = o->folders,
                       .nfolders = o->nfolders,
                       .version = o->version,
                       .output = o->arg[2]};
    bool ok = control_read(&control, o->arg[1], err) && create_volume(&c, err);

    control_free(&control);
    return ok;
}

static bool
do_dump(struct options *o, struct err *err)
{
    struct ckd *c = ckd_open(o->arg[1], CKD_READ_ONLY, err);
    bool ok = c != NULL && volume_dump(c, stdout, err);

    ckd_close(c);
    return ok;
}

/* Opens the image and mounts the minidisk of arguments 2 and 3. */
static bool
open_minidisk(struct options *o, bool writable, struct minidisk *m,
              struct err *err)
{
    struct ckd *c = ckd_open(o->arg[1], writable ? 0 : CKD_READ_ONLY, err);

    m->ckd = NULL;
    if (c == NULL)
        return false;
    if (volume_minidisk(c, o->arg[2], o->arg[3], m, err) &&
        minidisk_mount(m, writable, err))
        return true;
    ckd_close(c);
    m->ckd = NULL;
    return false;
}

static bool
close_minidisk(struct minidisk *m, bool ok, struct err *err)
{
    minidisk_unmount(m);
    if (ok && ckd_dirty(m->ckd))
        ok = ckd_sync(m->ckd, err);
    ckd_close(m->ckd);
    return ok;
}

static void
list_one(const struct edf_fst *f)
{
    char fn[9], ft[9], fm[3];
    const uint8_t *d = f->date;

    volume_text(fn, f->fn, 8);
    volume_text(ft, f->ft, 8);
    volume_text(fm, f->fm, 2);
    printf("%-8s %-8s %-2s %c %8u %8u %6u  %s%02X-%02X-%02X %02X:%02X:%02X\n",
           fn, ft, fm, f->recfm == EDF_FIXED ? 'F' : 'V', get32(&f->lrecl),
           get32(&f->nrecs), get32(&f->nblocks),
           f->flags & EDF_CENTURY ? "20" : "19", d[0], d[1], d[2], d[3], d[4],
           d[5]);
}

static bool
do_list(struct options *o, struct err *err)
{
    struct minidisk m;
    char label[7];

    if (o->n == 2 && tapes_probe(o->arg[1]))
        return tapes_list(o->arg[1], stdout, err);
    if (o->n <= 3)
        return osvolume_list(o->arg[1], o->n == 3 ? o->arg[2] : NULL, err);
    if (!open_minidisk(o, false, &m, err))
        return false;
    volume_text(label, m.disk.label.volid, 6);
    printf("%s  label %s, %u blocks of %u bytes, %u used\n", m.name, label,
           m.disk.nblocks, m.disk.blksize, m.disk.used);
    for (uint32_t i = 0; i + 2 < m.disk.nfst; i++)
        list_one(edf_entry(&m.disk, i));
    return close_minidisk(&m, true, err);
}

static bool
write_out(const char *path, const uint8_t *bytes, size_t size, struct err *err)
{
    FILE *f = path ? fopen(path, "we") : stdout;
    bool ok;

    if (f == NULL)
        return err_set(err, "%s: %s", path, strerror(errno));
    ok = fwrite(bytes, 1, size, f) == size && fflush(f) == 0;
    if (path != NULL && fclose(f) != 0)
        ok = false;
    return ok || err_set(err, "%s: %s", path ? path : "standard output",
                         strerror(errno));
}

static bool
cms_names(struct options *o, unsigned at, char fn[9], char ft[9],
          struct err *err)
{
    if (control_name(o->arg[at], fn) && control_name(o->arg[at + 1], ft))
        return true;
    return err_set(err, "%s %s: not a file name and type", o->arg[at],
                   o->arg[at + 1]);
}

static bool
do_get(struct options *o, struct err *err)
{
    char fn[9], ft[9];
    struct minidisk m;
    uint8_t *bytes;
    size_t size;
    bool ok;

    if (o->n <= 4)
        return osvolume_get(o->arg[1], o->arg[2], o->n > 3 ? o->arg[3] : NULL,
                            o->binary, err);
    if (!cms_names(o, 4, fn, ft, err) || !open_minidisk(o, false, &m, err))
        return false;
    ok = minidisk_get(&m, fn, ft, !o->binary, &bytes, &size, err);
    if (ok) {
        ok = write_out(o->n > 6 ? o->arg[6] : NULL, bytes, size, err);
        free(bytes);
    }
    return close_minidisk(&m, ok, err);
}

static bool
do_put(struct options *o, struct err *err)
{
    char fn[9], ft[9];
    struct host_file f = {.path = o->arg[4],
                          .text = !o->binary,
                          .fn = fn,
                          .ft = ft,
                          .fm = "A1",
                          .recfm = 'V'};
    struct minidisk m;
    struct source s;
    bool ok;

    if (o->n == 4)
        return osvolume_put(o->arg[1], o->arg[2], o->arg[3], o->binary, err);
    if (!cms_names(o, 5, fn, ft, err))
        return false;
    if (o->n > 7 && !control_recfm(o->arg + 7, o->n - 7, &f.recfm, &f.lrecl))
        return err_set(err, "%s: not V or F LRECL", o->arg[7]);
    if (!source_read_path(&s, f.path, err))
        return false;
    f.bytes = s.bytes;
    f.size = s.size;
    ok = open_minidisk(o, true, &m, err);
    if (ok)
        ok = close_minidisk(&m, minidisk_put(&m, &f, err), err);
    free(s.bytes);
    return ok;
}

static bool
do_erase(struct options *o, struct err *err)
{
    char fn[9], ft[9];
    uint8_t efn[8], eft[8];
    struct minidisk m;
    enum edf_rc rc;

    if (!cms_names(o, 4, fn, ft, err) || !open_minidisk(o, true, &m, err))
        return false;
    minidisk_ebcdic(efn, fn, 8);
    minidisk_ebcdic(eft, ft, 8);
    rc = edf_erase(&m.disk, efn, eft);
    if (rc != EDF_OK)
        err_set(err, "minidisk %s: %s %s: %s", m.name, fn, ft,
                rc == EDF_IO ? m.err.text : minidisk_reason(rc));
    return close_minidisk(&m, rc == EDF_OK, err);
}

static void
complain(void *ctx, enum edf_complaint what, const struct edf_fst *fst,
         uint32_t number)
{
    static const char *const text[] = {
        [EDF_C_LABEL] = "wrong value in the label at byte",
        [EDF_C_ENTRY] = "impossible value in the directory entry at byte",
        [EDF_C_RANGE] = "block outside the disk:",
        [EDF_C_TWICE] = "block used twice:",
        [EDF_C_FREE] = "block in use but free in the map:",
        [EDF_C_LOST] = "block that nothing uses but the map has:",
        [EDF_C_BLOCKS] = "wrong number of blocks; counted",
        [EDF_C_RECORD] = "records do not come out, at record",
        [EDF_C_DUPLICATE] = "two files of one name; entry",
        [EDF_C_POINTER] = "wrong pointer for block",
    };
    const struct minidisk *m = ctx;
    char fn[9] = "", ft[9] = "";

    if (fst != NULL && fst->fn[0] != 0) {
        volume_text(fn, fst->fn, 8);
        volume_text(ft, fst->ft, 8);
    }
    printf("minidisk %s: %s%s%s%s %s %u\n", m->name, fn, fn[0] ? " " : "", ft,
           fn[0] ? ":" : "", text[what], number);
}

struct check {
    struct err *err;
    uint32_t found;
    unsigned disks;
    bool only; /* one disk: it must be CMS's */
};

static bool
check_one(void *ctx, struct minidisk *m)
{
    struct check *c = ctx;
    uint32_t found;
    enum edf_rc rc;

    if (m->blksize == 0 && !c->only)
        return true;
    c->disks++;
    if (!minidisk_mount(m, false, c->err)) {
        if (c->only)
            return false;
        printf("%s\n", c->err->text);
        c->found++;
        return true;
    }
    rc = edf_check(&m->disk, complain, m, &found);
    if (rc == EDF_OK)
        printf("minidisk %s: %u files, %u of %u blocks used, %u errors\n",
               m->name, m->disk.nfst - 2, m->disk.used, m->disk.nblocks, found);
    else
        printf("minidisk %s: %s\n", m->name,
               rc == EDF_IO ? m->err.text : minidisk_reason(rc));
    minidisk_unmount(m);
    c->found += found + (rc != EDF_OK);
    return true;
}

static bool
do_check(struct options *o, struct err *err)
{
    struct ckd *c = ckd_open(o->arg[1], CKD_READ_ONLY, err);
    struct check check = {.err = err, .only = o->n == 4};
    struct minidisk m;
    bool ok;

    if (c == NULL)
        return false;
    if (check.only)
        ok = volume_minidisk(c, o->arg[2], o->arg[3], &m, err) &&
             check_one(&check, &m);
    else
        ok = volume_each(c, check_one, &check, err);
    ckd_close(c);
    if (ok && check.found > 0)
        return err_set(err, "%s: %u errors on %u minidisks", o->arg[1],
                       check.found, check.disks);
    return ok;
}

static bool
do_convert(struct options *o, struct err *err)
{
    enum ckd_container kind;
    enum tape_method method;

    if (tapes_kind(o->arg[3], &method)) {
        if (o->n > 4)
            return err_set(err, "%s: a tape has no shadow files", o->arg[4]);
        return tapes_convert(o->arg[1], o->arg[2], method, o->level, err);
    }
    if (!convert_kind(o->arg[3], &kind))
        return err_set(err,
                       "%s: not flat, stored, zlib or bzip2 (disks), aws, het "
                       "or het-bzip2 (tapes)",
                       o->arg[3]);
    return convert_image(o->arg[1], o->arg + 4, o->n - 4, o->arg[2], kind,
                         o->level ? o->level : -1, err);
}

/* A volume serial of - is none. */
static bool
do_init(struct options *o, struct err *err)
{
    const char *kind = o->n > 3 ? o->arg[3] : "flat", *drive = o->arg[2];
    const char *volser = o->n > 4 && strcmp(o->arg[4], "-") ? o->arg[4] : NULL;
    const char *size = o->n > 5 ? o->arg[5] : NULL;
    unsigned cyls = 0;

    if (fba_drive_named(drive) != NULL)
        return strcmp(kind, "flat") == 0
                   ? init_fba(o->arg[1], drive, volser, size, err)
                   : err_set(err, "%s: a %s is flat", kind, drive);
    if (size != NULL && !init_size(size, 65535, &cyls, err))
        return false;
    return osvolume_init(o->arg[1], drive, kind, o->level, volser, cyls, err);
}

static bool
do_compress(struct options *o, struct err *err)
{
    return osvolume_compress(o->arg[1], err);
}

static bool
do_scan(struct options *o, struct err *err)
{
    if (tapes_probe(o->arg[1]))
        return tapes_scan(o->arg[1], err);
    return scan_image(o->arg[1], err);
}

static const struct subcommand {
    const char *name;
    unsigned min, max; /* arguments, with the name */
    bool (*fn)(struct options *o, struct err *err);
} subcommands[] = {
    {"create", 3, 3, do_create},     {"dump", 2, 2, do_dump},
    {"list", 2, 4, do_list},         {"get", 3, 7, do_get},
    {"put", 4, 9, do_put},           {"erase", 6, 6, do_erase},
    {"check", 2, 4, do_check},       {"convert", 4, 10, do_convert},
    {"scan", 2, 2, do_scan},         {"init", 3, 6, do_init},
    {"compress", 2, 2, do_compress},
};

int
main(int argc, char **argv)
{
    static const struct argp argp = {
        option_table, parse, "SUBCOMMAND ...", doc, NULL, NULL, NULL};
    struct options o = {.version = PACKAGE_VERSION};
    struct err err = {{0}};

    argp_parse(&argp, argc, argv, 0, NULL, &o);
    for (unsigned i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]);
         i++) {
        const struct subcommand *s = &subcommands[i];

        if (strcmp(o.arg[0], s->name) != 0)
            continue;
        if (o.n < s->min || o.n > s->max || (s->fn == do_check && o.n == 3) ||
            (s->fn == do_get && o.n == 5) ||
            (s->fn == do_put && (o.n == 5 || o.n == 6))) {
            fprintf(stderr, "%s: %s: wrong number of arguments; see --help\n",
                    program_invocation_short_name, s->name);
            return 2;
        }
        if (s->fn(&o, &err))
            return 0;
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, err.text);
        return 1;
    }
    fprintf(stderr, "%s: %s: no such subcommand; see --help\n",
            program_invocation_short_name, o.arg[0]);
    return 2;
}
