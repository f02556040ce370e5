#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the conformance images on the bare processor and compares the results.
# They lie in $CAMBRIDGE_SHARED/conformance, by default ../shared beside the
# project's folder; without them, or without python3 or xz, the test is
# skipped (status 77).
set -u
shared=${CAMBRIDGE_SHARED:-$(cd "${srcdir:-.}" && pwd)/../shared}
dir=$shared/conformance
run=./tests/cpu/run_image
for need in "$dir/compare.py"; do
    [ -e "$need" ] || { echo "skipped: $need is absent"; exit 77; }
done
for tool in python3 xz; do
    command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }
done
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
status=0
for set in ${*:-general ss system dat per ext decimal hfp}; do
    core=$tmp/$set.core
    if ! xz -dc "$dir/$set-1.core.xz" >"$core"; then
        echo "$set: cannot be unpacked"
        status=1
        continue
    fi
    # The images need 4 MB and the pure System/370.
    "$run" -q -s 4194304 -g D0E0 -m 4000000000 -d "$tmp/dump" "$core" ||
        status=1
    python3 "$dir/compare.py" "$core" "$dir/$set-1.exp.jsonl.gz" "$tmp/dump" ||
        status=1
    rm -f "$core" "$tmp/dump"
done
exit $status
