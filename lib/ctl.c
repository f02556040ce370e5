/* SPDX-License-Identifier: MIT */
/* The lines of the control-socket protocol. Owns framing and the greeting; the
 * sockets themselves are in ctl_socket.c. */
#include "lib/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const word[] = {
    [CTL_UNKNOWN] = "?", [CTL_HELLO] = "cambridge", [CTL_LOG] = "log",
    [CTL_LIVE] = "live", [CTL_OK] = "ok",           [CTL_ERROR] = "error",
    [CTL_END] = "end",   [CTL_CMD] = "cmd",         [CTL_QUERY] = "query",
};

enum { WORDS = sizeof(word) / sizeof(word[0]) };

static void
clean(char *s, size_t len)
{
    size_t i;

    for (i = 0; i < len; i++)
        if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
            s[i] = ' ';
}

static enum ctl_kind
kind_of(const char *s, size_t len)
{
    unsigned k;

    for (k = CTL_HELLO; k < WORDS; k++)
        if (strlen(word[k]) == len && memcmp(word[k], s, len) == 0)
            return (enum ctl_kind)k;
    return CTL_UNKNOWN;
}

static void
take_line(struct ctl_reader *r, ctl_line_fn *fn, void *arg)
{
    char text[CTL_LINE_MAX];
    size_t n = r->len, w;

    r->len = 0;
    if (n && r->line[n - 1] == '\r')
        n--;
    clean(r->line, n);
    for (w = 0; w < n && r->line[w] != ' '; w++)
        ;
    if (w < n) {
        memcpy(text, r->line + w + 1, n - w - 1);
        text[n - w - 1] = '\0';
    } else {
        text[0] = '\0';
    }
    fn(arg, kind_of(r->line, w), text);
}

bool
ctl_feed(struct ctl_reader *r, const char *data, size_t len, ctl_line_fn *fn,
         void *arg)
{
    size_t i;

    for (i = 0; i < len && !r->broken; i++) {
        if (data[i] == '\n')
            take_line(r, fn, arg);
        else if (r->len == CTL_LINE_MAX - 1)
            r->broken = true;
        else
            r->line[r->len++] = data[i];
    }
    return !r->broken;
}

size_t
ctl_format(char *out, enum ctl_kind kind, const char *text)
{
    size_t n = strlen(word[kind]), len = strlen(text);
    size_t room = CTL_LINE_MAX - n - 2;

    memcpy(out, word[kind], n);
    if (len) {
        if (len > room) {
            len = room;
            while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
                len--;
        }
        out[n++] = ' ';
        memcpy(out + n, text, len);
        clean(out + n, len);
        n += len;
    }
    out[n++] = '\n';
    return n;
}

size_t
ctl_format_hello(char *out, const struct ctl_hello *hello)
{
    char text[256];

    snprintf(text, sizeof(text), "%u build=%s pid=%ld port=%u terminals=%u",
             (unsigned)CTL_PROTOCOL, hello->build, hello->pid, hello->port,
             hello->terminals);
    return ctl_format(out, CTL_HELLO, text);
}

bool
ctl_value(const char *text, const char *key, char *out, size_t size)
{
    size_t k = strlen(key);

    while (*text != '\0') {
        size_t n = strcspn(text, " ");

        if (n > k && memcmp(text, key, k) == 0 && text[k] == '=') {
            n -= k + 1;
            if (n >= size)
                n = size - 1;
            memcpy(out, text + k + 1, n);
            out[n] = '\0';
            return true;
        }
        text += n;
        while (*text == ' ')
            text++;
    }
    return false;
}

static bool
number(const char *text, const char *key, unsigned long max, unsigned long *out)
{
    char value[24], *end;

    if (!ctl_value(text, key, value, sizeof(value)) || value[0] < '0' ||
        value[0] > '9')
        return false;
    *out = strtoul(value, &end, 10);
    return *end == '\0' && *out <= max;
}

bool
ctl_parse_hello(const char *text, struct ctl_hello *out, struct err *err)
{
    unsigned long protocol, pid, port, terminals;
    char *end;

    memset(out, 0, sizeof(*out));
    protocol = strtoul(text, &end, 10);
    if (end == text || (*end != ' ' && *end != '\0'))
        return err_set(err, "the control socket's greeting is malformed");
    if (protocol != CTL_PROTOCOL)
        return err_set(
            err,
            "the running machine speaks control protocol %lu, this program %d",
            protocol, CTL_PROTOCOL);
    if (!ctl_value(text, "build", out->build, sizeof(out->build)) ||
        !number(text, "pid", 0x7fffffff, &pid) ||
        !number(text, "port", 65535, &port) ||
        !number(text, "terminals", 65535, &terminals))
        return err_set(err, "the control socket's greeting is malformed");
    out->protocol = (unsigned)protocol;
    out->pid = (long)pid;
    out->port = (unsigned)port;
    out->terminals = (unsigned)terminals;
    return true;
}
