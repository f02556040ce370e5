/* SPDX-License-Identifier: MIT */
/* The directory's statements but MDISK (dirdisk.c). */
#include "cp/direct/dirparse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
is(const char *word, const char *name)
{
    return word != NULL && strcasecmp(word, name) == 0;
}

struct udevice *
dir_device(struct dir_state *s, struct dir_user *u, enum udevice_kind kind,
           unsigned addr, unsigned type)
{
    unsigned i = 0;
    struct udevice *d;

    while (i < u->ndev && get16(&u->dev[i].addr) < addr)
        i++;
    if (i < u->ndev && get16(&u->dev[i].addr) == addr) {
        dir_error(s, s->line, "user %s has two devices %03X", u->name, addr);
        return NULL;
    }
    if (u->ndev == DIR_DEVS) {
        dir_error(s, s->line, "user %s has more than %d devices", u->name,
                  DIR_DEVS);
        return NULL;
    }
    d = &u->dev[i];
    memmove(d + 1, d, (u->ndev - i) * sizeof *d);
    u->ndev++;
    memset(d, 0, sizeof *d);
    d->kind = (uint8_t)kind;
    put16(&d->addr, (uint16_t)addr);
    put16(&d->type, (uint16_t)type);
    memset(d->volser, 0x40, 6);
    memset(d->mode, 0x40, 2);
    memset(d->rpw, 0x40, 8 * 4);
    return d;
}

/* nK or nM, a multiple of 4K from 8K to 16M. */
static bool
storage(struct dir_state *s, const char *t, uint32_t *bytes)
{
    char num[12];
    size_t len = strlen(t);
    unsigned v, unit;

    if (len < 2 || len > sizeof num) {
        dir_error(s, s->line, "storage size %.12s is not nK or nM", t);
        return false;
    }
    memcpy(num, t, len - 1);
    num[len - 1] = '\0';
    unit = toupper((unsigned char)t[len - 1]) == 'K'   ? 1
           : toupper((unsigned char)t[len - 1]) == 'M' ? 1024
                                                       : 0;
    if (unit == 0 || !dir_dec(num, 16384 / unit, &v) || v * unit < 8) {
        dir_error(s, s->line, "storage size %.12s is not 8K to 16M", t);
        return false;
    }
    *bytes = (v * unit * 1024 + 4095) & ~4095u;
    return true;
}

static bool
classes(struct dir_state *s, const char *t, uint16_t *mask)
{
    *mask = 0;
    for (; *t != '\0'; t++) {
        int c = toupper((unsigned char)*t);

        if (c < 'A' || c > 'H') {
            dir_error(s, s->line, "%c is not a privilege class (A to H)", *t);
            return false;
        }
        *mask |= (uint16_t)(1u << (c - 'A'));
    }
    return true;
}

/* A line-editing character: itself, two hexadecimal digits, ON (the default)
 * or OFF. */
static bool
edit_char(struct dir_state *s, const char *t, uint8_t *c)
{
    unsigned v;

    if (t == NULL || is(t, "ON"))
        return true;
    if (is(t, "OFF"))
        *c = 0;
    else if (t[1] == '\0')
        *c = dir_ebcdic(*t);
    else if (t[2] == '\0' && dir_hex(t, 0xff, &v))
        *c = (uint8_t)v;
    else {
        dir_error(s, s->line, "%.8s is not an editing character", t);
        return false;
    }
    return true;
}

static bool
user_names(struct dir_state *s, struct dir_user *u)
{
    char **w = s->word;

    if (s->nword < 3 || strlen(w[1]) > 8 || !dir_field(u->u.user, 8, w[1])) {
        dir_error(s, s->line,
                  "USER needs a name of 1 to 8 characters and a "
                  "password");
        return false;
    }
    for (unsigned i = 0; w[1][i] != '\0'; i++)
        u->name[i] = (char)toupper((unsigned char)w[1][i]);
    if (!dir_field(u->u.password, 8, w[2])) {
        dir_error(s, s->line, "the password has more than 8 characters");
        return false;
    }
    for (unsigned i = 0; i < s->nuser; i++)
        if (strcmp(s->user[i]->name, u->name) == 0) {
            dir_error(s, s->line, "user %s is in line %u already", u->name,
                      s->user[i]->line);
            return false;
        }
    if (is(w[2], "NOLOG"))
        u->u.flags |= UDF_NOLOG;
    return true;
}

