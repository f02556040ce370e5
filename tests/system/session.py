#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A whole session by a real client: log on, IPL CMS, make a file, list, type
and copy it, log off; restart the machine; find the file. The default system,
level 0's CP."""
from harness import Failure, Machine, Terminal, User, run


def make_file(user, name, lines):
    """With the line editor, as a person does."""
    t = user.term
    user.clear()
    t.enter("EDIT %s" % name)
    t.wait_for(r"(?i)new file|edit:|input:")
    user.settle()
    t.enter("INPUT")
    t.wait_for(r"(?i)input:")
    for line in lines:
        user.settle()
        t.enter(line)
    user.settle()
    t.enter()
    t.wait_for(r"(?i)edit:")
    user.settle()
    t.enter("FILE")
    t.wait_for(r"^Ready;")


def need(text, *parts):
    for part in parts:
        if part not in text:
            raise Failure("%r is not on:\n%s" % (part, text))


def session():
    machine = Machine().start()
    try:
        term = Terminal(machine)
        user = User(term).logon("CMSUSER")
        user.ipl_cms()
        make_file(user, "HELLO SCRIPT A", ["FIRST LINE", "SECOND LINE"])
        need(user.cms("LISTFILE HELLO SCRIPT A (DATE"), "HELLO    SCRIPT   A1")
        need(user.cms("TYPE HELLO SCRIPT A"), "FIRST LINE", "SECOND LINE")
        user.cms("COPYFILE HELLO SCRIPT A COPY SCRIPT A")
        need(user.cms("LISTFILE * SCRIPT A"), "HELLO    SCRIPT   A1",
             "COPY     SCRIPT   A1")
        need(user.cms("TYPE NONE SUCH A"), "Ready(00028);")
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
