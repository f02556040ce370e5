/* SPDX-License-Identifier: MIT */
/* Random channel programs against every device model: whatever a guest does,
 * the machine goes on, and nothing is written outside main storage (run it
 * with the sanitizers). The random numbers are the same every time. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/console3215.h"
#include "devices/d3270.h"
#include "image/ckd.h"
#include "tests/devices/rig.h"

enum { PROGRAMS = 20000, CCWS = 64, EVENTS = 200 };

static struct rig rig;
static char folder[64], disk[128], deck[128], out[128];
static uint64_t seed = 1;

static uint32_t
any(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static bool
client_send(void *ctx, const uint8_t *rec, size_t len)
{
    (void)ctx;
    (void)rec;
    (void)len;
    return any(300) != 0;
}

static void
setup(void)
{
    struct err err;
    char *d[1] = {disk}, *c[2] = {deck, out}, *o[1] = {out};
    FILE *f;

    strcpy(folder, "/tmp/cambridge-soak-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(disk, sizeof(disk), "%s/d", folder);
    snprintf(deck, sizeof(deck), "%s/c", folder);
    snprintf(out, sizeof(out), "%s/o", folder);
    f = fopen(deck, "w");
    for (int i = 0; i < 500; i++)
        fprintf(f, "card %d\n", i);
    fclose(f);
    rig_open(&rig);
    ck_assert_msg(ckd_create(disk, 0x3330, 2, &err), "%s", err.text);
    rig_attach(&rig, 0x009, "3215", 0, NULL);
    rig_attach(&rig, 0x00d, "3525", 1, o);
    rig_attach(&rig, 0x00e, "3211", 1, o);
    rig_attach(&rig, 0x00c, "3505", 1, c);
    rig_attach(&rig, 0x0c0, "3270", 0, NULL);
    rig_attach(&rig, 0x150, "3330", 1, d);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(disk);
    unlink(deck);
    unlink(out);
    rmdir(folder);
}

/* The commands of each device, the frequent ones several times. */
static const struct {
    uint16_t addr;
    uint8_t cmds, cmd[40];
} devices[] = {
    {0x009, 5, {0x01, 0x09, 0x0a, 0x03, 0x0b}},
    {0x00c, 5, {0x02, 0x42, 0xc2, 0x23, 0x03}},
    {0x00d, 3, {0x01, 0x41, 0x03}},
    {0x00e, 8, {0x09, 0x01, 0x11, 0x89, 0x8b, 0xdb, 0x63, 0xfb}},
    {0x0c0,
     12,
     {0x01, 0x05, 0x0d, 0x0f, 0x11, 0x02, 0x06, 0x0e, 0x0b, 0x01, 0x06, 0x01}},
    {0x150, 39, {0x02, 0x03, 0x05, 0x06, 0x07, 0x0b, 0x0d, 0x0e, 0x0f, 0x11,
                 0x12, 0x13, 0x15, 0x16, 0x19, 0x1a, 0x1b, 0x1d, 0x1e, 0x1f,
                 0x22, 0x23, 0x29, 0x31, 0x39, 0x51, 0x69, 0x86, 0x92, 0x9e,
                 0xb1, 0xa4, 0x31, 0x05, 0x1d, 0x31, 0x1d, 0x31, 0x1d}},
};
enum { DEVICES = sizeof(devices) / sizeof(devices[0]) };

static uint8_t
any_command(unsigned d)
{
    if (any(40) == 0)
        return any(2) ? CCW_SENSE : CCW_SENSE_ID;
    if (any(12) == 0)
        return CCW_TIC;
    return any(60) ? devices[d].cmd[any(devices[d].cmds)] : (uint8_t)any(256);
}

/* Storage is mostly small numbers, so that seeks, searches and counts often
 * mean something. */
