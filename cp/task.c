/* SPDX-License-Identifier: MIT */
/* Cooperative tasks on a pool of small stacks. The dispatcher's stack is the
 * one that task_run_ready is called on; a task runs until it waits or ends.
 * VM/370 queued CPEXBLOKs instead, with each module split at every wait. */
#include "cp/task.h"

#include "cp/abend.h"
#include "cp/low.h"
#include "cp/priv.h"
#include "cp/timer.h"
#include "cp/vmblok.h"
#include "klib/klib.h"

enum { TASKS = 12 };

struct task {
    struct task *next; /* on a wait queue, the ready queue or the free list */
    struct waitq *on;
    void (*fn)(void *arg);
    void *arg;
    struct vmblok *vm;
    uint32_t sp;
    struct timer timer;
    bool timed_out;
};

static struct task tasks[TASKS];
static uint8_t stacks[TASKS][CP_STACK_SIZE]
    __attribute__((section(".stacks,\"aw\",@nobits#"), aligned(CP_STACK_SIZE)));
static struct task *free_list, *current;
static struct waitq ready;
static uint32_t dispatcher_sp;
static unsigned nfree;

static void
put(struct waitq *q, struct task *t)
{
    t->next = NULL;
    t->on = q;
    if (q->last != NULL)
        q->last->next = t;
    else
        q->first = t;
    q->last = t;
}

static struct task *
take(struct waitq *q)
{
    struct task *t = q->first;

    if (t != NULL) {
        q->first = t->next;
        if (q->first == NULL)
            q->last = NULL;
        t->on = NULL;
    }
    return t;
}

static void
remove_from(struct waitq *q, struct task *t)
{
    struct task **pp = &q->first, *last = NULL;

    while (*pp != NULL && *pp != t) {
        last = *pp;
        pp = &(*pp)->next;
    }
    if (*pp == NULL)
        return;
    *pp = t->next;
    if (q->last == t)
        q->last = last;
    t->on = NULL;
}

void
task_init(void)
{
    for (unsigned i = 0; i < TASKS; i++) {
        tasks[i].next = free_list;
        free_list = &tasks[i];
        nfree++;
    }
}

unsigned
task_free_count(void)
{
    return nfree;
}

/* Where every task begins, on its own stack. */
static void
task_main(void)
{
    struct task *t = current;

    t->fn(t->arg);
    t->vm = NULL;
    t->next = free_list;
    free_list = t;
    nfree++;
    current = NULL;
    priv_task_free();
    stack_switch(&t->sp, dispatcher_sp);
    abend("TSK001"); /* a dead task was run */
}

bool
task_start(void (*fn)(void *arg), void *arg, struct vmblok *vm)
{
    struct task *t = free_list;
    uint32_t *frame;

    if (t == NULL)
        return false;
    free_list = t->next;
    nfree--;
    t->fn = fn;
    t->arg = arg;
    t->vm = vm;
    /* A frame as stack_switch leaves one: R6-R15 at offset 24. */
    t->sp = (uint32_t)stacks[t - tasks] + CP_STACK_SIZE - 192;
    frame = (uint32_t *)t->sp;
    frame[14] = (uint32_t)task_main; /* R14 */
    frame[15] = t->sp + 96;          /* R15 */
    put(&ready, t);
    return true;
}

struct task *
task_current(void)
{
    return current;
}

struct vmblok *
task_vm(const struct task *t)
{
    return t->vm;
}

/* Leaves the running task on queue q and goes back to the dispatcher. */
static void
suspend(struct waitq *q)
{
    struct task *t = current;

    if (t == NULL)
        abend("TSK002"); /* a wait on the dispatcher's stack */
    put(q, t);
    current = NULL;
    stack_switch(&t->sp, dispatcher_sp);
}

void
task_wait(struct waitq *q)
{
    suspend(q);
}

static void
expired(void *arg)
{
    struct task *t = arg;

    t->timed_out = true;
    if (t->on != NULL && t->on != &ready) {
        remove_from(t->on, t);
        put(&ready, t);
    }
}

bool
task_wait_until(struct waitq *q, uint64_t when)
{
    struct task *t = current;

    t->timed_out = false;
    t->timer.fn = expired;
    t->timer.arg = t;
    timer_set(&t->timer, when);
    suspend(q);
    timer_cancel(&t->timer);
    return !t->timed_out;
}

void
waitq_wake(struct waitq *q)
{
    struct task *t = take(q);

    if (t != NULL)
        put(&ready, t);
}

void
waitq_wake_all(struct waitq *q)
{
    while (q->first != NULL)
        waitq_wake(q);
}

void
task_yield(void)
{
    suspend(&ready);
}

void
task_run_ready(void)
{
    struct task *t, *end = ready.last;

    /* One turn each: a task that yields runs again at the next turn. */
    while ((t = take(&ready)) != NULL) {
        current = t;
        vm_current = t->vm;
        stack_switch(&dispatcher_sp, t->sp);
        if (t == end)
            break;
    }
}

bool
task_ready(void)
{
    return ready.first != NULL;
}
