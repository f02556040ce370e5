/* SPDX-License-Identifier: MIT */
/* Starts the threads of a machine in the order that makes failures cheap:
 * configuration, sockets (a busy port), then volumes, then the machine. */
#include "config.h"

#include "machine/boot.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/build.h"
#include "machine/console.h"
#include "machine/io.h"
#include "machine/lineio.h"
#include "machine/machine.h"
#include "machine/record.h"
#include "machine/replay.h"
#include "machine/symbols.h"

struct run {
    const struct boot *b;
    struct config config;
    struct machine m;
    struct io *io; /* NULL: a replay, to which nobody connects */
    struct lineio *line;
    struct replay *replay;
    pthread_t thread;
};

static void
say(void *arg, enum config_trouble kind, const char *text)
{
    (void)arg;
    fprintf(stderr, "cambridge: %s%s\n",
            kind == CONFIG_WARNING ? "warning: " : "", text);
}

/* Something was posted to the machine: cpu_run is to end soon. */
static void
wake(void *arg)
{
    struct run *r = arg;

    atomic_store(&r->m.mail, true);
    if (r->m.cpu != NULL)
        atomic_store(&r->m.cpu->attention, true);
}

static bool
read_rc(struct run *r, struct err *e)
{
    char raw[CONSOLE_LINE_MAX], text[CONSOLE_LINE_MAX];
    FILE *f;

    if (r->b->rc == NULL)
        return true;
    f = fopen(r->b->rc, "re"); /* may be a pipe: nothing runs yet */
    if (f == NULL)
        return err_set(e, "%s: %s", r->b->rc, strerror(errno));
    while (fgets(raw, sizeof raw, f) != NULL) {
        raw[strcspn(raw, "\r\n")] = '\0';
        if (!symbols_expand(raw, text, sizeof text)) {
            fclose(f);
            return err_set(e, "%s: a line is too long", r->b->rc);
        }
        machine_script(&r->m, text);
    }
    fclose(f);
    return true;
}

static unsigned
count_terminals(const struct config *c)
{
    unsigned n = 0;

    for (unsigned i = 0; i < c->ndevices; i++)
        n += strcmp(c->devices[i].type, "3270") == 0;
    return n;
}

static bool
open_sockets(struct run *r, struct err *e)
{
    struct io_options o = {.host = r->config.cnslhost,
                           .port = r->b->port >= 0 ? r->b->port
                                                   : r->config.cnslport,
                           .control = r->b->control,
                           .build = CAMBRIDGE_BUILD,
                           .terminals = count_terminals(&r->config),
                           .state = &r->m.state};

    if (o.port < 0)
        o.port = r->b->default_port;
    r->io = io_create(&o, r->m.in, e);
    if (r->io == NULL)
        return false;
    r->m.io = io_mailbox(r->io);
    return true;
}

static bool
choose_engine(struct run *r, struct err *e)
{
    const char *name = r->b->engine;

    return name == NULL || cpu_engine_named(name, &r->config.engine) ||
           err_set(e, "\"%s\": no engine of that name", name);
}

static bool
open_lines(struct run *r, struct err *e)
{
    r->line = lineio_create(r->m.in, r->b->input, e);
    if (r->line == NULL)
        return false;
    r->m.console = lineio_mailbox(r->line);
    return true;
}

/* The machine of a recording: no sockets, no host files. */
static bool
prepare_replay(struct run *r, struct err *e)
{
    r->replay = replay_open(r->b->replay, &r->config, e);
    return r->replay != NULL && choose_engine(r, e) && open_lines(r, e) &&
           machine_create(&r->m, &r->config, e) &&
           replay_begin(r->replay, &r->m, r->b->replay_to, e);
}

static bool
prepare(struct run *r, struct err *e)
{
    const struct boot *b = r->b;

    config_init(&r->config);
    r->m.script_last = &r->m.script;
    r->m.in = mailbox_create(wake, r, 0);
    if (b->replay != NULL)
        return prepare_replay(r, e);
    if (!config_read(&r->config, b->config, say, NULL, e))
        return false;
    if (!choose_engine(r, e))
        return false;
    if (b->terminals >= 0 &&
        !config_set_terminals(&r->config, (unsigned)b->terminals, e))
        return false;
    if (!read_rc(r, e))
        return false;
    if (!open_lines(r, e))
        return false;
    if (!open_sockets(r, e))
        return false;
    if (b->prepare != NULL && !b->prepare(b->arg))
        return err_set(e, "%s", "");
    if (b->folder != NULL && chdir(b->folder) != 0)
        return err_set(e, "%s: %s", b->folder, strerror(errno));
    if (!machine_create(&r->m, &r->config, e))
        return false;
    if (b->record != NULL && !record_start(&r->m, b->record, e))
        return false;
    lineio_devices(r->line, r->m.names);
    return io_start(r->io, r->m.terminals, e);
}

static void *
machine_thread(void *arg)
{
    struct run *r = arg;

    machine_run(&r->m);
    mailbox_post(r->m.console, MSG_STOP, 0, NULL, 0);
    return NULL;
}

static void
ready(struct run *r)
{
    if (r->io != NULL && io_port(r->io) != 0)
        console_printf(&r->m, "TN3270 on 127.0.0.1:%u", io_port(r->io));
    if (r->b->report != NULL)
        r->b->report(r->b->arg, NULL);
}

static void
finish(struct run *r)
{
    if (r->io != NULL)
        io_stop(r->io, "the machine has ended");
    r->m.io = NULL; /* devices that go may have something to say */
    machine_destroy(&r->m);
    lineio_destroy(r->line);
    replay_close(r->replay);
    mailbox_destroy(r->m.in);
    config_free(&r->config);
}

int
boot_run(const struct boot *b)
{
    struct run *r = calloc(1, sizeof *r);
    struct err e = {""};
    int rc;

    if (r == NULL)
        abort();
    r->b = b;
    if (!prepare(r, &e)) {
        if (e.text[0] != '\0')
            fprintf(stderr, "cambridge: %s\n", e.text);
        if (b->report != NULL)
            b->report(b->arg, e.text);
        finish(r);
        free(r);
        return 1;
    }
    ready(r);
    rc = pthread_create(&r->thread, NULL, machine_thread, r);
    if (rc != 0) {
        fprintf(stderr, "cambridge: machine thread: %s\n", strerror(rc));
        finish(r);
        free(r);
        return 1;
    }
    lineio_run(r->line);
    pthread_join(r->thread, NULL);
    rc = r->m.status;
    finish(r);
    free(r);
    return rc;
}
