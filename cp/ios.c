/* SPDX-License-Identifier: MIT */
/* The I/O supervisor: a queue per real device, SIO, interruptions matched to
 * operations, sense after a unit check, retry, and unsolicited status. It does
 * not know what the devices are for. An operation is handed back (done) only
 * on the dispatcher's stack: what ends within SIO goes through a timer request
 * that is due at once. PoO "Input/Output Operations". VM/370: DMKIOS. */
#include "cp/ios.h"

#include "arch/ckd.h"
#include "cp/chanio.h"
#include "cp/dispatch.h"
#include "cp/timer.h"
#include "klib/klib.h"

enum rdev_state {
    RS_IDLE,
    RS_BUSY,   /* r->active is at work */
    RS_SENSE,  /* sense for r->active */
    RS_UNSOL,  /* sense after an unsolicited unit check */
    RS_CHWAIT, /* SIO gave condition code 2, or the device was busy */
};

enum { RETRIES = 10, CHANNEL_POLL_US = 2000, SENSE_WAIT_US = 5000 };
enum { US_ENDING = US_CHANNEL_END | US_DEVICE_END | US_UNIT_CHECK };
enum { CS_ERRORS = 0xff & ~(CS_PCI | CS_INCORRECT_LENGTH) };

struct rdevblok *rdev_first, *rdev_system;

static struct rdevblok *last_found;
static struct ioblok *ended, *ended_last; /* done() is due */
static struct timer ended_timer, poll_timer;
static unsigned chwaits; /* devices in RS_CHWAIT */

static void start_next(struct rdevblok *r);
static void await_channel(struct rdevblok *r);
static void status(struct rdevblok *r, const struct csw *csw);

struct rdevblok *
rdev_find(uint16_t addr)
{
    struct rdevblok *r = last_found;

    if (r != NULL && r->addr == addr)
        return r;
    for (r = rdev_first; r != NULL && r->addr < addr; r = r->next)
        ;
    if (r == NULL || r->addr != addr)
        return NULL;
    last_found = r;
    return r;
}

struct rdevblok *
rdev_by_volser(const uint8_t volser[6])
{
    for (struct rdevblok *r = rdev_first; r != NULL; r = r->next)
        if (r->class == DEV_DASD && memcmp(r->volser, volser, 6) == 0)
            return r;
    return NULL;
}

unsigned
dasd_heads(unsigned type)
{
#define ROW(t, cu, cumodel, model, cyls, alt, heads, r1, track)                \
    case 0x##t:                                                                \
        return heads;
    switch (type) {
        CKD_DRIVES(ROW)
    default:
        return 0;
    }
#undef ROW
}

unsigned
dasd_cylinders(unsigned type)
{
#define ROW(t, cu, cumodel, model, cyls, alt, heads, r1, track)                \
    case 0x##t:                                                                \
        return cyls;
    switch (type) {
        CKD_DRIVES(ROW)
    default:
        return 0;
    }
#undef ROW
}

void
rdev_listen(struct rdevblok *r,
            void (*fn)(struct rdevblok *r, uint8_t unit_status))
{
    uint8_t pending = r->pending;

    r->unsolicited = fn;
    if (fn == NULL || pending == 0)
        return;
    r->pending = 0;
    fn(r, pending);
}

static void
unsolicited(struct rdevblok *r, uint8_t unit)
{
    if (unit & US_DEVICE_END)
        r->flags &= (uint8_t)~RDEV_NOTREADY;
    if (r->unsolicited != NULL)
        r->unsolicited(r, unit);
    else
        r->pending |= unit;
}

/* Handing operations back. */

static void
run_ended(void *arg)
{
    (void)arg;
    while (ended != NULL) {
        struct ioblok *io = ended;

        ended = io->next;
        io->done(io);
    }
}

static void
hand_back_later(struct ioblok *io)
{
    io->next = NULL;
    if (ended == NULL)
        ended = io;
    else
        ended_last->next = io;
    ended_last = io;
    ended_timer.fn = run_ended;
    if (!ended_timer.queued)
        timer_set(&ended_timer, tod_now());
}

static bool
worth_retry(const struct ioblok *io)
{
    if (!(io->flags & IO_RETRY) || io->cc != 0)
        return false;
    if (io->csw.chan & CS_ERRORS)
        return (io->csw.chan & (CS_PROGRAM_CHECK | CS_PROTECTION_CHECK)) == 0;
    return (io->csw.unit & US_UNIT_CHECK) &&
           !(io->sense[0] & (SENSE_COMMAND_REJECT | SENSE_INTERVENTION));
}

