/* SPDX-License-Identifier: MIT */
/* Shared by the files of the CKD disk model alone. */
#ifndef DEVICES_DASD_STATE_H
#define DEVICES_DASD_STATE_H

#include "arch/ckd.h"
#include "devices/device.h"
#include "image/ckd.h"

/* Which field of the track last passed the head. */
enum orientation { AT_INDEX, AT_COUNT, AT_KEY, AT_DATA };

/* What a chained write may rely on. */
enum sequence {
    SEQ_NONE,
    SEQ_HA,     /* search HA equal, or write HA */
    SEQ_ID,     /* search ID equal */
    SEQ_KEY,    /* search key equal */
    SEQ_DATA,   /* one of these two, then read or write of the record */
    SEQ_FORMAT, /* write R0 or write CKD */
};

struct dasd {
    struct device *dev;
    struct ckd *img;
    unsigned cyl, head; /* where the access mechanism stands */

    /* One chain's. */
    uint8_t mask;
    bool mask_set;
    enum orientation at;
    bool moving; /* a command of this chain has used the track */
    struct ckd_rec rec;
    enum sequence seq;
    unsigned index; /* index points since the last read, write or control */

    uint64_t written; /* digest of all writes, for dasd_save.c */
};

enum { DASD_ENDED = US_CHANNEL_END | US_DEVICE_END };

/* Sense byte 1. */
enum {
    SENSE1_PERMANENT = 0x80,
    SENSE1_TRACK_FORMAT = 0x40,
    SENSE1_END_OF_CYLINDER = 0x20,
    SENSE1_NO_RECORD = 0x08,
    SENSE1_FILE_PROTECTED = 0x04,
    SENSE1_WRITE_INHIBITED = 0x02,
};

/* Messages of sense format 0, byte 7. */
enum {
    MSG_NONE = 0,
    MSG_COMMAND = 1,
    MSG_SEQUENCE = 2,
    MSG_COUNT = 3,
    MSG_ARGUMENT = 4,
};

/* File mask. */
enum {
    MASK_WRITE = 0xc0, /* 00 no HA R0; 40 none; 80 data only; C0 all */
    MASK_WRITE_NONE = 0x40,
    MASK_WRITE_DATA = 0x80,
    MASK_SEEK = 0x18, /* 00 all; 08 cylinder, head; 10 head; 18 none */
    MASK_SEEK_CYL = 0x08,
    MASK_SEEK_HEAD = 0x10,
    MASK_SEEK_NONE = 0x18,
};

static inline struct dasd *
dasd_of(struct device *dev)
{
    return dev->state;
}

/* Sets the sense bytes; returns unit check alone. */
uint8_t dasd_sense(struct dasd *d, uint8_t b0, uint8_t b1, uint8_t message);
/* Forgets where on the track the head is. */
void dasd_lose_orientation(struct dasd *d);

/* dasd_track.c: reads, searches and writes. Return the ending status. */
uint8_t dasd_read(struct dasd *d, struct command *cmd);
uint8_t dasd_search(struct dasd *d, struct command *cmd);
uint8_t dasd_write(struct dasd *d, struct command *cmd);
/* Loads the track; unit check (with sense) when the host cannot. */
uint8_t dasd_load(struct dasd *d);

/* dasd_save.c: hooks of the model, and a write that is to be noted. */
void dasd_note_write(struct dasd *d, const struct command *cmd);
void dasd_save(struct device *dev, struct pack *p);
void dasd_restore(struct device *dev, struct unpack *u);
void dasd_save_media(struct device *dev, struct pack *p);
bool dasd_load_media(struct device *dev, struct unpack *u, struct err *err);

#endif
