/* SPDX-License-Identifier: MIT */
/* Builds and reads the 3270 data streams of a CP session (VM/370: DMKGRF).
 * GA23-0059 (3270 Data Stream Programmer's Reference). */
#include "cp/conscr.h"

#include "arch/t3270.h"
#include "klib/klib.h"

enum {
    INPUT_ATTR = 0x40,     /* unprotected */
    INPUT_MODIFIED = 0xc1, /* with the modified tag */
    INPUT_DARK = 0x4d,     /* not displayed, modified tag */
    STATUS_ATTR = 0x60,    /* protected; the output area's too */
    EBLANK = 0x40,
};

/* Structured fields, GA23-0059 "Query Reply". */
enum {
    QUERY_REPLY = 0x81,
    Q_USABLE = 0x81,
    Q_SYMBOLS = 0x85,
    Q_COLOR = 0x86,
    Q_HIGHLIGHT = 0x87,
};

void
scr_byte(struct stream *o, uint8_t b)
{
    if (o->len < o->max)
        o->p[o->len++] = b;
    else
        o->over = true;
}

void
scr_bytes(struct stream *o, const void *p, unsigned n)
{
    const uint8_t *b = p;

    while (n-- > 0)
        scr_byte(o, *b++);
}

void
scr_address(struct stream *o, unsigned addr)
{
    uint8_t a[2];

    t3270_put_addr(a, addr);
    scr_byte(o, ORDER_SBA);
    scr_bytes(o, a, 2);
}

static void
repeat_to(struct stream *o, unsigned addr, uint8_t c)
{
    uint8_t a[2];

    t3270_put_addr(a, addr);
    scr_byte(o, ORDER_RA);
    scr_bytes(o, a, 2);
    scr_byte(o, c);
}

static unsigned
status_at(const struct screen *s)
{
    return (s->rows - 1u) * s->cols + SCR_INPUT_COLS;
}

void
scr_format(struct stream *o, const struct screen *s)
{
    scr_address(o, status_at(s));
    scr_byte(o, ORDER_SF);
    scr_byte(o, STATUS_ATTR);
}

void
scr_clear_output(struct stream *o, struct screen *s)
{
    scr_address(o, 0);
    repeat_to(o, scr_input_at(s) - 1, 0);
    s->row = s->col = 0;
}

void
scr_input(struct stream *o, const struct screen *s, bool dark,
          const uint8_t *text, unsigned len)
{
    unsigned room = status_at(s) - scr_input_at(s);

    if (len > room - 1)
        len = room - 1;
    scr_address(o, scr_input_at(s) - 1);
    scr_byte(o, ORDER_SF);
    scr_byte(o, dark ? INPUT_DARK : len > 0 ? INPUT_MODIFIED : INPUT_ATTR);
    scr_bytes(o, text, len);
    scr_byte(o, ORDER_IC);
    repeat_to(o, status_at(s), 0);
}

void
scr_status(struct stream *o, const struct screen *s, const char *state,
           const char *sysid)
{
    unsigned n = (unsigned)strlen(state), i = n;

    scr_address(o, status_at(s) + 1);
    scr_bytes(o, state, n < SCR_STATUS ? n : SCR_STATUS);
    for (; i < SCR_STATE; i++)
        scr_byte(o, EBLANK);
    if (n <= SCR_STATE)
        for (unsigned k = 0; k < 8 && sysid[k] != '\0'; k++, i++)
            scr_byte(o, (uint8_t)sysid[k]);
    for (; i < SCR_STATUS; i++)
        scr_byte(o, EBLANK);
}

bool
scr_full(const struct screen *s)
{
    return s->row >= scr_output_rows(s);
}

unsigned
scr_line(struct stream *o, struct screen *s, const uint8_t *text, unsigned len,
         bool newline, bool *done)
{
    unsigned taken = 0;

    *done = false;
    do {
        /* The last output position is the input field's attribute. */
        unsigned width =
            s->cols - (s->row + 1u == scr_output_rows(s) ? 1u : 0u);
        unsigned n;

        /* A line that fills a row is not broken there: it is the next
         * screen's first. */
        if (s->col >= width ||
            (width < s->cols && s->col == 0 && taken == 0 && len == s->cols)) {
            s->row++;
            s->col = 0;
            continue;
        }
        if (scr_full(s) || o->max - o->len < width + 3u)
            return taken;
        n = len - taken < width - s->col ? len - taken : width - s->col;
        if (n > 0)
            scr_address(o, (unsigned)s->row * s->cols + s->col);
        for (unsigned i = 0; i < n; i++) {
            uint8_t c = text[taken + i];

            scr_byte(o, c < EBLANK || c == 0xff ? EBLANK : c);
        }
        taken += n;
        s->col = (uint8_t)(s->col + n);
    } while (taken < len);
    *done = true;
    if (newline) {
        s->row++;
        s->col = 0;
    }
    return taken;
}

unsigned
scr_input_text(const struct screen *s, const uint8_t *in, unsigned len,
               uint8_t *out, unsigned max)
{
    unsigned i = 3, n = 0;
    bool ours = false;

    while (i < len) {
        if (in[i] == ORDER_SBA && i + 2 < len) {
            ours = t3270_get_addr(in + i + 1) == scr_input_at(s);
            i += 3;
            continue;
        }
        if (ours && in[i] != 0 && n < max)
            out[n++] = in[i] < EBLANK ? EBLANK : in[i];
        i++;
    }
    return n;
}

bool
scr_query_reply(const uint8_t *in, unsigned len, unsigned *rows, unsigned *cols,
                uint8_t *features)
{
    unsigned i = 1;
    bool found = false;

    *features = 0;
    if (len < 1 || in[0] != AID_STRUCTURED)
        return false;
    while (i + 4 <= len) {
        unsigned n = (unsigned)in[i] << 8 | in[i + 1];

        if (n < 4 || i + n > len)
            break;
        if (in[i + 2] == QUERY_REPLY && in[i + 3] == Q_USABLE && n >= 10) {
            *cols = (unsigned)in[i + 6] << 8 | in[i + 7];
            *rows = (unsigned)in[i + 8] << 8 | in[i + 9];
            found = *rows >= 24 && *rows <= 100 && *cols >= 80 && *cols <= 160;
        } else if (in[i + 2] == QUERY_REPLY) {
            *features |= in[i + 3] == Q_COLOR       ? 0x80
                         : in[i + 3] == Q_HIGHLIGHT ? 0x40
                         : in[i + 3] == Q_SYMBOLS   ? 0x20
                                                    : 0;
        }
        i += n;
    }
    return found;
}
