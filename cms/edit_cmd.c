/* SPDX-License-Identifier: MIT */
/* Subcommands of the line editor, one row and one routine each. GC20-1820,
 * "The CMS Editor". */
#include "cms/edit.h"

#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "klib/klib.h"
#include "klib/kscan.h"

static void
invalid(struct k_token t)
{
    con_printf("?EDIT: %.*s", (int)(t.len < 100 ? t.len : 100), t.p);
}

/* A count: 1 when absent, all when "*". False (and said) when it is none. */
static bool
take_count(struct k_scan *s, uint32_t *n)
{
    struct k_token t;

    *n = 1;
    if (!k_next_token(s, &t))
        return true;
    if (k_equal(t, "*"))
        *n = 0x7fffffff;
    else if (!k_parse_dec(t, n)) {
        invalid(t);
        return false;
    }
    return true;
}

static void
verify(const struct edit *e)
{
    if (e->verify)
        edit_show(e);
}

static void
move_down(struct edit *e, uint32_t n)
{
    for (; n > 0 && e->at != e->end; n--)
        e->at = e->at->next;
}

static void
do_down(struct edit *e, struct k_scan *s)
{
    uint32_t n;

    if (!take_count(s, &n))
        return;
    move_down(e, n);
    verify(e);
}

static void
do_up(struct edit *e, struct k_scan *s)
{
    uint32_t n;

    if (!take_count(s, &n))
        return;
    for (; n > 0 && e->at != e->top; n--)
        e->at = e->at->prev;
    verify(e);
}

static void
do_top(struct edit *e, struct k_scan *s)
{
    (void)s;
    e->at = e->top;
    verify(e);
}

static void
do_bottom(struct edit *e, struct k_scan *s)
{
    (void)s;
    e->at = e->count == 0 ? e->top : e->end->prev;
    verify(e);
}

static void
do_type(struct edit *e, struct k_scan *s)
{
    uint32_t n;

    if (!take_count(s, &n))
        return;
    for (;; n--) {
        edit_show(e);
        if (n <= 1 || e->at == e->end)
            return;
        move_down(e, 1);
    }
}

static bool
contains(const struct edit_line *l, const char *what, uint32_t len)
{
    for (uint32_t i = 0; len <= l->len && i <= l->len - len; i++) {
        if (memcmp(l->text + i, what, len) == 0)
            return true;
    }
    return false;
}

static void
locate(struct edit *e, const char *what, uint32_t len)
{
    struct edit_line *l = e->at == e->end ? e->end : e->at->next;

    if (len > sizeof e->last_locate)
        len = sizeof e->last_locate;
    if (what != e->last_locate)
        memcpy(e->last_locate, what, len);
    e->last_locate_len = len;
    for (; l != NULL && l != e->end; l = l->next) {
        if (contains(l, what, len)) {
            e->at = l;
            verify(e);
            return;
        }
    }
    e->at = e->end;
    con_printf("NOT FOUND");
    verify(e);
}

/* /string/: the delimiter is its first character. */
static void
do_locate(struct edit *e, struct k_scan *s)
{
    struct k_token t = k_rest(s);
    const char *end;

    if (t.len < 2) {
        locate(e, e->last_locate, e->last_locate_len);
        return;
    }
    end = memchr(t.p + 1, t.p[0], t.len - 1);
    if (end == NULL)
        end = t.p + t.len;
    locate(e, t.p + 1, (uint32_t)(end - (t.p + 1)));
}

struct change {
    const char *old;
    uint32_t old_len;
    const char *new;
    uint32_t new_len;
    bool global;
};

/* Makes the changed text of a line in out; false if it has nothing to change.
 * An empty old string is the line's beginning. */
static bool
changed_text(const struct edit_line *l, const struct change *c, char *out,
             uint32_t *len)
{
    uint32_t at = 0, i = 0;
    bool hit = false;

    while (i < l->len || (c->old_len == 0 && !hit)) {
        bool here = (!hit || c->global) && i + c->old_len <= l->len &&
                    memcmp(l->text + i, c->old, c->old_len) == 0 &&
                    !(c->old_len == 0 && hit);

        if (here) {
            for (uint32_t k = 0; k < c->new_len && at < EDIT_LRECL_MAX; k++)
                out[at++] = c->new[k];
            i += c->old_len;
            hit = true;
        }
        if ((!here || c->old_len == 0) && i < l->len) {
            if (at < EDIT_LRECL_MAX)
                out[at++] = l->text[i];
            i++;
        }
    }
    *len = at;
    return hit;
}

