/* SPDX-License-Identifier: MIT */
/* Services for programs of the user area. */
#include "cms/user/user.h"

#include <stdarg.h>

#include "cms/nucon.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

struct k_token
user_token(const char (*tok)[8], unsigned n)
{
    for (unsigned i = 0; i <= n; i++) {
        if ((uint8_t)tok[i][0] == 0xff)
            return (struct k_token){"", 0};
    }
    return (struct k_token){tok[n], k_trim(tok[n], 8)};
}

void
user_printf(const char *fmt, ...)
{
    struct {
        char name[8];
        be32 buffer, length;
        char fence[8];
    } plist __attribute__((aligned(8)));
    char line[131];
    va_list ap;
    int n;

    va_start(ap, fmt);
    n = k_vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n > 130)
        n = 130;
    memcpy(plist.name, "TYPLIN  ", 8);
    put32(&plist.buffer, 0x01000000 | (uint32_t)(uintptr_t)line);
    put32(&plist.length, (uint32_t)(uint8_t)'B' << 24 | (uint32_t)n);
    memset(plist.fence, 0xff, sizeof plist.fence);
    cms_svc(&plist);
}

uint32_t
user_free_begin(void)
{
    return NUCON->locnt;
}

uint32_t
user_free_end(void)
{
    return NUCON->freelowe;
}
