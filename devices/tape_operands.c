/* SPDX-License-Identifier: MIT */
/* The operands of a tape drive in a device line: Hercules' words, those of its
 * options that have no meaning here among them. */
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/tape.h"

/* A number in the limits given, with K or M behind it if `units`. */
static bool
number(const char *text, uint64_t least, uint64_t most, bool units, uint64_t *v)
{
    char *end;

    errno = 0;
    if (text[0] < '0' || text[0] > '9')
        return false;
    *v = strtoull(text, &end, 10);
    if (errno != 0 || *v > UINT64_MAX >> 21)
        return false;
    if (units && (*end == 'k' || *end == 'K')) {
        *v <<= 10;
        end++;
    } else if (units && (*end == 'm' || *end == 'M')) {
        *v <<= 20;
        end++;
    }
    return *end == 0 && *v >= least && *v <= most;
}

/* Options that are one word. */
static bool
word(const char *arg, struct tape_options *o)
{
    static const char *const protect[] = {"noring", "ro", "rdonly", "read"};
    static const char *const allow[] = {"ring", "rw", "write"};

    for (unsigned i = 0; i < sizeof(protect) / sizeof(protect[0]); i++)
        if (strcasecmp(arg, protect[i]) == 0)
            return o->noring = true;
    for (unsigned i = 0; i < sizeof(allow) / sizeof(allow[0]); i++)
        if (strcasecmp(arg, allow[i]) == 0)
            return !(o->noring = false);
    if (strcasecmp(arg, "noautomount") == 0)
        return true;
    if (strcasecmp(arg, "awstape") != 0)
        return false;
    o->method = TAPE_PLAIN;
    return true;
}

static bool
flag(const char *value, bool *v)
{
    *v = strcmp(value, "1") == 0;
    return *v || strcmp(value, "0") == 0;
}

enum option {
    O_COMPRESS,
    O_METHOD,
    O_LEVEL,
    O_CHUNK,
    O_MAXSIZE,
    O_MAXSIZE_K,
    O_MAXSIZE_M,
    O_MARGIN,
    O_READ_ONLY,
    O_IGNORED,
};

static const struct {
    const char *name;
    enum option option;
} options[] = {{"compress=", O_COMPRESS},  {"idrc=", O_COMPRESS},
               {"method=", O_METHOD},      {"level=", O_LEVEL},
               {"chunksize=", O_CHUNK},    {"maxsize=", O_MAXSIZE},
               {"maxsizeK=", O_MAXSIZE_K}, {"maxsizeM=", O_MAXSIZE_M},
               {"eotmargin=", O_MARGIN},   {"readonly=", O_READ_ONLY},
               {"strictsize=", O_IGNORED}, {"deonirq=", O_IGNORED}};

static bool
valued(enum option option, const char *value, struct tape_options *o)
{
    uint64_t v = 0;
    bool yes, ok = true;

    switch (option) {
    case O_COMPRESS:
        ok = flag(value, &yes);
        if (ok && !yes)
            o->method = TAPE_PLAIN;
        else if (ok && o->method <= TAPE_PLAIN)
            o->method = TAPE_ZLIB;
        return ok;
    case O_METHOD:
        ok = number(value, 1, 2, false, &v);
        o->method = v == 1 ? TAPE_ZLIB : TAPE_BZIP2;
        return ok;
    case O_LEVEL:
        ok = number(value, 1, 9, false, &v);
        o->level = (int)v;
        return ok;
    case O_CHUNK:
        ok = number(value, 4096, 65535, false, &v);
        o->chunk = (unsigned)v;
        return ok;
    case O_MAXSIZE:
        return number(value, 0, INT64_MAX, true, &o->maxsize);
    case O_MAXSIZE_K:
    case O_MAXSIZE_M:
        ok = number(value, 0, UINT32_MAX, false, &v);
        o->maxsize = v << (option == O_MAXSIZE_K ? 10 : 20);
        return ok;
    case O_MARGIN:
        return number(value, 0, INT64_MAX, true, &o->eotmargin);
    case O_READ_ONLY:
        return flag(value, &o->noring);
    default:
        return flag(value, &yes);
    }
}

static bool
option(const char *arg, struct tape_options *o, bool *known)
{
    for (unsigned i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        size_t n = strlen(options[i].name);

        *known = strncasecmp(arg, options[i].name, n) == 0;
        if (*known)
            return valued(options[i].option, arg + n, o);
    }
    return false;
}

/* What Hercules takes for something else than the name of one tape's file, and
 * what must not become such a file. */
static bool
usable(const char *path, struct err *err)
{
    size_t n = strlen(path);

    if (path[0] == '@')
        return err_set(err,
                       "%s: a list of tapes (automatic loader) is not "
                       "possible; mount each by devinit",
                       path);
    if (n > 4 && strcasecmp(path + n - 4, ".tdf") == 0)
        return err_set(err,
                       "%s: OMA tapes are not possible; AWSTAPE and HET "
                       "are",
                       path);
    if (strncmp(path, "/dev/", 5) == 0)
        return err_set(err, "%s: a tape is a file here, not the host's drive",
                       path);
    return true;
}

bool
tape_operands(int argc, char **argv, const char **path, struct tape_options *o,
              struct err *err)
{
    bool known;

    *path = NULL;
    for (int i = 0; i < argc; i++) {
        if (i == 0 && strcmp(argv[0], "*") == 0)
            continue;
        if ((i > 0 && word(argv[i], o)) || option(argv[i], o, &known))
            continue;
        if (known)
            return err_set(err, "%s: not a value of this option", argv[i]);
        if (i > 0)
            return err_set(err, "%s: not an option of a tape drive", argv[i]);
        if (!usable(argv[0], err))
            return false;
        *path = argv[0];
    }
    return true;
}
