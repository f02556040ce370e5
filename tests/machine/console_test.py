# SPDX-License-Identifier: MIT
"""The line console, configuration errors, IPL, ending, the control socket."""
import datetime
import fcntl
import os
import pty
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from machine import LIMIT, PROGRAM, connect_control, run_tests, storage  # noqa: E402

CONF = 'ARCHMODE S/370\nMAINSIZE 1\nCPUSERIAL 000611\n'

# RESTART runs LA 1,X'123'; ST 1,X'300'; LPSW X'200' into a disabled wait.
RESTARTED = storage(x0='0000000000001000', x200='000200000000600D',
                    x1000='41100123 50100300 82000200')

# Waits enabled for external interruptions in BC mode; one leads to a disabled
# wait at X'E0D'. CR0 is set so that only the INTERRUPT key is one.
WAITS = storage(x0='0000000000001000', x58='0002000000000E0D',
                x200='0102000000000200', x1000='82000200')

# Loops for ever: BALR 15,0; BR 15.
LOOPS = storage(x0='0000000000001000', x1000='05F0 07FF')


def show_and_alter(t):
    m = t.configured(CONF)
    m.command('psw', r'^PSW=00000000 00000000$')
    m.command('psw ia=2000 cc=2 sm=ff', r'^PSW=FF000000 20002000$')
    m.command('psw cmwp=8', r'^psw: "cmwp=8" is not valid')  # X'FF' in EC mode
    m.command('psw', r'^PSW=FF000000 20002000$')
    m.command('psw sm=0 pm=5 cmwp=8', r'^PSW=00082500 00002000$')
    m.command('psw cmwp=1', r'^PSW=00010000 25002000$')
    m.command('psw cmwp=x', r'^psw: "cmwp=x" is not valid')
    m.command('psw cmwp=0', r'^PSW=00000000 25002000$')
    m.command('gpr 3=12345678', r'^GR00=00000000  GR01=00000000  '
              r'GR02=00000000  GR03=12345678$')
    m.expect(r'^GR12=00000000 ')
    m.command('cr', r'^CR00=000000E0  CR01=00000000  CR02=FFFFFFFF')
    m.command('r 2000=C1C2c3f1', r'^R:00002000:K:06=C1C2C3F1 00000000 '
              r'00000000 00000000  ABC1\.\.\.')
    m.command('r 2000.11', r'^R:00002000:')
    m.expect(r'^R:00002010:K:06=00')
    m.command('r ffff0-fffff', r'^R:000FFFF0:K:00=')
    m.command('r 2001.2', r'^R:00002001:K:06=C2C3F1 00000000 00000000 '
              r'00000000 00 BC1\.')
    m.command('r ffffe', r'^R:000FFFFE:K:00=0000  \.\.$')
    m.command('r 100000', r'^R:00100000: Real address is not valid')
    m.command('r 1000000', r'^r: "1000000" is not addr')
    m.command('r 2000-1fff', r'^r: ')
    m.command('r 2000.0', r'^r: ')
    m.command('u 2000.3', r"^R00002000: C1C2C3F10000 DC    X'C1C2C3F10000'")
    m.command('v 2000.1', r'^V:00002000 \(dat off\) R:00002000$')
    m.expect(r'^R:00002000:K:06=C1C2C3F1 ')
    m.command('v p 2000', r'^V:00002000: Translation exception 0012')
    m.command('v s 2000', r'^v: "s": P is')
    m.command('fpr 2=123456789abcdef0', r'FPR2=12345678 9ABCDEF0$')
    m.command('fpr 1=0', r'^fpr: "1=0" is not')
    m.command('r fffff=0102', r'^r: ')
    m.command('r 0=1', r'^r: ')
    m.command('gpr 16=0', r'^gpr: "16=0"')
    m.command('sysclear', r'System clear reset')
    m.command('r 2000.1', r'^R:00002000:K:00=00000000')
    m.end()


def wrong_commands(t):
    m = t.configured(CONF)
    m.command('bogus', r'^Command "bogus" not found')
    m.command('ipl', r'^ipl: an operand is missing')
    m.command('ipl 150', r'^Device 0150 not in configuration')
    m.command('ipl xyz', r'^"xyz" is no device number')
    m.command('devinit 00c x', r'^Device 0:000C not found')
    m.command('detach 00c', r'^Device 0:000C does not exist')
    m.command('loadcore absent', r'^Cannot open absent: No such file')
    m.command('stop now', r'"now" is too much')
    m.command('r "0', r'closing quote is missing')
    m.command('/text', r'no integrated console')
    m.send('* a comment', '', '   ')
    m.command('help psw', r'^psw \[sm=xx\]')
    m.end('exit')


def restart_and_core(t):
    t.file('core', RESTARTED)
    m = t.configured(CONF)
    m.command('loadcore core 0', r'^%d bytes read from core' % len(RESTARTED))
    m.send('restart', 'pause stopped 60')
    m.expect(r'^Restart key depressed')
    m.expect(r'Disabled wait state')
    m.expect(r'PSW=00020000 0000600D')
    m.command('r 300.4', r'^R:00000300:K:06=00000123')
    m.command('savecore saved 1000 100b', r'^savecore command complete')
    m.end()
    saved = open(os.path.join(t.path, 'saved'), 'rb').read()
    assert saved == RESTARTED[0x1000:], saved.hex()


def commands_need_stopped(t):
    t.file('core', LOOPS)
    m = t.configured(CONF)
    m.send('loadcore core', 'restart')
    m.command('sysclear', r'^sysclear rejected')
    m.command('loadcore core', r'^loadcore rejected')
    m.send('stop')
    m.command('psw', r'^PSW=00000000 .0001002$')
    m.command('sysreset', r'^System reset completed')
    m.end()


