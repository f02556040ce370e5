/* SPDX-License-Identifier: MIT */
/* What a guest's program interruption comes to. A privileged operation in
 * virtual supervisor state is simulated (cp/privop.c has the instructions); a
 * page CP has taken away is brought back; a shadow entry is filled; all else
 * is the guest's own and is reflected. VM/370: DMKPRG, DMKPRV. */
#include "cp/priv.h"

#include "arch/insn.h"
#include "arch/lowcore.h"
#include "cp/gstor.h"
#include "cp/privop.h"
#include "cp/shadow.h"
#include "cp/storage.h"
#include "cp/task.h"
#include "cp/vint.h"
#include "cp/vper.h"
#include "klib/klib.h"

/* The opcode as arch/s370.def writes it. */
static uint16_t
opcode(const uint8_t *b)
{
    if (b[0] == 0xb2 || b[0] == 0xe5)
        return (uint16_t)(b[0] << 8 | b[1]);
    if (b[0] >= 0x9c && b[0] <= 0x9f)
        return (uint16_t)(b[0] << 8 | (b[1] & 1));
    return b[0];
}

/* The table's privileged rows. Direct control is on no machine of ours and
 * shares its opcodes with the extension facility. */
static bool
privileged(uint16_t op)
{
    enum { P = 1, Q = 1, U = 0 };

    switch ((uint32_t)op) {
#define INSN(opcode, mnemonic, format, facility, impl, privilege, codes,       \
             chapter, title)                                                   \
    case INSN_FAC_##facility == INSN_FAC_DIRECT ? 0x10000 + __COUNTER__:       \
    opcode:                                                                    \
        return privilege;
#include "arch/s370.def"
    default:
        return false;
    }
}

/* Dual address space, which a virtual machine does not have although the real
 * machine may. */
static bool
is_das(uint16_t op)
{
    switch ((uint32_t)op) {
#define INSN(opcode, mnemonic, format, facility, impl, privilege, codes,       \
             chapter, title)                                                   \
    case INSN_FAC_##facility == INSN_FAC_DIRECT ? 0x10000 + __COUNTER__:       \
    opcode:                                                                    \
        return INSN_FAC_##facility == INSN_FAC_DAS;
#include "arch/s370.def"
    default:
        return false;
    }
}

