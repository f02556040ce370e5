/* SPDX-License-Identifier: MIT */
/* Count-key-data disk images: Hercules' CKD and CCKD formats, a stack of layers
 * (the image, and shadow files above it), exclusive locks and
 * durable writes. A write has reached the operating system when the function
 * returns (pwrite; nothing is buffered here), and a format write is ordered so
 * that the track can be read whenever the program is killed.
 *
 * Uncompressed file: a 512-byte header (struct ckd_header in image/ckd_file.c),
 * then the tracks in order of cylinder and head, each `track_size` bytes: home
 * address (5 bytes: flag, cylinder, head), records (count 8 bytes, key, data)
 * from R0 on, and eight bytes of X'FF' as the end of the track. A track that is
 * all zero (a hole in a sparse file) counts as initialised and empty: home
 * address, R0 of 8 zero bytes, end of track.
 *
 * One thread uses an image, except that ckd_sync may be called from another. */
#ifndef IMAGE_CKD_H
#define IMAGE_CKD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"
#include "lib/pack.h"

struct ckd;
struct ckd_drive;

struct ckd_geometry {
    uint16_t devtype;    /* 0x3330, 0x3350 ... */
    unsigned cyls;       /* cylinders in the image */
    unsigned heads;      /* tracks per cylinder */
    unsigned track_size; /* bytes of a track in the image */
    unsigned blocks;     /* of a fixed-block disk (image/fba.h); else 0 */
};

/* A record of the loaded track. The pointers lead into the track buffer: they
 * stay good until another track is loaded. `at` is the offset of the count
 * field in the track. */
struct ckd_rec {
    unsigned at;
    uint16_t cyl, head; /* as in the count field: not always the track's own */
    uint8_t rec, keylen;
    uint16_t datalen;     /* 0: end of file record */
    const uint8_t *count; /* 8 bytes */
    const uint8_t *key;
    const uint8_t *data;
};

enum ckd_result {
    CKD_OK = 0,
    CKD_NO_ROOM, /* the record would pass the end of the track: nothing done */
    CKD_IO,      /* host error; *err says file, cylinder, head and cause */
};

enum ckd_open_flags {
    CKD_READ_ONLY = 1, /* shared lock; every write fails */
    CKD_NO_WRITES = 2, /* ckd_open_chain: nor to the last shadow file */
};

/* Opens and locks an image. A file that another process holds is refused, with
 * that process's pid in *err. NULL on failure. */
struct ckd *ckd_open(const char *path, unsigned flags, struct err *err);
/* Makes a new image, sparse and empty; the file must not exist. `cyls` 0: the
 * drive's primary cylinders. `devtype` as in arch/ckd.h (0x3350). */
bool ckd_create(const char *path, uint16_t devtype, unsigned cyls,
                struct err *err);
/* The geometry of a drive's image; `cyls` 0: its primary cylinders. */
struct ckd_geometry ckd_drive_geometry(const struct ckd_drive *d,
                                       unsigned cyls);
/* The same with the geometry and the kind of file given. */
enum ckd_container {
    CKD_FLAT,   /* uncompressed, sparse */
    CKD_STORED, /* CCKD: only tracks that were written, not compressed */
    CKD_ZLIB,   /* CCKD with zlib, bzip2 */
    CKD_BZIP2,
};
bool ckd_create_as(const char *path, const struct ckd_geometry *geo,
                   enum ckd_container container, struct err *err);
/* And at a level of compression, 1 to 9 (-1: the default). */
bool ckd_create_level(const char *path, const struct ckd_geometry *geo,
                      enum ckd_container container, int level, struct err *err);
/* Puts Hercules' shadow file on top. Flags as in ckd_open: unless it is
 * read-only, writes go to it. Refused if it is of another geometry. */
bool ckd_push_shadow(struct ckd *c, const char *path, unsigned flags,
                     struct err *err);
/* image/shadow.c: shadow files by Hercules' rules. `pattern` names them: the
 * character before the last period of its last part (or the last character) is
 * replaced by the number, 1 to 8. */
enum { CKD_SHADOWS = 8 };
bool ckd_shadow_name(const char *pattern, unsigned n, char *path, size_t size,
                     struct err *err);
/* Opens an image with the shadow files that there are, the last one for
 * writing; flags as in ckd_open, for the image when there are none. */
struct ckd *ckd_open_chain(const char *path, const char *pattern,
                           unsigned flags, struct err *err);
unsigned ckd_shadows(struct ckd *c);
/* Makes a new shadow file, which must not exist; what is below stays as it is
 * from now on. */
bool ckd_shadow_add(struct ckd *c, const char *path, struct err *err);
/* Takes the newest shadow file away: its contents are lost, or go to the file
 * below (merge), which is made anew beside the old one and then takes its
 * name. On failure nothing has changed. */
bool ckd_shadow_drop(struct ckd *c, bool merge, struct err *err);
/* Makes the current file anew without unused space, in the same way. Calls
 * `progress` (may be NULL) with the tracks done and all. */
