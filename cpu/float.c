/* SPDX-License-Identifier: MIT */
/* Floating-point instructions, short and long. Register pairs of the extended
 * format are in floatx.c, the arithmetic in hfp.c. PoO "Floating-Point
 * Instructions". */
#include "cpu/handlers.h"
#include "cpu/hfp.h"
#include "cpu/storage.h"

static uint64_t *
fr(struct cpu *cpu, unsigned r)
{
    return &cpu->fr[r / 2];
}

static struct hfp
unpack(uint64_t v, unsigned digits)
{
    uint64_t fraction = v & 0x00ffffffffffffff;

    return (struct hfp){v >> 63, (int)(v >> 56 & 127),
                        digits == HFP_SHORT ? fraction >> 32 : fraction};
}

static uint64_t
pack(const struct hfp *v)
{
    return (uint64_t)v->negative << 63 | (uint64_t)v->exponent << 56 |
           (uint64_t)v->fraction;
}

/* A short result leaves the register's right half as it was. */
static void
set(struct cpu *cpu, unsigned r, const struct hfp *v, unsigned digits)
{
    uint64_t *reg = fr(cpu, r);

    if (digits == HFP_SHORT) {
        struct hfp wide = *v;

        wide.fraction <<= 32;
        *reg = (*reg & 0xffffffff) | pack(&wide);
    } else {
        *reg = pack(v);
    }
}

/* The second operand: from a register, or from storage. Also checks that R1
 * is a floating-point register. */
typedef int getter(struct cpu *cpu, uint64_t ib, unsigned digits,
                   struct hfp *v);

static int
get_rr(struct cpu *cpu, uint64_t ib, unsigned digits, struct hfp *v)
{
    if (!hfp_register(ib_r1(ib)) || !hfp_register(ib_r2(ib)))
        return PIC_SPECIFICATION;
    *v = unpack(*fr(cpu, ib_r2(ib)), digits);
    return PIC_NONE;
}

static int
get_rx(struct cpu *cpu, uint64_t ib, unsigned digits, struct hfp *v)
{
    uint64_t wide = 0;
    uint32_t half = 0;
    int pic;

    if (!hfp_register(ib_r1(ib)))
        return PIC_SPECIFICATION;
    if (digits == HFP_SHORT) {
        pic = stor_get32(cpu, ea_rx(cpu, ib), &half);
        wide = (uint64_t)half << 32;
    } else {
        pic = stor_get64(cpu, ea_rx(cpu, ib), &wide);
    }
    if (pic == PIC_NONE)
        *v = unpack(wide, digits);
    return pic;
}

static int
add(struct cpu *cpu, uint64_t ib, getter *get, unsigned digits, bool subtract,
    bool normalize)
{
    struct hfp v, r;
    int pic = get(cpu, ib, digits, &v);

    if (pic != PIC_NONE)
        return pic;
    pic = hfp_add(&r, unpack(*fr(cpu, ib_r1(ib)), digits), v, subtract,
                  normalize, digits, cpu->psw.progmask, &cpu->psw.cc);
    set(cpu, ib_r1(ib), &r, digits);
    return pic;
}

static int
compare(struct cpu *cpu, uint64_t ib, getter *get, unsigned digits)
{
    struct hfp v;
    int pic = get(cpu, ib, digits, &v);

    if (pic == PIC_NONE)
        cpu->psw.cc = hfp_compare(unpack(*fr(cpu, ib_r1(ib)), digits), v);
    return pic;
}

/* The product is long, of short operands too. */
static int
multiply(struct cpu *cpu, uint64_t ib, getter *get, unsigned digits)
{
    struct hfp v, r;
    int pic = get(cpu, ib, digits, &v);

    if (pic != PIC_NONE)
        return pic;
    pic = hfp_multiply(&r, unpack(*fr(cpu, ib_r1(ib)), digits), v, digits,
                       HFP_LONG, cpu->psw.progmask);
    set(cpu, ib_r1(ib), &r, HFP_LONG);
    return pic;
}

static int
divide(struct cpu *cpu, uint64_t ib, getter *get, unsigned digits)
{
    struct hfp v, r;
    int pic = get(cpu, ib, digits, &v);

    if (pic != PIC_NONE)
        return pic;
    pic = hfp_divide(&r, unpack(*fr(cpu, ib_r1(ib)), digits), v, digits,
                     cpu->psw.progmask);
    if (pic != PIC_FLOATING_DIVIDE)
        set(cpu, ib_r1(ib), &r, digits);
    return pic;
}

static int
halve(struct cpu *cpu, uint64_t ib, unsigned digits)
{
    struct hfp v, r;
    int pic = get_rr(cpu, ib, digits, &v);

    if (pic != PIC_NONE)
        return pic;
    pic = hfp_halve(&r, v, digits, cpu->psw.progmask);
    set(cpu, ib_r1(ib), &r, digits);
    return pic;
}

static int
load(struct cpu *cpu, uint64_t ib, getter *get, unsigned digits)
{
    struct hfp v;
    int pic = get(cpu, ib, digits, &v);

    if (pic == PIC_NONE)
        set(cpu, ib_r1(ib), &v, digits);
    return pic;
}

enum sign { SIGN_KEEP, SIGN_PLUS, SIGN_MINUS, SIGN_INVERT };

