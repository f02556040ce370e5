#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CP under CP: the file script at each level, while at every level a program
writes and verifies a pattern over more storage than that CP has free.

usage: levels.py [DEEPEST]   (default 3)
"""
import re
import sys
import time

from harness import Failure, LIMIT, Machine, Terminal, User, file_script, run

# The storage of the pattern program's machine: more than its CP has.
PATTERN_STORAGE = {1: "16M", 2: "6M", 3: "6M", 4: "6M"}


def at_level(machine, level, name):
    """A terminal whose next logo is that of the CP beneath `level`."""
    term = Terminal(machine, name=name)
    for n in range(level):
        if n > 0:
            term.enter("DIAL CPTEST")
        term.wait_for(r"(?i)cambridge")
        term.wait_for(r"CAM\d  L%d" % n)
    return term


def boot(machine, level):
    """CPTEST of the CP at level - 2 becomes the CP at level - 1."""
    term = at_level(machine, level - 1, "cptest%d" % level)
    user = User(term).logon("CPTEST")
    for vaddr in range(0xC4, 0xC8): # more terminals than the directory gives
        user.settle()
        term.enter("DEFINE GRAF %03X" % vaddr)
    user.settle()
    term.enter("IPL 15%d" % (level - 1))
    term.wait_for(r"DMKCPI966I|INITIALIZATION COMPLETE")
    return user


def pageins(user):
    text = user.cms("CP QUERY PAGING")
    found = re.search(r"PAGE-INS[^0-9]*(\d+)", text)
    if not found:
        raise Failure("QUERY PAGING does not show page-ins:\n" + text)
    return int(found.group(1))


def start_pattern(machine, level):
    term = at_level(machine, level, "pattern%d" % level)
    user = User(term).logon("USER2")
    user.settle()
    term.enter("DEFINE STORAGE " + PATTERN_STORAGE[level])
    user.settle()
    user.ipl_cms()
    user.clear()
    term.enter("STORTEST 1000000")
    term.wait_for(r"(?i)pass")
    return user


def levels():
    deepest = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    machine = Machine(args=["--terminals", "16"]).start()
    try:
        booted = [boot(machine, n) for n in range(2, deepest + 1)]
        patterns = [start_pattern(machine, n) for n in range(1, deepest + 1)]
        users = []
        for n in range(1, deepest + 1):
            user = User(at_level(machine, n, "user%d" % n)).logon("MAINT")
            user.ipl_cms("190")
            users.append((user, pageins(user)))
            print("level", n, "user ready", users[-1][1], time.monotonic(), flush=True)
        for user, _ in users:
            file_script(user)
            print("script done", time.monotonic(), flush=True)
        end = time.monotonic() + 3 * LIMIT
        for n, (user, before) in enumerate(users, 1):
            while pageins(user) < before + 1000:
                if time.monotonic() > end:
                    raise Failure("level %d: fewer than 1000 page-ins" % n)
                time.sleep(1)
        for user in patterns:
            text = user.term.text()
            if re.search(r"(?i)error|mismatch|wrong", text):
                raise Failure("the pattern is broken:\n" + text)
        assert len(booted) == deepest - 1
        machine.kill()
    finally:
        machine.kill()


if __name__ == "__main__":
    run(levels)
