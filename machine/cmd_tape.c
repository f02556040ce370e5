/* SPDX-License-Identifier: MIT */
/* Console command mt: moves a tape by hand. */
#include "config.h"

#include <stdlib.h>
#include <strings.h>

#include "devices/channel.h"
#include "devices/tape.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"

enum { MOST = 100000 };

static const struct {
    const char *name;
    enum tape_move move;
    bool count; /* takes one */
} moves[] = {{"rew", TAPE_REW, false}, {"fsf", TAPE_FSF, true},
             {"bsf", TAPE_BSF, true},  {"fsr", TAPE_FSR, true},
             {"bsr", TAPE_BSR, true},  {"asf", TAPE_ASF, true},
             {"wtm", TAPE_WTM, true},  {"dse", TAPE_DSE, false}};

void
cmd_mt(struct machine *m, int argc, char **argv)
{
    unsigned i = 0, moves_n = sizeof(moves) / sizeof(moves[0]);
    struct device *dev;
    uint16_t addr;
    struct err e;
    long n = 1;
    char *end;

    while (i < moves_n && strcasecmp(argv[2], moves[i].name) != 0)
        i++;
    if (argc > 3)
        n = strtol(argv[3], &end, 10);
    if (!config_address(argv[1], &addr))
        console_printf(m, "\"%s\" is no device number (1 to 4 hex digits)",
                       argv[1]);
    else if ((dev = chansys_find(m->cs, addr)) == NULL)
        console_printf(m, "Device 0:%04X not found", addr);
    else if (i == moves_n)
        console_printf(m, "mt: %s is none of rew fsf bsf fsr bsr asf wtm dse",
                       argv[2]);
    else if (argc > 3 && (!moves[i].count || *end != 0 || n < 1 || n > MOST))
        console_printf(m, "mt: %s is no count for %s", argv[3], moves[i].name);
    else if (!tape_drive_move(dev, moves[i].move, (unsigned)n, &e))
        console_printf(m, "0:%04X mt %s failed: %s", addr, moves[i].name,
                       e.text);
    else
        console_printf(m, "0:%04X mt %s complete", addr, moves[i].name);
}
