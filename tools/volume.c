/* SPDX-License-Identifier: MIT */
/* Reads a system volume: descriptor, directory pages, where minidisks lie. */
#include "config.h"

#include "tools/volume.h"

#include <stdlib.h>
#include <string.h>

#include "lib/codepage.h"
#include "tools/control.h"

static const uint8_t eye[8] = {0xc3, 0xd7, 0xe5, 0xd6, 0xd3, 0xf0, 0xf0, 0xf1};

bool
volume_descriptor(struct ckd *c, struct cpvol_desc *d, struct err *err)
{
    struct ckd_rec r;

    if (!ckd_load(c, 0, 0, err))
        return false;
    if (!ckd_find(c, CPVOL_DESC_REC, &r) || r.datalen != sizeof(*d) ||
        memcmp(r.data, eye, sizeof(eye)) != 0)
        return err_set(err, "%s: not a CP volume: no descriptor in record %d",
                       ckd_path(c), CPVOL_DESC_REC);
    memcpy(d, r.data, sizeof(*d));
    return true;
}

void
volume_text(char *to, const uint8_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint8_t ch = codepage_to_latin1(CP_1047, from[i]);

        to[i] = (char)(ch >= 0x20 && ch < 0x7f ? ch : '.');
    }
    while (n > 0 && (to[n - 1] == ' ' || from[n - 1] == 0))
        n--;
    to[n] = 0;
}

static const struct cpvol_extent *
find_extent(const struct cpvol_desc *d, uint8_t type)
{
    for (unsigned i = 0; i < CPVOL_EXTENTS; i++)
        if (d->extent[i].type == type)
            return &d->extent[i];
    return NULL;
}

/* Page n of an extent. */
static bool
read_page(struct ckd *c, const struct cpvol_extent *x, uint32_t n, void *buf,
          struct err *err)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    unsigned per = cpvol_pages_per_track(g->devtype);
    unsigned track = per ? n / per : 0;
    unsigned cyl = get16(&x->cyl) + track / g->heads;
    struct ckd_rec r;

    if (per == 0 || track / g->heads >= get16(&x->ncyl))
        return err_set(err, "%s: page %u is outside its extent", ckd_path(c),
                       n);
    if (!ckd_load(c, cyl, track % g->heads, err))
        return false;
    if (!ckd_find(c, (uint8_t)(n % per + 1), &r) || r.datalen != CPVOL_PAGE)
        return err_set(err, "%s: cylinder %u head %u: no page record %u",
                       ckd_path(c), cyl, track % g->heads, n % per + 1);
    memcpy(buf, r.data, CPVOL_PAGE);
    return true;
}

struct directory {
    struct ckd *c;
    struct cpvol_desc desc;
    const struct cpvol_extent *x;
    struct err *err;
};

static bool
read_directory(void *arg, uint32_t n, void *buf)
{
    struct directory *d = arg;

    return read_page(d->c, d->x, n, buf, d->err);
}

static bool
open_directory(struct directory *d, struct ckd *c, struct err *err)
{
    d->c = c;
    d->err = err;
    if (!volume_descriptor(c, &d->desc, err))
        return false;
    d->x = find_extent(&d->desc, CPVOL_DIRECTORY);
    return d->x != NULL || err_set(err, "%s: no directory", ckd_path(c));
}

static bool
by_cylinder(struct ckd *c, const char *word, struct minidisk *m,
            struct err *err)
{
    char name[32], *end;
    unsigned long cyl = strtoul(word, &end, 10);

    if (*word == 0 || *end != 0 || cyl >= ckd_geometry(c)->cyls)
        return err_set(err, "%s: not a cylinder of the volume", word);
    snprintf(name, sizeof(name), "at cylinder %lu", cyl);
    return minidisk_find(m, c, name, (unsigned)cyl, 0, err);
}

bool
volume_minidisk(struct ckd *c, const char *user, const char *addr,
                struct minidisk *m, struct err *err)
{
    struct directory d;
    struct direct_io io = {read_directory, &d};
    _Alignas(8) uint8_t buf[DIRECT_PAGE];
    const struct udirect *u;
    const struct udevice *v;
    char upper[9], name[32], *end;
    unsigned long at = strtoul(addr, &end, 16);
    uint8_t ebc[8], volser[6];

    if (strcmp(user, "@") == 0)
        return by_cylinder(c, addr, m, err);
    if (!control_name(user, upper) || *addr == 0 || *end != 0 || at > 0xfff)
        return err_set(err, "%s %s: not a user and a device address", user,
                       addr);
    if (!open_directory(&d, c, err))
        return false;
    minidisk_ebcdic(ebc, upper, sizeof(ebc));
    err->text[0] = 0;
    switch (direct_find(&io, ebc, buf, &u)) {
    case DIRECT_OK:
        break;
    case DIRECT_NONE:
        return err_set(err, "%s: no user %s in the directory", ckd_path(c),
                       upper);
    case DIRECT_BAD:
        return err_set(err, "%s: the directory is damaged", ckd_path(c));
    default:
        return false;
    }
    v = udirect_find(u, (uint16_t)at);
    if (v == NULL || v->kind != UDEV_MDISK)
        return err_set(err, "%s: user %s has no minidisk %03lX", ckd_path(c),
                       upper, at);
    memcpy(volser, d.desc.volser, sizeof(volser));
    if (memcmp(v->volser, volser, sizeof(volser)) != 0)
        return err_set(err, "%s: minidisk %s %03lX is on another volume",
                       ckd_path(c), upper, at);
    snprintf(name, sizeof(name), "%s %03lX", upper, at);
    return minidisk_find(m, c, name, get16(&v->cyl), get16(&v->ncyl), err);
}

