/* SPDX-License-Identifier: MIT */
/* The fast engine's decoded code: made from main storage block by block, kept
 * by absolute address, and dropped when what it was made from has changed.
 * Stores into a 2K block with code are watched (storage.c); those beside the
 * decoded instructions cost one look at a bit map. */
#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/lowcore.h"
#include "cpu/dat.h"
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

/* The row of insn_table for each first byte that no second one extends. */
static void
find_rows(struct fast *f, uint32_t set)
{
    for (unsigned first = 0; first < 256; first++) {
        uint8_t text[6] = {(uint8_t)first};
        const struct insn *in = insn_find(text, set);

        f->row[first] = ROW_LOOK;
        if (in &&
            insn_format_ext((enum insn_format)in->format) == INSN_EXT_NONE)
            f->row[first] = (uint16_t)(in - insn_table);
    }
}

static uint32_t
installed(const struct cpu *cpu)
{
    return cpu->facilities & CPU_FAC_EXTENSION ? INSN_SET_DEFAULT
                                               : INSN_SET_S370;
}

struct fast *
fast_create(struct cpu *cpu)
{
    struct fast *f = calloc(1, sizeof *f);

    if (!f)
        return NULL;
    f->page_count = cpu->storage->size / BLOCK_SIZE;
    f->pages = calloc(f->page_count, sizeof *f->pages);
    if (!f->pages) {
        free(f);
        return NULL;
    }
    f->undecoded = (struct fop){.fn = fast_undecoded, .rest = -1};
    find_rows(f, installed(cpu));
    return f;
}

static void
free_blocks(struct fast_block *b)
{
    while (b) {
        struct fast_block *next = b->next;

        free(b);
        b = next;
    }
}

void
fast_destroy(struct fast *f)
{
    if (!f)
        return;
    for (uint32_t i = 0; i < f->page_count; i++) {
        if (f->pages[i])
            free_blocks(f->pages[i]->blocks);
        free(f->pages[i]);
    }
    free_blocks(f->garbage);
    free(f->pages);
    free(f);
}

/* Nothing is decoded in the page any more; its blocks are garbage. */
static void
empty_page(struct fast *f, struct fast_page *page)
{
    while (page->blocks) {
        struct fast_block *b = page->blocks;

        page->blocks = b->next;
        b->next = f->garbage;
        f->garbage = b;
    }
    memset(page->bits, 0, sizeof page->bits);
    for (unsigned i = 0; i < PAGE_HALFWORDS; i++)
        page->at[i] = &f->undecoded;
}

void
fast_flush(struct cpu *cpu)
{
    struct cpu_private *p = cpu->priv;
    struct fast *f = p->fast;

    if (!f)
        return;
    p->stale = true;
    p->page_tag = UINT32_MAX;
    for (uint32_t i = 0; i < f->page_count; i++)
        if (f->pages[i])
            empty_page(f, f->pages[i]);
}

/* A block's size in host storage. */
static size_t
size_of(unsigned ops, uint32_t text)
{
    return sizeof(struct fast_block) + ops * sizeof(struct fop) + text;
}

void
fast_collect(struct cpu *cpu)
{
    struct fast *f = cpu->priv->fast;

    if (f->bytes > BYTES_MAX)
        fast_flush(cpu);
    while (f->garbage) {
        struct fast_block *b = f->garbage;

        f->garbage = b->next;
        f->bytes -= size_of(b->count, b->bytes);
        free(b);
    }
    cpu->priv->stale = false;
}

bool
fast_watches(const struct cpu *cpu, uint32_t abs_block)
{
    const struct fast *f = cpu->priv->fast;

    return f && f->pages[abs_block / BLOCK_SIZE];
}

struct fast_page *
fast_page(struct cpu *cpu, uint32_t abs)
{
    struct cpu_private *p = cpu->priv;
    struct fast_page **at = &p->fast->pages[abs / BLOCK_SIZE];

    if (*at)
        return *at;
    *at = calloc(1, sizeof **at);
    if (!*at)
        return NULL;
    empty_page(p->fast, *at);
    tlb_watch_frame(cpu, abs); /* from now on */
    return *at;
}

