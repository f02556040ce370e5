/* SPDX-License-Identifier: MIT */
/* What depends on the type of the channel: when it works in burst mode, and
 * channel-available interruptions. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "lib/pack.h"
#include "tests/ccw/ccwrig.h"

enum { ABSENT = 0x1ff, MULTIPLEX = (int)0x80000000, CAI = 0x100 };

/* A block multiplexer of which a program expects a selector channel. */
static void
inhibited(void)
{
    type(CHAN_BLOCK);
    rig.cpu.cr[0] = 0;
}

START_TEST(stidc)
{
    static const enum chan_type types[] = {CHAN_SELECTOR, CHAN_BYTE,
                                           CHAN_BLOCK};
    void *ctx = rig.board.ctx;

    for (unsigned i = 0; i < 3; i++) {
        type(types[i]);
        put_word(0xa8, 0xffffffff);
        ck_assert_int_eq(rig.board.stidc(ctx, &rig.cpu, DEV), 0);
        ck_assert_uint_eq(word_at(0xa8), (uint32_t)types[i] << 28);
    }
    ck_assert_int_eq(rig.board.stidc(ctx, &rig.cpu, 0x200), 3);
}
END_TEST

/* From SIO to the channel end of the last command, device ends awaited in the
 * chain included. */
START_TEST(selector_works)
{
    type(CHAN_SELECTOR);
    waiting_program();
    ck_assert_int_eq(sio(DEV), 0);
    for (unsigned i = 0; i < 6; i++) {
        ck_assert_int_eq(sio(OTHER), 2);
        ck_assert_int_eq(sio(DEV), 2);
        ck_assert_int_eq(sio(ABSENT), 2);
        ck_assert_int_eq(rig_sio(&rig, OTHER, 0, true), 2);
        ck_assert_int_eq(rig_tio(&rig, OTHER), 2);
        ck_assert_int_eq(rig_tio(&rig, DEV), 2);
        ck_assert_int_eq(tch(), 2);
        rig_events(&rig, 1);
    }
    ck_assert_int_eq(rig_take(&rig), -1);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(tch(), 2);
    expect_end(DEV);
    ck_assert_int_eq(tch(), 0);
    read_program(0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
    /* No channel-available interruption. */
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

/* The one subchannel holds the interruption condition. */
START_TEST(selector_pending)
{
    type(CHAN_SELECTOR);
    read_program(0);
    ck_assert_int_eq(sio(DEV), 0);
    rig_events(&rig, 10);
    ck_assert_int_eq(tch(), 1);
    ck_assert_int_eq(sio(OTHER), 2);
    ck_assert_int_eq(sio(DEV), 2);
    ck_assert_int_eq(rig_tio(&rig, OTHER), 2);
    ck_assert_int_eq(hio(OTHER), 0);
    ck_assert_int_eq(hdv(OTHER), 0);
    ck_assert_int_eq(hio(DEV), 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
    ck_assert_int_eq(sio(DEV), 0);
    expect_end(DEV);
}
END_TEST

/* Another device's status waits till the program is over, and its end is
 * taken; PCI does not wait. */
START_TEST(selector_order)
{
    type(CHAN_SELECTOR);
    read_program(CCW_CC | CCW_PCI);
    device_attention(other, US_ATTENTION);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
    rig_events(&rig, 10);
    expect_end(DEV);
    ck_assert_int_eq(rig_take(&rig), OTHER);
    ck_assert_uint_eq(rig.csw.unit, US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

/* After channel end the device works on, and the channel is free. */
START_TEST(selector_device_end)
{
    type(CHAN_SELECTOR);
    rig_program(&rig);
    rig_ccw(&rig, 0x0b, 0, 0, 1);
    ck_assert_int_eq(sio(DEV), 1);
    ck_assert_int_eq(tch(), 0);
    read_program(0);
    ck_assert_int_eq(sio(OTHER), 0);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_take(&rig), -1);
    expect_end(OTHER);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, US_DEVICE_END);
}
END_TEST

START_TEST(selector_halt)
{
    type(CHAN_SELECTOR);
    read_program(CCW_CC);
    /* HIO ends the burst, whatever device it names; HDV only its own. */
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(hdv(OTHER), 2);
    rig_events(&rig, 10);
    expect_end(DEV);
    ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 16);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(hio(OTHER), 2);
    rig_events(&rig, 10);
    expect_end(DEV);
    ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 8);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(hio(ABSENT), 2);
    expect_end(DEV);
    ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 8);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(hdv(DEV), 2);
    expect_end(DEV);
    ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 8);
    ck_assert_int_eq(tch(), 0);
}
END_TEST

