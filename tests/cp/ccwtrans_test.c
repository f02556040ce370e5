/* SPDX-License-Identifier: MIT */
/* Channel-program translation on the host: cp/ccwtrans.c and cp/ccwdisk.c over
 * a guest's storage whose pages lie scattered in a low arena (real addresses
 * are 24-bit). A small channel executes both the guest's program and the
 * translated one, with the same device; what each does to guest storage must
 * be the same, for chosen programs and for many random ones. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "arch/ckd.h"
#include "cp/ccwtrans.h"
#include "cp/frames.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/vio.h"

enum {
    ARENA = 0x200000, /* real storage: pool, then frames of guest pages */
    POOL = 0x100000,
    FRAMES = ARENA + POOL,
    PAGES = 64,
    STORAGE = PAGES * 4096,
    MAX_ALLOC = 64,
};

struct page_counts page_counts = {.frames = 1000};
static struct vmblok vm;
static struct vdevblok vdev;
static uint8_t frame_of[PAGES]; /* guest page -> frame */
static uint8_t page_in[PAGES];  /* and back */
static unsigned pins[PAGES];    /* by frame */

static struct {
    uint32_t at;
    size_t size;
} allocs[MAX_ALLOC];
static uint32_t pool_next;

static void *
real(uint32_t addr)
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
            return memset(real(allocs[i].at), 0, size);
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

static uint8_t *
guest(uint32_t addr)
{
    if (addr >= STORAGE)
        return NULL;
    return real(FRAMES + frame_of[addr >> 12] * 4096u + (addr & 4095));
}

