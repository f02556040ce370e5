/* SPDX-License-Identifier: MIT */
/* Virtual interruptions. One function decides what is due; one swaps virtual
 * PSWs. A swap needs the guest's page 0: where it is out nothing has been
 * consumed yet, and the swap is made at the next dispatch. VM/370: DMKDSP,
 * DMKPRG. PoO "Interruptions", "Priority of Interruptions". */
#include "cp/vint.h"

#include <stddef.h>

#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/gstor.h"
#include "cp/storage.h"
#include "cp/swap.h"
#include "cp/vio.h"
#include "cp/vtimer.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

/* One class of interruption: where its old and new PSW lie. */
struct swap {
    uint8_t old, new;
};
static const struct swap ext_swap = {0x18, 0x58}, svc_swap = {0x20, 0x60},
                         pgm_swap = {0x28, 0x68}, io_swap = {0x38, 0x78},
                         restart_swap = {0x08, 0x00};

/* The guest's low storage, resident; NULL: VMW_PAGE is set. */
static struct lowcore *
low_of(struct vmblok *vm)
{
    uint16_t pte = vm_pagtable(vm, 0)->pte[0];
    uint32_t real;

    if (!(pte & PTE4K_INVALID) && !page_shared(vm, 0))
        return (struct lowcore *)((uint32_t)(pte & PTE4K_ADDR) << 8);
    if (gstor_resident(vm, 0, GS_WRITE, &real) != GS_OK)
        return NULL;
    return (struct lowcore *)real;
}

/* What of a PSW decides the real control registers. */
static uint32_t
mode(uint32_t w0)
{
    return w0 & PSW_EC ? w0 & (PSW_EC | PSW_DAT | PSW_PER) : 0;
}

int
vint_load_psw(struct vmblok *vm, const struct psw *psw)
{
    uint32_t w0 = get32(&psw->w0), old = get32(&vm->psw.w0);

    vm->psw = *psw;
    if (mode(old) != mode(w0))
        vm->dirty |= VMD_CR;
    if (!(w0 & PSW_EC))
        return 0;
    if (!(vm->options & VMO_ECMODE))
        return PIC_SPECIFICATION;
    if ((w0 & (uint32_t)PSW_EC_MBZ) || (get32(&psw->w1) & 0xff000000))
        return PIC_SPECIFICATION;
    return 0;
}

static void
stop_loop(struct vmblok *vm)
{
    vm_stop(vm, VMW_STOP);
    con_cp_entered(vm, "DMKPRG453W CP ENTERED; PROGRAM INTERRUPT LOOP");
}

/* The swap itself. `code` goes into a BC old PSW. Returns 0, or
 * PIC_SPECIFICATION when the new PSW is invalid. */
static int
exchange(struct vmblok *vm, struct lowcore *low, const struct swap *s,
         unsigned code, unsigned ilc)
{
    struct psw *old = (struct psw *)((uint8_t *)low + s->old);
    const struct psw *new = (const struct psw *)((uint8_t *)low + s->new);

    vm->count.reflected++;
    *old = vm->psw;
    if (!vm_ec(vm)) {
        put32(&old->w0, (get32(&old->w0) & 0xffff0000) | (code & 0xffff));
        put32(&old->w1, (get32(&old->w1) & 0x3fffffff) | ilc << 29);
    }
    return vint_load_psw(vm, new);
}

static void
swap(struct vmblok *vm, struct lowcore *low, const struct swap *s,
     unsigned code, unsigned ilc)
{
    if (exchange(vm, low, s, code, ilc) == 0)
        return;
    /* The new PSW is invalid: a specification exception, whose own new PSW
     * may be as bad. */
    if (s == &pgm_swap) {
        stop_loop(vm);
        return;
    }
    vm_reflect_program(vm, PIC_SPECIFICATION, 0);
}

/* Did the first instruction of the guest's own program-interruption handler
 * cause this, with nothing enabled that could end it? Then the same PSW would
 * be loaded for ever. The old PSW may be past that instruction. */
