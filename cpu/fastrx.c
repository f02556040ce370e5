/* SPDX-License-Identifier: MIT */
/* Fast forms of instructions with one operand in storage. Each finds its
 * operand by one compare with the TLB; what cannot be found at all is the
 * reference handler's. PoO "General Instructions". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"

FORMS(f_L, READ_AT(4) R1 = load_be32(at); NEXT;)
FORMS(f_LH, READ_AT(2) R1 = be16s(at); NEXT;)
FORMS(f_IC, READ_AT(1) R1 = (R1 & 0xffffff00) | *at; NEXT;)
FORMS(f_ST, WRITE_AT(4) store_be32(at, R1); NEXT;)
FORMS(f_STH, WRITE_AT(2) store_be16(at, (uint16_t)R1); NEXT;)
FORMS(f_STC, WRITE_AT(1) *at = (uint8_t)R1; NEXT;)
FORMS(f_A, READ_AT(4) SIGNED(s32(R1) + s32(load_be32(at))))
FORMS(f_S, READ_AT(4) SIGNED(s32(R1) - s32(load_be32(at))))
FORMS(f_AH, READ_AT(2) SIGNED(s32(R1) + s32(be16s(at))))
FORMS(f_SH, READ_AT(2) SIGNED(s32(R1) - s32(be16s(at))))
FORMS(f_AL, READ_AT(4) uint64_t v = (uint64_t)R1 + load_be32(at);
      R1 = (uint32_t)v; cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1];
      NEXT;)
FORMS(f_SL, READ_AT(4) uint64_t v = (uint64_t)R1 + (uint32_t)~load_be32(at) + 1;
      R1 = (uint32_t)v; cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1];
      NEXT;)
FORMS(f_ALC, READ_AT(4) uint64_t v = (uint64_t)R1 + load_be32(at) + (cc > 0);
      R1 = (uint32_t)v; cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1];
      NEXT;)
FORMS(f_SLB, READ_AT(4) uint64_t v = (uint64_t)R1 + (uint32_t)~load_be32(at) +
                                     (cc > 0);
      R1 = (uint32_t)v; cc = cc_from[((uint32_t)v != 0) | (v >> 32) << 1];
      NEXT;)
FORMS(f_C, READ_AT(4) cc = s32(R1) - s32(load_be32(at)); NEXT;)
FORMS(f_CH, READ_AT(2) cc = s32(R1) - s32(be16s(at)); NEXT;)
FORMS(f_CL, READ_AT(4) cc = (int64_t)R1 - (int64_t)load_be32(at); NEXT;)
FORMS(f_N, READ_AT(4) R1 &= load_be32(at); cc = -(int64_t)R1; NEXT;)
FORMS(f_O, READ_AT(4) R1 |= load_be32(at); cc = -(int64_t)R1; NEXT;)
FORMS(f_X, READ_AT(4) R1 ^= load_be32(at); cc = -(int64_t)R1; NEXT;)
FORMS(f_M, READ_AT(4) int64_t v = s32(cpu->gr[op->r1 + 1]) * s32(load_be32(at));
      R1 = (uint32_t)((uint64_t)v >> 32); cpu->gr[op->r1 + 1] = (uint32_t)v;
      NEXT;)
FORMS(f_MH, READ_AT(2) R1 *= be16s(at); NEXT;)
FORMS(f_MS, READ_AT(4) R1 *= load_be32(at); NEXT;)

/* The formats with a base register only: ONE_BASE. */
ONE_BASE(f_CLI, READ_AT(1) cc = (int64_t)*at - op->i2; NEXT;)
ONE_BASE(f_TM, READ_AT(1) cc = fast_tested_byte(*at, op->i2); NEXT;)
ONE_BASE(f_MVI, WRITE_AT(1) *at = op->i2; NEXT;)
ONE_BASE(f_NI, WRITE_AT(1) *at &= op->i2; cc = -(int64_t)*at; NEXT;)
ONE_BASE(f_OI, WRITE_AT(1) *at |= op->i2; cc = -(int64_t)*at; NEXT;)
ONE_BASE(f_XI, WRITE_AT(1) *at ^= op->i2; cc = -(int64_t)*at; NEXT;)
/* ICM, STCM and CLM of all four bytes. */
ONE_BASE(f_ICM, READ_AT(4) R1 = load_be32(at); cc = s32(R1); NEXT;)
ONE_BASE(f_STCM, WRITE_AT(4) store_be32(at, R1); NEXT;)
ONE_BASE(f_CLM, READ_AT(4) cc = (int64_t)R1 - (int64_t)load_be32(at); NEXT;)
/* n registers from R1 on, 15 being followed by 0. */
static inline void
load_registers(struct cpu *cpu, const struct fop *op, const uint8_t *at,
               unsigned n)
{
    unsigned r = op->r1, straight = n > 16 - r ? 16 - r : n;
    uint32_t *to = cpu->gr + r, *end = to + straight;

    for (; to < end; to++, at += 4)
        *to = load_be32(at);
    for (to = cpu->gr, end = to + (n - straight); to < end; to++, at += 4)
        *to = load_be32(at);
}

