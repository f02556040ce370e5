/* SPDX-License-Identifier: MIT */
/* CKD disks of each kind: what SENSE ID and sense say, commands that only some
 * have, overflow records, alternate tracks, track capacity, the option
 * `period`. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/ckd.h"
#include "image/ckd.h"
#include "image/drives.h"
#include "tests/devices/rig.h"

enum { DISK = 0x155, ENDED = 0x0c00, UCHECK = 0x0e00, CYLS = 3 };
enum { SEEK_AT = 0x3000, ID_AT = 0x3010, MASK_AT = 0x3020, SENSE_AT = 0x2000 };

static struct rig rig;
static char folder[64], path[128];
static unsigned sense_len;

/* A new image of the drive at DISK. */
static void
mount(const char *type, unsigned cyls, const char *option)
{
    const struct ckd_drive *d = drive_named(type);
    struct ckd_geometry geo = ckd_drive_geometry(d, cyls);
    char word[16], *argv[2] = {path, word};
    struct err err;

    if (chansys_find(rig.cs, DISK))
        ck_assert(chansys_detach(rig.cs, DISK, &err));
    unlink(path);
    ck_assert_msg(ckd_create_as(path, &geo, CKD_FLAT, &err), "%s", err.text);
    if (option)
        strcpy(word, option);
    rig_attach(&rig, DISK, type, option ? 2 : 1, argv);
    sense_len = d->kind->sense_len;
}

static void
setup(void)
{
    strcpy(folder, "/tmp/cambridge-drives-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.ckd", folder);
    rig_open(&rig);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path);
    rmdir(folder);
}

static const uint8_t *
data(unsigned i)
{
    return rig.st.main + RIG_DATA + i;
}

static const uint8_t *
sense(void)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, SENSE_AT, 0, (uint16_t)sense_len);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    return rig.st.main + SENSE_AT;
}

static void
expect(uint8_t b0, uint8_t b1)
{
    const uint8_t *s = sense();

    ck_assert_msg(s[0] == b0 && s[1] == b1, "sense %02X%02X, not %02X%02X",
                  s[0], s[1], b0, b1);
}

static void
put_count(uint32_t at, unsigned cyl, unsigned head, unsigned rec, unsigned kl,
          unsigned dl)
{
    uint8_t c[8] = {(uint8_t)(cyl >> 8), (uint8_t)cyl, 0,
                    (uint8_t)head,       (uint8_t)rec, (uint8_t)kl,
                    (uint8_t)(dl >> 8),  (uint8_t)dl};

    rig_put(&rig, at, c, 8);
}

/* Begins a program: mask, seek. */
static void
begin(uint8_t mask, unsigned cyl, unsigned head)
{
    uint8_t to[6] = {0, 0, (uint8_t)(cyl >> 8), (uint8_t)cyl, 0, (uint8_t)head};

    rig_program(&rig);
    rig_put(&rig, SEEK_AT, to, 6);
    rig_put(&rig, MASK_AT, &mask, 1);
    rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
}

static void
seek(uint8_t mask, unsigned cyl, unsigned head)
{
    begin(mask, cyl, head);
    /* A mask of X'08' and above does not let the seek pass. */
    if ((mask & 0x18) != 0)
        rig_program(&rig);
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, CCW_CC, 6);
    if ((mask & 0x18) != 0)
        rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
}

static void
search_id(unsigned cyl, unsigned head, unsigned rec)
{
    uint32_t at;

    put_count(ID_AT, cyl, head, rec, 0, 0);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
}

/* Formats one record behind record `rec` - 1 with command `code`; its bytes
 * are `fill`. Returns the status. */
static unsigned
write_record(uint8_t code, unsigned cyl, unsigned head, unsigned rec,
             unsigned kl, unsigned dl, uint8_t fill)
{
    seek(0xc0, cyl, head);
    search_id(cyl, head, rec - 1);
    memset(rig.st.main + RIG_DATA, fill, 8 + kl + dl);
    put_count(RIG_DATA, cyl, head, rec, kl, dl);
    rig_ccw(&rig, code, RIG_DATA, 0, (uint16_t)(8 + kl + dl));
    return rig_run(&rig, DISK);
}

/* Sequence for one command behind a seek; unit and channel status. */
static unsigned
single(uint8_t code, uint16_t count, uint8_t mask, unsigned cyl, unsigned head)
{
    seek(mask, cyl, head);
    rig_ccw(&rig, code, RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, DISK);
}

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

