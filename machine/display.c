/* SPDX-License-Identifier: MIT */
/* Lines that show storage and registers. */
#include "config.h"

#include "machine/display.h"

#include <stdio.h>

#include "arch/psw.h"
#include "lib/codepage.h"
#include "machine/console.h"
#include "machine/machine.h"

static char
printable(uint8_t byte)
{
    uint8_t ch = codepage_to_latin1(CP_1047, byte);

    return ch >= 0x20 && ch < 0x7f ? (char)ch : '.';
}

static bool
translates(const struct machine *m, enum cpu_space space)
{
    const uint32_t on = PSW_EC | PSW_DAT;

    return space == CPU_VIRTUAL ||
           (space == CPU_LOGICAL && (m->cpu->psw.mask & on) == on);
}

bool
display_storage(struct machine *m, uint32_t addr, enum cpu_space space)
{
    char words[48], line[64], text[17], kind = translates(m, space) ? 'V' : 'R';
    uint32_t first, abs, n = 0;
    size_t used = 0;
    int pic = cpu_find(m->cpu, addr, space, NULL, &first);

    if (pic != 0 && kind == 'R')
        console_printf(m, "R:%08X: Real address is not valid", addr);
    else if (pic != 0)
        console_printf(m, "V:%08X: Translation exception %04X", addr,
                       (unsigned)pic);
    if (pic != 0)
        return false;
    for (; n < 16 && addr + n <= PSW_ADDR &&
           cpu_find(m->cpu, addr + n, space, NULL, &abs) == 0;
         n++) {
        text[n] = printable(m->storage.main[abs]);
        used += (size_t)snprintf(words + used, sizeof words - used, "%02X%s",
                                 m->storage.main[abs],
                                 (addr + n) % 4 == 3 ? " " : "");
    }
    text[n] = '\0';
    console_printf(m, "%c:%08X:K:%02X=%s %s", kind, addr,
                   m->storage.keys[first / 2048] & 0xfe, words, text);
    snprintf(line, sizeof line, "%02X=%s", m->storage.keys[first / 2048] & 0xfe,
             words);
    console_test_shown(m, line);
    return true;
}

void
display_bytes(const struct machine *m, uint32_t abs, char *out, unsigned size)
{
    uint32_t n = abs < m->storage.size ? m->storage.size - abs : 0;
    char text[17];
    size_t used = 0;

    if (n > 16)
        n = 16;
    out[0] = '\0';
    for (uint32_t i = 0; i < n && used < size; i++) {
        text[i] = printable(m->storage.main[abs + i]);
        used +=
            (size_t)snprintf(out + used, size - used, "%02X%s",
                             m->storage.main[abs + i], i % 4 == 3 ? " " : "");
    }
    text[n] = '\0';
    if (used < size)
        snprintf(out + used, size - used, "%s", text);
}

static void
show(struct machine *m, const char *name, const uint32_t *reg)
{
    for (int i = 0; i < 16; i += 4)
        console_printf(m, "%s%02d=%08X  %s%02d=%08X  %s%02d=%08X  %s%02d=%08X",
                       name, i, reg[i], name, i + 1, reg[i + 1], name, i + 2,
                       reg[i + 2], name, i + 3, reg[i + 3]);
}

void
display_gr(struct machine *m)
{
    show(m, "GR", m->cpu->gr);
}

void
display_cr(struct machine *m)
{
    show(m, "CR", m->cpu->cr);
}

void
display_fr(struct machine *m)
{
    const uint64_t *fr = m->cpu->fr;

    for (int i = 0; i < 4; i += 2)
        console_printf(m, "FPR%d=%08X %08X  FPR%d=%08X %08X", 2 * i,
                       (unsigned)(fr[i] >> 32), (unsigned)fr[i], 2 * i + 2,
                       (unsigned)(fr[i + 1] >> 32), (unsigned)fr[i + 1]);
}
