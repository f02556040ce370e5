/* SPDX-License-Identifier: MIT */
/* DEFINE and DETACH (VM/370: DMKDEF, DMKVDR). */
#include "cp/command.h"

#include "cp/vio.h"

/* nK or nM: bytes, a multiple of 4K; 0 when wrong. */
static uint32_t
storage_size(struct k_token t)
{
    uint32_t v, unit;

    if (t.len < 2)
        return 0;
    unit = k_to_upper(t.p[t.len - 1]) == 'K'   ? 1024
           : k_to_upper(t.p[t.len - 1]) == 'M' ? 1024 * 1024
                                               : 0;
    t.len--;
    if (unit == 0 || !k_parse_dec(t, &v) || v > 16384 || v * unit < 8192 ||
        v * unit > 0x1000000)
        return 0;
    return (v * unit + 4095) & ~4095u;
}

static void
define_storage(struct cmd *c)
{
    struct vmblok *vm = c->vm;
    struct k_token t;
    uint32_t size;

    k_next_token(&c->args, &t);
    size = storage_size(t);
    if (size == 0) {
        cmd_error(c, "DEF", 25, 'E', "STORAGE MISSING OR INVALID");
        return;
    }
    if (!cmd_end(c, "DEF"))
        return;
    if (size > vm->maxstorage) {
        cmd_error(c, "DEF", 94, 'E', "STORAGE EXCEEDS MAXIMUM %05uK",
                  (unsigned)(vm->maxstorage >> 10));
        return;
    }
    vm_quiesce(vm);
    if (!vm_set_storage(vm, size)) {
        cmd_error(c, "DEF", 91, 'E', "STORAGE NOT DEFINED; NO FREE STORAGE");
        return;
    }
    cmd_say(c, "STORAGE = %05uK", (unsigned)(size >> 10));
    con_enter_cp(c->con);
}

enum { DEVICES = 96 }; /* of a machine: they take CP's free storage */

bool
cmd_device_room(struct cmd *c, const char *module)
{
    unsigned n = 0;

    for (struct vdevblok *v = c->vm->vdevs; v != NULL; v = v->next)
        n++;
    if (n < DEVICES)
        return true;
    cmd_error(c, module, 91, 'E', "THE MACHINE HAS %u DEVICES ALREADY", n);
    return false;
}

static bool
defined_already(struct cmd *c, uint16_t addr)
{
    if (vdev_find(c->vm, addr) == NULL)
        return false;
    cmd_error(c, "DEF", 92, 'E', "DEV %03X ALREADY DEFINED", addr);
    return true;
}

static void
define_new(struct cmd *c, enum vdev_kind kind, uint16_t type, const char *name)
{
    struct vdevblok *v;
    struct k_token t;
    struct k_scan start = c->args;
    uint16_t addr;

    if (k_next_token(&c->args, &t) && !k_equal(t, "AS"))
        c->args = start;
    if (!cmd_vaddr(c, "DEF", &addr) || !cmd_end(c, "DEF") ||
        defined_already(c, addr) || !cmd_device_room(c, "DEF"))
        return;
    if (kind == VDEV_CONSOLE && c->vm->vcon != NULL) {
        cmd_error(c, "DEF", 92, 'E', "CONSOLE ALREADY DEFINED");
        return;
    }
    v = vdev_create(c->vm, addr, kind, type);
    if (v == NULL) {
        cmd_error(c, "DEF", 91, 'E', "%s %03X NOT DEFINED; NO FREE STORAGE",
                  name, addr);
        return;
    }
    v->flags |= VDEV_TEMP;
    if (kind == VDEV_CONSOLE)
        c->vm->vcon = v;
    cmd_say(c, "%s %03X DEFINED", name, addr);
}

static void
define_graf(struct cmd *c)
{
    define_new(c, VDEV_GRAF, 0x3270, "GRAF");
}

static void
define_console(struct cmd *c)
{
    define_new(c, VDEV_CONSOLE, 0x3215, "CONS");
}

