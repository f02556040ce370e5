/* SPDX-License-Identifier: MIT */
/* A channel program as a state machine: each event takes it past one CCW.
 * CCWs are fetched (fetch.c) when they are reached, so what the processor or
 * the program itself writes ahead of the channel is seen. PoO "Execution of
 * Input/Output Operations", "Conclusion of Input/Output Operations", "Channel
 * Status Word", "Command Retry". */
#include "devices/subchannel.h"

#include <stdlib.h>
#include <string.h>

enum { US_ENDED = US_CHANNEL_END | US_DEVICE_END };
enum { US_RETRY = US_CHANNEL_END | US_UNIT_CHECK | US_STATUS_MODIFIER };
enum { COMMAND_USEC = 20, CHAIN_DATA_USEC = 1, PAGE_USEC = 10 };

static void finish(struct subchannel *sub);
static void scatter(struct subchannel *sub);

static void
schedule(struct subchannel *sub, enum phase phase, uint32_t usec)
{
    sub->phase = phase;
    evq_in(sub->cs->evq, &sub->ev, (uint64_t)usec * TOD_USEC);
}

static uint32_t
transfer_usec(uint32_t count)
{
    return count * PAGE_USEC / 4096;
}

static uint32_t
command_usec(struct subchannel *sub)
{
    if (sub->dev->model->latency)
        return sub->dev->model->latency(sub->dev, &sub->cmd);
    return COMMAND_USEC + transfer_usec(sub->count);
}

bool
program_working(const struct subchannel *sub)
{
    return sub->phase != PHASE_IDLE && sub->phase != PHASE_DEVICE;
}

void
program_csw(const struct subchannel *sub, struct csw *csw)
{
    csw->key = sub->key;
    put24(&csw->addr, sub->next_ccw & CAW_ADDR);
    csw->unit = sub->unit;
    csw->chan = sub->chan;
    put16(&csw->count, (uint16_t)sub->count);
}

/* A PCI not yet taken goes with the ending status. */
static void
fold_pci(struct subchannel *sub)
{
    if (sub->pci)
        sub->chan |= CS_PCI;
    sub->pci = false;
    irq_update(sub);
}

/* The device looks at the command code: returns its initial status, 0 when it
 * accepts. */
static uint8_t
select_command(struct subchannel *sub)
{
    struct device *dev = sub->dev;
    uint8_t code = sub->cmd.code;

    sub->cmd.len = sub->cmd.used = sub->moved = 0;
    sub->cmd.more = false;
    sub->cmd.buf = sub->buf;
    sub->cmd.max = COMMAND_MAX;
    if (is_sense(code)) {
        sub->dir = DIR_READ;
        return 0;
    }
    if (code != CCW_NOP)
        memset(dev->sense, 0, sizeof(dev->sense));
    sub->dir = dev->model->direction(dev, code);
    if (sub->dir == DIR_BAD)
        return device_refuse(dev, SENSE_COMMAND_REJECT);
    if (dev->model->initial)
        return dev->model->initial(dev, &sub->cmd);
    return 0;
}

static uint8_t
sense(struct subchannel *sub)
{
    struct device *dev = sub->dev;
    struct command *cmd = &sub->cmd;

    if (cmd->code == CCW_SENSE_ID) {
        memcpy(cmd->buf, dev->id ? dev->id : &dev->model->id,
               sizeof(dev->model->id));
        cmd->len = sizeof(dev->model->id);
    } else {
        if (dev->model->refresh_sense)
            dev->model->refresh_sense(dev);
        memcpy(cmd->buf, dev->sense, dev->sense_len);
        cmd->len = dev->sense_len;
        memset(dev->sense, 0, sizeof(dev->sense));
    }
    return US_ENDED;
}

/* Executes the command on the device; returns unit status, 0: it goes on. */
static uint8_t
execute(struct subchannel *sub)
{
    struct command *cmd = &sub->cmd;

    cmd->used = cmd->len;
    return is_sense(cmd->code) ? sense(sub)
                               : sub->dev->model->execute(sub->dev, cmd);
}

/* The program is over: its status waits for the processor. */
static void
end_program(struct subchannel *sub)
{
    if (sub->watched)
        watch_status(sub, true);
    sub->phase =
        (sub->unit & US_ENDED) == US_CHANNEL_END ? PHASE_DEVICE : PHASE_IDLE;
    fold_pci(sub);
    if (sub->ipl) {
        sub->ipl = false;
        sub->ipl_status = sub->unit == US_ENDED && sub->chan == 0 ? 1 : -1;
        return;
    }
    program_csw(sub, &sub->end_csw);
    sub->end_csw.key |= sub->deferred;
    sub->deferred = 0;
    sub->end = true;
    irq_update(sub);
}

