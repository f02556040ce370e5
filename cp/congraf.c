/* SPDX-License-Identifier: MIT */
/* A CP session on a 3270 (VM/370: DMKGRF): builds what is to be written, acts
 * on what was read. The layout is conscr.c's. */
#include "cp/condata.h"

#include "arch/t3270.h"
#include "cp/identity.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

static const char *const logo_lines[] = {
    " CCCC   AAA   M   M  BBBB   RRRR   III  DDDD    GGGG  EEEEE",
    "C      A   A  MM MM  B   B  R   R   I   D   D  G      E    ",
    "C      AAAAA  M M M  BBBB   RRRR    I   D   D  G  GG  EEEE ",
    "C      A   A  M   M  B   B  R  R    I   D   D  G   G  E    ",
    " CCCC  A   A  M   M  BBBB   R   R  III  DDDD    GGGG  EEEEE",
};
static const char *const help_lines[] = {
    "LOGON userid              to log on to CP",
    "DIAL userid               to connect to a virtual machine's 3270",
    "MSG userid message        to send a message",
};

static void
text_at(struct stream *o, const struct screen *s, unsigned row, unsigned col,
        const char *text)
{
    scr_address(o, row * s->cols + col);
    scr_bytes(o, text, (unsigned)strlen(text));
}

static void
logo(struct stream *o, struct screen *s, const struct term *t)
{
    char line[60];
    unsigned left = (s->cols - 59u) / 2, row = 2;

    for (unsigned i = 0; i < K_ARRAY_SIZE(logo_lines); i++)
        text_at(o, s, row++, left, logo_lines[i]);
    k_snprintf(line, sizeof line, "%s   %s   terminal %03X", cp_version,
               cp_sysid, t->rdev->addr);
    text_at(o, s, row + 1, left, line);
    row += 4;
    for (unsigned i = 0; i < K_ARRAY_SIZE(help_lines); i++)
        text_at(o, s, row++, left, help_lines[i]);
    s->row = s->col = 0;
}

static const char *
state_name(const struct term *t)
{
    const struct condata *c = t->con;

    if (t->refused)
        return "NOT ACCEPTED";
    if (t->screen == SCR_MORE)
        return "MORE...";
    if (t->screen == SCR_HOLD)
        return "HOLDING";
    if (c->vm == NULL || (c->flags & (CF_CPREAD | CF_ASK)))
        return "CP READ";
    return c->flags & CF_VMREAD ? "VM READ" : "RUNNING";
}

/* Lines to the screen until it or the stream is full. True: one of them wants
 * the alarm. */
static bool
put_lines(struct term *t, struct stream *o)
{
    struct condata *c = t->con;
    struct conline *l;
    bool alarm = false, done;

    while (t->screen == SCR_RUN && (l = c->out.first) != NULL) {
        c->out_at =
            (uint16_t)(c->out_at + scr_line(o, &t->scr, l->text + c->out_at,
                                            l->len - c->out_at,
                                            !(l->flags & CL_OPEN), &done));
        if (!done) {
            if (scr_full(&t->scr))
                term_more(t);
            break;
        }
        alarm |= (l->flags & CL_ALARM) != 0;
        c->out_at = 0;
        conline_free(conq_take(&c->out));
    }
    /* A message over the machine's full screen stays until it was read. */
    if (c->out.first == NULL && t->screen == SCR_RUN &&
        (c->flags & CF_REPAINT) && !(c->flags & CF_CPREAD))
        term_more(t);
    return alarm;
}

/* The machine's own screen: nothing of CP's goes there, unless CP has a line.
 * True: it is CP's now. */
static bool
take_screen(struct term *t)
{
    struct condata *c = t->con;

    if (!(c->flags & CF_FULL))
        return true;
    if (c->out.first == NULL && !(t->want & TW_FORMAT)) {
        t->want = 0;
        return false;
    }
    c->flags = (uint16_t)((c->flags & ~(CF_FULL | CF_ATTN)) | CF_REDO);
    t->want |= TW_FORMAT;
    return true;
}

static void
put_input(struct term *t, struct stream *o)
{
    scr_input(o, &t->scr, (t->con->flags & CF_DARK) != 0,
              t->fill != NULL ? t->fill->text : NULL,
              t->fill != NULL ? t->fill->len : 0);
    conline_free(t->fill);
    t->fill = NULL;
}

