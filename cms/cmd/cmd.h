/* SPDX-License-Identifier: MIT */
/* The commands: one const entry each. Those of the nucleus are gathered in
 * cms/commands.c; the others (COPYFILE EDIT FORMAT LISTFILE) are MODULEs for
 * the transient area. */
#ifndef CMS_CMD_CMD_H
#define CMS_CMD_CMD_H

#include "cms/command.h"

extern const struct cms_command cmd_access, cmd_copyfile, cmd_cp, cmd_edit,
    cmd_erase, cmd_exec, cmd_format, cmd_help, cmd_ht, cmd_hx, cmd_listfile,
    cmd_loadmod, cmd_query, cmd_release, cmd_rename, cmd_rt, cmd_set, cmd_start,
    cmd_state, cmd_statew, cmd_type;

#endif
