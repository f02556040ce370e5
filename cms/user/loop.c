/* SPDX-License-Identifier: MIT */
/* LOOP [millions]: uses the processor, for ever (HX ends it) or for so many
 * million rounds. */
#include "cms/user/user.h"

int
user_main(const char (*tok)[8], const void *extended)
{
    struct k_token count = user_token(tok, 1);
    uint32_t millions = 0;
    bool ever = count.len == 0;

    (void)extended;
    if (!ever && !k_parse_dec(count, &millions)) {
        user_printf("LOOP: INVALID NUMBER");
        return 24;
    }
    for (uint32_t m = 0; ever || m < millions; m++) {
        for (uint32_t i = 0; i < 1000000; i++)
            __asm__ volatile("");
    }
    user_printf("LOOP: %u MILLION ROUNDS", millions);
    return 0;
}
