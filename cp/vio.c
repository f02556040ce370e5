/* SPDX-License-Identifier: MIT */
/* The virtual channels: SIO and its kin as a guest sees them, operations
 * translated onto real devices, and virtual I/O interruptions. Each virtual
 * device has a subchannel of its own, so that only its own operation makes it
 * busy. Simulated devices are in cp/viosim.c. PoO "Input/Output Operations";
 * VM/370: DMKVSI, DMKVIO, DMKDSP's part for I/O interruptions. */
#include "cp/vioint.h"

#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "klib/klib.h"

enum { GUEST = GS_REAL | GS_NOKEY };

static uint16_t
channel_bit(uint16_t addr)
{
    return (uint16_t)(0x8000u >> (addr >> 8));
}

void
vio_recount(struct vmblok *vm)
{
    vm->iopend = 0;
    for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
        if (v->pend)
            vm->iopend |= channel_bit(v->addr);
}

void
vio_post(struct vdevblok *v, enum vdev_pend what)
{
    v->pend |= (uint8_t)what;
    v->vm->iopend |= channel_bit(v->addr);
    vm_poke(v->vm);
}

void
vio_post_end(struct vdevblok *v, const struct csw *csw)
{
    v->csw = *csw;
    vio_post(v, VP_CSW);
}

void
vio_attention(struct vdevblok *v, uint8_t unit_status)
{
    v->attn |= unit_status;
    vio_post(v, VP_ATTN);
}

void
vio_set_sense(struct vdevblok *v, uint8_t sense0, uint8_t sense1)
{
    memset(v->sense, 0, sizeof v->sense);
    v->sense[0] = sense0;
    v->sense[1] = sense1;
}

bool
vio_busy(const struct vdevblok *v)
{
    return v->io != NULL || sim_busy(v);
}

/* The first condition of v, as a CSW; which one it is. */
static enum vdev_pend
peek(const struct vdevblok *v, struct csw *csw)
{
    if ((v->pend & VP_PCI) && (v->pend & VP_CSW)) {
        /* PoO "Program-Controlled Interruption": it goes with the end. */
        *csw = v->csw;
        csw->chan |= CS_PCI;
        return (enum vdev_pend)(VP_PCI | VP_CSW);
    }
    if (v->pend & VP_PCI) {
        *csw = v->pci;
        return VP_PCI;
    }
    if (v->pend & VP_CSW) {
        *csw = v->csw;
        return VP_CSW;
    }
    memset(csw, 0, sizeof *csw);
    csw->unit = v->attn;
    return VP_ATTN;
}

static void
clear(struct vdevblok *v, enum vdev_pend what)
{
    v->pend &= (uint8_t) ~(unsigned)what;
    if (what == VP_ATTN)
        v->attn = 0;
    vio_recount(v->vm);
}

int
vio_take(struct vmblok *vm, uint32_t channels, struct csw *csw)
{
    if (vm->iopend == 0)
        return -1;
    for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next) {
        if (v->pend == 0 || !(channels & (uint32_t)channel_bit(v->addr) << 16))
            continue;
        clear(v, peek(v, csw));
        return v->addr;
    }
    return -1;
}

/* Operations on real devices. */

static void
translate_csw(struct vioblok *b)
{
    struct vdevblok *v = b->v;
    struct ioblok *io = &b->io;
    int index;

    ccw_csw(&b->prog, &io->csw, &b->csw, &index);
    b->csw.key = (uint8_t)(b->key << 4);
    if (b->lost || io->cc == 3) {
        memset(&b->csw, 0, sizeof b->csw);
        b->csw.key = (uint8_t)(b->key << 4);
        put24(&b->csw.addr, b->prog.start + 8);
        b->csw.unit = US_CHANNEL_END | US_DEVICE_END | US_UNIT_CHECK;
        vio_set_sense(v, SENSE_INTERVENTION, 0);
    } else if (io->csw.unit & US_UNIT_CHECK) {
        memcpy(v->sense, io->sense, sizeof v->sense);
        if (index >= 0 && (b->prog.map[index].flags & MAP_REJECT))
            vio_set_sense(v, SENSE_COMMAND_REJECT, b->prog.map[index].arg);
    } else
        memset(v->sense, 0, sizeof v->sense);
    if (io->cc == 0)
        ccw_finish(&b->prog, index, get16(&io->csw.count));
}

void
vio_free(struct vioblok *b)
{
    if (b->prog.ccw != NULL)
        ccw_release(&b->prog);
    cp_free(b, sizeof *b);
}

static void
operation_done(struct ioblok *io)
{
    struct vioblok *b = io->arg;
    struct vdevblok *v = b->v;
    bool gone;

    translate_csw(b);
    gone = v->kind == VDEV_GRAF && v->rdev != NULL && io->cc == 0 &&
           (io->csw.unit & US_UNIT_CHECK) &&
           (io->sense[0] & SENSE_INTERVENTION);
    if (!b->keep)
        ccw_release(&b->prog);
    v->io = NULL;
    if (b->sync) {
        b->over = true;
        waitq_wake_all(&b->wq);
    } else {
        vio_post_end(v, &b->csw);
        vio_free(b);
    }
    waitq_wake_all(&v->idle);
    if (gone)
        con_lost(v->rdev);
}

