/* SPDX-License-Identifier: MIT */
/* What the columns of arch/s370.def mean, and the table as data: formats,
 * facilities, characteristics. Compiles in both worlds. */
#ifndef ARCH_INSN_H
#define ARCH_INSN_H

#include <stdbool.h>
#include <stdint.h>

/* F(name, length in bytes, where the opcode is extended, operands as the
 * assembler writes them). The names are the manual's, with a suffix where one
 * format has several assembler forms. Operand letters: R register, M mask, D
 * displacement with X index, B base, L length; I, U immediate (signed, a mask);
 * J relative. Storage-to-storage formats come last: disasm.c relies on it. */
#define INSN_FORMATS(F)                                                        \
    F(RR, 2, NONE, "R1,R2")                                                    \
    F(RR_R1, 2, NONE, "R1")                                                    \
    F(RR_M, 2, NONE, "M1,R2")                                                  \
    F(RR_I, 2, NONE, "I")                                                      \
    F(RRE, 4, BYTE1, "R1,R2")                                                  \
    F(RRE_R1, 4, BYTE1, "R1")                                                  \
    F(RX, 4, NONE, "R1,D2(X2,B2)")                                             \
    F(RX_M, 4, NONE, "M1,D2(X2,B2)")                                           \
    F(RXE, 6, BYTE5, "R1,D2(X2,B2)")                                           \
    F(RS, 4, NONE, "R1,R3,D2(B2)")                                             \
    F(RS_SH, 4, NONE, "R1,D2(B2)")                                             \
    F(RS_M, 4, NONE, "R1,M3,D2(B2)")                                           \
    F(RSE, 6, BYTE5, "R1,R3,D2(B2)")                                           \
    F(RSI, 4, NONE, "R1,R3,J2")                                                \
    F(RI, 4, NIBBLE, "R1,I2")                                                  \
    F(RI_M, 4, NIBBLE, "R1,U2")                                                \
    F(RI_REL, 4, NIBBLE, "R1,J2")                                              \
    F(RI_REL_M, 4, NIBBLE, "M1,J2")                                            \
    F(RIL, 6, NIBBLE, "R1,J2")                                                 \
    F(RIL_M, 6, NIBBLE, "M1,J2")                                               \
    F(SI, 4, NONE, "D1(B1),I2")                                                \
    F(S, 4, BYTE1, "D2(B2)")                                                   \
    F(S_0, 4, BYTE1, "")                                                       \
    F(S_8, 4, NONE, "D2(B2)")                                                  \
    F(S_IO, 4, IO, "D2(B2)")                                                   \
    F(SS_L, 6, NONE, "D1(L,B1),D2(B2)")                                        \
    F(SS_LL, 6, NONE, "D1(L1,B1),D2(L2,B2)")                                   \
    F(SS_I, 6, NONE, "D1(L1,B1),D2(B2),I3")                                    \
    F(SS_R, 6, NONE, "D1(R1,B1),D2(B2),R3")                                    \
    F(SSE, 6, BYTE1, "D1(B1),D2(B2)")

#define INSN_ENUM_FORMAT(name, length, ext, operands) INSN_FMT_##name,
enum insn_format { INSN_FORMATS(INSN_ENUM_FORMAT) INSN_FMT_COUNT };
#undef INSN_ENUM_FORMAT

/* Where the rest of the opcode lies: nowhere; the second byte; bits 12-15; the
 * sixth byte; for X'9C'-X'9F' bit 15, bits 8-14 being ignored (but the rows of
 * facilities that use bit 14 come with them). */
enum insn_ext {
    INSN_EXT_NONE,
    INSN_EXT_BYTE1,
    INSN_EXT_NIBBLE,
    INSN_EXT_BYTE5,
    INSN_EXT_IO,
};

/* F(name, installed, description). installed: S370 on every machine of ours
 * (ARCHMODE S/370); OPTION by a FACILITY statement; NEVER not built yet. */
