/* SPDX-License-Identifier: MIT */
/* The operator control panel: the lights and dials of the machine in text. It
 * asks the machine over the control socket, twice a second while it is shown
 * and not otherwise. opctl.c has state and keys, opctl_view.c draws. */
#ifndef TERMINAL_OPCTL_H
#define TERMINAL_OPCTL_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

enum {
    OPCTL_STORAGE = 128, /* bytes shown */
    OPCTL_DEVICES = 256  /* devices kept */
};

struct opctl_device {
    unsigned addr;
    char type[12];
    uint64_t started; /* channel programs */
    double rate;      /* of them a second */
};

/* Which dial the digits go to. */
enum opctl_dial { DIAL_LOAD, DIAL_ADDRESS };

struct opcon;

struct opctl {
    struct opcon *con;
    uv_timer_t timer;
    bool shown;
    unsigned waiting; /* answers still to come: no new questions before */

    /* As the last answers had it. */
    bool known;
    char state[12];
    bool loading;
    uint64_t psw;
    uint64_t count, cpu_time; /* instructions; nanoseconds */
    uint64_t at;              /* our time, nanoseconds, of these */
    double mips, busy;        /* millions a second of processor time; 0 to 1 */
    unsigned model, size, prefix;
    uint32_t gr[16], cr[16];
    uint64_t fr[4];
    unsigned storage_at, storage_len;
    uint8_t storage[OPCTL_STORAGE];
    struct opctl_device device[OPCTL_DEVICES];
    unsigned devices;
    uint64_t devices_at;
    unsigned next_device; /* of the answer that is being put together */

    enum opctl_dial dial;
    unsigned load, address; /* the dials */
    bool fresh;             /* the next digit begins a number */
    unsigned top;           /* the first device shown */
    uint32_t confirm;       /* this key was pressed and is dangerous; 0 */
};

void opctl_init(struct opctl *p, struct opcon *con, uv_loop_t *loop);
void opctl_show(struct opctl *p);
void opctl_hide(struct opctl *p);
/* An answer of the machine; NULL: it did not understand. */
void opctl_answer(struct opctl *p, const char *text);
void opctl_key(struct opctl *p, uint32_t key);
void opctl_draw(const struct opctl *p);

#endif
