/* SPDX-License-Identifier: MIT */
/* The CKD drives the machine knows: what SENSE ID says, how large they are,
 * how much a track takes and how fast it all turns. CP has a table of its own
 * (arch/ckd.h), of those it uses. GX20-1710 (2314), GX20-1920 (3330),
 * GX20-1983 (3350) and the reference manual of each drive; numbers that
 * Hercules' files or its SENSE ID fix were checked against Debian's hercules
 * 3.13. Times are from memory of the same manuals. */
#ifndef IMAGE_DRIVES_H
#define IMAGE_DRIVES_H

#include <stdint.h>

/* How a track takes records. */
enum ckd_space {
    SPACE_PLAIN,   /* overhead + key overhead + key + data */
    SPACE_PERCENT, /* 2311, 2314: a share more, but for the last record */
    SPACE_CELLS32, /* 3375, 3380: cells of 32 bytes */
    SPACE_CELLS34, /* 3390: cells of 34 bytes, checked in segments */
};

/* A recording format: what all models of a drive have in common. */
struct ckd_kind {
    uint16_t type;    /* 0x3350 */
    uint16_t cu_type; /* 0x3830 */
    uint8_t cu_model;
    uint8_t heads;
    uint16_t track_size; /* bytes of a track in Hercules' image */
    uint8_t sectors;     /* of rotational position sensing; 0: has none */
    uint8_t sense_len;   /* bytes of sense */
    enum ckd_space space;
    uint16_t capacity;     /* bytes of a track that records share */
    uint16_t overhead;     /* of a record without a key, bytes */
    uint16_t key_overhead; /* further, with a key */
    uint16_t r1;           /* largest R1 without a key */
    unsigned rotation;     /* microseconds */
    unsigned seek[3];      /* to the next cylinder, mean, longest: us */
};

struct ckd_drive {
    const char *name;
    const struct ckd_kind *kind;
    uint8_t model; /* device model in SENSE ID */
    unsigned cyls, alt;
};

/* By the name of a device line ("3380-E", in either case); NULL: none. */
const struct ckd_drive *drive_named(const char *name);
/* By type and cylinders, alternates counted or not: the smallest that has so
 * many, else the largest of the type; NULL: no such type. */
const struct ckd_drive *drive_for(uint16_t type, unsigned cyls);

/* Bytes of the track that a record takes up when others follow it. */
unsigned ckd_space_of(const struct ckd_kind *k, unsigned keylen,
                      unsigned datalen);
/* The same when it is the last of its track. */
unsigned ckd_space_last(const struct ckd_kind *k, unsigned keylen,
                        unsigned datalen);
/* Microseconds of a seek over `cyls` cylinders of `of`. */
unsigned ckd_seek_usec(const struct ckd_kind *k, unsigned cyls, unsigned of);

#endif
