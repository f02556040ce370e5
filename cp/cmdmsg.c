/* SPDX-License-Identifier: MIT */
/* MSG and WARNING (VM/370: DMKMSG), SLEEP. */
#include "cp/command.h"

#include "klib/kfmt.h"

static const uint8_t operator_name[8] = {'O', 'P', 'E', 'R',
                                         'A', 'T', 'O', 'R'};

/* One message to one user. It never waits. */
static bool
deliver(struct cmd *c, struct vmblok *to, const char *what, uint8_t flag,
        struct k_token text)
{
    char line[CON_LINE], from[12];
    int n;

    if (!(to->flags & flag) || to->con->term == NULL)
        return false;
    if (c->vm != NULL)
        k_snprintf(from, sizeof from, "%.8s", (const char *)c->vm->user);
    else
        k_snprintf(from, sizeof from, "LOGON%03X",
                   c->con->term != NULL ? c->con->term->rdev->addr : 0);
    n = k_snprintf(line, sizeof line, "%s FROM %-8s: %.*s", what, from,
                   (int)text.len, text.p);
    con_put(to->con, line, n < (int)sizeof line ? (unsigned)n : sizeof line - 1,
            PUT_ALARM);
    return true;
}

static void
send(struct cmd *c, const char *what, uint8_t flag, bool may_all)
{
    struct k_token t, text;
    uint8_t user[8];
    struct vmblok *to;

    if (!k_next_token(&c->args, &t) || t.len > 8) {
        cmd_error(c, "MSG", 20, 'E', "USERID MISSING OR INVALID");
        return;
    }
    text = k_rest(&c->args);
    if (text.len == 0) {
        cmd_error(c, "MSG", 24, 'E', "MESSAGE TEXT MISSING");
        return;
    }
    k_pad_upper((char *)user, 8, t);
    if (k_equal(t, "ALL") && may_all) {
        for (to = vm_first; to != NULL; to = to->next)
            if (to != c->vm)
                deliver(c, to, what, flag, text);
        return;
    }
    if (k_equal(t, "*") && c->vm != NULL)
        memcpy(user, c->vm->user, 8);
    else if (k_abbrev(t, "OPERATOR", 2))
        memcpy(user, operator_name, 8);
    to = vm_find(user);
    if (to == NULL)
        cmd_error(c, "MSG", 45, 'E', "%.*s NOT LOGGED ON", NAME8(user));
    else if (!deliver(c, to, what, flag, text))
        cmd_error(c, "MSG", 57, 'W', "%.*s NOT RECEIVING; %s", NAME8(user),
                  to->con->term == NULL ? "DISCONNECTED" : "MSG OFF");
}

void
cmd_msg(struct cmd *c)
{
    send(c, "MSG", VMF_MSG, cmd_class(c, CLS_A | CLS_B));
}

void
cmd_warning(struct cmd *c)
{
    send(c, "WARNING", VMF_WNG, true);
}

static void
wake_up(void *arg)
{
    vm_go(arg, VMW_SLEEP);
}

void
cmd_sleep(struct cmd *c)
{
    struct condata *con = c->con;
    struct k_token t;
    uint32_t n = 0, unit = 60;

    if (k_next_token(&c->args, &t)) {
        if (!k_parse_dec(t, &n) || n == 0 || n > 99) {
            cmd_no_operand(c, "MSG");
            return;
        }
        if (k_next_token(&c->args, &t)) {
            unit = k_abbrev(t, "SEC", 3)   ? 1
                   : k_abbrev(t, "MIN", 3) ? 60
                   : k_abbrev(t, "HRS", 2) ? 3600
                                           : 0;
            if (unit == 0) {
                cmd_bad_option(c, "MSG", t);
                return;
            }
        }
    }
    if (!cmd_end(c, "MSG"))
        return;
    vm_stop(c->vm, VMW_SLEEP);
    timer_cancel(&con->sleep);
    if (n > 0) {
        con->sleep.fn = wake_up;
        con->sleep.arg = c->vm;
        timer_set(&con->sleep, tod_now() + (uint64_t)(n * unit) * TOD_SEC);
    }
    if (con->flags & CF_CPREAD)
        con_leave_cp(con);
}
