/* SPDX-License-Identifier: MIT */
/* What the files of cpu/ share and nobody else sees: the reference engine's
 * private state, an instruction's fields, and the calls between the files. */
#ifndef CPU_PRIVATE_H
#define CPU_PRIVATE_H

#include "arch/psw.h"
#include "cpu/cpu.h"

enum {
    BLOCK_SIZE = 2048, /* what one storage key covers */
    BLOCK_MASK = BLOCK_SIZE - 1,
    ADDR_MASK = 0xffffff,
    /* One entry for each block of a space: only spaces contend for them. */
    TLB_SIZE = 8192,
    CONTEXTS = 48, /* remembered address-space contexts */
    /* The largest id: it fits below a block's address. Ids are even, so that an
     * odd instruction address never matches a tag. */
    CONTEXT_MAX = 2046,
    PIC_NONE = 0,
    OP_RI = 0xa7,            /* the first byte of format RI */
    OPS_RI = 256,            /* where format RI begins in a table */
    OPS_COUNT = OPS_RI + 16, /* entries of a dispatch table */
};

/* One 2K block of an address space. A tag is the block's address in its
 * space with the context's id (never 0) in the low bits; 0 matches nothing.
 * Where a store must be looked at, there is a watch tag instead of a write tag:
 * the block of location 80, storage-alteration events, decoded instructions.
 * Where low-address protection may refuse a store there is neither. */
struct tlb_entry {
    uint32_t read;
    uint32_t write;
    uintptr_t host; /* with the address in the space added: the byte */
};

/* What the common access does not look at. */
struct tlb_more {
    uint32_t watch;
    uint32_t frame; /* absolute address of the block */
};

/* An instruction handler: executes the instruction whose bytes are in ib,
 * left-aligned. psw.ia is already that of the next. Returns PIC_NONE or a
 * program-interruption code. */
typedef int op_fn(struct cpu *cpu, uint64_t ib);

/* Values of in_tlb; any other is the number of its only entry, plus 1. */
enum { IN_TLB_NOT = 0, IN_TLB_OFTEN = UINT16_MAX };

struct fast;
struct lockstep;
struct fop;

struct cpu_private {
    /* The instruction being executed. */
    op_fn *const *ops;    /* by first byte: ops_supervisor or ops_problem */
    uint32_t ilc;         /* its length in bytes; EX: EX's */
    uint32_t start;       /* its address; EX: EX's */
    uint32_t target;      /* its address; EX: that of EX's target */
    uint64_t limit;       /* instruction count at which to look around */
    uint64_t timer_count; /* the count at which a timer condition arises; 0
                           * when that must be found anew */
    bool event;           /* stop with CPU_EVENT */

    /* The fast engine (fast.h): NULL for the reference engine. The page that
     * the present block is in, and what to go on with (fastop.h). */
    struct fast *fast;
    uint32_t page_tag;
    struct fop **page_at;
    uint64_t run_end; /* the instruction count at which nothing is left */
    bool stale;       /* a block was dropped: leave the present one */
    uint32_t goal;    /* where a branch without a link goes */
    uint32_t miss_ea, miss_len; /* an operand that is not in the TLB */
    void (*bounce)(struct cpu *cpu, struct fop *op, int64_t left, int64_t cc,
                   struct cpu_private *p);
    struct fop *bounce_op;
    int64_t bounce_left, bounce_cc;
    enum cpu_engine engine;
    struct lockstep *lockstep; /* lockstep.h; NULL: not that engine */

    /* Instruction fetch: the block that psw.ia was last in. */
    uint32_t fetch_tag;
    uint8_t *fetch_host;

    /* Address-space contexts (dat.c). */
    uint32_t context; /* id of the present one */
    uint32_t salt;    /* spreads contexts over the TLB; below TLB_SIZE */
    uint64_t space;   /* its key, see context_key */
    uint32_t next_context;
    unsigned context_count;
    uint64_t context_key[CONTEXTS];
    uint32_t context_id[CONTEXTS];
    struct tlb_entry tlb[TLB_SIZE];
    struct tlb_more more[TLB_SIZE];
    /* Per block of main storage: where it is in the TLB. */
    uint16_t *in_tlb;

    /* Operands of a program interruption, set where it is found. */
    uint32_t trans_addr;
    uint32_t mc_code;
    uint8_t mc_class;

    /* PER: is anything watched, storage alteration in particular; the events
     * of the instruction so far (bits as at location X'96'). */
    bool per, per_store;
    uint8_t per_events;
    uint16_t per_gr; /* registers that gr_placed was told of, as in CR9 */
    uint64_t per_ib; /* the instruction, EX's target */

