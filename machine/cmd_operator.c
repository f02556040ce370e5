/* SPDX-License-Identifier: MIT */
/* Console commands that start-up scripts use: script, archmode, icount. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/regular.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/symbols.h"

enum { SCRIPT_DEPTH = 10 };

void
cmd_icount(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && strcasecmp(argv[1], "zero") != 0) {
        console_printf(m, "icount: \"%s\" is not zero", argv[1]);
        return;
    }
    if (argc > 1)
        m->icount_zero = m->cpu->icount;
    console_printf(m, "Instructions executed: %llu",
                   (unsigned long long)(m->cpu->icount - m->icount_zero));
}

void
cmd_archmode(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && strcasecmp(argv[1], "S/370") != 0 &&
        strcasecmp(argv[1], "S370") != 0 && strcasecmp(argv[1], "370") != 0)
        console_printf(m, "%s: \"%s\": this machine is an S/370", argv[0],
                       argv[1]);
    else
        console_printf(m, "Architecture mode = S/370");
}

/* The file's lines are put before those that wait already; a script that it
 * names comes whole before its own next line. All is read before any is run, so
 * that a file that cannot be read changes nothing. */
void
cmd_script(struct machine *m, int argc, char **argv)
{
    char raw[CONSOLE_LINE_MAX], text[CONSOLE_LINE_MAX];
    struct err e;
    FILE *f = regular_read(argv[1], &e);
    struct msg *rest = m->script, **rest_last = m->script_last;
    unsigned line = 0;
    bool ok = true;

    (void)argc;
    if (f == NULL) {
        console_printf(m, "script: %s", e.text);
        return;
    }
    if (m->script_depth == SCRIPT_DEPTH) {
        console_printf(m, "script: %s: more than %d scripts inside each other",
                       argv[1], SCRIPT_DEPTH);
        fclose(f);
        return;
    }
    m->script = NULL;
    m->script_last = &m->script;
    m->script_depth++;
    while (ok && fgets(raw, sizeof raw, f) != NULL) {
        size_t len = strcspn(raw, "\r\n");
        line++;
        ok = line <= CONSOLE_SCRIPT_MAX && len < sizeof raw - 1;
        raw[len] = '\0';
        ok = ok && symbols_expand(raw, text, sizeof text);
        if (ok)
            machine_script(m, text);
    }
    if (!ok || ferror(f)) {
        console_printf(m, "script: %s line %u: not readable, or too long",
                       argv[1], line);
        mailbox_free(m->script);
        m->script = NULL;
        m->script_last = &m->script;
    }
    fclose(f);
    m->script_depth--;
    *m->script_last = rest;
    if (rest != NULL)
        m->script_last = rest_last;
}
