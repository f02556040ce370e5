/* SPDX-License-Identifier: MIT */
/* A fixed-block disk, for the files of devices/ that make one. */
#ifndef DEVICES_FBA_STATE_H
#define DEVICES_FBA_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "devices/device.h"
#include "image/fba.h"

enum { FBA_SENSE_BYTES = 24 };

struct fba {
    struct ckd *img;
    const struct fba_drive *drive;
    struct sense_id id;
    bool fake_write, mechanics;
    unsigned at; /* the block under the heads */
    uint32_t seeks;

    /* One chain's. */
    bool defined;
    uint8_t mask;
    uint32_t extent, first, last; /* block of the drive; numbers in it */
    uint8_t operation;
    uint32_t block, count; /* what locate found, blocks of the drive */
    uint32_t moved;        /* access positions passed to get there */
    uint64_t written;      /* digest of all writes, for snapshots */
};

/* fba_mount.c: its file, by the operands of a device line; what a snapshot
 * keeps of it. */
bool fba_attach(struct device *dev, int argc, char **argv, struct err *err);
void fba_detach(struct device *dev);
bool fba_devinit(struct device *dev, int argc, char **argv, struct err *err);
void fba_describe(struct device *dev, char *text, size_t size);
void fba_save(struct device *dev, struct pack *p);
void fba_restore(struct device *dev, struct unpack *u);
void fba_save_media(struct device *dev, struct pack *p);
bool fba_load_media(struct device *dev, struct unpack *u, struct err *err);
/* Forgets what a chain has defined and located. */
void fba_begin_chain(struct fba *f);

static inline struct fba *
fba_of(struct device *dev)
{
    return dev->state;
}

#endif
