/* SPDX-License-Identifier: MIT */
/* The devices that are there, found at IPL without a configuration: on the
 * machine by TEST CHANNEL, TEST I/O and SENSE ID for each address; under
 * another CP by DIAGNOSE X'24', which starts no I/O. No device is probed by
 * reading, but that the label of each DASD volume is read once its type is
 * known. VM/370 had this in DMKRIO, assembled by hand. */
#include "arch/cpvol.h"
#include "arch/diag.h"
#include "cp/abend.h"
#include "cp/chanio.h"
#include "cp/diagtype.h"
#include "cp/free.h"
#include "cp/iosinit.h"
#include "klib/klib.h"

/* One channel program for the whole search, as it is done device by device. */
struct probe {
    struct ccw ccw[4];
    struct ckd_seek seek;
    uint8_t rec;
    uint8_t data[80];
};

struct typerow {
    uint16_t type;
    uint8_t class;
};

static const struct typerow types[] = {
    {0x3215, DEV_CON},     {0x3210, DEV_CON},     {0x1052, DEV_CON},
    {0x2305, DEV_DASD},    {0x2311, DEV_DASD},    {0x2314, DEV_DASD},
    {0x3330, DEV_DASD},    {0x3340, DEV_DASD},    {0x3350, DEV_DASD},
    {0x3375, DEV_DASD},    {0x3380, DEV_DASD},    {0x2501, DEV_READER},
    {0x3505, DEV_READER},  {0x1442, DEV_READER},  {0x3525, DEV_PUNCH},
    {0x1403, DEV_PRINTER}, {0x1443, DEV_PRINTER}, {0x3211, DEV_PRINTER},
    {0x3203, DEV_PRINTER}, {0x3420, DEV_TAPE},    {0x3410, DEV_TAPE},
    {0x2401, DEV_TAPE},    {0x3088, DEV_CTCA},
};

uint8_t
dev_class_of(unsigned type, unsigned model)
{
    if (type >= 0x3270 && type <= 0x3279)
        return DEV_GRAF;
    if (type == 0x2540)
        return model == 2 ? DEV_PUNCH : DEV_READER;
    for (unsigned i = 0; i < K_ARRAY_SIZE(types); i++)
        if (types[i].type == type)
            return types[i].class;
    return DEV_OTHER;
}

static bool
under_cp(void)
{
    uint64_t id;

    __asm__ volatile(".insn s,0xb2020000,%0" : "=Q"(id) : : "memory");
    return id >> 56 == 0xff;
}

static struct rdevblok *
add_device(uint16_t addr)
{
    static struct rdevblok *last;
    struct rdevblok *r = cp_alloc(sizeof *r);

    if (r == NULL)
        abend("IOS001"); /* no free storage for the devices at IPL */
    r->addr = addr;
    r->class = DEV_OTHER;
    if (last == NULL)
        rdev_first = r;
    else
        last->next = r;
    last = r;
    return r;
}

/* DIAGNOSE X'24' on one address. False: no such device. */
static bool
ask_cp(uint16_t addr)
{
    register uint32_t dev __asm__("0") = addr;
    register uint32_t virt __asm__("2") = 0;
    register uint32_t real __asm__("3") = 0;
    unsigned cc;
    struct rdevblok *r;

    __asm__ volatile(".long 0x83020024; ipm %0; srl %0,28"
                     : "=d"(cc), "+d"(dev), "+d"(virt), "+d"(real)
                     :
                     : "cc", "memory");
    if (cc == 3)
        return false;
    r = add_device(addr);
    r->type = diag_type_of(virt >> 24, virt >> 16 & 0xff);
    if (r->type != 0)
        r->class = dev_class_of(r->type, 0);
    if (r->class == DEV_PUNCH && r->type == 0x2540)
        r->model = 2;
    return true;
}

/* TEST I/O clears what it reports: attention and device end are kept for
 * whoever listens. */
static void
test_device(uint16_t addr)
{
    unsigned cc = chanio_tio(addr);
    struct rdevblok *r;
    struct csw csw;

    if (cc == 3)
        return;
    r = add_device(addr);
    if (cc != 1)
        return;
    chanio_csw(&csw);
    r->pending = csw.unit & (US_ATTENTION | US_DEVICE_END);
}

