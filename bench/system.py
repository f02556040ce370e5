#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures the whole system: processor time of the machine's process and guest
instructions of IPL to the logo, logging on and IPL of CMS, and a loop of CMS
commands, with each engine. Prints a table in Markdown.

    bench/system.py [-b BUILD] [ENGINE...]
"""
import argparse
import os
import re
import shutil
import sys

SRC = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(SRC, 'tests', 'system'))
import harness  # noqa: E402

COMMANDS = ['LISTFILE * * S', 'QUERY DISK', 'CP QUERY NAMES', 'TYPE NONE SUCH A']
TIMES = 5


class Measured:
    """A machine and what it used since the last look."""

    def __init__(self, machine):
        self.machine = machine
        self.seconds, self.instructions = 0.0, 0

    def count(self):
        since = len(self.machine.lines)
        self.machine.console('icount')
        found = self.machine.wait_line(r'executed: ([\d,]+)', since)
        return int(found.group(1).replace(',', ''))

    def look(self):
        """(seconds, instructions) since the last one."""
        now = self.machine.cpu_seconds(), self.count()
        used = now[0] - self.seconds, now[1] - self.instructions
        self.seconds, self.instructions = now
        return used


def measure(engine):
    """[(what, seconds, instructions)]"""
    os.environ['CAMBRIDGE_ENGINE'] = engine
    machine = harness.Machine().start()
    used = Measured(machine)
    try:
        term = harness.Terminal(machine)
        term.wait_for(r'LOGON userid')
        rows = [('start and IPL to the logo',) + used.look()]
        user = harness.User(term).logon('CMSUSER')
        user.ipl_cms()
        rows.append(('LOGON, IPL CMS',) + used.look())
        for _ in range(TIMES):
            for command in COMMANDS:
                user.cms(command)
        rows.append(('%d CMS commands' % (TIMES * len(COMMANDS)),)
                    + used.look())
        term.close()
        machine.stop()
        return rows
    finally:
        machine.kill()


def table(build, engines=('reference', 'fast')):
    if shutil.which('s3270') is None:
        return ['s3270 is not installed: the whole system was not measured']
    os.environ['CAMBRIDGE_BUILD'] = os.path.abspath(build)
    results = [measure(e) for e in engines]
    out = ['| the whole system | thousand instructions | '
           + ' | '.join(e + ', s' for e in engines) + ' |',
           '|---' * (2 + len(engines)) + '|']
    for rows in zip(*results):
        out.append('| %s | %.0f | %s |' % (
            rows[0][0], rows[-1][2] / 1e3,
            ' | '.join('%.2f' % r[1] for r in rows)))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('-b', default='.', help='build folder (.)')
    parser.add_argument('engine', nargs='*', default=['reference', 'fast'])
    args = parser.parse_args()
    print('\n'.join(table(args.b, args.engine)))


if __name__ == '__main__':
    main()