def timers_stand_still(t):
    """Stopped, the processor's timers do not run (the TOD clock does)."""
    t.file('core', LOOPS)
    m = t.configured(CONF)
    m.send('loadcore core', 'r 50=01000000', 'restart', 'stop', 'clocks')
    before = [m.expect(r'^%s = ([0-9A-F]+)' % name).group(1)
              for name in ('tod', 'cpt', 'itm')]
    m.send('pause 1', 'clocks')
    after = [m.expect(r'^%s = ([0-9A-F]+)' % name).group(1)
             for name in ('tod', 'cpt', 'itm')]
    assert after[0] != before[0] and after[1:] == before[1:], (before, after)
    # One instruction later the interval timer has not made up for it: a second
    # is 76,800 units. It has run since, but not longer than the test.
    began = time.monotonic()
    m.send('s+', 'start', 'pause stopped', 's-', 'start', 'stop', 'r 50.4')
    left = int(m.expect(r'^R:00000050:K:06=([0-9A-F]{8})').group(1), 16)
    took = time.monotonic() - began
    assert int(before[2], 16) - left < 76800 * (0.5 + took), (before, left, took)
    m.end()


def rc_file_first(t):
    t.file('core', RESTARTED)
    rc = t.file('rc', '* first\nloadcore $(CORE)\nrestart\n'
                'pause stopped\nr 300.4\n')
    m = t.configured(CONF, '--rc', rc, env={'CORE': 'core'})
    m.send('r 304=05')  # after the rc file's commands
    m.expect(r'^R:00000300:K:06=00000123 00000000')
    m.expect(r'^R:00000304:K:06=05000000')
    m.end()


def scripts(t):
    """script's lines come at once, nested ones in their place."""
    t.file('core', RESTARTED)
    t.file('inner', 'restart\npause stopped\nicount\n')
    t.file('outer', '* begin\narchmode S/370\nloadcore $(CORE)\n'
           'script inner\nr 300.4\n')
    m = t.configured(CONF, env={'CORE': 'core'})
    m.send('script outer', 'archlvl z/Arch', 'script absent', 'fpr')
    m.expect(r'^Architecture mode = S/370$')
    m.expect(r'bytes read from core')
    m.expect(r'^Instructions executed: 3$')
    m.expect(r'^R:00000300:K:06=00000123')
    m.expect(r'^archlvl: "z/Arch": this machine is an S/370')
    m.expect(r'^script: absent: No such file')
    m.expect(r'^FPR0=00000000 00000000  FPR2=00000000 00000000$')
    m.expect(r'^FPR4=00000000 00000000  FPR6=00000000 00000000$')
    m.command('script .', r'^script: ')
    t.file('itself', 'msg * once more\nscript itself\n')
    m.send('script itself')
    for _ in range(10):
        m.expect(r': once more$')
    m.expect(r'^script: itself: more than 10 scripts inside each other$')
    m.end(signal.SIGTERM)


def stepping_and_breaks(t):
    t.file('core', RESTARTED)
    m = t.configured(CONF)
    m.send('loadcore core', 'b 1004')
    m.expect(r'^Instruction break on range 1004-1004$')
    m.send('restart', 'pause stopped')
    m.expect(r'^PSW=00000000 00001004 INST=50100300     ST    1,768\(0,0\)$')
    m.expect(r'^R:00000300:K:06=00000000 ')
    m.expect(r'^GR00=00000000  GR01=00000123 ')
    m.command('b+ 1000-1002', r'^Instruction break on range 1004-1004$')
    m.expect(r'^Instruction break on range 1000-1002$')
    m.command('b- 1004', r'^Instruction break on range 1000-1002$')
    m.command('b- 1004', r'^b-: there is no breakpoint 1004')
    m.command('b?', r'^Instruction break on')
    m.command('b-', r'^Instruction break off$')
    m.command('b 1000.zz', r'^b: "1000.zz" is not addr')
    m.send('start', 'pause stopped')
    m.expect(r'PSW=00020000 0000600D')
    m.command('s+', r'^Instruction stepping on$')
    for at in ('1000', '1004', '1008'):
        m.send('restart' if at == '1000' else 'start', 'pause stopped')
        m.expect(r'^PSW=00000000 0000%s INST=' % at)
    m.send('g', 'pause stopped', 's?', 'icount')
    m.expect(r'PSW=00020000 0000600D')
    m.expect(r'^Instruction stepping off$')
    m.expect(r'^Instructions executed: 6$')
    m.command('s+ 1008', r'^Instruction stepping on range 1008-1008$')
    m.send('restart', 'pause stopped')
    m.expect(r'^PSW=00000000 00001008')
    m.command('psw ia=1000', r'^PSW=')
    m.command('s 0', r'^Instruction stepping on$')
    m.send('start', 'pause stopped')
    m.expect(r'^PSW=00000000 00001000 INST=41100123')
    m.end()


def tracing(t):
    t.file('core', RESTARTED)
    m = t.configured(CONF)
    m.send('loadcore core')
    m.command('t 1000-1004', r'^Instruction tracing off range 1000-1004$')
    m.command('t+', r'^Instruction tracing on range 1000-1004$')
    m.send('restart', 'pause stopped')
    m.expect(r'^PSW=00000000 00001000 INST=41100123     LA    1,291\(0,0\)$')
    m.expect(r'^PSW=00000000 00001004 INST=50100300     ST')
    assert m.expect(r'INST=|PSW=00020000 0000600D').group(0) != 'INST='
    m.command('t 0', r'^Instruction tracing on$')
    m.command('t-', r'^Instruction tracing off$')
    m.command('t 1 2', r'^t: "2" is too much')
    m.command('t xx', r'^t: "xx" is not addr')
    m.command('t+999', r'^Device number 0:0999 not found')
    m.end()


