/* SPDX-License-Identifier: MIT */
/* Card decks: every file in every format. */
#include "config.h"

#include "devices/deck.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = fuzz_file(0, data, size);

    for (unsigned i = 0; i < 12; i++) {
        struct err err = {.text = ""};
        struct deck *d = deck_load(path, (enum deck_format)(i % 3), i % 4 >= 2,
                                   i >= 6, &err);

        if (d == NULL) {
            FUZZ_CHECK(err.text[0] != '\0');
            continue;
        }
        FUZZ_CHECK(d->next == 0 && d->count <= size + 1);
        for (size_t k = 0; k < d->count * DECK_CARD; k++)
            FUZZ_CHECK(d->cards[k] <= 255);
        deck_free(d);
    }
    return 0;
}
