/* SPDX-License-Identifier: MIT */
/* Which client has which 3270. A client gets the first free 3270 without a
 * group, or the one whose address it names, or the first free one of the group
 * it names (RFC 1646: the name after `@` in its terminal type). */
#include "config.h"

#include "machine/terminals.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/t3270.h"
#include "devices/channel.h"
#include "devices/d3270.h"
#include "devices/device.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"

struct client {
    struct client *next;
    struct terminals *t;
    uint32_t id;
    struct device *dev; /* NULL: refused, dropped or its device is gone */
    bool connected;     /* the device knows; until then it is kept for it */
    struct msg_terminal want;
};

struct terminals {
    struct machine *m;
    struct client *clients;
    /* Bytes posted and not yet sent, by client number modulo the size; shared
     * with the I/O thread. */
    atomic_size_t queued[TERMINALS_MAX];
};

struct terminals *
terminals_create(struct machine *m)
{
    struct terminals *t = calloc(1, sizeof *t);

    if (t == NULL)
        abort();
    t->m = m;
    return t;
}

void
terminals_destroy(struct terminals *t)
{
    if (t == NULL)
        return;
    while (t->clients != NULL) {
        struct client *next = t->clients->next;
        free(t->clients);
        t->clients = next;
    }
    free(t);
}

void
terminals_sent(struct terminals *t, uint32_t client, size_t len)
{
    atomic_fetch_sub(&t->queued[client % TERMINALS_MAX], len);
}

static struct client **
find(struct terminals *t, uint32_t id)
{
    struct client **p = &t->clients;

    while (*p != NULL && (*p)->id != id)
        p = &(*p)->next;
    return p;
}

/* The device's output. Never blocks: a client that does not take what is sent
 * is dropped. */
static bool
send_record(void *ctx, const uint8_t *rec, size_t len)
{
    struct client *c = ctx;
    struct terminals *t = c->t;
    atomic_size_t *queued = &t->queued[c->id % TERMINALS_MAX];

    if (c->dev == NULL)
        return false;
    if (atomic_load(queued) + len > TERMINALS_QUEUE) {
        console_printf(
            t->m,
            "Terminal %04X: the client does not take its output and was "
            "dropped",
            c->dev->addr);
        c->dev = NULL;
        mailbox_post(t->m->io, MSG_GONE, c->id, NULL, 0);
        return false;
    }
    atomic_fetch_add(queued, len);
    mailbox_post(t->m->io, MSG_RECORD, c->id, rec, len);
    return true;
}

/* Does the device suit what the client asked for? */
static bool
suits(const struct device *dev, const char *wanted)
{
    uint16_t addr;

    if (wanted[0] == '\0')
        return d3270_group(dev)[0] == '\0';
    if (strcasecmp(d3270_group(dev), wanted) == 0)
        return true;
    return config_address(wanted, &addr) && addr == dev->addr;
}

/* Has a client it, or is it kept for one that still negotiates? */
static bool
taken(const struct terminals *t, const struct device *dev)
{
    for (const struct client *c = t->clients; c != NULL; c = c->next)
        if (c->dev == dev)
            return true;
    return d3270_connected(dev);
}

static struct device *
choose(struct terminals *t, const char *wanted, bool *exists)
{
    struct device *dev = NULL;

    *exists = false;
    while ((dev = chansys_next(t->m->cs, dev)) != NULL) {
        if (!d3270_is(dev) || !suits(dev, wanted))
            continue;
        *exists = true;
        if (!taken(t, dev))
            return dev;
    }
    return NULL;
}

static void
refuse(struct terminals *t, uint32_t id, const char *wanted, bool exists)
{
    char text[128];
    int n;

    if (wanted[0] == '\0')
        n = snprintf(text, sizeof text, "%s",
                     exists ? "All terminals are in use"
                            : "There is no terminal");
    else
        n = snprintf(text, sizeof text,
                     exists ? "Terminal %s is in use"
                            : "There is no terminal %s",
                     wanted);
    mailbox_post(t->m->io, MSG_REFUSE, id, text, (size_t)n);
}

static void
connect_client(struct terminals *t, const struct msg *msg)
{
    struct client *c = calloc(1, sizeof *c);
    bool exists;

    if (c == NULL || msg->len != sizeof c->want)
        abort();
    memcpy(&c->want, msg->data, sizeof c->want);
    c->t = t;
    c->id = msg->client;
    c->dev = choose(t, c->want.device, &exists);
    c->next = t->clients;
    t->clients = c;
    if (c->dev == NULL)
        refuse(t, c->id, c->want.device, exists);
    else
        mailbox_post(t->m->io, MSG_ACCEPT, c->id, NULL, 0);
}

/* Records may flow: the device hears of its client. */
static void
client_ready(struct client *c)
{
    if (c->connected)
        return;
    c->connected =
        d3270_connect(c->dev, c->want.type, c->want.extended, send_record, c);
    if (!c->connected) {
        c->dev = NULL;
        mailbox_post(c->t->m->io, MSG_GONE, c->id, NULL, 0);
    }
}

static void
gone(struct client **p)
{
    struct client *c = *p;

    *p = c->next;
    if (c->dev != NULL && c->connected)
        d3270_disconnect(c->dev);
    free(c);
}

void
terminals_message(struct terminals *t, const struct msg *msg)
{
    static const uint8_t pa1[] = {AID_PA1};
    struct client **p;

    if (msg->kind == MSG_CONNECT) {
        connect_client(t, msg);
        return;
    }
    p = find(t, msg->client);
    if (*p == NULL)
        return;
    if (msg->kind == MSG_GONE)
        gone(p);
    else if ((*p)->dev == NULL)
        return;
    else if (msg->kind == MSG_READY)
        client_ready(*p);
    else if (!(*p)->connected)
        return;
    else if (msg->kind == MSG_ATTN)
        d3270_inbound((*p)->dev, pa1, sizeof pa1);
    else
        d3270_inbound((*p)->dev, (const uint8_t *)msg->data, msg->len);
}

void
terminals_detach(struct terminals *t, struct device *dev)
{
    for (struct client *c = t->clients; c != NULL; c = c->next) {
        if (c->dev != dev)
            continue;
        d3270_disconnect(dev);
        c->dev = NULL;
        mailbox_post(t->m->io, MSG_GONE, c->id, NULL, 0);
    }
}
