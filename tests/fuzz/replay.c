/* SPDX-License-Identifier: MIT */
/* A main for a fuzz target without libFuzzer: runs each file given. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

enum { MAX_INPUT = 1 << 20 };

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        uint8_t *data = malloc(MAX_INPUT);
        uint8_t *exact;
        size_t n;

        if (f == NULL || data == NULL) {
            perror(argv[i]);
            return 1;
        }
        n = fread(data, 1, MAX_INPUT, f);
        fclose(f);
        exact =
            realloc(data, n + (n == 0)); /* so that sanitizers see its end */
        fprintf(stderr, "%s (%zu bytes)\n", argv[i], n);
        LLVMFuzzerTestOneInput(exact, n);
        free(exact);
    }
    return 0;
}
