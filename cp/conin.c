/* SPDX-License-Identifier: MIT */
/* Input of a session: from typed lines to CP commands and to the lines that a
 * virtual console reads (VM/370: DMKCNS, DMKRGA, DMKCFM). */
#include "cp/condata.h"

#include "arch/ccw.h"
#include "cp/command.h"
#include "cp/free.h"
#include "cp/vio.h"
#include "klib/klib.h"

static void
show_status(struct condata *c)
{
    if (c->term != NULL)
        term_status(c->term);
}

/* The next line for CP: a #CP line, or in CP READ whatever was typed. */
static struct conline *
next_command(struct condata *c)
{
    if (c->flags & CF_ASK)
        return NULL;
    if (c->cmd.first != NULL)
        return conq_take(&c->cmd);
    if (c->vm == NULL || (c->flags & CF_CPREAD))
        return conq_take(&c->in);
    return NULL;
}

static bool
has_command(const struct condata *c)
{
    if (c->answer != NULL)
        return true;
    if ((c->flags & (CF_ASK | CF_LOGOFF)) || con_held)
        return false;
    return c->cmd.first != NULL ||
           (c->in.first != NULL && (c->vm == NULL || (c->flags & CF_CPREAD)));
}

/* The session's task: executes commands until there is none. */
static void
commands(void *arg)
{
    struct condata *c = arg;
    struct conline *l;

    while (!(c->flags & (CF_DEAD | CF_LOGOFF))) {
        if (c->answer != NULL) {
            void (*fn)(struct condata *, const uint8_t *, unsigned) =
                c->answered;

            l = c->answer;
            c->answer = NULL;
            c->answered = NULL;
            if (fn != NULL)
                fn(c, l->text, l->len);
        } else {
            l = next_command(c);
            if (l == NULL)
                break;
            cmd_session(c, l->text, l->len);
        }
        conline_free(l);
        task_yield();
    }
    c->flags &= (uint16_t)~CF_TASK;
    if (c->flags & CF_DEAD) {
        con_free(c);
        return;
    }
    if (c->vm != NULL)
        waitq_wake_all(&c->vm->idle);
    con_run(c);
    show_status(c);
}

static void
retry(void *arg)
{
    con_run(arg);
}

/* Gives the machine's pending read the first line typed ahead. */
static void
feed(struct condata *c)
{
    struct conline *l;

    if (c->vm == NULL || c->vm->vcon == NULL || !(c->flags & CF_VMREAD) ||
        (c->flags & CF_CPREAD))
        return;
    l = conq_take(&c->in);
    if (l == NULL)
        return;
    c->flags &= (uint16_t)~CF_VMREAD;
    vio_console_line(c->vm->vcon, l->text, l->len);
    conline_free(l);
    if (c->in.first != NULL) /* one attention for each line, as if typed */
        vio_attention(c->vm->vcon, US_ATTENTION);
}

void
con_run(struct condata *c)
{
    if (!(c->flags & CF_TASK) && has_command(c)) {
        if (task_start(commands, c, c->vm)) {
            c->flags |= CF_TASK;
        } else if (!c->retry.queued) {
            c->retry.fn = retry;
            c->retry.arg = c;
            timer_set(&c->retry, tod_now() + TOD_SEC / 10);
        }
    }
    feed(c);
}

void
con_attention_vm(struct condata *c)
{
    if (c->vm == NULL)
        return;
    if (c->vm->wait & VMW_SLEEP)
        vm_go(c->vm, VMW_SLEEP);
    else if (c->vm->vcon != NULL)
        vio_attention(c->vm->vcon, US_ATTENTION);
}

void
con_enter_cp(struct condata *c)
{
    if (c->vm == NULL || (c->flags & (CF_CPREAD | CF_LOGOFF)))
        return;
    c->flags |= CF_CPREAD;
    if (!(c->vm->flags & VMF_RUN))
        vm_stop(c->vm, VMW_CP);
    con_put(c, "CP", 2, 0);
    con_run(c);
    show_status(c);
}

void
con_leave_cp(struct condata *c)
{
    c->flags &= (uint16_t)~CF_CPREAD;
    if (c->vm != NULL)
        vm_go(c->vm, VMW_CP);
    if ((c->flags & CF_REPAINT) && c->out.first == NULL) {
        c->flags &= (uint16_t)~CF_REPAINT;
        con_attention_vm(c);
    }
    con_run(c);
    show_status(c);
}

void
con_ask(struct condata *c, bool dark,
        void (*fn)(struct condata *c, const uint8_t *text, unsigned len))
{
    c->answered = fn;
    c->flags |= CF_ASK;
    if (dark)
        c->flags |= CF_DARK;
    if (c->term != NULL)
        c->term->want |= TW_INPUT;
    show_status(c);
}

