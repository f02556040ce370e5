/* SPDX-License-Identifier: MIT */
/* The virtual console, a 3215: lines out, lines in, type-ahead by
 * attention, and the immediate commands HX, HT and RT. VM/370: DMSCRD,
 * DMSCWR, DMSITI. */
#ifndef CMS_CONSOLE_H
#define CMS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CON_LINE = 130 };

/* Finds the console: CP says which device it is; without CP it is 009. */
void con_init(void);
uint32_t con_device(void);
/* Types a line, cut at 130 characters. HX stops the command here. */
void con_write(const char *line, size_t len);
void con_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Reads a line of at most 130 characters as it was typed; its length. buf
 * has room for CON_LINE + 1; a zero byte follows the text. HX stops here. */
size_t con_read(char *buf);
/* Puts a line where the next con_read takes it: in front of the others (LIFO)
 * or behind them. False when there is no storage. */
bool con_stack(const char *line, size_t len, bool lifo);
/* Lines stacked. */
unsigned con_stacked(void);
/* Lets attention happen in a long command; HX stops the command here. */
void con_poll(void);

/* HT and RT, and the end of their effect when a command ends. */
void con_typing(bool on);
bool con_is_typing(void);
/* HX has been typed; con_resume forgets it. */
bool con_halted(void);
void con_halt(void);
void con_resume(void);
/* Forgets stacked lines. */
void con_clear_stack(void);

/* The console's interruption. */
void con_interrupt(uint8_t unit, uint8_t chan, uint16_t residual);

#endif
