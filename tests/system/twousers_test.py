#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two users at once: one loops in CMS; each of 20 commands of the other is
answered, and the looping user's virtual processor time grows. How long the
answers took is shown."""
import re
import time

from harness import Failure, Machine, Terminal, User, run


def virtual_time(operator, user):
    """Seconds of virtual processor time, from the class E QUERY."""
    text = operator.cms("CP INDICATE USER %s" % user)
    found = re.search(r"VTIME=(\d+):(\d+(?:\.\d+)?)", text)
    if not found:
        raise Failure("no VTIME in:\n" + text)
    return 60 * int(found.group(1)) + float(found.group(2))


def twousers():
    machine = Machine().start()
    try:
        looper = User(Terminal(machine, name="looper")).logon("USER2")
        looper.ipl_cms()
        operator = User(Terminal(machine, name="maint")).logon("MAINT")
        operator.ipl_cms("190")
        before = virtual_time(operator, "USER2")
        looper.clear()
        looper.term.enter("LOOP")
        time.sleep(1)
        user = User(Terminal(machine, name="user")).logon("CMSUSER")
        user.ipl_cms()
        longest = 0
        for _ in range(20):
            began = time.monotonic()
            user.term.enter("QUERY DISK")
            user.term.wait_for(r"Ready;(.*\n)+.*")
            longest = max(longest, time.monotonic() - began)
            user.clear()
        print("the slowest of 20 answers took %.2f s" % longest)
        if virtual_time(operator, "USER2") <= before:
            raise Failure("the looping user does not run")
    finally:
        machine.kill()


if __name__ == "__main__":
    run(twousers)
