/* SPDX-License-Identifier: MIT */
/* Whole channel programs and what they leave in storage, device and CSW; the
 * order of interruptions; detaching. The device is tests/ccw/faultdev.c. What
 * each bit and flag does is in status_test.c and the files it names. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/dat.h"
#include "tests/ccw/faultdev.h"
#include "tests/devices/rig.h"

enum { DEV = 0x130, OTHER = 0x131, BYTE_DEV = 0x020, ENDED = 0x0c00 };

static struct rig rig;
static struct device *dev, *other;
static struct fault *f;

static struct device *
attach_fault(uint16_t addr)
{
    struct err err;
    struct device *d =
        chansys_attach_model(rig.cs, addr, &fault_model, 0, NULL, &err);

    ck_assert_msg(d != NULL, "%s", err.text);
    return d;
}

static void
setup(void)
{
    rig_open(&rig);
    other = attach_fault(OTHER);
    dev = attach_fault(DEV);
    attach_fault(BYTE_DEV);
    f = fault_of(dev);
    for (unsigned i = 0; i < sizeof(f->send); i++)
        f->send[i] = (uint8_t)(i + 1);
    f->send_len = 100;
}

static void
teardown(void)
{
    rig_close(&rig);
}

static uint8_t
at(uint32_t addr)
{
    return rig.st.main[addr];
}

/* The CSW last stored: key, address, unit, channel, count. */
static void
expect_csw(unsigned key, uint32_t addr, unsigned status, unsigned count)
{
    ck_assert_uint_eq(rig.csw.key, key);
    ck_assert_uint_eq(get24(&rig.csw.addr), addr);
    ck_assert_uint_eq((unsigned)rig.csw.unit << 8 | rig.csw.chan, status);
    ck_assert_uint_eq(get16(&rig.csw.count), count);
}

START_TEST(not_operational)
{
    void *ctx = rig.board.ctx;

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

static void
put_idaw(uint32_t addr, uint32_t value)
{
    be32 word;

    put32(&word, value);
    rig_put(&rig, addr, &word, 4);
}

START_TEST(indirect_addressing)
{
    put_idaw(0x2000, RIG_DATA + 2048 - 30);
    put_idaw(0x2004, RIG_DATA + 8192);
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
    put_idaw(0x2004, 0xffffffff);
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
    put_idaw(0x2000, RIG_DATA + 9);
    put_idaw(0x2004, RIG_DATA + 8191);
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
    struct device *low = chansys_find(rig.cs, BYTE_DEV);

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

START_TEST(low_storage)
{
    rig.cpu.prefix = 0x8000;
    rig_ccw(&rig, 0x03, 0, 0, 1);
    put_idaw(0x8048, RIG_CCW);
    ck_assert_int_eq(rig.board.sio(rig.board.ctx, &rig.cpu, DEV, false), 1);
    ck_assert_uint_eq(at(0x8044), 0x0c);
    ck_assert_uint_eq(at(0x44), 0);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("channel");
    TCase *t = tcase_create("channel");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, not_operational);
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
    tcase_add_test(t, low_storage);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
