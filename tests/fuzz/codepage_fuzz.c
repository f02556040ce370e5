/* SPDX-License-Identifier: MIT */
/* UTF-8 to EBCDIC and back, into buffers of just the promised size. */
#include "config.h"

#include "lib/codepage.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

static void
convert(enum codepage cp, const uint8_t *data, size_t size)
{
    uint8_t *ebcdic = malloc(size + 1), *again = malloc(2 * size + 1);
    char *utf8 = malloc(2 * size + 1);
    size_t n, m, lost = 0, none = 0;

    /* What came from EBCDIC goes back unchanged. */
    n = codepage_to_utf8(cp, data, size, utf8);
    FUZZ_CHECK(n <= 2 * size);
    m = codepage_from_utf8(cp, utf8, n, again, 0x6f, &none);
    FUZZ_CHECK(m == size && none == 0 && memcmp(again, data, m) == 0);
    /* Anything goes in. */
    n = codepage_from_utf8(cp, (const char *)data, size, ebcdic, 0x6f, &lost);
    FUZZ_CHECK(n <= size && lost <= size);
    free(ebcdic);
    free(again);
    free(utf8);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum codepage cp;
    uint32_t ch;
    char out[4], *name = strndup((const char *)data, size);

    for (size_t i = 0, n; i < size; i += n ? n : 1) {
        n = utf8_decode((const char *)data + i, size - i, &ch);
        FUZZ_CHECK(n <= 4 && n <= size - i);
        if (n > 0)
            FUZZ_CHECK(utf8_encode(ch, out) == n &&
                       memcmp(out, data + i, n) == 0);
    }
    convert(CP_1047, data, size);
    convert(CP_037, data, size);
    codepage_by_name(name, &cp);
    free(name);
    return 0;
}
