/* SPDX-License-Identifier: MIT */
/* The privileged instructions, simulated one by one for a guest in virtual
 * supervisor state. Those of input and output and DIAGNOSE are handed on.
 * VM/370: DMKPRV. PoO "Control Instructions". */
#include "cp/privop.h"

#include "arch/dat.h"
#include "arch/lowcore.h"
#include "cp/gstor.h"
#include "cp/identity.h"
#include "cp/shadow.h"
#include "cp/storage.h"
#include "cp/vint.h"
#include "cp/vio.h"
#include "cp/vtimer.h"
#include "klib/klib.h"

#define INSN(opcode, mnemonic, format, facility, impl, privilege, codes,       \
             chapter, title)                                                   \
    OP_##mnemonic = opcode,
enum op {
#include "arch/s370.def"
    OP_END
};

/* The system mask was replaced. */
static int
set_mask(struct vmblok *vm, uint8_t mask)
{
    struct psw psw = vm->psw;

    put32(&psw.w0, (get32(&psw.w0) & 0x00ffffff) | (uint32_t)mask << 24);
    /* The instruction itself is the cause: its length is reported. */
    return vint_load_psw(vm, &psw);
}

static int
ssm(struct vmblok *vm, uint32_t addr)
{
    uint8_t mask;
    int rc;

    if (vm->cr[0] & CR0_SSM_SUPPRESS)
        return PIC_SPECIAL;
    rc = gstor_fetch(vm, addr, &mask, 1, GS_READ);
    return rc != GS_OK ? rc : set_mask(vm, mask);
}

/* STNSM, STOSM. */
static int
store_mask(struct vmblok *vm, uint32_t addr, uint8_t imm, bool or)
{
    uint8_t mask = (uint8_t)(get32(&vm->psw.w0) >> 24);
    int rc = gstor_store(vm, addr, &mask, 1, GS_WRITE);

    if (rc != GS_OK)
        return rc;
    return set_mask(vm, or ? mask | imm : mask & imm);
}

static int
lpsw(struct vmblok *vm, uint32_t addr)
{
    struct psw psw;
    int rc;

    if (addr & 7)
        return PIC_SPECIFICATION;
    rc = gstor_fetch(vm, addr, &psw, 8, GS_READ);
    if (rc != GS_OK)
        return rc;
    return vint_load_psw(vm, &psw) != 0 ? PIC_EARLY : 0;
}

static int
lctl(struct vmblok *vm, unsigned r1, unsigned r3, uint32_t addr)
{
    uint32_t v[16], n = ((r3 - r1) & 15) + 1;
    int rc;

    if (addr & 3)
        return PIC_SPECIFICATION;
    rc = gstor_fetch(vm, addr, v, 4 * n, GS_READ);
    if (rc != GS_OK)
        return rc;
    for (uint32_t i = 0; i < n; i++) {
        unsigned c = (r1 + i) & 15;

        if (vm->cr[c] != v[i] && (c <= 1 || (c >= 8 && c <= 11)))
            vm->dirty |= VMD_CR;
        vm->cr[c] = v[i];
    }
    return 0;
}

static int
stctl(struct vmblok *vm, unsigned r1, unsigned r3, uint32_t addr)
{
    uint32_t v[16], n = ((r3 - r1) & 15) + 1;

    if (addr & 3)
        return PIC_SPECIFICATION;
    for (uint32_t i = 0; i < n; i++)
        v[i] = vm->cr[(r1 + i) & 15];
    return gstor_store(vm, addr, v, 4 * n, GS_WRITE);
}

static int
isk(struct vmblok *vm, unsigned r1, uint32_t addr)
{
    uint8_t key;
    int rc;

    if (addr & 15)
        return PIC_SPECIFICATION;
    rc = gstor_get_key(vm, addr, &key);
    if (rc != GS_OK)
        return rc;
    if (!vm_ec(vm))
        key &= KEY_ACC | KEY_FETCH;
    vm->gpr[r1] = (vm->gpr[r1] & ~0xffu) | key;
    return 0;
}

