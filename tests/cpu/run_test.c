/* SPDX-License-Identifier: MIT */
/* The engine's contract: counts, stops, waits, interruptions at exact
 * boundaries, timers derived from the count, and the TLB against changes of
 * keys. Address spaces are spaces_test.c's. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/psw.h"
#include "tests/cpu/bare.h"

static struct bare b;
static bool pending, calls; /* calls: what is pending comes with attention */
static unsigned accepted;

static bool
io_pending(void *ctx, uint32_t channels)
{
    (void)ctx;
    if (calls)
        atomic_store(&b.cpu->attention, true);
    return pending && (channels & 0x80000000u);
}

static int
io_accept(void *ctx, struct cpu *cpu, uint32_t channels)
{
    (void)ctx;
    (void)channels;
    memcpy(b.storage.main + cpu->prefix + 0x40, "\0\0\x12\x34\x04\0\0\0", 8);
    pending = false;
    accepted++;
    return 0x00c;
}

static void
setup(void)
{
    bare_init(&b, 1 << 20, CPU_FAC_EXTENSION);
    b.board.io_pending = io_pending;
    b.board.io_accept = io_accept;
    /* New PSWs: disabled waits, BC mode, at X'F000' and the class's location.
     */
    for (uint32_t at = 0x58; at <= 0x78; at += 8) {
        bare_set_word(&b, at, PSW_WAIT);
        bare_set_word(&b, at + 4, 0xf000 + at);
    }
    pending = calls = false;
    accepted = 0;
}

static void
teardown(void)
{
    bare_free(&b);
}

static void
code(uint32_t at, const char *hex)
{
    bare_code(&b, at, hex);
}

static uint64_t
run(uint64_t n, enum cpu_stop expect)
{
    enum cpu_stop why;
    uint64_t done = cpu_run(b.cpu, n, &why);

    ck_assert_int_eq(why, expect);
    return done;
}

static uint32_t
ia(void)
{
    return cpu_get_psw(b.cpu) & 0xffffff;
}

#define BC(flags) ((uint64_t)(flags) << 32)

START_TEST(counts_exactly)
{
    code(0x1000, "1a12"
                 "47001000"
                 "47f01000"); /* AR NOP B *-6 */
    bare_set_word(&b, 0x1002, 0x47000000);
    code(0x1006, "47f01000");
    b.cpu->gr[1] = 0;
    cpu_set_psw(b.cpu, 0x1000);
    b.cpu->gr[2] = 1;
    ck_assert_uint_eq(run(0, CPU_COUNT), 0);
    ck_assert_uint_eq(run(1, CPU_COUNT), 1);
    ck_assert_uint_eq(ia(), 0x1002);
    ck_assert_uint_eq(run(2, CPU_COUNT), 2);
    /* The branch went to 0(0,1) + X'000': register 1 is 1. */
    ck_assert_uint_eq(b.cpu->gr[1], 1);
    ck_assert_uint_eq(b.cpu->icount, 3);
}
END_TEST

START_TEST(program_check_counts_once)
{
    code(0x1000, "0000");
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(100, CPU_WAIT), 1);
    ck_assert_uint_eq(ia(), 0xf068);
    ck_assert_uint_eq(bare_word(&b, 0x28), PIC_OPERATION);
    ck_assert_uint_eq(bare_word(&b, 0x2c), 0x40001002);
    ck_assert_uint_eq(run(100, CPU_WAIT), 0);
}
END_TEST

START_TEST(invalid_new_psw_is_checkstop)
{
    bare_set_word(&b, 0x68, 0x800c0000); /* EC, bit 0 one */
    code(0x1000, "0000");
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(100, CPU_CHECKSTOP), 1);
}
END_TEST

