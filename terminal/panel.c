/* SPDX-License-Identifier: MIT */
/* Keypad, help page, and the questions at leaving and when the machine ends. */
#include "config.h"

#include "terminal/panel.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "terminal/input.h"
#include "terminal/keyboard.h"
#include "terminal/window.h"

/* The keypad: rows of keys, 0 ends a row short. */
enum { PAD_ROWS = 4, PAD_COLS = 12, PAD_KEY = 6 };

static const uint32_t pad[PAD_ROWS][PAD_COLS] = {
    {K_PF1, K_PF1 + 1, K_PF1 + 2, K_PF1 + 3, K_PF1 + 4, K_PF1 + 5, K_PF1 + 6,
     K_PF1 + 7, K_PF1 + 8, K_PF1 + 9, K_PF1 + 10, K_PF1 + 11},
    {K_PF1 + 12, K_PF1 + 13, K_PF1 + 14, K_PF1 + 15, K_PF1 + 16, K_PF1 + 17,
     K_PF1 + 18, K_PF1 + 19, K_PF1 + 20, K_PF1 + 21, K_PF1 + 22, K_PF24},
    {K_PA1, K_PA2, K_PA3, K_CLEAR, K_ENTER, K_RESET, K_ATTN, K_SYSREQ,
     K_INSERT_MODE, K_DELETE, K_CURSOR_HOME, K_FIELD_END},
    {K_ERASE_EOF, K_ERASE_INPUT, K_NEWLINE, K_DUP, K_FIELD_MARK,
     K_CURSOR_SELECT},
};

/* Key caps of at most five letters. */
static const char *
cap(uint32_t key)
{
    switch (key) {
    case K_SYSREQ:
        return "SysRq";
    case K_INSERT_MODE:
        return "Ins";
    case K_DELETE:
        return "Del";
    case K_ERASE_EOF:
        return "ErEOF";
    case K_ERASE_INPUT:
        return "ErInp";
    case K_NEWLINE:
        return "NewLn";
    case K_FIELD_MARK:
        return "FldMk";
    case K_CURSOR_SELECT:
        return "CrSel";
    default:
        return kbd_name(key);
    }
}

static void
pad_origin(int *y, int *x)
{
    *y = LINES > 3 * PAD_ROWS + 2 ? LINES - 3 * PAD_ROWS - 3 : 0;
    *x =
        COLS > PAD_COLS * PAD_KEY + 2 ? (COLS - PAD_COLS * PAD_KEY - 2) / 2 : 0;
}

static void
draw_keypad(struct app *app)
{
    unsigned r, c;
    int y, x, i;

    pad_origin(&y, &x);
    attrset(A_REVERSE);
    for (i = 0; i < 3 * PAD_ROWS + 2; i++)
        mvhline(y + i, x, ' ', PAD_COLS * PAD_KEY + 2);
    mvaddstr(y, x + 1,
             "Arrows and Enter (or the mouse) press a key; below it, "
             "how to type it.");
    for (r = 0; r < PAD_ROWS; r++) {
        for (c = 0; c < PAD_COLS && pad[r][c]; c++) {
            int ky = y + 1 + 3 * (int)r, kx = x + 1 + PAD_KEY * (int)c;

            attrset(app->keypad_at == r * PAD_COLS + c ? A_BOLD
                                                       : A_REVERSE | A_BOLD);
            mvprintw(ky, kx, "%-5s", cap(pad[r][c]));
            attrset(A_REVERSE);
            mvprintw(ky + 1, kx, "%-5s", input_short_hint(pad[r][c]));
        }
    }
    mvaddstr(
        y + 3 * PAD_ROWS + 1, x + 1,
        "Shift-F1 to Shift-F12 are PF13 to PF24 too; after Esc: digits PF1-12,"
        " q-] PF13+");
    attrset(A_NORMAL);
    curs_set(0);
}

static void
press(struct app *app, uint32_t key)
{
    panel_open(app, PANEL_NONE);
    app_key(app, key);
}

static void
keypad_move(struct app *app, int dr, int dc)
{
    int r = (int)(app->keypad_at / PAD_COLS) + dr;
    int c = (int)(app->keypad_at % PAD_COLS) + dc;

    if (r < 0 || r >= PAD_ROWS || c < 0 || c >= PAD_COLS)
        return;
    while (c > 0 && pad[r][c] == 0)
        c--;
    app->keypad_at = (unsigned)(r * PAD_COLS + c);
}