/* Load and Test, Positive, Negative, Complement: the fraction alone decides
 * whether a number is zero. */
static int
load_sign(struct cpu *cpu, uint64_t ib, unsigned digits, enum sign sign)
{
    struct hfp v;
    int pic = get_rr(cpu, ib, digits, &v);

    if (pic != PIC_NONE)
        return pic;
    if (sign == SIGN_PLUS || sign == SIGN_MINUS)
        v.negative = sign == SIGN_MINUS;
    else
        v.negative ^= sign == SIGN_INVERT;
    set(cpu, ib_r1(ib), &v, digits);
    cpu->psw.cc = !v.fraction ? 0 : v.negative ? 1 : 2;
    return PIC_NONE;
}

int
op_ADR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_LONG, false, true);
}

int
op_AD(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_LONG, false, true);
}

int
op_SDR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_LONG, true, true);
}

int
op_SD(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_LONG, true, true);
}

int
op_AWR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_LONG, false, false);
}

int
op_AW(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_LONG, false, false);
}

int
op_SWR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_LONG, true, false);
}

int
op_SW(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_LONG, true, false);
}

int
op_CDR(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, get_rr, HFP_LONG);
}

int
op_CD(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, get_rx, HFP_LONG);
}

int
op_MDR(struct cpu *cpu, uint64_t ib)
{
    return multiply(cpu, ib, get_rr, HFP_LONG);
}

int
op_MD(struct cpu *cpu, uint64_t ib)
{
    return multiply(cpu, ib, get_rx, HFP_LONG);
}

int
op_DDR(struct cpu *cpu, uint64_t ib)
{
    return divide(cpu, ib, get_rr, HFP_LONG);
}

int
op_DD(struct cpu *cpu, uint64_t ib)
{
    return divide(cpu, ib, get_rx, HFP_LONG);
}

int
op_LDR(struct cpu *cpu, uint64_t ib)
{
    return load(cpu, ib, get_rr, HFP_LONG);
}

int
op_LD(struct cpu *cpu, uint64_t ib)
{
    return load(cpu, ib, get_rx, HFP_LONG);
}

int
op_HDR(struct cpu *cpu, uint64_t ib)
{
    return halve(cpu, ib, HFP_LONG);
}

int
op_LTDR(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_LONG, SIGN_KEEP);
}

int
op_LPDR(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_LONG, SIGN_PLUS);
}

int
op_LNDR(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_LONG, SIGN_MINUS);
}

int
op_LCDR(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_LONG, SIGN_INVERT);
}

int
op_AER(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_SHORT, false, true);
}

int
op_AE(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_SHORT, false, true);
}

int
op_SER(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_SHORT, true, true);
}

int
op_SE(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_SHORT, true, true);
}

int
op_AUR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_SHORT, false, false);
}

int
op_AU(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_SHORT, false, false);
}

int
op_SUR(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rr, HFP_SHORT, true, false);
}

int
op_SU(struct cpu *cpu, uint64_t ib)
{
    return add(cpu, ib, get_rx, HFP_SHORT, true, false);
}

int
op_CER(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, get_rr, HFP_SHORT);
}

int
op_CE(struct cpu *cpu, uint64_t ib)
{
    return compare(cpu, ib, get_rx, HFP_SHORT);
}

int
op_MER(struct cpu *cpu, uint64_t ib)
{
    return multiply(cpu, ib, get_rr, HFP_SHORT);
}

int
op_ME(struct cpu *cpu, uint64_t ib)
{
    return multiply(cpu, ib, get_rx, HFP_SHORT);
}

int
op_DER(struct cpu *cpu, uint64_t ib)
{
    return divide(cpu, ib, get_rr, HFP_SHORT);
}

int
op_DE(struct cpu *cpu, uint64_t ib)
{
    return divide(cpu, ib, get_rx, HFP_SHORT);
}

int
op_LER(struct cpu *cpu, uint64_t ib)
{
    return load(cpu, ib, get_rr, HFP_SHORT);
}

int
op_LE(struct cpu *cpu, uint64_t ib)
{
    return load(cpu, ib, get_rx, HFP_SHORT);
}

int
op_HER(struct cpu *cpu, uint64_t ib)
{
    return halve(cpu, ib, HFP_SHORT);
}

int
op_LTER(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_SHORT, SIGN_KEEP);
}

int
op_LPER(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_SHORT, SIGN_PLUS);
}

int
op_LNER(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_SHORT, SIGN_MINUS);
}

int
op_LCER(struct cpu *cpu, uint64_t ib)
{
    return load_sign(cpu, ib, HFP_SHORT, SIGN_INVERT);
}

int
op_STD(struct cpu *cpu, uint64_t ib)
{
    if (!hfp_register(ib_r1(ib)))
        return PIC_SPECIFICATION;
    return stor_put64(cpu, ea_rx(cpu, ib), *fr(cpu, ib_r1(ib)));
}

int
op_STE(struct cpu *cpu, uint64_t ib)
{
    if (!hfp_register(ib_r1(ib)))
        return PIC_SPECIFICATION;
    return stor_put32(cpu, ea_rx(cpu, ib),
                      (uint32_t)(*fr(cpu, ib_r1(ib)) >> 32));
}
