/* SPDX-License-Identifier: MIT */
/* The flags SKIP, IDA and PCI of the CCW, the bits that mean nothing, and
 * command retry. The list of all flags and their tests is in status_test.c. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "tests/ccw/ccwrig.h"

static void
expect_bytes(uint32_t addr, unsigned from, unsigned n)
{
    ck_assert_mem_eq(rig.st.main + addr, f->send + from, n);
    ck_assert_uint_eq(rig.st.main[addr + n], 0);
}

START_TEST(skip)
{
    static const uint8_t none[100];

    /* Nothing is stored, nor is an address looked at. */
    rig_ccw(&rig, 0x02, D, CCW_SKIP, 100);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_mem_eq(rig.st.main + D, none, 100);
    rig_program(&rig);
    rig_ccw(&rig, 0x02, OUT, CCW_SKIP, 101);
    ck_assert_uint_eq(run_keyed(0), ENDED | IL);
    expect_place("skip", 0, 1);
    rig_program(&rig);
    rig_ccw(&rig, 0x0c, OUT, CCW_SKIP | CCW_IDA, 100);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    /* A part of a block; the flag is of its CCW alone. */
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, CCW_CD, 10);
    rig_ccw(&rig, 0x00, D + 100, CCW_SKIP | CCW_CD, 30);
    rig_ccw(&rig, 0x00, D + 200, 0, 60);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    expect_bytes(D, 0, 10);
    ck_assert_uint_eq(rig.st.main[D + 100], 0);
    expect_bytes(D + 200, 40, 60);
    /* Sense can be skipped, too. */
    dev->sense[0] = SENSE_INTERVENTION;
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, D + 300, CCW_SKIP, 1);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_uint_eq(rig.st.main[D + 300] | dev->sense[0], 0);
    /* On output it means nothing. */
    rig_program(&rig);
    rig_put(&rig, D + 400, "abcdef", 6);
    rig_ccw(&rig, 0x01, D + 400, CCW_SKIP, 6);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_mem_eq(f->got, "abcdef", 6);
}
END_TEST

/* 10000 bytes by IDAWs: five 2K blocks, of which the 4K boundaries are some.
 * Forward, backward, out, and with data chaining from one list to another. */
START_TEST(ida)
{
    enum { N = 10000, B = 2048 };
    static const uint32_t block[] = {0x9000, 0x6800, 0xb800,
                                     0x5000, 0xa000, 0x7800};
    uint32_t at = 0;

    f->send_len = N;
    put_word(IDAWS, block[0] + 100);
    for (unsigned i = 1; i < 6; i++)
        put_word(IDAWS + 4 * i, block[i]);
    rig_ccw(&rig, 0x02, IDAWS, CCW_IDA, N);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    for (unsigned i = 0, off = 100; i < 5 && at < N; i++, off = 0) {
        uint32_t n = B - off < N - at ? B - off : N - at;

        ck_assert_mem_eq(rig.st.main + block[i] + off, f->send + at, n);
        at += n;
    }
    rig_program(&rig);
    rig_ccw(&rig, 0x01, IDAWS, CCW_IDA, N);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_mem_eq(f->got, f->send, N);
    /* Backward: the first may stand anywhere, the others at a block's end. */
    f->send_len = 3000;
    put_word(IDAWS, block[0] + 99);
    for (unsigned i = 1; i < 3; i++)
        put_word(IDAWS + 4 * i, block[i] + B - 1);
    rig_program(&rig);
    rig_ccw(&rig, 0x0c, IDAWS, CCW_IDA, 3000);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    for (unsigned i = 0; i < 100; i++)
        ck_assert_uint_eq(rig.st.main[block[0] + 99 - i], f->send[i]);
    for (unsigned i = 0; i < B; i++)
        ck_assert_uint_eq(rig.st.main[block[1] + B - 1 - i], f->send[100 + i]);
    ck_assert_uint_eq(rig.st.main[block[2] + B - 1], f->send[100 + B]);
    ck_assert_uint_eq(rig.st.main[block[2] + B - 852], f->send[2999]);
    /* Each CCW of a data chain has a list of its own, or none. */
    f->send_len = 100;
    put_word(IDAWS, D + 10);
    put_word(IDAWS + 8, D + 500 + B - 500 % B - 5);
    put_word(IDAWS + 12, D + 8 * B);
    rig_program(&rig);
    rig_ccw(&rig, 0x02, IDAWS, CCW_IDA | CCW_CD, 20);
    rig_ccw(&rig, 0x00, D + 200, CCW_CD, 30);
    rig_ccw(&rig, 0x00, IDAWS + 8, CCW_IDA, 50);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    expect_bytes(D + 10, 0, 20);
    expect_bytes(D + 200, 20, 30);
    expect_bytes(D + 500 + B - 500 % B - 5, 50, 5);
    expect_bytes(D + 8 * B, 55, 45);
}
END_TEST

