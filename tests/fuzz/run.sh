#!/bin/sh
# SPDX-License-Identifier: MIT
# Hunts with one fuzz target; doc/fuzzing.md.
usage() {
    cat <<EOF
usage: tests/fuzz/run.sh TARGET [SECONDS] [libFuzzer's options]

To be run in a build folder configured with --enable-fuzzing CC=clang. New
inputs are kept in fuzz-corpus/TARGET, findings in fuzz-found/, and the targets
that make files do so in fuzz-scratch/. SECONDS is 60 if not given.
EOF
}
case ${1-} in
'' | -*)
    usage
    exit 2
    ;;
esac
name=$1 seconds=${2:-60}
shift
[ $# -gt 0 ] && shift
seeds=$(cd "$(dirname "$0")/corpus/$name" && pwd) || exit 2
here=$PWD
mkdir -p "fuzz-corpus/$name" fuzz-found fuzz-scratch
cd fuzz-scratch || exit 2
exec "$here/tests/fuzz/${name}_fuzz" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=1024 -max_len=4096 -artifact_prefix="$here/fuzz-found/$name-" \
    -print_final_stats=1 "$@" "$here/fuzz-corpus/$name" "$seeds" </dev/null
