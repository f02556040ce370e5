/* SPDX-License-Identifier: MIT */
/* Output to a session, from CP and from the virtual console (VM/370: DMKQCN).
 */
#include "cp/condata.h"

#include "cp/vio.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

enum { WAITERS = 4 }; /* tasks that may wait for users to read */
static unsigned waiters;

bool
con_full_queue(const struct condata *c)
{
    return c->out.count >= CON_OUT_LINES || c->out.bytes >= CON_OUT_BYTES;
}

void
con_room(struct condata *c)
{
    waitq_wake_all(&c->room);
    if ((c->flags & CF_HELD) && !con_full_queue(c)) {
        c->flags &= (uint16_t)~CF_HELD;
        if (c->vm != NULL && c->vm->vcon != NULL)
            vio_console_ready(c->vm->vcon);
    }
}

/* Makes room for a line: waits, or drops the oldest. */
static void
make_room(struct condata *c, unsigned how)
{
    while (con_full_queue(c) && (how & PUT_WAIT) && c->term != NULL &&
           !(c->flags & (CF_DEAD | CF_LOGOFF)) && waiters < WAITERS) {
        waiters++;
        task_wait(&c->room);
        waiters--;
    }
    while (con_full_queue(c)) {
        conline_free(conq_take(&c->out));
        c->out_at = 0;
    }
}

void
con_put(struct condata *c, const char *text, unsigned len, unsigned how)
{
    if (task_current() == NULL)
        how &= ~(unsigned)PUT_WAIT;
    make_room(c, how);
    if (c->term == NULL || (c->flags & CF_DEAD))
        return;
    if (c->flags & CF_FULL)
        c->flags |= CF_REPAINT;
    conq_put(&c->out, conline_new((const uint8_t *)text, len,
                                  how & PUT_ALARM ? CL_ALARM : 0));
    c->flags |= CF_UNSEEN;
    term_kick(c->term);
}

void
con_vput(struct condata *c, unsigned how, const char *fmt, va_list ap)
{
    char text[160];
    int n = k_vsnprintf(text, sizeof text, fmt, ap);

    if (n >= (int)sizeof text)
        n = (int)sizeof text - 1;
    con_put(c, text, (unsigned)n, how);
}

void
con_say(struct condata *c, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    con_vput(c, PUT_WAIT, fmt, ap);
    va_end(ap);
}

void
con_printf(struct vmblok *vm, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    con_vput(vm->con, PUT_WAIT, fmt, ap);
    va_end(ap);
}

void
con_operator(const char *fmt, ...)
{
    struct condata *c = con_operator_session();
    va_list ap;

    if (c == NULL)
        return;
    va_start(ap, fmt);
    con_vput(c, 0, fmt, ap);
    va_end(ap);
}

/* The virtual 3215. */

bool
vcon_write(struct vmblok *vm, const uint8_t *text, unsigned len, bool newline)
{
    struct condata *c = vm->con;

    if (c->term == NULL)
        return true;
    if (con_full_queue(c)) {
        c->flags |= CF_HELD;
        return false;
    }
    do {
        unsigned n = len < CON_LINE ? len : CON_LINE;
        bool last = n == len;

        conq_put(&c->out, conline_new(text, n, last && newline ? 0 : CL_OPEN));
        text += n;
        len -= n;
    } while (len > 0);
    c->flags |= CF_UNSEEN;
    term_kick(c->term);
    return true;
}

void
vcon_read(struct vmblok *vm)
{
    struct condata *c = vm->con;

    c->flags |= CF_VMREAD;
    con_run(c);
    if (c->term != NULL)
        term_status(c->term);
}

void
vcon_read_cancel(struct vmblok *vm)
{
    struct condata *c = vm->con;

    c->flags &= (uint16_t)~CF_VMREAD;
    if (c->term != NULL)
        term_status(c->term);
}

void
con_cp_entered(struct vmblok *vm, const char *text)
{
    struct condata *c = vm->con;

    con_put(c, text, (unsigned)strlen(text), PUT_ALARM);
    con_enter_cp(c);
}

/* Full screen. */

/* Everything that CP has to show was shown and read. */
static bool
screen_free(struct condata *c)
{
    struct term *t = c->term;

    if (c->out.first != NULL || t->op != OP_NONE || t->screen != SCR_RUN)
        return false;
    if (c->flags & CF_UNSEEN) {
        term_more(t);
        term_kick(t);
        return false;
    }
    return true;
}

enum con_full_result
con_full_screen(struct vmblok *vm, enum con_full_op op)
{
    struct condata *c = vm->con;

    for (;;) {
        if (con_terminal(vm) == NULL || (c->flags & CF_LOGOFF))
            return CONF_NONE;
        if (c->flags & CF_FULL) {
            if (op == CONF_READ)
                c->flags &= (uint16_t)~CF_ATTN;
            return CONF_OK;
        }
        if (op != CONF_ERASE_WRITE)
            return CONF_LOST;
        if (screen_free(c))
            break;
        task_wait(&c->room);
    }
    c->flags |= CF_FULL;
    c->flags &= (uint16_t) ~(CF_REDO | CF_ATTN | CF_REPAINT);
    return CONF_OK;
}
