/* SPDX-License-Identifier: MIT */
/* Extended-precision floating point: numbers in the register pairs 0-2 and
 * 4-6, and rounding to the shorter formats. PoO "Floating-Point
 * Instructions". */
#include "cpu/handlers.h"
#include "cpu/hfp.h"
#include "cpu/storage.h"

enum { LOW_EXPONENT = 14 }; /* the low-order part's is 14 less */

#define FRACTION_56 0x00ffffffffffffffu

/* The pair that begins with register r, which is 0 or 4. */
static struct hfp
get_pair(const struct cpu *cpu, unsigned r)
{
    uint64_t high = cpu->fr[r / 2], low = cpu->fr[r / 2 + 1];

    return (struct hfp){high >> 63, (int)(high >> 56 & 127),
                        (hfp_fraction)(high & FRACTION_56) << 56 |
                            (low & FRACTION_56)};
}

/* PoO "Add Normalized": a zero fraction with a significance exception is not
 * made a true zero, and the low-order part has its own characteristic. */
static void
set_pair(struct cpu *cpu, unsigned r, const struct hfp *v, int pic)
{
    uint64_t sign = (uint64_t)v->negative << 63;
    uint64_t low = (uint64_t)((v->exponent - LOW_EXPONENT) & 127) << 56;
    bool is_true_zero = !v->fraction && v->exponent == 0 && !v->negative &&
                        pic != PIC_SIGNIFICANCE;

    cpu->fr[r / 2] =
        sign | (uint64_t)v->exponent << 56 | (uint64_t)(v->fraction >> 56);
    cpu->fr[r / 2 + 1] =
        is_true_zero ? 0 : sign | low | ((uint64_t)v->fraction & FRACTION_56);
}

static struct hfp
get_long(uint64_t v)
{
    return (struct hfp){v >> 63, (int)(v >> 56 & 127), v & FRACTION_56};
}

static bool
is_pair(unsigned r)
{
    return r == 0 || r == 4;
}

static int
add(struct cpu *cpu, uint64_t ib, bool subtract)
{
    unsigned r1 = ib_r1(ib), r2 = ib_r2(ib);
    struct hfp r;
    int pic;

    if (!is_pair(r1) || !is_pair(r2))
        return PIC_SPECIFICATION;
    pic = hfp_add(&r, get_pair(cpu, r1), get_pair(cpu, r2), subtract, true,
                  HFP_EXTENDED, cpu->psw.progmask, &cpu->psw.cc);
    set_pair(cpu, r1, &r, pic);
    return pic;
}

int
op_AXR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, false);
}

int
op_SXR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, true);
}

int
op_MXR(struct cpu *cpu, uint64_t ib)
{
    unsigned r1 = ib_r1(ib), r2 = ib_r2(ib);
    struct hfp r;
    int pic;

    if (!is_pair(r1) || !is_pair(r2))
        return PIC_SPECIFICATION;
    pic = hfp_multiply(&r, get_pair(cpu, r1), get_pair(cpu, r2), HFP_EXTENDED,
                       HFP_EXTENDED, cpu->psw.progmask);
    set_pair(cpu, r1, &r, pic);
    return pic;
}

/* Long operands, extended product. */
static int
multiply_long(struct cpu *cpu, unsigned r1, uint64_t v)
{
    struct hfp r;
    int pic = hfp_multiply(&r, get_long(cpu->fr[r1 / 2]), get_long(v), HFP_LONG,
                           HFP_EXTENDED, cpu->psw.progmask);

    set_pair(cpu, r1, &r, pic);
    return pic;
}

int
op_MXDR(struct cpu *cpu, uint64_t ib)
{
    if (!is_pair(ib_r1(ib)) || !hfp_register(ib_r2(ib)))
        return PIC_SPECIFICATION;
    return multiply_long(cpu, ib_r1(ib), cpu->fr[ib_r2(ib) / 2]);
}

int
op_MXD(struct cpu *cpu, uint64_t ib)
{
    uint64_t v;
    int pic;

    if (!is_pair(ib_r1(ib)))
        return PIC_SPECIFICATION;
    pic = stor_get64(cpu, ea_rx(cpu, ib), &v);
    return pic != PIC_NONE ? pic : multiply_long(cpu, ib_r1(ib), v);
}

int
op_LRDR(struct cpu *cpu, uint64_t ib)
{
    struct hfp r;
    int pic;

    if (!hfp_register(ib_r1(ib)) || !is_pair(ib_r2(ib)))
        return PIC_SPECIFICATION;
    pic = hfp_round(&r, get_pair(cpu, ib_r2(ib)), HFP_EXTENDED, HFP_LONG);
    cpu->fr[ib_r1(ib) / 2] = (uint64_t)r.negative << 63 |
                             (uint64_t)r.exponent << 56 | (uint64_t)r.fraction;
    return pic;
}

int
op_LRER(struct cpu *cpu, uint64_t ib)
{
    uint64_t *r1 = &cpu->fr[(ib_r1(ib) & 7) / 2];
    struct hfp r;
    int pic;

    if (!hfp_register(ib_r1(ib)) || !hfp_register(ib_r2(ib)))
        return PIC_SPECIFICATION;
    pic = hfp_round(&r, get_long(cpu->fr[ib_r2(ib) / 2]), HFP_LONG, HFP_SHORT);
    *r1 = (*r1 & 0xffffffff) | (uint64_t)r.negative << 63 |
          (uint64_t)r.exponent << 56 | (uint64_t)r.fraction << 32;
    return pic;
}
