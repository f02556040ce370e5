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
#include "machine/record.h"
#include "machine/replay.h"

struct client {
    struct client *next;
    struct terminals *t;
    uint32_t id;
    struct device *dev; /* NULL: refused, dropped or its device is gone */
    bool connected;     /* the device knows; until then it is kept for it */
    bool between;       /* its device is being made anew */
    struct msg_terminal want;
    uint64_t sends; /* records that the device had for it */
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

static void
forget_clients(struct terminals *t)
{
    while (t->clients != NULL) {
        struct client *next = t->clients->next;
        free(t->clients);
        t->clients = next;
    }
}

void
terminals_destroy(struct terminals *t)
{
    if (t == NULL)
        return;
    forget_clients(t);
    free(t);
}

void
terminals_sent(struct terminals *t, uint32_t client, size_t len)
{
    atomic_fetch_sub(&t->queued[client % TERMINALS_MAX], len);
}

static void
post(struct terminals *t, enum msg_kind kind, uint32_t client, const void *data,
     size_t len)
{
    if (t->m->io != NULL)
        mailbox_post(t->m->io, kind, client, data, len);
}

static struct client **
find(struct terminals *t, uint32_t id)
{
    struct client **p = &t->clients;

    while (*p != NULL && (*p)->id != id)
        p = &(*p)->next;
    return p;
}

/* Whether a client is too slow is the host's affair: a recording notes when
 * one was, and a replay has it so again. */
static bool
is_full(struct client *c, size_t len)
{
    struct machine *m = c->t->m;
    bool full;

    if (m->replay != NULL)
        return replay_dropped(m->replay, c->id, c->sends);
    full = atomic_load(&c->t->queued[c->id % TERMINALS_MAX]) + len >
           TERMINALS_QUEUE;
    if (full && m->record != NULL)
        record_dropped(m->record, c->id, c->sends);
    return full;
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
    c->sends++;
    if (is_full(c, len)) {
        console_printf(
            t->m,
            "Terminal %04X: the client does not take its output and was "
            "dropped",
            c->dev->addr);
        c->dev = NULL;
        post(t, MSG_GONE, c->id, NULL, 0);
        return false;
    }
    if (t->m->io == NULL)
        return true;
    atomic_fetch_add(queued, len);
    post(t, MSG_RECORD, c->id, rec, len);
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
    post(t, MSG_REFUSE, id, text, (size_t)n);
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
        post(t, MSG_ACCEPT, c->id, NULL, 0);
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
        post(c->t, MSG_GONE, c->id, NULL, 0);
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
        post(t, MSG_GONE, c->id, NULL, 0);
    }
}

void
terminals_unplug(struct terminals *t, const struct device *dev)
{
    for (struct client *c = t->clients; c != NULL; c = c->next) {
        if (c->dev != dev)
            continue;
        c->dev = NULL;
        c->between = true;
    }
}

void
terminals_plug(struct terminals *t, struct device *dev)
{
    for (struct client *c = t->clients; c != NULL; c = c->next) {
        if (!c->between)
            continue;
        c->between = false;
        if (!d3270_is(dev))
            continue;
        c->dev = dev;
        if (c->connected)
            d3270_resume(dev, send_record, c);
    }
}

void
terminals_save(const struct terminals *t, struct pack *p)
{
    unsigned n = 0;

    for (const struct client *c = t->clients; c != NULL; c = c->next)
        n++;
    pack_tag(p, "TERM");
    pack_num(p, n);
    for (const struct client *c = t->clients; c != NULL; c = c->next) {
        pack_num(p, c->id);
        pack_flag(p, c->dev != NULL);
        if (c->dev != NULL)
            pack_num(p, c->dev->addr);
        pack_flag(p, c->connected);
        pack_text(p, c->want.type);
        pack_text(p, c->want.device);
        pack_flag(p, c->want.extended);
        pack_num(p, c->sends);
    }
}

/* One client into *c, its device's address into *addr, -1 without one. */
static void
unpack_client(struct unpack *u, struct client *c, int *addr)
{
    memset(c, 0, sizeof *c);
    c->id = (uint32_t)unpack_num(u, UINT32_MAX);
    *addr = unpack_flag(u) ? (int)unpack_num(u, 0xffff) : -1;
    c->connected = unpack_flag(u);
    unpack_text(u, c->want.type, sizeof c->want.type);
    unpack_text(u, c->want.device, sizeof c->want.device);
    c->want.extended = unpack_flag(u);
    c->sends = unpack_num(u, UINT64_MAX);
}

void
terminals_skip(struct unpack *u)
{
    struct client c;
    unsigned n;
    int addr;

    unpack_tag(u, "TERM");
    n = (unsigned)unpack_num(u, 1 << 16);
    while (n-- > 0 && unpack_ok(u))
        unpack_client(u, &c, &addr);
}

void
terminals_load(struct terminals *t, struct unpack *u)
{
    struct client **last = &t->clients;
    unsigned n;
    int addr;

    forget_clients(t);
    unpack_tag(u, "TERM");
    n = (unsigned)unpack_num(u, 1 << 16);
    while (n-- > 0 && unpack_ok(u)) {
        struct client *c = malloc(sizeof *c);

        if (c == NULL)
            abort();
        unpack_client(u, c, &addr);
        c->t = t;
        *last = c;
        last = &c->next;
        if (addr >= 0)
            c->dev = chansys_find(t->m->cs, (uint16_t)addr);
        if (c->dev != NULL && !d3270_is(c->dev))
            c->dev = NULL;
        if (c->dev == NULL)
            c->connected = false;
        else if (c->connected)
            d3270_resume(c->dev, send_record, c);
    }
}

void
terminals_drop(struct terminals *t)
{
    struct device *dev = NULL;

    for (struct client *c = t->clients; c != NULL; c = c->next)
        if (c->dev != NULL) {
            c->dev = NULL;
            post(t, MSG_GONE, c->id, NULL, 0);
        }
    while ((dev = chansys_next(t->m->cs, dev)) != NULL)
        if (d3270_is(dev))
            d3270_disconnect(dev);
}
