/* SPDX-License-Identifier: MIT */
/* Trace records as text, one line each: the instruction count, what happened,
 * and what it changed. The disassembly is that of the table of instructions. */
#include "config.h"

#include "tools/traceprint.h"

#include <string.h>

#include "arch/disasm.h"
#include "arch/insn.h"
#include "arch/psw.h"

static void
hex(FILE *out, const uint8_t *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        fprintf(out, "%s%02X", i > 0 && i % 4 == 0 ? " " : "", p[i]);
}

static void
registers(FILE *out, const struct traceprint *how,
          const struct trace_record *rec)
{
    for (unsigned i = 0; i < 16; i++)
        if (rec->gr_changed >> (15 - i) & 1)
            fprintf(out, " GR%02u=%08X", i, rec->reg.gr[i]);
    for (unsigned i = 0; i < 4; i++)
        if (rec->fr_changed >> (3 - i) & 1)
            fprintf(out, " FPR%u=%016llX", 2 * i,
                    (unsigned long long)rec->reg.fr[i]);
    for (unsigned i = 0; how->all && i < 16; i++)
        fprintf(out, "%s%08X", i % 4 == 0 ? "\n            GR " : " ",
                rec->reg.gr[i]);
    for (unsigned i = 0; how->all && i < 4; i++)
        fprintf(out, "%s%016llX", i == 0 ? "\n            FPR " : " ",
                (unsigned long long)rec->reg.fr[i]);
}

static void
instruction(FILE *out, const struct traceprint *how,
            const struct trace_record *rec)
{
    char line[DISASM_MAX];
    unsigned length = disasm(line, rec->text, rec->at, how->facilities);

    for (unsigned i = 0; i < 6; i++)
        if (i < length)
            fprintf(out, "%02X", rec->text[i]);
        else
            fputs("  ", out);
    fprintf(out, " %-28s", line);
    registers(out, how, rec);
}

static void
interruption(FILE *out, const struct trace_record *rec)
{
    static const char *const classes[] = {"external",      "SVC", "program",
                                          "machine-check", "I/O", "restart"};
    unsigned number = rec->code & ~(unsigned)PIC_PER;

    fprintf(out, "%s interruption %04X",
            rec->class < 6 ? classes[rec->class] : "unknown", rec->code);
    if (rec->class == 2 && (number == PIC_SEGMENT || number == PIC_PAGE))
        fprintf(out, ", translation-exception address %06X",
                (unsigned)(rec->operand & PSW_ADDR));
    if (rec->class == 3)
        fprintf(out, ", failing-storage address %06X", rec->operand);
    if (rec->class == 2 && number == PIC_MONITOR)
        fprintf(out, ", monitor code %06X", rec->operand);
}

static void
io(FILE *out, const struct trace_record *rec)
{
    static const char *const operations[] = {"SIO",   "SIOF", "TIO",
                                             "CLRIO", "HIO",  "HDV"};
    unsigned shown = rec->shown & 0x1f;

    if (rec->kind == TRACE_OPERATION) {
        fprintf(out, "%04X %s cc=%u CAW=%08X", rec->code,
                rec->class < 6 ? operations[rec->class] : "?", rec->cc,
                rec->at);
        return;
    }
    fprintf(out, "%04X %s=", rec->code,
            rec->kind == TRACE_CCW      ? "CCW"
            : rec->kind == TRACE_STATUS ? "chained CSW"
                                        : "CSW");
    hex(out, rec->text, 8);
    if (rec->kind == TRACE_CCW && rec->at != UINT32_MAX)
        fprintf(out, " at %06X", rec->at);
    if (shown > 0) {
        fputs(" => ", out);
        hex(out, rec->data, shown < 16 ? shown : 16);
    }
    if (rec->shown & 0x20) {
        fputs(" sense=", out);
        hex(out, rec->data + 16, 16);
    }
}

void
traceprint_record(FILE *out, const struct traceprint *how,
                  const struct trace_record *rec)
{
    fprintf(out, "%12llu ", (unsigned long long)rec->icount);
    if (rec->kind == TRACE_INSN || rec->kind == TRACE_INTERRUPTION)
        fprintf(out, "PSW=%08X %08X ", (unsigned)(rec->psw >> 32),
                (unsigned)rec->psw);
    if (rec->kind == TRACE_INSN)
        instruction(out, how, rec);
    else if (rec->kind == TRACE_INTERRUPTION)
        interruption(out, rec);
    else
        io(out, rec);
    fputc('\n', out);
}

void
traceprint_file(FILE *out, const struct traceprint *how,
                const struct tracefile *file)
{
    uint64_t count = tracefile_header(file)->count, first = 0;
    uint64_t there = tracefile_count(file);
    struct trace_record rec;

    if (there > count)
        there = count;
    if (how->last > 0 && how->last < there)
        first = there - how->last;
    for (uint64_t i = first; i < count; i++)
        if (tracefile_get(file, i, &rec))
            traceprint_record(out, how, &rec);
}