static bool
keypad_key(struct app *app, uint32_t key)
{
    switch (key) {
    case K_CURSOR_UP:
        keypad_move(app, -1, 0);
        return true;
    case K_CURSOR_DOWN:
        keypad_move(app, 1, 0);
        return true;
    case K_CURSOR_LEFT:
    case K_BACKTAB:
        keypad_move(app, 0, -1);
        return true;
    case K_CURSOR_RIGHT:
    case K_TAB:
        keypad_move(app, 0, 1);
        return true;
    case K_ENTER:
        press(app, pad[app->keypad_at / PAD_COLS][app->keypad_at % PAD_COLS]);
        return true;
    case APP_KEYPAD:
    case APP_ESC:
        panel_open(app, PANEL_NONE);
        return true;
    default: /* any other key is pressed as it is */
        panel_open(app, PANEL_NONE);
        return false;
    }
}

void
panel_click(struct app *app, int y, int x)
{
    int oy, ox, r, c;

    if (app->panel != PANEL_KEYPAD)
        return;
    pad_origin(&oy, &ox);
    r = y - oy - 1;
    c = x - ox - 1;
    if (r < 0 || c < 0 || r % 3 == 2 || r / 3 >= PAD_ROWS ||
        c / PAD_KEY >= PAD_COLS || pad[r / 3][c / PAD_KEY] == 0) {
        panel_open(app, PANEL_NONE);
        return;
    }
    press(app, pad[r / 3][c / PAD_KEY]);
}

/* The help page: text, and lines about a key, which take the key's hint. */
static const struct help_line {
    uint32_t key;
    const char *text;
} help[] = {
    {0, "Cambridge terminal: the keys"},
    {0, ""},
    {APP_LEAVE, "leave; asks whether the system is to run on"},
    {APP_OPERATOR, "the machine's operator console, and back"},
    {APP_CONTROL, "the operator control panel: lights, registers, devices"},
    {APP_NEW_SESSION, "another session"},
    {APP_NEXT_SESSION, "the next session"},
    {APP_CLOSE_SESSION, "close this session"},
    {APP_KEYPAD, "a keypad with all the keys of a 3270"},
    {APP_STATUS_BAR, "always show the status line"},
    {APP_REDRAW, "draw the window again"},
    {0, ""},
    {K_ENTER, "ENTER"},
    {K_CLEAR, "CLEAR: a fresh screen (answers MORE...)"},
    {K_PA1, "PA1: attention; acts at any time"},
    {K_PA2, "PA2"},
    {K_PA3, "PA3"},
    {K_ATTN, "ATTN; acts at any time, as PA1"},
    {K_SYSREQ, "SYS REQ"},
    {K_RESET, "RESET: ends an error, forgets what was typed ahead"},
    {0, "F1 to F12, or Esc and a digit, - or =    PF1 to PF12"},
    {0, "Shift-F1 ..., Esc F1 ..., or Esc q to ]  PF13 to PF24"},
    {APP_PAGE_UP, "PF7, and back in the operator console"},
    {APP_PAGE_DOWN, "PF8, and forward in the operator console"},
    {0, ""},
    {K_TAB, "next field"},
    {K_BACKTAB, "field before"},
    {K_NEWLINE, "first field of the next line"},
    {K_CURSOR_HOME, "first field"},
    {K_FIELD_END, "end of what is in the field"},
    {K_INSERT_MODE, "insert mode, on and off"},
    {K_DELETE, "delete the character"},
    {K_RUBOUT, "delete the character before"},
    {K_ERASE_EOF, "erase to the end of the field"},
    {K_ERASE_INPUT, "erase all input"},
    {K_DUP, "DUP"},
    {K_FIELD_MARK, "FIELD MARK"},
    {K_CURSOR_SELECT, "CURSOR SELECT"},
    {0, ""},
    {0, "Alt and a key is the same as Esc and then the key."},
    {0, "Up, Down, PgUp, PgDn move this page; any other key closes it."},
};

enum { HELP_LINES = sizeof(help) / sizeof(help[0]) };

static void
draw_help(struct app *app)
{
    unsigned i;

    erase();
    for (i = 0; i < (unsigned)LINES && app->help_top + i < HELP_LINES; i++) {
        const struct help_line *h = &help[app->help_top + i];
        char hint[80];

        if (h->key) {
            input_hint(h->key, hint, sizeof(hint));
            mvprintw((int)i, 1, "%-22s %s", hint, h->text);
        } else {
            mvaddnstr((int)i, 1, h->text, COLS - 1);
        }
    }
    curs_set(0);
}

