#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CP commands with wrong, odd and missing operands: each gets the message that
names what was wrong, within 80 columns; and nothing of a password is shown."""
import re

from harness import Machine, Terminal, User, need, run

ANSWERS = (
    ("D G10-15", ("GPR 10 =", "GPR 14 =")),
    ("D GA", ("GPR 10 =",)),
    ("D G16", ("DMKCDB033E",)),
    ("ST G14 1 2", ("STORE COMPLETE",)),
    ("ST G15 1 2", ("DMKCDS010E INVALID REGISTER",)),
    ("ST Y0 4110000000000001", ("STORE COMPLETE",)),
    ("D Y0", ("FPR 0 = 4110000000000001",)),
    ("SET EMSG", ("DMKCFS026E OPERAND MISSING OR INVALID",)),
    ("TERM MODE", ("DMKCFT026E OPERAND MISSING OR INVALID",)),
    ("SET PF3 TAB 4", ("DMKCFS003E INVALID OPTION - TAB",)),
    ("SYSTEM CLEAR X", ("DMKCPB003E INVALID OPTION - X",)),
    ("LOGOFF X", ("DMKUSO003E INVALID OPTION - X",)),
    ("DISCONN X", ("DMKUSO003E INVALID OPTION - X",)),
    ("IPL NONE", ("DMKCFG043E IPL UNSUCCESSFUL; SAVED SYSTEM NOT FOUND",)),
)


def answer(user, command, *parts):
    """Waits for each part of the answer in turn."""
    user.clear()
    user.term.enter(command)
    for part in parts:
        user.term.wait_for(re.escape(part))


def test():
    machine = Machine().start()
    term = Terminal(machine, ["-model", "3278-2"])
    user = User(term)
    term.wait_for(r"(?i)cambridge")
    term.enter("LOGON CPTEST")
    term.wait_for("ENTER PASSWORD:")
    term.enter("CPTEST HIDDEN")  # two words are no password
    term.wait_for("DMKLOG050E PASSWORD INCORRECT")
    assert "HIDDEN" not in term.text(), term.text()
    term.enter("LOGON CPTEST")
    term.wait_for(r"(?s)INCORRECT.*ENTER PASSWORD:")
    term.enter("  CPTEST ")  # blanks around it do not count
    term.wait_for("LOGON AT")
    for command, parts in ANSWERS:
        answer(user, command, *parts)
    answer(user, "QUERY " + "X" * 90,
           "DMKCFQ003E INVALID OPTION - " + "X" * 40)
    # Lines of 80 columns stay whole, also where they reach the last row.
    user.ipl_cms()
    listed = user.cms("LISTFILE * * * (LABEL")
    lines = [s for s in listed.split("\n") if "HELPCMS" in s]
    assert len(lines) > 20, listed
    for line in lines:
        need(line, "CMS190")
    machine.wait_line(r"LINE 009 LOGON  AS OPERATOR")
    term.close()
    machine.stop()


if __name__ == "__main__":
    run(test)
