/* SPDX-License-Identifier: MIT */
/* Volumes in a folder of the test's own; see volume.h. */
#include "config.h"

#include "tests/image/volume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char dir[] = "/tmp/ckd-test-XXXXXX";
struct err err;

const char *
in_dir(const char *name)
{
    static char path[8][256];
    static unsigned i;

    i = (i + 1) % 8;
    snprintf(path[i], sizeof(path[i]), "%s/%s", dir, name);
    return path[i];
}

struct ckd *
fresh(const char *name, uint16_t type, unsigned cyls)
{
    struct ckd *c;

    unlink(in_dir(name));
    ck_assert_msg(ckd_create(in_dir(name), type, cyls, &err), "%s", err.text);
    c = ckd_open(in_dir(name), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    return c;
}

unsigned
record(uint8_t *p, unsigned rec, unsigned kl, unsigned dl, uint8_t fill)
{
    const uint8_t count[8] = {
        0, 1, 0, 2, (uint8_t)rec, (uint8_t)kl, (uint8_t)(dl >> 8), (uint8_t)dl};

    memcpy(p, count, 8);
    memset(p + 8, fill, kl + dl);
    return 8 + kl + dl;
}

int
volume_run(TCase *t)
{
    Suite *s = suite_create("volumes");
    SRunner *sr;
    char cmd[300];
    int failed;

    if (mkdtemp(dir) == NULL)
        return 1;
    tcase_set_timeout(t, 600);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
    return system(cmd) != 0 || failed != 0;
}
