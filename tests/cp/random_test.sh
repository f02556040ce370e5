#!/bin/sh
# SPDX-License-Identifier: MIT
# Random programs, bare and under CP (tests/cp/random.c). CAMBRIDGE_LONG=1 runs
# more of them, and CAMBRIDGE_SEED is where they begin.
set -eu
seed=${CAMBRIDGE_SEED:-1}
one=60 two=10
if [ -n "${CAMBRIDGE_LONG:-}" ]; then one=2000 two=200; fi
./tests/cp/random tests/cp/core.bin tests/cp/frame.bin 1 "$seed" $one
./tests/cp/random tests/cp/core.bin tests/cp/frame.bin 2 "$seed" $two
# A real machine with dual address space, which virtual machines do not see.
CAMBRIDGE_DAS=1
export CAMBRIDGE_DAS
./tests/cp/random tests/cp/core.bin tests/cp/frame.bin 1 "$seed" $one
./tests/cp/random tests/cp/core.bin tests/cp/frame.bin 2 "$seed" $two
