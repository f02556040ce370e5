/* SPDX-License-Identifier: MIT */
/* The console command badblock: uncorrectable errors in 2K blocks of main
 * storage, for those who want to see a machine check. cpu/mcheck.c. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "machine/console.h"
#include "machine/machine.h"

enum { BLOCK = 2048, ERROR_BIT = 1 };

static void
show(struct machine *m)
{
    unsigned n = 0;

    for (uint32_t at = 0; at < m->storage.size; at += BLOCK)
        if (m->storage.keys[at / BLOCK] & ERROR_BIT) {
            console_printf(m, "Storage error in block %06X-%06X", at,
                           at + BLOCK - 1);
            n++;
        }
    if (n == 0)
        console_printf(m, "No storage errors");
}

void
cmd_badblock(struct machine *m, int argc, char **argv)
{
    bool off = argc > 2 && strcmp(argv[2], "off") == 0;
    unsigned long at;
    char *end;

    if (argc > 1) {
        at = strtoul(argv[1], &end, 16);
        if (end == argv[1] || *end != '\0' || at >= m->storage.size ||
            (argc > 2 && !off)) {
            console_printf(m,
                           "badblock: absolute address in hex, below %X, and "
                           "perhaps \"off\"",
                           m->storage.size);
            return;
        }
        cpu_storage_error(m->cpu, (uint32_t)at, !off);
    }
    show(m);
}
