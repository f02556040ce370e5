/* SPDX-License-Identifier: MIT */
/* DIAGNOSE X'58', display and full screen on the user's terminal or on a
 * virtual 3270, and X'8C', the terminal's characteristics. GC20-1807 and
 * SC19-6203 "DIAGNOSE Code X'58'"; X'8C' as VM/SP has it. Each CCW of a
 * X'58' chain is a channel program of its own here. VM/370: DMKHVD, DMKGRF. */
#include "arch/t3270.h"
#include "cp/console.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "cp/vioint.h"
#include "klib/klib.h"

enum { GUEST = GS_REAL | GS_NOKEY };

enum diag58_cmd { D58_DISPLAY = 0x19, D58_WRITE = 0x29, D58_READ = 0x2a };

/* The control byte of X'29' and X'2A'. */
enum diag58_ctl {
    CTL_ERASE = 0x80,     /* X'29': erase/write */
    CTL_ALTERNATE = 0x40, /* X'29' with CTL_ERASE: erase/write alternate */
    CTL_WSF = 0x20,       /* X'29': write structured field */
    CTL_MODIFIED = 0x80,  /* X'2A': read modified; else read buffer */
    CTL_CLEAR = 0xff,     /* X'19': clear the screen, write nothing */
};

/* An operation on the real terminal with the data where the guest's CCW says.
 * `at` is that CCW's address. False: it could not be started. */
static bool
run(struct vdevblok *v, struct rdevblok *r, const struct ccw *c, uint32_t at,
    struct csw *csw)
{
    struct vioblok *b = cp_alloc(sizeof *b);
    int index;

    if (b == NULL)
        return false;
    b->v = v;
    if (ccw_single(&b->prog, v->vm, v, c, at) != CCW_OK) {
        cp_free(b, sizeof *b);
        return false;
    }
    b->io.rdev = r;
    b->io.ccw = (uint32_t)b->prog.ccw;
    b->io.key = (uint8_t)vm_key(v->vm);
    ios_sync(&b->io);
    ccw_csw(&b->prog, &b->io.csw, csw, &index);
    csw->key = (uint8_t)(b->io.key << 4);
    if (b->io.cc == 3) {
        csw->unit = US_CHANNEL_END | US_DEVICE_END | US_UNIT_CHECK;
        vio_set_sense(v, SENSE_INTERVENTION, 0);
    } else if (csw->unit & US_UNIT_CHECK)
        memcpy(v->sense, b->io.sense, sizeof v->sense);
    vio_free(b);
    return true;
}

static uint8_t
real_command(const struct ccw *c)
{
    if (c->cmd == D58_READ)
        return c->zero & CTL_MODIFIED ? T3270_CCW_READ_MODIFIED
                                      : T3270_CCW_READ_BUFFER;
    if (c->zero & CTL_ERASE)
        return c->zero & CTL_ALTERNATE ? T3270_CCW_EWA : T3270_CCW_ERASE_WRITE;
    return c->zero & CTL_WSF ? T3270_CCW_WSF : T3270_CCW_WRITE;
}

static enum con_full_op
operation(const struct ccw *c)
{
    if (c->cmd == D58_READ)
        return CONF_READ;
    return c->zero & CTL_ERASE ? CONF_ERASE_WRITE : CONF_WRITE;
}

/* One X'29' or X'2A'. True when it ended with channel end and device end. */
static bool
full_screen(struct vdevblok *v, struct rdevblok *r, const struct ccw *c,
            uint32_t at, struct csw *csw)
{
    struct ccw one = *c;

    memset(csw, 0, sizeof *csw);
    put24(&csw->addr, at + 8);
    csw->unit = US_CHANNEL_END | US_DEVICE_END | US_UNIT_CHECK;
    if (v->kind == VDEV_CONSOLE) {
        switch (con_full_screen(v->vm, operation(c))) {
        case CONF_OK:
            r = con_terminal(v->vm);
            break;
        case CONF_LOST:
            csw->unit |= US_ATTENTION; /* X'8E' */
            vio_set_sense(v, 0, 0);
            return false;
        default:
            r = NULL;
            break;
        }
    }
    if (r == NULL) {
        vio_set_sense(v, SENSE_INTERVENTION, 0);
        return false;
    }
    one.cmd = real_command(c);
    one.flags &= (uint8_t)~CCW_CC;
    one.zero = 0;
    if (!run(v, r, &one, at, csw)) {
        csw->unit = 0;
        csw->chan = CS_PROGRAM_CHECK;
        return false;
    }
    if ((csw->unit & US_UNIT_CHECK) && (v->sense[0] & SENSE_INTERVENTION))
        con_lost(r);
    return csw->unit == (US_CHANNEL_END | US_DEVICE_END) &&
           (csw->chan & ~CS_INCORRECT_LENGTH) == 0;
}

