/* SPDX-License-Identifier: MIT */
/* The local 3270 (3278 model 2 on a 3274 model 1D): channel commands to 3270
 * records and back. The screen is the client's; the device keeps the last
 * inbound record, which the attention announced, until it was read and a write
 * makes it stale, and the buffer address within a chain. Reads that the kept
 * record cannot answer are put to the client and go on until it answers.
 * GA23-0061 (3274 Control Unit Description), "Local Operations"; GA23-0059. */
#include "devices/d3270.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/t3270.h"
#include "devices/d3270_state.h"
#include "devices/device.h"
#include "devices/models.h"

enum { DISPLAY_ENDED = US_CHANNEL_END | US_DEVICE_END };
/* WRITE_MAX leaves room for command and SBA in a TN3270 record. */
enum { RECORD_MAX = 65535, WRITE_MAX = 65520, SIZE_24X80 = 1920 };
enum { POSITIONS_MAX = 27 * 132 };
/* Latency: fixed, and a byte's time on a local 3274. */
enum { COMMAND_USEC = 100, BYTE_NSEC = 1500 };

struct display {
    struct device *dev;
    char group[17];

    d3270_send_fn *send; /* NULL: no client */
    void *ctx;
    char termtype[41];
    bool extended;
    unsigned alternate; /* positions of the alternate size */

    unsigned size; /* positions in use, by the last erase/write */
    unsigned pos;  /* buffer address, within a chain */
    uint8_t *kept; /* last inbound record; RECORD_MAX bytes */
    uint32_t kept_len;
    bool read;               /* the program has read since that record came */
    struct command *reading; /* put to the client */
    unsigned stale;          /* answers to come that nobody waits for */
    uint8_t *out;            /* record being built */
};

static struct display *
display_of(struct device *dev)
{
    return dev->state;
}

/* The address of the client that may have the terminal, with a mask: here only
 * clients of this host come. */
static bool
client_allowed(int argc, char **argv, struct err *err)
{
    struct in_addr a = {0}, mask = {INADDR_BROADCAST};

    for (int i = 0; i < argc; i++)
        if (i > 1 || inet_pton(AF_INET, argv[i], i == 0 ? &a : &mask) != 1)
            return err_set(err, "3270: unknown option %s", argv[i]);
    if (argc > 0 && (htonl(INADDR_LOOPBACK) & mask.s_addr) != a.s_addr)
        return err_set(err,
                       "3270: %s: clients come from this host, 127.0.0.1, "
                       "alone",
                       argv[0]);
    return true;
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    bool group = argc > 0 && strcmp(argv[0], "*") != 0;
    struct display *d;

    if (group && strlen(argv[0]) >= sizeof(d->group))
        return err_set(err, "3270: the group name %s is longer than %zu",
                       argv[0], sizeof(d->group) - 1);
    if (argc > 1 && !client_allowed(argc - 1, argv + 1, err))
        return false;
    d = calloc(1, sizeof(*d));
    if (d != NULL) {
        d->kept = malloc(RECORD_MAX);
        d->out = malloc(RECORD_MAX);
    }
    if (d == NULL || d->kept == NULL || d->out == NULL) {
        if (d != NULL) {
            free(d->kept);
            free(d->out);
        }
        free(d);
        return err_set(err, "out of memory");
    }
    if (group)
        strcpy(d->group, argv[0]);
    d->dev = dev;
    d->size = SIZE_24X80;
    dev->state = d;
    return true;
}

static void
detach(struct device *dev)
{
    struct display *d = display_of(dev);

    free(d->kept);
    free(d->out);
    free(d);
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case T3270_CCW_WRITE:
    case T3270_CCW_ERASE_WRITE:
    case T3270_CCW_EWA:
    case T3270_CCW_WSF:
        return DIR_WRITE;
    case T3270_CCW_READ_BUFFER:
    case T3270_CCW_READ_MODIFIED:
    case T3270_CCW_RMA:
        return DIR_READ;
    case T3270_CCW_NOP:
    case T3270_CCW_SELECT:
    case T3270_CCW_EAU:
        return DIR_NONE;
    default:
        return DIR_BAD;
    }
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct display *d = display_of(dev);

    if (!cmd->chained)
        d->pos = 0;
    if (d->send == NULL)
        return device_refuse(dev, SENSE_INTERVENTION);
    if (cmd->code == T3270_CCW_WSF && !d->extended)
        return device_refuse(dev, SENSE_COMMAND_REJECT);
    return 0;
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    (void)dev;
    (void)cmd;
    return WRITE_MAX;
}

static void
refresh_sense(struct device *dev)
{
    if (display_of(dev)->send == NULL)
        dev->sense[0] |= SENSE_INTERVENTION;
}

/* Forgets the client and everything that came from it. */
static void
lose_client(struct display *d)
{
    d->send = NULL;
    d->kept_len = 0;
    d->stale = 0;
    device_withdraw(d->dev, US_ATTENTION | US_DEVICE_END);
}