static bool
help_key(struct app *app, uint32_t key)
{
    unsigned page = LINES > 2 ? (unsigned)LINES - 2 : 1;
    unsigned last = HELP_LINES > LINES ? HELP_LINES - (unsigned)LINES : 0;
    unsigned top = app->help_top;

    switch (key) {
    case K_CURSOR_UP:
        top -= top > 0;
        break;
    case K_CURSOR_DOWN:
        top++;
        break;
    case APP_PAGE_UP:
        top = top > page ? top - page : 0;
        break;
    case APP_PAGE_DOWN:
        top += page;
        break;
    default:
        panel_open(app, PANEL_NONE);
        return true;
    }
    app->help_top = top > last ? last : top;
    return true;
}

static void
draw_box(const char *const *text, unsigned n)
{
    int w = COLS < 62 ? COLS : 62, x = (COLS - w) / 2;
    int y = LINES > (int)n + 2 ? (LINES - (int)n - 2) / 2 : 0;
    unsigned i;

    attrset(A_REVERSE);
    for (i = 0; i < n + 2; i++)
        mvhline(y + (int)i, x, ' ', w);
    for (i = 0; i < n; i++)
        mvaddnstr(y + 1 + (int)i, x + 2, text[i], w - 3);
    attrset(A_NORMAL);
    curs_set(0);
}

static void
draw_leave(const struct app *app)
{
    static const char *const with[] = {
        "Leave Cambridge?", "", "S   shut the system down",
        "L   leave; the system runs on", "Esc stay"};
    static const char *const without[] = {"Leave the terminal?", "",
                                          "L   leave", "Esc stay"};

    if (app->has_opcon && !app->opcon.ended)
        draw_box(with, 5);
    else
        draw_box(without, 4);
}

static bool
leave_key(struct app *app, uint32_t key)
{
    bool ours = app->has_opcon && !app->opcon.ended;

    if (key == 'l' || key == 'L') {
        app->done = true;
        if (ours)
            snprintf(app->farewell, sizeof(app->farewell),
                     "The system runs on (process %ld).", app->opcon.hello.pid);
    } else if (ours && (key == 's' || key == 'S')) {
        app->shutting_down = opcon_command(&app->opcon, "shutdown");
        app->show_opcon = true;
        panel_open(app, PANEL_NONE);
    } else if (key == APP_ESC || key == APP_LEAVE) {
        panel_open(app, PANEL_NONE);
    }
    return true;
}

static void
draw_ended(const struct app *app)
{
    const char *text[5];

    text[0] = "The machine is not there any more:";
    text[1] = app->opcon.why[0] ? app->opcon.why : "it gave no reason";
    text[2] = "";
    text[3] = "Enter leaves; ^O shows its console, any other key the";
    text[4] = "last screen.";
    draw_box(text, 5);
}

static bool
ended_key(struct app *app, uint32_t key)
{
    if (key == K_ENTER || key == APP_LEAVE)
        app->done = true;
    else if (key == APP_OPERATOR)
        app->show_opcon = true;
    panel_open(app, PANEL_NONE);
    return true;
}

void
panel_open(struct app *app, enum app_panel panel)
{
    if (panel == PANEL_KEYPAD)
        mousemask(BUTTON1_PRESSED | BUTTON1_CLICKED, NULL);
    else if (app->panel == PANEL_KEYPAD)
        mousemask(0, NULL);
    app->panel = panel;
    app->help_top = 0;
}

void
panel_draw(struct app *app)
{
    switch (app->panel) {
    case PANEL_KEYPAD:
        draw_keypad(app);
        break;
    case PANEL_HELP:
        draw_help(app);
        break;
    case PANEL_LEAVE:
        draw_leave(app);
        break;
    case PANEL_ENDED:
        draw_ended(app);
        break;
    case PANEL_NONE:
        break;
    }
}

bool
panel_key(struct app *app, uint32_t key)
{
    switch (app->panel) {
    case PANEL_KEYPAD:
        return keypad_key(app, key);
    case PANEL_HELP:
        return help_key(app, key);
    case PANEL_LEAVE:
        return leave_key(app, key);
    case PANEL_ENDED:
        return ended_key(app, key);
    case PANEL_NONE:
        break;
    }
    return false;
}
