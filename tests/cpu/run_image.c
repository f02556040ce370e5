/* SPDX-License-Identifier: MIT */
/* Runs a flat image on the bare processor: for the conformance cases, the
 * instruction tests and measurements. Exit status 0 when it ends in the
 * disabled wait that is asked for. */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/cpu/bare.h"

struct options {
    const char *image, *dump;
    uint32_t size, word_at;
    uint32_t good, count;
    bool set_count, show_word, quiet;
    unsigned facilities;
    uint64_t max;
};

static const struct argp_option option_list[] = {
    {"extension", 'e', NULL, 0, "install the extension facility", 0},
    {"das", 'a', NULL, 0, "install dual address space", 0},
    {"size", 's', "BYTES", 0, "main storage (default 16M)", 0},
    {"good", 'g', "HEX", 0, "address of the final wait (default 600D)", 0},
    {"count", 'c', "N", 0, "put N at X'2008' before the run", 0},
    {"word", 'w', "HEX", 0, "print the word there after the run", 0},
    {"dump", 'd', "FILE", 0, "write main storage to FILE after the run", 0},
    {"max", 'm', "N", 0, "at most N instructions", 0},
    {"quiet", 'q', NULL, 0, "print only what is wrong", 0},
    {0},
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    switch (key) {
    case 'e':
        o->facilities |= CPU_FAC_EXTENSION;
        break;
    case 'a':
        o->facilities |= CPU_FAC_DAS;
        break;
    case 's':
        o->size = (uint32_t)strtoul(arg, NULL, 0);
        break;
    case 'g':
        o->good = (uint32_t)strtoul(arg, NULL, 16);
        break;
    case 'c':
        o->count = (uint32_t)strtoul(arg, NULL, 0);
        o->set_count = true;
        break;
    case 'w':
        o->word_at = (uint32_t)strtoul(arg, NULL, 16);
        o->show_word = true;
        break;
    case 'd':
        o->dump = arg;
        break;
    case 'm':
        o->max = strtoull(arg, NULL, 0);
        break;
    case 'q':
        o->quiet = true;
        break;
    case ARGP_KEY_ARG:
        o->image = arg;
        break;
    case ARGP_KEY_END:
        if (!o->image)
            argp_usage(state);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static bool
write_dump(const struct bare *b, const char *path)
{
    FILE *f = fopen(path, "wb");
    bool good;

    if (!f) {
        perror(path);
        return false;
    }
    good = fwrite(b->storage.main, 1, b->storage.size, f) == b->storage.size;
    if (fclose(f) != 0 || !good) {
        perror(path);
        return false;
    }
    return true;
}

int
main(int argc, char **argv)
{
    struct options o = {
        .size = 16u << 20, .good = 0x600d, .max = UINT64_MAX / 4};
    const struct argp argp = {option_list, parse, "IMAGE", NULL,
                              NULL,        NULL,  NULL};
    enum cpu_stop why;
    struct bare b;
    bool good;

    argp_parse(&argp, argc, argv, 0, NULL, &o);
    bare_init(&b, o.size, o.facilities);
    if (!bare_load(&b, o.image, 0))
        return 1;
    if (o.set_count)
        bare_set_word(&b, 0x2008, o.count);
    why = bare_restart(&b, o.max);
    good = why == CPU_WAIT && (cpu_get_psw(b.cpu) & 0xffffff) == o.good;
    if (!good || !o.quiet)
        printf("%s: %s, PSW %016llX, %llu instructions\n", o.image,
               good                   ? "passed"
               : why == CPU_WAIT      ? "failed"
               : why == CPU_CHECKSTOP ? "check-stop"
                                      : "does not end",
               (unsigned long long)cpu_get_psw(b.cpu),
               (unsigned long long)b.cpu->icount);
    if (o.show_word)
        printf("%06X: %08X\n", o.word_at, bare_word(&b, o.word_at));
    if (o.dump && !write_dump(&b, o.dump))
        good = false;
    bare_free(&b);
    return !good;
}
