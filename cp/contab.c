/* SPDX-License-Identifier: MIT */
/* Terminals and sessions: which shows which. A terminal that is up always has
 * a session; a logged-on user has one, with or without a terminal. */
#include "cp/condata.h"

#include "arch/ccw.h"
#include "cp/command.h"
#include "cp/free.h"
#include "cp/identity.h"
#include "cp/vio.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

struct term *term_first;
struct waitq term_idle;
char cp_sysid[9] = "CP      ";
bool con_held = true;
static struct term *operator_term;

struct condata *
con_new(struct term *t)
{
    struct condata *c = cp_alloc(sizeof *c);

    if (c == NULL)
        return NULL;
    c->term = t;
    c->edit = (struct edit_chars){'#', 0x4a, '@', '"'};
    c->more_wait = 50;
    c->more_alarm = 10;
    c->linesize = 80;
    return c;
}

void
con_free(struct condata *c)
{
    c->term = NULL;
    c->vm = NULL;
    if (c->flags & CF_TASK) {
        c->flags |= CF_DEAD;
        waitq_wake_all(&c->room);
        return;
    }
    timer_cancel(&c->retry);
    timer_cancel(&c->sleep);
    conq_empty(&c->out);
    conq_empty(&c->in);
    conq_empty(&c->cmd);
    conq_empty(&c->old);
    conline_free(c->answer);
    conline_free(c->ask);
    con_pf_free(c);
    cp_free(c, sizeof *c);
}

struct term *
term_of(const struct rdevblok *r)
{
    return r->console;
}

/* Takes the session off the terminal: a machine's stays, another's ends. */
static void
let_go(struct term *t)
{
    struct condata *c = t->con;

    t->con = NULL;
    t->screen = SCR_RUN;
    t->refused = t->logo = false;
    timer_cancel(&t->timer);
    conline_free(t->fill);
    t->fill = NULL;
    if (c == NULL)
        return;
    if (c->vm == NULL) {
        con_free(c);
        return;
    }
    c->term = NULL;
    c->flags &= (uint16_t) ~(CF_FULL | CF_ATTN | CF_REPAINT | CF_UNSEEN |
                             CF_ASK | CF_DARK);
    c->flags |= CF_REDO;
    c->answered = NULL;
    c->out_at = 0;
    conq_empty(&c->out);
    con_room(c);
}

void
term_attach(struct term *t, struct condata *c)
{
    let_go(t);
    t->con = c;
    c->term = t;
    t->want |= TW_FORMAT;
    term_kick(t);
}

void
con_disconnect(struct condata *c)
{
    struct term *t = c->term;

    if (t == NULL)
        return;
    let_go(t);
    t->con = con_new(t);
    if (t->con == NULL) {
        term_down(t);
        return;
    }
    t->want |= TW_FORMAT | TW_LOGO;
    term_kick(t);
}

void
term_down(struct term *t)
{
    struct condata *c = t->con;
    struct vmblok *vm = c != NULL ? c->vm : NULL;
    bool dialed = t->state == TS_DIALED;

    t->state = TS_DOWN;
    t->want = 0;
    t->rdev->flags |= RDEV_NOTREADY;
    let_go(t);
    if (dialed && t->rdev->vdev != NULL)
        vio_disconnect(t->rdev->vdev);
    if (vm != NULL)
        con_operator("GRAF %03X DISCONNECT %.*s", t->rdev->addr,
                     NAME8(vm->user));
    if (dialed)
        rdev_listen(t->rdev, term_unsolicited);
}

void
term_up(struct term *t)
{
    if (t->con != NULL || t->state == TS_DIALED)
        term_down(t);
    if (t->con == NULL)
        t->con = con_new(t);
    if (t->con == NULL)
        return;
    t->rdev->flags &= (uint8_t)~RDEV_NOTREADY;
    t->scr = (struct screen){.rows = 24, .cols = t->graf ? 80 : 130};
    t->screen = SCR_RUN;
    t->silent = false;
    t->state = t->graf ? TS_QUERY : TS_UP;
    t->want = t->graf ? TW_QUERY : TW_LOGO;
    term_kick(t);
}

void
term_enable(struct term *t, bool on)
{
    if (on && t->state == TS_OFF) {
        t->rdev->flags |= RDEV_ENABLED;
        t->state = TS_DOWN;
        term_up(t);
    }
    if (!on && t->state != TS_DIALED &&
        (t->con == NULL || t->con->vm == NULL)) {
        t->rdev->flags &= (uint8_t)~RDEV_ENABLED;
        let_go(t);
        t->want = 0;
        t->state = TS_OFF;
    }
}

static void
make_term(struct rdevblok *r)
{
    struct term *t = cp_alloc_aligned(sizeof *t, 8), **pp = &term_first;

    if (t == NULL)
        return;
    while (*pp != NULL)
        pp = &(*pp)->next;
    *pp = t;
    t->rdev = r;
    t->graf = r->class == DEV_GRAF;
    t->probing = t->graf;
    r->console = t;
    r->flags |= RDEV_ENABLED;
    term_up(t);
    rdev_listen(r, term_unsolicited);
}

static bool
probing(void)
{
    for (struct term *t = term_first; t != NULL; t = t->next)
        if (t->probing)
            return true;
    return false;
}

static void
name_system(void)
{
    const uint8_t *volser =
        rdev_system != NULL ? rdev_system->volser : (const uint8_t *)"CP    ";

    k_snprintf(cp_sysid, sizeof cp_sysid, "%.6sL%u", (const char *)volser,
               cp_level % 10);
}

void
con_init(void)
{
    name_system();
    for (struct rdevblok *r = rdev_first; r != NULL; r = r->next)
        if (r->class == DEV_GRAF || r->class == DEV_CON)
            make_term(r);
    while (probing())
        task_wait(&term_idle);
    for (struct term *t = term_first; t != NULL; t = t->next)
        if (t->con != NULL &&
            (operator_term == NULL || (operator_term->graf && !t->graf)))
            operator_term = t;
}

struct condata *
con_operator_session(void)
{
    struct vmblok *vm = vm_find((const uint8_t *)"OPERATOR");

    if (vm != NULL && vm->con->term != NULL)
        return vm->con;
    if (vm == NULL && operator_term != NULL && operator_term->con != NULL &&
        operator_term->con->vm == NULL)
        return operator_term->con;
    return NULL;
}

struct rdevblok *
con_terminal(struct vmblok *vm)
{
    struct term *t = vm->con->term;

    return t != NULL && t->graf && t->state == TS_UP ? t->rdev : NULL;
}

void
con_lost(struct rdevblok *r)
{
    struct term *t = term_of(r);

    if (t != NULL && t->state != TS_DOWN && t->state != TS_OFF)
        term_down(t);
}

void
con_undial(struct rdevblok *r)
{
    struct term *t = term_of(r);

    if (t != NULL && t->state == TS_DIALED)
        term_up(t);
}

void
con_screen_size(const struct rdevblok *r, unsigned *rows, unsigned *cols)
{
    const struct term *t = r != NULL ? term_of(r) : NULL;

    *rows = t != NULL && t->graf ? t->scr.rows : 24;
    *cols = t != NULL && t->graf ? t->scr.cols : 80;
}
