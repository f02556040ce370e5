/* SPDX-License-Identifier: MIT */
/* Console commands on storage: r and u, whose addresses are real (prefixing
 * applies), v, whose are logical, and loadcore and savecore, whose are
 * absolute. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "arch/disasm.h"
#include "arch/insn.h"
#include "arch/psw.h"
#include "lib/regular.h"
#include "machine/console.h"
#include "machine/display.h"
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

/* first, first-last or first.len, in hex; the address space's end cuts. */
static bool
range(const char *p, uint32_t *first, uint32_t *last)
{
    const uint32_t end = PSW_ADDR;
    uint32_t len = SHOW_DEFAULT;

    if (!hex(&p, end + 1, first))
        return false;
    if (*p == '-') {
        p++;
        return hex(&p, end + 1, last) && *p == '\0' && *last >= *first;
    }
    if (*p == '.') {
        p++;
        if (!hex(&p, end + 2, &len) || len == 0)
            return false;
    }
    *last = len - 1 > end - *first ? end : *first + len - 1;
    return *p == '\0';
}

static bool
alter(struct machine *m, uint32_t at, enum cpu_space space, const char *digits)
{
    uint8_t bytes[ALTER_MOST];
    uint32_t abs, n = 0;

    for (; *digits != '\0'; digits += 2, n++) {
        char two[3] = {digits[0], digits[1], '\0'};
        if (!isxdigit((unsigned char)two[0]) ||
            !isxdigit((unsigned char)two[1]) || n == ALTER_MOST)
            return false;
        bytes[n] = (uint8_t)strtoul(two, NULL, 16);
    }
    /* All of it, or nothing. */
    for (uint32_t i = 0; i < n; i++)
        if (at + i > PSW_ADDR ||
            cpu_find(m->cpu, at + i, space, NULL, &abs) != 0)
            return false;
    for (uint32_t i = 0; i < n; i++) {
        cpu_find(m->cpu, at + i, space, NULL, &abs);
        m->storage.main[abs] = bytes[i];
        m->storage.keys[abs / 2048] |= 0x06;
        cpu_storage_changed(m->cpu, abs, 1);
    }
    return n > 0;
}

/* Where the first byte is, for v. */
static void
show_translation(struct machine *m, uint32_t at, enum cpu_space space)
{
    const uint32_t on = PSW_EC | PSW_DAT;
    bool dat = space == CPU_VIRTUAL || (m->cpu->psw.mask & on) == on;
    uint32_t real, abs;
    int pic = cpu_find(m->cpu, at, space, &real, &abs);

    if (pic == 0)
        console_printf(m, "V:%08X (%s) R:%08X", at, dat ? "primary" : "dat off",
                       real);
    else if (!dat)
        console_printf(m, "V:%08X (dat off) Addressing exception", at);
}

static void
show_or_alter(struct machine *m, const char *name, const char *text,
              enum cpu_space space)
{
    const char *equals = strchr(text, '=');
    uint32_t first, last;
    const char *p = text;
    bool ok;

    if (equals != NULL) {
        ok = hex(&p, PSW_ADDR + 1, &first) && p == equals &&
             alter(m, first, space, equals + 1);
        last = first;
    } else {
        ok = range(text, &first, &last);
    }
    if (!ok) {
        console_printf(m,
                       "%s: \"%s\" is not addr, addr-addr, addr.len or "
                       "addr=value (whole bytes, at most %d, in storage), in "
                       "hex",
                       name, text, ALTER_MOST);
        return;
    }
    if (space != CPU_REAL)
        show_translation(m, first, space);
    if (last - first >= SHOW_MOST)
        last = first + SHOW_MOST - 1;
    for (uint32_t at = first; at <= last; at += 16)
        if (!display_storage(m, at, space))
            break;
}

void
cmd_r(struct machine *m, int argc, char **argv)
{
    (void)argc;
    show_or_alter(m, "r", argv[1], CPU_REAL);
}

void
cmd_v(struct machine *m, int argc, char **argv)
{
    if (argc == 2)
        show_or_alter(m, "v", argv[1], CPU_LOGICAL);
    else if (strcasecmp(argv[1], "P") == 0)
        show_or_alter(m, "v", argv[2], CPU_VIRTUAL);
    else
        console_printf(
            m, "v: \"%s\": P is the only space that can be asked for", argv[1]);
}

void
cmd_u(struct machine *m, int argc, char **argv)
{
    uint32_t first, last, abs;
    char line[DISASM_MAX], hex_text[16];
    uint8_t text[8];

    (void)argc;
    if (!range(argv[1], &first, &last)) {
        console_printf(
            m, "u: \"%s\" is not addr, addr-addr or addr.len, in hex", argv[1]);
        return;
    }
    if (last - first >= SHOW_MOST)
        last = first + SHOW_MOST - 1;
    for (uint32_t at = first; at <= last;) {
        unsigned length;
        memset(text, 0, sizeof text);
        for (unsigned i = 0; i < 6; i++) {
            if (cpu_find(m->cpu, (at + i) & PSW_ADDR, CPU_REAL, NULL, &abs)) {
                console_printf(m, "R:%08X: Real address is not valid", at);
                return;
            }
            text[i] = m->storage.main[abs];
            if (i > 0 && i + 1 == insn_length(text[0]))
                break;
        }
        length = disasm(line, text, at, INSN_SET_ALL);
        for (unsigned i = 0; i < length; i++)
            snprintf(hex_text + 2 * i, 3, "%02X", text[i]);
        console_printf(m, "R%08X: %-12s %s", at, hex_text, line);
        at += length;
    }
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
    struct err e;
    ssize_t n;
    int fd;

    if (!console_need_stopped(m, "loadcore"))
        return;
    if (!hex(&p, m->storage.size, &at) || *p != '\0') {
        console_printf(m, "loadcore: \"%s\" is no address below %X", text,
                       m->storage.size);
        return;
    }
    fd = regular_open(argv[1], O_RDONLY, &e);
    if (fd < 0) {
        console_printf(m, "Cannot open %s", e.text);
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
    struct err e;
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
    fd = regular_open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, &e);
    if (fd < 0) {
        console_printf(m, "Cannot open %s", e.text);
        return;
    }
    console_printf(m, "Saving locations %08X-%08X to %s", first, last, argv[1]);
    if (!write_all(fd, m->storage.main + first, last - first + 1) ||
        close(fd) != 0)
        console_printf(m, "Cannot write %s: %s", argv[1], strerror(errno));
    else
        console_printf(m, "savecore command complete.");
}