/* A record of three segments on heads 1, 2 and 3. */
static void
make_overflow(const char *type)
{
    mount(type, CYLS, NULL);
    ck_assert_uint_eq(write_record(CKD_WRITE_SPECIAL, 1, 1, 1, 2, 100, 1),
                      ENDED);
    ck_assert_uint_eq(write_record(CKD_WRITE_SPECIAL, 1, 2, 1, 0, 200, 2),
                      ENDED);
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 1, 3, 1, 0, 50, 3), ENDED);
}

START_TEST(overflow_record)
{
    static const char *const types[] = {"2314", "3330", "3350"};

    for (unsigned i = 0; i < 3; i++) {
        make_overflow(types[i]);
        memset(rig.st.main + RIG_DATA, 0, 1000);
        seek(0, 1, 1);
        rig_ccw(&rig, CKD_READ_CKD, RIG_DATA, 0, 360);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        ck_assert_mem_eq(data(0), "\0\1\0\1\1\2\0\x64\1\1", 10);
        ck_assert_uint_eq(*data(10 + 99), 1);
        ck_assert_uint_eq(*data(10 + 100), 2);
        ck_assert_uint_eq(*data(10 + 299), 2);
        ck_assert_uint_eq(*data(10 + 300), 3);
        ck_assert_uint_eq(*data(10 + 349), 3);
        /* An update goes through the segments; its length is that of all. */
        for (unsigned n = 0; n < 350; n++)
            rig.st.main[RIG_DATA + n] = (uint8_t)n;
        seek(0, 1, 1);
        search_id(1, 1, 1);
        rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 350);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        memset(rig.st.main + RIG_DATA, 0xee, 1000);
        seek(0, 1, 1);
        search_id(1, 1, 1);
        rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 350);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        for (unsigned n = 0; n < 350; n++)
            ck_assert_uint_eq(*data(n), (uint8_t)n);
        /* The segments by themselves. */
        seek(0, 1, 3);
        rig_ccw(&rig, CKD_READ_CKD, RIG_DATA, 0, 58);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        ck_assert_mem_eq(data(0), "\0\1\0\3\1\0\0\x32\x2c", 9);
    }
}
END_TEST

START_TEST(overflow_incomplete)
{
    const uint8_t *s;

    make_overflow("3330");
    seek(0x18, 1, 1); /* the mask keeps the head where it is */
    search_id(1, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_SLI, 350);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    s = sense();
    ck_assert_uint_eq(s[1], 0x05);
    ck_assert_uint_eq(s[3], 0x06);
    /* The last track of the cylinder. */
    ck_assert_uint_eq(write_record(CKD_WRITE_SPECIAL, 1, 18, 1, 0, 10, 1),
                      ENDED);
    seek(0, 1, 18);
    search_id(1, 18, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, CCW_SLI, 20);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    s = sense();
    ck_assert_uint_eq(s[1], 0x21);
    ck_assert_uint_eq(s[3], 0x05);
    /* The next track has no record. */
    mount("2314", CYLS, NULL);
    ck_assert_uint_eq(write_record(CKD_WRITE_SPECIAL, 1, 5, 1, 0, 10, 1),
                      ENDED);
    seek(0, 1, 5);
    search_id(1, 5, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_SLI, 20);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    s = sense();
    ck_assert_uint_eq(s[1], 0x09);
    ck_assert_uint_eq(s[5], 0x06);
}
END_TEST

/* Makes cylinder 0 head 1 defective, with cylinder 2 head 0 as alternate. */
static void
make_defective(void)
{
    static const uint8_t bad[5] = {2, 0, 0, 0, 1}, alt[5] = {1, 0, 2, 0, 0};

    for (unsigned i = 0; i < 2; i++) {
        seek(0xc0, i ? 2 : 0, i ? 0 : 1);
        rig_put(&rig, RIG_DATA, i ? alt : bad, 5);
        rig_ccw(&rig, CKD_WRITE_HA, RIG_DATA, CCW_CC, 5);
        put_count(RIG_DATA + 8, i ? 0 : 2, i ? 1 : 0, 0, 0, 8);
        rig_ccw(&rig, CKD_WRITE_R0, RIG_DATA + 8, CCW_CC, 16);
        put_count(RIG_DATA + 32, 0, 1, 1, 0, 20);
        memset(rig.st.main + RIG_DATA + 40, 7, 20);
        rig_ccw(&rig, i ? CKD_WRITE_CKD : CKD_NOP, RIG_DATA + 32, CCW_SLI, 28);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    }
}

