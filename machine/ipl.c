/* SPDX-License-Identifier: MIT */
/* Initial program loading, and the system resets of the operator's keys. PoO
 * "Initial Program Loading" and "Resets". */
#include "config.h"

#include "machine/ipl.h"

#include <stdio.h>
#include <strings.h>

#include "arch/lowcore.h"
#include "devices/device.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"

void
cmd_sysreset(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && strcasecmp(argv[1], "clear") != 0) {
        console_printf(m, "sysreset: \"%s\" is not clear", argv[1]);
        return;
    }
    if (argc > 1) {
        cmd_sysclear(m, argc, argv);
        return;
    }
    if (!console_need_stopped(m, "sysreset"))
        return;
    chansys_reset(m->cs);
    cpu_reset(m->cpu, false);
    m->cpu->stopped = true;
    console_printf(m, "System reset completed");
}

void
cmd_sysclear(struct machine *m, int argc, char **argv)
{
    (void)argc;
    if (!console_need_stopped(m, argv[0]))
        return;
    chansys_reset(m->cs);
    cpu_clear_reset(m->cpu);
    m->cpu->stopped = true;
    console_printf(m, "System clear reset completed");
}

/* What follows the device number. */
static bool
operands(struct machine *m, int argc, char **argv, bool *clear)
{
    for (int i = 2; i < argc; i++) {
        if (strcasecmp(argv[i], "clear") == 0) {
            *clear = true;
        } else if (strcasecmp(argv[i], "loadparm") == 0 && i + 1 < argc &&
                   config_loadparm(argv[i + 1], m->config->loadparm)) {
            i++;
        } else {
            console_printf(m, "%s: \"%s\" is not clear or loadparm text",
                           argv[0], argv[i]);
            return false;
        }
    }
    return true;
}

void
cmd_ipl(struct machine *m, int argc, char **argv)
{
    bool clear = strcasecmp(argv[0], "iplc") == 0;
    uint16_t addr;

    if (!console_need_stopped(m, argv[0]) || !operands(m, argc, argv, &clear))
        return;
    if (!config_address(argv[1], &addr)) {
        console_printf(m, "\"%s\" is no device number (1 to 4 hex digits)",
                       argv[1]);
        return;
    }
    if (chansys_find(m->cs, addr) == NULL) {
        console_printf(m, "Device %04X not in configuration", addr);
        return;
    }
    chansys_reset(m->cs);
    if (clear)
        cpu_clear_reset(m->cpu);
    else
        cpu_reset(m->cpu, true);
    m->cpu->stopped = true;
    if (!chansys_ipl_start(m->cs, addr)) {
        console_printf(m, "IPL failed: device %04X does not respond", addr);
        return;
    }
    m->ipl_addr = addr;
    m->ipl_active = true;
}

static void
failed(struct machine *m, uint8_t unit, uint8_t chan)
{
    const struct device *dev = chansys_find(m->cs, m->ipl_addr);
    char sense[3 * 32 + 1] = "";
    size_t used = 0;

    for (unsigned i = 0; dev != NULL && i < dev->sense_len; i++)
        used += (size_t)snprintf(sense + used, sizeof sense - used, "%02X%s",
                                 dev->sense[i], i % 4 == 3 ? " " : "");
    console_printf(m, "IPL failed: device %04X CSW status=%02X%02X",
                   m->ipl_addr, unit, chan);
    console_printf(m, "           Sense=%s", sense);
}

/* The I/O address goes to locations 2-3 when the PSW is of BC mode, and to
 * X'BA'-X'BB' (X'B9' zero) when of EC mode; then the PSW at 0 is loaded. */
static void
load_psw(struct machine *m)
{
    struct lowcore *low = (struct lowcore *)(void *)m->storage.main;
    uint32_t w0 = get32(&low->restart_new.w0);

    if (w0 & PSW_EC) {
        low->io_addr0 = 0;
        put16(&low->io_addr, m->ipl_addr);
    } else {
        w0 = (w0 & ~(uint32_t)PSW_BC_CODE) | m->ipl_addr;
        put32(&low->restart_new.w0, w0);
    }
    cpu_storage_changed(m->cpu, 0, 0x200);
    if (!cpu_set_psw(m->cpu,
                     (uint64_t)w0 << 32 | get32(&low->restart_new.w1))) {
        console_printf(m,
                       "IPL failed: device %04X loaded an invalid PSW "
                       "%08X %08X",
                       m->ipl_addr, w0, get32(&low->restart_new.w1));
        return;
    }
    machine_start(m);
}

void
ipl_poll(struct machine *m)
{
    uint8_t unit = 0, chan = 0;
    int status;

    if (!m->ipl_active)
        return;
    status = chansys_ipl_status(m->cs, &unit, &chan);
    if (status == 0)
        return;
    m->ipl_active = false;
    if (status < 0)
        failed(m, unit, chan);
    else
        load_psw(m);
}
