/* SPDX-License-Identifier: MIT */
/* The whole terminal program on a pseudo-terminal, against serve3270. Words are
 * looked for in what ncurses writes; Ctrl-L makes it write the window anew. The
 * waiting is bounded only so that a hang is a failure. */
#include "config.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LIMIT = 120 /* seconds */, TRY_MS = 100 };

static char dir[] = "/tmp/pty_testXXXXXX";
static unsigned port;
static pid_t server, terminal;
static int master = -1;
static char seen[200000];
static size_t seen_len;

static time_t
now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return ts.tv_sec;
}

static void
start_server(void)
{
    char line[64] = "";
    int out[2];
    ssize_t n;

    ck_assert_int_eq(pipe(out), 0);
    server = fork();
    ck_assert_int_ge(server, 0);
    if (server == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        execl("tests/terminal/serve3270", "serve3270", dir, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    n = read(out[0], line, sizeof(line) - 1);
    ck_assert_int_gt(n, 0);
    ck_assert_int_eq(sscanf(line, "port %u", &port), 1);
    close(out[0]);
}

static void
start_terminal(const char *option, const char *value)
{
    struct winsize ws = {.ws_row = 25, .ws_col = 80};

    seen_len = 0;
    terminal = forkpty(&master, NULL, NULL, &ws);
    ck_assert_int_ge(terminal, 0);
    if (terminal == 0) {
        setenv("TERM", "xterm", 1);
        unsetenv("LINES");
        unsetenv("COLUMNS");
        execl("./cambridge-terminal", "cambridge-terminal", option, value,
              (char *)NULL);
        _exit(127);
    }
}

/* Takes what is there. False: the terminal has closed its side. */
static bool
drain(int ms)
{
    struct pollfd p = {.fd = master, .events = POLLIN};
    ssize_t n;

    while (poll(&p, 1, ms) > 0) {
        if (seen_len > sizeof(seen) - 5000) {
            memmove(seen, seen + seen_len / 2, seen_len - seen_len / 2);
            seen_len -= seen_len / 2;
        }
        n = read(master, seen + seen_len, 4096);
        if (n <= 0)
            return false;
        seen_len += (size_t)n;
        ms = 0;
    }
    return true;
}

static void
send_keys(const char *keys)
{
    seen_len = 0;
    ck_assert_int_eq(write(master, keys, strlen(keys)), (int)strlen(keys));
}

static void
wait_for(const char *word, bool redraw)
{
    for (time_t end = now() + LIMIT; now() < end;) {
        bool open = drain(TRY_MS);

        if (memmem(seen, seen_len, word, strlen(word)) != NULL)
            return;
        if (!open)
            break;
        if (redraw)
            ck_assert_int_eq(write(master, "\f", 1), 1);
    }
    ck_abort_msg("never saw \"%s\"; last: %.*s", word,
                 (int)(seen_len > 2000 ? 2000 : seen_len), seen);
}

static void
expect(const char *word)
{
    wait_for(word, true);
}

/* A panel is drawn once, and Ctrl-L would be a key to it. */
static void
expect_panel(const char *word)
{
    wait_for(word, false);
}

static int
end_of_terminal(void)
{
    int status;

    for (time_t end = now() + LIMIT; now() < end;) {
        if (master >= 0)
            drain(0);
        if (waitpid(terminal, &status, WNOHANG) == terminal) {
            terminal = 0;
            return status;
        }
        poll(NULL, 0, TRY_MS);
    }
    ck_abort_msg("the terminal did not end");
    return -1;
}

static void
setup(void)
{
    strcpy(dir, "/tmp/pty_testXXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    start_server();
}

static void
teardown(void)
{
    char path[64];

    if (terminal > 0) {
        kill(terminal, SIGKILL);
        waitpid(terminal, NULL, 0);
    }
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    if (master >= 0)
        close(master);
    snprintf(path, sizeof(path), "%s/control", dir);
    unlink(path);
    rmdir(dir);
}

START_TEST(session_and_operator)
{
    struct winsize ws = {.ws_row = 40, .ws_col = 100};

    start_terminal("--state", dir);
    expect("WELCOME");
    expect("operator"); /* the status line */
    send_keys("hello\r");
    expect("AID=7D");
    expect("hello");
    send_keys("\001"); /* Ctrl-A: PA1 */
    expect("AID=6C");
    send_keys("\003"); /* Ctrl-C: CLEAR */
    expect("AID=6D");
    send_keys("\033q"); /* Esc q: PF13 */
    expect("AID=C1");
    send_keys("\0339"); /* Esc 9: PF9, which the host does not answer */
    expect("SYSTEM");
    send_keys("\001"); /* at any time */
    expect("BREAK");

    send_keys("\017"); /* Ctrl-O */
    expect("first console line");
    send_keys("devlist\r");
    expect("you said: devlist");
    send_keys("\017");
    expect("BREAK");

    send_keys("\020"); /* Ctrl-P: the control panel */
    expect("model 3032");
    expect("at 001234");
    expect("0009 3215");
    send_keys("t");
    send_keys("\t123l");
    expect("ADDRESS 000123");
    expect("what runs is lost");
    send_keys("l");
    send_keys("\020\017"); /* back, and to the console */
    expect("you said: stop");
    expect("you said: ipl 0000");
    send_keys("\017");
    expect("BREAK");

    send_keys("\024"); /* Ctrl-T: another session */
    expect("B 2/2");
    expect("replies came");
    send_keys("\0333"); /* PF3: the host hangs up */
    expect("NOT CONNECTED");
    send_keys("\r");
    expect("replies came");
    send_keys("\016"); /* Ctrl-N */
    expect("A 1/2");

    send_keys("\013"); /* Ctrl-K: the keypad; its first key is PF1 */
    expect_panel("PF24");
    send_keys("\r");
    expect("AID=F1");
    ck_assert_int_eq(ioctl(master, TIOCSWINSZ, &ws), 0);
    send_keys("x");
    expect("operator");

    send_keys("\035"); /* Ctrl-] */
    expect_panel("shut the system");
    send_keys("\033");
    expect("WELCOME");
    send_keys("\035");
    expect_panel("shut the system");
    send_keys("s");
    expect_panel("shut down by the operator");
    ck_assert_int_eq(end_of_terminal(), 0);
}
END_TEST

START_TEST(leaving_lets_the_machine_run)
{
    start_terminal("--state", dir);
    expect("WELCOME");
    send_keys("\035");
    expect_panel("runs on");
    send_keys("l");
    ck_assert_int_eq(end_of_terminal(), 0);
    ck_assert_int_eq(kill(server, 0), 0);
    ck_assert_int_eq(waitpid(server, NULL, WNOHANG), 0);
    close(master);
    start_terminal("--state", dir);
    expect("WELCOME");
}
END_TEST

START_TEST(machine_dies)
{
    start_terminal("--state", dir);
    expect("WELCOME");
    send_keys("\017");
    expect("second console line");
    send_keys("die\r");
    expect_panel("not there any more");
    send_keys("\r");
    ck_assert_int_eq(end_of_terminal(), 0);
}
END_TEST

START_TEST(window_closed)
{
    start_terminal("--state", dir);
    expect("WELCOME");
    close(master);
    master = -1;
    end_of_terminal();
    ck_assert_int_eq(waitpid(server, NULL, WNOHANG), 0);
}
END_TEST

START_TEST(without_a_machine)
{
    int status;

    start_terminal("--state", "/nonexistent");
    expect_panel("/nonexistent/control");
    status = end_of_terminal();
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    close(master);
    start_terminal("--port", "1"); /* nobody listens there */
    expect("NOT CONNECTED");
    send_keys("\035");
    expect_panel("Leave");
    send_keys("l");
    ck_assert_int_eq(end_of_terminal(), 0);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("pty");
    TCase *c = tcase_create("pty");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(c, setup, teardown);
    tcase_set_timeout(c, 600);
    tcase_add_test(c, session_and_operator);
    tcase_add_test(c, leaving_lets_the_machine_run);
    tcase_add_test(c, machine_dies);
    tcase_add_test(c, window_closed);
    tcase_add_test(c, without_a_machine);
    suite_add_tcase(s, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
