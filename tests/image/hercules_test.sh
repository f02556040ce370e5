#!/bin/sh
# SPDX-License-Identifier: MIT
# Disk images against the tools of Debian's hercules, both ways: what dasdinit
# and dasdload make is read here, and what is made here is read by ckd2cckd,
# cckdcdsk, dasdcopy and dasdls. Skipped where they are not installed.
set -u

for tool in dasdinit dasdload dasdls dasdcopy ckd2cckd cckdcdsk; do
    command -v $tool >/dev/null || { echo "no $tool: skipped"; exit 77; }
done
volume=$(pwd)/cambridge-volume
drives=$(cd "${srcdir:-.}" && pwd)/image/drives.def
dir=$(mktemp -d "${TMPDIR:-/tmp}/cambridge-hercules-XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
cd "$dir" || exit 1
bad=0

fail() {
    echo "FAIL: $*"
    sed -n '1,20p' out
    bad=1
}

run() { # command: its output is in `out`
    "$@" >out 2>&1
}

scan() { # file type cylinders: is it such a volume, without errors?
    run "$volume" scan "$1" && grep -q "$2, $3 cylinders.* 0 errors" out ||
        fail "scan $1: $2 of $3 cylinders"
}

# Every type as dasdinit makes it: plain, zlib, bzip2. Then as init does.
for type in 2305 2311 2314 3330 3340 3350 3375 3380 3390; do
    for kind in "" -z -bz2 -0; do
        rm -f a
        run dasdinit $kind a $type TEST01 4 || fail "dasdinit $kind $type"
        scan a $type 4
    done
    rm -f a b c
    run "$volume" init a $type flat TEST02 4 || fail "init $type"
    scan a $type 4
    run ckd2cckd a b || fail "ckd2cckd $type"
    run cckdcdsk -3 b && ! grep -qi 'error\|repair' out ||
        fail "cckdcdsk $type"
    scan b $type 4
    run dasdcopy a c || fail "dasdcopy $type"
    scan c $type 4
    rm -f d
    run "$volume" convert a d zlib || fail "convert $type"
    run cckdcdsk -3 d && ! grep -qi 'error\|repair' out ||
        fail "cckdcdsk of ours $type"
done

# Model suffixes: as many cylinders as dasdinit gives them.
for type in 2305-1 2305-2 2311-1 2314-1 3330-1 3330-2 3330-11 3340-1 3340-2 \
    3340-35 3340-70 3350-1 3375-1 3380-A 3380-B 3380-D 3380-J 3380-E 3380-K \
    3380-1 3380-2 3380-3 3390-1 3390-2 3390-3 3390-9; do
    rm -f a
    run dasdinit -z a $type || run dasdinit -z a $type TEST03 ||
        fail "dasdinit $type"
    run "$volume" scan a || fail "scan $type"
    cyls=$(sed -n 's/.*, \([0-9]*\) cylinders.*/\1/p' out)
    rm -f a
    run dasdinit -z a $type TEST03 "$cyls" 2>/dev/null
    grep -q "\"$type\", KIND_.*, $cyls, [0-9])" "$drives" ||
        fail "$type has $cyls cylinders in Hercules"
done

# A volume with data sets, converted there and back: no track is a hole.
cat >ctl <<EOF
TEST02 3350 20
SYSVTOC VTOC CYL 1
TEST.DATA EMPTY CYL 2 0 0 PS F 80 80 0
END.DATA EMPTY TRK 5 0 0 PS FB 80 800 0
EOF
run dasdload ctl v || fail dasdload
dasdls v >want 2>&1
for kind in flat stored zlib bzip2; do
    rm -f w x
    run "$volume" convert v w $kind || fail "convert to $kind"
    dasdls w 2>&1 | sed 's/^w:/v:/' >have
    tail -n 3 want >a && tail -n 3 have | diff a - >out || fail "dasdls, $kind"
    run "$volume" convert w x flat || fail "convert from $kind"
    cmp v x >out 2>&1 || fail "the volume differs after $kind"
    run ckd2cckd x y || fail "ckd2cckd of a converted volume, $kind"
    rm -f y
done

# Fixed blocks: the same file.
for type in 3310 3370-1 3370-A2; do
    rm -f a b
    run dasdinit a $type TEST04 || fail "dasdinit $type"
    run "$volume" init b $type flat TEST04 || fail "init $type"
    cmp a b >out 2>&1 || fail "$type differs"
done
[ $bad = 0 ] && echo "disk images agree with Hercules' tools"
exit $bad
