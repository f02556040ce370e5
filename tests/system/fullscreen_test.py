#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""DIAGNOSE X'58' and a virtual 3270, by tests/cp/fullguest.c: the user's screen
taken over and given back, a second 3270 DIALed to, killed and DIALed again."""
import os
import re
import subprocess
import time

from harness import Failure, LIMIT, Machine, Terminal, build_dir, run


def clear_until(term, pattern):
    """The user clears what CP shows until the guest has the screen again."""
    end = time.monotonic() + LIMIT
    while not re.search(pattern, term.text(), re.M):
        if term.state().startswith(("MORE", "HOLDING", "RUNNING")):
            term.key("Clear()")
        if time.monotonic() > end:
            raise Failure("never saw %r on:\n%s" % (pattern, term.text()))
        time.sleep(0.1)


def fullscreen():
    machine = Machine(args=["--terminals", "3"]).start()
    machine.kill()  # its packs are made
    subprocess.run(
        [os.path.join(build_dir(), "tests/cp/putipl"),
         os.path.join(machine.state, "CAM1.3350"), "160", "0",
         os.path.join(build_dir(), "tests/cp/fullguest.bin")], check=True)
    machine.start()
    try:
        term = Terminal(machine, name="user")
        term.wait_for(r"(?i)cambridge")
        term.enter("LOGON CMSUSER CMSUSER NOIPL")
        term.wait_for(r"LOGON AT")
        term.enter("DEFINE GRAF 0C0")
        term.wait_for(r"DEFINED")
        term.enter("IPL 191")
        term.wait_for(r"^ FULL SCREEN")
        term.type("hello")
        term.key("Enter()")
        term.wait_for(r"AID 7D GOT hello")
        term.key("PF(5)")
        term.wait_for(r"AID F5 GOT")
        # Output of the machine's on CP's screen, and full screen again.
        term.key("PF(1)")
        term.wait_for(r"LINE MODE")
        clear_until(term, r"AID F1")
        # A virtual 3270.
        term.type("G")
        term.key("Enter()")
        term.wait_for(r"DIAL NOW")
        for n in range(2):
            graf = Terminal(machine, name="graf")
            graf.wait_for(r"(?i)cambridge")
            graf.enter("DIAL CMSUSER")
            graf.wait_for(r"GRAF AT WORK" if n == 0 else r"GRAF GOT")
            graf.type("abc")
            graf.key("Enter()")
            graf.wait_for(r"GRAF GOT abc")
            if n == 0:
                graf.kill()
        graf.key("PF(3)")
        graf.wait_for(r"GRAF DONE")
        clear_until(term, r"^ BACK")
        term.key("PF(3)")
        term.wait_for(r"FULL SCREEN ENDED")
        term.wait_for(r"DISABLED WAIT PSW '00020000 0000600D'")
        term.enter("LOGOFF")
        term.wait_for(r"(?i)logoff at|cambridge")
        graf.wait_for(r"(?i)cambridge")
        graf.close()
        term.close()
    finally:
        machine.kill()


if __name__ == "__main__":
    run(fullscreen)
