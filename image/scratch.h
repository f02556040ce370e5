/* SPDX-License-Identifier: MIT */
/* Storage of a volume that is thrown away: an unnamed temporary file with a log
 * of what was overwritten, so that it can go back to any mark. For a replay,
 * which never touches the real volumes. */
#ifndef IMAGE_SCRATCH_H
#define IMAGE_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct scratch;

/* An unnamed temporary file; -1 on failure. */
int scratch_file(struct err *e);

/* `size` bytes of zeros, in $TMPDIR or /var/tmp. Nothing of it outlives the
 * program, however that ends. NULL: *e. */
struct scratch *scratch_create(uint64_t size, struct err *e);
void scratch_free(struct scratch *s); /* NULL is allowed */

/* Within the size. */
bool scratch_read(struct scratch *s, void *data, size_t len, uint64_t at,
                  struct err *e);
bool scratch_write(struct scratch *s, const void *data, size_t len, uint64_t at,
                   struct err *e);

/* A mark, and back to the contents at a mark; later marks are void then. What
 * is written before the first mark is not logged. */
uint64_t scratch_mark(struct scratch *s);
bool scratch_return(struct scratch *s, uint64_t mark, struct err *e);

#endif