static void
change_lines(struct edit *e, const struct change *c, uint32_t n)
{
    char text[EDIT_LRECL_MAX];
    uint32_t len;
    bool any = false;

    if (e->at == e->top)
        move_down(e, 1);
    for (; n > 0 && e->at != e->end; n--) {
        if (changed_text(e->at, c, text, &len)) {
            any = true;
            if (!edit_replace(e, text, len))
                return;
            verify(e);
        }
        if (n == 1 || e->at->next == e->end)
            break;
        move_down(e, 1);
    }
    if (!any)
        con_printf("NOT FOUND");
}

/* CHANGE /old/new/ [n|* [G|*]] */
static void
do_change(struct edit *e, struct k_scan *s)
{
    struct k_token t = k_rest(s), g;
    struct change c = {0};
    const char *end = t.p + t.len, *middle, *last;
    struct k_scan rest;
    uint32_t n;

    if (t.len < 2) {
        invalid(t);
        return;
    }
    c.old = t.p + 1;
    middle = memchr(c.old, t.p[0], (size_t)(end - c.old));
    if (middle == NULL) {
        invalid(t);
        return;
    }
    c.old_len = (uint32_t)(middle - c.old);
    c.new = middle + 1;
    last = memchr(c.new, t.p[0], (size_t)(end - c.new));
    c.new_len = (uint32_t)((last != NULL ? last : end) - c.new);
    rest = (struct k_scan){last != NULL ? last + 1 : end, end};
    if (!take_count(&rest, &n))
        return;
    c.global = k_next_token(&rest, &g) && (k_equal(g, "G") || k_equal(g, "*"));
    change_lines(e, &c, n);
}

static void
do_delete(struct edit *e, struct k_scan *s)
{
    uint32_t n;

    if (!take_count(s, &n))
        return;
    if (e->at == e->top)
        move_down(e, 1);
    for (; n > 0 && e->at != e->end; n--)
        edit_delete(e);
    verify(e);
}

/* In upper case, if the file is kept so. */
static void
take_text(struct edit *e, char *text, size_t len)
{
    if (e->upper)
        k_upper(text, len);
}

/* The text of INPUT and REPLACE begins one blank behind the word. */
static struct k_token
text_after(struct k_scan *s)
{
    if (s->p < s->end && *s->p == ' ')
        s->p++;
    return (struct k_token){s->p, (size_t)(s->end - s->p)};
}

void
edit_input_mode(struct edit *e)
{
    char line[CON_LINE + 1];
    size_t len;

    con_printf("INPUT:");
    for (;;) {
        len = con_read(line);
        if (k_trim(line, len) == 0 && len == 0)
            break;
        take_text(e, line, len);
        if (!edit_insert(e, line, (uint32_t)len))
            break;
    }
    con_printf("EDIT:");
}

static void
do_input(struct edit *e, struct k_scan *s)
{
    char line[CON_LINE + 1];
    struct k_token t = text_after(s);

    if (k_trim(t.p, t.len) == 0) {
        edit_input_mode(e);
        return;
    }
    memcpy(line, t.p, t.len);
    take_text(e, line, t.len);
    edit_insert(e, line, (uint32_t)t.len);
}

static void
do_replace(struct edit *e, struct k_scan *s)
{
    char line[CON_LINE + 1];
    struct k_token t = text_after(s);

    if (e->at == e->top)
        move_down(e, 1);
    if (!edit_on_line(e)) {
        verify(e);
        return;
    }
    if (k_trim(t.p, t.len) == 0) {
        edit_delete(e);
        e->at = e->at->prev;
        edit_input_mode(e);
        return;
    }
    memcpy(line, t.p, t.len);
    take_text(e, line, t.len);
    edit_replace(e, line, (uint32_t)t.len);
}

/* The identifier in the rest of the line over the file's own. */
static struct fileid
take_name(const struct edit *e, struct k_scan *s)
{
    struct fileid id = e->id;
    struct k_token t;

    if (k_next_token(s, &t))
        k_pad_upper(id.fn, 8, t);
    if (k_next_token(s, &t))
        k_pad_upper(id.ft, 8, t);
    if (k_next_token(s, &t))
        k_pad_upper(id.fm, 2, t);
    return id;
}

