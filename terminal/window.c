/* SPDX-License-Identifier: MIT */
/* The window. When it has a line to spare, the last one is the status line;
 * in a window of exactly the display's size the status shows, over the left of
 * the last line, only while it says something the user must know. A window
 * that is smaller shows the part around the cursor. */
#include "config.h"

#include "terminal/window.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "terminal/keyboard.h"
#include "terminal/panel.h"

enum { PAIR_STATUS = 9 };

/* The part of the display that is shown. */
struct view {
    unsigned top, left, rows, cols;
    bool bar;
};

void
window_open(void)
{
    static const short color[8] = {
        -1,          COLOR_BLUE, COLOR_RED,    COLOR_MAGENTA,
        COLOR_GREEN, COLOR_CYAN, COLOR_YELLOW, COLOR_WHITE};
    short i;

    set_escdelay(25);
    initscr();
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    meta(stdscr, TRUE);
    if (has_colors()) {
        start_color();
        use_default_colors();
        for (i = 1; i < 8; i++)
            init_pair(i, (short)(COLORS >= 16 && i == 1 ? 12 : color[i]), -1);
        init_pair(PAIR_STATUS, COLOR_BLACK, COLOR_CYAN);
    }
}

void
window_close(void)
{
    endwin();
}

void
window_resize(void)
{
    struct winsize ws;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row && ws.ws_col)
        resizeterm(ws.ws_row, ws.ws_col);
    clearok(stdscr, TRUE);
}

static unsigned
scroll_to(unsigned cursor, unsigned shown, unsigned total)
{
    unsigned at;

    if (shown >= total)
        return 0;
    at = cursor < shown ? 0 : cursor - shown + 1;
    return at > total - shown ? total - shown : at;
}

static struct view
view_of(const struct app *app, const struct screen *s)
{
    unsigned h = LINES > 0 ? (unsigned)LINES : 1;
    unsigned w = COLS > 0 ? (unsigned)COLS : 1;
    struct view v;

    v.bar = h > 1 && (h > s->rows || app->force_bar);
    v.rows = h - v.bar < s->rows ? h - v.bar : s->rows;
    v.cols = w < s->cols ? w : s->cols;
    v.top = scroll_to(s->cursor / s->cols, v.rows, s->rows);
    v.left = scroll_to(s->cursor % s->cols, v.cols, s->cols);
    return v;
}

/* The four colours of a display without extended colour: 3279 "base colour". */
static unsigned
base_color(uint8_t field)
{
    bool bright = (field & ATTR_DISPLAY) == ATTR_BRIGHT;

    if (field & ATTR_PROTECTED)
        return bright ? 7 : 1;
    return bright ? 2 : 4;
}

static attr_t
attributes(const struct cell *c, const struct cell *field, short *pair)
{
    uint8_t color = c->color, hl = c->highlight;
    attr_t a = A_NORMAL;
    unsigned n = 4;

    if (field != NULL) {
        if (!color)
            color = field->color;
        if (!hl)
            hl = field->highlight;
        n = base_color(field->field);
        if ((field->field & ATTR_DISPLAY) == ATTR_BRIGHT)
            a |= A_BOLD;
    }
    if (color >= 0xf1 && color <= 0xf7)
        n = color & 7;
    *pair = (short)n;
    switch (hl) {
    case 0xf1:
        a |= A_BLINK;
        break;
    case 0xf2:
        a |= A_REVERSE;
        break;
    case 0xf4:
        a |= A_UNDERLINE;
        break;
    default:
        break;
    }
    return a;
}

static wchar_t
graphic(const struct screen *s, const struct cell *c)
{
    uint32_t ch;

    if (c->charset == SCR_CHARSET_GE)
        return L'\u00b7'; /* no APL graphics */
    if (c->ch == 0x1c)
        return L'*'; /* DUP and FIELD MARK, as a 3278 shows them */
    if (c->ch == 0x1e)
        return L';';
    ch = codepage_graphic(s->codepage, c->ch);
    return ch ? (wchar_t)ch : L' ';
}

static void
draw_display(const struct screen *s, const struct view *v)
{
    int f = scr_field_of(s, s->size - 1);
    const struct cell *field = f >= 0 ? &s->cell[f] : NULL;
    unsigned i;

    for (i = 0; i < s->size; i++) {
        const struct cell *c = &s->cell[i];
        unsigned row = i / s->cols, col = i % s->cols;
        wchar_t text[2] = {L' ', 0};
        attr_t a = A_NORMAL;
        short pair = 0;
        cchar_t out;

        if (c->field)
            field = c;
        if (row < v->top || row >= v->top + v->rows || col < v->left ||
            col >= v->left + v->cols)
            continue;
        if (!c->field &&
            !(field != NULL && (field->field & ATTR_DISPLAY) == ATTR_DARK)) {
            a = attributes(c, field, &pair);
            text[0] = graphic(s, c);
        }
        setcchar(&out, text, a, has_colors() ? pair : 0, NULL);
        mvadd_wch((int)(row - v->top), (int)(col - v->left), &out);
    }
}

