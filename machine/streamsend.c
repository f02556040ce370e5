/* SPDX-License-Identifier: MIT */
/* Bounded output of a stream; see streamsend.h. */
#include "config.h"

#include "machine/streamsend.h"

#include <stdlib.h>
#include <string.h>

struct output {
    uv_write_t req;
    void (*broken)(uv_stream_t *stream);
    char data[];
};

static void
on_written(uv_write_t *req, int status)
{
    struct output *o = (struct output *)req;

    if (status < 0)
        o->broken(req->handle);
    free(o);
}

bool
stream_send(uv_stream_t *stream, const void *data, size_t len,
            void (*broken)(uv_stream_t *stream))
{
    struct output *o;
    uv_buf_t buf;

    if (uv_stream_get_write_queue_size(stream) > STREAM_WAITING_MAX)
        return false;
    o = malloc(sizeof *o + len);
    if (o == NULL)
        abort();
    o->broken = broken;
    memcpy(o->data, data, len);
    buf = uv_buf_init(o->data, (unsigned)len);
    if (uv_write(&o->req, stream, &buf, 1, on_written) == 0)
        return true;
    free(o);
    return false;
}