static int
ssk(struct vmblok *vm, unsigned r1, uint32_t addr)
{
    if (addr & 15)
        return PIC_SPECIFICATION;
    return gstor_set_key(vm, addr, vm->gpr[r1] & 0xfe);
}

static int
lra(struct vmblok *vm, unsigned r1, uint32_t addr)
{
    uint32_t v;
    unsigned cc;
    int rc = shadow_lra(vm, addr, &v, &cc);

    if (rc != GS_OK)
        return rc;
    vm->gpr[r1] = v;
    vm_set_cc(vm, cc);
    return 0;
}

/* Eight bytes to and from a doubleword in guest storage. */
static int
store8(struct vmblok *vm, uint32_t addr, uint64_t v)
{
    return addr & 7 ? PIC_SPECIFICATION
                    : gstor_store(vm, addr, &v, 8, GS_WRITE);
}

static int
fetch8(struct vmblok *vm, uint32_t addr, uint64_t *v)
{
    return addr & 7 ? PIC_SPECIFICATION : gstor_fetch(vm, addr, v, 8, GS_READ);
}

static int
sckc(struct vmblok *vm, uint32_t addr)
{
    uint64_t v;
    int rc = fetch8(vm, addr, &v);

    if (rc == GS_OK)
        vtimer_set_comparator(vm, v);
    return rc;
}

static int
spt(struct vmblok *vm, uint32_t addr)
{
    uint64_t v;
    int rc = fetch8(vm, addr, &v);

    if (rc == GS_OK)
        vtimer_set_cpu(vm, (int64_t)v);
    return rc;
}

/* All levels share one TOD clock: SET CLOCK is accepted and changes nothing. */
static int
sck(struct vmblok *vm, uint32_t addr)
{
    uint64_t v;
    int rc = fetch8(vm, addr, &v);

    if (rc == GS_OK)
        vm_set_cc(vm, 0);
    return rc;
}

static int
stap(struct vmblok *vm, uint32_t addr)
{
    uint16_t cpu = 0;

    return addr & 1 ? PIC_SPECIFICATION
                    : gstor_store(vm, addr, &cpu, 2, GS_WRITE);
}

static int
stpx(struct vmblok *vm, uint32_t addr)
{
    return addr & 3 ? PIC_SPECIFICATION
                    : gstor_store(vm, addr, &vm->prefix, 4, GS_WRITE);
}

static int
spx(struct vmblok *vm, uint32_t addr)
{
    uint32_t v;
    int rc;

    if (addr & 3)
        return PIC_SPECIFICATION;
    rc = gstor_fetch(vm, addr, &v, 4, GS_READ);
    if (rc != GS_OK)
        return rc;
    v &= 0x00fff000;
    if (v >= vm->storage)
        return PIC_ADDRESSING;
    return gstor_set_prefix(vm, v);
}

/* Orders and status that one processor has for itself. PoO "Signal-Processor
 * Orders". The orders that stop or reset it go to the console: CP ENTERED. */
enum {
    SIGP_SENSE = 1,
    SIGP_EXTERNAL_CALL = 2,
    SIGP_EMERGENCY = 3,
    SIGP_START = 4,
    SIGP_RESTART = 6,
    STATUS_CALL_PENDING = 0x80,
    STATUS_INVALID_ORDER = 0x02,
};

static uint32_t
sigp_self(struct vmblok *vm, unsigned order)
{
    switch (order) {
    case SIGP_SENSE:
        return vm->extpend & VMX_CALL ? STATUS_CALL_PENDING : 0;
    case SIGP_EXTERNAL_CALL:
        if (vm->extpend & VMX_CALL)
            return STATUS_CALL_PENDING;
        vm->extpend |= VMX_CALL;
        return 0;
    case SIGP_EMERGENCY:
        vm->extpend |= VMX_EMERGENCY;
        return 0;
    case SIGP_START:
        return 0;
    case SIGP_RESTART:
        vm->extpend |= VMX_RESTART;
        return 0;
    default:
        return STATUS_INVALID_ORDER;
    }
}

