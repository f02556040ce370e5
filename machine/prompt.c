/* SPDX-License-Identifier: MIT */
/* readline's callback interface. Completes command names in the first word,
 * device numbers where a command takes one, and file names elsewhere. The
 * mutable data here mirrors readline's own. */
#include "config.h"

#include "machine/prompt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "machine/console.h"
#include "machine/devnames.h"

static const char prompt[] = "cambridge> ";

static prompt_line_fn *line_fn;
static void *line_arg;
static bool ended;
static struct devnames *devices;

static char *
next_command(const char *text, int state)
{
    static const struct console_cmd *at;

    if (state == 0)
        at = console_cmds;
    for (; at->name != NULL; at++)
        if (strncasecmp(at->name, text, strlen(text)) == 0)
            return strdup((at++)->name);
    return NULL;
}

/* t+ t- s+ s- with a device number, or a number alone: `text` begins with the
 * former when prefix is 2. Hercules writes four digits; fewer typed match the
 * number without its leading zeros as well. */
static char *
next_device(const char *text, int state)
{
    static unsigned at;
    size_t prefix = strlen(text) >= 2 && strchr("+-", text[1]) ? 2 : 0;
    char full[8], name[16];
    uint16_t addr;

    if (state == 0)
        at = 0;
    while (devices != NULL && devnames_get(devices, at, &addr)) {
        const char *typed = text + prefix;
        at++;
        snprintf(full, sizeof full, typed[0] == '0' ? "%04X" : "%X", addr);
        if (typed[0] == '0' && strncasecmp(full, typed, strlen(typed)) != 0)
            snprintf(full, sizeof full, "%03X", addr);
        if (strncasecmp(full, typed, strlen(typed)) == 0) {
            snprintf(name, sizeof name, "%.*s%s", (int)prefix, text, full);
            return strdup(name);
        }
    }
    return NULL;
}

/* Is the first word of the line a command that takes a device number? */
static bool
takes_device(const char *line)
{
    static const char *const commands[] = {"detach", "devinit", "devlist", "i",
                                           "ipl",    "iplc",    "mt"};
    size_t n = strcspn(line, " \t");

    for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strlen(commands[i]) == n && strncasecmp(line, commands[i], n) == 0)
            return true;
    return false;
}

static char **
complete(const char *text, int start, int end)
{
    const char *line = rl_line_buffer + strspn(rl_line_buffer, " \t");
    const char *second = line + strcspn(line, " \t");

    (void)end;
    second += strspn(second, " \t");
    if (start == line - rl_line_buffer) {
        bool trace = strlen(text) >= 2 && strchr("tTsS", text[0]) &&
                     strchr("+-", text[1]);
        rl_attempted_completion_over = 1;
        return rl_completion_matches(text, trace ? next_device : next_command);
    }
    if (start != second - rl_line_buffer)
        return NULL; /* readline's default: file names */
    if (strncasecmp(line, "help ", 5) == 0) {
        rl_attempted_completion_over = 1;
        return rl_completion_matches(text, next_command);
    }
    if (!takes_device(line))
        return NULL;
    rl_attempted_completion_over = 1;
    return rl_completion_matches(text, next_device);
}

static void
on_line(char *line)
{
    if (line == NULL) {
        ended = true;
        return;
    }
    /* The empty line goes on after a step. */
    if (line[0] != '\0')
        add_history(line);
    line_fn(line_arg, line);
    free(line);
}

void
prompt_begin(prompt_line_fn *fn, void *arg, struct devnames *names)
{
    devices = names;
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
