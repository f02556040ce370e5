#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Generated instruction cases: the engines must agree on all of main storage,
and Debian's hercules, where it is installed, on each case but for the
differences that doc/conformance.md settles. Of those in which Hercules is
wrong exactly the ones in hercules.txt must remain.

  gen_test.py [-b BUILD] [--seed N]... [--count N] [--show N] [--write]

CAMBRIDGE_LONG=1 takes more seeds, of which hercules.txt knows nothing; every
difference must still be explained by a rule. --write makes hercules.txt anew.
"""
import argparse
import collections
import os
import shutil
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import cases  # noqa: E402
import das  # noqa: E402
import insn  # noqa: E402
import layout  # noqa: E402
import rules  # noqa: E402
import runs  # noqa: E402
import special  # noqa: E402

# Every third seed is of a machine with dual address space.
SEEDS, LONG_SEEDS, COUNT = (1970, 1973, 1980), range(100, 120), 3000
FACILITIES = {'BASE', 'DECIMAL', 'FLOAT', 'EXTFLOAT', 'CONDSWAP', 'TRANS',
              'KEYHAND', 'TIMER', 'MULTI', 'EXTENDED', 'BAS', 'MVCIN'}
LIST = os.path.join(HERE, 'hercules.txt')


def with_das(seed):
    return seed % 3 == 0


def read_table(seed):
    rows = [row for row in insn.read_table(
        os.path.join(HERE, '../../arch/s370.def'), FACILITIES | {'DAS'})
            if row.mnemonic not in special.NOT_MADE]
    if not with_das(seed):
        return [row for row in rows if row.facility != 'DAS']
    own = [row for row in rows if row.facility == 'DAS']
    return rows + 16 * own


def generate(seed, count):
    table, maker = read_table(seed), cases.Maker
    if with_das(seed):
        maker = das.Maker
    rng, made = layout.Random(seed), []
    while len(made) < count:
        row = table[len(made) % len(table)]
        case = special.make(maker(layout.Random(rng.next()), row))
        case.number = len(made)
        made.append(case)
    return made


def record(dump, case):
    return dump[case.address:case.address + layout.RECORD]


def describe(case, one, other, names):
    at = 0x100 + case.start - layout.CODE
    print('case %d %s (%s) PSW %s code %s operands %s' %
          (case.number, case.name, case.mode, case.record[:8].hex(),
           bytes(case.record[at:at + 6]).hex(),
           ' '.join('%X' % a for a in case.addresses)))
    for offset, length, name in layout.FIELDS:
        a, b = one[offset:offset + length], other[offset:offset + length]
        different = [i for i in range(length) if a[i] != b[i]]
        if different and not any(o <= offset < o + n and length <= n
                                 for o, n in case.ignore):
            i, j = different[0], different[-1] + 1
            print('   %s+%X before %s, %s %s, %s %s' %
                  (name, i, bytes(case.record[offset + i:offset + j]).hex(),
                   names[0], a[i:j].hex(), names[1], b[i:j].hex()))


def engines(build, folder, image, made, options):
    """Runs the image in each engine; the reference engine's storage, None
    when another has a different one."""
    good, dumps = True, {}
    for engine in ('reference', 'fast', 'lockstep'):
        dumps[engine] = runs.ours(build, engine, image,
                                  os.path.join(folder, engine), options)
        if dumps[engine] == dumps['reference']:
            continue
        good = False
        print('engine %s differs from the reference engine' % engine)
        for case in made:
            one = record(dumps['reference'], case)
            other = record(dumps[engine], case)
            if one != other:
                describe(case, one, other, ('reference', engine))
    return dumps['reference'] if good else None


def against_hercules(made, ours, theirs, show):
    """Returns the cases with a difference that is a fault of Hercules:
    {number: rules}, and how many differences nothing explains."""
    faults, unknown, used = {}, 0, collections.Counter()
    names = [rule.__name__ for rule in rules.FAULTS
             if rule not in rules.TIMING]
    for case in made:
        one, other = record(ours, case), record(theirs, case)
        if one == other:
            continue
        why = rules.explain(case, one, other)
        if why is None:
            unknown += 1
            if unknown <= show:
                describe(case, one, other, ('ours', 'hercules'))
            continue
        used.update(why)
        wrong = [name for name in why if name in names]
        if wrong:
            faults[case.number] = '%s %s' % (case.name, '+'.join(wrong))
    print('  explained: ' + ', '.join('%s %d' % item
                                      for item in sorted(used.items())))
    return faults, unknown


def read_list():
    known = collections.defaultdict(dict)
    if os.path.exists(LIST):
        with open(LIST) as f:
            for line in f:
                if line[0] != '#':
                    seed, number, rest = line.rstrip('\n').split(' ', 2)
                    known[int(seed)][int(number)] = rest
    return known


def write_list(found):
    with open(LIST, 'w') as f:
        f.write('# SPDX-License-Identifier: MIT\n'
                '# Cases in which Hercules 3.13 departs from the manual: seed,'
                ' case, instruction,\n# rules of rules.py. Written by '
                'gen_test.py --write.\n')
        for seed in sorted(found):
            for number, rest in sorted(found[seed].items()):
                f.write('%d %d %s\n' % (seed, number, rest))


def same_faults(seed, known, faults):
    for number in sorted(set(known) | set(faults)):
        if known.get(number) != faults.get(number):
            print('seed %d case %d: hercules.txt has "%s", this run "%s"' %
                  (seed, number, known.get(number), faults.get(number)))
    return known == faults


def run_seed(args, seed, driver, folder, found):
    made = generate(seed, args.count)
    image = os.path.join(folder, 'image.core')
    with open(image, 'wb') as f:
        if with_das(seed):
            f.write(layout.build_image(driver, made, das.build_tables,
                                       das.BASE))
        else:
            f.write(layout.build_image(driver, made))
    ours = engines(args.build, folder, image, made,
                   ['-a'] if with_das(seed) else [])
    print('seed %d: %d cases, the engines %s' %
          (seed, len(made), 'agree' if ours else 'differ'))
    if ours is None:
        return False
    if not runs.have_hercules():
        return True
    theirs = runs.hercules(folder, image, os.path.join(folder, 'hercules'))
    faults, unknown = against_hercules(made, ours, theirs, args.show)
    if unknown:
        print('seed %d: %d differences from hercules are unexplained' %
              (seed, unknown))
    found[seed] = faults
    return not unknown


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('-b', '--build', default='.')
    parser.add_argument('--seed', type=int, action='append')
    parser.add_argument('--count', type=int, default=COUNT)
    parser.add_argument('--show', type=int, default=10)
    parser.add_argument('--write', action='store_true')
    args = parser.parse_args()
    seeds = args.seed or list(SEEDS)
    if os.environ.get('CAMBRIDGE_LONG') and not args.seed:
        seeds += LONG_SEEDS
    driver = os.path.join(args.build, 'tests/gen/driver.bin')
    if not os.path.exists(driver):
        print('skipped: %s is absent' % driver)
        return 77
    with open(driver, 'rb') as f:
        driver = f.read()
    if not runs.have_hercules():
        print('hercules is not installed: the engines are compared only')
    folder = tempfile.mkdtemp()
    good, found, known = True, {}, read_list()
    try:
        for seed in seeds:
            good &= run_seed(args, seed, driver, folder, found)
    finally:
        shutil.rmtree(folder)
    if args.write:
        write_list({s: f for s, f in found.items() if s in SEEDS})
    elif args.count == COUNT:
        for seed in found:
            if seed in SEEDS:
                good &= same_faults(seed, known[seed], found[seed])
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
