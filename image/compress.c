/* SPDX-License-Identifier: MIT */
/* zlib and bzip2 behind one call each way. */
#include "config.h"

#include "image/compress.h"

#include <bzlib.h>
#include <string.h>
#include <zlib.h>

bool
compress_bytes(enum compression method, int level, uint8_t *to, uint32_t *size,
               const uint8_t *from, uint32_t len)
{
    if (method == COMPRESS_ZLIB) {
        uLongf n = *size;

        if (compress2(to, &n, from, len, level) != Z_OK)
            return false;
        *size = (uint32_t)n;
        return true;
    }
    if (method == COMPRESS_BZIP2) {
        unsigned n = *size;
        /* libbz2 does not write to its source, but has no const. */
        union {
            const uint8_t *in;
            char *out;
        } source = {.in = from};

        if (BZ2_bzBuffToBuffCompress((char *)to, &n, source.out, len, level, 0,
                                     0) != BZ_OK)
            return false;
        *size = n;
        return true;
    }
    return false;
}

bool
expand_bytes(enum compression method, uint8_t *to, uint32_t *size,
             const uint8_t *from, uint32_t len)
{
    if (method == COMPRESS_ZLIB) {
        uLongf n = *size;

        if (uncompress(to, &n, from, len) != Z_OK)
            return false;
        *size = (uint32_t)n;
        return true;
    }
    if (method == COMPRESS_BZIP2) {
        unsigned n = *size;
        union {
            const uint8_t *in;
            char *out;
        } source = {.in = from};

        if (BZ2_bzBuffToBuffDecompress((char *)to, &n, source.out, len, 0, 0) !=
            BZ_OK)
            return false;
        *size = n;
        return true;
    }
    if (len > *size)
        return false;
    memcpy(to, from, len);
    *size = len;
    return true;
}
