/* SPDX-License-Identifier: MIT */
/* Minidisks: LINK, the directory's MDISK and LINK at LOGON, and what access
 * the mode gives (VM/370: DMKLNK). */
#include "cp/command.h"

#include "cp/direct/direct.h"
#include "cp/ios.h"
#include "cp/vio.h"
#include "klib/kfmt.h"

/* What the mode gives beside what others have: 'R', 'W', or 0 for nothing.
 * CP Command Reference, "LINK": R RR W WR M MR MW. */
static char
access_of(const uint8_t mode[2], enum vdev_access others)
{
    bool second_r = mode[1] == 'R';

    switch (mode[0]) {
    case 'R':
        return second_r || others != VACC_WRITE ? 'R' : 0;
    case 'W':
        if (others == VACC_NONE)
            return 'W';
        return second_r ? 'R' : 0;
    default:
        if (mode[1] == 'W' || others != VACC_WRITE)
            return 'W';
        return second_r ? 'R' : 0;
    }
}

static const char *
others_text(enum vdev_access others)
{
    return others == VACC_WRITE ? "R/W BY ANOTHER" : "R/O BY ANOTHER";
}

bool
link_minidisk(struct vmblok *vm, const uint8_t owner[8],
              const struct udevice *md, uint16_t addr, const uint8_t mode[2],
              char text[64], unsigned *number)
{
    struct rdevblok *r = rdev_by_volser(md->volser);
    uint16_t cyl = get16(&md->cyl), n = get16(&md->ncyl);
    enum vdev_access others;
    struct vdevblok *v;
    char access;

    text[0] = '\0';
    if (r == NULL || (r->flags & RDEV_OFFLINE) || r->owner != NULL) {
        *number = 108;
        k_snprintf(text, 64, "NOT LINKED; VOLID %.6s NOT MOUNTED",
                   (const char *)md->volser);
        return false;
    }
    if (cyl + n > dasd_cylinders(r->type) || r->type != get16(&md->type)) {
        *number = 119;
        k_snprintf(text, 64, "NOT LINKED; INVALID CYLINDERS ON %.6s",
                   (const char *)md->volser);
        return false;
    }
    others = vdev_access(r, cyl, n);
    access = access_of(mode, others);
    if (access == 0) {
        *number = mode[0] == 'R' ? 104 : 102;
        k_snprintf(text, 64, "NOT LINKED; %s", others_text(others));
        return false;
    }
    v = vdev_minidisk(vm, addr, r, cyl, n, access == 'R');
    if (v == NULL) {
        *number = 110;
        k_snprintf(text, 64, "NOT LINKED; ALREADY DEFINED");
        return false;
    }
    memcpy(v->link_user, owner, 8);
    v->link_addr = get16(&md->addr);
    if (access == 'R' && mode[0] != 'R')
        k_snprintf(text, 64, "FORCED R/O; %s", others_text(others));
    else if (others != VACC_NONE)
        k_snprintf(text, 64, "LINKED R/%c; %s", access == 'R' ? 'O' : 'W',
                   others_text(others));
    else
        k_snprintf(text, 64, "LINKED R/%c", access == 'R' ? 'O' : 'W');
    return true;
}

/* LINK's operands. */
struct link {
    uint8_t user[8];
    uint16_t theirs, ours;
    uint8_t mode[2];
    uint8_t password[8];
    bool given;
};

static bool
is_mode(struct k_token t)
{
    static const char *const modes[] = {"R", "RR", "W", "WR", "M", "MR", "MW"};

    for (unsigned i = 0; i < K_ARRAY_SIZE(modes); i++)
        if (k_equal(t, modes[i]))
            return true;
    return false;
}

