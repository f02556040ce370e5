/* SPDX-License-Identifier: MIT */
/* Fetching CCWs, one when it is needed and none ahead, with their checks, and
 * the program-controlled interruption they may ask for. PoO "Channel Command
 * Word", "Transfer in Channel", "Program Check". */
#include "devices/subchannel.h"

enum { CCW_MBZ = 0x03 }; /* flag bits 38-39 */

/* The PCI flag of the CCW just fetched. */
static void
raise_pci(struct subchannel *sub)
{
    if (!(sub->flags & CCW_PCI) || sub->ipl)
        return;
    sub->pci = true;
    irq_update(sub);
}

/* Fetches the CCW at next_ccw, through one TIC at most, checks it and makes it
 * the current one. Where next_ccw points after a program check: PoO "Channel
 * Status Word", the table of command addresses. */
static uint8_t
fetch_ccw(struct subchannel *sub, struct ccw *ccw, bool first)
{
    uint32_t addr = sub->next_ccw;

    for (bool tic = false;; tic = true) {
        uint8_t check;

        if ((addr & 7) || addr >= sub->cs->cpu->storage->size) {
            if (!tic)
                sub->next_ccw = addr + 8;
            return CS_PROGRAM_CHECK;
        }
        sub->next_ccw = addr + 8;
        check = chan_fetch(sub->cs, sub->key, addr, ccw, sizeof(*ccw));
        if (check)
            return check;
        if ((ccw->cmd & 0x0f) != CCW_TIC)
            return 0;
        if (tic || first)
            return CS_PROGRAM_CHECK;
        addr = get24(&ccw->addr);
    }
}

uint8_t
take_ccw(struct subchannel *sub, bool chain_data, bool first)
{
    struct ccw ccw;
    uint8_t check;

    sub->count = 0;
    sub->flags = 0;
    check = fetch_ccw(sub, &ccw, first);
    if (check)
        return check;
    sub->count = get16(&ccw.count);
    if (!chain_data && (ccw.cmd & 0x0f) == 0)
        return CS_PROGRAM_CHECK;
    if ((ccw.flags & CCW_MBZ) || sub->count == 0)
        return CS_PROGRAM_CHECK;
    sub->flags = ccw.flags;
    if (!chain_data) {
        sub->cmd.code = ccw.cmd;
        sub->cmd.count = sub->count;
        sub->command = sub->next_ccw - 8;
    }
    area_open(&sub->area, &ccw,
              chain_data ? sub->dir == DIR_READ_BACKWARD
                         : (ccw.cmd & 0x0f) == CCW_READ_BACKWARD);
    if (sub->watched)
        watch_ccw(sub, &ccw);
    raise_pci(sub);
    return 0;
}
