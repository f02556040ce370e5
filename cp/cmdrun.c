/* SPDX-License-Identifier: MIT */
/* Commands that run a virtual machine: IPL, BEGIN, SYSTEM, EXTERNAL, ATTN,
 * READY (VM/370: DMKCFP, DMKCFM, DMKCPB). */
#include "cp/command.h"

#include "arch/lowcore.h"
#include "cp/gstor.h"
#include "cp/saved.h"
#include "cp/vio.h"

/* IPL's operands after what to load. */
struct ipl {
    bool clear, stop;
    bool parm;
    struct k_token text;
};

static bool
options(struct cmd *c, struct ipl *o)
{
    struct k_token t;

    while (k_next_token(&c->args, &t)) {
        if (k_abbrev(t, "CLEAR", 3))
            o->clear = true;
        else if (k_abbrev(t, "NOCLEAR", 5))
            o->clear = false;
        else if (k_equal(t, "STOP"))
            o->stop = true;
        else if (k_abbrev(t, "PARM", 1)) {
            o->parm = true;
            o->text = k_rest(&c->args);
            return true;
        } else {
            cmd_bad_option(c, "CFP", t);
            return false;
        }
    }
    return true;
}

/* A parameter text goes to the loaded system's registers, 16 words of four
 * characters at most (CP Command Reference, "IPL"). */
static void
pass_parm(struct vmblok *vm, struct k_token text)
{
    char regs[64];

    memset(regs, ' ', sizeof regs);
    memcpy(regs, text.p, text.len < sizeof regs ? text.len : sizeof regs);
    for (unsigned i = 0; i * 4 < text.len && i < 16; i++)
        memcpy(&vm->gpr[i], regs + 4 * i, 4);
}

static bool
load(struct cmd *c, struct k_token what, const struct ipl *o)
{
    struct vmblok *vm = c->vm;
    const char *why = "";
    uint8_t name[8];
    uint32_t addr;

    if (what.len <= 3 && k_parse_hex(what, &addr)) {
        if (vdev_find(vm, (uint16_t)addr) == NULL) {
            cmd_error(c, "CFG", 40, 'E', "DEV %03X DOES NOT EXIST",
                      (unsigned)addr);
            return false;
        }
        vm_system_reset(vm, o->clear);
        if (vio_ipl(vm, (uint16_t)addr, &why)) {
            vm->ipl_dev = (uint16_t)addr;
            return true;
        }
    } else {
        k_pad_upper((char *)name, 8, what);
        if (saved_ipl(vm, name, &why))
            return true;
    }
    cmd_error(c, "CFG", 43, 'E', "IPL UNSUCCESSFUL; %s", why);
    return false;
}

void
cmd_ipl(struct cmd *c)
{
    struct ipl o = {.clear = false};
    struct k_token what;
    struct vmblok *vm = c->vm;

    if (!k_next_token(&c->args, &what) || what.len > 8) {
        cmd_no_operand(c, "CFG");
        return;
    }
    if (!options(c, &o))
        return;
    vm_quiesce(vm);
    c->con->flags |= CF_CPREAD;
    if (!load(c, what, &o))
        return;
    if (o.parm)
        pass_parm(vm, o.text);
    if (o.stop)
        return;
    vm_go(vm, VMW_STOP);
    con_leave_cp(c->con);
}

void
cmd_begin(struct cmd *c)
{
    struct k_token t;
    uint32_t at;

    if (k_next_token(&c->args, &t)) {
        if (!k_parse_hex(t, &at) || at > 0xffffff || (at & 1)) {
            cmd_error(c, "CFM", 33, 'E', "HEXLOC MISSING OR INVALID");
            return;
        }
        vm_set_ia(c->vm, at);
    }
    if (!cmd_end(c, "CFM"))
        return;
    vm_go(c->vm, VMW_STOP);
    con_leave_cp(c->con);
}

/* SYSTEM RESTART: the restart key. */
static void
restart(struct cmd *c)
{
    struct vmblok *vm = c->vm;
    struct psw new;
    int how = GS_REAL | GS_NOKEY;

    if (gstor_fetch(vm, 0, &new, sizeof new, GS_READ | how) != GS_OK ||
        gstor_store(vm, 8, &vm->psw, sizeof vm->psw, GS_WRITE | how) != GS_OK) {
        cmd_error(c, "CPB", 160, 'E', "HEXLOC EXCEEDS STORAGE");
        return;
    }
    vm->psw = new;
    vm->dirty |= VMD_CR;
    vm_go(vm, VMW_STOP);
    con_leave_cp(c->con);
}

void
cmd_system(struct cmd *c)
{
    struct k_token t;
    bool clear;

    if (!k_next_token(&c->args, &t)) {
        cmd_no_operand(c, "CPB");
        return;
    }
    clear = k_abbrev(t, "CLEAR", 5);
    if (!clear && !k_abbrev(t, "RESET", 5) && !k_abbrev(t, "RESTART", 7)) {
        cmd_bad_option(c, "CPB", t);
        return;
    }
    if (!cmd_end(c, "CPB"))
        return;
    vm_quiesce(c->vm);
    if (k_equal(t, "RESTART")) {
        restart(c);
        return;
    }
    vm_system_reset(c->vm, clear);
    cmd_say(c, clear ? "STORAGE CLEARED - SYSTEM RESET" : "SYSTEM RESET");
    con_enter_cp(c->con);
}

/* EXTERNAL [code]: the interruption key, or another code up to X'FF'. */
void
cmd_external(struct cmd *c)
{
    struct k_token t;
    uint32_t code = EXT_INTERRUPT_KEY;

    if (k_next_token(&c->args, &t) &&
        (!k_parse_hex(t, &code) || code == 0 || code > 0xff)) {
        cmd_bad_option(c, "CPB", t);
        return;
    }
    if (!cmd_end(c, "CPB"))
        return;
    if (code == EXT_INTERVAL_TIMER) {
        c->vm->extpend |= VMX_ITIMER;
    } else {
        c->vm->ext_key_code = (uint16_t)code;
        c->vm->extpend |= VMX_KEY;
    }
    vm_poke(c->vm);
    if (c->con->flags & CF_CPREAD)
        con_leave_cp(c->con);
}

void
cmd_attn(struct cmd *c)
{
    if (!cmd_end(c, "CPB"))
        return;
    if (c->vm->vcon == NULL)
        cmd_error(c, "CPB", 40, 'E', "CONSOLE DOES NOT EXIST");
    else
        vio_attention(c->vm->vcon, US_ATTENTION);
}

void
cmd_ready(struct cmd *c)
{
    struct vdevblok *v;
    uint16_t addr;

    if (!cmd_vaddr(c, "CPB", &addr) || !cmd_end(c, "CPB"))
        return;
    v = vdev_find(c->vm, addr);
    if (v == NULL)
        cmd_error(c, "CPB", 40, 'E', "DEV %03X DOES NOT EXIST", addr);
    else
        vio_attention(v, US_DEVICE_END);
}
