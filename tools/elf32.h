/* SPDX-License-Identifier: MIT */
/* The little of a 32-bit big-endian ELF file that a check of its code needs:
 * sections and symbols. System V ABI, "Object Files". */
#ifndef TOOLS_ELF32_H
#define TOOLS_ELF32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct elf32_section {
    const char *name;
    const uint8_t *data; /* NULL: no bytes in the file */
    uint32_t addr, size, type, flags;
    uint32_t link, entsize;
};

struct elf32_symbol {
    const char *name;
    uint32_t value; /* address, or offset in the section of an object file */
    uint32_t size;
    uint8_t type;     /* STT_... */
    unsigned section; /* index; what is not in a section is left out */
};

struct elf32 {
    bool executable; /* linked; otherwise a relocatable object */
    uint32_t entry;
    unsigned section_count, symbol_count;
    struct elf32_section *sections;
    struct elf32_symbol *symbols;
    uint8_t *file;
    size_t length;
};

/* Reads and checks a file for S/390; false with *e on failure. Every offset in
 * *elf lies inside the file. */
bool elf32_read(struct elf32 *elf, const char *path, struct err *e);
void elf32_free(struct elf32 *elf);

#endif
