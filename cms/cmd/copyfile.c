/* SPDX-License-Identifier: MIT */
/* COPYFILE input [input ...] output [(options]: copies files, whole or in
 * part, with another record format, or one behind the other. The output comes
 * to be when it is closed: what was there before stays until then. */
#include "cms/cmd/cmd.h"
#include "cms/cmd/names.h"
#include "cms/console.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/klib.h"

enum { LRECL_MAX = 65535 };

struct copying {
    unsigned ninput;       /* input identifiers: tokens 1, 4, ... */
    struct fileid pattern; /* output */
    bool replace, append, olddate, type, trunc;
    bool upcase, lowcase;
    char recfm; /* 0: the input's */
    uint32_t lrecl, first, count;
    struct file *out;
    struct fileid final; /* the output's name, if it is written as CMSUT1 */
    bool via_temp;
    struct file_info out_info; /* recfm and lrecl of the output */
    uint32_t written;
};

static int
number_option(const struct cms_args *args, unsigned *i, uint32_t *v)
{
    if (*i + 1 >= args->ntok || !k_parse_dec(args_token(args, *i + 1), v) ||
        *v == 0)
        return msg(RC_OPERAND, "DMSCPY029E",
                   "INVALID PARAMETER IN OPTION '%.8s'", args->tok[*i]);
    (*i)++;
    return 0;
}

static int
recfm_option(const struct cms_args *args, unsigned *i, struct copying *c)
{
    (*i)++;
    if (args_is(args, *i, "F"))
        c->recfm = 'F';
    else if (args_is(args, *i, "V"))
        c->recfm = 'V';
    else
        return msg(RC_OPERAND, "DMSCPY029E",
                   "INVALID PARAMETER IN OPTION 'RECFM'");
    return 0;
}

static int
parse_option(const struct cms_args *args, unsigned *i, struct copying *c)
{
    if (args_abbrev(args, *i, "REPLACE", 3))
        c->replace = true;
    else if (args_abbrev(args, *i, "APPEND", 2))
        c->append = true;
    else if (args_abbrev(args, *i, "OLDDATE", 2))
        c->olddate = true;
    else if (args_abbrev(args, *i, "TYPE", 2))
        c->type = true;
    else if (args_abbrev(args, *i, "TRUNC", 3))
        c->trunc = true;
    else if (args_abbrev(args, *i, "UPCASE", 2))
        c->upcase = true;
    else if (args_abbrev(args, *i, "LOWCASE", 3))
        c->lowcase = true;
    else if (args_abbrev(args, *i, "RECFM", 3))
        return recfm_option(args, i, c);
    else if (args_abbrev(args, *i, "LRECL", 2))
        return number_option(args, i, &c->lrecl);
    else if (args_abbrev(args, *i, "FROM", 2))
        return number_option(args, i, &c->first);
    else if (args_abbrev(args, *i, "FOR", 3))
        return number_option(args, i, &c->count);
    else if (!args_abbrev(args, *i, "NEWDATE", 4) &&
             !args_abbrev(args, *i, "NEWFILE", 4) &&
             !args_abbrev(args, *i, "NOTYPE", 3) &&
             !args_abbrev(args, *i, "NOPROMPT", 5))
        return args_bad_option(args, *i, "CPY");
    return 0;
}

static int
parse(const struct cms_args *args, struct copying *c)
{
    unsigned n = args_operands(args);
    int rc;

    memset(c, 0, sizeof *c);
    c->first = 1;
    c->count = 0xffffffff;
    if (n < 4)
        return msg(RC_OPERAND, "DMSCPY054E", "INCOMPLETE FILEID SPECIFIED");
    c->ninput = n > 4 ? (n - 2) / 3 : 1;
    names_take(args, 1 + c->ninput * 3, n, &c->pattern);
    if (!k_is_letter(c->pattern.fm[0]) && c->pattern.fm[0] != '=')
        return msg(RC_OPERAND, "DMSCPY048E", "INVALID MODE '%.2s'",
                   c->pattern.fm);
    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        rc = parse_option(args, &i, c);
        if (rc != 0)
            return rc;
    }
    if (c->lrecl > LRECL_MAX)
        return msg(RC_OPERAND, "DMSCPY029E",
                   "INVALID PARAMETER IN OPTION 'LRECL'");
    return 0;
}

