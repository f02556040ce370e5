/* SPDX-License-Identifier: MIT */
/* Write Structured Field: Read Partition with its query replies, Erase/Reset,
 * Set Reply Mode, Outbound 3270DS; one implicit partition, 0. GA23-0059,
 * "Outbound Structured Fields", "Query Reply Structured Fields". */
#include "terminal/screen.h"

#include <string.h>

enum {
    SF_RESET_PARTITION = 0x00,
    SF_READ_PARTITION = 0x01,
    SF_ERASE_RESET = 0x03,
    SF_SET_REPLY_MODE = 0x09,
    SF_OUTBOUND_3270DS = 0x40,
    SF_QUERY_REPLY = 0x81,
    RP_QUERY = 0x02,
    RP_QUERY_LIST = 0x03,
    QCODE_SUMMARY = 0x80,
    QCODE_USABLE_AREA = 0x81,
    QCODE_ALPHANUMERIC = 0x84,
    QCODE_CHARACTER_SETS = 0x85,
    QCODE_COLOR = 0x86,
    QCODE_HIGHLIGHT = 0x87,
    QCODE_REPLY_MODES = 0x88,
    QCODE_IMPLICIT_PARTITION = 0xa6,
    QCODE_NULL = 0xff
};

static const uint8_t qcodes[] = {QCODE_SUMMARY,      QCODE_USABLE_AREA,
                                 QCODE_ALPHANUMERIC, QCODE_CHARACTER_SETS,
                                 QCODE_COLOR,        QCODE_HIGHLIGHT,
                                 QCODE_REPLY_MODES,  QCODE_IMPLICIT_PARTITION};

struct reply {
    uint8_t b[512];
    size_t n;
};

static void
put(struct reply *r, unsigned byte)
{
    if (r->n < sizeof(r->b))
        r->b[r->n++] = (uint8_t)byte;
}

static void
put2(struct reply *r, unsigned v)
{
    put(r, v >> 8);
    put(r, v);
}

static void
put_usable_area(struct reply *r, const struct screen *s)
{
    put(r, 0x01); /* 12- and 14-bit addressing */
    put(r, 0x00);
    put2(r, s->alt_cols);
    put2(r, s->alt_rows);
    put(r, 0x01); /* units: millimetres */
    put2(r, 1);   /* a point is 1/4 mm wide and high */
    put2(r, 4);
    put2(r, 1);
    put2(r, 4);
    put(r, 9);  /* points of a character cell, across */
    put(r, 16); /* and down */
    put2(r, s->alt_rows * s->alt_cols);
}

static void
put_character_sets(struct reply *r)
{
    put(r, 0x82); /* GE supported, CGCSGID present */
    put(r, 0x00);
    put(r, 9);
    put(r, 16);
    put2(r, 0); /* no loadable sets */
    put2(r, 0);
    put(r, 7); /* length of a descriptor */
    put(r, 0); /* set 0: not loadable, single plane */
    put(r, 0x10);
    put(r, 0x00);
    put2(r, 697); /* character set */
    put2(r, 1047);
}

static void
put_colors(struct reply *r)
{
    unsigned c;

    put(r, 0x00);
    put(r, 8);
    put(r, 0x00); /* default: green */
    put(r, 0xf4);
    for (c = 0xf1; c <= 0xf7; c++) {
        put(r, c);
        put(r, c);
    }
}

static void
put_highlights(struct reply *r)
{
    static const uint8_t h[] = {0xf1, 0xf2, 0xf4};
    unsigned i;

    put(r, 4);
    put(r, 0x00); /* default: normal */
    put(r, 0xf0);
    for (i = 0; i < sizeof(h); i++) {
        put(r, h[i]);
        put(r, h[i]);
    }
}

static void
put_implicit_partition(struct reply *r, const struct screen *s)
{
    put2(r, 0);
    put(r, 11); /* self-defining parameter: sizes */
    put(r, 0x01);
    put(r, 0x00);
    put2(r, 80); /* default width and height */
    put2(r, 24);
    put2(r, s->alt_cols);
    put2(r, s->alt_rows);
}

