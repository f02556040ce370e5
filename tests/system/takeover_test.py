#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""DIAGNOSE X'58': a program, stored with CP's STORE, has the whole screen;
keys reach it; a message from CP interrupts it and it paints again."""
from harness import Failure, Machine, Terminal, run


def ebcdic(text):
    return text.encode("cp037").hex().upper()


# BC mode, in low storage. 400: erase/write, wait. An I/O interruption enters
# at 420: attention reads the screen and sets the flag at 490; the end of that
# read goes back to 400. 700: what was read.
PROGRAM = [
    "S400 41200500413000098323005882000480",
    "S420 95800044477004404120050883230058",
    "S430 92FF049082000480",
    "S440 95FF0490477004609200049047F00400",
    "S460 82000480",
    "480 FE020000 00000000",
    "78 0 00000420",
    "S500 29000600208000302A00070020800100",
    "S600 C3114040" + ebcdic("FULL SCREEN") + "11C1501D4013" + "00" * 20,
]


def takeover():
    machine = Machine().start()
    try:
        term = Terminal(machine, args=["-model", "2"])
        term.wait_for("(?i)cambridge")
        term.enter("LOGON USER2 USER2")
        term.wait_for("LOGON AT")
        for line in PROGRAM:
            term.enter("STORE " + line)
        term.wait_for("(?s)(STORE COMPLETE.*){9}")
        term.enter("BEGIN 400")
        term.wait_for(r"\AFULL SCREEN")
        if term.screen()[23].strip():
            raise Failure("CP's status is on the program's screen")
        term.type("hello")
        term.action("Enter()")
        term.wait_for(r"\AFULL SCREEN")
        term.key("PF(3)")
        term.wait_for(r"\AFULL SCREEN")
        machine.console("/msg user2 look here")
        term.wait_for("MSG FROM OPERATOR: look here")
        term.wait_for(r"MORE\.\.\.")
        term.key("PA(2)")
        term.wait_for(r"\AFULL SCREEN")
        term.kill()
        term = Terminal(machine, args=["-model", "2"])
        term.wait_for("(?i)cambridge")
        term.enter("LOGON USER2 USER2")
        term.wait_for("RECONNECTED AT")
        # The last key read was PF3: AID, cursor.
        term.enter("D 700.4")
        term.wait_for(r"^000700 F3")
        term.close()
        machine.stop()
    finally:
        machine.kill()


if __name__ == "__main__":
    run(takeover)