static bool
same_name(const struct fileid *a, const struct fileid *b)
{
    return memcmp(a->fn, b->fn, 8) == 0 && memcmp(a->ft, b->ft, 8) == 0;
}

/* A file copied onto itself is written under another name first. */
static int
take_final_name(struct copying *c)
{
    int rc = file_erase(&c->final);

    if (rc == 0)
        rc = file_rename(&c->out_info.id, &c->final);
    c->out_info.id = c->final;
    return rc;
}

/* Opens the output for the first input; its name must be free, or REPLACE or
 * APPEND given. */
static int
open_output(struct copying *c, const struct file_info *in)
{
    struct fileid to;
    struct file_info *out = &c->out_info;
    char text[24];
    bool there;
    int rc;

    names_complete(&c->pattern, &in->id, &to);
    there = file_state(&to, out) == 0 && out->disk->letter == to.fm[0];
    if (there && !c->replace && !c->append)
        return msg(RC_NOT_FOUND, "DMSCPY024E",
                   "FILE '%s' ALREADY EXISTS -- SPECIFY 'REPLACE'",
                   file_text(&to, text));
    if (!there || !c->append) {
        out->recfm = c->recfm != 0 ? c->recfm : in->recfm;
        out->lrecl = c->lrecl != 0 ? c->lrecl : in->lrecl;
    }
    out->id = to;
    c->final = to;
    c->via_temp =
        there && !c->append && in->disk == out->disk && same_name(&to, &in->id);
    if (c->via_temp) {
        memcpy(to.fn, "COPYFILE", 8);
        memcpy(to.ft, "CMSUT1  ", 8);
        out->id = to;
    }
    rc = file_create(&to, c->append ? FILE_UPDATE : FILE_REPLACE, out->recfm,
                     out->lrecl, &c->out);
    if (rc != 0)
        return file_fail("CPY", &to, rc, true);
    c->written = 0;
    return 0;
}

/* Makes of an input record one of the output, in place; buf holds the larger
 * of both record lengths. */
static uint32_t
convert(const struct copying *c, char *buf, uint32_t len)
{
    const struct file_info *out = &c->out_info;

    for (uint32_t i = 0; i < len && (c->upcase || c->lowcase); i++)
        buf[i] = c->upcase ? k_to_upper(buf[i]) : k_to_lower(buf[i]);
    if (out->recfm == 'F') {
        if (len < out->lrecl)
            memset(buf + len, ' ', out->lrecl - len);
        return out->lrecl;
    }
    if (c->lrecl != 0 && len > c->lrecl)
        len = c->lrecl;
    if (c->trunc || c->recfm == 'V') {
        while (len > 1 && buf[len - 1] == ' ')
            len--;
    }
    if (len == 0)
        buf[len++] = ' ';
    return len;
}

static int
copy_records(struct copying *c, const struct file_info *in, struct file *f,
             char *buf, uint32_t size)
{
    uint32_t len, done = 0;
    int rc;

    for (uint32_t n = c->first; n <= in->items && done < c->count; n++) {
        rc = file_read(f, n, buf, size, &len);
        if (rc != 0)
            return file_fail("CPY", &in->id, rc, false);
        len = convert(c, buf, len);
        rc = file_write(c->out, 0, buf, len);
        if (rc != 0)
            return file_fail("CPY", &c->out_info.id, rc, true);
        done++;
        if (n % 64 == 0)
            con_poll();
    }
    c->written += done;
    return 0;
}

