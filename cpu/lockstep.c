/* SPDX-License-Identifier: MIT */
/* Lockstep: the fast engine runs the machine's processor, the reference
 * engine a copy of processor and storage that lags a few instructions behind;
 * then the two are compared. The copy has no channels: what the board answered
 * to the first is played to the second. */
#include "cpu/lockstep.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cpu/dat.h"
#include "cpu/psw.h"
#include "cpu/storage.h"

enum {
    STEP_MAX = 251, /* instructions between comparisons */
    ANSWERS = 512,  /* of the board, between comparisons */
    TOUCHED = 8192, /* keys that the board set, between comparisons */
    LOW_TIMER = 80,
    LOW_SIZE = 512,      /* what the board may store into */
    COMPARED = 64 << 10, /* of storage, at each comparison */
};

/* One call of the board. */
struct answer {
    const char *what;
    uint32_t operand;
    int result;
    bool stored;      /* `low` is what it left in assigned storage */
    unsigned touched; /* the first of the keys that it set; see `end` */
    unsigned end;
    uint8_t low[LOW_SIZE];
};

/* Reference and change bits that a channel set in a board call. */
struct touched {
    uint32_t block;
    uint8_t key;
};

struct lockstep {
    struct cpu *cpu;               /* the machine's */
    const struct cpu_board *board; /* the machine's */
    struct cpu_board ask, play;    /* the machine's recorded; played */
    struct storage storage;        /* the copy's */
    struct cpu *copy;
    struct answer answers[ANSWERS];
    unsigned recorded, played;
    struct touched touched[TOUCHED];
    unsigned touches;
    uint8_t *before; /* the machine's keys before a board call */
    unsigned step;   /* the length of the next step comes from it */
    uint32_t at;     /* storage up to here was compared */
    bool begun;      /* the copy's storage is that of the machine */
    bool executing;  /* the machine's processor is */
    bool differs;
};

static void
touch(struct lockstep *l)
{
    const uint8_t *keys = l->cpu->storage->keys;
    uint32_t n = l->storage.size / BLOCK_SIZE;

    if (memcmp(keys, l->before, n) == 0)
        return;
    for (uint32_t i = 0; i < n && l->touches < TOUCHED; i++)
        if (keys[i] != l->before[i])
            l->touched[l->touches++] = (struct touched){i, keys[i]};
}

/* Before a board call that stores. */
static void
before(struct lockstep *l)
{
    memcpy(l->before, l->cpu->storage->keys, l->storage.size / BLOCK_SIZE);
}

static int
record(struct lockstep *l, const char *what, uint32_t operand, int result,
       bool stored)
{
    struct answer *a = &l->answers[l->recorded];

    if (l->recorded < ANSWERS)
        l->recorded++;
    a = &l->answers[l->recorded - 1];
    *a = (struct answer){
        .what = what, .operand = operand, .result = result, .stored = stored};
    if (stored) {
        a->touched = l->touches;
        touch(l);
        a->end = l->touches;
        memcpy(a->low, stor_low(l->cpu, 0), LOW_SIZE);
    }
    return result;
}

static int
play(struct lockstep *l, const char *what, uint32_t operand)
{
    const struct answer *a = &l->answers[l->played];

    if (l->played >= l->recorded || strcmp(a->what, what) != 0 ||
        a->operand != operand) {
        fprintf(stderr, "lockstep: the reference engine alone asks for %s %X\n",
                what, operand);
        l->differs = true;
        return 0;
    }
    l->played++;
    if (a->stored) {
        /* What a board call stores is in locations 64-79 and 168-187. */
        memcpy(stor_low(l->copy, 64), a->low + 64, 16);
        memcpy(stor_low(l->copy, 168), a->low + 168, 20);
        for (unsigned i = a->touched; i < a->end; i++)
            l->storage.keys[l->touched[i].block] |=
                l->touched[i].key & (KEY_REF | KEY_CHANGE);
    }
    return a->result;
}

#define OPERATION(name)                                                        \
    static int ask_##name(void *ctx, struct cpu *cpu, uint16_t addr)           \
    {                                                                          \
        struct lockstep *l = ctx;                                              \
                                                                               \
        before(l);                                                             \
        return record(l, #name, addr,                                          \
                      l->board->name(l->board->ctx, cpu, addr), true);         \
    }                                                                          \
    static int play_##name(void *ctx, struct cpu *cpu, uint16_t addr)          \
    {                                                                          \
        (void)cpu;                                                             \
        return play(ctx, #name, addr);                                         \
    }
OPERATION(tio)
OPERATION(clrio)
OPERATION(hio)
OPERATION(hdv)
OPERATION(tch)
OPERATION(stidc)

static int
ask_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    struct lockstep *l = ctx;

    before(l);
    return record(l, fast ? "siof" : "sio", addr,
                  l->board->sio(l->board->ctx, cpu, addr, fast), true);
}

