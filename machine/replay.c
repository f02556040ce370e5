/* SPDX-License-Identifier: MIT */
/* Reading the journal back into the main loop. The next entry is known before
 * it is due, so that the processor stops at its instruction count; where the
 * machine does something else than was recorded, the replay says at which
 * instruction. The console of a replay is replay_console.c's. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/device.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/replay_state.h"
#include "machine/snapshot.h"
#include "machine/terminals.h"
#include "machine/trace.h"

enum { MESSAGE_MAX = 1 << 20 };

static const char *const names[] = {
    [ENTRY_POINT] = "a point of the clock",
    [ENTRY_WAIT] = "a wait",
    [ENTRY_STOPPED] = "a stop",
    [ENTRY_PASS] = "a round of the main loop",
    [ENTRY_ARRIVAL] = "a message",
    [ENTRY_CONTROL] = "a command",
    [ENTRY_COMMAND] = "a command",
    [ENTRY_DROPPED] = "a dropped client",
    [ENTRY_DEVICE] = "a device",
    [ENTRY_DETACHED] = "a detached device",
    [ENTRY_STORAGE] = "loaded storage",
    [ENTRY_CHECK] = "a digest",
    [ENTRY_END] = "the end",
    [ENTRY_STEP] = "a step",
};

void
replay_free_entry(struct replay *r)
{
    free(r->next.msg);
    r->next.msg = NULL;
    r->have = false;
}

static void
read_message(struct replay *r)
{
    struct next_entry *n = &r->next;
    enum msg_kind kind = (enum msg_kind)unpack_num(&r->u, MSG_STOP);
    uint32_t client = (uint32_t)unpack_num(&r->u, UINT32_MAX);
    size_t len = (size_t)unpack_num(&r->u, MESSAGE_MAX);

    if (!machine_is_arrival(kind))
        unpack_fail(&r->u, "has a message of a kind that cannot be");
    if (kind == MSG_CONNECT && len != sizeof(struct msg_terminal))
        unpack_fail(&r->u, "has a client's description of another length");
    if (!unpack_ok(&r->u))
        return;
    n->msg = calloc(1, sizeof *n->msg + len + 1);
    if (n->msg == NULL)
        abort();
    n->msg->kind = kind;
    n->msg->client = client;
    n->msg->len = len;
    unpack_raw(&r->u, n->msg->data, len);
    if (kind == MSG_CONNECT) {
        struct msg_terminal want;

        memcpy(&want, n->msg->data, sizeof want);
        want.type[sizeof want.type - 1] = '\0';
        want.device[sizeof want.device - 1] = '\0';
        memcpy(n->msg->data, &want, sizeof want);
    }
}

static void
read_entry(struct replay *r)
{
    struct next_entry *n = &r->next;

    n->entry = (enum entry)unpack_num(&r->u, ENTRY_LAST);
    n->count = r->count + unpack_num(&r->u, INT64_MAX - r->count);
    switch (n->entry) {
    case ENTRY_POINT:
    case ENTRY_WAIT:
    case ENTRY_STOPPED:
        n->a = entry_unzigzag(unpack_num(&r->u, UINT64_MAX));
        n->b = entry_unzigzag(unpack_num(&r->u, UINT64_MAX));
        break;
    case ENTRY_ARRIVAL:
        read_message(r);
        break;
    case ENTRY_CONTROL:
    case ENTRY_COMMAND:
        unpack_text(&r->u, n->text, sizeof n->text);
        break;
    case ENTRY_DROPPED:
    case ENTRY_CHECK:
    case ENTRY_END:
        n->a = unpack_num(&r->u, UINT64_MAX);
        n->b = unpack_num(&r->u, UINT64_MAX);
        break;
    case ENTRY_DEVICE:
    case ENTRY_DETACHED:
        n->a = unpack_num(&r->u, 0xffff);
        break;
    case ENTRY_PASS:
    case ENTRY_STEP:
    case ENTRY_STORAGE:
        break;
    default:
        unpack_fail(&r->u, "has an entry of a kind that cannot be");
    }
}

/* The next entry; NULL when there is none (the replay is then at its end). */
struct next_entry *
replay_next(struct replay *r)
{
    if (r->over)
        return NULL;
    if (r->have)
        return &r->next;
    r->at = unpack_tell(&r->u);
    if (unpack_end(&r->u) && unpack_ok(&r->u)) {
        replay_over(r, REPLAY_CUT);
        return NULL;
    }
    read_entry(r);
    if (!unpack_ok(&r->u)) {
        console_printf(r->m, "Replay of %s: %s", r->path, r->u.err.text);
        replay_free_entry(r);
        replay_over(r, REPLAY_WRONG);
        return NULL;
    }
    r->have = true;
    return &r->next;
}