def program_interruptions(t):
    t.file('core', storage(x0='0000000000001000', x68='0002000000000DED',
                           x1000='0000'))
    m = t.configured(CONF + 'OSTAILOR QUIET\n')
    m.command('pgmtrace', r'^pgmtrace == none')
    m.command('pgmtrace 1', r'^  \*{63}$')
    m.send('loadcore core', 'restart', 'pause stopped')
    m.expect(r'^CPU0000: Operation exception CODE=0001')
    m.expect(r"^PSW=00000000 00001000 INST=0000         DC    X'0000'$")
    m.expect(r'PSW=00020000 00000DED')
    m.send('pgmtrace -1', 'restart', 'pause stopped')
    m.expect(r'^Restart key')
    assert m.expect(r'exception|PSW=00020000').group(0) != 'exception'
    m.command('ostailor vm', r'^OSTAILOR VM$')
    m.command('pgmtrace', r'^ \*\*             \*\*    \*     \* {35}\*$')
    m.command('pgmtrace 41', r'^pgmtrace: "41" is no program-int')
    m.command('ostailor cms', r'^ostailor: "cms" is none of')
    m.command('ostailor null', r'^OSTAILOR NULL$')
    m.end()
    m = t.configured(CONF + 'OSTAILOR CMS\n')
    m.expect(r'conf line 4: OSTAILOR: "CMS"')
    m.end(None, status=1)


def ccw_trace(t):
    card = bytes.fromhex('0000000000001000' '0200100060000050'
                         '0300000020000001').ljust(80, b'\0')
    t.file('deck', card + bytes(80))
    m = t.configured(CONF + '000C 3505 deck ebcdic\n')
    m.command('t+00c', r'^CCW tracing is now on for device 0:000C$')
    m.command('ipl 00c', r'^000C:CCW=02000000 60000018=>00000000 0')
    m.expect(r'^000C:Stat=0C00 Count=0000 =>00000000 00001000 02001000 60000050')
    m.expect(r'^000C:CCW=02001000 60000050=>')
    m.expect(r'^000C:Stat=0C00 Count=0000 =>')
    m.expect(r'^000C:CCW=03000000 20000001=>')
    m.expect(r'^000C:Stat=0C00 Count=0001')
    m.command('t-00c', r'^CCW tracing is now off for device 0:000C$')
    m.end()


def small_commands(t):
    m = t.configured(CONF + '0009 3215-C\n')
    m.command('facility', r'^EXTENSION  off ')
    m.command('facility enable extension', r'^EXTENSION  on ')
    m.command('facility disable extension', r'^EXTENSION  off ')
    m.command('facility enable bogus', r'^facility: list, or enable')
    m.command('cpu 0', r'^Commands act on CPU0000')
    m.command('cpu 1', r'^cpu: "1": ')
    m.command('i 009', r'^Device 0009 attention request raised')
    m.command('i 00a', r'^Device number 0:000A not found')
    m.command('i xyz', r'^"xyz" is no device number')
    m.command('sh id', r'^sh: the machine starts no programs')
    m.command('msg * hi there', r'^\* MSG FROM CAMBRIDGE: hi there$')
    m.command('msgnoh * hi', r'^hi$')
    m.command('message hello', r'^\* MSG FROM CAMBRIDGE: hello$')
    m.command('version', r'^cambridge \S+ \(')
    m.command('uptime', r'^Cambridge has been up for 00:')
    m.command('clocks', r'^tod = [0-9A-F]{16}  20\d\d\.\d{3} \d\d:\d\d:\d\d\.\d{6}$')
    m.expect(r'^ckc = 0{16}  1900\.001 00:00:00\.000000$')
    # The timers run from the start, not from 1900.
    m.expect(r'^cpt = (0000|FFFF)[0-9A-F]{12}  -?\d+\.\d{6} seconds$')
    m.expect(r'^itm = [0-9A-F]{8}          0\.000 seconds$')
    m.command('pr', r'^Prefix=00000000$')
    m.command('mainsize', r'^mainsize 1$')
    m.command('mainsize 4', r'^mainsize is 1: the configuration')
    m.command('cpuserial', r'^cpuserial 000611$')
    m.command('maxrates', r'^Highest observed MIPS/SIOS rates')
    m.expect(r'^Current interval = 1440 minutes\.$')
    m.command('maxrates 10', r'^Maxrates interval set to 10 minutes\.$')
    m.command('maxrates 1441', r'^maxrates: "1441"')
    m.command('loadparm abc', r'^Loadparm=ABC$')
    m.command('loadparm longerthan8', r'^loadparm: "longerthan8"')
    m.command('store status', r'^CPU0000 store status completed')
    m.command('store now', r'^store: "now" is not status')
    m.command('sysreset clear', r'^System clear reset completed')
    m.command('sysreset all', r'^sysreset: "all" is not clear')
    m.command('ipl 009 slowly', r'^ipl: "slowly" is not clear')
    m.command('icount zero', r'^Instructions executed: 0$')
    m.command('icount x', r'^icount: "x" is not zero')
    m.command('startall now', r'^startall: "now" is too much')
    m.command('quit now', r'^quit: "now" is not force')
    m.end('quit force')


