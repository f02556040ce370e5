/* SPDX-License-Identifier: MIT */
/* Random programs on the bare machine and under CP: straight-line code of
 * privileged and other instructions in every mode, with changing PSWs, keys,
 * translation formats and PER, its exceptions logged by the frame
 * (tests/cp/frame.S). A difference prints the seed, which repeats it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cp/rig.h"

enum {
    CODE = 0x2000,
    CODE_END = 0x3700,
    TARGETS = 0x3800, /* of EX */
    PSWS = 0x9000,
    CONTROLS = 0xa000,
    DATA = 0x10000,
    DATA_END = 0x20000,
    INSTRUCTIONS = 300,
    SIZE = 1 << 20,
};

struct program {
    uint8_t *main;
    uint32_t at, psw, control, target;
    uint64_t random;
};

static uint32_t
rnd(struct program *p, uint32_t n)
{
    p->random = p->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(p->random >> 33) % n;
}

static void
half(struct program *p, uint32_t v)
{
    p->main[p->at++] = (uint8_t)(v >> 8);
    p->main[p->at++] = (uint8_t)v;
}

static void
word(struct program *p, uint32_t at, uint32_t v)
{
    put32((be32 *)(p->main + at), v);
}

/* Base and displacement of something in the data, now and then low. */
static uint32_t
operand(struct program *p, uint32_t align)
{
    static const uint16_t bases[] = {8, 8, 9, 9, 10, 14, 15, 8, 0};
    uint32_t base = bases[rnd(p, 9)], d = rnd(p, 4096);

    if (base == 0)
        return 0xc00 + (rnd(p, 0x3f0) & ~(align - 1));
    if (rnd(p, 8) != 0)
        d &= ~(align - 1);
    if (base == 9 && rnd(p, 2) != 0)
        d = rnd(p, 16);
    return base << 12 | d;
}

/* An operand at a fixed place, by R13 or absolute below X'1000' only: bases
 * are loaded with LHI, which keeps them right whatever went before. */
static uint32_t
place(struct program *p, uint32_t at)
{
    half(p, 0xa7d8); /* LHI R13 */
    half(p, at & 0xffff);
    return 0xd000;
}

static void
emit_psw(struct program *p)
{
    static const uint8_t keys[] = {0, 0, 0, 0, 3, 8};
    uint32_t b = p->psw, w0 = (uint32_t)keys[rnd(p, 6)] << 20, w1 = 0;
    uint32_t bd = 0xb000;

    /* LA R13 of X'9000' up: LHI is signed, so ORed by way of SLL. */
    half(p, 0xa7d8);
    half(p, b >> 3);
    half(p, 0x89d0); /* SLL R13,3 */
    half(p, 3);
    bd = 0xd000;
    if (rnd(p, 3) != 0) {
        w0 |= PSW_EC | (rnd(p, 2) ? PSW_DAT : 0) | (rnd(p, 4) ? 0 : PSW_PER) |
              rnd(p, 4) << 12 | rnd(p, 16) << 8;
        if (rnd(p, 16) == 0)
            w0 |= 1u << rnd(p, 32) & 0xb800c0ffu;
    } else {
        w0 |= rnd(p, 65536);
        w1 = rnd(p, 64) << 24;
    }
    if (rnd(p, 4) == 0)
        w0 |= PSW_PROBLEM;
    half(p, 0x8200);
    half(p, bd);
    word(p, b, w0);
    word(p, b + 4, w1 | p->at);
    p->psw += 8;
}

static void
emit_controls(struct program *p)
{
    static const uint32_t formats[][2] = {
        {0x00800060, 0x00008400}, {0x00800060, 0x00008400},
        {0x00400060, 0x00008440}, {0x00900060, 0x00008480},
        {0x10800060, 0x00008400}, {0x40800060, 0x00008400},
        {0x10400060, 0x00008440}};
    unsigned f = rnd(p, 7), at = p->control;

    half(p, 0xa7d8);
    half(p, at >> 3);
    half(p, 0x89d0);
    half(p, 3);
    if (rnd(p, 2) != 0) {
        word(p, at, formats[f][0]);
        word(p, at + 4, formats[f][1]);
        half(p, 0xb701);
    } else {
        word(p, at, rnd(p, 65536));
        word(p, at + 4, rnd(p, 16) << 28 | rnd(p, 65536));
        word(p, at + 8, rnd(p, 2) ? DATA + rnd(p, 0x8000) : CODE);
        word(p, at + 12, DATA + 0x4000 + rnd(p, 0x8000));
        half(p, 0xb78b);
    }
    half(p, 0xd000);
    p->control += 16;
}

