/* SPDX-License-Identifier: MIT */
/* Channel programs on minidisks: every movement of the arm is relocated and
 * checked, so that a guest cannot leave its cylinders. Multitrack commands end
 * at the cylinder's end by themselves. Count fields on a minidisk carry the
 * cylinders that its user wrote, relative to the minidisk, and are not
 * touched; home addresses and R0 carry real ones, and are relocated here and
 * in ccw_finish. What a minidisk does not have, or a read-only one refuses, is
 * replaced by a command that the device rejects. GA26-1592, GA26-1617 (3830),
 * "Commands". VM/370: DMKCCW's CNTRL and SEARCH parts, DMKUNT. */
#include "cp/ccwint.h"

#include "arch/ckd.h"
#include "cp/vio.h"
#include "klib/klib.h"

/* A command code that no DASD has. */
enum { NO_COMMAND = 0xff, FILE_PROTECTED = 0x04, NO_CYLINDER = 0xffff };

static uint16_t
relocated(const struct vdevblok *v, unsigned cyl)
{
    return (uint16_t)(cyl < v->ncyl ? v->cyl0 + cyl : NO_CYLINDER);
}

static void
relocate(const struct vdevblok *v, uint8_t *cc)
{
    unsigned c = relocated(v, (unsigned)cc[0] << 8 | cc[1]);

    cc[0] = (uint8_t)(c >> 8);
    cc[1] = (uint8_t)c;
}

static bool
reject(struct ccwprog *p, unsigned i, uint8_t sense1)
{
    struct ccw *c = &p->ccw[i];

    xl_data(p, i);
    c->cmd = NO_COMMAND;
    c->flags = CCW_SLI;
    put16(&c->count, 1);
    p->map[i].flags |= MAP_REJECT;
    p->map[i].arg = sense1;
    return true;
}

/* An argument of n bytes is copied; a longer count is of no use to the device
 * and stays in the residual count. */
static uint8_t *
copy_arg(struct ccwprog *p, unsigned i, const struct ccw *g, unsigned n)
{
    unsigned count = get16(&g->count);
    uint8_t *to;

    if (g->flags & CCW_CD)
        return NULL;
    if (n > count)
        n = count;
    to = xl_data(p, i);
    if (!xl_fetch_arg(p, g, to, n))
        return NULL;
    if (count > 8) {
        put16(&p->ccw[i].count, 8);
        p->map[i].adj = (uint16_t)(count - 8);
    }
    return to;
}

static bool
seek(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    uint8_t *arg = copy_arg(p, i, g, 6);

    if (arg == NULL)
        return reject(p, i, 0);
    if (get16(&g->count) >= 6) {
        relocate(p->v, arg + 2);
        p->map[i].flags |= MAP_SEEK;
    }
    return true;
}

/* RECALIBRATE goes to the minidisk's first track. */
static bool
recalibrate(struct ccwprog *p, unsigned i)
{
    struct ckd_seek *s = (struct ckd_seek *)(void *)xl_data(p, i);

    put16(&s->bin, 0);
    put16(&s->cyl, p->v->cyl0);
    put16(&s->head, 0);
    p->ccw[i].cmd = CKD_SEEK;
    p->ccw[i].flags |= CCW_SLI;
    put16(&p->ccw[i].count, 6);
    p->map[i].flags |= MAP_SEEK;
    return true;
}

static bool
search_ha(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    uint8_t *arg;

    if (p->v->cyl0 == 0)
        return false;
    arg = copy_arg(p, i, g, 4);
    if (arg == NULL)
        return reject(p, i, 0);
    relocate(p->v, arg);
    return true;
}

/* Was the guest's argument at addr to be read by an earlier CCW? */
static bool
read_before(const struct ccwprog *p, unsigned i, const struct ccw *g)
{
    for (unsigned n = p->seg; n < i; n++) {
        uint8_t cmd = p->map[n].cmd;

        if ((cmd & 3) == 2 && !(p->ccw[n].flags & CCW_SKIP) &&
            ((get24(&p->ccw[n].addr) ^ get24(&g->addr)) & 0xfff) <
                get16(&p->ccw[n].count))
            return true;
    }
    return false;
}