bool ckd_compact(struct ckd *c, void (*progress)(void *arg, unsigned, unsigned),
                 void *arg, struct err *err);

struct ckd_layer_info {
    const char *path;
    const char *kind; /* flat, stored, zlib, bzip2 */
    bool read_only, shadow;
    uint64_t size;   /* of the file, in bytes */
    uint64_t used;   /* of them in use; a flat file's: what the host stores */
    unsigned tracks; /* that it holds */
};
/* Describes the n-th file from the top; false when there are not so many. */
bool ckd_layer(struct ckd *c, unsigned n, struct ckd_layer_info *info);
/* Unlocks and closes (without fsync). NULL is allowed. */
void ckd_close(struct ckd *c);

const struct ckd_geometry *ckd_geometry(const struct ckd *c);
const char *ckd_path(const struct ckd *c); /* of the lowest layer */
bool ckd_read_only(const struct ckd *c);
/* Written since the last ckd_sync. */
bool ckd_dirty(const struct ckd *c);
/* fsync of every layer that was written; may block, so call it from a thread
 * of its own. */
bool ckd_sync(struct ckd *c, struct err *err);

/* Reads a track into the image's track buffer (free when it is there already).
 * Fails for a cylinder or head outside the geometry, for a host error, and for
 * a track whose records do not parse. */
bool ckd_load(struct ckd *c, unsigned cyl, unsigned head, struct err *err);
/* Did the last ckd_load fail because the records do not parse? */
bool ckd_damaged(const struct ckd *c);
/* The loaded track's home address: flag, cylinder, head (5 bytes). */
const uint8_t *ckd_home(const struct ckd *c);
/* First record (R0) and the next one; false at the end of the track. */
bool ckd_first(const struct ckd *c, struct ckd_rec *r);
bool ckd_next(const struct ckd *c, struct ckd_rec *r);
/* Finds a record by its number alone. */
bool ckd_find(const struct ckd *c, uint8_t rec, struct ckd_rec *r);

/* Update in place on the loaded track: `len` bytes, the rest of the field
 * zero (a write shorter than the field pads with zeros: the drives do). More
 * than the field holds is ignored. write_key_data takes key then data. */
enum ckd_result ckd_write_data(struct ckd *c, const struct ckd_rec *r,
                               const uint8_t *data, unsigned len,
                               struct err *err);
enum ckd_result ckd_write_key_data(struct ckd *c, const struct ckd_rec *r,
                                   const uint8_t *data, unsigned len,
                                   struct err *err);

/* Format write: a new record after `after` (NULL: as R0), ending the track
 * behind itself. `ckd` is count, key and data, `len` bytes in all; missing
 * bytes of key and data are zero. On CKD_OK *made (may be NULL) is the new
 * record. */
enum ckd_result ckd_write_ckd(struct ckd *c, const struct ckd_rec *after,
                              const uint8_t *ckd, unsigned len,
                              struct ckd_rec *made, struct err *err);
/* Ends the track after `after` (NULL: right behind the home address). */
enum ckd_result ckd_erase(struct ckd *c, const struct ckd_rec *after,
                          struct err *err);
/* Rewrites the home address: `ha` is flag, cylinder, head; the track then
 * holds nothing. */
enum ckd_result ckd_write_home(struct ckd *c, const uint8_t ha[5],
                               struct err *err);
/* Copies a track of `from`, which has the same geometry; one that is empty is
 * not stored. */
bool ckd_copy_track(struct ckd *c, struct ckd *from, unsigned cyl,
                    unsigned head, struct err *err);
/* Gives a track that was never written its home address and R0 on the disk, in
 * an uncompressed file, where else it would be a hole (which Hercules cannot
 * read). Nothing happens to other tracks and files. */
bool ckd_fill_hole(struct ckd *c, unsigned cyl, unsigned head, struct err *err);
/* Checks the tables of compressed files (the tracks themselves: ckd_load). */
bool ckd_check(struct ckd *c, struct err *err);
/* An empty volume in an unnamed temporary file, which goes with the program;
 * `name` is what messages call it. */
struct ckd *ckd_scratch(const char *name, const struct ckd_geometry *geo,
                        struct err *err);
/* The volume's geometry and contents into a snapshot (a mark, for one of
 * PACK_MEMORY), and back. With `old` NULL the contents go to a throw-away
 * volume. Else they go to a new file that takes the place of old's; old is
 * then to be closed. PACK_MEMORY: old itself goes back to the mark, and is what
 * is returned. NULL on failure: old is as it was. */
void ckd_pack(struct pack *p, struct ckd *c);
struct ckd *ckd_unpack(struct unpack *u, struct ckd *old, struct err *err);
/* Bytes left for count, key and data behind `after`. */
unsigned ckd_room(const struct ckd *c, const struct ckd_rec *after);

#endif
