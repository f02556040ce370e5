/* SPDX-License-Identifier: MIT */
/* The device that does as it is told; see faultdev.h. */
#include "tests/ccw/faultdev.h"

#include <stdlib.h>
#include <string.h>

enum { ENDED = US_CHANNEL_END | US_DEVICE_END };

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    if (argc > 0)
        return err_set(err, "%s: not for a test device", argv[0]);
    dev->state = calloc(1, sizeof(struct fault));
    return dev->state != NULL;
}

static void
detach(struct device *dev)
{
    free(dev->state);
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case 0x01:
        return DIR_WRITE;
    case 0x02:
        return DIR_READ;
    case 0x0c:
        return DIR_READ_BACKWARD;
    case 0x03:
    case 0x07:
    case 0x0b:
        return DIR_NONE;
    default:
        return DIR_BAD;
    }
}

static uint8_t
initial(struct device *dev, const struct command *cmd)
{
    struct fault *f = fault_of(dev);
    uint8_t unit = f->initial;

    (void)cmd;
    if (f->cu_busy)
        return US_BUSY | US_STATUS_MODIFIER;
    if (f->pass > 0) {
        f->pass--;
        return 0;
    }
    f->initial = 0;
    if (unit & US_UNIT_CHECK)
        dev->sense[0] = SENSE_INTERVENTION;
    return unit;
}

static uint32_t
want(struct device *dev, const struct command *cmd)
{
    struct fault *f = fault_of(dev);

    (void)cmd;
    return f->want ? f->want : COMMAND_MAX;
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct fault *f = fault_of(dev);
    uint8_t unit = f->status ? f->status : ENDED;

    f->commands++;
    f->code = cmd->code;
    f->status = 0;
    if (cmd->code == 0x01) {
        f->got_len = cmd->len < sizeof(f->got) ? cmd->len : sizeof(f->got);
        memcpy(f->got, cmd->buf, f->got_len);
        cmd->more = f->more;
    } else if (cmd->code == 0x02 || cmd->code == 0x0c) {
        memcpy(cmd->buf, f->send, f->send_len);
        cmd->len = f->send_len;
    }
    dev->trouble |= f->trouble;
    f->trouble = 0;
    if (f->retries > 0) {
        f->retries--;
        unit = US_CHANNEL_END | US_UNIT_CHECK | US_STATUS_MODIFIER;
        return f->retry_later ? unit : unit | US_DEVICE_END;
    }
    if (f->hold) {
        f->hold = false;
        f->held = cmd;
        return 0;
    }
    return cmd->code == 0x0b ? US_CHANNEL_END : unit;
}

static uint8_t
test(struct device *dev)
{
    return fault_of(dev)->cu_busy ? US_BUSY | US_STATUS_MODIFIER : 0;
}

static void
halt(struct device *dev)
{
    fault_of(dev)->halts++;
}

static void
reset(struct device *dev)
{
    fault_of(dev)->resets++;
}

static void
taken(struct device *dev, uint8_t unit_status)
{
    fault_of(dev)->taken = unit_status;
}

const struct device_model fault_model = {
    .type = "TEST",
    .id = {0xff, {{0x12, 0x34}}, 0x56, {{0x78, 0x9a}}, 0xbc},
    .attach = attach,
    .detach = detach,
    .direction = direction,
    .initial = initial,
    .want = want,
    .execute = execute,
    .test = test,
    .halt = halt,
    .reset = reset,
    .taken = taken,
};
