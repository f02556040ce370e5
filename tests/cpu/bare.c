/* SPDX-License-Identifier: MIT */
/* The bare test processor. */
#include "tests/cpu/bare.h"
#include "tests/cpu/engine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 10 ns an instruction: 40.96 TOD units, times 65536. */
enum { RATE = 2684355, RUN = 1000000 };

/* What the test devices answer: operation n finds only X'7n0'-X'7n3', and the
 * last digit is the condition code. */
static int
answer(unsigned operation, uint16_t addr)
{
    return addr >> 4 == 0x70 + operation ? addr & 3 : 3;
}

static int
sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    (void)ctx;
    (void)cpu;
    return answer(fast ? 2 : 1, addr);
}

#define OPERATION(name, number)                                                \
    static int name(void *ctx, struct cpu *cpu, uint16_t addr)                 \
    {                                                                          \
        (void)ctx;                                                             \
        (void)cpu;                                                             \
        return answer(number, addr);                                           \
    }
OPERATION(tio, 3)
OPERATION(clrio, 4)
OPERATION(hio, 5)
OPERATION(hdv, 6)
OPERATION(tch, 7)
OPERATION(stidc, 8)

static bool
nothing_pending(void *ctx, uint32_t channels)
{
    (void)ctx;
    (void)channels;
    return false;
}

static int
nothing_to_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    (void)ctx;
    (void)cpu;
    (void)channels;
    return -1;
}

void
bare_init(struct bare *b, uint32_t size, unsigned facilities)
{
    b->storage.size = size;
    b->storage.main = calloc(1, size);
    b->storage.keys = calloc(1, size / 2048);
    b->board = (struct cpu_board){
        .sio = sio,
        .tio = tio,
        .clrio = clrio,
        .hio = hio,
        .hdv = hdv,
        .tch = tch,
        .stidc = stidc,
        .io_pending = nothing_pending,
        .io_accept = nothing_to_accept,
    };
    if (b->storage.main && b->storage.keys)
        b->cpu = cpu_create(&b->storage, &b->board, facilities);
    else
        b->cpu = NULL;
    if (!b->cpu) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    test_engine(b->cpu);
    b->cpu->cpuid = 0x0012345601480000;
    b->cpu->clock.tod0 = (uint64_t)1 << 60;
    b->cpu->clock.rate = RATE;
    cpu_reset(b->cpu, true); /* the timers start now */
}

void
bare_free(struct bare *b)
{
    if (cpu_engines_differ(b->cpu))
        exit(1); /* a test, too, must fail */
    cpu_destroy(b->cpu);
    free(b->storage.main);
    free(b->storage.keys);
}

bool
bare_load(struct bare *b, const char *path, uint32_t at)
{
    FILE *f = fopen(path, "rb");
    size_t n, room = b->storage.size - at;
    bool good;

    if (!f) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return false;
    }
    n = fread(b->storage.main + at, 1, room, f);
    good = !ferror(f) && (n < room || fgetc(f) == EOF);
    if (!good)
        fprintf(stderr, "%s: cannot be read, or is longer than storage\n",
                path);
    fclose(f);
    cpu_storage_changed(b->cpu, at, (uint32_t)n);
    return good;
}

/* Machine time jumps to the end of a wait. */
static bool
skip_wait(struct bare *b)
{
    struct cpu *cpu = b->cpu;
    uint64_t due = cpu_timer_due(cpu), now = cpu_now(cpu);

    if (!(cpu->psw.mask & 0x01000000) || due == UINT64_MAX)
        return false;
    cpu->clock.tod0 += due - now;
    cpu_itimer_update(cpu);
    return true;
}

enum cpu_stop
bare_run(struct bare *b, uint64_t max)
{
    uint64_t end = b->cpu->icount + max;
    enum cpu_stop why = CPU_COUNT;

    while (b->cpu->icount < end) {
        uint64_t n = end - b->cpu->icount;

        cpu_run(b->cpu, n < RUN ? n : RUN, &why);
        if (why == CPU_CHECKSTOP || (why == CPU_WAIT && !skip_wait(b)))
            return why;
    }
    return CPU_COUNT;
}

enum cpu_stop
bare_restart(struct bare *b, uint64_t max)
{
    b->cpu->pend_restart = true;
    return bare_run(b, max);
}

uint32_t
bare_word(const struct bare *b, uint32_t at)
{
    const uint8_t *p = b->storage.main + at;

    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

void
bare_set_word(struct bare *b, uint32_t at, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        b->storage.main[at + i] = (uint8_t)(v >> (24 - 8 * i));
    cpu_storage_changed(b->cpu, at, 4);
}

void
bare_code(struct bare *b, uint32_t at, const char *hex)
{
    for (; *hex; hex += 2, at++) {
        char two[3] = {hex[0], hex[1], 0};

        b->storage.main[at] = (uint8_t)strtoul(two, NULL, 16);
        cpu_storage_changed(b->cpu, at, 1);
    }
}
