/* SPDX-License-Identifier: MIT */
/* DIAGNOSE X'18' and X'20', I/O that is complete when the instruction is, and
 * X'24', what a virtual device is. GC20-1807 "DIAGNOSE Instruction in a
 * Virtual Machine"; that X'18' takes up to 4096 bytes is VM/SP's (SC19-6203).
 * VM/370: DMKHVC, DMKDGD (X'18'), DMKGIO (X'20'). */
#include "arch/ckd.h"
#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/diagtype.h"
#include "cp/gstor.h"
#include "cp/vioint.h"
#include "klib/klib.h"

enum { GUEST = GS_REAL | GS_NOKEY };

/* Return codes in R15. */
enum diag18_rc {
    D18_NOT_ATTACHED = 1,
    D18_NOT_DASD = 2,
    D18_READ_ONLY = 3,
    D18_CYLINDER = 4,
    D18_BUSY = 5,  /* with condition code 1 */
    D18_ALIGN = 5, /* with condition code 2 */
    D18_ARGUMENT = 6,
    D18_COMMAND = 7,
    D18_COUNT_ZERO = 8,
    D18_COUNT_BIG = 9,
    D18_BUFFER = 10,
    D18_R15 = 11,
    D18_SEEK_HEAD = 12,
    D18_IO_ERROR = 13,
};

static int
result(struct vmblok *vm, unsigned cc, unsigned r15)
{
    vm_set_cc(vm, cc);
    if (r15 != 0)
        vm->gpr[15] = r15;
    return 0;
}

/* What DIAGNOSE X'18' checks of a chain before it starts anything. */
struct check18 {
    struct vdevblok *v;
    uint32_t at;
    struct ccw c;
    unsigned left; /* reads and writes that R15 still allows */
    unsigned cyl;
    bool sought;
    unsigned cc, rc;
};

static bool
bad18(struct check18 *k, unsigned cc, unsigned rc)
{
    k->cc = cc;
    k->rc = rc;
    return false;
}

static bool
argument(struct check18 *k, void *to, unsigned n)
{
    if (gstor_fetch(k->v->vm, get24(&k->c.addr), to, n, GUEST) != GS_OK)
        return bad18(k, 2, D18_ARGUMENT);
    return true;
}

static bool
check_seek(struct check18 *k)
{
    struct ckd_seek s;

    if (!argument(k, &s, sizeof s))
        return false;
    if (k->c.cmd == CKD_SEEK_HEAD && get16(&s.cyl) != k->cyl)
        return bad18(k, 2, D18_SEEK_HEAD);
    if (k->v->kind == VDEV_MINIDISK && get16(&s.cyl) >= k->v->ncyl)
        return bad18(k, 1, D18_CYLINDER);
    k->cyl = get16(&s.cyl);
    k->sought = true;
    return true;
}

static bool
check_transfer(struct check18 *k)
{
    unsigned n = get16(&k->c.count);

    if (n == 0)
        return bad18(k, 2, D18_COUNT_ZERO);
    if (n > 4096)
        return bad18(k, 2, D18_COUNT_BIG);
    if (get24(&k->c.addr) + n > k->v->vm->storage)
        return bad18(k, 2, D18_BUFFER);
    if (k->c.cmd == CKD_WRITE_DATA && (k->v->flags & VDEV_READONLY))
        return bad18(k, 1, D18_READ_ONLY);
    if (k->left-- == 0)
        return bad18(k, 2, D18_R15);
    return true;
}

static bool
check_one(struct check18 *k)
{
    uint8_t id[5];

    switch (k->c.cmd) {
    case CKD_SEEK:
    case CKD_SEEK_HEAD:
        return check_seek(k);
    case CKD_SET_SECTOR:
        return argument(k, id, 1);
    case CKD_SEARCH_ID_EQ:
        return k->sought ? argument(k, id, sizeof id)
                         : bad18(k, 2, D18_COMMAND);
    case CKD_READ_DATA:
    case CKD_WRITE_DATA:
        return check_transfer(k);
    default:
        if ((k->c.cmd & 0x0f) == CCW_TIC && get24(&k->c.addr) == k->at - 8)
            return true;
        return bad18(k, 2, D18_COMMAND);
    }
}

static bool
check_chain(struct check18 *k)
{
    bool more = true;

    if (k->at & 7)
        return bad18(k, 2, D18_ALIGN);
    for (unsigned n = 0; more && n < 6 * 15; n++, k->at += 8) {
        if (gstor_fetch(k->v->vm, k->at, &k->c, sizeof k->c, GUEST) != GS_OK)
            return bad18(k, 2, D18_ARGUMENT);
        if (!check_one(k))
            return false;
        more = (k->c.cmd & 0x0f) == CCW_TIC || (k->c.flags & CCW_CC);
    }
    return more ? bad18(k, 2, D18_R15) : true;
}

/* Carries out the guest's program at `at` and waits. False: it was not
 * started. */
