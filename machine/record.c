/* SPDX-License-Identifier: MIT */
/* Writing the journal. Which console commands are run again in a replay, and
 * of which the effect is recorded instead because they read host files, is
 * decided here. */
#include "config.h"

#include "machine/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "devices/channel.h"
#include "devices/device.h"
#include "lib/folder.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/snapshot.h"
#include "machine/trace.h"

enum { CHECK_EVERY = 64 << 20, FLUSH_AT = 16384 };

struct record {
    struct machine *m;
    char *path;
    int fd;
    struct pack p;
    uint64_t count;      /* of the last entry */
    struct cpu_clock cc; /* as the last point left it */
    uint64_t checked;    /* count of the last digest */
    unsigned depth;      /* inside a command that is recorded as a whole */
    bool stopping;
};

/* What is done about a command. */
enum treatment {
    RUN_AGAIN, /* the replay runs it; so for all that are not in the table */
    LEAVE_OUT, /* it does nothing to the machine */
    DEVICE,    /* its effect on the device of the first operand is recorded */
    STORAGE,   /* storage and processor are recorded */
};

static const struct {
    const char *name;
    enum treatment treatment;
} treatments[] = {
    {"?", LEAVE_OUT},        {"help", LEAVE_OUT},     {"pause", LEAVE_OUT},
    {"quit", LEAVE_OUT},     {"exit", LEAVE_OUT},     {"shutdown", LEAVE_OUT},
    {"script", LEAVE_OUT},   {"savecore", LEAVE_OUT}, {"snapshot", LEAVE_OUT},
    {"record", LEAVE_OUT},   {"replay", LEAVE_OUT},   {"reverse", LEAVE_OUT},
    {"log", LEAVE_OUT},      {"devlist", LEAVE_OUT},  {"icount", LEAVE_OUT},
    {"trace", LEAVE_OUT},    {"t", LEAVE_OUT},        {"t+", LEAVE_OUT},
    {"t-", LEAVE_OUT},       {"t?", LEAVE_OUT},       {"u", LEAVE_OUT},
    {"pgmtrace", LEAVE_OUT}, {"ostailor", LEAVE_OUT}, {"panel", LEAVE_OUT},
    {"sh", LEAVE_OUT},       {"attach", DEVICE},      {"detach", DEVICE},
    {"devinit", DEVICE},     {"mt", DEVICE},          {"loadparm", LEAVE_OUT},
    {"loadcore", STORAGE},   {"loadtext", STORAGE},
};

/* The nth word of a line. */
static bool
word(const char *line, unsigned n, char *out, size_t size)
{
    size_t len = 0;

    for (unsigned i = 0; i <= n; i++) {
        line += len;
        line += strspn(line, " \t");
        len = strcspn(line, " \t");
    }
    if (len == 0 || len >= size)
        return false;
    memcpy(out, line, len);
    out[len] = '\0';
    return true;
}

static enum treatment
treat(const char *line)
{
    char name[16];

    line += strspn(line, " \t");
    if (*line == '\0' || *line == '*' || *line == '#')
        return LEAVE_OUT;
    if (!word(line, 0, name, sizeof name)) /* `/` and a long word */
        return RUN_AGAIN;
    if (strncasecmp(name, "sf", 2) == 0)
        return strchr("+-cCkK", name[2]) != NULL ? DEVICE : LEAVE_OUT;
    for (unsigned i = 0; i < sizeof treatments / sizeof treatments[0]; i++)
        if (strcasecmp(name, treatments[i].name) == 0)
            return treatments[i].treatment;
    return RUN_AGAIN;
}

static void
begin(struct record *r, enum entry entry)
{
    uint64_t count = r->m->cpu->icount;

    pack_num(&r->p, entry);
    pack_num(&r->p, count - r->count);
    r->count = count;
}

/* An entry is whole. */
static void
end(struct record *r, bool now)
{
    if (now || r->p.len >= FLUSH_AT)
        pack_boundary(&r->p);
}

static void
put_digest(struct record *r, struct digest_value v)
{
    pack_num(&r->p, v.hi);
    pack_num(&r->p, v.lo);
    r->checked = r->count;
}

void
record_point(struct record *r, enum entry entry)
{
    const struct cpu_clock *cc = &r->m->cpu->clock;

    begin(r, entry);
    pack_num(&r->p, entry_zigzag(cc->tod0 - clock_at(&r->cc, cc->count0)));
    pack_num(&r->p, entry_zigzag(cc->rate - r->cc.rate));
    r->cc = *cc;
    if (entry == ENTRY_POINT && r->count - r->checked >= CHECK_EVERY) {
        begin(r, ENTRY_CHECK);
        put_digest(r, snapshot_digest(r->m));
    }
    end(r, false);
}

void
record_pass(struct record *r)
{
    begin(r, r->m->cpu->stopped ? ENTRY_STEP : ENTRY_PASS);
    end(r, false);
}

void
record_arrival(struct record *r, const struct msg *msg)
{
    begin(r, ENTRY_ARRIVAL);
    pack_num(&r->p, msg->kind);
    pack_num(&r->p, msg->client);
    pack_num(&r->p, msg->len);
    pack_raw(&r->p, msg->data, msg->len);
    end(r, true);
}

void
record_dropped(struct record *r, uint32_t client, uint64_t sends)
{
    begin(r, ENTRY_DROPPED);
    pack_num(&r->p, client);
    pack_num(&r->p, sends);
    end(r, true);
}

void
record_before(struct record *r, const char *line)
{
    enum treatment t = treat(line);

    if (t == LEAVE_OUT)
        return;
    if (r->depth++ > 0 || t != RUN_AGAIN)
        return;
    begin(r, r->m->in_messages ? ENTRY_CONTROL : ENTRY_COMMAND);
    pack_text(&r->p, line);
    end(r, true);
}

