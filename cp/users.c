/* SPDX-License-Identifier: MIT */
/* Users who are logged on: LOGOFF, DISCONN, FORCE, DIAL, and what is told
 * about them (VM/370: DMKUSO, DMKDIA). */
#include "cp/command.h"

#include "cp/free.h"
#include "cp/vio.h"
#include "klib/div64.h"
#include "klib/kfmt.h"

unsigned
users_count(void)
{
    unsigned n = 0;

    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        n++;
    return n;
}

unsigned
users_dialed(void)
{
    unsigned n = 0;

    for (struct term *t = term_first; t != NULL; t = t->next)
        n += t->state == TS_DIALED;
    return n;
}

void
user_where(const struct vmblok *vm, char where[4])
{
    if (vm->con->term == NULL)
        memcpy(where, "DSC", 4);
    else
        k_snprintf(where, 4, "%03X", vm->con->term->rdev->addr & 0xfffu);
}

const char *
user_line(const struct vmblok *vm)
{
    return vm->con->term != NULL && !vm->con->term->graf ? "LINE" : "GRAF";
}

char tod_zone_name[8];

/* The zone's name, or how far it is from Greenwich. */
static void
zone_text(char text[8])
{
    int minutes = (int)(tod_zone / (60 * (int64_t)TOD_SEC));
    unsigned m = (unsigned)(minutes < 0 ? -minutes : minutes);

    if (tod_zone_name[0] != '\0')
        memcpy(text, tod_zone_name, 8);
    else if (minutes == 0)
        memcpy(text, "UTC", 4);
    else
        k_snprintf(text, 8, "%c%02u:%02u", minutes < 0 ? '-' : '+', m / 60 % 24,
                   m % 60);
}

void
time_text(char text[48])
{
    static const char *const day[] = {"SUNDAY",    "MONDAY",   "TUESDAY",
                                      "WEDNESDAY", "THURSDAY", "FRIDAY",
                                      "SATURDAY"};
    struct datetime d;
    char zone[8];

    tod_split(tod_now(), &d);
    zone_text(zone);
    k_snprintf(text, 48, "%02u:%02u:%02u %s %s %02u/%02u/%02u", d.hour,
               d.minute, d.second, zone, day[d.weekday % 7], d.month, d.day,
               d.year % 100u);
}

/* mmm:ss.hh of a time in TOD units. */
static void
cpu_text(char text[16], uint64_t tod)
{
    uint32_t hundredths = (uint32_t)k_udivmod64(tod >> 12, 10000, NULL);

    k_snprintf(text, 16, "%03u:%02u.%02u", hundredths / 6000,
               hundredths / 100 % 60, hundredths % 100);
}

static void
times_text(const struct vmblok *vm, char text[80])
{
    char virt[16], total[16];
    uint32_t s =
        (uint32_t)k_udivmod64(tod_now() - vm->logon_tod, TOD_SEC, NULL);

    cpu_text(virt, vm->virt_time);
    cpu_text(total, vm->total_time);
    k_snprintf(text, 80, "CONNECT= %02u:%02u:%02u VIRTCPU= %s TOTCPU= %s",
               s / 3600, s / 60 % 60, s % 60, virt, total);
}

void
user_times(struct cmd *c, struct vmblok *vm)
{
    char text[80];

    times_text(vm, text);
    cmd_say(c, "%s", text);
}

void
vm_quiesce(struct vmblok *vm)
{
    vm_stop(vm, VMW_STOP);
    while (vm->task != NULL && vm->task != task_current())
        task_wait(&vm->idle);
}

/* LOGOFF. */

static void
detach_all(struct vmblok *vm)
{
    while (vm->vdevs != NULL) {
        struct vdevblok *v = vm->vdevs;

        if (v == vm->vcon)
            vm->vcon = NULL;
        vdev_detach(v);
    }
}

static void
logoff_task(void *arg)
{
    struct vmblok *vm = arg;
    struct condata *con = vm->con;
    char when[48], where[4], times[80];
    uint8_t user[8];

    waitq_wake_all(&con->room);
    while ((vm->task != NULL && vm->task != task_current()) ||
           (con->flags & CF_TASK))
        task_wait(&vm->idle);
    vio_reset(vm);
    detach_all(vm);
    time_text(when);
    times_text(vm, times);
    user_where(vm, where);
    memcpy(user, vm->user, 8);
    con->vm = NULL;
    if ((con->flags & CF_FULL) && con->term != NULL)
        con->term->want |= TW_FORMAT;
    con->flags = 0;
    con->edit = (struct edit_chars){'#', 0x4a, '@', '"'};
    conq_empty(&con->in);
    conq_empty(&con->cmd);
    vm_destroy(vm);
    con_operator("USER %s LOGOFF AS %.*s USERS = %03u", where, NAME8(user),
                 users_count());
    if (con->term == NULL) {
        con_free(con);
        return;
    }
    con_put(con, times, (unsigned)strlen(times), 0);
    con_say(con, "LOGOFF AT %s", when);
    term_status(con->term);
}

