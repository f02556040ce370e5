/* SPDX-License-Identifier: MIT */
/* The virtual console. One operation at a time is under way; its end comes as
 * an interruption, which the nucleus only takes where it waits: hence the
 * handler may use the heap. A line typed when nobody reads raises attention:
 * the handler then reads it at once and acts on it, if it is an immediate
 * command, or stacks it. GA24-3550 (3215). */
#include "cms/console.h"

#include <stdarg.h>

#include "arch/ccw.h"
#include "cms/asm.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/nucon.h"
#include "cms/program.h"
#include "klib/kfmt.h"
#include "klib/klib.h"
#include "klib/kscan.h"

enum { CON_WRITE_CR = 0x09, CON_READ_INQUIRY = 0x0a };
enum { DEFAULT_CONSOLE = 0x009, NO_CONSOLE = 0xe009 };
enum { TYPE_AHEAD = 16 }; /* lines; more stay in the device */

enum operation { IDLE, WRITING, READING, READING_ATTENTION };

/* A line that waits to be read. */
struct line {
    struct line *next;
    size_t len;
    char text[];
};

static struct {
    uint32_t device;
    enum operation op;
    bool attention;
    bool failed; /* the operation ended in unit check */
    bool quiet;  /* HT */
    bool halted; /* HX */
    struct ccw ccw CCW_ALIGNED;
    char buf[CON_LINE + 2];
    struct line *first, *last;
    unsigned count;
} con;

void
con_init(void)
{
    uint32_t device = 0xffffffff, virt, real;

    memset(&con, 0, sizeof con);
    con.device = DEFAULT_CONSOLE;
    if (io_under_cp() && diag_devtype(&device, &virt, &real) != 3)
        con.device = device & 0xffff;
}

uint32_t
con_device(void)
{
    return con.device;
}

bool
con_stack(const char *line, size_t len, bool lifo)
{
    struct line *l;

    if (len > CON_LINE)
        len = CON_LINE;
    l = heap_get(sizeof *l + len, HEAP_SYSTEM);
    if (l == NULL)
        return false;
    l->len = len;
    memcpy(l->text, line, len);
    l->next = lifo ? con.first : NULL;
    if (lifo)
        con.first = l;
    else if (con.last != NULL)
        con.last->next = l;
    if (con.first == NULL)
        con.first = l;
    if (l->next == NULL)
        con.last = l;
    con.count++;
    return true;
}

unsigned
con_stacked(void)
{
    return con.count;
}

/* Takes the first line off; buf may be null. */
static size_t
unstack(char *buf)
{
    struct line *l = con.first;
    size_t len = l->len;

    if (buf != NULL)
        memcpy(buf, l->text, len);
    con.first = l->next;
    if (con.first == NULL)
        con.last = NULL;
    con.count--;
    heap_free(l);
    return len;
}

void
con_clear_stack(void)
{
    while (con.count > 0)
        unstack(NULL);
}

/* True if the operation is under way (or over already). */
static bool
start(enum operation op, uint8_t cmd, uint32_t count)
{
    struct lowcore *lc = LOWCORE;

    ccw_set(&con.ccw, cmd, con.buf, CCW_SLI, count);
    con.op = op;
    con.failed = false;
    put32(&lc->caw, (uint32_t)(uintptr_t)&con.ccw);
    switch (sio(con.device)) {
    case 0:
        /* The read takes the line that raised attention. */
        if (op != WRITING)
            con.attention = false;
        return true;
    case 1: /* CSW stored */
        if ((lc->csw.unit & (US_CHANNEL_END | US_UNIT_CHECK)) != 0 &&
            (lc->csw.unit & US_BUSY) == 0) {
            con_interrupt(lc->csw.unit, lc->csw.chan, get16(&lc->csw.count));
            return true;
        }
        con.op = IDLE;
        if ((lc->csw.unit & US_ATTENTION) != 0)
            con.attention = true;
        return false;
    case 2: /* the channel is busy with something else */
        con.op = IDLE;
        wait_interrupt();
        return false;
    default:
        io_stop(NO_CONSOLE);
    }
}

