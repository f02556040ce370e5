#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs every input of the corpus through its fuzz target: what fuzzing has
# found stays mended. Needs no libFuzzer.
top=$(cd "${srcdir:-.}" && pwd) here=$PWD
scratch=$(mktemp -d) # commands that are fuzzed make files
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
failed=0 ran=0
for dir in "$top"/tests/fuzz/corpus/*; do
    name=${dir##*/}
    if ! out=$("$here/tests/fuzz/${name}_fuzz" "$dir"/* </dev/null 2>&1); then
        echo "$name: fails with the last of these"
        echo "$out" | tail -n 40
        failed=1
    fi
    ran=$((ran + $(ls "$dir" | wc -l)))
done
echo "$ran inputs"
[ "$ran" -gt 0 ] && [ "$failed" = 0 ]
