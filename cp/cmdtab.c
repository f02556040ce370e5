/* SPDX-License-Identifier: MIT */
/* The tables of CP's commands (VM/370: DMKCFC). They are searched in order, so
 * an abbreviation means the first command that it fits. */
#include "cp/command.h"

/* At a terminal where nobody is logged on. */
const struct cmd_entry cmd_before[] = {
    {"LOGON", 1, CLS_ANY, 0, cmd_logon}, {"LOGIN", 5, CLS_ANY, 0, cmd_logon},
    {"DIAL", 1, CLS_ANY, 0, cmd_dial},   {"MSG", 1, CLS_ANY, 0, cmd_msg},
    {"MESSAGE", 2, CLS_ANY, 0, cmd_msg},
};
const unsigned cmd_before_len = K_ARRAY_SIZE(cmd_before);

const struct cmd_entry cmd_table[] = {
    {"ATTN", 4, CLS_G, 0, cmd_attn},
    {"BEGIN", 1, CLS_G, CMDF_DEFER, cmd_begin},
    {"DEFINE", 3, CLS_G, CMDF_DEFER, cmd_define},
    {"DETACH", 3, CLS_G, 0, cmd_detach},
    {"DISABLE", 4, CLS_A | CLS_B, 0, cmd_disable},
    {"DISCONN", 4, CLS_ANY, 0, cmd_disconn},
    {"DISPLAY", 1, CLS_G | CLS_E, 0, cmd_display},
    {"ENABLE", 2, CLS_A | CLS_B, 0, cmd_enable},
    {"EXTERNAL", 3, CLS_G, 0, cmd_external},
    {"FORCE", 5, CLS_A, 0, cmd_force},
    {"INDICATE", 3, CLS_E | CLS_G, 0, cmd_indicate},
    {"IPL", 1, CLS_G, CMDF_DEFER, cmd_ipl},
    {"LINK", 4, CLS_G, 0, cmd_link},
    {"LOGOFF", 3, CLS_ANY, 0, cmd_logoff},
    {"LOGOUT", 4, CLS_ANY, 0, cmd_logoff},
    {"MSG", 1, CLS_ANY, 0, cmd_msg},
    {"MESSAGE", 2, CLS_ANY, 0, cmd_msg},
    {"QUERY", 1, CLS_ANY, 0, cmd_query},
    {"READY", 5, CLS_G, 0, cmd_ready},
    {"REQUEST", 3, CLS_G, 0, cmd_attn},
    {"SET", 3, CLS_ANY, 0, cmd_set},
    {"SHUTDOWN", 8, CLS_A, 0, cmd_shutdown},
    {"SLEEP", 2, CLS_ANY, 0, cmd_sleep},
    {"STORE", 2, CLS_G, 0, cmd_store},
    {"SYSTEM", 3, CLS_G, CMDF_DEFER, cmd_system},
    {"TERMINAL", 4, CLS_ANY, 0, cmd_terminal},
    {"WNG", 1, CLS_A | CLS_B, 0, cmd_warning},
    {"WARNING", 4, CLS_A | CLS_B, 0, cmd_warning},
};
const unsigned cmd_table_len = K_ARRAY_SIZE(cmd_table);
