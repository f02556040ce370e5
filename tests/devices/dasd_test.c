/* SPDX-License-Identifier: MIT */
/* CKD disks: channel programs against a small image in a temporary folder. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/ckd.h"
#include "devices/dasd.h"
#include "image/ckd.h"
#include "tests/devices/rig.h"
#include "tests/devices/rigsuite.h"

enum { DISK = 0x150, ENDED = 0x0c00, UCHECK = 0x0e00, CYLS = 3, HEADS = 30 };
/* Fixed places in storage. */
enum { SEEK_AT = 0x3000, ID_AT = 0x3010, MASK_AT = 0x3020, HA_AT = 0x3030 };

static struct rig rig;
static char folder[64], path[128];
static struct device *disk;

static void
mount(const char *option)
{
    char *argv[2] = {path, NULL};
    char word[16];

    if (option) {
        strcpy(word, option);
        argv[1] = word;
    }
    disk = rig_attach(&rig, DISK, "3350", option ? 2 : 1, argv);
}

static void
setup(void)
{
    struct err err;

    strcpy(folder, "/tmp/cambridge-dasd-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.ckd", folder);
    ck_assert_msg(ckd_create(path, 0x3350, CYLS, &err), "%s", err.text);
    rig_open(&rig);
    mount(NULL);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path);
    rmdir(folder);
}

static void
put_id(uint32_t at, unsigned cyl, unsigned head, unsigned rec)
{
    uint8_t id[5] = {0, (uint8_t)cyl, 0, (uint8_t)head, (uint8_t)rec};

    rig_put(&rig, at, id, 5);
}

/* Begins a program: seek, and search for the record (rec < 0: none). */
static void
seek_search(unsigned cyl, unsigned head, int rec)
{
    uint8_t seek[6] = {0, 0, 0, (uint8_t)cyl, 0, (uint8_t)head};
    uint32_t at;

    rig_program(&rig);
    rig_put(&rig, SEEK_AT, seek, 6);
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, CCW_CC, 6);
    if (rec < 0)
        return;
    put_id(ID_AT, cyl, head, (unsigned)rec);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
}

/* Writes records first..last of `size` bytes, filled with their number, with
 * a key of 2 bytes when `key`. */
static unsigned
format(unsigned cyl, unsigned head, unsigned first, unsigned last,
       unsigned size, bool key)
{
    uint32_t at = RIG_DATA;
    unsigned len = 8 + (key ? 2 : 0) + size;

    seek_search(cyl, head, (int)first - 1);
    for (unsigned r = first; r <= last; r++) {
        struct ckd_count c = {.rec = (uint8_t)r, .keylen = key ? 2 : 0};

        put16(&c.cyl, (uint16_t)cyl);
        put16(&c.head, (uint16_t)head);
        put16(&c.datalen, (uint16_t)size);
        memset(rig.st.main + at, (int)r, len);
        rig_put(&rig, at, &c, 8);
        rig_ccw(&rig, CKD_WRITE_CKD, at, r < last ? CCW_CC : 0, (uint16_t)len);
        at += len;
    }
    return rig_run(&rig, DISK);
}

static void
sense(void)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, 0, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}

static void
expect_sense(uint8_t b0, uint8_t b1)
{
    sense();
    ck_assert_uint_eq(rig.st.main[0x2000], b0);
    ck_assert_uint_eq(rig.st.main[0x2001], b1);
}

static const uint8_t *
data(unsigned i)
{
    return rig.st.main + RIG_DATA + i;
}

START_TEST(format_and_read)
{
    ck_assert_uint_eq(format(1, 2, 1, 3, 100, false), ENDED);
    seek_search(1, 2, 2);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 100);
    memset(rig.st.main + RIG_DATA, 0, 200);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
    ck_assert_uint_eq(*data(0), 2);
    ck_assert_uint_eq(*data(99), 2);
    ck_assert_uint_eq(*data(100), 0);
}
END_TEST

