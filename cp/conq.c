/* SPDX-License-Identifier: MIT */
/* Queues of console lines. */
#include "cp/condata.h"

#include "cp/free.h"
#include "klib/klib.h"

size_t
conline_size(unsigned len)
{
    return sizeof(struct conline) + len;
}

struct conline *
conline_new(const uint8_t *text, unsigned len, unsigned flags)
{
    struct conline *l;

    if (len > CON_LINE)
        len = CON_LINE;
    l = cp_alloc(conline_size(len));
    if (l == NULL)
        return NULL;
    l->len = (uint8_t)len;
    l->flags = (uint8_t)flags;
    if (len > 0)
        memcpy(l->text, text, len);
    return l;
}

void
conline_free(struct conline *l)
{
    if (l != NULL)
        cp_free(l, conline_size(l->len));
}

void
conq_put(struct conq *q, struct conline *l)
{
    if (l == NULL)
        return;
    l->next = NULL;
    if (q->last != NULL)
        q->last->next = l;
    else
        q->first = l;
    q->last = l;
    q->count++;
    q->bytes = (uint16_t)(q->bytes + conline_size(l->len));
}

struct conline *
conq_take(struct conq *q)
{
    struct conline *l = q->first;

    if (l == NULL)
        return NULL;
    q->first = l->next;
    if (q->first == NULL)
        q->last = NULL;
    q->count--;
    q->bytes = (uint16_t)(q->bytes - conline_size(l->len));
    return l;
}

void
conq_empty(struct conq *q)
{
    while (q->first != NULL)
        conline_free(conq_take(q));
}