def facilities_take_effect(t):
    """BRCT is an operation exception without the extension facility."""
    t.file('core', storage(x0='0000000000001000', x68='0002000000000DED',
                           x200='0002000000000600', x1000='A716000282000200'))
    for engine in ('fast', 'reference', 'lockstep'):
        m = t.configured(CONF + 'ENGINE %s\n' % engine)
        m.send('loadcore core')
        for how, end in (('list', 'DED'), ('enable extension', '600'),
                         ('disable extension', 'DED')):
            m.send('facility ' + how, 'restart', 'pause stopped')
            m.expect(r'PSW=00020000 .0000' + end)
        m.end()


def log_file(t):
    m = t.configured(CONF)
    m.command('log', r'^The log is off\.$')
    m.command('log my.log', r'^log switched to my.log')
    m.command('psw', r'^PSW=')
    m.command('log off', r'^log closed')
    m.command('pr', r'^Prefix')
    m.command('log .', r'^log: \.: Is a directory')
    m.end()
    with open(os.path.join(t.path, 'my.log')) as f:
        text = f.read()
    assert 'PSW=00000000 00000000\n' in text and 'Prefix' not in text, text


def text_card(name, addr=0, data=b''):
    return (b'\x02' + name.encode('cp037') + b'@' + addr.to_bytes(3, 'big') +
            b'@@' + len(data).to_bytes(2, 'big') + b'@@\0\1' +
            data).ljust(80, b'@')


def object_decks(t):
    t.file('deck', text_card('ESD') +
           text_card('TXT', 0x10, bytes.fromhex('0102030405')) +
           text_card('RLD') + text_card('TXT', 0x20, b'\x11') +
           text_card('END') + text_card('TXT', 0x30, b'\x22'))
    t.file('high', text_card('TXT', 0xffff0, bytes(40)))
    t.file('long', text_card('TXT', 0, bytes(57)))
    m = t.configured(CONF)
    m.command('loadtext deck 2000', r'^6 bytes read from deck')
    m.command('r 2010.1', r'=01020304 05000000 ')
    m.command('r 2020.11', r'=11000000 ')
    m.expect(r'=00000000 ')
    m.command('loadtext high', r'^loadtext: high card 1: 40 bytes at FFFF0')
    m.command('loadtext long', r'^loadtext: long card 1: ')
    m.command('loadtext conf', r'^loadtext: conf card 1: is cut short')
    t.file('text', 'x' * 200)
    m.command('loadtext text', r'^loadtext: text card 1: is of no object deck')
    m.command('loadtext absent', r'^Cannot open absent')
    m.command('loadtext deck zz', r'^loadtext: "zz" is no address')
    m.end()


def test_scripts(t):
    t.file('core', RESTARTED)
    t.file('loops', LOOPS)
    t.file('good.tst', '*Testcase LA and ST\nsysclear\nloadcore core\n'
           'runtest 60\n*Gpr 1 123\nr 300.4\n*Want "stored" 00000123\n*Done\n')
    m = t.configured(CONF)
    m.command('script good.tst',
              r'^Test "LA and ST": 2 comparisons, 0 failed\.$')
    m.send('r 300.4', '*Want "wrong" 00000124', '*Gpr 1 124', '*Done')
    m.expect(r'^Test "LA and ST": not as wanted: "wrong" 00000124')
    m.expect(r'^Test "LA and ST": not as wanted: 1 124')
    m.expect(r'^Test "LA and ST": 2 comparisons, 2 failed\.$')
    m.send('loadcore loops', 'runtest .1', '*Done')
    m.expect(r'^runtest: the processor did not stop in time')
    m.expect(r', 1 failed\.$')
    m.send('restart')
    m.command('runtest', r'^runtest rejected: the processor must be stopped')
    m.command('runtest 1 2 3', r'^runtest: "3" is too much')
    m.command('runtest soon', r'^runtest: "soon" is no number')
    m.send('stop', 'quit')
    m.end(None)


def test_directives(t):
    """What each directive compares; *Program before its runtest or behind."""
    t.file('d.tst', '*Testcase\tall kinds\nsysclear\nr 0=0008000000001000\n'
           'r 68=000A00000000DEAD\nr 200=000A000000000000\n'
           # LA 10,X'123'; LD 0,X'200'; LPSW X'200'
           'r 1000=41A001236800020082000200\nruntest\n'
           '*Gpr 10 123\n*Fpr 0 000A0000 00000000\n*Cr 2 FFFFFFFF\n'
           '*Prefix 0\nr 1000.4\n*Key 06\n*Want 41A0 0123\n*Done\n'
           '*Testcase program\nr 1000=0000\n*Program 1\nruntest\n*Done\n'
           'r 0=0000000000001000\nruntest\n*Program 1\n*Hmsg none\n*Done\n')
    m = t.configured(CONF)
    m.command('script d.tst',
              r'^Test "all kinds": 6 comparisons, 0 failed\.$')
    m.expect(r'^Test "program": 1 comparisons, 0 failed\.$')
    m.expect(r'^Test "program": 1 comparisons, 0 failed, 1 not made\.$')
    for wrong in ('*Gpr 10 124', '*Gpr 16 0', '*Gpr A 123', '*Fpr 1 0',
                  '*Fpr 0 000A0000 00000001', '*Cr 2 0', '*Prefix 1000',
                  '*Key 00', '*Key', '*Want'):
        m.command(wrong, r': not as wanted: ')
    m.send('*Program 4', 'runtest')
    m.expect(r'not as wanted: program interruption 0004, seen 0001$')
    m.send('*Program 4', '*Program 4', '*Done')
    m.expect(r'not as wanted: a program interruption, without a runtest$')
    m.end()


