/* SPDX-License-Identifier: MIT */
/* The I/O instructions: condition codes and stored CSWs by the state of
 * channel, subchannel and device. Every device has a subchannel of its own and
 * no transfer occupies a channel between events, so channels are never found
 * working in burst mode and no channel-available interruption is owed. PoO
 * "Input/Output Instructions". */
#include "devices/subchannel.h"

#include <stddef.h>

enum { CSW_AT = 0x40, CSW_STATUS_AT = 0x44, CAW_AT = 0x48, CHAN_ID_AT = 0xa8 };

/* Replaces the status halfword of the CSW; the rest stays. */
static int
store_status(struct chansys *cs, uint8_t unit, uint8_t chan)
{
    uint8_t status[2] = {unit, chan};

    chan_store_low(cs, CSW_STATUS_AT, status, 2);
    return 1;
}

static int
store_csw(struct chansys *cs, const struct csw *csw)
{
    chan_store_low(cs, CSW_AT, csw, sizeof(*csw));
    return 1;
}

int
chan_sio(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    struct chansys *cs = ctx;
    struct subchannel *sub = chan_sub(cs, addr);
    uint32_t caw;

    (void)cpu;
    if (sub == NULL)
        return 3;
    chan_sync_time(cs);
    if (program_working(sub) || sub->end)
        return 2;
    caw = chan_load_low(cs, CAW_AT);
    /* A byte multiplexer executes SIOF as SIO. */
    if (fast && chan_type_of(addr >> 8) != CHAN_BYTE &&
        sub->phase == PHASE_IDLE) {
        program_start_later(sub, caw);
        return 0;
    }
    if (program_start(sub, caw) == 0)
        return 0;
    return store_status(cs, sub->unit, sub->chan);
}

int
chan_tio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    struct subchannel *sub = chan_sub(cs, addr);
    struct csw csw = {0};

    (void)cpu;
    if (sub == NULL)
        return 3;
    chan_sync_time(cs);
    if (program_working(sub))
        return 2;
    if (sub->end) {
        sub->end = sub->pci = false;
        irq_update(sub);
        return store_csw(cs, &sub->end_csw);
    }
    if (sub->phase == PHASE_DEVICE)
        csw.unit = US_BUSY;
    else if (sub->unsolicited)
        csw.unit = irq_take_unsolicited(sub);
    else
        return 0;
    return store_csw(cs, &csw);
}

int
chan_clrio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    struct subchannel *sub = chan_sub(cs, addr);
    struct csw csw;

    (void)cpu;
    if (sub == NULL)
        return 3;
    chan_sync_time(cs);
    if (program_working(sub)) {
        sub->unit = 0;
        program_csw(sub, &csw);
        if (sub->pci)
            csw.chan |= CS_PCI;
        program_drop(sub);
    } else if (sub->end) {
        csw = sub->end_csw;
    } else {
        return 0;
    }
    sub->end = sub->pci = false;
    irq_update(sub);
    return store_csw(cs, &csw);
}

/* HIO and HDV differ only where a channel works in burst mode. */
static int
halt(struct chansys *cs, uint16_t addr)
{
    struct subchannel *sub = chan_sub(cs, addr);

    if (sub == NULL)
        return 3;
    chan_sync_time(cs);
    if (sub->end)
        return 0;
    if (program_working(sub))
        program_halt(sub);
    return store_status(cs, 0, 0);
}

int
chan_hio(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)cpu;
    return halt(ctx, addr);
}

int
chan_hdv(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)cpu;
    return halt(ctx, addr);
}

static bool
operational(const struct chansys *cs, uint16_t addr)
{
    return addr >> 8 < CHANNELS && cs->attached[addr >> 8] > 0;
}

int
chan_tch(void *ctx, struct cpu *cpu, uint16_t addr)
{
    (void)cpu;
    return operational(ctx, addr) ? 0 : 3;
}

int
chan_stidc(void *ctx, struct cpu *cpu, uint16_t addr)
{
    struct chansys *cs = ctx;
    be32 id;

    (void)cpu;
    if (!operational(cs, addr))
        return 3;
    /* Type, model zero, no I/O extended logout. */
    put32(&id, (uint32_t)chan_type_of(addr >> 8) << 28);
    chan_store_low(cs, CHAN_ID_AT, &id, 4);
    return 0;
}
