/* SPDX-License-Identifier: MIT */
/* The machine thread's main loop: messages, events, instructions, waits. It
 * decides how many instructions the processor may execute before the next
 * thing that is due, moves machine time through waits, and sleeps when there
 * is nothing to do. */
#include "config.h"

#include "machine/machine.h"

#include <stdio.h>
#include <string.h>

#include "arch/psw.h"
#include "machine/console.h"
#include "machine/ctcs.h"
#include "machine/ipl.h"
#include "machine/record.h"
#include "machine/replay.h"
#include "machine/query.h"
#include "machine/syncer.h"
#include "machine/terminals.h"
#include "machine/trace.h"

static const uint64_t second = 4096000000u; /* TOD units */

enum { END_WAIT = 60, ITIMER_RATE = 300 };

const char *
machine_state_name(int state)
{
    static const char *const names[] = {
        [MACHINE_STOPPED] = "stopped",
        [MACHINE_RUNNING] = "running",
        [MACHINE_WAIT] = "wait",
        [MACHINE_ENDING] = "ending",
    };

    return names[state];
}

bool
machine_disabled_wait(const struct machine *m)
{
    uint32_t mask = m->cpu->psw.mask;

    if (!(mask & PSW_WAIT))
        return false;
    if (mask & PSW_EC)
        return !(mask & (PSW_IO | PSW_EXT));
    return !(mask & 0xff000000); /* BC: the system mask */
}

void
machine_start(struct machine *m)
{
    m->cpu->stopped = false;
    atomic_store(&m->state, MACHINE_RUNNING);
}

void
machine_stop(struct machine *m)
{
    if (m->ipl_active) {
        m->ipl_active = false;
        chansys_reset(m->cs);
        console_printf(m, "The IPL from %04X was given up", m->ipl_addr);
    }
    m->cpu->stopped = true;
    atomic_store(&m->state, MACHINE_STOPPED);
}

void
machine_end(struct machine *m, bool now)
{
    if (now || m->ending || m->cpu->stopped || m->config->onends == 0) {
        m->end_now = true;
        return;
    }
    m->ending = true;
    m->end_limit = machine_wall(m) + END_WAIT * second;
    atomic_store(&m->state, MACHINE_ENDING);
    console_printf(m, "Ending: waiting for the guest to shut down");
    for (unsigned i = 0; i < m->config->onends; i++)
        console_command(m, m->config->onend[i]);
}

static void
check_end(struct machine *m)
{
    if (m->replay != NULL)
        replay_end(m->replay);
    if (!m->ending || m->end_now)
        return;
    if (m->cpu->stopped) {
        m->end_now = true;
    } else if (machine_wall(m) >= m->end_limit) {
        console_printf(
            m, "The guest has not shut down in %d seconds; ending without it",
            END_WAIT);
        m->end_now = true;
    }
}

static void
append(struct machine *m, struct msg *msg)
{
    msg->client = m->script_depth;
    *m->script_last = msg;
    m->script_last = &msg->next;
}

void
machine_script(struct machine *m, const char *line)
{
    append(m, mailbox_make(MSG_COMMAND, 0, line, strlen(line)));
}

void
machine_script_message(struct machine *m, const struct msg *msg)
{
    append(m, mailbox_copy(msg));
}

static void
run_script(struct machine *m)
{
    if (m->replay != NULL) {
        replay_script(m->replay);
        return;
    }
    while ((m->script != NULL || m->script_test) && !m->end_now) {
        struct msg *msg;
        bool stopped = m->cpu->stopped && !m->ipl_active;

        if (m->script_pause > 0 && machine_wall(m) < m->script_pause &&
            !(m->script_till_stop && stopped))
            return;
        m->script_pause = 0;
        m->script_till_stop = false;
        if (m->script_test)
            console_test_ended(m, stopped);
        m->script_test = false;
        msg = m->script;
        if (msg == NULL)
            return;
        m->script = msg->next;
        if (m->script == NULL)
            m->script_last = &m->script;
        msg->next = NULL;
        m->script_depth = msg->client;
        console_command(m, msg->data);
        m->script_depth = 0;
        mailbox_free(msg);
        if (atomic_load(&m->mail)) /* a script without end can be ended */
            return;
    }
}

static void
answer(struct machine *m, const struct msg *msg)
{
    char out[CTL_LINE_MAX];

    if (m->io == NULL)
        return;
    if (query_answer(m, msg->data, out))
        mailbox_post(m->io, MSG_ANSWER, msg->client, out, strlen(out));
    else
        mailbox_post(m->io, MSG_NO_ANSWER, msg->client, "", 0);
}

