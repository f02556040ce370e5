/* SPDX-License-Identifier: MIT */
/* Card readers, punches and printers, against files in a temporary folder. */
#include "config.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/codepage.h"
#include "tests/devices/rig.h"
#include "tests/devices/rigsuite.h"

enum { READER = 0x00c, PUNCH = 0x00d, PRINTER = 0x00e, ENDED = 0x0c00 };

static struct rig rig;
static char folder[64], path[2][128];

static void
setup(void)
{
    strcpy(folder, "/tmp/cambridge-unitrec-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path[0], sizeof(path[0]), "%s/a", folder);
    snprintf(path[1], sizeof(path[1]), "%s/b", folder);
    rig_open(&rig);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path[0]);
    unlink(path[1]);
    rmdir(folder);
}

static void
make_file(int i, const char *data, size_t len)
{
    FILE *f = fopen(path[i], "wb");

    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(data, 1, len, f), len);
    fclose(f);
}

static const char *
file_text(int i)
{
    static char text[8192];
    FILE *f = fopen(path[i], "rb");

    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof(text) - 1, f)] = '\0';
    fclose(f);
    return text;
}

/* Splits words at blanks; %a and %b are the two files. */
static struct device *
attach_words(uint16_t addr, const char *type, const char *words,
             struct err *err)
{
    static char copy[256];
    char *argv[16], *word;
    int argc = 0;

    snprintf(copy, sizeof(copy), "%s", words);
    for (word = strtok(copy, " "); word; word = strtok(NULL, " ")) {
        if (strcmp(word, "%a") == 0)
            word = path[0];
        if (strcmp(word, "%b") == 0)
            word = path[1];
        argv[argc++] = word;
    }
    return chansys_attach(rig.cs, addr, type, argc, argv, err);
}

static void
must_attach(uint16_t addr, const char *type, const char *words)
{
    struct err err;

    ck_assert_msg(attach_words(addr, type, words, &err) != NULL, "%s",
                  err.text);
}

static unsigned
run1(uint16_t addr, uint8_t cmd, uint16_t count)
{
    rig_program(&rig);
    rig_ccw(&rig, cmd, RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, addr);
}

/* Reads one card; its text without trailing blanks. */
static const char *
card(uint8_t cmd)
{
    static char text[2 * 80 + 1];
    size_t n;

    ck_assert_uint_eq(run1(READER, cmd, 80), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
    n = codepage_to_utf8(CP_1047, rig.st.main + RIG_DATA, 80, text);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    text[n] = '\0';
    return text;
}

static void
expect_sense(uint16_t addr, uint8_t sense0)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, CCW_SLI, 1);
    ck_assert_uint_eq(rig_run(&rig, addr), ENDED);
    ck_assert_uint_eq(rig.st.main[0x2000], sense0);
}

START_TEST(reads_text)
{
    make_file(0, "ONE\r\ntwo\n\n\tx", 12);
    must_attach(READER, "3505", "%a");
    ck_assert_str_eq(card(0x02), "ONE");
    ck_assert_str_eq(card(0x42), "two");
    ck_assert_str_eq(card(0x02), "");
    ck_assert_str_eq(card(0x02), "        x");
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0d00);
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0200);
    expect_sense(READER, SENSE_INTERVENTION);
}
END_TEST

START_TEST(reads_cards)
{
    char cards[160];

    memset(cards, 0xc1, 80);
    memset(cards + 80, 0xc2, 80);
    make_file(0, cards, 160);
    must_attach(READER, "2540R", "%a ebcdic intrq");
    ck_assert_uint_eq(card(0x02)[79], 'A');
    ck_assert_uint_eq(card(0xc2)[79], 'B'); /* stays */
    ck_assert_uint_eq(run1(READER, 0x23, 1), ENDED);
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0e00);
    expect_sense(READER, SENSE_INTERVENTION);
}
END_TEST

/* Zeros are no text. */
START_TEST(reads_binary_cards)
{
    static const char cards[160];

    make_file(0, cards, 160);
    must_attach(READER, "3505", "%a");
    memset(rig.st.main + RIG_DATA, 0xee, 80);
    ck_assert_uint_eq(run1(READER, 0x02, 80), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA, cards, 80);
}
END_TEST

