/* SPDX-License-Identifier: MIT */
/* STORTEST [passes|* [QUIET]]: fills the storage above this program with a
 * pattern that differs in every word and every pass, and verifies it, again and
 * again. Return code 8 when a word is not what was written. */
#include "cms/user/user.h"

static uint32_t
pattern(uint32_t address, uint32_t pass)
{
    return (address ^ pass << 16 ^ 0x5a000000u) + pass * 0x9e3779b1u;
}

static bool
verify(uint32_t begin, uint32_t end, uint32_t pass)
{
    bool good = true;

    for (uint32_t at = begin; at < end; at += 4) {
        uint32_t found = *(const volatile uint32_t *)(uintptr_t)at;

        if (found != pattern(at, pass)) {
            user_printf("STORTEST: ERROR AT %06X IN PASS %u: FOUND %08X, "
                        "WROTE %08X",
                        at, pass, found, pattern(at, pass));
            good = false;
            break;
        }
    }
    return good;
}

int
user_main(const char (*tok)[8], const void *extended)
{
    struct k_token count = user_token(tok, 1);
    bool quiet = k_equal(user_token(tok, 2), "QUIET");
    uint32_t passes = 1, begin = user_free_begin(), end = user_free_end();

    (void)extended;
    if (k_equal(count, "*")) {
        passes = 0xffffffff;
    } else if (count.len > 0 && !k_parse_dec(count, &passes)) {
        user_printf("STORTEST: INVALID NUMBER OF PASSES");
        return 24;
    }
    user_printf("STORTEST: %uK FROM %06X TO %06X", (end - begin) / 1024, begin,
                end - 1);
    for (uint32_t pass = 1; pass <= passes; pass++) {
        for (uint32_t at = begin; at < end; at += 4)
            *(volatile uint32_t *)(uintptr_t)at = pattern(at, pass);
        if (!verify(begin, end, pass))
            return 8;
        if (!quiet)
            user_printf("STORTEST: PASS %u VERIFIED", pass);
        if (pass == 0xffffffff)
            break;
    }
    user_printf("STORTEST: %u PASSES WITHOUT ERROR", passes);
    return 0;
}
