/* SPDX-License-Identifier: MIT */
/* The records of a trace as text. */
#ifndef TOOLS_TRACEPRINT_H
#define TOOLS_TRACEPRINT_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/tracefile.h"

struct traceprint {
    bool all;      /* all registers behind each instruction */
    uint64_t last; /* only so many records, the newest; 0: all */
    uint32_t facilities;
};

/* Prints one record. */
void traceprint_record(FILE *out, const struct traceprint *how,
                       const struct trace_record *rec);
/* Prints the file, from the oldest record on. */
void traceprint_file(FILE *out, const struct traceprint *how,
                     const struct tracefile *file);

#endif