START_TEST(io_interruption_at_next_boundary)
{
    code(0x1000, "0700"
                 "0700"
                 "8000"
                 "3000"
                 "0700"); /* NOPR NOPR SSM 0(3) */
    bare_set_word(&b, 0x1004, 0x80003000);
    b.storage.main[0x3000] = 0x80; /* channel 0 */
    cpu_storage_changed(b.cpu, 0x3000, 1);
    b.cpu->gr[3] = 0x3000;
    pending = true;
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(2, CPU_COUNT), 2);
    ck_assert_uint_eq(accepted, 0);
    ck_assert_uint_eq(run(100, CPU_WAIT), 1);
    ck_assert_uint_eq(accepted, 1);
    ck_assert_uint_eq(bare_word(&b, 0x38), 0x8000000c);
    ck_assert_uint_eq(bare_word(&b, 0x3c) & 0xffffff, 0x1008);
    ck_assert_uint_eq(ia(), 0xf078);
}
END_TEST

START_TEST(enabled_wait_ends)
{
    cpu_set_psw(b.cpu, BC(0x80000000u | PSW_WAIT) | 0x1000);
    ck_assert_uint_eq(run(5, CPU_WAIT), 0);
    ck_assert(!cpu_interruptible(b.cpu));
    pending = true;
    ck_assert(cpu_interruptible(b.cpu));
    ck_assert_uint_eq(run(5, CPU_WAIT), 0);
    ck_assert_uint_eq(ia(), 0xf078);
}
END_TEST

START_TEST(attention_and_stopped)
{
    code(0x1000, "a7f40000"); /* J * */
    cpu_set_psw(b.cpu, 0x1000);
    atomic_store(&b.cpu->attention, true);
    ck_assert_uint_eq(run(100, CPU_ATTENTION), 0);
    ck_assert_uint_eq(run(100, CPU_COUNT), 100);
    b.cpu->stopped = true;
    ck_assert_uint_eq(run(100, CPU_ATTENTION), 0);
}
END_TEST

/* What is due is taken before the run ends for attention: as it is taken before
 * it ends for its count, where a replay stops in its place. */
START_TEST(attention_after_interruptions)
{
    code(0x1000, "a7f40000"); /* J * */
    code(0x2000, "a7f40000");
    bare_set_word(&b, 0x7c, 0x2000);
    bare_set_word(&b, 0x78, 0);
    cpu_set_psw(b.cpu, BC(0x80000000u) | 0x1000);
    pending = true;
    atomic_store(&b.cpu->attention, true);
    ck_assert_uint_eq(run(100, CPU_ATTENTION), 0);
    ck_assert_uint_eq(ia(), 0x2000);
    cpu_set_psw(b.cpu, BC(0x80000000u) | 0x1000);
    pending = true;
    ck_assert_uint_eq(run(0, CPU_COUNT), 0);
    ck_assert_uint_eq(ia(), 0x2000);
}
END_TEST

/* In lockstep the copy stops where attention has stopped the machine. */
START_TEST(attention_in_lockstep)
{
    code(0x1000, "a7f40000"); /* J * */
    code(0x2000, "a7f40000");
    bare_set_word(&b, 0x7c, 0x2000);
    bare_set_word(&b, 0x78, 0);
    ck_assert(cpu_set_engine(b.cpu, CPU_LOCKSTEP));
    cpu_set_psw(b.cpu, BC(0x80000000u) | 0x1000);
    pending = calls = true;
    ck_assert_uint_eq(run(100, CPU_ATTENTION), 0);
    ck_assert(!cpu_engines_differ(b.cpu));
    ck_assert_uint_eq(ia(), 0x2000);
    calls = false;
    ck_assert_uint_eq(run(100, CPU_COUNT), 100);
    ck_assert(!cpu_engines_differ(b.cpu));
}
END_TEST

START_TEST(events_stop)
{
    /* SPT 0(3); TCH 0(0); TIO 0(0); ST 0,X'50'; ST 0,X'54'; J * */
    code(0x1000, "b2083000"
                 "9f000000"
                 "9d000000"
                 "50000050"
                 "50000054"
                 "a7f40000");
    b.cpu->gr[3] = 0x3000;
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(100, CPU_EVENT), 1);
    ck_assert_uint_eq(run(100, CPU_EVENT), 2);
    ck_assert_uint_eq(run(100, CPU_EVENT), 1);
    ck_assert_uint_eq(run(100, CPU_COUNT), 100);
}
END_TEST

