/* SPDX-License-Identifier: MIT */
/* Device lines of a configuration file. The forms of an address are
 * Hercules': 00C0, 00C0.8 (eight of them), 00C0-00C7, 00C0,00C4. What the
 * operands mean is the device model's affair. */
#include "config.h"

#include "machine/config_device.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "machine/symbols.h"

bool
config_is_address(const char *word)
{
    size_t n = strspn(word, "0123456789abcdefABCDEF");

    if (n < 1 || n > 4)
        return false;
    return word[n] == '\0' || word[n] == '.' || word[n] == '-' ||
           word[n] == ',' || word[n] == ':';
}

/* 1 to 4 hex digits at *p, which is moved behind them. */
static bool
hex_address(const char **p, unsigned *out)
{
    unsigned n = 0;
    int digits = 0;

    while (isxdigit((unsigned char)**p)) {
        char ch = (char)toupper((unsigned char)*(*p)++);
        n = n * 16 + (unsigned)(ch <= '9' ? ch - '0' : ch - 'A' + 10);
        if (++digits > 4)
            return false;
    }
    *out = n;
    return digits > 0;
}

bool
config_address(const char *word, uint16_t *addr)
{
    unsigned n;

    if (strncmp(word, "0:", 2) == 0)
        word += 2;
    if (!hex_address(&word, &n) || *word != '\0')
        return false;
    *addr = (uint16_t)n;
    return true;
}

/* One group: first address and how many. */
static bool
group(const char **p, unsigned *first, unsigned *count)
{
    unsigned last;
    char *end;

    *count = 1;
    if (!hex_address(p, first))
        return false;
    if (**p == '.') {
        if (!isdigit((unsigned char)(*p)[1]))
            return false;
        *count = (unsigned)strtoul(*p + 1, &end, 10);
        *p = end;
    } else if (**p == '-') {
        (*p)++;
        if (!hex_address(p, &last) || last < *first)
            return false;
        *count = last - *first + 1;
    }
    return *count >= 1 && *count <= 256 && *first + *count <= 0x10000;
}

/* The operands, with the device's address in place of $(CUU) and the like. */
static bool
copy_words(struct config_device *d, int argc, char **argv, struct err *e)
{
    char word[4096];

    d->argv = calloc((size_t)argc + 1, sizeof *d->argv);
    if (d->argv == NULL)
        return err_set(e, "out of memory");
    for (d->argc = 0; d->argc < argc; d->argc++) {
        if (!symbols_device(argv[d->argc], d->addr, word, sizeof word))
            return err_set(e, "device %04X: an operand is too long", d->addr);
        d->argv[d->argc] = strdup(word);
        if (d->argv[d->argc] == NULL)
            return err_set(e, "out of memory");
    }
    return true;
}

static bool
add_one(struct config *c, const struct config_device *like, uint16_t addr,
        struct err *e)
{
    struct config_device *grown, *d;

    for (unsigned i = 0; i < c->ndevices; i++)
        if (c->devices[i].addr == addr)
            return err_set(e, "device %04X is already defined in %s line %u",
                           addr, c->devices[i].file, c->devices[i].line);
    if (c->ndevices == CONFIG_MAX_DEVICES)
        return err_set(e, "more than %d devices", CONFIG_MAX_DEVICES);
    grown = realloc(c->devices, (c->ndevices + 1) * sizeof *grown);
    if (grown == NULL)
        return err_set(e, "out of memory");
    c->devices = grown;
    d = &c->devices[c->ndevices++];
    memset(d, 0, sizeof *d);
    d->addr = addr;
    d->line = like->line;
    d->type = strdup(like->type);
    d->file = strdup(like->file);
    if (d->type == NULL || d->file == NULL)
        return err_set(e, "out of memory");
    return copy_words(d, like->argc, like->argv, e);
}

bool
config_add_device(struct config *c, const char *file, unsigned line, int argc,
                  char **argv, struct err *e)
{
    struct config_device like = {.line = line};
    const char *p = argv[0];
    unsigned first, count;
    char path[4096];

    if (argc < 2)
        return err_set(e, "device %s: the device type is missing", argv[0]);
    snprintf(path, sizeof path, "%s", file);
    like.file = path;
    like.type = argv[1];
    like.argc = argc - 2;
    like.argv = argv + 2;
    if (strncmp(p, "0:", 2) == 0)
        p += 2;
    for (;;) {
        if (!group(&p, &first, &count) || (*p != ',' && *p != '\0'))
            return err_set(
                e, "\"%s\" is no device address (as 00C0, 00C0.8, 00C0-00C7)",
                argv[0]);
        for (unsigned i = 0; i < count; i++)
            if (!add_one(c, &like, (uint16_t)(first + i), e))
                return false;
        if (*p == '\0')
            return true;
        p++;
    }
}

void
config_device_free(struct config_device *d)
{
    for (int i = 0; i < d->argc; i++)
        free(d->argv[i]);
    free(d->argv);
    free(d->type);
    free(d->file);
}

bool
config_set_terminals(struct config *c, unsigned n, struct err *e)
{
    char type[] = "3270", file[] = "--terminals";
    struct config_device like = {.type = type, .file = file};
    unsigned first = 0xc0, kept = 0;
    bool found = false;

    for (unsigned i = 0; i < c->ndevices; i++) {
        struct config_device *d = &c->devices[i];
        if (strcasecmp(d->type, "3270") != 0) {
            c->devices[kept++] = *d;
            continue;
        }
        if (!found)
            first = d->addr;
        found = true;
        config_device_free(d);
    }
    c->ndevices = kept;
    for (unsigned i = 0; i < n; i++) {
        if (first + i > 0xffff)
            return err_set(e, "--terminals %u: too many", n);
        if (!add_one(c, &like, (uint16_t)(first + i), e))
            return false;
    }
    return true;
}