/* r->active is over. */
static void
finish(struct rdevblok *r, bool at_once)
{
    struct ioblok *io = r->active;

    r->active = NULL;
    r->state = RS_IDLE;
    if (io->cc == 0 && (io->csw.unit & US_UNIT_CHECK)) {
        r->errors++;
        if (io->sense[0] & SENSE_INTERVENTION)
            r->flags |= RDEV_NOTREADY;
    } else if (io->cc == 0)
        r->flags &= (uint8_t)~RDEV_NOTREADY;
    if (worth_retry(io) && r->tries++ < RETRIES) {
        io->next = r->queue;
        r->queue = io;
        if (r->queue_last == NULL)
            r->queue_last = io;
        start_next(r);
        return;
    }
    r->tries = 0;
    if (at_once)
        io->done(io);
    else
        hand_back_later(io);
    start_next(r);
}

/* Starting. */

static bool
start_sense(struct rdevblok *r, enum rdev_state state)
{
    unsigned n = r->class == DEV_DASD ? 24 : r->sense_len ? r->sense_len : 24;
    uint64_t until = tod_now() + SENSE_WAIT_US * TOD_US;

    memset(r->sense, 0, sizeof r->sense);
    r->sense_ccw.cmd = CCW_SENSE;
    put24(&r->sense_ccw.addr, (uint32_t)r->sense);
    r->sense_ccw.flags = CCW_SLI;
    put16(&r->sense_ccw.count, (uint16_t)n);
    r->state = (uint8_t)state;
    for (unsigned i = 0; i < 100; i++) {
        struct csw csw;
        unsigned cc;

        dispatch_own_cr0();
        /* Another device's transfer has the channel for some microseconds. */
        do
            cc = chanio_sio(r->addr, (uint32_t)&r->sense_ccw, 0);
        while (cc == 2 && tod_now() < until);

        if (cc == 0)
            return true;
        if (cc == 3)
            break;
        if (cc == 1) {
            chanio_csw(&csw);
            if ((csw.unit & US_ENDING) && !(csw.unit & US_BUSY))
                break; /* ended at once, or cannot be done */
        }
    }
    return false;
}

static void
sense_ended(struct rdevblok *r, bool at_once)
{
    struct ioblok *io = r->active;

    if (r->state == RS_UNSOL) {
        uint8_t unit = r->pending;

        r->state = RS_IDLE;
        r->pending = 0;
        unsolicited(r, unit);
        start_next(r);
        return;
    }
    memcpy(io->sense, r->sense, sizeof io->sense);
    io->sense_len = sizeof io->sense;
    finish(r, at_once);
}

/* The operation's status is whole. */
static void
complete(struct rdevblok *r, bool at_once)
{
    if ((r->active->csw.unit & US_UNIT_CHECK) == 0) {
        finish(r, at_once);
        return;
    }
    if (!start_sense(r, RS_SENSE))
        sense_ended(r, at_once);
}

/* SIO gave condition code 1: the status part of the CSW was stored. */
static void
initial_status(struct rdevblok *r)
{
    struct ioblok *io = r->active;
    struct csw csw;

    chanio_csw(&csw);
    if (csw.unit & US_BUSY) {
        uint8_t unit = csw.unit & (uint8_t) ~(US_BUSY | US_STATUS_MODIFIER |
                                              US_CONTROL_UNIT_END);

        r->active = NULL;
        r->state = RS_IDLE;
        io->next = r->queue;
        r->queue = io;
        if (r->queue_last == NULL)
            r->queue_last = io;
        if (unit == 0) {
            await_channel(r);
            return;
        }
        unsolicited(r, unit);
        start_next(r);
        return;
    }
    io->csw = csw;
    io->csw.key = (uint8_t)(io->key << 4);
    put24(&io->csw.addr, io->ccw + 8);
    put16(&io->csw.count, 0);
    if ((csw.chan & CS_ERRORS) ||
        (csw.unit & (US_DEVICE_END | US_UNIT_CHECK))) {
        io->at_sio = true;
        complete(r, false);
    }
}

static void
start_next(struct rdevblok *r)
{
    struct ioblok *io = r->queue;
    unsigned cc;

    if (r->active != NULL || r->state != RS_IDLE || io == NULL)
        return;
    r->queue = io->next;
    if (r->queue == NULL)
        r->queue_last = NULL;
    r->active = io;
    r->state = RS_BUSY;
    r->sios++;
    io->cc = 0;
    io->sense_len = 0;
    io->at_sio = false;
    memset(&io->csw, 0, sizeof io->csw);
    dispatch_own_cr0();
    cc = chanio_sio(r->addr, io->ccw, io->key);
    if (cc == 0)
        return;
    if (cc == 1) {
        initial_status(r);
        return;
    }
    if (cc == 3) {
        io->cc = 3;
        io->at_sio = true;
        finish(r, false);
        return;
    }
    r->active = NULL;
    io->next = r->queue;
    r->queue = io;
    if (r->queue_last == NULL)
        r->queue_last = io;
    await_channel(r);
}

/* A channel or device that was busy: tried again at the channel's next
 * interruption, and after a while in any case. */

