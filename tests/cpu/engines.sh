#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs the processor's tests in each engine, and in lockstep, where the two
# engines must agree on every register, key and byte. The conformance sets are
# run when they are there (conformance.sh).
status=0
for engine in reference fast lockstep; do
    for t in tests/cpu/run_test tests/cpu/per_test tests/cpu/table_test \
        tests/cpu/random_test tests/cpu/mcheck_test tests/cpu/long_test \
        tests/cpu/spaces_test tests/insn/insn_test \
        "sh ${srcdir:-.}/tests/cpu/conformance.sh"; do
        [ "$t" = "${t#sh}" ] && [ ! -x "./$t" ] && continue # no Check library
        [ "$t" = "${t#sh}" ] && t=./$t
        echo "== $engine: $t"
        CAMBRIDGE_ENGINE=$engine $t
        case $? in 0 | 77) ;; *) status=1 ;; esac
    done
done
exit $status
