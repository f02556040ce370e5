/* SPDX-License-Identifier: MIT */
/* Tape volumes in host files, in the AWSTAPE format: each chunk has a 6-byte
 * header (its length and the one before's, little-endian, and flags), a block
 * is one or more chunks. In Hercules' HET format, which is the same but for
 * that, a block may be compressed with zlib or bzip2 before it is cut into
 * chunks; both kinds are read whatever the file is called. A position is
 * between two blocks. */
#ifndef IMAGE_TAPE_H
#define IMAGE_TAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "image/compress.h"
#include "lib/err.h"
#include "lib/pack.h"

enum { TAPE_BLOCK = 65535 }; /* the longest block */

struct tape;

enum tape_result {
    TAPE_OK,
    TAPE_MARK,       /* a tape mark was passed over */
    TAPE_LOAD_POINT, /* backward at the load point: nothing moved */
    TAPE_VOID,       /* forward past what was ever recorded */
    TAPE_ERROR,      /* of the host or the file: *err says */
    TAPE_FULL,       /* write past the end of the tape: nothing was written */
};

enum tape_method {
    TAPE_AS_FILE, /* as the name (.het: zlib), or else the first block, says */
    TAPE_PLAIN,
    TAPE_ZLIB,
    TAPE_BZIP2,
};

/* Zeros are the defaults. */
struct tape_options {
    bool noring; /* write protected */
    enum tape_method method;
    int level;          /* of compression, 1 to 9; 4 */
    unsigned chunk;     /* longest chunk written, 4096 to 65535; 65535 */
    uint64_t maxsize;   /* where the tape ends, in bytes of the file; nowhere */
    uint64_t eotmargin; /* how long before that its end mark is; 131072 */
};

/* Opens and locks a tape file; without write permission or with `noring` it is
 * write protected. A file that does not exist is made, unless noring. NULL:
 * *err. */
struct tape *tape_open(const char *path, bool noring, struct err *err);
struct tape *tape_open_as(const char *path, const struct tape_options *o,
                          struct err *err);
void tape_close(struct tape *t);

/* Contents and position into a snapshot, and back: with `old` NULL into an
 * unnamed temporary file (path and options as for tape_open_as), else into a
 * new file that takes the place of old's; old is then to be closed. A tape that
 * is write protected must hold what it held. NULL on failure: old is as it
 * was. */
void tape_pack(struct pack *p, const struct tape *t);
struct tape *tape_unpack(struct unpack *u, const char *path,
                         const struct tape_options *o, struct tape *old,
                         struct err *err);
/* The position alone. */
void tape_pack_position(struct pack *p, const struct tape *t);

bool tape_protected(const struct tape *t);
bool tape_at_load_point(const struct tape *t);
/* Past the mark that tells of the end of the tape. */
bool tape_near_end(const struct tape *t);
/* How blocks are written. */
enum compression tape_compression(const struct tape *t);
void tape_rewind(struct tape *t);

/* The next block, or the one before, into buf (TAPE_BLOCK bytes; NULL: only
 * pass over it, and *len is how many bytes it takes in the file). *len is its
 * length. */
enum tape_result tape_read(struct tape *t, uint8_t *buf, uint32_t *len,
                           struct err *err);
enum tape_result tape_read_backward(struct tape *t, uint8_t *buf, uint32_t *len,
                                    struct err *err);

/* Writes a block of 1 to TAPE_BLOCK bytes, or a tape mark; what lay beyond is
 * lost, as on a tape. Completed when it returns; when the program is killed
 * before, the tape ends in front of the block. */
enum tape_result tape_write(struct tape *t, const uint8_t *buf, uint32_t len,
                            struct err *err);
enum tape_result tape_write_mark(struct tape *t, struct err *err);
/* DATA SECURITY ERASE: what lies beyond is gone. */
enum tape_result tape_erase(struct tape *t, struct err *err);
bool tape_sync(struct tape *t, struct err *err);

/* When something was written since it was handed over last, the file is offered
 * to `take`, which makes a handle of its own of `fd` to sync it by, and returns
 * true, or declines. */
typedef bool tape_taker(void *ctx, int fd, const char *path);
void tape_hand_over(struct tape *t, tape_taker *take, void *ctx);

#endif