static void
any_program(unsigned d)
{
    static const uint8_t flags[] = {
        0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60, 0x60,
        0x60, 0x60, 0x60, 0x60, 0x60, 0x40, 0x60, 0x60, 0x60, 0x60, 0x60,
        0x60, 0x60, 0x60, 0x60, 0x60, 0x68, 0x64, 0x70, 0x80, 0x20};

    rig_program(&rig);
    for (int i = 0; i < CCWS; i++) {
        uint8_t cmd =
            i == 0 ? devices[d].cmd[any(devices[d].cmds)] : any_command(d);
        uint32_t addr = RIG_DATA + any(4096);
        uint8_t flag = flags[any(sizeof(flags))];

        if (any(100) == 0)
            addr = any(0x1000000);
        if ((cmd & 15) == CCW_TIC)
            addr = RIG_CCW + 8 * any(CCWS);
        if (any(100) == 0)
            flag = (uint8_t)any(256);
        rig_ccw(&rig, cmd, addr, flag,
                (uint16_t)(any(20) ? 1 + any(200) : any(65536)));
    }
    for (int i = 0; i < 4200; i++)
        rig.st.main[RIG_DATA + i] = any(10) ? 0 : (uint8_t)any(4);
    for (int i = 0; i < 20; i++)
        rig.st.main[RIG_DATA + any(4096)] = (uint8_t)any(256);
    memset(rig.st.keys, 0, RIG_STORAGE / 2048);
    rig.st.keys[any(RIG_STORAGE / 2048)] = (uint8_t)any(256) & 0xf8;
}

/* The world outside does something too. */
static void
outside(void)
{
    struct device *term = chansys_find(rig.cs, 0x0c0);
    uint8_t rec[300];

    for (unsigned i = 0; i < sizeof(rec); i++)
        rec[i] = (uint8_t)any(256);
    switch (any(8)) {
    case 0:
        console3215_line(chansys_find(rig.cs, 0x009), "a line");
        break;
    case 1:
        d3270_connect(term, "IBM-3278-5-E", any(2), client_send, NULL);
        break;
    case 2:
        if (any(4) == 0)
            d3270_disconnect(term);
        break;
    case 3:
    case 4:
        d3270_inbound(term, rec, any(sizeof(rec)));
        break;
    case 5:
        if (any(20) == 0)
            chansys_reset(rig.cs);
        break;
    case 6: {
        struct err err;
        char *argv[1] = {deck};

        chansys_devinit(rig.cs, 0x00c, 1, argv, &err);
        break;
    }
    default:
        break;
    }
}

static void
instruction(uint16_t addr)
{
    void *ctx = rig.board.ctx;

    switch (any(8)) {
    case 0:
        rig.board.tio(ctx, &rig.cpu, addr);
        break;
    case 1:
        rig.board.hio(ctx, &rig.cpu, addr);
        break;
    case 2:
        rig.board.clrio(ctx, &rig.cpu, addr);
        break;
    default:
        rig_take(&rig);
        break;
    }
}

START_TEST(random_programs)
{
    unsigned events = 0;

    for (int p = 0; p < PROGRAMS; p++) {
        unsigned d = any(3) ? any(DEVICES) : DEVICES - 1; /* the disk */
        uint16_t a = devices[d].addr;

        any_program(d);
        outside();
        while (any(4) && rig_tio(&rig, a) == 1)
            ;
        if (rig_sio(&rig, a, any(4) ? 0 : (uint8_t)(any(16) << 4), any(2)) > 1)
            instruction(a);
        for (int e = 0; e < EVENTS && evq_next(rig.evq) != UINT64_MAX; e++) {
            rig_events(&rig, 1);
            events++;
            if (any(30) == 0)
                outside();
            if (any(30) == 0)
                instruction(devices[any(DEVICES)].addr);
        }
        rig.board.clrio(rig.board.ctx, &rig.cpu, a);
    }
    ck_assert_uint_gt(events, 5 * PROGRAMS); /* they did something */
    /* Everything still answers. */
    chansys_reset(rig.cs);
    memset(rig.st.keys, 0, RIG_STORAGE / 2048);
    for (unsigned i = 0; i < DEVICES; i++) {
        while (rig_tio(&rig, devices[i].addr) == 1)
            ;
        rig_program(&rig);
        rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
        ck_assert_uint_eq(rig_run(&rig, devices[i].addr), 0x0c00);
        ck_assert_uint_eq(rig.st.main[RIG_DATA], 0xff);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("soak");
    TCase *t = tcase_create("soak");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 600);
    tcase_add_test(t, random_programs);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
