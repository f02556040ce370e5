#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 in the middle of a COPYFILE loop: each restart IPLs, every file whose
Ready; the client saw is whole, and the file system checks clean. Ten kills in
the long form, two in the short."""
import os
import random
import re
import subprocess
import time

from harness import Failure, Machine, Terminal, User, build_dir, make_file, run

KILLS = 10 if os.environ.get("CAMBRIDGE_LONG") else 2


def check(machine):
    """The file system of CMSUSER's minidisk, by the host's tool."""
    tool = os.path.join(build_dir(), "cambridge-volume")
    done = subprocess.run(
        [tool, "check", os.path.join(machine.state, "CAM1.3350"),
         "CMSUSER", "191"],
        capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure("the file system is not clean:\n"
                      + done.stdout + done.stderr)


def copies_until_killed(machine, user, first, rng):
    """Copies of one file, until the machine is killed: those completed."""
    done = []
    end = time.monotonic() + rng.uniform(1, 4)
    n = first
    while time.monotonic() < end:
        user.cms("COPYFILE BIG DATA A COPY%d DATA A (REPLACE" % n)
        done.append("COPY%d" % n)
        n += 1
    user.term.enter("COPYFILE BIG DATA A COPY%d DATA A" % n)
    time.sleep(rng.uniform(0, 0.05))
    machine.kill()
    return done


def kill():
    rng = random.Random(370)
    machine = Machine().start()
    try:
        user = User(Terminal(machine)).logon("CMSUSER")
        user.ipl_cms()
        lines = ["LINE %04d %s" % (i, "ABCDEFGHIJKLMNOP" * 3)
                 for i in range(20)]
        make_file(user, "BIG DATA A", lines)
        for turn in range(KILLS):
            first = 1000 * turn
            done = copies_until_killed(machine, user, first, rng)
            user.term.kill()
            check(machine)
            machine = Machine(state=machine.state).start()
            user = User(Terminal(machine)).logon("CMSUSER")
            user.ipl_cms()
            for name in done:
                text = user.cms("TYPE %s DATA A" % name)
                if len(re.findall(r"LINE \d{4}", text)) < len(lines):
                    raise Failure("%s is not whole:\n%s" % (name, text))
            if done:
                user.cms("ERASE COPY* DATA A")
        print("%d kills" % KILLS)
    finally:
        machine.kill()


if __name__ == "__main__":
    run(kill)
