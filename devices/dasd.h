/* SPDX-License-Identifier: MIT */
/* Disks: what the machine needs beyond the channel: the image, to be
 * synced from a thread of its own and at shutdown. */
#ifndef DEVICES_DASD_H
#define DEVICES_DASD_H

#include <stdbool.h>

#include "lib/err.h"

struct ckd;
struct device;

/* The image mounted on this device; NULL when it is no disk. */
struct ckd *dasd_image(const struct device *dev);

/* The same; NULL when it is no count-key-data disk. */
struct ckd *dasd_ckd_image(const struct device *dev);
/* A disk whose device line has sf=. */
bool dasd_shadows_named(const struct device *dev);

enum shadow_op {
    SHADOW_ADD,      /* a new shadow file on top */
    SHADOW_MERGE,    /* the newest one into the file below */
    SHADOW_FORCE,    /* even if that is the image of a line that says ro */
    SHADOW_DROP,     /* throws the newest one's contents away */
    SHADOW_COMPRESS, /* makes the current file anew, without unused space */
};
/* False, with *err, and nothing has changed, when this is no CKD disk, is in
 * use by the program, or the files do not let it. The caller has seen to it
 * that no sync of the image is going on. */
bool dasd_shadow(struct device *dev, enum shadow_op op, struct err *err);

#endif
