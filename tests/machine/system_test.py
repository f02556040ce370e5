# SPDX-License-Identifier: MIT
"""The default system's start, attaching, refusals and end."""
import os
import pty
import re
import select
import signal
import socket
import struct
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, PROGRAM, connect_control, run_tests  # noqa: E402
import fcntl  # noqa: E402


def state(t):
    return os.path.join(t.path, 'state')


class Screen:
    """The program on a pseudo terminal of 30 lines of 100 columns."""

    def __init__(self, *args):
        self.text = ''
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ,
                            struct.pack('HHHH', 30, 100, 0, 0))
                os.environ['TERM'] = 'xterm'
                os.execv(PROGRAM, [PROGRAM, *args])
            finally:
                os._exit(127)

    def _read(self):
        if not select.select([self.fd], [], [], LIMIT)[0]:
            raise AssertionError('nothing more came:\n' + self.text[-2000:])
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # the other end is closed
            data = b''
        self.text += data.decode('utf-8', 'replace')
        return data

    def expect(self, pattern):
        while True:
            found = re.search(pattern, self.text)
            if found:
                return found
            if not self._read():
                raise AssertionError('not seen: %s\n%s' %
                                     (pattern, self.text[-2000:]))

    def end(self):
        """The exit status, once it has ended by itself."""
        while self._read():
            pass
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return self.status

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        self.status = os.waitpid(self.pid, 0)[1]
        os.close(self.fd)


def control(t):
    """A connection to the running machine, and its process id."""
    f = connect_control(os.path.join(state(t), 'control')).makefile('rw')
    return f, int(re.search(r' pid=(\d+)', f.readline()).group(1))


def ask(f, command, wanted):
    """Gives a command, and reads until a line begins as is wanted."""
    f.write('cmd %s\n' % command)
    f.flush()
    for line in f:
        if line.startswith(wanted):
            return
    raise AssertionError('%s: not seen: %s' % (command, wanted))


def gone(pid):
    for _ in range(LIMIT * 10):
        try:
            if '\nState:\tZ' in open('/proc/%d/status' % pid).read():
                return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def headless(t):
    args = '--state', state(t), '--port', '0', '--headless'
    m = t.machine(*args)
    for n in range(1, 5):
        m.expect(r'^Making volume CAM%d' % n)
    m.expect(r'^TN3270 on 127\.0\.0\.1:\d+$')
    m.expect(r'INITIALIZATION COMPLETE')
    other = t.machine(*args)
    other.expect(r'^cambridge: .* runs already: process %d$' % m.proc.pid)
    other.end(None, status=1)
    m.end(signal.SIGTERM)
    m.at = 0
    m.expect(r'Disabled wait state')
    # A second start finds them.
    m = t.machine(*args, '--terminals', '2')
    m.expect(r'^TN3270 on')
    assert not any('Making' in line for line in m.lines), m.lines
    m.command('devlist 0c1', r'^0:00C1 3270')
    m.command('devlist 0c2', r'not found')
    m.end()


def busy_port_first(t):
    """A busy port is found before any volume is opened or made."""
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        s.listen()
        port = s.getsockname()[1]
        m = t.machine('--state', state(t), '--port', str(port))
        m.expect(r'^cambridge: port %d is in use' % port)
        m.end(None, status=1)
        left = os.listdir(state(t))
        assert left == ['lock'], left
        screen = Screen('--state', state(t), '--port', str(port))
        screen.expect(r'cambridge: port %d is in use' % port)
        assert screen.end() == 1
    assert not os.path.exists(os.path.join(state(t), 'CAM1.3350'))


def on_a_terminal(t):
    args = '--state', state(t), '--port', '0'
    first = Screen(*args)
    first.expect(r'LOGON userid')
    f, pid = control(t)
    try:
        # Losing the terminal changes nothing for the machine.
        first.kill()
        ask(f, 'devlist 0150', 'log 0:0150 3350 CAM1.3350')
        second = Screen('--state', state(t))
        second.expect(r'LOGON userid')
        for more in (('--port', '1'), ('--terminals', '3')):
            refused = Screen('--state', state(t), *more)
            refused.expect(r'runs already, with .*: process %d' % pid)
            assert refused.end() == 1
        refused = t.machine('--state', state(t), '--headless')
        refused.expect(r'runs already: process %d' % pid)
        refused.end(None, status=1)
        ask(f, 'shutdown', 'end ')
        assert gone(pid), 'process %d is still there' % pid
        second.kill()
        with open(os.path.join(state(t), 'log')) as log:
            assert 'SHUTDOWN COMPLETE' in log.read()
    finally:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


run_tests([headless, busy_port_first, on_a_terminal])
