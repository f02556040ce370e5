/* SPDX-License-Identifier: MIT */
/* The fast engine, as its files share it: predecoded blocks of instructions,
 * found by absolute address, whose instructions run one another in a chain of
 * tail calls. What is not hot has no form of its own here: fast_call runs the
 * reference engine's handler in the middle of a block. Design, section 3. */
#ifndef CPU_FAST_H
#define CPU_FAST_H

#include <stddef.h>

#include "cpu/private.h"

struct fop;

/* A decoded instruction's code. left: instructions that may still begin once
 * this block has ended; cc: the condition code, see cc_of. */
#define FOP(name)                                                              \
    void name(struct cpu *cpu, struct fop *op, int64_t left, int64_t cc,       \
              struct cpu_private *p)
typedef FOP(fop_fn);

struct fop {
    fop_fn *fn;
    union {
        uint64_t ib;      /* its bytes, left-aligned, for the handler */
        struct fop *link; /* of a linked branch: what it goes on with */
    };
    uint32_t disp;  /* displacement, immediate operand, or offset of the branch
                     * target from the block's first byte */
    uint32_t delta; /* LINK_NEVER, LINK_NOT_YET, or a linked branch's target
                     * less the block's address */
    uint8_t r1;
    uint8_t r2;   /* or the index register, or the third operand's */
    uint8_t b;    /* base register */
    uint8_t i2;   /* second byte; of a linked branch, see BRANCH_LINKED */
    uint16_t off; /* from the block's first byte */
    int8_t rest;  /* instructions of the block after this one */
    uint8_t len;  /* in bytes; 0: none, the block goes on elsewhere */
};

/* No difference of two addresses is one of these. */
enum { LINK_NEVER = 0x02000002, LINK_NOT_YET = 0x01000001 };

enum {
    PAGE_HALFWORDS = BLOCK_SIZE / 2,
    BYTES_MAX = 64 << 20, /* more of decoded blocks is thrown away, bytes */
    BLOCK_INSNS = 48,     /* the most instructions of a block */
};

/* Straight-line code that is entered at its first instruction only. */
struct fast_block {
    struct fast_block *next;
    uint32_t abs;   /* of its first byte */
    uint32_t bytes; /* of its instructions */
    unsigned count; /* of ops */
    uint8_t *text;  /* what it was made from, behind the ops */
    struct fop ops[];
};

/* What was decoded in a 2K block of main storage. */
struct fast_page {
    struct fop *at[PAGE_HALFWORDS];     /* what begins at each halfword */
    uint64_t bits[PAGE_HALFWORDS / 64]; /* halfwords that are decoded */
    struct fast_block *blocks;
};

struct fast {
    struct fast_page **pages; /* by absolute address / BLOCK_SIZE */
    uint32_t page_count;
    struct fast_block *garbage; /* dropped, but perhaps being executed */
    size_t bytes;               /* of all blocks */
    struct fop undecoded;       /* what undecoded halfwords point to */
    uint16_t row[256]; /* instruction of each first byte; ROW_NONE, ROW_LOOK */
};

enum { ROW_NONE = 0xffff, ROW_LOOK = 0xfffe };

/* fastcode.c */
struct fast *fast_create(struct cpu *cpu);
void fast_destroy(struct fast *f);
/* The page at an absolute address; NULL when out of memory. */
struct fast_page *fast_page(struct cpu *cpu, uint32_t abs);
/* Decodes the block that begins there; NULL when its first instruction is
 * one that only the reference engine executes. */
struct fop *fast_decode(struct cpu *cpu, uint32_t abs);
/* Frees what was dropped; only while no block is being executed. */
void fast_collect(struct cpu *cpu);

/* fastrun.c */
/* Executes instructions until priv->limit. */
void fast_run(struct cpu *cpu);
/* Runs the reference handler of the instruction op and goes on. */
fop_fn fast_call;
/* psw.ia is another page's; the block there would go beyond the limit; leaves
 * with psw.ia set; what undecoded halfwords point to; the end of a block that
 * does not branch; a branch of the block to p->goal that has no link there;
 * the PSW or what it depends on is another one, and psw.ia set. */
fop_fn fast_cross, fast_full, fast_leave, fast_undecoded, fast_fall, fast_link,
    fast_swapped;
/* The operand at p->miss_ea is not in the TLB: finds it and begins op again, or
 * has the handler do it, who acts upon an exception. */
fop_fn fast_miss_read, fast_miss_write;

/* fastform.c: the instruction's code; sets op's fields. row: of insn_table. */
fop_fn *fast_form(struct fop *op, unsigned row);

/* fastrr.c, fastrx.c, fastbr.c, fastss.c, fastdec.c, fastfp.c: by
 * instruction. */
struct fast_form {
    fop_fn *by[3]; /* by how many registers make the operand address; formats
                    * without one have one form */
};

#endif
