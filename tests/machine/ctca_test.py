# SPDX-License-Identifier: MIT
"""Two machines with a channel-to-channel adapter between them, over TCP."""
import os
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, connect_control, run_tests, storage  # noqa: E402


def program(ccw, data=''):
    """RESTART takes pending status by TIO X'E40' until there is none and SIO
    is accepted, and waits; the interruption leads to a disabled wait at
    X'E0D'."""
    return storage(x0='0000000000000400', x48='00002000',
                   x78='0002000000000E0D', x200='0202000000000000',
                   x400='9D000E40 47700400 9C000E40 47700400 82000200',
                   x2000=ccw, x3000=data or '00')


def connected(t, more=''):
    """Two machines, the second of which has called the first."""
    conf = 'ARCHMODE S/370\n' + more
    a = t.configured(conf + '0E40 3088 0\n')
    port = a.expect(r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1)
    b = t.configured(conf + '0E40 3088 CTCE 0 127.0.0.1 %s\n' % port)
    for m in a, b:
        connected_again(m)
    return a, b, port


def until(m, command, pattern, wanted):
    """Repeats a command until its answer has what is wanted."""
    end = time.monotonic() + LIMIT
    while wanted not in m.command(command, pattern).string:
        assert time.monotonic() < end, '%s: never %s' % (command, wanted)
        time.sleep(0.01)


def connected_again(m):
    until(m, 'devlist e40', r'0E40 3088', '[connected]')


def run(m, ccw, data=''):
    path = os.path.join('/proc/%d/cwd' % m.proc.pid, 'core%d' % m.proc.pid)
    with open(path, 'wb') as f:
        f.write(program(ccw, data))
    m.send('loadcore ' + os.path.basename(path), 'restart')


def ended(m, csw):
    m.expect('Disabled wait')
    m.command('r 40.8', r'00000040.*' + csw)


def data_goes_over(t, more=''):
    a, b, _ = connected(t, more)
    run(a, '01003000 00000005', 'C1C2C3C4C5')
    run(b, '02003000 00000005')
    ended(b, '00002008 0C000000')
    ended(a, '00002008 0C000000')
    b.command('r 3000.5', 'C1C2C3C4 C5')
    a.end()
    b.end()


def in_lockstep(t):
    """SIO sets reference bits where channel programs lie, in both engines."""
    data_goes_over(t, 'ENGINE lockstep\n')


def the_other_machine_is_killed(t):
    """What waits ends with a unit check; the machine that comes back calls."""
    a, b, port = connected(t)
    run(a, '02003000 00000005')
    until(a, 'psw', '^PSW=', '02020000')
    b.kill()
    ended(a, '00002008 0E400005')
    c = t.configured('ARCHMODE S/370\n0E40 3088 0 localhost %s\n' % port)
    connected_again(c)
    connected_again(a)
    a.end()
    c.end()


def strangers_are_refused(t):
    a = t.configured('ARCHMODE S/370\n0E40 3088 0\n')
    port = a.expect(r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1)
    s = socket.create_connection(('127.0.0.1', int(port)))
    s.sendall(b'GET / HTTP/1.0\r\n\r\n')
    a.expect('0E40: what answers there is no channel-to-channel adapter')
    s.close()
    for _ in range(50):  # giving one up must not take the next one with it
        s = socket.create_connection(('127.0.0.1', int(port)))
        s.sendall(b'CTCA 1\n' + bytes([0, 0, 0, 9]) + bytes(9))
        a.expect('0E40: the other end sent what no adapter sends')
        s.close()
    s = socket.create_connection(('127.0.0.1', int(port)))
    s.sendall(b'CTCA 1\n\xff\xff\xff\xff')
    a.expect('0E40: the other end sent a frame of a bad length')
    a.send('attach e41 3088 %s' % port)
    a.expect('0E41: port %s: address already in use' % port)
    a.command('detach e40', 'detached')
    a.end()


WORD = b'CTCA 1\n'


