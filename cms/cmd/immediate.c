/* SPDX-License-Identifier: MIT */
/* HX, HT and RT when they are typed or called as commands. While a command
 * runs they act at once, in the console's handler (cms/console.c). */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/nucon.h"
#include "cms/program.h"

static int
run_hx(const struct cms_args *args)
{
    (void)args;
    drop_stack(RECOVER_HX);
}

static int
run_ht(const struct cms_args *args)
{
    (void)args;
    con_typing(false);
    return 0;
}

static int
run_rt(const struct cms_args *args)
{
    (void)args;
    con_typing(true);
    return 0;
}

const struct cms_command cmd_hx = {"HX", 0, run_hx};
const struct cms_command cmd_ht = {"HT", 0, run_ht};
const struct cms_command cmd_rt = {"RT", 0, run_rt};
