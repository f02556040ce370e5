/* SPDX-License-Identifier: MIT */
/* LOGON: makes a user's virtual machine from the directory, or gives a
 * disconnected one its terminal (VM/370: DMKLOG). */
#include "cp/command.h"

#include "cp/direct/direct.h"
#include "cp/identity.h"
#include "cp/vio.h"
#include "klib/kfmt.h"

/* The line's operands. */
struct logon {
    uint8_t user[8];
    uint8_t password[8];
    bool given; /* a password is */
    bool noipl;
};

static bool
operands(struct cmd *c, struct logon *l)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t) || t.len > 8) {
        cmd_error(c, "LOG", 20, 'E', "USERID MISSING OR INVALID");
        return false;
    }
    k_pad_upper((char *)l->user, 8, t);
    while (k_next_token(&c->args, &t)) {
        if (k_abbrev(t, "NOIPL", 1))
            l->noipl = true;
        else if (k_abbrev(t, "MASK", 1) && !l->given)
            continue; /* passwords are never shown */
        else if (!l->given) {
            l->given = true;
            if (t.len <= 8)
                k_pad_upper((char *)l->password, 8, t);
        } else {
            cmd_bad_option(c, "LOG", t);
            return false;
        }
    }
    return true;
}

static void
device_message(struct cmd *c, const struct udevice *d, const char *text)
{
    cmd_say(c, "DEV %03X %s", get16(&d->addr), text);
}

static struct vdevblok *
make(struct cmd *c, const struct udevice *d, enum vdev_kind kind)
{
    struct vdevblok *v =
        vdev_create(c->vm, get16(&d->addr), kind, get16(&d->type));

    if (v == NULL)
        device_message(c, d, "NOT DEFINED; NO FREE STORAGE");
    return v;
}

static void
dedicate(struct cmd *c, const struct udevice *d)
{
    struct rdevblok *r = d->flags & UDEVF_VOLSER ? rdev_by_volser(d->volser)
                                                 : rdev_find(get16(&d->other));
    struct vdevblok *v;

    if (r == NULL || r->owner != NULL || (r->flags & RDEV_SYSTEM) ||
        r->users > 0 || r->console != NULL) {
        device_message(c, d, "NOT ATTACHED; REAL DEVICE NOT AVAILABLE");
        return;
    }
    v = vdev_dedicate(c->vm, get16(&d->addr), r);
    if (v == NULL) {
        device_message(c, d, "NOT ATTACHED; NO FREE STORAGE");
        return;
    }
    v->mode = d->flags & UDEVF_READONLY ? 'R' : 'W';
    if (d->flags & UDEVF_READONLY)
        v->flags |= VDEV_READONLY;
}

static void
minidisk(struct cmd *c, const uint8_t owner[8], const struct udevice *md,
         uint16_t addr, const uint8_t mode[2])
{
    char text[64];
    unsigned number;

    if (!link_minidisk(c->vm, owner, md, addr, mode, text, &number))
        cmd_error(c, "LOG", number, 'I', "DASD %03X %s", addr, text);
    else if (text[0] == 'F') /* FORCED R/O */
        cmd_say(c, "DASD %03X %s", addr, text);
}

/* A directory LINK: the owner's entry says where. */
static void
link(struct cmd *c, const struct udevice *d)
{
    struct userdir dir;
    const struct udevice *md;

    if (userdir_find(d->link_user, &dir) != USERDIR_OK) {
        device_message(c, d, "NOT LINKED; OWNER NOT IN CP DIRECTORY");
        return;
    }
    md = udirect_find(dir.u, get16(&d->other));
    if (md == NULL || md->kind != UDEV_MDISK)
        device_message(c, d, "NOT LINKED; NOT IN CP DIRECTORY");
    else
        minidisk(c, d->link_user, md, get16(&d->addr), d->mode);
    userdir_done(&dir);
}