START_TEST(alternate_tracks)
{
    mount("3330", CYLS, NULL);
    make_defective();
    seek(0, 0, 1);
    rig_ccw(&rig, CKD_READ_COUNT, RIG_DATA, 0, 8);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    expect(0x02, 0); /* track condition check */
    seek(0, 0, 1);   /* home address and R0 lead to the alternate */
    rig_ccw(&rig, CKD_READ_HA, RIG_DATA, CCW_CC, 5);
    rig_ccw(&rig, CKD_READ_R0, RIG_DATA + 8, 0, 16);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\2\0\0\0\1", 5);
    ck_assert_mem_eq(data(8), "\0\2\0\0\0", 5);
    seek(0, 2, 0);
    search_id(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_CC, 20);
    rig_ccw(&rig, CKD_READ_DATA | CKD_MT, RIG_DATA, 0, 20);
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    ck_assert_uint_eq(*data(0), 7);
    expect(0x02, 0);           /* an alternate has no next track */
    mount("3380", CYLS, NULL); /* the control unit goes there by itself */
    make_defective();
    memset(rig.st.main + RIG_DATA, 0, 20);
    seek(0, 0, 1);
    search_id(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 20);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(19), 7);
}
END_TEST

/* As many equal records as the drive's reference card says, and no more. */
START_TEST(track_capacity)
{
    static const struct {
        const char *type;
        unsigned keylen, datalen, records;
    } tracks[] = {
        {"2311", 0, 3625, 1},   {"2314", 0, 7294, 1},
        {"2314", 0, 793, 8},    {"2314", 0, 1000, 6},
        {"3330", 0, 4096, 3},   {"3330", 0, 13030, 1},
        {"3330", 0, 800, 14},   {"3340", 0, 8368, 1},
        {"3350", 0, 19069, 1},  {"3350", 0, 4096, 4},
        {"3350", 0, 800, 19},   {"3375", 0, 35616, 1},
        {"3380", 0, 47476, 1},  {"3380", 0, 4096, 10},
        {"3380", 0, 800, 36},   {"3390", 0, 56664, 1},
        {"3390", 0, 4096, 12},  {"2305-2", 0, 14660, 1},
        {"3350", 10, 1000, 15}, {"2305-1", 0, 14136, 1},
    };

    for (unsigned i = 0; i < sizeof(tracks) / sizeof(tracks[0]); i++) {
        unsigned n = 0, status;

        mount(tracks[i].type, CYLS, NULL);
        do
            status = write_record(CKD_WRITE_CKD, 0, 0, n + 1, tracks[i].keylen,
                                  tracks[i].datalen, 1);
        while (status == ENDED && ++n < 100);
        ck_assert_msg(n == tracks[i].records, "%s %u: %u", tracks[i].type,
                      tracks[i].datalen, n);
        expect(0, 0x40); /* track overrun; invalid track format */
    }
}
END_TEST

START_TEST(read_multiple)
{
    mount("3380", CYLS, NULL);
    for (unsigned r = 1; r <= 3; r++)
        ck_assert_uint_eq(
            write_record(CKD_WRITE_CKD, 0, 0, r, 1, 10, (uint8_t)r), ENDED);
    seek(0, 0, 0);
    search_id(0, 0, 1);
    rig_ccw(&rig, CKD_READ_MULTIPLE, RIG_DATA, CCW_SLI, 1000);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 1000 - 2 * 19);
    ck_assert_mem_eq(data(0), "\0\0\0\0\2\1\0\x0a\2\2", 10);
    ck_assert_mem_eq(data(19), "\0\0\0\0\3\1\0\x0a\3\3", 10);
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

