/* SPDX-License-Identifier: MIT */
/* Writes the instruction reference (doc/manual/instructions.md) from
 * arch/s370.def to standard output. */
#include <stdio.h>

#include "arch/insn.h"

#define TITLE(op, mnem, fmt, fac, impl, priv, codes, chapter, title) title,
#define INSN TITLE
static const char *const titles[] = {
#include "arch/s370.def"
};

#define FORMAT_NAME(name, length, ext, operands) #name,
static const char *const formats[] = {INSN_FORMATS(FORMAT_NAME)};

static const struct {
    const char *name, *installed, *text;
} facilities[] = {
#define FACILITY(name, installed, text) {#name, #installed, text},
    INSN_FACILITIES(FACILITY)};

static const struct {
    enum insn_chapter chapter;
    const char *heading;
} chapters[] = {
    {INSN_GENERAL, "General instructions"},
    {INSN_DECIMAL, "Decimal instructions"},
    {INSN_FLOAT, "Floating-point instructions"},
    {INSN_CONTROL, "Control instructions"},
    {INSN_IO, "Input/output instructions"},
};

static const struct {
    uint32_t code;
    const char *name, *text;
} codes[] = {
    {INSN_C, "C", "sets the condition code"},
    {INSN_A, "A", "access exceptions"},
    {INSN_A1, "A1", "access exceptions, as its description limits them"},
    {INSN_SP, "SP", "specification exception"},
    {INSN_D, "D", "data exception"},
    {INSN_IF, "IF", "fixed-point-overflow exception"},
    {INSN_IK, "IK", "fixed-point-divide exception"},
    {INSN_II, "II", "interruptible"},
    {INSN_DF, "DF", "decimal-overflow exception"},
    {INSN_DK, "DK", "decimal-divide exception"},
    {INSN_EO, "EO", "exponent-overflow exception"},
    {INSN_EU, "EU", "exponent-underflow exception"},
    {INSN_LS, "LS", "significance exception"},
    {INSN_FK, "FK", "floating-point-divide exception"},
    {INSN_EX, "EX", "execute exception"},
    {INSN_MO, "MO", "monitor event"},
    {INSN_SO, "SO", "special-operation exception"},
    {INSN_DM, "DM", "depends on the model"},
    {INSN_B, "B", "PER branch event"},
    {INSN_ST, "ST", "PER storage-alteration event"},
    {INSN_G1, "R", "PER general-register-alteration event"},
};

enum {
    ANY_GR = INSN_G1 | INSN_G1P | INSN_G13 | INSN_G2P | INSN_G3P | INSN_GX,
    CODE_COUNT = sizeof codes / sizeof codes[0],
    CHAPTER_COUNT = sizeof chapters / sizeof chapters[0],
};

static bool
has_code(const struct insn *in, unsigned i)
{
    return in->codes & (codes[i].code == INSN_G1 ? ANY_GR : codes[i].code);
}

static void
row(const struct insn *in)
{
    const char *name = formats[in->format];

    printf("| %s | %s | %02X | ", titles[in - insn_table], in->mnemonic,
           in->opcode);
    while (*name && *name != '_')
        putchar(*name++);
    printf(" | %s |", insn_format_operands((enum insn_format)in->format));
    if (in->privilege != INSN_U)
        printf(" %s", in->privilege == INSN_P ? "P" : "Q");
    for (unsigned i = 0; i < CODE_COUNT; i++)
        if (has_code(in, i))
            printf(" %s", codes[i].name);
    printf(" | %s | %s |\n", facilities[in->facility].name,
           in->implemented ? "yes" : "no");
}

static void
introduction(void)
{
    puts("# Instruction reference\n\n<!-- tools/insnref writes this file: do "
         "not edit -->\n\n"
         "Made from `arch/s370.def` by `tools/insnref.c`. Titles are those "
         "of *IBM System/370\nPrinciples of Operation*, GA22-7000; those of "
         "facility EXTENSION of *ESA/390* and\n*z/Architecture Principles of "
         "Operation*. An instruction that is not implemented, or\nwhose "
         "facility is not installed, is an operation exception.\n\n"
         "DIAGNOSE has no function on the bare machine: every code is a "
         "specification\nexception. Under CP, CP gives it its meaning.\n\n"
         "## Characteristics\n\n"
         "| code | meaning |\n|---|---|\n"
         "| P | privileged |\n"
         "| Q | semiprivileged; privileged without dual address space |");
    for (unsigned i = 0; i < CODE_COUNT; i++)
        printf("| %s | %s |\n", codes[i].name, codes[i].text);
    puts("\n## Facilities\n\n| name | what | installed |\n|---|---|---|");
    for (unsigned i = 0; i < INSN_FAC_COUNT; i++) {
        char kind = facilities[i].installed[0];

        printf("| %s | %s | %s |\n", facilities[i].name, facilities[i].text,
               kind == 'S'   ? "always"
               : kind == 'O' ? "by a FACILITY statement"
                             : "not yet");
    }
}

int
main(void)
{
    introduction();
    for (unsigned c = 0; c < CHAPTER_COUNT; c++) {
        printf("\n## %s\n\n| instruction | mnemonic | opcode | format | "
               "operands | characteristics | facility | implemented |\n"
               "|---|---|---|---|---|---|---|---|\n",
               chapters[c].heading);
        for (unsigned i = 0; i < insn_count; i++)
            if (insn_table[i].chapter == (uint8_t)chapters[c].chapter)
                row(&insn_table[i]);
    }
    return fflush(stdout) != 0 || ferror(stdout);
}
