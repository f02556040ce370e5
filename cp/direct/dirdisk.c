/* SPDX-License-Identifier: MIT */
/* Minidisks of the directory: the MDISK statement, and the checks that
 * VM/370's CP leaves to its user: no two minidisks overlap, none lies over
 * CP's own areas or past its pack's end, every LINK has its minidisk. */
#include "cp/direct/dirparse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/ckd.h"

static unsigned
primary_cyls(unsigned type)
{
#define ROW(t, cu, cumod, mod, cyls, alt, heads, cap, track)                   \
    if (type == 0x##t)                                                         \
        return cyls;
    CKD_DRIVES(ROW)
#undef ROW
    return 0;
}

static unsigned
pack_cyls(const struct dir_state *s, const char *volser, unsigned type)
{
    for (unsigned i = 0; i < s->b->npacks; i++)
        if (strcasecmp(s->b->packs[i].volser, volser) == 0)
            return s->b->packs[i].cyls;
    return primary_cyls(type);
}

static void
add_extent(struct dir_state *s, const struct dir_user *u, unsigned addr,
           unsigned cyl, unsigned ncyl, const char *volser)
{
    struct dir_extent *e;

    if (s->nextent == s->ext_room) {
        s->ext_room = s->ext_room * 2 + 32;
        s->ext = realloc(s->ext, s->ext_room * sizeof *s->ext);
        if (s->ext == NULL)
            abort();
    }
    e = &s->ext[s->nextent++];
    snprintf(e->volser, sizeof e->volser, "%s", volser);
    snprintf(e->user, sizeof e->user, "%s", u->name);
    e->addr = addr;
    e->cyl = cyl;
    e->ncyl = ncyl;
    e->line = s->line;
}

static bool
mode(struct dir_state *s, const char *t, struct udevice *d)
{
    static const char *const modes[] = {"R", "RR", "W", "WR", "M", "MR", "MW"};

    for (unsigned i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (strcasecmp(t, modes[i]) == 0)
            return dir_field(d->mode, 2, t);
    dir_error(s, s->line, "mode %.8s is not R RR W WR M MR or MW", t);
    return false;
}

static void
passwords(struct dir_state *s, struct udevice *d)
{
    static const char *const what[] = {"read", "write", "multiple"};
    uint8_t *field[] = {d->rpw, d->wpw, d->mpw};

    for (unsigned i = 0; i < 3 && s->word[7 + i] != NULL; i++)
        if (!dir_field(field[i], 8, s->word[7 + i]))
            dir_error(s, s->line, "the %s password has more than 8 characters",
                      what[i]);
    if (s->nword > 10)
        dir_error(s, s->line, "there is more than MDISK can hold");
}

void
dir_mdisk(struct dir_state *s, struct dir_user *u)
{
    unsigned addr, type, cyl, n, cyls;
    uint8_t volser[6];
    struct udevice *d;

    if (s->nword > 3 && strcasecmp(s->word[3], "T-DISK") == 0) {
        dir_error(s, s->line, "T-DISK: CP has no temporary disks yet");
        return;
    }
    if (s->nword < 6) {
        dir_error(s, s->line,
                  "MDISK needs address, device type, first "
                  "cylinder, number of cylinders and volume");
        return;
    }
    if (!dir_addr(s, s->word[1], &addr))
        return;
    if (!dir_hex(s->word[2], 0xffff, &type) || primary_cyls(type) == 0) {
        dir_error(s, s->line, "%.12s is not a disk type", s->word[2]);
        return;
    }
    if (!dir_dec(s->word[3], 65535, &cyl) || !dir_dec(s->word[4], 65535, &n) ||
        n == 0) {
        dir_error(s, s->line, "%.8s and %.8s are not cylinders", s->word[3],
                  s->word[4]);
        return;
    }
    if (strlen(s->word[5]) > 6 || !dir_field(volser, 6, s->word[5])) {
        dir_error(s, s->line, "%.12s is not a volume", s->word[5]);
        return;
    }
    cyls = pack_cyls(s, s->word[5], type);
    if (cyl + n > cyls) {
        dir_error(s, s->line,
                  "cylinders %u to %u: pack %s of type %04X ends at %u", cyl,
                  cyl + n - 1, s->word[5], type, cyls - 1);
        return;
    }
    d = dir_device(s, u, UDEV_MDISK, addr, type);
    if (d == NULL)
        return;
    put16(&d->cyl, (uint16_t)cyl);
    put16(&d->ncyl, (uint16_t)n);
    memcpy(d->volser, volser, 6);
    mode(s, s->nword > 6 ? s->word[6] : "W", d);
    passwords(s, d);
    add_extent(s, u, addr, cyl, n, s->word[5]);
}

static int
by_place(const void *pa, const void *pb)
{
    const struct dir_extent *a = pa, *b = pb;
    int c = strcasecmp(a->volser, b->volser);

    if (c != 0)
        return c;
    if (a->cyl != b->cyl)
        return a->cyl < b->cyl ? -1 : 1;
    return a->line < b->line ? -1 : 1;
}

static void
check_overlaps(struct dir_state *s)
{
    const struct dir_extent *far = NULL; /* reaches farthest so far */

    if (s->nextent > 1)
        qsort(s->ext, s->nextent, sizeof *s->ext, by_place);
    for (unsigned i = 0; i < s->nextent; i++) {
        const struct dir_extent *e = &s->ext[i];

        if (far != NULL && strcasecmp(far->volser, e->volser) == 0 &&
            far->cyl + far->ncyl > e->cyl)
            dir_error(s, e->line > far->line ? e->line : far->line,
                      "minidisk %s %03X overlaps %s %03X on %s (cylinder %u)",
                      e->user, e->addr, far->user, far->addr, e->volser,
                      e->cyl);
        if (far == NULL || strcasecmp(far->volser, e->volser) != 0 ||
            far->cyl + far->ncyl < e->cyl + e->ncyl)
            far = e;
    }
}

static void
check_areas(struct dir_state *s)
{
    for (unsigned i = 0; i < s->nextent; i++)
        for (unsigned k = 0; k < s->b->nareas; k++) {
            const struct dir_extent *e = &s->ext[i];
            const struct dirbuild_area *a = &s->b->areas[k];

            if (strcasecmp(a->volser, e->volser) == 0 &&
                e->cyl < a->cyl + a->ncyl && a->cyl < e->cyl + e->ncyl)
                dir_error(s, e->line,
                          "minidisk %s %03X lies over CP's %s area "
                          "(cylinders %u to %u of %s)",
                          e->user, e->addr, a->what, a->cyl,
                          a->cyl + a->ncyl - 1, a->volser);
        }
}

static bool
has_mdisk(const struct dir_state *s, const struct udevice *link)
{
    for (unsigned i = 0; i < s->nuser; i++) {
        const struct dir_user *u = s->user[i];

        if (memcmp(u->u.user, link->link_user, 8) != 0)
            continue;
        for (unsigned k = 0; k < u->ndev; k++)
            if (u->dev[k].kind == UDEV_MDISK &&
                get16(&u->dev[k].addr) == get16(&link->other))
                return true;
    }
    return false;
}

static void
check_links(struct dir_state *s)
{
    for (unsigned i = 0; i < s->nuser; i++)
        for (unsigned k = 0; k < s->user[i]->ndev; k++) {
            const struct udevice *d = &s->user[i]->dev[k];

            if (d->kind == UDEV_LINK && !has_mdisk(s, d))
                dir_error(s, s->user[i]->line,
                          "user %s links to a minidisk %03X that its owner "
                          "does not have",
                          s->user[i]->name, get16(&d->other));
        }
}

void
dir_check(struct dir_state *s)
{
    check_overlaps(s);
    check_areas(s);
    check_links(s);
}
