/* SPDX-License-Identifier: MIT */
/* Conditions that wait in channel and device: how instructions and
 * interruptions find and clear them, in what order; halting, reset,
 * detaching. */
#include "config.h"

#include <string.h>

#include "tests/ccw/ccwrig.h"

enum { BYTE_DEV = 0x020 };

START_TEST(not_operational)
{
    void *ctx = rig.board.ctx;

    attach_fault(BYTE_DEV);
    ck_assert_int_eq(rig_sio(&rig, 0x132, 0, false), 3);
    ck_assert_int_eq(rig_sio(&rig, 0xff30, 0, true), 3);
    ck_assert_int_eq(rig_tio(&rig, 0x230), 3);
    ck_assert_int_eq(rig.board.clrio(ctx, &rig.cpu, 0x132), 3);
    ck_assert_int_eq(rig.board.hio(ctx, &rig.cpu, 0x132), 3);
    ck_assert_int_eq(rig.board.hdv(ctx, &rig.cpu, 0x132), 3);
    ck_assert_int_eq(rig.board.tch(ctx, &rig.cpu, 0x200), 3);
    ck_assert_int_eq(rig.board.tch(ctx, &rig.cpu, 0x1ff), 0);
    ck_assert_int_eq(rig.board.tch(ctx, &rig.cpu, 0xff00), 3);
    ck_assert_int_eq(rig.board.stidc(ctx, &rig.cpu, 0x200), 3);
    ck_assert_int_eq(rig.board.stidc(ctx, &rig.cpu, 0x100), 0);
    ck_assert_uint_eq(at(0xa8), 0x20);
    ck_assert_int_eq(rig.board.stidc(ctx, &rig.cpu, 0x000), 0);
    ck_assert_uint_eq(at(0xa8), 0x10);
}
END_TEST

START_TEST(pending_end)
{
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_SLI, 101);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 10);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 2);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, true), 2);
    ck_assert_int_eq(rig.board.hio(rig.board.ctx, &rig.cpu, DEV), 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    expect_csw(0, RIG_CCW + 8, ENDED, 1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    ck_assert_int_eq(rig_take(&rig), -1);
    /* CLRIO stores and clears it too. */
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 10);
    memset(rig.st.main + 0x40, 0, 8);
    ck_assert_int_eq(rig.board.clrio(rig.board.ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(at(0x44), 0x0c);
    ck_assert_int_eq(rig.board.clrio(rig.board.ctx, &rig.cpu, DEV), 0);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(attention)
{
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), DEV);
    expect_csw(0, 0, 0x8000, 0);
    ck_assert_uint_eq(f->taken, US_ATTENTION);
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    expect_csw(0, 0, 0x8000, 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    /* SIO finds it, with busy; then goes. */
    device_attention(dev, US_ATTENTION);
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.unit, 0x90);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    /* It waits for the end of an operation, and the end goes first. */
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 8, ENDED, 0);
    ck_assert_int_eq(rig_take(&rig), DEV);
    expect_csw(0, 0, 0x8000, 0);
    device_attention(dev, US_ATTENTION);
    device_withdraw(dev, US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(immediate)
{
    rig_ccw(&rig, 0x03, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_int_eq(rig_wait(&rig), -1);
    /* Chained it proceeds. */
    rig_program(&rig);
    rig_ccw(&rig, 0x03, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x03, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 16, ENDED, 1);
}
END_TEST

START_TEST(initial_status)
{
    static const uint8_t id[] = {0xff, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc};

    rig_ccw(&rig, 0x17, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DEV), 0x0200);
    ck_assert_uint_eq(dev->sense[0], SENSE_COMMAND_REJECT);
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_uint_eq(at(RIG_DATA), SENSE_COMMAND_REJECT);
    ck_assert_uint_eq(dev->sense[0], 0);
    f->initial = US_UNIT_CHECK;
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.unit, US_UNIT_CHECK);
    ck_assert_uint_eq(dev->sense[0], SENSE_INTERVENTION);
    /* The next command but NOP and SENSE clears the sense. */
    rig_program(&rig);
    rig_ccw(&rig, 0x03, 0, 0, 1);
    rig_run(&rig, DEV);
    ck_assert_uint_eq(dev->sense[0], SENSE_INTERVENTION);
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, CCW_SLI, 20);
    ck_assert_uint_eq(rig_run(&rig, DEV), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, id, 7);
    ck_assert_uint_eq(get16(&rig.csw.count), 13);
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    rig_run(&rig, DEV);
    ck_assert_uint_eq(dev->sense[0], 0);
}
END_TEST

START_TEST(device_end_later)
{
    /* Alone: channel end, a busy device, then device end. */
    rig_ccw(&rig, 0x0b, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.unit, US_CHANNEL_END);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    expect_csw(0, 0, 0x1000, 0);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 1);
    ck_assert_uint_eq(rig.csw.unit, US_BUSY);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, true), 1);
    ck_assert_int_eq(rig_wait(&rig), -1);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, 0, 0x0400, 0);
    /* In a chain: the chain waits. */
    rig_program(&rig);
    rig_ccw(&rig, 0x0b, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 16, ENDED, 0);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 5);
    device_complete(dev, US_DEVICE_END | US_UNIT_CHECK);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 8, 0x0600, 1);
}
END_TEST