static bool
run(struct rdevblok *r, const struct ccw *ccw)
{
    struct ioblok io;

    memset(&io, 0, sizeof io);
    io.rdev = r;
    io.ccw = (uint32_t)ccw;
    io.flags = IO_RETRY;
    return ios_sync(&io);
}

static void
set_ccw(struct ccw *c, unsigned cmd, const void *addr, unsigned flags,
        unsigned count)
{
    put32((be32 *)c, cmd << 24 | (uint32_t)addr);
    put32((be32 *)c + 1, flags << 24 | count);
}

static void
sense_id(struct rdevblok *r, struct probe *p)
{
    const struct sense_id *id = (const struct sense_id *)p->data;

    memset(p->data, 0, sizeof p->data);
    set_ccw(p->ccw, CCW_SENSE_ID, p->data, CCW_SLI, 7);
    if (!run(r, p->ccw) || id->ff != 0xff)
        return;
    r->type = get16(&id->dev_type);
    r->model = id->dev_model;
    if (r->type == 0) {
        r->type = get16(&id->cu_type);
        r->model = id->cu_model;
    }
    r->class = dev_class_of(r->type, r->model);
}

static void
read_label(struct rdevblok *r, struct probe *p)
{
    static const char vol1[4] = {'V', 'O', 'L', '1'};

    memset(p, 0, sizeof *p);
    p->rec = CPVOL_LABEL_REC;
    set_ccw(&p->ccw[0], CKD_SEEK, &p->seek, CCW_CC, 6);
    set_ccw(&p->ccw[1], CKD_SEARCH_ID_EQ, &p->seek.cyl, CCW_CC, 5);
    set_ccw(&p->ccw[2], CCW_TIC, &p->ccw[1], 0, 1);
    set_ccw(&p->ccw[3], CKD_READ_DATA, p->data, CCW_SLI, 80);
    memset(r->volser, 0x40, sizeof r->volser);
    if (run(r, p->ccw) && memcmp(p->data, vol1, 4) == 0)
        memcpy(r->volser, p->data + 4, 6);
}

/* A DASD has become ready: another volume may be mounted. */
static void
mounted(void *arg)
{
    struct probe *p = cp_alloc(sizeof *p);

    if (p == NULL)
        return;
    read_label(arg, p);
    cp_free(p, sizeof *p);
}

static void
dasd_status(struct rdevblok *r, uint8_t unit_status)
{
    if ((unit_status & US_DEVICE_END) && r->users == 0 &&
        !(r->flags & RDEV_SYSTEM))
        task_start(mounted, r, NULL);
}

void
ios_init(uint16_t ipl_addr)
{
    struct probe *p = cp_alloc(sizeof *p);
    bool virt = under_cp();

    if (p == NULL)
        abend("IOS001");
    for (uint32_t ch = 0; ch < 0x1000; ch += 0x100) {
        if (chanio_tch(ch) == 3)
            continue;
        for (uint32_t a = ch; a < ch + 0x100; a++)
            if (virt)
                ask_cp((uint16_t)a);
            else
                test_device((uint16_t)a);
    }
    for (struct rdevblok *r = rdev_first; r != NULL; r = r->next) {
        if (r->type == 0)
            sense_id(r, p);
        r->sense_len = r->class == DEV_DASD                          ? 24
                       : r->class == DEV_CON || r->class == DEV_GRAF ? 1
                                                                     : 2;
        if (r->class == DEV_DASD) {
            read_label(r, p);
            rdev_listen(r, dasd_status);
        }
    }
    cp_free(p, sizeof *p);
    rdev_system = rdev_find(ipl_addr);
    if (rdev_system == NULL || rdev_system->class != DEV_DASD)
        abend("IOS002"); /* the IPL device does not answer as a DASD */
    rdev_system->flags |= RDEV_SYSTEM | RDEV_SYSPACK;
    if (!pageio_init(rdev_system))
        abend("IOS003"); /* its volume descriptor cannot be read */
}
