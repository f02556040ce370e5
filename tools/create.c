/* SPDX-License-Identifier: MIT */
/* The builder of system volumes. Order: the directory is built first, because
 * it says where the minidisks lie; then the extents, the minidisks, and track
 * 0 of cylinder 0 with the descriptor last. */
#include "config.h"

#include "tools/create.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/cpvol.h"
#include "cp/direct/dirbuild.h"
#include "cp/direct/direct.h"
#include "image/ckd.h"
#include "image/lock.h"
#include "tools/builder.h"
#include "tools/minidisk.h"
#include "tools/source.h"

/* FNV-1a over all that makes the build what it is. */
void
builder_hash(struct builder *b, const void *p, size_t n)
{
    const uint8_t *q = p;

    for (size_t i = 0; i < n; i++)
        b->hash = (b->hash ^ q[i]) * 0x100000001b3;
}

bool
builder_fail(struct builder *b, unsigned line, const char *text)
{
    return err_set(b->err, "%s:%u: %s", b->ctl->name, line, text);
}

bool
builder_read(struct builder *b, struct source *s, const char *name,
             unsigned line)
{
    if (source_read(s, name, b->c->folders, b->c->nfolders, b->err))
        return true;
    return err_prefix(b->err, "%s:%u", b->ctl->name, line);
}

uint8_t *
builder_pages(const struct source *s, uint32_t *pages)
{
    uint8_t *p;

    *pages = (uint32_t)((s->size + CPVOL_PAGE - 1) / CPVOL_PAGE);
    p = calloc(*pages + 1, CPVOL_PAGE);
    if (p == NULL)
        abort();
    memcpy(p, s->bytes, s->size);
    return p;
}

static const struct ctl_extent *
find_extent(const struct control *c, uint8_t type)
{
    const struct ctl_extent *x = c->extents;

    while (x != NULL && x->type != type)
        x = x->next;
    return x;
}

/* An extent in page format, holding `pages` pages of data and then zeros. */
static bool
write_pages(struct builder *b, const struct ctl_extent *x, const uint8_t *data,
            uint32_t pages)
{
    uint32_t track = b->pages * CPVOL_PAGE, done = 0;
    uint8_t *buf;
    bool ok = true;

    if (pages > x->ncyl * b->heads * b->pages)
        return builder_fail(b, x->line,
                            "the extent is too small for its contents");
    buf = malloc(track);
    if (buf == NULL)
        abort();
    for (unsigned i = 0; i < x->ncyl && ok; i++)
        for (unsigned h = 0; h < b->heads && ok; h++) {
            uint32_t n = pages - done < b->pages ? pages - done : b->pages;

            memset(buf, 0, track);
            if (n > 0)
                memcpy(buf, data + (size_t)done * CPVOL_PAGE, n * CPVOL_PAGE);
            done += n;
            ok = minidisk_format_track(b->ckd, x->cyl + i, h, x->cyl + i,
                                       b->pages, CPVOL_PAGE, buf, b->err);
        }
    free(buf);
    return ok;
}

static bool
put_extent(struct builder *b, const struct ctl_extent *x, uint32_t pages)
{
    struct cpvol_extent *e = b->desc.extent;

    while (e->type != CPVOL_END)
        if (++e == b->desc.extent + CPVOL_EXTENTS - 1)
            return builder_fail(b, x->line, "too many extents");
    if (x->cyl + x->ncyl > ckd_geometry(b->ckd)->cyls)
        return builder_fail(b, x->line, "outside the volume");
    e->type = x->type;
    put16(&e->cyl, (uint16_t)x->cyl);
    put16(&e->ncyl, (uint16_t)x->ncyl);
    put32(&e->pages, pages);
    return true;
}