def minor_statements(t):
    for text, note in (
            ('DIAG8CMD ENABLE ECHO', r"DIAG8CMD: a guest's DIAGNOSE X'08'"),
            ('ECPSVM LEVEL 20', r'ECPSVM: there are no ECPS:VM assists'),
            ('CODEPAGE 819/037', r'CODEPAGE: code page 819/037 is not there')):
        m = t.configured(CONF + text + '\n')
        m.expect(r'^cambridge: warning: .*conf line 4: ' + note)
        m.end()
    for text in ('DIAG8CMD MAYBE', 'DIAG8CMD DISABLE LOUD', 'ECPSVM X',
                 'ECPSVM YES x', 'ECPSVM NO 1', 'ECPSVM LEVEL',
                 'CODEPAGE a*b', 'CPUVERID 123', 'LOADPARM 123456789',
                 'DEFSYM 1A x', 'CPUVERID FD NOW', 'TZOFFSET 0100',
                 'TZOFFSET +0060', 'TZOFFSET -2400', 'TZOFFSET +1'):
        m = t.configured(CONF + text + '\n')
        m.expect(r'^cambridge: .*conf line 4: %s: ' % text.split()[0])
        m.end(None, status=1)
    m = t.configured(CONF + 'DIAG8CMD DISABLE\nECPSVM NO\nLOADPARM abc\n'
                     'CODEPAGE 819/1047\nCPUVERID FD\nDEFSYM T 3215-C\n'
                     '0009 $(T)\n')
    m.command('loadparm', r'^Loadparm=ABC$')
    m.command('devlist', r'^0:0009 3215-C')
    assert not any('warning' in line for line in m.lines), m.lines
    m.end()
    m = t.configured(CONF + 'SYSEPOCH 1928\nTZOFFSET -0530\nCPUVERID FD FORCE\n')
    said = m.command('clocks', r'^tod = [0-9A-F]+  (20\S+ \S+)\.').group(1)
    said = datetime.datetime.strptime(said + ' +0000', '%Y.%j %H:%M:%S %z')
    assert abs(said.timestamp() + 5.5 * 3600 - time.time()) < 600, said
    m.command('tzoffset', r'^tzoffset -0530$')
    m.command('tzoffset +0000', r'^tzoffset is -0530: the configuration')
    m.end()


def whole_lines(t):
    """All wrong device lines are told at once; attach takes such lines."""
    m = t.configured(CONF + '0010 3270 *\n0011 2703\n000C 3505 absent\n'
                     '0012 3270 X 127.0.0.9\n')
    m.expect(r'^cambridge: .*conf line 5: device 0011: unknown device type 2703')
    m.expect(r'^cambridge: .*conf line 6: device 000C: absent: No such file')
    m.expect(r'^cambridge: .*conf line 7: device 0012: .*127\.0\.0\.9')
    m.end(None, status=1)
    m = t.configured(CONF + '00E,F 1403 print.$(CUU) lpi=6 lpp=60 print\n'
                     '  * a comment\n0010.2 3270 * 127.0.0.0 255.0.0.0\n')
    m.command('devlist', r'^0:000E 1403 print\.00E')
    m.expect(r'^0:000F 1403 print\.00F')
    m.expect(r'^0:0010 3270 $')
    m.command('attach 0F0.2,100 1403 $(ccuu)', r'^Device 0:00F0 attached')
    m.expect(r'^Device 0:00F1 attached')
    m.expect(r'^Device 0:0100 attached')
    m.command('devlist 100', r'^0:0100 1403 0100')
    m.command('attach f0,f2 1403 x', r'^Device 0:00F0 already exists')
    m.expect(r'^Device 0:00F2 attached')
    m.command('attach f4.0 1403 x', r'^attach: "f4\.0" is no device address')
    m.command('attach f4 1403 x lpp=181', r'^attach: device 00F4: lpp=181: ')
    m.command('attach f4 3505 3505 sockdev ascii', r'^attach: .*: sockdev: ')
    m.command('attach f4 3420 @list', r'^attach: device 00F4: @list: ')
    m.command('attach f4 3420 a.TDF', r'^attach: device 00F4: a\.TDF: OMA')
    m.command('attach f4 3420 /dev/nst0', r'^attach: device 00F4: /dev/nst0: ')
    m.command('attach f4 3420 a.aws noautomount', r'^Device 0:00F4 attached')
    m.command('attach f5 3270 * 10.0.0.1', r'^attach: .*10\.0\.0\.1')
    m.command('attach f5 3270 A 127.0.0.1 x', r'^attach: .*unknown option x')
    m.end()
    assert not os.path.exists(os.path.join(t.path, '@list'))


def tool(t, name, *args, status=0, **kw):
    got = subprocess.run([os.path.join(os.path.dirname(PROGRAM), name), *args],
                         cwd=t.path, capture_output=True, text=True,
                         timeout=LIMIT, **kw)
    assert got.returncode == status, got
    return got.stdout + got.stderr


