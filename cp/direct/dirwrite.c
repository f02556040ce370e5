/* SPDX-License-Identifier: MIT */
/* Lays the users out as the directory object of direct.h. */
#include "cp/direct/dirparse.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t eye[8] = {0xc3, 0xd7, 0xc4, 0xc9, 0xd9, 0xf0, 0xf0, 0xf1};

static int
by_user(const void *pa, const void *pb)
{
    const struct dir_user *const *a = pa, *const *b = pb;

    return memcmp((*a)->u.user, (*b)->u.user, 8);
}

static size_t
entry_size(const struct dir_user *u)
{
    return sizeof u->u + u->ndev * sizeof u->dev[0];
}

/* Pages that the entries take, which never cross a page. */
static uint32_t
entry_pages(const struct dir_state *s)
{
    uint32_t pages = 0;
    size_t used = DIRECT_PAGE;

    for (unsigned i = 0; i < s->nuser; i++) {
        size_t n = entry_size(s->user[i]);

        if (used + n > DIRECT_PAGE) {
            pages++;
            used = 0;
        }
        used += n;
    }
    return pages;
}

static void
put_index(struct dir_state *s, unsigned i, uint32_t page, uint32_t offset)
{
    struct direct_header *h = (void *)s->b->object;
    struct direct_index *x =
        (void *)(s->b->object + (1 + i / DIRECT_INDEX) * (size_t)DIRECT_PAGE);
    struct direct_ref *r = &x->ref[i % DIRECT_INDEX];

    if (i % DIRECT_INDEX == 0)
        memcpy(h->first[i / DIRECT_INDEX], s->user[i]->u.user, 8);
    memcpy(r->user, s->user[i]->u.user, 8);
    put16(&r->page, (uint16_t)page);
    put16(&r->offset, (uint16_t)offset);
    put16(&x->count, (uint16_t)(i % DIRECT_INDEX + 1));
}

static void
put_entry(struct dir_user *u, uint8_t *to)
{
    put16(&u->u.length, (uint16_t)entry_size(u));
    put16(&u->u.devs, (uint16_t)u->ndev);
    memcpy(to, &u->u, sizeof u->u);
    if (u->ndev > 0)
        memcpy(to + sizeof u->u, u->dev, u->ndev * sizeof u->dev[0]);
}

bool
dir_write(struct dir_state *s)
{
    uint32_t index = (s->nuser + DIRECT_INDEX - 1) / DIRECT_INDEX;
    uint32_t pages = 1 + index + entry_pages(s), page = index;
    size_t used = DIRECT_PAGE;
    struct direct_header *h;

    if (index > DIRECT_FENCES || pages > 65535) {
        dir_error(s, s->line, "there are too many users (%u)", s->nuser);
        return false;
    }
    qsort(s->user, s->nuser, sizeof s->user[0], by_user);
    s->b->object = calloc(pages, DIRECT_PAGE);
    if (s->b->object == NULL)
        abort();
    h = (void *)s->b->object;
    memcpy(h->eye, eye, 8);
    put32(&h->pages, pages);
    put32(&h->users, s->nuser);
    put32(&h->index_pages, index);
    for (unsigned i = 0; i < s->nuser; i++) {
        size_t n = entry_size(s->user[i]);

        if (used + n > DIRECT_PAGE) {
            page++;
            used = 0;
        }
        put_index(s, i, page, (uint32_t)used);
        put_entry(s->user[i], s->b->object + page * (size_t)DIRECT_PAGE + used);
        used += n;
    }
    s->b->pages = pages;
    s->b->users = s->nuser;
    return true;
}
