/* SPDX-License-Identifier: MIT */
/* opcheck: disassembles the code of guest objects or linked guest images and
 * fails on an instruction that the machine does not grant and implement
 * (arch/s370.def). Code is: every byte of a function that has a size (C), and
 * what can be reached without a computed branch from the other labels of an
 * object's executable sections, or from a linked file's entry (assembler).
 * In a .S file a constant's label in such a section is declared with
 * `.type NAME, @object`. */
#include <argp.h>
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/disasm.h"
#include "arch/insn.h"
#include "tools/elf32.h"

struct check {
    const char *path;
    struct elf32 elf;
    uint32_t facilities;
    uint8_t *seen; /* of the section in hand: bytes where code was begun */
    unsigned section;
    unsigned instructions, wrong;
};

static const struct elf32_section *
section_of(const struct check *c)
{
    return &c->elf.sections[c->section];
}

/* The name of the nearest label at or before the offset. */
static const char *
label(const struct check *c, uint32_t offset, uint32_t *distance)
{
    const char *name = section_of(c)->name;

    *distance = offset;
    for (unsigned i = 0; i < c->elf.symbol_count; i++) {
        const struct elf32_symbol *s = &c->elf.symbols[i];
        uint32_t at = s->value - (c->elf.executable ? section_of(c)->addr : 0);

        if (s->section == c->section && *s->name && at <= offset &&
            offset - at <= *distance) {
            *distance = offset - at;
            name = s->name;
        }
    }
    return name;
}

static void
complain(struct check *c, uint32_t offset, const char *what)
{
    uint32_t distance;
    const char *name = label(c, offset, &distance);

    printf("%s: %06X %s+X'%X': %s\n", c->path,
           (c->elf.executable ? section_of(c)->addr : 0) + offset, name,
           distance, what);
    c->wrong++;
}

/* Checks the instruction at the offset; returns its length, or 0 when it must
 * not be gone on. */
static unsigned
check_one(struct check *c, uint32_t offset, const struct insn **in)
{
    const struct elf32_section *s = section_of(c);
    uint8_t text[6] = {0};
    char what[DISASM_MAX];
    unsigned length;

    length = insn_length(s->data[offset]);
    if (offset + length > s->size) {
        complain(c, offset, "an instruction beyond the section's end");
        return 0;
    }
    memcpy(text, s->data + offset, length);
    *in = insn_find(text, c->facilities);
    c->seen[offset] = 1;
    c->instructions++;
    if (*in && (*in)->implemented)
        return length;
    disasm(what, text, offset, INSN_SET_ALL);
    complain(c, offset, what);
    return 0;
}

/* Every byte of [offset, end) belongs to an instruction. */
static void
check_range(struct check *c, uint32_t offset, uint32_t end)
{
    const struct insn *in;

    if (end > section_of(c)->size)
        end = section_of(c)->size;
    while (offset < end) {
        unsigned length = check_one(c, offset, &in);

        if (!length)
            return;
        offset += length;
    }
}

/* Does control never reach the next instruction? */
static bool
ends(const struct insn *in, const uint8_t *text)
{
    bool always = (text[1] & 0xf0) == 0xf0;

    switch (in->format) {
    case INSN_FMT_RR_M:
        return always && (text[1] & 15);
    case INSN_FMT_RX_M:
    case INSN_FMT_RI_REL_M:
    case INSN_FMT_RIL_M:
        return always;
    default:
        return strcmp(in->mnemonic, "LPSW") == 0;
    }
}

/* The target of a relative branch. LARL is none. */
static bool
target(const struct insn *in, const uint8_t *text, uint32_t offset,
       uint32_t *to)
{
    int32_t halfwords;

    if (!(in->codes & INSN_B))
        return false;
    switch (in->format) {
    case INSN_FMT_RI_REL:
    case INSN_FMT_RI_REL_M:
    case INSN_FMT_RSI:
        halfwords = (int16_t)(text[2] << 8 | text[3]);
        break;
    case INSN_FMT_RIL:
    case INSN_FMT_RIL_M:
        halfwords =
            (int32_t)((uint32_t)text[2] << 24 | (uint32_t)text[3] << 16 |
                      (uint32_t)text[4] << 8 | text[5]);
        break;
    default:
        return false;
    }
    *to = offset + (uint32_t)halfwords * 2;
    return true;
}