START_TEST(survives_reopening)
{
    struct err err;

    ck_assert_uint_eq(format(1, 2, 1, 3, 100, false), ENDED);
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    mount("ro");
    seek_search(1, 2, 3);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 3);
    seek_search(1, 2, 3);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(SENSE_EQUIPMENT, 0x02);
}
END_TEST

START_TEST(updates_in_place)
{
    ck_assert_uint_eq(format(0, 1, 1, 2, 50, true), ENDED);
    memset(rig.st.main + RIG_DATA, 0xaa, 100);
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    seek_search(0, 1, 2);
    rig_ccw(&rig, CKD_WRITE_KD, RIG_DATA, CCW_SLI, 12);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    /* Both, count and key included. */
    seek_search(0, 1, -1);
    rig_ccw(&rig, CKD_READ_CKD, RIG_DATA, CCW_CC, 60);
    rig_ccw(&rig, CKD_READ_CKD, RIG_DATA + 60, 0, 60);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(4), 1);
    ck_assert_uint_eq(*data(8), 1);
    ck_assert_uint_eq(*data(10), 0xaa);
    ck_assert_uint_eq(*data(59), 0xaa);
    ck_assert_uint_eq(*data(64), 2);
    ck_assert_uint_eq(*data(68), 0xaa);
    ck_assert_uint_eq(*data(60 + 19), 0xaa);
    ck_assert_uint_eq(*data(60 + 20), 0); /* padded with zeros */
}
END_TEST

START_TEST(search_key)
{
    uint32_t at;
    uint8_t key[2] = {2, 2};

    ck_assert_uint_eq(format(0, 1, 1, 3, 50, true), ENDED);
    rig_put(&rig, ID_AT, key, 2);
    seek_search(0, 1, -1);
    at = rig_ccw(&rig, CKD_SEARCH_KEY_EQ, ID_AT, CCW_CC, 2);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 50);
    memset(rig.st.main + RIG_DATA, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 2);
    /* High: record 3 is above key 0202. */
    rig_program(&rig);
    at = rig_ccw(&rig, CKD_SEARCH_KEY_HI, ID_AT, CCW_CC, 2);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 3);
}
END_TEST

START_TEST(no_record_found)
{
    ck_assert_uint_eq(format(0, 1, 1, 3, 50, false), ENDED);
    seek_search(0, 1, 9);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(0, 0x08);
}
END_TEST

START_TEST(multitrack_to_end_of_cylinder)
{
    uint32_t at;

    ck_assert_uint_eq(format(1, 28, 1, 3, 50, false), ENDED);
    ck_assert_uint_eq(format(1, 29, 1, 3, 60, false), ENDED);
    seek_search(1, 28, -1);
    put_id(ID_AT, 1, 29, 2);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ | CKD_MT, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 60);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 2);
    seek_search(1, 28, -1);
    put_id(ID_AT, 1, 29, 4);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ | CKD_MT, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(0, 0x20);
}
END_TEST

START_TEST(end_of_file)
{
    ck_assert_uint_eq(format(0, 1, 1, 1, 0, false), ENDED);
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_CC | CCW_SLI, 50);
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0d00);
    ck_assert_uint_eq(get16(&rig.csw.count), 50);
}
END_TEST

START_TEST(incorrect_length)
{
    ck_assert_uint_eq(format(0, 1, 1, 1, 50, false), ENDED);
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_CC, 80);
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(get16(&rig.csw.count), 30);
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 40);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, CCW_SLI, 80);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 30);
}
END_TEST

START_TEST(track_overrun)
{
    ck_assert_uint_eq(format(0, 1, 1, 4, 4096, false), ENDED);
    /* A fifth does not fit, and the four stay. */
    seek_search(0, 1, 4);
    put_id(RIG_DATA, 0, 1, 5);
    rig_put(&rig, RIG_DATA + 5, "\0\x10\0", 3);
    rig_ccw(&rig, CKD_WRITE_CKD, RIG_DATA, 0, 4104);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(0, 0x40);
    seek_search(0, 1, 4);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 4096);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(4095), 4);
}
END_TEST

