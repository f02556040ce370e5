/* SPDX-License-Identifier: MIT */
/* Compression as Hercules' formats use it: CCKD tracks and HET blocks, each
 * compressed by itself with zlib or bzip2. Private to image/. */
#ifndef IMAGE_COMPRESS_H
#define IMAGE_COMPRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers as in the files. */
enum compression { COMPRESS_NONE = 0, COMPRESS_ZLIB = 1, COMPRESS_BZIP2 = 2 };

/* Compresses `len` bytes into to[0..*size) at `level` 1-9 and sets *size; false
 * if they do not fit: store them as they are. */
bool compress_bytes(enum compression method, int level, uint8_t *to,
                    uint32_t *size, const uint8_t *from, uint32_t len);
/* The reverse. False: not data of this method, or longer than *size. */
bool expand_bytes(enum compression method, uint8_t *to, uint32_t *size,
                  const uint8_t *from, uint32_t len);

#endif