static void
operation_pci(struct ioblok *io, const struct csw *csw)
{
    struct vioblok *b = io->arg;
    int index;

    if (b->sync)
        return;
    ccw_csw(&b->prog, csw, &b->v->pci, &index);
    b->v->pci.key = (uint8_t)(b->key << 4);
    vio_post(b->v, VP_PCI);
}

/* A channel program that goes round for ever would keep a pack from its other
 * users, CP's paging among them. One timer looks at all of them while any is
 * at work. */
enum { WATCH_SECONDS = 3, WATCH_AGE = 3 };

static struct timer watch_timer;

static bool
watch_one(struct vdevblok *v)
{
    struct vioblok *b = v->io;

    if (b == NULL || !b->started || v->kind != VDEV_MINIDISK)
        return false;
    if (b->io.rdev->active == &b->io && ++b->age >= WATCH_AGE)
        ios_halt(&b->io);
    return true;
}

static void
watch(void *arg)
{
    bool any = false;

    (void)arg;
    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
            any |= watch_one(v);
    if (any)
        timer_set(&watch_timer, tod_now() + WATCH_SECONDS * TOD_SEC);
}

static void
begin_watch(void)
{
    watch_timer.fn = watch;
    if (!watch_timer.queued)
        timer_set(&watch_timer, tod_now() + WATCH_SECONDS * TOD_SEC);
}

void
vio_go(struct vioblok *b)
{
    struct vdevblok *v = b->v;
    struct ioblok *io = &b->io;

    v->io = b;
    b->over = false;
    v->vm->count.sios++;
    if (b->lost || v->rdev == NULL) {
        /* Taken away while pages came in. */
        b->lost = b->sync = true;
        operation_done(io);
        return;
    }
    io->rdev = v->rdev;
    io->ccw = (uint32_t)b->prog.ccw;
    io->key = b->key;
    io->flags = b->prog.pci ? IO_PCI : 0;
    io->done = operation_done;
    io->pci = operation_pci;
    b->started = true;
    b->age = 0;
    if (v->kind == VDEV_MINIDISK)
        begin_watch();
    ios_start(io);
    /* The guest gets this with condition code 1, as from the real SIO. */
    if (io->at_sio)
        b->sync = true;
}

enum ccw_result
vio_begin(struct vdevblok *v, uint32_t start, unsigned key, bool sync,
          struct vioblok **out)
{
    struct vioblok *b = cp_alloc(sizeof *b);
    enum ccw_result rc;

    *out = NULL;
    if (b == NULL)
        return CCW_NO_STORAGE;
    b->v = v;
    b->key = (uint8_t)key;
    b->sync = sync;
    b->io.arg = b;
    v->io = b; /* busy from here on: pages may have to come in */
    rc = ccw_translate(&b->prog, v->vm, v, start);
    if (rc != CCW_OK) {
        v->io = NULL;
        cp_free(b, sizeof *b);
        waitq_wake_all(&v->idle);
        return rc;
    }
    *out = b;
    vio_go(b);
    return CCW_OK;
}

void
vio_wait(struct vioblok *b)
{
    while (!b->over)
        task_wait(&b->wq);
}

void
vio_quiesce(struct vdevblok *v)
{
    if (v->io != NULL && v->io->started)
        ios_halt(&v->io->io);
    if (sim_busy(v))
        sim_halt(v);
    while (vio_busy(v))
        task_wait(&v->idle);
}

/* The instructions. */

static int
store_status(struct vmblok *vm, const struct csw *csw)
{
    if (gstor_store(vm, offsetof(struct lowcore, csw) + 4, &csw->unit, 2,
                    GUEST) != GS_OK)
        return VIO_WAIT;
    return 1;
}

static int
channel_check(struct vmblok *vm, uint8_t chan)
{
    struct csw csw;

    memset(&csw, 0, sizeof csw);
    csw.chan = chan;
    return store_status(vm, &csw);
}

/* Operations at work at once: more must wait their turn. */
enum { OPERATIONS_MAX = 32 };

