/* SPDX-License-Identifier: MIT */
/* A tape's inside, for the files that make it up. Private to image/. */
#ifndef IMAGE_TAPE_STATE_H
#define IMAGE_TAPE_STATE_H

#include <stddef.h>
#include <sys/types.h>

#include "image/tape.h"

enum { TAPE_HEADER = 6, TAPE_CHUNK_LEAST = 4096 };
enum { TAPE_CHUNKS = TAPE_BLOCK / TAPE_CHUNK_LEAST + 1 };

struct tape {
    int fd;
    bool noring;
    bool scratch;  /* an unnamed file: never synced */
    bool written;  /* and not given to be synced yet */
    off_t at;      /* of the next chunk's header */
    uint32_t prev; /* length of the chunk before `at` */
    off_t size;    /* of the file */
    enum compression method;
    int level;
    uint32_t chunk;
    off_t maxsize, eotmargin; /* maxsize 0: without end */
    char *path;
    uint8_t packed[TAPE_BLOCK]; /* a block, compressed */
    uint8_t
        image[TAPE_BLOCK + TAPE_CHUNKS * TAPE_HEADER]; /* as it is written */
};

/* A tape without a file yet (fd is -1). NULL: *err. */
struct tape *tape_new(const char *path, const struct tape_options *o,
                      struct err *err);
/* How blocks are written, once there is a file. */
void tape_choose_method(struct tape *t, const struct tape_options *o);
/* Into the file, which grows; false with errno. */
bool tape_put_bytes(struct tape *t, const uint8_t *p, size_t n, off_t at);

#endif
