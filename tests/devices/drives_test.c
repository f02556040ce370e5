/* SPDX-License-Identifier: MIT */
/* CKD disks of each kind: what SENSE ID and sense say, the options of a device
 * line, commands that only some drives have. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tests/devices/diskrig.h"

START_TEST(sense_id_of_each_model)
{
    static const struct {
        const char *type;
        unsigned cyls;
        uint8_t id[7];
    } models[] = {
        {"2305", 48, {0xff, 0x28, 0x35, 0x00, 0x23, 0x05, 0x00}},
        {"2305", 96, {0xff, 0x28, 0x35, 0x00, 0x23, 0x05, 0x02}},
        {"2305-2", 3, {0xff, 0x28, 0x35, 0x00, 0x23, 0x05, 0x02}},
        {"2311", 3, {0xff, 0x28, 0x41, 0x00, 0x23, 0x11, 0x00}},
        {"2314", 3, {0xff, 0x23, 0x14, 0x00, 0x23, 0x14, 0x00}},
        {"3330", 404, {0xff, 0x38, 0x30, 0x02, 0x33, 0x30, 0x01}},
        {"3330", 808, {0xff, 0x38, 0x30, 0x02, 0x33, 0x30, 0x11}},
        {"3330-11", 3, {0xff, 0x38, 0x30, 0x02, 0x33, 0x30, 0x11}},
        {"3340", 349, {0xff, 0x38, 0x30, 0x02, 0x33, 0x40, 0x01}},
        {"3340", 350, {0xff, 0x38, 0x30, 0x02, 0x33, 0x40, 0x02}},
        {"3350", 555, {0xff, 0x38, 0x30, 0x02, 0x33, 0x50, 0x00}},
        {"3375", 3, {0xff, 0x38, 0x80, 0x05, 0x33, 0x75, 0x02}},
        {"3380", 886, {0xff, 0x38, 0x80, 0x05, 0x33, 0x80, 0x02}},
        {"3380-D", 3, {0xff, 0x38, 0x80, 0x05, 0x33, 0x80, 0x06}},
        {"3380-J", 3, {0xff, 0x38, 0x80, 0x05, 0x33, 0x80, 0x16}},
        {"3380", 1770, {0xff, 0x38, 0x80, 0x05, 0x33, 0x80, 0x0a}},
        {"3380-k", 3, {0xff, 0x38, 0x80, 0x05, 0x33, 0x80, 0x1e}},
        {"3390", 3, {0xff, 0x39, 0x90, 0xc2, 0x33, 0x90, 0x02}},
        {"3390", 3339, {0xff, 0x39, 0x90, 0xc2, 0x33, 0x90, 0x0a}},
    };

    for (unsigned i = 0; i < sizeof(models) / sizeof(models[0]); i++) {
        mount(models[i].type, models[i].cyls, NULL);
        rig_program(&rig);
        rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        ck_assert_msg(memcmp(data(0), models[i].id, 7) == 0, "%s",
                      models[i].type);
    }
    mount("3350", 3, "cu=3880");
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\xff\x38\x80\x05\x33\x50\x00", 7);
}
END_TEST

START_TEST(options)
{
    static const char *const good[] = {"readonly", "RDONLY",    "fakewrite",
                                       "fw",       "syncio",    "lru=3",
                                       "ftio",     "cu=3990-3", "nolazywrite"};
    char bad[] = "cu=9999", word[] = "quick", image[] = "-1";
    char *argv[2] = {path, bad}, *argw[2] = {path, word};
    struct err err;

    (void)image;
    for (unsigned i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        mount("3330", CYLS, good[i]);
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, DISK, "3330", 2, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "cu=9999"));
    ck_assert_ptr_null(chansys_attach(rig.cs, DISK, "3330", 2, argw, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "quick"));
    ck_assert_ptr_null(chansys_attach(rig.cs, DISK, "3350", 1, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "3330"));
    mount("3340-70", 600, NULL); /* too large for the smaller model */
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, DISK, "3340-35", 1, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "600 cylinders"));
}
END_TEST

/* Bytes that depend on the drive, after a command it does not have. */
START_TEST(sense_of_each_drive)
{
    static const struct {
        const char *type;
        unsigned len, at;
        uint8_t byte;
    } drives[] = {
        {"2311", 6, 3, 0xc8},     {"2314", 6, 3, 0x40},
        {"2305", 24, 3, 0x40},    {"3330", 24, 4, 0x15}, /* drive 5 */
        {"3340", 24, 4, 0x04},    {"3340-35", 24, 2, 0x81},
        {"3340-70", 24, 2, 0x82}, {"3350", 24, 4, 0x04},
        {"3375", 24, 4, 0x05},    {"3380", 24, 4, 0x05},
        {"3390", 32, 27, 0x80},
    };

    for (unsigned i = 0; i < sizeof(drives) / sizeof(drives[0]); i++) {
        const uint8_t *s;

        mount(drives[i].type, CYLS, NULL);
        ck_assert_uint_eq(sense_len, drives[i].len);
        ck_assert_uint_eq(single(0x5b, 1, 0, 0, 0) & 0x0200, 0x0200);
        s = sense();
        ck_assert_uint_eq(s[0], SENSE_COMMAND_REJECT);
        if (sense_len > 6)
            ck_assert_uint_eq(s[7], 1); /* invalid command */
        ck_assert_msg(s[drives[i].at] == drives[i].byte, "%s: %02X",
                      drives[i].type, s[drives[i].at]);
    }
}
END_TEST

