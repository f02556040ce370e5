/* SPDX-License-Identifier: MIT */
/* Console commands on devices: attach, detach, devinit, devlist. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "devices/channel.h"
#include "devices/device.h"
#include "machine/ctcs.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/devnames.h"
#include "machine/machine.h"
#include "machine/syncer.h"
#include "machine/terminals.h"

/* The device address of a command; false, having said so, when it is none. */
static bool
address(struct machine *m, const char *text, uint16_t *addr)
{
    if (config_address(text, addr))
        return true;
    console_printf(m, "\"%s\" is no device number (1 to 4 hex digits)", text);
    return false;
}

static void
attach_one(struct machine *m, const struct config_device *d)
{
    struct err e;

    if (chansys_find(m->cs, d->addr) != NULL)
        console_printf(m, "Device 0:%04X already exists", d->addr);
    else if (!machine_attach(m, d->addr, d->type, d->argc, d->argv, &e))
        console_printf(m, "attach: %s", e.text);
    else
        console_printf(m, "Device 0:%04X attached", d->addr);
}

/* A device line of a configuration, and so one device or several. */
void
cmd_attach(struct machine *m, int argc, char **argv)
{
    struct config c;
    struct err e;

    config_init(&c);
    if (config_add_device(&c, "attach", 0, argc - 1, argv + 1, &e))
        for (unsigned i = 0; i < c.ndevices; i++)
            attach_one(m, &c.devices[i]);
    else
        console_printf(m, "attach: %s", e.text);
    config_free(&c);
}

void
cmd_detach(struct machine *m, int argc, char **argv)
{
    struct err e;
    uint16_t addr;

    (void)argc;
    if (!address(m, argv[1], &addr))
        return;
    if (chansys_find(m->cs, addr) == NULL) {
        console_printf(m, "Device 0:%04X does not exist", addr);
        return;
    }
    syncer_wait(m->syncer);
    terminals_detach(m->terminals, chansys_find(m->cs, addr));
    ctcs_detach(m, chansys_find(m->cs, addr));
    if (!chansys_detach(m->cs, addr, &e)) {
        console_printf(m, "Device 0:%04X: %s", addr, e.text);
        return;
    }
    devnames_update(m->names, m->cs);
    console_printf(m, "Device 0:%04X detached", addr);
}

void
cmd_devinit(struct machine *m, int argc, char **argv)
{
    struct err e;
    uint16_t addr;

    if (!address(m, argv[1], &addr))
        return;
    if (chansys_find(m->cs, addr) == NULL) {
        console_printf(m, "Device 0:%04X not found", addr);
        return;
    }
    syncer_wait(m->syncer);
    if (!chansys_devinit(m->cs, addr, argc - 2, argv + 2, &e)) {
        console_printf(m, "%s", e.text);
        console_printf(m, "Initialization failed for device 0:%04X", addr);
    } else {
        console_printf(m, "Device 0:%04X initialized", addr);
    }
}

void
cmd_devlist(struct machine *m, int argc, char **argv)
{
    struct device *dev = NULL;
    uint16_t addr = 0;
    bool found = false;

    if (argc > 1 && !address(m, argv[1], &addr))
        return;
    while ((dev = chansys_next(m->cs, dev)) != NULL) {
        char text[512] = "";
        if (argc > 1 && dev->addr != addr)
            continue;
        if (dev->model->describe != NULL)
            dev->model->describe(dev, text, sizeof text);
        console_printf(m, "0:%04X %s %s", dev->addr, dev->model->type, text);
        found = true;
    }
    if (!found && argc > 1)
        console_printf(m, "Device 0:%04X not found", addr);
    else if (!found)
        console_printf(m, "There are no devices.");
}
