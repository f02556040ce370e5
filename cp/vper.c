/* SPDX-License-Identifier: MIT */
/* Program-event recording for what CP simulates: storage alteration by the
 * instructions that store (STNSM, STCTL, STPT and the like) and alteration of
 * general registers. PoO "Program-Event Recording". */
#include "cp/vper.h"

#include "cp/gstor.h"
#include "klib/klib.h"

enum {
    EVENT_STORE = 0x2000, /* in the PER code; CR9 has them 16 bits higher */
    EVENT_GR = 0x1000,
    OP_ISK = 0x09,
    OP_SIGP = 0xae,
    OP_LRA = 0xb1,
    OP_IPK = 0xb20b,
    OP_TB = 0xb22c,
};

#define GR(n) (0x8000u >> (n)) /* as CR9 bits 16-31 have it */

void
vper_begin(const struct vmblok *vm, struct per_before *b)
{
    b->on = (vm->cr[9] & 0x30000000) != 0;
    if (!b->on)
        return;
    b->control = vm->cr[9];
    memcpy(b->gpr, vm->gpr, sizeof(b->gpr));
    gstor_stored_len = 0;
}

/* CR10 and CR11 are the area's first and last byte; it may wrap around. */
static bool
in_range(const struct vmblok *vm, uint32_t addr, uint32_t len)
{
    uint32_t size = ((vm->cr[11] - vm->cr[10]) & 0xffffff) + 1;
    uint32_t offset = (addr - vm->cr[10]) & 0xffffff;

    return offset < size || offset + len > 0x1000000;
}

/* The registers altered: an instruction that loads what was there already has
 * altered it too. */
static uint32_t
altered(const struct vmblok *vm, const struct per_before *b,
        const struct trap *in, uint16_t op)
{
    uint32_t bits = 0;

    switch (op) {
    case OP_SIGP:
        if ((get32(&vm->psw.w0) & PSW_EC_CC) != 1 << PSW_EC_CC_SHIFT)
            break; /* no status */
        /* fall through */
    case OP_ISK:
    case OP_LRA:
        bits = GR(in->b[1] >> 4);
        break;
    case OP_IPK:
        bits = GR(2);
        break;
    case OP_TB:
        bits = GR(0);
        break;
    default:
        break;
    }
    for (unsigned i = 0; i < 16; i++)
        if (vm->gpr[i] != b->gpr[i])
            bits |= GR(i);
    return bits;
}

bool
vper_after(struct vmblok *vm, const struct per_before *b, const struct trap *in,
           uint16_t op, int rc)
{
    uint32_t events = 0;

    if (gstor_stored_len != 0 &&
        in_range(vm, gstor_stored_addr, gstor_stored_len))
        events |= EVENT_STORE;
    if (rc == 0 && (altered(vm, b, in, op) & b->control & 0xffff))
        events |= EVENT_GR;
    events &= b->control >> 16;
    if (events == 0)
        return false;
    vm->per_code |= (uint16_t)events;
    vm->per_addr = in->ia;
    return true;
}
