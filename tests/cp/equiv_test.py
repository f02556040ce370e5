#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs each test guest (tests/cp/*.S) on the bare machine and under CP, with
much and with little real storage and under CP under CP, and compares what it
leaves in registers, storage and keys."""
import subprocess
import sys

WAYS = [['-l', '1'],
        ['-l', '1', '-r', '512'],
        ['-l', '2'],
        ['-l', '2', '-r', '1024', '-i', '640']]


def main():
    bad = 0
    for guest in sys.argv[1:] or GUESTS:
        for way in WAYS:
            run = subprocess.run(['tests/cp/equiv', '-m', '1000000000'] + way +
                                 ['tests/cp/' + guest + '.bin'])
            print(guest, ' '.join(way), 'differs' if run.returncode else 'ok',
                  flush=True)
            bad += run.returncode != 0
    return 1 if bad else 0


GUESTS = 'traps psw keys dat per timers pressure'.split()

if __name__ == '__main__':
    sys.exit(main())
