#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Idle costs nothing: two users at Ready;, then the same with an idle CP at
level 1 in CPTEST. Processor time of the process is counted, not elapsed time:
at most 1% (3 s in 300 s). Long form 300 s, short form 20 s. What else the host
does costs some of that time too, so the best of three counts."""
import os
import time

from harness import Failure, Machine, Terminal, User, run

SECONDS = 300 if os.environ.get("CAMBRIDGE_LONG") else 20


def measure(machine, what):
    time.sleep(3)
    for _ in range(3):
        before = machine.cpu_seconds()
        time.sleep(SECONDS)
        used = machine.cpu_seconds() - before
        print("%s: %.2f s of processor time in %d s" % (what, used, SECONDS))
        if used <= SECONDS / 100:
            return
    raise Failure("%s is not idle: %.2f s in %d s" % (what, used, SECONDS))


def idle():
    machine = Machine().start()
    try:
        users = []
        for name in ("CMSUSER", "USER2"):
            user = User(Terminal(machine, name=name)).logon(name)
            user.ipl_cms()
            users.append(user)
        measure(machine, "two users")
        cptest = User(Terminal(machine, name="cptest")).logon("CPTEST")
        cptest.term.enter("IPL 151")
        cptest.term.wait_for(r"INITIALIZATION COMPLETE")
        measure(machine, "two users and a second-level CP")
    finally:
        machine.kill()


if __name__ == "__main__":
    run(idle)