/* The command at next_ccw, when the one before it has ended. */
static void
next_command(struct subchannel *sub)
{
    struct device *dev = sub->dev;

    sub->chan |= take_ccw(sub, false, sub->cmd.prev_code == 0);
    /* PoO "Interface Control Check": the device appeared not operational. */
    if (dev->not_operational)
        dev->trouble |= CS_INTERFACE_CONTROL_CHECK;
    if (sub->chan == 0)
        sub->chan |= chan_trouble(sub, CS_CONTROL, LOGOUT_SELECTING);
    /* PoO "Channel Status Word": what is found at the initiation of a chained
     * command turns channel end and device end off. */
    sub->unit = sub->chan ? 0 : select_command(sub);
    if (sub->unit || sub->chan)
        end_program(sub);
    else
        schedule(sub, PHASE_COMMAND, command_usec(sub));
}

static void
chain_command(struct subchannel *sub)
{
    if (sub->watched)
        watch_status(sub, false);
    if (sub->unit & US_STATUS_MODIFIER)
        sub->next_ccw += 8;
    sub->cmd.prev_code = sub->cmd.code;
    sub->cmd.chained |= !is_sense(sub->cmd.code);
    next_command(sub);
}

static bool
retry_asked(const struct subchannel *sub)
{
    return (sub->unit & ~US_DEVICE_END) == US_RETRY;
}

/* Command retry: the same CCW again, now or when device end comes. */
static void
retry(struct subchannel *sub)
{
    sub->retry = !(sub->unit & US_DEVICE_END);
    if (sub->retry) {
        sub->phase = PHASE_CHAIN;
        return;
    }
    sub->next_ccw = sub->command;
    next_command(sub);
}

/* CD makes CC mean nothing. */
static bool
chains_command(const struct subchannel *sub)
{
    return (sub->flags & (CCW_CC | CCW_CD)) == CCW_CC;
}

/* Chains or ends, the command's unit and channel status being known. Control
 * unit end does not end a chain; it waits in the device. */
static void
conclude(struct subchannel *sub)
{
    const uint8_t normal = US_ENDED | US_STATUS_MODIFIER | US_CONTROL_UNIT_END;

    if (!chains_command(sub) || sub->chan != 0 || (sub->unit & ~normal) != 0) {
        end_program(sub);
        return;
    }
    sub->unsolicited |= sub->unit & US_CONTROL_UNIT_END;
    sub->unit &= (uint8_t)~US_CONTROL_UNIT_END;
    if (sub->unit & US_DEVICE_END)
        chain_command(sub);
    else
        sub->phase = PHASE_CHAIN;
}

static void
finish(struct subchannel *sub)
{
    bool wrong = sub->count > 0 || sub->cmd.more || sub->moved < sub->cmd.len;

    /* PoO "Incorrect Length": SLI is ignored while CD is on; an immediate
     * operation has no length. */
    if (sub->dir != DIR_NONE && sub->chan == 0 && wrong &&
        (sub->flags & (CCW_SLI | CCW_CD)) != CCW_SLI)
        sub->chan |= CS_INCORRECT_LENGTH;
    if (sub->dir != DIR_NONE)
        sub->chan |= chan_trouble(sub, CS_CHANNEL_DATA_CHECK, LOGOUT_DATA);
    if (sub->dev->model->sent && sub->dir != DIR_NONE && sub->dir != DIR_WRITE)
        sub->dev->model->sent(sub->dev, sub->moved);
    conclude(sub);
}

/* Trouble after the command was accepted: the operation is over at once, and
 * what the device said of it is lost. */
static bool
broken(struct subchannel *sub)
{
    bool moved = sub->dir == DIR_WRITE && sub->cmd.len > 0;
    uint8_t check =
        chan_trouble(sub, CS_CONTROL, moved ? LOGOUT_DATA : LOGOUT_ACCEPTED);

    sub->chan |= check;
    if (check)
        sub->unit = 0;
    return check != 0;
}

/* The device has ended the command with sub->unit. */
static void
command_ended(struct subchannel *sub)
{
    if (broken(sub)) {
        end_program(sub);
        return;
    }
    if (retry_asked(sub) && sub->chan == 0) {
        retry(sub);
        return;
    }
    if (sub->dir == DIR_READ || sub->dir == DIR_READ_BACKWARD) {
        scatter(sub);
        return;
    }
    if (sub->dir == DIR_WRITE && sub->cmd.used < sub->cmd.len)
        sub->count += sub->cmd.len - sub->cmd.used;
    if (sub->count > 65535)
        sub->count = 65535;
    sub->moved = sub->cmd.len;
    finish(sub);
}

