/* SPDX-License-Identifier: MIT */
/* What CP on the rig and the host program that runs it say to each other:
 * SIO to a device at X'0FE' that no machine has, whose CAW names a struct
 * rig_op. It stands in for console, paging device and IPL, so that CP's core
 * can be tested without its I/O. Compiles in both worlds. */
#ifndef TESTS_CP_RIGDEV_H
#define TESTS_CP_RIGDEV_H

#include "arch/psw.h"

enum { RIG_DEV = 0x0fe, RIG_PAGES_MAX = 4096, RIG_SLOTS = 4096 };

enum rig_code {
    RIG_CONFIG, /* addr: struct rig_config is stored */
    RIG_LOG,    /* addr: `arg` bytes of EBCDIC text */
    RIG_MAP,    /* addr: 512 bytes, a bit for each page of the guest's image
                 * that is not zero */
    RIG_LOAD,   /* page `arg` of the guest's image to the frame addr */
    RIG_DUMP,   /* and back */
    RIG_KEYS,   /* addr: keys of 4096 guest blocks from block `arg` on */
    RIG_STATE,  /* addr: struct rig_state */
    RIG_END,    /* all was dumped */
    RIG_READ,   /* paging: slot `arg` to the frame addr; interruption later */
    RIG_WRITE,
    RIG_STEAL, /* from the guest under test: its page `arg` is paged out, all
                * with X'FFFFFFFF'. Nothing on the bare machine. */
};

struct rig_op {
    be32 op;
    be32 level; /* 0, plus one for each CP that handed it on */
    be32 arg;
    be32 addr; /* of a buffer within one 4K page */
    be32 id;   /* comes back as the CSW's address */
};

struct rig_config {
    be32 storage; /* of the virtual machine, bytes */
};

struct rig_state {
    be32 gpr[16];
    be32 cr[16];
    be64 fpr[4];
    struct psw psw;
    be32 prefix;
    be32 traps, simulated, reflected, pageins, pageouts;
};

#endif
