/* SPDX-License-Identifier: MIT */
/* Running one case; see rigsuite.h. */
#include "config.h"

#include "tests/devices/rigsuite.h"

int
rig_suite(const char *name, TCase *t, SFun setup, SFun teardown)
{
    Suite *s = suite_create(name);
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
