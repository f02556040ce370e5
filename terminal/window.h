/* SPDX-License-Identifier: MIT */
/* Drawing with ncurses: the display, the status line, the operator console.
 * Panels on top of them are in panel.c. */
#ifndef TERMINAL_WINDOW_H
#define TERMINAL_WINDOW_H

#include "terminal/app.h"

void window_open(void);
void window_close(void);
/* Takes the window's size from the kernel. */
void window_resize(void);
/* Draws everything, and puts the cursor where it belongs. */
void window_draw(struct app *app);
/* The operator console (opview.c). */
void opview_draw(struct app *app);

#endif
