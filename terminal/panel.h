/* SPDX-License-Identifier: MIT */
/* What lies on top of the display: keypad, help, questions. A panel takes the
 * keys first; what it does not know closes it. */
#ifndef TERMINAL_PANEL_H
#define TERMINAL_PANEL_H

#include "terminal/app.h"

void panel_open(struct app *app, enum app_panel panel);
void panel_draw(struct app *app);
/* True: the panel took the key. */
bool panel_key(struct app *app, uint32_t key);
/* A mouse click, in window positions. */
void panel_click(struct app *app, int y, int x);

#endif
