/* SPDX-License-Identifier: MIT */
/* Channel-program translation. Each guest CCW becomes one real CCW at the same
 * distance from its neighbours, so that status modifier skips what it should;
 * data areas are locked in storage and named by IDAWs where they cross pages.
 * An error of the guest's program stands as a CCW that the channel or the
 * device refuses when it gets there, and nowhere earlier. The CAW key is used
 * for real, and real keys of locked pages are the guest's. Rules of minidisks
 * are in cp/ccwdisk.c. PoO "Channel-Command Word", "Chaining", "Indirect Data
 * Addressing". VM/370: DMKCCW. */
#include "cp/ccwtrans.h"

#include "arch/ckd.h"
#include "cp/ccwint.h"
#include "cp/gstor.h"
#include "cp/vio.h"
#include "klib/klib.h"

/* The channel stops here with program check: a count of zero. */
static void
make_bad(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    p->ccw[i].cmd = g->cmd & 0x0f ? CCW_NOP : 0;
    p->ccw[i].flags = 0;
    put24(&p->ccw[i].addr, 0);
    put16(&p->ccw[i].count, 0);
}

static bool
invalid(const struct ccw *g, bool cd)
{
    return (g->flags & 0x03) || get16(&g->count) == 0 ||
           (!cd && (g->cmd & 0x0f) == 0);
}

static bool
no_data(const struct ccwprog *p, uint8_t cmd)
{
    return cmd == CCW_NOP || (p->v->class == DEV_CON && cmd == 0x0b);
}

/* May the device give status modifier after this command? */
static bool
may_skip(const struct ccwprog *p, uint8_t cmd)
{
    switch (p->v->class) {
    case DEV_DASD:
        /* the searches: 29 49 69, 31 51 71, 39, and with X'80' */
        return (cmd & 0x1f) == 0x09 || (cmd & 0x1f) == 0x11 ||
               (cmd & 0x1f) == 0x19;
    case DEV_OTHER:
    case DEV_CTCA:
        return true;
    default:
        return false;
    }
}

/* One guest CCW that is no TIC; the entry's data chain began with `cmd`. */
static void
translate_one(struct ccwprog *p, uint32_t at, const struct ccw *g, bool cd,
              uint8_t cmd)
{
    unsigned i = xl_emit(p, at, cmd, cd ? MAP_CD : 0);
    struct ccw *c = &p->ccw[i];

    *c = *g;
    c->zero = 0;
    put24(&c->addr, 0);
    if (cd)
        c->cmd = 0; /* means nothing here, and must not, wherever it leads */
    if (invalid(g, cd)) {
        make_bad(p, i, g);
        return;
    }
    if (g->flags & CCW_PCI)
        p->pci = true;
    if (!cd && no_data(p, cmd)) {
        c->flags &= (uint8_t)~CCW_IDA;
        return;
    }
    if (!cd && p->v->class == DEV_DASD && p->v->kind == VDEV_MINIDISK &&
        xl_disk(p, i, g))
        return;
    xl_area(p, i, g, cmd);
}

static int
lookup(const struct ccwprog *p, uint32_t guest, bool cd, uint8_t cmd)
{
    for (unsigned i = p->seg; i < p->nccw; i++) {
        const struct ccwmap *m = &p->map[i];

        if (m->guest != guest || (m->flags & (MAP_PREFIX | MAP_JUMP)))
            continue;
        if (!!(m->flags & MAP_CD) == cd && (!cd || m->cmd == cmd))
            return (int)i;
    }
    return -1;
}

/* A TIC at guest address `at`: its target is found later. */
static void
translate_tic(struct ccwprog *p, uint32_t at, const struct ccw *g, bool cd,
              uint8_t cmd)
{
    uint32_t target = get24(&g->addr);
    unsigned i = xl_emit(p, at, cmd, (uint8_t)(MAP_TIC | (cd ? MAP_CD : 0)));

    p->ccw[i].cmd = CCW_TIC;
    if (target & 7) {
        put24(&p->ccw[i].addr, 4); /* refused: not a doubleword's address */
        return;
    }
    put24(&p->ccw[i].addr, target);
    p->map[i].flags |= MAP_OPEN;
}

/* Joins what is being translated to entry `to`, made before. A TIC may not
 * lead to a TIC, so that one is copied. */