/* Keeps the line for a RETRIEVE key, when there may be one. */
static void
remember(struct condata *c, const uint8_t *text, unsigned len)
{
    c->retrieve = 0;
    if (c->pf == NULL || len == 0)
        return;
    conq_put(&c->old, conline_new(text, len, 0));
    while (c->old.count > 5)
        conline_free(conq_take(&c->old));
}

/* A logical line to the queue it belongs to. */
static void
queue(struct condata *c, const uint8_t *text, const struct edit_line *line)
{
    conq_put(line->cp ? &c->cmd : &c->in, conline_new(text, line->len, 0));
}

static void
answer(struct condata *c, const uint8_t *text, unsigned len)
{
    if (!(c->flags & CF_DARK))
        con_put(c, (const char *)text, len, 0);
    c->flags &= (uint16_t) ~(CF_ASK | CF_DARK);
    c->answer = conline_new(text, len, 0);
    con_run(c);
}

static void
empty_line(struct condata *c)
{
    if (c->vm == NULL || (c->flags & CF_CPREAD))
        return;
    if (c->flags & CF_VMREAD) {
        conq_put(&c->in, conline_new(NULL, 0, 0));
        feed(c);
    } else {
        con_attention_vm(c);
    }
}

/* Too much is waiting already. #CP has a queue of its own, so that CP can be
 * reached whatever the machine does. */
static bool
refuses(const struct condata *c, const uint8_t *text, unsigned len)
{
    uint8_t le = c->flags & CF_NOEDIT ? '#' : c->edit.line_end;
    bool cp = len >= 3 && le != 0 && text[0] == le &&
              k_to_upper((char)text[1]) == 'C' &&
              k_to_upper((char)text[2]) == 'P';

    return (cp ? c->cmd.count : c->in.count) >= CON_IN_LINES;
}

bool
con_input(struct condata *c, const uint8_t *text, unsigned len)
{
    struct edit_line line;
    uint8_t out[CON_INPUT];
    unsigned pos = 0;
    bool graf = c->term != NULL && c->term->graf, typed = false;

    if (c->flags & CF_ASK) {
        answer(c, text, len);
        return true;
    }
    if (refuses(c, text, len))
        return false;
    if (graf && len > 0) /* a 3215 has typed it already */
        con_put(c, (const char *)text, len, 0);
    c->flags &= (uint16_t)~CF_UNSEEN;
    remember(c, text, len);
    if (c->vm != NULL && (c->flags & CF_MODE_CP) &&
        !(c->flags & (CF_CPREAD | CF_VMREAD)))
        con_enter_cp(c); /* TERM MODE CP: whatever is typed is for CP */
    if (len == 0) {
        empty_line(c);
        return true;
    }
    while (edit_next(c->flags & CF_NOEDIT ? NULL : &c->edit, text, len, &pos,
                     out, sizeof out, &line)) {
        queue(c, out, &line);
        typed = typed || !line.cp;
    }
    if (typed && !(c->flags & (CF_VMREAD | CF_CPREAD)))
        con_attention_vm(c);
    con_run(c);
    show_status(c);
    return true;
}

/* The n-th line back, the oldest when there are not so many. */
static const struct conline *
retrieve(struct condata *c)
{
    const struct conline *l = c->old.first;

    if (c->old.count == 0)
        return NULL;
    c->retrieve = (uint8_t)(c->retrieve % c->old.count + 1);
    for (unsigned i = c->old.count; i > c->retrieve; i--)
        l = l->next;
    return l;
}

bool
con_pf_key(struct condata *c, unsigned n)
{
    const struct con_pf *pf = c->pf != NULL ? c->pf[n] : NULL;
    const struct conline *l;
    struct term *t = c->term;

    if (pf == NULL || t == NULL)
        return true;
    if (pf->kind == PF_IMMED)
        return con_input(c, pf->text, pf->len);
    conline_free(t->fill);
    t->fill = NULL;
    if (pf->kind == PF_DELAYED)
        t->fill = conline_new(pf->text, pf->len, 0);
    else if ((l = retrieve(c)) != NULL)
        t->fill = conline_new(l->text, l->len, 0);
    t->want |= TW_INPUT;
    return true;
}

void
con_pf_free(struct condata *c)
{
    if (c->pf == NULL)
        return;
    for (unsigned i = 0; i < CON_PF; i++)
        if (c->pf[i] != NULL)
            cp_free(c->pf[i], sizeof(struct con_pf) + c->pf[i]->len);
    cp_free(c->pf, CON_PF * sizeof(struct con_pf *));
    c->pf = NULL;
}