def trace_files(t):
    """What the ring holds is what was executed, and with it on the machine
    executes the same."""
    # SVC 193; LA; ST; LE; LPSW into a disabled wait.
    t.file('core', storage(
        x0='0000000000001000', x60='0000000000001002', x200='000200000000600D',
        x300='4111223344556677',
        x1000='0AC1 41100123 50100300 78200300 82000200'))
    card = bytes.fromhex('000200000000600D' '0200100060000050'
                         '0300000020000001').ljust(80, b'\0')
    t.file('deck', card + bytes(80))
    m = t.configured(CONF + '000C 3505 deck ebcdic\n')
    m.command('trace', r'^There is no trace file\.$')
    m.send('loadcore core')
    m.command('trace on all records=16', r'^Trace to all, a ring of 16 records')
    m.command('trace', r'^Trace to all: insn int io, 0 records')
    m.send('restart', 'pause stopped')
    m.command('trace off', r'^7 records were written to all$')
    m.send('trace on some insn op=50,b202 range=1000-1010', 'restart',
           'pause stopped')
    m.command('trace off', r'^1 records were written to some$')
    m.send('trace on svc int class=svc,io', 'restart', 'pause stopped')
    m.command('trace off', r'^1 records were written to svc$')
    m.send('trace on ring records=16', 'restart', 'pause stopped', 'restart',
           'pause stopped', 'restart', 'pause stopped')
    m.command('trace off', r'^21 records were written to ring$')
    m.command('icount', r'^Instructions executed: 30$')
    m.send('trace on io io dev=00c', 'ipl 00c', 'pause stopped')
    m.command('trace off', r'^6 records were written to io$')
    for wrong in ('on', 'on f records=5', 'on f op=1', 'on f class=x',
                  'on f dev=zz', 'on f range=9-1', 'on f bogus', 'off now'):
        m.command('trace ' + wrong, r'^trace: ')
    m.command('trace on ./absent/f', r'^trace: ./absent/f: No such file')
    m.end()
    lines = tool(t, 'cambridge-trace', 'all').splitlines()
    wanted = (r' 0 PSW=00000000 00000000 restart interruption 0000',
              r' 1 PSW=00000000 00001000 0AC1 +SVC +193',
              r' 1 PSW=00000000 00001002 SVC interruption 00C1',
              r' 2 PSW=00000000 00001002 41100123 +LA +1,291\(0,0\) '
              r'+GR01=00000123',
              r' 3 PSW=00000000 00001006 50100300 +ST ',
              r' 4 .* LE +2,768\(0,0\) +FPR2=0000012300000000',
              r' 5 .* LPSW  512\(0\)')
    assert len(lines) == len(wanted), lines
    for line, pattern in zip(lines, wanted):
        assert re.search(pattern, line), (line, pattern)
    assert len(tool(t, 'cambridge-trace', 'ring').splitlines()) == 16
    lines = tool(t, 'cambridge-trace', '-r', '-n', '1', 'ring').splitlines()
    assert 'LPSW' in lines[0] and 'GR 00000000 00000123' in lines[1], lines
    text = tool(t, 'cambridge-trace', 'io')
    assert re.search(r'000C CCW=02001000 60000050 at 000008 =>', text), text
    assert re.search(r'000C CSW=00000018 0C', text), text
    assert 'is no trace' in tool(t, 'cambridge-trace', 'core', status=1)
    assert 'No such file' in tool(t, 'cambridge-trace', 'no', status=1)
    t.file('short', open(os.path.join(t.path, 'ring'), 'rb').read()[:1000])
    assert 'is shorter' in tool(t, 'cambridge-trace', 'short', status=1)


def control_program(t):
    path = os.path.join(t.path, 'ctl')
    m = t.configured(CONF, '--control', path)
    m.command('psw', '^PSW=')
    text = tool(t, 'cambridge-control', '--control', path, 'r', '1000.4')
    assert text.startswith('R:00001000:K:00=00000000 '), text
    text = tool(t, 'cambridge-control', '--control', path,
                input='gpr 1=5\npr\n')
    assert 'GR01=00000005' in text and text.endswith('Prefix=00000000\n'), text
    text = tool(t, 'cambridge-control', '-b', '--control', path, 'pr')
    assert 'PSW=00000000 00000000\n' in text, text
    tool(t, 'cambridge-control', '--control', path, 'quit')
    m.end(None)
    text = tool(t, 'cambridge-control', '--control', path, 'pr', status=1)
    assert 'no connection' in text, text


def recorded_steps(t):
    """Steps are recorded, and replayed at the same counts; a trace is not, and
    the replay without it comes to the same digest."""
    t.file('core', RESTARTED)
    t.file('loops', LOOPS)
    m = t.configured(CONF)
    m.send('loadcore core', 'record rec', 'trace on file', 's+', 'restart',
           'pause stopped')
    m.expect(r'INST=41100123')
    m.send('', 'pause stopped')
    m.expect(r'INST=50100300')
    m.send('b 1008', 'g', 'pause stopped')
    m.expect(r'INST=82000200')
    m.send('b-', 'loadcore loops', 'runtest 0.1')
    m.expect(r'^runtest: the processor did not stop')
    m.send('t+', '/not typed anywhere and longer than a name', 'quit')
    m.end(None)
    digest = m.expect(r'^Recorded rec: (.*)$').group(1)
    m = t.machine('--replay', 'rec')
    m.expect(r'^Replayed rec: %s, as recorded' % digest)
    m.end(None)


