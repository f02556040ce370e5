/* SPDX-License-Identifier: MIT */
/* The 3215 (and 1052) console printer-keyboard, integrated in the operator's
 * console: printed lines go to a sink, typed lines come by console3215_line.
 * Lines typed with no read outstanding wait here; attention stays pending, or
 * comes back, until they are read. GA24-3550 (3215 Model 1 Component
 * Description), "Commands"; the 1052-7's are the same. */
#include "devices/console3215.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/device.h"
#include "devices/models.h"
#include "lib/codepage.h"

enum {
    CMD_WRITE = 0x01,
    CMD_NOP = 0x03,
    CMD_WRITE_ACR = 0x09, /* automatic carrier return */
    CMD_READ_INQUIRY = 0x0a,
    CMD_ALARM = 0x0b,
};

enum { LINES = 256, LINE_MAX_BYTES = 255, NEW_LINE = 0x15 };

/* Attention comes back this many microseconds after a read when more lines
 * wait; or, taken and no read following, after a time that doubles. */
enum { AGAIN_USEC = 1000, REMIND_USEC = 100000, REMIND_LAST = 6400000 };

struct line {
    uint8_t len;
    uint8_t text[LINE_MAX_BYTES];
};

struct console {
    struct device *dev;
    struct command *reading; /* an outstanding read */
    struct event remind;
    uint32_t remind_usec;
    console3215_sink_fn *sink;
    void *sink_ctx;
    bool empty_lines; /* see attach */
    unsigned head, n;
    struct line line[LINES];
};

static void
remind(void *arg, uint64_t now)
{
    struct console *con = arg;

    (void)now;
    if (con->n > 0 && !con->reading)
        device_attention(con->dev, US_ATTENTION);
}

static void
remind_in(struct console *con, uint32_t usec)
{
    evq_in(device_evq(con->dev), &con->remind, (uint64_t)usec * TOD_USEC);
}

static bool
attach(struct device *dev, int argc, char **argv, struct err *err)
{
    struct console *con = calloc(1, sizeof(*con));

    if (con == NULL)
        return err_set(err, "out of memory");
    /* An empty line that is typed while the program does not read is the
     * REQUEST key, as in Hercules; with this option it is a line. Hercules'
     * own options (noprompt, a prefix) have no meaning here. */
    for (int i = 0; i < argc; i++)
        if (strcasecmp(argv[i], "emptyline") == 0)
            con->empty_lines = true;
    con->dev = dev;
    con->remind.fn = remind;
    con->remind.arg = con;
    con->remind_usec = REMIND_USEC;
    dev->state = con;
    return true;
}

static void
detach(struct device *dev)
{
    struct console *con = dev->state;

    evq_cancel(device_evq(dev), &con->remind);
    free(con);
}

static enum direction
direction(struct device *dev, uint8_t code)
{
    (void)dev;
    switch (code) {
    case CMD_WRITE:
    case CMD_WRITE_ACR:
        return DIR_WRITE;
    case CMD_READ_INQUIRY:
        return DIR_READ;
    case CMD_NOP:
    case CMD_ALARM:
        return DIR_NONE;
    default:
        return DIR_BAD;
    }
}

/* Prints one piece that holds no new-line character. */
static void
print(struct console *con, const uint8_t *text, size_t len, bool newline)
{
    char out[512];
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        uint32_t ch = codepage_graphic(CP_1047, text[i]);

        n += utf8_encode(ch ? ch : ' ', out + n);
        if (n > sizeof(out) - 4 && i + 1 < len) {
            con->sink(con->sink_ctx, con->dev, out, n, false);
            n = 0;
        }
    }
    con->sink(con->sink_ctx, con->dev, out, n, newline);
}

static void
write_text(struct console *con, const struct command *cmd)
{
    const uint8_t *p = cmd->buf, *end = cmd->buf + cmd->len, *nl;

    if (con->sink == NULL)
        return;
    while (p < end && (nl = memchr(p, NEW_LINE, (size_t)(end - p))) != NULL) {
        print(con, p, (size_t)(nl - p), true);
        p = nl + 1;
    }
    if (p < end || cmd->code == CMD_WRITE_ACR)
        print(con, p, (size_t)(end - p), cmd->code == CMD_WRITE_ACR);
}

/* Gives the first waiting line to a read. */
static void
give(struct console *con, struct command *cmd)
{
    const struct line *l = &con->line[con->head];

    memcpy(cmd->buf, l->text, l->len);
    cmd->len = l->len;
    con->head = (con->head + 1) % LINES;
    con->n--;
    con->remind_usec = REMIND_USEC;
    if (con->n > 0)
        remind_in(con, AGAIN_USEC);
}

static uint8_t
execute(struct device *dev, struct command *cmd)
{
    struct console *con = dev->state;

    switch (cmd->code) {
    case CMD_WRITE:
    case CMD_WRITE_ACR:
        write_text(con, cmd);
        break;
    case CMD_READ_INQUIRY:
        evq_cancel(device_evq(dev), &con->remind);
        if (con->n == 0) {
            con->reading = cmd;
            return 0;
        }
        device_withdraw(dev, US_ATTENTION);
        give(con, cmd);
        break;
    default:
        break;
    }
    return US_CHANNEL_END | US_DEVICE_END;
}

