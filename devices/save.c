/* SPDX-License-Identifier: MIT */
/* Channels and devices in a snapshot: each subchannel with the program it is
 * at, what the model keeps, and what is mounted. The models' own parts are
 * theirs (device.h). Whatever the bytes are that are loaded, subchannels are
 * left in a state that the channel can work from. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "devices/subchannel.h"

enum { ARGS_MAX = 64, ARG_MAX_BYTES = 4096 };

struct device *
chansys_unsaved(struct chansys *cs)
{
    for (struct subchannel *sub = cs->first; sub; sub = sub->next)
        if (sub->dev->model->save == NULL)
            return sub->dev;
    return NULL;
}

struct command *
device_command(struct device *dev)
{
    return &dev->sub->cmd;
}

void
device_pack_event(struct pack *p, const struct event *ev)
{
    pack_flag(p, evq_queued(ev));
    if (!evq_queued(ev))
        return;
    pack_num(p, ev->when);
    /* Only the order counts, and events of the host take numbers, too. */
    if (p->kind != PACK_DIGEST)
        pack_num(p, ev->seq);
}

void
device_unpack_event(struct device *dev, struct unpack *u, struct event *ev)
{
    uint64_t when, seq;

    evq_cancel(dev->cs->evq, ev);
    if (!unpack_flag(u))
        return;
    when = unpack_num(u, UINT64_MAX);
    seq = unpack_num(u, UINT64_MAX);
    if (unpack_ok(u))
        evq_restore(dev->cs->evq, ev, when, seq);
}

static void
pack_program(struct pack *p, const struct subchannel *sub)
{
    const struct command *cmd = &sub->cmd;
    bool works = program_working(sub); /* else some of it is stale */

    pack_num(p, sub->phase);
    pack_num(p, sub->key);
    pack_num(p, sub->next_ccw);
    pack_num(p, sub->command);
    pack_num(p, sub->flags);
    pack_num(p, sub->count);
    pack_num(p, sub->area.at);
    pack_num(p, sub->area.idaw);
    pack_num(p, sub->area.left);
    pack_flag(p, sub->area.ida);
    pack_flag(p, sub->area.first);
    pack_flag(p, sub->area.backward);
    pack_num(p, sub->dir);
    pack_num(p, cmd->code);
    pack_num(p, cmd->prev_code);
    pack_flag(p, cmd->chained);
    pack_flag(p, cmd->more);
    pack_num(p, works ? cmd->used : 0);
    pack_num(p, cmd->max);
    pack_num(p, cmd->count);
    pack_num(p, works ? sub->moved : 0);
    pack_num(p, sub->unit);
    pack_num(p, sub->late);
    pack_num(p, sub->chan);
    pack_flag(p, sub->retry);
    pack_num(p, sub->deferred);
    pack_num(p, sub->caw);
    pack_num(p, sub->logout);
    pack_flag(p, sub->ipl);
    pack_num(p, (uint64_t)(sub->ipl_status + 1));
    pack_data(p, sub->buf, works ? cmd->len : 0);
}

/* Phases that wait for an event must have one, the others none. */
static bool
wants_event(enum phase phase)
{
    return phase != PHASE_IDLE && phase != PHASE_HELD && phase != PHASE_CHAIN &&
           phase != PHASE_DEVICE;
}

static void
unpack_program(struct unpack *u, struct subchannel *sub)
{
    struct command *cmd = &sub->cmd;
    enum phase phase = (enum phase)unpack_num(u, PHASE_DEVICE);

    sub->key = (uint8_t)unpack_num(u, 0xf0);
    sub->next_ccw = (uint32_t)unpack_num(u, 0x1ffffff);
    sub->command = (uint32_t)unpack_num(u, 0x1ffffff);
    sub->flags = (uint8_t)unpack_num(u, 0xff);
    sub->count = (uint32_t)unpack_num(u, 65535);
    sub->area.at = (uint32_t)unpack_num(u, UINT32_MAX);
    sub->area.idaw = (uint32_t)unpack_num(u, UINT32_MAX);
    sub->area.left = (uint32_t)unpack_num(u, 4096);
    sub->area.ida = unpack_flag(u);
    sub->area.first = unpack_flag(u);
    sub->area.backward = unpack_flag(u);
    sub->dir = (enum direction)unpack_num(u, DIR_BAD);
    cmd->code = (uint8_t)unpack_num(u, 0xff);
    cmd->prev_code = (uint8_t)unpack_num(u, 0xff);
    cmd->chained = unpack_flag(u);
    cmd->more = unpack_flag(u);
    cmd->used = (uint32_t)unpack_num(u, COMMAND_MAX);
    cmd->max = (uint32_t)unpack_num(u, COMMAND_MAX);
    cmd->count = (uint32_t)unpack_num(u, 65535);
    sub->moved = (uint32_t)unpack_num(u, COMMAND_MAX);
    sub->unit = (uint8_t)unpack_num(u, 0xff);
    sub->late = (uint8_t)unpack_num(u, 0xff);
    sub->chan = (uint8_t)unpack_num(u, 0xff);
    sub->retry = unpack_flag(u);
    sub->deferred = (uint8_t)unpack_num(u, 3);
    sub->caw = (uint32_t)unpack_num(u, UINT32_MAX);
    sub->logout = (uint32_t)unpack_num(u, UINT32_MAX);
    sub->ipl = unpack_flag(u);
    sub->ipl_status = (int)unpack_num(u, 2) - 1;
    if (sub->buf == NULL)
        sub->buf = calloc(1, COMMAND_MAX);
    if (sub->buf == NULL) {
        unpack_fail(u, "out of memory");
        return;
    }
    cmd->buf = sub->buf;
    cmd->len = (uint32_t)unpack_data(u, sub->buf, COMMAND_MAX);
    if (sub->moved > cmd->len)
        sub->moved = cmd->len;
    device_unpack_event(sub->dev, u, &sub->ev);
    if (wants_event(phase) != evq_queued(&sub->ev))
        unpack_fail(u, "has a channel program that waits for nothing");
    sub->phase = unpack_ok(u) ? phase : PHASE_IDLE;
}

