/* SPDX-License-Identifier: MIT */
/* Who this CP is, and what it tells its guests: STIDP, DIAGNOSE X'00'. The
 * level is the number of entries that the CP beneath gives. VM/370: DMKHVC,
 * DMKCPI. */
#include "cp/identity.h"

#include "arch/diag.h"
#include "cp/timer.h"
#include "klib/klib.h"

enum { LEVELS = 5 };

bool under_cp;
unsigned cp_level;
uint32_t real_storage;
uint16_t ipl_address;
const char cp_version[] = "Cambridge CP 0.1";
char cp_build[33];

static uint64_t real_cpuid;
static struct diag_id beneath[LEVELS] __attribute__((aligned(8)));

static uint32_t
diag_store_id(void *area, uint32_t len)
{
    register uint32_t rx __asm__("2") = (uint32_t)area;
    register uint32_t ry __asm__("4") = len;

    __asm__ volatile(".long 0x83240000" : "+d"(ry) : "d"(rx) : "memory", "cc");
    return ry;
}

/* The zone of the CP beneath: its local time (DIAGNOSE X'0C') less the clock,
 * to the nearest quarter of an hour. */
static void
zone_from_beneath(void)
{
    static struct diag_timer t __attribute__((aligned(8)));
    register uint32_t rx __asm__("2") = (uint32_t)&t;
    struct datetime dt;
    int32_t theirs, ours, quarters;

    __asm__ volatile(".long 0x8320000c" : : "d"(rx) : "memory", "cc");
    theirs = ((t.time[0] & 15) * 10 + (t.time[1] & 15)) * 60 +
             (t.time[3] & 15) * 10 + (t.time[4] & 15);
    tod_split(tod_now(), &dt);
    ours = dt.hour * 60 + dt.minute;
    quarters = (theirs - ours + 24 * 60 + 7) / 15 - 24 * 4;
    if (quarters > 12 * 4 + 8)
        quarters -= 24 * 4;
    if (quarters < -12 * 4)
        quarters += 24 * 4;
    tod_zone = (int64_t)quarters * 15 * 60 * (int64_t)TOD_SEC;
}

void
identity_init(void)
{
    uint32_t left;

    __asm__ volatile("stidp %0" : "=Q"(real_cpuid));
    under_cp = real_cpuid >> 56 == 0xff;
    if (!under_cp)
        return;
    left = diag_store_id(beneath, sizeof(beneath));
    cp_level = left <= sizeof(beneath)
                   ? (sizeof(beneath) - left) / sizeof(beneath[0])
                   : LEVELS;
    zone_from_beneath();
}

uint64_t
identity_cpuid(const struct vmblok *vm)
{
    (void)vm;
    return (real_cpuid & 0x00ffffffffff0000ull) | 0xff00000000000000ull;
}

unsigned
identity_store(const struct vmblok *vm, uint8_t *buf, unsigned len)
{
    static const uint8_t name[8] = {'C', 'A', 'M', 'B', 'R', 'D', 'G', 'E'};
    struct diag_id own;
    unsigned n = 0;

    for (unsigned i = 0; i < cp_level && i < LEVELS - 1; i++) {
        memcpy(buf + n, &beneath[i],
               len - n < sizeof(own) ? len - n : sizeof(own));
        n += len - n < sizeof(own) ? len - n : (unsigned)sizeof(own);
    }
    memset(&own, 0, sizeof(own));
    memcpy(own.system, name, 8);
    put24(&own.version, 0x000100);
    own.stidp = (uint8_t)(real_cpuid >> 56);
    put16(&own.maxlog, 0);
    memcpy(own.userid, vm->user, 8);
    memcpy(buf + n, &own, len - n < sizeof(own) ? len - n : sizeof(own));
    return n + (len - n < sizeof(own) ? len - n : (unsigned)sizeof(own));
}

void
identity_build(const uint8_t build[32])
{
    unsigned n = 32;

    while (n > 0 && (build[n - 1] == ' ' || build[n - 1] == 0))
        n--;
    memcpy(cp_build, build, n);
    cp_build[n] = 0;
}
