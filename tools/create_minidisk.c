/* SPDX-License-Identifier: MIT */
/* The CMS minidisks of a volume being built: formatted, with files, IPL records
 * and nucleus. */
#include "config.h"

#include "tools/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/cpvol.h"
#include "arch/cmsipl.h"
#include "cp/direct/direct.h"
#include "tools/minidisk.h"

static bool
read_object(void *arg, uint32_t n, void *buf)
{
    const struct dirbuild *d = arg;

    if (n >= d->pages)
        return false;
    memcpy(buf, d->object + (size_t)n * DIRECT_PAGE, DIRECT_PAGE);
    return true;
}

/* Where the directory has the minidisk. */
static bool
locate(struct builder *b, const struct ctl_minidisk *m, unsigned *cyl,
       unsigned *ncyl)
{
    struct direct_io io = {read_object, &b->dir};
    _Alignas(8) uint8_t buf[DIRECT_PAGE];
    const struct udirect *u;
    const struct udevice *v;
    uint8_t user[8], volser[6];

    minidisk_ebcdic(user, m->user, sizeof(user));
    minidisk_ebcdic(volser, b->ctl->volser, sizeof(volser));
    if (direct_find(&io, user, buf, &u) != DIRECT_OK)
        return builder_fail(b, m->line, "the directory has no such user");
    v = udirect_find(u, (uint16_t)m->addr);
    if (v == NULL || v->kind != UDEV_MDISK)
        return builder_fail(b, m->line, "the user has no such minidisk");
    if (memcmp(v->volser, volser, sizeof(volser)) != 0)
        return builder_fail(b, m->line, "the minidisk is on another volume");
    *cyl = get16(&v->cyl);
    *ncyl = get16(&v->ncyl);
    return true;
}

/* IPL records 1 and 2 in place of blocks 1 and 2, which are of the block
 * size: a READ of fewer bytes takes what it wants. */
static bool
write_ipl_records(struct builder *b, struct minidisk *m,
                  const struct source *ipl, const struct cms_ipl_parm *parm)
{
    struct ckd_rec r;
    uint8_t r2[CMS_IPL_R2_MAX] = {0};
    size_t len = ipl->size - CMS_IPL_R2;

    memcpy(r2, ipl->bytes + CMS_IPL_R2, len);
    memcpy(r2 + CMS_IPL_PARM + 8, &parm->cyl, sizeof(*parm) - 8);
    return ckd_load(b->ckd, m->cyl, 0, b->err) && ckd_find(b->ckd, 1, &r) &&
           ckd_write_data(b->ckd, &r, ipl->bytes, CMS_IPL_R1_LEN, b->err) ==
               CKD_OK &&
           ckd_find(b->ckd, 2, &r) &&
           ckd_write_data(b->ckd, &r, r2, (unsigned)len, b->err) == CKD_OK;
}

/* The nucleus on the minidisk's last cylinders, its pages counted as the
 * minidisk's. */
static bool
write_cms(struct builder *b, const struct ctl_minidisk *cm, struct minidisk *m,
          const struct source *ipl, const struct source *nuc)
{
    uint32_t pages, per = b->heads * b->pages, done = 0;
    uint8_t *p = builder_pages(nuc, &pages);
    unsigned ncyl = (pages + per - 1) / per, first = m->ncyl - ncyl;
    struct cms_ipl_parm parm;
    bool ok = true;

    memset(&parm, 0, sizeof(parm));
    put16(&parm.cyl, (uint16_t)first);
    put16(&parm.heads, (uint16_t)b->heads);
    put16(&parm.per_track, (uint16_t)b->pages);
    put16(&parm.pages, (uint16_t)pages);
    p = realloc(p, (size_t)(ncyl * per) * CPVOL_PAGE);
    if (p == NULL)
        abort();
    memset(p + (size_t)pages * CPVOL_PAGE, 0,
           (size_t)(ncyl * per - pages) * CPVOL_PAGE);
    for (unsigned i = 0; i < ncyl && ok; i++)
        for (unsigned h = 0; h < b->heads && ok; h++, done += b->pages)
            ok = minidisk_format_track(b->ckd, m->cyl + first + i, h, first + i,
                                       b->pages, CPVOL_PAGE,
                                       p + (size_t)done * CPVOL_PAGE, b->err);
    free(p);
    return ok && (write_ipl_records(b, m, ipl, &parm) ||
                  builder_fail(b, cm->line, "cannot write the IPL records"));
}

static bool
cms_cylinders(struct builder *b, const struct ctl_minidisk *cm,
              struct source *ipl, struct source *nuc, unsigned *cyls)
{
    uint32_t per = b->heads * b->pages * CPVOL_PAGE;

