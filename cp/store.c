/* SPDX-License-Identifier: MIT */
/* STORE: into the virtual machine's storage, registers and PSW, and STATUS
 * (VM/370: DMKCDS). */
#include "cp/command.h"

#include "arch/lowcore.h"
#include "cp/gstor.h"

static bool
put(struct cmd *c, uint32_t at, const void *data, unsigned len)
{
    if (gstor_store(c->vm, at, data, len, GS_WRITE | GS_REAL | GS_NOKEY) ==
        GS_OK)
        return true;
    cmd_error(c, "CDS", 160, 'E', "HEXLOC %06X EXCEEDS STORAGE", (unsigned)at);
    return false;
}

static bool
word(struct cmd *c, struct k_token t, uint32_t *v)
{
    if (k_parse_hex(t, v))
        return true;
    cmd_error(c, "CDS", 25, 'E', "DATA MISSING OR INVALID");
    return false;
}

static void
store_words(struct cmd *c, uint32_t at)
{
    struct k_token t;
    uint32_t v;
    be32 w;
    bool any = false;

    at &= ~3u;
    while (k_next_token(&c->args, &t)) {
        if (!word(c, t, &v))
            return;
        put32(&w, v);
        if (!put(c, at, &w, 4))
            return;
        at += 4;
        any = true;
    }
    if (!any)
        cmd_error(c, "CDS", 25, 'E', "DATA MISSING OR INVALID");
    else
        cmd_say(c, "STORE COMPLETE");
}

/* STORE S...: a string of bytes. */
static void
store_bytes(struct cmd *c, uint32_t at)
{
    struct k_token t, two;
    uint32_t v;
    uint8_t byte;

    if (!k_next_token(&c->args, &t) || t.len % 2 != 0) {
        cmd_error(c, "CDS", 25, 'E', "DATA MISSING OR INVALID");
        return;
    }
    for (size_t i = 0; i < t.len; i += 2, at++) {
        two.p = t.p + i;
        two.len = 2;
        if (!word(c, two, &v))
            return;
        byte = (uint8_t)v;
        if (!put(c, at, &byte, 1))
            return;
    }
    cmd_say(c, "STORE COMPLETE");
}

/* A doubleword for a floating-point register: up to 16 digits; of fewer than
 * nine the first word. */
static bool
long_word(struct cmd *c, struct k_token t, uint64_t *v)
{
    struct k_token high = t, low = {t.p, 0};
    uint32_t h, l = 0;

    if (t.len > 8) {
        high.len = 8;
        low.p += 8;
        low.len = t.len - 8;
    }
    if (!word(c, high, &h) || (low.len > 0 && !word(c, low, &l)))
        return false;
    *v = (uint64_t)h << 32 | (uint64_t)l << 4 * (low.len > 0 ? 8 - low.len : 0);
    return true;
}

/* STORE Gn, Xn: registers, one word each; Yn: one doubleword each. */
static void
store_registers(struct cmd *c, char kind, struct k_token num)
{
    struct vmblok *vm = c->vm;
    struct k_token t;
    uint64_t d = 0;
    uint32_t n, v = 0;

    if (!(num.len == 2 ? k_parse_dec(num, &n) : k_parse_hex(num, &n)) ||
        n > 15 || (kind == 'Y' && n > 6)) {
        cmd_error(c, "CDS", 10, 'E', "INVALID REGISTER");
        return;
    }
    while (k_next_token(&c->args, &t)) {
        if (n > 15 || (kind == 'Y' && n > 6)) {
            cmd_error(c, "CDS", 10, 'E', "INVALID REGISTER");
            break;
        }
        if (kind == 'Y' ? !long_word(c, t, &d) : !word(c, t, &v))
            break;
        if (kind == 'G')
            vm->gpr[n++] = v;
        else if (kind == 'X') {
            vm->cr[n++] = v;
            vm->dirty |= VMD_CR;
        } else {
            vm->fpr[n / 2] = d;
            n += 2;
        }
    }
    if (c->rc == 0)
        cmd_say(c, "STORE COMPLETE");
}

/* STORE PSW [first] second. */
static void
store_psw(struct cmd *c)
{
    struct k_token t;
    uint32_t w[2] = {0, 0};
    unsigned n = 0;

    while (n < 2 && k_next_token(&c->args, &t))
        if (!word(c, t, &w[n++]))
            return;
    if (n == 0) {
        cmd_error(c, "CDS", 25, 'E', "DATA MISSING OR INVALID");
        return;
    }
    if (n == 2)
        put32(&c->vm->psw.w0, w[0]);
    put32(&c->vm->psw.w1, w[n - 1]);
    c->vm->dirty |= VMD_CR;
    cmd_say(c, "STORE COMPLETE");
}

/* PoO "Store Status". The machine's timers are brought up to date only when
 * it is dispatched: what they had then is stored. */
static void
store_status(struct cmd *c)
{
    struct vmblok *vm = c->vm;
    be32 w[16];
    be64 d;

    put64(&d, (uint64_t)vm->cpu_timer);
    if (!put(c, offsetof(struct lowcore, save_timer), &d, 8))
        return;
    put64(&d, vm->clock_comparator);
    put(c, offsetof(struct lowcore, save_cc), &d, 8);
    put(c, offsetof(struct lowcore, save_psw), &vm->psw, 8);
    put32(&w[0], vm->prefix);
    put(c, offsetof(struct lowcore, save_prefix), w, 4);
    for (unsigned i = 0; i < 4; i++) {
        put64(&d, vm->fpr[i]);
        put(c, offsetof(struct lowcore, save_fpr) + 8 * i, &d, 8);
    }
    for (unsigned i = 0; i < 16; i++)
        put32(&w[i], vm->gpr[i]);
    put(c, offsetof(struct lowcore, save_gpr), w, 64);
    for (unsigned i = 0; i < 16; i++)
        put32(&w[i], vm->cr[i]);
    put(c, offsetof(struct lowcore, save_cr), w, 64);
    cmd_say(c, "STORE COMPLETE");
}

void
cmd_store(struct cmd *c)
{
    struct k_token t;
    uint32_t at;
    char form;

    if (!k_next_token(&c->args, &t)) {
        cmd_error(c, "CDS", 33, 'E', "HEXLOC MISSING OR INVALID");
        return;
    }
    if (k_abbrev(t, "STATUS", 4)) {
        store_status(c);
        return;
    }
    if (k_abbrev(t, "PSW", 1)) {
        store_psw(c);
        return;
    }
    form = k_to_upper(t.p[0]);
    if (form == 'G' || form == 'X' || form == 'Y') {
        t.p++;
        t.len--;
        store_registers(c, form, t);
        return;
    }
    if (form == 'L' || form == 'S') {
        t.p++;
        t.len--;
    }
    if (!k_parse_hex(t, &at) || at >= c->vm->storage)
        cmd_error(c, "CDS", 33, 'E', "HEXLOC MISSING OR INVALID");
    else if (form == 'S')
        store_bytes(c, at);
    else
        store_words(c, at);
}
