#!/bin/sh
# SPDX-License-Identifier: MIT
# opcheck accepts what the default machine grants and finds what it does not,
# wherever control can reach it.
set -u
cc=${GUEST_CC:-s390x-linux-gnu-gcc}
opcheck=$(pwd)/tools/opcheck
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
status=0

# expect STATUS TEXT-or-empty [OPTION]: assembles standard input, runs opcheck.
expect() {
    want=$1 text=$2
    shift 2
    if ! $cc -m31 -mesa -march=z900 -x assembler -c -o "$tmp/a.o" -; then
        echo "the test's source is not assembled"
        status=1
        return
    fi
    "$opcheck" "$@" "$tmp/a.o" >"$tmp/out" 2>&1
    got=$?
    if [ $got -ne "$want" ] ||
        { [ "$text" ] && ! grep -q -e "$text" "$tmp/out"; }; then
        echo "status $got, not $want, or no \"$text\" in:"
        cat "$tmp/out"
        status=1
    fi
}

# Labels, branches, constants beside the code.
expect 0 '' <<'A'
start:  lhi %r2,1
        j over
        .long 0
over:   larl %r1,psw
        lpsw 0(%r1)
        .balign 8
psw:    .long 0x000a0000,0
        .type psw, @object
A
# The extension facility is not in System/370.
expect 1 "start+X'0': LHI   2,1" --s370 <<'A'
start:  lhi %r2,1
        br %r14
A
# An opcode of no machine of ours, after a conditional branch.
expect 1 "start+X'6': DC    X'B9F81234'" <<'A'
start:  ltr %r2,%r2
        jz 1f
        .long 0xb9f81234
1:      br %r14
A
# In the target of a branch only.
expect 1 "DC    X'0001'" <<'A'
start:  jz 1f
        br %r14
        .long 0
1:      .short 0x0001
A
# Not implemented is not granted.
expect 1 'PT    1,2' <<'A'
start:  .long 0xb2280012
        br %r14
A
# A function with a size is code from end to end.
expect 1 "f+X'2': DC    X'0000'" <<'A'
        .type f, @function
f:      br %r14
        .short 0
        .size f, .-f
A
# Nothing to check, or no file, is an error.
expect 1 'no code' <<'A'
        .data
        .long 0
A
"$opcheck" "$tmp/absent.o" >"$tmp/out" 2>&1 && status=1
grep -q 'absent.o: No such file' "$tmp/out" || status=1
head -c 100 "$tmp/a.o" >"$tmp/cut.o"
"$opcheck" "$tmp/cut.o" >"$tmp/out" 2>&1 && status=1
grep -q 'cut.o: section headers beyond the end' "$tmp/out" || status=1
exit $status
