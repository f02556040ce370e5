#!/bin/sh
# SPDX-License-Identifier: MIT
# doc/manual/instructions.md is what tools/insnref makes of arch/s370.def now.
file=${srcdir:-.}/doc/manual/instructions.md
if ! ./tools/insnref | diff -u "$file" -; then
    echo "make it anew: tools/insnref >doc/manual/instructions.md"
    exit 1
fi
