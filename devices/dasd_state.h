/* SPDX-License-Identifier: MIT */
/* Shared by the files of the CKD disk model alone. */
#ifndef DEVICES_DASD_STATE_H
#define DEVICES_DASD_STATE_H

#include "arch/ckd.h"
#include "devices/device.h"
#include "image/ckd.h"
#include "image/drives.h"

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

/* Usage since the last read and reset buffered log. */
struct dasd_usage {
    uint32_t bytes; /* read and searched */
    uint16_t seeks; /* access motions */
};

struct dasd {
    struct device *dev;
    struct ckd *img;
    const struct ckd_drive *drive;
    const struct ckd_kind *kind;
    struct sense_id id;
    bool fake_write;    /* writes end well and do nothing */
    bool mechanics;     /* the option `period` */
    char *shadow;       /* the option sf=: names of shadow files, or NULL */
    bool base_ro;       /* the option ro */
    unsigned cyl, head; /* where the access mechanism stands */
    struct dasd_usage usage;

    /* One chain's. */
    uint8_t mask;
    bool mask_set;
    bool counted; /* a space count, set file mask or the like came before */
    enum orientation at;
    bool moving;     /* a command of this chain has used the track */
    bool was_moving; /* before the command being executed */
    struct ckd_rec rec;
    enum sequence seq;
    unsigned index; /* index points since the last read, write or control */

    uint64_t written; /* digest of all writes, for dasd_save.c */

    /* The option `period`: an ending that waits for the disk. */
    struct event arrival;
    uint8_t arriving;    /* its unit status; 0: none waits */
    uint64_t at_time;    /* machine time at which the last field had passed */
    unsigned revolved;   /* index points in the command being executed */
    unsigned moved_usec; /* how long its seek takes */
};

enum { DASD_ENDED = US_CHANNEL_END | US_DEVICE_END };

/* Sense byte 0 of disks, beside those in arch/ccw.h. */
enum { SENSE_TRACK_CONDITION = 0x02, SENSE_SEEK = 0x01 };

/* Sense byte 1. The second name of a bit: drives with six bytes of sense. */
enum {
    SENSE1_PERMANENT = 0x80,
    SENSE1_COUNT_CHECK = 0x80,
    SENSE1_TRACK_FORMAT = 0x40,
    SENSE1_END_OF_CYLINDER = 0x20,
    SENSE1_SEQUENCE = 0x10,
    SENSE1_NO_RECORD = 0x08,
    SENSE1_FILE_PROTECTED = 0x04,
    SENSE1_WRITE_INHIBITED = 0x02,
    SENSE1_NO_MARKER = 0x02,
    SENSE1_INCOMPLETE = 0x01, /* operation incomplete: overflow record */
};

/* Byte 7: format in the high digit, message in the low one. */
enum {
    MSG_NONE = 0,
    MSG_COMMAND = 1,
    MSG_SEQUENCE = 2,
    MSG_COUNT = 3,
    MSG_ARGUMENT = 4,
    MSG_DIAGNOSTIC = 5, /* the file mask does not permit it */
    FORMAT_EQUIPMENT = 0x10,
    FORMAT_DATA_COUNT = 0x41, /* data check in a count field */
    FORMAT_USAGE = 0x60,
};

/* File mask. */
enum {
    MASK_WRITE = 0xc0, /* 00 no HA R0; 40 none; 80 data only; C0 all */
    MASK_WRITE_NONE = 0x40,
    MASK_WRITE_DATA = 0x80,
    MASK_ZERO = 0x20,
    MASK_SEEK = 0x18, /* 00 all; 08 cylinder, head; 10 head; 18 none */
    MASK_SEEK_CYL = 0x08,
    MASK_SEEK_HEAD = 0x10,
    MASK_SEEK_NONE = 0x18,
    MASK_DIAGNOSTIC = 0x04,
};

/* First byte of a count field in the file: a segment of an overflow record,
 * not the last. Hercules' convention. */
