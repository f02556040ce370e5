/* SPDX-License-Identifier: MIT */
/* Interruptions: the one file that swaps PSWs. What causes an interruption is
 * found elsewhere; here it is stored and the new PSW loaded. PoO
 * "Interruptions". */
#include "arch/lowcore.h"
#include "cpu/psw.h"
#include "cpu/storage.h"
#include "cpu/timer.h"

#define LOW(field) offsetof(struct lowcore, field)

/* Stores the old PSW and loads the new one. */
static void
swap(struct cpu *cpu, uint32_t old, uint32_t new, unsigned code,
     unsigned ilc_bytes)
{
    const uint8_t *from = stor_low(cpu, new);

    psw_store(cpu, stor_low(cpu, old), code, ilc_bytes);
    stor_low_changed(cpu);
    psw_load(cpu, load_be32(from), load_be32(from + 4));
}

static void
tell(struct cpu *cpu, enum cpu_interruption class, unsigned code, uint32_t at,
     uint32_t operand)
{
    const struct cpu_watch *w = cpu->watch;

    if (w)
        w->interruption(w->ctx, cpu, class, code, at, operand);
}

/* Is there something for locations 144-147: an address, an ASN, a PC number? */
static bool
has_address(int pic)
{
    return pic == PIC_SEGMENT || pic == PIC_PAGE || pic == PIC_SPACE_SWITCH ||
           (pic >= PIC_AFX && pic <= PIC_SECONDARY_AUTHORITY);
}

static bool
is_nullifying(int pic)
{
    return has_address(pic) && pic != PIC_SPACE_SWITCH;
}

/* Operands that some codes have. They are stored in both modes. */
static void
store_program_operands(struct cpu *cpu, int pic)
{
    struct cpu_private *p = cpu->priv;
    int code = pic & ~PIC_PER;

    if (has_address(code))
        store_be32(stor_low(cpu, LOW(trans_addr)), p->trans_addr);
    if (code == PIC_MONITOR) {
        store_be16(stor_low(cpu, LOW(mc_class)), p->mc_class);
        store_be32(stor_low(cpu, LOW(mc_code)), p->mc_code);
    }
    if (pic & PIC_PER) {
        store_be16(stor_low(cpu, LOW(per_code)),
                   (uint16_t)(p->per_events << 8));
        store_be32(stor_low(cpu, LOW(per_addr)), p->start);
    }
}

/* An instruction needs storage with an error: it is nullified. */
static void
interrupt_machine_check(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;

    cpu->psw.ia = p->start;
    if (!(cpu->psw.mask & PSW_MC)) {
        p->checkstop = true;
        look_around(cpu);
        return;
    }
    tell(cpu, CPU_INT_MACHINE_CHECK, 0, p->start, p->fail_addr);
    mcheck_logout(cpu, p->fail_addr);
    swap(cpu, LOW(mck_old), LOW(mck_new), 0, 0);
}

void
interrupt_program(struct cpu *cpu, int pic)
{
    struct cpu_private *p = cpu->priv;
    bool ec = cpu->psw.mask & PSW_EC;

    if (pic & PIC_MACHINE_CHECK) {
        interrupt_machine_check(cpu);
        return;
    }
    tell(cpu, CPU_INT_PROGRAM, (unsigned)pic, p->start,
         (pic & ~PIC_PER) == PIC_MONITOR ? p->mc_code : p->trans_addr);
    if (is_nullifying(pic & ~PIC_PER))
        cpu->psw.ia = p->start;
    if (ec) {
        store_be16(stor_low(cpu, LOW(pgm_ilc)), (uint16_t)p->ilc);
        store_be16(stor_low(cpu, LOW(pgm_code)), (uint16_t)pic);
    }
    store_program_operands(cpu, pic);
    swap(cpu, LOW(pgm_old), LOW(pgm_new), (unsigned)pic, p->ilc);
}

void
interrupt_svc(struct cpu *cpu, unsigned code)
{
    unsigned ilc = cpu->priv->ilc;

    tell(cpu, CPU_INT_SVC, code, (cpu->psw.ia - ilc) & ADDR_MASK, 0);
    if (cpu->psw.mask & PSW_EC) {
        store_be16(stor_low(cpu, LOW(svc_ilc)), (uint16_t)ilc);
        store_be16(stor_low(cpu, LOW(svc_code)), (uint16_t)code);
    }
    swap(cpu, LOW(svc_old), LOW(svc_new), code, ilc);
}