/* Reads what raised attention, unless nobody could keep it. */
static void
answer_attention(void)
{
    if (con.op != IDLE || !con.attention || con.count >= TYPE_AHEAD)
        return;
    start(READING_ATTENTION, CON_READ_INQUIRY, CON_LINE);
}

static bool
immediate(size_t len)
{
    struct k_scan s = {con.buf, con.buf + len};
    struct k_token t;

    if (!k_next_token(&s, &t) || k_rest(&s).len > 0)
        return false;
    if (k_equal(t, "HX"))
        con.halted = true;
    else if (k_equal(t, "HT"))
        con.quiet = true;
    else if (k_equal(t, "RT"))
        con.quiet = false;
    else
        return false;
    return true;
}

static void
line_read(uint16_t residual, bool attention)
{
    size_t len = residual <= CON_LINE ? CON_LINE - (size_t)residual : 0;

    if (!attention || !immediate(len))
        con_stack(con.buf, len, false);
}

void
con_interrupt(uint8_t unit, uint8_t chan, uint16_t residual)
{
    enum operation op = con.op;

    if ((unit & US_ATTENTION) != 0)
        con.attention = true;
    if (op != IDLE && (unit & US_CHANNEL_END) != 0 &&
        (op == READING || op == READING_ATTENTION) &&
        (unit & (US_UNIT_CHECK | US_UNIT_EXCEPTION)) == 0)
        line_read(residual, op == READING_ATTENTION);
    if (op != IDLE && ((unit & (US_UNIT_CHECK | US_UNIT_EXCEPTION)) != 0 ||
                       (chan & ~(CS_PCI | CS_INCORRECT_LENGTH)) != 0))
        con.failed = true;
    if (op != IDLE && ((unit & US_DEVICE_END) != 0 || con.failed))
        con.op = IDLE;
    answer_attention();
}

static void
settle(void)
{
    while (con.op != IDLE)
        wait_interrupt();
}

static void
obey_halt(void)
{
    if (con.halted && NUCON->cmndname[0] != 0)
        drop_stack(RECOVER_HX);
}

void
con_poll(void)
{
    allow_interrupts();
    obey_halt();
}

void
con_write(const char *line, size_t len)
{
    settle();
    if (con.quiet)
        return;
    if (len > CON_LINE)
        len = CON_LINE;
    do {
        settle();
        memcpy(con.buf, line, len);
        if (len == 0)
            con.buf[0] = ' ';
        if (!start(WRITING, CON_WRITE_CR, len == 0 ? 1 : (uint32_t)len)) {
            allow_interrupts();
            continue;
        }
        settle();
        if (!con.failed)
            break;
        wait_interrupt(); /* until it is ready again */
    } while (!con.quiet && !con.halted);
    obey_halt();
}

void
con_printf(const char *fmt, ...)
{
    char line[CON_LINE + 1];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = k_vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    con_write(line, (size_t)n);
}

size_t
con_read(char *buf)
{
    size_t len;

    settle();
    obey_halt();
    while (con.count == 0) {
        if (!start(READING, CON_READ_INQUIRY, CON_LINE)) {
            allow_interrupts();
            continue;
        }
        settle();
        obey_halt();
        if (con.failed && con.count == 0)
            wait_interrupt(); /* intervention required: until it is ready */
    }
    len = unstack(buf);
    buf[len] = 0;
    return len;
}

void
con_typing(bool on)
{
    con.quiet = !on;
}

bool
con_is_typing(void)
{
    return !con.quiet;
}

bool
con_halted(void)
{
    return con.halted;
}

void
con_halt(void)
{
    con.halted = true;
}

void
con_resume(void)
{
    con.halted = false;
    con.quiet = false;
}