START_TEST(sense_tells_the_track)
{
    const uint8_t *s;

    mount("3330", 404, NULL);
    seek(0, 0x151, 17);
    search_id(0, 0, 9);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    s = sense();
    ck_assert_uint_eq(s[1], 0x08); /* no record found */
    ck_assert_uint_eq(s[5], 0x51);
    ck_assert_uint_eq(s[6], 0x40 | 17);
    mount("3380", 885, NULL);
    seek(0, 0x351, 14);
    search_id(0, 0, 9);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    s = sense();
    ck_assert_uint_eq(s[5], 0x51);
    ck_assert_uint_eq(s[6], 0x30 | 14);
}
END_TEST

/* Six bytes of sense have other bits for what newer drives say in byte 7. */
START_TEST(old_sense_bits)
{
    mount("2314", CYLS, NULL);
    ck_assert_uint_eq(single(CKD_WRITE_DATA, 8, 0, 0, 0), 0x0200);
    expect(SENSE_COMMAND_REJECT, 0x10); /* invalid sequence */
    begin(0, CYLS, 0);                  /* seek check */
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, 0, 6);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    expect(SENSE_COMMAND_REJECT | 0x01, 0);
    seek(0, 0, 1); /* no record, and no address marker on the track */
    search_id(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    expect(0, 0x0a);
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 1, 1, 0, 10, 1), ENDED);
    seek(0, 0, 1);
    search_id(0, 1, 2);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    expect(0, 0x08);
    ck_assert_uint_eq(single(CKD_SEEK_HEAD, 6, 0x18, 0, 1), 0x0200);
    expect(0, 0x04); /* file protected */
}
END_TEST

/* The commands that only some drives have. */
START_TEST(commands_of_each_drive)
{
    static const struct {
        const char *type;
        uint8_t code;
        bool has;
    } commands[] = {
        {"2311", CKD_SET_SECTOR, false},
        {"2314", CKD_READ_SECTOR, false},
        {"3330", CKD_SET_SECTOR, true},
        {"3390", CKD_READ_SECTOR, true},
        {"2314", CKD_READ_LOG, false},
        {"3330", CKD_READ_LOG, true},
        {"3330", CKD_SCAN_EQ, false},
        {"3330", CKD_READ_MULTIPLE, false},
        {"3350", CKD_READ_LOG, true},
        {"3330", CKD_CHARACTERISTICS, false},
        {"3380", CKD_CHARACTERISTICS, true},
        {"3380", 0x63, false},
        {"3380", 0x47, false},
        {"3390", 0x63, false},
        {"3350", CKD_RESERVE, true},
        {"3350", CKD_RELEASE, true},
        {"2314", CKD_RESERVE, true},
        {"3350", CKD_RESTORE, true},
        {"3330", CKD_TAKE, false},
        {"3380", CKD_TAKE, true},
    };

    for (unsigned i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        unsigned status;

        mount(commands[i].type, CYLS, NULL);
        memset(rig.st.main + RIG_DATA, 1, 64);
        status = single(commands[i].code, 64, 0, 0, 0);
        ck_assert_msg((status == ENDED) == commands[i].has, "%s %02X: %04X",
                      commands[i].type, commands[i].code, status);
    }
    mount("3380", CYLS, NULL); /* no record overflow */
    ck_assert_uint_eq(write_record(CKD_WRITE_SPECIAL, 0, 0, 1, 0, 10, 1),
                      0x0200);
}
END_TEST

