/* SPDX-License-Identifier: MIT */
/* TYPE fn ft [fm] [first [last]] [(HEX|COL n-m]: types records of a file. */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/kfmt.h"

struct typing {
    struct fileid id;
    uint32_t first, last;
    bool hex;
};

static int
parse(const struct cms_args *args, struct typing *t)
{
    unsigned n = args_operands(args), i = 3;
    struct k_token third = args_token(args, 3);

    t->first = 1;
    t->last = 0xffffffff;
    t->hex = false;
    if (n > 3 && !k_is_digit(third.p[0]))
        i = 4;
    if (!args_fileid(args, 1, n < i ? n : i, "* ", &t->id))
        return msg(RC_OPERAND, "DMSTYP054E", "INCOMPLETE FILEID SPECIFIED");
    if (i < n && !args_is(args, i, "*") &&
        !k_parse_dec(args_token(args, i), &t->first))
        return msg(RC_OPERAND, "DMSTYP049E", "INVALID LINE NUMBER '%.8s'",
                   args->tok[i]);
    if (i + 1 < n && !args_is(args, i + 1, "*") &&
        !k_parse_dec(args_token(args, i + 1), &t->last))
        return msg(RC_OPERAND, "DMSTYP049E", "INVALID LINE NUMBER '%.8s'",
                   args->tok[i + 1]);
    if (i + 2 < n)
        return msg(RC_OPERAND, "DMSTYP070E", "INVALID PARAMETER '%.8s'",
                   args->tok[i + 2]);
    for (unsigned o = args_options(args);
         o < args->ntok && !args_is(args, o, ")"); o++) {
        if (!args_abbrev(args, o, "HEX", 1))
            return args_bad_option(args, o, "TYP");
        t->hex = true;
    }
    if (t->first == 0 || t->last < t->first)
        return msg(RC_OPERAND, "DMSTYP009E",
                   "COLUMN OR LINE LIMITS ARE IN WRONG ORDER");
    return 0;
}

/* 56 digits a line: seven words. */
static void
type_hex(const uint8_t *p, uint32_t len)
{
    char line[CON_LINE + 1];
    size_t at = 0;

    for (uint32_t i = 0; i < len; i++) {
        at = k_append(line, sizeof line, at, "%02X", p[i]);
        if (i % 4 == 3)
            at = k_append(line, sizeof line, at, " ");
        if (i % 28 == 27 || i + 1 == len) {
            con_write(line, at);
            at = 0;
        }
    }
}

static void
type_text(const char *p, uint32_t len)
{
    while (len > 0 && p[len - 1] == ' ')
        len--;
    do {
        uint32_t n = len < CON_LINE ? len : CON_LINE;

        con_write(p, n);
        p += n;
        len -= n;
    } while (len > 0);
}

static int
type_records(const struct typing *t, struct file *f,
             const struct file_info *info, char *record)
{
    uint32_t len;
    int rc;

    for (uint32_t n = t->first; n <= info->items && n <= t->last; n++) {
        rc = file_read(f, n, record, info->lrecl, &len);
        if (rc != 0)
            return file_fail("TYP", &info->id, rc, false);
        if (t->hex)
            type_hex((const uint8_t *)record, len);
        else
            type_text(record, len);
        if (!con_is_typing())
            con_poll();
    }
    return 0;
}

static int
run(const struct cms_args *args)
{
    struct typing t;
    struct file_info info;
    struct file *f;
    char *record;
    int rc = parse(args, &t);

    if (rc != 0)
        return rc;
    rc = file_state(&t.id, &info);
    if (rc == 0)
        rc = file_open(&info.id, FILE_READ, &f);
    if (rc != 0)
        return file_fail("TYP", &t.id, rc, false);
    if (t.first > info.items) {
        file_close(f);
        return msg(RC_OPERAND, "DMSTYP049E", "INVALID LINE NUMBER '%u'",
                   t.first);
    }
    record = heap_get(info.lrecl, HEAP_COMMAND);
    rc = record == NULL ? file_fail("TYP", &info.id, EDF_NO_STORAGE, false)
                        : type_records(&t, f, &info, record);
    heap_free(record);
    file_close(f);
    return rc;
}

const struct cms_command cmd_type = {"TYPE", 1, run};
