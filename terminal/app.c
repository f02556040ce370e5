/* SPDX-License-Identifier: MIT */
/* The terminal program's behaviour: libuv's loop around the sessions, the
 * operator console and the keyboard. The window is drawn at most once per turn
 * of the loop, before it sleeps. */
#include "config.h"

#include "terminal/app.h"

#include <curses.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "terminal/input.h"
#include "terminal/keyboard.h"
#include "terminal/panel.h"
#include "terminal/window.h"

struct session *
app_session(struct app *app)
{
    return app->sessions ? app->session[app->current] : NULL;
}

static void
on_session(void *arg, struct session *s)
{
    struct app *app = arg;

    (void)s;
    app->dirty = true;
}

static void
on_opcon(void *arg)
{
    struct app *app = arg;

    app->dirty = true;
    if (!app->opcon.ended || app->told_end)
        return;
    app->told_end = true;
    snprintf(app->farewell, sizeof(app->farewell), "Cambridge: %s",
             app->opcon.why[0] ? app->opcon.why : "it gave no reason");
    if (app->shutting_down)
        app->done = true;
    else
        panel_open(app, PANEL_ENDED);
}

static void
on_answer(void *arg, const char *text)
{
    struct app *app = arg;

    opctl_answer(&app->opctl, text);
    app->dirty = true;
}

static void
show_control(struct app *app, bool on)
{
    app->show_opctl = on;
    if (on)
        opctl_show(&app->opctl);
    else
        opctl_hide(&app->opctl);
}

static void
new_session(struct app *app)
{
    struct session *s;

    if (app->sessions == APP_SESSIONS || app->config.port == 0) {
        beep();
        return;
    }
    s = session_create(&app->loop, app->next_letter, &app->config, on_session,
                       app);
    if (s == NULL)
        return;
    app->next_letter = app->next_letter == 'Z' ? 'A' : app->next_letter + 1;
    app->current = app->sessions++;
    app->session[app->current] = s;
    app->show_opcon = false;
    if (app->show_opctl)
        show_control(app, false);
    session_connect(s);
}

static void
close_session(struct app *app)
{
    unsigned i;

    if (app->sessions == 0)
        return;
    session_destroy(app->session[app->current]);
    for (i = app->current + 1; i < app->sessions; i++)
        app->session[i - 1] = app->session[i];
    app->sessions--;
    if (app->current >= app->sessions && app->current > 0)
        app->current--;
}

static void
opcon_key(struct app *app, uint32_t key)
{
    struct opcon *o = &app->opcon;
    unsigned page = LINES > 3 ? (unsigned)LINES - 3 : 1;

    switch (key) {
    case K_CURSOR_LEFT:
        opcon_edit(o, OPCON_LEFT);
        break;
    case K_CURSOR_RIGHT:
        opcon_edit(o, OPCON_RIGHT);
        break;
    case K_CURSOR_UP:
        opcon_edit(o, OPCON_OLDER);
        break;
    case K_CURSOR_DOWN:
        opcon_edit(o, OPCON_NEWER);
        break;
    case K_CURSOR_HOME:
        opcon_edit(o, OPCON_HOME);
        break;
    case K_FIELD_END:
        opcon_edit(o, OPCON_END);
        break;
    case K_RUBOUT:
        opcon_edit(o, OPCON_BACKSPACE);
        break;
    case K_DELETE:
        opcon_edit(o, OPCON_DELETE);
        break;
    case K_ERASE_INPUT:
    case K_CLEAR:
        opcon_edit(o, OPCON_KILL);
        break;
    case K_ENTER:
    case K_NEWLINE:
        opcon_edit(o, OPCON_ENTER);
        break;
    case APP_PAGE_UP:
        o->scroll += page;
        break;
    case APP_PAGE_DOWN:
        o->scroll -= o->scroll < page ? o->scroll : page;
        break;
    default:
        if (key < KEY_3270)
            opcon_type(o, key);
        break;
    }
}

static void
session_key(struct app *app, uint32_t key)
{
    struct session *s = app_session(app);

    if (s == NULL)
        return;
    if (key == APP_PAGE_UP)
        key = K_PF1 + 6;
    else if (key == APP_PAGE_DOWN)
        key = K_PF1 + 7;
    if (key >= APP_FIRST)
        return;
    if (s->state == SESSION_LOST && key == K_ENTER) {
        session_connect(s);
        return;
    }
    kbd_key(s->screen, key);
    if (s->screen->oper != SCR_OPER_OK)
        beep();
}

/* From the operator's console or panel back to the session, else onward. */
static void
next_session(struct app *app)
{
    if (app->show_opctl)
        show_control(app, false);
    else if (app->show_opcon)
        app->show_opcon = false;
    else if (app->sessions)
        app->current = (app->current + 1) % app->sessions;
}

