/* SPDX-License-Identifier: MIT */
/* The terminals' I/O: one operation at a time on each, chosen by what is
 * wanted. Everything here runs on the dispatcher's stack or in any task, and
 * never waits. */
#include "cp/condata.h"

#include "cp/vio.h"
#include "klib/klib.h"

enum { QUERY_SECONDS = 3 };

static void done(struct ioblok *io);

void
term_ccw(struct term *t, uint8_t cmd, unsigned len)
{
    t->ccw[0].cmd = cmd;
    put24(&t->ccw[0].addr, (uint32_t)(uintptr_t)t->buf);
    t->ccw[0].flags = CCW_SLI;
    t->ccw[0].zero = 0;
    put16(&t->ccw[0].count, (uint16_t)len);
}

static void
start(struct term *t, enum term_op op)
{
    t->op = (uint8_t)op;
    t->io.rdev = t->rdev;
    t->io.ccw = (uint32_t)(uintptr_t)t->ccw;
    t->io.key = 0;
    t->io.flags = 0;
    t->io.done = done;
    t->io.arg = t;
    ios_start(&t->io);
}

void
term_kick(struct term *t)
{
    if (t->op != OP_NONE || t->con == NULL ||
        (t->state != TS_UP && t->state != TS_QUERY))
        return;
    if (t->want & TW_QUERY) {
        t->want &= (uint8_t)~TW_QUERY;
        graf_query_build(t);
        start(t, OP_QUERY);
    } else if (t->want & TW_READ) {
        t->want &= (uint8_t)~TW_READ;
        if (t->graf)
            graf_read_build(t);
        else
            line_read_build(t);
        start(t, OP_READ);
    } else if (t->state == TS_UP && (t->graf ? graf_build(t) : line_build(t))) {
        start(t, OP_WRITE);
    }
}

void
term_status(struct term *t)
{
    if (t->graf)
        t->want |= TW_STATUS;
    term_kick(t);
}

static void
timer_due(void *arg)
{
    struct term *t = arg;

    if (t->state == TS_QUERY) { /* no answer: the smallest screen */
        t->state = TS_UP;
        t->silent = true;
        t->want |= TW_FORMAT | TW_LOGO;
    } else if (t->screen == SCR_MORE && !t->alarmed) {
        t->alarmed = true;
        t->want |= TW_ALARM | TW_STATUS;
        timer_set(&t->timer, tod_now() + t->con->more_alarm * TOD_SEC);
    } else if (t->screen == SCR_MORE) {
        term_dismiss(t);
        return;
    }
    term_kick(t);
}

static void
set_timer(struct term *t, unsigned seconds)
{
    timer_cancel(&t->timer);
    t->timer.fn = timer_due;
    t->timer.arg = t;
    timer_set(&t->timer, tod_now() + seconds * TOD_SEC);
}

void
term_more(struct term *t)
{
    t->screen = SCR_MORE;
    t->alarmed = false;
    t->want |= TW_STATUS;
    set_timer(t, t->con->more_wait);
}

void
term_dismiss(struct term *t)
{
    struct condata *c = t->con;

    timer_cancel(&t->timer);
    t->screen = SCR_RUN;
    t->want |= TW_CLEAR;
    c->flags &= (uint16_t)~CF_UNSEEN;
    if ((c->flags & CF_REPAINT) && c->out.first == NULL) {
        c->flags &= (uint16_t)~CF_REPAINT;
        con_attention_vm(c);
    }
    term_kick(t);
    con_room(c);
}

/* Unit check. False: the terminal is gone. */
static bool
unit_check(struct term *t, enum term_op op)
{
    if (t->io.sense[0] & SENSE_INTERVENTION)
        return false;
    if (op == OP_QUERY) { /* no Write Structured Field: a plain model 2 */
        t->state = TS_UP;
        t->want |= TW_FORMAT | TW_LOGO;
    } else if (op == OP_WRITE && t->scr.alternate) {
        t->scr = (struct screen){.rows = 24, .cols = 80};
        t->want |= TW_FORMAT;
    }
    return true;
}

static void
done(struct ioblok *io)
{
    struct term *t = io->arg;
    enum term_op op = t->op;
    unsigned count = get16(&t->ccw[0].count);

    t->op = OP_NONE;
    t->probing = false;
    waitq_wake_all(&term_idle);
    if (t->con == NULL || (t->state != TS_UP && t->state != TS_QUERY))
        return;
    if (io->cc == 3 || ((io->csw.unit & US_UNIT_CHECK) && !unit_check(t, op))) {
        term_down(t);
        return;
    }
    if (io->csw.unit & US_ATTENTION)
        t->want |= TW_READ;
    if (io->csw.unit & US_BUSY)
        t->want |= t->was | (op == OP_READ ? TW_READ : 0);
    else if (op == OP_QUERY && t->state == TS_QUERY)
        set_timer(t, QUERY_SECONDS);
    else if (op == OP_READ && !(io->csw.unit & US_UNIT_CHECK)) {
        unsigned len = count - get16(&io->csw.count);

        if (t->graf)
            graf_read_done(t, len);
        else
            line_read_done(t, len);
    }
    if (t->con != NULL) {
        term_kick(t);
        if (t->con != NULL)
            con_room(t->con);
    }
}

/* Attention on a screen that belongs to the user's machine. */
static void
full_screen_attention(struct term *t)
{
    struct condata *c = t->con;

    if (c->flags & CF_ATTN) { /* the machine has not read the first one */
        t->want |= TW_READ;
        term_kick(t);
        return;
    }
    c->flags |= CF_ATTN;
    con_attention_vm(c);
}

void
term_unsolicited(struct rdevblok *r, uint8_t unit_status)
{
    struct term *t = term_of(r);

    if (t == NULL || t->state == TS_OFF)
        return;
    if (unit_status & US_DEVICE_END) { /* a client connected: a new one */
        if (!(unit_status & US_ATTENTION) || t->state == TS_DOWN) {
            term_up(t);
            return;
        }
    }
    if (!(unit_status & US_ATTENTION) || t->state == TS_DOWN)
        return;
    if (t->state == TS_DIALED) {
        if (r->vdev != NULL)
            vio_attention(r->vdev, unit_status);
        return;
    }
    if (t->con->flags & CF_FULL) {
        full_screen_attention(t);
        return;
    }
    t->want |= TW_READ;
    term_kick(t);
}
