# SPDX-License-Identifier: MIT
"""Two machines with a channel-to-channel adapter between them, over TCP."""
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import run_tests, storage  # noqa: E402


def program(ccw, data=''):
    """RESTART takes pending status by TIO X'E40', runs SIO and waits; the
    interruption leads to a disabled
    wait at X'E0D'."""
    return storage(x0='0000000000001000', x48='00002000',
                   x78='0002000000000E0D', x200='0202000000000000',
                   x1000='9D000E40 9C000E40 82000200', x2000=ccw,
                   x3000=data or '00')


def connected(t):
    """Two machines, the second of which has called the first."""
    a = t.configured('ARCHMODE S/370\n0E40 3088 0\n')
    port = a.expect(r'^0E40: CTCA on 127\.0\.0\.1:(\d+)').group(1)
    b = t.configured('ARCHMODE S/370\n0E40 3088 CTCE 0 127.0.0.1 %s\n' % port)
    for m in a, b:
        connected_again(m)
    return a, b, port


def connected_again(m):
    while True:
        m.send('devlist e40')
        if '[connected]' in m.expect(r'0E40 3088').string:
            return


def run(m, ccw, data=''):
    path = os.path.join('/proc/%d/cwd' % m.proc.pid, 'core%d' % m.proc.pid)
    with open(path, 'wb') as f:
        f.write(program(ccw, data))
    m.send('loadcore ' + os.path.basename(path), 'restart')


def ended(m, csw):
    m.expect('Disabled wait')
    m.command('r 40.8', r'00000040.*' + csw)


def data_goes_over(t):
    a, b, _ = connected(t)
    run(a, '01003000 00000005', 'C1C2C3C4C5')
    run(b, '02003000 00000005')
    ended(b, '00002008 0C000000')
    ended(a, '00002008 0C000000')
    b.command('r 3000.5', 'C1C2C3C4 C5')
    a.end()
    b.end()


def the_other_machine_is_killed(t):
    """What waits ends with a unit check; the machine that comes back calls."""
    a, b, port = connected(t)
    run(a, '02003000 00000005')
    while '02020000' not in a.command('psw', '^PSW=').string:
        pass
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


if __name__ == '__main__':
    run_tests([data_goes_over, the_other_machine_is_killed,
               strangers_are_refused])