/* X'19': lines of 80 characters, from `zero` (the control byte) on. CP's
 * screen scrolls: they follow what is shown, and the starting line is not
 * used. */
static bool
display(struct vdevblok *v, const struct ccw *c)
{
    unsigned left = get16(&c->count);
    uint32_t at = get24(&c->addr);
    uint8_t line[80];

    if (c->zero == CTL_CLEAR)
        return true;
    while (left > 0) {
        unsigned n = left < sizeof line ? left : sizeof line;

        if (gstor_fetch(v->vm, at, line, n, GUEST) != GS_OK)
            return false;
        while (!vcon_write(v->vm, line, n, true))
            task_yield();
        at += n;
        left -= n;
    }
    return true;
}

int
vio_diag58(struct vmblok *vm, unsigned rx, unsigned ry)
{
    struct vdevblok *v = vdev_find(vm, (uint16_t)vm->gpr[ry]);
    uint32_t at = vm->gpr[rx] & 0xffffff;
    bool ok = true, posts = false;
    struct ccw c;
    struct csw csw;

    if (v == NULL || (v->kind != VDEV_CONSOLE && v->kind != VDEV_GRAF)) {
        vm_set_cc(vm, 3);
        return 0;
    }
    if (vio_busy(v) || (v->pend & VP_CSW)) {
        vm_set_cc(vm, 2);
        return 0;
    }
    if (at & 7)
        return PIC_SPECIFICATION;
    memset(&csw, 0, sizeof csw);
    do {
        if (gstor_fetch(vm, at, &c, sizeof c, GUEST) != GS_OK)
            return PIC_ADDRESSING;
        if (c.cmd == D58_DISPLAY && v->kind == VDEV_CONSOLE) {
            ok = display(v, &c);
        } else if (c.cmd == D58_WRITE || c.cmd == D58_READ) {
            ok = full_screen(v, v->rdev, &c, at, &csw);
            posts = true;
        } else
            return PIC_SPECIFICATION;
        at += 8;
        task_yield(); /* a chain may fill the guest's storage */
    } while (ok && (c.flags & CCW_CC));
    vm->count.sios++;
    if (posts)
        vio_post_end(v, &csw);
    vm_set_cc(vm, ok ? 0 : 1);
    return 0;
}

/* Rx: where, Rx+1: virtual device, Ry: how many bytes. Six bytes: flags (X'80'
 * colour, X'40' highlighting, X'20' symbol sets), partitions, columns,
 * rows. */
int
vio_diag8c(struct vmblok *vm, unsigned rx, unsigned ry)
{
    struct vdevblok *v;
    const struct rdevblok *r;
    uint8_t info[6];
    unsigned n, rows, cols;
    int rc;

    if (rx & 1)
        return PIC_SPECIFICATION;
    v = vm->gpr[rx + 1] > 0xfff ? NULL
                                : vdev_find(vm, (uint16_t)vm->gpr[rx + 1]);
    if (v == NULL || (v->kind != VDEV_CONSOLE && v->class != DEV_GRAF)) {
        vm_set_cc(vm, 3);
        return 0;
    }
    r = v->kind == VDEV_CONSOLE ? con_terminal(vm) : v->rdev;
    if (r == NULL || r->class != DEV_GRAF) {
        vm_set_cc(vm, 2);
        return 0;
    }
    con_screen_size(r, &rows, &cols);
    info[0] = r->graf;
    info[1] = 1;
    info[2] = (uint8_t)(cols >> 8);
    info[3] = (uint8_t)cols;
    info[4] = (uint8_t)(rows >> 8);
    info[5] = (uint8_t)rows;
    n = vm->gpr[ry] < sizeof info ? vm->gpr[ry] : sizeof info;
    rc = gstor_store(vm, vm->gpr[rx] & 0xffffff, info, n, GUEST);
    if (rc != GS_OK)
        return rc;
    vm_set_cc(vm, n < sizeof info ? 1 : 0);
    return 0;
}
