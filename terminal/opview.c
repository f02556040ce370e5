/* SPDX-License-Identifier: MIT */
/* The operator console's picture: the lines, folded to the window's width, the
 * newest at the bottom, and the command line. */
#include "config.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "lib/codepage.h"
#include "terminal/window.h"

/* Draws piece `piece` (of `width` characters) of a UTF-8 line. */
static void
draw_piece(int y, const char *text, unsigned piece, unsigned width)
{
    size_t len = strlen(text), i = 0, at = 0;
    int x = 0;

    while (i < len) {
        uint32_t ch = '?';
        size_t n = utf8_decode(text + i, len - i, &ch);

        i += n ? n : 1;
        if (at >= (size_t)piece * width && at < (size_t)(piece + 1) * width) {
            wchar_t w[2] = {
                (wchar_t)(ch < 0x20 || (ch >= 0x7f && ch < 0xa0) ? '?' : ch),
                0};

            mvaddwstr(y, x++, w);
        }
        at++;
    }
}

static unsigned
pieces(const char *text, unsigned width)
{
    size_t len = strlen(text), i = 0, n = 0;

    while (i < len) {
        uint32_t ch;
        size_t k = utf8_decode(text + i, len - i, &ch);

        i += k ? k : 1;
        n++;
    }
    return n == 0 ? 1 : (unsigned)((n + width - 1) / width);
}

/* From the newest line upwards, `scroll` display lines skipped. Returns how
 * many could not be skipped because there are none. */
static unsigned
draw_lines(const struct opcon *o, int rows, unsigned width)
{
    unsigned skip = o->scroll, i;
    int y = rows - 1;

    for (i = o->lines; i-- > 0 && y >= 0;) {
        const char *text = o->line[(o->first + i) % OPCON_LINES];
        unsigned k = pieces(text, width);

        while (k-- > 0 && y >= 0) {
            if (skip > 0)
                skip--;
            else
                draw_piece(y--, text, k, width);
        }
    }
    return skip;
}

static void
draw_input(const struct opcon *o, int y)
{
    unsigned room = COLS > 8 ? (unsigned)COLS - 6 : 2, from = 0, i;
    int x = 5;

    if (o->input_pos >= room)
        from = o->input_pos - room + 1;
    mvaddstr(y, 0, "===> ");
    for (i = from; i < o->input_len && i - from < room; i++) {
        wchar_t w[2] = {(wchar_t)o->input[i], 0};

        mvaddwstr(y, x++, w);
    }
    move(y, 5 + (int)(o->input_pos - from));
}

void
opview_draw(struct app *app)
{
    struct opcon *o = &app->opcon;
    char text[200];
    int rows = LINES - 2;

    if (rows < 1)
        return;
    o->scroll -= draw_lines(o, rows, COLS > 1 ? (unsigned)COLS : 1);
    attrset(A_REVERSE);
    mvhline(LINES - 1, 0, ' ', COLS);
    snprintf(text, sizeof(text), " OPERATOR CONSOLE  %s%s",
             !app->has_opcon      ? "there is no control socket"
             : o->ended           ? "the machine has ended"
             : app->shutting_down ? "shutting down ..."
                                  : o->hello.build,
             o->scroll ? "  (looking back: PgDn)" : "");
    mvaddnstr(LINES - 1, 0, text, COLS);
    if (COLS > 70)
        mvaddstr(LINES - 1, COLS - 24, "^O sessions   ^] leave ");
    attrset(A_NORMAL);
    draw_input(o, LINES - 2);
}
