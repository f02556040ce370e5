/* SPDX-License-Identifier: MIT */
/* The rig's machine and its device. */
#include "tests/cp/rig.h"
#include "tests/cpu/engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/dat.h"
#include "arch/lowcore.h"

enum {
    RATE = 2684355,  /* 10 ns an instruction: 40.96 TOD units, times 65536 */
    CHUNK = 1000000, /* instructions at a time */
    LATENCY = 2000,  /* of page I/O, instructions */
    NUCLEUS = 0x2000,
};

static void
fail(struct rig *r, const char *what)
{
    r->failed = true;
    if (r->quiet)
        return;
    fprintf(stderr, "rig: %s, PSW %016llX, %llu instructions\n", what,
            (unsigned long long)cpu_get_psw(r->cpu),
            (unsigned long long)r->cpu->icount);
}

/* The device. */

static void
log_line(const struct rig *r, unsigned level, const uint8_t *text, unsigned n)
{
    /* Enough of code page 1047 for CP's messages. */
    static const char *const zones[16] = {
        [0x4] = "           .<(+|", [0x5] = "&         !$*); ",
        [0x6] = "-/         ,%_>?", [0x7] = "          :#@'=\"",
        [0x8] = " abcdefghi      ", [0x9] = " jklmnopqr      ",
        [0xa] = "  stuvwxyz      ", [0xc] = " ABCDEFGHI      ",
        [0xd] = " JKLMNOPQR      ", [0xe] = "  STUVWXYZ      ",
        [0xf] = "0123456789      "};

    if (!r->verbose)
        return;
    fprintf(stderr, "CP %u: ", level);
    for (unsigned i = 0; i < n; i++)
        fputc(zones[text[i] >> 4] ? zones[text[i] >> 4][text[i] & 15] : '.',
              stderr);
    fputc('\n', stderr);
}

static uint32_t
absolute(uint32_t prefix, uint32_t real)
{
    if ((real & ~4095u) == 0)
        return real | prefix;
    return (real & ~4095u) == prefix ? real & 4095 : real;
}

static void
page_io(struct rig *r, const struct rig_op *op)
{
    unsigned level = get32(&op->level);
    uint8_t *slot = r->slots[level] + 4096u * get32(&op->arg);
    uint8_t *frame = r->storage.main + get32(&op->addr);

    if (get32(&op->op) == RIG_WRITE)
        memcpy(slot, frame, 4096);
    else
        memcpy(frame, slot, 4096);
    cpu_storage_changed(r->cpu, get32(&op->addr), 4096);
    r->pages++;
}

/* The bits of pages that are not zero. */
static void
make_map(const struct rig_result *im, uint8_t *map)
{
    static const uint8_t zero[4096];

    memset(map, 0, RIG_PAGES_MAX / 8);
    for (uint32_t p = 0; p < im->size / 4096; p++)
        if (memcmp(im->main + p * 4096, zero, 4096) != 0)
            map[p / 8] |= (uint8_t)(0x80 >> p % 8);
}

static void
perform(struct rig *r, const struct rig_op *op)
{
    unsigned level = get32(&op->level) + 1; /* of its guest */
    uint32_t arg = get32(&op->arg), at = get32(&op->addr);
    struct rig_result *im = &r->image[level];
    uint8_t *buf = r->storage.main + at;

    switch (get32(&op->op)) {
    case RIG_CONFIG:
        put32(&((struct rig_config *)buf)->storage, im->size);
        break;
    case RIG_LOG:
        log_line(r, level - 1, buf, arg);
        return;
    case RIG_MAP:
        make_map(im, buf);
        break;
    case RIG_LOAD:
        memcpy(buf, im->main + 4096 * arg, 4096);
        break;
    case RIG_STATE:
        memcpy(&im->state, buf, sizeof(im->state));
        return;
    case RIG_KEYS:
        for (uint32_t i = 0; i < 4096 && arg + i < im->size / 2048; i++)
            im->keys[absolute(get32(&im->state.prefix), (arg + i) * 2048) /
                     2048] = buf[i];
        return;
    case RIG_DUMP:
        memcpy(im->main + absolute(get32(&im->state.prefix), arg * 4096), buf,
               4096);
        return;
    case RIG_END:
        r->ended = level == r->levels;
        if (!r->ended)
            fail(r, "a CP that is a guest stopped");
        return;
    default:
        fail(r, "unknown operation");
        return;
    }
    cpu_storage_changed(r->cpu, at, 4096);
}