    uint32_t psw_mbz;   /* what must be zero in an EC PSW's first word */
    uint32_t fail_addr; /* absolute: of PIC_MACHINE_CHECK */
    bool checkstop;     /* until a reset */
    bool psw_invalid;   /* an EC PSW with bits that must be zero */
    bool pend_extcall, pend_emergency;

    op_fn *ops_supervisor[OPS_COUNT];
    op_fn *ops_problem[OPS_COUNT];
    op_fn **second_supervisor[256]; /* by second or sixth byte */
    op_fn **second_problem[256];
};

/* The place of an instruction in a dispatch table: by its first byte, and
 * those of format RI, a third of compiled code, by their bits 12-15. */
static inline unsigned
op_index(uint64_t ib)
{
    unsigned op = (unsigned)(ib >> 56);

    return op == OP_RI ? OPS_RI + ((unsigned)(ib >> 48) & 15) : op;
}

/* Fields of an instruction, as the formats number them. */
static inline unsigned
ib_r1(uint64_t ib)
{
    return (unsigned)(ib >> 52) & 15;
}

static inline unsigned
ib_r2(uint64_t ib) /* RR's R2, RX's X2, RS's R3, L2 */
{
    return (unsigned)(ib >> 48) & 15;
}

static inline unsigned
ib_i2(uint64_t ib) /* the second byte: SI's I2, SS's L */
{
    return (unsigned)(ib >> 48) & 0xff;
}

static inline unsigned
ib_rre1(uint64_t ib)
{
    return (unsigned)(ib >> 36) & 15;
}

static inline unsigned
ib_rre2(uint64_t ib)
{
    return (unsigned)(ib >> 32) & 15;
}

static inline int32_t
ib_ri(uint64_t ib) /* RI's and RSI's signed halfword */
{
    return (int16_t)(ib >> 32);
}

static inline int32_t
ib_ril(uint64_t ib)
{
    return (int32_t)(uint32_t)(ib >> 16);
}

/* B1 and D1, or the only base and displacement of RS, SI and S. */
static inline uint32_t
ea_bd1(const struct cpu *cpu, uint64_t ib)
{
    unsigned b = (unsigned)(ib >> 44) & 15;
    uint32_t d = (uint32_t)(ib >> 32) & 0xfff;

    return ((b ? cpu->gr[b] : 0) + d) & ADDR_MASK;
}

/* B2 and D2 of the storage-to-storage formats. */
static inline uint32_t
ea_bd2(const struct cpu *cpu, uint64_t ib)
{
    unsigned b = (unsigned)(ib >> 28) & 15;
    uint32_t d = (uint32_t)(ib >> 16) & 0xfff;

    return ((b ? cpu->gr[b] : 0) + d) & ADDR_MASK;
}

/* X2, B2 and D2 of RX. */
static inline uint32_t
ea_rx(const struct cpu *cpu, uint64_t ib)
{
    unsigned x = ib_r2(ib);

    return (ea_bd1(cpu, ib) + (x ? cpu->gr[x] : 0)) & ADDR_MASK;
}

/* Real address to absolute. PoO "Prefixing". */
static inline uint32_t
real_to_abs(const struct cpu *cpu, uint32_t real)
{
    uint32_t page = real & 0xfff000;

    if (page == 0)
        return real | cpu->prefix;
    return page == cpu->prefix ? real & 0xfff : real;
}

/* Makes cpu_run look at pending interruptions after this instruction. */
static inline void
look_around(struct cpu *cpu)
{
    cpu->priv->limit = 0;
}

/* An instruction with the characteristic GX put a value into the register, be
 * it the one that was there: PER wants to know. */
static inline void
gr_placed(struct cpu *cpu, unsigned r)
{
    cpu->priv->per_gr |= (uint16_t)(0x8000u >> r);
}

/* decode.c */
bool decode_init(struct cpu *cpu);
void decode_free(struct cpu *cpu);
/* Dispatches by the second or the sixth byte. */
op_fn op_by_byte1, op_by_byte5;

/* interrupt.c */
void interrupt_program(struct cpu *cpu, int pic);
/* mcheck.c: stores what a machine-check interruption for a storage error
 * stores, but the old PSW. */
void mcheck_logout(struct cpu *cpu, uint32_t abs);
void interrupt_svc(struct cpu *cpu, unsigned code);
/* Takes the interruption of highest priority that is pending and enabled;
 * false when there is none. */
bool interrupt_pending(struct cpu *cpu);

/* fastcode.c: what was decoded from these absolute addresses may have changed;
 * drops it all. Nothing for the reference engine. */
void fast_stored(struct cpu *cpu, uint32_t abs, uint32_t len);
void fast_flush(struct cpu *cpu);
/* Must a store into the block be told to fast_stored? */
bool fast_watches(const struct cpu *cpu, uint32_t abs_block);

/* per.c */
bool per_in_range(const struct cpu *cpu, uint32_t addr, uint32_t len);

#endif
