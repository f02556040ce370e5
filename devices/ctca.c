/* SPDX-License-Identifier: MIT */
/* One end of a channel-to-channel adapter; see ctca.h. A read or write waits
 * until the other end gives its counterpart, and tells the other end by
 * attention. The reading end decides when both meet, so that one message ends
 * a transfer. */
#include "devices/ctca.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/bytes.h"
#include "devices/models.h"
#include "lib/pack.h"

enum {
    CMD_WRITE = 0x01,
    CMD_READ = 0x02,
    CMD_NOP = 0x03,
    CMD_CONTROL = 0x07,
    CMD_READ_BACKWARD = 0x0c,
    CMD_SENSE_COMMAND = 0x14,
    CMD_SET_BASIC = 0x43,
    CMD_WRITE_EOF = 0x81,
    CMD_SET_EXTENDED = 0xc3,
    CMD_PREPARE = 0xe3,
};

/* A command that waits for its counterpart. */
struct waiting {
    uint8_t code; /* 0: there is none */
    uint16_t number;
    uint32_t count;
    uint8_t *data; /* of a write of the other end; NULL: none */
};

struct ctca {
    struct ctca_line line;
    ctca_send_fn *send;
    void *ctx;
    bool up, called;
    uint16_t number; /* of this end's last command */
    struct waiting mine, theirs;
    struct command *held; /* mine; NULL: a control command, or none */
};

static bool
port_number(const char *text, unsigned *out)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    *out = (unsigned)n;
    return *text >= '0' && *text <= '9' && *end == '\0' && n <= 65535;
}

static bool
operands(struct ctca_line *l, int argc, char **argv, struct err *err)
{
    if (argc > 0 && strcasecmp(argv[0], "CTCE") == 0) {
        argc--;
        argv++;
    }
    if (argc != 1 && argc != 3)
        return err_set(err, "wanted: [CTCE] LPORT [RHOST RPORT]");
    if (!port_number(argv[0], &l->lport))
        return err_set(err, "%s: not a port number", argv[0]);
    if (argc == 1)
        return true;
    if (!port_number(argv[2], &l->rport))
        return err_set(err, "%s: not a port number", argv[2]);
    if (strcasecmp(argv[1], "localhost") == 0)
        strcpy(l->rhost, "127.0.0.1");
    else if (strncmp(argv[1], "127.", 4) == 0 &&
             strlen(argv[1]) < sizeof(l->rhost))
        strcpy(l->rhost, argv[1]);
    else
        return err_set(err,
                       "%s: the other machine has to be on this host "
                       "(127.0.0.1)",
                       argv[1]);
    return true;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct ctca *c = calloc(1, sizeof(*c));

    if (c == NULL)
        return err_set(err, "out of memory");
    if (!operands(&c->line, argc, argv, err)) {
        free(c);
        return false;
    }
    dev->state = c;
    return true;
}

static void
forget_theirs(struct ctca *c)
{
    free(c->theirs.data);
    memset(&c->theirs, 0, sizeof(c->theirs));
}

static void
forget_mine(struct ctca *c)
{
    memset(&c->mine, 0, sizeof(c->mine));
    c->held = NULL;
}

static void
detach(struct device *dev)
{
    struct ctca *c = dev->state;

    forget_theirs(c);
    free(c);
}

static void
send(struct device *dev, enum ctca_what what, const struct waiting *cmd,
     uint32_t count, const uint8_t *data, uint32_t len)
{
    struct ctca *c = dev->state;
    struct ctca_frame *f;

    if (!c->up || c->send == NULL)
        return;
    f = malloc(sizeof(*f) + len);
    if (f == NULL)
        abort();
    f->what = (uint8_t)what;
    f->code = cmd->code;
    put16(&f->number, cmd->number);
    put32(&f->count, count);
    if (len > 0)
        memcpy(f + 1, data, len);
    c->send(c->ctx, dev, (const uint8_t *)f, sizeof(*f) + len);
    free(f);
}

static bool
is_write(uint8_t code)
{
    return code == CMD_WRITE || code == CMD_WRITE_EOF;
}

