/* SPDX-License-Identifier: MIT */
/* SET function value. What CMS does not know is given to CP. */
#include "cms/cmd/cmd.h"
#include "cms/io.h"
#include "cms/msg.h"
#include "klib/klib.h"

static int
bad_value(const struct cms_args *args)
{
    if (args->ntok < 3)
        return msg(RC_OPERAND, "DMSSET050E", "PARAMETER MISSING");
    return msg(RC_OPERAND, "DMSSET070E", "INVALID PARAMETER '%.8s'",
               args->tok[2]);
}

static int
on_off(const struct cms_args *args, bool *value)
{
    if (args_is(args, 2, "ON"))
        *value = true;
    else if (args_is(args, 2, "OFF"))
        *value = false;
    else
        return bad_value(args);
    return 0;
}

static int
set_rdymsg(const struct cms_args *args)
{
    if (args_is(args, 2, "LMSG"))
        cms_settings.ready_long = true;
    else if (args_is(args, 2, "SMSG"))
        cms_settings.ready_long = false;
    else
        return bad_value(args);
    return 0;
}

/* ON: an asterisk; OFF; or up to eight characters. */
static int
set_blip(const struct cms_args *args)
{
    if (args->ntok < 3)
        return bad_value(args);
    memset(cms_settings.blip, ' ', sizeof cms_settings.blip);
    if (args_is(args, 2, "ON"))
        cms_settings.blip[0] = '*';
    else if (!args_is(args, 2, "OFF"))
        memcpy(cms_settings.blip, args->tok[2], sizeof cms_settings.blip);
    return 0;
}

static int
run(const struct cms_args *args)
{
    char line[CMS_LINE];
    size_t len = args->line.len;

    if (args->ntok < 2)
        return msg(RC_OPERAND, "DMSSET005E", "NO FUNCTION SPECIFIED");
    if (args_is(args, 1, "RDYMSG"))
        return set_rdymsg(args);
    if (args_is(args, 1, "BLIP"))
        return set_blip(args);
    if (args_is(args, 1, "IMPCP"))
        return on_off(args, &cms_settings.impcp);
    if (args_is(args, 1, "IMPEX"))
        return on_off(args, &cms_settings.impex);
    if (args_is(args, 1, "ABBREV"))
        return on_off(args, &cms_settings.abbrev);
    if (io_under_cp() && cms_settings.impcp && len + 4 <= sizeof line) {
        memcpy(line, "SET ", 4);
        memcpy(line + 4, args->line.p, len);
        return cms_cp(line, len + 4);
    }
    return msg(RC_OPERAND, "DMSSET014E", "INVALID FUNCTION '%.8s'",
               args->tok[1]);
}

const struct cms_command cmd_set = {"SET", 0, run};
