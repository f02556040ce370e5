/* SPDX-License-Identifier: MIT */
/* Storage keys: Set, Insert, Reset Reference Bit, Test Protection. PoO
 * "Control Instructions"; keys cover 2K blocks. */
#include "arch/dat.h"
#include "cpu/dat.h"
#include "cpu/handlers.h"
#include "cpu/storage.h"

/* The key of the block at a real address, NULL outside main storage. */
static uint8_t *
key_of(struct cpu *cpu, uint32_t real)
{
    uint32_t abs = real_to_abs(cpu, real & ADDR_MASK);

    if (abs >= cpu->storage->size)
        return NULL;
    return &cpu->storage->keys[abs / BLOCK_SIZE];
}

int
op_SSK(struct cpu *cpu, uint64_t ib)
{
    uint32_t at = cpu->gr[ib_r2(ib)];
    uint8_t *key;

    if (at & 15)
        return PIC_SPECIFICATION;
    key = key_of(cpu, at);
    if (!key)
        return PIC_ADDRESSING;
    *key = (uint8_t)((*key & KEY_ERROR) |
                     (cpu->gr[ib_r1(ib)] &
                      (KEY_ACC | KEY_FETCH | KEY_REF | KEY_CHANGE)));
    tlb_drop_frame(cpu, real_to_abs(cpu, at & ADDR_MASK));
    look_around(cpu); /* the next instruction may come from that block */
    return PIC_NONE;
}

int
op_ISK(struct cpu *cpu, uint64_t ib)
{
    uint32_t at = cpu->gr[ib_r2(ib)];
    uint32_t *r1 = &cpu->gr[ib_r1(ib)];
    /* PoO "Insert Storage Key": in BC mode bits 29-31 become zeros. */
    uint8_t mask = cpu->psw.mask & PSW_EC ? 0xfe : 0xf8;
    uint8_t *key;

    if (at & 15)
        return PIC_SPECIFICATION;
    key = key_of(cpu, at);
    if (!key)
        return PIC_ADDRESSING;
    *r1 = (*r1 & 0xffffff00) | (*key & mask);
    return PIC_NONE;
}

int
op_RRB(struct cpu *cpu, uint64_t ib)
{
    uint32_t at = ea_bd1(cpu, ib);
    uint8_t *key = key_of(cpu, at);

    if (!key)
        return PIC_ADDRESSING;
    cpu->psw.cc = (uint8_t)((*key & (KEY_REF | KEY_CHANGE)) >> 1);
    *key &= (uint8_t)~KEY_REF;
    tlb_drop_frame(cpu, real_to_abs(cpu, at));
    look_around(cpu);
    return PIC_NONE;
}

/* Condition code: 0 fetch and store permitted, 1 fetch only, 2 neither, 3 no
 * translation. PoO "Test Protection". */
int
op_TPROT(struct cpu *cpu, uint64_t ib)
{
    uint32_t va = ea_bd1(cpu, ib);
    uint8_t access_key = (uint8_t)(ea_bd2(cpu, ib) >> 4 & 15);
    struct dat_walk w;
    uint8_t *key;
    int pic = dat_translate(cpu, va, &w);

    if (pic == PIC_SEGMENT || pic == PIC_PAGE) {
        cpu->psw.cc = 3;
        return PIC_NONE;
    }
    if (pic != PIC_NONE)
        return pic;
    key = key_of(cpu, w.real);
    if (!key)
        return PIC_ADDRESSING;
    if (!stor_key_permits(*key, access_key, ACCESS_READ))
        cpu->psw.cc = 2;
    else if (!stor_key_permits(*key, access_key, ACCESS_WRITE) || w.protect ||
             stor_low_protected(cpu, va))
        cpu->psw.cc = 1;
    else
        cpu->psw.cc = 0;
    return PIC_NONE;
}

/* The 4K block is cleared, unless a half of it has an error. PoO "Test
 * Block". */
int
op_TB(struct cpu *cpu, uint64_t ib)
{
    uint32_t real = cpu->gr[ib_rre2(ib)] & 0x7ffff000, abs;
    struct span s = {.len = BLOCK_SIZE, .first = BLOCK_SIZE, .watched = true};
    uint8_t events = cpu->priv->per_events;

    if (real > ADDR_MASK)
        return PIC_ADDRESSING;
    if (stor_low_protected(cpu, real))
        return PIC_PROTECTION;
    abs = real_to_abs(cpu, real);
    if (abs >= cpu->storage->size)
        return PIC_ADDRESSING;
    cpu->gr[0] = 0;
    gr_placed(cpu, 0);
    cpu->psw.cc = 1;
    if ((cpu->storage->keys[abs / BLOCK_SIZE] |
         cpu->storage->keys[abs / BLOCK_SIZE + 1]) &
        KEY_ERROR)
        return PIC_NONE;
    for (uint32_t i = 0; i < 2 * BLOCK_SIZE; i += BLOCK_SIZE) {
        s.va = real + i;
        s.p[0] = s.p[1] = cpu->storage->main + abs + i;
        memset(s.p[0], 0, BLOCK_SIZE);
        cpu->storage->keys[(abs + i) / BLOCK_SIZE] |= KEY_REF | KEY_CHANGE;
        stor_done(cpu, &s);
    }
    /* Real addresses are not monitored (model-dependent). */
    cpu->priv->per_events = events;
    cpu->psw.cc = 0;
    return PIC_NONE;
}
