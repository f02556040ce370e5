/* SPDX-License-Identifier: MIT */
/* Data sets on an OS volume: reading sequential ones and members of
 * partitioned ones, record by record. */
#ifndef TOOLS_DATASET_H
#define TOOLS_DATASET_H

#include <stddef.h>

#include "tools/vtoc.h"

/* Reads a data set, or with a name the member of a partitioned one, and hands
 * its records to fn in order, until that returns false. False: *err. */
bool dataset_read(struct vtoc *v, const struct vtoc_dataset *d,
                  const char *member,
                  bool (*fn)(void *arg, const uint8_t *rec, size_t len),
                  void *arg, struct err *err);

struct member {
    char name[9];
    unsigned track, rec; /* where it begins: TTR, relative */
    bool alias;
};

/* The directory of a partitioned data set, in its order, until fn returns
 * false. */
bool dataset_members(struct vtoc *v, const struct vtoc_dataset *d,
                     bool (*fn)(void *arg, const struct member *m), void *arg,
                     struct err *err);

/* The track of the volume that is the data set's n-th (from 0); false behind
 * its end. */
bool dataset_track(const struct vtoc_dataset *d, unsigned n, unsigned *track);

/* dataset_put.c: replaces the contents of a sequential data set of fixed or
 * variable records, within its extents: lines of UTF-8, or bytes that are whole
 * records. What does not fit, or is no text, changes nothing. */
bool dataset_put(struct vtoc *v, const struct vtoc_dataset *d,
                 const uint8_t *bytes, size_t size, bool text, struct err *err);

/* Splits "A.B.C(MEMBER)", letters made capitals. `member` is empty without
 * one. */
bool dataset_name(const char *text, char name[VTOC_NAME], char member[9],
                  struct err *err);

#endif