static bool
user_values(struct dir_state *s, struct dir_user *u)
{
    char **w = s->word;
    uint32_t stor = 512 * 1024, max = 1024 * 1024;
    uint16_t mask = 1 << 6;
    unsigned pri = 64;

    if (w[3] != NULL && !storage(s, w[3], &stor))
        return false;
    if (w[4] != NULL && !storage(s, w[4], &max))
        return false;
    if (max < stor) {
        if (w[4] != NULL)
            dir_error(s, s->line, "storage is more than its maximum");
        max = stor;
    }
    if (w[5] != NULL && !classes(s, w[5], &mask))
        return false;
    if (w[6] != NULL && (!dir_dec(w[6], 99, &pri) || pri == 0)) {
        dir_error(s, s->line, "priority %.8s is not 1 to 99", w[6]);
        return false;
    }
    put32(&u->u.storage, stor);
    put32(&u->u.maxstorage, max);
    put16(&u->u.classes, mask);
    u->u.priority = (uint8_t)pri;
    u->u.le = 0x7b; /* # */
    u->u.ld = 0x4a; /* cent sign */
    u->u.cd = 0x7c; /* @ */
    u->u.es = 0x7f; /* " */
    return edit_char(s, w[7], &u->u.le) && edit_char(s, w[8], &u->u.ld) &&
           edit_char(s, w[9], &u->u.cd) && edit_char(s, w[10], &u->u.es);
}

static void
user(struct dir_state *s)
{
    struct dir_user *u = calloc(1, sizeof *u);

    if (s->nuser == s->room) {
        s->room = s->room * 2 + 16;
        s->user = realloc(s->user, s->room * sizeof *s->user);
    }
    if (u == NULL || s->user == NULL)
        abort();
    u->line = s->line;
    memset(u->u.account, 0x40, 8 * 3);
    s->bad_user = !user_names(s, u) || !user_values(s, u);
    if (s->bad_user) {
        free(u);
        return;
    }
    memcpy(u->u.account, u->u.user, 8);
    memcpy(u->u.dist, u->u.user, 8);
    s->user[s->nuser++] = u;
}

static void
account(struct dir_state *s, struct dir_user *u)
{
    if (s->nword < 2 || !dir_field(u->u.account, 8, s->word[1]) ||
        (s->nword > 2 && !dir_field(u->u.dist, 8, s->word[2])))
        dir_error(s, s->line,
                  "ACCOUNT needs a number and may have a "
                  "distribution word, of 1 to 8 characters");
}

static void
option(struct dir_state *s, struct dir_user *u)
{
    static const struct {
        const char *name;
        uint8_t bit;
    } opt[] = {
        {"REALTIMER", UDO_REALTIMER},
        {"ECMODE", UDO_ECMODE},
        {"ISAM", UDO_ISAM},
        {"VIRT=REAL", UDO_VIRT_REAL},
        {"ACCT", UDO_ACCT},
        {"SVCOFF", UDO_SVCOFF},
        {"BMX", UDO_BMX},
        {"CPUID", UDO_CPUID},
    };

    if (s->nword < 2)
        dir_error(s, s->line, "OPTION without an option");
    for (unsigned i = 1; i < s->nword; i++) {
        unsigned k = 0, id;

        while (k < sizeof opt / sizeof opt[0] && !is(s->word[i], opt[k].name))
            k++;
        if (k == sizeof opt / sizeof opt[0]) {
            dir_error(s, s->line, "%.16s is not an option", s->word[i]);
            continue;
        }
        u->u.options |= opt[k].bit;
        if (opt[k].bit != UDO_CPUID)
            continue;
        i++;
        if (i == s->nword || strlen(s->word[i]) != 6 ||
            !dir_hex(s->word[i], 0xffffff, &id))
            dir_error(s, s->line, "CPUID needs six hexadecimal digits");
        else
            put32(&u->u.cpuid, id);
    }
}

