/* SPDX-License-Identifier: MIT */
/* Channel programs that CP carries out itself, CCW by CCW: on the virtual
 * console (a 3215), on unit record devices, which are not ready while there is
 * no spool, on a virtual 3270 that no one DIALed to, and SENSE, SENSE ID and
 * NO-OP on any device. An operation that must wait (for a line, or for room on
 * the screen) keeps its place here and gives its task back. GA24-3550 (3215);
 * PoO "Execution of Input/Output Operations". VM/370: DMKVCN, DMKVSP. */
#include "cp/vioint.h"

#include "cp/console.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "klib/klib.h"

enum sim_state {
    SIM_IDLE,
    SIM_RUN,      /* at work in a task, or one is on its way */
    SIM_WAIT_OUT, /* the terminal took no more */
    SIM_WAIT_IN,  /* for a line */
};

enum {
    CON_WRITE = 0x01,
    CON_WRITE_CR = 0x09,
    CON_READ = 0x0a,
    CON_ALARM = 0x0b,
};

enum { LINE = 132, STEPS = 4096, RETRY_US = 20000 };

struct simop {
    struct vdevblok *v;
    uint8_t state; /* enum sim_state */
    uint8_t key;
    bool inside; /* a task runs sim_run */
    bool halted;
    bool flushed; /* a write's text went out, its end of line with it */
    bool first;   /* the chain's first command is at work */
    uint8_t cmd;  /* the command at work (CCWs of a data chain share it) */
    uint8_t unit, chan;
    uint32_t at;    /* guest address of the CCW at work */
    struct ccw ccw; /* itself */
    uint16_t off;   /* bytes of its data done */
    uint16_t len;   /* bytes in buf */
    uint16_t taken; /* a read: bytes of buf that are stored */
    uint16_t steps; /* CCWs since the start, or since it last waited */
    struct timer retry;
    uint8_t buf[LINE];
};

static void sim_run(struct simop *s);

bool
sim_busy(const struct vdevblok *v)
{
    return v->sim != NULL && (v->sim->state != SIM_IDLE || v->sim->inside);
}

bool
sim_own(const struct ccw *c)
{
    return (c->flags & (CCW_CC | CCW_CD)) == 0 &&
           (c->cmd == CCW_SENSE || c->cmd == CCW_SENSE_ID || c->cmd == CCW_NOP);
}

void
sim_free(struct vdevblok *v)
{
    if (v->sim == NULL)
        return;
    timer_cancel(&v->sim->retry);
    cp_free(v->sim, sizeof *v->sim);
    v->sim = NULL;
}

/* Chaining. Each returns false when the channel program ends with s->unit and
 * s->chan. */

static bool
channel_error(struct simop *s, uint8_t chan)
{
    s->chan |= chan;
    return false;
}

static bool
fetch_ccw(struct simop *s, bool cd)
{
    for (unsigned tics = 0;; tics++) {
        if (s->at > 0xffffff ||
            gstor_fetch(s->v->vm, s->at, &s->ccw, sizeof s->ccw,
                        GS_REAL | GS_NOKEY) != GS_OK) {
            s->at += 8;
            return channel_error(s, CS_PROGRAM_CHECK);
        }
        if ((s->ccw.cmd & 0x0f) != CCW_TIC)
            break;
        if (tics > 0 || s->first || (get24(&s->ccw.addr) & 7)) {
            s->at += 8;
            return channel_error(s, CS_PROGRAM_CHECK);
        }
        s->at = get24(&s->ccw.addr);
    }
    s->off = 0;
    if ((s->ccw.flags & 0x03) || get16(&s->ccw.count) == 0 ||
        (!cd && (s->ccw.cmd & 0x0f) == 0)) {
        s->at += 8;
        return channel_error(s, CS_PROGRAM_CHECK);
    }
    if (!cd)
        s->cmd = s->ccw.cmd;
    return true;
}

static unsigned
left(const struct simop *s)
{
    return get16(&s->ccw.count) - s->off;
}

/* The next CCW of the data chain. */
static bool
next_data(struct simop *s)
{
    s->at += 8;
    return fetch_ccw(s, true);
}

/* A command has ended with s->unit. `longer`: the device had more. True: the
 * next one is fetched. */
static bool
command_over(struct simop *s, bool longer, bool lengths_matter)
{
    bool cd = (s->ccw.flags & CCW_CD) != 0;

    if (lengths_matter && (left(s) > 0 || longer || cd) &&
        (cd || !(s->ccw.flags & CCW_SLI)))
        s->chan |= CS_INCORRECT_LENGTH;
    if (s->unit != (US_CHANNEL_END | US_DEVICE_END) || s->chan || cd ||
        !(s->ccw.flags & CCW_CC)) {
        s->at += 8;
        return false;
    }
    s->first = false;
    s->unit = 0;
    s->len = s->taken = 0;
    s->flushed = false;
    s->at += 8;
    if (++s->steps > STEPS)
        return channel_error(s, CS_PROGRAM_CHECK); /* runs in circles */
    return fetch_ccw(s, false);
}

