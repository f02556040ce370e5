/* SPDX-License-Identifier: MIT */
/* The disassembler: walks the operand string of the instruction's format
 * (arch/insn.h) and puts a value for each name in it. Both worlds: it uses no
 * library. */
#include "arch/disasm.h"
#include "arch/insn.h"

/* Where the text grows. */
struct out {
    char *p;
    char *end; /* the zero byte goes here at the latest */
};

static void
put_char(struct out *o, char c)
{
    if (o->p < o->end)
        *o->p++ = c;
}

static void
put_string(struct out *o, const char *s)
{
    while (*s)
        put_char(o, *s++);
}

static void
put_decimal(struct out *o, int32_t value)
{
    char digit[10];
    unsigned n = 0;
    uint32_t v = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;

    do {
        digit[n++] = "0123456789"[v % 10];
        v /= 10;
    } while (v);
    if (value < 0)
        put_char(o, '-');
    while (n)
        put_char(o, digit[--n]);
}

static void
put_hex(struct out *o, uint32_t value, unsigned digits)
{
    while (digits--)
        put_char(o, "0123456789ABCDEF"[value >> digits * 4 & 15]);
}

/* The fields of an instruction, where every format has them. */
static unsigned
high(uint8_t byte)
{
    return byte >> 4;
}

static unsigned
low(uint8_t byte)
{
    return byte & 15u;
}

/* Is this a format whose registers are in the fourth byte? */
static bool
is_rre(unsigned format)
{
    return format == INSN_FMT_RRE || format == INSN_FMT_RRE_R1;
}

/* The two bytes of a base and a displacement: the second operand's follow the
 * first's in the formats SS and SSE only. */
static const uint8_t *
storage_operand(const struct insn *in, const uint8_t *t, char which)
{
    bool second = which == '2' && in->format >= INSN_FMT_SS_L;

    return t + (second ? 4 : 2);
}

static void
put_immediate(struct out *o, const struct insn *in, const uint8_t *t)
{
    if (in->format == INSN_FMT_RI)
        put_decimal(o, (int16_t)(t[2] << 8 | t[3]));
    else
        put_decimal(o, t[1]);
}

static void
put_relative(struct out *o, const struct insn *in, const uint8_t *t,
             uint32_t addr)
{
    uint32_t halfwords = (uint32_t)(int32_t)(int16_t)(t[2] << 8 | t[3]);

    if (in->format == INSN_FMT_RIL || in->format == INSN_FMT_RIL_M)
        halfwords = (uint32_t)t[2] << 24 | (uint32_t)t[3] << 16 |
                    (uint32_t)t[4] << 8 | t[5];
    put_string(o, "X'");
    put_hex(o, (addr + halfwords * 2) & 0xffffff, 6);
    put_char(o, '\'');
}

/* Puts the value of the operand field "name which". */
static void
put_field(struct out *o, const struct insn *in, const uint8_t *t, uint32_t addr,
          char name, char which)
{
    const uint8_t *bd = storage_operand(in, t, which);

    switch (name) {
    case 'R':
    case 'M':
        if (is_rre(in->format))
            put_decimal(o, (int)(which == '1' ? high(t[3]) : low(t[3])));
        else
            put_decimal(o, (int)(which == '1' ? high(t[1]) : low(t[1])));
        break;
    case 'D':
        put_decimal(o, (int)(low(bd[0]) << 8 | bd[1]));
        break;
    case 'B':
        put_decimal(o, (int)high(bd[0]));
        break;
    case 'X':
        put_decimal(o, (int)low(t[1]));
        break;
    case 'L':
        put_decimal(o, (which == '1'   ? (int)high(t[1])
                        : which == '2' ? (int)low(t[1])
                                       : t[1]) +
                           1);
        break;
    case 'I':
        if (which == '3')
            put_decimal(o, (int)low(t[1]));
        else
            put_immediate(o, in, t);
        break;
    case 'U':
        put_string(o, "X'");
        put_hex(o, (uint32_t)t[2] << 8 | t[3], 4);
        put_char(o, '\'');
        break;
    case 'J':
        put_relative(o, in, t, addr);
        break;
    }
}

static void
put_operands(struct out *o, const struct insn *in, const uint8_t *t,
             uint32_t addr)
{
    const char *s = insn_format_operands((enum insn_format)in->format);

    while (*s) {
        char name = *s++, which = ' ';

        if (name == ',' || name == '(' || name == ')') {
            put_char(o, name);
            continue;
        }
        if (*s >= '1' && *s <= '3')
            which = *s++;
        put_field(o, in, t, addr, name, which);
    }
}

unsigned
disasm(char *buf, const uint8_t *text, uint32_t addr, uint32_t facilities)
{
    struct out o = {buf, buf + DISASM_MAX - 1};
    const struct insn *in = insn_find(text, facilities);
    unsigned length = insn_length(text[0]);

    if (in) {
        put_string(&o, in->mnemonic);
        if (*insn_format_operands((enum insn_format)in->format))
            do
                put_char(&o, ' ');
            while (o.p < buf + 6);
        put_operands(&o, in, text, addr);
    } else {
        put_string(&o, "DC    X'");
        for (unsigned i = 0; i < length; i++)
            put_hex(&o, text[i], 2);
        put_char(&o, '\'');
    }
    *o.p = 0;
    return length;
}
