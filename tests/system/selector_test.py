#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The disks on a selector channel, which one operation holds from its SIO to
its channel end: CP under CP to level 3, and a file written and read there."""
import os

from harness import Machine, User, build_dir, file_script, run
from levels_test import at_level, boot

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                      "machine", "cambridge.conf")


class SelectorMachine(Machine):
    """The default system but for its channel 1, on a state folder that a
    default system has made."""

    def command(self):
        with open(SOURCE, encoding="ascii") as f:
            text = f.read()
        for old, new in [("CNSLPORT 3270", "CNSLPORT 0\nCHANNEL 1 SELECTOR"),
                         ("00C0.8", "00C0.16")]:
            assert old in text
            text = text.replace(old, new)
        with open(os.path.join(self.state, "conf"), "w",
                  encoding="ascii") as f:
            f.write(text)
        with open(os.path.join(self.state, "rc"), "w", encoding="ascii") as f:
            f.write("ipl 150\n")
        return [os.path.join(build_dir(), "cambridge"), "-f", "conf", "--rc",
                "rc"]


def selector():
    machine = Machine().start()
    machine.wait_line("INITIALIZATION COMPLETE")
    machine.stop()
    machine = SelectorMachine(state=machine.state).start()
    try:
        for level in 2, 3:
            boot(machine, level)
        user = User(at_level(machine, 3, "user")).logon("MAINT")
        user.ipl_cms("190")
        file_script(user)
    finally:
        machine.kill()


if __name__ == "__main__":
    run(selector)
