/* SPDX-License-Identifier: MIT */
/* The parts of CMS EXEC that are plain C: substitution, comparisons,
 * expressions, over lines that also set variables. */
#include "config.h"

#include <string.h>

#include "cms/exec_level.h"
#include "tests/fuzz/fuzz.h"

static void
one_line(struct exec_level *e, struct k_token line)
{
    char out[EXEC_LINE + 1];
    struct exec_value v;
    struct k_scan s;
    struct k_token name, op;
    bool holds;
    size_t len;

    if (exec_substitute(e, line, out, &len) != EXEC_OK)
        return;
    FUZZ_CHECK(len <= EXEC_LINE && out[len] == '\0');
    s = (struct k_scan){out, out + len};
    exec_compare(e, &s, &holds);
    s = (struct k_scan){out, out + len};
    if (!k_next_token(&s, &name) || !k_next_token(&s, &op))
        return;
    exec_is_word(name);
    if (exec_evaluate(e, &s, &v) != EXEC_OK)
        return;
    FUZZ_CHECK(v.len <= EXEC_VALUE);
    exec_set(e, name, (struct k_token){v.text, v.len});
    if (exec_get(e, name, &v))
        FUZZ_CHECK(v.len <= EXEC_VALUE);
    FUZZ_CHECK(e->nvars <= EXEC_VARS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct exec_level e;
    const char *p = (const char *)data, *end = p + size;

    memset(&e, 0, sizeof(e));
    memcpy(e.name, "FUZZ    ", 8);
    e.nargs = 2;
    e.arg[1] = (struct exec_value){1, "A"};
    e.arg[2] = (struct exec_value){2, "42"};
    while (p < end) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl != NULL ? nl : end) - p);

        one_line(&e, (struct k_token){p, n > EXEC_LINE ? EXEC_LINE : n});
        p += n + 1;
    }
    return 0;
}