/* Sends `out`; the ending status. */
static uint8_t
send_out(struct display *d, size_t len)
{
    if (d->send != NULL && d->send(d->ctx, d->out, len))
        return DISPLAY_ENDED;
    if (d->send != NULL)
        lose_client(d);
    return device_check(d->dev, SENSE_INTERVENTION);
}

/* A write makes the kept record stale, but not one that the program has not
 * read: the write may have been on its way when the attention came, in one of
 * several systems that run in each other. */
static void
overwrite(struct display *d)
{
    if (d->read)
        d->kept_len = 0;
}

static uint8_t
write_screen(struct display *d, const struct command *cmd)
{
    size_t n = 0;

    overwrite(d);
    if (cmd->code != T3270_CCW_WRITE) {
        d->size = cmd->code == T3270_CCW_EWA ? d->alternate : SIZE_24X80;
        d->pos = 0;
    }
    d->out[n++] = cmd->code == T3270_CCW_WRITE ? T3270_W
                  : cmd->code == T3270_CCW_EWA ? T3270_EWA
                                               : T3270_EW;
    if (cmd->len > 0)
        d->out[n++] = cmd->buf[0]; /* WCC */
    if (cmd->code == T3270_CCW_WRITE && cmd->chained && d->pos != 0) {
        d->out[n++] = ORDER_SBA;
        t3270_put_addr(d->out + n, d->pos);
        n += 2;
    }
    if (cmd->len > 1) {
        memcpy(d->out + n, cmd->buf + 1, cmd->len - 1);
        n += cmd->len - 1;
        d->pos = d3270_after(cmd->buf + 1, cmd->len - 1, d->pos, d->size);
    }
    return send_out(d, n);
}

static uint8_t
write_structured(struct display *d, const struct command *cmd)
{
    overwrite(d);
    d->out[0] = T3270_WSF;
    memcpy(d->out + 1, cmd->buf, cmd->len);
    return send_out(d, cmd->len + 1);
}

static bool
short_read(uint8_t aid)
{
    return aid == AID_CLEAR || aid == AID_PA1 || aid == AID_PA2 ||
           aid == AID_PA3;
}

/* Gives a reply to the command, from the current buffer address on. */
static void
answer(struct display *d, struct command *cmd, const uint8_t *rec, uint32_t len)
{
    memcpy(cmd->buf, rec, len);
    cmd->len = len;
    if (d->pos == 0 || rec[0] == AID_STRUCTURED)
        return;
    if (cmd->code == T3270_CCW_READ_BUFFER)
        cmd->len = (uint32_t)d3270_cut_buffer(cmd->buf, len, d->pos);
    else
        cmd->len = (uint32_t)d3270_cut_modified(cmd->buf, len, d->pos);
}

static uint8_t
read_screen(struct display *d, struct command *cmd)
{
    uint8_t unit;

    d->read = true;
    if (d->kept_len > 0 && cmd->code != T3270_CCW_READ_BUFFER &&
        !(cmd->code == T3270_CCW_RMA && short_read(d->kept[0]))) {
        device_withdraw(d->dev, US_ATTENTION);
        answer(d, cmd, d->kept, d->kept_len);
        return DISPLAY_ENDED;
    }
    d->out[0] = cmd->code == T3270_CCW_READ_BUFFER ? T3270_RB
                : cmd->code == T3270_CCW_RMA       ? T3270_RMA
                                                   : T3270_RM;
    unit = send_out(d, 1);
    if (unit != DISPLAY_ENDED)
        return unit;
    d->reading = cmd;
    return 0;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct display *d = display_of(dev);

    /* It may have gone since the initial status. */
    if (d->send == NULL)
        return device_check(dev, SENSE_INTERVENTION);
    switch (cmd->code) {
    case T3270_CCW_WRITE:
    case T3270_CCW_ERASE_WRITE:
    case T3270_CCW_EWA:
        return write_screen(d, cmd);
    case T3270_CCW_WSF:
        return write_structured(d, cmd);
    case T3270_CCW_READ_BUFFER:
    case T3270_CCW_READ_MODIFIED:
    case T3270_CCW_RMA:
        return read_screen(d, cmd);
    case T3270_CCW_EAU:
        overwrite(d);
        d->out[0] = T3270_EAU;
        d->pos = 0;
        return send_out(d, 1);
    default: /* no operation, select */
        return DISPLAY_ENDED;
    }
}

static void
halt(struct device *dev)
{
    struct display *d = display_of(dev);

    if (d->reading == NULL)
        return;
    d->reading = NULL;
    d->stale++; /* the client answers all the same */
}

static void
reset(struct device *dev)
{
    struct display *d = display_of(dev);

    d->kept_len = 0;
    d->pos = 0;
}

static uint32_t
latency(struct device *dev, const struct command *cmd)
{
    (void)dev;
    return COMMAND_USEC + cmd->count * BYTE_NSEC / 1000;
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct display *d = display_of(dev);

    if (d->send != NULL)
        snprintf(text, size, "%s%s%s", d->group, d->group[0] ? " " : "",
                 d->termtype);
    else
        snprintf(text, size, "%s", d->group);
}