START_TEST(several_decks)
{
    struct err err;
    char *argv[1] = {path[1]};

    make_file(0, "A\n", 2);
    make_file(1, "B\n", 2);
    must_attach(READER, "3505", "%a %b multifile");
    ck_assert_str_eq(card(0x02), "A");
    ck_assert_str_eq(card(0x02), "B");
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0d00);
    ck_assert(chansys_devinit(rig.cs, READER, 1, argv, &err));
    ck_assert_int_eq(rig_take(&rig), READER);
    ck_assert_uint_eq(rig.csw.unit, US_DEVICE_END);
    ck_assert_str_eq(card(0x02), "B");
    ck_assert(chansys_devinit(rig.cs, READER, 0, NULL, &err));
    ck_assert_int_eq(rig_take(&rig), READER);
    ck_assert_str_eq(card(0x02), "B");
    /* One end of file for each deck. */
    ck_assert(chansys_detach(rig.cs, READER, &err));
    must_attach(READER, "3505", "%a %b");
    ck_assert_str_eq(card(0x02), "A");
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0d00);
    ck_assert_str_eq(card(0x02), "B");
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0d00);
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0200);
}
END_TEST

START_TEST(refuses_bad_decks)
{
    struct err err;
    char line[101], *argv[1] = {path[0]};

    ck_assert_ptr_null(attach_words(READER, "3505", "/nonexistent", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "/nonexistent"));
    memset(line, 'x', 100);
    make_file(0, line, 100);
    ck_assert_ptr_null(attach_words(READER, "3505", "%a", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "line 1"));
    memset(line, 0xc1, 100);
    make_file(0, line, 100);
    ck_assert_ptr_null(attach_words(READER, "3505", "%a", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "100 bytes"));
    must_attach(READER, "3505", "*");
    ck_assert_uint_eq(run1(READER, 0x02, 80), 0x0200);
    ck_assert(!chansys_devinit(rig.cs, READER, 1, argv, &err));
    ck_assert(chansys_detach(rig.cs, READER, &err));
    must_attach(READER, "3505", "%a autopad");
    card(0x02);
    ck_assert_str_eq(card(0x02), "AAAAAAAAAAAAAAAAAAAA");
}
END_TEST

START_TEST(ipl_from_cards)
{
    char cards[160] = {0};
    uint8_t unit, chan;

    memcpy(cards,
           "\0\x0a\0\0\0\0\x20\0"
           "\x02\0\x40\0\x20\0\0\x50",
           16);
    cards[80] = 0x11;
    make_file(0, cards, 160);
    must_attach(READER, "3505", "%a");
    ck_assert(chansys_ipl_start(rig.cs, READER));
    rig_events(&rig, 100);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 1);
    ck_assert_mem_eq(rig.st.main, cards, 24);
    ck_assert_uint_eq(rig.st.main[RIG_DATA], 0x11);
    /* Past the end. */
    chansys_reset(rig.cs);
    ck_assert(chansys_ipl_start(rig.cs, READER));
    rig_events(&rig, 100);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), -1);
    ck_assert_uint_eq(unit, 0x0d);
}
END_TEST

START_TEST(punches)
{
    rig_put(&rig, RIG_DATA, "\xc1\xc2\x40\x40", 4);
    must_attach(PUNCH, "3525", "%a ascii");
    ck_assert_uint_eq(run1(PUNCH, 0x01, 4), ENDED);
    ck_assert_uint_eq(run1(PUNCH, 0x41, 1), ENDED);
    ck_assert_str_eq(file_text(0), "AB\nA\n");
    must_attach(0x01d, "2540P", "%b");
    ck_assert_uint_eq(run1(0x01d, 0x01, 90), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 10);
    ck_assert_uint_eq((uint8_t)file_text(1)[1], 0xc2);
    ck_assert_uint_eq(run1(0x01d, 0x02, 90), 0x0200);
    expect_sense(0x01d, SENSE_COMMAND_REJECT);
}
END_TEST

START_TEST(prints)
{
    must_attach(PRINTER, "1403", "%a");
    rig_put(&rig, RIG_DATA, "\xc1\xc2\x40\x01\xc3", 5);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 5), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x01, 1), ENDED); /* overprinted */
    ck_assert_uint_eq(run1(PRINTER, 0x11, 2), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x13, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x8b, 1), ENDED); /* top of form */
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x93, 1), ENDED); /* channel 2: line 7 */
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), ENDED);
    ck_assert_str_eq(file_text(0), "AB  C\nA\rAB\n\n\n\n\n\fA\n\n\n\n\n\nA\n");
    ck_assert_uint_eq(run1(PRINTER, 0x63, 5), 0x0200); /* no FCB on a 1403 */
    ck_assert_uint_eq(run1(PRINTER, 0x09, 140), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 8);
}
END_TEST