/* 1 TOD unit an instruction: the CPU timer passes zero at an exact count. */
START_TEST(cpu_timer_at_exact_count)
{
    b.cpu->clock.rate = 1 << 16;
    b.cpu->cr[0] |= CR0_EXT_CPU_TIMER;
    b.cpu->cpu_timer = 1000;
    b.cpu->cpu_timer_at = cpu_now(b.cpu);
    b.cpu->clock_comparator = UINT64_MAX;
    bare_set_word(&b, 0x50, 0x80000000); /* location 80 is past already */
    code(0x1000, "a7f40000");
    cpu_set_psw(b.cpu, BC(PSW_EXT) | 0x1000);
    ck_assert_uint_eq(cpu_timer_due(b.cpu) - cpu_now(b.cpu), 1001);
    ck_assert_uint_eq(run(5000, CPU_WAIT), 1001);
    ck_assert_uint_eq(bare_word(&b, 0x18) & 0xffff, EXT_CPU_TIMER);
    ck_assert_uint_eq(cpu_timer_due(b.cpu), UINT64_MAX);
}
END_TEST

START_TEST(comparator_at_exact_count)
{
    b.cpu->clock.rate = 3 << 15; /* 1.5 units */
    b.cpu->cr[0] |= CR0_EXT_CC;
    b.cpu->cpu_timer = INT64_MAX;
    b.cpu->clock_comparator = cpu_now(b.cpu) + 100;
    bare_set_word(&b, 0x50, 0x80000000);
    code(0x1000, "a7f40000");
    cpu_set_psw(b.cpu, BC(PSW_EXT) | 0x1000);
    /* The clock is greater by one at 101 units: count 68 (102 units). */
    ck_assert_uint_eq(run(5000, CPU_WAIT), 68);
    ck_assert_uint_eq(bare_word(&b, 0x18) & 0xffff, EXT_CLOCK_COMPARATOR);
}
END_TEST

/* Location 80 counts 76,800 a second however often it is brought up to
 * date. */
START_TEST(interval_timer)
{
    const uint64_t second = 4096000000u;

    b.cpu->clock.tod0 = 160000; /* units begin here */
    cpu_reset(b.cpu, true);
    bare_set_word(&b, 0x50, 76800 * 2);
    b.cpu->clock_comparator = UINT64_MAX;
    b.cpu->cpu_timer = INT64_MAX;
    for (unsigned i = 0; i < 7; i++) {
        b.cpu->clock.tod0 += second / 7;
        cpu_itimer_update(b.cpu);
    }
    b.cpu->clock.tod0 += second % 7;
    cpu_itimer_update(b.cpu);
    ck_assert_uint_eq(bare_word(&b, 0x50), 76800);
    ck_assert(!b.cpu->pend_itimer);
    ck_assert_uint_eq(cpu_timer_due(b.cpu) - cpu_now(b.cpu),
                      second + 160000 / 3 + 1);
    b.cpu->clock.tod0 += second + 160000 / 3;
    cpu_itimer_update(b.cpu);
    ck_assert(!b.cpu->pend_itimer);
    b.cpu->clock.tod0++;
    cpu_itimer_update(b.cpu);
    ck_assert(b.cpu->pend_itimer);
    ck_assert_uint_eq(bare_word(&b, 0x50), 0xffffffff);
}
END_TEST

