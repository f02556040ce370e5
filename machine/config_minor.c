/* SPDX-License-Identifier: MIT */
/* Statements of Hercules that change little or nothing here: they are checked,
 * and what is not there is said. */
#include "config.h"

#include "machine/config_minor.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool
config_number(const char *text, int base, unsigned long lo, unsigned long hi,
              unsigned long *out)
{
    char *end;

    if (!isxdigit((unsigned char)text[0]))
        return false;
    errno = 0;
    *out = strtoul(text, &end, base);
    return errno == 0 && *end == '\0' && *out >= lo && *out <= hi;
}

bool
config_set_cpuverid(struct config *c, int argc, char **argv, struct err *e)
{
    unsigned long n;

    if (!config_number(argv[0], 16, 0, 0xff, &n))
        return err_set(e, "\"%s\": a version is up to 2 hex digits", argv[0]);
    if (argc > 1 && strcasecmp(argv[1], "FORCE") != 0)
        return err_set(e, "\"%s\" is not FORCE", argv[1]);
    c->cpuversion = (uint8_t)n;
    return true;
}

/* Hours and minutes, as +hhmm or -hhmm. */
bool
config_set_tzoffset(struct config *c, int argc, char **argv, struct err *e)
{
    const char *text = argv[0];
    unsigned long n = 0;

    (void)argc;
    if ((text[0] != '+' && text[0] != '-') || strlen(text) != 5 ||
        !config_number(text + 1, 10, 0, 2359, &n) || n % 100 > 59)
        return err_set(e, "\"%s\": +hhmm or -hhmm, up to 2359", text);
    c->tzoffset = (int)(n / 100 * 60 + n % 100);
    if (text[0] == '-')
        c->tzoffset = -c->tzoffset;
    return true;
}

bool
config_loadparm(const char *text, char loadparm[9])
{
    size_t n = strlen(text);

    if (n < 1 || n > 8)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)text[i]) && strchr(".$@#", text[i]) == NULL)
            return false;
    for (size_t i = 0; i <= n; i++)
        loadparm[i] = (char)toupper((unsigned char)text[i]);
    return true;
}

bool
config_set_loadparm(struct config *c, int argc, char **argv, struct err *e)
{
    (void)argc;
    if (!config_loadparm(argv[0], c->loadparm))
        return err_set(e, "\"%s\": 1 to 8 letters, digits and . $ @", argv[0]);
    return true;
}

/* Is the word one of these? */
static bool
one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcasecmp(word, *words) == 0)
            return true;
    return false;
}

/* The console's commands are not given to the guest: what the guest runs must
 * not reach the host's files. */
bool
config_set_diag8cmd(struct config *c, int argc, char **argv, struct err *e)
{
    static const char *const words[] = {"ENABLE", "DISABLE", NULL};
    static const char *const echo[] = {"ECHO", "NOECHO", NULL};

    if (!one_of(argv[0], words))
        return err_set(e, "\"%s\": ENABLE or DISABLE", argv[0]);
    if (argc > 1 && !one_of(argv[1], echo))
        return err_set(e, "\"%s\": ECHO or NOECHO", argv[1]);
    if (strcasecmp(argv[0], "ENABLE") == 0)
        snprintf(c->note, sizeof c->note,
                 "a guest's DIAGNOSE X'08' gives no console commands here; it "
                 "stays disabled");
    return true;
}

bool
config_set_ecpsvm(struct config *c, int argc, char **argv, struct err *e)
{
    static const char *const words[] = {"NO", "YES", "LEVEL", NULL};
    static const char *const trap[] = {"TRAP", "NOTRAP", NULL};
    bool level = strcasecmp(argv[0], "LEVEL") == 0;
    unsigned long n;

    if (argc > 1 && one_of(argv[argc - 1], trap))
        argc--;
    if (!one_of(argv[0], words) &&
        (argc > 1 || !config_number(argv[0], 10, 0, 999, &n)))
        return err_set(e, "\"%s\": NO, YES or LEVEL n", argv[0]);
    if ((level && argc < 2) ||
        (argc > 1 && (strcasecmp(argv[0], "NO") == 0 ||
                      !config_number(argv[argc - 1], 10, 0, 999, &n))))
        return err_set(e, "\"%s\": a level is 0 to 999", argv[argc - 1]);
    if (strcasecmp(argv[0], "NO") != 0)
        snprintf(c->note, sizeof c->note,
                 "there are no ECPS:VM assists; they stay off");
    return true;
}

bool
config_set_codepage(struct config *c, int argc, char **argv, struct err *e)
{
    static const char *const same[] = {"DEFAULT", "819/1047", "8859-1/1047",
                                       "1047", NULL};

    (void)argc;
    if (strspn(argv[0], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-_./") != strlen(argv[0]))
        return err_set(e, "\"%s\": is no name of a code page", argv[0]);
    if (!one_of(argv[0], same))
        snprintf(c->note, sizeof c->note,
                 "code page %.40s is not there; 819/1047 is used", argv[0]);
    return true;
}

/* A symbol for $(NAME) on the lines that follow. The machine's threads do not
 * run yet. */
bool
config_set_defsym(struct config *c, int argc, char **argv, struct err *e)
{
    const char *name = argv[0];

    (void)c;
    if (strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789_") != strlen(name) ||
        isdigit((unsigned char)name[0]) || name[0] == '\0')
        return err_set(e, "\"%s\": is no name of a symbol", name);
    if (setenv(name, argc > 1 ? argv[1] : "", 1) != 0)
        return err_set(e, "out of memory");
    return true;
}