static int
rig_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    struct rig *r = ctx;
    const uint8_t *caw = r->storage.main + cpu->prefix + 0x48;
    uint32_t at = get32((const be32 *)caw) & 0xffffff;
    struct rig_op op;

    (void)fast;
    if (addr != RIG_DEV || at > r->storage.size - sizeof(op))
        return 3;
    memcpy(&op, r->storage.main + at, sizeof(op));
    if (get32(&op.op) == RIG_STEAL)
        return 0;
    if (r->levels == 0 || get32(&op.level) >= r->levels ||
        get32(&op.addr) > r->storage.size - 4096) {
        fail(r, "bad operation");
        return 3;
    }
    if (get32(&op.op) != RIG_READ && get32(&op.op) != RIG_WRITE) {
        perform(r, &op);
    } else if (get32(&op.level) > 0) {
        page_io(r, &op);
    } else if (r->queued < RIG_QUEUE) {
        r->queue[r->queued++] = op;
        if (r->queued == 1)
            r->due = cpu->icount + LATENCY;
    } else {
        fail(r, "page I/O queue is full");
    }
    return 0;
}

static int
no_device(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)ctx;
    (void)cpu;
    (void)addr;
    return 3;
}

static bool
rig_pending(void *ctx, uint32_t channels)
{
    const struct rig *r = ctx;

    return (channels & 0x80000000) && r->queued && r->cpu->icount >= r->due;
}

static int
rig_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    struct rig *r = ctx;
    struct csw *csw = (struct csw *)(r->storage.main + cpu->prefix + 0x40);

    if (!rig_pending(r, channels))
        return -1;
    page_io(r, &r->queue[0]);
    memset(csw, 0, sizeof(*csw));
    put24(&csw->addr, get32(&r->queue[0].id));
    r->queued--;
    memmove(&r->queue[0], &r->queue[1], r->queued * sizeof(r->queue[0]));
    r->due = cpu->icount + LATENCY;
    return RIG_DEV;
}

/* Making and running it. */