static void
run_command(struct subchannel *sub)
{
    sub->unit = execute(sub);
    if (sub->unit == 0)
        sub->phase = PHASE_HELD;
    else
        command_ended(sub);
}

static void
scatter(struct subchannel *sub)
{
    uint32_t n = sub->cmd.len - sub->moved, done;
    uint8_t *from = sub->flags & CCW_SKIP ? NULL : sub->cmd.buf + sub->moved;

    if (n > sub->count)
        n = sub->count;
    sub->chan |= area_move(sub, from, n, true, &done);
    sub->moved += done;
    sub->count -= done;
    if (sub->chan == 0 && sub->count == 0 && (sub->flags & CCW_CD)) {
        sub->chan |= chan_trouble(sub, CS_CHAINING_CHECK, LOGOUT_DATA);
        if (sub->chan == 0)
            sub->chan |= take_ccw(sub, true, false);
        if (sub->chan == 0 && sub->moved < sub->cmd.len) {
            schedule(sub, PHASE_SCATTER,
                     CHAIN_DATA_USEC + transfer_usec(sub->count));
            return;
        }
    }
    finish(sub);
}

/* How many bytes more the device takes of this write command. */
static uint32_t
wanted(struct subchannel *sub)
{
    const struct device_model *model = sub->dev->model;
    uint32_t want = COMMAND_MAX;

    if (model->want)
        want = model->want(sub->dev, &sub->cmd);
    if (want > COMMAND_MAX)
        want = COMMAND_MAX;
    return want > sub->cmd.len ? want - sub->cmd.len : 0;
}

static void
gather(struct subchannel *sub)
{
    uint32_t want, done;

    while ((want = wanted(sub)) > 0 && sub->count > 0 && sub->chan == 0) {
        uint32_t n = want < sub->count ? want : sub->count;

        sub->chan |=
            area_move(sub, sub->cmd.buf + sub->cmd.len, n, false, &done);
        sub->cmd.len += done;
        sub->count -= done;
    }
    if (sub->chan == 0 && sub->count == 0 && (sub->flags & CCW_CD)) {
        sub->chan |= take_ccw(sub, true, false);
        if (sub->chan == 0 && want > 0) {
            schedule(sub, PHASE_GATHER,
                     CHAIN_DATA_USEC + transfer_usec(sub->count));
            return;
        }
    }
    if (sub->chan != 0 && sub->cmd.len == 0) {
        sub->unit = US_ENDED; /* the device got no byte: it does nothing */
        finish(sub);
        return;
    }
    run_command(sub);
}

static bool
prepare(struct subchannel *sub, uint32_t caw)
{
    sub->key = (uint8_t)(caw >> 24 & 0xf0);
    sub->next_ccw = caw & CAW_ADDR;
    sub->unit = sub->chan = 0;
    sub->count = 0;
    sub->cmd.prev_code = 0;
    sub->cmd.chained = false;
    sub->retry = false;
    if (sub->buf == NULL)
        sub->buf = calloc(1, COMMAND_MAX);
    return sub->buf != NULL;
}

/* Initial selection up to the device's initial status: false when it refuses,
 * or an immediate operation has ended. */
static bool
initiate(struct subchannel *sub)
{
    sub->chan |= take_ccw(sub, false, true);
    if (sub->chan == 0)
        sub->chan |= chan_trouble(sub, CS_CONTROL, LOGOUT_SELECTING);
    if (sub->chan)
        return false;
    if (sub->phase == PHASE_DEVICE)
        sub->unit = US_BUSY;
    else if (sub->unsolicited)
        sub->unit = US_BUSY | irq_take_unsolicited(sub);
    else
        sub->unit = select_command(sub);
    if (sub->unit)
        return false;
    if (sub->dir != DIR_NONE || chains_command(sub)) {
        schedule(sub, PHASE_COMMAND, command_usec(sub));
        return true;
    }
    sub->unit = execute(sub);
    if (broken(sub))
        return false;
    if (retry_asked(sub)) {
        retry(sub);
        return true;
    }
    if (sub->unit == 0)
        sub->phase = PHASE_HELD;
    else if ((sub->unit & US_ENDED) == US_CHANNEL_END)
        sub->phase = PHASE_DEVICE;
    return sub->unit == 0;
}

static bool
start(struct subchannel *sub, uint32_t caw)
{
    sub->dev->started++;
    if (!prepare(sub, caw))
        sub->chan = CS_CHANNEL_CONTROL_CHECK;
    else if (caw & 0x0f000000)
        sub->chan = CS_PROGRAM_CHECK;
    else if (initiate(sub))
        return true;
    fold_pci(sub);
    return false;
}

