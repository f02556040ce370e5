/* SPDX-License-Identifier: MIT */
/* What comes to CP's consoles, compiled for the host: inbound 3270 records,
 * query replies, lines of output, line editing, words of commands. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "arch/t3270.h"
#include "cp/conedit.h"
#include "cp/conscr.h"
#include "klib/kscan.h"
#include "tests/fuzz/fuzz.h"

static void
inbound(struct screen *s, const uint8_t *p, size_t n, unsigned max)
{
    uint8_t *text = malloc(max + 1u), features;
    unsigned rows = 24, cols = 80;

    FUZZ_CHECK(scr_input_text(s, p, (unsigned)n, text, max) <= max);
    free(text);
    if (scr_query_reply(p, (unsigned)n, &rows, &cols, &features)) {
        FUZZ_CHECK(rows >= 24 && rows <= 255 && cols >= 80 && cols <= 255);
        s->rows = (uint8_t)rows;
        s->cols = (uint8_t)cols;
        s->row = s->col = 0;
        FUZZ_CHECK(rows * cols <= 16384);
    }
}

static void
outbound(struct screen *s, const uint8_t *p, size_t n, unsigned room)
{
    uint8_t *buf = malloc(room + 1u);
    unsigned at = 0;
    bool done = false;

    for (unsigned i = 0; i < 1000 && !done && !scr_full(s); i++) {
        struct stream o = {buf, 0, room, false};
        unsigned took = scr_line(&o, s, p + at, (unsigned)n - at, n & 1, &done);

        FUZZ_CHECK(took <= n - at && o.len <= room);
        if (took == 0 && !done)
            break;
        at += took;
    }
    free(buf);
}

static void
lines(const uint8_t *p, size_t n, unsigned max)
{
    static const struct edit_chars chars = {'#', '^', '@', '"'};
    uint8_t *out = malloc(max + 1u);
    struct edit_line line;
    unsigned pos = 0, rounds = 0;

    while (edit_next(n & 1 ? &chars : NULL, p, (unsigned)n, &pos, out, max,
                     &line)) {
        struct k_scan scan = {(const char *)out, (const char *)out + line.len};
        struct k_token t;
        uint32_t v;

        FUZZ_CHECK(line.len <= max && pos <= n && rounds++ <= 4 * n + 4);
        while (k_next_delim(&scan, "()=,", &t)) {
            FUZZ_CHECK(t.len > 0);
            k_parse_dec(t, &v);
            k_parse_hex(t, &v);
            k_abbrev(t, "QUERY", 1);
        }
    }
    free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct screen s = {.rows = 24, .cols = 80};

    while (in.n > 0) {
        unsigned op = fuzz_u8(&in), max = fuzz_u8(&in);
        size_t n;
        const uint8_t *piece = fuzz_piece(&in, &n);
        uint8_t *p = malloc(n + (n == 0));

        if (n > 0)
            memcpy(p, piece, n);
        switch (op % 4) {
        case 0:
            inbound(&s, p, n, max);
            break;
        case 1:
            outbound(&s, p, n, 4 * max);
            break;
        case 2:
            lines(p, n, max);
            break;
        default: {
            uint8_t buf[600];
            struct stream o = {buf, 0, 2 * max, false};

            scr_clear_output(&o, &s);
            scr_input(&o, &s, op & 4, p, (unsigned)n);
            scr_status(&o, &s, "RUNNING", "CAM1  L0");
            FUZZ_CHECK(o.len <= o.max);
            break;
        }
        }
        free(p);
    }
    return 0;
}
