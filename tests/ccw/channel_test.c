/* SPDX-License-Identifier: MIT */
/* Whole channel programs and what they leave in storage, device and CSW. What
 * each bit and flag does is in status_test.c and the files it names; what the
 * I/O instructions find in conditions_test.c. */
#include "config.h"

#include <string.h>

#include "tests/ccw/ccwrig.h"

START_TEST(read_and_csw)
{
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 0);
    rig.st.keys[RIG_DATA / 2048] = 0x30;
    /* Nothing comes before the next instruction. */
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_uint_gt(evq_next(rig.evq), rig.cpu.clock.tod0);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 2);
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x30, RIG_CCW + 8, ENDED, 0);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, f->send, 100);
    ck_assert_uint_eq(rig.st.keys[RIG_DATA / 2048], 0x36);
    ck_assert_uint_eq(rig.st.keys[RIG_CCW / 2048] & 6, KEY_REF);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(write)
{
    rig_put(&rig, RIG_DATA, "abcdef", 6);
    rig_ccw(&rig, 0x01, RIG_DATA, 0, 6);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(f->got_len, 6);
    ck_assert_mem_eq(f->got, "abcdef", 6);
    f->want = 4;
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | CS_INCORRECT_LENGTH);
    expect_csw(0, RIG_CCW + 8, ENDED | CS_INCORRECT_LENGTH, 2);
    ck_assert_uint_eq(f->got_len, 4);
    f->want = 0;
    f->more = true;
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | CS_INCORRECT_LENGTH);
}
END_TEST

START_TEST(chaining)
{
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC, 100);
    rig_ccw(&rig, 0x03, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x08, rig.next + 16, 0, 0);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    rig_ccw(&rig, 0x01, RIG_DATA, 0, 10);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    expect_csw(0, RIG_CCW + 40, ENDED, 0);
    ck_assert_uint_eq(f->commands, 3);
    ck_assert_mem_eq(f->got, f->send, 10);
}
END_TEST

START_TEST(status_and_chaining)
{
    /* Status modifier passes over a CCW. */
    rig_ccw(&rig, 0x03, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    f->status = 0x4c;
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    expect_csw(0, RIG_CCW + 24, ENDED, 1);
    ck_assert_uint_eq(f->code, 0x07);
    /* Unit exception, unit check and attention end the chain. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC, 100);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    for (unsigned i = 0; i < 3; i++) {
        static const uint8_t st[] = {0x0d, 0x0e, 0x8c};

        f->status = st[i];
        ck_assert_uint_eq(rig_run(&rig, DEV), st[i] * 256u);
        expect_csw(0, RIG_CCW + 8, st[i] * 256u, 0);
        ck_assert_uint_eq(f->code, 0x02);
    }
    /* A chained command refused at its initial status. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC, 100);
    rig_ccw(&rig, 0x17, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DEV), 0x0200);
    expect_csw(0, RIG_CCW + 16, 0x0200, 1);
    ck_assert_uint_eq(dev->sense[0], SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(data_chaining)
{
    /* Scattered, one part skipped, ended within the third area. */
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CD, 40);
    rig_ccw(&rig, 0x00, RIG_DATA + 100, CCW_CD | CCW_SKIP, 40);
    rig_ccw(&rig, 0x08, rig.next + 16, 0, 0);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    rig_ccw(&rig, 0x00, RIG_DATA + 200, CCW_SLI, 40);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    expect_csw(0, RIG_CCW + 40, ENDED, 20);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, f->send, 40);
    ck_assert_uint_eq(at(RIG_DATA + 40), 0);
    ck_assert_uint_eq(at(RIG_DATA + 100), 0);
    ck_assert_mem_eq(rig.st.main + RIG_DATA + 200, f->send + 80, 20);
    ck_assert_uint_eq(at(RIG_DATA + 220), 0);
    /* Ended just where an area ends: the CSW is the next CCW's. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CD, 100);
    rig_ccw(&rig, 0x00, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | 0x40);
    expect_csw(0, RIG_CCW + 16, ENDED | 0x40, 7);
    /* Gathered. */
    rig_program(&rig);
    rig_put(&rig, RIG_DATA, "abcdef", 6);
    rig_ccw(&rig, 0x01, RIG_DATA + 3, CCW_CD, 3);
    rig_ccw(&rig, 0x00, RIG_DATA, CCW_CD, 2);
    rig_ccw(&rig, 0x00, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(f->got_len, 6);
    ck_assert_mem_eq(f->got, "defaba", 6);
    /* The device takes no more than 4: the CSW is that CCW's. */
    f->want = 4;
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | 0x40);
    expect_csw(0, RIG_CCW + 16, ENDED | 0x40, 1);
    /* A bad CCW in the chain. */
    f->want = 0;
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CD, 10);
    rig_ccw(&rig, 0x00, RIG_DATA, 0, 0);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | 0x20);
    expect_csw(0, RIG_CCW + 16, ENDED | 0x20, 0);
}
END_TEST

START_TEST(data_addresses)
{
    rig_ccw(&rig, 0x02, RIG_STORAGE - 60, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | 0x20);
    expect_csw(0, RIG_CCW + 8, ENDED | 0x20, 40);
    ck_assert_uint_eq(at(RIG_STORAGE - 1), f->send[59]);
    rig_program(&rig);
    rig_ccw(&rig, 0x01, RIG_STORAGE, 0, 100);
    f->commands = 0;
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED | 0x20);
    expect_csw(0, RIG_CCW + 8, ENDED | 0x20, 100);
    ck_assert_uint_eq(f->commands, 0); /* the device was not disturbed */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_STORAGE, CCW_SKIP, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
}
END_TEST