static void
halt(struct device *dev)
{
    struct console *con = dev->state;

    con->reading = NULL;
}

static void
reset(struct device *dev)
{
    struct console *con = dev->state;

    con->reading = NULL;
    con->remind_usec = REMIND_USEC;
    evq_cancel(device_evq(dev), &con->remind);
    if (con->n > 0)
        device_attention(dev, US_ATTENTION);
}

static void
taken(struct device *dev, uint8_t unit_status)
{
    struct console *con = dev->state;

    if (!(unit_status & US_ATTENTION) || con->n == 0)
        return;
    remind_in(con, con->remind_usec);
    if (con->remind_usec < REMIND_LAST)
        con->remind_usec *= 2;
}

static void
save(struct device *dev, struct pack *p)
{
    const struct console *con = dev->state;

    pack_flag(p, con->reading != NULL);
    pack_num(p, con->remind_usec);
    device_pack_event(p, &con->remind);
    pack_num(p, con->n);
    for (unsigned i = 0; i < con->n; i++) {
        const struct line *l = &con->line[(con->head + i) % LINES];

        pack_num(p, l->len);
        pack_raw(p, l->text, l->len);
    }
}

static void
load(struct device *dev, struct unpack *u)
{
    struct console *con = dev->state;

    con->reading = unpack_flag(u) ? device_command(dev) : NULL;
    con->remind_usec = (uint32_t)unpack_num(u, REMIND_LAST * 2);
    device_unpack_event(dev, u, &con->remind);
    con->head = 0;
    con->n = (unsigned)unpack_num(u, LINES);
    for (unsigned i = 0; i < con->n; i++) {
        con->line[i].len = (uint8_t)unpack_num(u, LINE_MAX_BYTES);
        unpack_raw(u, con->line[i].text, con->line[i].len);
    }
    if (con->reading && con->n > 0)
        unpack_fail(u, "has a console that reads with lines waiting");
    if (unpack_ok(u))
        return;
    con->reading = NULL;
    con->n = 0;
    con->remind_usec = REMIND_USEC;
}

static void
describe(struct device *dev, char *text, size_t size)
{
    struct console *con = dev->state;

    if (size > 0)
        text[0] = '\0';
    if (con->n > 0)
        snprintf(text, size, "%u lines waiting", con->n);
}

#define CONSOLE(name, model_name, number)                                      \
    const struct device_model name = {                                         \
        .type = model_name,                                                    \
        .id = {0xff,                                                           \
               {{number >> 8, number & 0xff}},                                 \
               0,                                                              \
               {{number >> 8, number & 0xff}},                                 \
               0},                                                             \
        .attach = attach,                                                      \
        .detach = detach,                                                      \
        .direction = direction,                                                \
        .execute = execute,                                                    \
        .halt = halt,                                                          \
        .reset = reset,                                                        \
        .taken = taken,                                                        \
        .describe = describe,                                                  \
        .save = save,                                                          \
        .load = load,                                                          \
    }

CONSOLE(model_3215, "3215", 0x3215);
CONSOLE(model_3215c, "3215-C", 0x3215);
CONSOLE(model_1052, "1052", 0x1052);
CONSOLE(model_1052c, "1052-C", 0x1052);

bool
console3215_is(const struct device *dev)
{
    return dev->model->attach == attach;
}

void
console3215_sink(struct device *dev, console3215_sink_fn *fn, void *ctx)
{
    struct console *con = dev->state;

    con->sink = fn;
    con->sink_ctx = ctx;
}

bool
console3215_line(struct device *dev, const char *text)
{
    struct console *con = dev->state;
    size_t len = strlen(text), n;
    uint8_t ebcdic[4 * LINE_MAX_BYTES];
    struct line *l;

    if (con->n == LINES || len > sizeof(ebcdic))
        return false;
    n = codepage_from_utf8(CP_1047, text, len, ebcdic, 0x6f, NULL);
    if (n > LINE_MAX_BYTES)
        return false;
    if (n == 0 && con->n == 0 && !con->reading && !con->empty_lines) {
        device_attention(dev, US_ATTENTION);
        return true;
    }
    l = &con->line[(con->head + con->n) % LINES];
    memcpy(l->text, ebcdic, n);
    l->len = (uint8_t)n;
    con->n++;
    if (con->reading) {
        struct command *cmd = con->reading;

        con->reading = NULL;
        give(con, cmd);
        device_complete(dev, US_CHANNEL_END | US_DEVICE_END);
    } else if (!evq_queued(&con->remind)) {
        device_attention(dev, US_ATTENTION);
    }
    return true;
}

bool
console3215_reading(const struct device *dev)
{
    const struct console *con = dev->state;

    return con->reading != NULL;
}