static bool
is_read(uint8_t code)
{
    return code == CMD_READ || code == CMD_READ_BACKWARD;
}

static bool
counterparts(uint8_t a, uint8_t b)
{
    return (is_read(a) && is_write(b)) || (is_write(a) && is_read(b));
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case CMD_WRITE:
        return DIR_WRITE;
    case CMD_READ:
    case CMD_SENSE_COMMAND:
        return DIR_READ;
    case CMD_READ_BACKWARD:
        return DIR_READ_BACKWARD;
    case CMD_NOP:
    case CMD_CONTROL:
    case CMD_SET_BASIC:
    case CMD_SET_EXTENDED:
    case CMD_WRITE_EOF:
    case CMD_PREPARE:
        return DIR_NONE;
    default:
        return DIR_BAD;
    }
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    (void)dev;
    (void)cmd;
    return CTCA_DATA;
}

/* Without the other end there is nothing to do; while it waits for its
 * counterpart, nothing else is begun. */
static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct ctca *c = dev->state;

    if (cmd->code == CMD_NOP)
        return 0;
    if (!c->up)
        return device_refuse(dev, SENSE_INTERVENTION);
    if (c->theirs.code == 0 || counterparts(cmd->code, c->theirs.code) ||
        (cmd->code != CMD_CONTROL && !is_read(cmd->code) &&
         !is_write(cmd->code)))
        return 0;
    return US_BUSY | US_ATTENTION;
}

/* The other end's write becomes the data of this end's read. */
static uint8_t
take_write(struct device *dev, struct command *cmd)
{
    struct ctca *c = dev->state;
    uint32_t len = c->theirs.code == CMD_WRITE ? c->theirs.count : 0;
    uint8_t unit = US_CHANNEL_END | US_DEVICE_END;

    if (len > 0)
        memcpy(cmd->buf, c->theirs.data, len);
    cmd->len = len;
    if (c->theirs.code == CMD_WRITE_EOF)
        unit |= US_UNIT_EXCEPTION;
    return unit;
}

/* What the read took: the other end's write is over. */
static void
sent(struct device *dev, uint32_t bytes)
{
    struct ctca *c = dev->state;

    if (!is_read(device_command(dev)->code) || !is_write(c->theirs.code))
        return;
    send(dev, CTCA_END, &c->theirs, bytes, NULL, 0);
    forget_theirs(c);
}

/* Begins to wait for the other end. */
static uint8_t
wait_for(struct device *dev, struct command *cmd, uint8_t unit)
{
    struct ctca *c = dev->state;

    c->mine.code = cmd->code;
    c->mine.number = ++c->number;
    c->mine.count = is_write(cmd->code) ? cmd->len : cmd->count;
    c->held = unit ? NULL : cmd;
    if (cmd->code != CMD_PREPARE)
        send(dev, CTCA_COMMAND, &c->mine, c->mine.count, cmd->buf,
             cmd->code == CMD_WRITE ? cmd->len : 0);
    return unit;
}

static uint8_t
sense_command(struct device *dev, struct command *cmd)
{
    struct ctca *c = dev->state;

    cmd->buf[0] = c->theirs.code;
    cmd->len = 1;
    if (c->theirs.code == CMD_CONTROL) {
        send(dev, CTCA_SENSED, &c->theirs, 0, NULL, 0);
        forget_theirs(c);
    }
    return US_CHANNEL_END | US_DEVICE_END;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct ctca *c = dev->state;

    switch (cmd->code) {
    case CMD_SENSE_COMMAND:
        return sense_command(dev, cmd);
    case CMD_READ:
    case CMD_READ_BACKWARD:
        if (is_write(c->theirs.code))
            return take_write(dev, cmd);
        return wait_for(dev, cmd, 0);
    case CMD_WRITE:
    case CMD_WRITE_EOF:
        return wait_for(dev, cmd, 0);
    case CMD_PREPARE:
        if (c->theirs.code == 0)
            return wait_for(dev, cmd, 0);
        break;
    case CMD_CONTROL:
        return wait_for(dev, cmd, US_CHANNEL_END);
    default:
        break;
    }
    return US_CHANNEL_END | US_DEVICE_END;
}