bool
machine_is_arrival(enum msg_kind kind)
{
    switch (kind) {
    case MSG_CTC_UP:
    case MSG_CTC_DOWN:
    case MSG_CTC_FRAME:
    case MSG_CONNECT:
    case MSG_READY:
    case MSG_RECORD:
    case MSG_ATTN:
    case MSG_GONE:
        return true;
    default:
        return false;
    }
}

static bool
is_adapters(enum msg_kind kind)
{
    return kind == MSG_CTC_UP || kind == MSG_CTC_DOWN || kind == MSG_CTC_FRAME;
}

void
machine_arrival(struct machine *m, const struct msg *msg)
{
    if (is_adapters(msg->kind))
        ctcs_message(m, msg);
    else
        terminals_message(m->terminals, msg);
}

/* Commands that wait, the operator's among them, go on. */
static void
end_pause(struct machine *m)
{
    if (m->script_pause == 0 || (m->script == NULL && !m->script_test))
        return;
    console_printf(m, "The pause is ended.");
    m->script_pause = 0;
}

static void
take_message(struct machine *m, struct msg *msg)
{
    if (m->journal != NULL && msg->kind != MSG_QUERY)
        m->journal->arrival(m->journal->arg, m->cpu->icount, msg);
    switch (msg->kind) {
    case MSG_COMMAND:
        machine_script_message(m, msg);
        break;
    case MSG_CONTROL:
        console_command(m, msg->data);
        break;
    case MSG_QUERY:
        answer(m, msg);
        break;
    case MSG_END:
        machine_end(m, strcmp(msg->data, "now") == 0);
        break;
    case MSG_GO_ON:
        end_pause(m);
        break;
    case MSG_SAY:
        console_printf(m, "%s", msg->data);
        break;
    default:
        if (!machine_is_arrival(msg->kind) ||
            (is_adapters(msg->kind) && !ctcs_address(m, msg)))
            break;
        if (m->record != NULL)
            record_arrival(m->record, msg);
        machine_arrival(m, msg);
        break;
    }
}

/* The event queue is brought up to the present first, so that what a message
 * makes happen does not depend on when the main loop went round last. */
static void
take_messages(struct machine *m)
{
    struct msg *list;

    if (m->replay != NULL) {
        replay_messages(m->replay);
        return;
    }
    if (!atomic_exchange(&m->mail, false))
        return;
    evq_run(m->evq, cpu_now(m->cpu));
    list = mailbox_take(m->in);
    m->in_messages = true;
    for (struct msg *msg = list; msg != NULL; msg = msg->next)
        take_message(m, msg);
    m->in_messages = false;
    mailbox_free(list);
}

static void
journal_point(struct machine *m, enum entry entry)
{
    if (m->journal != NULL)
        m->journal->point(m->journal->arg, &m->cpu->clock);
    if (m->record != NULL)
        record_point(m->record, entry);
}

/* Machine time goes on to the next event, or, when that is more than
 * CLOCK_AHEAD away, with host time until something comes. */
static void
pass_time(struct machine *m, bool timers)
{
    enum entry entry = timers ? ENTRY_WAIT : ENTRY_STOPPED;
    uint64_t next = evq_next(m->evq), limit, wall = machine_wall(m), to;

    if (m->replay != NULL) {
        replay_point(m->replay, entry);
        return;
    }

    if (timers && cpu_timer_due(m->cpu) < next)
        next = cpu_timer_due(m->cpu);
    limit = next;
    if ((m->script != NULL || m->script_test) && m->script_pause < limit)
        limit = m->script_pause;
    if (m->ending && m->end_limit < limit)
        limit = m->end_limit;
    if (next > wall && next - wall > CLOCK_AHEAD) {
        uint64_t ns = UINT64_MAX;
        if (limit != UINT64_MAX)
            ns = clock_mono_ns() +
                 (limit > wall ? (limit - wall) / 512 * 125 : 0);
        if (m->record != NULL)
            record_flush(m->record);
        /* What was posted is there before the mark of it is set. */
        if (mailbox_wait(m->in, ns))
            atomic_store(&m->mail, true);
        wall = machine_wall(m);
    }
    to = next <= wall + CLOCK_AHEAD ? next : wall;
    clock_advance(&m->clock, &m->cpu->clock, m->cpu->icount, to, wall);
    journal_point(m, entry);
}

