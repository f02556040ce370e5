#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that a user names: the machine does not wait for a pipe."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, run_tests  # noqa: E402

CONF = 'ARCHMODE S/370\nMAINSIZE 1\n0009 3215-C\n'


def commands_refuse_pipes(t):
    os.mkfifo(os.path.join(t.path, 'fifo'))
    m = t.configured(CONF + '000C 3505 *\n')
    for name in ('fifo', '/dev/zero'):
        for command, answer in (('log', 'log: '), ('script', 'script: '),
                                ('loadcore', 'Cannot open '),
                                ('savecore', 'Cannot open '),
                                ('loadtext', 'Cannot open '),
                                ('devinit 000C', '.*'),
                                ('snapshot load', 'snapshot: ')):
            m.command('%s %s' % (command, name),
                      '^%s%s: not a regular file' % (answer, name))
    for disk in ('3350 fifo ro', '3370 fifo ro', '3420 fifo noring'):
        m.command('attach 180 ' + disk, r'fifo: ')
    m.command('uptime', r'[Uu]p')
    m.command('log /dev/null', r'^log switched to /dev/null')
    m.command('loadcore /dev/null', r'^Loading')
    m.expect(r'^0 bytes read from /dev/null')
    m.end()


def rc_may_be_a_pipe(t):
    fifo = os.path.join(t.path, 'fifo')
    os.mkfifo(fifo)
    m = t.configured(CONF, '--rc', 'fifo')
    end = time.monotonic() + LIMIT
    while True:
        try:
            fd = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:  # nobody reads yet
            assert m.proc.poll() is None and time.monotonic() < end, m.lines
            time.sleep(0.02)
    os.write(fd, b'archmode\n')
    os.close(fd)
    m.expect(r'S/370')
    m.end()


if __name__ == '__main__':
    run_tests([commands_refuse_pipes, rc_may_be_a_pipe])