START_TEST(forms_control_buffer)
{
    must_attach(PRINTER, "3211", "%a crlf");
    /* An index byte; five lines, channel 1 at the first and 12 at the fourth.
     */
    rig_put(&rig, RIG_DATA, "\x81\x01\0\0\x0c\x10", 6);
    ck_assert_uint_eq(run1(PRINTER, 0x63, 6), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0xe3, 1), ENDED);
    ck_assert_str_eq(file_text(0), "\r\n\r\n\r\n");
    ck_assert_uint_eq(run1(PRINTER, 0x8b, 1), ENDED);
    ck_assert_str_eq(file_text(0), "\r\n\r\n\r\n\r\n\f");
    /* Without an end, or with a channel 13, it is refused. */
    ck_assert_uint_eq(run1(PRINTER, 0x63, 5), 0x0e00);
    expect_sense(PRINTER, 0x02); /* load check */
    rig_put(&rig, RIG_DATA, "\x01\x0d\x10", 3);
    ck_assert_uint_eq(run1(PRINTER, 0x63, 3), 0x0e00);
    rig_put(&rig, RIG_DATA, "\x81\x01\0\0\x0c\x10", 6);
    ck_assert_uint_eq(run1(PRINTER, 0xe3, 1), ENDED);
    ck_assert_str_eq(file_text(0), "\r\n\r\n\r\n\r\n\f\r\n\r\n\r\n");
    /* What was loaded is read; a channel that is not there is refused. */
    ck_assert_uint_eq(run1(PRINTER, 0x12, 10), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 4);
    ck_assert_uint_eq(run1(PRINTER, 0x9b, 1), 0x0200);
    expect_sense(PRINTER, SENSE_COMMAND_REJECT);
}
END_TEST

/* Channel 9 is a unit check, channel 12 a unit exception, when spacing finds
 * them; a skip does not. */
START_TEST(channels_9_and_12)
{
    must_attach(PRINTER, "1403", "%a fcb=1:1,3:9,4:12,6:2 nofcbcheck");
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), 0x0e00);
    expect_sense(PRINTER, 0x01);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), 0x0d00);
    ck_assert_uint_eq(run1(PRINTER, 0x8b, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x93, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x9b, 1), ENDED); /* no channel 3: a line */
    ck_assert_uint_eq(run1(PRINTER, 0x8b, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x19, 1), 0x0f00); /* three lines */
}
END_TEST

START_TEST(forms_of_a_device_line)
{
    struct err err;

    ck_assert_ptr_null(attach_words(PRINTER, "1403", "%a fcb=1:13", &err));
    ck_assert_ptr_nonnull(strstr(err.text, "channel 13"));
    ck_assert_ptr_null(attach_words(PRINTER, "1403", "%a fcb=", &err));
    ck_assert_ptr_null(attach_words(PRINTER, "1403", "%a fcb=1,2,x", &err));
    ck_assert_ptr_null(attach_words(PRINTER, "1403", "%a fcb=181", &err));
    ck_assert_ptr_null(attach_words(
        PRINTER, "1403", "%a fcb=1,2,3,4,5,6,7,8,9,10,11,12,13", &err));
    must_attach(PRINTER, "1403", "%a fcb=1,4,0,0,0,0,0,0,0,0,0,60");
    ck_assert_uint_eq(run1(PRINTER, 0x93, 1), ENDED);
    ck_assert_str_eq(file_text(0), "\n\n\n");
}
END_TEST

START_TEST(folds_and_reads_back)
{
    must_attach(PRINTER, "3203", "%a");
    rig_put(&rig, RIG_DATA, "\x81\xc2", 2);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 2), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x43, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 2), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x23, 1), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 2), ENDED);
    ck_assert_str_eq(file_text(0), "aB\nAB\naB\n");
    ck_assert_uint_eq(run1(PRINTER, 0x02, 132), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
    ck_assert_uint_eq(rig.st.main[RIG_DATA], 0x81);
    ck_assert_uint_eq(rig.st.main[RIG_DATA + 2], 0x40);
}
END_TEST

START_TEST(raw_commands)
{
    must_attach(PRINTER, "1403", "%a rawcc");
    rig_put(&rig, RIG_DATA, "\xc1\xc2", 2);
    ck_assert_uint_eq(run1(PRINTER, 0x89, 2), ENDED);
    ck_assert_uint_eq(run1(PRINTER, 0x0b, 1), ENDED);
    ck_assert_str_eq(file_text(0), "89 C1C2\n0B \n");
}
END_TEST

