#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the engines with the kernels of $CAMBRIDGE_SHARED/bench (by default
../shared beside the project's folder) against the reference interpreter and,
where it is installed, Debian's hercules: process CPU time, in turn A B A B, a
long run less a short one so that starting costs nothing. Prints what it ran on
and a table in Markdown: million instructions a second and ratios, median and
(least-most); for c2_strlong also what moving and comparing its bytes alone takes
(bench/bound). Then the whole system's table (bench/system.py).

    bench/kernels.py [-n PAIRS] [-b BUILD] [KERNEL...]
"""
import argparse
import datetime
import math
import os
import re
import select
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import system

SRC = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get('CAMBRIDGE_SHARED', os.path.join(SRC, '..', 'shared'))
# Name, instructions for COUNT n: base + each * n; COUNT of the long run.
KERNELS = [
    ('a_intloop', 9, 12, 8000000), ('b_sieve', 7, 88652, 900),
    ('c1_strshort', 11, 20, 1600000), ('c2_strlong', 8, 18, 30000),
    ('d_packed', 5, 21, 250000), ('e_hexfloat', 37, 16, 1800000),
    ('f_chase', 6668, 8, 8000000), ('f2_chasedat', 48122, 4, 8000000),
    ('g_dispatch', 9, 401, 130000), ('h_svc', 11, 5, 7000000),
    ('i_sievedat', 910, 88652, 900), ('i1m_sievedat', 910, 88652, 900),
    ('j_privop', 9, 5, 7000000), ('j2_privop', 7, 25, 2000000),
]
LIMIT = 120  # seconds, more than any run takes
HERCULES = '''ARCHMODE S/370
MAINSIZE 16
NUMCPU 1
OSTAILOR QUIET
CNSLPORT 0
000C 3505
'''


def cpu_time(args, must_say):
    """Processor seconds that a command takes until its output matches; then it
    is ended if it has not ended by itself."""
    proc = subprocess.Popen(args, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen, more = b'', True
    end = time.monotonic() + LIMIT
    while more and not re.search(must_say, seen):
        ready, _, _ = select.select([proc.stdout], [], [],
                                    max(end - time.monotonic(), 0))
        more = os.read(proc.stdout.fileno(), 65536) if ready else b''
        seen += more
    os.kill(proc.pid, signal.SIGKILL)
    _, status, usage = os.wait4(proc.pid, 0)
    proc.returncode = status
    if not re.search(must_say, seen):
        sys.exit('%s: %s' % (' '.join(args), seen.decode(errors='replace')))
    return usage.ru_utime + usage.ru_stime


def ours(build, engine):
    def run(image, count):
        os.environ['CAMBRIDGE_ENGINE'] = engine
        return cpu_time([os.path.join(build, 'tests/cpu/run_image'), '-c',
                         str(count), image], b'passed')
    return run


def hercules(folder):
    config = os.path.join(folder, 'hercules.cnf')
    commands = os.path.join(folder, 'hercules.rc')
    os.environ['HERCULES_RC'] = commands
    with open(config, 'w') as f:
        f.write(HERCULES)

    def run(image, count):
        with open(image, 'rb') as f:
            core = bytearray(f.read())
        core[0x2008:0x200c] = count.to_bytes(4, 'big')
        patched = os.path.join(folder, 'core.bin')
        with open(patched, 'wb') as f:
            f.write(core)
        with open(commands, 'w') as f:
            f.write('loadcore %s 0\nrestart\n' % patched)
        return cpu_time(['hercules', '-d', '-f', config], rb'isabled wait')
    return run


def measure(run, image, kernel):
    _, _, each, count = kernel
    few = max(count // 50, 60)
    taken = run(image, count) - run(image, few)
    return each * (count - few) / max(taken, 1e-4) / 1e6


def bound(build, kernel, pairs):
    """Million instructions a second if only c2_strlong's bytes took time."""
    def run(image, count):
        return cpu_time([os.path.join(build, 'bench/bound'), str(count)],
                        b'passed')
    return statistics.median(measure(run, None, kernel) for _ in range(pairs))


def place(build):
    """What was measured, when, and on what."""
    model = 'unknown processor'
    with open('/proc/cpuinfo') as f:
        for line in f:
            if re.match(r'model name|Model|CPU part', line):
                model = line.split(':', 1)[1].strip()
                break
    commit = subprocess.run(['git', '-C', SRC, 'describe', '--always',
                             '--dirty'], capture_output=True, text=True)
    with open(os.path.join(build, 'Makefile')) as f:
        made = dict(re.findall(r'^(CC|CFLAGS) = (.*)$', f.read(), re.M))
    return '%s, commit %s, %s, %d processors, load %.1f; %s %s' % (
        datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%d'),
        commit.stdout.strip() or 'unknown', model, os.cpu_count(),
        os.getloadavg()[0], made.get('CC', ''), made.get('CFLAGS', ''))


def spread(values):
    return '%.1f (%.1f-%.1f)' % (statistics.median(values), min(values),
                                 max(values))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('-n', type=int, default=7, help='pairs (7)')
    parser.add_argument('-b', default='.', help='build folder (.)')
    parser.add_argument('kernel', nargs='*')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        if not os.path.isdir(os.path.join(SHARED, 'bench')):
            sys.exit('no kernels: %s/bench is absent' % SHARED)
        for name in os.listdir(os.path.join(SHARED, 'bench')):
            path = os.path.join(SHARED, 'bench', name)
            if os.path.isfile(path):
                shutil.copy(path, tmp)
        subprocess.run(['make', '-s', '-C', tmp], check=True)
        runs = [('reference', ours(args.b, 'reference')),
                ('fast', ours(args.b, 'fast'))]
        if shutil.which('hercules'):
            runs.append(('hercules', hercules(tmp)))
        names = [r[0] for r in runs]
        print(place(args.b) + '\n')
        against = [n for n in names if n != 'fast']
        print('| kernel | ' + ' | '.join(n + ' MIPS' for n in names) + ' | ' +
              ' | '.join('fast / ' + n for n in against) + ' |')
        print('|---' * (1 + len(names) + len(against)) + '|')
        logs = {n: [] for n in against}
        alone = None
        for kernel in KERNELS:
            if args.kernel and kernel[0] not in args.kernel:
                continue
            image = os.path.join(tmp, kernel[0] + '.bin')
            speed = {n: [] for n in names}
            for _ in range(args.n):
                for name, run in runs:
                    speed[name].append(measure(run, image, kernel))
            if kernel[0] == 'c2_strlong':
                alone = bound(args.b, kernel, args.n)
                alone = ('c2_strlong if only moving and comparing its bytes '
                         'took time: %.1f MIPS; fast / this bound: %.2f' %
                         (alone, statistics.median(speed['fast']) / alone))
            cells = ['%.0f' % statistics.median(speed[n]) for n in names]
            for n in against:
                ratios = [f / o for f, o in zip(speed['fast'], speed[n])]
                logs[n].append(math.log(statistics.median(ratios)))
                cells.append(spread(ratios))
            print('| %s | %s |' % (kernel[0], ' | '.join(cells)), flush=True)
        for n in against:
            print('\nfast / %s, geometric mean of the medians: %.2f' %
                  (n, math.exp(statistics.fmean(logs[n]))))
        if alone:
            print('\n' + alone)
    if not args.kernel:
        print('\n' + '\n'.join(system.table(args.b)))


if __name__ == '__main__':
    main()