/* Ends this end's command, whatever it is. */
static void
finish(struct device *dev, uint8_t unit)
{
    struct ctca *c = dev->state;

    if (c->mine.code == 0)
        return;
    if (c->held == NULL) /* channel end was given */
        unit &= (uint8_t)~US_CHANNEL_END;
    forget_mine(c);
    device_complete(dev, unit);
}

static void
finish_check(struct device *dev, uint8_t sense)
{
    struct ctca *c = dev->state;

    if (c->mine.code == 0)
        return;
    memset(dev->sense, 0, sizeof(dev->sense));
    dev->sense[0] = sense;
    finish(dev, US_CHANNEL_END | US_DEVICE_END | US_UNIT_CHECK);
}

/* The other end has begun a command. */
static bool
their_command(struct device *dev, const struct ctca_frame *f, size_t len)
{
    struct ctca *c = dev->state;
    uint8_t code = f->code;

    if (!is_read(code) && !is_write(code) && code != CMD_CONTROL)
        return false;
    if (code == CMD_WRITE ? len != get32(&f->count) || len > CTCA_DATA
                          : len != 0)
        return false;
    forget_theirs(c);
    c->theirs.code = code;
    c->theirs.number = get16(&f->number);
    c->theirs.count = get32(&f->count);
    if (len > 0) {
        c->theirs.data = malloc(len);
        if (c->theirs.data == NULL)
            abort();
        memcpy(c->theirs.data, f + 1, len);
    }
    if (c->mine.code == 0) {
        device_attention(dev, US_ATTENTION);
    } else if (c->mine.code == CMD_PREPARE) {
        finish(dev, US_CHANNEL_END | US_DEVICE_END);
    } else if (is_read(c->mine.code) && is_write(code)) {
        uint8_t unit = take_write(dev, c->held);

        finish(dev, unit);
    } else if (!counterparts(c->mine.code, code) && c->called) {
        send(dev, CTCA_REFUSE, &c->theirs, 0, NULL, 0);
        forget_theirs(c);
    }
    return true;
}

bool
ctca_receive(struct device *dev, const uint8_t *frame, size_t len)
{
    struct ctca *c = dev->state;
    const struct ctca_frame *f = (const struct ctca_frame *)frame;
    bool to_mine;

    if (!c->up || len < sizeof(*f))
        return false;
    len -= sizeof(*f);
    if (f->what == CTCA_COMMAND)
        return their_command(dev, f, len);
    if (len != 0)
        return false;
    /* About a command that this end has halted since: too late. */
    to_mine = c->mine.code != 0 && c->mine.number == get16(&f->number);
    switch (f->what) {
    case CTCA_END:
        if (!to_mine || !is_write(c->mine.code))
            break;
        if (get32(&f->count) < c->held->len)
            c->held->used = get32(&f->count);
        forget_theirs(c);
        finish(dev, US_CHANNEL_END | US_DEVICE_END);
        break;
    case CTCA_SENSED:
        if (to_mine && c->mine.code == CMD_CONTROL)
            finish(dev, US_DEVICE_END);
        break;
    case CTCA_CANCEL:
        if (c->theirs.code != 0 && c->theirs.number == get16(&f->number)) {
            forget_theirs(c);
            device_withdraw(dev, US_ATTENTION);
        }
        break;
    case CTCA_REFUSE:
        if (to_mine) {
            finish_check(dev, 0);
            device_attention(dev, US_ATTENTION);
        }
        break;
    case CTCA_RESET:
        forget_theirs(c);
        device_withdraw(dev, US_ATTENTION);
        finish_check(dev, SENSE_INTERVENTION);
        break;
    default:
        return false;
    }
    return true;
}

void
ctca_up(struct device *dev, bool called)
{
    struct ctca *c = dev->state;

    ctca_down(dev);
    c->up = true;
    c->called = called;
    device_attention(dev, US_DEVICE_END);
}

