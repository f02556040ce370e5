/* SPDX-License-Identifier: MIT */
/* Virtual IPL: the implied READ of 24 bytes to location 0 and the chain that
 * goes on at location 8. A chain that reads its own next CCWs is common here,
 * so it is carried out up to each read, and what follows is fetched again from
 * guest storage (cp/ccwtrans.c, ccw_ipl_next). PoO "Initial Program Loading".
 * VM/370: DMKVMI. */
#include "arch/lowcore.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/vioint.h"
#include "klib/klib.h"

enum { IPL_PARTS = 64, GUEST = GS_REAL | GS_NOKEY };

static bool
ended_well(const struct vioblok *b, const char **why)
{
    if (b->csw.chan & ~(unsigned)CS_PCI)
        *why = "CHANNEL ERROR IN IPL";
    else if ((b->csw.unit & US_UNIT_CHECK) &&
             (b->v->sense[0] & SENSE_INTERVENTION))
        *why = "IPL DEVICE NOT READY";
    else if (b->csw.unit != (US_CHANNEL_END | US_DEVICE_END))
        *why = "I/O ERROR IN IPL";
    else
        return true;
    return false;
}

static bool
run_chain(struct vioblok *b, const char **why)
{
    static const struct ccw implied = {
        CCW_READ, {{0}}, CCW_CC | CCW_SLI, 0, {{0, 24}}};
    struct vdevblok *v = b->v;
    enum ccw_result rc = ccw_ipl_begin(&b->prog, v->vm, v, &implied);

    for (unsigned n = 0; n < IPL_PARTS && rc == CCW_OK; n++) {
        vio_go(b);
        vio_wait(b);
        if (!ended_well(b, why))
            return false;
        if (!b->prog.stopped || b->prog.resume == 0)
            return true;
        rc = ccw_ipl_next(&b->prog);
    }
    *why = rc == CCW_NO_STORAGE ? "NO FREE STORAGE FOR IPL"
                                : "IPL CHANNEL PROGRAM TOO LONG";
    return false;
}

/* The IPL PSW, and the device's address where the PSW's mode wants it. */
static bool
load_psw(struct vmblok *vm, uint16_t addr, const char **why)
{
    struct psw psw;
    be16 at;

    put16(&at, addr);
    *why = "STORAGE ERROR IN IPL";
    if (gstor_fetch(vm, 0, &psw, sizeof psw, GUEST) != GS_OK)
        return false;
    if (get32(&psw.w0) & PSW_EC) {
        if (gstor_store(vm, offsetof(struct lowcore, io_addr), &at, 2, GUEST) !=
            GS_OK)
            return false;
    } else {
        if (gstor_store(vm, 2, &at, 2, GUEST) != GS_OK)
            return false;
        put32(&psw.w0, (get32(&psw.w0) & 0xffff0000) | addr);
    }
    vm->psw = psw;
    vm->ipl_dev = addr;
    vm->dirty |= VMD_CR;
    *why = NULL;
    return true;
}

bool
vio_ipl(struct vmblok *vm, uint16_t addr, const char **why)
{
    struct vdevblok *v = vdev_find(vm, addr);
    struct vioblok *b;
    bool ok;

    if (v == NULL) {
        *why = "IPL DEVICE DOES NOT EXIST";
        return false;
    }
    if (v->rdev == NULL || v->class == DEV_GRAF || v->class == DEV_CON) {
        *why = v->class == DEV_READER ? "IPL DEVICE NOT READY"
                                      : "IPL DEVICE TYPE NOT SUPPORTED";
        return false;
    }
    vio_quiesce(v);
    v->pend = v->attn = 0;
    vio_recount(vm);
    b = cp_alloc(sizeof *b);
    if (b == NULL) {
        *why = "NO FREE STORAGE FOR IPL";
        return false;
    }
    b->v = v;
    b->sync = b->keep = true;
    b->io.arg = b;
    ok = run_chain(b, why);
    vio_free(b);
    return ok && load_psw(vm, addr, why);
}
