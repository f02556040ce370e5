/* SPDX-License-Identifier: MIT */
/* The rig's storage, its stubs of CP's free and guest storage, and its
 * channel. */
#include "config.h"

#include "tests/cp/ccwrig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cp/frames.h"
#include "cp/free.h"
#include "cp/gstor.h"

struct page_counts page_counts = {.frames = 1000};
struct vmblok rig_vm;
struct vdevblok rig_vdev;
static uint8_t frame_of[PAGES]; /* guest page -> frame */
static uint8_t page_in[PAGES];  /* and back */
static unsigned pins[PAGES];    /* by frame */

static struct {
    uint32_t at;
    size_t size;
} allocs[MAX_ALLOC];
static uint32_t pool_next;

void
rig_rewind(void)
{
    pool_next = ARENA;
}

void *
rig_real(uint32_t addr)
{
    return (void *)(uintptr_t)addr;
}

/* Stubs. */

void *
cp_alloc(size_t size)
{
    for (unsigned i = 0; i < MAX_ALLOC; i++)
        if (allocs[i].size == 0) {
            allocs[i].at = pool_next;
            allocs[i].size = size;
            pool_next += (uint32_t)((size + 7) & ~(size_t)7) + 64;
            ck_assert_uint_lt(pool_next, FRAMES);
            ck_assert_uint_le(size, 4096);
            return memset(rig_real(allocs[i].at), 0, size);
        }
    ck_abort_msg("too many allocations");
}

void
cp_free(void *p, size_t size)
{
    for (unsigned i = 0; i < MAX_ALLOC; i++)
        if (allocs[i].size && allocs[i].at == (uint32_t)(uintptr_t)p) {
            ck_assert_uint_eq(allocs[i].size, size);
            allocs[i].size = 0;
            return;
        }
    ck_abort_msg("freed what was not allocated");
}

uint8_t *
rig_guest(uint32_t addr)
{
    if (addr >= STORAGE)
        return NULL;
    return rig_real(FRAMES + frame_of[addr >> 12] * 4096u + (addr & 4095));
}

int
gstor_fetch(struct vmblok *m, uint32_t addr, void *to, uint32_t len, int access)
{
    uint8_t *out = to;

    (void)m;
    ck_assert(access & GS_REAL);
    for (uint32_t i = 0; i < len; i++) {
        const uint8_t *p = rig_guest(addr + i);

        if (p == NULL)
            return PIC_ADDRESSING;
        out[i] = *p;
    }
    return GS_OK;
}

int
gstor_pin(struct vmblok *m, uint32_t addr, int access, uint32_t *to)
{
    (void)access;
    if (addr >= STORAGE)
        return PIC_ADDRESSING;
    pins[frame_of[addr >> 12]]++;
    m->pinned++;
    *to = FRAMES + frame_of[addr >> 12] * 4096u + (addr & 4095);
    return GS_OK;
}

void
gstor_unpin(uint32_t at)
{
    unsigned f = (at - FRAMES) >> 12;

    ck_assert_uint_lt(f, PAGES);
    ck_assert_uint_gt(pins[f], 0);
    pins[f]--;
    rig_vm.pinned--;
}