/* Follows control from a label. The stack cannot be deeper than the section
 * has halfwords, for each is entered once. */
static bool
check_reachable(struct check *c, uint32_t start)
{
    const struct elf32_section *s = section_of(c);
    uint32_t *stack = malloc((s->size + 2) * sizeof *stack);
    size_t depth = 0;

    if (!stack)
        return false;
    stack[depth++] = start;
    while (depth) {
        uint32_t offset = stack[--depth], to;
        const struct insn *in;
        unsigned length;

        while (offset < s->size && !c->seen[offset]) {
            const uint8_t *text = s->data + offset;

            length = check_one(c, offset, &in);
            if (!length)
                break;
            if (target(in, text, offset, &to) && to < s->size && !c->seen[to])
                stack[depth++] = to;
            if (ends(in, text))
                break;
            offset += length;
        }
    }
    free(stack);
    return true;
}

/* Is the label the beginning of assembler code? */
static bool
is_code_label(const struct check *c, const struct elf32_symbol *s)
{
    if (s->type == STT_FUNC)
        return s->size == 0;
    return s->type == STT_NOTYPE && *s->name &&
           (!c->elf.executable || s->value == c->elf.entry);
}

static bool
check_section(struct check *c)
{
    const struct elf32_section *s = section_of(c);

    c->seen = calloc(1, s->size + 1);
    if (!c->seen)
        return false;
    for (unsigned i = 0; i < c->elf.symbol_count; i++) {
        const struct elf32_symbol *sym = &c->elf.symbols[i];
        uint32_t at = sym->value - (c->elf.executable ? s->addr : 0);

        if (sym->section != c->section || at >= s->size)
            continue;
        if (sym->type == STT_FUNC && sym->size)
            check_range(c, at, at + sym->size);
        else if (is_code_label(c, sym) && !check_reachable(c, at))
            return false;
    }
    free(c->seen);
    return true;
}

static bool
check_file(struct check *c)
{
    struct err e;

    c->instructions = c->wrong = 0;
    if (!elf32_read(&c->elf, c->path, &e)) {
        fprintf(stderr, "opcheck: %s\n", e.text);
        elf32_free(&c->elf);
        return false;
    }
    for (c->section = 0; c->section < c->elf.section_count; c->section++) {
        const struct elf32_section *s = section_of(c);

        if (s->data && (s->flags & SHF_EXECINSTR) && !check_section(c)) {
            fprintf(stderr, "opcheck: out of memory\n");
            exit(1);
        }
    }
    elf32_free(&c->elf);
    return c->wrong == 0;
}

static const struct argp_option option_list[] = {
    {"s370", 's', NULL, 0,
     "grant System/370 only, without the extension facility", 0},
    {"verbose", 'v', NULL, 0, "say how many instructions were checked", 0},
    {0},
};

struct options {
    uint32_t facilities;
    bool verbose;
    char **files;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
    struct options *o = state->input;

    (void)arg;
    switch (key) {
    case 's':
        o->facilities = INSN_SET_S370;
        break;
    case 'v':
        o->verbose = true;
        break;
    case ARGP_KEY_ARGS:
        o->files = state->argv + state->next;
        break;
    case ARGP_KEY_NO_ARGS:
        argp_usage(state);
        break;
    default:
        return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

int
main(int argc, char **argv)
{
    const struct argp argp = {
        option_list,
        parse,
        "FILE...",
        "Fails when a guest object or image has an instruction that the "
        "default machine does not grant.",
        NULL,
        NULL,
        NULL};
    struct options o = {.facilities = INSN_SET_DEFAULT};
    struct check c = {0};
    bool good = true;
    unsigned total = 0;

    argp_parse(&argp, argc, argv, 0, NULL, &o);
    c.facilities = o.facilities;
    for (char **file = o.files; *file; file++) {
        c.path = *file;
        good &= check_file(&c);
        total += c.instructions;
        if (o.verbose)
            printf("%s: %u instructions, %u wrong\n", c.path, c.instructions,
                   c.wrong);
    }
    if (total == 0) {
        fprintf(stderr, "opcheck: no code was found to check\n");
        good = false;
    }
    return good ? 0 : 1;
}
