/* SPDX-License-Identifier: MIT */
/* Typed values written one after another, and read back: the form of snapshots
 * and recordings. Numbers take as many bytes as they need. In a file the
 * stream is cut into blocks, each with its length and a checksum, so that a
 * damaged byte or a file that was cut off is found before its values are used.
 *
 * Block: 4 bytes length of the data (bit 0 of the first byte: the block ends
 * at a boundary), 4 bytes CRC-32 of the data, 4 bytes CRC-32 of these eight,
 * the data. All big-endian. A wrong length is so told from a file that was cut
 * off, of which the part before the cut can be used. */
#ifndef LIB_PACK_H
#define LIB_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/digest.h"
#include "lib/err.h"

enum { PACK_BLOCK = 1 << 16, PACK_HEADER = 12 };

/* What is written, and for whom. */
enum pack_kind {
    PACK_FILE,   /* all of it, files' contents included, to a file */
    PACK_MEMORY, /* all, but disks of a replay by a mark of their undo log */
    PACK_COPY,   /* all, files' contents included, in memory */
    PACK_DIGEST, /* what the guest can come to see; only digested. No names of
                  * host files, no contents of files, nothing that differs from
                  * host to host */
};

/* Errors stick: the first one is kept, and what follows does nothing. */
struct pack {
    enum pack_kind kind;
    int fd; /* PACK_FILE */
    uint8_t *buf;
    size_t len, cap;
    struct digest digest;
    bool failed;
    struct err err;
};

void pack_init(struct pack *p, enum pack_kind kind);
/* PACK_FILE: to this file, at its position; the caller keeps and closes it. */
void pack_init_file(struct pack *p, int fd);
void pack_free(struct pack *p);
/* False when something has failed; the reason is in p->err. */
bool pack_ok(const struct pack *p);
void pack_fail(struct pack *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void pack_num(struct pack *p, uint64_t v);
void pack_flag(struct pack *p, bool v);
void pack_raw(struct pack *p, const void *data, size_t len);
/* Any bytes, with their length, compressed. At most 4 GB. */
void pack_data(struct pack *p, const void *data, size_t len);
void pack_text(struct pack *p, const char *text); /* "" for NULL */
/* Four letters that say what follows; the reader checks them. */
void pack_tag(struct pack *p, const char tag[5]);
/* PACK_FILE: writes out what is there. A reader of a file that was cut off
 * goes on to the last boundary. */
void pack_boundary(struct pack *p);

struct unpack {
    enum pack_kind kind; /* PACK_FILE, PACK_MEMORY, PACK_COPY: as written */
    int fd;
    uint64_t at, end;  /* file: the next block; where to stop */
    uint64_t block_at; /* file: the present block */
    uint8_t *block;    /* file: the present one */
    const uint8_t *p;
    size_t left;
    bool failed;
    struct err err;
};

/* A place in a file's stream. */
struct unpack_place {
    uint64_t block;
    size_t offset;
};

void unpack_init(struct unpack *u, enum pack_kind kind, const void *data,
                 size_t len);
/* Reads the blocks of a file from byte `at` to `end`; the caller keeps fd. */
void unpack_init_file(struct unpack *u, int fd, uint64_t at, uint64_t end);
void unpack_free(struct unpack *u);
bool unpack_ok(const struct unpack *u);
/* Of a file: where it is read, and back there, errors forgotten. */
struct unpack_place unpack_tell(const struct unpack *u);
bool unpack_seek(struct unpack *u, struct unpack_place place);
bool unpack_end(struct unpack *u); /* nothing is left */
void unpack_fail(struct unpack *u, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A number of at most `max`; 0 after an error. */
uint64_t unpack_num(struct unpack *u, uint64_t max);
bool unpack_flag(struct unpack *u);
/* Exactly len bytes; zeros after an error. */
void unpack_raw(struct unpack *u, void *data, size_t len);
/* What pack_data wrote, of at most max bytes; its length. */
size_t unpack_data(struct unpack *u, void *data, size_t max);
/* The same into storage that the caller frees; NULL after an error. */
uint8_t *unpack_alloc(struct unpack *u, size_t max, size_t *len);
void unpack_text(struct unpack *u, char *text, size_t size);
void unpack_tag(struct unpack *u, const char tag[5]);

/* Checks the blocks of a file from byte `at` on: *end is where the last whole
 * block lies behind, *boundary the last boundary. *cut: the file ends within
 * a block. False with *e when a block is damaged or cannot be read. */
bool pack_check(int fd, uint64_t at, uint64_t *end, uint64_t *boundary,
                bool *cut, struct err *e);

#endif
