/* SPDX-License-Identifier: MIT */
/* The ring file of a trace. A record's number is set to zero first and to its
 * value last, so that a record that was being written is seen to be none. */
#include "config.h"

#include "lib/tracefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BYTE_ORDER_MARK = 0x01020304 };

static const char magic[8] = {'C', 'A', 'M', 'T', 'R', 'A', 'C', 'E'};

struct tracefile {
    struct trace_header *header;
    struct trace_record *records;
    size_t size;
    uint64_t put;   /* records put */
    uint64_t first; /* reader: place of the oldest */
};

static size_t
size_of(uint64_t count)
{
    return sizeof(struct trace_header) + count * sizeof(struct trace_record);
}

static struct tracefile *
map(int fd, size_t size, int protection, struct err *e, const char *path)
{
    struct tracefile *t = calloc(1, sizeof *t);
    void *p = mmap(NULL, size, protection, MAP_SHARED, fd, 0);

    if (t == NULL || p == MAP_FAILED) {
        err_set(e, "%s: %s", path, strerror(errno));
        free(t);
        if (p != MAP_FAILED)
            munmap(p, size);
        return NULL;
    }
    t->header = p;
    t->records = (struct trace_record *)(void *)(t->header + 1);
    t->size = size;
    return t;
}

struct tracefile *
tracefile_create(const char *path, uint32_t count, uint32_t facilities,
                 struct err *e)
{
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    struct tracefile *t = NULL;

    /* The space is taken now: a store into a mapping cannot report that the
     * disk is full. */
    if (fd < 0)
        err_set(e, "%s: %s", path, strerror(errno));
    else if ((errno = posix_fallocate(fd, 0, (off_t)size_of(count))) != 0)
        err_set(e, "%s: %s", path, strerror(errno));
    else
        t = map(fd, size_of(count), PROT_READ | PROT_WRITE, e, path);
    if (fd >= 0)
        close(fd);
    if (t == NULL)
        return NULL;
    memcpy(t->header->magic, magic, sizeof magic);
    t->header->order = BYTE_ORDER_MARK;
    t->header->version = TRACE_VERSION;
    t->header->record_size = sizeof(struct trace_record);
    t->header->count = count;
    t->header->facilities = facilities;
    return t;
}

/* Is it one of ours, and as long as it says? */
static bool
check(const struct tracefile *t, const char *path, struct err *e)
{
    const struct trace_header *h = t->header;

    if (memcmp(h->magic, magic, sizeof magic) != 0)
        return err_set(e, "%s: is no trace", path);
    if (h->order != BYTE_ORDER_MARK)
        return err_set(e, "%s: was written on a host of another byte order",
                       path);
    if (h->version != TRACE_VERSION ||
        h->record_size != sizeof(struct trace_record))
        return err_set(e, "%s: is of version %u, not %d", path, h->version,
                       TRACE_VERSION);
    if (h->count == 0 || h->count > TRACE_MOST || size_of(h->count) > t->size)
        return err_set(e, "%s: is shorter than its %u records", path, h->count);
    return true;
}

/* Finds the newest record. */
static void
find_first(struct tracefile *t)
{
    uint64_t newest = 0, place = 0;

    for (uint32_t i = 0; i < t->header->count; i++)
        if (t->records[i].seq > newest) {
            newest = t->records[i].seq;
            place = i;
        }
    t->put = newest;
    t->first = newest > t->header->count ? (place + 1) % t->header->count : 0;
}

struct tracefile *
tracefile_open(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct tracefile *t = NULL;
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0)
        err_set(e, "%s: %s", path, strerror(errno));
    else if ((uint64_t)st.st_size < size_of(1))
        err_set(e, "%s: is no trace", path);
    else
        t = map(fd, (size_t)st.st_size, PROT_READ, e, path);
    if (fd >= 0)
        close(fd);
    if (t != NULL && !check(t, path, e)) {
        tracefile_close(t);
        return NULL;
    }
    if (t != NULL)
        find_first(t);
    return t;
}

void
tracefile_close(struct tracefile *t)
{
    if (t == NULL)
        return;
    munmap(t->header, t->size);
    free(t);
}

void
tracefile_put(struct tracefile *t, struct trace_record *rec)
{
    struct trace_record *to = &t->records[t->put % t->header->count];
    _Atomic uint64_t *seq = (_Atomic uint64_t *)(void *)&to->seq;

    rec->seq = 0;
    atomic_store_explicit(seq, 0, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    *to = *rec;
    rec->seq = ++t->put;
    atomic_store_explicit(seq, t->put, memory_order_release);
}

const struct trace_header *
tracefile_header(const struct tracefile *t)
{
    return t->header;
}

uint64_t
tracefile_count(const struct tracefile *t)
{
    return t->put;
}

bool
tracefile_get(const struct tracefile *t, uint64_t i, struct trace_record *rec)
{
    if (i >= t->header->count)
        return false;
    *rec = t->records[(t->first + i) % t->header->count];
    return rec->seq != 0 && rec->kind > 0 && rec->kind < TRACE_KINDS;
}
