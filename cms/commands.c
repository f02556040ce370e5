/* SPDX-License-Identifier: MIT */
/* The table of the nucleus' commands. Those with a least abbreviation of 0 have
 * none; the functions that only programs call come last. */
#include "cms/cmd/cmd.h"
#include "cms/svc.h"
#include "klib/klib.h"

static const struct cms_command functions[] = {
    {"TYPLIN", 0, svc_typlin}, {"WAITRD", 0, svc_waitrd},
    {"RDBUF", 0, svc_rdbuf},   {"WRBUF", 0, svc_wrbuf},
    {"FINIS", 0, svc_finis},   {"POINT", 0, svc_point},
};

static const struct cms_command *const commands[] = {
    &cmd_access,   &cmd_copyfile, &cmd_cp,    &cmd_edit,    &cmd_erase,
    &cmd_exec,     &cmd_format,   &cmd_help,  &cmd_ht,      &cmd_hx,
    &cmd_listfile, &cmd_loadmod,  &cmd_query, &cmd_release, &cmd_rename,
    &cmd_rt,       &cmd_set,      &cmd_start, &cmd_state,   &cmd_statew,
    &cmd_type,
};

const struct cms_command *
cms_find_command(struct k_token name, bool abbrev)
{
    for (unsigned i = 0; i < K_ARRAY_SIZE(commands); i++) {
        if (k_abbrev(name, commands[i]->name, abbrev ? commands[i]->min : 0))
            return commands[i];
    }
    for (unsigned i = 0; i < K_ARRAY_SIZE(functions); i++) {
        if (k_equal(name, functions[i].name))
            return &functions[i];
    }
    return NULL;
}
