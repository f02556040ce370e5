/* SPDX-License-Identifier: MIT */
/* Tape drive 3420: its commands both ways, write protection, the end of the
 * tape, the mode sets of older drives, the operands of a device line, movement
 * from the console. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/tape.h"
#include "tests/devices/rig.h"

enum { TAPE = 0x181, ENDED = 0x0c00, CHECK = 0x0e00, UNIT_EXCEPTION = 0x0d00 };
enum { REW = 0x07, GAP = 0x17, WTM = 0x1f, BSB = 0x27, BSF = 0x2f };
enum { FSB = 0x37, FSF = 0x3f, DSE = 0x97, RUN = 0x0f };

static struct rig rig;
static struct device *dev;
static char path[] = "tape-test-XXXXXX.het";
static struct err err;

static void
mount(const char *words)
{
    char text[200], *argv[12], *p;
    int argc = 0;

    snprintf(text, sizeof(text), "%s %s", path, words);
    for (p = strtok(text, " "); p != NULL; p = strtok(NULL, " "))
        argv[argc++] = p;
    dev = rig_attach(&rig, TAPE, "3420", argc, argv);
}

static void
setup(void)
{
    int fd;

    memcpy(path + 10, "XXXXXX", 6);
    fd = mkstemps(path, 4);
    ck_assert_int_ge(fd, 0);
    close(fd);
    rig_open(&rig);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path);
}

static unsigned
run(uint8_t code, uint16_t count)
{
    rig_program(&rig);
    rig_ccw(&rig, code, RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, TAPE);
}

static void
sense(unsigned b0, unsigned b1)
{
    ck_assert_uint_eq(run(CCW_SENSE, 24), ENDED);
    ck_assert_uint_eq(rig.st.main[RIG_DATA], b0);
    ck_assert_uint_eq(rig.st.main[RIG_DATA + 1], b1);
}

static void
write_text(const char *text)
{
    rig_put(&rig, RIG_DATA, text, strlen(text));
    ck_assert_uint_eq(run(CCW_WRITE, (uint16_t)strlen(text)), ENDED);
}

static void
expect(uint8_t code, const char *text)
{
    memset(rig.st.main + RIG_DATA, 0, 100);
    ck_assert_uint_eq(run(code, 100), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 100 - strlen(text));
    if (code == CCW_READ)
        ck_assert_str_eq((char *)rig.st.main + RIG_DATA, text);
}

/* Erase gap and data security erase. */
static unsigned
erase(void)
{
    rig_program(&rig);
    rig_ccw(&rig, GAP, 0, CCW_CC, 1);
    rig_ccw(&rig, DSE, 0, 0, 1);
    return rig_run(&rig, TAPE);
}

START_TEST(commands)
{
    mount("");
    write_text("FIRST BLOCK FIRST BLOCK FIRST BLOCK");
    write_text("SECOND");
    ck_assert_uint_eq(run(WTM, 1), ENDED);
    write_text("THIRD");
    ck_assert_uint_eq(run(GAP, 1), ENDED);
    ck_assert_uint_eq(run(WTM, 1), ENDED);
    ck_assert_uint_eq(run(REW, 1), ENDED);
    sense(0, 0x48); /* ready, at load point */
    expect(CCW_READ, "FIRST BLOCK FIRST BLOCK FIRST BLOCK");
    expect(CCW_READ, "SECOND");
    ck_assert_uint_eq(run(CCW_READ, 100), UNIT_EXCEPTION);
    ck_assert_uint_eq(run(BSB, 1), UNIT_EXCEPTION);
    memset(rig.st.main + RIG_DATA - 100, 0, 101);
    rig_program(&rig);
    rig_ccw(&rig, CCW_READ_BACKWARD, RIG_DATA, CCW_SLI, 100);
    ck_assert_uint_eq(rig_run(&rig, TAPE), ENDED);
    ck_assert_mem_eq(rig.st.main + RIG_DATA - 5, "SECOND", 6);
    ck_assert_uint_eq(run(FSF, 1), ENDED);
    expect(CCW_READ, "THIRD");
    ck_assert_uint_eq(run(BSF, 1), ENDED);
    ck_assert_uint_eq(run(BSF, 1), CHECK); /* load point */
    sense(0, 0x48);
    ck_assert_uint_eq(run(FSB, 1), ENDED);
    /* Data security erase, alone and behind another command: rejected. */
    ck_assert_uint_eq(run(DSE, 1), 0x0200);
    sense(0x80, 0x40);
    rig_program(&rig);
    rig_ccw(&rig, CCW_NOP, 0, CCW_CC, 1);
    rig_ccw(&rig, DSE, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, TAPE), 0x0200);
    ck_assert_uint_eq(erase(), ENDED);
    ck_assert_uint_eq(run(CCW_READ, 100), CHECK); /* nothing is recorded */
    sense(0x08, 0x40);
}
END_TEST

START_TEST(unloaded)
{
    mount("");
    write_text("X");
    ck_assert_uint_eq(run(RUN, 1), 0x2e00);
    sense(0x40, 0x22); /* not ready; no ring */
    ck_assert_uint_eq(run(CCW_NOP, 1), ENDED);
    sense(0, 0x22);
    ck_assert_uint_eq(run(CCW_READ, 1), 0x0200);
    sense(0x40, 0x22);
}
END_TEST