/* Are there decoded instructions in these bytes of the page? */
static bool
is_decoded(const struct fast_page *page, uint32_t at, uint32_t len)
{
    uint32_t first = at / 2, last = (at + len - 1) / 2;
    const uint64_t *word = &page->bits[first / 64];
    const uint64_t *last_word = &page->bits[last / 64];
    uint64_t from = ~(uint64_t)0 << first % 64;
    uint64_t to = ~(uint64_t)0 >> (63 - last % 64);

    if (word == last_word)
        return *word & from & to;
    if ((*word & from) || (*last_word & to))
        return true;
    while (++word < last_word)
        if (*word)
            return true;
    return false;
}

bool
fast_unwatched(const struct cpu *cpu, uint32_t abs, uint32_t len)
{
    const struct fast_page *page = cpu->priv->fast->pages[abs / BLOCK_SIZE];
    uint32_t timer = cpu->prefix + offsetof(struct lowcore, itimer);

    if (abs < timer + 4 && abs + len > timer)
        return false;
    return !page || !is_decoded(page, abs & BLOCK_MASK, len);
}

static void
mark(struct fast_page *page, const struct fast_block *b)
{
    uint32_t first = (b->abs & BLOCK_MASK) / 2;

    for (uint32_t i = first; i < first + b->bytes / 2; i++)
        page->bits[i / 64] |= (uint64_t)1 << i % 64;
}

/* Does the block say what is in storage now? */
static bool
is_current(const struct cpu *cpu, const struct fast_block *b)
{
    return memcmp(cpu->storage->main + b->abs, b->text, b->bytes) == 0;
}

/* Where the blocks' branches lead is to be found again. */
static void
unlink_branches(struct fast_page *page)
{
    for (struct fast_block *b = page->blocks; b; b = b->next)
        for (unsigned i = 0; i < b->count; i++)
            if (b->ops[i].delta != LINK_NEVER)
                b->ops[i].delta = LINK_NOT_YET;
}

/* Drops the page's blocks that these bytes changed. */
static void
drop_changed(struct cpu *cpu, struct fast_page *page, uint32_t abs,
             uint32_t len)
{
    struct fast *f = cpu->priv->fast;
    bool dropped = false;

    for (struct fast_block **at = &page->blocks; *at;) {
        struct fast_block *b = *at;

        if (b->abs >= abs + len || b->abs + b->bytes <= abs ||
            is_current(cpu, b)) {
            at = &b->next;
            continue;
        }
        *at = b->next;
        page->at[(b->abs & BLOCK_MASK) / 2] = &f->undecoded;
        b->next = f->garbage;
        f->garbage = b;
        dropped = true;
    }
    if (!dropped)
        return;
    cpu->priv->stale = true;
    unlink_branches(page);
    memset(page->bits, 0, sizeof page->bits);
    for (struct fast_block *b = page->blocks; b; b = b->next)
        mark(page, b);
}

void
fast_stored(struct cpu *cpu, uint32_t abs, uint32_t len)
{
    struct fast *f = cpu->priv->fast;

    if (!f)
        return;
    while (len > 0 && abs < cpu->storage->size) {
        uint32_t room = BLOCK_SIZE - (abs & BLOCK_MASK);
        uint32_t n = len < room ? len : room;
        struct fast_page *page = f->pages[abs / BLOCK_SIZE];

        if (page && is_decoded(page, abs & BLOCK_MASK, n))
            drop_changed(cpu, page, abs, n);
        abs += n;
        len -= n;
    }
}

/* Is the address in assigned storage? What interruptions store there is not
 * watched, so nothing is decoded there. */
static bool
is_assigned(const struct cpu *cpu, uint32_t abs)
{
    return abs < sizeof(struct lowcore) ||
           abs - cpu->prefix < sizeof(struct lowcore);
}

/* Decodes one instruction, whose row is *found; false when a block cannot
 * hold it. */
