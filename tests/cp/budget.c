/* SPDX-License-Identifier: MIT */
/* The trap budget: a guest is run under CP's core one instruction at a time,
 * and between each trap (problem to supervisor state) and the next dispatch
 * the instructions that CP executes are counted, and the privileged ones among
 * them, each of which is a trap itself when this CP is a guest. Fails when a
 * simulation or reflection that starts no I/O has more than four, ISK for a
 * guest with a key counted apart. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/lowcore.h"
#include "cpu/dat.h"
#include "tests/cp/rig.h"

enum { BUDGET = 4, KINDS = 128, LEVELS = 5 };

/* Traps of one kind: an instruction, or an interruption code. */
struct kind {
    char name[12];
    bool io; /* apart: it started I/O, CP waited, or a page came in */
    unsigned n;
    uint64_t insns, priv, isk;
    unsigned priv_max, insns_max;
};

struct trap {
    char name[12];
    bool on, io;
    unsigned insns, priv, isk, ssk;
};

static const char *
mnemonic(const uint8_t *text, const struct insn **in)
{
    *in = insn_find(text, INSN_SET_ALL);
    return *in ? (*in)->mnemonic : "?";
}

/* The guest's instruction about to be executed. */
static const char *
guest_insn(const struct rig *r)
{
    const struct insn *in;
    struct dat_walk w;

    if (dat_translate(r->cpu, r->cpu->psw.ia, &w) != 0 ||
        w.real > r->storage.size - 8)
        return "?";
    return mnemonic(r->storage.main + w.real, &in);
}

/* What the trap was, from CP's low storage: where CP is tells the class. */
static void
name_trap(const struct rig *r, const char *insn, struct trap *t)
{
    const struct lowcore *low = (const struct lowcore *)r->storage.main;
    uint32_t ia = r->cpu->psw.ia;

    memset(t, 0, sizeof(*t));
    t->on = true;
    if (ia == get32(&low->svc_new.w1))
        strcpy(t->name, "SVC");
    else if (ia == get32(&low->ext_new.w1))
        snprintf(t->name, sizeof(t->name), "ext %04X", get16(&low->ext_code));
    else if (ia == get32(&low->io_new.w1))
        strcpy(t->name, "I/O");
    else if (get16(&low->pgm_code) == PIC_PRIVILEGED)
        snprintf(t->name, sizeof(t->name), "%s", insn);
    else
        snprintf(t->name, sizeof(t->name), "pgm %02X", get16(&low->pgm_code));
}

static void
count_insn(const struct rig *r, struct trap *t)
{
    const struct insn *in;
    const char *name;

    if (r->cpu->psw.mask & PSW_WAIT) {
        t->io = true;
        return;
    }
    name = mnemonic(r->storage.main + r->cpu->psw.ia, &in);
    t->insns++;
    if (in == NULL || in->privilege != INSN_P)
        return;
    if (strcmp(name, "SIO") == 0)
        t->io = true;
    /* Two SSK: the keys of a new page. */
    if (strcmp(name, "SSK") == 0 && ++t->ssk == 2)
        t->io = true;
    if (strcmp(name, "ISK") == 0)
        t->isk++;
    else
        t->priv++;
}

static struct kind *
kind_of(struct kind *kinds, const struct trap *t)
{
    unsigned i = 0;

    while (i < KINDS - 1 && kinds[i].n != 0 &&
           (strcmp(kinds[i].name, t->name) != 0 || kinds[i].io != t->io))
        i++;
    strcpy(kinds[i].name, t->name);
    kinds[i].io = t->io;
    return &kinds[i];
}

