/* SPDX-License-Identifier: MIT */
/* The slow way to storage: translation, prefixing, protection, reference and
 * change recording, and filling the TLB, one 2K block at a time. PoO
 * "Storage", "Protection", "Reference Recording", "Change Recording". */
#include "cpu/storage.h"

#include "arch/dat.h"
#include "arch/lowcore.h"
#include "cpu/dat.h"

enum { LOW_PROTECTED = 512 };

bool
stor_key_permits(uint8_t key, uint8_t access_key, enum access access)
{
    if (access_key == 0 || (key & KEY_ACC) >> 4 == access_key)
        return true;
    return access == ACCESS_READ && !(key & KEY_FETCH);
}

bool
stor_low_protected(const struct cpu *cpu, uint32_t va)
{
    return (cpu->cr[0] & CR0_LOW_PROTECT) && va < LOW_PROTECTED;
}

/* Is a store there to be looked at each time? */
static bool
is_watched(const struct cpu *cpu, uint32_t abs_block)
{
    return abs_block == cpu->prefix || cpu->priv->per_store ||
           fast_watches(cpu, abs_block);
}

/* A store there: is nobody's business; stor_done tells; is looked at from the
 * beginning each time. */
enum watch { WATCH_NOT, WATCH_BLOCK, WATCH_EACH };

static void
fill(struct cpu *cpu, uint32_t va, uint32_t abs_block, enum access access,
     enum watch watch)
{
    struct cpu_private *p = cpu->priv;
    struct tlb_entry *e = tlb_entry(cpu, va);
    unsigned i = (unsigned)(e - p->tlb);
    struct tlb_more *more = &p->more[i];
    uint32_t block = va & ~(uint32_t)BLOCK_MASK, tag = block | p->context;
    uint16_t *where = &p->in_tlb[abs_block / BLOCK_SIZE];

    if (e->read != tag) {
        e->read = tag;
        e->write = more->watch = 0;
    }
    if (access == ACCESS_WRITE && watch == WATCH_NOT)
        e->write = tag;
    if (access == ACCESS_WRITE && watch == WATCH_BLOCK)
        more->watch = tag;
    more->frame = abs_block;
    e->host = (uintptr_t)cpu->storage->main + abs_block - block;
    *where = *where == IN_TLB_NOT || *where == i + 1 ? (uint16_t)(i + 1)
                                                     : IN_TLB_OFTEN;
}

/* Is there a tag, if perhaps one for watched stores? */
static bool
tlb_knows(struct cpu *cpu, uint32_t va, enum access access)
{
    struct cpu_private *p = cpu->priv;
    struct tlb_entry *e = tlb_entry(cpu, va);
    uint32_t tag = tlb_tag(p, va, 1);

    if (access == ACCESS_READ)
        return e->read == tag;
    return e->write == tag || p->more[e - p->tlb].watch == tag;
}

/* Finds the block of va: *host is va's own byte. */
static int
find_block(struct cpu *cpu, uint32_t va, enum access access, uint8_t **host,
           bool *watched)
{
    struct dat_walk w;
    uint32_t abs, block;
    uint8_t *key;
    bool low_protect = (cpu->cr[0] & CR0_LOW_PROTECT) && va < BLOCK_SIZE;
    int pic;

    /* By the logical address, before translation. */
    if (access == ACCESS_WRITE && stor_low_protected(cpu, va))
        return PIC_PROTECTION;
    pic = dat_translate(cpu, va, &w);
    if (pic != PIC_NONE)
        return pic;
    /* PoO "Recognition of Access Exceptions": what translation refuses comes
     * before what the real address does. */
    if (access == ACCESS_WRITE && w.protect)
        return PIC_PROTECTION;
    abs = real_to_abs(cpu, w.real);
    if (abs >= cpu->storage->size)
        return PIC_ADDRESSING;
    block = abs & ~(uint32_t)BLOCK_MASK;
    key = &cpu->storage->keys[abs / BLOCK_SIZE];
    if (!stor_key_permits(*key, cpu->psw.key, access))
        return PIC_PROTECTION;
    if (*key & KEY_ERROR) {
        cpu->priv->fail_addr = abs;
        return PIC_MACHINE_CHECK;
    }
    *watched = is_watched(cpu, block);
    *key |= access == ACCESS_WRITE ? KEY_REF | KEY_CHANGE : KEY_REF;
    /* A store into a changed block would leave no trace in the key. */
    if ((*key & KEY_CHANGE) && !w.protect &&
        stor_key_permits(*key, cpu->psw.key, ACCESS_WRITE))
        access = ACCESS_WRITE;
    fill(cpu, va, block, access,
         low_protect ? WATCH_EACH
         : *watched  ? WATCH_BLOCK
                     : WATCH_NOT);
    *host = cpu->storage->main + abs;
    return PIC_NONE;
}

int
stor_real(struct cpu *cpu, uint32_t real, enum access access, uint8_t **host)
{
    uint32_t abs = real_to_abs(cpu, real);
    uint8_t *key;

    if (access == ACCESS_WRITE && stor_low_protected(cpu, real))
        return PIC_PROTECTION;
    if (abs >= cpu->storage->size)
        return PIC_ADDRESSING;
    key = &cpu->storage->keys[abs / BLOCK_SIZE];
    if (!stor_key_permits(*key, cpu->psw.key, access))
        return PIC_PROTECTION;
    if (*key & KEY_ERROR) {
        cpu->priv->fail_addr = abs;
        return PIC_MACHINE_CHECK;
    }
    *key |= access == ACCESS_WRITE ? KEY_REF | KEY_CHANGE : KEY_REF;
    *host = cpu->storage->main + abs;
    return PIC_NONE;
}