void
app_key(struct app *app, uint32_t key)
{
    if (app->panel != PANEL_NONE && panel_key(app, key))
        return;
    switch (key) {
    case APP_ESC:
        app->esc = true;
        break;
    case APP_OPERATOR:
        if (app->show_opctl)
            show_control(app, false);
        else if (app->has_opcon)
            app->show_opcon = !app->show_opcon;
        else
            beep();
        break;
    case APP_CONTROL:
        if (app->has_opcon && app->opcon.connected)
            show_control(app, !app->show_opctl);
        else
            beep();
        break;
    case APP_NEXT_SESSION:
        next_session(app);
        break;
    case APP_NEW_SESSION:
        new_session(app);
        break;
    case APP_CLOSE_SESSION:
        if (!app->show_opcon)
            close_session(app);
        break;
    case APP_KEYPAD:
        if (!app->show_opcon)
            panel_open(app, PANEL_KEYPAD);
        break;
    case APP_HELP:
        panel_open(app, PANEL_HELP);
        break;
    case APP_LEAVE:
        panel_open(app, PANEL_LEAVE);
        break;
    case APP_REDRAW:
        clearok(stdscr, TRUE);
        break;
    case APP_STATUS_BAR:
        app->force_bar = !app->force_bar;
        break;
    default:
        if (app->show_opctl)
            opctl_key(&app->opctl, key);
        else if (app->show_opcon)
            opcon_key(app, key);
        else
            session_key(app, key);
        break;
    }
}

static void
take_mouse(struct app *app)
{
    MEVENT ev;

    if (getmouse(&ev) == OK)
        panel_click(app, ev.y, ev.x);
}

/* One key from ncurses. False: there is none. */
static bool
take_key(struct app *app)
{
    struct raw_key raw;
    bool esc = app->esc;
    uint32_t key;
    wint_t ch;
    int rc = get_wch(&ch);

    if (rc == ERR)
        return false;
    raw.ch = (uint32_t)ch;
    raw.code = rc == KEY_CODE_YES;
    app->dirty = true;
    if (raw.code && raw.ch == KEY_RESIZE)
        return true;
    if (raw.code && raw.ch == KEY_MOUSE) {
        take_mouse(app);
        return true;
    }
    app->esc = false;
    key = input_key(raw, esc);
    if (esc && key == 0 && raw.ch != 27)
        beep();
    if (key)
        app_key(app, key);
    return true;
}

/* A terminal that is gone without a signal reads as end of file for ever. */
static bool
hung_up(void)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    int n = 0;

    if (poll(&p, 1, 0) != 1)
        return false;
    if (p.revents & (POLLHUP | POLLERR | POLLNVAL))
        return true;
    return ioctl(STDIN_FILENO, FIONREAD, &n) != 0 || n == 0;
}

static void
on_keys(uv_poll_t *h, int status, int events)
{
    struct app *app = h->data;
    bool any = false;

    (void)events;
    while (status == 0 && !app->done && take_key(app))
        any = true;
    if (status != 0 || (!any && hung_up()))
        app->done = true;
}

static void
on_signal(uv_signal_t *h, int number)
{
    struct app *app = h->data;

    if (number == SIGWINCH) {
        window_resize();
        app->dirty = true;
    } else {
        app->done = true;
    }
}

static void
on_prepare(uv_prepare_t *h)
{
    struct app *app = h->data;

    if (app->done) {
        uv_stop(&app->loop);
    } else if (app->dirty) {
        app->dirty = false;
        window_draw(app);
    }
}

static void
watch_signal(struct app *app, uv_signal_t *h, int number)
{
    uv_signal_init(&app->loop, h);
    h->data = app;
    uv_signal_start(h, on_signal, number);
}

static void
close_handle(uv_handle_t *h, void *arg)
{
    (void)arg;
    if (!uv_is_closing(h))
        uv_close(h, NULL);
}

static void
close_all(struct app *app)
{
    while (app->sessions)
        close_session(app);
    opcon_close(&app->opcon);
    uv_walk(&app->loop, close_handle, NULL);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    uv_loop_close(&app->loop);
}

int
app_run(struct app *app)
{
    uv_loop_init(&app->loop);
    signal(SIGPIPE, SIG_IGN);
    watch_signal(app, &app->winch, SIGWINCH);
    watch_signal(app, &app->term, SIGTERM);
    watch_signal(app, &app->hup, SIGHUP);
    app->next_letter = 'A';
    app->dirty = true;
    window_open();
    if (app->has_opcon) {
        opcon_attach(&app->opcon, &app->loop, on_opcon, app);
        app->opcon.answer = on_answer;
        opctl_init(&app->opctl, &app->opcon, &app->loop);
    }
    if (app->config.port != 0)
        new_session(app);
    else
        app->show_opcon = true;
    uv_poll_init(&app->loop, &app->keys, STDIN_FILENO);
    app->keys.data = app;
    uv_poll_start(&app->keys, UV_READABLE | UV_DISCONNECT, on_keys);
    uv_prepare_init(&app->loop, &app->prepare);
    app->prepare.data = app;
    uv_prepare_start(&app->prepare, on_prepare);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    window_close();
    if (app->farewell[0])
        printf("%s\n", app->farewell);
    close_all(app);
    return 0;
}