static void
ipl(struct dir_state *s, struct dir_user *u)
{
    unsigned addr, first = 3;

    if (s->nword < 2 || !dir_field(u->u.ipl, 8, s->word[1])) {
        dir_error(s, s->line, "IPL needs a device address or a system name");
        return;
    }
    u->u.flags |= UDF_IPL;
    if (strlen(s->word[1]) <= 3 && dir_hex(s->word[1], 0xfff, &addr)) {
        u->u.flags |= UDF_IPL_DEV;
        put16(&u->u.ipl_dev, (uint16_t)addr);
    }
    if (s->nword == 2)
        return;
    if (!is(s->word[2], "PARM") || s->nword == 3) {
        dir_error(s, s->line, "only PARM and its text may follow in IPL");
        return;
    }
    for (unsigned i = first; i < s->nword; i++) {
        for (const char *p = s->word[i]; *p != '\0'; p++)
            if (u->u.parm_len < sizeof u->u.ipl_parm)
                u->u.ipl_parm[u->u.parm_len++] =
                    dir_ebcdic((char)toupper((unsigned char)*p));
        if (i + 1 < s->nword && u->u.parm_len < sizeof u->u.ipl_parm)
            u->u.ipl_parm[u->u.parm_len++] = 0x40;
    }
}

/* A device type among those allowed; 0 after an error. */
static unsigned
device_type(struct dir_state *s, const char *t, const unsigned *types,
            const char *what)
{
    unsigned v;

    if (t != NULL && dir_hex(t, 0xffff, &v))
        for (; *types != 0; types++)
            if (*types == v)
                return v;
    dir_error(s, s->line, "%.16s is not %s", t != NULL ? t : "(nothing)", what);
    return 0;
}

static void
spool_class(struct dir_state *s, struct udevice *d, const char *t)
{
    if (d == NULL || t == NULL)
        return;
    if (t[1] != '\0' || !isalnum((unsigned char)t[0]))
        dir_error(s, s->line, "%.8s is not a spool class", t);
    else
        d->spool_class = dir_ebcdic((char)toupper((unsigned char)t[0]));
}

static void
console(struct dir_state *s, struct dir_user *u)
{
    static const unsigned types[] = {0x3215, 0x3210, 0x1052, 0x3270, 0};
    unsigned addr, type;

    if (s->nword < 3) {
        dir_error(s, s->line, "CONSOLE needs an address and a device type");
        return;
    }
    type = device_type(s, s->word[2], types, "a console type");
    if (type != 0 && dir_addr(s, s->word[1], &addr))
        spool_class(s, dir_device(s, u, UDEV_CONSOLE, addr, type), s->word[3]);
}

static void
spool(struct dir_state *s, struct dir_user *u)
{
    static const unsigned types[] = {0x2540, 0x2501, 0x3505, 0x3525, 0x1403,
                                     0x1443, 0x3203, 0x3211, 0};
    unsigned addr, type, next = 3;
    bool punch = false;
    struct udevice *d;

    if (s->nword < 3) {
        dir_error(s, s->line, "SPOOL needs an address and a device type");
        return;
    }
    type = device_type(s, s->word[2], types, "a reader, punch or printer");
    if (type == 0 || !dir_addr(s, s->word[1], &addr))
        return;
    if (type == 0x2540) {
        punch = is(s->word[3], "PUNCH") || is(s->word[3], "PUN") ||
                is(s->word[3], "P");
        if (!punch && !is(s->word[3], "READER") && !is(s->word[3], "RDR") &&
            !is(s->word[3], "R"))
            dir_error(s, s->line, "SPOOL 2540 needs READER or PUNCH");
        next = 4;
    }
    d = dir_device(s, u, UDEV_SPOOL, addr, type);
    if (d != NULL && (punch || type == 0x3525))
        d->flags |= UDEVF_PUNCH;
    if (d != NULL)
        d->spool_class = 0xc1;
    spool_class(s, d, s->word[next]);
}

static bool
link_mode(const char *t, uint8_t mode[2])
{
    static const char *const modes[] = {"R", "RR", "W", "WR", "M", "MR", "MW"};

    for (unsigned i = 0; i < sizeof modes / sizeof modes[0]; i++)
        if (is(t, modes[i]))
            return dir_field(mode, 2, t);
    return false;
}

