/* SPDX-License-Identifier: MIT */
/* Parser of the control file: a table of statements, one function each. */
#include "config.h"

#include "tools/control.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/cpvol.h"

enum { MAX_WORDS = 16, LINE_MAX_LEN = 1024 };

struct parser {
    struct control *c;
    unsigned line;
    char *word[MAX_WORDS];
    unsigned n;
    struct err *err;
};

static bool
fail(struct parser *p, const char *text, const char *word)
{
    return err_set(p->err, "%s:%u: %s%s%s", p->c->name, p->line, text,
                   word ? ": " : "", word ? word : "");
}

static char *
copy(const char *s)
{
    char *t = strdup(s);

    if (t == NULL)
        abort();
    return t;
}

static void *
fresh(size_t size)
{
    void *p = calloc(1, size);

    if (p == NULL)
        abort();
    return p;
}

static bool
number(const char *word, int base, uint32_t max, uint32_t *v)
{
    char *end;
    unsigned long n;

    errno = 0;
    n = strtoul(word, &end, base);
    *v = (uint32_t)n;
    return isxdigit((unsigned char)word[0]) && *end == 0 && errno == 0 &&
           n <= max;
}

/* Upper case, at most `max` characters of the set. */
static bool
upper_name(const char *word, char *name, size_t max, const char *others)
{
    size_t n = strlen(word);

    if (n < 1 || n > max)
        return false;
    for (size_t i = 0; i <= n; i++) {
        unsigned char ch = (unsigned char)toupper((unsigned char)word[i]);

        if (ch != 0 && !isalnum(ch) && strchr(others, ch) == NULL)
            return false;
        name[i] = (char)ch;
    }
    return true;
}

bool
control_name(const char *word, char name[9])
{
    return upper_name(word, name, 8, "$#@+-:_");
}

bool
control_recfm(char **words, unsigned n, char *recfm, uint32_t *lrecl)
{
    *recfm = (char)toupper((unsigned char)words[0][0]);
    *lrecl = 0;
    if (words[0][1] != 0)
        return false;
    if (*recfm == 'V')
        return n == 1;
    return *recfm == 'F' && n == 2 && number(words[1], 10, 65535, lrecl) &&
           *lrecl > 0;
}

static bool
do_volume(struct parser *p)
{
    struct control *c = p->c;
    uint32_t type, cyls = 0;

    if (!upper_name(p->word[1], c->volser, 6, "$#@"))
        return fail(p, "not a volume serial", p->word[1]);
    if (!number(p->word[2], 16, 0xffff, &type) ||
        cpvol_pages_per_track(type) == 0)
        return fail(p, "not a drive type for a system volume", p->word[2]);
    if (p->n > 3 && !number(p->word[3], 10, 65535, &cyls))
        return fail(p, "not a number of cylinders", p->word[3]);
    c->devtype = (uint16_t)type;
    c->cyls = cyls;
    return true;
}

static bool
set_file(struct parser *p, char **to)
{
    if (*to != NULL)
        return fail(p, "given twice", p->word[0]);
    *to = copy(p->word[1]);
    return true;
}

static bool
do_ipl1(struct parser *p)
{
    return set_file(p, &p->c->ipl1);
}

static bool
do_boot(struct parser *p)
{
    return set_file(p, &p->c->boot);
}

static struct ctl_extent *
add_extent(struct parser *p, uint8_t type)
{
    struct ctl_extent *x, **at = &p->c->extents;
    uint32_t cyl, ncyl;

    if (!number(p->word[1], 10, 65535, &cyl) ||
        !number(p->word[2], 10, 65535, &ncyl) || ncyl == 0) {
        fail(p, "not a cylinder and a number of cylinders", NULL);
        return NULL;
    }
    for (; *at != NULL; at = &(*at)->next)
        if (cyl < (*at)->cyl + (*at)->ncyl && (*at)->cyl < cyl + ncyl) {
            fail(p, "overlaps another extent", NULL);
            return NULL;
        }
    x = fresh(sizeof(*x));
    x->line = p->line;
    x->type = type;
    x->cyl = cyl;
    x->ncyl = ncyl;
    *at = x;
    return x;
}

static bool
do_nucleus(struct parser *p)
{
    struct ctl_extent *x = add_extent(p, CPVOL_NUCLEUS);

    if (x == NULL)
        return false;
    x->file = copy(p->word[3]);
    if (!number(p->word[4], 16, 0xffffff, &x->at) || x->at % CPVOL_PAGE != 0)
        return fail(p, "not the address of a page", p->word[4]);
    x->entry = x->at;
    if (p->n > 5 && !number(p->word[5], 16, 0xffffff, &x->entry))
        return fail(p, "not an address", p->word[5]);
    return true;
}