/* MVC X'4C'(8),X'50': a new value, and the old one up to date. */
START_TEST(interval_timer_exchanged)
{
    code(0x1000, "d207004c0050");
    b.cpu->clock.tod0 = 160000;
    cpu_reset(b.cpu, true);
    bare_set_word(&b, 0x50, 1000000);
    bare_set_word(&b, 0x54, 500);
    b.cpu->clock.tod0 += 10 * 160000; /* 30 units */
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(1, CPU_EVENT), 1);
    ck_assert_uint_eq(bare_word(&b, 0x4c), 1000000 - 30);
    ck_assert_uint_eq(bare_word(&b, 0x50), 500);
    b.cpu->clock.tod0 += 160000;
    cpu_itimer_update(b.cpu);
    ck_assert_uint_eq(bare_word(&b, 0x50), 500 - 3);
}
END_TEST

/* SSK drops what the TLB has of the block: the next store by key 1 fails. */
START_TEST(key_change_is_seen)
{
    /* ST 0,0(3); ST 0,0(3) */
    code(0x1000, "50003000"
                 "50003000");
    b.cpu->gr[3] = 0x8000;
    b.storage.keys[0x8000 / 2048] = 0x10;
    cpu_set_psw(b.cpu, BC(0x00100000u) | 0x1000);
    ck_assert_uint_eq(run(1, CPU_COUNT), 1);
    ck_assert_uint_eq(b.storage.keys[0x8000 / 2048], 0x16);
    b.storage.keys[0x8000 / 2048] = 0x20;
    cpu_key_changed(b.cpu, 0x8000);
    ck_assert_uint_eq(run(1, CPU_WAIT), 1);
    ck_assert_uint_eq(bare_word(&b, 0x28) & 0xff, PIC_PROTECTION);
}
END_TEST

/* Reference and change bits are set anew after they were reset. */
START_TEST(reference_after_reset)
{
    /* L 0,0(3); RRB 0(3); L 0,0(3); ST 0,0(3) */
    code(0x1000, "58003000"
                 "b2133000"
                 "58003000"
                 "50003000");
    b.cpu->gr[3] = 0x8000;
    cpu_set_psw(b.cpu, 0x1000);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.storage.keys[0x8000 / 2048], 4);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.storage.keys[0x8000 / 2048], 0);
    ck_assert_uint_eq(b.cpu->psw.cc, 2);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.storage.keys[0x8000 / 2048], 4);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.storage.keys[0x8000 / 2048], 6);
    ck_assert_uint_eq(b.storage.keys[0x8800 / 2048], 0);
}
END_TEST

/* What the processor stores by itself is recorded, too: an SVC, and the
 * interval timer. PoO "Change Recording". */
START_TEST(implicit_references)
{
    bare_set_word(&b, 0x60, 0);
    bare_set_word(&b, 0x64, 0x1002);
    code(0x1000, "0a00"
                 "47f01002");
    b.cpu->gr[1] = 0x1000;
    cpu_set_psw(b.cpu, 0x1000);
    b.storage.keys[0] = 0x10;
    cpu_key_changed(b.cpu, 0);
    run(1, CPU_COUNT);
    ck_assert_uint_eq(b.storage.keys[0], 0x16);
    b.storage.keys[0] = 0x10;
    cpu_key_changed(b.cpu, 0);
    run(10000, CPU_COUNT);
    cpu_itimer_update(b.cpu);
    ck_assert_uint_eq(b.storage.keys[0], 0x16);
    b.storage.keys[0] = 0x10;
    cpu_key_changed(b.cpu, 0);
    cpu_store_status(b.cpu);
    ck_assert_uint_eq(b.storage.keys[0], 0x16);
}
END_TEST

static int
sio_stores(void *ctx, struct cpu *cpu, uint16_t addr, bool fast)
{
    (void)ctx;
    (void)addr;
    (void)fast;
    memset(b.storage.main + cpu->prefix + 0x44, 0x40, 2);
    b.storage.keys[cpu->prefix / 2048] |= 6;
    cpu_storage_changed(cpu, cpu->prefix + 0x44, 2);
    return 1;
}