START_TEST(protection)
{
    unsigned block = RIG_DATA / 2048;

    rig_ccw(&rig, 0x02, RIG_DATA + 2048 - 10, 0, 100);
    rig.st.keys[block] = 0x30;
    rig.st.keys[block + 1] = 0x40;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x30, RIG_CCW + 8, ENDED | 0x10, 90);
    ck_assert_uint_eq(at(RIG_DATA + 2048), 0);
    ck_assert_uint_eq(rig.st.keys[block + 1], 0x40);
    /* Fetches are checked with the fetch bit only. */
    rig_program(&rig);
    rig_ccw(&rig, 0x01, RIG_DATA + 2048, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x30, RIG_CCW + 8, ENDED, 0);
    ck_assert_uint_eq(rig.st.keys[block + 1], 0x44);
    rig.st.keys[block + 1] = 0x48;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x30, RIG_CCW + 8, ENDED | 0x10, 100);
    /* The program itself. */
    rig.st.keys[RIG_CCW / 2048] = 0x48;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x30, false), 1);
    ck_assert_uint_eq(rig.csw.chan, 0x10);
}
END_TEST

START_TEST(indirect_addressing)
{
    put_word(0x2000, RIG_DATA + 2048 - 30);
    put_word(0x2004, RIG_DATA + 8192);
    rig_ccw(&rig, 0x02, 0x2000, CCW_IDA, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA + 2018, f->send, 30);
    ck_assert_uint_eq(at(RIG_DATA + 2048), 0);
    ck_assert_mem_eq(rig.st.main + RIG_DATA + 8192, f->send + 30, 70);
    /* The same out. */
    rig_program(&rig);
    rig_ccw(&rig, 0x01, 0x2000, CCW_IDA, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_mem_eq(f->got, f->send, 100);
    /* An IDAW that is not needed is not looked at. */
    put_word(0x2004, 0xffffffff);
    rig_program(&rig);
    rig_ccw(&rig, 0x01, 0x2000, CCW_IDA, 30);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
}
END_TEST

START_TEST(read_backward)
{
    rig_ccw(&rig, 0x0c, RIG_DATA + 2047 + 2048, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(at(RIG_DATA + 4095), f->send[0]);
    ck_assert_uint_eq(at(RIG_DATA + 4095 - 99), f->send[99]);
    ck_assert_uint_eq(at(RIG_DATA + 4095 - 100), 0);
    put_word(0x2000, RIG_DATA + 9);
    put_word(0x2004, RIG_DATA + 8191);
    rig_program(&rig);
    rig_ccw(&rig, 0x0c, 0x2000, CCW_IDA, 100);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(at(RIG_DATA), f->send[9]);
    ck_assert_uint_eq(at(RIG_DATA + 8191), f->send[10]);
    ck_assert_uint_eq(at(RIG_DATA + 8191 - 89), f->send[99]);
}
END_TEST

START_TEST(pci)
{
    rig_ccw(&rig, 0x03, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC | CCW_PCI, 100);
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_uint_eq(rig.csw.unit, 0);
    ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 16);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 24, ENDED, 0);
    /* Not taken before the end: it goes with it. TIO leaves it alone. */
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    rig_events(&rig, 10);
    ck_assert_int_eq(rig_take(&rig), DEV);
    expect_csw(0, RIG_CCW + 24, ENDED | CS_PCI, 0);
    ck_assert_int_eq(rig_take(&rig), -1);
    /* With an immediate operation it is in the status stored. */
    rig_program(&rig);
    rig_ccw(&rig, 0x03, 0, CCW_PCI, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(program_changes_under_way)
{
    struct ccw *last;

    /* The program reads its own continuation, as IPL does. */
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    memcpy(f->send, rig.st.main + RIG_CCW, 8);
    f->send_len = 8;
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_CCW + 8, CCW_CC, 8);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(f->code, 0x07);
    /* At a PCI the processor appends to the chain. */
    rig_program(&rig);
    rig_ccw(&rig, 0x03, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC | CCW_PCI, 8);
    rig_ccw(&rig, 0x03, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    last = (struct ccw *)(void *)(rig.st.main + RIG_CCW + 16);
    last->flags |= CCW_CC;
    rig_ccw(&rig, 0x01, RIG_DATA, 0, 5);
    f->got_len = 0;
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 32, ENDED, 0);
    ck_assert_uint_eq(f->got_len, 5);
}
END_TEST

START_TEST(low_storage)
{
    rig.cpu.prefix = 0x8000;
    rig_ccw(&rig, 0x03, 0, 0, 1);
    put_word(0x8048, RIG_CCW);
    ck_assert_int_eq(rig.board.sio(rig.board.ctx, &rig.cpu, DEV, false), 1);
    ck_assert_uint_eq(at(0x8044), 0x0c);
    ck_assert_uint_eq(at(0x44), 0);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("channel");

    tcase_add_test(t, read_and_csw);
    tcase_add_test(t, write);
    tcase_add_test(t, chaining);
    tcase_add_test(t, status_and_chaining);
    tcase_add_test(t, data_chaining);
    tcase_add_test(t, data_addresses);
    tcase_add_test(t, protection);
    tcase_add_test(t, indirect_addressing);
    tcase_add_test(t, read_backward);
    tcase_add_test(t, pci);
    tcase_add_test(t, program_changes_under_way);
    tcase_add_test(t, low_storage);
    return ccw_run(t);
}
