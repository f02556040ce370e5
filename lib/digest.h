/* SPDX-License-Identifier: MIT */
/* A 128-bit digest of a run of bytes, to tell whether two machines are the
 * same: fast, and no protection against somebody who wants to deceive. */
#ifndef LIB_DIGEST_H
#define LIB_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_TEXT = 33 }; /* 32 hexadecimal digits and a NUL */

struct digest {
    uint64_t lane[4];
    uint64_t total; /* bytes */
    uint8_t tail[32];
};

struct digest_value {
    uint64_t hi, lo;
};

void digest_init(struct digest *d);
void digest_add(struct digest *d, const void *data, size_t len);
struct digest_value digest_end(const struct digest *d);
void digest_text(struct digest_value v, char text[DIGEST_TEXT]);

#endif