/* The flags, the count and the zero byte of a TIC mean nothing; nor does the
 * zero byte of any CCW, the address of a command without data, or the command
 * code while data is chained. */
START_TEST(ignored_bits)
{
    struct ccw *ccw = (struct ccw *)(void *)(rig.st.main + RIG_CCW);

    rig_ccw(&rig, 0x07, OUT, CCW_CC, 1);
    rig_ccw(&rig, 0xf8, RIG_CCW + 24, 0xff, 0);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    rig_ccw(&rig, 0x02, D, CCW_CD, 50);
    rig_ccw(&rig, 0x03, D + 100, 0, 50);
    for (unsigned i = 0; i < 5; i++)
        ccw[i].zero = 0xff;
    ck_assert_uint_eq(run_keyed(0), ENDED);
    expect_place("ignored", 4, 0);
    expect_bytes(D, 0, 50);
    expect_bytes(D + 100, 50, 50);
    ck_assert_uint_eq(f->commands, 2);
}
END_TEST

START_TEST(pci_content)
{
    rig_ccw(&rig, 0x07, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, D, CCW_CC | CCW_PCI | CCW_SLI, 200);
    rig_ccw(&rig, 0x02, D, CCW_PCI, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    for (unsigned n = 1; n < 3; n++) {
        ck_assert_int_eq(rig_wait(&rig), DEV);
        ck_assert_uint_eq(rig.csw.unit, 0);
        ck_assert_uint_eq(rig.csw.chan, CS_PCI);
        ck_assert_uint_eq(get24(&rig.csw.addr), RIG_CCW + 8 * n + 8);
        ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    }
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(rig.csw.chan, 0);
}
END_TEST

/* PoO "Program-Controlled Interruption": a condition that waits is carried
 * over to the CCW that is then current, through TIC, in both chainings; two
 * make one interruption. */
START_TEST(pci_carried)
{
    rig_ccw(&rig, 0x07, 0, CCW_CC | CCW_PCI, 1);
    rig_ccw(&rig, CCW_TIC, RIG_CCW + 24, 0, 0);
    rig_ccw(&rig, 0x00, 0, 0, 0);
    rig_ccw(&rig, 0x02, D, CCW_CD | CCW_PCI, 40);
    rig_ccw(&rig, 0x00, D, CCW_CD, 40);
    rig_ccw(&rig, 0x00, D, 0, 20);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 3); /* now in the last area but one, or the last */
    ck_assert_int_eq(rig_tio(&rig, DEV), 2);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_uint_ge(get24(&rig.csw.addr), RIG_CCW + 40);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, 0);
    expect_place("pci", 5, 0);
}
END_TEST

