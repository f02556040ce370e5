#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An upgrade: a file made under an older build is there under the new one, and
CP answers with the new build. The newer build is the same program beside
volumes that were built with another version."""
import os
import re
import shutil
import subprocess

from harness import (Failure, Machine, Terminal, User, build_dir, make_file,
                     need, run, state_folder)


def install(folder, version):
    """The program and its volumes as an installation of `version`."""
    top = build_dir()
    src = os.path.abspath(os.environ.get("srcdir", top))
    volumes = os.path.join(folder, "share", "cambridge", "volumes")
    os.makedirs(volumes)
    for name in ("cambridge", "cambridge-terminal"):
        shutil.copy(os.path.join(top, name), folder)
    for name in os.listdir(os.path.join(top, "share", "cambridge")):
        path = os.path.join(top, "share", "cambridge", name)
        if os.path.isfile(path):
            shutil.copy(path, os.path.join(folder, "share", "cambridge"))
    for n in (1, 2, 3, 4):
        subprocess.run(
            [os.path.join(top, "cambridge-volume"), "-V", version, "-I", top,
             "-I", src, "create", os.path.join(top, "tools",
                                               "cam%d.volume" % n),
             os.path.join(volumes, "CAM%d.3350" % n)], check=True)
    return os.path.join(folder, "cambridge")


def build_of(user):
    text = user.cms("CP QUERY CPLEVEL")
    found = re.search(r"BUILD (\S+),", text)
    if not found:
        raise Failure("QUERY CPLEVEL shows:\n" + text)
    return found.group(1)


def session(program, state, work):
    machine = Machine(state=state, program=program).start()
    try:
        term = Terminal(machine)
        user = User(term).logon("CMSUSER")
        user.ipl_cms()
        build = build_of(user)
        work(user)
        user.clear()
        term.enter("#CP LOGOFF")
        term.wait_for(r"LOGOFF AT")
        term.close()
        machine.stop()
        return build
    finally:
        machine.kill()


def upgrade():
    state = state_folder()
    # Programs may not be run wherever files may be made.
    where = state_folder(build_dir())
    old = install(os.path.join(where, "old"), "1.0")
    new = install(os.path.join(where, "new"), "2.0")
    before = session(old, state, lambda user: make_file(
        user, "KEPT SCRIPT A", ["WRITTEN BY THE OLD BUILD"]))
    after = session(new, state, lambda user: need(
        user.cms("TYPE KEPT SCRIPT A"), "WRITTEN BY THE OLD BUILD"))
    if not before.startswith("1.0-") or not after.startswith("2.0-"):
        raise Failure("CP answers with %s, then with %s" % (before, after))
    print("%s, then %s" % (before, after))


if __name__ == "__main__":
    run(upgrade)
