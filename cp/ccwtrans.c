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
#include "cp/frames.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/vio.h"
#include "klib/klib.h"

struct sizes {
    uint16_t ccws, idaws, pins, data;
};

/* Tried in turn until the program fits. No array is over 4096 bytes. */
static const struct sizes sizes[] = {
    {12, 16, 8, 6},
    {72, 96, 24, 40},
    {CCW_MAX, 640, CCW_PINS_MAX, 168},
};

/* An IDAW that the channel refuses when it comes to use it. */
enum { BAD_IDAW = (int)0x80000000 };
enum { PIN_READ = 1 };
enum { BLOCK = 2048, PAGE = 4096 };

static uint32_t pinned_now; /* by all channel programs together */

static uint32_t
real_of(const void *p)
{
    return (uint32_t)(uintptr_t)p;
}

/* Storage. */

static bool
get_storage(struct ccwprog *p)
{
    const struct sizes *z = &sizes[p->size];

    p->ccw = cp_alloc(z->ccws * sizeof *p->ccw);
    p->map = cp_alloc(z->ccws * sizeof *p->map);
    p->idaw = cp_alloc(z->idaws * sizeof *p->idaw);
    p->pin = cp_alloc(z->pins * sizeof *p->pin);
    p->data = cp_alloc(z->data * sizeof *p->data);
    p->nccw = p->nidaw = p->npin = p->ndata = 0;
    p->full = p->later = p->pci = false;
    return p->ccw && p->map && p->idaw && p->pin && p->data;
}

static void
drop(void *p, size_t size)
{
    if (p != NULL)
        cp_free(p, size);
}

void
ccw_release(struct ccwprog *p)
{
    const struct sizes *z = &sizes[p->size];

    pinned_now -= p->npin;
    for (unsigned i = 0; i < p->npin; i++)
        gstor_unpin(p->pin[i].real & ~(uint32_t)PIN_READ);
    p->npin = 0;
    drop(p->ccw, z->ccws * sizeof *p->ccw);
    drop(p->map, z->ccws * sizeof *p->map);
    drop(p->idaw, z->idaws * sizeof *p->idaw);
    drop(p->pin, z->pins * sizeof *p->pin);
    drop(p->data, z->data * sizeof *p->data);
    p->ccw = NULL;
    p->map = NULL;
    p->idaw = NULL;
    p->pin = NULL;
    p->data = NULL;
}

/* When an array is full its last element is used again: the program is thrown
 * away anyway. */
unsigned
xl_emit(struct ccwprog *p, uint32_t guest, uint8_t cmd, uint8_t flags)
{
    unsigned i = p->nccw;

    if (i + 1 >= sizes[p->size].ccws)
        p->full = true;
    else
        p->nccw++;
    memset(&p->ccw[i], 0, sizeof p->ccw[i]);
    memset(&p->map[i], 0, sizeof p->map[i]);
    p->map[i].guest = guest;
    p->map[i].cmd = cmd;
    p->map[i].flags = flags;
    return i;
}

uint8_t *
xl_data(struct ccwprog *p, unsigned i)
{
    unsigned n = p->ndata;

    if (n + 1 >= sizes[p->size].data)
        p->full = true;
    else
        p->ndata++;
    put24(&p->ccw[i].addr, real_of(p->data[n]));
    p->ccw[i].flags &= (uint8_t)~CCW_IDA;
    return p->data[n];
}

static void
emit_idaw(struct ccwprog *p, uint32_t v)
{
    p->idaw[p->nidaw] = v;
    if (p->nidaw + 1 >= sizes[p->size].idaws)
        p->full = true;
    else
        p->nidaw++;
}

/* Locks the page of guest address `addr`; BAD_IDAW when it has none. */
static uint32_t
lock_page(struct ccwprog *p, uint32_t addr, bool store)
{
    uint32_t page = addr & 0xfff000, real;

    for (unsigned i = 0; i < p->npin; i++) {
        uint32_t r = p->pin[i].real;

        if (p->pin[i].page == page && !(store && (r & PIN_READ)))
            return (r & ~(uint32_t)PIN_READ) | (addr & 0xfff);
    }
    if (p->npin >= sizes[p->size].pins) {
        p->full = true;
        return (uint32_t)BAD_IDAW;
    }
    if (p->vm->pinned >= CCW_PINS_VM || pinned_now >= page_counts.frames / 2) {
        p->full = p->later = true;
        return (uint32_t)BAD_IDAW;
    }
    if (gstor_pin(p->vm, page, GS_REAL | GS_NOKEY | (store ? GS_WRITE : 0),
                  &real) != GS_OK)
        return (uint32_t)BAD_IDAW;
    pinned_now++;
    p->pin[p->npin].page = page;
    p->pin[p->npin].real = real | (store ? 0 : (uint32_t)PIN_READ);
    p->npin++;
    return real | (addr & 0xfff);
}

