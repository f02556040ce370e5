#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs tests/cp/vioguest.c as a virtual machine of user OPERATOR, first under CP
# on the machine, then under CP in user CPTEST: the guest's IPL text is put on
# OPERATOR's 191 (cylinder 200) of copies of packs CAM1 and CAM2.
build=`cd "${CAMBRIDGE_BUILD:-.}" && pwd`
packs=$build/share/cambridge/volumes
dir=`mktemp -d` || exit 1
pid=
trap 'test -z "$pid" || kill $pid 2> /dev/null; rm -rf "$dir"' 0
test -f "$packs/CAM1.3350" || { echo "no $packs/CAM1.3350: skipped"; exit 77; }
for pack in CAM1 CAM2; do
    cp --sparse=always "$packs/$pack.3350" "$dir/" &&
    "$build/tests/cp/putipl" "$dir/$pack.3350" 200 0 \
        "$build/tests/cp/vioguest.bin" || exit 1
done
cat > "$dir/conf" <<END
ARCHMODE S/370
FACILITY ENABLE EXTENSION
MAINSIZE 8
CNSLPORT 0
0009 3215-C
00C0.2 3270
0150 3350 CAM1.3350
0151 3350 CAM2.3350
END
mkfifo "$dir/in"
cd "$dir" || exit 1
timeout 3600 "$build/cambridge" -f conf < in > out 2>&1 &
pid=$!
exec 3> in
# expect N PATTERN: until the output has it N times; whatever time it takes.
expect() {
    until test `grep -c "$2" out` -ge $1; do
        kill -0 $pid 2> /dev/null || { cat out; exit 1; }
        sleep 0.2
    done
}
# guest N: IPLs it, as the Nth.
guest() {
    expect $1 "INITIALIZATION COMPLETE"
    echo "/ipl 191" >&3
    expect $1 "^TYPE"
    echo "/ANSWER" >&3
    expect $1 "VIOGUEST .*failed"
    expect $1 "CP ENTERED"
}
echo "ipl 150" >&3
guest 1
echo "/logoff" >&3
expect 1 "LOGOFF AT"
echo "/logon cptest cptest noipl" >&3
expect 2 "LOGON AT"
echo "/ipl 151" >&3
guest 2
echo quit >&3
wait $pid
pid=
grep -E "FAIL|VIOGUEST|CP ENTERED" out
test `grep -c "VIOGUEST [0-9]* passed, 0 failed" out` = 2 &&
test `grep -c "^CHAINED LINE" out` = 2
