/* SPDX-License-Identifier: MIT */
/* Control instructions: PSW, control registers, translation, prefix,
 * identification, signalling. PoO "Control Instructions". Storage keys are in
 * key.c, clocks in clock.c. */
#include "arch/dat.h"
#include "cpu/dat.h"
#include "cpu/handlers.h"
#include "cpu/psw.h"
#include "cpu/storage.h"

/* PoO "Set System Mask": CR0 bit 1 suppresses it. */
int
op_SSM(struct cpu *cpu, uint64_t ib)
{
    uint8_t mask;
    int pic;

    if (cpu->cr[0] & CR0_SSM_SUPPRESS)
        return PIC_SPECIAL;
    pic = stor_get8(cpu, ea_bd1(cpu, ib), &mask);
    return pic != PIC_NONE ? pic : psw_set_system_mask(cpu, mask);
}

int
op_STNSM(struct cpu *cpu, uint64_t ib)
{
    uint8_t mask = (uint8_t)(cpu->psw.mask >> 24);
    int pic = stor_put8(cpu, ea_bd1(cpu, ib), mask);

    if (pic != PIC_NONE)
        return pic;
    return psw_set_system_mask(cpu, (uint8_t)(mask & ib_i2(ib)));
}

int
op_STOSM(struct cpu *cpu, uint64_t ib)
{
    uint8_t mask = (uint8_t)(cpu->psw.mask >> 24);
    int pic = stor_put8(cpu, ea_bd1(cpu, ib), mask);

    if (pic != PIC_NONE)
        return pic;
    return psw_set_system_mask(cpu, (uint8_t)(mask | ib_i2(ib)));
}

int
op_LPSW(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);
    uint64_t psw;
    int pic;

    if (ea & 7)
        return PIC_SPECIFICATION;
    pic = stor_get64(cpu, ea, &psw);
    if (pic == PIC_NONE)
        psw_load(cpu, (uint32_t)(psw >> 32), (uint32_t)psw);
    return pic;
}

int
op_LCTL(struct cpu *cpu, uint64_t ib)
{
    unsigned r = ib_r1(ib), n = ((ib_r2(ib) - r) & 15) + 1;
    uint32_t ea = ea_bd1(cpu, ib);
    uint8_t b[64];
    int pic;

    if (ea & 3)
        return PIC_SPECIFICATION;
    pic = stor_read(cpu, ea, b, 4 * n);
    if (pic != PIC_NONE)
        return pic;
    for (unsigned i = 0; i < n; i++)
        cpu->cr[(r + i) & 15] = load_be32(b + 4 * i);
    psw_changed(cpu);
    return PIC_NONE;
}

int
op_STCTL(struct cpu *cpu, uint64_t ib)
{
    unsigned r = ib_r1(ib), n = ((ib_r2(ib) - r) & 15) + 1;
    uint32_t ea = ea_bd1(cpu, ib);
    uint8_t b[64];

    if (ea & 3)
        return PIC_SPECIFICATION;
    for (unsigned i = 0; i < n; i++)
        store_be32(b + 4 * i, cpu->cr[(r + i) & 15]);
    return stor_write(cpu, ea, b, 4 * n);
}

int
op_LRA(struct cpu *cpu, uint64_t ib)
{
    struct dat_walk w;
    int pic = dat_walk(cpu, ea_rx(cpu, ib), &w);

    if (pic != PIC_NONE)
        return pic;
    cpu->gr[ib_r1(ib)] = w.real;
    cpu->psw.cc = (uint8_t)w.result;
    return PIC_NONE;
}

int
op_PTLB(struct cpu *cpu, uint64_t ib)
{
    (void)ib;
    tlb_purge_translated(cpu);
    look_around(cpu); /* the next instruction may come from another frame */
    return PIC_NONE;
}

/* R1 has a page-table origin as in a segment-table entry, R2 the virtual
 * address whose page index is wanted. PoO "Invalidate Page Table Entry". */
int
op_IPTE(struct cpu *cpu, uint64_t ib)
{
    uint32_t real, pte;
    bool small;
    uint8_t *p;
    int pic;

    if (!dat_entry(cpu, cpu->gr[ib_rre1(ib)], cpu->gr[ib_rre2(ib)], &real,
                   &small))
        return PIC_TRANSLATION;
    /* PoO "Key-Controlled Protection": it is a location that the program
     * designates. */
    pic = stor_real(cpu, real, ACCESS_WRITE, &p);
    if (pic != PIC_NONE)
        return pic;
    pte = load_be16(p);
    store_be16(p, (uint16_t)(pte | (small ? PTE2K_INVALID : PTE4K_INVALID)));
    fast_stored(cpu, real_to_abs(cpu, real), 2);
    tlb_purge_translated(cpu);
    look_around(cpu);
    return PIC_NONE;
}

int
op_STIDP(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);

    return ea & 7 ? PIC_SPECIFICATION : stor_put64(cpu, ea, cpu->cpuid);
}

/* One processor: address 0. */
int
op_STAP(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);

    return ea & 1 ? PIC_SPECIFICATION : stor_put16(cpu, ea, 0);
}

