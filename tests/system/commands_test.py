#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random CP command lines, from a fixed seed, by a user with many classes: CP
lives on, and when that user is logged off its free storage is as before."""
import os
import random
import re
import time

from harness import LIMIT, Failure, Machine, Terminal, run

COMMANDS = """ATTN BEGIN DEFINE DETACH DISPLAY ENABLE EXTERNAL IPL INDICATE
LINK MSG MESSAGE QUERY READY REQUEST SET STORE SYSTEM TERMINAL WNG FOO *
""".split()
OPERANDS = """STORAGE CONSOLE GRAF READER PUNCH PRINTER CPLEVEL CPUID FILES
LOGMSG NAMES PAGING PF PRIVILEGES RESIDENT SET TERMINAL TIME USERID USERS
VIRTUAL DASD UR TAPES ALL ACNT ECMODE EMSG IMSG LINEDIT MSG RUN TIMER TIMEZONE
WNG PF1 PF24 PF99 IMMED DELAYED RETRIEVE ON OFF CODE TEXT CHARDEL LINEND MODE
MORE LINESIZE CP VM LOAD USER MAINT USER2 CMSUSER OPERATOR NOBODY * CLEAR RESET
RESTART AS RR R W MR MW CMS STOP PARM STATUS G G0-F X Y PSW CSW CAW L10 T0-40
K0-FFFFFF 0-FFFFFF 100.20 100.0 FFFFFF 7FFFC 0 1 40 80 190 191 291 009 00C 151
G3 S100 C1C2C3 12345678 999 512K 1M 16M 17M 9999999999 +02:00 -99 # @ . - ZZZZ
TOOLONGAWORD""".split()


def in_use(machine):
    line = len(machine.lines)
    machine.console("/query paging")
    found = machine.wait_line(r"FREE STORAGE \d+ BYTES, IN USE (\d+)", line)
    return int(found.group(1))


def logon(machine, term):
    term.wait_for("(?i)cambridge")
    term.enter("LOGON MAINT MAINT")
    term.wait_for("LOGON AT")
    term.enter("TERM MORE 0 0")


def logoff(machine):
    line = len(machine.lines)
    machine.console("/force maint")
    machine.wait_line("LOGOFF AS MAINT", line)


def random_line(rnd):
    command = rnd.choice(COMMANDS)
    words = [rnd.choice(OPERANDS) for _ in range(rnd.randint(0, 5))]
    line = " ".join([command] + words)
    return ("#CP " if rnd.random() < 0.7 else "") + line[:120]


def commands():
    rnd = random.Random(370)
    machine = Machine().start()
    try:
        machine.wait_line("DMKCPI966I")
        term = Terminal(machine, args=["-model", "2"])
        logon(machine, term)
        logoff(machine)
        term.wait_for("LOGOFF AT")
        term.key("Clear()")
        before = in_use(machine)
        logon(machine, term)
        for _ in range(3000 if os.environ.get("CAMBRIDGE_LONG") else 400):
            line = random_line(rnd)
            term.action('String("%s")' % line, check=False)
            term.action("Enter()", check=False)
            if rnd.random() < 0.1:
                term.action(rnd.choice(["PA(1)", "PA(2)", "PF(1)", "Clear()"]),
                            check=False)
            if re.search("NOT ACCEPTED|HOLDING", term.text()):
                term.action("EraseInput()", check=False)
                term.action("PA(2)", check=False)
                term.action("PA(1)", check=False)
        logoff(machine)
        term.close()
        after = in_use(machine)
        end = time.monotonic() + LIMIT
        # Queued lines and the like may differ by a few.
        while after > before + 1024 and time.monotonic() < end:
            time.sleep(0.5)  # the logoff may go on still
            after = in_use(machine)
        if after > before + 1024:
            raise Failure("free storage in use: %d before, %d after"
                          % (before, after))
        if machine.stop() != 0:
            raise Failure("the machine did not end well")
    finally:
        machine.kill()


if __name__ == "__main__":
    run(commands)