static int
play_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    (void)cpu;
    return play(ctx, fast ? "siof" : "sio", addr);
}

static bool
ask_pending(void *ctx, uint32_t channels)
{
    struct lockstep *l = ctx;

    return record(l, "pending", channels,
                  l->board->io_pending(l->board->ctx, channels), false);
}

static bool
play_pending(void *ctx, uint32_t channels)
{
    return play(ctx, "pending", channels);
}

static int
ask_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    struct lockstep *l = ctx;

    before(l);
    return record(l, "accept", channels,
                  l->board->io_accept(l->board->ctx, cpu, channels), true);
}

static int
play_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    (void)cpu;
    return play(ctx, "accept", channels);
}

static void
ask_monitor(void *ctx, struct cpu *cpu, unsigned class, uint32_t code)
{
    struct lockstep *l = ctx;

    if (l->board->monitor)
        l->board->monitor(l->board->ctx, cpu, class, code);
}

static void
ask_io_reset(void *ctx, struct cpu *cpu)
{
    struct lockstep *l = ctx;

    if (l->board->io_reset)
        l->board->io_reset(l->board->ctx, cpu);
}

/* What the channels or the operator changed reaches the copy, too. */
void
lockstep_storage(struct cpu *cpu, uint32_t abs, uint32_t len)
{
    struct lockstep *l = cpu->priv->lockstep;
    uint32_t size = cpu->storage->size;

    if (!l || abs >= size)
        return;
    /* What a board call stores there the copy gets when its turn comes. */
    if (l->executing && abs - cpu->prefix < LOW_SIZE)
        return;
    if (len > size - abs)
        len = size - abs;
    memcpy(l->storage.main + abs, cpu->storage->main + abs, len);
}

void
lockstep_key(struct cpu *cpu, uint32_t abs)
{
    struct lockstep *l = cpu->priv->lockstep;

    if (l)
        cpu_key_changed(l->copy, abs);
}

/* The state that both have before a step: the machine may have changed
 * anything between two runs. */
static void
take_over(struct lockstep *l)
{
    struct cpu *copy = l->copy;
    struct cpu_private *p = copy->priv;

    if (!l->begun) {
        memcpy(l->storage.main, l->cpu->storage->main, l->storage.size);
        l->begun = true;
    }
    /* What changes without a word: keys by channels, location 80. */
    memcpy(l->storage.keys, l->cpu->storage->keys,
           l->storage.size / BLOCK_SIZE);
    memcpy(l->storage.main + l->cpu->prefix + LOW_TIMER,
           stor_low(l->cpu, LOW_TIMER), 4);
    *copy = *l->cpu;
    copy->priv = p;
    copy->storage = &l->storage;
    copy->board = &l->play;
    copy->watch = NULL;
    copy->attention = false;
    p->psw_invalid = l->cpu->priv->psw_invalid;
    p->checkstop = l->cpu->priv->checkstop;
    p->pend_extcall = l->cpu->priv->pend_extcall;
    p->pend_emergency = l->cpu->priv->pend_emergency;
}

void
lockstep_reset(struct cpu *cpu)
{
    struct lockstep *l = cpu->priv->lockstep;

    if (!l || l->executing)
        return; /* by SIGP: the copy does it, too */
    take_over(l);
    tlb_purge(l->copy);
}

struct lockstep *
lockstep_create(struct cpu *cpu)
{
    struct lockstep *l = calloc(1, sizeof *l);

    if (!l)
        return NULL;
    l->cpu = cpu;
    l->board = cpu->board;
    l->storage.size = cpu->storage->size;
    l->storage.main = malloc(l->storage.size);
    l->storage.keys = malloc(l->storage.size / BLOCK_SIZE);
    l->before = malloc(l->storage.size / BLOCK_SIZE);
    l->ask = (struct cpu_board){
        l,       ask_sio,   ask_tio,     ask_clrio,  ask_hio,     ask_hdv,
        ask_tch, ask_stidc, ask_pending, ask_accept, ask_monitor, ask_io_reset};
    l->play = (struct cpu_board){
        l,        play_sio,   play_tio,     play_clrio,  play_hio, play_hdv,
        play_tch, play_stidc, play_pending, play_accept, NULL,     NULL};
    if (l->storage.main && l->storage.keys && l->before) {
        l->copy = cpu_create(&l->storage, &l->play, cpu->facilities);
    }
    if (!l->copy) {
        lockstep_destroy(l);
        return NULL;
    }
    return l;
}

void
lockstep_destroy(struct lockstep *l)
{
    if (!l)
        return;
    cpu_destroy(l->copy);
    free(l->storage.main);
    free(l->storage.keys);
    free(l->before);
    free(l);
}

