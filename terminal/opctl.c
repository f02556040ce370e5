/* SPDX-License-Identifier: MIT */
/* What the operator control panel knows, and what its keys do; see opctl.h. */
#include "config.h"

#include "terminal/opctl.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/ctl.h"
#include "terminal/app.h"
#include "terminal/keyboard.h"
#include "terminal/opcon.h"

enum { PERIOD = 500 }; /* milliseconds */

static void
ask(struct opctl *p, const char *text)
{
    if (opcon_query(p->con, text))
        p->waiting++;
}

static void
ask_devices(struct opctl *p, unsigned from)
{
    char text[32];

    snprintf(text, sizeof(text), "devices %X", from);
    ask(p, text);
}

static void
ask_all(struct opctl *p)
{
    char text[40];

    if (p->waiting > 0)
        return;
    ask(p, "cpu");
    snprintf(text, sizeof(text), "storage %X %d", p->address, OPCTL_STORAGE);
    ask(p, text);
    p->next_device = 0;
    ask_devices(p, 0);
}

static void
on_timer(uv_timer_t *t)
{
    ask_all(t->data);
}

void
opctl_init(struct opctl *p, struct opcon *con, uv_loop_t *loop)
{
    p->con = con;
    uv_timer_init(loop, &p->timer);
    p->timer.data = p;
}

void
opctl_show(struct opctl *p)
{
    p->shown = true;
    p->confirm = 0;
    ask_all(p);
    uv_timer_start(&p->timer, on_timer, PERIOD, PERIOD);
}

void
opctl_hide(struct opctl *p)
{
    p->shown = false;
    uv_timer_stop(&p->timer);
}

/* The number of key=HEX in a text; 0 when it is not there. */
static uint64_t
number(const char *text, const char *key, int base)
{
    char value[40];

    return ctl_value(text, key, value, sizeof(value))
               ? strtoull(value, NULL, base)
               : 0;
}

/* `count` numbers of `digits` hexadecimal digits, one after the other. */
static void
registers(const char *text, const char *key, unsigned digits, unsigned count,
          uint64_t out[16])
{
    char value[16 * 8 + 1], one[17];

    memset(out, 0, 16 * sizeof(*out));
    if (!ctl_value(text, key, value, sizeof(value)) ||
        strlen(value) != (size_t)digits * count)
        return;
    for (unsigned i = 0; i < count; i++) {
        memcpy(one, value + digits * i, digits);
        one[digits] = '\0';
        out[i] = strtoull(one, NULL, 16);
    }
}

static void
take_cpu(struct opctl *p, const char *text)
{
    uint64_t count = number(text, "count", 10), r[16];
    uint64_t cpu_time = number(text, "time", 10), now = uv_hrtime();

    if (p->known && cpu_time > p->cpu_time && now > p->at) {
        double ran = (double)(cpu_time - p->cpu_time);

        p->mips = (double)(count - p->count) * 1000 / ran;
        p->busy = ran / (double)(now - p->at);
    }
    p->count = count;
    p->cpu_time = cpu_time;
    p->at = now;
    p->known = ctl_value(text, "state", p->state, sizeof(p->state));
    p->loading = number(text, "load", 10) != 0;
    p->psw = number(text, "psw", 16);
    p->model = (unsigned)number(text, "model", 16);
    p->size = (unsigned)number(text, "size", 10);
    p->prefix = (unsigned)number(text, "prefix", 16);
    registers(text, "gr", 8, 16, r);
    for (int i = 0; i < 16; i++)
        p->gr[i] = (uint32_t)r[i];
    registers(text, "cr", 8, 16, r);
    for (int i = 0; i < 16; i++)
        p->cr[i] = (uint32_t)r[i];
    registers(text, "fr", 16, 4, r);
    memcpy(p->fr, r, sizeof(p->fr));
}

static void
take_storage(struct opctl *p, const char *text)
{
    char hex[2 * OPCTL_STORAGE + 1];

    p->storage_at = (unsigned)number(text, "addr", 16);
    p->storage_len = 0;
    if (!ctl_value(text, "data", hex, sizeof(hex)))
        return;
    for (const char *c = hex; c[0] && c[1]; c += 2) {
        unsigned byte;

        if (sscanf(c, "%2x", &byte) != 1)
            return;
        p->storage[p->storage_len++] = (uint8_t)byte;
    }
}

