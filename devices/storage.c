/* SPDX-License-Identifier: MIT */
/* The channel's accesses to main storage: key check, reference and change
 * bits, the area of a CCW with or without indirect data addressing. Knows
 * nothing of commands. PoO "Input/Output Operations", "Channel Indirect Data
 * Addressing" and "Storage-Area Designation"; "Protection". */
#include "devices/subchannel.h"

#include <string.h>

#include "arch/dat.h"

enum { BLOCK = 2048 };

/* Checks one access within a block and records it in the block's key. */
static uint8_t
touch(struct chansys *cs, uint8_t key, uint32_t addr, bool store)
{
    struct storage *st = cs->cpu->storage;
    uint8_t *k;

    if (addr >= st->size)
        return CS_PROGRAM_CHECK;
    k = &st->keys[addr / BLOCK];
    if (key != 0 && (*k & KEY_ACC) != key && (store || (*k & KEY_FETCH)))
        return CS_PROTECTION_CHECK;
    *k |= store ? KEY_REF | KEY_CHANGE : KEY_REF;
    return 0;
}

/* A CCW or an IDAW lies within a block. */
uint8_t
chan_fetch(struct chansys *cs, uint8_t key, uint32_t addr, void *to,
           uint32_t len)
{
    uint8_t check = touch(cs, key, addr, false);

    if (check == 0)
        memcpy(to, cs->cpu->storage->main + addr, len);
    return check;
}

void
area_open(struct area *a, const struct ccw *ccw, bool backward)
{
    a->ida = ccw->flags & CCW_IDA;
    a->first = true;
    a->backward = backward;
    a->left = 0;
    a->at = a->idaw = get24(&ccw->addr);
}

/* Fetches the next IDAW. Any but the first begins at a 2K boundary (backward:
 * at the last byte before one). */
static uint8_t
next_idaw(struct subchannel *sub)
{
    struct area *a = &sub->area;
    be32 word;
    uint32_t v;
    uint8_t check;

    if (a->idaw & 3)
        return CS_PROGRAM_CHECK;
    check = chan_fetch(sub->cs, sub->key, a->idaw, &word, 4);
    if (check)
        return check;
    v = get32(&word);
    if (v & 0xff000000)
        return CS_PROGRAM_CHECK;
    if (!a->first && v % BLOCK != (a->backward ? BLOCK - 1 : 0))
        return CS_PROGRAM_CHECK;
    a->first = false;
    a->idaw += 4;
    a->at = v;
    a->left = a->backward ? v % BLOCK + 1 : BLOCK - v % BLOCK;
    return 0;
}

/* How many bytes, at most n, lie in the area's current 2K block. */
static uint32_t
span(const struct area *a, uint32_t n)
{
    uint32_t room = a->backward ? a->at % BLOCK + 1 : BLOCK - a->at % BLOCK;

    return n < room ? n : room;
}

static void
copy(struct subchannel *sub, uint8_t *buf, uint32_t n, bool in)
{
    struct area *a = &sub->area;
    uint8_t *main = sub->cs->cpu->storage->main + a->at;

    if (!in) {
        memcpy(buf, main, n);
    } else if (!a->backward) {
        memcpy(main, buf, n);
        cpu_storage_changed(sub->cs->cpu, a->at, n);
    } else {
        for (uint32_t i = 0; i < n; i++)
            *(main - i) = buf[i];
        cpu_storage_changed(sub->cs->cpu, a->at + 1 - n, n);
    }
}

uint8_t
area_move(struct subchannel *sub, uint8_t *buf, uint32_t n, bool in,
          uint32_t *done)
{
    struct area *a = &sub->area;

    *done = 0;
    if (buf == NULL) {
        *done = n;
        return 0;
    }
    while (*done < n) {
        uint32_t len;
        uint8_t check = 0;

        if (a->ida && a->left == 0)
            check = next_idaw(sub);
        if (!check)
            check = touch(sub->cs, sub->key, a->at, in);
        if (check)
            return check;
        len = span(a, n - *done);
        copy(sub, buf + *done, len, in);
        a->at = a->backward ? a->at - len : a->at + len;
        if (a->ida)
            a->left -= len;
        *done += len;
    }
    return 0;
}

void
chan_store_low(struct chansys *cs, uint32_t real, const void *from,
               uint32_t len)
{
    uint32_t addr = cs->cpu->prefix + real;
    struct storage *st = cs->cpu->storage;

    if (addr + len > st->size)
        return;
    memcpy(st->main + addr, from, len);
    st->keys[addr / BLOCK] |= KEY_REF | KEY_CHANGE;
    cpu_storage_changed(cs->cpu, addr, len);
}

uint32_t
chan_load_low(struct chansys *cs, uint32_t real)
{
    uint32_t addr = cs->cpu->prefix + real;
    be32 word;

    if (addr + 4 > cs->cpu->storage->size)
        return 0;
    memcpy(&word, cs->cpu->storage->main + addr, 4);
    cs->cpu->storage->keys[addr / BLOCK] |= KEY_REF;
    return get32(&word);
}
