/* SPDX-License-Identifier: MIT */
/* The instruction table as data, and the search in it. Both worlds. */
#include "arch/insn.h"

/* The names that arch/s370.def uses in its codes column. */
enum {
    C = INSN_C,
    A = INSN_A,
    A1 = INSN_A1,
    SP = INSN_SP,
    D = INSN_D,
    IF = INSN_IF,
    IK = INSN_IK,
    II = INSN_II,
    DF = INSN_DF,
    DK = INSN_DK,
    EO = INSN_EO,
    EU = INSN_EU,
    LS = INSN_LS,
    FK = INSN_FK,
    EX = INSN_EX,
    MO = INSN_MO,
    SO = INSN_SO,
    DM = INSN_DM,
    B = INSN_B,
    ST = INSN_ST,
    G1 = INSN_G1,
    G1P = INSN_G1P,
    G13 = INSN_G13,
    G2P = INSN_G2P,
    G3P = INSN_G3P,
    GX = INSN_GX,
};

enum { NO, YES };

#define INSN(op, mnem, fmt, fac, impl, priv, code, chap, title)                \
    {                                                                          \
        .codes = (code),                                                       \
        .opcode = (op),                                                        \
        .format = INSN_FMT_##fmt,                                              \
        .facility = INSN_FAC_##fac,                                            \
        .privilege = INSN_##priv,                                              \
        .chapter = INSN_##chap,                                                \
        .implemented = (impl),                                                 \
        .mnemonic = #mnem,                                                     \
    },
const struct insn insn_table[] = {
#include "arch/s370.def"
};
const unsigned insn_count = sizeof insn_table / sizeof insn_table[0];

#define FORMAT_EXT(name, length, ext, operands) INSN_EXT_##ext,
static const uint8_t format_ext[] = {INSN_FORMATS(FORMAT_EXT)};
#define FORMAT_OPERANDS(name, length, ext, operands) operands,
static const char *const format_operands[] = {INSN_FORMATS(FORMAT_OPERANDS)};

enum insn_ext
insn_format_ext(enum insn_format format)
{
    return (enum insn_ext)format_ext[format];
}

const char *
insn_format_operands(enum insn_format format)
{
    return format_operands[format];
}

/* The first byte of a row's opcode. */
static uint8_t
first_byte(const struct insn *in)
{
    switch (insn_format_ext((enum insn_format)in->format)) {
    case INSN_EXT_NONE:
        return (uint8_t)in->opcode;
    case INSN_EXT_NIBBLE:
        return (uint8_t)(in->opcode >> 4);
    default:
        return (uint8_t)(in->opcode >> 8);
    }
}

/* Is the text, whose first byte agrees, this row's instruction? */
static bool
matches(const struct insn *in, const uint8_t *text)
{
    switch (insn_format_ext((enum insn_format)in->format)) {
    case INSN_EXT_BYTE1:
        return text[1] == (in->opcode & 0xff);
    case INSN_EXT_NIBBLE:
        return (text[1] & 0x0f) == (in->opcode & 0x0f);
    case INSN_EXT_BYTE5:
        return text[5] == (in->opcode & 0xff);
    case INSN_EXT_IO:
        /* PoO "I/O Instructions": bits 8-14 are ignored; only a facility that
         * is installed gives bit 14 a meaning, and its row says so. */
        return (in->opcode & 2) ? (text[1] & 3) == (in->opcode & 3)
                                : (text[1] & 1) == (in->opcode & 1);
    default:
        return true;
    }
}

const struct insn *
insn_find(const uint8_t *text, uint32_t facilities)
{
    const struct insn *found = 0;
    unsigned low = 0, high = insn_count;

    while (low < high) {
        unsigned mid = (low + high) / 2;

        if (first_byte(&insn_table[mid]) < text[0])
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < insn_count && first_byte(&insn_table[low]) == text[0]; low++) {
        const struct insn *in = &insn_table[low];

        if ((facilities & INSN_FAC_BIT(in->facility)) && matches(in, text))
            found = in; /* of two, the later: RIO before SIO */
    }
    return found;
}