static void
jump(struct ccwprog *p, uint32_t at, unsigned to)
{
    unsigned i = xl_emit(p, at, 0, MAP_JUMP);

    if (p->map[to].flags & MAP_TIC) {
        p->ccw[i] = p->ccw[to];
        p->map[i].flags |= p->map[to].flags & (MAP_OPEN | MAP_TIC | MAP_CD);
        p->map[i].cmd = p->map[to].cmd;
        return;
    }
    p->ccw[i].cmd = CCW_TIC;
    put24(&p->ccw[i].addr, xl_real(&p->ccw[to]));
}

/* IPL: the entry just made stores into storage, so that what follows in the
 * guest's chain may be what it reads. */
static bool
stop_here(struct ccwprog *p, uint32_t at, uint8_t flags)
{
    struct ccw *last = &p->ccw[p->nccw - 1];

    if (!p->one_read || (flags & CCW_CD))
        return false;
    if (!xl_stores(p->map[p->nccw - 1].cmd) || (flags & CCW_SKIP))
        return false;
    p->stopped = true;
    p->resume = flags & CCW_CC ? at + 8 : 0;
    last->flags &= (uint8_t)~CCW_CC;
    return true;
}

/* Where status modifier may skip one CCW, that one must be one entry: what
 * becomes several, or goes on in the place skipped to, is put elsewhere. */
static bool
elsewhere(struct ccwprog *p, uint32_t at, const struct ccw *g)
{
    unsigned i;

    if (!(g->flags & CCW_CD) && g->cmd != CKD_WRITE_R0)
        return false;
    i = xl_emit(p, at, 0, MAP_JUMP | MAP_OPEN);
    p->ccw[i].cmd = CCW_TIC;
    put24(&p->ccw[i].addr, at);
    return true;
}

/* Translates from guest address `at` to where the chain ends, leaves for
 * another place, or joins what is there already. */
static void
run(struct ccwprog *p, uint32_t at, bool cd, uint8_t cmd)
{
    unsigned need = 1; /* entries that must be here, one after another */

    while (need > 0 && !p->full) {
        struct ccw g;
        int old = lookup(p, at, cd, cmd);

        need--;
        if (old >= 0) {
            jump(p, at, (unsigned)old);
        } else if (at > 0xffffff ||
                   gstor_fetch(p->vm, at, &g, sizeof g,
                               GS_READ | GS_REAL | GS_NOKEY) != GS_OK) {
            memset(&g, 0, sizeof g);
            make_bad(p, xl_emit(p, at, cmd, cd ? MAP_CD : 0), &g);
        } else if ((g.cmd & 0x0f) == CCW_TIC) {
            translate_tic(p, at, &g, cd, cmd);
        } else if (need == 0 || cd || !elsewhere(p, at, &g)) {
            if (!cd)
                cmd = g.cmd;
            translate_one(p, at, &g, cd, cmd);
            if (stop_here(p, at, g.flags))
                return;
            if (!invalid(&g, cd) && (g.flags & (CCW_CD | CCW_CC)) && need == 0)
                need = 1;
            if (!(g.flags & CCW_CD) && (g.flags & CCW_CC) && need < 2 &&
                may_skip(p, cmd))
                need = 2;
            cd = (g.flags & CCW_CD) != 0;
        }
        at += 8;
    }
}

/* Finds the targets of open TICs, translating what is not there yet. */
static void
close_tics(struct ccwprog *p)
{
    for (unsigned i = p->seg; i < p->nccw && !p->full; i++) {
        struct ccwmap *m = &p->map[i];
        bool cd = (m->flags & MAP_CD) != 0;
        uint32_t target;
        int to;

        if (!(m->flags & MAP_OPEN))
            continue;
        target = get24(&p->ccw[i].addr);
        to = lookup(p, target, cd, m->cmd);
        if (to < 0 && p->stopped) {
            put24(&p->ccw[i].addr, 4); /* nothing may follow the stop */
            m->flags &= (uint8_t)~MAP_OPEN;
            continue;
        }
        if (to < 0) {
            to = p->nccw;
            run(p, target, cd, m->cmd);
        }
        m->flags &= (uint8_t)~MAP_OPEN;
        put24(&p->ccw[i].addr, xl_real(&p->ccw[to]));
    }
}

