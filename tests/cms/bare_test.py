# SPDX-License-Identifier: MIT
"""CMS on the bare machine, without CP: IPL from a small CKD volume, a 3215 at
009, disks by SIO. Every command, EXEC files, the editor, programs, immediate
commands, errors."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '..', 'machine'))
from machine import run_tests  # noqa: E402

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
MODULES = {'COPYFILE': 'cms/copyfile', 'EDIT': 'cms/edit',
           'FORMAT': 'cms/format', 'LISTFILE': 'cms/listfile',
           'KTEST': 'tests/cms/ktest', 'LOOP': 'cms/user/loop', 'STORTEST': 'cms/user/stortest'}
CONF = '''ARCHMODE S/370
FACILITY ENABLE EXTENSION
MAINSIZE 1
0009 3215-C emptyline
0190 3350 s.3350
0191 3350 a.3350
'''


def mkdisk(t, name, cyls, label, ipl, files):
    args = [os.path.abspath('tests/cms/mkdisk'), os.path.join(t.path, name),
            str(cyls), label]
    args += [os.path.abspath(p) for p in ('cms/ipl.bin', 'cms/cms.bin')] \
        if ipl else ['-', '-']
    for path, fn, ft, kind in files:
        args += [path, fn, ft, kind]
    subprocess.run(args, check=True)


def disks(t, *execs):
    """The system disk, and an A-disk with EXECs given as (name, text)."""
    system = [(os.path.abspath(p + '.module'), n, 'MODULE', 'b')
              for n, p in MODULES.items()]
    system.append((os.path.join(SOURCE, 'cms/help/type.helpcms'), 'TYPE',
                   'HELPCMS', 't'))
    mkdisk(t, 's.3350', 3, 'CMS190', True, system)
    mkdisk(t, 'a.3350', 2, 'TST191', False,
           [(t.file(n, text), n, 'EXEC', 't') for n, text in execs])


class Cms:
    """A machine on which CMS runs."""

    def __init__(self, t, conf=''):
        self.m = t.configured(CONF + conf)
        self.m.send('ipl 190')
        self.m.expect(r'^CMS VERSION')
        self.m.expect(r'^DMSACC723I S \(190\) R/O')
        self.m.send('/')
        self.ready()

    def ready(self, rc=0):
        found = self.m.expect(r'^Ready(?:\((-?\d+)\))?; T=')
        assert int(found.group(1) or 0) == rc, found.string

    def run(self, line, *patterns, rc=0):
        self.say(line, *patterns)
        self.ready(rc)

    def say(self, line, *patterns):
        self.m.send('/' + line)
        for p in patterns:
            self.m.expect(p)

    def make(self, name, *lines):
        self.say('EDIT ' + name, r'^NEW FILE:', r'^EDIT:')
        self.say('INPUT', r'^INPUT:')
        for line in lines:
            self.m.send('/' + line)
        self.say('', r'^EDIT:')
        self.run('FILE')

    def end(self):
        self.m.end()


def starts_and_runs_the_profile(t):
    disks(t, ('PROFILE', '&CONTROL OFF\n&TYPE HERE IS &0 AT &DEPTH\n'))
    m = t.configured(CONF)
    m.send('ipl 190')
    m.expect(r'^CMS VERSION')
    m.send('/')
    m.expect(r'^DMSACC723I A \(191\) R/W')
    m.expect(r'^HERE IS PROFILE AT 1$')
    m.expect(r'^Ready; T=\d+\.\d\d/\d+\.\d\d \d\d:\d\d:\d\d$')
    m.send('stop', 'ipl 190')
    m.expect(r'^CMS VERSION')
    m.send('/ACCESS (NOPROF')
    assert m.expect(r'^Ready; T=|HERE IS').string.startswith('Ready')
    m.end()


def starts_as_a_saved_system(t):
    disks(t)
    m = t.configured(CONF)
    m.send('loadcore %s 10000' % os.path.abspath('cms/cms.bin'),
           'psw ia=10000', 'start')
    m.expect(r'^CMS VERSION')
    m.send('/')
    m.expect(r'^Ready;')
    m.end()


def stops_without_a_console(t):
    disks(t)
    m = t.configured(CONF.replace('0009', '001F'))
    m.send('ipl 190')
    m.expect(r'00E009|disabled wait')
    m.command('psw', r'^PSW=00020000 0000E009$')
    m.end()


def files(t):
    disks(t)
    c = Cms(t)
    c.make('HELLO SCRIPT', 'first line', 'Second line')
    c.run('LISTFILE HELLO SCRIPT A (DATE', r'^FILENAME FILETYPE FM FORMAT ',
          r'^HELLO    SCRIPT   A1 V +11 +2 +1 ')
    c.run('TYPE HELLO SCRIPT', r'^first line$', r'^Second line$')
    c.run('COPYFILE HELLO SCRIPT A COPY = =')
    c.run('COPY COPY SCRIPT', r'^DMSCPY054E', rc=24)
    c.run('COPYFILE HELLO SCRIPT A COPY SCRIPT A',
          r"^DMSCPY024E FILE 'COPY SCRIPT A1' ALREADY EXISTS", rc=28)
    c.run('COPYFILE HELLO SCRIPT A COPY SCRIPT A HELLO TWICE A (TYPE',
          r'HELLO TWICE A1 COPIED|COPIED')
    c.run('TYPE HELLO TWICE A 3 4', r'^first line$', r'^Second line$')
    c.run('COPYFILE HELLO SCRIPT A = = = (REPLACE RECFM F LRECL 20 UPCASE')
    c.run('LISTFILE HELLO * * (FORMAT', r'^HELLO    SCRIPT   A1 F +20')
    c.run('TYPE HELLO SCRIPT (HEX', r'^C6C9D9E2 E340D3C9 D5C54040 ')
    c.run('COPYFILE HELLO SCRIPT A = NARROW A (RECFM V')
    c.run('LISTFILE HELLO NARROW A (ALLOC', r'A1 V +11 +2 +1')
    c.run('RENAME COPY SCRIPT A COPY2 = = (TYPE',
          r'^COPY SCRIPT A1 +COPY2 SCRIPT A1')
    c.run('RENAME COPY2 SCRIPT A HELLO SCRIPT A', r'^DMSRNM024E', rc=28)
    c.run('STATE COPY2 SCRIPT')
    c.run('STATE COPY SCRIPT', r"^DMSSTT002E FILE 'COPY SCRIPT \*' NOT FOUND",
          rc=28)
    c.run('STATEW LOOP MODULE', r"^DMSSTT037E DISK 'S' IS READ/ONLY", rc=36)
    c.run('ERASE COPY2 SCRIPT')
    c.run('ERASE COPY2 SCRIPT', r'^DMSERS002E', rc=28)
    c.run('ERASE HELLO * (TYPE', r'^HELLO', r'^HELLO', r'^HELLO')
    c.run('LISTFILE HELLO', r'^DMSLST002E FILE NOT FOUND', rc=28)
    c.run('TYPE X Y', r"^DMSTYP002E FILE 'X Y \*' NOT FOUND", rc=28)
    c.run('COPYFILE LOOP MODULE S = = Q', r"^DMSCPY069E DISK 'Q' NOT ACC",
          rc=36)
    c.run('LISTFILE * * A (WRONG', r"^DMSLST003E INVALID OPTION 'WRONG'",
          rc=24)
    c.end()


def editor(t):
    disks(t)
    c = Cms(t)
    c.make('E DATA', 'alpha', 'beta', 'gamma beta')
    c.say('EDIT E DATA', r'^EDIT:')
    c.say('LOCATE /gam/', r'^gamma beta$')
    c.say('UP 2', r'^alpha$')
    c.say('C/beta/BETA/ * G', r'^BETA$', r'^gamma BETA$')
    c.say('TOP', r'^TOF:')
    c.say('DOWN', r'^alpha$')
    c.say('REPLACE aleph')
    c.say('INPUT between')
    c.say('BOTTOM', r'^gamma BETA$')
    c.say('DELETE', r'^EOF:')
    c.say('NONSENSE', r'^\?EDIT: NONSENSE$')
    c.say('TOP', r'^TOF:')
    c.say('TYPE *', r'^TOF:', r'^aleph$', r'^between$', r'^BETA$', r'^EOF:')
    c.say('SAVE', r'^SAVED', r'^EDIT:')
    c.say('TOP', r'^TOF:')
    c.say('DELETE *', r'^EOF:')
    c.run('QUIT')
    c.run('TYPE E DATA', r'^aleph$', r'^between$', r'^BETA$')
    c.end()


def format_and_access(t):
    disks(t)
    mkdisk(t, 'b.3350', 2, 'OLD', False, [])
    c = Cms(t, '0192 3350 b.3350\n')
    c.say('FORMAT 192 B', r'^DMSFOR603R FORMAT WILL ERASE ALL FILES')
    c.run('NO')
    c.say('FORMAT 192 B (BLKSIZE 1024', r'^DMSFOR603R')
    c.say('YES', r'^DMSFOR605R')
    c.run('NEWDSK', r"^DMSFOR732I '2' CYLINDERS FORMATTED")
    c.run('QUERY DISK B', r'^LABEL ',
          r'^NEWDSK 192 B +R/W +2 3350 +1024 +0 .* 900$')
    c.run('COPYFILE LOOP MODULE S = = B')
    c.run('RELEASE B')
    c.run('LISTFILE * * B', r"^DMSLST069E", rc=36)
    c.run('ACCESS 192 C/A', r'^DMSACC723I C \(192\) R/O')
    c.run('QUERY SEARCH', r'^TST191 191  A  R/W', r'^NEWDSK 192  C/A  R/O',
          r'^CMS190 190  S  R/O')
    c.run('STATE LOOP MODULE A')
    c.run('ACCESS 193 D', r"^DMSACC113S '193' NOT ATTACHED", rc=100)
    c.run('ACCESS 009 D', rc=88)
    c.run('FORMAT 190 B', r'^DMSFOR037E', rc=36)
    c.run('ACCESS 190 E', r'^DMSACC723I E \(190\) R/O')
    c.run('QUERY SEARCH', r'190  E  R/O', r'190  S  R/O')
    c.run('RELEASE 190')
    c.run('RELEASE S', r'^DMSARE048E', rc=24)
    c.run('LOOP 1', r'^LOOP: 1 MILLION')
    c.end()
    # Another machine, another IPL: what was written is there.
    c = Cms(t, '0192 3350 b.3350\n')
    c.run('ACCESS 192 B')
    c.run('LISTFILE * * B (LABEL', r'NEWDSK$')
    c.end()


def every_drive_and_block_size(t):
    disks(t)
    per_track = {'2314': (11, 6, 3, 1), '3330': (20, 11, 6, 3),
                 '3340': (12, 7, 3, 2), '3350': (27, 15, 8, 4)}
    heads = {'2314': 20, '3330': 19, '3340': 12, '3350': 30}
    conf = ''
    for i, kind in enumerate(per_track):
        subprocess.run([os.path.abspath('tests/cms/mkdisk'),
                        os.path.join(t.path, kind), '2', kind], check=True)
        conf += '%04X %s %s\n' % (0x300 + i, kind, kind)
    c = Cms(t, conf)
    for i, kind in enumerate(per_track):
        for n, size in zip(per_track[kind], (512, 1024, 2048, 4096)):
            c.say('FORMAT %X B (BLKSIZE %d' % (0x300 + i, size), r'^DMSFOR603')
            c.say('YES', r'^DMSFOR605R')
            c.run('D' + kind, r"^DMSFOR732I '2' CYLINDERS")
            c.run('QUERY DISK B', r'^D%s +3.* %s +%d +0 .* %d$' %
                  (kind, kind, size, 2 * heads[kind] * n))
            c.run('COPYFILE STORTEST MODULE S = = B')
            c.run('RELEASE B')
            c.run('ACCESS %X B' % (0x300 + i))
            c.run('COPYFILE STORTEST MODULE B STORT2 = A (REPLACE')
            c.run('STORT2 1', r'PASS 1 VERIFIED')
    c.end()


def disk_full_loses_nothing(t):
    disks(t)
    mkdisk(t, 'b.3350', 1, 'SMALL', False, [])
    c = Cms(t, '0192 3350 b.3350\n')
    c.run('ACCESS 192 B')
    c.make('KEEP DATA B', 'precious')
    full = False
    for i in range(20):
        c.say('COPYFILE STORTEST MODULE S = F%d B (RECFM F LRECL 20000' % i)
        said = c.m.expect(r'^DMSCPY105S|^Ready').string
        if said.startswith('DMSCPY105S'):
            assert "ERROR '13' WRITING FILE 'STORTEST F" in said, said
            c.ready(rc=100)
            full = True
            break
    assert full and i > 2
    c.run('TYPE KEEP DATA B', r'^precious$')
    c.run('STATE STORTEST F%d B' % i, r'^DMSSTT002E', rc=28)
    c.run('STATE STORTEST F%d B' % (i - 1))
    c.run('ERASE STORTEST F0 B')
    c.run('COPYFILE STORTEST MODULE S = AGAIN B (RECFM F LRECL 20000')
    c.end()


EXECS = (
    ('ARGS', '&CONTROL OFF\n&TYPE &INDEX : &1 : &2 : &3\n&EXIT &1\n'),
    ('LOOPS', '''&CONTROL OFF
&N1 = 0
&LOOP 2 3
&N1 = &N1 + 10
&TYPE ROUND &N1
&K = 0
&LOOP -E &K GE 2
&K = &K + 1
-E &TYPE K &K
&GOTO -OUT
&TYPE NOT HERE
-OUT
&IF ABC EQ ABC &IF 9 LT 10 &TYPE BOTH
&A = &CONCAT X &K Y
&B = &SUBSTR &A 2 2
&L = &LENGTH &A
&TYPE &A &B &L
'''),
    ('FAILS', '''&CONTROL ERROR
STATE NO SUCH
&TYPE RC &RETCODE
&ERROR &EXIT 77
STATE NO SUCH
&TYPE NOT HERE
'''),
    ('SHOWS', 'STATE LOOP MODULE\n'),
    ('OUTER', '&CONTROL OFF\nEXEC ARGS 5 NESTED\n&EXIT &RETCODE\n'),
    ('SELF', '&CONTROL OFF\nEXEC SELF\n&EXIT &RETCODE\n'),
    ('BAD', '&CONTROL OFF\n&NOSUCH THING\n'),
    ('READS', '&CONTROL OFF\n&STACK a stacked line\n&READ ARGS\n&TYPE &2 &3\n'
              '&READ VARS &X &Y\n&TYPE &Y &X\n'),
)


def exec_files(t):
    disks(t, *EXECS)
    c = Cms(t)
    c.run('ARGS 3 two', r'^2 : 3 : TWO :', rc=3)
    c.run('EXEC ARGS 0', r'^1 : 0 : :')
    c.run('LOOPS', r'^ROUND 10$', r'^ROUND 20$', r'^ROUND 30$', r'^K 1$',
          r'^K 2$', r'^BOTH$', r'^X2Y 2Y 3$')
    c.run('FAILS', r'^DMSSTT002E', r'\+\+\+ R\(00028\) \+\+\+', r'^RC 28$',
          r'^DMSSTT002E', rc=77)
    c.run('SHOWS', r'^STATE LOOP MODULE$')
    c.run('OUTER', r'^2 : 5 : NESTED', rc=5)
    c.run('SELF', r'^DMSEXT072E.*MAXIMUM DEPTH|^DMSITS136S', rc=805)
    c.run('BAD', r'^DMSEXT072E ERROR IN EXEC FILE BAD, LINE 2 - INVALID '
          r'CONTROL WORD', rc=816)
    c.say('READS', r'^stacked line$')
    c.run('one two', r'^two one$')
    c.run('LISTFILE * EXEC A (EXEC')
    c.run('CMS STATE', rc=0)
    c.run('EXEC NOSUCH', r"^DMSEXC002E FILE 'NOSUCH EXEC' NOT FOUND", rc=28)
    c.end()


def programs(t):
    disks(t)
    c = Cms(t)
    c.run('STORTEST 2', r'^STORTEST: \d+K FROM', r'PASS 1 VERIFIED',
          r'PASS 2 VERIFIED', r'^STORTEST: 2 PASSES WITHOUT ERROR')
    c.run('LOADMOD LOOP')
    c.run('START * 1', r'^DMSLIO740I EXECUTION BEGINS', r'^LOOP: 1 MILLION')
    c.run('START 12345678', r'^DMSLIO021E', rc=40)
    c.run('LOADMOD NOSUCH', r'^DMSMOD002E', rc=28)
    c.run('LOOP X', r'^LOOP: INVALID NUMBER', rc=24)
    # A program that meets an operation exception: LOOP, spoiled in storage.
    c.run('LOADMOD LOOP')
    c.m.send('stop', 'r 20000=0000', 'start')
    c.run('START', r'^DMSITP141T OPERATION EXCEPTION OCCURRED AT 020002 IN '
          r'ROUTINE START$', rc=256)
    c.run('LOOP 1', r'^LOOP: 1 MILLION')
    c.end()


def guest_code_and_svc_202(t):
    disks(t)
    c = Cms(t)
    c.run('KTEST ONE (', r'^KTEST: 0 FAILURES')
    c.end()


def immediate_commands(t):
    disks(t)
    c = Cms(t)
    c.say('LOOP')
    c.say('QUERY IMPCP')  # kept until CMS reads
    c.m.send('/HX')
    c.m.expect(r'^CMS$')
    c.ready()
    c.run('STORTEST 1', r'PASS 1')
    c.say('STORTEST *', r'PASS 1 ')
    c.m.send('/HT', '/RT')
    c.m.expect(r'PASS \d+ ')
    c.m.send('/HX')
    c.m.expect(r'^CMS$')
    c.ready()
    c.run('SET BLIP TICK')
    c.run('QUERY BLIP', r'^BLIP = TICK$')
    c.say('LOOP', r'^TICK$', r'^TICK$')
    c.m.send('/HX')
    c.m.expect(r'^CMS$')
    c.ready()
    c.run('SET BLIP OFF')
    # Type-ahead: all of it is done, in order.
    c.m.send('/LOOP 5', '/QUERY IMPEX', '/QUERY RDYMSG')
    c.m.expect(r'^LOOP: 5')
    c.m.expect(r'^IMPEX = ON')
    c.m.expect(r'^RDYMSG = LMSG')
    c.ready()
    c.end()


def settings_and_help(t):
    disks(t)
    c = Cms(t)
    c.run('HELP TYPE', r'^TYPE - types a file')
    c.run('HELP T', r'^TYPE - types a file')
    c.run('HELP NOSUCH', r'^DMSHLP254E', rc=28)
    c.run('HELP', r'^HELP IS AVAILABLE', r'^TYPE')
    c.run('NOSUCH', r'^UNKNOWN CP/CMS COMMAND', rc=-3)
    c.run('QUERY CMSLEVEL', r'^CMS VERSION')
    c.run('QUERY NOSUCH', r"^DMSQRY014E INVALID FUNCTION 'NOSUCH'", rc=24)
    c.run('SET ABBREV OFF')
    c.run('Q CMSLEVEL', r'^UNKNOWN CP/CMS COMMAND', rc=-3)
    c.run('SET ABBREV ON')
    c.run('SET IMPEX MAYBE', r"^DMSSET070E INVALID PARAMETER 'MAYBE'", rc=24)
    c.run('CP QUERY TIME', r'^DMSCPF081E', rc=88)
    c.say('SET RDYMSG SMSG', r'^R;$')
    c.say('NOSUCH', r'^UNKNOWN', r'^R\(-0003\);$')
    c.end()


TESTS = [starts_and_runs_the_profile, starts_as_a_saved_system,
         stops_without_a_console, files,
           editor, format_and_access, every_drive_and_block_size, disk_full_loses_nothing, exec_files,
           programs, guest_code_and_svc_202, immediate_commands, settings_and_help]
run_tests([f for f in TESTS
           if len(sys.argv) < 2 or f.__name__ in sys.argv[1:]])