static inline void
store_registers(const struct cpu *cpu, const struct fop *op, uint8_t *at,
                unsigned n)
{
    unsigned r = op->r1, straight = n > 16 - r ? 16 - r : n;
    const uint32_t *from = cpu->gr + r, *end = from + straight;

    for (; from < end; from++, at += 4)
        store_be32(at, *from);
    for (from = cpu->gr, end = from + (n - straight); from < end;
         from++, at += 4)
        store_be32(at, *from);
}

/* Of some of them. The mask is in r2, and not 0. */
ONE_BASE(
    f_ICM_part, unsigned n = (unsigned)__builtin_popcount(op->r2);
    READ_AT(n) uint32_t v = R1, ones = 0;
    for (unsigned i = 0, k = 0; i < 4; i++) if (op->r2 & 8u >> i) {
        ones |= at[k];
        v = (v & ~(0xff000000u >> 8 * i)) | (uint32_t)at[k++] << (24 - 8 * i);
    } cc = !ones        ? 0
           : at[0] >> 7 ? -1
                        : 1;
    R1 = v; NEXT;)
ONE_BASE(f_STCM_part, unsigned n = (unsigned)__builtin_popcount(op->r2);
         WRITE_AT(n) for (unsigned i = 0, k = 0; i < 4;
                          i++) if (op->r2 & 8u >> i)
             at[k++] = (uint8_t)(R1 >> (24 - 8 * i));
         NEXT;)
ONE_BASE(
    f_CLM_part, unsigned n = (unsigned)__builtin_popcount(op->r2);
    READ_AT(n) uint32_t a = 0, b = 0;
    for (unsigned i = 0, k = 0; i < 4; i++) if (op->r2 & 8u >> i) {
        a = a << 8 | (R1 >> (24 - 8 * i) & 0xff);
        b = b << 8 | at[k++];
    } cc = (int64_t)a - (int64_t)b;
    NEXT;)
ONE_BASE(f_LM, unsigned n = ((op->r2 - op->r1) & 15u) + 1;
         READ_AT(4 * n) load_registers(cpu, op, at, n); NEXT;)
ONE_BASE(f_STM, unsigned n = ((op->r2 - op->r1) & 15u) + 1;
         WRITE_AT(4 * n) store_registers(cpu, op, at, n); NEXT;)

#define THREE(name) [ROW_##name] = {{f_##name##_0, f_##name##_1, f_##name##_2}}
#define TWO(name) [ROW_##name] = {{f_##name##_0, f_##name##_1}}

const struct fast_form fast_masked[3] = {
    {{f_ICM_part_0, f_ICM_part_1}},
    {{f_STCM_part_0, f_STCM_part_1}},
    {{f_CLM_part_0, f_CLM_part_1}},
};

const struct fast_form fast_rx[ROW_COUNT] = {
    THREE(L),   THREE(LH),  THREE(IC), THREE(ST), THREE(STH), THREE(STC),
    THREE(A),   THREE(S),   THREE(AH), THREE(SH), THREE(AL),  THREE(SL),
    THREE(ALC), THREE(SLB), THREE(C),  THREE(CH), THREE(CL),  THREE(N),
    THREE(O),   THREE(X),   THREE(M),  THREE(MH), THREE(MS),  TWO(CLI),
    TWO(TM),    TWO(MVI),   TWO(NI),   TWO(OI),   TWO(XI),    TWO(ICM),
    TWO(STCM),  TWO(CLM),   TWO(LM),   TWO(STM),
};