static int
sigp(struct vmblok *vm, unsigned r1, unsigned r3, uint32_t order)
{
    uint32_t status;

    if (vm->gpr[r3] & 0xffff) {
        vm_set_cc(vm, 3); /* not operational */
        return 0;
    }
    status = sigp_self(vm, order & 0xff);
    vm_set_cc(vm, status != 0);
    if (status != 0)
        vm->gpr[r1] = status;
    return 0;
}

/* PoO "Test Protection": what the key in the second address may do. */
static int
tprot(struct vmblok *vm, uint32_t addr, uint32_t key)
{
    uint32_t gr;
    uint8_t k;
    bool protect;
    int rc = gstor_translate(vm, addr, &gr, &protect);

    key = key >> 4 & 15;
    if (rc == PIC_SEGMENT || rc == PIC_PAGE) {
        vm_set_cc(vm, 3);
        return 0;
    }
    if (rc == GS_OK)
        rc = gstor_get_key(vm, gr, &k);
    if (rc != GS_OK)
        return rc;
    if (key != 0 && key != (unsigned)k >> 4)
        vm_set_cc(vm, k & KEY_FETCH ? 2 : 1);
    else
        vm_set_cc(vm, protect || gstor_low_protected(vm, addr) ? 1 : 0);
    return 0;
}

/* PoO "Invalidate Page Table Entry". */
static int
ipte(struct vmblok *vm, unsigned r1, unsigned r2)
{
    uint32_t at;
    uint16_t invalid, pte;
    int rc;

    if (!shadow_pte(vm, vm->gpr[r1], vm->gpr[r2], &at, &invalid))
        return PIC_TRANSLATION;
    if (gstor_low_protected(vm, at))
        return PIC_PROTECTION;
    rc = gstor_fetch(vm, at, &pte, 2, GS_REAL | GS_WRITE);
    if (rc != GS_OK)
        return rc;
    pte |= invalid;
    rc = gstor_store(vm, at, &pte, 2, GS_REAL | GS_WRITE);
    if (rc == GS_OK)
        shadow_purge(vm);
    return rc;
}

/* Every block is usable. PoO "Test Block". */
static int
tb(struct vmblok *vm, uint32_t real)
{
    static const uint8_t zeros[256];

    real &= 0x7ffff000;
    if (real > PSW_ADDR)
        return PIC_ADDRESSING;
    if (gstor_low_protected(vm, real))
        return PIC_PROTECTION;
    for (uint32_t i = 0; i < 4096; i += sizeof zeros) {
        int rc = gstor_store(vm, real + i, zeros, sizeof zeros,
                             GS_REAL | GS_NOKEY | GS_WRITE);

        if (rc != GS_OK)
            return rc;
    }
    vm->gpr[0] = 0;
    vm_set_cc(vm, 0);
    return 0;
}

static int
rrb(struct vmblok *vm, uint32_t addr)
{
    unsigned cc;
    int rc = gstor_reset_ref(vm, addr, &cc);

    if (rc == GS_OK)
        vm_set_cc(vm, cc);
    return rc;
}

/* TIO, TCH, STIDC: no waiting. */
static int
io_now(struct vmblok *vm, enum vio_op op, uint32_t addr)
{
    int cc = vio_simulate(vm, op, (uint16_t)addr);

    if (cc == VIO_WAIT)
        return GS_WAIT;
    vm_set_cc(vm, (unsigned)cc);
    return 0;
}

static void
io_task(void *arg)
{
    struct vmblok *vm = arg;
    int cc = vio_simulate(vm, (enum vio_op)vm->sim_rx, (uint16_t)vm->sim_arg);

    vm_set_cc(vm, (unsigned)cc & 3);
    priv_task_done(vm, 0);
}

