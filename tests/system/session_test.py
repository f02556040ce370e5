#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A whole session by a real client: log on, IPL CMS, make a file, list, type
and copy it, log off; restart the machine; find the file. The default system,
level 0's CP."""
from harness import Failure, Machine, Terminal, User, file_script, need, run


def session():
    machine = Machine().start()
    try:
        term = Terminal(machine)
        user = User(term).logon("CMSUSER")
        user.ipl_cms()
        file_script(user)
        user.clear()
        term.enter("#CP LOGOFF")
        term.wait_for(r"LOGOFF AT")
        term.close()
        if machine.stop() != 0:
            raise Failure("the machine did not end well:\n"
                          + "\n".join(machine.lines[-20:]))

        machine.start()
        term = Terminal(machine)
        user = User(term).logon("CMSUSER")
        user.ipl_cms()
        need(user.cms("TYPE COPY SCRIPT A"), "FIRST LINE", "SECOND LINE")
        term.close()
        machine.stop()
    finally:
        machine.kill()


if __name__ == "__main__":
    run(session)
