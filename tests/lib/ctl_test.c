/* SPDX-License-Identifier: MIT */
/* Control-socket protocol: lines, greeting, bounds, and the socket's mode. */
#include "config.h"

#include "lib/ctl.h"

#include <check.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct seen {
    unsigned n;
    enum ctl_kind kind[16];
    char text[16][CTL_LINE_MAX];
};

static void
note(void *arg, enum ctl_kind kind, const char *text)
{
    struct seen *s = arg;

    ck_assert_uint_lt(strlen(text), CTL_LINE_MAX);
    if (s->n == 16)
        return;
    s->kind[s->n] = kind;
    strcpy(s->text[s->n++], text);
}

START_TEST(lines_in_pieces)
{
    static const char in[] = "log HHC one\nlive\r\nnews x\nok  a b\n\nlog";
    struct ctl_reader r = {0};
    static struct seen s;

    for (size_t i = 0; i < sizeof(in) - 1; i++)
        ck_assert(ctl_feed(&r, in + i, 1, note, &s));
    ck_assert_uint_eq(s.n, 5);
    ck_assert_int_eq(s.kind[0], CTL_LOG);
    ck_assert_str_eq(s.text[0], "HHC one");
    ck_assert_int_eq(s.kind[1], CTL_LIVE);
    ck_assert_str_eq(s.text[1], "");
    ck_assert_int_eq(s.kind[2], CTL_UNKNOWN);
    ck_assert_int_eq(s.kind[3], CTL_OK);
    ck_assert_str_eq(s.text[3], " a b");
    ck_assert_int_eq(s.kind[4], CTL_UNKNOWN);
}
END_TEST

START_TEST(long_line_breaks)
{
    static char big[CTL_LINE_MAX + 1];
    static struct seen s;
    struct ctl_reader r = {0};

    memset(big, 'x', sizeof(big));
    ck_assert(!ctl_feed(&r, big, sizeof(big), note, &s));
    ck_assert(!ctl_feed(&r, "\nlog a\n", 7, note, &s));
    ck_assert_uint_eq(s.n, 0);
}
END_TEST

START_TEST(format_cuts_and_cleans)
{
    static char text[2 * CTL_LINE_MAX], out[CTL_LINE_MAX];
    static struct seen s;
    struct ctl_reader r = {0};
    size_t n;

    n = ctl_format(out, CTL_CMD, "a\nb\tc");
    ck_assert_mem_eq(out, "cmd a b c\n", n);
    for (size_t i = 0; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "\xc3\xa9", 2);
    n = ctl_format(out, CTL_LOG, text);
    ck_assert_uint_le(n, CTL_LINE_MAX);
    ck_assert(ctl_feed(&r, out, n, note, &s));
    ck_assert_uint_eq(s.n, 1);
    ck_assert_uint_eq(strlen(s.text[0]) % 2, 0); /* no torn character */
}
END_TEST

START_TEST(greeting)
{
    struct ctl_hello h = {CTL_PROTOCOL, "0.1-abc", 4711, 3270, 8}, g;
    static struct seen s;
    struct ctl_reader r = {0};
    char out[CTL_LINE_MAX];
    struct err err;
    size_t n = ctl_format_hello(out, &h);

    ck_assert(ctl_feed(&r, out, n, note, &s));
    ck_assert_int_eq(s.kind[0], CTL_HELLO);
    ck_assert(ctl_parse_hello(s.text[0], &g, &err));
    ck_assert_str_eq(g.build, h.build);
    ck_assert_int_eq(g.pid, 4711);
    ck_assert_uint_eq(g.port, 3270);
    ck_assert_uint_eq(g.terminals, 8);
    ck_assert(
        ctl_parse_hello("1 new=x build=b pid=1 port=0 terminals=0", &g, &err));
    ck_assert(!ctl_parse_hello("2 build=b pid=1 port=1 terminals=1", &g, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "protocol 2"));
    ck_assert(!ctl_parse_hello("", &g, &err));
    ck_assert(
        !ctl_parse_hello("1 build=b pid=1 port=70000 terminals=1", &g, &err));
    ck_assert(
        !ctl_parse_hello("1 build=b pid=-1 port=1 terminals=1", &g, &err));
}
END_TEST

