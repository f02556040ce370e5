/* SPDX-License-Identifier: MIT */
/* STATE and STATEW fn ft [fm]: is there such a file (on a disk that can be
 * written)? */
#include "cms/cmd/cmd.h"
#include "cms/file.h"
#include "cms/msg.h"

static int
state(const struct cms_args *args, bool writable)
{
    struct fileid id;
    struct file_info info;
    int rc;

    if (!args_fileid(args, 1, args->ntok, "* ", &id))
        return msg(RC_OPERAND, "DMSSTT054E", "INCOMPLETE FILEID SPECIFIED");
    rc = file_state(&id, &info);
    if (rc == 0 && writable && info.disk->readonly) {
        id.fm[0] = info.disk->letter;
        rc = EDF_READ_ONLY;
    }
    /* A program wants the return code, not the message. */
    if (args->plist != 0)
        return rc == 0 ? 0 : rc == EDF_NOT_FOUND ? RC_NOT_FOUND : RC_DISK;
    return file_fail("STT", &id, rc, false);
}

static int
run(const struct cms_args *args)
{
    return state(args, false);
}

static int
run_w(const struct cms_args *args)
{
    return state(args, true);
}

const struct cms_command cmd_state = {"STATE", 5, run};
const struct cms_command cmd_statew = {"STATEW", 0, run_w};
