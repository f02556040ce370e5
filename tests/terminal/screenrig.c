/* SPDX-License-Identifier: MIT */
/* A 3270 display without a window; see screenrig.h. */
#include "tests/terminal/screenrig.h"

#include <stdio.h>

struct screen *s;
uint8_t sent[70000];
size_t sent_len;
unsigned sends, attns;

const char form[] = "f5c3 114040 1d60 c1c2 11404a 1d40 13 "
                    "114050 1df0 c3 1140d4 1dc1 1140d9 1d60";

static void
on_send(void *arg, const uint8_t *data, size_t len)
{
    (void)arg;
    ck_assert_uint_le(len, sizeof(sent));
    memcpy(sent, data, len);
    sent_len = len;
    sends++;
}

static void
on_attn(void *arg)
{
    (void)arg;
    attns++;
}

static const struct scr_ops ops = {on_send, on_attn};

struct screen *
screen_create(unsigned model)
{
    return scr_create(model, &ops, NULL);
}

static void
setup(void)
{
    s = screen_create(2);
    ck_assert_ptr_nonnull(s);
    scr_reset(s, true);
    sends = attns = 0;
    sent_len = 0;
}

static void
teardown(void)
{
    scr_destroy(s);
}

void
host(const char *hex)
{
    uint8_t b[2000];
    size_t n = 0;

    while (*hex) {
        unsigned v;

        if (*hex == ' ') {
            hex++;
            continue;
        }
        ck_assert_int_eq(sscanf(hex, "%2x", &v), 1);
        b[n++] = (uint8_t)v;
        hex += 2;
    }
    scr_record(s, b, n);
}

void
expect_sent(const char *hex)
{
    char text[2 * sizeof(sent) + 1] = "", want[2000];
    size_t i, n = 0;

    for (; *hex; hex++)
        if (*hex != ' ')
            want[n++] = *hex;
    want[n] = '\0';
    for (i = 0; i < sent_len && i < 1000; i++)
        sprintf(text + 2 * i, "%02x", sent[i]);
    ck_assert_str_eq(text, want);
}

void
expect_cells(unsigned pos, const char *want)
{
    char got[200];
    size_t i, n = strlen(want);

    for (i = 0; i < n; i++) {
        const struct cell *c = &s->cell[pos + i];

        got[i] = c->field ? '|'
                 : c->ch  ? (char)codepage_to_latin1(CP_1047, c->ch)
                          : '.';
    }
    got[n] = '\0';
    ck_assert_str_eq(got, want);
}

void
type(const char *text)
{
    while (*text)
        kbd_key(s, (uint8_t)*text++);
}

int
screen_run(TCase *c)
{
    Suite *suite = suite_create("terminal");
    SRunner *r = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 600);
    suite_add_tcase(suite, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