/* In the place of a client's, until there is one or it is known to be gone. */
static bool
nobody(void *ctx, const uint8_t *rec, size_t len)
{
    (void)ctx, (void)rec, (void)len;
    return false;
}

static void
save(struct device *dev, struct pack *p)
{
    const struct display *d = display_of(dev);

    pack_flag(p, d->send != NULL);
    pack_text(p, d->termtype);
    pack_flag(p, d->extended);
    pack_num(p, d->alternate);
    pack_num(p, d->size);
    pack_num(p, d->pos);
    pack_flag(p, d->reading != NULL);
    pack_num(p, d->stale);
    pack_flag(p, d->read);
    pack_data(p, d->kept, d->kept_len);
}

static void
load(struct device *dev, struct unpack *u)
{
    struct display *d = display_of(dev);

    d->send = unpack_flag(u) ? nobody : NULL;
    d->ctx = NULL;
    unpack_text(u, d->termtype, sizeof(d->termtype));
    d->extended = unpack_flag(u);
    d->alternate = (unsigned)unpack_num(u, POSITIONS_MAX);
    d->size = (unsigned)unpack_num(u, POSITIONS_MAX);
    d->pos = (unsigned)unpack_num(u, POSITIONS_MAX);
    d->reading = unpack_flag(u) ? device_command(dev) : NULL;
    d->stale = (unsigned)unpack_num(u, UINT32_MAX);
    d->read = unpack_flag(u);
    d->kept_len = (uint32_t)unpack_data(u, d->kept, RECORD_MAX);
    if (d->size == 0 || (d->alternate == 0 && d->send != NULL) ||
        d->pos >= d->size)
        unpack_fail(u, "has a screen without a size");
    if (unpack_ok(u))
        return;
    d->send = NULL;
    d->reading = NULL;
    d->kept_len = 0;
    d->size = d->alternate = SIZE_24X80;
    d->pos = 0;
}

const struct device_model model_3270 = {
    .type = "3270",
    .id = {0xff, {{0x32, 0x74}}, 0x1d, {{0x32, 0x78}}, 0x02},
    .attach = attach,
    .detach = detach,
    .direction = direction,
    .initial = initial,
    .want = want,
    .execute = execute,
    .halt = halt,
    .reset = reset,
    .refresh_sense = refresh_sense,
    .describe = describe,
    .latency = latency,
    .save = save,
    .load = load,
};

bool
d3270_is(const struct device *dev)
{
    return dev->model->attach == attach;
}

/* Positions of a model's alternate size; the type is IBM-327x-n. */
static unsigned
alternate_size(const char *termtype)
{
    static const unsigned size[] = {24 * 80, 32 * 80, 43 * 80, 27 * 132};

    if (strncmp(termtype, "IBM-327", 7) == 0 && strlen(termtype) >= 10 &&
        termtype[9] >= '2' && termtype[9] <= '5')
        return size[termtype[9] - '2'];
    return SIZE_24X80;
}

bool
d3270_connect(struct device *dev, const char *termtype, bool extended,
              d3270_send_fn *send, void *ctx)
{
    struct display *d = display_of(dev);

    if (d->send != NULL)
        return false;
    d->send = send;
    d->ctx = ctx;
    d->extended = extended;
    snprintf(d->termtype, sizeof(d->termtype), "%s", termtype);
    d->alternate = alternate_size(termtype);
    d->size = SIZE_24X80;
    d->kept_len = 0;
    d->stale = 0;
    device_attention(dev, US_DEVICE_END);
    return true;
}

void
d3270_resume(struct device *dev, d3270_send_fn *send, void *ctx)
{
    struct display *d = display_of(dev);

    if (d->send == NULL)
        return;
    d->send = send;
    d->ctx = ctx;
}

bool
d3270_connected(const struct device *dev)
{
    const struct display *d = dev->state;

    return d->send != NULL;
}

void
d3270_disconnect(struct device *dev)
{
    struct display *d = display_of(dev);

    if (d->send == NULL)
        return;
    lose_client(d);
    if (d->reading != NULL) {
        d->reading = NULL;
        device_complete(dev, device_check(dev, SENSE_INTERVENTION));
    }
}

bool
d3270_inbound(struct device *dev, const uint8_t *rec, size_t len)
{
    struct display *d = display_of(dev);

    if (len == 0 || len > RECORD_MAX || d->send == NULL)
        return false;
    if (d->reading != NULL && d->stale == 0) {
        struct command *cmd = d->reading;

        d->reading = NULL;
        answer(d, cmd, rec, (uint32_t)len);
        device_complete(dev, DISPLAY_ENDED);
        return true;
    }
    if (d->stale > 0) {
        d->stale--;
        return true;
    }
    if (rec[0] == AID_NONE) /* nobody asked, and no key was pressed */
        return true;
    memcpy(d->kept, rec, len);
    d->kept_len = (uint32_t)len;
    d->read = false;
    device_attention(dev, US_ATTENTION);
    return true;
}

const char *
d3270_group(const struct device *dev)
{
    const struct display *d = dev->state;

    return d->group;
}
