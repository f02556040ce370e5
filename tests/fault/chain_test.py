#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One volume and its shadow files, written by Debian's hercules and by us in
turn: the guest of stamp_test.py writes stamps, shadow files are added and
merged at the console of either. In the end the volume holds every stamp that
was printed, and Hercules' cckdcdsk finds no fault with any of its files."""
import os
import re
import shutil
import socket
import subprocess
import sys
import time

SRC = os.path.abspath(os.environ.get("srcdir", "."))
sys.path.insert(0, os.path.join(SRC, "tests", "fault"))
from stamp_test import GUEST, HEADS, TOOL, TRACKS, compare
from machine import LIMIT, Folder, die_with_parent

SHADOWS = ["vol_%d.sf" % n for n in range(1, 9)]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(first):
    return ["loadcore %s 0" % GUEST,
            "r 200=%08X%08X%08X%08X" % (first, TRACKS, HEADS, 0), "restart"]


def config(folder, turn, more=""):
    return folder.file("conf", "ARCHMODE S/370\nMAINSIZE 2\n%s"
                       "0150 3350 vol sf=vol_*.sf\n000E 1403 prt%d\n" %
                       (more, turn))


class Printer:
    """How much a machine has printed."""

    def __init__(self, folder, turn):
        self.path = os.path.join(folder.path, "prt%d" % turn)

    def size(self):
        return os.path.getsize(self.path) if os.path.exists(self.path) else 0

    def more(self, lines=400):
        """Until so many more stamps were printed."""
        enough = self.size() + lines * len("W 00000001 00000001 00000001\n")
        end = time.monotonic() + LIMIT
        while self.size() < enough:
            if time.monotonic() > end:
                raise AssertionError("nothing more is printed")
            time.sleep(0.05)

    def quiet(self):
        """Until nothing more comes: the machine was stopped."""
        size, since = self.size(), time.monotonic()
        while time.monotonic() < since + 1:
            time.sleep(0.05)
            if self.size() != size:
                size, since = self.size(), time.monotonic()


def theirs(folder, turn, first, *commands):
    config(folder, turn, "NUMCPU 1\nCNSLPORT 127.0.0.1:%d\n" % free_port())
    rc = os.path.join(folder.path, "rc%d" % turn)
    os.mkfifo(rc)
    printer = Printer(folder, turn)
    with open(os.open(rc, os.O_RDWR), "w", buffering=1) as console, \
            subprocess.Popen(
                ["hercules", "-d", "-f", "conf"], cwd=folder.path,
                env=dict(os.environ, HERCULES_RC=rc),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=die_with_parent) as hercules:
        try:
            console.write("\n".join(start(first)) + "\n")
            for command in commands + ("quit",):
                printer.more()
                console.write("stop\n")
                printer.quiet()
                console.write("%s\n" % command)
                if command != "quit":
                    console.write("start\n")
            console.close()
            if hercules.wait(LIMIT) != 0:
                raise AssertionError("hercules has failed")
        finally:
            hercules.kill()


def ours(folder, turn, first, *commands):
    machine = folder.machine("-f", config(folder, turn))
    printer = Printer(folder, turn)
    machine.send(*start(first))
    for command in commands:
        printer.more()
        machine.send("stop")
        end = time.monotonic() + LIMIT
        # Until what was begun has ended.
        while machine.command(command, "complete|in use").group() == "in use":
            if time.monotonic() > end:
                raise AssertionError("%s: in use for ever" % command)
            time.sleep(0.05)
        machine.send("start")
    printer.more()
    machine.end()


def read_stamps(folder, turn, told):
    last = 0
    with open(os.path.join(folder.path, "prt%d" % turn)) as f:
        for line in f.read().replace("\f", "").splitlines():
            op, track, rec, last = re.match(
                r"([WF]) (\w{8}) (\w{8}) (\w{8})", line).groups()
            track, rec, last = (int(n, 16) for n in (track, rec, last))
            on_track = told.setdefault(track, {})
            if op == "F":
                for r in [r for r in on_track if r > rec]:
                    del on_track[r]
            on_track[rec] = last
    if last == 0:
        raise AssertionError("turn %d: no stamp" % turn)
    return last


def no_fault(folder):
    files = ["base"] + [s for s in SHADOWS
                        if os.path.exists(os.path.join(folder.path, s))]
    os.rename(os.path.join(folder.path, "vol"),
              os.path.join(folder.path, "base"))
    for name in files:
        done = subprocess.run(["cckdcdsk", "-3", "-ro", name],
                              cwd=folder.path, capture_output=True, text=True)
        if done.returncode != 0 or re.search(
                "error|recover|rebuil|inconsist", done.stdout + done.stderr,
                re.I):
            raise AssertionError("%s: %s" % (name, done.stdout + done.stderr))
    subprocess.run([TOOL, "convert", *files[:1], "vol", "flat", *files[1:]],
                   cwd=folder.path, check=True)
    return len(files) - 1


TURNS = ((theirs, "sf+150", "sf+150"), (ours, "sf+ 150", "sfc 150"),
         (theirs, "sf-150", "sf+150"),
         (ours, "sf- 150", "sf- 150", "sf+ 150"))


def test(folder):
    told, last = {}, 0
    subprocess.run([TOOL, "init", "vol", "3350", "zlib"],
                   cwd=folder.path, check=True)
    for n, (turn, *commands) in enumerate(TURNS, 1):
        # The next stamp may be on the disk already, and not printed.
        turn(folder, n, last + 1, *commands)
        last = read_stamps(folder, n, told)
    shadows = no_fault(folder)
    compare(folder, "flat", told, last)
    print("ok      %d stamps of both, %d shadow files in the end" %
          (last, shadows))


def main():
    if shutil.which("hercules") is None:
        print("skipped: no hercules (Debian package hercules)")
        sys.exit(77)
    with Folder() as folder:
        test(folder)


if __name__ == "__main__":
    main()
