/* SPDX-License-Identifier: MIT */
/* Volumes are synced behind the machine's back, and the operator hears when
 * that fails. The test's fsync is the program's. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "devices/dasd.h"
#include "devices/device.h"
#include "image/ckd.h"
#include "machine/machine.h"
#include "machine/mailbox.h"
#include "machine/syncer.h"

static char folder[] = "syncer_test.XXXXXX";
static char disk[64], reel[64];
static atomic_int fails; /* the errno of each fsync; 0: it is done */
static atomic_uint syncs;
static pthread_mutex_t hold = PTHREAD_MUTEX_INITIALIZER; /* holds fsyncs up */
static struct machine *m;
static struct config config;
static struct err err;

int
fsync(int fd)
{
    atomic_fetch_add(&syncs, 1);
    pthread_mutex_lock(&hold);
    pthread_mutex_unlock(&hold);
    if (atomic_load(&fails) == 0)
        return (int)syscall(SYS_fsync, fd);
    errno = atomic_load(&fails);
    return -1;
}

static void
begin(void)
{
    unlink(disk);
    unlink(reel);
    ck_assert_msg(ckd_create(disk, 0x3330, 4, &err), "%s", err.text);
    m = calloc(1, sizeof *m);
    ck_assert_ptr_nonnull(m);
    config_init(&config);
    m->script_last = &m->script;
    m->in = mailbox_create(NULL, NULL, 0);
    m->console = mailbox_create(NULL, NULL, 0);
    ck_assert_msg(machine_create(m, &config, &err), "%s", err.text);
    atomic_store(&syncs, 0);
}

static struct device *
attach(uint16_t addr, const char *type, char *file)
{
    char *argv[] = {file, NULL};

    ck_assert_msg(machine_attach(m, addr, type, 1, argv, &err), "%s", err.text);
    return chansys_find(m->cs, addr);
}

static void
end(void)
{
    machine_destroy(m);
    mailbox_destroy(m->console);
    mailbox_destroy(m->in);
    config_free(&config);
    free(m);
    unlink(disk);
    unlink(reel);
}

static void
write_record(struct device *dev)
{
    struct ckd *c = dasd_image(dev);
    uint8_t rec[8 + 100] = {0, 1, 0, 0, 1, 0, 0, 100};
    struct ckd_rec r0;

    ck_assert_msg(ckd_load(c, 1, 0, &err), "%s", err.text);
    ck_assert(ckd_first(c, &r0));
    ck_assert_int_eq(ckd_write_ckd(c, &r0, rec, sizeof rec, NULL, &err),
                     CKD_OK);
}

/* How many messages in the box have the text. */
static unsigned
told(struct mailbox *box, enum msg_kind kind, const char *text)
{
    struct msg *list = mailbox_take(box);
    unsigned n = 0;

    for (struct msg *msg = list; msg != NULL; msg = msg->next)
        n += msg->kind == kind && strstr(msg->data, text) != NULL;
    mailbox_free(list);
    return n;
}

static void
sync_now(void)
{
    ck_assert(syncer_run(m->syncer, m->cs));
    syncer_wait(m->syncer);
}

START_TEST(what_was_written_is_synced)
{
    struct device *dev;

    begin();
    dev = attach(0x130, "3330", disk);
    sync_now();
    ck_assert_uint_eq(syncs, 0);
    write_record(dev);
    sync_now();
    ck_assert_uint_eq(syncs, 1);
    sync_now();
    ck_assert_uint_eq(syncs, 1);
    end();
}
END_TEST

/* Once for each way in which it fails, however often; and it is tried again. */
START_TEST(the_operator_hears_of_a_failure_once)
{
    static const char text[] = "disk: fsync: Input/output error; what was";

    begin();
    write_record(attach(0x130, "3330", disk));
    fails = EIO;
    for (int i = 0; i < 5; i++)
        sync_now();
    ck_assert_uint_eq(syncs, 5);
    ck_assert_uint_eq(told(m->in, MSG_SAY, text), 1);
    fails = ENOSPC;
    for (int i = 0; i < 5; i++)
        sync_now();
    ck_assert_uint_eq(told(m->in, MSG_SAY, "disk: fsync: No space left"), 1);
    fails = 0;
    sync_now();
    ck_assert(!ckd_dirty(dasd_image(chansys_find(m->cs, 0x130))));
    end();
}
END_TEST

/* A message of the thread reaches the console of a machine that runs, and so
 * does what fails at the end. */