/* Back to the guest. virtual_key: of the PSW it runs with. */
static void
end_trap(struct kind *kinds, struct trap *t, unsigned virtual_key)
{
    struct kind *k = kind_of(kinds, t);

    if (virtual_key == 0) {
        t->priv += t->isk;
        t->isk = 0;
    }
    k->n++;
    k->insns += t->insns;
    k->priv += t->priv;
    k->isk += t->isk;
    if (t->priv > k->priv_max)
        k->priv_max = t->priv;
    if (t->insns > k->insns_max)
        k->insns_max = t->insns;
    t->on = false;
}

/* LPSW loaded the guest's PSW, and an interruption came at once. */
static bool
interrupted_at_once(const struct rig *r, const char *insn)
{
    const struct lowcore *low = (const struct lowcore *)r->storage.main;
    uint32_t ia = r->cpu->psw.ia;

    return strcmp(insn, "LPSW") == 0 &&
           (ia == get32(&low->ext_new.w1) || ia == get32(&low->io_new.w1));
}

static bool
measure(struct rig *r, struct kind *kinds)
{
    struct trap t = {.on = false};
    bool supervisor = true;
    unsigned key = 0;

    for (;;) {
        const struct insn *in;
        const char *insn;

        if (supervisor && t.on)
            count_insn(r, &t);
        insn = supervisor ? mnemonic(r->storage.main + r->cpu->psw.ia, &in)
                          : guest_insn(r);
        if (!supervisor)
            key = r->cpu->psw.key;
        if (!rig_step(r))
            return r->ended && !r->failed;
        if (supervisor && (r->cpu->psw.mask & PSW_PROBLEM)) {
            if (t.on)
                end_trap(kinds, &t, key | r->cpu->psw.key);
        } else if (!supervisor && !(r->cpu->psw.mask & PSW_PROBLEM)) {
            name_trap(r, insn, &t);
        } else if (t.on && interrupted_at_once(r, insn)) {
            end_trap(kinds, &t, key);
            name_trap(r, insn, &t);
        }
        supervisor = !(r->cpu->psw.mask & PSW_PROBLEM);
    }
}

static unsigned
report(const struct kind *kinds)
{
    double insns = 0, priv = 0, n = 0, cost = 1;
    unsigned over = 0;

    printf("%-9s %6s %8s %8s %6s %4s %6s\n", "trap", "times", "insns", "(most)",
           "priv.", "most", "ISK");
    for (unsigned i = 0; i < KINDS && kinds[i].n != 0; i++) {
        const struct kind *k = &kinds[i];
        bool counts =
            !k->io && strncmp(k->name, "ext", 3) != 0 && k->name[1] != '/';

        printf("%-9s %6u %8.1f %8u %6.2f %4u %6.2f%s\n", k->name, k->n,
               (double)k->insns / k->n, k->insns_max, (double)k->priv / k->n,
               k->priv_max, (double)k->isk / k->n,
               k->io                            ? " with I/O, a wait or a page"
               : counts && k->priv_max > BUDGET ? " OVER THE BUDGET"
                                                : "");
        if (!counts)
            continue;
        over += k->priv_max > BUDGET;
        n += k->n;
        insns += (double)k->insns;
        priv += (double)(k->priv + k->isk);
    }
    if (n == 0)
        return 1;
    printf("a trap: %.1f instructions, %.2f of them privileged\n", insns / n,
           priv / n);
    for (unsigned level = 1; level <= LEVELS; level++) {
        cost = insns / n + priv / n * cost;
        printf("cost of a trap at level %u: %.0f instructions\n", level, cost);
    }
    return over;
}

int
main(int argc, char **argv)
{
    static struct kind kinds[KINDS];
    struct rig r;
    bool good;

    if (argc != 3 && argc != 4) {
        fputs("usage: budget CORE GUEST [KBYTES]\n", stderr);
        return 2;
    }
    rig_init(&r, 1, argv[1], 16 << 20, 0, argv[2],
             argc == 4 ? (uint32_t)atoi(argv[3]) << 10 : 1 << 20);
    good = measure(&r, kinds);
    rig_free(&r);
    return report(kinds) != 0 || !good;
}