static bool
write_nucleus(struct builder *b, const struct ctl_extent *x)
{
    struct source s;
    uint32_t pages;
    uint8_t *p;
    bool ok;

    if (!builder_read(b, &s, x->file, x->line))
        return false;
    builder_hash(b, s.bytes, s.size);
    p = builder_pages(&s, &pages);
    put32(&b->desc.nucleus_at, x->at);
    put32(&b->desc.nucleus_len, (uint32_t)s.size);
    put32(&b->desc.nucleus_entry, x->entry);
    free(s.bytes);
    ok = put_extent(b, x, pages) && write_pages(b, x, p, pages);
    free(p);
    return ok;
}

/* One saved system: its entry in the first page, its pages behind. */
static bool
add_system(struct builder *b, const struct ctl_system *y, unsigned i,
           uint8_t **image, uint32_t *pages)
{
    struct cpvol_saved *e;
    struct source s;
    uint32_t n;
    uint8_t *p;

    if ((i + 1) * sizeof(*e) > CPVOL_PAGE)
        return builder_fail(b, y->line, "too many saved systems");
    if (!builder_read(b, &s, y->file, y->line))
        return false;
    builder_hash(b, s.bytes, s.size);
    p = builder_pages(&s, &n);
    free(s.bytes);
    *image = realloc(*image, (size_t)(*pages + n) * CPVOL_PAGE);
    if (*image == NULL)
        abort();
    memcpy(*image + (size_t)*pages * CPVOL_PAGE, p, (size_t)n * CPVOL_PAGE);
    free(p);
    e = (struct cpvol_saved *)(void *)*image + i;
    minidisk_ebcdic(e->name, y->name, sizeof(e->name));
    memcpy(&e->psw, y->psw, sizeof(e->psw));
    put32(&e->storage, y->storage);
    put32(&e->slot, *pages);
    put32(&e->range[0].from, y->at);
    put32(&e->range[0].to, y->at + n * CPVOL_PAGE);
    if (y->shared) {
        e->shared = 0x80;
        e->share = e->range[0];
    }
    *pages += n;
    return true;
}

static bool
write_saved(struct builder *b, const struct ctl_extent *x)
{
    uint8_t *image = calloc(1, CPVOL_PAGE);
    uint32_t pages = 1;
    unsigned i = 0;
    bool ok = image != NULL;

    for (const struct ctl_system *y = b->ctl->systems; y && ok; y = y->next)
        ok = add_system(b, y, i++, &image, &pages);
    ok = ok && put_extent(b, x, pages) && write_pages(b, x, image, pages);
    free(image);
    return ok;
}

static bool
write_extents(struct builder *b)
{
    bool ok = true;

    if (b->ctl->systems != NULL && find_extent(b->ctl, CPVOL_SAVED) == NULL)
        return builder_fail(b, b->ctl->systems->line,
                            "there is no saved extent");
    for (const struct ctl_extent *x = b->ctl->extents; x && ok; x = x->next)
        switch (x->type) {
        case CPVOL_NUCLEUS:
            ok = write_nucleus(b, x);
            break;
        case CPVOL_SAVED:
            ok = write_saved(b, x);
            break;
        case CPVOL_DIRECTORY:
            ok = put_extent(b, x, b->dir.pages) &&
                 write_pages(b, x, b->dir.object, b->dir.pages);
            break;
        case CPVOL_PERM:
            ok = put_extent(b, x, 0);
            break;
        default:
            ok = put_extent(b, x, 0) && write_pages(b, x, NULL, 0);
            break;
        }
    return ok;
}

struct direct_errors {
    struct builder *b;
    const char *name;
};

static void
direct_error(void *arg, unsigned line, const char *text)
{
    struct direct_errors *e = arg;

    if (e->b->err->text[0] == 0)
        err_set(e->b->err, "%s:%u: %s", e->name, line, text);
}

static const char *
extent_name(uint8_t type)
{
    static const char *const names[] = {
        "",       "nucleus", "saved systems", "directory",
        "paging", "spool",   "warm start",    "minidisks"};

    return names[type];
}

