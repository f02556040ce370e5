/* SPDX-License-Identifier: MIT */
/* Every bit of the CSW and every flag of the CCW has a named test, or a named
 * row in a table of cases, here, in flags_test.c (F) and checks_test.c (C). The
 * device is faultdev.c. See types_test.c for what depends on the channel's
 * type, states_test.c for condition codes, mask_test.c for the masks of
 * interruptions, and channel_test.c for whole programs.
 *
 *   CSW bit                           test, or row of a table here
 *   0-3   key                         csw_key
 *   4     zero, 5 logout pending      csw_key (no channel leaves a logout)
 *   6-7   deferred condition code     deferred_code_1, deferred_code_3
 *   8-31  command address             ending (each row), program_check
 *   32    attention                   ending "attention", pending "attention"
 *   33    status modifier             ending "status modifier" (3 rows)
 *   34    control unit end            ending "control unit end" (2 rows),
 *                                     pending "control unit end"
 *   35    busy                        pending, control_unit_busy, busy_device
 *   36    channel end                 ending "channel end alone", busy_device
 *   37    device end                  pending "device end", busy_device
 *   38    unit check                  ending "unit check" (4 rows), F
 * retry_fails 39    unit exception              ending "unit exception" (3
 * rows) 40    program-controlled          F pci_content, pci_carried,
 * pci_merged, interruption                pci_at_start, pci_refused,
 * pci_cleared 41    incorrect length            lengths (all flags, all
 * lengths) 42    program check               C program_check (a row for each
 * cause) 43    protection check            C protection (a row for each access)
 *   44    channel data check          C equipment "data check" (3 rows)
 *   45    channel control check       C equipment "control check" (5 rows)
 *   46    interface control check     C equipment "interface check" (4 rows),
 *                                     lost_in_chain
 *   47    chaining check              C equipment "chaining check" (2 rows)
 *   48-63 count                       ending, lengths
 *
 *   CCW flag
 *   32 CD     lengths, F skip, ida, C "in data chaining"
 *   33 CC     lengths, ending "... in a chain"
 *   34 SLI    lengths, F pci_content
 *   35 SKIP   F skip
 *   36 PCI    as CSW bit 40
 *   37 IDA    F ida, C program_check "IDAW", protection "IDAW"
 *   38, 39    C program_check "flag bit 38", "flag bit 39"
 *   40-47     F ignored_bits
 */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/ccw/ccwrig.h"

START_TEST(csw_key)
{
    static const struct prog read[] = {{0x02, D, 0, 100}, {0}};

    put_program(read);
    memset(rig.st.keys, 0x50, RIG_STORAGE / 2048);
    for (unsigned key = 0; key < 256; key += 16) {
        unsigned status = run_keyed((uint8_t)key);

        /* Bits 4 and 5 are zero, and 6 and 7 but after SIOF. */
        if (status != (CC1 | CS_PROTECTION_CHECK))
            ck_assert_uint_eq(rig.csw.key, key);
    }
}
END_TEST

/* How commands end: what the device says, the program, the CSW. `at` is the
 * number of the last CCW used. */