static bool
do_saved(struct parser *p)
{
    return add_extent(p, CPVOL_SAVED) != NULL;
}

static bool
do_directory(struct parser *p)
{
    struct ctl_extent *x = add_extent(p, CPVOL_DIRECTORY);

    if (x != NULL)
        x->file = copy(p->word[3]);
    return x != NULL;
}

static bool
do_paging(struct parser *p)
{
    return add_extent(p, CPVOL_PAGING) != NULL;
}

static bool
do_spool(struct parser *p)
{
    return add_extent(p, CPVOL_SPOOL) != NULL;
}

static bool
do_warm(struct parser *p)
{
    return add_extent(p, CPVOL_WARM) != NULL;
}

static bool
do_perm(struct parser *p)
{
    return add_extent(p, CPVOL_PERM) != NULL;
}

static bool
do_system(struct parser *p)
{
    struct ctl_system *s = fresh(sizeof(*s)), **at = &p->c->systems;
    uint32_t k, w0, w1;
    char half[9];

    while (*at != NULL)
        at = &(*at)->next;
    *at = s;
    s->line = p->line;
    s->file = copy(p->word[2]);
    if (!control_name(p->word[1], s->name))
        return fail(p, "not a name", p->word[1]);
    if (!number(p->word[3], 16, 0xffffff, &s->at) || s->at % CPVOL_PAGE != 0)
        return fail(p, "not the address of a page", p->word[3]);
    snprintf(half, sizeof(half), "%.8s", p->word[4]);
    if (strlen(p->word[4]) != 16 || !number(half, 16, UINT32_MAX, &w0) ||
        !number(p->word[4] + 8, 16, UINT32_MAX, &w1))
        return fail(p, "not a PSW", p->word[4]);
    for (int i = 0; i < 4; i++) {
        s->psw[i] = (uint8_t)(w0 >> (24 - 8 * i));
        s->psw[4 + i] = (uint8_t)(w1 >> (24 - 8 * i));
    }
    if (!number(p->word[5], 10, 16384, &k) || k == 0)
        return fail(p, "not a storage size in K", p->word[5]);
    s->storage = k * 1024;
    s->shared = p->n > 6 && strcmp(p->word[6], "shared") == 0;
    return p->n == 6 || s->shared || fail(p, "not an option", p->word[6]);
}

static bool
minidisk_option(struct parser *p, struct ctl_minidisk *m, unsigned *i)
{
    uint32_t v;

    if (strcmp(p->word[*i], "owned") == 0) {
        m->owned = true;
        return true;
    }
    if (*i + 1 >= p->n || !number(p->word[*i + 1], 10, 65535, &v) || v == 0)
        return fail(p, "not an option", p->word[*i]);
    if (strcmp(p->word[*i], "size") == 0 && v >= 512 && v <= 4096 &&
        (v & (v - 1)) == 0)
        m->blksize = v;
    else if (strcmp(p->word[*i], "cyls") == 0)
        m->cyls = v;
    else
        return fail(p, "not an option", p->word[*i]);
    ++*i;
    return true;
}

static bool
do_minidisk(struct parser *p)
{
    struct ctl_minidisk *m = fresh(sizeof(*m)), **at = &p->c->minidisks;
    uint32_t addr;

    while (*at != NULL)
        at = &(*at)->next;
    *at = m;
    m->line = p->line;
    m->blksize = 4096;
    if (!control_name(p->word[1], m->user))
        return fail(p, "not a user", p->word[1]);
    if (!number(p->word[2], 16, 0xfff, &addr))
        return fail(p, "not a device address", p->word[2]);
    m->addr = addr;
    if (!upper_name(p->word[3], m->label, 6, "$#@"))
        return fail(p, "not a label", p->word[3]);
    for (unsigned i = 4; i < p->n; i++)
        if (!minidisk_option(p, m, &i))
            return false;
    return true;
}

static struct ctl_minidisk *
last_minidisk(struct parser *p)
{
    struct ctl_minidisk *m = p->c->minidisks;

    while (m != NULL && m->next != NULL)
        m = m->next;
    if (m == NULL)
        fail(p, "no minidisk statement before it", p->word[0]);
    return m;
}

static bool
do_ipltext(struct parser *p)
{
    struct ctl_minidisk *m = last_minidisk(p);

    if (m == NULL)
        return false;
    if (m->ipl != NULL)
        return fail(p, "given twice", p->word[0]);
    m->ipl = copy(p->word[1]);
    m->nucleus = copy(p->word[2]);
    return true;
}

static bool
file_name(struct parser *p, const char *word, char name[9])
{
    if (strcmp(word, "*") == 0)
        strcpy(name, "*");
    else if (!control_name(word, name))
        return fail(p, "not a file name or type", word);
    return true;
}

