/* SPDX-License-Identifier: MIT */
/* Tape volumes in host files, in the AWSTAPE format: each chunk has a 6-byte
 * header (its length and the one before's, little-endian, and flags), a block
 * is one or more chunks. A position is between two blocks. Not here yet:
 * HET, which compresses the chunks. */
#ifndef IMAGE_TAPE_H
#define IMAGE_TAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

enum { TAPE_BLOCK = 65535 }; /* the longest block */

struct tape;

enum tape_result {
    TAPE_OK,
    TAPE_MARK,       /* a tape mark was passed over */
    TAPE_LOAD_POINT, /* backward at the load point: nothing moved */
    TAPE_VOID,       /* forward past what was ever recorded */
    TAPE_ERROR,      /* of the host or the file: *err says */
};

/* Opens and locks a tape file; without write permission or with `noring` it is
 * write protected. A file that does not exist is made, unless noring. NULL:
 * *err. */
struct tape *tape_open(const char *path, bool noring, struct err *err);
void tape_close(struct tape *t);

bool tape_protected(const struct tape *t);
bool tape_at_load_point(const struct tape *t);
void tape_rewind(struct tape *t);

/* The next block, or the one before, into buf (TAPE_BLOCK bytes; NULL: only
 * pass over it). *len is its length. */
enum tape_result tape_read(struct tape *t, uint8_t *buf, uint32_t *len,
                           struct err *err);
enum tape_result tape_read_backward(struct tape *t, uint8_t *buf, uint32_t *len,
                                    struct err *err);

/* Writes a block of 1 to TAPE_BLOCK bytes, or a tape mark; what lay beyond is
 * lost, as on a tape. Completed when it returns. */
enum tape_result tape_write(struct tape *t, const uint8_t *buf, uint32_t len,
                            struct err *err);
enum tape_result tape_write_mark(struct tape *t, struct err *err);
/* DATA SECURITY ERASE: what lies beyond is gone. */
enum tape_result tape_erase(struct tape *t, struct err *err);
bool tape_sync(struct tape *t, struct err *err);

#endif