static void
link(struct dir_state *s, struct dir_user *u)
{
    unsigned v1, v2;
    struct udevice *d;

    if (s->nword < 3 || strlen(s->word[1]) > 8) {
        dir_error(s, s->line, "LINK needs a user and an address");
        return;
    }
    if (!dir_addr(s, s->word[2], &v1))
        return;
    v2 = v1;
    if (s->nword > 3 && !dir_addr(s, s->word[3], &v2))
        return;
    d = dir_device(s, u, UDEV_LINK, v2, 0);
    if (d == NULL)
        return;
    put16(&d->other, (uint16_t)v1);
    if (!dir_field(d->link_user, 8, s->word[1]) ||
        !link_mode(s->nword > 4 ? s->word[4] : "R", d->mode))
        dir_error(s, s->line, "LINK's mode is not R RR W WR M MR or MW");
}

static void
dedicate(struct dir_state *s, struct dir_user *u)
{
    unsigned addr, rdev, i = 2;
    struct udevice *d;
    bool volid = is(s->word[2], "VOLID");

    if (volid)
        i++;
    if (s->nword <= i) {
        dir_error(s, s->line,
                  "DEDICATE needs two addresses, or an address "
                  "and a volume");
        return;
    }
    if (!dir_addr(s, s->word[1], &addr))
        return;
    d = dir_device(s, u, UDEV_DEDICATE, addr, 0);
    if (d == NULL)
        return;
    if (!volid && strlen(s->word[i]) <= 3 && dir_hex(s->word[i], 0xfff, &rdev))
        put16(&d->other, (uint16_t)rdev);
    else if (dir_field(d->volser, 6, s->word[i]))
        d->flags |= UDEVF_VOLSER;
    else
        dir_error(s, s->line, "%.12s is no volume and no address", s->word[i]);
    if (is(s->word[i + 1], "R/O"))
        d->flags |= UDEVF_READONLY;
    else if (s->word[i + 1] != NULL)
        dir_error(s, s->line, "only R/O may follow in DEDICATE");
}

static void
special(struct dir_state *s, struct dir_user *u)
{
    unsigned addr;

    if (s->nword < 3 || !dir_addr(s, s->word[1], &addr)) {
        if (s->nword < 3)
            dir_error(s, s->line, "SPECIAL needs an address and a type");
        return;
    }
    if (is(s->word[2], "3270"))
        dir_device(s, u, UDEV_SPECIAL, addr, 0x3270);
    else if (is(s->word[2], "TIMER") || is(s->word[2], "CTCA"))
        dir_error(s, s->line, "SPECIAL %s: CP has no such device yet",
                  s->word[2]);
    else
        dir_error(s, s->line, "%.12s is not a special device", s->word[2]);
}

static void
directory(struct dir_state *s)
{
    uint8_t field[6];
    unsigned addr;

    if (s->seen_directory)
        dir_error(s, s->line, "there are two DIRECTORY statements");
    s->seen_directory = true;
    if (s->nword != 4 || strlen(s->word[3]) > 6 ||
        !dir_field(field, 6, s->word[3])) {
        dir_error(s, s->line, "DIRECTORY needs address, device type, volume");
        return;
    }
    dir_addr(s, s->word[1], &addr);
    for (unsigned i = 0; i < 6 && s->word[3][i] != '\0'; i++)
        s->b->volser[i] = (char)toupper((unsigned char)s->word[3][i]);
    s->b->volser[strlen(s->word[3])] = '\0';
}

void
dir_statement(struct dir_state *s)
{
    static const struct {
        const char *name;
        void (*fn)(struct dir_state *s, struct dir_user *u);
    } stmt[] = {
        {"ACCOUNT", account}, {"OPTION", option},     {"IPL", ipl},
        {"CONSOLE", console}, {"MDISK", dir_mdisk},   {"SPOOL", spool},
        {"LINK", link},       {"DEDICATE", dedicate}, {"SPECIAL", special},
    };

    if (is(s->word[0], "DIRECTORY")) {
        directory(s);
        return;
    }
    if (is(s->word[0], "USER")) {
        user(s);
        return;
    }
    for (unsigned i = 0; i < sizeof stmt / sizeof stmt[0]; i++)
        if (is(s->word[0], stmt[i].name)) {
            if (s->bad_user)
                return; /* of a USER statement that was refused */
            if (s->nuser == 0)
                dir_error(s, s->line, "%s before any USER statement",
                          stmt[i].name);
            else
                stmt[i].fn(s, s->user[s->nuser - 1]);
            return;
        }
    dir_error(s, s->line, "%.16s is not a directory statement", s->word[0]);
}