static void
put_device(struct record *r, struct device *dev)
{
    if (dev->model->save == NULL) {
        console_printf(r->m, "record: device %04X: a %s cannot be recorded",
                       dev->addr, dev->model->type);
        r->stopping = true;
        return;
    }
    begin(r, ENTRY_DEVICE);
    pack_num(&r->p, dev->addr);
    chansys_save_device(dev, &r->p);
    chansys_save(r->m->cs, &r->p);
    end(r, true);
}

static void
device_at(struct record *r, uint16_t addr)
{
    struct device *dev = chansys_find(r->m->cs, addr);

    if (dev != NULL) {
        put_device(r, dev);
        return;
    }
    begin(r, ENTRY_DETACHED);
    pack_num(&r->p, addr);
    end(r, true);
}

/* The devices of the first operand, in any form that a device line can have,
 * or of the name itself (sf-150); `*`: all that have something mounted. */
static void
device_effect(struct record *r, const char *line)
{
    struct device *dev = NULL;
    char name[16], text[CONSOLE_LINE_MAX] = "", type[] = "-";
    char *argv[] = {text, type, NULL};
    struct config c;
    struct err e;

    word(line, 0, name, sizeof name);
    if (strncasecmp(name, "sf", 2) == 0 && name[3] != '\0')
        snprintf(text, sizeof text, "%.12s", name + 3);
    else if (!word(line, 1, text, sizeof text))
        return;
    if (strcmp(text, "*") == 0) {
        while ((dev = chansys_next(r->m->cs, dev)) != NULL)
            if (dev->model->save_media != NULL)
                put_device(r, dev);
        return;
    }
    config_init(&c);
    if (config_add_device(&c, "", 0, 2, argv, &e))
        for (unsigned i = 0; i < c.ndevices; i++)
            device_at(r, c.devices[i].addr);
    config_free(&c);
}

void
record_after(struct record *r, const char *line)
{
    enum treatment t = treat(line);

    if (t == LEAVE_OUT || --r->depth > 0)
        return;
    if (t == DEVICE) {
        device_effect(r, line);
    } else if (t == STORAGE) {
        cpu_forget(r->m->cpu);
        begin(r, ENTRY_STORAGE);
        snapshot_pack_core(r->m, &r->p);
        end(r, true);
    }
}

void
record_flush(struct record *r)
{
    pack_boundary(&r->p);
}

static void
release(struct record *r)
{
    close(r->fd);
    pack_free(&r->p);
    free(r->path);
    free(r);
}

bool
record_start(struct machine *m, const char *path, struct err *e)
{
    struct record *r = calloc(1, sizeof *r);
    bool ok;

    if (r == NULL || (r->path = strdup(path)) == NULL)
        abort();
    if (m->trace->stepping || m->trace->breaks > 0) {
        free(r->path);
        free(r);
        return err_set(e, "stepping and breakpoints of before are not "
                          "recorded: remove them, and set them afterwards");
    }
    r->m = m;
    r->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (r->fd < 0) {
        err_set(e, "%s: %s", path, strerror(errno));
        free(r->path);
        free(r);
        return false;
    }
    pack_init_file(&r->p, r->fd);
    if (write(r->fd, RECORD_MAGIC, SNAPSHOT_MAGIC) != SNAPSHOT_MAGIC)
        pack_fail(&r->p, "write: %s", strerror(errno));
    /* The replay begins without translations and decoded code, too. */
    cpu_forget(m->cpu);
    ok = snapshot_write(m, &r->p, e);
    if (!ok) {
        err_prefix(e, "%s", path);
        unlink(path);
        release(r);
        return false;
    }
    r->count = r->checked = m->cpu->icount;
    r->cc = m->cpu->clock;
    begin(r, ENTRY_CHECK);
    put_digest(r, snapshot_digest(m));
    end(r, true);
    m->record = r;
    console_printf(m, "Recording to %s from instruction %llu", path,
                   (unsigned long long)r->count);
    return true;
}

void
record_stop(struct machine *m)
{
    struct record *r = m->record;
    struct digest_value v = snapshot_digest(m);
    char text[DIGEST_TEXT];
    struct err e;

    m->record = NULL;
    begin(r, ENTRY_END);
    put_digest(r, v);
    end(r, true);
    if (pack_ok(&r->p) && fsync(r->fd) != 0)
        pack_fail(&r->p, "fsync: %s", strerror(errno));
    if (pack_ok(&r->p) && !sync_folder(r->path, &e))
        pack_fail(&r->p, "%s", e.text);
    digest_text(v, text);
    if (pack_ok(&r->p))
        console_printf(m, "Recorded %s: %llu instructions, digest %s", r->path,
                       (unsigned long long)m->cpu->icount, text);
    else
        console_printf(m, "The recording %s has failed: %s", r->path,
                       r->p.err.text);
    release(r);
}

void
record_round(struct machine *m)
{
    if (m->record->stopping || !pack_ok(&m->record->p))
        record_stop(m);
}

void
cmd_record(struct machine *m, int argc, char **argv)
{
    struct err e;

    if (argc == 1) {
        console_printf(m, m->record == NULL ? "No recording is made."
                                            : "A recording is made.");
    } else if (strcasecmp(argv[1], "stop") == 0) {
        if (m->record == NULL)
            console_printf(m, "record: no recording is made");
        else
            m->record->stopping = true;
    } else if (m->record != NULL) {
        console_printf(m, "record: %s is being recorded", m->record->path);
    } else if (!record_start(m, argv[1], &e)) {
        console_printf(m, "record: %s", e.text);
    }
}