/* Records but R0 have the guest's own cylinder number in their count. */
static bool
search_id(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    uint8_t arg[5], *to;

    if (p->v->cyl0 == 0 || get16(&g->count) < 5 || (g->flags & CCW_CD) ||
        !xl_fetch_arg(p, g, arg, 5) || arg[4] != 0 || read_before(p, i, g))
        return false;
    to = copy_arg(p, i, g, 5);
    if (to == NULL)
        return reject(p, i, 0);
    relocate(p->v, to);
    return true;
}

static bool
fix_after(struct ccwprog *p, unsigned i, unsigned offset)
{
    if (p->v->cyl0 != 0 && !(p->ccw[i].flags & CCW_SKIP)) {
        p->map[i].flags |= MAP_FIX;
        p->map[i].arg = (uint8_t)offset;
    }
    return false;
}

static bool
write_ha(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    uint8_t *arg;

    if (p->v->cyl0 == 0)
        return false;
    arg = copy_arg(p, i, g, 8);
    if (arg == NULL)
        return reject(p, i, 0);
    if (get16(&g->count) >= 3)
        relocate(p->v, arg + 1);
    return true;
}

/* Count field from CP's copy, the rest by data chaining from the guest's. */
static bool
write_r0(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    unsigned count = get16(&g->count), n;
    struct ccw rest = *g;
    uint8_t *arg;

    if (p->v->cyl0 == 0)
        return false;
    if (g->flags & CCW_IDA)
        return reject(p, i, 0);
    arg = copy_arg(p, i, g, 8);
    if (arg == NULL)
        return reject(p, i, 0);
    if (count >= 2)
        relocate(p->v, arg);
    if (count <= 8)
        return true;
    p->ccw[i].flags = CCW_CD;
    n = xl_emit(p, p->map[i].guest, g->cmd, MAP_JUMP);
    put24(&rest.addr, get24(&g->addr) + 8);
    put16(&rest.count, (uint16_t)(count - 8));
    p->ccw[n] = rest;
    p->ccw[n].cmd = 0;
    xl_area(p, n, &rest, g->cmd);
    return true;
}

static bool
is_write(uint8_t cmd)
{
    switch (cmd) {
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_ERASE:
    case CKD_WRITE_R0:
    case CKD_WRITE_HA:
    case 0x01: /* write special count, key and data */
        return true;
    default:
        return false;
    }
}

/* What a minidisk passes to the device as it is, M bit aside. */
static bool
is_plain(uint8_t cmd)
{
    switch (cmd) {
    case CKD_READ_DATA:
    case CKD_READ_KD:
    case CKD_READ_COUNT:
    case CKD_READ_CKD:
    case CKD_SEARCH_KEY_EQ:
    case CKD_SEARCH_KEY_HI:
    case CKD_SEARCH_KEY_HE:
    case CKD_SENSE:
    case CKD_SET_FILE_MASK:
    case CKD_SPACE_COUNT:
    case CKD_READ_SECTOR:
    case CKD_SET_SECTOR:
    case 0x24: /* read and reset buffered log */
        return true;
    default:
        return false;
    }
}

/* READ IPL may only begin a chain; the prefix has led to record 1 then. */
static bool
read_ipl(struct ccwprog *p, unsigned i)
{
    if (i == 0 || !(p->map[i - 1].flags & MAP_PREFIX) ||
        p->ccw[i - 1].cmd != CCW_TIC)
        return reject(p, i, 0);
    p->ccw[i].cmd = CKD_READ_DATA;
    return false;
}

bool
xl_disk(struct ccwprog *p, unsigned i, const struct ccw *g)
{
    uint8_t cmd = g->cmd & 0x7f;

    if (is_write(g->cmd) && (p->v->flags & VDEV_READONLY))
        return reject(p, i, FILE_PROTECTED);
    switch (g->cmd) {
    case CKD_READ_IPL:
        return read_ipl(p, i);
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_SEEK_HEAD:
        return seek(p, i, g);
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
        return recalibrate(p, i);
    case CKD_WRITE_HA:
        return write_ha(p, i, g);
    case CKD_WRITE_R0:
        return write_r0(p, i, g);
    case 0xb4: /* device reserve and release: sense, and no more */
    case 0x94:
        p->ccw[i].cmd = CKD_SENSE;
        return false;
    case CCW_SENSE_ID:
        return false;
    default:
        break;
    }
    switch (cmd) {
    case CKD_READ_HA:
        return fix_after(p, i, 1);
    case CKD_READ_R0:
        return fix_after(p, i, 0);
    case CKD_SEARCH_HA_EQ:
        return search_ha(p, i, g);
    case CKD_SEARCH_ID_EQ:
    case CKD_SEARCH_ID_HI:
    case CKD_SEARCH_ID_HE:
        return search_id(p, i, g);
    default:
        break;
    }
    if (is_write(g->cmd) || is_plain(g->cmd) ||
        ((g->cmd & CKD_MT) && is_plain(cmd)))
        return false;
    return reject(p, i, 0);
}

