#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fifty idle users of 512K, at Ready; and swapped out, cost CP at most 3 KB
each, in free storage and in frames; a class E QUERY gives one user's figure.
The users are of a test directory on a pack made for this."""
import os
import subprocess
import time

from harness import Failure, Machine, Terminal, User, build_dir, run

USERS = 50
EACH = 3 * 1024


def make_pack(state):
    """CAM1 with fifty more users."""
    top, src = build_dir(), os.environ.get("srcdir", build_dir())
    with open(os.path.join(top, "cp", "cam1.direct")) as f:
        directory = f.read()
    for n in range(USERS):
        directory += ("USER IDLE%02d IDLE%02d 512K 1M G\n"
                      " IPL CMS\n CONSOLE 009 3215\n"
                      " SPOOL 00C 3505 A\n SPOOL 00D 3525 A\n"
                      " SPOOL 00E 1403 A\n"
                      " LINK MAINT 190 190 RR\n LINK MAINT 19E 19E RR\n"
                      % (n, n))
    os.makedirs(os.path.join(state, "cp"))
    with open(os.path.join(state, "cp", "test.direct"), "w") as f:
        f.write(directory)
    with open(os.path.join(top, "tools", "cam1.volume")) as f:
        control = f.read().replace("cp/cam1.direct", "cp/test.direct")
    with open(os.path.join(state, "test.volume"), "w") as f:
        f.write(control)
    subprocess.run([os.path.join(top, "cambridge-volume"), "-I", state,
                    "-I", top, "-I", src, "create",
                    os.path.join(state, "test.volume"),
                    os.path.join(state, "CAM1.3350")], check=True)


def command(user, text, *patterns):
    """A CP command at CP READ; what is found of each pattern."""
    user.settle()
    user.term.key("Clear()")
    user.settle()
    user.term.enter(text)
    return [user.term.wait_for(p) for p in patterns]


def figures(maint):
    """Free frames, bytes of free storage in use."""
    found = command(maint, "QUERY PAGING", r"FREE (\d+), SLOTS",
                    r"BYTES, IN USE (\d+)")
    return [int(f.group(1)) for f in found]


def disconnect_all(machine):
    for n in range(USERS):
        user = User(Terminal(machine, name="idle%d" % n))
        user.logon("IDLE%02d" % n)
        user.term.wait_for(r"CMS VERSION")
        user.settle()
        user.term.enter()
        user.term.wait_for(r"^Ready;")
        user.settle()
        user.term.enter("#CP DISC")
        user.term.wait_for(r"DISCONNECT AT|LOGON userid")
        user.term.close()


def idleusers():
    machine = Machine()
    try:
        make_pack(machine.state)
        machine.start()
        maint = User(Terminal(machine, name="maint")).logon("MAINT")
        frames, used = figures(maint)
        disconnect_all(machine)
        for _ in range(60):
            time.sleep(2)
            frames_now, used_now = figures(maint)
            if (frames - frames_now) * 4096 <= USERS * EACH:
                break
        print("a user takes %d bytes of free storage and %d of frames"
              % ((used_now - used) // USERS,
                 (frames - frames_now) * 4096 // USERS))
        if used_now - used > USERS * EACH:
            raise Failure("free storage: %d bytes more" % (used_now - used))
        if (frames - frames_now) * 4096 > USERS * EACH:
            raise Failure("%d frames fewer" % (frames - frames_now))
        own, = command(maint, "QUERY RESIDENT IDLE07",
                       r"^IDLE07 .*FREE STORAGE (\d+) BYTES.*$")
        if int(own.group(1)) > EACH:
            raise Failure("QUERY RESIDENT shows:\n" + own.group(0))
        print(own.group(0).strip())
    finally:
        machine.kill()


if __name__ == "__main__":
    run(idleusers)
