/* SPDX-License-Identifier: MIT */
/* LISTFILE [fn|*|ab* [ft|* [fm|*]]] [(options]: lists files, at the terminal or
 * into the file CMS EXEC. */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/msg.h"
#include "cms/times.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

enum detail { NAMES, FORMAT, ALLOC, DATE, LABEL };

struct listing {
    struct fileid pattern;
    enum detail detail;
    bool header;
    bool exec, append;
    struct file *out;
    uint32_t count;
};

static int
parse_options(const struct cms_args *args, struct listing *l)
{
    bool set = false;

    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        if (args_abbrev(args, i, "HEADER", 1)) {
            l->header = set = true;
        } else if (args_abbrev(args, i, "NOHEADER", 3)) {
            l->header = false;
            set = true;
        } else if (args_abbrev(args, i, "EXEC", 1)) {
            l->exec = true;
        } else if (args_abbrev(args, i, "APPEND", 2)) {
            l->exec = l->append = true;
        } else if (args_abbrev(args, i, "FORMAT", 2)) {
            l->detail = FORMAT;
        } else if (args_abbrev(args, i, "ALLOC", 2)) {
            l->detail = ALLOC;
        } else if (args_abbrev(args, i, "DATE", 1)) {
            l->detail = DATE;
        } else if (args_abbrev(args, i, "LABEL", 1)) {
            l->detail = LABEL;
        } else if (!args_abbrev(args, i, "FMODE", 2)) {
            return args_bad_option(args, i, "LST");
        }
    }
    if (!set)
        l->header = l->detail >= FORMAT && !l->exec;
    return 0;
}

static int
parse(const struct cms_args *args, struct listing *l)
{
    unsigned n = args_operands(args);

    memset(l, 0, sizeof *l);
    memcpy(l->pattern.fn, n > 1 ? args->tok[1] : "*       ", 8);
    memcpy(l->pattern.ft, n > 2 ? args->tok[2] : "*       ", 8);
    memcpy(l->pattern.fm, "A ", 2);
    if (n > 3) {
        struct k_token t = args_token(args, 3);

        if (t.len > 2 || (!k_is_letter(t.p[0]) && t.p[0] != '*') ||
            (t.len == 2 && !k_is_digit(t.p[1])))
            return msg(RC_OPERAND, "DMSLST048E", "INVALID MODE '%.8s'",
                       args->tok[3]);
        memcpy(l->pattern.fm, args->tok[3], 2);
    }
    if (n > 4)
        return msg(RC_OPERAND, "DMSLST070E", "INVALID PARAMETER '%.8s'",
                   args->tok[4]);
    return parse_options(args, l);
}

static size_t
describe(const struct listing *l, const struct file_info *info, char *line,
         size_t size)
{
    const struct edf_date *d = &info->date;
    size_t at = k_append(line, size, 0, "%.8s %.8s %.2s", info->id.fn,
                         info->id.ft, info->id.fm);

    if (l->detail >= FORMAT)
        at = k_append(line, size, at, " %c %10u", info->recfm, info->lrecl);
    if (l->detail >= ALLOC)
        at = k_append(line, size, at, " %10u %10u", info->items, info->blocks);
    if (l->detail >= DATE)
        at = k_append(line, size, at, " %2u/%02u/%02u %2u:%02u:%02u",
                      time_unpack(d->d[1]), time_unpack(d->d[2]),
                      time_unpack(d->d[0]), time_unpack(d->d[3]),
                      time_unpack(d->d[4]), time_unpack(d->d[5]));
    if (l->detail >= LABEL)
        at = k_append(line, size, at, " %.6s",
                      (const char *)info->disk->fs.label.volid);
    return at < size ? at : size - 1;
}

static void
type_header(const struct listing *l)
{
    char line[CON_LINE + 1];
    size_t at = k_append(line, sizeof line, 0, "FILENAME FILETYPE FM");

    if (l->detail >= FORMAT)
        at = k_append(line, sizeof line, at, " FORMAT LRECL");
    if (l->detail >= ALLOC)
        at = k_append(line, sizeof line, at, "       RECS     BLOCKS");
    if (l->detail >= DATE)
        at = k_append(line, sizeof line, at, "   DATE     TIME");
    if (l->detail >= LABEL)
        at = k_append(line, sizeof line, at, "   LABEL");
    con_write(line, at);
}

/* A line of CMS EXEC: "&1 &2" and the file identifier, in 80 columns. */
static int
put_exec_line(struct listing *l, const char *text, size_t len)
{
    char record[80];

    memset(record, ' ', sizeof record);
    memcpy(record, "&1 &2 ", 6);
    memcpy(record + 6, text, len < 74 ? len : 74);
    return file_write(l->out, 0, record, sizeof record);
}

static int
open_exec(struct listing *l)
{
    static const struct fileid id = {{'C', 'M', 'S', ' ', ' ', ' ', ' ', ' '},
                                     {'E', 'X', 'E', 'C', ' ', ' ', ' ', ' '},
                                     {'A', '1'}};
    int rc = file_create(&id, l->append ? FILE_UPDATE : FILE_REPLACE, 'F', 80,
                         &l->out);

    return rc == 0 ? 0 : file_fail("LST", &id, rc, true);
}

static int
list(struct listing *l)
{
    struct file_walk w;
    struct file_info info;
    char line[CON_LINE + 1];
    size_t len;
    int rc;

    file_walk(&w, &l->pattern);
    while (file_next(&w, &info)) {
        if (l->count++ == 0 && l->header)
            type_header(l);
        len = describe(l, &info, line, sizeof line);
        if (!l->exec) {
            con_write(line, len);
        } else {
            rc = put_exec_line(l, line, len);
            if (rc != 0)
                return file_fail("LST", &l->out->id, rc, true);
        }
    }
    return 0;
}

static int
run(const struct cms_args *args)
{
    struct listing l;
    int rc = parse(args, &l), closed;

    if (rc != 0)
        return rc;
    if (l.pattern.fm[0] != '*' && disk_by_letter(l.pattern.fm[0]) == NULL)
        return file_fail("LST", &l.pattern, FILE_NOT_ACCESSED, false);
    if (l.exec)
        rc = open_exec(&l);
    if (rc != 0)
        return rc;
    rc = list(&l);
    if (l.exec) {
        struct fileid id = l.out->id;

        closed = file_close(l.out);
        if (rc == 0 && closed != 0)
            rc = file_fail("LST", &id, closed, true);
    }
    if (rc == 0 && l.count == 0)
        return msg(RC_NOT_FOUND, "DMSLST002E", "FILE NOT FOUND");
    return rc;
}

const struct cms_command cmd_listfile = {"LISTFILE", 1, run};