static const struct ending {
    const char *name;
    uint8_t status, initial, pass;
    struct prog prog[3];
    unsigned expect, at, count;
} endings[] = {
    {.name = "attention",
     .status = 0x8c,
     .prog = {{0x02, D, 0, 100}},
     .expect = 0x8c00},
    {.name = "attention in a chain",
     .status = 0x8c,
     .prog = {{0x02, D, CCW_CC, 100}, {0x07, 0, 0, 1}},
     .expect = 0x8c00},
    {.name = "status modifier",
     .status = 0x4c,
     .prog = {{0x02, D, 0, 100}},
     .expect = 0x4c00},
    {.name = "status modifier in a chain",
     .status = 0x4c,
     .prog = {{0x02, D, CCW_CC, 100}, {0x17, 0, 0, 1}, {0x07, 0, 0, 1}},
     .expect = ENDED,
     .at = 2,
     .count = 1},
    {.name = "status modifier, immediate",
     .status = 0x4c,
     .prog = {{0x07, 0, 0, 1}},
     .expect = CC1 | 0x4c00},
    {.name = "control unit end",
     .status = 0x2c,
     .prog = {{0x02, D, 0, 100}},
     .expect = 0x2c00},
    {.name = "control unit end in a chain",
     .status = 0x2c,
     .prog = {{0x02, D, CCW_CC, 100}, {0x02, D, 0, 100}},
     .expect = ENDED,
     .at = 1},
    {.name = "channel end alone",
     .prog = {{0x0b, 0, 0, 1}},
     .expect = CC1 | 0x0800},
    {.name = "unit check",
     .status = 0x0e,
     .prog = {{0x02, D, 0, 100}},
     .expect = 0x0e00},
    {.name = "unit check in a chain",
     .status = 0x0e,
     .prog = {{0x02, D, CCW_CC, 100}, {0x07, 0, 0, 1}},
     .expect = 0x0e00},
    {.name = "unit check, initial",
     .initial = 0x02,
     .prog = {{0x02, D, 0, 100}},
     .expect = CC1 | 0x0200},
    {.name = "unit check, initial, in a chain",
     .initial = 0x02,
     .pass = 1,
     .prog = {{0x02, D, CCW_CC, 100}, {0x02, D, 0, 7}},
     .expect = 0x0200,
     .at = 1,
     .count = 7},
    {.name = "unit exception",
     .status = 0x0d,
     .prog = {{0x02, D, CCW_CC, 100}},
     .expect = 0x0d00},
    {.name = "unit exception, initial",
     .initial = 0x01,
     .prog = {{0x02, D, 0, 9}},
     .expect = CC1 | 0x0100},
    {.name = "unit exception, initial, in a chain",
     .initial = 0x01,
     .pass = 1,
     .prog = {{0x07, 0, CCW_CC, 100}, {0x02, D, 0, 7}},
     .expect = 0x0100,
     .at = 1,
     .count = 7},
    {.name = "busy and status modifier, initial, in a chain",
     .initial = 0x50,
     .pass = 1,
     .prog = {{0x07, 0, CCW_CC, 100}, {0x02, D, 0, 7}},
     .expect = 0x5000,
     .at = 1,
     .count = 7},
};

START_TEST(ending)
{
    const struct ending *e = &endings[_i];
    unsigned status;

    f->status = e->status;
    f->initial = e->initial;
    f->pass = e->pass;
    put_program(e->prog);
    status = run_keyed(0);
    ck_assert_msg(status == e->expect, "%s: status %X", e->name, status);
    if (!(status & CC1))
        expect_place(e->name, e->at, e->count);
    /* A control unit end that did not end the chain comes after it. */
    if (e->status & US_CONTROL_UNIT_END && e->at > 0) {
        ck_assert_int_eq(rig_take(&rig), DEV);
        ck_assert_uint_eq(rig.csw.unit, US_CONTROL_UNIT_END);
    }
    /* A device that refused or ended early is free again. */
    if (e->expect != (CC1 | 0x0800u)) {
        ck_assert_int_eq(rig_tio(&rig, DEV), 0);
        ck_assert_int_eq(rig_wait(&rig), -1);
    }
}
END_TEST

/* Status that no operation brought: by interruption, by TIO, and by SIO, there
 * with busy; a second one joins the first. */
static const struct pending {
    const char *name;
    uint8_t status;
} pendings[] = {
    {"attention", US_ATTENTION},
    {"control unit end", US_CONTROL_UNIT_END},
    {"device end", US_DEVICE_END},
    {"attention and device end", US_ATTENTION | US_DEVICE_END},
    {"unit check and device end", US_UNIT_CHECK | US_DEVICE_END},
    {"unit exception and device end", US_UNIT_EXCEPTION | US_DEVICE_END},
};

START_TEST(pending)
{
    const struct pending *p = &pendings[_i];
    static const struct prog read[] = {{0x02, D, 0, 100}, {0}};

    put_program(read);
    device_attention(dev, p->status);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_msg(rig.csw.unit == p->status, "%s: interruption", p->name);
    ck_assert_uint_eq(rig.csw.chan | get24(&rig.csw.addr) | rig.csw.key, 0);
    device_attention(dev, p->status);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_msg(rig.csw.unit == p->status, "%s: TIO", p->name);
    device_attention(dev, p->status);
    ck_assert_msg(run_keyed(0) == (CC1 | (p->status | US_BUSY) * 256u),
                  "%s: SIO %X", p->name, rig.csw.unit);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    device_attention(dev, p->status);
    device_attention(dev, US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, p->status | US_ATTENTION);
    ck_assert_int_eq(rig_take(&rig), -1);
}
END_TEST