/* CLRIO on a selector channel takes it from its operation. */
START_TEST(selector_clear)
{
    type(CHAN_SELECTOR);
    read_program(CCW_CC);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(clrio(OTHER), 0);
    ck_assert_int_eq(tch(), 2);
    ck_assert_int_eq(clrio(DEV), 1);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(selector_reset)
{
    struct err err;

    type(CHAN_SELECTOR);
    read_program(CCW_CC);
    ck_assert_int_eq(sio(DEV), 0);
    chansys_reset(rig.cs);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert(chansys_detach(rig.cs, DEV, &err));
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
}
END_TEST

/* IPL takes a selector channel for its program as SIO does. */
START_TEST(selector_ipl)
{
    uint8_t unit, chan;

    type(CHAN_SELECTOR);
    rig.cpu.cr[0] = 0;
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    memcpy(fault_of(dev)->send + 8, rig.st.main + RIG_CCW, 8);
    ck_assert(chansys_ipl_start(rig.cs, DEV));
    ck_assert_int_eq(tch(), 2);
    rig_events(&rig, 10);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 1);
    ck_assert_int_eq(tch(), 0);
}
END_TEST

/* Works while a device transfers, not between the blocks. */
START_TEST(block_works)
{
    type(CHAN_BLOCK);
    waiting_program();
    ck_assert_int_eq(sio(DEV), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 0); /* the chain waits for device end */
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    ck_assert_int_eq(rig_tio(&rig, OTHER), 0);
    read_program(0);
    ck_assert_int_eq(sio(OTHER), 0);
    ck_assert_int_eq(tch(), 2);
    ck_assert_int_eq(sio(DEV), 2);
    expect_end(OTHER);
    waiting_program();
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(tch(), 2); /* it transfers again */
    ck_assert_int_eq(sio(OTHER), 2);
    ck_assert_int_eq(rig_tio(&rig, OTHER), 2);
    ck_assert_int_eq(sio(ABSENT), 2);
    expect_end(DEV);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

/* Two chains at once; a held command does not occupy the channel. */
START_TEST(block_multiplexes)
{
    type(CHAN_BLOCK);
    waiting_program();
    ck_assert_int_eq(sio(DEV), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(sio(OTHER), 0);
    rig_events(&rig, 5);
    device_complete(other, US_DEVICE_END);
    expect_end(OTHER);
    device_complete(dev, US_DEVICE_END);
    expect_end(DEV);
    f->hold = true;
    read_program(0);
    ck_assert_int_eq(sio(DEV), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
    f->held->len = 0;
    device_complete(dev, 0x0c);
    ck_assert_int_eq(rig_wait(&rig), DEV);
}
END_TEST

/* The mode is that of the time of SIO. */
START_TEST(inhibited_works)
{
    inhibited();
    waiting_program();
    ck_assert_int_eq(sio(DEV), 0);
    rig.cpu.cr[0] = (uint32_t)MULTIPLEX;
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 2);
    ck_assert_int_eq(sio(OTHER), 2);
    device_complete(dev, US_DEVICE_END);
    rig_events(&rig, 10);
    /* Its subchannel alone has the condition that is pending. */
    ck_assert_int_eq(tch(), 1);
    read_program(0);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(DEV);
    expect_end(OTHER);
    rig.cpu.cr[0] = 0;
    waiting_program();
    rig.cpu.cr[0] = (uint32_t)MULTIPLEX;
    ck_assert_int_eq(sio(DEV), 0);
    rig.cpu.cr[0] = 0;
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 0);
}
END_TEST

/* SIOF and CLRIO are SIO and TIO; no channel-available interruption. */
START_TEST(inhibited_instructions)
{
    inhibited();
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 1);
    read_program(0);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(clrio(DEV), 2);
    ck_assert_int_eq(clrio(OTHER), 2);
    rig_events(&rig, 10);
    ck_assert_int_eq(clrio(DEV), 1);
    ck_assert_uint_eq(rig.st.main[0x44], 0x0c);
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(clrio(DEV), 1);
    ck_assert_uint_eq(rig.st.main[0x44], US_ATTENTION);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(byte_never_works)
{
    type(CHAN_BYTE);
    rig.cpu.cr[0] = 0;
    read_program(CCW_CC);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(sio(OTHER), 0);
    ck_assert_int_eq(sio(OTHER), 2);
    ck_assert_int_eq(sio(ABSENT), 3);
    expect_end(DEV);
    expect_end(OTHER);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

/* Makes the channel work, and free by a wait for device end. */
static void
make_busy(void)
{
    waiting_program();
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(tch(), 2);
}

static void
expect_available(void)
{
    memset(rig.st.main + 0x40, 0x55, 8);
    ck_assert_int_eq(rig_take(&rig), CAI);
    ck_assert_uint_eq(word_at(0x40) | word_at(0x44), 0);
    ck_assert_int_eq(rig_take(&rig), -1);
}

/* GA22-7000-4 "Channel Available Interruption". */
START_TEST(available)
{
    type(CHAN_BLOCK);
    make_busy(); /* and TCH found it */
    ck_assert_int_eq(rig_take(&rig), -1);
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 1);
    expect_available();
    ck_assert_int_eq(tch(), 0);
    /* It keeps nothing from being started, but is put off thereby. */
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(sio(OTHER), 2);
    expect_end(DEV);
    make_busy();
    rig_events(&rig, 5);
    ck_assert_int_eq(tch(), 1);
    waiting_program();
    ck_assert_int_eq(sio(OTHER), 0);
    ck_assert_int_eq(rig_take(&rig), -1);
    rig_events(&rig, 5);
    expect_available();
}
END_TEST

/* By which instructions. */
START_TEST(available_by)
{
    type(CHAN_BLOCK);
    for (unsigned i = 0; i < 6; i++) {
        waiting_program();
        ck_assert_int_eq(sio(DEV), 0);
        switch (i) {
        case 0:
            ck_assert_int_eq(sio(OTHER), 2);
            break;
        case 1:
            ck_assert_int_eq(rig_sio(&rig, OTHER, 0, true), 2);
            break;
        case 2:
            ck_assert_int_eq(rig_tio(&rig, OTHER), 2);
            break;
        case 3:
            ck_assert_int_eq(tch(), 2);
            break;
        case 4:
            ck_assert_int_eq(hdv(OTHER), 2);
            break;
        default:
            break;
        }
        rig_events(&rig, 5);
        if (i < 4)
            expect_available();
        ck_assert_int_eq(rig_take(&rig), -1);
        ck_assert_int_eq(clrio(DEV), 1);
    }
}
END_TEST

/* Any other interruption but PCI takes its place; it comes last. */
START_TEST(available_replaced)
{
    type(CHAN_BLOCK);
    make_busy();
    device_attention(other, US_ATTENTION);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig_take(&rig), OTHER);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_int_eq(clrio(DEV), 1);
    rig_program(&rig);
    rig_ccw(&rig, 0x0b, 0, CCW_CC | CCW_PCI, 1);
    ck_assert_int_eq(sio(DEV), 0);
    ck_assert_int_eq(tch(), 2);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    expect_available();
    /* A reset forgets it. */
    ck_assert_int_eq(clrio(DEV), 1);
    make_busy();
    rig_events(&rig, 5);
    chansys_reset(rig.cs);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_int_eq(tch(), 0);
}
END_TEST