START_TEST(failures_reach_the_console)
{
    unsigned io = 0, space = 0;
    struct msg *list;

    begin();
    write_record(attach(0x130, "3330", disk));
    fails = EIO;
    sync_now();
    fails = ENOSPC;
    atomic_store(&m->mail, true);
    mailbox_post(m->in, MSG_COMMAND, 0, "quit", 4);
    machine_run(m);
    ck_assert_int_eq(m->status, 1);
    fails = 0;
    list = mailbox_take(m->console);
    for (struct msg *msg = list; msg != NULL; msg = msg->next) {
        io += strstr(msg->data, "fsync: Input/output error") != NULL;
        space += strstr(msg->data, "fsync: No space left") != NULL;
    }
    ck_assert_uint_eq(io, 1);
    ck_assert_uint_eq(space, 1);
    mailbox_free(list);
    end();
}
END_TEST

/* A command that a tape drive gets from the channel. */
static void
command(struct device *dev, uint8_t code)
{
    uint8_t data[100] = {0};
    struct command cmd = {
        .code = code, .buf = data, .len = code == 0x01 ? sizeof data : 0};

    ck_assert_uint_eq(dev->model->execute(dev, &cmd),
                      code == 0x0f ? 0x2e : 0x0c);
}

enum { WRITE = 0x01, REWIND = 0x07, UNLOAD = 0x0f, MARK = 0x1f };

/* At marks, at a rewind after writing, when it is unloaded; else with all
 * volumes. */
START_TEST(tapes_are_synced)
{
    static const struct {
        uint8_t code;
        unsigned syncs;
    } steps[] = {{REWIND, 0}, {WRITE, 0},  {MARK, 1},  {WRITE, 1},
                 {REWIND, 2}, {REWIND, 2}, {WRITE, 2}, {UNLOAD, 3}};
    struct device *dev;

    begin();
    dev = attach(0x180, "3420", reel);
    syncs = 0;
    for (unsigned i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        command(dev, steps[i].code);
        syncer_wait(m->syncer);
        ck_assert_msg(syncs == steps[i].syncs, "step %u: %u syncs", i, syncs);
    }
    end();
    begin();
    dev = attach(0x180, "3420", reel);
    command(dev, WRITE);
    syncs = 0;
    sync_now();
    ck_assert_uint_eq(syncs, 1);
    command(dev, WRITE);
    ck_assert(syncer_all(m->syncer, m->cs));
    ck_assert_uint_eq(syncs, 2);
    end();
}
END_TEST

/* The machine does not wait: a tape that is unloaded can be mounted again while
 * its sync goes on, and a mark that comes meanwhile is synced later. */
START_TEST(nobody_waits_for_a_tape)
{
    char *argv[] = {reel, NULL};
    struct device *dev;
    struct msg *list;

    begin();
    dev = attach(0x180, "3420", reel);
    syncs = 0;
    ck_assert_int_eq(pthread_mutex_lock(&hold), 0);
    command(dev, WRITE);
    command(dev, MARK);
    command(dev, WRITE);
    command(dev, MARK);
    command(dev, UNLOAD);
    ck_assert_msg(chansys_devinit(m->cs, 0x180, 1, argv, &err), "%s", err.text);
    command(dev, WRITE);
    command(dev, MARK);
    ck_assert_uint_le(syncs, 1);
    fails = EIO;
    pthread_mutex_unlock(&hold);
    syncer_wait(m->syncer);
    ck_assert_uint_eq(syncs, 2); /* the first mark, and the tape's end */
    list = mailbox_take(m->in);
    ck_assert_ptr_nonnull(list);
    ck_assert_ptr_nonnull(strstr(list->data, "reel.aws: fsync: Input/output"));
    ck_assert_ptr_null(list->next);
    mailbox_free(list);
    fails = 0;
    ck_assert(syncer_all(m->syncer, m->cs));
    ck_assert_uint_eq(syncs, 3);
    end();
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("syncer");
    TCase *tc = tcase_create("syncer");
    SRunner *sr;
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(disk, sizeof disk, "%s/disk", folder);
    snprintf(reel, sizeof reel, "%s/reel.aws", folder);
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, what_was_written_is_synced);
    tcase_add_test(tc, the_operator_hears_of_a_failure_once);
    tcase_add_test(tc, tapes_are_synced);
    tcase_add_test(tc, nobody_waits_for_a_tape);
    tcase_add_test(tc, failures_reach_the_console);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    rmdir(folder);
    return failed > 0;
}
