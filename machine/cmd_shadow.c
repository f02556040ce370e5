/* SPDX-License-Identifier: MIT */
/* Console commands on a disk's files: sf+ sf- sfc sfd sfk, Hercules' names.
 * The machine waits while tracks are copied or checked. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/channel.h"
#include "devices/dasd.h"
#include "devices/device.h"
#include "image/ckd.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/syncer.h"

/* One command for one disk or for all. */
struct sf {
    char what; /* + - c d k */
    enum shadow_op op;
    long level;
};

static void
show(struct machine *m, struct device *dev, struct ckd *c)
{
    struct ckd_layer_info i;
    unsigned n = 0, shadows = ckd_shadows(c);

    for (; ckd_layer(c, n, &i); n++)
        console_printf(
            m, "0:%04X %u: %s: %s, %llu bytes, %llu used, %u tracks%s",
            dev->addr, shadows - (n < shadows ? n : shadows), i.path, i.kind,
            (unsigned long long)i.size, (unsigned long long)i.used, i.tracks,
            i.read_only ? ", read only" : "");
}

static void
check(struct machine *m, struct device *dev, struct ckd *c, long level)
{
    const struct ckd_geometry *g = ckd_geometry(c);
    unsigned bad = 0, tracks = level >= 3 ? g->cyls * g->heads : 0;
    struct err e;

    if (!ckd_check(c, &e)) {
        console_printf(m, "0:%04X %s", dev->addr, e.text);
        bad++;
    }
    for (unsigned t = 0; t < tracks; t++)
        if (!ckd_load(c, t / g->heads, t % g->heads, &e) && bad++ < 10)
            console_printf(m, "0:%04X %s", dev->addr, e.text);
    console_printf(m, "0:%04X sfk: %u errors", dev->addr, bad);
}

static void
act(struct machine *m, struct device *dev, const struct sf *sf)
{
    struct err e;

    if (sf->what == 'd')
        show(m, dev, dasd_ckd_image(dev));
    else if (sf->what == 'k')
        check(m, dev, dasd_ckd_image(dev), sf->level);
    else if (!dasd_shadow(dev, sf->op, &e))
        console_printf(m, "0:%04X sf%c failed: %s", dev->addr, sf->what,
                       e.text);
    else
        console_printf(m, "0:%04X sf%c complete: %u shadow files", dev->addr,
                       sf->what, ckd_shadows(dasd_ckd_image(dev)));
}

/* The operand behind the device number. */
static bool
operand(struct machine *m, const char *text, struct sf *sf)
{
    char *end = NULL;

    if (sf->what == 'k') {
        sf->level = strtol(text, &end, 10);
        if (*end == '\0' && sf->level >= -1 && sf->level <= 3)
            return true;
        console_printf(m, "sfk: %s is no level, -1 to 3", text);
        return false;
    }
    if (strcasecmp(text, "merge") == 0)
        sf->op = SHADOW_MERGE;
    else if (strcasecmp(text, "nomerge") == 0)
        sf->op = SHADOW_DROP;
    else if (strcasecmp(text, "force") == 0)
        sf->op = SHADOW_FORCE;
    else
        console_printf(m, "sf-: %s is none of merge nomerge force", text);
    return sf->op != SHADOW_ADD;
}

void
cmd_sf(struct machine *m, int argc, char **argv)
{
    struct sf sf = {.what = (char)(argv[0][2] | 0x20), .level = 2};
    struct device *dev = NULL;
    unsigned n = 0;
    uint16_t addr;

    sf.op = sf.what == '-'   ? SHADOW_MERGE
            : sf.what == 'c' ? SHADOW_COMPRESS
                             : SHADOW_ADD;
    if (argc > 2 && sf.what == '-')
        sf.op = SHADOW_ADD;
    if (argc > 2 && !operand(m, argv[2], &sf))
        return;
    syncer_wait(m->syncer);
    if (strcmp(argv[1], "*") == 0) {
        while ((dev = chansys_next(m->cs, dev)) != NULL)
            if (dasd_ckd_image(dev) != NULL &&
                (dasd_shadows_named(dev) || sf.what == 'd')) {
                act(m, dev, &sf);
                n++;
            }
        if (n == 0)
            console_printf(m, "There are no disks with sf=.");
        return;
    }
    if (!config_address(argv[1], &addr))
        console_printf(m, "\"%s\" is no device number (1 to 4 hex digits)",
                       argv[1]);
    else if ((dev = chansys_find(m->cs, addr)) == NULL)
        console_printf(m, "Device 0:%04X not found", addr);
    else if (dasd_ckd_image(dev) == NULL)
        console_printf(m, "Device 0:%04X is not a CKD disk", addr);
    else
        act(m, dev, &sf);
}

bool
cmd_sf_joined(struct machine *m, int argc, char **argv)
{
    char name[4] = "",
         *split[3] = {name, argv[0] + 3, argc > 1 ? argv[1] : NULL};

    if (strncasecmp(argv[0], "sf", 2) != 0 || argv[0][2] == '\0' ||
        strchr("+-cdkCDK", argv[0][2]) == NULL || argv[0][3] == '\0' ||
        argc > 2)
        return false;
    memcpy(name, argv[0], 3);
    if (argc > 1 && strchr("-kK", name[2]) == NULL)
        return false;
    cmd_sf(m, argc + 1, split);
    return true;
}