int
op_SPX(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib), v;
    int pic;

    if (ea & 3)
        return PIC_SPECIFICATION;
    pic = stor_get32(cpu, ea, &v);
    if (pic != PIC_NONE)
        return pic;
    v &= 0xfff000;
    if (v >= cpu->storage->size)
        return PIC_ADDRESSING;
    cpu->prefix = v;
    fast_flush(cpu); /* nothing is decoded in assigned storage */
    tlb_purge(cpu);
    cpu->priv->timer_count = 0; /* location 80 is another one now */
    look_around(cpu);
    return PIC_NONE;
}

int
op_STPX(struct cpu *cpu, uint64_t ib)
{
    uint32_t ea = ea_bd1(cpu, ib);

    return ea & 3 ? PIC_SPECIFICATION : stor_put32(cpu, ea, cpu->prefix);
}

int
op_SPKA(struct cpu *cpu, uint64_t ib)
{
    uint8_t key = (uint8_t)(ea_bd1(cpu, ib) >> 4 & 15);

    /* In problem state it comes here with dual address space only. */
    if ((cpu->psw.mask & PSW_PROBLEM) && !(cpu->cr[3] << key & 0x80000000u))
        return PIC_PRIVILEGED;
    cpu->psw.key = key;
    psw_changed(cpu);
    return PIC_NONE;
}

int
op_IPK(struct cpu *cpu, uint64_t ib)
{
    (void)ib;
    if ((cpu->psw.mask & PSW_PROBLEM) && !(cpu->cr[0] & CR0_EXTRACTION))
        return PIC_PRIVILEGED;
    cpu->gr[2] = (cpu->gr[2] & 0xffffff00) | (uint32_t)cpu->psw.key << 4;
    gr_placed(cpu, 2);
    return PIC_NONE;
}

/* DIAGNOSE is the model's own; this model has no function, and every code is
 * a specification exception. (Under CP, CP gives it its meaning.) */
int
op_DIAG(struct cpu *cpu, uint64_t ib)
{
    (void)cpu;
    (void)ib;
    return PIC_SPECIFICATION;
}

/* Orders that one processor can give itself. PoO "Signal-Processor Orders". */
enum {
    SIGP_SENSE = 1,
    SIGP_EXTERNAL_CALL = 2,
    SIGP_EMERGENCY = 3,
    SIGP_START = 4,
    SIGP_STOP = 5,
    SIGP_RESTART = 6,
    SIGP_INITIAL_PROGRAM_RESET = 7,
    SIGP_PROGRAM_RESET = 8,
    SIGP_STOP_STORE = 9,
    SIGP_INITIAL_RESET = 0x0b,
    SIGP_RESET = 0x0c,

    STATUS_CALL_PENDING = 0x80,
    STATUS_INVALID_ORDER = 0x02,
};

/* PoO "Program Reset": a CPU reset, and the channels are reset, too. */
static void
program_reset(struct cpu *cpu, bool initial)
{
    const struct cpu_board *b = cpu->board;

    if (b->io_reset)
        b->io_reset(b->ctx, cpu);
    cpu_reset(cpu, initial);
    cpu->stopped = true;
    cpu->priv->event = true;
}

/* Performs the order; returns the status, 0 for accepted. */
static uint32_t
sigp_self(struct cpu *cpu, unsigned order)
{
    struct cpu_private *p = cpu->priv;

    switch (order) {
    case SIGP_SENSE:
        return p->pend_extcall ? STATUS_CALL_PENDING : 0;
    case SIGP_EXTERNAL_CALL:
        if (p->pend_extcall)
            return STATUS_CALL_PENDING;
        p->pend_extcall = true;
        return 0;
    case SIGP_EMERGENCY:
        p->pend_emergency = true;
        return 0;
    case SIGP_START:
        return 0;
    case SIGP_RESTART:
        cpu->pend_restart = true;
        return 0;
    case SIGP_STOP_STORE:
        cpu_store_status(cpu);
        cpu->stopped = true;
        return 0;
    case SIGP_STOP:
        cpu->stopped = true;
        return 0;
    case SIGP_INITIAL_PROGRAM_RESET:
    case SIGP_PROGRAM_RESET:
        program_reset(cpu, order == SIGP_INITIAL_PROGRAM_RESET);
        return 0;
    case SIGP_INITIAL_RESET:
    case SIGP_RESET:
        cpu_reset(cpu, order == SIGP_INITIAL_RESET);
        cpu->stopped = true;
        return 0;
    default:
        return STATUS_INVALID_ORDER;
    }
}

int
op_SIGP(struct cpu *cpu, uint64_t ib)
{
    unsigned order = ea_bd1(cpu, ib) & 0xff;
    uint32_t status;

    look_around(cpu);
    if (cpu->gr[ib_r2(ib)] & 0xffff) {
        cpu->psw.cc = 3; /* not operational */
        return PIC_NONE;
    }
    status = sigp_self(cpu, order);
    cpu->psw.cc = status != 0;
    if (status) {
        cpu->gr[ib_r1(ib)] = status;
        gr_placed(cpu, ib_r1(ib));
    }
    return PIC_NONE;
}