START_TEST(held_command)
{
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_SLI, 50);
    f->hold = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    memset(f->held->buf, 0xaa, 60);
    f->held->len = 20;
    device_complete(dev, 0x0c);
    ck_assert_int_eq(rig_take(&rig), -1); /* by an event of its own */
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 8, ENDED, 30);
    ck_assert_uint_eq(at(RIG_DATA + 19), 0xaa);
    ck_assert_uint_eq(at(RIG_DATA + 20), 0);
}
END_TEST

START_TEST(sio_fast)
{
    /* What SIO reports with cc 1 comes as an interruption, deferred. */
    rig_ccw(&rig, 0x03, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x20, true), 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x21, RIG_CCW + 8, ENDED, 1);
    f->initial = US_UNIT_CHECK;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x20, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x21, RIG_CCW + 8, 0x0200, 1);
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x20, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x21, RIG_CCW + 8, 0x9000, 1);
    rig_program(&rig);
    rig_ccw(&rig, 0x00, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x20, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0x21, RIG_CCW + 8, 0x0020, 1);
    /* Past the selection it is as any other. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, RIG_DATA, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 8, ENDED, 0);
    /* On the byte multiplexer SIOF is SIO. */
    attach_fault(BYTE_DEV);
    rig_program(&rig);
    rig_ccw(&rig, 0x03, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, BYTE_DEV, 0x00, true), 1);
}
END_TEST

START_TEST(halting)
{
    void *ctx = rig.board.ctx;

    ck_assert_int_eq(rig.board.hio(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(at(0x44) | at(0x45), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    /* A command that goes on. */
    f->hold = true;
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC, 50);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig.board.hdv(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(f->halts, 1);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_csw(0, RIG_CCW + 8, ENDED, 50);
    /* One not yet begun. */
    f->commands = 0;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, true), 0);
    ck_assert_int_eq(rig.board.hio(ctx, &rig.cpu, DEV), 1);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(f->commands, 0);
    /* CLRIO: nothing comes after it. */
    f->hold = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x40, false), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig.board.clrio(ctx, &rig.cpu, DEV), 1);
    memcpy(&rig.csw, rig.st.main + 0x40, 8);
    expect_csw(0x40, RIG_CCW + 8, 0, 50);
    ck_assert_uint_eq(f->halts, 2);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
}
END_TEST

START_TEST(order_of_interruptions)
{
    void *ctx = rig.board.ctx;
    struct device *low = attach_fault(BYTE_DEV);

    device_attention(other, US_ATTENTION);
    device_attention(dev, US_ATTENTION);
    device_attention(low, US_ATTENTION);
    ck_assert(!rig.board.io_pending(ctx, 0x3fffffff));
    ck_assert_int_eq(rig.board.io_accept(ctx, &rig.cpu, 0x3fffffff), -1);
    ck_assert(rig.board.io_pending(ctx, 0x40000000));
    ck_assert_int_eq(rig.board.io_accept(ctx, &rig.cpu, 0x40000000), OTHER);
    ck_assert_int_eq(rig_take(&rig), BYTE_DEV);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(reset)
{
    device_attention(other, US_ATTENTION);
    f->hold = true;
    rig_ccw(&rig, 0x02, RIG_DATA, CCW_CC | CCW_PCI, 50);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 5);
    chansys_reset(rig.cs);
    ck_assert_uint_eq(f->halts, 1);
    ck_assert_uint_eq(f->resets, 1);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    ck_assert_int_eq(rig_tio(&rig, OTHER), 0);
}
END_TEST

START_TEST(detach_at_any_time)
{
    struct err err;

    rig_ccw(&rig, 0x02, RIG_DATA, CCW_PCI, 50);
    ck_assert_int_eq(rig_sio(&rig, OTHER, 0x00, true), 0);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    device_attention(dev, US_ATTENTION);
    ck_assert(chansys_detach(rig.cs, DEV, &err));
    ck_assert(chansys_detach(rig.cs, OTHER, &err));
    ck_assert(!chansys_detach(rig.cs, DEV, &err));
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 3);
    ck_assert_int_eq(rig.board.tch(rig.board.ctx, &rig.cpu, 0x100), 3);
    attach_fault(DEV);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("conditions");

    tcase_add_test(t, not_operational);
    tcase_add_test(t, pending_end);
    tcase_add_test(t, attention);
    tcase_add_test(t, immediate);
    tcase_add_test(t, initial_status);
    tcase_add_test(t, device_end_later);
    tcase_add_test(t, held_command);
    tcase_add_test(t, sio_fast);
    tcase_add_test(t, halting);
    tcase_add_test(t, order_of_interruptions);
    tcase_add_test(t, reset);
    tcase_add_test(t, detach_at_any_time);
    return ccw_run(t);
}