static void
pack_conditions(struct pack *p, const struct subchannel *sub)
{
    pack_flag(p, sub->pci);
    pack_flag(p, sub->end);
    pack_raw(p, &sub->end_csw, sizeof(sub->end_csw));
    pack_num(p, sub->unsolicited);
}

static void
unpack_conditions(struct unpack *u, struct subchannel *sub)
{
    sub->pci = unpack_flag(u);
    sub->end = unpack_flag(u);
    unpack_raw(u, &sub->end_csw, sizeof(sub->end_csw));
    sub->unsolicited = (uint8_t)unpack_num(u, 0xff);
}

static void
pack_state(struct pack *p, struct device *dev)
{
    pack_program(p, dev->sub);
    device_pack_event(p, &dev->sub->ev);
    pack_conditions(p, dev->sub);
    pack_raw(p, dev->sense, sizeof(dev->sense));
    dev->model->save(dev, p);
}

void
chansys_save_device(struct device *dev, struct pack *p)
{
    pack_tag(p, "DEV ");
    pack_num(p, dev->addr);
    pack_text(p, dev->model->type);
    pack_num(p, (uint64_t)dev->argc);
    for (int i = 0; i < dev->argc; i++)
        pack_text(p, dev->argv[i]);
    if (dev->model->save_media != NULL)
        dev->model->save_media(dev, p);
    pack_tag(p, "STAT");
    pack_state(p, dev);
}

/* Is a command that is yet to be executed one that the model has, with no more
 * data than it asked for? */
static bool
fits_model(struct subchannel *sub)
{
    const struct device_model *model = sub->dev->model;
    const struct command *cmd = &sub->cmd;

    if (sub->phase != PHASE_COMMAND && sub->phase != PHASE_GATHER)
        return true;
    if (is_sense(cmd->code))
        return sub->dir == DIR_READ;
    if (sub->dir == DIR_BAD ||
        sub->dir != model->direction(sub->dev, cmd->code))
        return false;
    return sub->dir != DIR_WRITE || cmd->len == 0 || model->want == NULL ||
           cmd->len <= model->want(sub->dev, cmd);
}

static bool
unpack_state(struct unpack *u, struct device *dev, struct err *err)
{
    unpack_tag(u, "STAT");
    if (chan_of(dev->sub)->owner == dev->sub)
        chan_of(dev->sub)->owner = NULL;
    program_drop(dev->sub);
    irq_clear(dev->sub);
    unpack_program(u, dev->sub);
    unpack_conditions(u, dev->sub);
    unpack_raw(u, dev->sense, sizeof(dev->sense));
    dev->model->load(dev, u);
    if (unpack_ok(u) && !fits_model(dev->sub))
        unpack_fail(u, "has a command that the device cannot be at");
    if (unpack_ok(u))
        return true;
    program_drop(dev->sub);
    irq_clear(dev->sub);
    return err_set(err, "device %04X: %s", dev->addr, u->err.text);
}

/* Address, type and operands of the device that follows. */
struct words {
    uint16_t addr;
    char type[32];
    int argc;
    char *argv[ARGS_MAX + 1];
};

static bool
unpack_words(struct unpack *u, struct words *w, struct err *err)
{
    char text[ARG_MAX_BYTES];
    int n;

    memset(w, 0, sizeof(*w));
    unpack_tag(u, "DEV ");
    w->addr = (uint16_t)unpack_num(u, 0xffff);
    unpack_text(u, w->type, sizeof(w->type));
    n = (int)unpack_num(u, ARGS_MAX);
    while (w->argc < n && unpack_ok(u)) {
        unpack_text(u, text, sizeof(text));
        w->argv[w->argc] = strdup(text);
        if (w->argv[w->argc] == NULL)
            unpack_fail(u, "out of memory");
        else
            w->argc++;
    }
    return unpack_ok(u) || err_set(err, "%s", u->err.text);
}

