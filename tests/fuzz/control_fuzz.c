/* SPDX-License-Identifier: MIT */
/* Control files of cambridge-volume. */
#include "config.h"

#include "tests/fuzz/fuzz.h"
#include "tools/control.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct control c;
    struct err err = {.text = ""};

    if (control_read(&c, fuzz_file(0, data, size), &err))
        FUZZ_CHECK(c.volser[0] != '\0');
    else
        FUZZ_CHECK(err.text[0] != '\0');
    control_free(&c);
    return 0;
}