/* The entry has been used. */
static void
consume(struct replay *r)
{
    r->count = r->next.count;
    replay_free_entry(r);
}

static void
diverged(struct replay *r, const char *here)
{
    struct next_entry *n = replay_next(r);

    if (n == NULL)
        return;
    console_printf(r->m,
                   "Replay of %s: at instruction %llu the machine %s; the "
                   "recording has %s at instruction %llu",
                   r->path, (unsigned long long)r->m->cpu->icount, here,
                   names[n->entry], (unsigned long long)n->count);
    replay_over(r, REPLAY_WRONG);
}

/* Is the next entry of this kind, and due now? */
static bool
due(struct replay *r, enum entry entry)
{
    struct next_entry *n = replay_next(r);

    return n != NULL && n->entry == entry && n->count == r->m->cpu->icount;
}

static void
take_device(struct replay *r)
{
    struct machine *m = r->m;
    uint16_t addr = (uint16_t)r->next.a;
    struct device *dev = chansys_find(m->cs, addr);
    bool gone = r->next.entry == ENTRY_DETACHED;
    struct err e;

    if (dev != NULL) {
        if (gone)
            terminals_detach(m->terminals, dev);
        else
            terminals_unplug(m->terminals, dev);
        chansys_detach(m->cs, addr, &e);
    }
    if (!gone) {
        dev = chansys_make_device(m->cs, &r->u, &e);
        if (dev != NULL) {
            machine_connect(m, dev);
            terminals_plug(m->terminals, dev);
            chansys_load(m->cs, &r->u);
        }
        if (dev == NULL || !unpack_ok(&r->u)) {
            console_printf(m, "Replay of %s: %s", r->path,
                           dev == NULL ? e.text : r->u.err.text);
            replay_over(r, REPLAY_WRONG);
            return;
        }
    }
    replay_forget_saves(r);
}

/* Takes one entry if it is due and belongs to the part of the round in which
 * messages are taken, or to that in which commands are run. */
static bool
take(struct replay *r, bool commands)
{
    struct machine *m = r->m;
    struct next_entry *n = replay_next(r);

    if (n == NULL || n->count != m->cpu->icount)
        return false;
    switch (n->entry) {
    case ENTRY_ARRIVAL:
        if (commands)
            return false;
        machine_arrival(m, n->msg);
        break;
    case ENTRY_CONTROL:
    case ENTRY_COMMAND:
        if (commands != (n->entry == ENTRY_COMMAND))
            return false;
        if (!r->quiet)
            console_printf(m, "> %s", n->text);
        console_command(m, n->text);
        break;
    case ENTRY_DEVICE:
    case ENTRY_DETACHED:
        take_device(r);
        break;
    case ENTRY_STORAGE:
        snapshot_unpack_core(m, &r->u);
        break;
    default:
        return false;
    }
    consume(r);
    return true;
}

void
replay_messages(struct replay *r)
{
    replay_console(r);
    if (r->m->end_now)
        return;
    replay_save(r);
    if (replay_next(r) == NULL || r->next.count != r->m->cpu->icount)
        return;
    evq_run(r->m->evq, cpu_now(r->m->cpu));
    while (!r->over && take(r, false))
        ;
}