static bool
do_io(struct vdevblok *v, uint32_t at, unsigned key, struct csw *csw)
{
    struct vioblok *b;

    if (vio_begin(v, at, key, true, &b) != CCW_OK)
        return false;
    vio_wait(b);
    *csw = b->csw;
    vio_free(b);
    return true;
}

int
vio_diag18(struct vmblok *vm, unsigned rx, unsigned ry)
{
    struct vdevblok *v = vdev_find(vm, (uint16_t)vm->gpr[rx]);
    struct check18 k;
    struct csw csw;

    if (v == NULL)
        return result(vm, 1, D18_NOT_ATTACHED);
    if (v->class != DEV_DASD || v->rdev == NULL)
        return result(vm, 1, D18_NOT_DASD);
    if (vio_busy(v) || v->pend)
        return result(vm, 1, D18_BUSY);
    if (vm->gpr[15] - 1 > 14)
        return result(vm, 2, D18_R15);
    memset(&k, 0, sizeof k);
    k.v = v;
    k.at = vm->gpr[ry] & 0xffffff;
    k.left = vm->gpr[15];
    if (!check_chain(&k))
        return result(vm, k.cc, k.rc);
    memset(&csw, 0, sizeof csw);
    if (do_io(v, vm->gpr[ry] & 0xffffff, vm_key(vm), &csw) &&
        csw.unit == (US_CHANNEL_END | US_DEVICE_END) && csw.chan == 0)
        return result(vm, 0, 0);
    gstor_store(vm, offsetof(struct lowcore, csw), &csw, sizeof csw, GUEST);
    return result(vm, 3, D18_IO_ERROR);
}

int
vio_diag20(struct vmblok *vm, unsigned rx, unsigned ry)
{
    struct vdevblok *v = vdev_find(vm, (uint16_t)vm->gpr[rx]);
    uint32_t at = vm->gpr[ry] & 0xffffff;
    struct csw csw;
    struct ccw first;

    if (v == NULL)
        return result(vm, 1, 1);
    if (vio_busy(v) || v->pend)
        return result(vm, 1, 5);
    if (v->rdev == NULL || v->class == DEV_GRAF || v->class == DEV_CON) {
        vm->gpr[ry] &= 0xffff0000;
        return result(vm, 3, 13);
    }
    if ((at & 7) || gstor_fetch(vm, at, &first, sizeof first, GUEST) != GS_OK)
        return PIC_ADDRESSING;
    if (!do_io(v, at, vm->gpr[ry] >> 28, &csw)) {
        memset(&csw, 0, sizeof csw);
        csw.chan = CS_PROGRAM_CHECK;
    }
    if ((csw.unit & US_UNIT_CHECK) ||
        (csw.chan & ~(CS_PCI | CS_INCORRECT_LENGTH))) {
        vm->gpr[ry] = (vm->gpr[ry] & 0xffff0000) | (unsigned)v->sense[0] << 8 |
                      v->sense[1];
        return result(vm, 3, 13);
    }
    if (csw.unit & US_UNIT_EXCEPTION)
        return result(vm, 2, 2);
    if (csw.chan & CS_INCORRECT_LENGTH)
        return result(vm, 2, 3);
    return result(vm, 0, 0);
}

/* X'24'. */

enum { VDEVRDO = 0x80 };

static const struct rdevblok *
real_of(struct vmblok *vm, const struct vdevblok *v)
{
    return v->kind == VDEV_CONSOLE ? con_terminal(vm) : v->rdev;
}

static uint32_t
real_info(const struct vdevblok *v, const struct rdevblok *r)
{
    uint32_t info = (uint32_t)diag_code_of(r->type, r->model) << 16 |
                    (uint32_t)r->model << 8;
    unsigned rows, cols = 80;

    if (v->kind == VDEV_CONSOLE) {
        con_screen_size(r, &rows, &cols);
        info |= cols & 0xff;
    }
    return info;
}

int
vio_diag24(struct vmblok *vm, unsigned rx, unsigned ry)
{
    struct vdevblok *v = vm->gpr[rx] == 0xffffffff ? vm->vcon
                         : vm->gpr[rx] > 0xfff
                             ? NULL
                             : vdev_find(vm, (uint16_t)vm->gpr[rx]);
    const struct rdevblok *r;
    uint16_t code;

    if (v == NULL)
        return result(vm, 3, 0);
    code = diag_code_of(v->type, v->model);
    if (v->class == DEV_PUNCH && v->type == 0x2540)
        code = diag_code_of(v->type, 2);
    if (v->kind == VDEV_CONSOLE)
        vm->gpr[rx] = v->addr;
    vm->gpr[ry] =
        (uint32_t)code << 16 | (v->flags & VDEV_READONLY ? VDEVRDO : 0);
    r = real_of(vm, v);
    if (r == NULL)
        return result(vm, 2, 0);
    if (ry < 15)
        vm->gpr[ry + 1] = real_info(v, r);
    return result(vm, 0, 0);
}
