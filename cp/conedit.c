/* SPDX-License-Identifier: MIT */
/* Line editing (VM/370: DMKCNS's EDITLINE). */
#include "cp/conedit.h"

#include "klib/klib.h"
#include "klib/kscan.h"

/* Does in[at..len) begin with CP as a word of its own? */
static bool
is_cp(const uint8_t *in, unsigned at, unsigned len, uint8_t line_end)
{
    return at + 2 <= len && k_to_upper((char)in[at]) == 'C' &&
           k_to_upper((char)in[at + 1]) == 'P' &&
           (at + 2 == len || in[at + 2] == ' ' || in[at + 2] == line_end);
}

static bool
whole_line(const uint8_t *in, unsigned len, unsigned *pos, uint8_t *out,
           unsigned max, struct edit_line *line)
{
    unsigned at = 0;

    line->cp = len > 0 && in[0] == '#' && is_cp(in, 1, len, ' ');
    if (line->cp)
        at = 3;
    line->len = len - at < max ? len - at : max;
    memcpy(out, in + at, line->len);
    *pos = len;
    return true;
}

bool
edit_next(const struct edit_chars *e, const uint8_t *in, unsigned len,
          unsigned *pos, uint8_t *out, unsigned max, struct edit_line *line)
{
    unsigned n = 0, i = *pos;

    if (i >= len)
        return false;
    if (e == NULL)
        return whole_line(in, len, pos, out, max, line);
    line->cp = e->line_end != 0 && in[i] == e->line_end &&
               is_cp(in, i + 1, len, e->line_end);
    if (line->cp)
        i += 3;
    for (; i < len; i++) {
        uint8_t c = in[i];

        if (c != 0 && c == e->line_end) {
            if (!is_cp(in, i + 1, len, e->line_end))
                i++; /* else the next call begins at it */
            break;
        }
        if (c != 0 && c == e->char_delete) {
            n = n > 0 ? n - 1 : 0;
            continue;
        }
        if (c != 0 && c == e->line_delete) {
            n = 0;
            continue;
        }
        if (c != 0 && c == e->escape) {
            if (++i == len)
                break;
            c = in[i];
        }
        if (n < max)
            out[n] = c;
        n++;
    }
    *pos = i;
    line->len = n < max ? n : max;
    return true;
}
