/* SPDX-License-Identifier: MIT */
/* The decoder: dispatch tables made from arch/s370.def when a processor is
 * created, one set for supervisor and one for problem state. The first byte
 * of an instruction selects a handler; where a second or sixth byte extends
 * the opcode that handler dispatches once more. What a processor's facilities
 * do not have, or is not implemented, gets the operation exception; in problem
 * state what is privileged gets the privileged-operation exception. */
#include <stdlib.h>

#include "arch/insn.h"
#include "cpu/handlers.h"

static op_fn op_none, op_privileged;

/* In the order of insn_table. A row that is not implemented has no handler. */
#define HANDLER_YES(mnemonic) op_##mnemonic
#define HANDLER_NO(mnemonic) NULL
#define INSN(op, mnem, fmt, fac, impl, priv, codes, chapter, title)            \
    HANDLER_##impl(mnem),
static op_fn *const handlers[] = {
#include "arch/s370.def"
};

/* PoO "Operation Exception". */
static int
op_none(struct cpu *cpu, uint64_t ib)
{
    (void)cpu;
    (void)ib;
    return PIC_OPERATION;
}

/* PoO "Privileged-Operation Exception". */
static int
op_privileged(struct cpu *cpu, uint64_t ib)
{
    (void)cpu;
    (void)ib;
    return PIC_PRIVILEGED;
}

int
op_by_byte1(struct cpu *cpu, uint64_t ib)
{
    struct cpu_private *p = cpu->priv;
    op_fn ***tables =
        p->ops == p->ops_problem ? p->second_problem : p->second_supervisor;

    return tables[ib >> 56][ib >> 48 & 0xff](cpu, ib);
}

int
op_by_byte5(struct cpu *cpu, uint64_t ib)
{
    struct cpu_private *p = cpu->priv;
    op_fn ***tables =
        p->ops == p->ops_problem ? p->second_problem : p->second_supervisor;

    return tables[ib >> 56][ib >> 16 & 0xff](cpu, ib);
}

/* The set of enum insn_facility that the processor has. */
static uint32_t
facility_set(const struct cpu *cpu)
{
    uint32_t set = INSN_SET_S370;

    if (cpu->facilities & CPU_FAC_EXTENSION)
        set |= INSN_FAC_BIT(INSN_FAC_EXTENSION);
    if (cpu->facilities & CPU_FAC_DAS)
        set |= INSN_FAC_BIT(INSN_FAC_DAS);
    return set;
}

static op_fn *
handler_of(const struct insn *in, bool problem, uint32_t set)
{
    if (!in || !in->implemented)
        return op_none;
    /* What is semiprivileged is privileged without dual address space. */
    if (problem && (in->privilege == INSN_P ||
                    (in->privilege == INSN_Q && !(set & INSN_SET_DAS))))
        return op_privileged;
    return handlers[in - insn_table];
}

/* Where do the opcodes that begin with this byte go on? */
static enum insn_ext
extension_of(uint8_t first, uint32_t set)
{
    for (unsigned i = 0; i < insn_count; i++) {
        const struct insn *in = &insn_table[i];
        enum insn_ext ext = insn_format_ext((enum insn_format)in->format);
        unsigned shift = ext == INSN_EXT_NONE     ? 0
                         : ext == INSN_EXT_NIBBLE ? 4
                                                  : 8;

        if ((set & INSN_FAC_BIT(in->facility)) && in->opcode >> shift == first)
            return ext;
    }
    return INSN_EXT_NONE;
}

static bool
init_second(struct cpu *cpu, uint8_t first, bool by_byte5, uint32_t set)
{
    struct cpu_private *p = cpu->priv;
    op_fn **super = calloc(256, sizeof *super);
    op_fn **problem = calloc(256, sizeof *problem);

    p->second_supervisor[first] = super;
    p->second_problem[first] = problem;
    if (!super || !problem)
        return false;
    for (unsigned i = 0; i < 256; i++) {
        uint8_t text[6] = {first};
        const struct insn *in;

        text[by_byte5 ? 5 : 1] = (uint8_t)i;
        in = insn_find(text, set);
        super[i] = handler_of(in, false, set);
        problem[i] = handler_of(in, true, set);
    }
    p->ops_supervisor[first] = p->ops_problem[first] =
        by_byte5 ? op_by_byte5 : op_by_byte1;
    for (unsigned i = 0; first == OP_RI && i < 16; i++) {
        p->ops_supervisor[OPS_RI + i] = super[i];
        p->ops_problem[OPS_RI + i] = problem[i];
    }
    return true;
}

bool
decode_init(struct cpu *cpu)
{
    uint32_t set = facility_set(cpu);
    struct cpu_private *p = cpu->priv;

    for (unsigned i = 0; i < 256; i++) {
        uint8_t text[6] = {(uint8_t)i};
        enum insn_ext ext = extension_of((uint8_t)i, set);
        const struct insn *in;

        if (ext != INSN_EXT_NONE) {
            if (!init_second(cpu, (uint8_t)i, ext == INSN_EXT_BYTE5, set))
                return false;
            continue;
        }
        in = insn_find(text, set);
        if (i == OP_RI) /* without the extension facility: nothing */
            for (unsigned j = OPS_RI; j < OPS_COUNT; j++)
                p->ops_supervisor[j] = p->ops_problem[j] = op_none;
        p->ops_supervisor[i] = handler_of(in, false, set);
        p->ops_problem[i] = handler_of(in, true, set);
    }
    return true;
}

void
decode_free(struct cpu *cpu)
{
    for (unsigned i = 0; i < 256; i++) {
        free(cpu->priv->second_supervisor[i]);
        free(cpu->priv->second_problem[i]);
    }
}