static bool
is_mode(const char *w)
{
    return isalpha((unsigned char)w[0]) && w[1] >= '0' && w[1] <= '6' &&
           w[2] == 0;
}

static bool
add_file(struct parser *p, bool text)
{
    struct ctl_minidisk *m = last_minidisk(p);
    struct ctl_file *f, **at;
    unsigned i = 4;

    if (m == NULL)
        return false;
    for (at = &m->files; *at != NULL;)
        at = &(*at)->next;
    f = fresh(sizeof(*f));
    *at = f;
    f->line = p->line;
    f->text = text;
    f->file = copy(p->word[1]);
    f->recfm = 'V';
    strcpy(f->fm, "A1");
    if (!file_name(p, p->word[2], f->fn) || !file_name(p, p->word[3], f->ft))
        return false;
    if (i < p->n && is_mode(p->word[i])) {
        f->fm[0] = (char)toupper((unsigned char)p->word[i][0]);
        f->fm[1] = p->word[i++][1];
    }
    if (i < p->n && !control_recfm(p->word + i, p->n - i, &f->recfm, &f->lrecl))
        return fail(p, "not V or F LRECL", p->word[i]);
    return true;
}

static bool
do_text(struct parser *p)
{
    return add_file(p, true);
}

static bool
do_binary(struct parser *p)
{
    return add_file(p, false);
}

static const struct statement {
    const char *name;
    unsigned min, max; /* words, with the name */
    bool (*fn)(struct parser *p);
} statements[] = {
    {"volume", 3, 4, do_volume},       {"ipl1", 2, 2, do_ipl1},
    {"boot", 2, 2, do_boot},           {"nucleus", 5, 6, do_nucleus},
    {"saved", 3, 3, do_saved},         {"system", 6, 7, do_system},
    {"directory", 4, 4, do_directory}, {"paging", 3, 3, do_paging},
    {"spool", 3, 3, do_spool},         {"warm", 3, 3, do_warm},
    {"perm", 3, 3, do_perm},           {"minidisk", 4, 9, do_minidisk},
    {"ipltext", 3, 3, do_ipltext},     {"text", 4, 7, do_text},
    {"binary", 4, 7, do_binary},
};

static bool
do_line(struct parser *p, char *text)
{
    char *save = NULL, *w;

    text[strcspn(text, "#\r\n")] = 0;
    p->n = 0;
    for (w = strtok_r(text, " \t", &save); w;
         w = strtok_r(NULL, " \t", &save)) {
        if (p->n == MAX_WORDS)
            return fail(p, "too many words", NULL);
        p->word[p->n++] = w;
    }
    if (p->n == 0)
        return true;
    for (unsigned i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        const struct statement *s = &statements[i];

        if (strcmp(p->word[0], s->name) != 0)
            continue;
        if (p->n < s->min || p->n > s->max)
            return fail(p, "wrong number of words", s->name);
        if (p->c->devtype == 0 && s->fn != do_volume)
            return fail(p, "the volume statement comes first", NULL);
        return s->fn(p);
    }
    return fail(p, "unknown statement", p->word[0]);
}

bool
control_read(struct control *c, const char *name, struct err *err)
{
    struct parser p = {.c = c, .err = err};
    char text[LINE_MAX_LEN];
    bool ok = true;
    FILE *f;

    memset(c, 0, sizeof(*c));
    c->name = name;
    f = fopen(name, "re");
    if (f == NULL)
        return err_set(err, "%s: %s", name, strerror(errno));
    while (ok && fgets(text, sizeof(text), f) != NULL) {
        p.line++;
        if (strchr(text, '\n') == NULL && !feof(f))
            ok = fail(&p, "line too long", NULL);
        else
            ok = do_line(&p, text);
    }
    if (ok && ferror(f))
        ok = err_set(err, "%s: %s", name, strerror(errno));
    fclose(f);
    if (ok && c->devtype == 0)
        ok = err_set(err, "%s: no volume statement", name);
    return ok;
}

static void
free_minidisk(struct ctl_minidisk *m)
{
    while (m->files != NULL) {
        struct ctl_file *f = m->files;

        m->files = f->next;
        free(f->file);
        free(f);
    }
    free(m->ipl);
    free(m->nucleus);
    free(m);
}

void
control_free(struct control *c)
{
    while (c->extents != NULL) {
        struct ctl_extent *x = c->extents;

        c->extents = x->next;
        free(x->file);
        free(x);
    }
    while (c->systems != NULL) {
        struct ctl_system *s = c->systems;

        c->systems = s->next;
        free(s->file);
        free(s);
    }
    while (c->minidisks != NULL) {
        struct ctl_minidisk *m = c->minidisks;

        c->minidisks = m->next;
        free_minidisk(m);
    }
    free(c->ipl1);
    free(c->boot);
}
