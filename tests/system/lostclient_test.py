#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A client killed in the middle of a session: its user is disconnected, the
next client at that address sees the logo, and LOGON reconnects."""
from harness import Machine, Terminal, User, run


def lostclient():
    machine = Machine(args=["--terminals", "1"]).start()
    try:
        user = User(Terminal(machine, name="first")).logon("CMSUSER")
        user.ipl_cms()
        user.cms("QUERY DISK")
        user.term.enter("LISTFILE * * S")
        user.term.kill()
        again = Terminal(machine, name="second")
        again.wait_for(r"(?i)cambridge")
        again.enter("LOGON CMSUSER CMSUSER")
        again.wait_for(r"RECONNECTED AT")
        user = User(again)
        user.settle()
        again.enter("BEGIN")
        user.cms("QUERY DISK")
        again.close()
    finally:
        machine.kill()


if __name__ == "__main__":
    run(lostclient)
