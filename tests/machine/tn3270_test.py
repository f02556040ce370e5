# SPDX-License-Identifier: MIT
"""TN3270 with a real client, s3270: which 3270 a client gets, records both
ways, clients that vanish or do not read."""
import os
import shutil
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, run_tests, storage  # noqa: E402

if shutil.which('s3270') is None:
    print('s3270 is not installed')
    sys.exit(77)

CONF = ('ARCHMODE S/370\nMAINSIZE 1\nCNSLPORT 0\n'
        '00C0 3270\n00C1 3270\n01F0 3270 SPECIAL\n')

# A guest that answers the device end of a new client and every attention of
# 0C0: it reads what was typed to X'900' and writes the screen anew.
GUEST = storage(
    x0='0000000000000500',        # RESTART: to X'500'
    x78='0000000000000400',       # I/O interruptions: to X'400'
    x200='FE02000000000500',      # BC mode, all channels enabled, wait
    x300='0600090060000100'       # Read Modified, 256 bytes to X'900'
         '050008002000000B',      # Erase/Write from X'800', 11 bytes
    x400='91080044'               # TM    X'44',X'08': channel end, our own?
         '47100418'               # BO    X'418'
         '41100300'               # LA    1,X'300'
         '50100048'               # ST    1,X'48': the CAW
         '9C0000C0'               # SIO   X'0C0'
         '47700410'               # BNZ   X'410': not started, again
         '82000200',              # LPSW  X'200'
    x500='82000200',
    x800='C3'                     # WCC: restore the keyboard, reset MDT
         '1DF0 C8C5D3D3D6'        # a protected field: HELLO
         '1D40 13')      # an input field with the cursor


# A guest that writes 4 KB to 0C0 for ever, with or without a client there.
FLOOD = storage(
    x0='0000000000000500',
    x200='FE02000000000500',
    x78='0000000000000500',
    x300='0100080020001000',      # Write from X'800', 4096 bytes
    x500='41100300'               # LA    1,X'300'
         '50100048'               # ST    1,X'48'
         '9D0000C0'               # TIO   X'0C0'
         '9C0000C0'               # SIO   X'0C0'
         '47F00508',              # B     X'508'
    x800='C3 115D7F 40')


class Client:
    def __init__(self, where, *args):
        self.proc = subprocess.Popen(
            ['s3270', *args, where], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1)

    def do(self, action):
        """The output of an action, and whether it succeeded."""
        self.proc.stdin.write(action + '\n')
        self.proc.stdin.flush()
        out = []
        for line in self.proc.stdout:
            line = line.rstrip('\n')
            if line in ('ok', 'error'):
                return out[:-1], line == 'ok'
            out.append(line)
        raise AssertionError('s3270 ended: %s' % out)

    def screen(self):
        return '\n'.join(line[6:] for line in self.do('Ascii()')[0])

    def wait_for(self, text):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if text in self.screen():
                return
            time.sleep(0.05)
        raise AssertionError('not on the screen: %s\n%s' %
                             (text, self.screen()))

    def end(self):
        self.proc.kill()
        self.proc.wait()
        self.proc.stdin.close()
        self.proc.stdout.close()


def start(t, *args):
    m = t.configured(CONF, *args)
    return m, '127.0.0.1:' + m.expect(r'^TN3270 on 127.0.0.1:(\d+)').group(1)


def until(m, command, pattern, without=None):
    """Repeats a command until a line of its answer has the one text and not
    the other."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        m.send(command, '* ', 'help quit')
        seen = []
        while True:
            line = m.expect(r'.*').group(0)
            if line.startswith('quit [force]:'):
                break
            seen.append(line)
        if any(pattern in line and (without is None or without not in line)
               for line in seen):
            return
        time.sleep(0.05)
    raise AssertionError('%s: not seen: %s' % (command, pattern))


def which_terminal(t):
    m, where = start(t)
    clients = [Client(where)]
    until(m, 'devlist c0', 'IBM-327')
    clients.append(Client('c1@' + where))
    until(m, 'devlist c1', 'IBM-327')
    clients.append(Client('special@' + where))
    until(m, 'devlist 1f0', 'IBM-327')
    # All are taken: the next is told so.
    with socket.create_connection(where.split(':')) as s:
        s.settimeout(LIMIT)
        s.sendall(b'\xff\xfb\x18\xff\xfa\x18\x00IBM-3278-2\xff\xf0')
        got = b''
        while b'in use' not in got:
            more = s.recv(1000)
            assert more, got
            got += more
    # One vanishes: its place is free again.
    clients[0].end()
    until(m, 'devlist c0', '0:00C0 3270', without='IBM-327')
    again = Client(where)
    until(m, 'devlist c0', 'IBM-327')
    for c in clients[1:] + [again]:
        c.end()
    m.end()


def records_both_ways(t):
    t.file('core', GUEST)
    m, where = start(t)
    c = Client(where)
    until(m, 'devlist c0', 'IBM-327')
    m.send('loadcore core', 'restart')
    m.expect('Restart key')
    c.wait_for('HELLO')
    c.do('String("abc")')
    c.do('Enter()')
    # AID Enter, cursor, SBA, address, then what was typed.
    until(m, 'r 900.10', '8182 83')
    c.end()
    m.end()


def no_terminal(t):
    """Peers that are no 3270: the machine goes on, whatever they send."""
    m, where = start(t)
    with socket.create_connection(where.split(':')) as garbage:
        garbage.sendall(b'GET / HTTP/1.0\r\n\r\n' * 1000)
        with socket.create_connection(where.split(':')) as s:
            s.settimeout(LIMIT)
            s.sendall(b'\xff\xfc\x18')  # WONT TERMINAL-TYPE
            got = b''
            while True:
                more = s.recv(1000)
                if not more:
                    break
                got += more
            assert b'no TN3270 terminal' in got, got
        m.command('psw', r'^PSW=')
    m.end()


def client_does_not_read(t):
    """A guest writes and writes to a client that reads nothing: it is
    dropped, and the device is free for another."""
    t.file('core', FLOOD)
    m, where = start(t)
    m.send('loadcore core', 'restart')
    with socket.create_connection(where.split(':')) as s:
        s.settimeout(LIMIT)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.sendall(b'\xff\xfb\x18\xff\xfa\x18\x00IBM-3278-2\xff\xf0'
                  b'\xff\xfb\x19\xff\xfd\x19\xff\xfb\x00\xff\xfd\x00')
        m.expect(r'^Terminal 00C0: the client does not take its output')
    m.send('stop')
    c = Client(where)
    until(m, 'devlist c0', 'IBM-327')
    c.end()
    m.end()


def asks_and_does_not_read(t):
    """A peer that asks for options without end and reads no answer is hung up
    on before its answers fill the storage of the host."""
    m, where = start(t)
    with socket.create_connection(where.split(':')) as s:
        s.settimeout(LIMIT)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            for _ in range(1000):
                s.sendall(b'\xff\xfd\x63' * 30000)
            raise AssertionError('90 MB of requests were answered')
        except (ConnectionResetError, BrokenPipeError):
            pass
    m.command('psw', r'^PSW=')
    m.end()


run_tests([which_terminal, records_both_ways, no_terminal,
           client_does_not_read, asks_and_does_not_read])
