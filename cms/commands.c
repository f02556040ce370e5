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
    &cmd_access, &cmd_cp,      &cmd_erase, &cmd_exec,    &cmd_help,   &cmd_ht,
    &cmd_hx,     &cmd_loadmod, &cmd_query, &cmd_release, &cmd_rename, &cmd_rt,
    &cmd_set,    &cmd_start,   &cmd_state, &cmd_statew,  &cmd_type,
};

/* On the system disk, as MODULEs; here for their abbreviations. */
static const struct cms_command transients[] = {
    {"COPYFILE", 4, NULL},
    {"EDIT", 1, NULL},
    {"FORMAT", 0, NULL},
    {"LISTFILE", 1, NULL},
};

static const struct cms_command *
find(const struct cms_command *c, unsigned n, struct k_token name, bool abbrev)
{
    for (; n > 0; n--, c++) {
        if (k_abbrev(name, c->name, abbrev ? c->min : 0))
            return c;
    }
    return NULL;
}

const struct cms_command *
cms_find_command(struct k_token name, bool abbrev)
{
    const struct cms_command *c;

    for (unsigned i = 0; i < K_ARRAY_SIZE(commands); i++) {
        c = find(commands[i], 1, name, abbrev);
        if (c != NULL)
            return c;
    }
    c = find(transients, K_ARRAY_SIZE(transients), name, abbrev);
    return c != NULL ? c
                     : find(functions, K_ARRAY_SIZE(functions), name, false);
}