/* A snapshot has what the channel owes and what it holds back. */
START_TEST(available_saved)
{
    struct pack p;
    struct unpack u;

    type(CHAN_BLOCK);
    make_busy();
    rig_events(&rig, 5);
    pack_init(&p, PACK_COPY);
    chansys_save(rig.cs, &p);
    expect_available();
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    chansys_load(rig.cs, &u);
    ck_assert_msg(unpack_ok(&u), "%s", u.err.text);
    ck_assert_int_eq(tch(), 1);
    expect_available();
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("types");

    tcase_add_test(t, stidc);
    tcase_add_test(t, selector_works);
    tcase_add_test(t, selector_pending);
    tcase_add_test(t, selector_order);
    tcase_add_test(t, selector_device_end);
    tcase_add_test(t, selector_halt);
    tcase_add_test(t, selector_clear);
    tcase_add_test(t, selector_reset);
    tcase_add_test(t, selector_ipl);
    tcase_add_test(t, block_works);
    tcase_add_test(t, block_multiplexes);
    tcase_add_test(t, inhibited_works);
    tcase_add_test(t, inhibited_instructions);
    tcase_add_test(t, byte_never_works);
    tcase_add_test(t, available);
    tcase_add_test(t, available_by);
    tcase_add_test(t, available_replaced);
    tcase_add_test(t, available_saved);
    return ccw_run(t);
}
