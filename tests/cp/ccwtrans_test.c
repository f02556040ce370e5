/* SPDX-License-Identifier: MIT */
/* Channel-program translation on the host, over tests/cp/ccwrig.c: chosen
 * programs, and many random ones that must do the same to guest storage as
 * the guest wrote them and as translated. */
#include "config.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/ckd.h"
#include "cp/frames.h"
#include "cp/gstor.h"
#include "tests/cp/ccwrig.h"

static const struct ccw *
entry(const struct ccwprog *p, uint32_t at, unsigned *index)
{
    for (unsigned i = 0; i < p->nccw; i++)
        if (p->map[i].guest == at &&
            !(p->map[i].flags & (MAP_PREFIX | MAP_JUMP))) {
            *index = i;
            return &p->ccw[i];
        }
    ck_abort_msg("no entry for %x", at);
}

/* A usual read: seek, search, TIC, read over a page boundary. */
static void
put_read(uint32_t at, unsigned cyl, uint8_t cmd)
{
    uint8_t arg[8] = {0, 0, 0, (uint8_t)cyl, 0, 7, 3, 0};

    rig_bytes(0x500, arg, 8);
    rig_ccw(at, CKD_SEEK, 0x500, CCW_CC, 6);
    rig_ccw(at + 8, CKD_SEARCH_ID_EQ, 0x502, CCW_CC, 5);
    rig_ccw(at + 16, CCW_TIC, at + 8, 0, 0);
    rig_ccw(at + 24, cmd, 0x3f00, CCW_SLI, 4096);
}

