/* SPDX-License-Identifier: MIT */
/* DIAGNOSE, the guest's door to CP: decodes the code and calls its function;
 * what may wait runs as the machine's task. Codes: arch/diag.h. VM/370:
 * DMKHVC. */
#include "arch/diag.h"
#include "cp/console.h"
#include "cp/gstor.h"
#include "cp/identity.h"
#include "cp/priv.h"
#include "cp/timer.h"
#include "cp/vio.h"
#include "klib/div64.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

/* X'00': Rx -> area, Ry its length, which is reduced by what is stored. */
static int
store_id(struct vmblok *vm, unsigned rx, unsigned ry)
{
    uint8_t buf[5 * sizeof(struct diag_id)];
    uint32_t len = vm->gpr[ry];
    unsigned n;
    int rc;

    if ((vm->gpr[rx] & 7) || len == 0)
        return PIC_SPECIFICATION;
    n = identity_store(vm, buf, len < sizeof(buf) ? len : sizeof(buf));
    rc = gstor_store(vm, vm->gpr[rx] & 0xffffff, buf, n, GS_REAL);
    if (rc == GS_OK)
        vm->gpr[ry] = len - n;
    return rc;
}

/* X'0C': date, time, and processor times used, in microseconds. */
static int
pseudo_timer(struct vmblok *vm, unsigned rx)
{
    struct diag_timer t;
    struct datetime dt;
    char text[20];

    if (vm->gpr[rx] & 7)
        return PIC_SPECIFICATION;
    tod_split(tod_now(), &dt);
    k_snprintf(text, sizeof(text), "%02d/%02d/%02d%02d:%02d:%02d", dt.month,
               dt.day, dt.year % 100, dt.hour, dt.minute, dt.second);
    memcpy(t.date, text, 16);
    put64(&t.virt, vm->virt_time >> 12);
    put64(&t.total, vm->total_time >> 12);
    return gstor_store(vm, vm->gpr[rx] & 0xffffff, &t, sizeof(t), GS_REAL);
}

/* X'10': whole pages from Rx to Ry, both included, become zero. */
static int
release(struct vmblok *vm, unsigned rx, unsigned ry)
{
    uint32_t from = vm->gpr[rx] & 0xffffff, to = vm->gpr[ry] & 0xffffff;

    if ((from & 0xfff) || from > to)
        return PIC_SPECIFICATION;
    if (to >= vm->storage)
        return PIC_ADDRESSING;
    gstor_release(vm, from, (to & ~0xfffu) + 4096);
    return 0;
}

static void
diag_task(void *arg)
{
    struct vmblok *vm = arg;
    unsigned rx = vm->sim_rx, ry = vm->sim_ry;
    int rc;

    switch (vm->sim_arg) {
    case DIAG_CPCMD:
        rc = cmd_diag08(vm, rx, ry);
        break;
    case DIAG_DASD:
        rc = vio_diag18(vm, rx, ry);
        break;
    case DIAG_IO:
        rc = vio_diag20(vm, rx, ry);
        break;
    case DIAG_DEVTYPE:
        rc = vio_diag24(vm, rx, ry);
        break;
    case DIAG_3270:
        rc = vio_diag58(vm, rx, ry);
        break;
    case DIAG_3270CHAR:
        rc = vio_diag8c(vm, rx, ry);
        break;
    default:
        rc = PIC_SPECIFICATION;
        break;
    }
    priv_task_done(vm, rc);
}

int
hvc_diagnose(struct vmblok *vm, const struct trap *in)
{
    uint32_t code = insn_addr(vm, in->b + 2);
    unsigned rx = in->b[1] >> 4, ry = in->b[1] & 15;

    if (code & 3)
        return PIC_SPECIFICATION;
    switch (code) {
    case DIAG_STORE_ID:
        return store_id(vm, rx, ry);
    case DIAG_TIMER:
        return pseudo_timer(vm, rx);
    case DIAG_RELEASE:
        return release(vm, rx, ry);
    case DIAG_STORAGE:
        vm->gpr[rx] = vm->storage;
        return 0;
    case DIAG_CPCMD:
    case DIAG_DASD:
    case DIAG_IO:
    case DIAG_DEVTYPE:
    case DIAG_3270:
    case DIAG_3270CHAR:
        vm->sim_arg = code;
        vm->sim_rx = (uint8_t)rx;
        vm->sim_ry = (uint8_t)ry;
        if (code == DIAG_DASD || code == DIAG_IO || code == DIAG_3270)
            vm->count.sios++;
        return priv_task(vm, diag_task);
    default:
        return PIC_SPECIFICATION;
    }
}
