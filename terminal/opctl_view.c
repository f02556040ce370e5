/* SPDX-License-Identifier: MIT */
/* The operator control panel's picture, for 80 columns and 24 lines and up. */
#include "config.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "arch/psw.h"
#include "lib/codepage.h"
#include "terminal/opctl.h"

enum { LABEL = 8, DEVICES_AT = 52, DEVICES_LINE = 11 };

static void
light(int y, int x, const char *name, bool on)
{
    attrset(on ? A_REVERSE | A_BOLD : A_DIM);
    mvprintw(y, x, " %s ", name);
    attrset(A_NORMAL);
}

static void
draw_lights(const struct opctl *p, int y)
{
    bool stopped = strcmp(p->state, "stopped") == 0;
    bool waits = strcmp(p->state, "wait") == 0;

    light(y, 1, "SYSTEM", p->known && !stopped && !waits);
    light(y, 11, "MANUAL", stopped);
    light(y, 21, "WAIT", waits);
    light(y, 29, "LOAD", p->loading);
    mvprintw(y, 40, "%8.2f million instructions a second", p->mips);
    mvprintw(y + 1, 40, "of processor time; %5.1f%% of a processor",
             100 * p->busy);
    mvprintw(y + 1, 1, "%llu instructions", (unsigned long long)p->count);
}

/* The fields of the PSW: PoO "Program-Status Word". */
static void
draw_psw(const struct opctl *p, int y)
{
    uint32_t hi = (uint32_t)(p->psw >> 32), lo = (uint32_t)p->psw;
    bool ec = hi & PSW_EC;
    unsigned cc = ec ? hi >> 12 & 3 : lo >> 28 & 3;
    unsigned pm = ec ? hi >> 8 & 15 : lo >> 24 & 15;

    mvprintw(y, 1, "PSW     %08X %08X  %s", hi, lo, ec ? "EC" : "BC");
    mvprintw(y, 32, "%s%s  key %X  cc %u  mask %X  at %06X",
             hi & PSW_PROBLEM ? "problem" : "supervisor",
             hi & PSW_WAIT ? ", wait" : "", hi >> 20 & 15, cc, pm,
             lo & 0xffffff);
    if (ec)
        mvprintw(y + 1, LABEL + 1, "%s %s %s %s %s",
                 hi & PSW_PER ? "PER" : "   ", hi & PSW_DAT ? "DAT" : "   ",
                 hi & PSW_IO ? "I/O" : "   ", hi & PSW_EXT ? "EXT" : "   ",
                 hi & PSW_MC ? "MCK" : "   ");
    else
        mvprintw(y + 1, LABEL + 1, "channels %02X %s %s", hi >> 24 & 0xfe,
                 hi & 0x01000000 ? "EXT" : "   ", hi & PSW_MC ? "MCK" : "   ");
    mvprintw(y + 1, 32, "prefix %06X", p->prefix);
}

static void
draw_registers(const struct opctl *p, int y)
{
    for (int i = 0; i < 16; i++) {
        mvprintw(y + i / 4, LABEL + 1 + 10 * (i % 4), "%08X", p->gr[i]);
        mvprintw(y + 4 + i / 4, LABEL + 1 + 10 * (i % 4), "%08X", p->cr[i]);
    }
    for (int i = 0; i < 4; i++) {
        mvprintw(y + i, 1, "GR%2d", 4 * i);
        mvprintw(y + 4 + i, 1, "CR%2d", 4 * i);
        mvprintw(y + i, 52, "FR%d  %016llX", 2 * i,
                 (unsigned long long)p->fr[i]);
    }
}

static void
draw_storage(const struct opctl *p, int y, int bottom)
{
    for (unsigned at = 0; at < p->storage_len && y < bottom; at += 16, y++) {
        move(y, 1);
        printw("%06X ", (p->storage_at + at) & 0xffffff);
        for (unsigned i = at; i < at + 16 && i < p->storage_len; i++)
            printw("%s%02X", i % 4 == 0 ? " " : "", p->storage[i]);
    }
}

static void
draw_devices(const struct opctl *p, int y, int bottom)
{
    attrset(A_UNDERLINE);
    mvprintw(y++, DEVICES_AT, "device           I/O   a second");
    attrset(A_NORMAL);
    for (unsigned i = p->top; i < p->devices && y < bottom; i++, y++) {
        const struct opctl_device *d = &p->device[i];

        if (d->rate > 0)
            attrset(A_BOLD);
        mvprintw(y, DEVICES_AT, "%04X %-6s %9llu %9.1f", d->addr, d->type,
                 (unsigned long long)d->started, d->rate);
        attrset(A_NORMAL);
    }
}

static void
draw_dials(const struct opctl *p, int y)
{
    static const struct {
        uint32_t key;
        const char *what;
    } warn[] = {{'r', "RESTART"}, {'y', "SYSTEM RESET"}, {'l', "LOAD"}};

    attrset(p->dial == DIAL_LOAD ? A_REVERSE : A_NORMAL);
    mvprintw(y, 1, "LOAD UNIT %04X", p->load);
    attrset(p->dial == DIAL_ADDRESS ? A_REVERSE : A_NORMAL);
    mvprintw(y, 18, "ADDRESS %06X", p->address);
    attrset(A_NORMAL);
    for (size_t i = 0; i < sizeof(warn) / sizeof(warn[0]); i++)
        if (p->confirm == warn[i].key) {
            attrset(A_BOLD);
            mvprintw(y, 36, "%c again: %s, and what runs is lost",
                     (char)warn[i].key, warn[i].what);
            attrset(A_NORMAL);
        }
}

void
opctl_draw(const struct opctl *p)
{
    int bottom = LINES - 2;

    curs_set(0);
    mvprintw(0, 1, "CAMBRIDGE  System/370  model %04X  %u K", p->model,
             p->size / 1024);
    draw_lights(p, 1);
    draw_psw(p, 3);
    draw_registers(p, 5);
    draw_storage(p, 13, bottom - 1);
    draw_devices(p, DEVICES_LINE, bottom);
    draw_dials(p, bottom);
    attrset(A_REVERSE);
    mvhline(LINES - 1, 0, ' ', COLS);
    mvaddnstr(LINES - 1, 0,
              " s start  t stop  i interrupt  r restart  y reset  l load  "
              "Tab, digits: dials  ^P back",
              COLS);
    attrset(A_NORMAL);
}
