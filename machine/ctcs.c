/* SPDX-License-Identifier: MIT */
/* Channel-to-channel adapters and their connections; see ctcs.h. */
#include "config.h"

#include "machine/ctcs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "devices/channel.h"
#include "devices/ctca.h"
#include "machine/console.h"
#include "machine/ctclink.h"
#include "machine/machine.h"

/* An adapter that the I/O thread knows. */
struct plugged {
    struct plugged *next;
    struct mailbox *io;
    struct device *dev;
    uint32_t number;
};

struct ctcs {
    struct plugged *first;
    uint32_t numbers; /* given to adapters */
};

struct ctcs *
ctcs_create(void)
{
    struct ctcs *c = calloc(1, sizeof *c);

    if (c == NULL)
        abort();
    return c;
}

static void
unplug(struct plugged **at)
{
    struct plugged *p = *at;

    *at = p->next;
    ctca_plug(p->dev, NULL, NULL);
    free(p);
}

void
ctcs_destroy(struct machine *m)
{
    if (m->ctcs == NULL)
        return;
    while (m->ctcs->first != NULL)
        unplug(&m->ctcs->first);
    free(m->ctcs);
    m->ctcs = NULL;
}

static struct plugged **
find(struct machine *m, const struct device *dev)
{
    struct plugged **at = &m->ctcs->first;

    while (*at != NULL && (*at)->dev != dev)
        at = &(*at)->next;
    return at;
}

static void
send_frame(void *ctx, struct device *dev, const uint8_t *frame, size_t len)
{
    struct plugged *p = ctx;

    (void)dev;
    mailbox_post(p->io, MSG_CTC_FRAME, p->number, frame, len);
}

/* To the I/O thread, about an adapter that it knows. */
static void
tell(struct machine *m, const struct device *dev, enum msg_kind kind)
{
    struct plugged *p = *find(m, dev);

    if (p != NULL)
        mailbox_post(p->io, kind, p->number, NULL, 0);
}

void
ctcs_attach(struct machine *m, struct device *dev)
{
    const struct ctca_line *line;
    struct ctclink_open o;
    struct plugged *p;

    if (!ctca_is(dev) || m->io == NULL)
        return;
    p = calloc(1, sizeof *p);
    if (p == NULL)
        abort();
    p->io = m->io;
    p->dev = dev;
    p->number = ++m->ctcs->numbers;
    p->next = m->ctcs->first;
    m->ctcs->first = p;
    line = ctca_operands(dev);
    memset(&o, 0, sizeof o);
    o.lport = line->lport;
    o.rport = line->rport;
    o.addr = dev->addr;
    snprintf(o.rhost, sizeof o.rhost, "%s", line->rhost);
    ctca_plug(dev, send_frame, p);
    mailbox_post(p->io, MSG_CTC_OPEN, p->number, &o, sizeof o);
}

void
ctcs_detach(struct machine *m, struct device *dev)
{
    struct plugged **at = find(m, dev);

    tell(m, dev, MSG_CTC_CLOSE);
    if (*at != NULL)
        unplug(at);
}

bool
ctcs_address(struct machine *m, struct msg *msg)
{
    struct plugged *p = m->ctcs->first;

    while (p != NULL && p->number != msg->client)
        p = p->next;
    if (p != NULL)
        msg->client = p->dev->addr;
    return p != NULL;
}

void
ctcs_message(struct machine *m, const struct msg *msg)
{
    struct device *dev;

    dev = chansys_find(m->cs, (uint16_t)msg->client);
    if (dev == NULL || !ctca_is(dev))
        return;
    if (msg->kind == MSG_CTC_UP) {
        tell(m, dev, MSG_CTC_UP);
        ctca_up(dev, msg->data[0] == '1');
    } else if (msg->kind == MSG_CTC_DOWN) {
        ctca_down(dev);
    } else if (!ctca_receive(dev, (const uint8_t *)msg->data, msg->len)) {
        tell(m, dev, MSG_CTC_DOWN);
        console_printf(m, "%04X: the other end sent what no adapter sends",
                       dev->addr);
    }
}

void
ctcs_resume(struct machine *m)
{
    for (struct device *dev = chansys_next(m->cs, NULL); dev != NULL;
         dev = chansys_next(m->cs, dev)) {
        if (!ctca_is(dev) || m->io == NULL)
            continue;
        ctcs_detach(m, dev);
        ctca_down(dev);
        ctcs_attach(m, dev);
    }
}