static void
interrupt_external(struct cpu *cpu, unsigned code)
{
    tell(cpu, CPU_INT_EXTERNAL, code, cpu->psw.ia, 0);
    if (cpu->psw.mask & PSW_EC)
        store_be16(stor_low(cpu, LOW(ext_code)), (uint16_t)code);
    /* PoO "External Interruption": location 132 gets the address of the CPU
     * that signalled, zeros for other external interruptions in EC mode. */
    if ((cpu->psw.mask & PSW_EC) || code == EXT_EMERGENCY ||
        code == EXT_EXTERNAL_CALL)
        store_be16(stor_low(cpu, LOW(ext_cpu)), 0);
    swap(cpu, LOW(ext_old), LOW(ext_new), code, 0);
}

/* The code of the external interruption to take, 0 for none, and the request
 * cleared where taking it clears it. PoO "External Interruption": interval
 * timer, interrupt key and external signals share one interruption. */
static unsigned
external_request(struct cpu *cpu, bool take)
{
    uint32_t mask = cpu->cr[0];
    struct cpu_private *p = cpu->priv;
    unsigned code = 0;

    if (!(cpu->psw.mask & PSW_EXT))
        return 0;
    if (cpu->pend_itimer && (mask & CR0_EXT_ITIMER))
        code |= EXT_INTERVAL_TIMER;
    if (cpu->pend_key && (mask & CR0_EXT_KEY))
        code |= EXT_INTERRUPT_KEY;
    if (code && take) {
        cpu->pend_itimer &= !(code & EXT_INTERVAL_TIMER);
        cpu->pend_key &= !(code & EXT_INTERRUPT_KEY);
    }
    if (code)
        return code;
    if (p->pend_emergency && (mask & CR0_EXT_EMERGENCY)) {
        p->pend_emergency &= !take;
        return EXT_EMERGENCY;
    }
    if (p->pend_extcall && (mask & CR0_EXT_CALL)) {
        p->pend_extcall &= !take;
        return EXT_EXTERNAL_CALL;
    }
    if ((mask & CR0_EXT_CC) && timer_comparator_pending(cpu))
        return EXT_CLOCK_COMPARATOR;
    if ((mask & CR0_EXT_CPU_TIMER) && timer_cpu_timer(cpu) >> 63)
        return EXT_CPU_TIMER;
    return 0;
}

/* The channels from which an I/O interruption may be taken, bit 0 channel 0.
 * PoO "I/O Mask": in BC mode PSW bits 0-5 are channels 0-5 and bit 6 stands
 * for the others, by CR2; in EC mode bit 6 stands for all. */
static uint32_t
io_mask(const struct cpu *cpu)
{
    uint32_t mask = cpu->psw.mask;

    if (mask & PSW_EC)
        return mask & PSW_IO ? cpu->cr[2] : 0;
    return (mask & 0xfc000000) |
           (mask & PSW_BC_CH6UP ? cpu->cr[2] & 0x03ffffff : 0);
}

static bool
io_request(struct cpu *cpu)
{
    uint32_t mask = io_mask(cpu);

    return mask && cpu->board->io_pending(cpu->board->ctx, mask);
}

static bool
interrupt_io(struct cpu *cpu)
{
    int addr = cpu->board->io_accept(cpu->board->ctx, cpu, io_mask(cpu));

    if (addr < 0)
        return false;
    tell(cpu, CPU_INT_IO, (unsigned)addr, cpu->psw.ia, 0);
    if (cpu->psw.mask & PSW_EC) {
        *stor_low(cpu, LOW(io_addr0)) = 0;
        store_be16(stor_low(cpu, LOW(io_addr)), (uint16_t)addr);
    }
    swap(cpu, LOW(io_old), LOW(io_new), (unsigned)addr, 0);
    return true;
}

bool
interrupt_pending(struct cpu *cpu)
{
    unsigned code;

    if (cpu->priv->psw_invalid) {
        /* PoO "Specification Exception": recognized as part of loading the
         * PSW; the instruction-length code is 0. */
        cpu->priv->ilc = 0;
        cpu->priv->start = cpu->psw.ia & ADDR_MASK;
        interrupt_program(cpu, PIC_SPECIFICATION);
        return true;
    }
    code = external_request(cpu, true);
    if (code) {
        interrupt_external(cpu, code);
        return true;
    }
    if (io_request(cpu) && interrupt_io(cpu))
        return true;
    if (cpu->pend_restart) {
        cpu->pend_restart = false;
        tell(cpu, CPU_INT_RESTART, 0, cpu->psw.ia, 0);
        swap(cpu, LOW(restart_old), LOW(restart_new), 0, 0);
        return true;
    }
    return false;
}

bool
cpu_interruptible(struct cpu *cpu)
{
    return cpu->priv->psw_invalid || external_request(cpu, false) ||
           io_request(cpu) || cpu->pend_restart;
}