/* To a command: it has ended when the device is detached. One that has gone
 * away is intervention required. */
START_TEST(prints_to_a_command)
{
    struct err err;
    char command[200], *argv[1] = {command};

    signal(SIGPIPE, SIG_IGN);
    snprintf(command, sizeof(command), "|tr AB XY >%s", path[0]);
    ck_assert_ptr_nonnull(
        chansys_attach(rig.cs, PRINTER, "1403", 1, argv, &err));
    rig_put(&rig, RIG_DATA, "\xc1\xc2", 2);
    ck_assert_uint_eq(run1(PRINTER, 0x09, 2), ENDED);
    ck_assert(chansys_detach(rig.cs, PRINTER, &err));
    ck_assert_str_eq(file_text(0), "XY\n");
    snprintf(command, sizeof(command), "|true");
    ck_assert_ptr_nonnull(
        chansys_attach(rig.cs, PRINTER, "1403", 1, argv, &err));
    while (run1(PRINTER, 0x09, 1) == ENDED)
        usleep(1000);
    expect_sense(PRINTER, SENSE_INTERVENTION | SENSE_EQUIPMENT);
}
END_TEST

START_TEST(immediate_operations_end_at_once)
{
    must_attach(PRINTER, "1403", "%a");
    rig_program(&rig);
    rig_ccw(&rig, 0x0b, 0, 0, 1);
    ck_assert_int_eq(rig_sio(&rig, PRINTER, 0, false), 1);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_int_eq(rig_wait(&rig), -1);
}
END_TEST

START_TEST(full_disk)
{
    struct err err;

    ck_assert_ptr_null(attach_words(PRINTER, "1403", "", &err));
    ck_assert_ptr_null(attach_words(PRINTER, "1403", "%a fast", &err));
    ck_assert_ptr_null(attach_words(PRINTER, "1403", "/nonexistent/x", &err));
    must_attach(PRINTER, "1403", "/dev/full");
    ck_assert_uint_eq(run1(PRINTER, 0x09, 1), 0x0e00);
    expect_sense(PRINTER, SENSE_INTERVENTION | SENSE_EQUIPMENT);
}
END_TEST