int
program_start(struct subchannel *sub, uint32_t caw)
{
    bool goes_on = start(sub, caw);

    if (!goes_on && sub->watched)
        watch_status(sub, true);
    chan_settle(sub);
    return goes_on ? 0 : 1;
}

void
program_start_later(struct subchannel *sub, uint32_t caw)
{
    sub->caw = caw;
    /* What a CLRIO before the selection stores. */
    sub->key = (uint8_t)(caw >> 24 & 0xf0);
    sub->next_ccw = caw & CAW_ADDR;
    sub->count = 0;
    sub->chan = 0;
    schedule(sub, PHASE_SELECT, 1);
    irq_update(sub);
    chan_settle(sub);
}

/* The initial selection of an SIOF. */
static void
select_device(struct subchannel *sub)
{
    sub->phase = PHASE_IDLE;
    sub->deferred = 3;
    if (sub->dev->not_operational) {
        sub->unit = sub->chan = 0;
    } else {
        if (start(sub, sub->caw)) {
            sub->deferred = 0;
            return;
        }
        sub->deferred = 1;
    }
    end_program(sub);
}

void
program_start_ipl(struct subchannel *sub)
{
    struct ccw ccw = {.cmd = CCW_READ, .flags = CCW_CC | CCW_SLI};

    put16(&ccw.count, 24);
    chan_claim(sub);
    sub->ipl = true;
    sub->ipl_status = 0;
    if (!prepare(sub, 8)) {
        sub->chan = CS_CHANNEL_CONTROL_CHECK;
        end_program(sub);
        chan_settle(sub);
        return;
    }
    sub->flags = ccw.flags;
    sub->cmd.code = ccw.cmd;
    sub->count = sub->cmd.count = 24;
    area_open(&sub->area, &ccw, false);
    if (sub->watched)
        watch_ccw(sub, &ccw);
    sub->unit = select_command(sub);
    if (sub->unit)
        end_program(sub);
    else
        schedule(sub, PHASE_COMMAND, command_usec(sub));
    chan_settle(sub);
}

/* A model that has a command going on, or a device end to give, forgets it. */
static void
abandon(struct subchannel *sub)
{
    evq_cancel(sub->cs->evq, &sub->ev);
    if ((sub->phase == PHASE_HELD || sub->phase == PHASE_CHAIN ||
         sub->phase == PHASE_DEVICE) &&
        sub->dev->model->halt)
        sub->dev->model->halt(sub->dev);
}

void
program_halt(struct subchannel *sub)
{
    abandon(sub);
    schedule(sub, PHASE_HALTED, 1);
    chan_settle(sub);
}

void
program_drop(struct subchannel *sub)
{
    abandon(sub);
    sub->phase = PHASE_IDLE;
    sub->deferred = 0;
    sub->ipl = false;
    chan_settle(sub);
}

/* The device end that chaining or a retry has waited for. */
static void
device_ended(struct subchannel *sub)
{
    /* With an unusual condition, channel end is not shown. */
    if (sub->late &
        (uint8_t) ~(US_DEVICE_END | US_STATUS_MODIFIER | US_CONTROL_UNIT_END))
        sub->unit = sub->late;
    else
        sub->unit |= sub->late;
    if (sub->retry && retry_asked(sub))
        retry(sub);
    else if (sub->retry)
        end_program(sub);
    else
        conclude(sub);
}

void
program_step(void *arg, uint64_t now)
{
    struct subchannel *sub = arg;

    (void)now;
    switch (sub->phase) {
    case PHASE_SELECT:
        select_device(sub);
        break;
    case PHASE_COMMAND:
        if (sub->dir == DIR_WRITE)
            gather(sub);
        else
            run_command(sub);
        break;
    case PHASE_GATHER:
        gather(sub);
        break;
    case PHASE_SCATTER:
        scatter(sub);
        break;
    case PHASE_ENDING:
        sub->unit = sub->late;
        command_ended(sub);
        break;
    case PHASE_CHAINED:
        device_ended(sub);
        break;
    case PHASE_HALTED:
        sub->unit = US_ENDED;
        end_program(sub);
        break;
    case PHASE_IDLE:
    case PHASE_HELD:
    case PHASE_CHAIN:
    case PHASE_DEVICE:
        break;
    }
    chan_settle(sub);
}

void
device_complete(struct device *dev, uint8_t unit_status)
{
    struct subchannel *sub = dev->sub;

    sub->late = unit_status;
    if (sub->phase == PHASE_HELD) {
        schedule(sub, PHASE_ENDING, 0);
    } else if (sub->phase == PHASE_CHAIN) {
        schedule(sub, PHASE_CHAINED, 0);
    } else if (sub->phase == PHASE_DEVICE) {
        sub->phase = PHASE_IDLE;
        device_attention(dev, unit_status);
    }
    chan_settle(sub);
}