static void
device(struct cmd *c, const struct udevice *d)
{
    struct vdevblok *v;
    uint16_t type = get16(&d->type);

    switch (d->kind) {
    case UDEV_CONSOLE:
        v = make(c, d, type == 0x3270 ? VDEV_GRAF : VDEV_CONSOLE);
        if (v != NULL && c->vm->vcon == NULL && v->kind == VDEV_CONSOLE)
            c->vm->vcon = v;
        break;
    case UDEV_MDISK:
        minidisk(c, c->vm->user, d, get16(&d->addr), d->mode);
        break;
    case UDEV_SPOOL:
        make(c, d,
             d->flags & UDEVF_PUNCH ? VDEV_PUNCH
             : type == 0x2540 || type == 0x2501 || type == 0x3505
                 ? VDEV_READER
                 : VDEV_PRINTER);
        break;
    case UDEV_LINK:
        link(c, d);
        break;
    case UDEV_DEDICATE:
        dedicate(c, d);
        break;
    default:
        make(c, d, VDEV_GRAF);
    }
}

static struct vmblok *
make_machine(struct cmd *c, const struct udirect *u)
{
    struct vmblok *vm =
        vm_create(u->user, get32(&u->storage), get32(&u->maxstorage));

    if (vm == NULL) {
        cmd_error(c, "LOG", 59, 'E', "NOT ENOUGH STORAGE FOR LOGON");
        return NULL;
    }
    memcpy(vm->account, u->account, 8);
    memcpy(vm->dist, u->dist, 8);
    vm->classes = get16(&u->classes);
    vm->priority = u->priority;
    if (u->options & UDO_ECMODE)
        vm->options |= VMO_ECMODE;
    if (u->options & UDO_REALTIMER)
        vm->options |= VMO_REALTIMER;
    if (u->options & UDO_BMX)
        vm->options |= VMO_BMX;
    vm->flags = VMF_MSG | VMF_WNG | VMF_IMSG;
    vm->emsg = EMSG_ON;
    vm->logon_tod = tod_now();
    vm->con = c->con;
    c->con->vm = vm;
    c->con->edit = (struct edit_chars){u->le, u->ld, u->cd, u->es};
    if (vm->classes & CLS_A)
        c->con->flags |= CF_MODE_CP;
    c->con->flags |= CF_CPREAD;
    vm_stop(vm, VMW_CP);
    vm_enlist(vm);
    c->vm = vm;
    return vm;
}

static void
auto_ipl(struct cmd *c, const struct udirect *u)
{
    char line[CON_LINE];
    int n;

    n = k_snprintf(line, sizeof line, "IPL %.*s%s%.*s", NAME8(u->ipl),
                   u->parm_len ? " PARM " : "", (int)u->parm_len,
                   (const char *)u->ipl_parm);
    conq_put(&c->con->cmd, conline_new((const uint8_t *)line, (unsigned)n, 0));
}

static void
new_machine(struct cmd *c, const struct logon *l, const struct udirect *u)
{
    const struct udevice *d = udirect_devices(u);
    char when[48], where[4];

    if (make_machine(c, u) == NULL)
        return;
    time_text(when);
    user_where(c->vm, where);
    con_operator("%s %s LOGON  AS %.*s USERS = %03u", user_line(c->vm), where,
                 NAME8(c->vm->user), users_count());
    for (unsigned i = get16(&u->devs); i > 0; i--, d++)
        device(c, d);
    cmd_say(c, "LOGON AT %s", when);
    if ((u->flags & UDF_IPL) && !l->noipl)
        auto_ipl(c, u);
}

static void
reconnect(struct cmd *c, struct vmblok *vm)
{
    struct term *t = c->con->term;
    char when[48], where[4];

    time_text(when);
    if (vm->flags & VMF_RUN)
        vm->con->flags &= (uint16_t)~CF_CPREAD;
    else
        vm->con->flags |= CF_CPREAD;
    if (!(vm->flags & VMF_RUN))
        vm_stop(vm, VMW_CP);
    term_attach(t, vm->con);
    user_where(vm, where);
    con_printf(vm, "RECONNECTED AT %s", when);
    con_operator("%s %s RECONNECT %.*s USERS = %03u", user_line(vm), where,
                 NAME8(vm->user), users_count());
}

