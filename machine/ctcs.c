/* SPDX-License-Identifier: MIT */
/* Channel-to-channel adapters and their connections; see ctcs.h. */
#include "config.h"

#include "machine/ctcs.h"

#include <stdio.h>
#include <string.h>

#include "devices/channel.h"
#include "devices/ctca.h"
#include "machine/console.h"
#include "machine/ctclink.h"
#include "machine/machine.h"

static void
send_frame(void *ctx, struct device *dev, const uint8_t *frame, size_t len)
{
    struct machine *m = ctx;

    mailbox_post(m->io, MSG_CTC_FRAME, dev->addr, frame, len);
}

void
ctcs_attach(struct machine *m, struct device *dev)
{
    const struct ctca_line *line;
    struct ctclink_open o = {.lport = 0};

    if (!ctca_is(dev) || m->io == NULL)
        return;
    line = ctca_operands(dev);
    o.lport = line->lport;
    o.rport = line->rport;
    snprintf(o.rhost, sizeof o.rhost, "%s", line->rhost);
    ctca_plug(dev, send_frame, m);
    mailbox_post(m->io, MSG_CTC_OPEN, dev->addr, &o, sizeof o);
}

void
ctcs_detach(struct machine *m, struct device *dev)
{
    if (ctca_is(dev) && m->io != NULL)
        mailbox_post(m->io, MSG_CTC_CLOSE, dev->addr, NULL, 0);
}

void
ctcs_message(struct machine *m, const struct msg *msg)
{
    struct device *dev = chansys_find(m->cs, (uint16_t)msg->client);

    if (msg->kind == MSG_CTC_SAY) {
        console_printf(m, "%s", msg->data);
        return;
    }
    if (dev == NULL || !ctca_is(dev))
        return;
    if (msg->kind == MSG_CTC_UP) {
        if (m->io != NULL)
            mailbox_post(m->io, MSG_CTC_UP, dev->addr, NULL, 0);
        ctca_up(dev, msg->data[0] == '1');
    } else if (msg->kind == MSG_CTC_DOWN) {
        ctca_down(dev);
    } else if (!ctca_receive(dev, (const uint8_t *)msg->data, msg->len)) {
        if (m->io != NULL)
            mailbox_post(m->io, MSG_CTC_DOWN, dev->addr, NULL, 0);
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
