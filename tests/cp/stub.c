/* SPDX-License-Identifier: MIT */
/* In place of CP's I/O and console, on the rig: one virtual machine, whose
 * storage comes from and goes to the host program, and a paging device
 * (tests/cp/rigdev.h). Also that device's virtual form, so that this CP can be
 * run by itself. */
#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/dispatch.h"
#include "cp/gstor.h"
#include "cp/pageio.h"
#include "cp/storage.h"
#include "cp/task.h"
#include "cp/vint.h"
#include "cp/vio.h"
#include "klib/kfmt.h"
#include "klib/klib.h"
#include "tests/cp/rigdev.h"

static struct rig_op op __attribute__((aligned(32)));

static void
host(void)
{
    struct lowcore *low = NULL;

    dispatch_own_cr0();
    put32(&low->caw, (uint32_t)&op);
    __asm__ volatile(".insn s,0x9c000000,0(%0)"
                     :
                     : "a"(RIG_DEV)
                     : "cc", "memory");
}

static void
rig(enum rig_code code, uint32_t arg, const volatile void *addr)
{
    put32(&op.op, code);
    put32(&op.level, 0);
    put32(&op.arg, arg);
    put32(&op.addr, (uint32_t)addr);
    put32(&op.id, 0);
    host();
}

/* The console. */

static void
say(const char *fmt, va_list ap)
{
    static char text[128];

    k_vsnprintf(text, sizeof(text), fmt, ap);
    rig(RIG_LOG, strlen(text), text);
}

void
con_printf(struct vmblok *vm, const char *fmt, ...)
{
    va_list ap;

    (void)vm;
    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
}

void
con_operator(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(fmt, ap);
    va_end(ap);
}

void
con_init(void)
{
}

void
cmd_shutdown_key(void)
{
}

int
cmd_diag08(struct vmblok *vm, unsigned rx, unsigned ry)
{
    (void)vm;
    (void)rx;
    (void)ry;
    return PIC_SPECIFICATION;
}

/* The paging device. Slots are numbers. */

static slot_t next_slot, free_slots[RIG_SLOTS];
static unsigned nfree;

unsigned
slots_total(void)
{
    return RIG_SLOTS - 1;
}

unsigned
slots_used(void)
{
    return next_slot - nfree;
}

slot_t
slot_alloc(void)
{
    if (nfree > 0)
        return free_slots[--nfree];
    return next_slot < RIG_SLOTS - 1 ? ++next_slot : 0;
}

void
slot_free(slot_t s)
{
    free_slots[nfree++] = s;
}

slot_t
slot_of_extent(enum cpvol_type type, uint32_t n)
{
    (void)type;
    (void)n;
    return 0;
}

bool
pageio_sync(slot_t slot, uint32_t real, bool write)
{
    (void)slot;
    (void)real;
    (void)write;
    return false;
}

void
pageio_start(struct pagereq *r)
{
    put32(&op.op, r->write ? RIG_WRITE : RIG_READ);
    put32(&op.level, 0);
    put32(&op.arg, r->slot);
    put32(&op.addr, r->real);
    put32(&op.id, (uint32_t)r);
    host();
}

void
ios_init(uint16_t addr)
{
    (void)addr;
}

void
ios_interrupt(void)
{
    const struct lowcore *low = NULL;
    struct pagereq *r = (struct pagereq *)get24(&low->csw.addr);

    r->ok = true;
    r->done(r);
}

/* The virtual form: done() ids whose interruption the guest has to take. */
enum { PENDING = 64 };
static uint32_t pending[PENDING];
static unsigned npending;

static void
steal(struct vmblok *vm, uint32_t page)
{
    for (uint32_t p = 0; p < vm->storage >> 12; p++) {
        uint16_t pte = vm_pagtable(vm, p)->pte[p % SEG_PAGES];

        if (page != 0xffffffff && p != page)
            continue;
        if (!(pte & PTE4K_INVALID) && cortable[pte >> 4].pins == 0)
            page_out(&cortable[pte >> 4]);
    }
}

int
vio_simulate(struct vmblok *vm, enum vio_op vop, uint16_t addr)
{
    static struct rig_op in;
    be32 caw;
    uint32_t real;
    int rc;

    if (vop != VIO_SIO || addr != RIG_DEV)
        return 3;
    rc = gstor_fetch(vm, offsetof(struct lowcore, caw), &caw, 4,
                     GS_REAL | GS_NOKEY);
    if (rc == GS_OK)
        rc = gstor_fetch(vm, get32(&caw), &in, sizeof(in), GS_REAL | GS_NOKEY);
    if (rc != GS_OK)
        return 3;
    if (get32(&in.op) == RIG_STEAL) {
        steal(vm, get32(&in.arg));
        return 0;
    }
    if (gstor_resident(vm, get32(&in.addr), GS_WRITE, &real) != GS_OK)
        return 3;
    op = in;
    put32(&op.level, get32(&in.level) + 1);
    put32(&op.addr, real);
    host();
    if ((get32(&in.op) == RIG_READ || get32(&in.op) == RIG_WRITE) &&
        npending < PENDING) {
        pending[npending++] = get32(&in.id);
        vm->iopend |= 0x8000;
        vm_poke(vm);
    }
    return 0;
}

