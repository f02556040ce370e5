/* SPDX-License-Identifier: MIT */
/* The user's terminal (VM/370: DMKQCN, DMKCNS, DMKGRF, DMKVCN): output lines
 * and input lines of a virtual machine's console, on a real 3270 screen with
 * CP's layout, on a real 3215, or nowhere while disconnected. */
#ifndef CP_CONSOLE_H
#define CP_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/ios.h"
#include "cp/vmblok.h"

/* A line of CP's own to the user (response or message), formatted as
 * klib's k_snprintf. In a task it waits while the screen holds too much
 * unread output; on the dispatcher's stack the oldest is dropped. */
void con_printf(struct vmblok *vm, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* To the operator. Never waits. */
void con_operator(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The virtual 3215's side, called by virtual I/O. A write: false when the
 * line cannot be taken now (vio_console_ready is called later). */
bool vcon_write(struct vmblok *vm, const uint8_t *text, unsigned len,
                bool newline);
/* A read is outstanding: the terminal shows VM READ; a typed-ahead line comes
 * at once through vio_console_line. Cancelled by halt or reset. */
void vcon_read(struct vmblok *vm);
void vcon_read_cancel(struct vmblok *vm);

/* DIAGNOSE X'58' full screen and CCW programs to the user's 3270: the
 * terminal's real device, or NULL when disconnected or not a 3270. */
struct rdevblok *con_terminal(struct vmblok *vm);

/* Before each full-screen operation on con_terminal(vm). Task: waits until
 * CP's own output on the screen was taken away by the user. */
enum con_full_op {
    CONF_ERASE_WRITE, /* begins full-screen mode, or goes on */
    CONF_WRITE,
    CONF_READ
};
enum con_full_result {
    CONF_OK,   /* the screen is the machine's: do the operation */
    CONF_LOST, /* CP wrote there since: present unit status X'8E' instead */
    CONF_NONE  /* there is no 3270 terminal */
};
enum con_full_result con_full_screen(struct vmblok *vm, enum con_full_op op);

/* Virtual I/O found intervention required on a terminal that it wrote to
 * (DIALed, or full screen): the user is disconnected, the DIAL dropped. */
void con_lost(struct rdevblok *r);
/* A virtual 3270 is going away: its terminal gets the logo again. */
void con_undial(struct rdevblok *r);
/* Attention and device end of every terminal come to the console manager
 * (rdev->unsolicited); it calls vio_attention(r->vdev) for a DIALed one, and
 * vio_attention(vm->vcon) in full-screen mode. */

/* Screen size for DIAGNOSE X'24' and X'8C': 24 x 80 when unknown. */
void con_screen_size(const struct rdevblok *r, unsigned *rows, unsigned *cols);

/* The guest stopped in a disabled wait, or CP took it out of the running:
 * prints the message (DMKDSP450W CP ENTERED; DISABLED WAIT PSW ...) and goes
 * to CP READ. */
void con_cp_entered(struct vmblok *vm, const char *text);

/* Terminals: one-time start after ios_init, in a task. */
void con_init(void);
/* Logs OPERATOR on at the operator's console. Task. */
void con_start_operator(void);

/* Runs a CP command for vm in a task; its output goes to the terminal or,
 * with `buf`, into the buffer, lines ended by X'15'. *outlen is the whole
 * response's length, which may exceed bufsize. Returns the command's code. */
int cmd_execute(struct vmblok *vm, const char *line, unsigned len, char *buf,
                unsigned bufsize, unsigned *outlen);
/* DIAGNOSE X'08' itself. Task; 0 or a pic code. Sets Ry, Ry+1 and the CC. */
int cmd_diag08(struct vmblok *vm, unsigned rx, unsigned ry);

/* External code X'0040' (INTERRUPT key) came to CP: shut down. */
void cmd_shutdown_key(void);

#endif