#define INSN_FACILITIES(F)                                                     \
    F(BASE, S370, "System/370 standard instruction set")                       \
    F(DECIMAL, S370, "decimal instructions")                                   \
    F(FLOAT, S370, "hexadecimal floating point")                               \
    F(EXTFLOAT, S370, "extended-precision floating point")                     \
    F(CONDSWAP, S370, "conditional swapping")                                  \
    F(TRANS, S370, "translation")                                              \
    F(KEYHAND, S370, "PSW-key handling")                                       \
    F(TIMER, S370, "CPU timer and clock comparator")                           \
    F(MULTI, S370, "multiprocessing")                                          \
    F(EXTENDED, S370, "System/370 extended facility")                          \
    F(BAS, S370, "branch and save")                                            \
    F(MVCIN, S370, "move inverse")                                             \
    F(TESTBLOCK, S370, "test block")                                           \
    F(EXTENSION, OPTION, "extension facility for compiled code")               \
    F(DAS, OPTION, "dual address space")                                       \
    F(DIRECT, NEVER, "direct control")                                         \
    F(CHANSET, NEVER, "channel-set switching")                                 \
    F(SUSPEND, NEVER, "suspend and resume")                                    \
    F(CLRCH, NEVER, "clear channel")                                           \
    F(KEYEXT, NEVER, "storage-key-instruction extensions")                     \
    F(EXTDIVIDE, NEVER, "extended-precision divide")                           \
    F(SQUAREROOT, NEVER, "square root")

#define INSN_ENUM_FACILITY(name, installed, text) INSN_FAC_##name,
enum insn_facility { INSN_FACILITIES(INSN_ENUM_FACILITY) INSN_FAC_COUNT };
#undef INSN_ENUM_FACILITY

/* Sets of facilities, one bit each. */
#define INSN_FAC_BIT(f) (1u << (f))
/* What pure ARCHMODE S/370 has, and with FACILITY ENABLE of the extension. */
enum {
    INSN_SET_S370 = (1 << INSN_FAC_EXTENSION) - 1,
    INSN_SET_DEFAULT = INSN_SET_S370 | 1 << INSN_FAC_EXTENSION,
    INSN_SET_DAS = 1 << INSN_FAC_DAS,
    INSN_SET_ALL = (1 << INSN_FAC_COUNT) - 1,
};

enum insn_chapter {
    INSN_GENERAL,
    INSN_DECIMAL,
    INSN_FLOAT,
    INSN_CONTROL,
    INSN_IO,
};

enum insn_privilege {
    INSN_U, /* neither */
    INSN_P, /* privileged */
    INSN_Q, /* semiprivileged; privileged without dual address space */
};

/* Characteristics: the codes of arch/s370.def. */
enum insn_code {
    INSN_C = 1 << 0,
    INSN_A = 1 << 1,
    INSN_A1 = 1 << 2,
    INSN_SP = 1 << 3,
    INSN_D = 1 << 4,
    INSN_IF = 1 << 5,
    INSN_IK = 1 << 6,
    INSN_II = 1 << 7,
    INSN_DF = 1 << 8,
    INSN_DK = 1 << 9,
    INSN_EO = 1 << 10,
    INSN_EU = 1 << 11,
    INSN_LS = 1 << 12,
    INSN_FK = 1 << 13,
    INSN_EX = 1 << 14,
    INSN_MO = 1 << 15,
    INSN_SO = 1 << 16,
    INSN_DM = 1 << 17,
    INSN_B = 1 << 18,
    INSN_ST = 1 << 19,
    INSN_G1 = 1 << 20,
    INSN_G1P = 1 << 21,
    INSN_G13 = 1 << 22,
    INSN_G2P = 1 << 23,
    INSN_G3P = 1 << 24,
    INSN_GX = 1 << 25,
};

struct insn {
    uint32_t codes;    /* INSN_C ... */
    uint16_t opcode;   /* as in the table */
    uint8_t format;    /* enum insn_format */
    uint8_t facility;  /* enum insn_facility */
    uint8_t privilege; /* enum insn_privilege */
    uint8_t chapter;   /* enum insn_chapter */
    bool implemented;  /* by cpu/ */
    char mnemonic[7];  /* execution character set, upper case */
};

/* The table, in its order. */
extern const struct insn insn_table[];
extern const unsigned insn_count;

/* Length in bytes of the instruction that begins with this byte: 2, 4, 6.
 * PoO "Instruction Length". */
static inline unsigned
insn_length(uint8_t first)
{
    return first < 0x40 ? 2 : first < 0xc0 ? 4 : 6;
}

enum insn_ext insn_format_ext(enum insn_format format);
const char *insn_format_operands(enum insn_format format);

/* The row for the instruction at text (its insn_length bytes are looked at)
 * among the facilities of the set; NULL when there is none. */
const struct insn *insn_find(const uint8_t *text, uint32_t facilities);

#endif
