/* SPDX-License-Identifier: MIT */
/* The terminal program: its sessions, the operator console, what is on top of
 * them, and who has the keys. app.c has the behaviour; window.c, panel.c draw;
 * input.c turns what ncurses reads into keys. */
#ifndef TERMINAL_APP_H
#define TERMINAL_APP_H

#include <uv.h>

#include "terminal/opcon.h"
#include "terminal/opctl.h"
#include "terminal/session.h"

enum { APP_SESSIONS = 16 };

enum app_panel {
    PANEL_NONE,
    PANEL_HELP,
    PANEL_KEYPAD,
    PANEL_LEAVE, /* shut down, leave, stay */
    PANEL_ENDED  /* the machine is gone */
};

/* Commands of the program itself, numbered after the keys of key3270. */
enum app_command {
    APP_FIRST = 0x120000,
    APP_ESC, /* the prefix: the next key is looked up with it */
    APP_OPERATOR,
    APP_CONTROL, /* the operator control panel */
    APP_NEXT_SESSION,
    APP_NEW_SESSION,
    APP_CLOSE_SESSION,
    APP_KEYPAD,
    APP_HELP,
    APP_LEAVE,
    APP_REDRAW,
    APP_STATUS_BAR,
    APP_PAGE_UP, /* also PF7, PF8 */
    APP_PAGE_DOWN
};

struct app {
    uv_loop_t loop;
    struct session_config config;
    struct session *session[APP_SESSIONS];
    unsigned sessions, current;
    char next_letter;
    bool has_opcon; /* there is a control socket */
    struct opcon opcon;
    bool show_opcon;
    struct opctl opctl;
    bool show_opctl; /* on top of either */
    enum app_panel panel;
    unsigned keypad_at; /* the selected key */
    unsigned help_top;  /* first line shown */
    bool esc;           /* the prefix was pressed */
    bool force_bar;     /* a status line even if that costs a screen line */
    bool shutting_down;
    bool told_end; /* the user was told that the machine ended */
    bool dirty;    /* to be drawn before the loop sleeps */
    bool done;
    char farewell[300]; /* printed when the window is gone */
    uv_poll_t keys;
    uv_prepare_t prepare;
    uv_signal_t winch, term, hup;
};

/* Opens the window, runs until the user leaves; returns the exit status. */
int app_run(struct app *app);
struct session *app_session(struct app *app); /* NULL: none is open */
/* Acts on a key of key3270, a character or an app_command. */
void app_key(struct app *app, uint32_t key);

#endif