START_TEST(file_mask_checks)
{
    mount("3350", CYLS, NULL);
    begin(0x20, 0, 0); /* a bit that must be zero */
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    ck_assert_uint_eq(sense()[7], 4);
    begin(0, 0, 0); /* read IPL not behind a mask */
    rig_ccw(&rig, CKD_READ_IPL, RIG_DATA, 0, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    ck_assert_uint_eq(sense()[7], 2);
    ck_assert_uint_eq(single(CKD_RECALIBRATE, 1, 0x08, 0, 0), 0x0200);
    expect(0, 0x04);
    ck_assert_uint_eq(single(CKD_SEEK_CYL, 6, 0x10, 0, 0), 0x0200);
    expect(0, 0x04);
    put_count(RIG_DATA, 0, 0, 0, 0, 0); /* a seek address, too */
    ck_assert_uint_eq(single(CKD_SEEK_CYL, 6, 0x08, 0, 0), ENDED);
    ck_assert_uint_eq(single(CKD_READ_COUNT | CKD_MT, 8, 0x18, 0, 0), UCHECK);
    expect(0, 0x04); /* the head may not go on */
}
END_TEST

START_TEST(diagnostics)
{
    mount("3330", CYLS, NULL);
    ck_assert_uint_eq(single(CKD_DIAG_LOAD, 1, 0, 0, 0), 0x0200);
    ck_assert_uint_eq(sense()[7], 5); /* not permitted by the mask */
    ck_assert_uint_eq(single(CKD_DIAG_WRITE, 1, 0x04, 0, 0), 0x0200);
    ck_assert_uint_eq(sense()[7], 2);
    seek(0x04, 0, 0);
    rig_ccw(&rig, CKD_DIAG_LOAD, RIG_DATA, CCW_CC, 1);
    rig_ccw(&rig, CKD_READ_DIAG, RIG_DATA, 0, 16);
    memset(rig.st.main + RIG_DATA, 0xff, 16);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(15), 0);
    /* The buffered log counts, and begins again. */
    ck_assert_uint_eq(single(CKD_READ_HA, 5, 0, 2, 0), ENDED);
    ck_assert_uint_eq(single(CKD_READ_LOG, 24, 0, 2, 0), ENDED);
    ck_assert_uint_eq(*data(2), 0x10);
    ck_assert_uint_eq(*data(7), 0x60);
    ck_assert_uint_eq(*data(11), 5);
    ck_assert_uint_eq(*data(17), 1);
    ck_assert_uint_eq(single(CKD_READ_LOG, 24, 0, 2, 0), ENDED);
    ck_assert_uint_eq(*data(11), 0);
    ck_assert_uint_eq(*data(17), 0);
}
END_TEST

START_TEST(characteristics)
{
    mount("3380-E", 1772, NULL);
    ck_assert_uint_eq(single(CKD_CHARACTERISTICS, 64, 0, 0, 0), ENDED);
    ck_assert_mem_eq(data(0), "\x38\x80\x05\x33\x80\x0a", 6);
    ck_assert_mem_eq(data(10), "\x20\x0e\x06\xea\0\x0f\xde", 7);
    ck_assert_mem_eq(data(28), "\x06\xea\0\x1e", 4); /* 30 alternates */
}
END_TEST

/* A damaged track is a data check, and not the host's fault. */
START_TEST(damaged_track)
{
    static const uint8_t junk[600] = {0, 0, 0, 0, 0, 0, 0,    0,    0,   0,
                                      0, 0, 8, 0, 0, 0, 0,    0,    0,   0,
                                      0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff};
    FILE *f;

    mount("3350", CYLS, NULL);
    f = fopen(path, "r+");
    fseek(f, 512 + 19456, SEEK_SET); /* head 1 */
    fwrite(junk, 1, sizeof(junk), f);
    fclose(f);
    ck_assert_uint_eq(single(CKD_READ_COUNT, 8, 0, 0, 1), UCHECK);
    expect(SENSE_DATA, 0x80);
    ck_assert_uint_eq(single(CKD_READ_COUNT, 8, 0, 0, 1), UCHECK);
    ck_assert_uint_eq(sense()[7], 0x41);
    ck_assert_uint_eq(rig.st.main[0x2000 + 11], 1);
}
END_TEST

START_TEST(fakewrite)
{
    struct err err;
    char word[] = "fakewrite", *argv[2] = {path, word};

    mount("3350", CYLS, NULL);
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 0, 1, 0, 10, 1), ENDED);
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    rig_attach(&rig, DISK, "3350", 2, argv);
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 0, 2, 0, 10, 2), ENDED);
    seek(0, 0, 0);
    search_id(0, 0, 1);
    memset(rig.st.main + RIG_DATA, 9, 10);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, CCW_CC, 10);
    rig_ccw(&rig, CKD_READ_COUNT, RIG_DATA, 0, 8);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED); /* record 1 again */
    ck_assert_uint_eq(*data(4), 1);
    seek(0, 0, 0);
    search_id(0, 0, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 10);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 1);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("drives");

    tcase_add_test(t, sense_id_of_each_model);
    tcase_add_test(t, options);
    tcase_add_test(t, sense_of_each_drive);
    tcase_add_test(t, sense_tells_the_track);
    tcase_add_test(t, old_sense_bits);
    tcase_add_test(t, commands_of_each_drive);
    tcase_add_test(t, file_mask_checks);
    tcase_add_test(t, diagnostics);
    tcase_add_test(t, characteristics);
    tcase_add_test(t, damaged_track);
    tcase_add_test(t, fakewrite);
    return disk_run(t);
}