/* Moves n bytes between buf and the data area, checking the key. */
static bool
move(struct simop *s, uint8_t *buf, unsigned n, bool store)
{
    struct vmblok *vm = s->v->vm;

    while (n > 0) {
        uint32_t addr, span;
        uint8_t key = 0;
        int rc;

        if (store && (s->ccw.flags & CCW_SKIP)) {
            s->off += (uint16_t)n;
            return true;
        }
        if (!ccw_locate(vm, &s->ccw, s->off, &addr, &span))
            return channel_error(s, CS_PROGRAM_CHECK);
        if (span > n)
            span = n;
        if (s->key != 0 && gstor_get_key(vm, addr, &key) == GS_OK &&
            key >> 4 != s->key && (store || (key & 0x08)))
            return channel_error(s, CS_PROTECTION_CHECK);
        rc = store ? gstor_store(vm, addr, buf, span, GS_REAL | GS_NOKEY)
                   : gstor_fetch(vm, addr, buf, span, GS_REAL | GS_NOKEY);
        if (rc != GS_OK)
            return channel_error(s, CS_PROGRAM_CHECK);
        buf += span;
        s->off += (uint16_t)span;
        n -= span;
    }
    return true;
}

/* Stores what is in buf from `taken` on, through the data chain. True: it may
 * go on (with what the lengths give). */
static bool
give(struct simop *s)
{
    while (s->taken < s->len) {
        unsigned n = left(s);

        if (n == 0) {
            if (!(s->ccw.flags & CCW_CD))
                break;
            if (!next_data(s))
                return false;
            continue;
        }
        if (n > (unsigned)(s->len - s->taken))
            n = s->len - s->taken;
        if (!move(s, s->buf + s->taken, n, true))
            return false;
        s->taken += (uint16_t)n;
    }
    s->unit = US_CHANNEL_END | US_DEVICE_END;
    return command_over(s, s->taken < s->len, true);
}

/* Commands. Each returns true when the next command has been fetched, false
 * when the program has ended or waits (state tells). */

static bool
unit_check(struct simop *s, uint8_t sense0, bool initial)
{
    vio_set_sense(s->v, sense0, 0);
    s->unit = US_UNIT_CHECK;
    if (!initial)
        s->unit |= US_CHANNEL_END | US_DEVICE_END;
    s->at += 8;
    return false;
}

static bool
write_line(struct simop *s)
{
    bool cr = s->cmd == CON_WRITE_CR;

    for (;;) {
        unsigned n = left(s), room = LINE - s->len;
        bool all = n == 0 && !(s->ccw.flags & CCW_CD);

        if (!s->flushed && (all || room == 0)) {
            if (!vcon_write(s->v->vm, s->buf, s->len, all && cr)) {
                s->state = SIM_WAIT_OUT;
                return false;
            }
            s->len = 0;
            s->flushed = all;
            continue;
        }
        if (all)
            break;
        if (n == 0) {
            if (!next_data(s))
                return false;
            continue;
        }
        if (n > room)
            n = room;
        if (!move(s, s->buf + s->len, n, false))
            return false;
        s->len += (uint16_t)n;
    }
    s->unit = US_CHANNEL_END | US_DEVICE_END;
    return command_over(s, false, true);
}

static bool
read_line(struct simop *s)
{
    if (s->taken == 0 && s->len == 0 && !s->flushed) {
        s->state = SIM_WAIT_IN;
        vcon_read(s->v->vm); /* may call vio_console_line at once */
        if (s->state == SIM_WAIT_IN)
            return false;
    }
    return give(s);
}

static bool
sense(struct simop *s)
{
    struct vdevblok *v = s->v;

    s->len = v->sense_len;
    memcpy(s->buf, v->sense, s->len);
    memset(v->sense, 0, sizeof v->sense);
    return give(s);
}

static bool
console_command(struct simop *s)
{
    switch (s->cmd) {
    case CON_WRITE:
    case CON_WRITE_CR:
        return write_line(s);
    case CON_READ:
        return read_line(s);
    case CON_ALARM:
        s->unit = US_CHANNEL_END | US_DEVICE_END;
        return command_over(s, false, false);
    default:
        return unit_check(s, SENSE_COMMAND_REJECT, true);
    }
}

