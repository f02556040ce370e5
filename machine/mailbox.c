/* SPDX-License-Identifier: MIT */
/* Message queues between the machine's threads: one mutex, one condition and
 * one linked list each. */
#include "config.h"

#include "machine/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct mailbox {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct msg *first, **last;
    size_t lines, limit, dropped;
    void (*wake)(void *arg);
    void *arg;
    atomic_size_t held[MAILBOX_SOURCES]; /* bytes that are not freed */
    void (*room[MAILBOX_SOURCES])(void *arg);
    void *room_arg[MAILBOX_SOURCES];
};

static void
out_of_memory(void)
{
    fputs("cambridge: out of memory\n", stderr);
    abort();
}

struct mailbox *
mailbox_create(void (*wake)(void *arg), void *arg, size_t limit)
{
    struct mailbox *m = calloc(1, sizeof *m);
    pthread_condattr_t attr;

    if (m == NULL)
        out_of_memory();
    pthread_mutex_init(&m->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&m->more, &attr);
    pthread_condattr_destroy(&attr);
    m->last = &m->first;
    m->wake = wake;
    m->arg = arg;
    m->limit = limit;
    return m;
}

static enum mailbox_source
source_of(const struct msg *msg)
{
    return msg->kind == MSG_COMMAND ? MAILBOX_TYPED : MAILBOX_REMOTE;
}

static void
count(struct msg *msg, struct mailbox *m)
{
    msg->counted = m;
    atomic_fetch_add(&m->held[source_of(msg)], sizeof *msg + msg->len + 1);
}

static void
uncount(const struct msg *msg)
{
    struct mailbox *m = msg->counted;
    size_t len = sizeof *msg + msg->len + 1, held;
    enum mailbox_source source = source_of(msg);

    if (m == NULL)
        return;
    held = atomic_fetch_sub(&m->held[source], len);
    if (held > MAILBOX_FULL / 2 && held - len <= MAILBOX_FULL / 2 &&
        m->room[source] != NULL)
        m->room[source](m->room_arg[source]);
}

bool
mailbox_full(struct mailbox *m, enum mailbox_source source)
{
    return atomic_load(&m->held[source]) >= MAILBOX_FULL;
}

void
mailbox_on_room(struct mailbox *m, enum mailbox_source source,
                void (*room)(void *arg), void *arg)
{
    m->room[source] = room;
    m->room_arg[source] = arg;
}

void
mailbox_free(struct msg *list)
{
    while (list != NULL) {
        struct msg *next = list->next;
        uncount(list);
        free(list);
        list = next;
    }
}

void
mailbox_destroy(struct mailbox *m)
{
    if (m == NULL)
        return;
    mailbox_free(m->first);
    pthread_cond_destroy(&m->more);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

struct msg *
mailbox_make(enum msg_kind kind, uint32_t client, const void *data, size_t len)
{
    struct msg *msg = malloc(sizeof *msg + len + 1);

    if (msg == NULL)
        out_of_memory();
    msg->next = NULL;
    msg->counted = NULL;
    msg->kind = kind;
    msg->client = client;
    msg->len = len;
    if (len > 0)
        memcpy(msg->data, data, len);
    msg->data[len] = '\0';
    return msg;
}

struct msg *
mailbox_copy(const struct msg *msg)
{
    struct msg *copy =
        mailbox_make(msg->kind, msg->client, msg->data, msg->len);

    if (msg->counted != NULL)
        count(copy, msg->counted);
    return copy;
}

static void
append(struct mailbox *m, struct msg *msg)
{
    *m->last = msg;
    m->last = &msg->next;
}

void
mailbox_post(struct mailbox *m, enum msg_kind kind, uint32_t client,
             const void *data, size_t len)
{
    struct msg *msg = mailbox_make(kind, client, data, len);
    bool was_empty;

    pthread_mutex_lock(&m->lock);
    if (kind == MSG_LINE && m->limit > 0 && m->lines >= m->limit) {
        m->dropped++;
        pthread_mutex_unlock(&m->lock);
        free(msg);
        return;
    }
    was_empty = m->first == NULL;
    count(msg, m);
    if (kind == MSG_LINE)
        m->lines++;
    append(m, msg);
    pthread_cond_signal(&m->more);
    pthread_mutex_unlock(&m->lock);
    if (was_empty && m->wake != NULL)
        m->wake(m->arg);
}

struct msg *
mailbox_take(struct mailbox *m)
{
    struct msg *list;
    char text[64];

    pthread_mutex_lock(&m->lock);
    if (m->dropped > 0) {
        int n = snprintf(text, sizeof text, "(%zu lines were dropped here)",
                         m->dropped);
        append(m, mailbox_make(MSG_LINE, 0, text, (size_t)n));
        m->dropped = 0;
    }
    list = m->first;
    m->first = NULL;
    m->last = &m->first;
    m->lines = 0;
    pthread_mutex_unlock(&m->lock);
    return list;
}

bool
mailbox_wait(struct mailbox *m, uint64_t ns)
{
    struct timespec ts = {(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};
    bool there;
    int rc = 0;

    pthread_mutex_lock(&m->lock);
    while (m->first == NULL && rc != ETIMEDOUT) {
        if (ns == UINT64_MAX)
            pthread_cond_wait(&m->more, &m->lock);
        else
            rc = pthread_cond_timedwait(&m->more, &m->lock, &ts);
    }
    there = m->first != NULL;
    pthread_mutex_unlock(&m->lock);
    return there;
}
