#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Host instructions that the fast engine executes for one guest instruction, by
valgrind's callgrind: unlike times they are the same on a busy machine. Runs the
kernels of bench/*.S, and those of $CAMBRIDGE_SHARED/bench where they are, each
with two numbers of turns; what starting costs falls out of the difference.

    bench/counts.py --check [KERNEL...]    fails on a kernel more than 5 % above
                                           bench/counts
    bench/counts.py --update               writes bench/counts anew
    bench/counts.py [KERNEL...]            prints

CAMBRIDGE_BUILD: the build folder (.). Exit status 77 (skipped) without valgrind,
or when compiler or architecture are not those of bench/counts.
"""
import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

SRC = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.environ.get('CAMBRIDGE_SHARED', os.path.join(SRC, '..', 'shared'))
BUILD = os.environ.get('CAMBRIDGE_BUILD', '.')
FILE = os.path.join(SRC, 'bench', 'counts')
TOLERANCE = 0.05
SKIPPED = 77
# The C library's string functions as any x86-64 processor has them.
PLAIN = 'glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-ERMS,-FSRM,-AVX_Fast_Unaligned_Load'
# Turns of the short and the long run.
OWN = {
    'integer': (5, 80), 'bytes': (5, 80), 'call': (20, 1500),
    'strings': (5, 200), 'decimal': (10, 300), 'float': (20, 1000),
    'swap': (20, 1500), 'pages': (1, 6),
}
OTHERS = {
    'a_intloop': (100, 4000), 'b_sieve': (1, 2), 'c1_strshort': (100, 1000),
    'c2_strlong': (10, 60), 'd_packed': (100, 600), 'e_hexfloat': (100, 2000),
    'f_chase': (100, 4000), 'f2_chasedat': (2000, 20000),
    'g_dispatch': (5, 100), 'h_svc': (100, 5000), 'i_sievedat': (1, 2),
    'i1m_sievedat': (1, 2), 'j_privop': (100, 5000), 'j2_privop': (100, 1000),
}


def skip(why):
    print('counts.py: %s: not checked' % why)
    sys.exit(SKIPPED)


def compiler():
    """What the counts depend on: architecture, compiler and its options."""
    values = {}
    with open(os.path.join(BUILD, 'Makefile')) as f:
        for line in f:
            m = re.match(r'(CC|CFLAGS) = (.*)', line)
            if m:
                values[m.group(1)] = m.group(2).strip()
    command = values['CC'].split()
    version = subprocess.run(command[:1] + ['--version'], capture_output=True,
                             text=True).stdout.split('\n')[0]
    number = re.search(r'\d+\.\d+', version)
    return '%s, %s %s, %s, %s' % (platform.machine(), ' '.join(command),
                                  number.group(0) if number else version,
                                  values['CFLAGS'],
                                  ' '.join(platform.libc_ver()))


def run(image, turns):
    """(host, guest) instructions of a run."""
    env = dict(os.environ, CAMBRIDGE_ENGINE='fast', GLIBC_TUNABLES=PLAIN)
    done = subprocess.run(
        ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null',
         os.path.join(BUILD, 'tests/cpu/run_image'), '-c', str(turns), image],
        capture_output=True, text=True, env=env)
    guest = re.search(r'passed.*, (\d+) instructions', done.stdout)
    host = re.search(r'Collected : (\d+)', done.stderr)
    if not guest or not host:
        sys.exit('%s: %s%s' % (image, done.stdout, done.stderr))
    return int(host.group(1)), int(guest.group(1))


def cost(image, turns):
    host, guest = zip(*(run(image, n) for n in turns))
    return (host[1] - host[0]) / (guest[1] - guest[0])


def measure(only):
    """{kernel: host instructions a guest instruction}"""
    found = {}
    with tempfile.TemporaryDirectory() as tmp:
        images = {k: os.path.join(BUILD, 'bench', k + '.bin') for k in OWN}
        if os.path.isdir(os.path.join(SHARED, 'bench')):
            for name in os.listdir(os.path.join(SHARED, 'bench')):
                path = os.path.join(SHARED, 'bench', name)
                if os.path.isfile(path):
                    shutil.copy(path, tmp)
            subprocess.run(['make', '-s', '-C', tmp], check=True)
            images.update((k, os.path.join(tmp, k + '.bin')) for k in OTHERS)
        for kernel, turns in {**OWN, **OTHERS}.items():
            if kernel in images and (not only or kernel in only):
                found[kernel] = cost(images[kernel], turns)
    return found


def read_counts():
    """What they were made with, and the counts."""
    kept, made = {}, None
    with open(FILE) as f:
        for line in f:
            if line.startswith('# made by '):
                made = line[len('# made by '):].strip()
            elif line.strip() and not line.startswith('#'):
                name, value = line.split()
                kept[name] = float(value)
    return made, kept


def check(found, kept):
    worse = 0
    for kernel, now in found.items():
        was = kept.get(kernel)
        if was is None:
            print('%-14s %8.1f   not in bench/counts' % (kernel, now))
            worse += 1
            continue
        verdict = ''
        if now > was * (1 + TOLERANCE):
            verdict = '   SLOWER'
            worse += 1
        elif now < was * (1 - TOLERANCE):
            verdict = '   faster: counts.py --update'
        print('%-14s %8.1f %8.1f%s' % (kernel, now, was, verdict))
    return worse


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--update', action='store_true')
    parser.add_argument('kernel', nargs='*')
    args = parser.parse_args()
    if not shutil.which('valgrind'):
        skip('valgrind is not installed')
    here = compiler()
    if args.update:
        kept = read_counts()[1] if os.path.exists(FILE) else {}
        kept.update(measure([]))
        with open(FILE, 'w') as f:
            f.write('# Host instructions of the fast engine for a guest '
                    'instruction: counts.py\n# made by %s\n' % here)
            for kernel, value in kept.items():
                f.write('%-14s %8.1f\n' % (kernel, value))
        return
    if not args.check:
        for kernel, value in measure(args.kernel).items():
            print('%-14s %8.1f' % (kernel, value))
        return
    made, kept = read_counts()
    if made != here:
        skip('bench/counts is of %s, this build of %s' % (made, here))
    if check(measure(args.kernel), kept):
        sys.exit('counts.py: slower than bench/counts by more than %.0f %%' %
                 (100 * TOLERANCE))


if __name__ == '__main__':
    main()