START_TEST(pci_merged)
{
    rig_ccw(&rig, 0x02, D, CCW_CC | CCW_PCI, 100);
    rig_ccw(&rig, 0x02, D, CCW_PCI, 99);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 100);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI | IL);
    expect_place("pci", 1, 0);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(pci_at_start)
{
    /* An immediate operation, a refusal, an SIOF. */
    rig_ccw(&rig, 0x07, 0, CCW_PCI, 1);
    ck_assert_uint_eq(run_keyed(0), CC1 | ENDED | CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
    f->initial = US_UNIT_CHECK;
    ck_assert_uint_eq(run_keyed(0), CC1 | 0x0200 | CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 1);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

/* In a CCW whose command the device refuses. */
START_TEST(pci_refused)
{
    rig_ccw(&rig, 0x07, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x17, 0, CCW_PCI, 1);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x02);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(pci_cleared)
{
    rig_ccw(&rig, 0x02, D, CCW_PCI, 100);
    f->hold = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig.board.clrio(rig.board.ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(rig.st.main[0x45], CS_PCI);
    ck_assert_int_eq(rig_take(&rig), -1);
    /* HIO leaves it; it goes with the end. */
    f->hold = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig.board.hio(rig.board.ctx, &rig.cpu, DEV), 1);
    rig_events(&rig, 5);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(rig.csw.chan, CS_PCI);
}
END_TEST

/* Command retry: the program sees nothing of it but the time. */
START_TEST(retry)
{
    static const uint8_t cmds[] = {0x02, 0x01, 0x07};

    for (unsigned i = 0; i < 3; i++)
        for (unsigned later = 0; later < 2; later++) {
            f->commands = 0;
            f->retries = 3;
            f->retry_later = later;
            rig_program(&rig);
            rig_ccw(&rig, 0x07, 0, CCW_CC, 1);
            rig_ccw(&rig, cmds[i], D, CCW_CC, 100);
            rig_ccw(&rig, 0x07, 0, 0, 5);
            ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
            for (unsigned n = 0; later && n < 3; n++) {
                ck_assert_int_eq(rig_wait(&rig), -1);
                ck_assert_uint_eq(f->commands, n + 1);
                ck_assert_int_eq(rig_tio(&rig, DEV), 2);
                device_complete(dev, US_DEVICE_END);
            }
            ck_assert_int_eq(rig_wait(&rig), DEV);
            ck_assert_uint_eq(rig.csw.unit, 0x0c);
            expect_place("retry", 2, 5);
            ck_assert_uint_eq(f->commands, 6);
        }
}
END_TEST

/* Of the first command, which is immediate: SIO gives condition code 0. */
START_TEST(retry_at_start)
{
    rig_ccw(&rig, 0x07, 0, 0, 5);
    f->retries = 1;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(f->commands, 2);
    /* What the program writes meanwhile counts. */
    f->retries = 1;
    f->retry_later = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, 0, 100);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    expect_bytes(D, 0, 100);
    /* It is still the first CCW, which may not be a TIC. */
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, 0, 5);
    f->retries = 1;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    rig_program(&rig);
    rig_ccw(&rig, CCW_TIC, RIG_CCW + 8, 0, 100);
    rig_ccw(&rig, 0x02, D, 0, 100);
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.chan, CS_PROGRAM_CHECK);
}
END_TEST

START_TEST(retry_fails)
{
    rig_ccw(&rig, 0x02, D, CCW_CC, 100);
    rig_ccw(&rig, 0x07, 0, 0, 1);
    f->retries = 1;
    f->retry_later = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    device_complete(dev, US_DEVICE_END | US_UNIT_CHECK);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x06);
    ck_assert_uint_eq(f->commands, 1);
    /* Halted while it waits. */
    f->retries = 1;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x00, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig.board.hdv(rig.board.ctx, &rig.cpu, DEV), 1);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    device_complete(dev, US_DEVICE_END); /* too late */
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("flags");

    tcase_add_test(t, skip);
    tcase_add_test(t, ida);
    tcase_add_test(t, ignored_bits);
    tcase_add_test(t, pci_content);
    tcase_add_test(t, pci_carried);
    tcase_add_test(t, pci_merged);
    tcase_add_test(t, pci_at_start);
    tcase_add_test(t, pci_refused);
    tcase_add_test(t, pci_cleared);
    tcase_add_test(t, retry);
    tcase_add_test(t, retry_at_start);
    tcase_add_test(t, retry_fails);
    return ccw_run(t);
}