    if (!builder_read(b, ipl, cm->ipl, cm->line) ||
        !builder_read(b, nuc, cm->nucleus, cm->line))
        return false;
    builder_hash(b, ipl->bytes, ipl->size);
    builder_hash(b, nuc->bytes, nuc->size);
    if (ipl->size < CMS_IPL_R2 || ipl->size > CMS_IPL_R2 + CMS_IPL_R2_MAX)
        return builder_fail(b, cm->line,
                            "the IPL text is not as arch/cmsipl.h says");
    *cyls = (unsigned)((nuc->size + per - 1) / per);
    return true;
}

/* A name of `*` is the host file's own, or its ending. */
static bool
star_name(const char *path, bool ending, char name[9])
{
    const char *base = strrchr(path, '/'), *dot;
    char part[256];

    base = base ? base + 1 : path;
    dot = strrchr(base, '.');
    if (ending)
        return dot != NULL && control_name(dot + 1, name);
    snprintf(part, sizeof(part), "%.*s",
             dot ? (int)(dot - base) : (int)strlen(base), base);
    return control_name(part, name);
}

static bool
put_one(struct builder *b, const struct ctl_minidisk *cm, struct minidisk *m,
        const struct ctl_file *f, const char *path)
{
    char fn[9] = "", ft[9] = ""; /* zeros behind the names: they are hashed */
    struct source s;
    struct host_file h = {.path = path,
                          .text = f->text,
                          .fn = fn,
                          .ft = ft,
                          .fm = f->fm,
                          .recfm = f->recfm,
                          .lrecl = f->lrecl};
    bool ok;

    strcpy(fn, f->fn);
    strcpy(ft, f->ft);
    if ((fn[0] == '*' && !star_name(path, false, fn)) ||
        (ft[0] == '*' && !star_name(path, true, ft)))
        return err_set(b->err, "%s: does not make a CMS file name", path);
    if (!source_read_path(&s, path, b->err))
        return false;
    if (cm->owned) {
        builder_hash(b, fn, sizeof(fn));
        builder_hash(b, ft, sizeof(ft));
        builder_hash(b, s.bytes, s.size);
    }
    h.bytes = s.bytes;
    h.size = s.size;
    ok = minidisk_put(m, &h, b->err);
    free(s.bytes);
    return ok;
}

static bool
put_files(struct builder *b, const struct ctl_minidisk *cm, struct minidisk *m)
{
    bool ok = true;
    glob_t g;

    for (const struct ctl_file *f = cm->files; f != NULL && ok; f = f->next) {
        if (!source_glob(&g, f->file, b->c->folders, b->c->nfolders, b->err))
            return err_prefix(b->err, "%s:%u", b->ctl->name, f->line);
        for (size_t i = 0; i < g.gl_pathc && ok; i++)
            ok = put_one(b, cm, m, f, g.gl_pathv[i]) ||
                 err_prefix(b->err, "%s:%u", b->ctl->name, f->line);
        globfree(&g);
    }
    return ok;
}

bool
builder_minidisk(struct builder *b, const struct ctl_minidisk *cm)
{
    struct source ipl = {NULL, 0}, nuc = {NULL, 0};
    unsigned cyl = 0, ncyl = 0, cyls, nuc_cyls = 0;
    char name[32];
    struct minidisk m;
    bool ok;

    if (!locate(b, cm, &cyl, &ncyl))
        return false;
    if (cm->ipl && !cms_cylinders(b, cm, &ipl, &nuc, &nuc_cyls)) {
        free(ipl.bytes);
        free(nuc.bytes);
        return false;
    }
    cyls = cm->cyls ? cm->cyls : nuc_cyls < ncyl ? ncyl - nuc_cyls : 0;
    snprintf(name, sizeof(name), "%s %03X", cm->user, cm->addr);
    ok = (cyls > 0 && cyls + nuc_cyls <= ncyl) ||
         builder_fail(b, cm->line, "the minidisk is too small");
    ok = ok && minidisk_format(&m, b->ckd, name, cyl, ncyl, cyls, cm->blksize,
                               cm->label, b->err);
    if (ok && cm->ipl)
        ok = write_cms(b, cm, &m, &ipl, &nuc);
    if (ok && cm->files) {
        ok = minidisk_mount(&m, true, b->err) && put_files(b, cm, &m);
        minidisk_unmount(&m);
    }
    free(ipl.bytes);
    free(nuc.bytes);
    if (ok && cm->owned)
        fprintf(b->own, "system %u %u\n", cyl, ncyl);
    return ok;
}
