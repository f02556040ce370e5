/* SPDX-License-Identifier: MIT */
/* A CP session on a 3215 or 1052 console (VM/370: DMKCNS). A typed line waits
 * in the device with attention pending, so that a read is only started when
 * there is one. */
#include "cp/condata.h"

#include "klib/kfmt.h"
#include "klib/klib.h"

enum { WRITE_NO_CR = 0x01, WRITE_CR = 0x09, READ_INQUIRY = 0x0a };

bool
line_build(struct term *t)
{
    struct condata *c = t->con;
    struct conline *l = c->out.first;
    unsigned n;
    bool rest;

    if ((t->want & TW_LOGO) && l == NULL) {
        int len =
            k_snprintf((char *)t->buf, sizeof t->buf, "%s ONLINE", cp_sysid);

        t->want = 0;
        term_ccw(t, WRITE_CR, (unsigned)len);
        return true;
    }
    t->want &= TW_READ;
    if (l == NULL)
        return false;
    n = l->len - c->out_at;
    rest = n > t->scr.cols;
    if (rest)
        n = t->scr.cols;
    for (unsigned i = 0; i < n; i++) {
        uint8_t ch = l->text[c->out_at + i];

        t->buf[i] = ch < 0x40 || ch == 0xff ? ' ' : ch;
    }
    c->out_at = (uint16_t)(c->out_at + n);
    if (n == 0)
        t->buf[n++] = ' ';
    term_ccw(t, !rest && (l->flags & CL_OPEN) ? WRITE_NO_CR : WRITE_CR, n);
    if (!rest) {
        c->out_at = 0;
        conline_free(conq_take(&c->out));
    }
    return true;
}

void
line_read_build(struct term *t)
{
    term_ccw(t, READ_INQUIRY, CON_INPUT);
}

/* With the machine not reading, an empty line is the attention that leads to
 * CP. */
void
line_read_done(struct term *t, unsigned len)
{
    struct condata *c = t->con;
    uint8_t line[CON_INPUT]; /* the buffer is written again meanwhile */

    if (len > sizeof line)
        len = sizeof line;
    memcpy(line, t->buf, len);
    while (len > 0 && (line[len - 1] <= ' '))
        len--;
    if (len == 0 && !(c->flags & (CF_CPREAD | CF_VMREAD | CF_ASK)))
        con_enter_cp(c);
    if (len > 0 || (c->flags & (CF_VMREAD | CF_ASK)))
        if (!con_input(c, line, len))
            con_put(c, "NOT ACCEPTED", 12, PUT_ALARM);
}
