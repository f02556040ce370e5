/* SPDX-License-Identifier: MIT */
/* QUERY VIRTUAL and its parts, and class B's QUERY of real devices (VM/370:
 * DMKCQG, DMKCQR). */
#include "cp/command.h"

#include "cp/vio.h"
#include "klib/kfmt.h"

static void
one_disk(struct cmd *c, const struct vdevblok *v)
{
    cmd_say(c, "DASD %03X %04X %.6s R/%c   %03u CYL", v->addr, v->type,
            v->rdev != NULL ? (const char *)v->rdev->volser : "      ",
            v->flags & VDEV_READONLY ? 'O' : 'W', v->ncyl);
}

static void
one_console(struct cmd *c, const struct vdevblok *v)
{
    char where[4];

    user_where(c->vm, where);
    if (where[0] == 'D')
        cmd_say(c, "CONS %03X DISCONNECTED  TERM STOP", v->addr);
    else
        cmd_say(c, "CONS %03X ON %s %s  TERM STOP", v->addr,
                c->vm->con->term->graf ? "GRAF" : "CONS", where);
}

static void
one_unit_record(struct cmd *c, const struct vdevblok *v)
{
    if (v->kind == VDEV_READER)
        cmd_say(c, "RDR  %03X CL *  NOCONT NOHOLD   EOF READY", v->addr);
    else
        cmd_say(c, "%s  %03X CL A  NOCONT NOHOLD COPY 01    READY",
                v->kind == VDEV_PUNCH ? "PUN" : "PRT", v->addr);
}

static void
one_device(struct cmd *c, const struct vdevblok *v)
{
    switch (v->kind) {
    case VDEV_CONSOLE:
        one_console(c, v);
        break;
    case VDEV_MINIDISK:
        one_disk(c, v);
        break;
    case VDEV_GRAF:
        if (v->rdev != NULL)
            cmd_say(c, "GRAF %03X ON DIAL %03X", v->addr, v->rdev->addr);
        else
            cmd_say(c, "GRAF %03X ENABLED", v->addr);
        break;
    case VDEV_DEDICATED:
        cmd_say(c, "DEV  %03X ON DEV %03X %04X", v->addr,
                v->rdev != NULL ? v->rdev->addr : 0, v->type);
        break;
    default:
        one_unit_record(c, v);
    }
}

static void
storage(struct cmd *c)
{
    cmd_say(c, "STORAGE = %05uK", (unsigned)(c->vm->storage >> 10));
}

static void
channels(struct cmd *c)
{
    cmd_say(c, "CHANNELS = %s", c->vm->options & VMO_BMX ? "BMX" : "SEL");
}

/* The devices of these kinds; a list may wait, so it goes on by address. */
static unsigned
list(struct cmd *c, unsigned kinds)
{
    unsigned shown = 0, at = 0;

    for (;;) {
        struct vdevblok *v = c->vm->vdevs;

        while (v != NULL && (v->addr < at || !(kinds >> v->kind & 1)))
            v = v->next;
        if (v == NULL)
            return shown;
        at = v->addr + 1u;
        shown++;
        one_device(c, v);
    }
}

enum {
    K_CON = 1 << VDEV_CONSOLE,
    K_DASD = 1 << VDEV_MINIDISK,
    K_DED = 1 << VDEV_DEDICATED,
    K_GRAF = 1 << VDEV_GRAF,
    K_UR = 1 << VDEV_READER | 1 << VDEV_PUNCH | 1 << VDEV_PRINTER,
};

static const struct part {
    const char *name;
    uint8_t min;
    uint16_t kinds;
    const char *none; /* when there is no such device */
} parts[] = {
    {"DASD", 2, K_DASD, "DASD"},    {"CONSOLE", 3, K_CON, "CONS"},
    {"GRAF", 4, K_GRAF, "GRAF"},    {"UR", 2, K_UR, "UR"},
    {"TAPES", 2, 0, "TAPE"},        {"LINES", 4, 0, "LINE"},
    {"DEDICATED", 3, K_DED, "DED"},
};

