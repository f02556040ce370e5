/* SPDX-License-Identifier: MIT */
/* Runs a guest on the bare processor and under CP (with much and with little
 * real storage, or under CP under CP) and compares. Or runs it one way and
 * writes its storage to a file, for the conformance cases. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cp/rig.h"

struct options {
    const char *cp, *guest, *dump;
    uint32_t size, real, inner;
    unsigned levels;
    bool verbose;
    uint64_t max;
};

static const struct argp_option option_list[] = {
    {"cp", 'c', "FILE", 0, "CP's core, a flat image", 0},
    {"size", 's', "KBYTES", 0, "the guest's storage (default 1024)", 0},
    {"real", 'r', "KBYTES", 0, "real storage under CP (default 16384)", 0},
    {"inner", 'i', "KBYTES", 0, "storage of each deeper CP (default 4096)", 0},
    {"levels", 'l', "N", 0, "CPs beneath the guest (default 1)", 0},
    {"dump", 'd', "FILE", 0, "do not compare: write the storage to FILE", 0},
    {"max", 'm', "N", 0, "at most N instructions", 0},
    {"verbose", 'v', NULL, 0, "show CP's messages", 0},
    {0},
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;
    uint32_t n = arg ? (uint32_t)strtoul(arg, NULL, 0) : 0;

    switch (key) {
    case 'c':
        o->cp = arg;
        break;
    case 's':
        o->size = n << 10;
        break;
    case 'r':
        o->real = n << 10;
        break;
    case 'i':
        o->inner = n << 10;
        break;
    case 'l':
        o->levels = n <= RIG_LEVELS ? n : RIG_LEVELS;
        break;
    case 'd':
        o->dump = arg;
        break;
    case 'm':
        o->max = strtoull(arg, NULL, 0);
        break;
    case 'v':
        o->verbose = true;
        break;
    case ARGP_KEY_ARG:
        o->guest = arg;
        break;
    case ARGP_KEY_END:
        if (!o->guest)
            argp_usage(state);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static bool
one(struct rig *r, const struct options *o, unsigned levels)
{
    bool good;

    rig_init(r, levels, o->cp, o->real, o->inner, o->guest, o->size);
    r->verbose = o->verbose;
    good = rig_run(r, o->max);
    if (o->verbose)
        printf("%s: %u CPs, %llu instructions, %llu page transfers, %u traps, "
               "%u simulated, %u reflected\n",
               o->guest, levels, (unsigned long long)r->cpu->icount,
               (unsigned long long)r->pages, get32(&r->result->state.traps),
               get32(&r->result->state.simulated),
               get32(&r->result->state.reflected));
    return good;
}

static bool
write_file(const char *path, const uint8_t *data, size_t n)
{
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(data, 1, n, f) == n;

    if (f && fclose(f) != 0)
        good = false;
    if (!good)
        perror(path);
    return good;
}

int
main(int argc, char **argv)
{
    struct options o = {.cp = "tests/cp/core.bin",
                        .size = 1 << 20,
                        .real = 16 << 20,
                        .inner = 4 << 20,
                        .levels = 1,
                        .max = 4000000000u};
    const struct argp argp = {option_list, parse, "GUEST", NULL,
                              NULL,        NULL,  NULL};
    struct rig bare, under;
    bool good;

    argp_parse(&argp, argc, argv, 0, NULL, &o);
    good = one(&under, &o, o.levels);
    if (o.dump) {
        good = write_file(o.dump, under.result->main, o.size) && good;
    } else {
        good = one(&bare, &o, 0) && good;
        good = good && rig_compare(bare.result, under.result, o.guest) == 0;
        rig_free(&bare);
    }
    rig_free(&under);
    return !good;
}
