/* SPDX-License-Identifier: MIT */
/* ACCESS cuu mode[/ext]: makes a disk's files known under a mode letter. */
#include "cms/cmd/cmd.h"
#include "cms/disk.h"
#include "cms/msg.h"

/* "B" or "B/A". */
static bool
parse_mode(struct k_token t, char *letter, char *parent)
{
    *parent = 0;
    if (t.len != 1 && !(t.len == 3 && t.p[1] == '/'))
        return false;
    *letter = t.p[0];
    if (t.len == 3)
        *parent = t.p[2];
    return k_is_letter(*letter) && (*parent == 0 || k_is_letter(*parent));
}

static int
complain(enum disk_rc rc, uint32_t device, char letter)
{
    switch (rc) {
    case DISK_NO_DEVICE:
        return msg(RC_IO, "DMSACC113S", "'%03X' NOT ATTACHED", device);
    case DISK_NOT_DASD:
        return msg(RC_ENVIRONMENT, "DMSACC114S",
                   "'%03X' IS AN UNSUPPORTED DEVICE TYPE", device);
    case DISK_NO_STORAGE:
        return msg(RC_STORAGE, "DMSACC109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    case DISK_DAMAGED:
        return msg(RC_IO, "DMSACC112S",
                   "DISK '%c(%03X)' HAS A DAMAGED FILE SYSTEM", letter, device);
    case DISK_UNFORMATTED:
        return msg(RC_IO, "DMSACC112S",
                   "DISK '%c(%03X)' DEVICE ERROR OR NOT FORMATTED", letter,
                   device);
    default:
        return msg(RC_IO, "DMSACC112S", "DISK '%c(%03X)' DEVICE ERROR", letter,
                   device);
    }
}

static void
report(const struct cms_disk *old, const struct cms_disk *d)
{
    if (old != NULL)
        msg(0, "DMSACC724I", "'%03X' REPLACES '%c (%03X)'", d->device,
            d->letter, old->device);
    if (d->readonly)
        msg(0, "DMSACC723I", "%c (%03X) R/O", d->letter, d->device);
}

static int
run(const struct cms_args *args)
{
    unsigned n = args_operands(args);
    uint32_t device = 0x191;
    char letter = 'A', parent = 0;
    struct cms_disk *old, *d, saved;
    enum disk_rc rc;

    for (unsigned i = args_options(args); i < args->ntok; i++) {
        if (args_is(args, i, ")"))
            break;
        if (!args_is(args, i, "NOPROF") && !args_is(args, i, "NODISK"))
            return args_bad_option(args, i, "ACC");
    }
    if (n > 1 && (!k_parse_hex(args_token(args, 1), &device) || device > 0xfff))
        return msg(RC_OPERAND, "DMSACC017E", "INVALID DEVICE ADDRESS '%.8s'",
                   args->tok[1]);
    if (n > 2 && !parse_mode(args_token(args, 2), &letter, &parent))
        return msg(RC_OPERAND, "DMSACC048E", "INVALID MODE '%.8s'",
                   args->tok[2]);
    if (n > 3)
        return msg(RC_OPERAND, "DMSACC070E", "INVALID PARAMETER '%.8s'",
                   args->tok[3]);
    if (letter == 'S')
        return msg(RC_OPERAND, "DMSACC048E", "INVALID MODE 'S'");
    if (parent != 0 && parent != letter && disk_by_letter(parent) == NULL)
        return msg(RC_DISK, "DMSACC069E", "DISK '%c' NOT ACCESSED", parent);
    old = disk_by_letter(letter);
    if (old != NULL)
        saved.device = old->device;
    rc = disk_access((uint16_t)device, letter, parent, &d);
    if (rc != DISK_OK)
        return complain(rc, device, letter);
    report(old != NULL && saved.device != device ? &saved : NULL, d);
    return 0;
}

const struct cms_command cmd_access = {"ACCESS", 2, run};