int
gstor_fetch(struct vmblok *m, uint32_t addr, void *to, uint32_t len, int access)
{
    uint8_t *out = to;

    (void)m;
    ck_assert(access & GS_REAL);
    for (uint32_t i = 0; i < len; i++) {
        const uint8_t *p = guest(addr + i);

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
    vm.pinned--;
}

static void
setup(void)
{
    static bool mapped;

    if (!mapped) {
        void *p =
            mmap(real(ARENA), POOL + STORAGE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

        ck_assert_ptr_eq(p, real(ARENA));
        mapped = true;
    }
    memset(real(ARENA), 0, POOL + STORAGE);
    memset(allocs, 0, sizeof allocs);
    memset(pins, 0, sizeof pins);
    memset(&vm, 0, sizeof vm);
    memset(&vdev, 0, sizeof vdev);
    pool_next = ARENA;
    for (unsigned i = 0; i < PAGES; i++)
        page_in[frame_of[i] = (uint8_t)(i * 37 % PAGES)] = (uint8_t)i;
    vm.storage = STORAGE;
    vdev.vm = &vm;
    vdev.class = DEV_DASD;
    vdev.kind = VDEV_MINIDISK;
    vdev.type = 0x3350;
    vdev.cyl0 = 100;
    vdev.ncyl = 10;
}

static void
nothing_left(void)
{
    for (unsigned i = 0; i < MAX_ALLOC; i++)
        ck_assert_uint_eq(allocs[i].size, 0);
    for (unsigned i = 0; i < PAGES; i++)
        ck_assert_uint_eq(pins[i], 0);
    ck_assert_uint_eq(vm.pinned, 0);
}

/* The channel. Its device: after a search, `coin` decides about status
 * modifier; every command moves all of its data; NO_COMMAND ends the chain.
 * What is done is written down as bytes of guest addresses. */

enum { NO_COMMAND = 0xff, MAX_TRACE = 4000, MAX_STEPS = 60 };

struct event {
    uint32_t at;  /* guest address of the CCW */
    uint8_t cmd;  /* 0: goes on a data chain */
    uint16_t n;   /* bytes moved */
    uint32_t sum; /* of their guest addresses */
};

struct trace {
    struct event ev[MAX_STEPS + 2];
    unsigned n;
    uint8_t chan; /* CS_PROGRAM_CHECK or 0 */
    bool rejected;
    uint32_t last; /* guest address of the last CCW + 8 */
};

static unsigned coins;

static bool
coin(unsigned step)
{
    return coins >> (step & 31) & 1;
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
static uint32_t
back(uint32_t at)
{
    unsigned f = (at - FRAMES) >> 12;

    if (at < FRAMES || f >= PAGES)
        return ~0u;
    if (pins[f] == 0)
        ck_abort_msg("%x is not locked", at);
    return (uint32_t)page_in[f] << 12 | (at & 4095);
}

struct side {
    const struct ccwprog *p; /* NULL: the guest's own program */
};

static bool
fetch(const struct side *s, uint32_t at, void *to, unsigned n)
{
    uint32_t begin;

    if (s->p == NULL)
        return at <= 0xffffff &&
               gstor_fetch(&vm, at, to, n, GS_REAL | GS_NOKEY) == GS_OK;
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
    memcpy(to, real(at), n);
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
            g = back(addr);
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

static void
channel(const struct side *s, uint32_t at, struct trace *t,
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

static void
put_ccw(uint32_t at, uint8_t cmd, uint32_t addr, uint8_t flags, unsigned count)
{
    struct ccw c;

    c.cmd = cmd;
    put24(&c.addr, addr);
    c.flags = flags;
    c.zero = 0;
    put16(&c.count, (uint16_t)count);
    for (unsigned i = 0; i < 8; i++)
        *guest(at + i) = ((const uint8_t *)&c)[i];
}

static void
put_bytes(uint32_t at, const void *data, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        *guest(at + i) = ((const uint8_t *)data)[i];
}

static const struct ccw *
entry(const struct ccwprog *p, uint32_t at, unsigned *index)
{
    for (unsigned i = 0; i < p->nccw; i++)
        if (p->map[i].guest == at &&
            !(p->map[i].flags & (MAP_PREFIX | MAP_JUMP))) {
            *index = i;
            return &p->ccw[i];
        }
    ck_abort_msg("no entry for %x", at);
}

/* A usual read: seek, search, TIC, read over a page boundary. */
static void
put_read(uint32_t at, unsigned cyl, uint8_t cmd)
{
    uint8_t arg[8] = {0, 0, 0, (uint8_t)cyl, 0, 7, 3, 0};

    put_bytes(0x500, arg, 8);
    put_ccw(at, CKD_SEEK, 0x500, CCW_CC, 6);
    put_ccw(at + 8, CKD_SEARCH_ID_EQ, 0x502, CCW_CC, 5);
    put_ccw(at + 16, CCW_TIC, at + 8, 0, 0);
    put_ccw(at + 24, cmd, 0x3f00, CCW_SLI, 4096);
}

START_TEST(seek_is_relocated)
{
    struct ccwprog p;
    const struct ckd_seek *s;
    unsigned i;

    put_read(0x400, 4, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    s = real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(get16(&s->cyl), 104);
    ck_assert_uint_eq(get16(&s->head), 7);
    ck_assert_uint_eq(i, 0); /* no prefix before a SEEK */
    /* The search compares what the guest wrote: no copy. */
    ck_assert_uint_eq(back(get24(&entry(&p, 0x408, &i)->addr)), 0x502);
    ccw_finish(&p, 3, 0);
    ck_assert_uint_eq(vdev.pos_cyl, 4);
    ck_assert_uint_eq(vdev.pos_head, 7);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(seek_outside_goes_nowhere)
{
    struct ccwprog p;
    const struct ckd_seek *s;
    unsigned i;

    put_read(0x400, 10, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    s = real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(get16(&s->cyl), 0xffff);
    ccw_finish(&p, 0, 0);
    ck_assert_uint_eq(vdev.pos_cyl, 0);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(chain_without_seek_starts_where_the_last_ended)
{
    struct ccwprog p;
    const struct ckd_seek *s;

    vdev.pos_cyl = 9;
    vdev.pos_head = 3;
    put_ccw(0x400, CKD_READ_COUNT, 0x800, 0, 8);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 109);
    ck_assert_uint_eq(get16(&s->head), 3);
    ck_assert(p.map[0].flags & MAP_PREFIX);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(write_on_read_only_is_refused)
{
    struct ccwprog p;
    struct trace t;
    struct side s = {&p};
    unsigned i;

    vdev.flags = VDEV_READONLY;
    put_read(0x400, 4, CKD_WRITE_DATA);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(entry(&p, 0x418, &i)->cmd, NO_COMMAND);
    ck_assert_uint_eq(p.map[i].arg, 0x04); /* file protected */
    coins = ~0u;
    channel(&s, (uint32_t)(uintptr_t)p.ccw, &t, NULL);
    ck_assert(t.rejected);
    ck_assert_uint_eq(t.last, 0x420);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(recalibrate_and_ipl)
{
    struct ccwprog p;
    const struct ckd_seek *s;

    vdev.pos_cyl = 5;
    put_ccw(0x400, CKD_RECALIBRATE, 0, CCW_SLI, 1);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 100);
    ck_assert_uint_eq(get16(&s->head), 0);
    ccw_release(&p);

    put_ccw(0x400, CKD_READ_IPL, 0x800, CCW_SLI, 24);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.nccw, 4);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 100);
    ck_assert_uint_eq(p.ccw[1].cmd, CKD_SEARCH_HA_EQ);
    ck_assert_uint_eq(p.ccw[3].cmd, CKD_READ_DATA);
    ccw_release(&p);

    /* In the middle of a chain it has no place. */
    put_ccw(0x400, CCW_NOP, 0, CCW_CC, 1);
    put_ccw(0x408, CKD_READ_IPL, 0x800, CCW_SLI, 24);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[2].cmd, NO_COMMAND);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(home_address_and_r0)
{
    static const uint8_t ha[5] = {0, 0, 2, 0, 1}, r0[8] = {0, 2, 0, 1};
    struct ccwprog p;
    const uint8_t *d;
    unsigned i;

    /* Written ones are relocated in CP's copy. */
    put_bytes(0x500, ha, 5);
    put_bytes(0x510, r0, 8);
    put_ccw(0x400, CKD_WRITE_HA, 0x500, CCW_CC, 5);
    put_ccw(0x408, CKD_WRITE_R0, 0x510, CCW_CC, 16);
    /* Read ones are set right afterwards; this one crosses a page. */
    put_ccw(0x410, CKD_READ_HA, 0x1ffe, CCW_CC, 5);
    put_ccw(0x418, CKD_READ_R0, 0x520, CCW_CC, 16);
    put_ccw(0x420, CKD_SEARCH_HA_EQ, 0x501, CCW_CC, 4);
    put_ccw(0x428, CKD_SEARCH_ID_EQ, 0x510, 0, 5);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    d = real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(d[2], 102);
    d = real(get24(&entry(&p, 0x408, &i)->addr));
    ck_assert_uint_eq(d[1], 102);
    ck_assert_uint_eq(p.ccw[i].flags, CCW_CD);
    ck_assert_uint_eq(get16(&p.ccw[i].count), 8);
    ck_assert_uint_eq(back(get24(&p.ccw[i + 1].addr)), 0x518);
    ck_assert_uint_eq(get16(&p.ccw[i + 1].count), 8);
    d = real(get24(&entry(&p, 0x420, &i)->addr));
    ck_assert_uint_eq(d[1], 102);
    d = real(get24(&entry(&p, 0x428, &i)->addr));
    ck_assert_uint_eq(d[1], 102);

    put_bytes(0x1ffe, "\0\0\146\0\1", 5); /* cylinder 102 */
    put_bytes(0x520, "\0\146\0\1\0\0\0\10", 8);
    entry(&p, 0x428, &i);
    ccw_finish(&p, (int)i, 0);
    ck_assert_uint_eq(*guest(0x2000), 2);
    ck_assert_uint_eq(*guest(0x521), 2);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(unknown_commands_are_refused)
{
    struct ccwprog p;

    for (unsigned cmd = 1; cmd < 256; cmd++) {
        bool known = false;

        if ((cmd & 15) == 0 || (cmd & 15) == CCW_TIC)
            continue;
        put_ccw(0x400, CKD_SET_FILE_MASK, 0x500, CCW_CC, 1);
        put_ccw(0x408, (uint8_t)cmd, 0x800, CCW_SLI, 8);
        ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
        for (const char *k = "\x03\x04\x05\x06\x07\x0b\x0d\x0e\x0f\x11\x12"
                             "\x13\x15\x16\x17\x19\x1a\x1b\x1d\x1e\x1f\x22"
                             "\x23\x24\x29\x31\x39\x49\x51\x69\x71\x01\x86"
                             "\x8e\x92\x96\x9a\x9e\xa9\xb1\xb9\xc9\xd1\xe9"
                             "\xf1\xe4\xb4\x94\x84\x9f\x8f\xa2\xa3\xa4";
             *k; k++)
            known |= (uint8_t)*k == cmd;
        ck_assert_msg(known == (p.ccw[2].cmd != NO_COMMAND), "command %02x",
                      cmd);
        ccw_release(&p);
    }
    nothing_left();
}
END_TEST

START_TEST(csw_goes_back)
{
    struct ccwprog p;
    struct csw r, g;
    int index;
    unsigned i;

    put_read(0x400, 4, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    memset(&r, 0, sizeof r);
    entry(&p, 0x418, &i);
    put24(&r.addr, (uint32_t)(uintptr_t)&p.ccw[i + 1]);
    put16(&r.count, 100);
    r.unit = US_CHANNEL_END | US_DEVICE_END;
    ccw_csw(&p, &r, &g, &index);
    ck_assert_uint_eq(get24(&g.addr), 0x420);
    ck_assert_uint_eq(get16(&g.count), 100);
    ck_assert_int_eq(index, (int)i);
    /* An address that is none of the program's. */
    put24(&r.addr, 0x123457);
    ccw_csw(&p, &r, &g, &index);
    ck_assert_int_eq(index, -1);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(too_big_is_refused)
{
    struct ccwprog p;

    for (unsigned i = 0; i < CCW_MAX + 1; i++)
        put_ccw(0x10000 + 8 * i, CCW_NOP, 0, CCW_CC, 1);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x10000), CCW_TOO_BIG);
    nothing_left();
    /* A loop is no length. */
    put_ccw(0x400, CCW_NOP, 0, CCW_CC, 1);
    put_ccw(0x408, CCW_TIC, 0x400, 0, 0);
    ck_assert_int_eq(ccw_translate(&p, &vm, &vdev, 0x400), CCW_OK);
    ccw_release(&p);
    nothing_left();
}
END_TEST

START_TEST(locked_pages_are_bounded)
{
    struct ccwprog p[4];
    unsigned n;

    /* 60 pages each: two fit, the third must wait. */
    for (unsigned i = 0; i < 60; i++)
        put_ccw(0x400 + 8 * i, CKD_READ_DATA, i * 4096 + 2048,
                i < 59 ? CCW_CC : 0, 100);
    for (n = 0; n < 4; n++)
        if (ccw_translate(&p[n], &vm, &vdev, 0x400) != CCW_OK)
            break;
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(ccw_translate(&p[n], &vm, &vdev, 0x400), CCW_NO_STORAGE);
    ck_assert_uint_le(vm.pinned, CCW_PINS_VM);
    ccw_release(&p[0]);
    ccw_release(&p[1]);
    /* And all machines together leave half of the frames. */
    page_counts.frames = 40;
    ck_assert_int_eq(ccw_translate(&p[0], &vm, &vdev, 0x400), CCW_NO_STORAGE);
    page_counts.frames = 1000;
    nothing_left();
}
END_TEST

START_TEST(ipl_goes_part_by_part)
{
    static const struct ccw implied = {
        CCW_READ, {{0}}, CCW_CC | CCW_SLI, 0, {{0, 24}}};
    struct ccwprog p;

    ck_assert_int_eq(ccw_ipl_begin(&p, &vm, &vdev, &implied), CCW_OK);
    ck_assert(p.stopped);
    ck_assert_uint_eq(p.resume, 8);
    ck_assert_uint_eq(p.nccw, 4);
    ck_assert_uint_eq(p.ccw[3].flags & CCW_CC, 0);
    /* What the first part read: read on, then transfer to what that reads. */
    put_ccw(8, CKD_READ_DATA, 0x3000, CCW_CC | CCW_SLI, 64);
    put_ccw(16, CCW_TIC, 0x3000, 0, 0);
    ck_assert_int_eq(ccw_ipl_next(&p), CCW_OK);
    ck_assert_uint_eq(p.nccw, 5);
    ck_assert(p.ccw[3].flags & CCW_CC);
    ck_assert(p.ccw[3].flags & CCW_SKIP);
    ck_assert_uint_eq(p.resume, 16);
    put_read(0x3000, 1, CKD_READ_DATA);
    ck_assert_int_eq(ccw_ipl_next(&p), CCW_OK);
    ck_assert(p.stopped);
    ck_assert_uint_eq(p.resume, 0);
    ck_assert(p.ccw[4].flags & CCW_SKIP);
    ck_assert_uint_eq(p.ccw[5].cmd, CCW_TIC);
    ck_assert_uint_eq(get24(&p.ccw[5].addr), (uint32_t)(uintptr_t)&p.ccw[6]);
    ccw_release(&p);
    nothing_left();
}
END_TEST

/* Random programs. */

static unsigned seed;

static unsigned
rnd(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 12) % n;
}

static void
random_ccw(uint32_t at, const uint8_t *cmds, unsigned ncmds)
{
    static const uint8_t flags[] = {
        CCW_CC,  CCW_CC, CCW_CC,           CCW_CD,           CCW_CC | CCW_SLI,
        CCW_SLI, 0,      CCW_CC | CCW_PCI, CCW_CC | CCW_SKIP};
    uint8_t f = flags[rnd(sizeof flags)], cmd;
    uint32_t addr = rnd(8) ? rnd(STORAGE) : rnd(STORAGE * 2);
    unsigned count = rnd(8) ? 1 + rnd(40) : rnd(9000);

    switch (rnd(12)) {
    case 0:
    case 1:
        put_ccw(at, CCW_TIC, 0x400 + 8 * rnd(24) + (rnd(20) == 0), 0, 0);
        return;
    case 2:
        /* Not read backward: the channel here has no tapes. */
        cmd = (uint8_t)rnd(256);
        put_ccw(at, (cmd & 15) == 12 ? CCW_NOP : cmd, addr, (uint8_t)rnd(256),
                count);
        return;
    case 3:
        put_ccw(at, cmds[rnd(ncmds)], 0x600 + 4 * rnd(8), f | CCW_IDA, count);
        return;
    default:
        put_ccw(at, cmds[rnd(ncmds)], addr, f, count);
        return;
    }
}

static void
random_program(const uint8_t *cmds, unsigned ncmds)
{
    for (uint32_t at = 0x400; at < 0x400 + 8 * 24; at += 8)
        random_ccw(at, cmds, ncmds);
    for (uint32_t at = 0x600; at < 0x640; at += 4) {
        be32 w;

        put32(&w, rnd(10) ? rnd(PAGES * 2) * 2048 : rnd(STORAGE * 2));
        put_bytes(at, &w, 4);
    }
    for (uint32_t at = 0x700; at < 0x800; at++)
        *guest(at) = (uint8_t)rnd(3);
}

START_TEST(random_programs_do_the_same)
{
    static const uint8_t cmds[] = {0x06, 0x05, 0x31, 0x29, 0x07, 0x1e, 0x1d,
                                   0x03, 0x12, 0xb1, 0x04, 0x23, 0x39};
    static struct trace a, b;
    unsigned ran = 0, ended = 0;

    vdev.kind = VDEV_DEDICATED;
    for (unsigned n = 0; n < 6000; n++) {
        struct side g = {NULL}, r;
        struct ccwprog p;
        struct ccw first;
        enum ccw_result rc;

        seed = n;
        coins = seed = n * 2654435761u;
        random_program(cmds, sizeof cmds);
        gstor_fetch(&vm, 0x400, &first, 8, GS_REAL);
        if ((first.cmd & 15) == CCW_TIC)
            continue;
        pool_next = ARENA;
        rc = ccw_translate(&p, &vm, &vdev, 0x400);
        if (rc != CCW_OK) {
            nothing_left();
            continue;
        }
        r.p = &p;
        channel(&g, 0x400, &a, NULL);
        channel(&r, (uint32_t)(uintptr_t)p.ccw, &b, NULL);
        ck_assert_msg(a.n == b.n && a.chan == b.chan,
                      "program %u: %u/%u events, status %x/%x", n, a.n, b.n,
                      a.chan, b.chan);
        for (unsigned i = 0; i < a.n; i++)
            ck_assert_msg(
                a.ev[i].at == b.ev[i].at && a.ev[i].cmd == b.ev[i].cmd &&
                    a.ev[i].n == b.ev[i].n && a.ev[i].sum == b.ev[i].sum,
                "program %u: event %u at %x", n, i, a.ev[i].at);
        ran++;
        ended += a.n > 3;
        ccw_release(&p);
        nothing_left();
    }
    ck_assert_uint_gt(ran, 3000);
    ck_assert_uint_gt(ended, 600);
}
END_TEST

/* Nothing that moves the arm leaves the minidisk, nothing that it does not
 * have reaches the device, and a read-only one is never written. */
static unsigned seeks;

static void
look_at_disk(const struct ccw *c, const struct ccwmap *m)
{
    const struct ckd_seek *s = real(get24(&c->addr));

    (void)m;
    switch (c->cmd) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
        if (get16(&c->count) < 6)
            return;
        ck_assert_uint_lt(get24(&c->addr), FRAMES);
        ck_assert((get16(&s->cyl) >= 100 && get16(&s->cyl) < 110) ||
                  get16(&s->cyl) == 0xffff);
        seeks++;
        return;
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
    case CKD_READ_IPL:
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_WRITE_HA:
    case CKD_WRITE_R0:
    case CKD_ERASE:
    case 0x01:
    case 0xb4:
    case 0x94:
        ck_abort_msg("command %02x reached the disk", c->cmd);
    default:
        return;
    }
}

START_TEST(random_programs_stay_on_the_minidisk)
{
    static const uint8_t cmds[] = {
        0x06, 0x05, 0x31, 0x29, 0x07, 0x0b, 0x1b, 0x13, 0x17, 0x02, 0x1a,
        0x16, 0x19, 0x15, 0x1d, 0x03, 0x12, 0xb1, 0x39, 0x1f, 0xb4, 0x11};
    static struct trace t;

    vdev.flags = VDEV_READONLY;
    seeks = 0;
    for (unsigned n = 0; n < 6000; n++) {
        struct ccwprog p;
        struct side r = {&p};
        struct csw csw, g;
        int index;

        coins = seed = n * 2654435761u + 7;
        random_program(cmds, sizeof cmds);
        if (rnd(2))
            for (unsigned i = 0; i < 24; i++)
                if ((*guest(0x400 + 8 * i) & 7) == 7 ||
                    *guest(0x400 + 8 * i) == 0x0b)
                    put_ccw(0x400 + 8 * i, *guest(0x400 + 8 * i),
                            0x700 + rnd(200), CCW_CC, 6);
        pool_next = ARENA;
        if (ccw_translate(&p, &vm, &vdev, 0x400) != CCW_OK) {
            nothing_left();
            continue;
        }
        channel(&r, (uint32_t)(uintptr_t)p.ccw, &t, look_at_disk);
        /* Any CSW at all is taken. */
        for (unsigned i = 0; i < sizeof csw; i++)
            ((uint8_t *)&csw)[i] = (uint8_t)rnd(256);
        put24(&csw.addr, (uint32_t)(uintptr_t)p.ccw + 8 * rnd(p.nccw + 2));
        ccw_csw(&p, &csw, &g, &index);
        ccw_finish(&p, index, get16(&csw.count));
        ck_assert_uint_lt(vdev.pos_cyl, 10);
        ccw_release(&p);
        nothing_left();
    }
    ck_assert_uint_gt(seeks, 1500);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("ccwtrans");
    TCase *t = tcase_create("ccwtrans");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, setup, NULL);
    tcase_set_timeout(t, 120);
    tcase_add_test(t, seek_is_relocated);
    tcase_add_test(t, seek_outside_goes_nowhere);
    tcase_add_test(t, chain_without_seek_starts_where_the_last_ended);
    tcase_add_test(t, write_on_read_only_is_refused);
    tcase_add_test(t, recalibrate_and_ipl);
    tcase_add_test(t, home_address_and_r0);
    tcase_add_test(t, unknown_commands_are_refused);
    tcase_add_test(t, csw_goes_back);
    tcase_add_test(t, too_big_is_refused);
    tcase_add_test(t, locked_pages_are_bounded);
    tcase_add_test(t, ipl_goes_part_by_part);
    tcase_add_test(t, random_programs_do_the_same);
    tcase_add_test(t, random_programs_stay_on_the_minidisk);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