/* The processor does not run. Stopped, its timers do not either. */
static void
idle(struct machine *m, bool timers)
{
    uint64_t since = cpu_now(m->cpu);

    pass_time(m, timers);
    if (!timers)
        cpu_timers_hold(m->cpu, since);
}

static void
disabled_wait(struct machine *m)
{
    uint64_t psw = cpu_get_psw(m->cpu);

    machine_stop(m);
    console_printf(m,
                   "CPU0000: Disabled wait state\n"
                   "          PSW=%08X %08X",
                   (unsigned)(psw >> 32), (unsigned)psw);
}

static void
wait_state(struct machine *m)
{
    if (machine_disabled_wait(m)) {
        disabled_wait(m);
        return;
    }
    if (m->replay != NULL && replay_came(m->replay))
        return;
    if (!m->ending)
        atomic_store(&m->state, MACHINE_WAIT);
    idle(m, true);
    cpu_itimer_update(m->cpu);
    if (!m->ending)
        atomic_store(&m->state, MACHINE_RUNNING);
}

/* How many instructions until the first thing that is due. */
static uint64_t
slice(struct machine *m)
{
    struct cpu *cpu = m->cpu;
    uint64_t now = cpu_now(cpu), due, last;

    if (m->itimer_next <= now) {
        cpu_itimer_update(cpu);
        m->itimer_next = now + second / ITIMER_RATE;
    }
    due = m->itimer_next;
    if (evq_next(m->evq) < due)
        due = evq_next(m->evq);
    if (cpu_timer_due(cpu) < due)
        due = cpu_timer_due(cpu);
    last = clock_count(&cpu->clock, due);
    if (last > m->clock.next_point)
        last = m->clock.next_point;
    return last > cpu->icount ? last - cpu->icount : 1;
}

static void
clock_correction(struct machine *m)
{
    uint64_t wall = machine_wall(m);

    if (m->replay != NULL) {
        replay_point(m->replay, ENTRY_POINT);
        return;
    }
    clock_point(&m->clock, &m->cpu->clock, m->cpu->icount, wall);
    rates_point(m, wall);
    journal_point(m, ENTRY_POINT);
}

static void
run(struct machine *m)
{
    uint64_t most = slice(m), done;
    enum cpu_stop why;

    if (m->replay != NULL && (most = replay_limit(m->replay, most)) == 0)
        return;
    done = m->single ? trace_run(m->trace, most, &why)
                     : cpu_run(m->cpu, most, &why);
    if (why == CPU_ATTENTION && (done == 0 || m->cpu->stopped) &&
        m->record != NULL)
        record_pass(m->record);
    if (m->cpu->icount >= m->clock.next_point)
        clock_correction(m);
    if (why == CPU_EVENT && !evq_queued(&m->sync))
        evq_at(m->evq, &m->sync, cpu_now(m->cpu) + MACHINE_SYNC);
    if (why == CPU_WAIT) {
        wait_state(m);
    } else if (why == CPU_CHECKSTOP) {
        uint64_t psw = cpu_get_psw(m->cpu);
        machine_stop(m);
        console_printf(m,
                       "CPU0000: Check-stop state\n"
                       "          PSW=%08X %08X",
                       (unsigned)(psw >> 32), (unsigned)psw);
    }
}

/* All that was written is on the disks before the program says that it ends,
 * and the operator hears when it is not. */
static void
last_sync(struct machine *m)
{
    struct msg *list;

    if (m->replay != NULL)
        return;
    if (!syncer_all(m->syncer, m->cs))
        m->status = 1;
    list = mailbox_take(m->in);
    for (struct msg *msg = list; msg != NULL; msg = msg->next)
        if (msg->kind == MSG_SAY)
            console_printf(m, "%s", msg->data);
    mailbox_free(list);
}

void
machine_run(struct machine *m)
{
    while (!m->end_now) {
        take_messages(m);
        if (m->replay != NULL && m->end_now)
            break;
        evq_run(m->evq, cpu_now(m->cpu));
        ipl_poll(m);
        run_script(m);
        check_end(m);
        if (m->record != NULL)
            record_round(m);
        if (m->end_now)
            break;
        if (m->cpu->stopped)
            idle(m, false);
        else
            run(m);
    }
    if (m->record != NULL)
        record_stop(m);
    last_sync(m);
}