/* ADDR:TYPE:STARTED. A device that was there before has a rate. */
static void
take_device(struct opctl *p, const char *text, double seconds)
{
    struct opctl_device d = {0};
    unsigned long long started;

    if (p->next_device == OPCTL_DEVICES ||
        sscanf(text, "%x:%11[^:]:%llu", &d.addr, d.type, &started) != 3)
        return;
    d.started = started;
    for (unsigned i = p->next_device; i < p->devices; i++)
        if (p->device[i].addr == d.addr && d.started >= p->device[i].started &&
            seconds > 0) {
            d.rate = (double)(d.started - p->device[i].started) / seconds;
            break;
        }
    p->device[p->next_device++] = d;
    if (p->devices < p->next_device)
        p->devices = p->next_device;
}

static void
take_devices(struct opctl *p, const char *text)
{
    static char list[CTL_LINE_MAX];
    uint64_t now = uv_hrtime();
    double seconds = (double)(now - p->devices_at) / 1e9;
    char *save, *word;

    if (ctl_value(text, "list", list, sizeof(list)))
        for (word = strtok_r(list, ",", &save); word != NULL;
             word = strtok_r(NULL, ",", &save))
            take_device(p, word, seconds);
    if (number(text, "next", 16) != 0) {
        ask_devices(p, (unsigned)number(text, "next", 16));
        return;
    }
    p->devices = p->next_device;
    p->devices_at = now;
}

void
opctl_answer(struct opctl *p, const char *text)
{
    if (p->waiting > 0)
        p->waiting--;
    if (text == NULL)
        return;
    if (strncmp(text, "cpu ", 4) == 0)
        take_cpu(p, text + 4);
    else if (strncmp(text, "storage ", 8) == 0)
        take_storage(p, text + 8);
    else if (strncmp(text, "devices ", 8) == 0)
        take_devices(p, text + 8);
}

static void
command(struct opctl *p, const char *fmt, unsigned operand)
{
    char text[40];

    snprintf(text, sizeof(text), fmt, operand);
    opcon_command(p->con, text);
    ask_all(p);
}

/* A key of the panel that loses what the machine does: twice, to be meant. */
static bool
confirmed(struct opctl *p, uint32_t key)
{
    bool twice = p->confirm == key;

    p->confirm = twice ? 0 : key;
    return twice;
}

static bool
button(struct opctl *p, uint32_t key)
{
    switch (key) {
    case 's':
        command(p, "start", 0);
        break;
    case 't':
        command(p, "stop", 0);
        break;
    case 'i':
        command(p, "ext", 0);
        break;
    case 'r':
        if (confirmed(p, key))
            command(p, "restart", 0);
        return true;
    case 'y':
        if (confirmed(p, key)) {
            command(p, "stop", 0);
            command(p, "sysreset", 0);
        }
        return true;
    case 'l':
        if (confirmed(p, key)) {
            command(p, "stop", 0);
            command(p, "ipl %04X", p->load);
        }
        return true;
    default:
        return false;
    }
    p->confirm = 0;
    return true;
}

static void
turn(struct opctl *p, uint32_t key)
{
    unsigned *dial = p->dial == DIAL_LOAD ? &p->load : &p->address;
    unsigned digit =
        (unsigned)(key <= '9' ? key - '0' : (key | 0x20) - 'a' + 10);

    *dial = ((p->fresh ? 0 : *dial) << 4 | digit) &
            (p->dial == DIAL_LOAD ? 0xffff : 0xffffff);
    p->fresh = false;
}

static void
move_storage(struct opctl *p, int by)
{
    p->address = (unsigned)((int)p->address + by) & 0xffffff;
    p->fresh = true;
}

void
opctl_key(struct opctl *p, uint32_t key)
{
    if (button(p, key))
        return;
    p->confirm = 0;
    if (key < 0x80 && isxdigit((int)key)) {
        turn(p, key);
    } else if (key == K_TAB || key == K_BACKTAB) {
        p->dial = p->dial == DIAL_LOAD ? DIAL_ADDRESS : DIAL_LOAD;
        p->fresh = true;
    } else if (key == K_CURSOR_UP) {
        move_storage(p, -16);
    } else if (key == K_CURSOR_DOWN) {
        move_storage(p, 16);
    } else if (key == APP_PAGE_UP) {
        p->top -= p->top < 8 ? p->top : 8;
    } else if (key == APP_PAGE_DOWN) {
        p->top += p->top + 8 < p->devices ? 8 : 0;
    }
    ask_all(p);
}