static void
define_reader(struct cmd *c)
{
    define_new(c, VDEV_READER, 0x3505, "RDR");
}

static void
define_punch(struct cmd *c)
{
    define_new(c, VDEV_PUNCH, 0x3525, "PUN");
}

static void
define_printer(struct cmd *c)
{
    define_new(c, VDEV_PRINTER, 0x1403, "PRT");
}

/* Out of the list and in again at its new place. */
static void
readdress(struct vmblok *vm, struct vdevblok *v, uint16_t addr)
{
    struct vdevblok **pp = &vm->vdevs;

    while (*pp != v)
        pp = &(*pp)->next;
    *pp = v->next;
    for (pp = &vm->vdevs; *pp != NULL && (*pp)->addr < addr;)
        pp = &(*pp)->next;
    v->addr = addr;
    v->next = *pp;
    *pp = v;
}

/* DEFINE v AS v. */
static void
define_as(struct cmd *c, uint16_t from)
{
    struct vdevblok *v = vdev_find(c->vm, from);
    struct k_token t;
    uint16_t to;

    k_next_token(&c->args, &t);
    if (!k_equal(t, "AS")) {
        cmd_bad_option(c, "DEF", t);
        return;
    }
    if (!cmd_vaddr(c, "DEF", &to) || !cmd_end(c, "DEF"))
        return;
    if (v == NULL) {
        cmd_error(c, "DEF", 40, 'E', "DEV %03X DOES NOT EXIST", from);
        return;
    }
    if (defined_already(c, to))
        return;
    if (v->busy || v->pend || v->attn) {
        cmd_error(c, "DEF", 93, 'E', "DEV %03X NOT DEFINED; %03X BUSY", to,
                  from);
        return;
    }
    readdress(c->vm, v, to);
    cmd_say(c, "DEV %03X DEFINED", to);
}

void
cmd_define(struct cmd *c)
{
    static const struct cmd_entry what[] = {
        {"STORAGE", 4, CLS_ANY, 0, define_storage},
        {"CONSOLE", 3, CLS_ANY, 0, define_console},
        {"GRAF", 4, CLS_ANY, 0, define_graf},
        {"READER", 1, CLS_ANY, 0, define_reader},
        {"RDR", 2, CLS_ANY, 0, define_reader},
        {"PUNCH", 2, CLS_ANY, 0, define_punch},
        {"PRINTER", 2, CLS_ANY, 0, define_printer},
        {"PRT", 3, CLS_ANY, 0, define_printer},
    };
    const struct cmd_entry *e;
    struct k_token t;
    uint32_t addr;
    bool known;

    if (!k_next_token(&c->args, &t)) {
        cmd_no_operand(c, "DEF");
        return;
    }
    e = cmd_lookup(what, K_ARRAY_SIZE(what), t, 0, &known);
    if (e != NULL)
        e->fn(c);
    else if (k_parse_hex(t, &addr) && addr <= 0xfff)
        define_as(c, (uint16_t)addr);
    else
        cmd_bad_option(c, "DEF", t);
}

static const char *
kind_name(const struct vdevblok *v)
{
    switch (v->kind) {
    case VDEV_CONSOLE:
        return "CONS";
    case VDEV_MINIDISK:
        return "DASD";
    case VDEV_GRAF:
        return "GRAF";
    case VDEV_READER:
        return "RDR ";
    case VDEV_PUNCH:
        return "PUN ";
    case VDEV_PRINTER:
        return "PRT ";
    default:
        return "DEV ";
    }
}

void
cmd_detach(struct cmd *c)
{
    struct vdevblok *v;
    const char *name;
    uint16_t addr;

    if (!cmd_vaddr(c, "VDB", &addr) || !cmd_end(c, "VDB"))
        return;
    v = vdev_find(c->vm, addr);
    if (v == NULL) {
        cmd_error(c, "VDB", 40, 'E', "DEV %03X DOES NOT EXIST", addr);
        return;
    }
    name = kind_name(v);
    vdev_detach(v);
    cmd_say(c, "%s %03X DETACHED", name, addr);
}