/* A channel that stores a CSW records it: no difference between engines. */
START_TEST(csw_is_recorded)
{
    b.board.sio = sio_stores;
    code(0x1000, "9c000123");
    cpu_set_psw(b.cpu, 0x1000);
    run(1, CPU_EVENT);
    ck_assert_uint_eq(b.storage.keys[0], 6);
    ck_assert_uint_eq(bare_word(&b, 0x44), 0x40400000);
    ck_assert(!cpu_engines_differ(b.cpu));
}
END_TEST

/* Low-address protection goes by the control register, not by what the TLB
 * remembers from before. */
START_TEST(low_address_protection)
{
    /* ST 0,X'100'; LCTL 0,0,0(3); ST 0,X'200'; ST 0,X'1FC' */
    code(0x1000, "50000100"
                 "b7003000"
                 "50000200"
                 "500001fc");
    b.cpu->gr[3] = 0x3000;
    bare_set_word(&b, 0x3000, CR0_LOW_PROTECT);
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(100, CPU_WAIT), 4);
    ck_assert_uint_eq(bare_word(&b, 0x28) & 0xff, PIC_PROTECTION);
    ck_assert_uint_eq(bare_word(&b, 0x2c) & 0xffffff, 0x1010);
}
END_TEST

/* An operand over the end of storage changes nothing. */
START_TEST(store_is_all_or_nothing)
{
    code(0x1000, "50003000");
    b.cpu->gr[0] = 0xffffffff;
    b.cpu->gr[3] = (1 << 20) - 2;
    cpu_set_psw(b.cpu, 0x1000);
    run(1, CPU_WAIT);
    ck_assert_uint_eq(bare_word(&b, 0x28) & 0xff, PIC_ADDRESSING);
    ck_assert_uint_eq(bare_word(&b, (1 << 20) - 4), 0);
}
END_TEST

static uint32_t told_at;

static void
tell(void *ctx, struct cpu *cpu, enum cpu_interruption class, unsigned code,
     uint32_t at, uint32_t operand)
{
    (void)ctx;
    (void)cpu;
    (void)class;
    (void)code;
    (void)operand;
    told_at = at;
}

/* A trace says the same of a format error in every engine. */
START_TEST(format_error_is_told)
{
    static const struct cpu_watch watch = {NULL, tell};

    /* LR 1,2; LPSW 0(3) */
    code(0x1000, "1812"
                 "82003000");
    b.cpu->gr[3] = 0x3000;
    bare_set_word(&b, 0x3000, PSW_EC | 0x80);
    bare_set_word(&b, 0x3004, 0x5000);
    b.cpu->watch = &watch;
    cpu_set_psw(b.cpu, 0x1000);
    ck_assert_uint_eq(run(100, CPU_WAIT), 2);
    ck_assert_uint_eq(told_at, 0x5000);
    ck_assert_uint_eq(bare_word(&b, 0x8c), PIC_SPECIFICATION);
}
END_TEST

START_TEST(restart_key)
{
    bare_set_word(&b, 0, 0);
    bare_set_word(&b, 4, 0x1000);
    code(0x1000, "a7f40000");
    cpu_set_psw(b.cpu, BC(PSW_WAIT) | 0x5000);
    b.cpu->pend_restart = true;
    ck_assert_uint_eq(run(10, CPU_COUNT), 10);
    ck_assert_uint_eq(bare_word(&b, 0x0c) & 0xffffff, 0x5000);
    ck_assert_uint_eq(ia(), 0x1000);
}
END_TEST

static unsigned io_resets;

static void
io_reset(void *ctx, struct cpu *cpu)
{
    (void)ctx;
    (void)cpu;
    io_resets++;
}

/* SIGP's four resets of the processor itself: it stops; the program resets are
 * of the channels, too, and the initial ones of the control registers. */