static bool
build_directory(struct builder *b)
{
    const struct ctl_extent *x = find_extent(b->ctl, CPVOL_DIRECTORY);
    struct dirbuild_area areas[CPVOL_EXTENTS + 1] = {
        {b->ctl->volser, 0, 1, "the volume label"}};
    struct dirbuild_pack pack = {b->ctl->volser, ckd_geometry(b->ckd)->cyls};
    struct direct_errors e = {b, x ? x->file : NULL};
    struct source s;
    unsigned n = 1;
    bool ok;

    if (x == NULL)
        return b->ctl->minidisks == NULL ||
               builder_fail(b, b->ctl->minidisks->line,
                            "there is no directory");
    if (!builder_read(b, &s, x->file, x->line))
        return false;
    for (const struct ctl_extent *y = b->ctl->extents; y; y = y->next)
        if (y->type != CPVOL_PERM && n <= CPVOL_EXTENTS)
            areas[n++] = (struct dirbuild_area){b->ctl->volser, y->cyl, y->ncyl,
                                                extent_name(y->type)};
    b->dir = (struct dirbuild){.source = (const char *)s.bytes,
                               .length = s.size,
                               .packs = &pack,
                               .npacks = 1,
                               .areas = areas,
                               .nareas = n,
                               .error = direct_error,
                               .arg = &e};
    b->err->text[0] = 0;
    ok = dirbuild(&b->dir);
    free(s.bytes);
    if (!ok && b->err->text[0] == 0)
        err_set(b->err, "%s: not a directory", x->file);
    return ok;
}

/* R1 to R4 of cylinder 0 track 0; the descriptor last. */
static bool
write_track0(struct builder *b, const struct source *ipl1,
             const struct source *boot)
{
    static const uint8_t vol1[4] = {0xe5, 0xd6, 0xd3, 0xf1};
    struct {
        const void *key, *data;
        unsigned keylen, len, size;
    } rec[] = {
        {NULL, ipl1->bytes, 0, (unsigned)ipl1->size, 24},
        {NULL, boot->bytes, 0, (unsigned)boot->size, CPVOL_PAGE},
        {vol1, NULL, 4, 80, 80},
        {NULL, &b->desc, 0, CPVOL_PAGE, CPVOL_PAGE},
    };
    uint8_t label[80], buf[8 + 4 + CPVOL_PAGE];
    struct ckd_rec r;

    memset(label, 0x40, sizeof(label));
    memcpy(label, vol1, 4);
    memcpy(label + 4, b->desc.volser, 6);
    label[10] = 0xf0;                    /* volume security: none */
    memcpy(label + 11, "\0\0\0\0\5", 5); /* where a VTOC would be */
    rec[2].data = label;
    if (!ckd_load(b->ckd, 0, 0, b->err) || !ckd_first(b->ckd, &r))
        return false;
    for (unsigned i = 0; i < 4; i++) {
        memset(buf, 0, sizeof(buf));
        buf[4] = (uint8_t)(i + 1);
        buf[5] = (uint8_t)rec[i].keylen;
        buf[6] = (uint8_t)(rec[i].size >> 8);
        buf[7] = (uint8_t)rec[i].size;
        if (rec[i].keylen)
            memcpy(buf + 8, rec[i].key, rec[i].keylen);
        if (rec[i].len)
            memcpy(buf + 8 + rec[i].keylen, rec[i].data, rec[i].len);
        if (ckd_write_ckd(b->ckd, &r, buf, 8 + rec[i].keylen + rec[i].size, &r,
                          b->err) != CKD_OK)
            return err_prefix(b->err, "%s: cylinder 0 head 0: record %u",
                              ckd_path(b->ckd), i + 1);
    }
    return true;
}

