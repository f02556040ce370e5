/* SPDX-License-Identifier: MIT */
/* What the device must know of the 3270 data stream to continue at the current
 * buffer address within a chain, which TN3270 has no notion of. GA23-0059,
 * "Commands and Orders". */
#include "devices/d3270_state.h"

#include <string.h>

#include "arch/t3270.h"

/* How long the order at p is, at most len; and where it leaves *pos. */
static size_t
order(const uint8_t *p, size_t len, unsigned *pos, unsigned size)
{
    size_t n;

    switch (p[0]) {
    case ORDER_SBA:
    case ORDER_EUA:
        n = 3;
        if (len >= n)
            *pos = t3270_get_addr(p + 1);
        break;
    case ORDER_RA:
        n = len > 3 && p[3] == ORDER_GE ? 5 : 4;
        if (len >= n)
            *pos = t3270_get_addr(p + 1);
        break;
    case ORDER_SF:
    case ORDER_GE:
        n = 2;
        *pos += 1;
        break;
    case ORDER_SA:
        n = 3;
        break;
    case ORDER_SFE:
    case ORDER_MF:
        n = len > 1 ? 2 + 2 * (size_t)p[1] : 2;
        *pos += 1;
        break;
    case ORDER_IC:
    case ORDER_PT:
        n = 1;
        break;
    default:
        n = 1;
        *pos += 1;
        break;
    }
    *pos %= size;
    return n < len ? n : len;
}

unsigned
d3270_after(const uint8_t *p, size_t len, unsigned pos, unsigned size)
{
    while (len > 0) {
        size_t n = order(p, len, &pos, size);

        p += n;
        len -= n;
    }
    return pos;
}

size_t
d3270_cut_buffer(uint8_t *reply, size_t len, unsigned pos)
{
    unsigned at = 0;
    size_t i = 3;

    while (i < len && at < pos)
        i += order(reply + i, len - i, &at, 0x10000);
    if (len <= 3)
        return len;
    memmove(reply + 3, reply + i, len - i);
    return 3 + len - i;
}

size_t
d3270_cut_modified(uint8_t *reply, size_t len, unsigned pos)
{
    size_t i = 3;

    while (i < len && (reply[i] != ORDER_SBA || len - i < 3 ||
                       t3270_get_addr(reply + i + 1) < pos))
        i++;
    if (len <= 3)
        return len;
    memmove(reply + 3, reply + i, len - i);
    return 3 + len - i;
}
