/* SPDX-License-Identifier: MIT */
/* What the operator does with a disk's shadow files (image/shadow.c), while
 * the program does not use the disk. */
#include "config.h"

#include <limits.h>

#include "devices/dasd.h"
#include "devices/dasd_state.h"
#include "devices/fba.h"
#include "devices/subchannel.h"

static bool
add(struct dasd *d, struct err *err)
{
    char path[PATH_MAX];

    return ckd_shadow_name(d->shadow, ckd_shadows(d->img) + 1, path,
                           sizeof(path), err) &&
           ckd_shadow_add(d->img, path, err);
}

static bool
merge(struct dasd *d, bool force, struct err *err)
{
    if (d->base_ro && ckd_shadows(d->img) == 1 && !force)
        return err_set(err,
                       "%s: its device line says ro: merged only with force",
                       ckd_path(d->img));
    return ckd_shadow_drop(d->img, true, err);
}

/* Without a file to write to, another takes the place of the one dropped. */
static bool
drop(struct dasd *d, struct err *err)
{
    if (d->base_ro && ckd_shadows(d->img) == 1)
        return err_set(err,
                       "%s: its device line says ro, and this is its only "
                       "shadow file",
                       ckd_path(d->img));
    return ckd_shadow_drop(d->img, false, err);
}

struct ckd *
dasd_ckd_image(const struct device *dev)
{
    return fba_image(dev) == NULL ? dasd_image(dev) : NULL;
}

bool
dasd_shadows_named(const struct device *dev)
{
    const struct dasd *d = dev->state;

    return dasd_ckd_image(dev) != NULL && d->shadow != NULL;
}

bool
dasd_shadow(struct device *dev, enum shadow_op op, struct err *err)
{
    struct dasd *d = dev->state;

    if (dasd_ckd_image(dev) == NULL)
        return err_set(err, "not a CKD disk");
    if (d->shadow == NULL && op != SHADOW_COMPRESS)
        return err_set(err, "its device line has no sf=");
    if (dev->sub->phase != PHASE_IDLE)
        return err_set(err, "the disk is in use");
    switch (op) {
    case SHADOW_ADD:
        return add(d, err);
    case SHADOW_DROP:
        return drop(d, err);
    case SHADOW_COMPRESS:
        return ckd_compact(d->img, NULL, NULL, err);
    default:
        return merge(d, op == SHADOW_FORCE, err);
    }
}
