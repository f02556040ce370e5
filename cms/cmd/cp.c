/* SPDX-License-Identifier: MIT */
/* CP command: hands a line to CP by DIAGNOSE X'08'. */
#include "cms/cmd/cmd.h"
#include "cms/io.h"
#include "cms/msg.h"

static int
run(const struct cms_args *args)
{
    int rc;

    if (!io_under_cp())
        return msg(RC_ENVIRONMENT, "DMSCPF081E", "CMS IS NOT RUNNING UNDER CP");
    rc = cms_cp(args->line.p, args->line.len);
    if (rc == 1)
        return msg(1, "DMSCPF002E", "UNKNOWN CP COMMAND");
    return rc;
}

const struct cms_command cmd_cp = {"CP", 0, run};
