/* SPDX-License-Identifier: MIT */
/* Empty fixed-block volumes: zeros, and a label in block 1 where one is
 * wanted; the tracks of an empty count-key-data one. */
#include "config.h"

#include "tools/init.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arch/bytes.h"
#include "image/ckd.h"
#include "image/fba.h"
#include "tools/minidisk.h"
#include "tools/progress.h"

enum { LABEL = 80 };

static bool
valid_volser(const char *volser, struct err *err)
{
    size_t n = strlen(volser);

    if (n >= 1 && n <= 6 &&
        strspn(volser, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                       "0123456789$#@-") == n)
        return true;
    return err_set(err,
                   "%s: a volume serial is one to six letters, digits, "
                   "$ # @ or -",
                   volser);
}

bool
init_size(const char *text, unsigned max, unsigned *n, struct err *err)
{
    char *end;
    unsigned long v = strtoul(text, &end, 10);

    *n = (unsigned)v;
    return (text[0] >= '0' && text[0] <= '9' && *end == '\0' && v >= 1 &&
            v <= max) ||
           err_set(err, "%s: a size is a number from 1 to %u", text, max);
}

static void
make_label(uint8_t label[LABEL], const char *volser)
{
    memset(label, 0, LABEL);
    minidisk_ebcdic(label, "VOL1", 4);
    minidisk_ebcdic(label + 4, volser, 6);
}

bool
init_tracks(struct ckd *c, struct err *err)
{
    const struct ckd_geometry *geo = ckd_geometry(c);
    struct progress p = progress_begin(geo->cyls, ckd_path(c));
    bool ok = true;

    for (unsigned cyl = 0; cyl < geo->cyls && ok; cyl++) {
        progress_show(&p, cyl);
        for (unsigned head = 0; head < geo->heads && ok; head++)
            ok = ckd_fill_hole(c, cyl, head, err);
    }
    progress_end(&p);
    return ok;
}

/* The label of a fixed-block disk is in block 1. */
bool
init_fba(const char *path, const char *drive, const char *volser,
         const char *size, struct err *err)
{
    const struct fba_drive *d = fba_drive_named(drive);
    uint8_t block[FBA_BLOCK] = {0};
    unsigned blocks;
    struct ckd *c;
    bool ok;

    if (d == NULL)
        return err_set(err, "%s: no such drive", drive);
    if (volser != NULL && !valid_volser(volser, err))
        return false;
    blocks = d->blocks;
    if (size != NULL && !init_size(size, FBA_BLOCKS_MAX, &blocks, err))
        return false;
    if (volser != NULL && blocks < 2)
        return err_set(err, "%s: one block has no place for a label", path);
    if (!fba_create(path, blocks, err))
        return false;
    if (volser == NULL)
        return true;
    make_label(block, volser);
    c = fba_open(path, d->type, 0, 0, 0, err);
    ok = c != NULL && fba_write(c, 1, 1, block, err) && ckd_sync(c, err);
    ckd_close(c);
    if (!ok)
        unlink(path);
    return ok;
}