def prompt(t):
    """On a terminal: completion of commands and device numbers, history, and
    the empty line that steps."""
    t.file('core', RESTARTED)
    t.file('conf', CONF + '000C 3505\n0181 3420\n')
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(t.path)
        os.environ.update(TERM='xterm', INPUTRC='/dev/null')
        os.execv(PROGRAM, [PROGRAM, '-f', 'conf'])
    seen = [b'']

    def expect(pattern):
        while True:
            found = re.search(pattern, seen[0])
            if found:
                seen[0] = seen[0][found.end():]
                return
            assert select.select([fd], [], [], LIMIT)[0], (pattern, seen[0])
            seen[0] += os.read(fd, 4096)

    expect(b'cambridge> ')
    os.write(fd, b'devl\t18\t\n')
    expect(rb'0:0181 3420')
    os.write(fd, b'T+00\t\n')
    expect(rb'CCW tracing is now on for device 0:000C')
    os.write(fd, b'loadcore core\n')
    expect(rb'bytes read from core')
    os.write(fd, b's+\nrestart\n')
    expect(rb'PSW=00000000 00001000 INST=')
    os.write(fd, b'\n')
    expect(rb'PSW=00000000 00001004 INST=')
    os.write(fd, b'g\n')
    expect(rb'PSW=00020000 0000600D')
    os.write(fd, b'\nhelp ico\t\n')
    expect(rb'icount \[zero\]: shows')
    os.write(fd, b'\x1b[A\n')
    expect(rb'icount \[zero\]: shows')
    os.write(fd, b'quit\n')
    expect(rb'quit')
    try:
        while os.read(fd, 4096):
            pass
    except OSError:  # the other end is closed
        pass
    assert os.waitpid(pid, 0)[1] == 0
    os.close(fd)


def ipl_from_cards(t):
    """A loader card: IPL PSW and two CCWs; the second card is read to
    X'1000'. BALR 15,0; L 1,0; ST 1,X'300'; LPSW 14(15): it stores the I/O
    address that IPL left at 2, and waits."""
    card = bytes.fromhex('0000000000001000' '0200100060000050'
                         '0300000020000001').ljust(80, b'\0')
    code = bytes.fromhex('05F0 58100000 50100300 8200F00E 0000'
                         '00020000 00000CAD').ljust(80, b'\0')
    t.file('deck', card + code)
    m = t.configured(CONF + '000C 3505 deck ebcdic\n')
    m.command('ipl 00c', r'Disabled wait state')
    m.expect(r'PSW=00020000 00000CAD')
    m.command('r 300.4', r'=0000000C ')
    m.command('r 4000=C1', r'=C1')
    m.command('ipl 00c', r'^IPL failed: device 000C CSW status=')
    m.command('r 4000.1', r'=C1')
    m.send('devinit 00c deck ebcdic')
    m.command('iplc 00c loadparm x', r'PSW=00020000 00000CAD')
    m.command('r 4000.1', r'=00')
    m.end()


def ipl_from_a_data_volume(t):
    """A volume with no system on it is IPLed into a disabled wait, X'0F'."""
    tool(t, 'cambridge-volume', 'init', 'data', '3350', 'zlib', 'DATA01', '2')
    m = t.configured(CONF + '0150 3350 data\n')
    m.command('ipl 150', r'^CPU0000: Disabled wait state$')
    m.expect(r'^ +PSW=00020000 0000000F$')
    m.end()


def onend_waits(t):
    t.file('core', WAITS)
    for how in ('shutdown', signal.SIGTERM):
        m = t.configured(CONF + 'ONEND ext\n')
        m.send('loadcore core', 'cr 0=40', 'restart', 'pause 0.2')
        m.expect(r'^Restart key')
        m.end(how)
        m.at = 0
        m.expect(r'Interrupt key depressed')
        m.expect(r'PSW=00020000 00000E0D')


def second_term_ends(t):
    t.file('core', LOOPS)
    m = t.configured(CONF + 'ONEND ext\n')
    m.send('loadcore core', 'restart')
    m.expect(r'^Restart key')
    m.proc.send_signal(signal.SIGTERM)
    m.expect(r'^Ending: waiting')
    m.end(signal.SIGTERM)


def end_of_input_ends_nothing(t):
    m = t.configured(CONF)
    m.send('pause 0.5', 'devlist')
    m.proc.stdin.close()
    m.expect(r'no devices')
    m.proc.send_signal(signal.SIGINT)
    m.expect(r'^To end: ')
    m.end(signal.SIGTERM)
    # SIGINT ends a pause, and a runtest.
    t.file('core', LOOPS)
    m = t.configured(CONF)
    t.file('held', 'loadcore core\nrestart\npause stopped\nstop\npr\n')
    m.command('script held', r'^Restart key')
    for _ in range(10 * LIMIT):  # once it has begun
        m.proc.send_signal(signal.SIGINT)
        time.sleep(0.1)
        if 'The pause is ended.' in m.lines:
            break
    m.expect(r'^Prefix=')
    m.command('runtest 1000', r'^Restart key')
    m.proc.send_signal(signal.SIGINT)
    m.expect(r'^runtest: the processor did not stop in time')
    m.end()