START_TEST(control_unit_busy)
{
    static const struct prog read[] = {{0x02, D, 0, 100}, {0}};
    void *ctx = rig.board.ctx;

    put_program(read);
    f->cu_busy = true;
    ck_assert_uint_eq(run_keyed(0), CC1 | 0x5000);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_uint_eq(rig.csw.unit, 0x50);
    ck_assert_int_eq(rig.board.hio(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(rig.st.main[0x44], 0x50);
    ck_assert_int_eq(rig.board.hdv(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(rig.st.main[0x44], 0x50);
    ck_assert_uint_eq(f->commands, 0);
    f->cu_busy = false;
    device_attention(dev, US_CONTROL_UNIT_END);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, US_CONTROL_UNIT_END);
    ck_assert_uint_eq(run_keyed(0), ENDED);
}
END_TEST

/* Channel end frees the subchannel, the device is busy till device end. */
START_TEST(busy_device)
{
    static const struct prog control[] = {{0x0b, 0, 0, 1}, {0}};
    void *ctx = rig.board.ctx;

    put_program(control);
    ck_assert_uint_eq(run_keyed(0), CC1 | 0x0800);
    ck_assert_uint_eq(run_keyed(0), CC1 | 0x1000);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 1);
    ck_assert_uint_eq(rig.csw.unit, US_BUSY);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_uint_eq(rig.csw.unit, US_BUSY);
    ck_assert_int_eq(rig.board.tch(ctx, &rig.cpu, DEV), 0);
    ck_assert_int_eq(rig.board.clrio(ctx, &rig.cpu, DEV), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    device_complete(dev, US_DEVICE_END | US_UNIT_EXCEPTION);
    ck_assert_int_eq(rig_take(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, US_DEVICE_END | US_UNIT_EXCEPTION);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
}
END_TEST

START_TEST(deferred_code_1)
{
    static const struct prog read[] = {{0x02, D, 0, 100}, {0}};
    static const struct prog nop[] = {{0x03, D, 0, 5}, {0}};

    f->initial = US_UNIT_CHECK;
    put_program(read);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x70, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0x71);
    ck_assert_uint_eq(rig.csw.unit, US_UNIT_CHECK);
    put_program(nop);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0x01);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    f->cu_busy = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0x01);
    ck_assert_uint_eq(rig.csw.unit, 0x50);
    f->cu_busy = false;
    dev->trouble = CS_INTERFACE_CONTROL_CHECK;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0x01);
    ck_assert_uint_eq(rig.csw.chan, CS_INTERFACE_CONTROL_CHECK);
    /* Not of an operation that has begun. */
    put_program(read);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0);
}
END_TEST

START_TEST(deferred_code_3)
{
    static const struct prog read[] = {{0x02, D, 0, 100}, {0}};

    put_program(read);
    dev->not_operational = true;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x40, false), 3);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0x40, true), 0);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.key, 0x43);
    ck_assert_uint_eq(rig.csw.unit | rig.csw.chan, 0);
    dev->not_operational = false;
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_uint_eq(rig.csw.key, 0);
}
END_TEST

static void
onlooker(void *ctx, const struct chan_event *ev)
{
    unsigned *events = ctx;

    ++*events;
    if (ev->kind == CHAN_EVENT_CCW)
        ck_assert_uint_eq(ev->data, D);
}

/* Being watched sets no reference bits: an IDAW that a skipping CCW does not
 * need, and the CAW at TIO. */
START_TEST(watched)
{
    static const struct prog skip[] = {{0x02, IDAWS, CCW_IDA | CCW_SKIP, 100},
                                       {0}};
    unsigned events = 0;
    const struct chan_watch watch = {&events, onlooker};

    put_word(IDAWS, D);
    put_program(skip);
    chansys_watch(rig.cs, &watch, &rig.board);
    device_watch(dev, true);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    rig.st.keys[0] = 0;
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    ck_assert_uint_eq(events, 4); /* SIO, CCW, its end, TIO */
    ck_assert_uint_eq(rig.st.keys[0], 0);
    ck_assert_uint_eq(rig.st.keys[IDAWS / 2048], 0);
}
END_TEST

START_TEST(ipl_without_power)
{
    dev->not_operational = true;
    ck_assert(!chansys_ipl_start(rig.cs, DEV));
}
END_TEST

/* PoO "Chaining", the table of what CD, CC and SLI do at the end of a block.
 * The first CCW has the flags; the second continues: 7 more bytes, or a command
 * that is content with anything. The device sends 100 bytes. */
enum { SHORT = 101, EXACT = 100, LONG = 99 };