static int
copy_input(struct copying *c, const struct file_info *in)
{
    uint32_t size =
        in->lrecl > c->out_info.lrecl ? in->lrecl : c->out_info.lrecl;
    char *buf = heap_get(size + 1, HEAP_COMMAND);
    struct file *f;
    int rc;

    if (buf == NULL)
        return file_fail("CPY", &in->id, EDF_NO_STORAGE, false);
    rc = file_open(&in->id, FILE_READ, &f);
    if (rc == 0) {
        rc = copy_records(c, in, f, buf, size);
        file_close(f);
    } else {
        rc = file_fail("CPY", &in->id, rc, false);
    }
    heap_free(buf);
    return rc;
}

/* An output that failed is not closed, which would make it come to be. */
static int
close_output(struct copying *c, const struct file_info *in, int rc)
{
    char from[24], to[24];

    if (rc != 0) {
        file_abandon(c->out);
        c->out = NULL;
        return rc;
    }
    if (c->written == 0) {
        file_abandon(c->out);
        c->out = NULL;
        return msg(RC_FORMAT, "DMSCPY157E",
                   "NO RECORDS OF FILE '%s' WERE SELECTED",
                   file_text(&in->id, from));
    }
    rc = file_close(c->out);
    c->out = NULL;
    if (rc == 0 && c->via_temp)
        rc = take_final_name(c);
    if (rc == 0 && c->olddate)
        rc = (int)edf_set_date(&disk_by_letter(c->out_info.id.fm[0])->fs,
                               (const uint8_t *)c->out_info.id.fn,
                               (const uint8_t *)c->out_info.id.ft, &in->date);
    if (rc != 0)
        return file_fail("CPY", &c->out_info.id, rc, true);
    if (c->type)
        con_printf("%s  %s  COPIED", file_text(&in->id, from),
                   file_text(&c->out_info.id, to));
    return 0;
}

static bool
is_pattern(const struct fileid *id)
{
    return memchr(id->fn, '*', 8) != NULL || memchr(id->ft, '*', 8) != NULL;
}

/* One file into one; or many, each into its own, when the output has "=". */
static int
copy_each(struct copying *c, const struct fileid *pattern)
{
    bool apart = c->pattern.fn[0] == '=' || c->pattern.ft[0] == '=';
    struct file_walk w;
    struct file_info in, last;
    unsigned count = 0;
    int rc = 0;

    file_walk(&w, pattern);
    while (rc == 0 && file_next(&w, &in)) {
        if (c->out == NULL) {
            rc = open_output(c, &in);
            if (rc != 0)
                return rc;
        }
        rc = copy_input(c, &in);
        last = in;
        count++;
        if (apart || rc != 0)
            rc = close_output(c, &in, rc);
    }
    if (count == 0)
        return file_fail("CPY", pattern, EDF_NOT_FOUND, false);
    if (c->out != NULL)
        rc = close_output(c, &last, rc);
    return rc;
}

static int
run(const struct cms_args *args)
{
    struct copying c;
    struct fileid id;
    struct file_info in;
    int rc = parse(args, &c);

    for (unsigned k = 0; rc == 0 && k < c.ninput; k++) {
        unsigned i = 1 + 3 * k;

        if (!args_fileid(args, i, i + 3, "A ", &id))
            return msg(RC_OPERAND, "DMSCPY048E", "INVALID MODE '%.8s'",
                       args->tok[i + 2]);
        if (is_pattern(&id) && c.ninput == 1)
            return copy_each(&c, &id);
        rc = file_state(&id, &in);
        if (rc != 0)
            rc = file_fail("CPY", &id, rc, false);
        if (rc == 0 && c.out == NULL)
            rc = open_output(&c, &in);
        if (rc == 0)
            rc = copy_input(&c, &in);
    }
    return c.out == NULL ? rc : close_output(&c, &in, rc);
}

const struct cms_command cmd_copyfile = {"COPYFILE", 4, run};
