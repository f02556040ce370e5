/* SPDX-License-Identifier: MIT */
/* Operator commands, line by line, at a machine whose processor is never
 * started. An input that names a path is left alone: a command may write a
 * file, and it shall only do so in the current folder. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "machine/console.h"
#include "machine/machine.h"
#include "tests/fuzz/fuzz.h"

static struct config config;

static void
add_device(unsigned addr, const char *type)
{
    struct config_device *d = &config.devices[config.ndevices++];

    d->addr = (uint16_t)addr;
    d->type = strdup(type);
    d->argv = calloc(1, sizeof(*d->argv));
    d->file = strdup("fuzz");
}

static void
configure(void)
{
    config_init(&config);
    config.mainsize = 1;
    config.devices = calloc(4, sizeof(*config.devices));
    add_device(0x009, "3215-C");
    add_device(0x00c, "3505");
    add_device(0x0c0, "3270");
    add_device(0x181, "3420");
}

static bool
harmless(const char *line)
{
    const char *records = strstr(line, "records=");

    /* Nor shall the ring of a trace fill the disk. */
    if (records != NULL && strspn(records + 8, "0123456789") > 4)
        return false;
    return strchr(line[0] == '/' ? line + 1 : line, '/') == NULL;
}

static void
run_lines(struct machine *m, char *text)
{
    unsigned n = 0;

    for (char *line = text, *end; *line != '\0' && n < 50; n++, line = end) {
        end = line + strcspn(line, "\n");
        if (*end != '\0')
            *end++ = '\0';
        if (harmless(line))
            console_command(m, line);
        for (unsigned i = 0; i < 50 && evq_next(m->evq) != UINT64_MAX; i++)
            evq_run(m->evq, evq_next(m->evq));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct machine *m = calloc(1, sizeof(*m));
    char *text = strndup((const char *)data, size);
    struct err e;

    FUZZ_CHECK(m != NULL && text != NULL);
    if (config.ndevices == 0)
        configure();
    m->script_last = &m->script;
    m->in = mailbox_create(NULL, NULL, 0);
    m->console = mailbox_create(NULL, NULL, 20);
    FUZZ_CHECK(machine_create(m, &config, &e));
    run_lines(m, text);
    machine_destroy(m);
    mailbox_destroy(m->in);
    mailbox_destroy(m->console);
    free(m);
    free(text);
    return 0;
}
