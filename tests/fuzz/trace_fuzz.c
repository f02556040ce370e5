/* SPDX-License-Identifier: MIT */
/* Trace files, as cambridge-trace reads and prints them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "tests/fuzz/fuzz.h"
#include "tools/traceprint.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct traceprint how = {.facilities = INSN_SET_ALL};
    struct err e = {.text = ""};
    struct tracefile *file = tracefile_open(fuzz_file(0, data, size), &e);
    char *text = NULL;
    size_t len = 0;
    FILE *out;

    if (file == NULL) {
        FUZZ_CHECK(e.text[0] != '\0');
        return 0;
    }
    out = open_memstream(&text, &len);
    FUZZ_CHECK(out != NULL);
    how.all = size % 2;
    how.last = size % 5;
    traceprint_file(out, &how, file);
    fclose(out);
    free(text);
    tracefile_close(file);
    return 0;
}