int
vio_take(struct vmblok *vm, uint32_t channels, struct csw *csw)
{
    if (npending == 0 || !(channels & 0x80000000))
        return -1;
    memset(csw, 0, sizeof(*csw));
    put24(&csw->addr, pending[0]);
    npending--;
    for (unsigned i = 0; i < npending; i++)
        pending[i] = pending[i + 1];
    if (npending == 0)
        vm->iopend = 0;
    return RIG_DEV;
}

void
vio_reset(struct vmblok *vm)
{
    npending = 0;
    vm->iopend = 0;
}

int
vio_diag18(struct vmblok *vm, unsigned rx, unsigned ry)
{
    return cmd_diag08(vm, rx, ry);
}

int
vio_diag20(struct vmblok *vm, unsigned rx, unsigned ry)
{
    return cmd_diag08(vm, rx, ry);
}

int
vio_diag24(struct vmblok *vm, unsigned rx, unsigned ry)
{
    return cmd_diag08(vm, rx, ry);
}

int
vio_diag58(struct vmblok *vm, unsigned rx, unsigned ry)
{
    return cmd_diag08(vm, rx, ry);
}

int
vio_diag8c(struct vmblok *vm, unsigned rx, unsigned ry)
{
    return cmd_diag08(vm, rx, ry);
}

/* The virtual machine: begun as the operator's, dumped when it stops. */

enum { ACCESS = GS_REAL | GS_NOKEY };

static void
dump_state(const struct vmblok *vm)
{
    static struct rig_state s __attribute__((aligned(512)));

    memcpy(s.gpr, vm->gpr, sizeof(s.gpr));
    memcpy(s.cr, vm->cr, sizeof(s.cr));
    memcpy(s.fpr, vm->fpr, sizeof(s.fpr));
    s.psw = vm->psw;
    put32(&s.prefix, vm->prefix);
    put32(&s.traps, vm->count.traps);
    put32(&s.simulated, vm->count.simulated);
    put32(&s.reflected, vm->count.reflected);
    put32(&s.pageins, vm->count.pageins);
    put32(&s.pageouts, vm->count.pageouts);
    rig(RIG_STATE, 0, &s);
}

static void
dump_keys(struct vmblok *vm)
{
    uint8_t *buf = (uint8_t *)frame_get_wait();
    uint32_t blocks = vm->storage >> 11;

    for (uint32_t from = 0; from < blocks; from += 4096) {
        for (uint32_t i = 0; i < 4096 && from + i < blocks; i++)
            gstor_get_key(vm, (from + i) << 11, &buf[i]);
        rig(RIG_KEYS, from, buf);
    }
    frame_put((uint32_t)buf);
}

static void
dump_task(void *arg)
{
    struct vmblok *vm = arg;
    uint32_t real;

    dispatch_save_fpr(vm);
    dump_state(vm);
    dump_keys(vm);
    for (uint32_t p = 0; p < vm->storage >> 12; p++)
        if (gstor_resident(vm, p << 12, ACCESS, &real) == GS_OK)
            rig(RIG_DUMP, p, (void *)real);
    rig(RIG_END, 0, &op);
}

void
con_cp_entered(struct vmblok *vm, const char *text)
{
    con_printf(vm, "%s", text);
    task_start(dump_task, vm, NULL);
}

void
con_start_operator(void)
{
    static const uint8_t user[8] = {'O', 'P', 'E', 'R', 'A', 'T', 'O', 'R'};
    static struct rig_config cfg __attribute__((aligned(8)));
    static uint8_t map[RIG_PAGES_MAX / 8] __attribute__((aligned(512)));
    struct vmblok *vm;
    struct psw psw;
    uint32_t real;

    rig(RIG_CONFIG, 0, &cfg);
    rig(RIG_MAP, 0, map);
    vm = vm_create(user, get32(&cfg.storage), get32(&cfg.storage));
    vm->options |= VMO_ECMODE;
    vm_enlist(vm);
    for (uint32_t p = 0; p < vm->storage >> 12; p++) {
        if (!(map[p / 8] & (0x80 >> p % 8)))
            continue;
        gstor_resident(vm, p << 12, ACCESS | GS_WRITE, &real);
        rig(RIG_LOAD, p, (void *)real);
    }
    gstor_fetch(vm, 0, &psw, 8, ACCESS);
    vint_load_psw(vm, &psw);
    vm_go(vm, VMW_STOP);
}
