/* SPDX-License-Identifier: MIT */
/* Program check, protection check, and the checks of equipment with their
 * limited channel logout. The list of all status bits and their tests is in
 * status_test.c. */
#include "config.h"

#include <check.h>
#include <string.h>

#include "tests/ccw/ccwrig.h"

/* The causes of PoO "Program Check". `chained`: what the CSW has when the CCW
 * comes second, behind a command; 0 for those that the first CCW alone can
 * have, or that depend on data. */
enum { PROG = CS_PROGRAM_CHECK };

static const struct cause {
    const char *name;
    struct prog prog[4];
    unsigned expect, at, count;
    uint32_t idaw[2];
} causes[] = {
    {.name = "command code, first",
     .prog = {{0x10, D, 0, 1}},
     .expect = CC1 | PROG},
    {.name = "command code, chained",
     .prog = {{0x07, 0, CCW_CC, 1}, {0xf0, D, 0, 9}},
     .expect = PROG,
     .at = 1,
     .count = 9},
    {.name = "count, first", .prog = {{0x02, D, 0, 0}}, .expect = CC1 | PROG},
    {.name = "count, chained",
     .prog = {{0x07, 0, CCW_CC, 1}, {0x02, D, 0, 0}},
     .expect = PROG,
     .at = 1},
    {.name = "count, in data chaining",
     .prog = {{0x02, D, CCW_CD, 10}, {0x02, D, 0, 0}},
     .expect = ENDED | PROG,
     .at = 1},
    {.name = "count, immediate command",
     .prog = {{0x07, D, 0, 0}},
     .expect = CC1 | PROG},
    {.name = "flag bit 38, first",
     .prog = {{0x02, D, 0x02, 9}},
     .expect = CC1 | PROG},
    {.name = "flag bit 38, chained",
     .prog = {{0x07, 0, CCW_CC, 1}, {0x02, D, 0x02, 9}},
     .expect = PROG,
     .at = 1,
     .count = 9},
    {.name = "flag bit 38, in data chaining",
     .prog = {{0x02, D, CCW_CD, 10}, {0x02, D, 0x02, 9}},
     .expect = ENDED | PROG,
     .at = 1,
     .count = 9},
    {.name = "flag bit 39, first",
     .prog = {{0x02, D, 0x01, 9}},
     .expect = CC1 | PROG},
    {.name = "flag bit 39, chained",
     .prog = {{0x07, 0, CCW_CC, 1}, {0x02, D, 0x01, 9}},
     .expect = PROG,
     .at = 1,
     .count = 9},
    {.name = "sequence, TIC first",
     .prog = {{CCW_TIC, RIG_CCW + 8, 0, 1}, {0x07, 0, 0, 1}},
     .expect = CC1 | PROG},
    {.name = "sequence, TIC to TIC",
     .prog = {{0x07, 0, CCW_CC, 1},
              {CCW_TIC, RIG_CCW + 16, 0, 1},
              {CCW_TIC, RIG_CCW, 0, 1}},
     .expect = PROG,
     .at = 2},
    {.name = "sequence, TIC to itself",
     .prog = {{0x07, 0, CCW_CC, 1}, {CCW_TIC, RIG_CCW + 8, 0, 1}},
     .expect = PROG,
     .at = 1},
    {.name = "sequence, TIC to TIC in data chaining",
     .prog = {{0x02, D, CCW_CD, 10},
              {CCW_TIC, RIG_CCW + 16, 0, 1},
              {CCW_TIC, RIG_CCW, 0, 1}},
     .expect = ENDED | PROG,
     .at = 2},
    {.name = "CCW address specification in TIC",
     .prog = {{0x07, 0, CCW_CC, 1}, {CCW_TIC, RIG_CCW + 4, 0, 1}},
     .expect = PROG,
     .at = 1},
    {.name = "CCW address in TIC",
     .prog = {{0x07, 0, CCW_CC, 1}, {CCW_TIC, OUT, 0, 1}},
     .expect = PROG,
     .at = 1},
    {.name = "CCW address in TIC, in data chaining",
     .prog = {{0x02, D, CCW_CD, 10}, {CCW_TIC, OUT, 0, 1}},
     .expect = ENDED | PROG,
     .at = 1},
    {.name = "data address, read",
     .prog = {{0x02, OUT - 60, 0, 100}},
     .expect = ENDED | PROG,
     .count = 40},
    {.name = "data address, read backward",
     .prog = {{0x0c, OUT, 0, 100}},
     .expect = ENDED | PROG,
     .count = 100},
    {.name = "data address, below 0 backward",
     .prog = {{0x0c, 30, 0, 100}},
     .expect = ENDED | PROG,
     .count = 69},
    {.name = "data address, write",
     .prog = {{0x01, OUT - 60, 0, 100}},
     .expect = ENDED | PROG,
     .count = 40},
    {.name = "data address, in a chain",
     .prog = {{0x02, OUT, CCW_CC, 100}, {0x02, D, 0, 100}},
     .expect = ENDED | PROG,
     .count = 100},
    {.name = "IDAW address specification",
     .prog = {{0x02, IDAWS + 2, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 100},
    {.name = "IDAW address",
     .prog = {{0x02, OUT, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 100},
    {.name = "IDAW address, second",
     .prog = {{0x02, OUT - 4, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 70},
    {.name = "IDAW high byte",
     .prog = {{0x02, IDAWS, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 100,
     .idaw = {0x01000000 | D, 0}},
    {.name = "IDAW not at a block",
     .prog = {{0x02, IDAWS, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 70,
     .idaw = {D + 2018, D + 4}},
    {.name = "IDAW not at a block's end, backward",
     .prog = {{0x0c, IDAWS, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 70,
     .idaw = {D + 29, D}},
    {.name = "IDAW's data address",
     .prog = {{0x01, IDAWS, CCW_IDA, 100}},
     .expect = ENDED | PROG,
     .count = 70,
     .idaw = {D + 2018, OUT}},
};

START_TEST(program_check)
{
    const struct cause *c = &causes[_i];
    unsigned status;

    rig_program(&rig);
    for (unsigned i = 0; i < 4 && (i == 0 || c->prog[i].cmd); i++)
        rig_ccw(&rig, c->prog[i].cmd, c->prog[i].addr, c->prog[i].flags,
                c->prog[i].count);
    put_word(IDAWS, c->idaw[0]);
    put_word(IDAWS + 4, c->idaw[1]);
    put_word(OUT - 4, D + 2018);
    status = run_keyed(0);
    ck_assert_msg(status == c->expect, "%s: status %X", c->name, status);
    if (!(status & CC1))
        expect_place(c->name, c->at, c->count);
    ck_assert_int_eq(rig_wait(&rig), -1);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
}
END_TEST

/* PoO "Invalid CAW Format", "Invalid CCW Address Specification" and "Invalid
 * CCW Address" of the CAW. */
START_TEST(program_check_caw)
{
    static const uint32_t bad[] = {0x01000000 | RIG_CCW,
                                   0x02000000 | RIG_CCW,
                                   0x04000000 | RIG_CCW,
                                   0x08000000 | RIG_CCW,
                                   RIG_CCW + 1,
                                   RIG_CCW + 2,
                                   RIG_CCW + 4,
                                   OUT,
                                   0x00fffff8};

    rig_ccw(&rig, 0x07, 0, 0, 1);
    for (unsigned i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        put_word(0x48, bad[i]);
        memset(rig.st.main + 0x40, 0x55, 8);
        ck_assert_int_eq(rig.board.sio(rig.board.ctx, &rig.cpu, DEV, false), 1);
        /* The status alone is stored. */
        ck_assert_uint_eq(word_at(0x40), 0x55555555);
        ck_assert_uint_eq(word_at(0x44), 0x00205555);
    }
    ck_assert_uint_eq(f->commands, 0);
}
END_TEST

/* The key is 3, KEYED, a block of its own, has another. */
enum { KEYED = 0x8000, LOGOUT = 0xb0 };
enum { PROT = CS_PROTECTION_CHECK, FETCH = 0x48, STORE = 0x40, MINE = 0x30 };

static const struct access {
    const char *name;
    uint8_t key; /* of KEYED */
    struct prog prog[2];
    unsigned expect, at, count;
} accesses[] = {
    {.name = "store, key matches",
     .key = MINE,
     .prog = {{0x02, KEYED, 0, 100}},
     .expect = ENDED},
    {.name = "store",
     .key = STORE,
     .prog = {{0x02, KEYED, 0, 100}},
     .expect = ENDED | PROT,
     .count = 100},
    {.name = "store, part",
     .key = STORE,
     .prog = {{0x02, KEYED - 30, 0, 100}},
     .expect = ENDED | PROT,
     .count = 70},
    {.name = "store, backward",
     .key = STORE,
     .prog = {{0x0c, KEYED, 0, 100}},
     .expect = ENDED | PROT,
     .count = 100},
    {.name = "store, sense",
     .key = STORE,
     .prog = {{CCW_SENSE_ID, KEYED, 0, 7}},
     .expect = ENDED | PROT,
     .count = 7},
    {.name = "store, in a chain",
     .key = STORE,
     .prog = {{0x02, KEYED, CCW_CC, 100}, {0x07, 0, 0, 1}},
     .expect = ENDED | PROT,
     .count = 100},
    {.name = "skip",
     .key = STORE,
     .prog = {{0x02, KEYED, CCW_SKIP, 100}},
     .expect = ENDED},
    {.name = "fetch, not fetch protected",
     .key = STORE,
     .prog = {{0x01, KEYED, 0, 100}},
     .expect = ENDED},
    {.name = "fetch",
     .key = FETCH,
     .prog = {{0x01, KEYED, 0, 100}},
     .expect = ENDED | PROT,
     .count = 100},
    {.name = "fetch, part",
     .key = FETCH,
     .prog = {{0x01, KEYED - 30, 0, 100}},
     .expect = ENDED | PROT,
     .count = 70},
    {.name = "fetch, key matches",
     .key = MINE | 8,
     .prog = {{0x01, KEYED, 0, 100}},
     .expect = ENDED},
    {.name = "IDAW",
     .key = FETCH,
     .prog = {{0x02, KEYED, CCW_IDA, 100}},
     .expect = ENDED | PROT,
     .count = 100},
    {.name = "IDAW, not fetch protected",
     .key = STORE,
     .prog = {{0x02, KEYED, CCW_IDA, 100}},
     .expect = ENDED},
};

START_TEST(protection)
{
    const struct access *a = &accesses[_i];
    unsigned status;

    memset(rig.st.keys, MINE, RIG_STORAGE / 2048);
    rig.st.keys[KEYED / 2048] = a->key;
    put_word(KEYED, D);
    put_program(a->prog);
    status = run_keyed(MINE);
    ck_assert_msg(status == a->expect, "%s: status %X", a->name, status);
    expect_place(a->name, a->at, a->count);
    if (a->expect & PROT && !(a->key & KEY_FETCH))
        ck_assert_uint_eq(word_at(KEYED), D);
    /* Key 0 is free to do all of it. */
    ck_assert_uint_eq(run_keyed(0) & PROT, 0);
}
END_TEST

START_TEST(protection_of_program)
{
    memset(rig.st.keys, MINE, RIG_STORAGE / 2048);
    rig_ccw(&rig, 0x07, 0, CCW_CC, 1);
    rig_ccw(&rig, CCW_TIC, KEYED, 0, 0);
    /* The target of a TIC; PoO: the address of the protected CCW. */
    rig.st.keys[KEYED / 2048] = FETCH;
    ck_assert_uint_eq(run_keyed(MINE), PROT);
    ck_assert_uint_eq(get24(&rig.csw.addr), KEYED + 8);
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, CCW_CD, 10);
    ck_assert_uint_eq(run_keyed(MINE), ENDED | PROT);
    ck_assert_uint_eq(get24(&rig.csw.addr), KEYED + 8);
    /* The first CCW. */
    rig.st.keys[RIG_CCW / 2048] = FETCH;
    ck_assert_uint_eq(run_keyed(MINE), CC1 | PROT);
    rig.st.keys[RIG_CCW / 2048] = STORE;
    rig.st.keys[KEYED / 2048] = STORE;
    ck_assert_uint_ne(run_keyed(MINE) & 0xff, PROT);
}
END_TEST

/* Equipment checks: where they are found, the CSW and the logout. `at_end`:
 * with the command's ending status, else when the device is selected. */
enum {
    CDC = CS_CHANNEL_DATA_CHECK,
    CCC = CS_CHANNEL_CONTROL_CHECK,
    ICC = CS_INTERFACE_CONTROL_CHECK,
    CHC = CS_CHAINING_CHECK,
    NO_LOGOUT = -1,
    /* Detected by the channel; fields valid; then source, end, sequence. */
    LOG_CCC = 0x04401f00,
    LOG_ICC = 0x04081f80,
    LOG_CDC = 0x04401f40,
};

static const struct equipment {
    const char *name;
    uint8_t trouble;
    bool at_end;
    struct prog prog[3];
    unsigned expect, at, count, commands;
    uint32_t logout;
} equipments[] = {
    {.name = "data check, read",
     .trouble = CDC,
     .at_end = true,
     .prog = {{0x02, D, CCW_CC, 100}, {0x07, 0, 0, 1}},
     .expect = ENDED | CDC,
     .commands = 1,
     .logout = LOG_CDC | 3},
    {.name = "data check, write",
     .trouble = CDC,
     .at_end = true,
     .prog = {{0x01, D, 0, 100}},
     .expect = ENDED | CDC,
     .commands = 1,
     .logout = LOG_CDC | 3},
    {.name = "data check and incorrect length",
     .trouble = CDC,
     .at_end = true,
     .prog = {{0x02, D, 0, 99}},
     .expect = ENDED | CDC | IL,
     .commands = 1,
     .logout = LOG_CDC | 3},
    {.name = "control check, selecting",
     .trouble = CCC,
     .at_end = false,
     .prog = {{0x02, D, 0, 100}},
     .expect = CC1 | CCC,
     .logout = LOG_CCC | 4},
    {.name = "control check, read",
     .trouble = CCC,
     .at_end = true,
     .prog = {{0x02, D, CCW_CC, 100}, {0x07, 0, 0, 1}},
     .expect = CCC,
     .count = 100,
     .commands = 1,
     .logout = LOG_CCC | 2},
    {.name = "control check, write",
     .trouble = CCC,
     .at_end = true,
     .prog = {{0x01, D, 0, 100}},
     .expect = CCC,
     .commands = 1,
     .logout = LOG_CCC | 3},
    {.name = "control check, immediate",
     .trouble = CCC,
     .at_end = true,
     .prog = {{0x07, D, 0, 100}},
     .expect = CC1 | CCC,
     .commands = 1,
     .logout = LOG_CCC | 2},
    {.name = "control check, in a chain",
     .trouble = CCC,
     .at_end = true,
     .prog = {{0x07, D, CCW_CC, 100}},
     .expect = CCC,
     .count = 100,
     .commands = 1,
     .logout = LOG_CCC | 2},
    {.name = "interface check, selecting",
     .trouble = ICC,
     .at_end = false,
     .prog = {{0x02, D, 0, 100}},
     .expect = CC1 | ICC,
     .logout = LOG_ICC | 4},
    {.name = "interface check, read",
     .trouble = ICC,
     .at_end = true,
     .prog = {{0x02, D, 0, 100}},
     .expect = ICC,
     .count = 100,
     .commands = 1,
     .logout = LOG_ICC | 2},
    {.name = "interface check, write",
     .trouble = ICC,
     .at_end = true,
     .prog = {{0x01, D, 0, 100}},
     .expect = ICC,
     .commands = 1,
     .logout = LOG_ICC | 3},
    {.name = "interface and control check",
     .trouble = ICC | CCC,
     .at_end = true,
     .prog = {{0x02, D, 0, 100}},
     .expect = ICC | CCC,
     .count = 100,
     .commands = 1,
     .logout = LOG_ICC | 2},
    {.name = "chaining check, read",
     .trouble = CHC,
     .at_end = true,
     .prog = {{0x02, D, CCW_CD, 40}, {0, D + 100, 0, 60}},
     .expect = ENDED | CHC,
     .commands = 1,
     .logout = (uint32_t)NO_LOGOUT},
    {.name = "chaining check, second chaining",
     .trouble = CHC,
     .at_end = true,
     .prog = {{0x02, D, CCW_CD | CCW_SKIP, 40}, {0, D + 100, CCW_CD, 20}},
     .expect = ENDED | CHC,
     .commands = 1,
     .logout = (uint32_t)NO_LOGOUT},
};

START_TEST(equipment)
{
    const struct equipment *e = &equipments[_i];
    unsigned status;

    if (e->at_end)
        f->trouble = e->trouble;
    else
        dev->trouble = e->trouble;
    put_word(LOGOUT, (uint32_t)NO_LOGOUT);
    put_program(e->prog);
    status = run_keyed(0);
    ck_assert_msg(status == e->expect, "%s: status %X", e->name, status);
    if (!(status & CC1))
        expect_place(e->name, e->at, e->count);
    ck_assert_uint_eq(f->commands, e->commands);
    ck_assert_msg(word_at(LOGOUT) == e->logout, "%s: logout %08X", e->name,
                  word_at(LOGOUT));
    if (e->trouble == CDC) /* the data went all the way */
        ck_assert_uint_eq(rig.st.main[D + 98],
                          e->prog[0].cmd == 0x02 ? f->send[98] : 0);
    /* It is over: without a check no logout is stored. */
    put_word(LOGOUT, (uint32_t)NO_LOGOUT);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, 0, 100);
    ck_assert_uint_eq(run_keyed(0), ENDED);
    ck_assert_uint_eq(word_at(LOGOUT), (uint32_t)NO_LOGOUT);
}
END_TEST

/* Found by TIO and by the halt instructions. */
START_TEST(equipment_idle)
{
    void *ctx = rig.board.ctx;

    dev->trouble = CCC;
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_uint_eq(rig.csw.unit, 0);
    ck_assert_uint_eq(rig.csw.chan, CCC);
    ck_assert_uint_eq(word_at(LOGOUT), LOG_CCC | 0);
    dev->trouble = ICC;
    ck_assert_int_eq(rig.board.hio(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(word_at(0x44) >> 16, ICC);
    ck_assert_uint_eq(word_at(LOGOUT), LOG_ICC | 4);
    dev->trouble = CCC;
    ck_assert_int_eq(rig.board.hdv(ctx, &rig.cpu, DEV), 1);
    ck_assert_uint_eq(word_at(0x44) >> 16, CCC);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
}
END_TEST

/* An interruption condition keeps its logout till it is taken; the extended
 * logout's mask in control register 14 has no say in it. */
START_TEST(logout_waits)
{
    rig.cpu.cr[14] = 0;
    rig_ccw(&rig, 0x02, D, 0, 100);
    f->trouble = CDC;
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, false), 0);
    rig_events(&rig, 10);
    ck_assert_uint_eq(word_at(LOGOUT), 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 1);
    ck_assert_uint_eq(rig.csw.chan, CDC);
    ck_assert_uint_eq(word_at(LOGOUT), LOG_CDC | 3);
}
END_TEST

/* A device whose power goes off between the commands of a chain. */
START_TEST(lost_in_chain)
{
    rig_ccw(&rig, 0x0b, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, D, 0, 100);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, false), 0);
    ck_assert_int_eq(rig_wait(&rig), -1);
    dev->not_operational = true;
    device_complete(dev, US_DEVICE_END);
    ck_assert_int_eq(rig_wait(&rig), DEV);
    ck_assert_uint_eq(rig.csw.unit, 0);
    ck_assert_uint_eq(rig.csw.chan, ICC);
    expect_place("lost", 1, 100);
    ck_assert_uint_eq(word_at(LOGOUT), LOG_ICC | 4);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("checks");

    tcase_add_loop_test(t, program_check, 0, ROWS(causes));
    tcase_add_test(t, program_check_caw);
    tcase_add_loop_test(t, protection, 0, ROWS(accesses));
    tcase_add_test(t, protection_of_program);
    tcase_add_loop_test(t, equipment, 0, ROWS(equipments));
    tcase_add_test(t, equipment_idle);
    tcase_add_test(t, logout_waits);
    tcase_add_test(t, lost_in_chain);
    return ccw_run(t);
}