static bool
too_many(const struct vmblok *vm)
{
    unsigned n = 0;

    for (const struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
        n += v->io != NULL;
    return n >= OPERATIONS_MAX;
}

/* An immediate operation, or one that was refused. */
static int
ended_at_sio(struct vmblok *vm, struct vioblok *b)
{
    struct csw csw;
    bool none;

    vio_wait(b);
    csw = b->csw;
    none = b->io.cc == 3 && b->v->kind == VDEV_DEDICATED;
    vio_free(b);
    return none ? 3 : store_status(vm, &csw);
}

static int
start_io(struct vmblok *vm, struct vdevblok *v)
{
    struct csw csw;
    struct vioblok *b;
    struct ccw first;
    be32 word;
    uint32_t caw;

    if (vio_busy(v) || (v->pend & (VP_CSW | VP_PCI)))
        return 2;
    if (v->pend) {
        enum vdev_pend what = peek(v, &csw);

        csw.unit |= US_BUSY;
        if (store_status(vm, &csw) != 1)
            return VIO_WAIT;
        clear(v, what);
        return 1;
    }
    if (gstor_fetch(vm, offsetof(struct lowcore, caw), &word, 4, GUEST) !=
        GS_OK)
        return VIO_WAIT;
    caw = get32(&word);
    if ((caw & 0x0f000007) ||
        gstor_fetch(vm, caw & CAW_ADDR, &first, sizeof first, GUEST) != GS_OK ||
        (first.cmd & 0x0f) == 0 || (first.cmd & 0x0f) == CCW_TIC)
        return channel_check(vm, CS_PROGRAM_CHECK);
    if (v->rdev == NULL || sim_own(&first)) {
        vm->count.sios++;
        return sim_start(v, caw & CAW_ADDR, caw >> 28, &csw) == 0
                   ? 0
                   : store_status(vm, &csw);
    }
    if (too_many(vm))
        return 2;
    switch (vio_begin(v, caw & CAW_ADDR, caw >> 28, false, &b)) {
    case CCW_OK:
        return b->sync ? ended_at_sio(vm, b) : 0;
    case CCW_TOO_BIG:
        return channel_check(vm, CS_PROGRAM_CHECK);
    default:
        return 2; /* no free storage now: the guest tries again */
    }
}

static int
test_io(struct vmblok *vm, struct vdevblok *v)
{
    enum vdev_pend what;
    struct csw csw;

    if (vio_busy(v))
        return 2;
    if (v->pend == 0)
        return 0;
    what = peek(v, &csw);
    if (gstor_store(vm, offsetof(struct lowcore, csw), &csw, sizeof csw,
                    GUEST) != GS_OK)
        return VIO_WAIT;
    clear(v, what);
    return 1;
}

static int
clear_io(struct vmblok *vm, struct vdevblok *v)
{
    struct csw csw;

    vio_quiesce(v);
    if (v->pend == 0)
        return 0;
    peek(v, &csw);
    if (gstor_store(vm, offsetof(struct lowcore, csw), &csw, sizeof csw,
                    GUEST) != GS_OK)
        return VIO_WAIT;
    v->pend = v->attn = 0;
    vio_recount(vm);
    return 1;
}

static int
halt(struct vmblok *vm, struct vdevblok *v)
{
    struct csw zero;

    if (!vio_busy(v) && (v->pend & VP_CSW))
        return 0; /* interruption pending in the subchannel */
    if (v->io != NULL && v->io->started)
        ios_halt(&v->io->io);
    if (sim_busy(v))
        sim_halt(v);
    memset(&zero, 0, sizeof zero);
    return store_status(vm, &zero);
}

static bool
channel_exists(const struct vmblok *vm, uint16_t addr)
{
    for (const struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
        if ((v->addr ^ addr) >> 8 == 0)
            return true;
    return false;
}

static int
test_channel(const struct vmblok *vm, uint16_t addr)
{
    if (!channel_exists(vm, addr))
        return 3;
    return vm->iopend & channel_bit(addr) ? 1 : 0;
}

/* Channel 0 is a byte multiplexer; the others are selector channels, or
 * block multiplexers with OPTION BMX. */
static int
store_channel_id(struct vmblok *vm, uint16_t addr)
{
    be32 id;

    if (!channel_exists(vm, addr))
        return 3;
    put32(&id, addr < 0x100            ? 0x10000000u
               : vm->options & VMO_BMX ? 0x20000000u
                                       : 0);
    return gstor_store(vm, offsetof(struct lowcore, chan_id), &id, sizeof id,
                       GUEST) == GS_OK
               ? 0
               : VIO_WAIT;
}

int
vio_simulate(struct vmblok *vm, enum vio_op op, uint16_t addr)
{
    struct vdevblok *v;

    if (op == VIO_TCH || op == VIO_STIDC) {
        if (addr > 0xfff)
            return 3;
        return op == VIO_TCH ? test_channel(vm, addr)
                             : store_channel_id(vm, addr);
    }
    v = vdev_find(vm, addr);
    if (v == NULL)
        return 3;
    switch (op) {
    case VIO_TIO:
        return test_io(vm, v);
    case VIO_CLRIO:
        /* PoO "Clear I/O": TIO's function while multiplexing is inhibited. */
        return vm->cr[0] & (uint32_t)CR0_BLOCK_MULTIPLEX ? clear_io(vm, v)
                                                         : test_io(vm, v);
    case VIO_HIO:
    case VIO_HDV:
        return halt(vm, v);
    default:
        return start_io(vm, v);
    }
}

void
vio_reset(struct vmblok *vm)
{
    for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next) {
        vio_quiesce(v);
        v->pend = v->attn = 0;
        memset(v->sense, 0, sizeof v->sense);
    }
    vm->iopend = 0;
}
