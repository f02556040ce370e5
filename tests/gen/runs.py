# SPDX-License-Identifier: MIT
"""Runs an image of cases: on our processor in an engine, and in Hercules."""
import os
import shutil
import subprocess

from layout import REC, RECORD, SIZE

HERCULES = """CPUSERIAL 123456
CPUMODEL 0148
MAINSIZE 4
XPNDSIZE 0
NUMCPU 1
ARCHMODE S/370
OSTAILOR QUIET
DIAG8CMD DISABLE
0009 3215-C / noprompt
"""


def ours(build, engine, image, dump, options):
    """Runs the image file; the dump's bytes."""
    environment = dict(os.environ, CAMBRIDGE_ENGINE=engine)
    program = os.path.join(build, 'tests/cpu/run_image')
    done = subprocess.run(
        [program, '-q', '-s', str(SIZE), '-g', '600D', '-m', '400000000',
         '-d', dump, image] + options, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, timeout=600, universal_newlines=True)
    if done.returncode:
        with open(dump, 'rb') as f:
            current = stopped_at(f.read())
        raise RuntimeError('%s: %s(at record %d)' %
                           (engine, done.stdout, current))
    with open(dump, 'rb') as f:
        return f.read()


def stopped_at(dump):
    """The number of the record at which the driver stopped (END - 8 words)."""
    for at in range(0x1000, 0x2000, 4):
        value = int.from_bytes(dump[at:at + 4], 'big')
        if value >= REC and (value - REC) % RECORD == 0 and at != 0x1FF8 and \
                dump[at + 4:at + 8] == REC.to_bytes(4, 'big'):
            return (value - REC) // RECORD
    return -1


def have_hercules():
    return shutil.which('hercules') is not None


def hercules(folder, image, dump):
    config = os.path.join(folder, 'hercules.cnf')
    commands = os.path.join(folder, 'hercules.rc')
    ending = os.path.join(folder, 'ending.rc')
    with open(config, 'w') as f:
        f.write(HERCULES)
    # The automatic operator goes on when the driver's disabled wait is told.
    with open(commands, 'w') as f:
        f.write('hao tgt HHCCP011I\nhao cmd script %s\nloadcore %s 0\n'
                'restart\n' % tuple(map(os.path.basename, (ending, image))))
    with open(ending, 'w') as f:
        f.write('stop\npause 1\nsavecore %s 0 %x\nquit\n' %
                (os.path.basename(dump), SIZE - 1))
    environment = dict(os.environ, HERCULES_RC=commands)
    for _ in range(5):  # it does not always see its disabled wait
        if os.path.exists(dump):
            os.remove(dump)
        done = subprocess.run(
            ['timeout', '-s', 'KILL', '120', 'hercules', '-d', '-f', config],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=environment)
        if os.path.exists(dump):
            break
    else:
        raise RuntimeError('hercules: ' + done.stdout.decode(errors='replace'))
    with open(dump, 'rb') as f:
        data = f.read()
    if b'0000600D' not in done.stdout:
        raise RuntimeError('hercules stopped at record %d:\n%s' %
                           (stopped_at(data),
                            done.stdout.decode(errors='replace')[-2000:]))
    return data