bool
query_virtual_part(struct cmd *c, struct k_token t)
{
    struct vdevblok *v;
    uint32_t addr;

    if (!cmd_class(c, CLS_G))
        return false;
    if (k_abbrev(t, "STORAGE", 4)) {
        storage(c);
        return true;
    }
    if (k_abbrev(t, "CHANNELS", 4)) {
        channels(c);
        return true;
    }
    for (unsigned i = 0; i < K_ARRAY_SIZE(parts); i++)
        if (k_abbrev(t, parts[i].name, parts[i].min)) {
            if (list(c, parts[i].kinds) == 0)
                cmd_error(c, "CQG", 40, 'E', "%s DOES NOT EXIST",
                          parts[i].none);
            return true;
        }
    if (!k_parse_hex(t, &addr) || addr > 0xfff)
        return false;
    v = vdev_find(c->vm, (uint16_t)addr);
    if (v == NULL)
        cmd_error(c, "CQG", 40, 'E', "DEV %03X DOES NOT EXIST", (unsigned)addr);
    else
        one_device(c, v);
    return true;
}

void
query_virtual(struct cmd *c)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t) || k_equal(t, "ALL")) {
        storage(c);
        channels(c);
        list(c, ~0u);
    } else if (!query_virtual_part(c, t)) {
        cmd_bad_option(c, "CQG", t);
    }
}

/* Class B. */

static void
one_real(struct cmd *c, const struct rdevblok *r)
{
    static const char *const name[] = {"NONE", "CONS", "GRAF", "DASD", "RDR ",
                                       "PUN ", "PRT ", "TAPE", "CTCA", "DEV "};
    const struct term *t = r->console;
    const char *n = name[r->class <= DEV_OTHER ? r->class : DEV_OTHER];

    if (r->flags & RDEV_OFFLINE)
        cmd_say(c, "%s %03X OFFLINE", n, r->addr);
    else if (r->owner != NULL)
        cmd_say(c, "%s %03X ATTACHED TO %.8s", n, r->addr,
                (const char *)r->owner->user);
    else if (t != NULL && t->con != NULL && t->con->vm != NULL)
        cmd_say(c, "%s %03X LOGON AS %.8s", n, r->addr,
                (const char *)t->con->vm->user);
    else if (t != NULL)
        cmd_say(c, "%s %03X %s", n, r->addr,
                t->state == TS_OFF    ? "DISABLED"
                : t->state == TS_DOWN ? "NOT READY"
                                      : "ENABLED");
    else if (r->class == DEV_DASD)
        cmd_say(c, "%s %03X %04X %.6s %s  %03u USERS", n, r->addr, r->type,
                (const char *)r->volser,
                r->flags & RDEV_SYSPACK ? "SYSTEM" : "FREE  ", r->users);
    else
        cmd_say(c, "%s %03X %04X FREE", n, r->addr, r->type);
}

bool
query_real(struct cmd *c, struct k_token t)
{
    static const struct {
        const char *name;
        uint8_t min;
        uint16_t classes;
    } what[] = {
        {"DASD", 2, 1 << DEV_DASD},
        {"GRAF", 4, 1 << DEV_GRAF},
        {"CONSOLE", 3, 1 << DEV_CON},
        {"UR", 2, 1 << DEV_READER | 1 << DEV_PUNCH | 1 << DEV_PRINTER},
        {"TAPES", 2, 1 << DEV_TAPE},
        {"ALL", 3, 0xffff},
    };
    unsigned shown = 0;

    for (unsigned i = 0; i < K_ARRAY_SIZE(what); i++) {
        if (!k_abbrev(t, what[i].name, what[i].min))
            continue;
        for (struct rdevblok *r = rdev_first; r != NULL; r = r->next)
            if (what[i].classes >> r->class & 1) {
                one_real(c, r);
                shown++;
            }
        if (shown == 0)
            cmd_error(c, "CQR", 40, 'E', "%s DOES NOT EXIST", what[i].name);
        return true;
    }
    return false;
}
