/* SPDX-License-Identifier: MIT */
/* HELP [name]: types the help text of a command, a file of type HELPCMS; MENU
 * lists them all. */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

static int
type_all(const struct file_info *info)
{
    struct file *f;
    char *record = heap_get(info->lrecl, HEAP_COMMAND);
    uint32_t len;
    int rc;

    if (record == NULL)
        return file_fail("HLP", &info->id, EDF_NO_STORAGE, false);
    rc = file_open(&info->id, FILE_READ, &f);
    if (rc != 0)
        return file_fail("HLP", &info->id, rc, false);
    for (uint32_t n = 1; rc == 0 && n <= info->items; n++) {
        rc = file_read(f, n, record, info->lrecl, &len);
        if (rc == 0)
            con_write(record, k_trim(record, len));
    }
    file_close(f);
    heap_free(record);
    return file_fail("HLP", &info->id, rc, false);
}

/* Names of all help files, eight in a line. */
static void
type_menu(void)
{
    static const struct fileid all = {
        {'*'}, {'H', 'E', 'L', 'P', 'C', 'M', 'S', ' '}, {'*', ' '}};
    struct file_walk w;
    struct file_info info;
    char line[CON_LINE + 1];
    size_t at = 0;
    unsigned n = 0;

    con_printf("HELP IS AVAILABLE FOR:");
    file_walk(&w, &all);
    while (file_next(&w, &info)) {
        at = k_append(line, sizeof line, at, "%.8s ", info.id.fn);
        if (++n % 8 == 0) {
            con_write(line, at);
            at = 0;
        }
    }
    if (at > 0)
        con_write(line, at);
    con_printf("ENTER  HELP name");
}

static int
run(const struct cms_args *args)
{
    struct fileid id;
    struct file_info info;
    const struct cms_command *c;
    struct k_token t = args_token(args, 1);

    if (args->ntok > 2)
        return msg(RC_OPERAND, "DMSHLP070E", "INVALID PARAMETER '%.8s'",
                   args->tok[2]);
    if (t.len == 0 || k_equal(t, "MENU")) {
        type_menu();
        return 0;
    }
    memcpy(id.fn, args->tok[1], 8);
    memcpy(id.ft, "HELPCMS ", 8);
    memcpy(id.fm, "* ", 2);
    if (file_state(&id, &info) != 0) {
        /* An abbreviation: the command it stands for. */
        c = cms_find_command(t, true);
        if (c != NULL)
            k_pad_upper(id.fn, 8, (struct k_token){c->name, strlen(c->name)});
        if (c == NULL || file_state(&id, &info) != 0)
            return msg(RC_NOT_FOUND, "DMSHLP254E",
                       "HELP CANNOT FIND THE INFORMATION YOU REQUESTED: "
                       "'%.8s'",
                       args->tok[1]);
    }
    return type_all(&info);
}

const struct cms_command cmd_help = {"HELP", 1, run};