/* Data chaining can supply more than the longest block of a tape file. */
START_TEST(tape_block_is_bounded)
{
    must_attach(0x181, "3420", "%a");
    rig_program(&rig);
    rig_ccw(&rig, CCW_WRITE, RIG_DATA, CCW_CD, 65535);
    rig_ccw(&rig, CCW_WRITE, RIG_DATA, 0, 900);
    ck_assert_uint_eq(rig_run(&rig, 0x181), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(get16(&rig.csw.count), 900);
    ck_assert_uint_eq(run1(0x181, 0x27, 1), ENDED); /* backspace block */
    ck_assert_uint_eq(run1(0x181, CCW_READ, 65535), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
}
END_TEST

START_TEST(sense_ids)
{
    static const struct {
        const char *type, *words, *id;
    } m[] = {
        {"3505", "", "\xff\x28\x21\x01\x35\x05\x01"},
        {"2501", "", "\xff\x28\x21\x01\x25\x01\x01"},
        {"2540R", "", "\xff\x28\x21\x01\x25\x40\x01"},
        {"2540P", "%a", "\xff\x28\x21\x01\x25\x40\x02"},
        {"3525", "%a", "\xff\x28\x21\x01\x35\x25\x01"},
        {"1403", "%a", "\xff\x28\x21\x01\x14\x03\x01"},
        {"3211", "%a", "\xff\x28\x21\x01\x32\x11\x01"},
        {"1052-C", "", "\xff\x10\x52\x00\x10\x52\x00"},
        {"3215", "", "\xff\x32\x15\x00\x32\x15\x00"},
    };

    for (unsigned i = 0; i < sizeof(m) / sizeof(m[0]); i++) {
        uint16_t addr = (uint16_t)(0x20 + i);

        must_attach(addr, m[i].type, m[i].words);
        ck_assert_uint_eq(run1(addr, CCW_SENSE_ID, 7), ENDED);
        ck_assert_mem_eq(rig.st.main + RIG_DATA, m[i].id, 7);
    }
}
END_TEST

START_TEST(sense_lengths)
{
    static const struct {
        const char *type, *words;
        unsigned bytes;
    } m[] = {{"3505", "", 4},    {"2501", "", 1},   {"2540R", "", 1},
             {"2540P", "%a", 1}, {"3525", "%a", 4}, {"1403", "%a", 1},
             {"3203", "%a", 1},  {"3211", "%a", 6}, {"3215", "", 1}};

    for (unsigned i = 0; i < sizeof(m) / sizeof(m[0]); i++) {
        uint16_t addr = (uint16_t)(0x20 + i);

        must_attach(addr, m[i].type, m[i].words);
        ck_assert_uint_eq(run1(addr, 0xff, 1), 0x0200);
        memset(rig.st.main + RIG_DATA, 0x55, 24);
        rig_program(&rig);
        rig_ccw(&rig, CCW_SENSE, RIG_DATA, CCW_SLI, 24);
        ck_assert_uint_eq(rig_run(&rig, addr), ENDED);
        ck_assert_uint_eq(24u - get16(&rig.csw.count), m[i].bytes);
        ck_assert(rig.st.main[RIG_DATA] & SENSE_COMMAND_REJECT);
    }
}
END_TEST

/* A snapshot cannot make a device execute what the channel would not let it:
 * more data than a card, a command that it does not have. */
START_TEST(snapshot_of_a_wrong_command)
{
    struct err err;
    struct device *dev = attach_words(PUNCH, "3525", "%a", &err);
    struct command *cmd = device_command(dev);

    for (int i = 0; i < 4; i++) {
        struct unpack u;
        struct pack p;

        chansys_reset(rig.cs);
        rig_program(&rig);
        rig_ccw(&rig, 0x01, RIG_DATA, CCW_CD, 40);
        rig_ccw(&rig, 0, RIG_DATA, 0, 40);
        ck_assert_int_eq(rig_sio(&rig, PUNCH, 0, false), 0);
        if (i > 0)
            rig_events(&rig, 1);
        if (i < 2)
            cmd->len = 100;
        if (i == 2)
            cmd->code = 0x55;
        pack_init(&p, PACK_COPY);
        chansys_save_device(dev, &p);
        unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
        ck_assert_int_eq(chansys_load_device(dev, &u, &err), i == 3);
        if (i < 3)
            ck_assert_ptr_nonnull(strstr(err.text, "command"));
        else
            ck_assert_int_eq(rig_wait(&rig), PUNCH);
        unpack_free(&u);
        pack_free(&p);
    }
}
END_TEST

/* One device is made anew, as in a replay: the interruptions of all come in
 * the order that was saved. */
START_TEST(order_of_interruptions_is_loaded)
{
    enum { OTHER = 0x01c };
    char *argv[1] = {path[0]};
    struct unpack u;
    struct pack p;
    struct err err;

    make_file(0, "A\n", 2);
    must_attach(READER, "3505", "%a");
    must_attach(OTHER, "3505", "%a");
    ck_assert(chansys_devinit(rig.cs, READER, 1, argv, &err));
    ck_assert(chansys_devinit(rig.cs, OTHER, 1, argv, &err));
    pack_init(&p, PACK_COPY);
    chansys_save_device(chansys_find(rig.cs, READER), &p);
    chansys_save(rig.cs, &p);
    ck_assert(chansys_detach(rig.cs, READER, &err));
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    ck_assert_ptr_nonnull(chansys_make_device(rig.cs, &u, &err));
    chansys_load(rig.cs, &u);
    ck_assert(unpack_ok(&u));
    ck_assert_int_eq(rig_take(&rig), READER);
    ck_assert_int_eq(rig_take(&rig), OTHER);
    ck_assert_int_eq(rig_take(&rig), -1);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("unit record");

    tcase_add_test(t, reads_text);
    tcase_add_test(t, tape_block_is_bounded);
    tcase_add_test(t, reads_cards);
    tcase_add_test(t, reads_binary_cards);
    tcase_add_test(t, several_decks);
    tcase_add_test(t, refuses_bad_decks);
    tcase_add_test(t, ipl_from_cards);
    tcase_add_test(t, punches);
    tcase_add_test(t, prints);
    tcase_add_test(t, forms_control_buffer);
    tcase_add_test(t, channels_9_and_12);
    tcase_add_test(t, forms_of_a_device_line);
    tcase_add_test(t, folds_and_reads_back);
    tcase_add_test(t, raw_commands);
    tcase_add_test(t, prints_to_a_command);
    tcase_add_test(t, immediate_operations_end_at_once);
    tcase_add_test(t, full_disk);
    tcase_add_test(t, sense_ids);
    tcase_add_test(t, sense_lengths);
    tcase_add_test(t, snapshot_of_a_wrong_command);
    tcase_add_test(t, order_of_interruptions_is_loaded);
    return rig_suite("unit record", t, setup, teardown);
}
