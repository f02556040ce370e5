/* SPDX-License-Identifier: MIT */
/* The fast engine's loop: into decoded blocks and out of them, and one
 * instruction by the reference engine's ways wherever a block cannot begin or
 * does not fit into the instructions that are left. */
#include "cpu/fastop.h"
#include "cpu/run.h"

/* psw.ia is right: what else the rest of cpu/ looks at. */
FOP(fast_leave)
{
    (void)op;
    cpu->icount = p->run_end - (uint64_t)left;
    cpu->psw.cc = cc_of(cc);
#ifdef FAST_TRAMPOLINE
    p->bounce = NULL;
#else
    (void)p;
#endif
}

FOP(fast_full)
{
    left += op->rest + 1;
    JUMP(fast_leave);
}

uint8_t *
fast_watched_at(struct cpu *cpu, struct cpu_private *p, uint32_t ea,
                uint32_t len)
{
    struct tlb_entry *e = fast_entry(p, ea);
    const struct tlb_more *more = &p->more[e - p->tlb];

    if (more->watch == tlb_tag(p, ea, len) &&
        fast_unwatched(cpu, more->frame + (ea & BLOCK_MASK), len))
        return (uint8_t *)(e->host + ea);
    return NULL;
}

/* Does the TLB know the 24-bit address? *abs: the absolute one. */
static inline bool
know(struct cpu_private *p, uint32_t ia, uint32_t *abs)
{
    const struct tlb_entry *e = fast_entry(p, ia);

    if ((ia & 1) || e->read != tlb_tag(p, ia, 1))
        return false;
    *abs = p->more[e - p->tlb].frame + (ia & BLOCK_MASK);
    return true;
}

/* Points p->page_at at the decoded page of the address in psw.ia if that is
 * in the TLB. */
static inline bool
page_of(struct cpu *cpu, struct cpu_private *p)
{
    uint32_t ia = cpu->psw.ia, abs;
    struct fast_page *page;

    if (!know(p, ia, &abs))
        return false;
    page = p->fast->pages[abs / BLOCK_SIZE];
    if (!page)
        return false;
    p->page_tag = ia & ~(uint32_t)BLOCK_MASK;
    p->page_at = page->at;
    return true;
}

/* Makes page_of succeed for psw.ia; false when that address cannot be fetched
 * from, which the reference engine finds out again and acts upon. */
static bool
find_page(struct cpu *cpu, struct cpu_private *p)
{
    uint32_t abs;
    uint8_t byte;

    if (cpu->psw.ia & ~(uint32_t)(ADDR_MASK - 1))
        return false;
    if (stor_get8(cpu, cpu->psw.ia, &byte) != PIC_NONE)
        return false;
    return know(p, cpu->psw.ia, &abs) && fast_page(cpu, abs) && page_of(cpu, p);
}

/* psw.ia is 24 bits. */
FOP(fast_cross)
{
    /* Finding the page records a reference: only for an instruction that will
     * begin. */
    if (!page_of(cpu, p) && (left <= 0 || !find_page(cpu, p)))
        JUMP(fast_leave);
    op = p->page_at[cpu->psw.ia >> 1 & (PAGE_HALFWORDS - 1)];
    left -= op->rest + 1;
    if (left < 0)
        JUMP(fast_full);
    JUMP(op->fn);
}

/* Decodes what psw.ia points to. */
static struct fop *
decode(struct cpu *cpu, struct cpu_private *p)
{
    uint32_t abs;

    return know(p, cpu->psw.ia, &abs) ? fast_decode(cpu, abs) : NULL;
}

FOP(fast_undecoded)
{
    struct fop *first = decode(cpu, p);

    if (!first)
        JUMP(fast_leave);
    op = first;
    left -= op->rest + 1;
    if (left < 0)
        JUMP(fast_full);
    JUMP(op->fn);
}

/* The block is in the page at page_at: the address of its first byte was in
 * psw.ia when it was entered, and still is. */
FOP(fast_link)
{
    struct fop *from = op;
    uint32_t base = cpu->psw.ia, to = p->goal;

    left += op->rest;
    cpu->psw.ia = to;
    if (from->delta != LINK_NOT_YET || (to & 1) || (to ^ base) >= BLOCK_SIZE ||
        (to & ~(uint32_t)BLOCK_MASK) != p->page_tag)
        ENTER(to);
    op = p->page_at[to >> 1 & (PAGE_HALFWORDS - 1)];
    if (op->fn == fast_undecoded)
        op = decode(cpu, p);
    if (!op)
        JUMP(fast_leave);
    from->link = op;
    from->delta = to - base;
    from->i2 = (uint8_t)(from->rest - op->rest - 1);
    left -= op->rest + 1;
    if (left < 0)
        JUMP(fast_full);
    JUMP(op->fn);
}

FOP(fast_fall)
{
    BRANCH_LINKED(cpu->psw.ia + op->off);
}

FOP(fast_miss_read)
{
    if (stor_find(cpu, p->miss_ea, p->miss_len, ACCESS_READ))
        JUMP(op->fn);
    JUMP(fast_call);
}

FOP(fast_miss_write)
{
    if (stor_find(cpu, p->miss_ea, p->miss_len, ACCESS_WRITE))
        JUMP(op->fn);
    JUMP(fast_call);
}

FOP(fast_call)
{
    uint32_t base = cpu->psw.ia, next = (base + op->off + op->len) & ADDR_MASK;
    int pic;

    p->ilc = op->len;
    p->start = p->target = base + op->off;
    cpu->psw.ia = next;
    cpu->psw.cc = cc_of(cc);
    cpu->icount = p->run_end - (uint64_t)(left + op->rest);
    pic = p->ops[op->ib >> 56](cpu, op->ib);
    if (__builtin_expect(pic != PIC_NONE, 0)) {
        left += op->rest;
        interrupt_program(cpu, pic);
        JUMP(fast_swapped);
    }
    if (__builtin_expect(p->limit == 0 || p->stale, 0)) {
        left += op->rest;
        JUMP(fast_swapped);
    }
    cc = cc_from[cpu->psw.cc];
    if (cpu->psw.ia != next || op->rest == 0)
        BRANCH(cpu->psw.ia);
    cpu->psw.ia = base;
    NEXT;
}

/* Executes blocks from psw.ia on. */
static void
run_blocks(struct cpu *cpu, struct cpu_private *p)
{
    int64_t left = (int64_t)(p->limit - cpu->icount);

    p->run_end = p->limit;
#ifdef FAST_TRAMPOLINE
    p->bounce = fast_cross;
    p->bounce_op = NULL;
    p->bounce_left = left;
    p->bounce_cc = cc_from[cpu->psw.cc];
    while (p->bounce)
        p->bounce(cpu, p->bounce_op, p->bounce_left, p->bounce_cc, p);
#else
    fast_cross(cpu, NULL, left, cc_from[cpu->psw.cc], p);
#endif
}

void
fast_run(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;

    while (cpu->icount < p->limit) {
        uint64_t count = cpu->icount;

        if (p->stale || p->fast->bytes > BYTES_MAX)
            fast_collect(cpu);
        if (p->limit - count > 1 && !(cpu->psw.ia & ~(uint32_t)ADDR_MASK))
            run_blocks(cpu, p);
        if (cpu->icount == count) {
            int pic = run_one(cpu);

            if (pic != PIC_NONE)
                interrupt_program(cpu, pic);
        }
    }
}
