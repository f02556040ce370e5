#!/bin/sh
# SPDX-License-Identifier: MIT
# Hunts with one fuzz target, or with each in turn; doc/fuzzing.md.
usage() {
    cat <<EOF
usage: tests/fuzz/run.sh TARGET|all [SECONDS] [libFuzzer's options]

To be run in a build folder configured with --enable-fuzzing CC=clang. New
inputs are kept in fuzz-corpus/TARGET, findings in fuzz-found/, and the targets
that make files do so in fuzz-scratch/. SECONDS is for one target, 60 if not
given. The exit status is that of the last target with a finding.
EOF
}
case ${1-} in
'' | -*)
    usage
    exit 2
    ;;
esac
top=$(cd "$(dirname "$0")" && pwd)
here=$PWD
names=$1 seconds=${2:-60}
[ "$names" = all ] && names=$(ls "$top/corpus")
shift
[ $# -gt 0 ] && shift
mkdir -p fuzz-found fuzz-scratch
status=0
for name in $names; do
    [ -d "$top/corpus/$name" ] || { usage >&2; exit 2; }
    mkdir -p "fuzz-corpus/$name"
    (cd fuzz-scratch && exec "$here/tests/fuzz/${name}_fuzz" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 \
        -max_len=4096 -artifact_prefix="$here/fuzz-found/$name-" \
        -print_final_stats=1 "$@" "$here/fuzz-corpus/$name" \
        "$top/corpus/$name" </dev/null) || status=$?
done
exit $status
