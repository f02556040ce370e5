/* SPDX-License-Identifier: MIT */
/* Initial program loading as the main loop sees it. */
#ifndef MACHINE_IPL_H
#define MACHINE_IPL_H

struct machine;

/* Has the IPL's channel program ended? Then the loaded PSW becomes current and
 * the processor starts, or the console is told why not. */
void ipl_poll(struct machine *m);

#endif