static void
do_save(struct edit *e, struct k_scan *s)
{
    struct fileid id = take_name(e, s);

    if (edit_write(e, &id) == 0) {
        e->id = id;
        con_printf("SAVED");
        con_printf("EDIT:");
    }
}

static void
do_file(struct edit *e, struct k_scan *s)
{
    struct fileid id = take_name(e, s);

    if (edit_write(e, &id) == 0)
        e->done = true;
}

static void
do_quit(struct edit *e, struct k_scan *s)
{
    (void)s;
    e->done = true;
}

static void
do_getfile(struct edit *e, struct k_scan *s)
{
    struct fileid id = e->id;
    int rc;

    id.fm[0] = '*';
    id.fm[1] = ' ';
    {
        struct k_token t;

        if (!k_next_token(s, &t)) {
            con_printf("?EDIT: GETFILE");
            return;
        }
        k_pad_upper(id.fn, 8, t);
        if (k_next_token(s, &t))
            k_pad_upper(id.ft, 8, t);
        if (k_next_token(s, &t))
            k_pad_upper(id.fm, 2, t);
    }
    rc = edit_read(e, &id);
    if (rc != 0)
        file_fail("EDI", &id, rc, false);
    verify(e);
}

static void
do_verify(struct edit *e, struct k_scan *s)
{
    struct k_token t;

    if (!k_next_token(s, &t))
        con_printf("VERIFY %s", e->verify ? "ON" : "OFF");
    else
        e->verify = !k_equal(t, "OFF");
}

static void
do_case(struct edit *e, struct k_scan *s)
{
    struct k_token t;

    if (!k_next_token(s, &t))
        con_printf("%s", e->upper ? "U" : "M");
    else
        e->upper = k_equal(t, "U");
}

static void
do_recfm(struct edit *e, struct k_scan *s)
{
    struct k_token t;

    if (!k_next_token(s, &t))
        con_printf("%c", e->recfm);
    else if (k_equal(t, "F") || k_equal(t, "V"))
        e->recfm = k_to_upper(t.p[0]);
    else
        invalid(t);
}

static const struct {
    char name[10];
    uint8_t min;
    void (*run)(struct edit *e, struct k_scan *s);
} subcommands[] = {
    {"BOTTOM", 1, do_bottom},   {"CASE", 4, do_case},
    {"CHANGE", 1, do_change},   {"DELETE", 3, do_delete},
    {"DOWN", 2, do_down},       {"FILE", 4, do_file},
    {"GETFILE", 1, do_getfile}, {"INPUT", 1, do_input},
    {"LOCATE", 1, do_locate},   {"NEXT", 1, do_down},
    {"QUIT", 4, do_quit},       {"RECFM", 4, do_recfm},
    {"REPLACE", 1, do_replace}, {"SAVE", 4, do_save},
    {"TOP", 3, do_top},         {"TYPE", 1, do_type},
    {"UP", 1, do_up},           {"VERIFY", 1, do_verify},
};

/* The word of a subcommand ends where its letters do: C/A/B/. */
static struct k_token
take_word(struct k_scan *s)
{
    struct k_token t;

    while (s->p < s->end && *s->p == ' ')
        s->p++;
    t.p = s->p;
    while (s->p < s->end && k_is_letter(*s->p))
        s->p++;
    t.len = (size_t)(s->p - t.p);
    return t;
}

void
edit_subcommand(struct edit *e, const char *line, size_t len)
{
    struct k_scan s = {line, line + k_trim(line, len)};
    struct k_token word;

    while (s.p < s.end && *s.p == ' ')
        s.p++;
    if (s.p == s.end) {
        edit_input_mode(e);
        return;
    }
    if (*s.p == '/') {
        do_locate(e, &s);
        return;
    }
    word = take_word(&s);
    for (unsigned i = 0; i < K_ARRAY_SIZE(subcommands); i++) {
        if (k_abbrev(word, subcommands[i].name, subcommands[i].min)) {
            subcommands[i].run(e, &s);
            return;
        }
    }
    invalid((struct k_token){line, k_trim(line, len)});
}