static bool
write_boot(struct builder *b)
{
    static const char eye[] = "CPVOL001";
    struct source ipl1 = {NULL, 0}, boot = {NULL, 0};
    char build[33];
    bool ok = true;

    if (b->ctl->ipl1)
        ok = builder_read(b, &ipl1, b->ctl->ipl1, 1);
    if (ok && b->ctl->boot)
        ok = builder_read(b, &boot, b->ctl->boot, 1);
    if (ok && ipl1.size > 24)
        ok = builder_fail(b, 1, "the IPL record has more than 24 bytes");
    if (ok && boot.size > CPVOL_PAGE)
        ok = builder_fail(b, 1, "the boot program has more than 4096 bytes");
    if (ok) {
        builder_hash(b, ipl1.bytes, ipl1.size);
        builder_hash(b, boot.bytes, boot.size);
        snprintf(build, sizeof(build), "%.15s-%016llx", b->c->version,
                 (unsigned long long)b->hash);
        fprintf(b->own, "build %s\n", build);
        minidisk_ebcdic(b->desc.eye, eye, sizeof(b->desc.eye));
        minidisk_ebcdic(b->desc.volser, b->ctl->volser, sizeof(b->desc.volser));
        minidisk_ebcdic(b->desc.build, build, sizeof(b->desc.build));
        put16(&b->desc.devtype, b->ctl->devtype);
        ok = write_track0(b, &ipl1, &boot);
    }
    free(ipl1.bytes);
    free(boot.bytes);
    return ok;
}

static bool
build(struct builder *b, const char *image, const char *own)
{
    bool ok;

    if (!ckd_create(image, b->ctl->devtype, b->ctl->cyls, b->err))
        return false;
    b->ckd = ckd_open(image, 0, b->err);
    if (b->ckd == NULL)
        return false;
    b->heads = ckd_geometry(b->ckd)->heads;
    b->pages = cpvol_pages_per_track(b->ctl->devtype);
    b->own = fopen(own, "we");
    ok = b->own != NULL || err_set(b->err, "%s: %s", own, strerror(errno));
    if (ok)
        fprintf(b->own, "# What the volume builder owns in %s.\n",
                b->ctl->volser);
    ok = ok && build_directory(b) && write_extents(b);
    for (const struct ctl_minidisk *m = b->ctl->minidisks; m && ok; m = m->next)
        ok = builder_minidisk(b, m);
    ok = ok && write_boot(b) && ckd_sync(b->ckd, b->err);
    if (b->own != NULL && fclose(b->own) != 0 && ok)
        ok = err_set(b->err, "%s: %s", own, strerror(errno));
    ckd_close(b->ckd);
    free(b->dir.object);
    return ok;
}

/* Is the image that is to be replaced in use? */
static bool
unused(const char *path, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok;

    if (fd < 0)
        return errno == ENOENT || err_set(err, "%s: %s", path, strerror(errno));
    ok = lock_file(fd, false, path, NULL, err);
    close(fd);
    return ok;
}

bool
create_volume(const struct create *c, struct err *err)
{
    struct builder b = {
        .c = c, .ctl = c->control, .err = err, .hash = 0xcbf29ce484222325};
    char image[4096], own[4096], own_final[4096];
    bool ok;

    if (snprintf(image, sizeof(image), "%s.new", c->output) >= 4090 ||
        snprintf(own, sizeof(own), "%s.own.new", c->output) >= 4090 ||
        snprintf(own_final, sizeof(own_final), "%s.own", c->output) >= 4090)
        return err_set(err, "%s: the name is too long", c->output);
    if (!unused(c->output, err))
        return false;
    if (unlink(image) != 0 && errno != ENOENT)
        return err_set(err, "%s: %s", image, strerror(errno));
    ok = build(&b, image, own);
    if (ok && (rename(own, own_final) != 0 || rename(image, c->output) != 0))
        ok = err_set(err, "%s: %s", c->output, strerror(errno));
    if (!ok) {
        unlink(image);
        unlink(own);
    }
    return ok;
}