static void *
need(void *p)
{
    if (!p) {
        fputs("rig: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

static void
load(const char *path, uint8_t *to, uint32_t room)
{
    FILE *f = fopen(path, "rb");

    if (!f) {
        fprintf(stderr, "rig: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    if (fread(to, 1, room, f) == 0 || fgetc(f) != EOF) {
        fprintf(stderr, "rig: %s: empty, or longer than storage\n", path);
        exit(2);
    }
    fclose(f);
}

static void
make_image(struct rig_result *im, uint32_t size)
{
    im->size = size;
    im->main = need(calloc(1, size));
    im->keys = need(calloc(1, size / 2048));
}

void
rig_init(struct rig *r, unsigned levels, const char *cp, uint32_t real,
         uint32_t inner, const char *guest, uint32_t size)
{
    unsigned facilities = CPU_FAC_EXTENSION;

    memset(r, 0, sizeof(*r));
    r->levels = levels;
    for (unsigned i = 0; i <= levels; i++) {
        uint32_t n = i == levels ? size : i == 0 ? real : inner;

        make_image(&r->image[i], n);
        r->slots[i] = need(calloc(RIG_SLOTS, 4096));
        if (i == levels) {
            load(guest, r->image[i].main, n);
        } else {
            load(cp, r->image[i].main + NUCLEUS, n - NUCLEUS);
            put32((be32 *)r->image[i].main, PSW_EC);
            put32((be32 *)(r->image[i].main + 4), NUCLEUS);
        }
    }
    r->storage.main = r->image[0].main;
    r->storage.keys = r->image[0].keys;
    r->storage.size = r->image[0].size;
    r->result = &r->image[levels];
    r->board = (struct cpu_board){
        .ctx = r,
        .sio = rig_sio,
        .tio = no_device,
        .clrio = no_device,
        .hio = no_device,
        .hdv = no_device,
        .tch = no_device,
        .stidc = no_device,
        .io_pending = rig_pending,
        .io_accept = rig_accept,
    };
    if (levels > 0 && getenv("CAMBRIDGE_DAS"))
        facilities |= CPU_FAC_DAS;
    r->cpu = need(cpu_create(&r->storage, &r->board, facilities));
    test_engine(r->cpu);
    r->cpu->clock.tod0 = (uint64_t)1 << 60;
    r->cpu->itimer_at = r->cpu->cpu_timer_at = r->cpu->clock.tod0;
    r->cpu->clock.rate = RATE;
    r->cpu->cpuid = 0x0000000101580000u;
    cpu_set_psw(r->cpu, (uint64_t)get32((be32 *)r->storage.main) << 32 |
                            get32((be32 *)(r->storage.main + 4)));
}

void
rig_free(struct rig *r)
{
    cpu_destroy(r->cpu);
    for (unsigned i = 0; i <= r->levels; i++) {
        free(r->image[i].main);
        free(r->image[i].keys);
        free(r->slots[i]);
    }
}

/* A bare guest's own registers are the result. */
static void
bare_end(struct rig *r)
{
    struct rig_state *s = &r->image[0].state;
    uint64_t psw = cpu_get_psw(r->cpu);

    for (unsigned i = 0; i < 16; i++) {
        put32(&s->gpr[i], r->cpu->gr[i]);
        put32(&s->cr[i], r->cpu->cr[i]);
    }
    for (unsigned i = 0; i < 4; i++)
        put64(&s->fpr[i], r->cpu->fr[i]);
    put32(&s->psw.w0, (uint32_t)(psw >> 32));
    put32(&s->psw.w1, (uint32_t)psw);
    put32(&s->prefix, r->cpu->prefix);
    r->ended = true;
}

/* In a wait: on to the next event. */
static void
skip_wait(struct rig *r)
{
    struct cpu *cpu = r->cpu;
    uint64_t due = cpu_timer_due(cpu), now = cpu_now(cpu);
    uint32_t enabled = cpu->psw.mask & PSW_EC ? PSW_IO | PSW_EXT : 0xff000000u;

    if (!(cpu->psw.mask & enabled)) {
        if (r->levels == 0)
            bare_end(r);
        else
            fail(r, "CP is in a disabled wait");
    } else if (r->queued && r->due > cpu->icount) {
        r->due = cpu->icount;
    } else if (due != UINT64_MAX && due > now) {
        cpu->clock.tod0 += due - now;
        cpu_itimer_update(cpu);
    } else {
        fail(r, "a wait that nothing ends");
    }
}

static void
run(struct rig *r, uint64_t n)
{
    enum cpu_stop why;

    cpu_run(r->cpu, n, &why);
    if (r->ended || r->failed)
        return;
    if (why == CPU_CHECKSTOP)
        fail(r, "check-stop");
    else if (why == CPU_WAIT)
        skip_wait(r);
}

bool
rig_run(struct rig *r, uint64_t max)
{
    while (!r->ended && !r->failed) {
        uint64_t n = CHUNK, now = r->cpu->icount;

        if (now >= max)
            fail(r, "no end");
        if (max > now && max - now < n)
            n = max - now;
        if (r->queued && r->due > now && r->due - now < n)
            n = r->due - now;
        run(r, n);
    }
    return !r->failed;
}

bool
rig_step(struct rig *r)
{
    run(r, 1);
    return !r->ended && !r->failed;
}

/* Comparison. */

static unsigned
differ(const char *name, const char *what, unsigned n, uint64_t want,
       uint64_t got)
{
    if (want == got)
        return 0;
    if (name)
        printf("%s: %s %X is %08llX, on the bare machine %08llX\n", name, what,
               n, (unsigned long long)got, (unsigned long long)want);
    return 1;
}

static bool
masked(uint32_t at)
{
    return (at >= 0x50 && at < 0x54) || (at >= 0x7000 && at < 0x8000);
}

unsigned
rig_compare(const struct rig_result *want, const struct rig_result *got,
            const char *name)
{
    const struct rig_state *a = &want->state, *b = &got->state;
    uint32_t mask0 = get32(&a->psw.w0) & PSW_EC ? 0xffffffff : 0xffff0000;
    uint32_t mask1 = get32(&a->psw.w0) & PSW_EC ? 0xffffffff : 0x3fffffff;
    unsigned n = 0;

    n += differ(name, "PSW", 0, get32(&a->psw.w0) & mask0,
                get32(&b->psw.w0) & mask0);
    n += differ(name, "PSW", 4, get32(&a->psw.w1) & mask1,
                get32(&b->psw.w1) & mask1);
    n += differ(name, "prefix", 0, get32(&a->prefix), get32(&b->prefix));
    for (unsigned i = 0; i < 16; i++) {
        n += differ(name, "GR", i, get32(&a->gpr[i]), get32(&b->gpr[i]));
        n += differ(name, "CR", i, get32(&a->cr[i]), get32(&b->cr[i]));
    }
    for (unsigned i = 0; i < 4; i++)
        n += differ(name, "FR", 2 * i, get64(&a->fpr[i]), get64(&b->fpr[i]));
    for (uint32_t i = 0; i < want->size / 2048; i++)
        n += differ(name, "key of block", i * 2048, want->keys[i] & 0xf8,
                    got->keys[i] & 0xf8);
    for (uint32_t i = 0; i < want->size && n < 40; i++)
        if (!masked(i))
            n += differ(name, "storage", i, want->main[i], got->main[i]);
    return n;
}