static bool
same(struct lockstep *l, const char *what, uint64_t fast, uint64_t reference)
{
    if (fast == reference)
        return true;
    fprintf(stderr, "lockstep: %s: fast %llX, reference %llX\n", what,
            (unsigned long long)fast, (unsigned long long)reference);
    l->differs = true;
    return false;
}

static void
compare_registers(struct lockstep *l)
{
    const struct cpu *a = l->cpu, *b = l->copy;
    char name[8];

    same(l, "instruction count", a->icount, b->icount);
    same(l, "PSW", cpu_get_psw(a), cpu_get_psw(b));
    same(l, "prefix", a->prefix, b->prefix);
    same(l, "clock comparator", a->clock_comparator, b->clock_comparator);
    same(l, "CPU timer", (uint64_t)a->cpu_timer, (uint64_t)b->cpu_timer);
    same(l, "TOD clock", a->tod_offset, b->tod_offset);
    if (memcmp(a->gr, b->gr, sizeof a->gr) == 0 &&
        memcmp(a->cr, b->cr, sizeof a->cr) == 0 &&
        memcmp(a->fr, b->fr, sizeof a->fr) == 0)
        return;
    for (unsigned i = 0; i < 16; i++) {
        snprintf(name, sizeof name, "GR%u", i);
        same(l, name, a->gr[i], b->gr[i]);
        snprintf(name, sizeof name, "CR%u", i);
        same(l, name, a->cr[i], b->cr[i]);
    }
    for (unsigned i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "FR%u", 2 * i);
        same(l, name, a->fr[i], b->fr[i]);
    }
}

static void
compare_keys(struct lockstep *l)
{
    const uint8_t *a = l->cpu->storage->keys, *b = l->storage.keys;
    uint32_t n = l->storage.size / BLOCK_SIZE;

    if (memcmp(a, b, n) == 0)
        return;
    for (uint32_t i = 0; i < n; i++)
        if (a[i] != b[i]) {
            fprintf(stderr, "lockstep: key of %06X:\n", i * BLOCK_SIZE);
            same(l, "key", a[i], b[i]);
        }
}

/* The next part of storage. */
static void
compare_storage(struct lockstep *l)
{
    uint32_t size = l->storage.size, n = COMPARED;
    const uint8_t *a = l->cpu->storage->main + l->at;
    const uint8_t *b = l->storage.main + l->at;

    if (n > size - l->at)
        n = size - l->at;
    for (uint32_t i = 0; memcmp(a, b, n) != 0 && i < n; i++)
        if (a[i] != b[i]) {
            fprintf(stderr, "lockstep: storage at %06X:\n", l->at + i);
            same(l, "byte", a[i], b[i]);
            break;
        }
    l->at = l->at + n < size ? l->at + n : 0;
}

/* Runs both; returns what the first did. */
static uint64_t
step(struct lockstep *l, uint64_t n, enum cpu_stop *why)
{
    uint64_t count = l->cpu->icount, psw = cpu_get_psw(l->cpu), done;
    enum cpu_stop other;
    bool attention;

    take_over(l);
    l->recorded = l->played = l->touches = 0;
    l->cpu->board = &l->ask;
    l->executing = true;
    done = run_engine(l->cpu, n, why);
    l->cpu->board = l->board;
    l->executing = false;
    /* Attention came to the machine alone: the copy ends there by its count. */
    attention = *why == CPU_ATTENTION && !l->cpu->stopped;
    run_engine(l->copy, attention ? done : n, &other);
    same(l, "reason to stop", attention ? CPU_COUNT : *why, other);
    same(l, "board calls", l->recorded, l->played);
    compare_registers(l);
    compare_keys(l);
    if (l->step % 16 == 0 || *why == CPU_WAIT || *why == CPU_CHECKSTOP)
        compare_storage(l);
    if (l->differs)
        fprintf(stderr,
                "lockstep: the engines differ; the last %llu instructions "
                "began at count %llu with PSW %016llX\n",
                (unsigned long long)done, (unsigned long long)count,
                (unsigned long long)psw);
    return done;
}

uint64_t
lockstep_run(struct cpu *cpu, uint64_t n, enum cpu_stop *why)
{
    struct lockstep *l = cpu->priv->lockstep;
    uint64_t done = 0;

    do {
        uint64_t most = 1 + l->step++ * 97 % STEP_MAX;

        if (l->differs) {
            *why = CPU_CHECKSTOP;
            break;
        }
        if (most > n - done)
            most = n - done;
        done += step(l, most, why);
    } while (*why == CPU_COUNT && done < n);
    if (l->differs)
        *why = CPU_CHECKSTOP;
    return done;
}

bool
cpu_engines_differ(const struct cpu *cpu)
{
    return cpu->priv->lockstep && cpu->priv->lockstep->differs;
}