static void
retry_logoff(void *arg)
{
    struct vmblok *vm = arg;

    vm->wait &= (uint16_t)~VMW_LOGOFF;
    user_logoff(vm, NULL);
}

void
user_logoff(struct vmblok *vm, const char *why)
{
    struct condata *con = vm->con;

    if (vm->wait & VMW_LOGOFF)
        return;
    if (why != NULL)
        con_put(con, why, (unsigned)strlen(why), PUT_ALARM);
    vm_stop(vm, VMW_LOGOFF);
    con->flags &= (uint16_t) ~(CF_ASK | CF_DARK);
    con->flags |= CF_LOGOFF;
    timer_cancel(&con->sleep);
    if (task_start(logoff_task, vm, NULL))
        return;
    con->sleep.fn = retry_logoff;
    con->sleep.arg = vm;
    timer_set(&con->sleep, tod_now() + TOD_SEC / 10);
}

/* LOGOFF and DISCONN take HOLD, which keeps a dialled line: there are none. */
static bool
only_hold(struct cmd *c)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t))
        return true;
    if (k_abbrev(t, "HOLD", 2))
        return cmd_end(c, "USO");
    cmd_bad_option(c, "USO", t);
    return false;
}

void
cmd_logoff(struct cmd *c)
{
    if (only_hold(c))
        user_logoff(c->vm, NULL);
}

/* The user's name in the operand, logged on. */
static struct vmblok *
named_user(struct cmd *c, const char *module)
{
    struct k_token t;
    uint8_t user[8];
    struct vmblok *vm;

    if (!k_next_token(&c->args, &t) || t.len > 8) {
        cmd_error(c, module, 20, 'E', "USERID MISSING OR INVALID");
        return NULL;
    }
    k_pad_upper((char *)user, 8, t);
    vm = vm_find(user);
    if (vm == NULL)
        cmd_error(c, module, 45, 'E', "%.*s NOT LOGGED ON", NAME8(user));
    return vm;
}

void
cmd_force(struct cmd *c)
{
    struct vmblok *vm = named_user(c, "USO");

    if (vm != NULL)
        user_logoff(vm, "FORCED OFF BY THE OPERATOR");
}

void
cmd_disconn(struct cmd *c)
{
    struct condata *con = c->con;
    char when[48], where[4];

    if (!only_hold(c) || con->term == NULL)
        return;
    time_text(when);
    user_where(c->vm, where);
    con_operator("%s %s DISCONNECT %.*s USERS = %03u", user_line(c->vm), where,
                 NAME8(c->vm->user), users_count());
    if (c->vm->wait & VMW_STOP) /* it would wait for CP, with nobody there */
        con->flags |= CF_CPREAD;
    else
        con_leave_cp(con);
    con_disconnect(con);
}

/* A free virtual 3270 of the machine, or the one asked for. */
static struct vdevblok *
dial_line(struct vmblok *vm, bool any, uint16_t addr)
{
    for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
        if (v->kind == VDEV_GRAF && v->rdev == NULL && (any || v->addr == addr))
            return v;
    return NULL;
}

void
cmd_dial(struct cmd *c)
{
    struct term *t = c->con->term;
    struct vmblok *vm = named_user(c, "DIA");
    struct condata *con = c->con;
    struct k_scan rest = c->args;
    struct vdevblok *v;
    struct k_token word;
    bool any = !k_next_token(&rest, &word);
    uint16_t addr = 0;
    uint8_t user[8];

    if (vm == NULL || (!any && !cmd_vaddr(c, "DIA", &addr)))
        return;
    if (t == NULL || !t->graf) {
        cmd_error(c, "DIA", 11, 'E', "INVALID DEVICE TYPE");
        return;
    }
    memcpy(user, vm->user, 8);
    while (con->term == t && (t->op != OP_NONE || con->out.first != NULL))
        task_wait(&con->room);
    vm = con->term == t ? vm_find(user) : NULL;
    v = vm != NULL ? dial_line(vm, any, addr) : NULL;
    if (v == NULL) {
        cmd_error(c, "DIA", 55, 'E', "LINE(S) NOT AVAILABLE ON %.*s",
                  NAME8(user));
        return;
    }
    t->con = NULL;
    t->want = 0;
    t->screen = SCR_RUN;
    t->logo = t->refused = false;
    timer_cancel(&t->timer);
    t->state = TS_DIALED;
    con_free(con); /* when this task ends */
    vio_connect(v, t->rdev);
    rdev_listen(t->rdev, term_unsolicited);
    con_operator("GRAF %03X DIALED TO %.*s %03X DIALED = %03u", t->rdev->addr,
                 NAME8(user), v->addr, users_dialed());
}
