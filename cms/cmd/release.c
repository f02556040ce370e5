/* SPDX-License-Identifier: MIT */
/* RELEASE cuu|mode [(DET]: forgets an accessed disk. */
#include "cms/cmd/cmd.h"
#include "cms/disk.h"
#include "cms/msg.h"
#include "klib/kfmt.h"

static int
run(const struct cms_args *args)
{
    unsigned n = args_operands(args), opt = args_options(args);
    struct k_token t = args_token(args, 1);
    struct cms_disk *d = NULL;
    bool detach = false;
    uint32_t device = 0;
    char command[16];
    int len;

    if (n < 2)
        return msg(RC_OPERAND, "DMSARE028E", "NO DEVICE SPECIFIED");
    if (opt < args->ntok) {
        if (!args_is(args, opt, "DET"))
            return args_bad_option(args, opt, "ARE");
        detach = true;
    }
    if (t.len == 1 && k_is_letter(t.p[0]))
        d = disk_by_letter(t.p[0]);
    else if (k_parse_hex(t, &device))
        d = disk_by_device((uint16_t)device);
    else
        return msg(RC_OPERAND, "DMSARE070E", "INVALID PARAMETER '%.8s'",
                   args->tok[1]);
    if (d == NULL)
        return msg(RC_DISK, "DMSARE069E", "DISK '%.*s' NOT ACCESSED",
                   (int)t.len, t.p);
    if (d->letter == 'S')
        return msg(RC_OPERAND, "DMSARE048E",
                   "THE SYSTEM DISK CANNOT BE RELEASED");
    device = d->device;
    disk_release(d);
    if (!detach)
        return 0;
    len = k_snprintf(command, sizeof command, "DETACH %03X", device);
    return cms_cp(command, (size_t)len);
}

const struct cms_command cmd_release = {"RELEASE", 3, run};