static bool
in_loop(const struct vmblok *vm, const struct lowcore *low, unsigned ilc)
{
    uint32_t w0 = get32(&vm->psw.w0), new = get32(&low->pgm_new.w0);
    uint32_t at = get32(&low->pgm_new.w1) & PSW_ADDR, ia = vm_ia(vm);
    uint32_t masks = w0 & PSW_EC ? PSW_EXT | PSW_IO : 0xff000000u;

    return (w0 ^ new) >> 16 == 0 && !(w0 & masks) &&
           (ia == at || ia == at + ilc);
}

void
vm_reflect_program(struct vmblok *vm, unsigned code, unsigned ilc)
{
    struct lowcore *low = low_of(vm);

    if (low == NULL) {
        /* Page 0 is coming in; the program interruption is made then. */
        vm->pgm_code = (uint16_t)(code | 0x8000);
        vm->pgm_ilc = (uint8_t)ilc;
        vm->pgm_addr = gstor_fault_addr;
        return;
    }
    if (vm_ec(vm)) {
        put16(&low->pgm_ilc, (uint16_t)ilc);
        put16(&low->pgm_code, (uint16_t)code);
    }
    if ((code & 0x7f) == PIC_SEGMENT || (code & 0x7f) == PIC_PAGE)
        put32(&low->trans_addr, gstor_fault_addr);
    if ((code & 0x7f) == PIC_MONITOR) {
        put16(&low->mc_class, vm->mc_class);
        put32(&low->mc_code, vm->mc_code);
    }
    if (code & PIC_PER) {
        put16(&low->per_code, vm->per_code);
        put32(&low->per_addr, vm->per_addr);
    }
    if (in_loop(vm, low, ilc))
        stop_loop(vm);
    else
        swap(vm, low, &pgm_swap, code, ilc);
}

void
vint_svc(struct vmblok *vm, unsigned n, unsigned ilc, unsigned per)
{
    struct lowcore *low = low_of(vm);

    if (low == NULL) {
        /* Executed again when page 0 is in. */
        vm_set_ia(vm, vm_ia(vm) - ilc);
        return;
    }
    if (vm_ec(vm)) {
        put16(&low->svc_ilc, (uint16_t)ilc);
        put16(&low->svc_code, (uint16_t)n);
    }
    if (exchange(vm, low, &svc_swap, n, ilc) != 0)
        vm_reflect_program(vm, PIC_SPECIFICATION | per, 0);
    else if (per)
        vm_reflect_program(vm, per, ilc);
}

/* The first external condition that is enabled: its code, 0 for none. */
static unsigned
external_due(struct vmblok *vm)
{
    uint32_t cr0 = vm->cr[0];
    unsigned code = 0;

    if (!(get32(&vm->psw.w0) & PSW_EXT))
        return 0;
    if ((vm->extpend & VMX_ITIMER) && (cr0 & CR0_EXT_ITIMER))
        code |= EXT_INTERVAL_TIMER;
    if ((vm->extpend & VMX_KEY) && (cr0 & CR0_EXT_KEY))
        code |= EXT_INTERRUPT_KEY;
    if (code != 0)
        return code;
    if ((vm->extpend & VMX_EMERGENCY) && (cr0 & CR0_EXT_EMERGENCY))
        return EXT_EMERGENCY;
    if ((vm->extpend & VMX_CALL) && (cr0 & CR0_EXT_CALL))
        return EXT_EXTERNAL_CALL;
    if ((vm->extpend & VMX_CC) && (cr0 & CR0_EXT_CC))
        return EXT_CLOCK_COMPARATOR;
    if ((vm->extpend & VMX_CPUT) && (cr0 & CR0_EXT_CPU_TIMER))
        return EXT_CPU_TIMER;
    return 0;
}