bool
stor_find(struct cpu *cpu, uint32_t va, uint32_t len, enum access access)
{
    uint8_t *host;
    bool watched;

    return (va & BLOCK_MASK) + len <= BLOCK_SIZE &&
           !tlb_knows(cpu, va, access) &&
           find_block(cpu, va, access, &host, &watched) == PIC_NONE &&
           stor_fast(cpu, va, len, access);
}

/* The host address of len bytes at va where a store is allowed but watched. */
static uint8_t *
watched_block(struct cpu *cpu, uint32_t va, uint32_t len, enum access access,
              bool *watched)
{
    struct cpu_private *p = cpu->priv;
    struct tlb_entry *e = tlb_entry(cpu, va);

    if (access != ACCESS_WRITE ||
        p->more[e - p->tlb].watch != tlb_tag(p, va, len))
        return NULL;
    *watched = true;
    return (uint8_t *)(e->host + va);
}

/* Does the piece of host storage touch locations 80-83? */
static bool
touches_timer(struct cpu *cpu, const uint8_t *p, uint32_t len)
{
    const uint8_t *t = stor_low(cpu, offsetof(struct lowcore, itimer));

    return len && p < t + 4 && p + len > t;
}

static bool
span_touches_timer(struct cpu *cpu, const struct span *s)
{
    return touches_timer(cpu, s->p[0], s->first) ||
           touches_timer(cpu, s->p[1], s->len - s->first);
}

int
stor_span(struct cpu *cpu, uint32_t va, uint32_t len, enum access access,
          struct span *s)
{
    uint32_t room = BLOCK_SIZE - (va & BLOCK_MASK);
    bool watched = false;
    int pic;

    s->va = va;
    s->len = len;
    s->first = len < room ? len : room;
    s->watched = false;
    s->p[0] = stor_fast(cpu, va, s->first, access);
    if (!s->p[0])
        s->p[0] = watched_block(cpu, va, s->first, access, &s->watched);
    s->p[1] = s->p[0];
    if (!s->p[0]) {
        pic = find_block(cpu, va, access, &s->p[0], &watched);
        if (pic != PIC_NONE)
            return pic;
        s->watched = watched && access == ACCESS_WRITE;
    }
    if (len > s->first) {
        uint32_t next = (va + s->first) & ADDR_MASK;

        s->p[1] = stor_fast(cpu, next, len - s->first, access);
        if (!s->p[1])
            s->p[1] =
                watched_block(cpu, next, len - s->first, access, &s->watched);
        if (!s->p[1]) {
            pic = find_block(cpu, next, access, &s->p[1], &watched);
            if (pic != PIC_NONE)
                return pic;
            s->watched |= watched && access == ACCESS_WRITE;
        }
    }
    /* PoO "Interval Timer": MVC of locations 80-87 to 76-83 gives it a new
     * value and loses nothing of the old one. */
    if (s->watched && span_touches_timer(cpu, s))
        cpu_itimer_update(cpu);
    return PIC_NONE;
}

void
stor_done(struct cpu *cpu, const struct span *s)
{
    if (!s->watched)
        return;
    if (span_touches_timer(cpu, s)) {
        cpu->itimer_at = cpu_now(cpu);
        cpu->priv->event = true;
        look_around(cpu);
    }
    fast_stored(cpu, (uint32_t)(s->p[0] - cpu->storage->main), s->first);
    if (s->len > s->first)
        fast_stored(cpu, (uint32_t)(s->p[1] - cpu->storage->main),
                    s->len - s->first);
    if (cpu->priv->per_store && per_in_range(cpu, s->va, s->len))
        cpu->priv->per_events |= 0x20;
}

int
stor_read_slow(struct cpu *cpu, uint32_t va, void *to, uint32_t len)
{
    struct span s;
    int pic = stor_span(cpu, va, len, ACCESS_READ, &s);

    if (pic != PIC_NONE)
        return pic;
    memcpy(to, s.p[0], s.first);
    if (len > s.first)
        memcpy((uint8_t *)to + s.first, s.p[1], len - s.first);
    return PIC_NONE;
}

int
stor_write_slow(struct cpu *cpu, uint32_t va, const void *from, uint32_t len)
{
    struct span s;
    int pic = stor_span(cpu, va, len, ACCESS_WRITE, &s);

    if (pic != PIC_NONE)
        return pic;
    memcpy(s.p[0], from, s.first);
    if (len > s.first)
        memcpy(s.p[1], (const uint8_t *)from + s.first, len - s.first);
    stor_done(cpu, &s);
    return PIC_NONE;
}

int
stor_fetch_insn(struct cpu *cpu, uint32_t va, uint64_t *ib)
{
    uint8_t text[8] = {0};
    const uint8_t *at;
    unsigned length;
    int pic;

    if (va & 1)
        return PIC_SPECIFICATION;
    at = stor_fast(cpu, va, 6, ACCESS_READ);
    if (at) {
        *ib = (uint64_t)load_be32(at) << 32 | (uint64_t)load_be16(at + 4) << 16;
        return PIC_NONE;
    }
    pic = stor_read(cpu, va, text, 2);
    if (pic != PIC_NONE)
        return pic;
    length = text[0] < 0x40 ? 2 : text[0] < 0xc0 ? 4 : 6;
    for (unsigned i = 2; i < length; i += 2) {
        pic = stor_read(cpu, (va + i) & ADDR_MASK, text + i, 2);
        if (pic != PIC_NONE)
            return pic;
    }
    *ib = load_be64(text);
    return PIC_NONE;
}