void
replay_script(struct replay *r)
{
    while (!r->over && take(r, true))
        ;
}

static void
compare(struct replay *r, bool end)
{
    struct digest_value v = snapshot_digest(r->m);
    bool same = v.hi == r->next.a && v.lo == r->next.b;
    char text[DIGEST_TEXT], other[DIGEST_TEXT];

    digest_text(v, text);
    digest_text((struct digest_value){r->next.a, r->next.b}, other);
    if (!same)
        console_printf(r->m,
                       "Replay of %s: at instruction %llu the digest is %s, "
                       "recorded was %s; the last that agreed was at "
                       "instruction %llu",
                       r->path, (unsigned long long)r->m->cpu->icount, text,
                       other, (unsigned long long)r->agreed);
    else if (end && !r->quiet)
        console_printf(r->m,
                       "Replayed %s: %llu instructions, digest %s, as recorded",
                       r->path, (unsigned long long)r->m->cpu->icount, text);
    r->agreed = same ? r->m->cpu->icount : r->agreed;
    if (!same)
        replay_over(r, REPLAY_WRONG);
    else if (end)
        replay_over(r, REPLAY_ENDED);
}

void
replay_end(struct replay *r)
{
    if (!r->over && due(r, ENTRY_END))
        compare(r, true);
    if (r->over && !r->interactive)
        r->m->end_now = true;
}

void
replay_check(struct replay *r)
{
    if (!due(r, ENTRY_CHECK))
        return;
    compare(r, false);
    if (!r->over)
        consume(r);
}

bool
replay_came(struct replay *r)
{
    struct next_entry *n = replay_next(r);

    return n != NULL && n->count == r->m->cpu->icount &&
           n->entry != ENTRY_WAIT && n->entry != ENTRY_STOPPED;
}

uint64_t
replay_limit(struct replay *r, uint64_t n)
{
    struct next_entry *next = replay_next(r);
    uint64_t now = r->m->cpu->icount;
    enum cpu_stop why;

    if (next == NULL)
        return 0;
    if (due(r, ENTRY_PASS)) { /* interruptions may have been taken */
        consume(r);
        cpu_run(r->m->cpu, 0, &why);
        return 0;
    }
    if (due(r, ENTRY_STEP)) {
        consume(r);
        trace_run(r->m->trace, 0, &why);
        return 0;
    }
    if (next->count < now || replay_came(r)) {
        diverged(r, "goes on");
        return 0;
    }
    if (next->count > now && n > next->count - now)
        n = next->count - now;
    if (r->to > now && n > r->to - now)
        n = r->to - now;
    return n;
}

void
replay_point(struct replay *r, enum entry entry)
{
    static const char *const here[] = {
        [ENTRY_POINT] = "is at a point of the clock",
        [ENTRY_WAIT] = "waits",
        [ENTRY_STOPPED] = "is stopped",
    };
    struct machine *m = r->m;
    struct cpu_clock cc;

    if (replay_next(r) == NULL)
        return;
    if (!due(r, entry)) {
        diverged(r, here[entry]);
        return;
    }
    cc.count0 = m->cpu->icount;
    cc.tod0 = clock_at(&m->cpu->clock, cc.count0) + r->next.a;
    cc.rate = m->cpu->clock.rate + r->next.b;
    if (cc.rate < 1u << 16 || cc.rate > UINT32_MAX)
        cc.rate = 1u << 16; /* no recording has it: a digest will tell */
    clock_set(&m->clock, &m->cpu->clock, &cc);
    consume(r);
    if (entry == ENTRY_POINT)
        replay_check(r);
}

bool
replay_dropped(struct replay *r, uint32_t client, uint64_t sends)
{
    struct next_entry *n;

    if (r->over)
        return false;
    n = replay_next(r);
    if (n == NULL || n->entry != ENTRY_DROPPED || n->a != client ||
        n->b != sends)
        return false;
    consume(r);
    return true;
}

bool
replay_quiet(const struct replay *r)
{
    return r->quiet;
}
