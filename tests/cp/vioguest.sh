#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs tests/cp/vioguest.c as a virtual machine of user OPERATOR, on a copy of
# pack CAM1: the guest's IPL text is put on OPERATOR's 191 (cylinder 200).
build=${CAMBRIDGE_BUILD:-.}
pack=$build/share/cambridge/volumes/CAM1.3350
dir=`mktemp -d` || exit 1
trap 'rm -rf "$dir"' 0
test -f "$pack" || { echo "no $pack: skipped"; exit 77; }
cp --sparse=always "$pack" "$dir/CAM1.3350" &&
"$build/tests/cp/putipl" "$dir/CAM1.3350" 200 0 \
    "$build/tests/cp/vioguest.bin" || exit 1
cat > "$dir/conf" <<END
ARCHMODE S/370
FACILITY ENABLE EXTENSION
MAINSIZE 4
CNSLPORT 0
0009 3215-C
00C0.2 3270
0150 3350 $dir/CAM1.3350
END
mkfifo "$dir/in"
timeout 120 "$build/cambridge" -f "$dir/conf" < "$dir/in" > "$dir/out" 2>&1 &
exec 3> "$dir/in"
# expect PATTERN: until the output has it; whatever time it takes.
expect() {
    until grep -q "$1" "$dir/out"; do
        kill -0 $! 2> /dev/null || { cat "$dir/out"; exit 1; }
        sleep 0.2
    done
}
echo "ipl 150" >&3
expect "INITIALIZATION COMPLETE"
echo "/ipl 191" >&3
expect TYPE
echo "/ANSWER" >&3
expect "VIOGUEST .*failed"
sleep 0.5
echo quit >&3
wait $!
grep -E "FAIL|VIOGUEST|CP ENTERED" "$dir/out"
grep -q "VIOGUEST [0-9]* passed, 0 failed" "$dir/out" &&
grep -q "CHAINED LINE" "$dir/out"