START_TEST(reset_by_signal)
{
    for (unsigned order = 7; order <= 0x0c; order++) {
        bool initial = order == 7 || order == 0x0b;

        if (order == 9 || order == 0x0a)
            continue;
        io_resets = 0;
        b.board.io_reset = io_reset;
        code(0x1000, "ae231000" /* SIGP 2,3,0(1) */
                     "0700");
        b.cpu->stopped = false;
        b.cpu->gr[1] = order;
        b.cpu->gr[3] = 0;
        b.cpu->cr[9] = 0x123;
        cpu_set_psw(b.cpu, 0x1000);
        ck_assert_uint_eq(run(100, order < 9 ? CPU_EVENT : CPU_ATTENTION), 1);
        ck_assert(b.cpu->stopped);
        ck_assert_uint_eq(b.cpu->psw.cc, 0);
        ck_assert_uint_eq(io_resets, order < 9);
        ck_assert_uint_eq(b.cpu->cr[9], initial ? 0 : 0x123);
        ck_assert_uint_eq(ia(), initial ? 0 : 0x1004);
    }
}
END_TEST

START_TEST(initial_reset)
{
    b.cpu->gr[5] = 77;
    b.cpu->prefix = 0x4000;
    cpu_reset(b.cpu, true);
    ck_assert_uint_eq(cpu_get_psw(b.cpu), 0);
    ck_assert_uint_eq(b.cpu->prefix, 0);
    ck_assert_uint_eq(b.cpu->gr[5], 77);
    ck_assert_uint_eq(b.cpu->cr[0], 0xe0);
    ck_assert_uint_eq(b.cpu->cr[2], 0xffffffff);
    ck_assert_uint_eq(b.cpu->cr[14], 0xc2000000);
    ck_assert_uint_eq(b.cpu->cr[15], 0x200);
    cpu_clear_reset(b.cpu);
    ck_assert_uint_eq(b.cpu->gr[5], 0);
    ck_assert_uint_eq(bare_word(&b, 0x6c), 0);
}
END_TEST

/* A PSW of either mode comes back as it was loaded. */
START_TEST(psw_round_trip)
{
    static const uint64_t psws[] = {
        0xff05000012345678u, 0x47f93f0000123456u, 0x0000000000000000u,
        0x0008000000ffffffu, 0xfef700003f000001u,
    };

    for (unsigned i = 0; i < sizeof psws / sizeof psws[0]; i++) {
        ck_assert(cpu_set_psw(b.cpu, psws[i]));
        ck_assert_uint_eq(cpu_get_psw(b.cpu), psws[i]);
    }
    ck_assert(!cpu_set_psw(b.cpu, 0x0008000001000000u));
    ck_assert(!cpu_set_psw(b.cpu, 0x8008000000000000u));
    ck_assert(!cpu_set_psw(b.cpu, 0x0008800000000000u));
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("run");
    TCase *t = tcase_create("run");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, counts_exactly);
    tcase_add_test(t, program_check_counts_once);
    tcase_add_test(t, invalid_new_psw_is_checkstop);
    tcase_add_test(t, io_interruption_at_next_boundary);
    tcase_add_test(t, enabled_wait_ends);
    tcase_add_test(t, attention_and_stopped);
    tcase_add_test(t, attention_after_interruptions);
    tcase_add_test(t, attention_in_lockstep);
    tcase_add_test(t, events_stop);
    tcase_add_test(t, cpu_timer_at_exact_count);
    tcase_add_test(t, comparator_at_exact_count);
    tcase_add_test(t, interval_timer);
    tcase_add_test(t, interval_timer_exchanged);
    tcase_add_test(t, key_change_is_seen);
    tcase_add_test(t, reference_after_reset);
    tcase_add_test(t, implicit_references);
    tcase_add_test(t, csw_is_recorded);
    tcase_add_test(t, low_address_protection);
    tcase_add_test(t, store_is_all_or_nothing);
    tcase_add_test(t, format_error_is_told);
    tcase_add_test(t, restart_key);
    tcase_add_test(t, reset_by_signal);
    tcase_add_test(t, initial_reset);
    tcase_add_test(t, psw_round_trip);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