START_TEST(the_socket)
{
    char dir[200] = "/tmp/ctl_testXXXXXX", path[400];
    struct stat st;
    struct err err;
    bool absent;
    int l, c, k;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    /* Deeper than a sockaddr_un can say. */
    snprintf(path, sizeof(path), "%s/%0120d", dir, 1);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    strcat(path, "/control");
    ck_assert_int_lt(ctl_connect(path, &absent, &err), 0);
    ck_assert(absent);
    l = ctl_listen(path, &err);
    ck_assert_msg(l >= 0, "%s", err.text);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    c = ctl_connect(path, &absent, &err);
    ck_assert_msg(c >= 0, "%s", err.text);
    k = accept(l, NULL, NULL);
    ck_assert_int_ge(k, 0);
    close(c);
    close(k);
    close(l);
    ck_assert_int_lt(ctl_connect(path, &absent, &err), 0);
    ck_assert(absent); /* there, but nobody listens */
    l = ctl_listen(path, &err);
    ck_assert_msg(l >= 0, "%s", err.text);
    close(l);
    unlink(path);
    fclose(fopen(path, "w"));
    ck_assert_int_lt(ctl_listen(path, &err), 0); /* no socket: kept */
    ck_assert_int_eq(stat(path, &st), 0);
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    rmdir(dir);
}
END_TEST

/* Connects again and again until it is killed; ends when the socket is there
 * and nobody listens. */
static void
connect_always(const char *path)
{
    struct err err;
    int c;

    for (;;) {
        c = ctl_connect(path, NULL, &err);
        if (c >= 0)
            close(c);
        else if (errno == ECONNREFUSED)
            _exit(1);
    }
}

START_TEST(it_is_there_when_it_listens)
{
    char dir[] = "/tmp/ctl_testXXXXXX", path[40];
    int l[200], status;
    struct err err;
    pid_t child;

    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof(path), "%s/control", dir);
    child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        connect_always(path);
    for (int i = 0; i < 200; i++) {
        l[i] = ctl_listen(path, &err);
        ck_assert_msg(l[i] >= 0, "%s", err.text);
        unlink(path);
    }
    kill(child, SIGKILL);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    for (int i = 0; i < 200; i++)
        close(l[i]);
    ck_assert_int_eq(rmdir(dir), 0); /* nothing else is left */
}
END_TEST

START_TEST(any_bytes)
{
    static struct seen s;
    unsigned seed = 1;

    for (int round = 0; round < 2000; round++) {
        struct ctl_reader r = {0};
        char in[600];

        for (size_t i = 0; i < sizeof(in); i++) {
            seed = seed * 1103515245u + 12345u;
            in[i] = (char)(seed >> 16);
            if ((seed >> 24 & 15) == 0)
                in[i] = '\n';
        }
        s.n = 0;
        ctl_feed(&r, in, sizeof(in), note, &s);
        for (unsigned i = 0; i < s.n; i++) {
            struct ctl_hello h;
            struct err err;

            ctl_parse_hello(s.text[i], &h, &err);
        }
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("ctl");
    TCase *c = tcase_create("ctl");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_test(c, lines_in_pieces);
    tcase_add_test(c, long_line_breaks);
    tcase_add_test(c, format_cuts_and_cleans);
    tcase_add_test(c, greeting);
    tcase_add_test(c, the_socket);
    tcase_add_test(c, it_is_there_when_it_listens);
    tcase_add_test(c, any_bytes);
    suite_add_tcase(s, c);
    srunner_run_all(r, CK_ENV);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
