/* SPDX-License-Identifier: MIT */
/* Snapshots and recordings, below the checksums of their blocks. By its first
 * byte an input is a whole machine, which is made and runs for a moment; or
 * the journal behind a good snapshot, which is replayed and gone back in. */
#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "machine/machine.h"
#include "machine/replay.h"
#include "machine/snapshot.h"
#include "tests/fuzz/fuzz.h"

enum { RUN = 2000, ROUNDS = 100 };

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

static struct machine *
make_machine(struct config *c)
{
    struct machine *m = calloc(1, sizeof(*m));
    struct err e;

    FUZZ_CHECK(m != NULL);
    m->script_last = &m->script;
    m->in = mailbox_create(NULL, NULL, 0);
    m->console = mailbox_create(NULL, NULL, 20);
    FUZZ_CHECK(machine_create(m, c, &e));
    return m;
}

static void
free_machine(struct machine *m)
{
    machine_destroy(m);
    mailbox_destroy(m->in);
    mailbox_destroy(m->console);
    free(m);
}

/* What came out of a snapshot, whole or not, must be fit to run. */
static void
run(struct machine *m)
{
    enum cpu_stop why;

    for (unsigned i = 0; i < ROUNDS; i++) {
        cpu_run(m->cpu, RUN / ROUNDS, &why);
        if (evq_next(m->evq) != UINT64_MAX)
            evq_run(m->evq, evq_next(m->evq));
    }
    snapshot_digest(m);
}

/* The machine of the input, as a replay makes it; then once more into it, as
 * it is loaded (but no files are replaced: there are no disks). */
static void
whole(const uint8_t *data, size_t size)
{
    static struct config plain;
    struct machine *m;
    struct unpack u;
    struct err e;

    config_init(&plain);
    plain.mainsize = 1;
    m = make_machine(&plain);
    unpack_init(&u, PACK_COPY, data, size);
    snapshot_unpack(m, &u, true, &e);
    run(m);
    free_machine(m);
    m = make_machine(&config);
    unpack_init(&u, PACK_COPY, data, size);
    snapshot_unpack(m, &u, false, &e);
    run(m);
    free_machine(m);
}

/* A recording of a good machine and these entries. */
static const char *
make_recording(const uint8_t *data, size_t size)
{
    static uint8_t *start;
    static size_t start_len;
    const char *path = fuzz_file(0, "", 0);
    struct machine *m;
    struct pack p;
    struct err e;
    int fd = open(path, O_RDWR);

    FUZZ_CHECK(fd >= 0);
    if (start == NULL) {
        m = make_machine(&config);
        m->cpu->stopped = false;
        pack_init_file(&p, fd);
        FUZZ_CHECK(write(fd, RECORD_MAGIC, SNAPSHOT_MAGIC) == SNAPSHOT_MAGIC);
        FUZZ_CHECK(snapshot_write(m, &p, &e));
        pack_free(&p);
        free_machine(m);
        start_len = (size_t)lseek(fd, 0, SEEK_CUR);
        start = malloc(start_len);
        FUZZ_CHECK(pread(fd, start, start_len, 0) == (ssize_t)start_len);
    } else {
        FUZZ_CHECK(write(fd, start, start_len) == (ssize_t)start_len);
    }
    pack_init_file(&p, fd);
    pack_raw(&p, data, size);
    pack_boundary(&p);
    FUZZ_CHECK(pack_ok(&p));
    pack_free(&p);
    close(fd);
    return path;
}

static void
journal(const uint8_t *data, size_t size)
{
    const char *path = make_recording(data, size);
    struct config c;
    struct replay *r;
    struct machine *m;
    struct err e;

    config_init(&c);
    r = replay_open(path, &c, &e);
    FUZZ_CHECK(r != NULL);
    m = make_machine(&c);
    FUZZ_CHECK(replay_begin(r, m, RUN, &e));
    machine_script(m, "reverse 1000");
    machine_script(m, "replay to 1500");
    machine_script(m, "gpr");
    machine_script(m, "quit");
    machine_run(m);
    free_machine(m);
    replay_close(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (config.ndevices == 0) {
        config_init(&config);
        config.mainsize = 1;
        config.devices = calloc(4, sizeof(*config.devices));
        add_device(0x009, "3215-C");
        add_device(0x00c, "3505");
        add_device(0x0c0, "3270");
        add_device(0x181, "3420");
    }
    if (size == 0)
        return 0;
    if (data[0] & 1)
        whole(data + 1, size - 1);
    else
        journal(data + 1, size - 1);
    return 0;
}
