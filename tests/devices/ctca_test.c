/* SPDX-License-Identifier: MIT */
/* A channel-to-channel adapter between two machines, without a network: frames
 * wait in a queue until the test lets them through. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "devices/ctca.h"
#include "tests/devices/rig.h"
#include "tests/devices/rigsuite.h"

enum {
    CTC = 0xe40,
    ENDED = 0x0c00,
    WRITE = 0x01,
    READ = 0x02,
    CONTROL = 0x07,
    SENSE_COMMAND = 0x14,
    WRITE_EOF = 0x81,
    PREPARE = 0xe3
};

static struct end {
    struct rig rig;
    struct device *dev;
    struct queued {
        size_t len;
        uint8_t *frame;
    } queue[8]; /* to the other end */
    unsigned queued;
} a, b;

static void
send_frame(void *ctx, struct device *dev, const uint8_t *frame, size_t len)
{
    struct end *e = ctx;

    ck_assert_ptr_eq(dev, e->dev);
    ck_assert_uint_lt(e->queued, 8);
    e->queue[e->queued].frame = malloc(len);
    memcpy(e->queue[e->queued].frame, frame, len);
    e->queue[e->queued++].len = len;
}

/* What `from` has sent comes to `to`. */
static void
deliver(struct end *from, struct end *to)
{
    unsigned n = from->queued;
    struct queued q[8];

    memcpy(q, from->queue, sizeof(q));
    from->queued = 0;
    for (unsigned i = 0; i < n; i++) {
        ck_assert(ctca_receive(to->dev, q[i].frame, q[i].len));
        free(q[i].frame);
    }
}

static void
open_end(struct end *e, bool called)
{
    static char port[] = "0";
    char *argv[1] = {port};

    rig_open(&e->rig);
    e->queued = 0;
    e->dev = rig_attach(&e->rig, CTC, "3088", 1, argv);
    ctca_plug(e->dev, send_frame, e);
    ctca_up(e->dev, called);
    ck_assert_int_eq(rig_wait(&e->rig), CTC); /* ready */
    ck_assert_uint_eq(e->rig.csw.unit, US_DEVICE_END);
}

static void
setup(void)
{
    open_end(&a, true);
    open_end(&b, false);
}

static void
drop_frames(struct end *e)
{
    while (e->queued > 0)
        free(e->queue[--e->queued].frame);
}

static void
teardown(void)
{
    rig_close(&a.rig);
    rig_close(&b.rig);
    drop_frames(&a);
    drop_frames(&b);
}

/* Starts a command; its condition code. */
static int
begin(struct end *e, uint8_t cmd, uint8_t flags, uint16_t count)
{
    rig_program(&e->rig);
    rig_ccw(&e->rig, cmd, RIG_DATA, flags, count);
    return rig_sio(&e->rig, CTC, 0, false);
}

static void
expect(struct end *e, unsigned status)
{
    ck_assert_int_eq(rig_wait(&e->rig), CTC);
    ck_assert_uint_eq(e->rig.csw.unit << 8 | e->rig.csw.chan, status);
}

static void
expect_sense(struct end *e, uint8_t sense0)
{
    rig_program(&e->rig);
    rig_ccw(&e->rig, CCW_SENSE, 0x2000, CCW_SLI, 1);
    ck_assert_uint_eq(rig_run(&e->rig, CTC), ENDED);
    ck_assert_uint_eq(e->rig.st.main[0x2000], sense0);
}

/* The write comes first: attention, the command is sensed, then read. */
START_TEST(write_then_read)
{
    rig_put(&a.rig, RIG_DATA, "abcdef", 6);
    ck_assert_int_eq(begin(&a, WRITE, 0, 6), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, 0x8000);
    ck_assert_int_eq(begin(&b, SENSE_COMMAND, 0, 1), 0);
    expect(&b, ENDED);
    ck_assert_uint_eq(b.rig.st.main[RIG_DATA], WRITE);
    ck_assert_int_eq(begin(&b, READ, 0, 6), 0);
    expect(&b, ENDED);
    ck_assert_mem_eq(b.rig.st.main + RIG_DATA, "abcdef", 6);
    deliver(&b, &a);
    expect(&a, ENDED);
    ck_assert_uint_eq(get16(&a.rig.csw.count), 0);
}
END_TEST

