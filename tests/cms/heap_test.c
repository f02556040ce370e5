/* SPDX-License-Identifier: MIT */
/* Unit tests of CMS' free storage, in a mapping below 2G that stands for the
 * virtual machine's storage. */
#define _GNU_SOURCE
#include <check.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "cms/heap.h"
#include "cms/nucon.h"

enum {
    BASE = 0x20000000, /* of the mapping */
    LOW_END = BASE + 0x8000,
    PROGRAM = BASE + 0x20000,
    VMSIZE = BASE + 0x80000,
    BLOCKS = 200,
};

static struct nucon nucon;
struct nucon *const cms_test_nucon = &nucon;

static void
setup(void)
{
    static bool mapped;

    if (!mapped) {
        void *p =
            mmap((void *)(uintptr_t)BASE, VMSIZE - BASE, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

        ck_assert_ptr_eq(p, (void *)(uintptr_t)BASE);
        mapped = true;
    }
    memset(&nucon, 0, sizeof nucon);
    nucon.locnt = PROGRAM;
    heap_init((void *)(uintptr_t)(BASE + 0x1000), LOW_END, VMSIZE);
}

static bool
in_heap(const void *p, size_t n)
{
    uintptr_t at = (uintptr_t)p;

    return (at >= BASE + 0x1000 && at + n <= LOW_END) ||
           (at >= nucon.freelowe && at + n <= VMSIZE);
}

START_TEST(small_is_low_and_large_is_high)
{
    char *a = heap_get(100, HEAP_SYSTEM), *b = heap_get(5000, HEAP_SYSTEM);

    ck_assert((uintptr_t)a < LOW_END);
    ck_assert((uintptr_t)b >= nucon.freelowe);
    ck_assert_uint_eq((uintptr_t)a % 8, 0);
    ck_assert_uint_lt(nucon.freelowe, VMSIZE);
    heap_free(b);
    ck_assert_uint_eq(nucon.freelowe, VMSIZE);
    heap_free(a);
    heap_free(NULL);
    ck_assert_uint_eq(heap_used(), 0);
}
END_TEST

START_TEST(never_over_the_program)
{
    uint32_t room = VMSIZE - PROGRAM;

    ck_assert_ptr_null(heap_get(room, HEAP_SYSTEM));
    ck_assert_ptr_null(heap_get(0x7fffffff, HEAP_SYSTEM));
    ck_assert_ptr_nonnull(heap_get(room - 4096, HEAP_COMMAND));
    ck_assert_ptr_null(heap_get(40000, HEAP_SYSTEM));
    heap_end_command();
    ck_assert_uint_eq(nucon.freelowe, VMSIZE);
}
END_TEST

START_TEST(a_running_program_keeps_its_storage)
{
    uint32_t before;
    void *p;

    heap_hold(0x10000);
    before = nucon.freelowe;
    ck_assert_uint_le(before, VMSIZE - 0x10000);
    p = heap_get(0xc000, HEAP_COMMAND);
    ck_assert_ptr_nonnull(p);
    ck_assert_ptr_null(heap_get(0x10000, HEAP_COMMAND));
    ck_assert_uint_eq(nucon.freelowe, before);
    heap_free(p);
    ck_assert_uint_eq(nucon.freelowe, before);
    heap_release();
    ck_assert_uint_eq(nucon.freelowe, VMSIZE);
}
END_TEST

/* Random gets and frees; every block keeps its contents, and in the end all
 * storage is one piece again. */
START_TEST(random_use)
{
    struct {
        uint8_t *p;
        size_t n;
        uint8_t fill;
        enum heap_life life;
    } b[BLOCKS] = {{0}};
    uint64_t state = 370;
    unsigned spoiled = 0;

    for (int round = 0; round < 50000; round++) {
        uint32_t r, i;

        state = state * 6364136223846793005u + 1442695040888963407u;
        r = (uint32_t)(state >> 33);
        i = r % BLOCKS;
        if (round % 5000 == 4999) {
            heap_end_command();
            for (i = 0; i < BLOCKS; i++) {
                if (b[i].life == HEAP_COMMAND)
                    b[i].p = NULL;
            }
        } else if (b[i].p != NULL) {
            for (size_t k = 0; k < b[i].n; k++)
                spoiled += b[i].p[k] != b[i].fill;
            heap_free(b[i].p);
            b[i].p = NULL;
        } else {
            b[i].n = r / 256 % (r % 7 == 0 ? 9000 : 700);
            b[i].life = r % 3 == 0 ? HEAP_COMMAND : HEAP_SYSTEM;
            b[i].p = heap_get(b[i].n, b[i].life);
            if (b[i].p == NULL)
                continue;
            ck_assert(in_heap(b[i].p, b[i].n));
            b[i].fill = (uint8_t)r;
            memset(b[i].p, b[i].fill, b[i].n);
        }
        ck_assert_uint_ge(nucon.freelowe, PROGRAM);
    }
    ck_assert_uint_eq(spoiled, 0);
    for (int i = 0; i < BLOCKS; i++)
        heap_free(b[i].p);
    ck_assert_uint_eq(heap_used(), 0);
    ck_assert_uint_eq(nucon.freelowe, VMSIZE);
    ck_assert_ptr_nonnull(heap_get(VMSIZE - PROGRAM - 4096, HEAP_SYSTEM));
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("cms heap");
    TCase *tc = tcase_create("cms heap");
    SRunner *r;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, small_is_low_and_large_is_high);
    tcase_add_test(tc, never_over_the_program);
    tcase_add_test(tc, a_running_program_keeps_its_storage);
    tcase_add_test(tc, random_use);
    suite_add_tcase(s, tc);
    r = srunner_create(s);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