class Held:
    """A machine of which the test can hold the machine thread, while the I/O
    thread goes on: it opens a pipe that nobody reads."""

    def __init__(self, t, conf):
        self.fifo = os.path.join(t.path, 'fifo')
        os.mkfifo(self.fifo)
        path = os.path.join(t.path, 'ctl')
        self.m = t.configured(conf, '--control', path)
        self.port = self.m.expect(
            r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1)
        self.control = connect_control(path)
        self.lines = self.control.makefile('r')

    def hold(self, *commands):
        """The commands are taken in one go once the hold is over."""
        for line in ('attach 00e 1403 fifo',) + commands:
            self.control.sendall(b'cmd %s\n' % line.encode())
        self.settle()

    def settle(self):
        """The I/O thread has gone round, and seen what came before."""
        for _ in range(3):
            self.control.sendall(b'query status\n')
            for line in self.lines:
                if line.startswith('ok state='):
                    break

    def go_on(self):
        assert not any('000E attached' in line for line in self.m.lines)
        reader = os.open(self.fifo, os.O_RDONLY | os.O_NONBLOCK)
        self.m.expect(r'Device 0:000E attached')
        os.close(reader)

    def peer(self, word=WORD, port=None):
        s = socket.create_connection(('127.0.0.1', int(port or self.port)))
        s.settimeout(LIMIT)
        s.sendall(word)
        return s


def word_of(s):
    got = b''
    while len(got) < len(WORD):
        more = s.recv(len(WORD) - len(got))
        assert more, 'hung up'
        got += more
    assert got == WORD, got


def late_for_another_adapter(t):
    """The connection of an adapter that was detached is not taken for one of
    the adapter that was attached at its address next."""
    h = Held(t, 'ARCHMODE S/370\n0E40 3088 0\n')
    h.hold('detach e40', 'attach e40 3088 0')
    old = h.peer()
    word_of(old)
    h.settle()
    h.go_on()
    port = h.m.expect(r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1)
    found = h.m.command('devlist e40', '0E40 3088').string
    assert '[connected]' not in found, found
    s = h.peer(port=port)
    word_of(s)
    connected_again(h.m)
    h.m.end()


def late_for_another_connection(t):
    """What the machine says of a connection that is gone does not take one
    with it that has not said the word yet."""
    h = Held(t, 'ARCHMODE S/370\n0E40 3088 0\n')
    h.hold()
    s = h.peer(WORD + bytes([0, 0, 0, 9]) + bytes(9))
    word_of(s)
    s.close()
    h.settle()
    s = h.peer(b'')
    word_of(s)
    h.settle()
    h.go_on()
    h.m.expect('0E40: the other end sent what no adapter sends')
    s.sendall(WORD)
    connected_again(h.m)
    h.m.end()


def a_silent_caller_keeps_nobody_off(t):
    h = Held(t, 'ARCHMODE S/370\n0E40 3088 0 localhost 65535\n')
    h.settle()  # its own call has found nobody; until then it goes first
    silent = h.peer(b'')
    word_of(silent)
    s = h.peer()
    word_of(s)
    connected_again(h.m)
    h.m.end()


def listener():
    """A port that is greater than most, so that the machine's own is less."""
    found = [socket.create_server(('127.0.0.1', 0)) for _ in range(16)]
    found.sort(key=lambda s: s.getsockname()[1])
    for s in found[:-1]:
        s.close()
    found[-1].settimeout(LIMIT)
    return found[-1]


def accepted(there):
    s = there.accept()[0]
    s.settimeout(LIMIT)
    return s


def who_was_turned_away_is_called(t):
    """The call of the end with the lower port counts, and a caller is turned
    away meanwhile. When nothing comes of that call, there is another."""
    m = t.configured('ARCHMODE S/370\n')
    there = listener()
    port = there.getsockname()[1]
    while True:
        m.send('attach e40 3088 0 127.0.0.1 %d' % port)
        own = int(m.expect(
            r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1))
        call = accepted(there)
        word_of(call)
        if own < port:
            break
        call.close()
        m.command('detach e40', 'detached')
    s = socket.create_connection(('127.0.0.1', own))
    s.settimeout(LIMIT)
    assert s.recv(1) == b'', 'it was not turned away'
    call.close()
    call = accepted(there)
    word_of(call)
    call.sendall(WORD)
    connected_again(m)
    m.end()


def ends_in_the_middle(t):
    """A machine ends while its adapter waits for the other end."""
    a, b, _ = connected(t)
    run(a, '02003000 00000005')
    until(a, 'psw', '^PSW=', '02020000')
    a.end()
    b.end()


if __name__ == '__main__':
    run_tests([data_goes_over, in_lockstep, the_other_machine_is_killed,
               strangers_are_refused, late_for_another_adapter,
               late_for_another_connection, a_silent_caller_keeps_nobody_off,
               who_was_turned_away_is_called, ends_in_the_middle])