def nobody_reads(t):
    """A full pipe on standard output does not keep the machine from ending."""
    proc = subprocess.Popen([PROGRAM, '-f', t.file('conf', CONF)], cwd=t.path,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        proc.stdin.write(b'help\n' * 300)
        proc.stdin.flush()
        # Full is a pipe to which nothing more comes, whatever its size.
        # (A pipe of one page is full before a line that does not fit.)
        end, last, same = time.monotonic() + LIMIT, 0, 0
        while same < 20:
            assert time.monotonic() < end, 'the pipe is never full'
            time.sleep(0.05)
            now = fcntl.ioctl(proc.stdout, termios.FIONREAD, bytes(4))
            now = struct.unpack('i', now)[0]
            same = same + 1 if now == last and now > 3000 else 0
            last = now
        proc.send_signal(signal.SIGTERM)
        assert proc.wait(LIMIT) == 0
    finally:
        proc.kill()
        proc.wait()


def configuration_errors(t):
    for text, pattern in (
            ('MAINSIZE 99\n', r'conf line 1: MAINSIZE'),
            ('00C 9999\n', r'conf line 1: device 000C: .*9999'),
            ('150 3350 absent\n', r'conf line 1: device 0150: .*absent'),
            ('CNSLPORT 10.1.1.1:0\n', r'loopback')):
        m = t.configured(text)
        m.expect(r'^cambridge: .*' + pattern)
        m.end(None, status=1)
    m = t.configured('PANRATE FAST\n')
    m.expect(r'^cambridge: warning: .*conf line 1: statement PANRATE')
    m.end()
    m = t.machine('-f', 'absent')
    m.expect(r'^cambridge: absent: No such file')
    m.end(None, status=1)
    got = subprocess.run([PROGRAM, '--rc', 'x'], capture_output=True)
    assert got.returncode != 0 and b'-f FILE' in got.stderr, got


def busy_port(t):
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        s.listen()
        m = t.configured(CONF + 'CNSLPORT %d\n' % s.getsockname()[1])
        m.expect(r'^cambridge: port %d is in use' % s.getsockname()[1])
        m.end(None, status=1)
    m = t.configured(CONF + 'CNSLPORT 127.0.0.1:0\n')
    assert int(m.expect(r'^TN3270 on 127\.0\.0\.1:(\d+)$').group(1)) > 0
    m.end()


class Control:
    def __init__(self, path):
        self.sock = connect_control(path)
        self.f = self.sock.makefile('r')

    def send(self, line):
        self.sock.sendall(line.encode() + b'\n')

    def expect(self, pattern):
        for line in self.f:
            if re.search(pattern, line.rstrip('\n')):
                return line
        raise AssertionError('control: not seen: ' + pattern)


def control_socket(t):
    path = os.path.join(t.path, 'ctl')
    m = t.configured(CONF + '00C0.3 3270\nCNSLPORT 0\n', '--control', path)
    port = m.expect(r'^TN3270 on 127\.0\.0\.1:(\d+)$').group(1)
    m.command('bogus1', 'bogus1')
    assert os.stat(path).st_mode & 0o777 == 0o600
    a = Control(path)
    a.expect(r'^cambridge 1 build=\S+ pid=%d port=%s terminals=3$' %
             (m.proc.pid, port))
    a.expect(r'^log .*bogus1')  # before `live` or, if it came late, after
    b = Control(path)
    b.expect(r'^log .*bogus1')
    b.expect(r'^live')
    a.send('cmd psw')
    a.expect(r'^log PSW=')
    b.expect(r'^log PSW=')
    m.expect(r'^PSW=')
    a.send('query status')
    a.expect(r'^ok state=stopped clients=0')
    a.send('query nonsense')
    a.expect(r'^error ')
    a.send('query cpu')
    a.expect(r'^ok cpu state=stopped load=0 psw=\w{16} count=0 time=\d+ '
             r'model=\w{4} size=1048576 prefix=000000 gr=\w{128} '
             r'cr=\w{128} fr=\w{64}$')
    a.send('query storage 40 4')
    a.expect(r'^ok storage addr=000040 data=00000000$')
    a.send('query storage FFFFE 256')
    a.expect(r'^ok storage addr=0FFFFE data=0000$')
    a.send('query storage 0 257')
    a.expect(r'^error ')
    a.send('query devices 0')
    a.expect(r'^ok devices list=00C0:3270:0,00C1:3270:0,00C2:3270:0,$')
    for n in range(500):
        a.send('cmd attach %x 3270' % (0x400 + n))
    a.send('query devices 400')
    more = a.expect(r'^ok devices list=0400:3270:0,.* next=')[-5:-1]
    a.send('query devices ' + more)
    a.expect(r'^ok devices list=%s:.*05F3:3270:0,$' % more)
    b.sock.close()
    a.send('cmd psw')
    m.expect(r'^PSW=')
    a.send('cmd quit')
    a.expect(r'^end ')
    m.end(None)
    assert not os.path.exists(path)


def idle_uses_nothing(t):
    """An enabled wait: the program sleeps. (Not a time but its number of
    dispatches is looked at: a program that polls has many.)"""
    t.file('core', WAITS)
    m = t.configured(CONF)
    m.send('loadcore core', 'cr 0=40', 'restart', 'pause 1', 'psw')
    m.expect(r'^PSW=01020000 00000200')

    def switches():
        n = 0
        task = '/proc/%d/task' % m.proc.pid
        for tid in os.listdir(task):
            with open('%s/%s/status' % (task, tid)) as f:
                n += sum(int(x) for x in
                         re.findall(r'ctxt_switches:\s+(\d+)', f.read()))
        return n
    before = switches()
    m.send('pause 3', 'psw')
    m.expect(r'^PSW=')
    assert switches() - before < 40, (before, switches())
    m.end()


run_tests([show_and_alter, wrong_commands, restart_and_core,
           commands_need_stopped, timers_stand_still, rc_file_first, scripts, stepping_and_breaks,
           tracing, program_interruptions, ccw_trace,
           small_commands, facilities_take_effect, log_file, object_decks, test_scripts,
           test_directives, minor_statements, whole_lines, trace_files, control_program, recorded_steps, prompt, ipl_from_cards,
           ipl_from_a_data_volume, onend_waits,
           second_term_ends, end_of_input_ends_nothing, nobody_reads,
           configuration_errors,
           busy_port, control_socket, idle_uses_nothing])