/* IDAW n of a guest's list. */
static bool
guest_idaw(struct vmblok *vm, uint32_t list, unsigned n, bool backward,
           uint32_t *addr)
{
    be32 w;
    uint32_t a;

    if ((list & 3) || gstor_fetch(vm, list + 4 * n, &w, 4,
                                  GS_READ | GS_REAL | GS_NOKEY) != GS_OK)
        return false;
    a = get32(&w);
    if (a & 0xff000000)
        return false;
    if (n > 0 && (a & (BLOCK - 1)) != (backward ? BLOCK - 1 : 0))
        return false;
    *addr = a;
    return true;
}

bool
ccw_locate(struct vmblok *vm, const struct ccw *c, uint32_t off, uint32_t *addr,
           uint32_t *span)
{
    uint32_t a = get24(&c->addr), room;

    if (c->flags & CCW_IDA) {
        uint32_t list = a;

        if (!guest_idaw(vm, list, 0, false, &a))
            return false;
        room = BLOCK - (a & (BLOCK - 1));
        if (off >= room) {
            unsigned n = 1 + (off - room) / BLOCK;

            off = (off - room) % BLOCK;
            if (!guest_idaw(vm, list, n, false, &a))
                return false;
        }
    }
    a = a + off;
    if (a > 0xffffff)
        return false;
    *addr = a;
    *span = BLOCK - (a & (BLOCK - 1));
    return true;
}

/* The first n bytes of a CCW's data. */
bool
xl_fetch_arg(struct ccwprog *p, const struct ccw *g, void *to, unsigned n)
{
    uint8_t *out = to;

    for (unsigned off = 0; off < n;) {
        uint32_t addr, span;

        if (!ccw_locate(p->vm, g, off, &addr, &span))
            return false;
        if (span > n - off)
            span = n - off;
        if (gstor_fetch(p->vm, addr, out + off, span,
                        GS_READ | GS_REAL | GS_NOKEY) != GS_OK)
            return false;
        off += span;
    }
    return true;
}

static bool
stores(uint8_t cmd)
{
    return (cmd & 3) == 2 || (cmd & 0xf) == 4 || (cmd & 0xf) == 0xc;
}

/* Data area of entry i as the guest's CCW g has it. */
void
xl_area(struct ccwprog *p, unsigned i, const struct ccw *g, uint8_t cmd)
{
    bool store = stores(cmd), backward = (cmd & 0xf) == 0xc;
    uint32_t left = get16(&g->count), addr = get24(&g->addr), list = addr;
    uint32_t real;

    if (store && (g->flags & CCW_SKIP)) {
        p->ccw[i].flags &= (uint8_t)~CCW_IDA;
        return;
    }
    if (!(g->flags & CCW_IDA) && !backward &&
        (addr & (PAGE - 1)) + left <= PAGE) {
        real = lock_page(p, addr, store);
        if (real != (uint32_t)BAD_IDAW) {
            put24(&p->ccw[i].addr, real);
            return;
        }
    }
    p->ccw[i].flags |= CCW_IDA;
    put24(&p->ccw[i].addr, real_of(&p->idaw[p->nidaw]));
    for (unsigned n = 0; left > 0 && !p->full; n++) {
        uint32_t span;

        if ((g->flags & CCW_IDA) &&
            !guest_idaw(p->vm, list, n, backward, &addr))
            addr = ~0u;
        real = addr > 0xffffff ? (uint32_t)BAD_IDAW : lock_page(p, addr, store);
        emit_idaw(p, real);
        if (real == (uint32_t)BAD_IDAW)
            return;
        span =
            backward ? (addr & (BLOCK - 1)) + 1 : BLOCK - (addr & (BLOCK - 1));
        left -= span < left ? span : left;
        addr = backward ? addr - span : addr + span;
    }
}

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
    put24(&p->ccw[i].addr, real_of(&p->ccw[to]));
}

/* IPL: the entry just made stores into storage, so that what follows in the
 * guest's chain may be what it reads. */
static bool
stop_here(struct ccwprog *p, uint32_t at, uint8_t flags)
{
    struct ccw *last = &p->ccw[p->nccw - 1];

    if (!p->one_read || (flags & CCW_CD))
        return false;
    if (!stores(p->map[p->nccw - 1].cmd) || (flags & CCW_SKIP))
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
        put24(&p->ccw[i].addr, real_of(&p->ccw[to]));
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
    for (unsigned n = 0; n < K_ARRAY_SIZE(sizes); n++) {
        struct ccw g;
        bool there;

        memset(p, 0, sizeof *p);
        p->vm = vm;
        p->v = v;
        p->start = start;
        p->size = (uint8_t)n;
        if (!get_storage(p)) {
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
    if (!get_storage(p)) {
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
    p->size = K_ARRAY_SIZE(sizes) - 1;
    p->one_read = true;
    if (!get_storage(p)) {
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
            if (p->ccw[i].cmd != CCW_TIC && stores(p->map[i].cmd))
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
    uint32_t at = get24(&real->addr) - real_of(p->ccw);
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
