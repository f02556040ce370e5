#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the examples of the manuals of the machine. Each `## ` section of a
manual has a folder and at most one machine at a time; its fenced blocks are
taken in order, by the first word behind the fence:

    file NAME   writes a file
    conf [NAME] writes a configuration (machine.conf) and starts a machine with
                it, which must not say a word
    console     lines that begin `> ` are typed to the machine (without a conf
                block: one of no devices); the others must come in that order
    sh          lines that begin `$ ` are run by sh, in the folder; the others
                must come in that order

White space counts as one blank and `...` stands for any text. What comes
between two lines that must come is passed over. A block whose fence ends in
`untested` is not run. Every statement, console command and device type has to
be in an example.

    manual_test.py [MANUAL...]
"""
import os
import re
import subprocess
import sys

TOP = os.path.abspath(os.environ.get('srcdir', os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '..', '..')))
sys.path.insert(0, os.path.join(TOP, 'tests', 'machine'))
from machine import LIMIT, Folder  # noqa: E402

BUILD = os.getcwd()
MANUALS = ['doc/manual/machine.md', 'doc/manual/devices.md']
ENV = {'PATH': BUILD + ':' + os.environ['PATH']}
EMPTY = 'ARCHMODE S/370\n'


class Block:
    def __init__(self, path, line, info):
        self.where = '%s:%d' % (path, line)
        self.kind, *self.operands = info.split() or ['']
        self.text = ''


def sections(path):
    """The fenced blocks of a manual, a list for each `## ` section."""
    out, block = [[]], None
    with open(os.path.join(TOP, path), encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            fence = re.match(r' {0,3}```(.*)', line)
            if block is not None:
                if fence:
                    block = None
                else:
                    block.text += line
            elif fence:
                block = Block(path, number, fence.group(1))
                out[-1].append(block)
            elif line.startswith('## '):
                out.append([])
    return out


def pattern(line):
    parts = [r'\s+'.join(map(re.escape, p.split())) for p in line.split('...')]
    return r'\s*' + r'\s*.*\s*'.join(parts) + r'\s*$'


def steps(block, prompt):
    """Pairs of what is typed (None at the start) and what must come."""
    out = [(None, [])]
    for line in block.text.splitlines():
        if line.startswith(prompt):
            out.append((line[len(prompt):], []))
        elif line.strip() not in ('', '...'):
            out[-1][1].append(line)
    return out


class Section:
    def __init__(self, folder):
        self.folder, self.machine, self.typed = folder, None, []

    def run(self, block):
        if 'untested' in block.operands or not hasattr(self, block.kind):
            return
        try:
            getattr(self, block.kind)(block)
        except Exception as e:
            raise AssertionError('%s: %s' % (block.where, e))

    def file(self, block):
        self.folder.file(block.operands[0], block.text)

    def conf(self, block):
        name = (block.operands or ['machine.conf'])[0]
        self.typed += block.text.splitlines()
        self.folder.file(name, block.text)
        self.start(name)

    def start(self, name):
        if self.machine is not None:
            self.machine.end()
        m = self.machine = self.folder.machine('-f', name, env=ENV)
        m.command('archmode', 'Architecture mode')
        said = [line for line in m.lines[:m.at - 1]
                if not re.match('TN3270 on ', line)]
        if said:
            raise AssertionError('the machine says\n' + '\n'.join(said))

    def console(self, block):
        if self.machine is None:
            self.folder.file('machine.conf', EMPTY)
            self.start('machine.conf')
        for typed, wanted in steps(block, '> '):
            if typed is not None:
                self.typed.append(typed)
                self.machine.send(typed)
            for line in wanted:
                self.machine.expect(pattern(line))

    def sh(self, block):
        for typed, wanted in steps(block, '$ '):
            if typed is None:
                continue
            self.typed.append(typed)
            done = subprocess.run(
                ['sh', '-c', typed], cwd=self.folder.path, text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, timeout=LIMIT,
                env=dict(os.environ, **ENV))
            lines = iter(done.stdout.splitlines())
            for line in wanted:
                if not any(re.match(pattern(line), seen) for seen in lines):
                    raise AssertionError('%s\nnot seen: %s\n%s' % (
                        typed, line, done.stdout))

    def end(self):
        if self.machine is not None:
            if self.machine.proc.poll() is None:
                self.machine.send('quit')
            self.machine.proc.wait(LIMIT)


def missing(typed):
    """Statements, commands and device types that no example has."""
    words = [line.lower().split() for line in typed if line.split()]
    seen = {('statement', w[0]) for w in words}
    seen |= {('command', w[0]) for w in words}
    seen |= {('device', w[1]) for w in words if len(w) > 1}
    seen |= {('device', w[2]) for w in words if w[0] == 'attach'}
    with open(os.path.join(TOP, 'machine/configuration.c')) as f:
        there = re.findall(r'\{"([A-Z0-9]+)", -?\d', f.read())
    there = ['statement ' + name for name in there] + subprocess.run(
        [os.path.join(BUILD, 'tests/manual/names')], check=True, text=True,
        stdout=subprocess.PIPE).stdout.splitlines()
    return [name for name in there if tuple(name.lower().split()) not in seen]


def main():
    failed, typed, blocks = 0, [], 0
    for path in sys.argv[1:] or MANUALS:
        for section in sections(path):
            with Folder() as folder:
                s = Section(folder)
                try:
                    for block in section:
                        s.run(block)
                        blocks += 1
                    s.end()
                except AssertionError as e:
                    failed += 1
                    print('FAILED', e)
                typed += s.typed
    print('%d blocks' % blocks)
    if len(sys.argv) == 1:
        for what in missing(typed):
            failed += 1
            print('FAILED no example has', what)
    sys.exit(failed > 0)


if __name__ == '__main__':
    main()