static void
free_words(struct words *w)
{
    for (int i = 0; i < w->argc; i++)
        free(w->argv[i]);
}

bool
chansys_load_device(struct device *dev, struct unpack *u, struct err *err)
{
    struct words w;
    bool ok = unpack_words(u, &w, err);

    if (ok && (w.addr != dev->addr || strcmp(w.type, dev->model->type) != 0))
        ok = err_set(err, "device %04X %s stands where %04X %s was wanted",
                     w.addr, w.type, dev->addr, dev->model->type);
    free_words(&w);
    if (ok && dev->model->load_media != NULL)
        ok = dev->model->load_media(dev, u, err) ||
             err_prefix(err, "device %04X", dev->addr);
    return ok && unpack_state(u, dev, err);
}

/* A model without hooks would not know to leave host files alone. */
static bool
can_be_made(const struct words *w, struct err *err)
{
    const struct device_model *m = chan_model(w->type);

    return (m != NULL && m->load != NULL) ||
           err_set(err, "device %04X: a %s cannot be in a snapshot", w->addr,
                   w->type);
}

struct device *
chansys_make_device(struct chansys *cs, struct unpack *u, struct err *err)
{
    struct words w;
    struct device *dev = NULL;
    struct err ignored;

    if (unpack_words(u, &w, err) && can_be_made(&w, err)) {
        cs->media = u;
        dev = chansys_attach(cs, w.addr, w.type, w.argc, w.argv, err);
        cs->media = NULL;
    }
    free_words(&w);
    if (dev == NULL)
        return NULL;
    if (unpack_state(u, dev, err))
        return dev;
    chansys_detach(cs, dev->addr, &ignored);
    return NULL;
}

static void
pack_address(struct pack *p, const struct subchannel *sub)
{
    pack_flag(p, sub != NULL);
    if (sub != NULL)
        pack_num(p, sub->dev->addr);
}

static struct subchannel *
unpack_address(struct chansys *cs, struct unpack *u)
{
    return unpack_flag(u) ? chan_sub(cs, (uint16_t)unpack_num(u, 0xffff))
                          : NULL;
}

void
chansys_save(struct chansys *cs, struct pack *p)
{
    unsigned n = 0;

    pack_tag(p, "CHAN");
    for (struct subchannel *s = cs->irq_head; s; s = s->irq_next)
        n++;
    pack_num(p, n);
    for (struct subchannel *s = cs->irq_head; s; s = s->irq_next)
        pack_num(p, s->dev->addr);
    pack_address(p, cs->ipl);
    for (unsigned i = 0; i < CHANNELS; i++) {
        const struct channel *c = &cs->channels[i];

        pack_num(p, c->type);
        pack_address(p, c->owner);
        pack_flag(p, c->refused);
        pack_flag(p, c->available);
    }
}

static void
load_channel(struct chansys *cs, unsigned number, struct unpack *u)
{
    struct channel *c = &cs->channels[number];

    c->type = (enum chan_type)unpack_num(u, CHAN_BLOCK);
    c->owner = unpack_address(cs, u);
    if (c->owner != NULL && chan_of(c->owner) != c) {
        unpack_fail(u, "has a channel that works for another's device");
        c->owner = NULL;
    }
    c->refused = unpack_flag(u);
    c->available = unpack_flag(u);
}

void
chansys_load(struct chansys *cs, struct unpack *u)
{
    unsigned n;

    unpack_tag(u, "CHAN");
    n = (unsigned)unpack_num(u, 0x10000);
    irq_unqueue(cs); /* what is pending at devices that stay, too */
    while (n-- > 0 && unpack_ok(u)) {
        struct subchannel *sub = chan_sub(cs, (uint16_t)unpack_num(u, 0xffff));

        if (sub == NULL)
            unpack_fail(u, "has an interruption of a device that is not there");
        else
            irq_update(sub);
    }
    cs->ipl = unpack_address(cs, u);
    for (unsigned i = 0; i < CHANNELS; i++)
        load_channel(cs, i, u);
    /* Whatever the list said. */
    for (struct subchannel *sub = cs->first; sub; sub = sub->next) {
        irq_update(sub);
        chan_settle(sub);
    }
    for (unsigned i = 0; i < CHANNELS; i++)
        chan_mask(cs, i);
}

void
chansys_digest(struct chansys *cs, struct pack *p)
{
    for (struct subchannel *sub = cs->first; sub; sub = sub->next) {
        pack_num(p, sub->dev->addr);
        pack_text(p, sub->dev->model->type);
        if (sub->dev->model->save != NULL)
            pack_state(p, sub->dev);
    }
    chansys_save(cs, p);
}
