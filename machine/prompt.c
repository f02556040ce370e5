/* SPDX-License-Identifier: MIT */
/* readline's callback interface. Completes command names in the first word and
 * file names after it. The mutable data here mirrors readline's own. */
#include "config.h"

#include "machine/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "machine/console.h"

static const char prompt[] = "cambridge> ";

static prompt_line_fn *line_fn;
static void *line_arg;
static bool ended;

static char *
next_command(const char *text, int state)
{
    static const struct console_cmd *at;

    if (state == 0)
        at = console_cmds;
    for (; at->name != NULL; at++)
        if (strncmp(at->name, text, strlen(text)) == 0)
            return strdup((at++)->name);
    return NULL;
}

static char **
complete(const char *text, int start, int end)
{
    (void)end;
    if (start > 0)
        return NULL; /* readline's default: file names */
    rl_attempted_completion_over = 1;
    return rl_completion_matches(text, next_command);
}

static void
on_line(char *line)
{
    if (line == NULL) {
        ended = true;
        return;
    }
    if (line[0] != '\0') {
        add_history(line);
        line_fn(line_arg, line);
    }
    free(line);
}

void
prompt_begin(prompt_line_fn *fn, void *arg)
{
    line_fn = fn;
    line_arg = arg;
    rl_readline_name = "cambridge";
    rl_catch_signals = 0;
    rl_attempted_completion_function = complete;
    stifle_history(1000);
    rl_callback_handler_install(prompt, on_line);
}

bool
prompt_input(void)
{
    rl_callback_read_char();
    if (!ended)
        return true;
    /* readline has removed its handler. */
    ended = false;
    rl_callback_handler_install(prompt, on_line);
    return false;
}

void
prompt_hide(void)
{
    rl_clear_visible_line();
    fflush(stdout);
}

void
prompt_show(void)
{
    rl_on_new_line();
    rl_redisplay();
}

void
prompt_end(void)
{
    rl_callback_handler_remove();
    rl_clear_visible_line();
}