/* Mode sets of seven- and nine-track drives, X'F3' of BOS/360 among them. */
START_TEST(mode_sets)
{
    static const uint8_t code[] = {0x13, 0x23, 0x33, 0x3b, 0x53, 0x63,
                                   0x6b, 0x73, 0x7b, 0x93, 0xa3, 0xab,
                                   0xb3, 0xbb, 0xc3, 0xcb, 0xd3, 0xf3};

    mount("");
    write_text("X");
    for (unsigned i = 0; i < sizeof(code); i++)
        ck_assert_uint_eq(run(code[i], 1), ENDED);
    ck_assert_uint_eq(run(BSB, 1), ENDED);
    expect(CCW_READ, "X");
}
END_TEST

START_TEST(write_protection)
{
    static const char *const words[] = {"noring", "ro", "readonly=1"};
    static const uint8_t code[] = {CCW_WRITE, WTM, GAP, DSE};

    mount("");
    write_text("KEPT");
    for (unsigned i = 0; i < 3; i++) {
        ck_assert(chansys_detach(rig.cs, TAPE, &err));
        mount(words[i]);
        for (unsigned j = 0; j < sizeof(code); j++) {
            ck_assert_uint_eq(run(code[j], 1) & 0xff00, 0x0200);
            sense(0x80, 0x4a); /* command reject; file protected */
        }
        expect(CCW_READ, "KEPT");
    }
    ck_assert(!tape_drive_move(dev, TAPE_WTM, 1, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "write protected"));
}
END_TEST

START_TEST(end_of_tape)
{
    unsigned n = 0, status;

    mount("maxsizeK=300 eotmargin=100K compress=0");
    while ((status = run(CCW_WRITE, 10000)) == ENDED)
        n++;
    ck_assert_uint_eq(status, UNIT_EXCEPTION);
    ck_assert_uint_eq(n, 20);
    while (run(CCW_WRITE, 10000) == UNIT_EXCEPTION)
        n++;
    ck_assert_uint_eq(n, 29);
    sense(0x10, 0x44); /* off the end: equipment check */
    ck_assert_uint_eq(run(BSB, 1), ENDED);
}
END_TEST

START_TEST(operands)
{
    static const struct {
        const char *words;
        bool ok;
    } line[] = {
        {"x ring level=9 method=2 chunksize=4096", true},
        {"x maxsize=10M eotmargin=64K strictsize=0 deonirq=1", true},
        {"x idrc=1 rw", true},
        {"* noring", true},
        {"", true},
        {"x level=0", false},
        {"x level=", false},
        {"x method=3", false},
        {"x chunksize=65536", false},
        {"x compress=yes", false},
        {"x y", false},
    };

    for (unsigned i = 0; i < sizeof(line) / sizeof(line[0]); i++) {
        struct tape_options o = {.noring = false};
        char text[100], *argv[8], *p;
        const char *file;
        int argc = 0;

        snprintf(text, sizeof(text), "%s", line[i].words);
        for (p = strtok(text, " "); p != NULL; p = strtok(NULL, " "))
            argv[argc++] = p;
        err.text[0] = 0;
        ck_assert_msg(tape_operands(argc, argv, &file, &o, &err) == line[i].ok,
                      "%s", line[i].words);
        if (!line[i].ok)
            ck_assert_ptr_nonnull(strstr(err.text, argv[1]));
        else
            ck_assert((file != NULL) == (text[0] == 'x'));
        if (i == 0)
            ck_assert(o.method == TAPE_BZIP2 && o.level == 9 &&
                      o.chunk == 4096 && !o.noring);
    }
}
END_TEST

START_TEST(by_hand)
{
    mount("");
    for (unsigned i = 0; i < 3; i++) {
        write_text(i == 0 ? "A" : i == 1 ? "B" : "C");
        ck_assert(tape_drive_move(dev, TAPE_WTM, 1, &err));
    }
    ck_assert(tape_drive_move(dev, TAPE_REW, 1, &err));
    ck_assert(tape_drive_move(dev, TAPE_FSF, 2, &err));
    expect(CCW_READ, "C");
    ck_assert(tape_drive_move(dev, TAPE_ASF, 2, &err));
    expect(CCW_READ, "B");
    ck_assert(tape_drive_move(dev, TAPE_BSR, 3, &err));
    expect(CCW_READ, "A");
    ck_assert(tape_drive_move(dev, TAPE_FSR, 3, &err));
    ck_assert(tape_drive_move(dev, TAPE_BSF, 1, &err));
    ck_assert(tape_drive_move(dev, TAPE_DSE, 1, &err));
    ck_assert(!tape_drive_move(dev, TAPE_FSF, 2, &err));
    ck_assert_str_eq(err.text, "end of what is recorded, 2 to go");
    ck_assert(!tape_drive_move(dev, TAPE_BSF, 9, &err));
    ck_assert_str_eq(err.text, "load point, 8 to go");
    dev = rig_attach(&rig, 0x182, "3420", 0, NULL);
    ck_assert(!tape_drive_move(dev, TAPE_REW, 1, &err));
    dev = rig_attach(&rig, 0x00e, "1403", 1, (char *[]){path});
    ck_assert(!tape_drive_move(dev, TAPE_REW, 1, &err));
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("tape drive");
    TCase *t = tcase_create("3420");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, commands);
    tcase_add_test(t, unloaded);
    tcase_add_test(t, mode_sets);
    tcase_add_test(t, write_protection);
    tcase_add_test(t, end_of_tape);
    tcase_add_test(t, operands);
    tcase_add_test(t, by_hand);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed != 0;
}