void
rig_setup(void)
{
    static bool mapped;

    if (!mapped) {
        void *p =
            mmap(rig_real(ARENA), POOL + STORAGE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

        ck_assert_ptr_eq(p, rig_real(ARENA));
        mapped = true;
    }
    memset(rig_real(ARENA), 0, POOL + STORAGE);
    memset(allocs, 0, sizeof allocs);
    memset(pins, 0, sizeof pins);
    memset(&rig_vm, 0, sizeof rig_vm);
    memset(&rig_vdev, 0, sizeof rig_vdev);
    pool_next = ARENA;
    for (unsigned i = 0; i < PAGES; i++)
        page_in[frame_of[i] = (uint8_t)(i * 37 % PAGES)] = (uint8_t)i;
    rig_vm.storage = STORAGE;
    rig_vdev.vm = &rig_vm;
    rig_vdev.class = DEV_DASD;
    rig_vdev.kind = VDEV_MINIDISK;
    rig_vdev.type = 0x3350;
    rig_vdev.cyl0 = 100;
    rig_vdev.ncyl = 10;
}

void
rig_empty(void)
{
    for (unsigned i = 0; i < MAX_ALLOC; i++)
        ck_assert_uint_eq(allocs[i].size, 0);
    for (unsigned i = 0; i < PAGES; i++)
        ck_assert_uint_eq(pins[i], 0);
    ck_assert_uint_eq(rig_vm.pinned, 0);
}

/* The channel. Its device: after a search, `coin` decides about status
 * modifier; every command moves all of its data; NO_COMMAND ends the chain.
 * What is done is written down as bytes of guest addresses. */

unsigned rig_coins;

static bool
coin(unsigned step)
{
    return rig_coins >> (step & 31) & 1;
}

static bool
searching(uint8_t cmd)
{
    switch (cmd & 0x7f) {
    case 0x29:
    case 0x31:
    case 0x39:
    case 0x49:
    case 0x51:
    case 0x69:
    case 0x71:
        return true;
    default:
        return false;
    }
}

/* Guest address of a real one; ~0: not in guest storage. */
uint32_t
rig_back(uint32_t at)
{
    unsigned f = (at - FRAMES) >> 12;

    if (at < FRAMES || f >= PAGES)
        return ~0u;
    if (pins[f] == 0)
        ck_abort_msg("%x is not locked", at);
    return (uint32_t)page_in[f] << 12 | (at & 4095);
}

static bool
fetch(const struct side *s, uint32_t at, void *to, unsigned n)
{
    uint32_t begin;

    if (s->p == NULL)
        return at <= 0xffffff &&
               gstor_fetch(&rig_vm, at, to, n, GS_REAL | GS_NOKEY) == GS_OK;
    /* CP's program lies in CP's pool, CCWs and IDAWs alike. */
    begin = (uint32_t)(uintptr_t)s->p->ccw;
    if (n == 8) {
        ck_assert_msg((at >= begin && at < begin + 8u * s->p->nccw) || at == 4,
                      "CCW fetched at %x", at);
        if (at == 4)
            return false;
    } else {
        begin = (uint32_t)(uintptr_t)s->p->idaw;
        ck_assert_uint_ge(at, begin);
        ck_assert_uint_lt(at, begin + 4u * s->p->nidaw);
    }
    memcpy(to, rig_real(at), n);
    return true;
}

static uint32_t
idaw(const struct side *s, uint32_t at)
{
    uint32_t v;
    be32 w;

    if (s->p != NULL) {
        if (!fetch(s, at, &v, 4))
            return ~0u;
        return v & 0xff000000 ? ~0u : v;
    }
    if ((at & 3) || !fetch(s, at, &w, 4))
        return ~0u;
    v = get32(&w);
    return v & 0xff000000 ? ~0u : v;
}

/* Bytes of one CCW; false: program check. */
static bool
move(const struct side *s, const struct ccw *c, uint8_t cmd, struct event *e)
{
    bool store = (cmd & 3) == 2 || (cmd & 15) == 4;
    uint32_t addr = get24(&c->addr), list = addr;

    if (cmd == CCW_NOP || (store && (c->flags & CCW_SKIP))) {
        e->n = get16(&c->count);
        return true;
    }
    if (c->flags & CCW_IDA)
        addr = idaw(s, list);
    for (unsigned i = 0; i < get16(&c->count); i++, addr++) {
        uint32_t g;

        if (i > 0 && (c->flags & CCW_IDA) && (addr & 2047) == 0) {
            list += 4;
            addr = idaw(s, list);
            if (addr != ~0u && (addr & 2047))
                addr = ~0u;
        }
        if (addr > 0xffffff)
            return false;
        g = addr;
        if (s->p != NULL) {
            g = rig_back(addr);
            /* CP's copies of arguments count as not looked at. */
            if (g == ~0u)
                g = 0;
        } else if (addr >= STORAGE)
            return false;
        e->n++;
        e->sum += g * (i + 1);
    }
    return true;
}

void
rig_channel(const struct side *s, uint32_t at, struct trace *t,
            void (*look)(const struct ccw *c, const struct ccwmap *m))
{
    bool first = true, tic = false, cd = false;
    uint8_t cmd = 0;

    memset(t, 0, sizeof *t);
    for (unsigned step = 0, tics = 0; t->n < MAX_STEPS && tics < 1000; step++) {
        const struct ccwmap *m = NULL;
        struct event *e = &t->ev[t->n];
        struct ccw c;
        bool moved;

        t->chan = CS_PROGRAM_CHECK;
        t->last = at + 8;
        if (!fetch(s, at, &c, 8))
            return;
        if (s->p != NULL) {
            m = &s->p->map[(at - (uint32_t)(uintptr_t)s->p->ccw) / 8];
            t->last = m->guest + 8;
        }
        if ((c.cmd & 15) == CCW_TIC) {
            if (first || tic || (get24(&c.addr) & 7))
                return;
            at = get24(&c.addr);
            tic = true;
            tics++;
            continue;
        }
        tic = first = false;
        if ((c.flags & 3) || get16(&c.count) == 0 || (!cd && !(c.cmd & 15)))
            return;
        if (!cd)
            cmd = c.cmd;
        memset(e, 0, sizeof *e);
        e->at = m != NULL ? m->guest : at;
        e->cmd = cd ? 0 : cmd;
        if (look != NULL && !cd)
            look(&c, m);
        if (cmd == NO_COMMAND) {
            t->chan = 0;
            t->rejected = true;
            return;
        }
        moved = move(s, &c, cmd, e);
        if (m == NULL || !(m->flags & MAP_PREFIX))
            t->n++;
        if (!moved)
            return;
        t->chan = 0;
        cd = (c.flags & CCW_CD) != 0;
        if (!cd && !(c.flags & CCW_CC))
            return;
        at += 8;
        if (!cd && searching(cmd) && (m == NULL || !(m->flags & MAP_PREFIX)) &&
            coin(t->n))
            at += 8;
    }
    t->chan = 0; /* cut: goes on for ever, or long enough */
}

void
rig_ccw(uint32_t at, uint8_t cmd, uint32_t addr, uint8_t flags, unsigned count)
{
    struct ccw c;

    c.cmd = cmd;
    put24(&c.addr, addr);
    c.flags = flags;
    c.zero = 0;
    put16(&c.count, (uint16_t)count);
    for (unsigned i = 0; i < 8; i++)
        *rig_guest(at + i) = ((const uint8_t *)&c)[i];
}

void
rig_bytes(uint32_t at, const void *data, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        *rig_guest(at + i) = ((const uint8_t *)data)[i];
}
