#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Input that the machine does not take is not read without bound: a source
that sends on has to wait, and goes on when the machine does."""
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import (LIMIT, PROGRAM, connect_control,  # noqa: E402
                     die_with_parent, run_tests)

CONF = 'ARCHMODE S/370\nMAINSIZE 1\n0009 3215-C\n'
MOST = 64 << 20  # bytes that no kernel's buffers hold
QUIET = 2        # seconds in which nothing is taken: it is held up


def fill(fd, data):
    """Sends until nothing more is taken; how much was."""
    sent = 0
    while select.select([], [fd], [], QUIET)[1]:
        try:
            # Whole pieces alone, for whoever reads on.
            sent += os.write(fd, data)
        except BlockingIOError:
            time.sleep(0.05)
        assert sent < MOST, 'all is taken'
    return sent


def takes_again(fd):
    assert select.select([], [fd], [], LIMIT)[1], 'nothing is taken any more'


def typed(t, *signals):
    """Lines wait behind a pause when the signals come."""
    with subprocess.Popen([PROGRAM, '-f', t.file('conf', CONF)], cwd=t.path,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          preexec_fn=die_with_parent) as proc:
        fd = proc.stdin.fileno()
        os.set_blocking(fd, False)
        os.write(fd, b'archmode\npause 100000\n')
        # What it answers says that it is there for signals.
        assert proc.stdout.readline().startswith(b'Architecture mode')
        reader = threading.Thread(target=proc.stdout.read, daemon=True)
        reader.start()
        try:
            fill(fd, b'mainsize\n' * 100)
            for number in signals:
                proc.send_signal(number)
                if number == signal.SIGINT:  # ends the pause
                    takes_again(fd)
            assert proc.wait(LIMIT) == 0
        finally:
            proc.kill()
        reader.join()


def standard_input_goes_on(t):
    typed(t, signal.SIGINT, signal.SIGTERM)


def ends_while_lines_wait(t):
    typed(t, signal.SIGTERM)


class Held:
    """A machine whose thread waits for a reader of its printer."""

    def __init__(self, t):
        self.fifo = os.path.join(t.path, 'fifo')
        os.mkfifo(self.fifo)
        self.ctl = os.path.join(t.path, 'ctl')
        self.m = t.configured(CONF + 'CNSLPORT 0\n00C0 3270\n', '--control',
                              self.ctl)
        self.port = int(
            self.m.expect(r'^TN3270 on 127\.0\.0\.1:(\d+)$').group(1))
        self.m.send('attach 000e 1403 fifo')

    def go_on(self):
        reader = os.open(self.fifo, os.O_RDONLY | os.O_NONBLOCK)
        self.m.expect(r'^Device 0:000E attached')
        os.close(reader)


def sockets_go_on(t):
    """Of the I/O thread: the control socket and a terminal's client."""
    h = Held(t)
    control = connect_control(h.ctl)
    terminal = socket.create_connection(('127.0.0.1', h.port))
    for s, data in ((control, b'cmd * nothing\n' * 100),
                    (terminal, b'\xff\xf3' * 500)):
        s.setblocking(False)
        fill(s.fileno(), data)
    h.go_on()
    takes_again(terminal.fileno())
    takes_again(control.fileno())
    terminal.close()
    control.close()
    h.m.command('mainsize', '^mainsize 1')
    h.m.end()


if __name__ == '__main__':
    run_tests([standard_input_goes_on, ends_while_lines_wait, sockets_go_on])
