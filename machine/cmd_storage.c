/* SPDX-License-Identifier: MIT */
/* Console commands on storage: r, whose addresses are real (prefixing applies),
 * and loadcore and savecore, whose addresses are absolute. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/codepage.h"
#include "machine/console.h"
#include "machine/machine.h"

enum { SHOW_DEFAULT = 64, SHOW_MOST = 0x10000, ALTER_MOST = 256 };

/* A hexadecimal number at *p below main storage's size, which may be in
 * quotes' absence only; *p is moved behind it. */
static bool
hex(const char **p, uint32_t limit, uint32_t *out)
{
    char *end;
    unsigned long n;

    if (!isxdigit((unsigned char)**p))
        return false;
    n = strtoul(*p, &end, 16);
    *p = end;
    *out = (uint32_t)n;
    return n < limit;
}

/* PoO "Prefixing": real 0-4095 and the block at the prefix change places. */
static uint32_t
absolute(const struct machine *m, uint32_t real)
{
    uint32_t block = real & ~4095u;

    if (block == 0)
        return real + m->cpu->prefix;
    return block == m->cpu->prefix ? real - block : real;
}

/* One line of up to 16 bytes in Hercules' form: words divide where storage's
 * words do. */
static void
show_line(struct machine *m, uint32_t at)
{
    uint32_t n = m->storage.size - at < 16 ? m->storage.size - at : 16;
    char words[48], text[17];
    size_t used = 0;

    for (uint32_t i = 0; i < n; i++) {
        uint8_t byte = m->storage.main[absolute(m, at + i)];
        uint8_t ch = codepage_to_latin1(CP_1047, byte);
        text[i] = ch >= 0x20 && ch < 0x7f ? (char)ch : '.';
        used += (size_t)snprintf(words + used, sizeof words - used, "%02X%s",
                                 byte, (at + i) % 4 == 3 ? " " : "");
    }
    text[n] = '\0';
    console_printf(m, "R:%08X:K:%02X=%s %s", at,
                   m->storage.keys[absolute(m, at) / 2048] & 0xfe, words, text);
}

static bool
alter(struct machine *m, uint32_t at, const char *digits)
{
    uint8_t bytes[ALTER_MOST];
    uint32_t n = 0;

    for (; *digits != '\0'; digits += 2, n++) {
        char two[3] = {digits[0], digits[1], '\0'};
        if (!isxdigit((unsigned char)two[0]) ||
            !isxdigit((unsigned char)two[1]) || n == ALTER_MOST)
            return false;
        bytes[n] = (uint8_t)strtoul(two, NULL, 16);
    }
    if (n == 0 || n > m->storage.size - at)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t to = absolute(m, at + i);
        m->storage.main[to] = bytes[i];
        m->storage.keys[to / 2048] |= 0x06;
        cpu_storage_changed(m->cpu, to, 1);
    }
    return true;
}

void
cmd_r(struct machine *m, int argc, char **argv)
{
    const char *p = argv[1];
    uint32_t size = m->storage.size, first, last = 0, len;
    bool ok = hex(&p, size, &first);

    (void)argc;
    if (ok && *p == '=') {
        ok = alter(m, first, p + 1);
        last = first;
    } else if (ok && *p == '-') {
        p++;
        ok = hex(&p, size, &last) && *p == '\0' && last >= first;
    } else if (ok && *p == '.') {
        p++;
        ok = hex(&p, size + 1, &len) && *p == '\0' && len > 0 &&
             len <= size - first;
        last = ok ? first + len - 1 : 0;
    } else if (ok) {
        ok = *p == '\0';
        len = size - first < SHOW_DEFAULT ? size - first : SHOW_DEFAULT;
        last = first + len - 1;
    }
    if (!ok) {
        console_printf(m,
                       "r: \"%s\" is not addr, addr-addr, addr.len or "
                       "addr=value below %X, in hex",
                       argv[1], size);
        return;
    }
    if (last - first >= SHOW_MOST)
        last = first + SHOW_MOST - 1;
    for (uint32_t at = first; at <= last; at += 16)
        show_line(m, at);
}

/* Fills storage from `at` on; how many bytes, or -1 with errno. */
static ssize_t
fill(struct machine *m, int fd, uint32_t at)
{
    uint32_t done = 0, room = m->storage.size - at;

    while (done < room) {
        ssize_t n = read(fd, m->storage.main + at + done, room - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (uint32_t)n;
    }
    if (done > 0)
        cpu_storage_changed(m->cpu, at, done);
    return (ssize_t)done;
}

void
cmd_loadcore(struct machine *m, int argc, char **argv)
{
    const char *p = argc > 2 ? argv[2] : "0";
    const char *text = p;
    uint32_t at;
    ssize_t n;
    int fd;

    if (!console_need_stopped(m, "loadcore"))
        return;
    if (!hex(&p, m->storage.size, &at) || *p != '\0') {
        console_printf(m, "loadcore: \"%s\" is no address below %X", text,
                       m->storage.size);
        return;
    }
    fd = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        console_printf(m, "Cannot open %s: %s", argv[1], strerror(errno));
        return;
    }
    console_printf(m, "Loading %s to location %X", argv[1], at);
    n = fill(m, fd, at);
    if (n < 0)
        console_printf(m, "Cannot read %s: %s", argv[1], strerror(errno));
    else
        console_printf(m, "%zd bytes read from %s", n, argv[1]);
    close(fd);
}

static bool
write_all(int fd, const uint8_t *p, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return true;
}

void
cmd_savecore(struct machine *m, int argc, char **argv)
{
    const char *p = argc > 2 ? argv[2] : "0", *q = argc > 3 ? argv[3] : NULL;
    uint32_t first, last = m->storage.size - 1;
    int fd;

    if (!console_need_stopped(m, "savecore"))
        return;
    if (!hex(&p, m->storage.size, &first) || *p != '\0' ||
        (q != NULL && (!hex(&q, m->storage.size, &last) || *q != '\0')) ||
        last < first) {
        console_printf(m,
                       "savecore: the addresses must be hex numbers below "
                       "%X, the first not above the last",
                       m->storage.size);
        return;
    }
    fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        console_printf(m, "Cannot open %s: %s", argv[1], strerror(errno));
        return;
    }
    console_printf(m, "Saving locations %08X-%08X to %s", first, last, argv[1]);
    if (!write_all(fd, m->storage.main + first, last - first + 1) ||
        close(fd) != 0)
        console_printf(m, "Cannot write %s: %s", argv[1], strerror(errno));
    else
        console_printf(m, "savecore command complete.");
}
