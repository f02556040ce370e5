#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Snapshots, and recordings of sessions at a terminal.

A recorded session is replayed in each engine: same instruction count, same
digest. A replay stops at a count, goes back, and still comes to the same end.
What is cut off or damaged is found. CAMBRIDGE_LONG=1 records ten minutes.
"""
import os
import re
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.environ.get("srcdir", "."),
                                "tests/system"))
from harness import (Failure, LIMIT, Machine, Terminal, User, build_dir,
                     file_script, make_file, need, run, state_folder)

LONG = os.environ.get("CAMBRIDGE_LONG")
ENGINES = ("fast", "reference", "lockstep")


def replay(path, *args, typed=(), limit=LIMIT * 10):
    """Exit status and output of a replay."""
    done = subprocess.run(
        [os.path.join(build_dir(), "cambridge"), "--replay", path] +
        list(args), input="".join(line + "\n" for line in typed),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors="replace", timeout=limit)
    return done.returncode, done.stdout


def session(machine, minutes=0):
    """Logs on, works with files, logs off; as long as it is told."""
    term = Terminal(machine)
    user = User(term).logon("CMSUSER")
    user.ipl_cms()
    file_script(user)
    end = time.monotonic() + 60 * minutes
    turn = 0
    while time.monotonic() < end:
        turn += 1
        make_file(user, "TURN%d SCRIPT A" % turn, ["LINE OF TURN %d" % turn])
        need(user.cms("TYPE TURN%d SCRIPT A" % turn), "LINE OF TURN")
        user.cms("LISTFILE * * S")
        if turn % 4 == 0:
            user.cms("ERASE TURN%d SCRIPT A" % (turn - 2))
        time.sleep(2)
    term.enter("LOGOFF")
    term.wait_for("LOGOFF AT")
    term.close()


def record(path, minutes=0, kill=False):
    """Records a session; instruction count and digest, as they are shown."""
    machine = Machine(args=["--record", path]).start()
    session(machine, minutes)
    if kill:
        # A command is in the file, and what was before it, when it is answered.
        machine.wait_line("LOGOFF AS CMSUSER")
        machine.console("/query time")
        machine.wait_line("TIME IS")
        machine.kill()
        return None
    machine.stop()
    found = machine.wait_line(r"Recorded .*: (\d+) instructions, digest (\w+)")
    return int(found.group(1)), found.group(2)


def replayed(path, recorded, *args):
    status, out = replay(path, *args)
    need(out, "%d instructions, digest %s, as recorded" % recorded)
    if status != 0:
        raise Failure("exit status %d:\n%s" % (status, out))
    need(out, "LOGON  AS CMSUSER", "LOGOFF AS CMSUSER", "SYSTEM SHUTDOWN")


def test_engines(path):
    recorded = record(path, 10 if LONG else 0)
    print("recorded: %d instructions, digest %s" % recorded)
    for engine in ENGINES:
        replayed(path, recorded, "--engine", engine)
        print("replayed by %s: the same" % engine)
    return recorded


def place(out, n):
    """The PSW that was shown at an instruction count."""
    found = re.findall(r"At instruction %d of the replay: PSW=(.{17})" % n,
                       out)
    if not found:
        raise Failure("not at instruction %d:\n%s" % (n, out))
    return found


def test_back(path, recorded):
    count, digest = recorded
    a, b = count // 3, count // 2
    status, out = replay(
        path, "--to", str(a), typed=(
            "psw", "replay to %d" % b, "reverse", "replay to %d" % b,
            "r 0=00", "gpr 1=0", "start", "ext", "/query users",
            "reverse %d" % (b - a), "gpr", "reverse 100000000000",
            "replay to %d" % (a + 1), "reverse 1", "replay to end",
            "replay to end", "reverse 10", "replay to end", "quit"))
    if status != 0:
        raise Failure("exit status %d:\n%s" % (status, out))
    if len(set(place(out, a))) != 1 or len(place(out, a)) != 3:
        raise Failure("not the same PSW each time:\n" + out)
    if len(set(place(out, b))) != 1 or len(place(out, b)) != 2:
        raise Failure("not the same PSW each time:\n" + out)
    place(out, 0), place(out, b - 1), place(out, a + 1), place(out, count - 10)
    if out.count("can be looked at, not changed") != 5:
        raise Failure("something was changed:\n" + out)
    if out.count("%d instructions, digest %s, as recorded" % recorded) != 2:
        raise Failure("another end after going back:\n" + out)
    # Going back gives the machine there was, registers and storage too.
    looks = ("gpr", "cr", "psw", "r 0.1000", "r %x.1000" % 0x20000)
    once = replay(path, "--to", str(a), typed=looks + ("quit",))[1]
    again = replay(path, "--to", str(b), typed=(
        "reverse %d" % (b - a),) + looks + ("quit",))[1]
    mark = "At instruction %d " % a
    if once.split(mark)[1] != again.split(mark)[1]:
        raise Failure("going back gives another machine:\n%s\n%s"
                      % (once, again))


def rewrite(path, name, change):
    with open(path, "rb") as f:
        data = bytearray(f.read())
    other = path + "." + name
    with open(other, "wb") as f:
        f.write(change(data))
    return other


def test_damage(path):
    def flip(at):
        def change(data):
            data[at] ^= 4
            return data
        return change
    size = os.path.getsize(path)
    for at in (20, size // 2, size - 5):
        status, out = replay(rewrite(path, "flip", flip(at)))
        need(out, "damaged: the block at byte")
        if status == 0 or "ONLINE" in out:
            raise Failure("a damaged recording was replayed:\n" + out)
    status, out = replay(rewrite(path, "magic", flip(3)))
    need(out, "is not a recording")
    status, out = replay(rewrite(path, "short", lambda data: data[:200000]))
    need(out, "ends within a value")
    status, out = replay(path + ".none")
    need(out, "No such file")
    # The last entries are missing: it goes as far as there are.
    status, out = replay(rewrite(path, "cut", lambda data: data[:-3]))
    need(out, "the recording ends here, at instruction", "LOGOFF AS CMSUSER")
    if status == 0:
        raise Failure("nobody said that the recording was cut off")


def test_killed(path):
    record(path, kill=True)
    status, out = replay(path)
    need(out, "the recording ends here", "LOGON  AS CMSUSER",
         "LOGOFF AS CMSUSER")
    status, out = replay(path, "--to", "500000", typed=("reverse 7", "quit"))
    place(out, 500000 - 7)


def test_middle(path):
    """A recording that begins and ends while somebody works."""
    machine = Machine().start()
    term = Terminal(machine)
    user = User(term).logon("CMSUSER")
    user.ipl_cms()
    machine.console("record " + path)
    machine.wait_line("Recording to")
    file_script(user)
    machine.console("record stop")
    found = machine.wait_line(r"Recorded .*: (\d+) instructions, digest (\w+)")
    user.cms("ERASE HELLO SCRIPT A")
    machine.console("record " + path)
    need(machine.wait_line("record: .*").group(0), "File exists")
    machine.stop()
    term.close()
    for engine in ENGINES:
        status, out = replay(path, "--engine", engine)
        need(out, "%s instructions, digest %s, as recorded" % found.groups())


def flood(user, to, over):
    """Messages to another user, as fast as they are taken."""
    while not over.is_set():
        try:
            user.term.enter("MSG %s FLOOD" % to)
            if user.term.state().startswith(("MORE", "HOLDING")):
                user.term.key("Clear()")
        except Failure:  # the keyboard was locked
            user.term.key("Reset()")
            user.term.key("EraseInput()")


def test_busy(path):
    """Much comes while the processor runs, some of it as it begins to wait."""
    machine = Machine(args=["--record", path]).start()
    names = ("CMSUSER", "USER2", "MAINT")
    users = [User(Terminal(machine, name=name)).logon(name) for name in names]
    over = threading.Event()
    threads = [threading.Thread(target=flood, args=(user, to, over))
               for user, to in zip(users, names[1:] + names[:1])]
    for thread in threads:
        thread.start()
    time.sleep(60 if LONG else 6)
    over.set()
    for thread in threads:
        thread.join()
    machine.stop()
    found = machine.wait_line(r"Recorded .*: (\d+) instructions, digest (\w+)")
    for user in users:
        user.term.close()
    for engine in ENGINES:
        out = replay(path, "--engine", engine)[1]
        need(out, "%s instructions, digest %s, as recorded" % found.groups())


def test_snapshot(folder):
    """Saved in the midst of a session, loaded twice, once after a restart."""
    machine = Machine().start()
    snap = os.path.join(folder, "snap")
    term = Terminal(machine)
    user = User(term).logon("CMSUSER")
    user.ipl_cms()
    make_file(user, "KEPT SCRIPT A", ["FIRST LINE"])
    machine.console("snapshot save " + snap)
    machine.wait_line("Saved .* at instruction")
    user.cms("ERASE KEPT SCRIPT A")
    make_file(user, "LATER SCRIPT A", ["SECOND LINE"])

    def goes_on():
        machine.console("snapshot load " + snap)
        machine.wait_line("Loaded .* at instruction")
        again = Terminal(machine)
        user = User(again).logon("CMSUSER")
        again.enter("BEGIN")
        user.settle()
        need(user.cms("TYPE KEPT SCRIPT A"), "FIRST LINE")
        text = user.cms("LISTFILE * SCRIPT A")
        if "LATER" in text:
            raise Failure("a file from after the snapshot is there:\n" + text)
        return again

    again = goes_on()
    term.close()
    again.close()
    machine.stop()
    machine.start()
    again = goes_on()
    # A snapshot that is wrong changes nothing.
    with open(snap, "r+b") as f:
        f.seek(os.path.getsize(snap) // 2)
        byte = f.read(1)
        f.seek(-1, 1)
        f.write(bytes([byte[0] ^ 1]))
    machine.console("snapshot load " + snap)
    machine.wait_line("snapshot: .*damaged: the block at byte")
    need(User(again).cms("TYPE KEPT SCRIPT A"), "FIRST LINE")
    again.close()
    machine.stop()


def replay_test():
    folder = state_folder()
    path = os.path.join(folder, "session.rec")
    recorded = test_engines(path)
    test_back(path, recorded)
    test_damage(path)
    test_middle(os.path.join(folder, "middle.rec"))
    test_killed(os.path.join(folder, "killed.rec"))
    test_busy(os.path.join(folder, "busy.rec"))
    test_snapshot(folder)


if __name__ == "__main__":
    run(replay_test)