START_TEST(seek_is_relocated)
{
    struct ccwprog p;
    const struct ckd_seek *s;
    unsigned i;

    put_read(0x400, 4, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    s = rig_real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(get16(&s->cyl), 104);
    ck_assert_uint_eq(get16(&s->head), 7);
    ck_assert_uint_eq(i, 0); /* no prefix before a SEEK */
    /* The search compares what the guest wrote: no copy. */
    ck_assert_uint_eq(rig_back(get24(&entry(&p, 0x408, &i)->addr)), 0x502);
    ccw_finish(&p, 3, 0);
    ck_assert_uint_eq(rig_vdev.pos_cyl, 4);
    ck_assert_uint_eq(rig_vdev.pos_head, 7);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(seek_outside_goes_nowhere)
{
    struct ccwprog p;
    const struct ckd_seek *s;
    unsigned i;

    put_read(0x400, 10, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    s = rig_real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(get16(&s->cyl), 0xffff);
    ccw_finish(&p, 0, 0);
    ck_assert_uint_eq(rig_vdev.pos_cyl, 0);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(chain_without_seek_starts_where_the_last_ended)
{
    struct ccwprog p;
    const struct ckd_seek *s;

    rig_vdev.pos_cyl = 9;
    rig_vdev.pos_head = 3;
    rig_ccw(0x400, CKD_READ_COUNT, 0x800, 0, 8);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = rig_real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 109);
    ck_assert_uint_eq(get16(&s->head), 3);
    ck_assert(p.map[0].flags & MAP_PREFIX);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(write_on_read_only_is_refused)
{
    struct ccwprog p;
    struct trace t;
    struct side s = {&p};
    unsigned i;

    rig_vdev.flags = VDEV_READONLY;
    put_read(0x400, 4, CKD_WRITE_DATA);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(entry(&p, 0x418, &i)->cmd, NO_COMMAND);
    ck_assert_uint_eq(p.map[i].arg, 0x04); /* file protected */
    rig_coins = ~0u;
    rig_channel(&s, (uint32_t)(uintptr_t)p.ccw, &t, NULL);
    ck_assert(t.rejected);
    ck_assert_uint_eq(t.last, 0x420);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(recalibrate_and_ipl)
{
    struct ccwprog p;
    const struct ckd_seek *s;

    rig_vdev.pos_cyl = 5;
    rig_ccw(0x400, CKD_RECALIBRATE, 0, CCW_SLI, 1);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = rig_real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 100);
    ck_assert_uint_eq(get16(&s->head), 0);
    ccw_release(&p);

    rig_ccw(0x400, CKD_READ_IPL, 0x800, CCW_SLI, 24);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.nccw, 4);
    ck_assert_uint_eq(p.ccw[0].cmd, CKD_SEEK);
    s = rig_real(get24(&p.ccw[0].addr));
    ck_assert_uint_eq(get16(&s->cyl), 100);
    ck_assert_uint_eq(p.ccw[1].cmd, CKD_SEARCH_HA_EQ);
    ck_assert_uint_eq(p.ccw[3].cmd, CKD_READ_DATA);
    ccw_release(&p);

    /* In the middle of a chain it has no place. */
    rig_ccw(0x400, CCW_NOP, 0, CCW_CC, 1);
    rig_ccw(0x408, CKD_READ_IPL, 0x800, CCW_SLI, 24);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ck_assert_uint_eq(p.ccw[2].cmd, NO_COMMAND);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(home_address_and_r0)
{
    static const uint8_t ha[5] = {0, 0, 2, 0, 1}, r0[8] = {0, 2, 0, 1};
    struct ccwprog p;
    const uint8_t *d;
    unsigned i;

    /* Written ones are relocated in CP's copy. */
    rig_bytes(0x500, ha, 5);
    rig_bytes(0x510, r0, 8);
    rig_ccw(0x400, CKD_WRITE_HA, 0x500, CCW_CC, 5);
    rig_ccw(0x408, CKD_WRITE_R0, 0x510, CCW_CC, 16);
    /* Read ones are set right afterwards; this one crosses a page. */
    rig_ccw(0x410, CKD_READ_HA, 0x1ffe, CCW_CC, 5);
    rig_ccw(0x418, CKD_READ_R0, 0x520, CCW_CC, 16);
    rig_ccw(0x420, CKD_SEARCH_HA_EQ, 0x501, CCW_CC, 4);
    rig_ccw(0x428, CKD_SEARCH_ID_EQ, 0x510, 0, 5);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    d = rig_real(get24(&entry(&p, 0x400, &i)->addr));
    ck_assert_uint_eq(d[2], 102);
    d = rig_real(get24(&entry(&p, 0x408, &i)->addr));
    ck_assert_uint_eq(d[1], 102);
    ck_assert_uint_eq(p.ccw[i].flags, CCW_CD);
    ck_assert_uint_eq(get16(&p.ccw[i].count), 8);
    ck_assert_uint_eq(rig_back(get24(&p.ccw[i + 1].addr)), 0x518);
    ck_assert_uint_eq(get16(&p.ccw[i + 1].count), 8);
    d = rig_real(get24(&entry(&p, 0x420, &i)->addr));
    ck_assert_uint_eq(d[1], 102);
    d = rig_real(get24(&entry(&p, 0x428, &i)->addr));
    ck_assert_uint_eq(d[1], 102);

    rig_bytes(0x1ffe, "\0\0\146\0\1", 5); /* cylinder 102 */
    rig_bytes(0x520, "\0\146\0\1\0\0\0\10", 8);
    entry(&p, 0x428, &i);
    ccw_finish(&p, (int)i, 0);
    ck_assert_uint_eq(*rig_guest(0x2000), 2);
    ck_assert_uint_eq(*rig_guest(0x521), 2);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(unknown_commands_are_refused)
{
    struct ccwprog p;

    for (unsigned cmd = 1; cmd < 256; cmd++) {
        bool known = false;

        if ((cmd & 15) == 0 || (cmd & 15) == CCW_TIC)
            continue;
        rig_ccw(0x400, CKD_SET_FILE_MASK, 0x500, CCW_CC, 1);
        rig_ccw(0x408, (uint8_t)cmd, 0x800, CCW_SLI, 8);
        ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
        for (const char *k = "\x03\x04\x05\x06\x07\x0b\x0d\x0e\x0f\x11\x12"
                             "\x13\x15\x16\x17\x19\x1a\x1b\x1d\x1e\x1f\x22"
                             "\x23\x24\x29\x31\x39\x49\x51\x69\x71\x01\x86"
                             "\x8e\x92\x96\x9a\x9e\xa9\xb1\xb9\xc9\xd1\xe9"
                             "\xf1\xe4\xb4\x94\x84\x9f\x8f\xa2\xa3\xa4";
             *k; k++)
            known |= (uint8_t)*k == cmd;
        ck_assert_msg(known == (p.ccw[2].cmd != NO_COMMAND), "command %02x",
                      cmd);
        ccw_release(&p);
    }
    rig_empty();
}
END_TEST

START_TEST(csw_goes_back)
{
    struct ccwprog p;
    struct csw r, g;
    int index;
    unsigned i;

    put_read(0x400, 4, CKD_READ_DATA);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    memset(&r, 0, sizeof r);
    entry(&p, 0x418, &i);
    put24(&r.addr, (uint32_t)(uintptr_t)&p.ccw[i + 1]);
    put16(&r.count, 100);
    r.unit = US_CHANNEL_END | US_DEVICE_END;
    ccw_csw(&p, &r, &g, &index);
    ck_assert_uint_eq(get24(&g.addr), 0x420);
    ck_assert_uint_eq(get16(&g.count), 100);
    ck_assert_int_eq(index, (int)i);
    /* An address that is none of the program's. */
    put24(&r.addr, 0x123457);
    ccw_csw(&p, &r, &g, &index);
    ck_assert_int_eq(index, -1);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(too_big_is_refused)
{
    struct ccwprog p;

    for (unsigned i = 0; i < CCW_MAX + 1; i++)
        rig_ccw(0x10000 + 8 * i, CCW_NOP, 0, CCW_CC, 1);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x10000),
                     CCW_TOO_BIG);
    rig_empty();
    /* A loop is no length. */
    rig_ccw(0x400, CCW_NOP, 0, CCW_CC, 1);
    rig_ccw(0x408, CCW_TIC, 0x400, 0, 0);
    ck_assert_int_eq(ccw_translate(&p, &rig_vm, &rig_vdev, 0x400), CCW_OK);
    ccw_release(&p);
    rig_empty();
}
END_TEST

START_TEST(locked_pages_are_bounded)
{
    struct ccwprog p[4];
    unsigned n;

    /* 60 pages each: two fit, the third must wait. */
    for (unsigned i = 0; i < 60; i++)
        rig_ccw(0x400 + 8 * i, CKD_READ_DATA, i * 4096 + 2048,
                i < 59 ? CCW_CC : 0, 100);
    for (n = 0; n < 4; n++)
        if (ccw_translate(&p[n], &rig_vm, &rig_vdev, 0x400) != CCW_OK)
            break;
    ck_assert_uint_eq(n, 2);
    ck_assert_int_eq(ccw_translate(&p[n], &rig_vm, &rig_vdev, 0x400),
                     CCW_NO_STORAGE);
    ck_assert_uint_le(rig_vm.pinned, CCW_PINS_VM);
    ccw_release(&p[0]);
    ccw_release(&p[1]);
    /* And all machines together leave half of the frames. */
    page_counts.frames = 40;
    ck_assert_int_eq(ccw_translate(&p[0], &rig_vm, &rig_vdev, 0x400),
                     CCW_NO_STORAGE);
    page_counts.frames = 1000;
    rig_empty();
}
END_TEST

START_TEST(ipl_goes_part_by_part)
{
    static const struct ccw implied = {
        CCW_READ, {{0}}, CCW_CC | CCW_SLI, 0, {{0, 24}}};
    struct ccwprog p;

    ck_assert_int_eq(ccw_ipl_begin(&p, &rig_vm, &rig_vdev, &implied), CCW_OK);
    ck_assert(p.stopped);
    ck_assert_uint_eq(p.resume, 8);
    ck_assert_uint_eq(p.nccw, 4);
    ck_assert_uint_eq(p.ccw[3].flags & CCW_CC, 0);
    /* What the first part read: read on, then transfer to what that reads. */
    rig_ccw(8, CKD_READ_DATA, 0x3000, CCW_CC | CCW_SLI, 64);
    rig_ccw(16, CCW_TIC, 0x3000, 0, 0);
    ck_assert_int_eq(ccw_ipl_next(&p), CCW_OK);
    ck_assert_uint_eq(p.nccw, 5);
    ck_assert(p.ccw[3].flags & CCW_CC);
    ck_assert(p.ccw[3].flags & CCW_SKIP);
    ck_assert_uint_eq(p.resume, 16);
    put_read(0x3000, 1, CKD_READ_DATA);
    ck_assert_int_eq(ccw_ipl_next(&p), CCW_OK);
    ck_assert(p.stopped);
    ck_assert_uint_eq(p.resume, 0);
    ck_assert(p.ccw[4].flags & CCW_SKIP);
    ck_assert_uint_eq(p.ccw[5].cmd, CCW_TIC);
    ck_assert_uint_eq(get24(&p.ccw[5].addr), (uint32_t)(uintptr_t)&p.ccw[6]);
    ccw_release(&p);
    rig_empty();
}
END_TEST

/* Random programs. */

static unsigned seed;

static unsigned
rnd(unsigned n)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 12) % n;
}

static void
random_ccw(uint32_t at, const uint8_t *cmds, unsigned ncmds)
{
    static const uint8_t flags[] = {
        CCW_CC,  CCW_CC, CCW_CC,           CCW_CD,           CCW_CC | CCW_SLI,
        CCW_SLI, 0,      CCW_CC | CCW_PCI, CCW_CC | CCW_SKIP};
    uint8_t f = flags[rnd(sizeof flags)], cmd;
    uint32_t addr = rnd(8) ? rnd(STORAGE) : rnd(STORAGE * 2);
    unsigned count = rnd(8) ? 1 + rnd(40) : rnd(9000);

    switch (rnd(12)) {
    case 0:
    case 1:
        rig_ccw(at, CCW_TIC, 0x400 + 8 * rnd(24) + (rnd(20) == 0), 0, 0);
        return;
    case 2:
        /* Not read backward: the channel here has no tapes. */
        cmd = (uint8_t)rnd(256);
        rig_ccw(at, (cmd & 15) == 12 ? CCW_NOP : cmd, addr, (uint8_t)rnd(256),
                count);
        return;
    case 3:
        rig_ccw(at, cmds[rnd(ncmds)], 0x600 + 4 * rnd(8), f | CCW_IDA, count);
        return;
    default:
        rig_ccw(at, cmds[rnd(ncmds)], addr, f, count);
        return;
    }
}

static void
random_program(const uint8_t *cmds, unsigned ncmds)
{
    for (uint32_t at = 0x400; at < 0x400 + 8 * 24; at += 8)
        random_ccw(at, cmds, ncmds);
    for (uint32_t at = 0x600; at < 0x640; at += 4) {
        be32 w;

        put32(&w, rnd(10) ? rnd(PAGES * 2) * 2048 : rnd(STORAGE * 2));
        rig_bytes(at, &w, 4);
    }
    for (uint32_t at = 0x700; at < 0x800; at++)
        *rig_guest(at) = (uint8_t)rnd(3);
}

START_TEST(random_programs_do_the_same)
{
    static const uint8_t cmds[] = {0x06, 0x05, 0x31, 0x29, 0x07, 0x1e, 0x1d,
                                   0x03, 0x12, 0xb1, 0x04, 0x23, 0x39};
    static struct trace a, b;
    unsigned ran = 0, ended = 0;

    rig_vdev.kind = VDEV_DEDICATED;
    for (unsigned n = 0; n < 6000; n++) {
        struct side g = {NULL}, r;
        struct ccwprog p;
        struct ccw first;
        enum ccw_result rc;

        seed = n;
        rig_coins = seed = n * 2654435761u;
        random_program(cmds, sizeof cmds);
        gstor_fetch(&rig_vm, 0x400, &first, 8, GS_REAL);
        if ((first.cmd & 15) == CCW_TIC)
            continue;
        rig_rewind();
        rc = ccw_translate(&p, &rig_vm, &rig_vdev, 0x400);
        if (rc != CCW_OK) {
            rig_empty();
            continue;
        }
        r.p = &p;
        rig_channel(&g, 0x400, &a, NULL);
        rig_channel(&r, (uint32_t)(uintptr_t)p.ccw, &b, NULL);
        ck_assert_msg(a.n == b.n && a.chan == b.chan,
                      "program %u: %u/%u events, status %x/%x", n, a.n, b.n,
                      a.chan, b.chan);
        for (unsigned i = 0; i < a.n; i++)
            ck_assert_msg(
                a.ev[i].at == b.ev[i].at && a.ev[i].cmd == b.ev[i].cmd &&
                    a.ev[i].n == b.ev[i].n && a.ev[i].sum == b.ev[i].sum,
                "program %u: event %u at %x", n, i, a.ev[i].at);
        ran++;
        ended += a.n > 3;
        ccw_release(&p);
        rig_empty();
    }
    ck_assert_uint_gt(ran, 3000);
    ck_assert_uint_gt(ended, 600);
}
END_TEST

/* Nothing that moves the arm leaves the minidisk, nothing that it does not
 * have reaches the device, and a read-only one is never written. */
static unsigned seeks;

static void
look_at_disk(const struct ccw *c, const struct ccwmap *m)
{
    const struct ckd_seek *s = rig_real(get24(&c->addr));

    (void)m;
    switch (c->cmd) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
        if (get16(&c->count) < 6)
            return;
        ck_assert_uint_lt(get24(&c->addr), FRAMES);
        ck_assert((get16(&s->cyl) >= 100 && get16(&s->cyl) < 110) ||
                  get16(&s->cyl) == 0xffff);
        seeks++;
        return;
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
    case CKD_READ_IPL:
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_WRITE_HA:
    case CKD_WRITE_R0:
    case CKD_ERASE:
    case 0x01:
    case 0xb4:
    case 0x94:
        ck_abort_msg("command %02x reached the disk", c->cmd);
    default:
        return;
    }
}

START_TEST(random_programs_stay_on_the_minidisk)
{
    static const uint8_t cmds[] = {
        0x06, 0x05, 0x31, 0x29, 0x07, 0x0b, 0x1b, 0x13, 0x17, 0x02, 0x1a,
        0x16, 0x19, 0x15, 0x1d, 0x03, 0x12, 0xb1, 0x39, 0x1f, 0xb4, 0x11};
    static struct trace t;

    rig_vdev.flags = VDEV_READONLY;
    seeks = 0;
    for (unsigned n = 0; n < 6000; n++) {
        struct ccwprog p;
        struct side r = {&p};
        struct csw csw, g;
        int index;

        rig_coins = seed = n * 2654435761u + 7;
        random_program(cmds, sizeof cmds);
        if (rnd(2))
            for (unsigned i = 0; i < 24; i++)
                if ((*rig_guest(0x400 + 8 * i) & 7) == 7 ||
                    *rig_guest(0x400 + 8 * i) == 0x0b)
                    rig_ccw(0x400 + 8 * i, *rig_guest(0x400 + 8 * i),
                            0x700 + rnd(200), CCW_CC, 6);
        rig_rewind();
        if (ccw_translate(&p, &rig_vm, &rig_vdev, 0x400) != CCW_OK) {
            rig_empty();
            continue;
        }
        rig_channel(&r, (uint32_t)(uintptr_t)p.ccw, &t, look_at_disk);
        /* Any CSW at all is taken. */
        for (unsigned i = 0; i < sizeof csw; i++)
            ((uint8_t *)&csw)[i] = (uint8_t)rnd(256);
        put24(&csw.addr, (uint32_t)(uintptr_t)p.ccw + 8 * rnd(p.nccw + 2));
        ccw_csw(&p, &csw, &g, &index);
        ccw_finish(&p, index, get16(&csw.count));
        ck_assert_uint_lt(rig_vdev.pos_cyl, 10);
        ccw_release(&p);
        rig_empty();
    }
    ck_assert_uint_gt(seeks, 1500);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("ccwtrans");
    TCase *t = tcase_create("ccwtrans");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(t, rig_setup, NULL);
    tcase_set_timeout(t, 600);
    tcase_add_test(t, seek_is_relocated);
    tcase_add_test(t, seek_outside_goes_nowhere);
    tcase_add_test(t, chain_without_seek_starts_where_the_last_ended);
    tcase_add_test(t, write_on_read_only_is_refused);
    tcase_add_test(t, recalibrate_and_ipl);
    tcase_add_test(t, home_address_and_r0);
    tcase_add_test(t, unknown_commands_are_refused);
    tcase_add_test(t, csw_goes_back);
    tcase_add_test(t, too_big_is_refused);
    tcase_add_test(t, locked_pages_are_bounded);
    tcase_add_test(t, ipl_goes_part_by_part);
    tcase_add_test(t, random_programs_do_the_same);
    tcase_add_test(t, random_programs_stay_on_the_minidisk);
    suite_add_tcase(s, t);
    r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? 0 : 1;
}
