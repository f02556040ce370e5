/* SPDX-License-Identifier: MIT */
/* RENAME fn ft fm fn ft fm [(TYPE|NOTYPE]: gives files another name. "*" in
 * the old and "=" in the new name stand for what is there. */
#include "cms/cmd/cmd.h"
#include "cms/cmd/names.h"
#include "cms/console.h"
#include "cms/msg.h"

struct renaming {
    struct fileid from, to;
    bool type;
};

static int
parse(const struct cms_args *args, struct renaming *r)
{
    unsigned n = args_operands(args);

    r->type = false;
    if (n < 7)
        return msg(RC_OPERAND, "DMSRNM054E", "INCOMPLETE FILEID SPECIFIED");
    if (n > 7)
        return msg(RC_OPERAND, "DMSRNM070E", "INVALID PARAMETER '%.8s'",
                   args->tok[7]);
    if (!args_fileid(args, 1, 4, "A ", &r->from) || r->from.fm[0] == '*')
        return msg(RC_OPERAND, "DMSRNM048E", "INVALID MODE '%.8s'",
                   args->tok[3]);
    names_take(args, 4, 7, &r->to);
    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        if (args_abbrev(args, i, "TYPE", 1))
            r->type = true;
        else if (!args_abbrev(args, i, "NOTYPE", 3) &&
                 !args_is(args, i, "UPDIRT") && !args_is(args, i, "NOUPDIRT"))
            return args_bad_option(args, i, "RNM");
    }
    return 0;
}

static int
rename_one(const struct renaming *r, const struct file_info *info)
{
    struct fileid to;
    char from_text[24], to_text[24];
    int rc;

    names_complete(&r->to, &info->id, &to);
    if (to.fm[0] != info->id.fm[0])
        return msg(RC_OPERAND, "DMSRNM051E", "INVALID MODE CHANGE");
    rc = file_rename(&info->id, &to);
    if (rc != 0)
        return file_fail("RNM", rc == EDF_EXISTS ? &to : &info->id, rc, true);
    if (r->type)
        con_printf("%s  %s", file_text(&info->id, from_text),
                   file_text(&to, to_text));
    return 0;
}

static int
run(const struct cms_args *args)
{
    struct renaming r;
    struct file_info info;
    struct file_walk w;
    int rc = parse(args, &r);
    unsigned left;

    if (rc != 0)
        return rc;
    if (disk_by_letter(r.from.fm[0]) == NULL)
        return file_fail("RNM", &r.from, FILE_NOT_ACCESSED, true);
    left = disk_by_letter(r.from.fm[0])->fs.nfst;
    file_walk(&w, &r.from);
    for (unsigned count = 0;; count++) {
        do {
            if (count > left || !file_next(&w, &info))
                return count > 0
                           ? 0
                           : file_fail("RNM", &r.from, EDF_NOT_FOUND, true);
        } while (info.disk->letter != r.from.fm[0]);
        rc = rename_one(&r, &info);
        if (rc != 0)
            return rc;
    }
}

const struct cms_command cmd_rename = {"RENAME", 1, run};