static bool
each_of_user(struct directory *d, const struct udirect *u,
             bool (*fn)(void *ctx, struct minidisk *m), void *ctx,
             struct err *err)
{
    const struct udevice *v = udirect_devices(u);
    char user[9], name[32];

    volume_text(user, u->user, sizeof(u->user));
    for (unsigned i = 0; i < get16(&u->devs); i++, v++) {
        struct minidisk m;

        if (v->kind != UDEV_MDISK ||
            memcmp(v->volser, d->desc.volser, sizeof(v->volser)) != 0)
            continue;
        snprintf(name, sizeof(name), "%s %03X", user, get16(&v->addr));
        if (!minidisk_find(&m, d->c, name, get16(&v->cyl), get16(&v->ncyl),
                           err) ||
            !fn(ctx, &m))
            return false;
    }
    return true;
}

bool
volume_each(struct ckd *c, bool (*fn)(void *ctx, struct minidisk *m), void *ctx,
            struct err *err)
{
    struct directory d;
    struct direct_io io = {read_directory, &d};
    _Alignas(8) uint8_t buf[DIRECT_PAGE];
    _Alignas(8) struct direct_header h;
    _Alignas(8) struct direct_index x;

    if (!open_directory(&d, c, err) || !read_directory(&d, 0, &h))
        return false;
    for (uint32_t p = 1; p <= get32(&h.index_pages) && p <= DIRECT_FENCES;
         p++) {
        if (!read_directory(&d, p, &x))
            return false;
        for (unsigned i = 0; i < get16(&x.count) && i < DIRECT_INDEX; i++) {
            const struct udirect *u;

            if (direct_find(&io, x.ref[i].user, buf, &u) != DIRECT_OK)
                return err_set(err, "%s: the directory is damaged",
                               ckd_path(c));
            if (!each_of_user(&d, u, fn, ctx, err))
                return false;
        }
    }
    return true;
}

static bool
dump_saved(struct ckd *c, const struct cpvol_extent *x, FILE *out,
           struct err *err)
{
    _Alignas(8) struct cpvol_saved s[CPVOL_PAGE / sizeof(struct cpvol_saved)];
    char name[9];

    if (!read_page(c, x, 0, s, err))
        return false;
    for (unsigned i = 0; i < sizeof(s) / sizeof(s[0]); i++) {
        if (s[i].name[0] == 0)
            continue;
        volume_text(name, s[i].name, sizeof(s[i].name));
        fprintf(out, "  saved system %-8s psw %08X %08X slot %u%s", name,
                get32(&s[i].psw.w0), get32(&s[i].psw.w1), get32(&s[i].slot),
                s[i].shared ? " shared" : "");
        for (unsigned j = 0; j < 4; j++)
            if (get32(&s[i].range[j].to) != 0)
                fprintf(out, " %06X-%06X", get32(&s[i].range[j].from),
                        get32(&s[i].range[j].to) - 1);
        fputc('\n', out);
    }
    return true;
}

bool
volume_dump(struct ckd *c, FILE *out, struct err *err)
{
    static const char *const types[] = {"end",       "nucleus", "saved",
                                        "directory", "paging",  "spool",
                                        "warm",      "perm"};
    const struct ckd_geometry *g = ckd_geometry(c);
    struct cpvol_desc d;
    char text[33];

    if (!volume_descriptor(c, &d, err))
        return false;
    volume_text(text, d.volser, sizeof(d.volser));
    fprintf(out, "volume %s on %X, %u cylinders of %u heads\n", text,
            g->devtype, g->cyls, g->heads);
    volume_text(text, d.build, sizeof(d.build));
    fprintf(out, "build %s\n", text);
    fprintf(out, "nucleus %u bytes at %06X, entry %06X\n",
            get32(&d.nucleus_len), get32(&d.nucleus_at),
            get32(&d.nucleus_entry));
    for (unsigned i = 0; i < CPVOL_EXTENTS && d.extent[i].type; i++) {
        const struct cpvol_extent *x = &d.extent[i];

        fprintf(out, "%-9s cylinders %u-%u", x->type < 8 ? types[x->type] : "?",
                get16(&x->cyl), get16(&x->cyl) + get16(&x->ncyl) - 1u);
        if (get32(&x->pages) != 0)
            fprintf(out, ", %u pages in use", get32(&x->pages));
        fputc('\n', out);
        if (x->type == CPVOL_SAVED && !dump_saved(c, x, out, err))
            return false;
    }
    return true;
}