START_TEST(sequence_is_enforced)
{
    ck_assert_uint_eq(format(0, 1, 1, 2, 50, false), ENDED);
    /* No search before the write. */
    seek_search(0, 1, -1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0);
    ck_assert_uint_eq(rig.st.main[0x2007], 2);
    /* A read between. */
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_CC, 50);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    /* A write as the first command. */
    rig_program(&rig);
    rig_ccw(&rig, CKD_WRITE_CKD, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    /* Read, then format behind it, is allowed. */
    seek_search(0, 1, 1);
    put_id(RIG_DATA + 100, 0, 1, 2);
    rig_put(&rig, RIG_DATA + 105, "\0\0\x04", 3);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, CCW_CC, 50);
    rig_ccw(&rig, CKD_WRITE_CKD, RIG_DATA + 100, 0, 12);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

/* A write is chained from its search: nothing else stands between. The head
 * stays at the record for a read. */
START_TEST(nothing_between)
{
    static const uint8_t between[] = {CKD_NOP,         CKD_SET_SECTOR,
                                      CKD_READ_SECTOR, CCW_SENSE,
                                      CCW_SENSE_ID,    CKD_RESERVE};

    ck_assert_uint_eq(format(0, 1, 1, 2, 50, false), ENDED);
    rig_put(&rig, MASK_AT, "\5", 1);
    for (unsigned i = 0; i < sizeof(between); i++) {
        uint32_t at = between[i] == CKD_SET_SECTOR ? MASK_AT : RIG_DATA + 200;

        for (int write = 0; write < 2; write++) {
            seek_search(0, 1, 1);
            rig_ccw(&rig, between[i], at, CCW_CC | CCW_SLI, 1);
            rig_ccw(&rig, write ? CKD_WRITE_DATA : CKD_READ_DATA, RIG_DATA, 0,
                    50);
            ck_assert_uint_eq(rig_run(&rig, DISK), write ? 0x0200 : ENDED);
            ck_assert_uint_eq(*data(49), 1);
        }
        expect_sense(SENSE_COMMAND_REJECT, 0);
        ck_assert_uint_eq(rig.st.main[0x2007], 2);
    }
}
END_TEST

/* A search allows a format write behind its own record, not behind the next:
 * read key and data goes there after a search for a key. */
START_TEST(another_record)
{
    static const uint8_t key[2] = {1, 1};

    ck_assert_uint_eq(format(0, 1, 1, 3, 50, true), ENDED);
    rig_put(&rig, ID_AT + 8, key, 2);
    for (int next = 0; next < 2; next++) {
        seek_search(0, 1, -1);
        rig_ccw(&rig, CKD_SEARCH_KEY_EQ, ID_AT + 8, CCW_CC, 2);
        rig_ccw(&rig, CCW_TIC, rig.next - 8, 0, 1);
        rig_ccw(&rig, next ? CKD_READ_KD : CKD_READ_DATA, RIG_DATA,
                CCW_CC | CCW_SLI, 50);
        put_id(RIG_DATA + 100, 0, 1, 2);
        rig_put(&rig, RIG_DATA + 105, "\0\0\x04", 3);
        rig_ccw(&rig, CKD_WRITE_CKD, RIG_DATA + 100, 0, 12);
        ck_assert_uint_eq(rig_run(&rig, DISK), next ? 0x0200 : ENDED);
        ck_assert_uint_eq(format(0, 1, 1, 3, 50, true), ENDED);
    }
}
END_TEST

/* A control command begins the count of index points anew, so that a record
 * that is not there can be looked for twice. */