static void
poll_channels(uint32_t addr)
{
    for (struct rdevblok *r = rdev_first; r != NULL && chwaits; r = r->next)
        if (r->state == RS_CHWAIT &&
            (addr == ~0u || (addr ^ r->addr) >> 8 == 0)) {
            r->state = RS_IDLE;
            chwaits--;
            start_next(r);
        }
}

static void
poll_due(void *arg)
{
    (void)arg;
    poll_channels(~0u);
}

static void
await_channel(struct rdevblok *r)
{
    r->state = RS_CHWAIT;
    chwaits++;
    poll_timer.fn = poll_due;
    if (!poll_timer.queued)
        timer_set(&poll_timer, tod_now() + CHANNEL_POLL_US * TOD_US);
}

void
ios_start(struct ioblok *io)
{
    struct rdevblok *r = io->rdev;

    io->next = NULL;
    if (r->queue == NULL)
        r->queue = r->queue_last = io;
    else if (io->flags & IO_HEAD) {
        io->next = r->queue;
        r->queue = io;
    } else {
        r->queue_last->next = io;
        r->queue_last = io;
    }
    start_next(r);
}

void
ios_halt(struct ioblok *io)
{
    struct rdevblok *r = io->rdev;
    struct ioblok **pp, *before = NULL;

    if (r->active == io) {
        if (r->state == RS_BUSY && chanio_hdv(r->addr) == 3) {
            io->cc = 3;
            finish(r, false);
        }
        return;
    }
    for (pp = &r->queue; *pp != NULL && *pp != io; pp = &(*pp)->next)
        before = *pp;
    if (*pp == NULL)
        return; /* it has ended, and done() is on its way */
    *pp = io->next;
    if (r->queue_last == io)
        r->queue_last = before;
    io->cc = 0;
    memset(&io->csw, 0, sizeof io->csw);
    put24(&io->csw.addr, io->ccw);
    io->csw.unit = US_CHANNEL_END | US_DEVICE_END;
    hand_back_later(io);
}

/* Interruptions. */

static void
operation_status(struct rdevblok *r, const struct csw *csw)
{
    struct ioblok *io = r->active;
    uint8_t seen = io->csw.unit;

    if ((csw->chan & CS_PCI) && csw->unit == 0 &&
        (csw->chan & CS_ERRORS) == 0) {
        if ((io->flags & IO_PCI) && io->pci != NULL)
            io->pci(io, csw);
        return;
    }
    if ((csw->unit & (US_ENDING | US_UNIT_EXCEPTION)) == 0 &&
        (csw->chan & CS_ERRORS) == 0) {
        if (csw->unit & ~(US_CONTROL_UNIT_END | US_BUSY))
            unsolicited(r, csw->unit); /* attention meanwhile */
        return;
    }
    if (!(seen & US_CHANNEL_END))
        io->csw = *csw;
    io->csw.unit = seen | csw->unit;
    if ((io->csw.unit & (US_DEVICE_END | US_UNIT_CHECK)) ||
        (io->csw.chan & CS_ERRORS))
        complete(r, true);
}

static void
status(struct rdevblok *r, const struct csw *csw)
{
    uint8_t unit = csw->unit & (uint8_t) ~(US_CONTROL_UNIT_END | US_BUSY);

    switch (r->state) {
    case RS_BUSY:
        operation_status(r, csw);
        return;
    case RS_SENSE:
    case RS_UNSOL:
        if ((csw->unit & (US_DEVICE_END | US_UNIT_CHECK)) ||
            (csw->chan & CS_ERRORS))
            sense_ended(r, true);
        else if (unit & ~US_CHANNEL_END)
            unsolicited(r, unit);
        return;
    default:
        break;
    }
    if (unit == 0)
        return;
    if (unit & US_UNIT_CHECK && r->state == RS_IDLE) {
        r->pending |= unit;
        if (start_sense(r, RS_UNSOL))
            return;
        r->state = RS_IDLE;
        unit = r->pending;
        r->pending = 0;
    }
    unsolicited(r, unit);
}

void
ios_interrupt(void)
{
    uint16_t addr = chanio_addr();
    struct rdevblok *r = rdev_find(addr);
    struct csw csw;

    chanio_csw(&csw);
    if (r != NULL)
        status(r, &csw);
    if (chwaits > 0)
        poll_channels(addr);
}

/* In a task. */

struct sync {
    struct waitq wq;
    bool over;
};

static void
sync_done(struct ioblok *io)
{
    struct sync *s = io->arg;

    s->over = true;
    waitq_wake_all(&s->wq);
}

bool
ios_sync(struct ioblok *io)
{
    struct sync s = {{NULL, NULL}, false};

    io->done = sync_done;
    io->arg = &s;
    ios_start(io);
    while (!s.over)
        task_wait(&s.wq);
    return io->cc == 0 && (io->csw.chan & CS_ERRORS) == 0 &&
           io->csw.unit == (US_CHANNEL_END | US_DEVICE_END);
}
