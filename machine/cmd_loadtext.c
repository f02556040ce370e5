/* SPDX-License-Identifier: MIT */
/* Console command loadtext: the TXT cards of an object deck into storage, at
 * their addresses from a base on. Nothing is relocated: RLD and ESD cards are
 * passed over. OS "Linkage Editor", object-module records. */
#include "config.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arch/bytes.h"
#include "lib/regular.h"
#include "machine/console.h"
#include "machine/machine.h"

enum { CARD = 80, TXT_MOST = 56 };

struct txt_card {
    uint8_t x02;
    uint8_t name[3]; /* TXT, END, ... in EBCDIC */
    uint8_t blank;
    be24 addr;
    uint8_t blanks[2];
    be16 count;
    uint8_t more[4];
    uint8_t data[TXT_MOST];
    uint8_t ident[8];
};
_Static_assert(sizeof(struct txt_card) == CARD, "txt card");

static const uint8_t txt[3] = {0xe3, 0xe7, 0xe3};
static const uint8_t end_card[3] = {0xc5, 0xd5, 0xc4};

/* Reads the cards; the number of bytes stored, -1 when a card is wrong. */
static long
load(struct machine *m, FILE *f, const char *name, uint32_t base)
{
    struct txt_card card;
    long stored = 0;
    size_t got;

    for (unsigned n = 1; (got = fread(&card, 1, CARD, f)) > 0; n++) {
        uint32_t at = base + get24(&card.addr), count = get16(&card.count);

        if (got < CARD) {
            console_printf(m, "loadtext: %s card %u: is cut short", name, n);
            return -1;
        }
        if (card.x02 != 0x02) {
            console_printf(m, "loadtext: %s card %u: is of no object deck",
                           name, n);
            return -1;
        }
        if (memcmp(card.name, end_card, 3) == 0)
            return stored;
        if (memcmp(card.name, txt, 3) != 0)
            continue;
        if (count > TXT_MOST || at >= m->storage.size ||
            count > m->storage.size - at) {
            console_printf(m,
                           "loadtext: %s card %u: %u bytes at %X do not go in",
                           name, n, count, at);
            return -1;
        }
        if (count > 0) {
            memcpy(m->storage.main + at, card.data, count);
            cpu_storage_changed(m->cpu, at, count);
        }
        stored += count;
    }
    return stored;
}

void
cmd_loadtext(struct machine *m, int argc, char **argv)
{
    unsigned long base = 0;
    char *end;
    struct err e;
    long n;
    FILE *f;

    if (!console_need_stopped(m, "loadtext"))
        return;
    if (argc > 2) {
        base = strtoul(argv[2], &end, 16);
        if (!isxdigit((unsigned char)argv[2][0]) || *end != '\0' ||
            base >= m->storage.size) {
            console_printf(m, "loadtext: \"%s\" is no address below %X",
                           argv[2], m->storage.size);
            return;
        }
    }
    f = regular_read(argv[1], &e);
    if (f == NULL) {
        console_printf(m, "Cannot open %s", e.text);
        return;
    }
    n = load(m, f, argv[1], (uint32_t)base);
    if (ferror(f))
        console_printf(m, "Cannot read %s: %s", argv[1], strerror(errno));
    else if (n >= 0)
        console_printf(m, "%ld bytes read from %s", n, argv[1]);
    fclose(f);
}