static bool
operands(struct cmd *c, struct link *l)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t)) {
        cmd_error(c, "LNK", 20, 'E', "USERID MISSING OR INVALID");
        return false;
    }
    if (k_equal(t, "TO") && !k_next_token(&c->args, &t))
        t.len = 9;
    if (t.len > 8) {
        cmd_error(c, "LNK", 20, 'E', "USERID MISSING OR INVALID");
        return false;
    }
    if (k_equal(t, "*"))
        memcpy(l->user, c->vm->user, 8);
    else
        k_pad_upper((char *)l->user, 8, t);
    if (!cmd_vaddr(c, "LNK", &l->theirs))
        return false;
    k_next_token(&c->args, &t);
    if (k_equal(t, "AS"))
        ;
    else {
        struct k_scan again = {t.p, c->args.end};

        c->args = again;
    }
    if (!cmd_vaddr(c, "LNK", &l->ours))
        return false;
    memcpy(l->mode, "R ", 2);
    if (!k_next_token(&c->args, &t))
        return true;
    if (is_mode(t)) {
        k_pad_upper((char *)l->mode, 2, t);
        if (!k_next_token(&c->args, &t))
            return true;
    }
    if (t.len >= 5 && k_to_upper(t.p[0]) == 'P' && t.p[4] == '=') {
        t.p += 5; /* PASS= */
        t.len -= 5;
    }
    l->given = true;
    if (t.len <= 8)
        k_pad_upper((char *)l->password, 8, t);
    return cmd_end(c, "LNK");
}

/* True: the password is right, or none is needed. */
static bool
may_link(struct cmd *c, const struct link *l, const struct udevice *md)
{
    static const uint8_t none[8] = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
    static const uint8_t all[8] = {'A', 'L', 'L', ' ', ' ', ' ', ' ', ' '};
    const uint8_t *pw = l->mode[0] == 'R'   ? md->rpw
                        : l->mode[0] == 'W' ? md->wpw
                                            : md->mpw;
    char line[40], prompt[28];

    if (l->mode[0] == 'M' && memcmp(pw, none, 8) == 0)
        pw = md->wpw; /* a write password alone serves for multiple too */
    if (memcmp(l->user, c->vm->user, 8) == 0 || memcmp(pw, all, 8) == 0)
        return true;
    if (memcmp(pw, none, 8) == 0) {
        cmd_error(c, "LNK", 117, 'E', "%.*s %03X NOT LINKED; NO PASSWORD",
                  NAME8(l->user), l->theirs);
        return false;
    }
    if (l->given) {
        if (memcmp(pw, l->password, 8) == 0)
            return true;
        cmd_error(c, "LNK", 114, 'E',
                  "%.*s %03X NOT LINKED; PASSWORD INCORRECT", NAME8(l->user),
                  l->theirs);
        return false;
    }
    k_snprintf(line, sizeof line, "LINK %.*s %X %X %.2s", NAME8(l->user),
               l->theirs, l->ours, (const char *)l->mode);
    k_snprintf(prompt, sizeof prompt, "ENTER %s PASSWORD:",
               l->mode[0] == 'R'   ? "READ"
               : l->mode[0] == 'W' ? "WRITE"
                                   : "MULT");
    cmd_ask(c, prompt, line, 0);
    return false;
}

static void
found(struct cmd *c, const struct link *l, const struct udirect *u)
{
    const struct udevice *md = udirect_find(u, l->theirs);
    char text[64];
    unsigned number = 0;

    if (md == NULL || md->kind != UDEV_MDISK) {
        cmd_error(c, "LNK", 107, 'E', "%.*s %03X NOT IN CP DIRECTORY",
                  NAME8(l->user), l->theirs);
        return;
    }
    if (!may_link(c, l, md))
        return;
    if (link_minidisk(c->vm, l->user, md, l->ours, l->mode, text, &number))
        cmd_say(c, "DASD %03X %s", l->ours, text);
    else
        cmd_error(c, "LNK", number, 'E', "%.*s %03X %s", NAME8(l->user),
                  l->theirs, text);
}

void
cmd_link(struct cmd *c)
{
    struct link l = {.given = false};
    struct userdir dir;

    if (!operands(c, &l) || !cmd_device_room(c, "LNK"))
        return;
    if (vdev_find(c->vm, l.ours) != NULL) {
        cmd_error(c, "LNK", 110, 'E',
                  "%.*s %03X NOT LINKED; %03X ALREADY DEFINED", NAME8(l.user),
                  l.theirs, l.ours);
        return;
    }
    switch (userdir_find(l.user, &dir)) {
    case USERDIR_NONE:
        cmd_error(c, "LNK", 53, 'E', "%.*s NOT IN CP DIRECTORY", NAME8(l.user));
        return;
    case USERDIR_ERROR:
        cmd_error(c, "LNK", 475, 'E', "I/O ERROR IN CP DIRECTORY");
        return;
    case USERDIR_OK:
        break;
    }
    found(c, &l, dir.u);
    userdir_done(&dir);
}