/* None is from X'0A' to X'7F': priv_next relies on it. */
#define INSN(opcode, mnemonic, format, facility, impl, privilege, codes,       \
             chapter, title)                                                   \
    _Static_assert(opcode < 0x0a || opcode >= 0x80 ||                          \
                       PRIVILEGE_##privilege == 0,                             \
                   #mnemonic);
enum { PRIVILEGE_P = 1, PRIVILEGE_Q = 1, PRIVILEGE_U = 0 };
#include "arch/s370.def"

static bool
supervisor(const struct vmblok *vm)
{
    return !(get32(&vm->psw.w0) & PSW_PROBLEM);
}

/* The instruction at the PSW; through EX to its target. */
static int
fetch(struct vmblok *vm, struct trap *in)
{
    uint8_t ex[4];
    uint32_t target, quick;
    int rc;

    in->ia = vm_ia(vm);
    quick = gstor_quick(vm, in->ia, 6, false);
    if (quick != 0) {
        __builtin_memcpy(in->b, (const void *)quick, 6);
        in->len = (uint8_t)insn_length(in->b[0]);
        if (in->b[0] != 0x44)
            return GS_OK;
    }
    rc = gstor_fetch(vm, in->ia, in->b, 2, GS_READ | GS_NOKEY);
    if (rc != GS_OK)
        return rc;
    in->len = (uint8_t)insn_length(in->b[0]);
    if (in->len > 2)
        rc = gstor_fetch(vm, in->ia + 2, in->b + 2, in->len - 2u,
                         GS_READ | GS_NOKEY);
    if (rc != GS_OK || in->b[0] != 0x44)
        return rc;
    __builtin_memcpy(ex, in->b, 4);
    target = insn_addr(vm, ex + 2);
    if (ex[1] & 15)
        target = (target + vm->gpr[ex[1] & 15]) & 0xffffff;
    rc = gstor_fetch(vm, target, in->b, 6, GS_READ | GS_NOKEY);
    if (rc == GS_OK && ex[1] >> 4)
        in->b[1] |= (uint8_t)vm->gpr[ex[1] >> 4];
    return rc;
}

/* Simulates the instruction at the PSW, whose address is the PSW's; per:
 * PIC_PER when it has a PER event already. */
static void
simulate(struct vmblok *vm, const struct trap *in, unsigned per)
{
    struct per_before before;
    unsigned code;
    int rc;

    vm->sim_per = false;
    vper_before(vm, &before);
    if (before.on && per == 0)
        vm->per_code = 0;
    vm_set_ia(vm, in->ia + in->len);
    rc = privop(vm, in, opcode(in->b));
    vm->count.simulated++;
    if (rc == GS_WAIT || rc == PIC_SEGMENT || rc == PIC_PAGE)
        vm_set_ia(vm, in->ia); /* nullified */
    if (rc == GS_WAIT)
        return;
    if (before.on && vper_after(vm, &before, in, opcode(in->b), rc))
        per = PIC_PER;
    code = ((unsigned)rc & 0xff) | per;
    if (vm->wait & VMW_TASK)
        vm->sim_per = per != 0; /* priv_task_done does it */
    else if (code != 0)
        vm_reflect_program(vm, code, rc == PIC_EARLY ? 0 : in->len);
}

static void
trapped(struct vmblok *vm, unsigned code, unsigned ilc)
{
    struct trap in;
    int rc;

    if (!supervisor(vm) && ilc == 2) { /* none is of dual address space */
        vm_reflect_program(vm, code, ilc);
        return;
    }
    vm_set_ia(vm, vm_ia(vm) - ilc);
    rc = fetch(vm, &in);
    if (rc == GS_WAIT)
        return;
    if (!supervisor(vm)) {
        if (rc == GS_OK && is_das(opcode(in.b)))
            code = (code & PIC_PER) | PIC_OPERATION;
        vm_set_ia(vm, vm_ia(vm) + ilc);
        vm_reflect_program(vm, code, ilc);
        return;
    }
    code &= PIC_PER;
    vm->count.traps++;
    if (rc != GS_OK) {
        /* It was there a moment ago: the guest's tables changed under it. */
        vm_reflect_program(vm, (unsigned)rc, ilc);
        return;
    }
    simulate(vm, &in, code);
}

static void
faulted(struct vmblok *vm, uint32_t addr, unsigned per, unsigned ilc)
{
    uint32_t real;
    int rc;

    if (shadow_dat(vm)) {
        gstor_fault_addr = addr;
        rc = shadow_fault(vm, addr);
        gstor_fault_addr = addr;
    } else {
        rc = page_in(vm, addr >> 12, &real);
    }
    if (rc == GS_OK || rc == GS_WAIT)
        return;
    if (rc != PIC_SEGMENT && rc != PIC_PAGE)
        vm_set_ia(vm, vm_ia(vm) + ilc); /* the guest's is not nullifying */
    vm_reflect_program(vm, (unsigned)rc | per, ilc);
}

void
priv_program(struct vmblok *vm)
{
    const struct lowcore *low = NULL;
    unsigned code = get16(&low->pgm_code), ilc = get16(&low->pgm_ilc) & 6;

    if (code & PIC_PER) {
        vm->per_code = get16(&low->per_code);
        vm->per_addr = get32(&low->per_addr);
    }
    switch (code & 0x7f) {
    case PIC_PRIVILEGED:
        trapped(vm, code, ilc);
        return;
    case PIC_SEGMENT:
    case PIC_PAGE:
        faulted(vm, get32(&low->trans_addr) & 0xffffff, code & PIC_PER, ilc);
        return;
    case PIC_PROTECTION:
        /* A store into a shared segment: again, with pages of its own. */
        if (saved_unshare_all(vm)) {
            vm_set_ia(vm, vm_ia(vm) - ilc);
            return;
        }
        break;
    case PIC_SPECIAL:
        /* SSM is privileged here: it is dual address space's. */
        code = (code & PIC_PER) | PIC_OPERATION;
        break;
    case PIC_MONITOR:
        vm->mc_class = get16(&low->mc_class);
        vm->mc_code = get32(&low->mc_code);
        break;
    default:
        break;
    }
    gstor_fault_addr = get32(&low->trans_addr) & 0xffffff;
    vm_reflect_program(vm, code, ilc);
}

void
priv_svc(struct vmblok *vm, bool per)
{
    const struct lowcore *low = NULL;
    unsigned ilc = get16(&low->svc_ilc) & 6u;

    if (per) {
        vm->per_code = get16(&low->per_code);
        vm->per_addr = get32(&low->per_addr);
    }
    vint_svc(vm, get16(&low->svc_code) & 0xff, ilc, per ? PIC_PER : 0);
}

/* Looking ahead costs a walk of the tables, so it is done only where an
 * instruction lies in one resident page and no key can forbid the fetch. */
bool
priv_next(struct vmblok *vm)
{
    uint32_t w0 = get32(&vm->psw.w0), ia = vm_ia(vm), real;
    struct trap in;
    uint8_t b;

    if ((w0 & (PSW_PROBLEM | PSW_WAIT | PSW_KEY)) || (ia & 1) ||
        vm->pgm_code != 0 || (w0 & (PSW_EC | PSW_PER)) == (PSW_EC | PSW_PER))
        return false;
    real = gstor_quick(vm, ia, 6, false);
    if (real == 0)
        return false;
    b = *(const uint8_t *)real;
    if (b >= 0x0a && b < 0x80)
        return false; /* most are: none is privileged */
    __builtin_memcpy(in.b, (const void *)real, 6);
    if (!privileged(opcode(in.b)))
        return false;
    if (!vint_ready(vm) || vm_ia(vm) != ia || get32(&vm->psw.w0) != w0)
        return false;
    in.ia = ia;
    in.len = (uint8_t)insn_length(in.b[0]);
    simulate(vm, &in, 0);
    return true;
}

int
priv_task(struct vmblok *vm, void (*fn)(void *vm))
{
    if (!task_start(fn, vm, vm)) {
        vm->want_task = true;
        vm_stop(vm, VMW_TASK);
        return GS_WAIT;
    }
    vm_stop(vm, VMW_TASK);
    return 0;
}

void
priv_task_done(struct vmblok *vm, int rc)
{
    unsigned code = rc > 0 ? (unsigned)rc : 0;

    if (vm->sim_per)
        code |= PIC_PER;
    vm->sim_per = false;
    if (code != 0)
        vm_reflect_program(vm, code, 4);
    vm_go(vm, VMW_TASK);
}

void
priv_task_free(void)
{
    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        if (vm->want_task) {
            vm->want_task = false;
            vm_go(vm, VMW_TASK);
        }
}
