#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Snapshots and recordings of a small machine with card readers, a printer, a
tape and a disk, whose files change behind its back."""
import os
import re
import socket
import struct
import subprocess
import sys
import time
import zlib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, PROGRAM, run_tests

CONF = '''MAINSIZE 1
0009 3215-C
000C 3505 deck.txt
000E 1403 print.txt
0150 2311 disk.2311
0480 3420 tape.aws
'''

# Reads as many cards as register 2 says, prints each, and writes it to tape.
PROGRAM_AT_200 = [
    'r 0=0000000000000200',                   # restart PSW, BC mode
    'r 200=D203004803449C00000C9D00000C4720020A',   # read a card
    'r 212=D203004803409C00000E9D00000E4720021C',   # print it
    'r 224=D203004803489C0004809D0004804720022E',   # write it to tape
    'r 236=4110100146200200820003500000',           # count; disabled wait
    'r 300=0200040000000050',
    'r 310=0900040020000050',
    'r 320=0100040000000050',
    'r 340=000003100000030000000320',
    'r 350=00020000000000AA']
CARDS = ''.join('CARD NUMBER %d\n' % n for n in range(1, 9))


def set_up(folder, conf=CONF, *args):
    folder.file('deck.txt', CARDS)
    folder.file('deck2.txt', CARDS.replace('CARD', 'OTHER CARD'))
    folder.file('disk.2311', b'CKD_P370' + struct.pack('<IIB', 10, 4096, 0x11)
                + bytes(495 + 203 * 10 * 4096))
    return folder.configured(conf, *args)


def go(m, cards):
    m.send('gpr 2=%X' % cards, 'restart')
    m.expect('Disabled wait state')


def replay(folder, *args, typed=()):
    done = subprocess.run(
        [PROGRAM, '--replay', 'session.rec', *args], cwd=folder.path,
        input=''.join(line + '\n' for line in typed), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT)
    return done.returncode, done.stdout


def as_recorded(folder, recorded, *args, typed=()):
    status, out = replay(folder, *args, typed=typed)
    want = '%s instructions, digest %s, as recorded' % recorded
    assert want in out and status == 0, out
    return out


def files(folder):
    return {name: open(os.path.join(folder.path, name), 'rb').read()
            for name in sorted(os.listdir(folder.path))}


def devices_in_a_recording(folder):
    m = set_up(folder)
    m.send(*PROGRAM_AT_200)
    go(m, 2)
    m.command('record session.rec', 'Recording to session.rec')
    go(m, 2)
    m.command('devinit 00C deck2.txt', 'initialized')
    go(m, 3)
    m.command('mt 480 rew', 'rewind|rewound|480')
    m.command('detach 00E', 'detached')
    m.command('attach 00E.2,020-021 1403 $(CUU).txt', '0021 attached')
    go(m, 1)
    m.command('devinit 480 second.aws', 'initialized')
    m.command('loadcore deck.txt 400', 'bytes read')
    go(m, 1)
    m.send('/A LINE')
    m.command('icount', 'executed')
    m.send('record stop')
    recorded = m.expect(r'(\d+) instructions, digest (\w+)').groups()
    m.end()
    # What the replay needs is in the recording.
    for name in ('deck.txt', 'deck2.txt', 'disk.2311', 'tape.aws'):
        os.unlink(os.path.join(folder.path, name))
    before = files(folder)
    for engine in ('fast', 'reference', 'lockstep'):
        as_recorded(folder, recorded, '--engine', engine)
    # Back over what was attached and mounted.
    count = int(recorded[0])
    out = as_recorded(folder, recorded, '--to', str(count - 5), typed=(
        'devlist 00C', 'reverse %d' % (count // 2), 'devlist 00C',
        'replay to end', 'reverse 100000000', 'replay to end', 'quit'))
    assert re.search('deck2.txt', out), out
    assert files(folder) == before, 'the replay wrote files'


def tapes_and_decks_in_a_snapshot(folder):
    m = set_up(folder)
    m.send(*PROGRAM_AT_200)
    go(m, 2)
    m.command('snapshot save s.snap', 'Saved s.snap')
    tape = files(folder)['tape.aws']
    go(m, 3)
    assert files(folder)['tape.aws'] != tape
    m.command('devlist 00C', r'5 of 8 cards read')
    m.command('snapshot load s.snap', 'Loaded s.snap')
    m.command('devlist 00C', r'2 of 8 cards read')
    assert files(folder)['tape.aws'] == tape
    go(m, 1)
    printed = files(folder)['print.txt'].decode().split('\n')
    assert printed[4:6] == ['CARD NUMBER 5', 'CARD NUMBER 3'], printed
    m.end()


def snapshots_that_do_not_fit(folder):
    m = set_up(folder)
    m.send('r 300=C1C2')
    m.command('snapshot save s.snap', 'Saved s.snap')
    m.command('snapshot save none/s.snap', 'snapshot: none/s.snap.new: No such')
    m.command('attach 00F 1403 p.txt', 'attached')
    m.command('r 300=0000', 'R:')
    m.command('snapshot load s.snap', 'snapshot: .*device 000F is here and not')
    m.command('detach 00F', 'detached')
    m.command('detach 00E', 'detached')
    m.command('snapshot load s.snap', 'snapshot: .*device 000E 1403 is in it')
    m.command('snapshot load deck.txt', 'snapshot: deck.txt: is not a snapshot')
    m.command('snapshot fold s.snap', 'is not save or load')
    m.command('r 300.2', 'K:06=0000')
    m.end()
    data = files(folder)['s.snap']
    folder.file('cut.snap', data[:-9])
    m = folder.configured(CONF.replace('MAINSIZE 1', 'MAINSIZE 2'))
    m.command('snapshot load s.snap', 'of a machine of 1 MB, this one has 2')
    m.command('snapshot load cut.snap', 'cut.snap: is cut off')
    m.end()
    m = folder.configured(CONF.replace('tape.aws', 'tape.aws noring'))
    folder.file('more.aws', b'')
    m.command('snapshot load s.snap', 'Loaded s.snap')
    m.end()
    m = folder.configured(CONF.replace('disk.2311', 'disk.2311 ro'))
    m.command('snapshot load s.snap', 'Loaded s.snap')
    m.end()
    with open(os.path.join(folder.path, 'disk.2311'), 'r+b') as f:
        f.seek(512 + 4096 * 77 + 100)
        f.write(b'X')
    m = folder.configured(CONF.replace('disk.2311', 'disk.2311 ro'))
    m.command('snapshot load s.snap', 'was changed since the snapshot')
    m.expect('The system was reset and cleared')
    m.end()


def recordings_that_cannot_be(folder):
    m = set_up(folder)
    m.command('record stop', 'no recording is made')
    m.command('record deck.txt', 'record: deck.txt: File exists')
    m.command('record none/session.rec', 'No such file')
    m.command('reverse', 'this is no replay')
    m.command('replay to 5', 'this is no replay')
    m.command('b 1000', 'break|Break')
    m.command('record session.rec', 'breakpoints of before are not recorded')
    m.command('b-', '')
    m.command('record session.rec', 'Recording to')
    m.command('record other.rec', 'session.rec is being recorded')
    m.command('snapshot load s.snap', 'not while a recording is made')
    m.end()
    assert replay(folder)[0] == 0
    done = subprocess.run([PROGRAM, '--replay', 'session.rec', '-f', 'conf'],
                          cwd=folder.path, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode != 0 and '--to and --engine only' in done.stdout


def another_program_is_seen(folder):
    """A replay in which the machine does something else says so."""
    m = set_up(folder)
    m.send(*PROGRAM_AT_200)
    m.command('record session.rec', 'Recording to')
    go(m, 2)
    m.send('gpr 5=1', 'record stop')
    m.expect('instructions, digest')
    m.end()
    data = bytearray(files(folder)['session.rec'])
    at = data.index(b'gpr 5=1')
    data[at:at + 7] = b'gpr 5=2'
    block, end = 0, 8  # behind the letters; blocks: lib/pack.h
    while end < at:
        block = end
        size = struct.unpack_from('>I', data, block)[0] & 0x7fffffff
        end += 12 + size
    struct.pack_into('>I', data, block + 4,
                     zlib.crc32(data[block + 12:end]))
    struct.pack_into('>I', data, block + 8, zlib.crc32(data[block:block + 8]))
    folder.file('session.rec', bytes(data))
    status, out = replay(folder)
    assert status == 1 and 'recorded was' in out, out


def shown(m, pattern):
    """Until the 3270 is shown so."""
    end = time.monotonic() + LIMIT
    while not re.search(pattern, m.command('devlist 00C0', '0:00C0').string):
        assert time.monotonic() < end, 'never ' + pattern
        time.sleep(0.01)


def a_terminal_keeps_its_client(folder):
    """A command about a 3270 records the device, which a replay makes anew:
    the client that it has goes over to it."""
    m = folder.configured('MAINSIZE 1\nCNSLPORT 0\n00C0 3270\n')
    port = int(m.expect(r'^TN3270 on 127.0.0.1:(\d+)').group(1))
    m.command('record session.rec', 'Recording to')
    with socket.create_connection(('127.0.0.1', port)) as s:
        s.sendall(b'\xff\xfb\x18\xff\xfa\x18\x00IBM-3278-2\xff\xf0'
                  b'\xff\xfb\x19\xff\xfd\x19\xff\xfb\x00\xff\xfd\x00')
        shown(m, 'IBM-3278-2')
        m.command('attach 00C0 3270', 'already exists')
    shown(m, '3270 *$')
    m.send('record stop')
    recorded = m.expect(r'(\d+) instructions, digest (\w+)').groups()
    m.end()
    for engine in ('fast', 'reference', 'lockstep'):
        as_recorded(folder, recorded, '--engine', engine)


run_tests([devices_in_a_recording, a_terminal_keeps_its_client,
           tapes_and_decks_in_a_snapshot, snapshots_that_do_not_fit,
           recordings_that_cannot_be, another_program_is_seen])
