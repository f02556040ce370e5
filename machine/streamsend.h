/* SPDX-License-Identifier: MIT */
/* Writing to a peer that may read nothing: a bound on what waits for it. I/O
 * thread only. */
#ifndef MACHINE_STREAMSEND_H
#define MACHINE_STREAMSEND_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

enum { STREAM_WAITING_MAX = 4 << 20 }; /* bytes */

/* Writes a copy of the bytes. False: too many wait already, or it cannot be
 * written to; the caller closes it. `broken` is called when the write fails
 * later on, also because the stream was closed meanwhile. */
bool stream_send(uv_stream_t *stream, const void *data, size_t len,
                 void (*broken)(uv_stream_t *stream));

#endif