static bool
command(struct simop *s)
{
    switch (s->cmd) {
    case CCW_SENSE:
        return sense(s);
    case CCW_SENSE_ID:
        s->len = (uint16_t)vdev_sense_id(s->v, s->buf);
        return give(s);
    case CCW_NOP:
        s->unit = US_CHANNEL_END | US_DEVICE_END;
        return command_over(s, false, false);
    default:
        break;
    }
    if (s->v->kind == VDEV_CONSOLE)
        return console_command(s);
    return unit_check(s, SENSE_INTERVENTION, true);
}

static void
ending_csw(const struct simop *s, struct csw *csw)
{
    memset(csw, 0, sizeof *csw);
    csw->key = (uint8_t)(s->key << 4);
    put24(&csw->addr, s->at & 0xffffff);
    csw->unit = s->unit;
    csw->chan = s->chan;
    put16(&csw->count, (uint16_t)left(s));
}

/* To the program's end, or until it must wait. In a task. */
static void
sim_run(struct simop *s)
{
    s->inside = true;
    while (s->state == SIM_RUN && !s->halted && command(s))
        ;
    s->inside = false;
    if (s->state != SIM_RUN && !s->halted)
        return;
    if (s->halted && s->unit == 0)
        s->unit = US_CHANNEL_END | US_DEVICE_END;
    s->state = SIM_IDLE;
}

static void
post(struct simop *s)
{
    struct csw csw;

    if (s->state != SIM_IDLE)
        return;
    ending_csw(s, &csw);
    vio_post_end(s->v, &csw);
    waitq_wake_all(&s->v->idle);
}

/* A command that is refused, or one that moves no data, ends within SIO. */
static bool
at_once(const struct simop *s)
{
    return s->unit == US_UNIT_CHECK || s->cmd == CCW_NOP ||
           (s->v->kind == VDEV_CONSOLE && s->cmd == CON_ALARM);
}

unsigned
sim_start(struct vdevblok *v, uint32_t start, unsigned key, struct csw *status)
{
    struct simop *s = v->sim;

    if (s == NULL)
        s = v->sim = cp_alloc(sizeof *s);
    memset(status, 0, sizeof *status);
    if (s == NULL) {
        status->unit = US_BUSY | US_STATUS_MODIFIER; /* try again */
        return 1;
    }
    s->v = v;
    s->state = SIM_RUN;
    s->key = (uint8_t)key;
    s->halted = s->flushed = false;
    s->first = true;
    s->unit = s->chan = 0;
    s->at = start;
    s->len = s->taken = s->steps = 0;
    if (!fetch_ccw(s, false)) {
        s->state = SIM_IDLE;
        status->chan = s->chan;
        return 1;
    }
    sim_run(s);
    if (s->state == SIM_IDLE && s->first && at_once(s)) {
        status->unit = s->unit;
        status->chan = s->chan;
    } else
        post(s);
    /* Only the console ever waits; the others need no storage meanwhile. */
    if (v->kind != VDEV_CONSOLE)
        sim_free(v);
    return status->unit || status->chan ? 1 : 0;
}

/* Going on after a wait. */

static void
go_on(void *arg)
{
    struct simop *s = arg;

    sim_run(s);
    post(s);
}

static void
resume(void *arg)
{
    struct simop *s = arg;

    if (task_start(go_on, s, s->v->vm))
        return;
    s->retry.fn = resume;
    s->retry.arg = s;
    timer_set(&s->retry, tod_now() + RETRY_US * (uint64_t)TOD_US);
}

static void
wake(struct simop *s)
{
    s->state = SIM_RUN;
    s->steps = 0;
    if (!s->inside)
        resume(s);
}

void
vio_console_line(struct vdevblok *v, const uint8_t *text, unsigned len)
{
    struct simop *s = v->sim;

    if (s == NULL || s->state != SIM_WAIT_IN)
        return;
    s->len = (uint16_t)(len > LINE ? LINE : len);
    s->taken = 0;
    memcpy(s->buf, text, s->len);
    s->flushed = true; /* the line is here, be it empty */
    wake(s);
}

void
vio_console_ready(struct vdevblok *v)
{
    if (v->sim != NULL && v->sim->state == SIM_WAIT_OUT)
        wake(v->sim);
}

void
sim_halt(struct vdevblok *v)
{
    struct simop *s = v->sim;

    if (s->state == SIM_WAIT_IN)
        vcon_read_cancel(v->vm);
    s->halted = true;
    if (s->state == SIM_WAIT_IN || s->state == SIM_WAIT_OUT) {
        s->state = SIM_IDLE;
        s->unit = US_CHANNEL_END | US_DEVICE_END;
        s->at += 8;
        post(s);
    }
}