/* The keyboard's state, as on the status line of a 3278. */
static void
lock_text(const struct app *app, const struct session *se, char *out,
          size_t size)
{
    const struct screen *s = se->screen;

    out[0] = '\0';
    if (app->esc)
        snprintf(out, size, "Esc-");
    else if (se->state == SESSION_CONNECTING)
        snprintf(out, size, "X connecting to %.60s port %u", se->config->host,
                 se->config->port);
    else if (se->state == SESSION_NEGOTIATING)
        snprintf(out, size, "X negotiating");
    else if (se->state == SESSION_LOST)
        snprintf(out, size, "X NOT CONNECTED");
    else if (s->lock == SCR_LOCK_PROG)
        snprintf(out, size, "X PROG %s (^R resets)", s->prog ? s->prog : "");
    else if (s->lock == SCR_LOCK_SYSTEM && s->ahead_n)
        snprintf(out, size, "X SYSTEM +%u", s->ahead_n);
    else if (s->lock == SCR_LOCK_SYSTEM)
        snprintf(out, size, "X SYSTEM");
    else if (s->oper == SCR_OPER_PROTECTED)
        snprintf(out, size, "X <-o-> PROTECTED");
    else if (s->oper == SCR_OPER_NUMERIC)
        snprintf(out, size, "X NUM");
    else if (s->oper == SCR_OPER_OVERFLOW)
        snprintf(out, size, "X OVERFLOW");
    else if (s->oper == SCR_OPER_NO_CHAR)
        snprintf(out, size, "X NO SUCH CHARACTER");
}

static void
draw_status(const struct app *app, const struct session *se,
            const struct view *v)
{
    const struct screen *s = se->screen;
    char lock[120], left[200], right[80];
    int y = LINES - 1;

    lock_text(app, se, lock, sizeof(lock));
    if (has_colors())
        attrset(COLOR_PAIR(PAIR_STATUS));
    else
        attrset(A_REVERSE);
    if (!v->bar) {
        if (lock[0])
            mvprintw(y, 0, " %.*s ", COLS - 2 > 0 ? COLS - 2 : 0, lock);
        attrset(A_NORMAL);
        return;
    }
    snprintf(left, sizeof(left), " %s %u/%u  %-10s %s", se->name,
             app->current + 1, app->sessions, lock, s->insert ? "INS" : "");
    snprintf(right, sizeof(right), "%s^K keys  ^] leave  %02u/%03u ",
             app->has_opcon ? "^O operator  ^P panel  " : "",
             s->cursor / s->cols + 1, s->cursor % s->cols + 1);
    mvhline(y, 0, ' ', COLS);
    mvaddnstr(y, 0, left, COLS);
    if ((int)(strlen(left) + strlen(right)) < COLS)
        mvaddstr(y, COLS - (int)strlen(right), right);
    attrset(A_NORMAL);
}

static void
draw_lost(const struct session *se)
{
    int y = LINES / 2 - 2, x = COLS > 66 ? (COLS - 64) / 2 : 1;
    int w = COLS - 2 < 64 ? COLS - 2 : 64, i;

    if (y < 0 || w < 20)
        return;
    attrset(A_REVERSE);
    for (i = 0; i < 5; i++)
        mvhline(y + i, x, ' ', w);
    mvaddnstr(y + 1, x + 2, "Not connected:", w - 2);
    mvaddnstr(y + 2, x + 2, se->why, w - 3);
    mvaddnstr(y + 3, x + 2,
              "Enter connects again, ^W closes the session, ^] leaves", w - 2);
    attrset(A_NORMAL);
}

static void
draw_session(struct app *app)
{
    struct session *se = app_session(app);
    struct view v;

    if (se == NULL) {
        mvaddstr(LINES / 2, 2, "No session is open: ^T opens one.");
        return;
    }
    v = view_of(app, se->screen);
    draw_display(se->screen, &v);
    if (se->state == SESSION_LOST)
        draw_lost(se);
    draw_status(app, se, &v);
    if (se->screen->alarm) {
        se->screen->alarm = false;
        beep();
    }
    move((int)(se->screen->cursor / se->screen->cols - v.top),
         (int)(se->screen->cursor % se->screen->cols - v.left));
}

void
window_draw(struct app *app)
{
    erase();
    curs_set(1);
    if (app->show_opctl)
        opctl_draw(&app->opctl);
    else if (app->show_opcon)
        opview_draw(app);
    else
        draw_session(app);
    if (app->panel != PANEL_NONE)
        panel_draw(app);
    refresh();
}
