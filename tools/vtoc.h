/* SPDX-License-Identifier: MIT */
/* OS volumes: the volume label, and the volume table of contents (VTOC) with
 * its data set control blocks (DSCBs). GC28-6628, OS System Control Blocks,
 * from memory; checked with Debian's dasdload and dasdls. */
#ifndef TOOLS_VTOC_H
#define TOOLS_VTOC_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "image/ckd.h"

enum { VTOC_EXTENTS = 16, VTOC_NAME = 45 };

struct vtoc_extent {
    unsigned first, last; /* tracks, counted from the volume's first */
};

/* A data set, from its format 1 and 3 DSCBs. */
struct vtoc_dataset {
    char name[VTOC_NAME]; /* without the blanks behind; UTF-8 is not needed */
    char organization[4]; /* PS PO DA IS VS, or "??" */
    uint8_t recfm;        /* U V F, blocked, spanned, control, as in a DCB */
    unsigned lrecl, blksize, keylen;
    unsigned last_track, last_record; /* where it ends: TTR, relative */
    unsigned nextents;
    struct vtoc_extent extent[VTOC_EXTENTS];
    unsigned dscb_track; /* where its format 1 DSCB is */
    uint8_t dscb_rec;
};

struct vtoc {
    struct ckd *ckd;
    char volser[7];
    unsigned first, last; /* tracks of the VTOC */
};

/* Reads the label. False when this is no OS volume, or its VTOC lies outside
 * the volume. */
bool vtoc_open(struct vtoc *v, struct ckd *c, struct err *err);
/* Calls fn for each data set, in the order of the VTOC, until it returns
 * false. A DSCB that makes no sense is told by `bad` and passed over. */
bool vtoc_each(struct vtoc *v,
               bool (*fn)(void *arg, const struct vtoc_dataset *d),
               void (*bad)(void *arg, const char *text), void *arg,
               struct err *err);
bool vtoc_find(struct vtoc *v, const char *name, struct vtoc_dataset *d,
               struct err *err);
/* The list that people read. */
bool vtoc_list(struct ckd *c, FILE *out, struct err *err);
/* "FB", "VBA", "U" ...; text of 6 bytes. */
void vtoc_recfm(uint8_t recfm, char text[6]);

/* Writes IPL records, the label and, on tracks 1 and up of cylinder 0, an
 * empty VTOC. `volser` is 1 to 6 letters, digits or $ # @. */
bool vtoc_make(struct ckd *c, const char *volser, struct err *err);

#endif
