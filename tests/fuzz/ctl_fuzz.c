/* SPDX-License-Identifier: MIT */
/* Lines of the control socket, both directions; the stream comes in two
 * pieces. */
#include "config.h"

#include <string.h>

#include "lib/ctl.h"
#include "tests/fuzz/fuzz.h"

static void
on_line(void *arg, enum ctl_kind kind, const char *text)
{
    unsigned *lines = arg;
    char out[CTL_LINE_MAX], value[16];
    struct ctl_hello hello;
    struct err err;
    size_t n;

    (*lines)++;
    for (const char *p = text; *p != '\0'; p++)
        FUZZ_CHECK((unsigned char)*p >= ' ');
    n = ctl_format(out, kind == CTL_UNKNOWN ? CTL_LOG : kind, text);
    FUZZ_CHECK(n >= 1 && n <= CTL_LINE_MAX && out[n - 1] == '\n');
    ctl_parse_hello(text, &hello, &err);
    ctl_value(text, "state", value, sizeof(value));
    ctl_value(text, "build", value, 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ctl_reader r, whole;
    unsigned lines = 0, lines_whole = 0;
    size_t cut = size > 0 ? data[0] % size : 0;

    memset(&r, 0, sizeof(r));
    memset(&whole, 0, sizeof(whole));
    if (ctl_feed(&r, (const char *)data, cut, on_line, &lines))
        ctl_feed(&r, (const char *)data + cut, size - cut, on_line, &lines);
    ctl_feed(&whole, (const char *)data, size, on_line, &lines_whole);
    FUZZ_CHECK(lines == lines_whole && r.broken == whole.broken);
    return 0;
}