/* RX, SI and SS instructions that need nothing but an operand. */
static void
emit_plain(struct program *p)
{
    static const uint8_t rx[] = {0x58, 0x50, 0x48, 0x40, 0x43, 0x42,
                                 0x5a, 0x5b, 0x55, 0x54, 0x56, 0x57,
                                 0x4e, 0x4f, 0x59, 0x5e};
    static const uint8_t si[] = {0x92, 0x94, 0x96, 0x97, 0x91, 0x95};
    static const uint8_t ss[] = {0xd2, 0xd7, 0xd4, 0xd6, 0xd5, 0xf2};

    switch (rnd(p, 5)) {
    case 0:
        half(p, (uint32_t)si[rnd(p, 6)] << 8 | rnd(p, 256));
        half(p, operand(p, 1));
        break;
    case 1:
        half(p, (uint32_t)ss[rnd(p, 6)] << 8 | rnd(p, 256));
        half(p, operand(p, 1));
        half(p, operand(p, 1));
        break;
    case 2:
        half(p, (rnd(p, 2) ? 0x9000u : 0x9800u) | rnd(p, 3) << 4 |
                    (3 - rnd(p, 1)) /* R0-R2 to R3 is loaded: not a base */);
        half(p, operand(p, 4));
        break;
    default:
        half(p, (uint32_t)rx[rnd(p, 16)] << 8 | rnd(p, 3) << 4);
        half(p, operand(p, 4));
        break;
    }
}

static uint32_t
key_register(struct program *p)
{
    static const uint8_t regs[] = {8, 14, 15, 9, 15, 8};

    return regs[rnd(p, 6)];
}

/* Dual address space: operation exceptions in a virtual machine, whether the
 * real one has it (rig.h) or not. */
static void
emit_das(struct program *p)
{
    static const uint16_t ops[] = {0xb218, 0xb219, 0xb223, 0xb224,
                                   0xb225, 0xb226, 0xb227, 0xb228,
                                   0xd900, 0xda00, 0xdb00, 0xe500};
    uint32_t op = ops[rnd(p, 12)];

    half(p, op >= 0xd900 && op <= 0xdb00 ? op | rnd(p, 256) : op);
    half(p, op < 0xb220 || op > 0xb228 ? operand(p, 8) : rnd(p, 256));
    if (op > 0xc000)
        half(p, operand(p, 1));
}

/* The privileged ones that are in no need of care. */
static void
emit_privileged(struct program *p)
{
    switch (rnd(p, 18)) {
    case 0:
        half(p, 0x0800 | rnd(p, 7) << 4 | key_register(p));
        break;
    case 1:
        half(p, 0x0900 | rnd(p, 3) << 4 | key_register(p));
        break;
    case 2:
        half(p, 0xb213);
        half(p, key_register(p) << 12 | rnd(p, 4096));
        break;
    case 3:
        half(p, 0xad00 | (rnd(p, 2) ? 0x04 : rnd(p, 8) ? 0 : 0x80));
        half(p, operand(p, 1));
        break;
    case 4:
        half(p, 0xac00 | (rnd(p, 2) ? 0xfb : 0x40));
        half(p, operand(p, 1));
        break;
    case 5:
        half(p, 0xb600 | rnd(p, 256));
        half(p, operand(p, 4));
        break;
    case 6:
        half(p, rnd(p, 2) ? 0xb211 : 0xb212);
        half(p, operand(p, 4));
        break;
    case 7:
        half(p, 0xb20a);
        half(p, rnd(p, 2) ? 0 : rnd(p, 16) << 4);
        break;
    case 8:
        half(p, 0xb20b);
        half(p, 0);
        break;
    case 9:
        half(p, 0xb100 | rnd(p, 3) << 4);
        half(p, operand(p, 1));
        break;
    case 10:
        half(p, 0xe501);
        half(p, operand(p, 1));
        half(p, rnd(p, 16) << 4);
        break;
    case 11:
        half(p, 0xb20d);
        half(p, 0);
        break;
    case 12:
        half(p, 0xb221);
        half(p, 0x00c0 | key_register(p));
        break;
    case 13:
        half(p, 0x9c00); /* the rig's: everything is paged out */
        half(p, 0x00fe);
        break;
    case 14:
        half(p, 0x8300 | rnd(p, 256)); /* DIAGNOSE with no function */
        half(p, 0x0001);
        break;
    case 16:
        half(p, 0xb22c); /* TB of a part of the data */
        half(p, key_register(p));
        break;
    case 15:
        emit_das(p);
        break;
    default:
        half(p, 0x8000);
        half(p, operand(p, 1));
        break;
    }
}