void
ctca_down(struct device *dev)
{
    struct ctca *c = dev->state;

    c->up = false;
    forget_theirs(c);
    device_withdraw(dev, US_ATTENTION);
    finish_check(dev, SENSE_INTERVENTION);
}

static void
halt(struct device *dev)
{
    struct ctca *c = dev->state;

    if (c->mine.code != 0 && c->mine.code != CMD_PREPARE)
        send(dev, CTCA_CANCEL, &c->mine, 0, NULL, 0);
    forget_mine(c);
}

static void
reset(struct device *dev)
{
    struct ctca *c = dev->state;

    send(dev, CTCA_RESET, &c->mine, 0, NULL, 0);
    forget_mine(c);
    forget_theirs(c);
}

static void
refresh_sense(struct device *dev)
{
    struct ctca *c = dev->state;

    if (!c->up)
        dev->sense[0] |= SENSE_INTERVENTION;
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct ctca *c = dev->state;
    char call[80] = "";

    if (c->line.rport != 0)
        snprintf(call, sizeof(call), " %s %u", c->line.rhost, c->line.rport);
    snprintf(text, size, "%u%s%s", c->line.lport, call,
             c->up ? " [connected]" : "");
}

static void
save_waiting(struct pack *p, const struct waiting *w, bool data)
{
    pack_num(p, w->code);
    pack_num(p, w->number);
    pack_num(p, w->count);
    if (data && w->code == CMD_WRITE)
        pack_data(p, w->data, w->count);
}

static void
load_waiting(struct unpack *u, struct waiting *w, bool data)
{
    size_t len = 0;

    w->code = (uint8_t)unpack_num(u, 0xff);
    w->number = (uint16_t)unpack_num(u, 0xffff);
    w->count = (uint32_t)unpack_num(u, COMMAND_MAX);
    if (!data || w->code != CMD_WRITE)
        return;
    w->data = unpack_alloc(u, CTCA_DATA, &len);
    if (len != w->count)
        unpack_fail(u, "has an adapter with a write of another length");
}

static void
save(struct device *dev, struct pack *p)
{
    struct ctca *c = dev->state;

    pack_flag(p, c->up);
    pack_flag(p, c->called);
    pack_num(p, c->number);
    save_waiting(p, &c->mine, false);
    save_waiting(p, &c->theirs, true);
    pack_flag(p, c->held != NULL);
}

static void
load(struct device *dev, struct unpack *u)
{
    struct ctca *c = dev->state;

    forget_theirs(c);
    c->up = unpack_flag(u);
    c->called = unpack_flag(u);
    c->number = (uint16_t)unpack_num(u, 0xffff);
    load_waiting(u, &c->mine, false);
    load_waiting(u, &c->theirs, true);
    c->held = unpack_flag(u) ? device_command(dev) : NULL;
    if ((c->mine.code != 0 && c->mine.code != CMD_CONTROL) != (c->held != NULL))
        unpack_fail(u, "has an adapter that holds no command, or a wrong one");
    if (unpack_ok(u))
        return;
    forget_mine(c);
    forget_theirs(c);
}

bool
ctca_is(const struct device *dev)
{
    return dev->model == &model_3088;
}

const struct ctca_line *
ctca_operands(const struct device *dev)
{
    const struct ctca *c = dev->state;

    return &c->line;
}

void
ctca_plug(struct device *dev, ctca_send_fn *fn, void *ctx)
{
    struct ctca *c = dev->state;

    c->send = fn;
    c->ctx = ctx;
}

const struct device_model model_3088 = {
    .type = "3088",
    .id = {0xff, {{0x30, 0x88}}, 0x08, {{0x00, 0x00}}, 0x01},
    .attach = attach,
    .detach = detach,
    .direction = direction,
    .want = want,
    .initial = initial,
    .execute = execute,
    .sent = sent,
    .halt = halt,
    .reset = reset,
    .refresh_sense = refresh_sense,
    .describe = describe,
    .save = save,
    .load = load,
};
