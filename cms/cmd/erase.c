/* SPDX-License-Identifier: MIT */
/* ERASE fn|* ft|* [fm|A] [(TYPE|NOTYPE]: deletes files. */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/msg.h"

static int
run(const struct cms_args *args)
{
    struct fileid id;
    struct file_info info;
    struct file_walk w;
    bool type = false;
    unsigned count = 0;
    char text[24];
    int rc;

    if (!args_fileid(args, 1, args_operands(args), "A ", &id))
        return msg(RC_OPERAND, "DMSERS054E", "INCOMPLETE FILEID SPECIFIED");
    for (unsigned i = args_options(args);
         i < args->ntok && !args_is(args, i, ")"); i++) {
        if (args_abbrev(args, i, "TYPE", 1))
            type = true;
        else if (!args_abbrev(args, i, "NOTYPE", 3))
            return args_bad_option(args, i, "ERS");
    }
    if (id.fm[0] == '*' && (id.fn[0] == '*' || id.ft[0] == '*'))
        return msg(RC_OPERAND, "DMSERS048E", "INVALID MODE '*'");
    if (id.fm[0] != '*' && disk_by_letter(id.fm[0]) == NULL)
        return file_fail("ERS", &id, FILE_NOT_ACCESSED, true);
    /* The directory moves with each erasure, so each search starts anew. */
    for (;;) {
        file_walk(&w, &id);
        do {
            if (!file_next(&w, &info))
                return count > 0 ? 0
                                 : file_fail("ERS", &id, EDF_NOT_FOUND, true);
            /* Read-only extensions of a disk stay as they are. */
        } while (id.fm[0] != '*' && info.disk->letter != id.fm[0]);
        rc = file_erase(&info.id);
        if (rc != 0)
            return file_fail("ERS", &info.id, rc, true);
        count++;
        if (type)
            con_printf("%s", file_text(&info.id, text));
        con_poll();
    }
}

const struct cms_command cmd_erase = {"ERASE", 3, run};