static bool
decode_one(const struct cpu *cpu, uint32_t abs, uint32_t start, struct fop *op,
           unsigned *found)
{
    const struct fast *f = cpu->priv->fast;
    const uint8_t *text = cpu->storage->main + abs;
    unsigned len = insn_length(text[0]), row = f->row[text[0]];
    uint8_t eight[8] = {0};

    if ((abs & BLOCK_MASK) + len > BLOCK_SIZE || is_assigned(cpu, abs))
        return false;
    memcpy(eight, text, len);
    memset(op, 0, sizeof *op);
    op->ib = load_be64(eight);
    op->off = (uint16_t)(abs - start);
    op->len = (uint8_t)len;
    op->delta = LINK_NEVER;
    if (row == ROW_LOOK) {
        const struct insn *in = insn_find(text, installed(cpu));

        row = in ? (unsigned)(in - insn_table) : ROW_NONE;
    }
    op->fn = row == ROW_NONE ? fast_call : fast_form(op, row);
    *found = row;
    return true;
}

/* Does what comes after the instruction belong to another block? */
static bool
ends_block(const struct fop *op)
{
    uint8_t text[8];
    const struct insn *in;

    store_be64(text, op->ib);
    in = insn_find(text, INSN_SET_DEFAULT);
    if (!in || in->privilege != INSN_U || in->chapter == INSN_CONTROL ||
        in->chapter == INSN_IO)
        return true;
    switch (op->ib >> 56) {
    case 0x05: /* BALR, BASR: unless they do not branch */
    case 0x0d:
        return ib_r2(op->ib) != 0;
    case 0x07: /* BCR, BC: if unconditional */
        return ib_r1(op->ib) == 15 && ib_r2(op->ib) != 0;
    case 0x47:
        return ib_r1(op->ib) == 15;
    case 0x0a: /* SVC, BAL, BAS */
    case 0x45:
    case 0x4d:
        return true;
    case 0xa7: /* BRC 15, BRAS */
        return (op->ib >> 48 & 0xff) == 0xf4 || ib_r2(op->ib) == 5;
    case 0xc0: /* BRCL 15, BRASL */
        return (op->ib >> 48 & 0xff) == 0xf4 || ib_r2(op->ib) == 5;
    default:
        return false;
    }
}

/* Where two instructions have code for both, the first gets it. */
static void
join_pairs(struct fop *ops, const unsigned *rows, unsigned n)
{
    for (unsigned i = 0; i + 1 < n; i++) {
        fop_fn *both =
            rows[i] == ROW_NONE || rows[i + 1] == ROW_NONE
                ? NULL
                : fast_pair(&ops[i], rows[i], &ops[i + 1], rows[i + 1]);

        if (both)
            ops[i].fn = both;
    }
}

struct fop *
fast_decode(struct cpu *cpu, uint32_t abs)
{
    struct fast *f = cpu->priv->fast;
    struct fast_page *page = f->pages[abs / BLOCK_SIZE];
    struct fop ops[BLOCK_INSNS + 1];
    unsigned rows[BLOCK_INSNS];
    struct fast_block *b;
    uint32_t at = abs;
    unsigned n = 0, count;
    bool ended = false;

    while (n < BLOCK_INSNS && !ended && at / BLOCK_SIZE == abs / BLOCK_SIZE &&
           decode_one(cpu, at, abs, &ops[n], &rows[n])) {
        at += ops[n].len;
        ended = ends_block(&ops[n++]);
    }
    if (n == 0)
        return NULL;
    join_pairs(ops, rows, n);
    count = n;
    if (!ended)
        ops[count++] = (struct fop){.fn = fast_fall,
                                    .delta = LINK_NOT_YET,
                                    .off = (uint16_t)(at - abs)};
    for (unsigned i = 0; i < n; i++)
        ops[i].rest = (int8_t)(n - 1 - i);
    b = malloc(size_of(count, at - abs));
    if (!b)
        return NULL;
    memcpy(b->ops, ops, count * sizeof b->ops[0]);
    b->abs = abs;
    b->bytes = at - abs;
    b->text = (uint8_t *)(b->ops + count);
    memcpy(b->text, cpu->storage->main + abs, b->bytes);
    b->count = count;
    b->next = page->blocks;
    page->blocks = b;
    page->at[(abs & BLOCK_MASK) / 2] = b->ops;
    f->bytes += size_of(count, b->bytes);
    mark(page, b);
    return b->ops;
}