static void
put_reply(struct reply *r, const struct screen *s, uint8_t code)
{
    size_t at = r->n;
    unsigned i;

    put2(r, 0); /* length, below */
    put(r, SF_QUERY_REPLY);
    put(r, code);
    switch (code) {
    case QCODE_SUMMARY:
        for (i = 0; i < sizeof(qcodes); i++)
            put(r, qcodes[i]);
        break;
    case QCODE_USABLE_AREA:
        put_usable_area(r, s);
        break;
    case QCODE_ALPHANUMERIC:
        put(r, 0); /* one partition */
        put2(r, s->alt_rows * s->alt_cols);
        put(r, 0x00);
        break;
    case QCODE_CHARACTER_SETS:
        put_character_sets(r);
        break;
    case QCODE_COLOR:
        put_colors(r);
        break;
    case QCODE_HIGHLIGHT:
        put_highlights(r);
        break;
    case QCODE_REPLY_MODES:
        put(r, 0);
        put(r, 1);
        put(r, 2);
        break;
    case QCODE_IMPLICIT_PARTITION:
        put_implicit_partition(r, s);
        break;
    default:
        break;
    }
    r->b[at] = (uint8_t)((r->n - at) >> 8);
    r->b[at + 1] = (uint8_t)(r->n - at);
}

/* Query List: GA23-0059 "Read Partition": 00 what is listed, 40 what is
 * equivalent to the list and everything, 80 everything. */
static void
query(struct screen *s, const uint8_t *list, size_t n, bool all)
{
    struct reply r = {.n = 0};
    unsigned i, sent = 0;

    put(&r, AID_STRUCTURED);
    for (i = 0; i < sizeof(qcodes); i++) {
        if (!all && (n == 0 || memchr(list, qcodes[i], n) == NULL))
            continue;
        put_reply(&r, s, qcodes[i]);
        sent++;
    }
    if (sent == 0)
        put_reply(&r, s, QCODE_NULL);
    s->aid = AID_NONE;
    s->ops->send(s->arg, r.b, r.n);
}

static void
read_partition(struct screen *s, const uint8_t *p, size_t n)
{
    if (n < 2) {
        scr_prog(s, "Read Partition cut short");
        return;
    }
    if (s->replies++ == SCR_REPLIES_MAX) {
        scr_prog(s, "too many reads in one record");
        return;
    }
    switch (p[1]) {
    case RP_QUERY:
        query(s, NULL, 0, true);
        break;
    case RP_QUERY_LIST:
        if (n < 3)
            scr_prog(s, "Query List cut short");
        else
            query(s, p + 3, n - 3, (p[2] & 0xc0) != 0);
        break;
    case T3270_RB:
    case T3270_RM:
    case T3270_RMA:
        if (p[0] != 0)
            scr_prog(s, "no such partition");
        else
            scr_command(s, p[1], NULL, 0);
        break;
    default:
        scr_prog(s, "unknown Read Partition type");
        break;
    }
}

static void
set_reply_mode(struct screen *s, const uint8_t *p, size_t n)
{
    if (n < 2 || p[0] != 0 || p[1] > SCR_REPLY_CHARACTER) {
        scr_prog(s, "bad Set Reply Mode");
        return;
    }
    s->reply = (enum scr_reply)p[1];
    s->reply_color = n > 2 && memchr(p + 2, XA_COLOR, n - 2);
    s->reply_highlight = n > 2 && memchr(p + 2, XA_HIGHLIGHT, n - 2);
    s->reply_charset = n > 2 && memchr(p + 2, XA_CHARSET, n - 2);
}

static void
outbound_3270ds(struct screen *s, const uint8_t *p, size_t n)
{
    if (n < 2 || p[0] != 0) {
        scr_prog(s, "no such partition");
        return;
    }
    switch (p[1]) {
    case T3270_W:
    case T3270_EW:
    case T3270_EWA:
    case T3270_EAU:
        scr_command(s, p[1], p + 2, n - 2);
        break;
    default:
        scr_prog(s, "Outbound 3270DS with no write");
        break;
    }
}

static void
one_field(struct screen *s, const uint8_t *p, size_t n)
{
    switch (p[0]) {
    case SF_RESET_PARTITION:
        break;
    case SF_READ_PARTITION:
        read_partition(s, p + 1, n - 1);
        break;
    case SF_ERASE_RESET:
        if (n < 2)
            scr_prog(s, "Erase/Reset cut short");
        else
            scr_erase(s, (p[1] & 0x80) != 0);
        break;
    case SF_SET_REPLY_MODE:
        set_reply_mode(s, p + 1, n - 1);
        break;
    case SF_OUTBOUND_3270DS:
        outbound_3270ds(s, p + 1, n - 1);
        break;
    default:
        scr_prog(s, "unknown structured field");
        break;
    }
}

void
scr_structured(struct screen *s, const uint8_t *data, size_t len)
{
    while (len) {
        size_t n;

        if (len < 3) {
            scr_prog(s, "structured field cut short");
            return;
        }
        n = (size_t)data[0] << 8 | data[1];
        if (n == 0)
            n = len; /* the last one: to the end */
        if (n < 3 || n > len) {
            scr_prog(s, "bad structured field length");
            return;
        }
        one_field(s, data + 2, n - 2);
        if (s->prog != NULL)
            return;
        data += n;
        len -= n;
    }
}
