/* SPDX-License-Identifier: MIT */
/* What lies on the tracks of CKD disks: overflow records, alternate tracks,
 * track capacity, scans, sectors; and the option `period`. */
#include "config.h"

#include <string.h>

#include "tests/devices/diskrig.h"

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

/* As rig_run, with a snapshot before each step, which nobody uses. */
static unsigned
run_saving(void)
{
    ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
    while (rig_take(&rig) != DISK) {
        struct pack p;

        pack_init(&p, PACK_COPY);
        chansys_save_device(chansys_find(rig.cs, DISK), &p);
        ck_assert(pack_ok(&p));
        pack_free(&p);
        rig_events(&rig, 1);
    }
    return (unsigned)rig.csw.unit << 8 | rig.csw.chan;
}

/* A snapshot reads all tracks, and the disk goes on where it was. */
START_TEST(saving_changes_nothing)
{
    make_overflow("3330");
    seek(0, 1, 1);
    search_id(1, 1, 1);
    rig_ccw(&rig, CKD_WRITE_DATA, RIG_DATA, 0, 350);
    ck_assert_uint_eq(run_saving(), ENDED);
    seek(0, 1, 1);
    search_id(1, 1, 1);
    rig_ccw(&rig, CKD_READ_DATA, RIG_DATA, 0, 350);
    ck_assert_uint_eq(run_saving(), ENDED);
    for (unsigned r = 1; r <= 2; r++)
        ck_assert_uint_eq(
            write_record(CKD_WRITE_CKD, 0, 0, r, 0, 4096, (uint8_t)r), ENDED);
    seek(0, 0, 0);
    search_id(0, 0, 2);
    rig_ccw(&rig, CKD_READ_SECTOR, RIG_DATA, 0, 1);
    ck_assert_uint_eq(run_saving(), ENDED);
    ck_assert_uint_eq(*data(0), (135 + 4231) * 128 / 13300);
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
    make_overflow("3350"); /* the segment has a count field like any other */
    ck_assert_uint_eq(single(CKD_READ_MULTIPLE, 1000, 0, 1, 1), ENDED);
    ck_assert_mem_eq(data(0), "\0\1\0\1\1\2\0\x64", 8);
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
    TCase *t = tcase_create("track");

    tcase_add_test(t, overflow_record);
    tcase_add_test(t, saving_changes_nothing);
    tcase_add_test(t, overflow_incomplete);
    tcase_add_test(t, alternate_tracks);
    tcase_add_test(t, track_capacity);
    tcase_add_test(t, read_multiple);
    tcase_add_test(t, scan);
    tcase_add_test(t, sectors);
    tcase_add_test(t, period);
    tcase_add_test(t, period_saved);
    tcase_add_test(t, period_halted);
    return disk_run(t);
}
