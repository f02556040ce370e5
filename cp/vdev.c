/* SPDX-License-Identifier: MIT */
/* Virtual devices: making and freeing VDEVBLOKs, who shares which cylinders,
 * what SENSE ID says, and DIAL's connection of real and virtual 3270. VM/370:
 * DMKVDB, DMKLNK's counting, DMKVDR. */
#include "arch/ckd.h"
#include "cp/console.h"
#include "cp/free.h"
#include "cp/iosinit.h"
#include "cp/vioint.h"
#include "klib/klib.h"

/* Virtual devices of a user: what they cost CP is bounded. */
enum { VDEVS_MAX = 128 };

struct vdevblok *
vdev_find(struct vmblok *vm, uint16_t addr)
{
    struct vdevblok *v = vm->vdevs;

    while (v != NULL && v->addr < addr)
        v = v->next;
    return v != NULL && v->addr == addr ? v : NULL;
}

static uint8_t
class_of(enum vdev_kind kind, uint16_t type)
{
    switch (kind) {
    case VDEV_CONSOLE:
        return DEV_CON;
    case VDEV_GRAF:
        return DEV_GRAF;
    case VDEV_READER:
        return DEV_READER;
    case VDEV_PUNCH:
        return DEV_PUNCH;
    case VDEV_PRINTER:
        return DEV_PRINTER;
    default:
        return dev_class_of(type, 0);
    }
}

struct vdevblok *
vdev_create(struct vmblok *vm, uint16_t addr, enum vdev_kind kind,
            uint16_t type)
{
    struct vdevblok *v, **pp = &vm->vdevs;
    unsigned n = 0;

    for (v = vm->vdevs; v != NULL; v = v->next)
        n++;
    if (n >= VDEVS_MAX)
        return NULL;
    while (*pp != NULL && (*pp)->addr < addr)
        pp = &(*pp)->next;
    if (addr > 0xfff || (*pp != NULL && (*pp)->addr == addr))
        return NULL;
    v = cp_alloc(sizeof *v);
    if (v == NULL)
        return NULL;
    v->vm = vm;
    v->addr = addr;
    v->type = type;
    v->kind = (uint8_t)kind;
    v->class = class_of(kind, type);
    v->model = kind == VDEV_GRAF ? 2 : 0;
    v->sense_len = v->class == DEV_DASD                        ? 24
                   : kind == VDEV_CONSOLE || kind == VDEV_GRAF ? 1
                                                               : 2;
    v->next = *pp;
    *pp = v;
    return v;
}

struct vdevblok *
vdev_minidisk(struct vmblok *vm, uint16_t addr, struct rdevblok *r,
              uint16_t cyl0, uint16_t ncyl, bool readonly)
{
    struct vdevblok *v = vdev_create(vm, addr, VDEV_MINIDISK, r->type);

    if (v == NULL)
        return NULL;
    v->rdev = r;
    v->model = r->model;
    v->cyl0 = cyl0;
    v->ncyl = ncyl;
    v->mode = readonly ? 'R' : 'W';
    if (readonly)
        v->flags |= VDEV_READONLY;
    r->users++;
    return v;
}

static void
from_real(struct rdevblok *r, uint8_t unit_status)
{
    if (r->vdev != NULL)
        vio_attention(r->vdev, unit_status);
}

struct vdevblok *
vdev_dedicate(struct vmblok *vm, uint16_t addr, struct rdevblok *r)
{
    struct vdevblok *v = vdev_create(vm, addr, VDEV_DEDICATED, r->type);

    if (v == NULL)
        return NULL;
    v->rdev = r;
    v->class = r->class;
    v->model = r->model;
    v->sense_len = r->sense_len;
    r->owner = vm;
    r->vdev = v;
    rdev_listen(r, from_real);
    return v;
}

enum vdev_access
vdev_access(const struct rdevblok *r, uint16_t cyl0, uint16_t ncyl)
{
    enum vdev_access a = VACC_NONE;

    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next) {
            if (v->kind != VDEV_MINIDISK || v->rdev != r ||
                v->cyl0 >= cyl0 + ncyl || cyl0 >= v->cyl0 + v->ncyl)
                continue;
            if (!(v->flags & VDEV_READONLY))
                return VACC_WRITE;
            a = VACC_READ;
        }
    return a;
}

void
vdev_detach(struct vdevblok *v)
{
    struct vmblok *vm = v->vm;
    struct vdevblok **pp = &vm->vdevs;

    vio_quiesce(v);
    v->pend = 0;
    if (v->kind == VDEV_MINIDISK)
        v->rdev->users--;
    else if (v->rdev != NULL) {
        struct rdevblok *r = v->rdev;

        vio_disconnect(v);
        if (v->kind == VDEV_GRAF)
            con_undial(r);
    }
    while (*pp != v)
        pp = &(*pp)->next;
    *pp = v->next;
    if (vm->vcon == v)
        vm->vcon = NULL;
    vio_recount(vm);
    sim_free(v);
    cp_free(v, sizeof *v);
}

void
vio_connect(struct vdevblok *v, struct rdevblok *r)
{
    v->rdev = r;
    r->vdev = v;
    r->owner = v->vm;
    vio_attention(v, US_DEVICE_END);
}

void
vio_disconnect(struct vdevblok *v)
{
    struct rdevblok *r = v->rdev;

    if (r == NULL || v->kind == VDEV_MINIDISK)
        return;
    v->rdev = NULL;
    r->vdev = NULL;
    r->owner = NULL;
    if (v->kind == VDEV_DEDICATED)
        rdev_listen(r, NULL);
    if (v->io != NULL) {
        v->io->lost = true;
        if (v->io->started)
            ios_halt(&v->io->io);
    }
}

/* Control unit and device as the machine's own models answer. */
static const struct idrow {
    uint16_t type, cu;
    uint8_t cumodel, model;
} ids[] = {
#define ROW(type, cu, cumodel, model, cyls, alt, heads, r1, track)             \
    {0x##type, cu, cumodel, model},
    CKD_DRIVES(ROW)
#undef ROW
        {0x3278, 0x3274, 0x1d, 0x02},
    {0x3277, 0x3272, 0x00, 0x02},
    {0x3215, 0x3215, 0x00, 0x00},
    {0x1052, 0x1052, 0x00, 0x00},
    {0x3505, 0x3505, 0x01, 0x00},
    {0x3525, 0x3505, 0x01, 0x00},
    {0x2540, 0x2821, 0x01, 0x01},
    {0x1403, 0x2821, 0x01, 0x00},
    {0x3211, 0x3811, 0x00, 0x00},
    {0x2501, 0x2501, 0x00, 0x00},
};

unsigned
vdev_sense_id(const struct vdevblok *v, uint8_t id[7])
{
    struct sense_id *s = (struct sense_id *)(void *)id;
    uint16_t type = v->type == 0x3270 ? 0x3278 : v->type;

    s->ff = 0xff;
    put16(&s->cu_type, type);
    s->cu_model = v->model;
    put16(&s->dev_type, type);
    s->dev_model = v->model;
    for (unsigned i = 0; i < K_ARRAY_SIZE(ids); i++)
        if (ids[i].type == type) {
            put16(&s->cu_type, ids[i].cu);
            s->cu_model = ids[i].cumodel;
            s->dev_model = ids[i].model;
            break;
        }
    if (type == 0x2540 && v->class == DEV_PUNCH)
        s->dev_model = 2;
    return sizeof *s;
}
