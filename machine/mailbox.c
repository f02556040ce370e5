/* SPDX-License-Identifier: MIT */
/* Message queues between the machine's threads: one mutex, one condition and
 * one linked list each. */
#include "config.h"

#include "machine/mailbox.h"

#include <errno.h>
#include <pthread.h>
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

void
mailbox_free(struct msg *list)
{
    while (list != NULL) {
        struct msg *next = list->next;
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

static struct msg *
make(enum msg_kind kind, uint32_t client, const void *data, size_t len)
{
    struct msg *msg = malloc(sizeof *msg + len + 1);

    if (msg == NULL)
        out_of_memory();
    msg->next = NULL;
    msg->kind = kind;
    msg->client = client;
    msg->len = len;
    if (len > 0)
        memcpy(msg->data, data, len);
    msg->data[len] = '\0';
    return msg;
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
    struct msg *msg = make(kind, client, data, len);
    bool was_empty;

    pthread_mutex_lock(&m->lock);
    if (kind == MSG_LINE && m->limit > 0 && m->lines >= m->limit) {
        m->dropped++;
        pthread_mutex_unlock(&m->lock);
        free(msg);
        return;
    }
    was_empty = m->first == NULL;
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
        append(m, make(MSG_LINE, 0, text, (size_t)n));
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
