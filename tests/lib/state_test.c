/* SPDX-License-Identifier: MIT */
/* The default state folder. */
#include "config.h"

#include "lib/state.h"

#include <check.h>
#include <stdlib.h>

START_TEST(by_environment)
{
    char dir[40];

    setenv("HOME", "/home/u", 1);
    setenv("XDG_STATE_HOME", "/var/s", 1);
    ck_assert(state_default_dir(dir, sizeof(dir)));
    ck_assert_str_eq(dir, "/var/s/cambridge");
    setenv("XDG_STATE_HOME", "relative", 1); /* to be ignored: XDG */
    ck_assert(state_default_dir(dir, sizeof(dir)));
    ck_assert_str_eq(dir, "/home/u/.local/state/cambridge");
    unsetenv("XDG_STATE_HOME");
    ck_assert(!state_default_dir(dir, 20));
    unsetenv("HOME");
    ck_assert(!state_default_dir(dir, sizeof(dir)));
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("state");
    TCase *c = tcase_create("state");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_test(c, by_environment);
    suite_add_tcase(s, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