/* The read comes first; both lengths are told where they differ. */
START_TEST(read_then_write)
{
    ck_assert_int_eq(begin(&a, READ, CCW_SLI, 10), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, 0x8000);
    rig_put(&b.rig, RIG_DATA, "xyz", 3);
    ck_assert_int_eq(begin(&b, WRITE, 0, 3), 0);
    rig_events(&b.rig, 10);
    deliver(&b, &a);
    expect(&a, ENDED);
    ck_assert_uint_eq(get16(&a.rig.csw.count), 7);
    ck_assert_mem_eq(a.rig.st.main + RIG_DATA, "xyz", 3);
    deliver(&a, &b);
    expect(&b, ENDED);
    /* A read that is too short: both ends say incorrect length. */
    ck_assert_int_eq(begin(&b, WRITE, 0, 3), 0);
    rig_events(&b.rig, 10);
    deliver(&b, &a);
    expect(&a, 0x8000);
    ck_assert_int_eq(begin(&a, READ, 0, 2), 0);
    expect(&a, ENDED | CS_INCORRECT_LENGTH);
    deliver(&a, &b);
    expect(&b, ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(get16(&b.rig.csw.count), 1);
}
END_TEST

/* A read in two areas, before the write and after it: the writer is told of
 * both. */
START_TEST(read_by_data_chaining)
{
    for (int first = 0; first < 2; first++) {
        memset(b.rig.st.main + RIG_DATA, 0, 200);
        rig_put(&a.rig, RIG_DATA, "abcdef", 6);
        if (first == 0) {
            ck_assert_int_eq(begin(&a, WRITE, 0, 6), 0);
            rig_events(&a.rig, 10);
            deliver(&a, &b);
            expect(&b, 0x8000);
        }
        rig_program(&b.rig);
        rig_ccw(&b.rig, READ, RIG_DATA, CCW_CD, 2);
        rig_ccw(&b.rig, 0, RIG_DATA + 100, 0, 4);
        ck_assert_int_eq(rig_sio(&b.rig, CTC, 0, false), 0);
        if (first == 1) {
            rig_events(&b.rig, 10);
            deliver(&b, &a);
            expect(&a, 0x8000);
            ck_assert_int_eq(begin(&a, WRITE, 0, 6), 0);
            rig_events(&a.rig, 10);
            deliver(&a, &b);
        }
        expect(&b, ENDED);
        ck_assert_mem_eq(b.rig.st.main + RIG_DATA, "ab\0", 3);
        ck_assert_mem_eq(b.rig.st.main + RIG_DATA + 100, "cdef", 4);
        deliver(&b, &a);
        expect(&a, ENDED);
        ck_assert_uint_eq(get16(&a.rig.csw.count), 0);
    }
}
END_TEST

/* Read backward fills the area from its last byte. */
START_TEST(read_backward)
{
    rig_put(&a.rig, RIG_DATA, "abc", 3);
    ck_assert_int_eq(begin(&a, WRITE, 0, 3), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, 0x8000);
    ck_assert_int_eq(begin(&b, 0x0c, 0, 3), 0);
    expect(&b, ENDED);
    ck_assert_mem_eq(b.rig.st.main + RIG_DATA - 2, "cba", 3);
}
END_TEST

START_TEST(control_ends_when_sensed)
{
    ck_assert_int_eq(begin(&a, CONTROL, 0, 1), 1);
    ck_assert_uint_eq(a.rig.csw.unit, US_CHANNEL_END);
    deliver(&a, &b);
    expect(&b, 0x8000);
    /* Nothing else before it is sensed. */
    ck_assert_int_eq(begin(&b, READ, 0, 1), 1);
    ck_assert_uint_eq(b.rig.csw.unit, US_BUSY | US_ATTENTION);
    ck_assert_int_eq(begin(&b, SENSE_COMMAND, 0, 1), 0);
    expect(&b, ENDED);
    ck_assert_uint_eq(b.rig.st.main[RIG_DATA], CONTROL);
    deliver(&b, &a);
    expect(&a, 0x0400);
}
END_TEST

START_TEST(write_end_of_file)
{
    ck_assert_int_eq(begin(&a, WRITE_EOF, 0, 1), 0);
    deliver(&a, &b);
    expect(&b, 0x8000);
    ck_assert_int_eq(begin(&b, READ, CCW_SLI, 5), 0);
    expect(&b, 0x0d00);
    ck_assert_uint_eq(get16(&b.rig.csw.count), 5);
    deliver(&b, &a);
    expect(&a, ENDED);
}
END_TEST

/* Prepare waits for the other end and takes the place of its attention. */
START_TEST(prepare)
{
    ck_assert_int_eq(begin(&b, PREPARE, 0, 1), 0);
    ck_assert_uint_eq(b.queued, 0);
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, ENDED);
    ck_assert_int_eq(begin(&b, READ, 0, 1), 0);
    expect(&b, ENDED);
}
END_TEST

/* Two writes cross: that of the end that called goes on. */
START_TEST(writes_cross)
{
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 0);
    rig_events(&a.rig, 10);
    ck_assert_int_eq(begin(&b, WRITE, 0, 1), 0);
    rig_events(&b.rig, 10);
    deliver(&a, &b);
    deliver(&b, &a);
    deliver(&a, &b);
    expect(&b, 0x0e00);
    expect(&b, 0x8000);
    expect_sense(&b, 0);
    ck_assert_int_eq(begin(&b, READ, 0, 1), 0);
    expect(&b, ENDED);
    deliver(&b, &a);
    expect(&a, ENDED);
}
END_TEST