START_TEST(index_counts_anew)
{
    ck_assert_uint_eq(format(0, 1, 1, 1, 50, false), ENDED);
    for (int nop = 0; nop < 2; nop++) {
        seek_search(0, 1, -1);
        put_id(ID_AT, 0, 1, 9);
        for (unsigned i = 0; i < 6; i++) {
            rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT, CCW_CC, 5);
            if (nop)
                rig_ccw(&rig, CKD_NOP, 0, CCW_CC, 1);
        }
        rig_ccw(&rig, CKD_NOP, 0, 0, 1);
        ck_assert_uint_eq(rig_run(&rig, DISK) & 0xff00, nop ? ENDED : UCHECK);
    }
}
END_TEST

/* Sets the mask, then executes one command on record 1 of cylinder 0 head 1. */
static unsigned
masked(uint8_t mask, uint8_t code, uint16_t count)
{
    uint32_t at;

    seek_search(0, 1, -1);
    rig_put(&rig, MASK_AT, &mask, 1);
    rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
    put_id(ID_AT, 0, 1, 1);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
    put_id(RIG_DATA, 0, 1, 2);
    rig_put(&rig, RIG_DATA + 5, "\0\0\x04", 3);
    rig_ccw(&rig, code, code == CKD_SEEK ? SEEK_AT : RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, DISK);
}

START_TEST(file_mask)
{
    ck_assert_uint_eq(format(0, 1, 1, 2, 50, false), ENDED);
    ck_assert_uint_eq(masked(0x40, CKD_WRITE_DATA, 50), 0x0200);
    ck_assert_uint_eq(masked(0x80, CKD_WRITE_CKD, 12), 0x0200);
    ck_assert_uint_eq(masked(0x80, CKD_WRITE_DATA, 50), ENDED);
    ck_assert_uint_eq(masked(0x00, CKD_WRITE_CKD, 12), ENDED);
    ck_assert_uint_eq(masked(0x00, CKD_WRITE_HA, 5), 0x0200);
    ck_assert_uint_eq(masked(0x08, CKD_SEEK, 6), 0x0200);
    expect_sense(0, 0x04);
    ck_assert_uint_eq(masked(0x18, CKD_SEEK_HEAD, 6), 0x0200);
    ck_assert_uint_eq(masked(0x10, CKD_SEEK_HEAD, 6) & 0xff, 0);
    ck_assert_uint_eq(masked(0x00, CKD_SET_FILE_MASK, 1), 0x0200);
    /* The next chain starts without a mask. */
    seek_search(0, 1, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 50);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(home_address_and_r0)
{
    uint8_t mask = 0xc0;

    rig_put(&rig, MASK_AT, &mask, 1);
    rig_put(&rig, HA_AT, "\0\1\0\2", 4);
    seek_search(1, 2, -1);
    rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
    rig_ccw(&rig, CKD_READ_HA, RIG_DATA, CCW_CC, 5);
    rig_ccw(&rig, CKD_SEARCH_HA_EQ, HA_AT, CCW_CC, 4);
    rig_ccw(&rig, CCW_TIC, rig.next - 8, 0, 1);
    put_id(RIG_DATA + 100, 1, 2, 0);
    rig_put(&rig, RIG_DATA + 105,
            "\0\0\x08"
            "R0DATA!!",
            11);
    rig_ccw(&rig, CKD_WRITE_R0, RIG_DATA + 100, CCW_CC, 16);
    rig_ccw(&rig, CKD_READ_R0, RIG_DATA + 20, 0, 16);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\0\0\1\0\2", 5);
    ck_assert_mem_eq(data(20), "\0\1\0\2\0\0\0\x08R0DATA!!", 16);
}
END_TEST

START_TEST(seek_checks)
{
    seek_search(CYLS, 0, -1);
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0);
    ck_assert_uint_eq(rig.st.main[0x2007], 4);
    seek_search(0, HEADS, -1);
    rig_ccw(&rig, CKD_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    rig_program(&rig);
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, CCW_SLI, 5);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0);
    ck_assert_uint_eq(rig.st.main[0x2007], 3);
    rig_program(&rig);
    rig_ccw(&rig, 0x5b, SEEK_AT, CCW_SLI, 5);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
}
END_TEST

