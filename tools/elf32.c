/* SPDX-License-Identifier: MIT */
/* Reading ELF files of the guest world. */
#include "tools/elf32.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/bytes.h"

/* The fields of <elf.h>'s structures, which may lie at any address here. */
#define WORD(at, type, field)                                                  \
    get32((const void *)((at) + offsetof(type, field)))
#define HALF(at, type, field)                                                  \
    get16((const void *)((at) + offsetof(type, field)))

static bool
read_file(struct elf32 *elf, const char *path, struct err *e)
{
    FILE *f = fopen(path, "rb");
    long length;

    if (!f)
        return err_set(e, "%s: %s", path, strerror(errno));
    if (fseek(f, 0, SEEK_END) != 0 || (length = ftell(f)) < 0 ||
        fseek(f, 0, SEEK_SET) != 0) {
        fclose(f);
        return err_set(e, "%s: not a file that can be read", path);
    }
    elf->length = (size_t)length;
    /* A zero byte behind ends the last string table. */
    elf->file = calloc(1, elf->length + 1);
    if (!elf->file || fread(elf->file, 1, elf->length, f) != elf->length) {
        fclose(f);
        return err_set(e, "%s: cannot be read", path);
    }
    fclose(f);
    return true;
}

/* Is [offset, offset + size) in the file? */
static bool
inside(const struct elf32 *elf, uint32_t offset, uint64_t size)
{
    return offset + size <= elf->length;
}

static const char *
string(const struct elf32 *elf, const struct elf32_section *table,
       uint32_t offset)
{
    if (!table->data || offset >= table->size)
        return "";
    (void)elf;
    return (const char *)table->data + offset;
}

static bool
read_sections(struct elf32 *elf, const char *path, struct err *e)
{
    const uint8_t *h = elf->file;
    uint32_t at = WORD(h, Elf32_Ehdr, e_shoff);
    unsigned names = HALF(h, Elf32_Ehdr, e_shstrndx),
             n = HALF(h, Elf32_Ehdr, e_shnum);

    if (!inside(elf, at, (uint64_t)n * sizeof(Elf32_Shdr)) || names >= n)
        return err_set(e, "%s: section headers beyond the end", path);
    elf->sections = calloc(n, sizeof *elf->sections);
    if (!elf->sections)
        return err_set(e, "%s: out of memory", path);
    elf->section_count = n;
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *s = elf->file + at + i * sizeof(Elf32_Shdr);
        struct elf32_section *to = &elf->sections[i];
        uint32_t offset = WORD(s, Elf32_Shdr, sh_offset);

        to->type = WORD(s, Elf32_Shdr, sh_type);
        to->flags = WORD(s, Elf32_Shdr, sh_flags);
        to->addr = WORD(s, Elf32_Shdr, sh_addr);
        to->size = WORD(s, Elf32_Shdr, sh_size);
        to->link = WORD(s, Elf32_Shdr, sh_link);
        to->entsize = WORD(s, Elf32_Shdr, sh_entsize);
        if (to->type == SHT_NOBITS || to->type == SHT_NULL)
            continue;
        if (!inside(elf, offset, to->size))
            return err_set(e, "%s: section %u beyond the end", path, i);
        to->data = elf->file + offset;
    }
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *s = elf->file + at + i * sizeof(Elf32_Shdr);

        elf->sections[i].name =
            string(elf, &elf->sections[names], WORD(s, Elf32_Shdr, sh_name));
    }
    return true;
}

static bool
read_symbols(struct elf32 *elf, const struct elf32_section *table,
             const char *path, struct err *e)
{
    unsigned n = table->size / sizeof(Elf32_Sym);

    if (table->link >= elf->section_count)
        return err_set(e, "%s: the symbols have no names", path);
    elf->symbols = calloc(n ? n : 1, sizeof *elf->symbols);
    if (!elf->symbols)
        return err_set(e, "%s: out of memory", path);
    for (unsigned i = 0; i < n; i++) {
        const uint8_t *s = table->data + i * sizeof(Elf32_Sym);
        struct elf32_symbol *to = &elf->symbols[elf->symbol_count];
        unsigned section = HALF(s, Elf32_Sym, st_shndx);

        if (section == SHN_UNDEF || section >= elf->section_count)
            continue;
        to->name = string(elf, &elf->sections[table->link],
                          WORD(s, Elf32_Sym, st_name));
        to->value = WORD(s, Elf32_Sym, st_value);
        to->size = WORD(s, Elf32_Sym, st_size);
        to->type = ELF32_ST_TYPE(s[offsetof(Elf32_Sym, st_info)]);
        to->section = section;
        elf->symbol_count++;
    }
    return true;
}

bool
elf32_read(struct elf32 *elf, const char *path, struct err *e)
{
    const uint8_t *h;

    memset(elf, 0, sizeof *elf);
    if (!read_file(elf, path, e))
        return false;
    h = elf->file;
    if (elf->length < sizeof(Elf32_Ehdr) || memcmp(h, ELFMAG, SELFMAG) != 0 ||
        h[EI_CLASS] != ELFCLASS32 || h[EI_DATA] != ELFDATA2MSB ||
        HALF(h, Elf32_Ehdr, e_machine) != EM_S390)
        return err_set(e, "%s: not a 32-bit ELF file for S/390", path);
    elf->executable = HALF(h, Elf32_Ehdr, e_type) == ET_EXEC;
    elf->entry = WORD(h, Elf32_Ehdr, e_entry);
    if (!read_sections(elf, path, e))
        return false;
    for (unsigned i = 0; i < elf->section_count; i++)
        if (elf->sections[i].type == SHT_SYMTAB)
            return read_symbols(elf, &elf->sections[i], path, e);
    return err_set(e, "%s: no symbol table", path);
}

void
elf32_free(struct elf32 *elf)
{
    free(elf->sections);
    free(elf->symbols);
    free(elf->file);
    memset(elf, 0, sizeof *elf);
}
