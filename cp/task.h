/* SPDX-License-Identifier: MIT */
/* Cooperative tasks: straight-line C that may wait, on small stacks from a
 * pool. CP runs disabled; a task gives up the processor only in task_wait (and
 * what calls it). All code that is not in a task runs on the dispatcher's
 * stack and must not wait. */
#ifndef CP_TASK_H
#define CP_TASK_H

#include <stdbool.h>
#include <stdint.h>

struct task;
struct vmblok;

struct waitq {
    struct task *first, *last;
};

/* Starts fn(arg) as a task on behalf of vm (may be NULL); it runs at the next
 * turn of the dispatcher. False: no stack free (try again: task_retry). */
bool task_start(void (*fn)(void *arg), void *arg, struct vmblok *vm);

/* The running task, NULL on the dispatcher's stack. */
struct task *task_current(void);
struct vmblok *task_vm(const struct task *t);

/* Waits until someone wakes the queue (one task, or all). task only. */
void task_wait(struct waitq *q);
/* The same, at most until TOD `when`; false when time ran out. */
bool task_wait_until(struct waitq *q, uint64_t when);
void waitq_wake(struct waitq *q);
void waitq_wake_all(struct waitq *q);
/* Lets others run. task only. */
void task_yield(void);

/* For the dispatcher: runs ready tasks until none is. */
void task_run_ready(void);
bool task_ready(void);
void task_init(void);
unsigned task_free_count(void);

#endif