/* The channel itself answers SENSE ID and SENSE: they do not hide from the disk
 * that a new chain begins. */
START_TEST(sense_begins_a_chain)
{
    rig_put(&rig, MASK_AT, "\xc0", 1);
    for (unsigned i = 0; i < 3; i++) {
        rig_program(&rig);
        rig_ccw(&rig, i & 1 ? CCW_SENSE : CCW_SENSE_ID, 0x2000,
                CCW_CC | CCW_SLI, 7);
        rig_ccw(&rig, CCW_SENSE, 0x2000, CCW_CC, 24);
        rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, 0, 1);
        ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    }
}
END_TEST

START_TEST(sense_id)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\xff\x38\x30\x02\x33\x50\x00", 7);
}
END_TEST

START_TEST(ipl)
{
    uint8_t unit, chan;
    static const uint8_t ipl1[24] = {
        0x00, 0x0c, 0,    0, 0,    0, 0x20, 0,   /* PSW */
        0x06, 0,    0x40, 0, 0x60, 0, 0,    100, /* read data, 100 to X'4000' */
        0x03, 0,    0,    0, 0x20, 0, 0,    1,
    };

    ck_assert_uint_eq(format(0, 0, 1, 2, 100, false), ENDED);
    seek_search(0, 0, 1);
    rig_put(&rig, RIG_DATA, ipl1, 24);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, CCW_SLI, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    memset(rig.st.main, 0, RIG_STORAGE);
    chansys_reset(rig.cs);
    ck_assert(chansys_ipl_start(rig.cs, DISK));
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 0);
    rig_events(&rig, 100);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 1);
    ck_assert_uint_eq(unit, 0x0c);
    ck_assert_uint_eq(chan, 0);
    ck_assert_mem_eq(rig.st.main, ipl1, 24);
    ck_assert_uint_eq(*data(99), 2);
    ck_assert_int_eq(rig_take(&rig), -1);
    ck_assert(!chansys_ipl_start(rig.cs, 0x151));
}
END_TEST

START_TEST(refuses_wrong_images)
{
    struct err err;
    char no[] = "/nonexistent", opt[] = "fast";
    char *argv[2] = {path, opt};
    char *argn[1] = {no};

    ck_assert_ptr_null(chansys_attach(rig.cs, 0x151, "3350", 0, NULL, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x151, "3350", 2, argv, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x151, "3350", 1, argn, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent"));
    ck_assert_ptr_null(chansys_attach(rig.cs, DISK, "3350", 1, argv, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x151, "9999", 1, argv, &err));
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x151, "3330", 1, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "3350"));
    ck_assert_ptr_null(chansys_next(rig.cs, NULL));
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("dasd");

    tcase_add_test(t, format_and_read);
    tcase_add_test(t, survives_reopening);
    tcase_add_test(t, updates_in_place);
    tcase_add_test(t, search_key);
    tcase_add_test(t, no_record_found);
    tcase_add_test(t, multitrack_to_end_of_cylinder);
    tcase_add_test(t, end_of_file);
    tcase_add_test(t, incorrect_length);
    tcase_add_test(t, track_overrun);
    tcase_add_test(t, sequence_is_enforced);
    tcase_add_test(t, nothing_between);
    tcase_add_test(t, another_record);
    tcase_add_test(t, index_counts_anew);
    tcase_add_test(t, file_mask);
    tcase_add_test(t, home_address_and_r0);
    tcase_add_test(t, seek_checks);
    tcase_add_test(t, sense_begins_a_chain);
    tcase_add_test(t, sense_id);
    tcase_add_test(t, ipl);
    tcase_add_test(t, refuses_wrong_images);
    return rig_suite("dasd", t, setup, teardown);
}
