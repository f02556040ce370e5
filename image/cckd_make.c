/* SPDX-License-Identifier: MIT */
/* Compressed CKD files as a whole: making one, what it was made with, what it
 * holds, and leaving it in order. */
#include "config.h"

#include <unistd.h>

#include "image/cckd.h"

static bool
unused(const struct cckd *k, unsigned track)
{
    return k->entry[track].pos == 0 && k->entry[track].len == k->second.nullfmt;
}

bool
cckd_unused(const struct layer *l, unsigned track)
{
    return l->ops->whole && unused((const struct cckd *)(const void *)l, track);
}

void
cckd_freeze(struct layer *l)
{
    struct cckd *k = (struct cckd *)(void *)l;

    if (!l->ops->whole || !k->marked)
        return;
    cckd_write_free(k);
    k->marked = false;
    k->gaps = 0;
}

void
cckd_layer_info(const struct layer *l, struct ckd_layer_info *info)
{
    static const char *const kind[] = {[COMPRESS_NONE] = "stored",
                                       [COMPRESS_ZLIB] = "zlib",
                                       [COMPRESS_BZIP2] = "bzip2"};
    const struct cckd *k = (const struct cckd *)(const void *)l;

    info->kind = kind[k->second.compress];
    info->shadow = k->shadow;
    info->tracks = 0;
    info->used = L1_AT + 4 * (uint64_t)k->nl1;
    for (unsigned i = 0; i < k->nl1; i++)
        if (k->l1[i] != 0 && k->l1[i] != CCKD_BELOW)
            info->used += L2_SIZE;
    for (unsigned i = 0; i < k->tracks; i++) {
        const struct cckd_entry *e = &k->entry[i];

        if (e->pos == CCKD_BELOW || unused(k, i))
            continue;
        info->tracks++;
        info->used += e->len * (e->pos != 0);
    }
}

struct cckd_params
cckd_params(const struct layer *l)
{
    const struct cckd *k = (const struct cckd *)(const void *)l;

    return (struct cckd_params){
        .method = k->second.compress,
        .level = (int)(int16_t)cckd_get(k, k->second.level, 2),
        .nullfmt = k->second.nullfmt,
        .shadow = k->shadow};
}

bool
cckd_make(int fd, unsigned cyls, unsigned heads, const struct cckd_params *p)
{
    unsigned nl1 = (cyls * heads + L2_ENTRIES - 1) / L2_ENTRIES;
    const struct cckd k = {.big = false};
    struct cckd_second s = {.version = {0, 3, 1},
                            .nullfmt = p->nullfmt,
                            .compress = (uint8_t)p->method};
    uint32_t size = L1_AT + 4 * nl1;
    bool ok;

    cckd_put(&k, s.nl1, 4, nl1);
    cckd_put(&k, s.nl2, 4, L2_ENTRIES);
    cckd_put(&k, s.size, 4, size);
    cckd_put(&k, s.used, 4, size);
    cckd_put(&k, s.cyls, 4, cyls);
    cckd_put(&k, s.level, 2, (uint32_t)p->level);
    ok = pwrite(fd, &s, sizeof(s), CKD_HEADER) == (ssize_t)sizeof(s) &&
         ftruncate(fd, size) == 0;
    for (unsigned i = 0; ok && p->shadow && i < nl1; i++)
        ok = pwrite(fd, "\xff\xff\xff\xff", 4, L1_AT + 4 * (off_t)i) == 4;
    return ok;
}
