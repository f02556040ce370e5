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
void con_printf(struct vmblok *vm, const char *fmt, ...);
/* To the operator. Never waits. */
void con_operator(const char *fmt, ...);

/* The virtual 3215's side, called by virtual I/O. A write: false when the
 * line cannot be taken now (vio_console_ready is called later). */
bool vcon_write(struct vmblok *vm, const uint8_t *text, unsigned len,
                bool newline);
/* A read is outstanding: the terminal shows VM READ; a typed-ahead line comes
 * at once through vio_console_line. Cancelled by halt or reset. */
void vcon_read(struct vmblok *vm);
void vcon_read_cancel(struct vmblok *vm);

/* DIAGNOSE X'58' full screen and CCW programs to the user's 3270 while its
 * virtual console is a 3270 (DEFINE/TERM): the terminal's real device, or
 * NULL when disconnected. */
struct rdevblok *con_terminal(struct vmblok *vm);

/* The guest stopped in a disabled wait, or CP took it out of the running:
 * prints the message (DMKDSP450W CP ENTERED; DISABLED WAIT PSW ...) and goes
 * to CP READ. */
void con_cp_entered(struct vmblok *vm, const char *text);

/* Terminals: one-time start after ios_init, in a task. */
void con_init(void);
/* Logs OPERATOR on at the operator's console. Task. */
void con_start_operator(void);

/* DIAGNOSE X'08': runs a CP command for vm in a task; its output goes to the
 * terminal or, with `buf`, into the buffer. Returns the command's code. */
int cmd_execute(struct vmblok *vm, const char *line, unsigned len, char *buf,
                unsigned bufsize, unsigned *outlen);
/* DIAGNOSE X'08' itself. Task; 0 or a pic code. */
int cmd_diag08(struct vmblok *vm, unsigned rx, unsigned ry);

/* External code X'0040' (INTERRUPT key) came to CP: shut down. */
void cmd_shutdown_key(void);

#endif