static int
io_later(struct vmblok *vm, enum vio_op op, uint32_t addr)
{
    vm->sim_rx = (uint8_t)op;
    vm->sim_arg = addr & 0xffff;
    vm->count.sios++;
    return priv_task(vm, io_task);
}

static int
privop_b2(struct vmblok *vm, const struct trap *in, uint16_t op)
{
    uint32_t addr = insn_addr(vm, in->b + 2);

    switch (op) {
    case OP_STIDP:
        return store8(vm, addr, identity_cpuid(vm));
    case OP_STIDC:
        return io_now(vm, VIO_STIDC, addr);
    case OP_SCK:
        return sck(vm, addr);
    case OP_SCKC:
        return sckc(vm, addr);
    case OP_STCKC:
        return store8(vm, addr, vm->clock_comparator);
    case OP_SPT:
        return spt(vm, addr);
    case OP_STPT:
        return store8(vm, addr, (uint64_t)vtimer_cpu(vm));
    case OP_SPKA:
        put32(&vm->psw.w0,
              (get32(&vm->psw.w0) & ~(uint32_t)PSW_KEY) | (addr & 0xf0) << 16);
        return 0;
    case OP_IPK:
        vm->gpr[2] = (vm->gpr[2] & ~0xffu) | vm_key(vm) << 4;
        return 0;
    case OP_PTLB:
        shadow_purge(vm);
        return 0;
    case OP_SPX:
        return spx(vm, addr);
    case OP_STPX:
        return stpx(vm, addr);
    case OP_STAP:
        return stap(vm, addr);
    case OP_RRB:
        return rrb(vm, addr);
    case OP_TB:
        return tb(vm, vm->gpr[in->b[3] & 15]);
    case OP_IPTE:
        return ipte(vm, in->b[3] >> 4, in->b[3] & 15);
    default:
        return PIC_OPERATION;
    }
}

int
privop(struct vmblok *vm, const struct trap *in, uint16_t op)
{
    unsigned r1 = in->b[1] >> 4, r3 = in->b[1] & 15;
    uint32_t addr = insn_addr(vm, in->b + 2);

    switch (op) {
    case OP_SSK:
        return ssk(vm, r1, vm->gpr[r3] & 0xffffff);
    case OP_ISK:
        return isk(vm, r1, vm->gpr[r3] & 0xffffff);
    case OP_SSM:
        return ssm(vm, addr);
    case OP_LPSW:
        return lpsw(vm, addr);
    case OP_DIAG:
        return hvc_diagnose(vm, in);
    case OP_SIO:
        return io_later(vm, VIO_SIO, addr);
    case OP_SIOF:
        return io_later(vm, VIO_SIOF, addr);
    case OP_TIO:
        return io_now(vm, VIO_TIO, addr);
    case OP_CLRIO:
        return io_later(vm, VIO_CLRIO, addr);
    case OP_HIO:
        return io_later(vm, VIO_HIO, addr);
    case OP_HDV:
        return io_later(vm, VIO_HDV, addr);
    case OP_TCH:
        return io_now(vm, VIO_TCH, addr);
    case OP_STNSM:
        return store_mask(vm, addr, in->b[1], false);
    case OP_STOSM:
        return store_mask(vm, addr, in->b[1], true);
    case OP_SIGP:
        return sigp(vm, r1, r3, addr);
    case OP_LRA:
        addr += r3 ? vm->gpr[r3] : 0;
        return lra(vm, r1, addr & 0xffffff);
    case OP_STCTL:
        return stctl(vm, r1, r3, addr);
    case OP_LCTL:
        return lctl(vm, r1, r3, addr);
    case OP_TPROT:
        return tprot(vm, addr, insn_addr(vm, in->b + 4));
    default:
        return privop_b2(vm, in, op);
    }
}
