/* SPDX-License-Identifier: MIT */
/* Fixed-block disks: channel programs, each command and each way to be refused.
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tests/devices/fbarig.h"

START_TEST(writes_and_reads)
{
    uint8_t block[512];
    int fd;

    ck_assert_uint_eq(fill(5, 20), ENDED);
    ck_assert_uint_eq(fetch(4, 22), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
    ck_assert_uint_eq(*data(511), 0);
    for (unsigned i = 0; i < 20; i++) {
        ck_assert_uint_eq(*data(512 + i * 512), 5 + i);
        ck_assert_uint_eq(*data(512 + i * 512 + 511), 5 + i);
    }
    ck_assert_uint_eq(*data(21 * 512), 0);
    /* In the file at its place, before the device end. */
    fd = open(path, O_RDONLY);
    ck_assert_int_eq(pread(fd, block, 512, 24 * 512), 512);
    close(fd);
    ck_assert_uint_eq(block[0], 24);
    /* The last block, in a group that the file has in part. */
    ck_assert_uint_eq(fill(BLOCKS - 1, 1), ENDED);
    ck_assert_uint_eq(fetch(BLOCKS - 1, 1), ENDED);
    ck_assert_uint_eq(*data(0), BLOCKS - 1);
}
END_TEST

START_TEST(numbers_of_the_data_set)
{
    ck_assert_uint_eq(fill(50, 3), ENDED);
    /* Data set of blocks 100 to 102 at block 50 of the drive. */
    extent(0, 50, 100, 102);
    locate(6, 0, 1, 101);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 51);
    extent(0, 50, 100, 102);
    locate(6, 0, 2, 102);
    expect_reject(4);
    extent(0, 50, 100, 102);
    locate(6, 0, 1, 99);
    expect_reject(4);
}
END_TEST

START_TEST(short_write_pads_and_long_is_incorrect)
{
    ck_assert_uint_eq(fill(5, 3), ENDED);
    memset(rig.st.main + RIG_DATA, 0xaa, 600);
    extent(0, 0, 0, BLOCKS - 1);
    locate(5, 0, 2, 5);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(fetch(5, 3), ENDED);
    ck_assert_uint_eq(*data(99), 0xaa);
    ck_assert_uint_eq(*data(100), 0);
    ck_assert_uint_eq(*data(600), 0); /* the second block, too */
    ck_assert_uint_eq(*data(1024), 7);
    extent(0, 0, 0, BLOCKS - 1);
    locate(1, 0, 1, 5);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 600);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(get16(&rig.csw.count), 88);
    extent(0, 0, 0, BLOCKS - 1);
    locate(6, 0, 2, 5);
    rig_ccw(&rig, READ, RIG_DATA, CCW_SLI, 600);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(extent_is_checked)
{
    extent(0x80, 0, 0, 10); /* mask that is none */
    expect_reject(4);
    extent(0x20, 0, 0, 10); /* a bit that must be zero */
    expect_reject(4);
    extent(0, 0, 10, 9);
    expect_reject(4);
    extent(0, BLOCKS - 10, 0, 10); /* one beyond the drive */
    expect_reject(4);
    extent(0, BLOCKS - 10, 0, 9);
    rig_ccw(&rig, CCW_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    extent(0, 0xffffffff, 0, 0);
    expect_reject(4);
    extent(0, 0, 0, 0xffffffff);
    expect_reject(4);
    rig_program(&rig); /* too short */
    rig_ccw(&rig, EXTENT, EXTENT_AT, CCW_SLI, 15);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0, 3);
    extent(0, 0, 0, 9); /* twice in a chain */
    rig_ccw(&rig, EXTENT, EXTENT_AT, 0, 16);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 2);
}
END_TEST

START_TEST(locate_is_checked)
{
    static const uint8_t bad[] = {0, 3, 7, 0x11, 0x86};

    for (unsigned i = 0; i < sizeof(bad); i++) {
        extent(0, 0, 0, 10);
        locate(bad[i], 0, 1, 1);
        expect_reject(4);
    }
    extent(0, 0, 0, 10);
    locate(6, 0, 0, 1); /* no blocks */
    expect_reject(4);
    extent(0, 0, 0, 10);
    locate(6, 0, 2, 10);
    expect_reject(4);
    extent(0, 0, 0, 10);
    rig_ccw(&rig, LOCATE, LOCATE_AT, CCW_SLI, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0, 3);
    rig_program(&rig); /* without an extent */
    locate(6, 0, 1, 1);
    expect_reject(2);
}
END_TEST

START_TEST(sequence_is_enforced)
{
    rig_program(&rig);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 2);
    extent(0, 0, 0, 10); /* a write where a read was located */
    locate(6, 0, 1, 1);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10);
    locate(1, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10); /* a second read needs a locate of its own */
    locate(6, 0, 2, 1);
    rig_ccw(&rig, READ, RIG_DATA, CCW_CC | CCW_SLI, 512);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10);
    locate(6, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, CCW_CC, 512);
    locate(6, 0, 1, 2);
    rig_ccw(&rig, READ, RIG_DATA + 512, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    rig_program(&rig); /* no such command */
    rig_ccw(&rig, 0x5b, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 0);
}
END_TEST

START_TEST(mask_inhibits)
{
    extent(0x40, 0, 0, 10);
    locate(1, 0, 1, 1);
    expect_reject(2);
    extent(0x40, 0, 0, 10);
    locate(6, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    extent(0, 0, 0, 10); /* formatting wants X'C0' */
    locate(4, 0, 1, 1);
    expect_reject(2);
    extent(0xc0, 0, 0, 10);
    locate(4, 0, 1, 1);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(replicated)
{
    ck_assert_uint_eq(fill(20, 8), ENDED);
    extent(0, 0, 0, BLOCKS - 1); /* four copies of two blocks */
    locate(2, 8, 2, 20);
    rig_ccw(&rig, READ, RIG_DATA, 0, 1024);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(512), 21);
    extent(0, 0, 0, BLOCKS - 1);
    locate(2, 7, 2, 20);
    expect_reject(4);
    extent(0, 0, 0, 25); /* the copies must lie in the extent */
    locate(2, 8, 2, 20);
    expect_reject(4);
}
END_TEST

START_TEST(ipl)
{
    static const uint8_t ipl1[24] = {0x00, 0x0c, 0, 0, 0,    0, 0x20, 0,
                                     0x03, 0,    0, 0, 0x20, 0, 0,    1};
    uint8_t unit, chan;

    rig_put(&rig, RIG_DATA, ipl1, 24);
    extent(0, 0, 0, 0);
    locate(1, 0, 1, 0);
    rig_ccw(&rig, WRITE, RIG_DATA, CCW_SLI, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    memset(rig.st.main, 0, RIG_STORAGE);
    chansys_reset(rig.cs);
    ck_assert(chansys_ipl_start(rig.cs, DISK));
    rig_events(&rig, 100);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 1);
    ck_assert_mem_eq(rig.st.main, ipl1, 24);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("commands");

    tcase_add_test(t, writes_and_reads);
    tcase_add_test(t, numbers_of_the_data_set);
    tcase_add_test(t, short_write_pads_and_long_is_incorrect);
    tcase_add_test(t, extent_is_checked);
    tcase_add_test(t, locate_is_checked);
    tcase_add_test(t, sequence_is_enforced);
    tcase_add_test(t, mask_inhibits);
    tcase_add_test(t, replicated);
    tcase_add_test(t, ipl);
    return fba_run(t);
}