static void
translate_part(struct ccwprog *p, uint32_t at)
{
    p->stopped = false;
    p->resume = 0;
    p->seg = p->nccw;
    run(p, at, false, 0);
    close_tics(p);
}

enum ccw_result
ccw_translate(struct ccwprog *p, struct vmblok *vm, struct vdevblok *v,
              uint32_t start)
{
    for (unsigned n = 0; n < XL_SIZES; n++) {
        struct ccw g;
        bool there;

        memset(p, 0, sizeof *p);
        p->vm = vm;
        p->v = v;
        p->start = start;
        p->size = (uint8_t)n;
        if (!xl_get_storage(p)) {
            ccw_release(p);
            return CCW_NO_STORAGE;
        }
        there = gstor_fetch(vm, start, &g, sizeof g,
                            GS_READ | GS_REAL | GS_NOKEY) == GS_OK;
        if (v->class == DEV_DASD && v->kind == VDEV_MINIDISK)
            xl_disk_prefix(p, there ? g.cmd : 0);
        translate_part(p, start);
        if (!p->full)
            return CCW_OK;
        ccw_release(p);
        if (p->later)
            return CCW_NO_STORAGE;
    }
    return CCW_TOO_BIG;
}

enum ccw_result
ccw_single(struct ccwprog *p, struct vmblok *vm, struct vdevblok *v,
           const struct ccw *c, uint32_t at)
{
    memset(p, 0, sizeof *p);
    p->vm = vm;
    p->v = v;
    p->start = at;
    p->size = 1;
    if (!xl_get_storage(p)) {
        ccw_release(p);
        return CCW_NO_STORAGE;
    }
    translate_one(p, at, c, false, c->cmd);
    if (c->flags & CCW_CD)
        run(p, at + 8, true, c->cmd);
    close_tics(p);
    if (!p->full)
        return CCW_OK;
    ccw_release(p);
    return CCW_TOO_BIG;
}

/* IPL. The whole of it is kept in one program that grows by parts, each
 * ending in a read; before the next part is added, that read is told to skip
 * its data and to go on, so that the device is led to the same place again. */

enum ccw_result
ccw_ipl_begin(struct ccwprog *p, struct vmblok *vm, struct vdevblok *v,
              const struct ccw *implied)
{
    memset(p, 0, sizeof *p);
    p->vm = vm;
    p->v = v;
    p->size = XL_SIZES - 1;
    p->one_read = true;
    if (!xl_get_storage(p)) {
        ccw_release(p);
        return CCW_NO_STORAGE;
    }
    if (v->kind == VDEV_MINIDISK)
        xl_disk_prefix(p, implied->cmd);
    p->seg = p->nccw;
    translate_one(p, 0, implied, false, implied->cmd);
    stop_here(p, 0, implied->flags);
    return CCW_OK;
}

enum ccw_result
ccw_ipl_next(struct ccwprog *p)
{
    struct ccw *last = &p->ccw[p->nccw - 1];

    if (p->v->class == DEV_DASD) {
        for (unsigned i = p->seg; i < p->nccw; i++)
            if (p->ccw[i].cmd != CCW_TIC && xl_stores(p->map[i].cmd))
                p->ccw[i].flags =
                    (p->ccw[i].flags | CCW_SKIP) & (uint8_t)~CCW_IDA;
        last->flags |= CCW_CC | CCW_SLI;
    } else
        p->nccw = 0;
    translate_part(p, p->resume);
    if (p->full) {
        ccw_release(p);
        return CCW_TOO_BIG;
    }
    return CCW_OK;
}

/* Back. */

void
ccw_csw(const struct ccwprog *p, const struct csw *real, struct csw *guest,
        int *index)
{
    uint32_t at = get24(&real->addr) - xl_real(p->ccw);
    unsigned i = at / sizeof *p->ccw;

    *guest = *real;
    *index = -1;
    if (at % sizeof *p->ccw != 0 || i == 0 || i > p->nccw) {
        put24(&guest->addr, p->start + 8);
        return;
    }
    i--;
    *index = (int)i;
    put24(&guest->addr, p->map[i].guest + 8);
    put16(&guest->count, (uint16_t)(get16(&real->count) + p->map[i].adj));
}