START_TEST(scan)
{
    static const uint8_t arg[6] = {2, 0xff, 2, 2, 0xff, 2};
    uint32_t at;

    mount("2314", CYLS, NULL);
    for (unsigned r = 1; r <= 3; r++)
        ck_assert_uint_eq(
            write_record(CKD_WRITE_CKD, 0, 0, r, 2, 4, (uint8_t)r), ENDED);
    rig_put(&rig, ID_AT, arg, 6);
    for (unsigned high = 0; high < 2; high++) {
        seek(0, 0, 0);
        at = rig_ccw(&rig, high ? CKD_SCAN_HI : CKD_SCAN_EQ, ID_AT, CCW_CC, 6);
        rig_ccw(&rig, CCW_TIC, at, 0, 1);
        rig_ccw(&rig, CKD_READ_COUNT, RIG_DATA, 0, 8);
        /* Record 2 is equal, 3 is high; then the next count field. */
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
        ck_assert_uint_eq(*data(4), high ? 1 : 3);
    }
    seek(0, 0, 0);
    rig_ccw(&rig, CKD_SCAN_NONE, ID_AT, CCW_CC | CCW_SLI, 4);
    rig_ccw(&rig, CKD_SCAN_SET, ID_AT, CCW_CC | CCW_SLI, 4);
    rig_ccw(&rig, 0x5b, 0, 0, 1); /* skipped by the status modifier */
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(sectors)
{
    mount("3330", CYLS, NULL);
    for (unsigned r = 1; r <= 3; r++)
        ck_assert_uint_eq(
            write_record(CKD_WRITE_CKD, 0, 0, r, 0, 4096, (uint8_t)r), ENDED);
    seek(0, 0, 0);
    search_id(0, 0, 3);
    rig_ccw(&rig, CKD_READ_SECTOR, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    /* Two records of 4231 bytes and the beginning, of 13300. */
    ck_assert_uint_eq(*data(0), (135 + 2 * 4231) * 128 / 13300);
    rig.st.main[RIG_DATA] = 128;
    ck_assert_uint_eq(single(CKD_SET_SECTOR, 1, 0, 0, 0), UCHECK);
    ck_assert_uint_eq(sense()[7], 4);
    rig.st.main[RIG_DATA] = 127;
    ck_assert_uint_eq(single(CKD_SET_SECTOR, 1, 0, 0, 0), ENDED);
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
    ck_assert_uint_eq(rig.st.main[SENSE_AT + 11], 1);
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

static uint64_t
usec(void)
{
    return rig.cpu.clock.tod0 / TOD_USEC;
}

/* A 3330 turns in 16,700 microseconds, and a seek over all of it takes 55
 * milliseconds. */
START_TEST(period)
{
    uint64_t begun;

    mount("3330", 404, "period");
    for (unsigned r = 1; r <= 3; r++)
        ck_assert_uint_eq(
            write_record(CKD_WRITE_CKD, 0, 0, r, 0, 4096, (uint8_t)r), ENDED);
    begin(0, 403, 0); /* channel end at once, device end when it is there */
    rig_program(&rig);
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, 0, 6);
    begun = usec();
    ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ck_assert_uint_eq(rig.csw.unit, US_CHANNEL_END);
    ck_assert_uint_lt(usec() - begun, 1000);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ck_assert_uint_eq(rig.csw.unit, US_DEVICE_END);
    ck_assert_uint_ge(usec() - begun, 50000);
    ck_assert_uint_le(usec() - begun, 56000);
    /* Three records in order take less than two turns, one and the same
     * record three times takes two turns at least. */
    seek(0, 0, 0);
    for (unsigned r = 1; r <= 3; r++) {
        put_count(ID_AT + 8 * r, 0, 0, r, 0, 0);
        rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT + 8 * r, CCW_CC, 5);
        rig_ccw(&rig, CCW_TIC, rig.next - 8, 0, 1);
        rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, r < 3 ? CCW_CC : 0, 4096);
    }
    rig_put(&rig, SEEK_AT, "\0\0\0\0\0\0", 6);
    begun = usec();
    ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ck_assert_uint_eq(rig.csw.unit, ENDED >> 8);
    ck_assert_uint_ge(usec() - begun, 50000 + 16700);
    ck_assert_uint_le(usec() - begun, 56000 + 3 * 16700);
    ck_assert_uint_eq(*data(0), 3);
    seek(0, 0, 0);
    for (unsigned r = 1; r <= 3; r++) {
        rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT + 8, CCW_CC, 5);
        rig_ccw(&rig, CCW_TIC, rig.next - 8, 0, 1);
        rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, r < 3 ? CCW_CC : 0, 4096);
    }
    begun = usec();
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_ge(usec() - begun, 2 * 16700);
    ck_assert_uint_le(usec() - begun, 4 * 16700);
    /* A sector is waited for, a record that is not there twice round. */
    rig.st.main[ID_AT] = 64;
    rig_program(&rig);
    rig_ccw(&rig, CKD_SET_SECTOR, ID_AT, CCW_CC, 1);
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_ge(usec() % 16700, 8350);
    ck_assert_uint_le(usec() % 16700, 8500);
    rig_program(&rig);
    search_id(0, 0, 9);
    begun = usec();
    ck_assert_uint_eq(rig_run(&rig, DISK) & ~CS_INCORRECT_LENGTH, UCHECK);
    ck_assert_uint_ge(usec() - begun, 16700);
    ck_assert_uint_le(usec() - begun, 2 * 16700 + 100);
}
END_TEST

