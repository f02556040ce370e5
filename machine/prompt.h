/* SPDX-License-Identifier: MIT */
/* readline for the line console: prompt, completion, history. readline has one
 * set of state for a process, hence no object here. */
#ifndef MACHINE_PROMPT_H
#define MACHINE_PROMPT_H

#include <stdbool.h>

struct devnames;

typedef void prompt_line_fn(void *arg, const char *line);

/* Shows the prompt; fn is called with each line entered. The device numbers
 * (may be NULL) are for completion. */
void prompt_begin(prompt_line_fn *fn, void *arg, struct devnames *names);
/* Standard input has something. False when the user typed the end of input. */
bool prompt_input(void);
/* Around other output. */
void prompt_hide(void);
void prompt_show(void);
/* Gives the terminal back as it was. */
void prompt_end(void);

#endif
