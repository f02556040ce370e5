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

/* Points p->page_at at the decoded page of the address in psw.ia if that is
 * in the TLB. */
static bool
page_of(struct cpu *cpu, struct cpu_private *p)
{
    uint32_t ia = cpu->psw.ia;
    struct tlb_entry *e = fast_entry(p, ia);
    struct fast_page *page;

    if ((ia & 1) || e->read != fast_tag(p, ia))
        return false;
    page = p->fast->pages[e->frame / BLOCK_SIZE];
    if (!page)
        return false;
    p->page_tag = ia & ~(uint32_t)BLOCK_MASK;
    p->page_at = page->at;
    return true;
}

FOP(fast_cross)
{
    if (!page_of(cpu, p))
        JUMP(fast_leave);
    op = p->page_at[cpu->psw.ia >> 1 & (PAGE_HALFWORDS - 1)];
    left -= op->rest + 1;
    if (left < 0)
        JUMP(fast_full);
    JUMP(op->fn);
}

FOP(fast_undecoded)
{
    struct tlb_entry *e = fast_entry(p, cpu->psw.ia);
    const struct fop *first = NULL;

    if (e->read == fast_tag(p, cpu->psw.ia))
        first = fast_decode(cpu, e->frame + (cpu->psw.ia & BLOCK_MASK));
    if (!first)
        JUMP(fast_leave);
    op = first;
    left -= op->rest + 1;
    if (left < 0)
        JUMP(fast_full);
    JUMP(op->fn);
}

FOP(fast_fall)
{
    ENTER(cpu->psw.ia + op->off);
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
    cc = cc_from[cpu->psw.cc];
    if (__builtin_expect(pic != PIC_NONE, 0)) {
        left += op->rest;
        interrupt_program(cpu, pic);
        cc = cc_from[cpu->psw.cc];
        JUMP(fast_leave);
    }
    if (__builtin_expect(p->limit == 0 || p->stale, 0)) {
        left += op->rest;
        JUMP(fast_leave);
    }
    if (cpu->psw.ia != next || op->rest == 0)
        BRANCH(cpu->psw.ia);
    cpu->psw.ia = base;
    NEXT;
}

/* Makes page_of succeed for psw.ia; false when that address cannot be fetched
 * from, which the reference engine finds out again and acts upon. */
static bool
find_page(struct cpu *cpu, struct cpu_private *p)
{
    uint8_t byte;
    struct tlb_entry *e = fast_entry(p, cpu->psw.ia);

    if (cpu->psw.ia & ~(uint32_t)(ADDR_MASK - 1))
        return false;
    if (stor_get8(cpu, cpu->psw.ia, &byte) != PIC_NONE)
        return false;
    return fast_page(cpu, e->frame) && page_of(cpu, p);
}

/* Executes blocks from psw.ia on. */
static void
run_blocks(struct cpu *cpu, struct cpu_private *p)
{
    static const struct fop begin = {.rest = -1};
    int64_t left = (int64_t)(p->limit - cpu->icount);

    p->run_end = p->limit;
#ifdef FAST_TRAMPOLINE
    p->bounce = fast_cross;
    p->bounce_op = &begin;
    p->bounce_left = left;
    p->bounce_cc = cc_from[cpu->psw.cc];
    while (p->bounce)
        p->bounce(cpu, p->bounce_op, p->bounce_left, p->bounce_cc, p);
#else
    fast_cross(cpu, &begin, left, cc_from[cpu->psw.cc], p);
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
        if (p->limit - count > 1 && (page_of(cpu, p) || find_page(cpu, p)))
            run_blocks(cpu, p);
        if (cpu->icount == count) {
            int pic = run_one(cpu);

            if (pic != PIC_NONE)
                interrupt_program(cpu, pic);
        }
    }
}