/* A snapshot while the record is on its way, taken by a machine made of it:
 * both end at the same time with the same data. */
START_TEST(period_saved)
{
    static uint8_t storage[RIG_STORAGE], want[4096];
    uint64_t now, ended;
    struct pack p;
    struct unpack u;
    struct err err;

    mount("3330", CYLS, "period");
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 0, 1, 0, 4096, 5), ENDED);
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 0, 2, 0, 4096, 6), ENDED);
    seek(0, 0, 0);
    search_id(0, 0, 2);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 4096);
    ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
    /* To where a command waits for the disk. */
    while (evq_next(rig.evq) - rig.cpu.clock.tod0 < 1000 * TOD_USEC)
        rig_events(&rig, 1);
    ck_assert_int_eq(rig_take(&rig), -1);
    pack_init(&p, PACK_COPY);
    chansys_save_device(chansys_find(rig.cs, DISK), &p);
    chansys_save(rig.cs, &p);
    ck_assert(pack_ok(&p));
    memcpy(storage, rig.st.main, RIG_STORAGE);
    now = rig.cpu.clock.tod0;
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ended = rig.cpu.clock.tod0;
    ck_assert_uint_gt(ended, now);
    ck_assert_uint_eq(rig.csw.unit, ENDED >> 8);
    memcpy(want, data(0), 4096);
    ck_assert_uint_eq(want[4095], 6);

    rig_close(&rig);
    rig_open(&rig);
    rig.cpu.clock.tod0 = now;
    evq_set_now(rig.evq, now);
    memcpy(rig.st.main, storage, RIG_STORAGE);
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    ck_assert_msg(chansys_make_device(rig.cs, &u, &err) != NULL, "%s",
                  err.text);
    chansys_load(rig.cs, &u);
    ck_assert_msg(unpack_ok(&u), "%s", u.err.text);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ck_assert_uint_eq(rig.cpu.clock.tod0, ended);
    ck_assert_uint_eq(rig.csw.unit, ENDED >> 8);
    ck_assert_mem_eq(data(0), want, 4096);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

/* HIO while the record is on its way; and reset. */
START_TEST(period_halted)
{
    mount("3330", CYLS, "period");
    ck_assert_uint_eq(write_record(CKD_WRITE_CKD, 0, 0, 1, 0, 4096, 1), ENDED);
    for (unsigned i = 0; i < 2; i++) {
        seek(0, 0, 0);
        search_id(0, 0, 1);
        rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 4096);
        ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
        rig_events(&rig, 4);
        if (i == 0)
            rig.board.hio(rig.board.ctx, &rig.cpu, DISK);
        else
            chansys_reset(rig.cs);
        while (rig_wait(&rig) >= 0)
            ;
        ck_assert_uint_eq(single(CKD_READ_HA, 5, 0, 0, 0), ENDED);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("drives");
    TCase *t = tcase_create("drives");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, sense_id_of_each_model);
    tcase_add_test(t, options);
    tcase_add_test(t, sense_of_each_drive);
    tcase_add_test(t, sense_tells_the_track);
    tcase_add_test(t, old_sense_bits);
    tcase_add_test(t, commands_of_each_drive);
    tcase_add_test(t, file_mask_checks);
    tcase_add_test(t, diagnostics);
    tcase_add_test(t, overflow_record);
    tcase_add_test(t, overflow_incomplete);
    tcase_add_test(t, alternate_tracks);
    tcase_add_test(t, track_capacity);
    tcase_add_test(t, read_multiple);
    tcase_add_test(t, characteristics);
    tcase_add_test(t, scan);
    tcase_add_test(t, sectors);
    tcase_add_test(t, damaged_track);
    tcase_add_test(t, fakewrite);
    tcase_add_test(t, period);
    tcase_add_test(t, period_saved);
    tcase_add_test(t, period_halted);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