static void
external(struct vmblok *vm, struct lowcore *low, unsigned code)
{
    if (code < 0x100) {
        if (code & EXT_INTERVAL_TIMER)
            vm->extpend &= (uint8_t)~VMX_ITIMER;
        if (code & EXT_INTERRUPT_KEY)
            vm->extpend &= (uint8_t)~VMX_KEY;
        /* EXTERNAL n: the operator's command gave another code. */
        if ((code & EXT_INTERRUPT_KEY) && vm->ext_key_code != 0)
            code = vm->ext_key_code;
    }
    if (code == EXT_EMERGENCY)
        vm->extpend &= (uint8_t)~VMX_EMERGENCY;
    if (code == EXT_EXTERNAL_CALL)
        vm->extpend &= (uint8_t)~VMX_CALL;
    if (vm_ec(vm))
        put16(&low->ext_code, (uint16_t)code);
    if (vm_ec(vm) || code == EXT_EMERGENCY || code == EXT_EXTERNAL_CALL)
        put16(&low->ext_cpu, 0);
    swap(vm, low, &ext_swap, code, 0);
}

/* The channels whose interruptions the PSW allows, as CR2 counts them. */
static uint32_t
channels(const struct vmblok *vm)
{
    uint32_t w0 = get32(&vm->psw.w0), mask = 0;

    if (w0 & PSW_EC)
        return w0 & PSW_IO ? vm->cr[2] : 0;
    mask = w0 & 0xfc000000;
    if (w0 & PSW_BC_CH6UP)
        mask |= vm->cr[2] & 0x03ffffff;
    return mask;
}

static bool
input_output(struct vmblok *vm, struct lowcore *low, uint32_t mask)
{
    struct csw csw;
    int addr = vio_take(vm, mask, &csw);

    if (addr < 0)
        return false;
    low->csw = csw;
    if (vm_ec(vm)) {
        low->io_addr0 = 0;
        put16(&low->io_addr, (uint16_t)addr);
    }
    swap(vm, low, &io_swap, (unsigned)addr, 0);
    return true;
}

static void
disabled_wait(struct vmblok *vm)
{
    char text[80];

    vm_stop(vm, VMW_STOP);
    k_snprintf(text, sizeof(text),
               "DMKDSP450W CP ENTERED; DISABLED WAIT PSW '%08X %08X'",
               (unsigned)get32(&vm->psw.w0), (unsigned)get32(&vm->psw.w1));
    con_cp_entered(vm, text);
}

/* The wait bit is on and nothing was due. */
static void
begin_wait(struct vmblok *vm)
{
    uint32_t w0 = get32(&vm->psw.w0);
    uint32_t masks = w0 & PSW_EC ? PSW_EXT | PSW_IO : 0xff000000u;

    if (!(w0 & masks)) {
        disabled_wait(vm);
        return;
    }
    vtimer_wait(vm);
    swap_idle(vm);
    vm_stop(vm, VMW_IDLE);
}

bool
vint_ready(struct vmblok *vm)
{
    while (vm->wait == 0) {
        struct lowcore *low;
        uint32_t mask;
        unsigned code;

        if (vm->pgm_code != 0) {
            code = vm->pgm_code & 0x7fff;
            vm->pgm_code = 0;
            gstor_fault_addr = vm->pgm_addr;
            vm_reflect_program(vm, code, vm->pgm_ilc);
            continue;
        }
        code = vm->extpend ? external_due(vm) : 0;
        mask = vm->iopend ? channels(vm) & (uint32_t)vm->iopend << 16 : 0;
        if (code != 0 || mask != 0) {
            low = low_of(vm);
            if (low == NULL)
                return false;
            if (code != 0)
                external(vm, low, code);
            else if (!input_output(vm, low, mask))
                vm->iopend &= (uint16_t) ~(mask >> 16);
            continue;
        }
        if (vm->extpend & VMX_RESTART) {
            low = low_of(vm);
            if (low == NULL)
                return false;
            vm->extpend &= (uint8_t)~VMX_RESTART;
            swap(vm, low, &restart_swap, 0, 0);
            continue;
        }
        if (!(get32(&vm->psw.w0) & PSW_WAIT))
            return true;
        begin_wait(vm);
    }
    return false;
}