enum { CKD_SEGMENT = 0x80 };

/* Flag byte of the home address. */
enum { HA_ALTERNATE = 0x01, HA_DEFECTIVE = 0x02 };

static inline struct dasd *
dasd_of(struct device *dev)
{
    return dev->state;
}

/* Does the control unit itself go to the alternate of a defective track? */
static inline bool
dasd_is_3880(const struct dasd *d)
{
    return d->kind->cu_type >= 0x3880;
}

/* Does the record at the head go on on the next track? */
static inline bool
dasd_overflows(const struct dasd *d)
{
    return !dasd_is_3880(d) && d->rec.count != NULL &&
           (d->rec.count[0] & CKD_SEGMENT);
}

static inline bool
dasd_short_sense(const struct dasd *d)
{
    return d->kind->sense_len == 6;
}

/* dasd_sense.c. Sets the sense bytes for a drive of 24 or 32 bytes or of six
 * (where b1's bits have another meaning, the function knows); returns unit
 * check alone. */
uint8_t dasd_sense(struct dasd *d, uint8_t b0, uint8_t b1, uint8_t message);
/* The bytes that are there without an error. */
void dasd_refresh_sense(struct device *dev);
/* Read device characteristics; read and reset buffered log. */
void dasd_characteristics(const struct dasd *d, struct command *cmd);
void dasd_read_log(struct dasd *d, struct command *cmd);

/* dasd_command.c: the commands and what allows them. */
enum direction dasd_direction(struct device *dev, uint8_t code);
uint8_t dasd_initial(struct device *dev, const struct command *cmd);
uint32_t dasd_want(struct device *dev, const struct command *cmd);
uint8_t dasd_execute(struct device *dev, struct command *cmd);
void dasd_begin_chain(struct dasd *d);
/* Forgets where on the track the head is. */
void dasd_lose_orientation(struct dasd *d);

/* dasd_track.c: reads and searches. Return the ending status. */
uint8_t dasd_read(struct dasd *d, struct command *cmd);
uint8_t dasd_search(struct dasd *d, struct command *cmd);
/* Loads the track; unit check (with sense) when the host cannot, and when the
 * track is defective and `code` is no command for its home address or R0. */
uint8_t dasd_load(struct dasd *d, uint8_t code);
/* The next count field passes the head, over the index point if need be. */
uint8_t dasd_next_count(struct dasd *d, uint8_t code, bool with_r0);
/* The head goes on to the first record of the next track, where the next
 * segment of an overflow record is; `restart` is the command that sense names
 * when there is none. */
uint8_t dasd_next_segment(struct dasd *d, uint8_t code, uint8_t restart);
/* After the data field: index points count anew. */
uint8_t dasd_passed_data(struct dasd *d);

/* dasd_write.c */
uint8_t dasd_write(struct dasd *d, struct command *cmd);
/* Bytes of data in all segments of the record at the head. */
uint32_t dasd_record_size(struct dasd *d);

/* dasd_time.c: the option `period`. */
/* Gives the status now, or later and 0. */
uint8_t dasd_arrive(struct dasd *d, const struct command *cmd, uint8_t unit);
void dasd_arrival(void *arg, uint64_t now);
void dasd_cancel(struct dasd *d);
/* Has the record's count field passed since the index point did? */
bool dasd_passed(const struct dasd *d, const struct ckd_rec *r);
/* The sector in which the record (NULL: the index point) begins. */
unsigned dasd_sector(const struct dasd *d, const struct ckd_rec *r);

/* dasd_save.c: hooks of the model, and a write that is to be noted. */
void dasd_note_write(struct dasd *d, const struct command *cmd);
void dasd_save(struct device *dev, struct pack *p);
void dasd_restore(struct device *dev, struct unpack *u);
void dasd_save_media(struct device *dev, struct pack *p);
bool dasd_load_media(struct device *dev, struct unpack *u, struct err *err);

#endif