/* Halted, and begun anew: an end that is late does not end the new one. */
START_TEST(halting)
{
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, 0x8000);
    ck_assert_int_eq(begin(&b, READ, 0, 1), 0);
    expect(&b, ENDED);
    ck_assert_int_eq(a.rig.board.hio(a.rig.board.ctx, &a.rig.cpu, CTC), 1);
    expect(&a, ENDED);
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 0);
    rig_events(&a.rig, 10);
    deliver(&b, &a);
    ck_assert_int_eq(rig_wait(&a.rig), -1);
    deliver(&a, &b);
    expect(&b, 0x8000);
    ck_assert_int_eq(begin(&b, READ, 0, 1), 0);
    expect(&b, ENDED);
    deliver(&b, &a);
    expect(&a, ENDED);
}
END_TEST

START_TEST(the_other_machine_goes)
{
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 0);
    rig_events(&a.rig, 10);
    ctca_down(a.dev);
    expect(&a, 0x0e00);
    expect_sense(&a, SENSE_INTERVENTION);
    ck_assert_int_eq(begin(&a, WRITE, 0, 1), 1);
    ck_assert_uint_eq(a.rig.csw.unit, US_UNIT_CHECK);
    /* A reset of the other one ends what waits for it, too. */
    ck_assert_int_eq(begin(&b, WRITE, 0, 1), 0);
    rig_events(&b.rig, 10);
    drop_frames(&b);
    ctca_up(a.dev, true);
    chansys_reset(a.rig.cs);
    deliver(&a, &b);
    expect(&b, 0x0e00);
    expect_sense(&b, SENSE_INTERVENTION);
}
END_TEST

START_TEST(strange_frames)
{
    static const uint8_t bad[][9] = {
        {1, 0x55},
        {9, 0x01},
        {2, 1, 0, 0, 0, 0, 0, 0, 7},
        {1, 1, 0, 0, 0, 0, 0, 9},
    };

    for (int i = 0; i < 4; i++)
        ck_assert(!ctca_receive(a.dev, bad[i], i == 2 ? 9 : 8));
    ck_assert(!ctca_receive(a.dev, bad[0], 7));
}
END_TEST

static bool
load(struct end *e, const struct pack *p)
{
    struct unpack u;
    struct err err;
    bool ok;

    unpack_init(&u, PACK_COPY, p->buf + PACK_HEADER, p->len);
    ok = chansys_load_device(e->dev, &u, &err);
    unpack_free(&u);
    return ok;
}

/* A snapshot with a bit wrong is taken or not; if not, nothing of it is left
 * that a read could run into. */
START_TEST(damaged_snapshot)
{
    struct pack p;

    rig_put(&a.rig, RIG_DATA, "abc", 3);
    ck_assert_int_eq(begin(&a, WRITE, 0, 3), 0);
    rig_events(&a.rig, 10);
    deliver(&a, &b);
    expect(&b, 0x8000);
    pack_init(&p, PACK_COPY);
    chansys_save_device(b.dev, &p);
    ck_assert(pack_ok(&p));
    for (size_t i = 0; i < 8 * p.len; i++) {
        uint8_t *byte = p.buf + PACK_HEADER + i / 8, bit = 1 << i % 8;

        ck_assert(load(&b, &p));
        *byte ^= bit;
        if (!load(&b, &p) && begin(&b, READ, CCW_SLI, 6) == 0)
            rig_wait(&b.rig);
        *byte ^= bit;
        drop_frames(&b);
    }
    pack_free(&p);
}
END_TEST

START_TEST(operands)
{
    static char ctce[] = "ctce", port[] = "3088", host[] = "localhost",
                far[] = "192.0.2.1", word[] = "30x8";
    char *good[] = {ctce, port, host, port}, *away[] = {port, far, port},
         *bad[] = {word}, *two[] = {port, host};
    struct err err;

    ck_assert_ptr_nonnull(
        chansys_attach(a.rig.cs, 0xe41, "3088", 4, good, &err));
    ck_assert_ptr_null(chansys_attach(a.rig.cs, 0xe42, "3088", 3, away, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "192.0.2.1"));
    ck_assert_ptr_null(chansys_attach(a.rig.cs, 0xe42, "3088", 1, bad, &err));
    ck_assert_ptr_null(chansys_attach(a.rig.cs, 0xe42, "3088", 2, two, &err));
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("ctca");

    tcase_add_test(t, write_then_read);
    tcase_add_test(t, read_then_write);
    tcase_add_test(t, read_by_data_chaining);
    tcase_add_test(t, read_backward);
    tcase_add_test(t, control_ends_when_sensed);
    tcase_add_test(t, write_end_of_file);
    tcase_add_test(t, prepare);
    tcase_add_test(t, writes_cross);
    tcase_add_test(t, halting);
    tcase_add_test(t, the_other_machine_goes);
    tcase_add_test(t, strange_frames);
    tcase_add_test(t, damaged_snapshot);
    tcase_add_test(t, operands);
    return rig_suite("ctca", t, setup, teardown);
}
