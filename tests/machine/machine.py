# SPDX-License-Identifier: MIT
"""Drives the program `cambridge` by its line console, for scripted tests.
Tests run in the build folder; each makes a folder of its own."""
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading


PRCTL = ctypes.CDLL(None).prctl  # looked up here: a child has no other threads


def die_with_parent():
    """In the child: no machine outlives a test that is killed."""
    PRCTL(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


PROGRAM = os.path.abspath('cambridge')
LIMIT = int(os.environ.get('CAMBRIDGE_LIMIT', '600'))  # seconds after which something that must come never will


class Machine:
    """A running machine. Lines of its output are matched in order."""

    def __init__(self, *args, cwd=None, env=None):
        self.proc = subprocess.Popen(
            [PROGRAM, *args], cwd=cwd, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors='replace', bufsize=1,
            env=dict(os.environ, **(env or {})), start_new_session=True,
            preexec_fn=die_with_parent)
        self.lines, self.at, self.ended = [], 0, False
        self.more = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.proc.stdout:
            with self.more:
                self.lines.append(line.rstrip('\n'))
                self.more.notify()
        with self.more:
            self.ended = True
            self.more.notify()

    def send(self, *lines):
        """All lines in one go: what is between two is no time of the test's."""
        self.proc.stdin.write(''.join(line + '\n' for line in lines))
        self.proc.stdin.flush()

    def expect(self, pattern, limit=LIMIT):
        """The match of the next line that has the pattern."""
        with self.more:
            while True:
                while self.at < len(self.lines):
                    self.at += 1
                    found = re.search(pattern, self.lines[self.at - 1])
                    if found:
                        return found
                if self.ended or not self.more.wait(limit):
                    raise AssertionError(
                        'not seen: %s\n--- output:\n%s' %
                        (pattern, '\n'.join(self.lines[-40:])))

    def command(self, line, pattern):
        self.send(line)
        return self.expect(pattern)

    def end(self, how='quit', status=0):
        """Ends it, by a command or a signal, and checks the exit status."""
        if isinstance(how, signal.Signals):
            self.proc.send_signal(how)
        elif how is not None:
            self.send(how)
        got = self.proc.wait(LIMIT)
        self.reader.join(LIMIT)
        assert got == status, 'exit status %d, not %d:\n%s' % (
            got, status, '\n'.join(self.lines[-40:]))

    def kill(self):
        if self.proc.poll() is None:
            self.proc.kill()
            self.proc.wait()


class Folder:
    """A folder for one test, with files made by name."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix='cambridge-test.')
        self.machines = []

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for m in self.machines:
            m.kill()
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name, data):
        path = os.path.join(self.path, name)
        with open(path, 'wb' if isinstance(data, bytes) else 'w') as f:
            f.write(data)
        return path

    def machine(self, *args, **kw):
        m = Machine(*args, cwd=self.path, **kw)
        self.machines.append(m)
        return m

    def configured(self, text, *args, **kw):
        """A machine with a configuration of this text."""
        return self.machine('-f', self.file('conf', text), *args, **kw)


def connect_control(path):
    """A connection to a control socket, whose path may be longer than an
    address of Unix sockets can be."""
    folder, name = os.path.split(path)
    fd = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    try:
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(LIMIT)
        s.connect('/proc/self/fd/%d/%s' % (fd, name))
        return s
    finally:
        os.close(fd)


def storage(**at):
    """An image of storage: storage(x0='hex', x1000='hex')."""
    out = bytearray()
    for key, digits in at.items():
        addr, data = int(key[1:], 16), bytes.fromhex(digits)
        out.extend(bytes(max(0, addr + len(data) - len(out))))
        out[addr:addr + len(data)] = data
    return bytes(out)


def run_tests(tests):
    """Runs the functions, each with a folder; the exit status tells."""
    failed = 0
    for test in tests:
        with Folder() as folder:
            try:
                test(folder)
                print('ok     ', test.__name__)
            except Exception as e:  # a test that cannot run has failed
                failed += 1
                print('FAILED ', test.__name__, '\n', e)
        sys.stdout.flush()
    sys.exit(failed > 0)