bool
graf_build(struct term *t)
{
    struct stream o = {t->buf, 0, sizeof t->buf, false};
    struct condata *c = t->con;
    unsigned wcc = WCC_RESTORE_KEYBOARD;
    uint8_t cmd = T3270_CCW_WRITE;

    if (!take_screen(t)) {
        if (!t->unlock)
            return false;
        t->unlock = false;
        t->buf[0] = t3270_code6(wcc);
        term_ccw(t, cmd, 1);
        return true;
    }
    t->unlock = false;
    if (t->want == 0 && (c->out.first == NULL || t->screen != SCR_RUN))
        return false;
    if (t->logo && c->out.first != NULL) {
        t->logo = false;
        t->want |= TW_CLEAR;
    }
    scr_byte(&o, 0);
    if (t->want & TW_FORMAT) {
        cmd = t->scr.alternate ? T3270_CCW_EWA : T3270_CCW_ERASE_WRITE;
        t->scr.row = t->scr.col = 0;
        scr_format(&o, &t->scr);
        put_input(t, &o);
    } else {
        if (t->want & TW_CLEAR)
            scr_clear_output(&o, &t->scr);
        if (t->want & TW_INPUT)
            put_input(t, &o);
    }
    if ((t->want & TW_LOGO) && c->out.first == NULL) {
        logo(&o, &t->scr, t);
        t->logo = true;
    }
    t->was = t->want;
    t->want &= TW_READ | TW_QUERY;
    if (put_lines(t, &o) || (t->was & TW_ALARM) || t->refused)
        wcc |= WCC_ALARM;
    t->want &= TW_READ | TW_QUERY;
    scr_status(&o, &t->scr, state_name(t), cp_sysid);
    t->buf[0] = t3270_code6(wcc);
    term_ccw(t, cmd, o.len);
    return true;
}

void
graf_read_build(struct term *t)
{
    term_ccw(t, T3270_CCW_READ_MODIFIED, sizeof t->buf);
}

/* Read Partition (Query): GA23-0059 "Read Partition". */
void
graf_query_build(struct term *t)
{
    static const uint8_t query[] = {0x00, 0x05, 0x01, 0xff, 0x02};

    memcpy(t->buf, query, sizeof query);
    term_ccw(t, T3270_CCW_WSF, sizeof query);
}

/* An answer that comes late is still taken where there is only the logo. */
static void
query_reply(struct term *t, unsigned len)
{
    bool late =
        t->state == TS_UP && t->silent && (t->logo || (t->want & TW_LOGO));
    unsigned rows, cols;

    t->silent = false;
    if (t->state != TS_QUERY && !late)
        return;
    timer_cancel(&t->timer);
    if (scr_query_reply(t->buf, len, &rows, &cols, &t->rdev->graf)) {
        t->scr.rows = (uint8_t)rows;
        t->scr.cols = (uint8_t)cols;
        t->scr.alternate = rows > 24 || cols > 80;
    }
    t->rdev->rows = t->scr.rows;
    t->rdev->cols = t->scr.cols;
    t->state = TS_UP;
    t->want |= TW_FORMAT | TW_LOGO;
}

/* PF1-24 as 0-23; -1: another key. */
static int
pf_number(uint8_t aid)
{
    if (aid >= 0xf1 && aid <= 0xf9)
        return aid - 0xf1;
    if (aid >= 0x7a && aid <= 0x7c)
        return aid - 0x7a + 9;
    if (aid >= 0xc1 && aid <= 0xc9)
        return aid - 0xc1 + 12;
    if (aid >= 0x4a && aid <= 0x4c)
        return aid - 0x4a + 21;
    return -1;
}

static void
enter(struct term *t, unsigned len)
{
    uint8_t line[CON_INPUT]; /* the buffer is written again meanwhile */
    unsigned n;

    if (t->screen != SCR_RUN) {
        timer_cancel(&t->timer);
        t->screen = SCR_HOLD;
        return;
    }
    n = scr_input_text(&t->scr, t->buf, len, line, sizeof line);
    while (n > 0 && line[n - 1] == ' ')
        n--;
    if (con_input(t->con, line, n))
        t->want |= TW_INPUT;
    else
        t->refused = true;
}

static void
clear(struct term *t, bool erased)
{
    struct condata *c = t->con;

    if (erased)
        t->want |= TW_FORMAT;
    if (c->vm == NULL && c->out.first == NULL && !(c->flags & CF_ASK))
        t->want |= TW_FORMAT | TW_LOGO;
    term_dismiss(t);
}

void
graf_read_done(struct term *t, unsigned len)
{
    int pf;

    if (len == 0)
        return;
    if (t->buf[0] == AID_STRUCTURED) {
        query_reply(t, len);
        return;
    }
    if (t->state == TS_QUERY) /* a key before the answer */
        return;
    t->want |= TW_STATUS;
    t->refused = false;
    pf = pf_number(t->buf[0]);
    if (t->con->flags & CF_FULL) { /* nobody reads: only PA1 counts */
        t->unlock = true;
        if (t->buf[0] != AID_PA1)
            return;
        t->want |= TW_FORMAT;
    }
    if (pf >= 0 && t->screen == SCR_RUN)
        t->refused = !con_pf_key(t->con, (unsigned)pf);
    else if (t->buf[0] == AID_ENTER)
        enter(t, len);
    else if (t->buf[0] == AID_PA1) {
        if (t->screen != SCR_RUN)
            term_dismiss(t);
        con_enter_cp(t->con);
    } else if (t->buf[0] == AID_PA2 || t->buf[0] == AID_CLEAR)
        clear(t, t->buf[0] == AID_CLEAR);
}