static const struct length {
    uint8_t flags;
    uint16_t count;
    unsigned expect, at, left, commands;
} lengths[] = {
    {0, SHORT, ENDED | IL, 0, 1, 1},
    {CCW_SLI, SHORT, ENDED, 0, 1, 1},
    {CCW_CC, SHORT, ENDED | IL, 0, 1, 1},
    {CCW_CC | CCW_SLI, SHORT, ENDED, 1, 100, 2},
    {CCW_CD, SHORT, ENDED | IL, 0, 1, 1},
    {CCW_CD | CCW_SLI, SHORT, ENDED | IL, 0, 1, 1},
    {CCW_CD | CCW_CC, SHORT, ENDED | IL, 0, 1, 1},
    {CCW_CD | CCW_CC | CCW_SLI, SHORT, ENDED | IL, 0, 1, 1},
    {0, EXACT, ENDED, 0, 0, 1},
    {CCW_SLI, EXACT, ENDED, 0, 0, 1},
    {CCW_CC, EXACT, ENDED, 1, 100, 2},
    {CCW_CC | CCW_SLI, EXACT, ENDED, 1, 100, 2},
    {CCW_CD, EXACT, ENDED | IL, 1, 7, 1},
    {CCW_CD | CCW_SLI, EXACT, ENDED | IL, 1, 7, 1},
    {CCW_CD | CCW_CC, EXACT, ENDED | IL, 1, 7, 1},
    {CCW_CD | CCW_CC | CCW_SLI, EXACT, ENDED | IL, 1, 7, 1},
    {0, LONG, ENDED | IL, 0, 0, 1},
    {CCW_SLI, LONG, ENDED, 0, 0, 1},
    {CCW_CC, LONG, ENDED | IL, 0, 0, 1},
    {CCW_CC | CCW_SLI, LONG, ENDED, 1, 100, 2},
    {CCW_CD, LONG, ENDED | IL, 1, 6, 1},
    {CCW_CD | CCW_SLI, LONG, ENDED | IL, 1, 6, 1},
    {CCW_CD | CCW_CC, LONG, ENDED | IL, 1, 6, 1},
    {CCW_CD | CCW_CC | CCW_SLI, LONG, ENDED | IL, 1, 6, 1},
};

/* The same program three ways: a read, a read backward, and a write of which
 * the device takes 100 bytes. */
START_TEST(length)
{
    static const uint8_t cmds[] = {0x02, 0x0c, 0x01};
    const struct length *l = &lengths[_i];
    char name[60];

    f->want = 100;
    for (unsigned i = 0; i < 3; i++) {
        uint8_t rest = l->flags & CCW_CD ? 0 : CCW_SLI;
        uint8_t next = l->flags & CCW_CD ? 0 : cmds[i];

        /* A device that wants more than it gets: all of a write's data is
         * asked for before it is executed. */
        f->more = cmds[i] == 0x01 && l->count == LONG;
        if (f->more && (l->flags & (CCW_CD | CCW_CC)))
            continue;
        f->commands = 0;
        rig_program(&rig);
        rig_ccw(&rig, cmds[i], D + 1000, l->flags, l->count);
        rig_ccw(&rig, next, D + 2000, rest, next ? 200 : 7);
        snprintf(name, sizeof(name), "command %02X flags %02X count %u",
                 cmds[i], l->flags, l->count);
        ck_assert_msg(run_keyed(0) == l->expect, "%s: %02X%02X", name,
                      rig.csw.unit, rig.csw.chan);
        expect_place(name, l->at, l->left);
        ck_assert_uint_eq(f->commands, l->commands);
    }
}
END_TEST

/* An immediate operation has no length, whatever the flags say. */
START_TEST(length_immediate)
{
    for (unsigned flags = 0; flags < 256; flags += CCW_SLI) {
        bool chains = (flags & (CCW_CC | CCW_CD)) == CCW_CC;

        f->commands = 0;
        rig_program(&rig);
        rig_ccw(&rig, 0x07, D, (uint8_t)flags, 101);
        rig_ccw(&rig, 0x07, D, 0, 33);
        ck_assert_uint_eq(run_keyed(0), chains ? ENDED : CC1 | ENDED);
        ck_assert_uint_eq(f->commands, chains ? 2 : 1);
        if (chains)
            expect_place("immediate", 1, 33);
    }
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("status");

    tcase_add_test(t, csw_key);
    tcase_add_loop_test(t, ending, 0, ROWS(endings));
    tcase_add_loop_test(t, pending, 0, ROWS(pendings));
    tcase_add_test(t, control_unit_busy);
    tcase_add_test(t, busy_device);
    tcase_add_test(t, deferred_code_1);
    tcase_add_test(t, deferred_code_3);
    tcase_add_test(t, watched);
    tcase_add_test(t, ipl_without_power);
    tcase_add_loop_test(t, length, 0, ROWS(lengths));
    tcase_add_test(t, length_immediate);
    return ccw_run(t);
}