/* EX of what is then generated at X'3800' up. */
static void
emit_execute(struct program *p)
{
    bool svc = rnd(p, 4) == 0;
    uint32_t bd = place(p, p->target), back;

    /* Another's R1 field must stay: no bases are to be loaded. */
    half(p, 0x4400 | (svc ? rnd(p, 3) << 4 : 0));
    half(p, bd);
    back = p->at;
    p->at = p->target;
    if (svc)
        half(p, 0x0a00 | rnd(p, 255));
    else if (rnd(p, 2) == 0)
        emit_privileged(p);
    else
        emit_plain(p);
    p->target += 8;
    p->at = back;
}

static void
generate(struct program *p, uint64_t seed)
{
    p->random = seed * 2654435761u + 1;
    p->at = CODE;
    p->psw = PSWS;
    p->control = CONTROLS;
    p->target = TARGETS;
    for (uint32_t a = DATA; a < DATA_END; a++)
        p->main[a] = (uint8_t)rnd(p, 256);
    for (unsigned i = 0; i < INSTRUCTIONS && p->at < CODE_END; i++)
        switch (rnd(p, 16)) {
        case 0:
            emit_psw(p);
            break;
        case 1:
            emit_controls(p);
            break;
        case 2:
            half(p, 0x0a00 | (rnd(p, 2) ? 255 : rnd(p, 255)));
            break;
        case 3:
            half(p, 0xaf00 | rnd(p, 18));
            half(p, rnd(p, 4096));
            break;
        case 4:
            emit_execute(p);
            break;
        case 5:
        case 6:
        case 7:
        case 8:
        case 9:
            emit_plain(p);
            break;
        default:
            emit_privileged(p);
            break;
        }
    half(p, 0x0aff);
    half(p, 0x0aff);
    half(p, 0x8200);
    half(p, 0x0b20); /* LPSW good */
}

/* $RIG_IMAGE: the program of a single seed goes there, for equiv. */
static void
save(const uint8_t *image)
{
    const char *path = getenv("RIG_IMAGE");
    FILE *f = path ? fopen(path, "wb") : NULL;

    if (!f)
        return;
    fwrite(image, 1, SIZE, f);
    fclose(f);
}

enum outcome { SAME, DIFFERS, ASTRAY };

/* Both ways. A program that goes astray and does not end is none. */
static enum outcome
both(const char *core, const char *frame, uint64_t seed, unsigned levels,
     bool tell)
{
    struct rig bare, under;
    struct program p;
    enum outcome result = ASTRAY;

    rig_init(&bare, 0, core, 0, 0, frame, SIZE);
    rig_init(&under, levels, core, 4 << 20, 2 << 20, frame, SIZE);
    p.main = bare.result->main;
    generate(&p, seed);
    memcpy(under.result->main, bare.result->main, SIZE);
    if (tell)
        save(p.main);
    bare.quiet = true;
    if (rig_run(&bare, 100000))
        result = rig_run(&under, 400000000) &&
                         rig_compare(bare.result, under.result,
                                     tell ? "random" : NULL) == 0
                     ? SAME
                     : DIFFERS;
    rig_free(&bare);
    rig_free(&under);
    return result;
}

int
main(int argc, char **argv)
{
    unsigned long from, count;
    unsigned levels, bad = 0, astray = 0;

    if (argc != 6) {
        fputs("usage: random CORE FRAME LEVELS SEED COUNT\n", stderr);
        return 2;
    }
    levels = (unsigned)strtoul(argv[3], NULL, 10) % RIG_LEVELS;
    from = strtoul(argv[4], NULL, 10);
    count = strtoul(argv[5], NULL, 10);
    for (unsigned long s = from; s < from + count && bad < 10; s++)
        switch (both(argv[1], argv[2], s, levels, count == 1)) {
        case DIFFERS:
            printf("seed %lu, %u CPs: differs\n", s, levels);
            bad++;
            break;
        case ASTRAY:
            astray++;
            break;
        case SAME:
            break;
        }
    printf("%lu random programs under %u CPs, %u went astray, %u differ\n",
           count, levels, astray, bad);
    if (astray > count / 4)
        bad++; /* the generator is no good any more */
    return bad != 0;
}
