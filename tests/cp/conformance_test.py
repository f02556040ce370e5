#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the conformance images in a virtual machine under CP's core (tests/cp,
the rig), with much and with little real storage and under CP under CP. Every
case that passes on the bare machine has to pass there. The images lie in
$CAMBRIDGE_SHARED/conformance, by default ../shared beside the project's
folder; without them the test is skipped. CAMBRIDGE_LONG=1 runs all sets at
all levels."""
import json
import lzma
import os
import subprocess
import sys
import tempfile

SRC = os.environ.get('srcdir', '.')
SHARED = os.environ.get('CAMBRIDGE_SHARED', os.path.join(SRC, '..', 'shared'))
CASES = os.path.join(SHARED, 'conformance')
COMPARE = os.path.join(CASES, 'compare.py')
SETS = 'general ss system dat per decimal hfp'.split()
# Name, levels, real storage, each inner CP's storage (in K), sets.
RUNS = [('1 CP', 1, 16384, 0, SETS),
        ('1 CP, paging', 1, 704, 0, ['ss', 'system', 'dat']),
        ('2 CPs', 2, 16384, 8192, ['dat'])]
LONG = [('1 CP', 1, 16384, 0, ['ext']),
        ('1 CP, paging', 1, 704, 0, SETS),
        ('2 CPs', 2, 16384, 8192, SETS),
        ('2 CPs, both paging', 2, 1536, 1024, SETS),
        ('3 CPs', 3, 16384, 10240, ['system', 'dat', 'per'])]


def failing(image, case_set, levels, real, inner, tmp):
    """Names of the cases that differ; None when there is no result."""
    dump = os.path.join(tmp, 'dump')
    report = os.path.join(tmp, 'report')
    for f in dump, report:
        if os.path.exists(f):
            os.remove(f)
    run = subprocess.run(
        ['tests/cp/equiv', '-l', str(levels), '-r', str(real), '-i',
         str(inner), '-s', '4096', '-m', '8000000000', '-d', dump, image])
    if run.returncode != 0:
        return None
    with open(dump, 'rb') as f:
        f.seek(0x200)
        if f.read(4) != f.read(4):
            return None  # the driver stopped before its last case
    subprocess.run([sys.executable, COMPARE, image,
                    os.path.join(CASES, case_set + '-1.exp.jsonl.gz'), dump,
                    '--show', '0', '--json', report],
                   stdout=subprocess.DEVNULL)
    if not os.path.exists(report):
        return None
    with open(report) as f:
        return {c['name']: c for c in json.load(f)}


def main():
    if not os.path.exists(COMPARE):
        print('skipped: no', COMPARE)
        return 77
    runs = RUNS + (LONG if os.environ.get('CAMBRIDGE_LONG') else [])
    bare = {}
    bad = 0
    with tempfile.TemporaryDirectory() as tmp:
        for name, levels, real, inner, sets in runs:
            for s in sets:
                image = os.path.join(tmp, s + '.core')
                if s not in bare:
                    with lzma.open(os.path.join(CASES, s + '-1.core.xz')) as f:
                        data = f.read()
                    with open(image, 'wb') as f:
                        f.write(data)
                    bare[s] = failing(image, s, 0, 4096, 0, tmp)
                got = failing(image, s, levels, real, inner, tmp)
                if got is None or bare[s] is None:
                    print(f'{s}, {name}: did not end')
                    bad += 1
                    continue
                new = [c for n, c in got.items() if n not in bare[s]]
                print(f'{s}, {name}: {len(new)} differ from the bare machine')
                for c in new[:5]:
                    print('  ', c['name'], hex(c['addr']), c['ins'], c['why'])
                bad += len(new)
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