/* A terminal whose client is gone does not say so until it is written to. */
static void
probe_terminal(const uint8_t user[8])
{
    struct vmblok *vm = vm_find(user);
    struct condata *con = vm != NULL ? vm->con : NULL;
    struct term *t = con != NULL ? con->term : NULL;

    if (t == NULL || !t->graf || (con->flags & CF_FULL))
        return;
    term_status(t);
    while (t->con == con && t->op != OP_NONE)
        task_wait(&term_idle);
}

static void
log_on(struct cmd *c, const struct logon *l, const struct udirect *u)
{
    struct vmblok *vm;
    char where[4];

    if ((u->flags & UDF_NOLOG) || memcmp(u->password, l->password, 8) != 0) {
        cmd_error(c, "LOG", 50, 'E', "PASSWORD INCORRECT");
        return;
    }
    probe_terminal(l->user);
    if (c->con->term == NULL)
        return; /* it has gone meanwhile */
    vm = vm_find(l->user);
    if (vm == NULL) {
        new_machine(c, l, u);
    } else if (vm->wait & VMW_LOGOFF) {
        cmd_error(c, "LOG", 361, 'E', "LOGOFF/FORCE PENDING FOR USER %.*s",
                  NAME8(l->user));
    } else if (vm->con->term != NULL) {
        user_where(vm, where);
        cmd_error(c, "LOG", 54, 'E', "ALREADY LOGGED ON GRAF %s", where);
    } else {
        reconnect(c, vm);
    }
}

void
cmd_logon(struct cmd *c)
{
    struct logon l = {.given = false};
    struct userdir dir;
    char line[20];

    if (!operands(c, &l))
        return;
    switch (userdir_find(l.user, &dir)) {
    case USERDIR_NONE:
        cmd_error(c, "LOG", 53, 'E', "%.*s NOT IN CP DIRECTORY", NAME8(l.user));
        return;
    case USERDIR_ERROR:
        cmd_error(c, "LOG", 475, 'E', "I/O ERROR IN CP DIRECTORY");
        return;
    case USERDIR_OK:
        break;
    }
    if (l.given) {
        log_on(c, &l, dir.u);
    } else {
        k_snprintf(line, sizeof line, "LOGON %.8s", (const char *)l.user);
        cmd_ask(c, "ENTER PASSWORD:", line, l.noipl);
    }
    userdir_done(&dir);
}

/* Input that was typed meanwhile has waited; now it is seen to. */
static void
release_input(void)
{
    con_held = false;
    for (struct term *t = term_first; t != NULL; t = t->next)
        if (t->con != NULL)
            con_run(t->con);
}

static void
operator_logon(struct condata *con)
{
    struct cmd c = {.con = con};
    struct logon l = {.given = true};
    struct userdir dir;

    memcpy(l.user, "OPERATOR", 8);
    if (userdir_find(l.user, &dir) != USERDIR_OK)
        return;
    new_machine(&c, &l, dir.u);
    userdir_done(&dir);
}

void
con_start_operator(void)
{
    struct condata *con = con_operator_session();

    if (con == NULL)
        con = con_new(NULL);
    if (con != NULL) {
        con_say(con, "%s, LEVEL %u, PACK %.6s", cp_version, cp_level, cp_sysid);
        con_say(con, "DMKCPI957I STORAGE SIZE = %05uK",
                (unsigned)(real_storage >> 10));
        operator_logon(con);
        con_say(con, "DMKCPI966I INITIALIZATION COMPLETE");
    }
    release_input();
    if (con != NULL && con->term == NULL)
        con_run(con);
}
