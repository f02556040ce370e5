/* SPDX-License-Identifier: MIT */
/* OSTAILOR: which program interruptions are normal for an operating system and
 * therefore not shown. The sets are those Hercules 3.13 shows ("ostailor NAME",
 * "pgmtrace"), which also has codes that no S/370 gives. */
#include "config.h"

#include <stddef.h>
#include <strings.h>

#include "machine/configuration.h"

#define BIT(code) ((uint64_t)1 << (64 - (code)))

static const uint64_t usual =
    BIT(0x10) | BIT(0x11) | BIT(0x16) | BIT(0x1c) | BIT(0x40);
static const uint64_t esa =
    BIT(0x2b) | BIT(0x2c) | BIT(0x30) | BIT(0x31) | BIT(0x34);

static const struct {
    const char *name;
    unsigned set; /* index into the switch of normal() */
} names[] = {{"OS/390", 0}, {"VM", 1},   {"VSE", 2},  {"Z/OS", 3},
             {"LINUX", 4},  {"NULL", 5}, {"QUIET", 6}};

/* The interruptions that are normal there. */
static uint64_t
normal(unsigned set)
{
    switch (set) {
    case 0:
        return usual | esa | BIT(0x02);
    case 1:
        return usual | BIT(0x01) | BIT(0x02);
    case 2:
        return usual | esa;
    case 3:
        return usual | esa | BIT(0x04) | BIT(0x07) | BIT(0x38) | BIT(0x3b);
    case 4:
        return usual | BIT(0x04) | BIT(0x39) | BIT(0x3a) | BIT(0x3b);
    case 5:
        return 0;
    default:
        return UINT64_MAX;
    }
}

bool
config_ostailor(const char *text, uint64_t *mask)
{
    char sign = *text;

    if (sign == '+' || sign == '-')
        text++;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(text, names[i].name) != 0)
            continue;
        if (sign == '+')
            *mask &= ~normal(names[i].set);
        else if (sign == '-')
            *mask |= normal(names[i].set);
        else
            *mask = ~normal(names[i].set);
        return true;
    }
    return false;
}

const char *
config_ostailor_name(uint64_t mask)
{
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (mask == ~normal(names[i].set))
            return names[i].name;
    return NULL;
}
