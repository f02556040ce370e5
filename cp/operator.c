/* SPDX-License-Identifier: MIT */
/* The operator's ENABLE and DISABLE, and SHUTDOWN, which the INTERRUPT key
 * means too (VM/370: DMKCPV, DMKCPS). */
#include "cp/command.h"

#include "arch/psw.h"
#include "cp/ios.h"

static void
enable(struct cmd *c, bool on)
{
    struct k_token t;
    uint32_t addr = 0;
    bool all, found = false;

    if (!k_next_token(&c->args, &t)) {
        cmd_no_operand(c, "CPV");
        return;
    }
    all = k_equal(t, "ALL");
    if (!all && !k_parse_hex(t, &addr)) {
        cmd_bad_option(c, "CPV", t);
        return;
    }
    for (struct term *p = term_first; p != NULL; p = p->next)
        if (p->graf && (all || p->rdev->addr == addr)) {
            found = true;
            term_enable(p, on);
        }
    if (found)
        cmd_say(c, "COMMAND COMPLETE");
    else
        cmd_error(c, "CPV", 40, 'E', "DEV %03X DOES NOT EXIST", (unsigned)addr);
}

void
cmd_enable(struct cmd *c)
{
    enable(c, true);
}

void
cmd_disable(struct cmd *c)
{
    enable(c, false);
}

/* SHUTDOWN. */

enum { QUIET_SECONDS = 10 };

static bool shutting_down;
static struct waitq tick_wait; /* nobody wakes it: only time passes */

/* A disabled wait whose address, X'000FFF', says that the end was orderly. */
static void __attribute__((noreturn)) stop_processor(void)
{
    static const struct psw __attribute__((aligned(8)))
    end = {{{0x00, 0x0a, 0x00, 0x00}}, {{0x00, 0x00, 0x0f, 0xff}}};

    __asm__ volatile("lpsw %0" : : "Q"(end));
    __builtin_unreachable();
}

/* Guests' and paging I/O is still at work, or a console's last line. */
static bool
io_at_work(void)
{
    for (struct rdevblok *r = rdev_first; r != NULL; r = r->next)
        if (r->active != NULL || r->queue != NULL)
            return true;
    return false;
}

static void
shutdown_task(void *arg)
{
    uint64_t end = tod_now() + QUIET_SECONDS * TOD_SEC;
    static const char text[] = "DMKCPS961W SYSTEM SHUTDOWN";

    (void)arg;
    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next)
        vm_stop(vm, VMW_STOP);
    for (struct term *t = term_first; t != NULL; t = t->next)
        if (t->con != NULL)
            con_put(t->con, text, sizeof text - 1, PUT_ALARM);
    while (io_at_work() && tod_now() < end)
        task_wait_until(&tick_wait, tod_now() + TOD_SEC / 50);
    con_operator("DMKCKP961W SYSTEM SHUTDOWN COMPLETE");
    while (io_at_work() && tod_now() < end)
        task_wait_until(&tick_wait, tod_now() + TOD_SEC / 50);
    stop_processor();
}

static void
begin_shutdown(void)
{
    if (shutting_down)
        return;
    shutting_down = task_start(shutdown_task, NULL, NULL);
    if (!shutting_down) /* no task is free, and the user cannot wait */
        stop_processor();
}

void
cmd_shutdown(struct cmd *c)
{
    struct k_token t;

    if (k_next_token(&c->args, &t)) {
        cmd_bad_option(c, "CPS", t);
        return;
    }
    begin_shutdown();
}

void
cmd_shutdown_key(void)
{
    begin_shutdown();
}
