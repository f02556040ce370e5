/* SPDX-License-Identifier: MIT */
/* Two disks with real mechanics on one channel. A block multiplexer is free
 * while one seeks and waits for its sector, and the other is started; it works
 * while one searches and transfers. A selector channel works all the time. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/ckd.h"
#include "devices/subchannel.h"
#include "image/ckd.h"
#include "tests/devices/rig.h"

enum { FAR = 0x150, NEAR = 0x151, CYLS = 200, SEEK_TO = 0x2000 };
enum { SECTOR = 0x2008, SEARCH = 0x2010, RIG_NEAR = 0x1800 };

static struct rig rig;
static char folder[64];

static void
mount(uint16_t addr)
{
    char path[100], period[] = "period";
    char *argv[2] = {path, period};
    struct err err;

    snprintf(path, sizeof(path), "%s/%03x", folder, addr);
    ck_assert_msg(ckd_create(path, 0x3330, CYLS, &err), "%s", err.text);
    rig_attach(&rig, addr, "3330", 2, argv);
}

static void
setup(void)
{
    strcpy(folder, "/tmp/cambridge-disconnect-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    rig_open(&rig);
    mount(FAR);
    mount(NEAR);
}

static void
teardown(void)
{
    char path[100];

    rig_close(&rig);
    for (unsigned addr = FAR; addr <= NEAR; addr++) {
        snprintf(path, sizeof(path), "%s/%03x", folder, addr);
        unlink(path);
    }
    rmdir(folder);
}

/* Seek, set sector, search for R0's id, read its data. */
static void
far_program(void)
{
    static const uint8_t seek[6] = {0, 0, 0, CYLS - 1, 0, 5};
    static const uint8_t id[5] = {0, CYLS - 1, 0, 5, 0};
    static const uint8_t sector = 64;
    uint32_t search;

    rig_put(&rig, SEEK_TO, seek, 6);
    rig_put(&rig, SECTOR, &sector, 1);
    rig_put(&rig, SEARCH, id, 5);
    rig_program(&rig);
    rig_ccw(&rig, CKD_SEEK, SEEK_TO, CCW_CC, 6);
    rig_ccw(&rig, CKD_SET_SECTOR, SECTOR, CCW_CC, 1);
    search = rig_ccw(&rig, CKD_SEARCH_ID_EQ, SEARCH, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, search, 0, 0);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 8);
}

static int
tch(void)
{
    return rig.board.tch(rig.board.ctx, &rig.cpu, FAR);
}

static int
sio_near(void)
{
    be32 caw;

    put32(&caw, RIG_NEAR);
    rig_put(&rig, 0x48, &caw, 4);
    return rig.board.sio(rig.board.ctx, &rig.cpu, NEAR, false);
}

/* Home address of the track under the heads. */
static void
near_program(void)
{
    rig.next = RIG_NEAR;
    rig_ccw(&rig, CKD_READ_HA, RIG_DATA + 100, 0, 5);
}

/* Which CCW, from 1, the chain of FAR has come to. */
static unsigned
current(void)
{
    const struct subchannel *sub = chansys_find(rig.cs, FAR)->sub;

    return (sub->next_ccw - RIG_CCW) / 8;
}

START_TEST(block)
{
    unsigned free_in[6] = {0}, works_in[6] = {0};

    far_program();
    near_program();
    ck_assert_int_eq(rig_sio(&rig, FAR, 0, false), 0);
    while (current() == 1 && tch() == 2)
        rig_events(&rig, 1);
    ck_assert_uint_eq(current(), 1); /* it seeks, and the channel is free */
    ck_assert_int_eq(rig_take(&rig), 0x100);
    ck_assert_int_eq(sio_near(), 0);
    ck_assert_int_eq(tch(), 2);
    ck_assert_int_eq(rig_wait(&rig), NEAR);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    while (rig.csw.unit = 0, rig_take(&rig) != FAR) {
        if (tch() == 2)
            works_in[current()]++;
        else
            free_in[current()]++;
        rig_events(&rig, 1);
    }
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(rig.csw.chan, 0);
    ck_assert_uint_gt(free_in[1] + free_in[2], 0);
    ck_assert_uint_eq(free_in[3] + free_in[5], 0);
    ck_assert_uint_gt(works_in[3], 0);
    ck_assert_uint_gt(works_in[5], 0);
}
END_TEST

START_TEST(selector)
{
    far_program();
    near_program();
    chansys_channel_type(rig.cs, 1, CHAN_SELECTOR);
    ck_assert_int_eq(rig_sio(&rig, FAR, 0, false), 0);
    while (rig_take(&rig) != FAR) {
        /* Its own interruption condition comes with the channel's release. */
        ck_assert_int_eq(sio_near(), 2);
        rig_events(&rig, 1);
    }
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_int_eq(sio_near(), 0);
    ck_assert_int_eq(rig_wait(&rig), NEAR);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("disconnect");
    TCase *t = tcase_create("disconnect");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, block);
    tcase_add_test(t, selector);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