static unsigned
prefix(struct ccwprog *p, uint8_t cmd, uint8_t flags, unsigned count)
{
    unsigned i = xl_emit(p, p->start, cmd, MAP_PREFIX);

    p->ccw[i].cmd = cmd;
    p->ccw[i].flags = flags;
    put16(&p->ccw[i].count, (uint16_t)count);
    return i;
}

void
xl_disk_prefix(struct ccwprog *p, uint8_t first)
{
    unsigned cyl = p->v->pos_cyl, head = p->v->pos_head, i;
    uint8_t *arg;

    switch (first) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
    case 0xb4:
    case 0x94:
        return; /* goes where it will, or nowhere */
    case CKD_READ_IPL:
        cyl = head = 0;
        break;
    default:
        break;
    }
    i = prefix(p, CKD_SEEK, CCW_CC, 6);
    arg = xl_data(p, i);
    put16((be16 *)(void *)(arg + 2), relocated(p->v, cyl));
    put16((be16 *)(void *)(arg + 4), (uint16_t)head);
    if (first != CKD_READ_IPL)
        return;
    i = prefix(p, CKD_SEARCH_HA_EQ, CCW_CC, 4);
    put24(&p->ccw[i].addr, get24(&p->ccw[0].addr) + 2);
    i = prefix(p, CCW_TIC, 0, 1);
    put24(&p->ccw[i].addr, (uint32_t)(uintptr_t)&p->ccw[1]);
}

/* Byte `off` of entry i's data in real storage; it lies in a locked page. */
static uint8_t *
data_byte(const struct ccwprog *p, unsigned i, unsigned off)
{
    const struct ccw *c = &p->ccw[i];
    uint32_t a = get24(&c->addr);

    if (c->flags & CCW_IDA) {
        const uint32_t *w = (const uint32_t *)(uintptr_t)a;
        uint32_t room = 2048 - (*w & 2047);

        if (off >= room)
            a = w[1] + (off - room);
        else
            a = *w + off;
        if (a & 0xff000000)
            return NULL;
        return (uint8_t *)(uintptr_t)a;
    }
    return (uint8_t *)(uintptr_t)(a + off);
}

static void
fix(const struct ccwprog *p, unsigned i, unsigned moved)
{
    unsigned off = p->map[i].arg, cyl;
    uint8_t *hi, *lo;

    if (moved < off + 2)
        return;
    hi = data_byte(p, i, off);
    lo = data_byte(p, i, off + 1);
    if (hi == NULL || lo == NULL)
        return;
    cyl = (unsigned)*hi << 8 | *lo;
    if (cyl < p->v->cyl0)
        return;
    cyl -= p->v->cyl0;
    *hi = (uint8_t)(cyl >> 8);
    *lo = (uint8_t)cyl;
}

/* SEEK HEAD takes the head alone; the cylinder is where it is. */
static bool
note_seek(struct vdevblok *v, const struct ccw *c, bool *head_known)
{
    const struct ckd_seek *s = (const void *)(uintptr_t)get24(&c->addr);

    if (c->cmd != CKD_SEEK_HEAD && get16(&s->cyl) == NO_CYLINDER)
        return false;
    if (!*head_known)
        v->pos_head = get16(&s->head);
    *head_known = true;
    if (c->cmd == CKD_SEEK_HEAD)
        return false;
    v->pos_cyl = (uint16_t)(get16(&s->cyl) - v->cyl0);
    return true;
}

void
ccw_finish(struct ccwprog *p, int index, uint16_t residual)
{
    bool known = false, head_known = false;

    if (p->v->kind != VDEV_MINIDISK)
        return;
    for (int i = index; i >= 0; i--) {
        const struct ccwmap *m = &p->map[i];
        unsigned count = get16(&p->ccw[i].count);

        if (m->flags & MAP_FIX)
            fix(p, (unsigned)i,
                i == index && residual <= count ? count - residual : count);
        if ((m->flags & MAP_SEEK) && !known)
            known = note_seek(p->v, &p->ccw[i], &head_known);
    }
}
