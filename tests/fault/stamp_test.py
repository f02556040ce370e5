#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 while a guest writes a 3350, or a 3370, all over. The guest (stamp.S) prints each
stamp after the device end of its record, through a pipe. After each kill the
volume must be sound, and hold every stamp that came out of the pipe; only the
one record that was being written may be old, new, in part, or gone with what
was behind it on its track. Five kills for each kind of image, 200 in the long
form (CAMBRIDGE_LONG=1; CAMBRIDGE_KILLS=N: N)."""
import os
import random
import subprocess
import sys
import threading
import time

SRC = os.path.abspath(os.environ.get("srcdir", "."))
sys.path.insert(0, os.path.join(SRC, "tests", "machine"))
from ckdread import Image
from machine import LIMIT, Folder

KILLS = int(os.environ.get(
    "CAMBRIDGE_KILLS", 200 if os.environ.get("CAMBRIDGE_LONG") else 5))
KINDS = sys.argv[1:] or ["flat", "stored", "zlib", "bzip2", "fba"]
TOOL = os.path.abspath("cambridge-volume")
GUEST = os.path.abspath("tests/fault/stamp.bin")
TRACKS, HEADS, CYLS, TRACK = 3000, 30, 555, 19456
LEAST = 100  # stamps before a kill


class Blocks:
    """A fixed-block disk: four records of 4096 bytes to a track."""

    def __init__(self, path):
        self.file = open(path, "rb")
        self.close = self.file.close

    def records(self, track):
        self.file.seek(track * 4 * 4096)
        data = [self.file.read(4096) for _ in range(4)]
        return {n + 1: d for n, d in enumerate(data) if any(d)}


def make_noise():
    words, x = [], 1
    for _ in range(512):
        x = (x * 1103515245 + 12345) & 0xffffffff
        words.append(x.to_bytes(4, "big"))
    return int.from_bytes(b"".join(words) + bytes(2048), "big")


PARTLY = -1  # neither the old stamp nor the new: until it is written again
NOISE = make_noise()
ONES = int.from_bytes(b"\0\0\0\1" * 1024, "big")


def contents(stamp):
    return (NOISE ^ ONES * stamp).to_bytes(4096, "big")


class Pipe(threading.Thread):
    """What comes out of the printer, until the machine is gone."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.data = path, bytearray()

    def run(self):
        with open(self.path, "rb", buffering=0) as f:
            while True:
                more = f.read(65536)
                if not more:
                    break
                self.data += more

    def stamps(self):
        """(kind, track, record, stamp) of each whole line."""
        lines = bytes(self.data).split(b"\n")[:-1]
        for line in lines:
            kind, track, rec, stamp = line.decode().split()
            yield kind, int(track, 16), int(rec, 16), int(stamp, 16)


def run_and_kill(folder, kind, first, seconds):
    """The machine from its start to kill -9, some time after its LEAST stamps:
    the stamps that were told."""
    fifo = os.path.join(folder.path, "prt")
    if os.path.exists(fifo):
        os.unlink(fifo)
    os.mkfifo(fifo)
    pipe = Pipe(fifo)
    machine = folder.configured(
        "MAINSIZE 2\n0150 %s vol\n000E 1403 prt\n" %
        ("3370" if kind == "fba" else "3350"))
    pipe.start()
    machine.send("loadcore %s 0" % GUEST,
                 "r 200=%08X%08X%08X%08X" %
                 (first, TRACKS, HEADS, kind == "fba"), "restart")
    limit = time.monotonic() + LIMIT
    while pipe.data.count(b"\n") < LEAST and machine.proc.poll() is None \
            and time.monotonic() < limit:
        time.sleep(0.01)
    time.sleep(seconds)
    if machine.proc.poll() is not None:
        raise AssertionError("the machine ended: %s" % machine.lines[-5:])
    if any("Disabled wait" in line for line in machine.lines[-5:]):
        raise AssertionError("the guest ended: %s" % machine.lines[-5:])
    machine.kill()
    folder.machines.remove(machine)
    pipe.join()
    return list(pipe.stamps())


def compare(folder, kind, told, last):
    """Compares the volume with what was told; returns what it holds."""
    path = os.path.join(folder.path, "vol")
    image = Blocks(path) if kind == "fba" else Image(path)
    holds, torn = {}, set()
    for track in range(TRACKS):
        want = told.get(track, {})
        have = image.records(track)
        now = {}
        for rec in sorted(set(want) | set(have) - {0}):
            data, stamp = have.get(rec), want.get(rec)
            if data is not None and stamp is not None and (
                    stamp == PARTLY or data == contents(stamp)):
                now[rec] = stamp
                continue
            torn.add(track)
            if data is None:
                continue  # gone behind a record that was formatted
            new = contents(last + 1)
            if data == new:
                now[rec] = last + 1
                continue
            old = contents(stamp) if stamp is not None \
                else bytes(4096) if kind == "fba" else new
            if len(data) != 4096 or any(
                    data[i] not in (old[i], new[i]) for i in range(4096)):
                raise AssertionError(
                    "track %d record %d holds neither stamp %s nor %d" %
                    (track, rec, stamp, last + 1))
            now[rec] = PARTLY
        holds[track] = now
    if len(torn) > 1:
        raise AssertionError("tracks %s do not hold what was told" %
                             sorted(torn))
    image.close()
    return holds, len(torn)


def make_volume(folder, kind):
    volume = os.path.join(folder.path, "vol")
    if kind == "fba":
        with open(volume, "wb") as f:
            f.truncate(558000 * 512)
        return volume
    flat = folder.file("flat", b"CKD_P370" + HEADS.to_bytes(4, "little")
                       + TRACK.to_bytes(4, "little") + b"\x50" + bytes(495))
    os.truncate(flat, 512 + CYLS * HEADS * TRACK)
    subprocess.run([TOOL, "convert", flat, volume, kind], check=True)
    os.unlink(flat)
    return volume


def test(folder, kind):
    rng = random.Random(kind)
    told, last, torn, size = {}, 0, 0, 0
    volume = make_volume(folder, kind)
    for n in range(KILLS):
        # Some runs are long enough for an fsync, behind which the space of
        # a compressed image is used again.
        seconds = rng.uniform(5, 8) if n % 8 == 7 else rng.uniform(0, 1.2)
        stamps = run_and_kill(folder, kind, last + 2, seconds)
        for op, track, rec, stamp in stamps:
            on_track = told.setdefault(track, {})
            if op == "F":
                for r in [r for r in on_track if r > rec]:
                    del on_track[r]
            on_track[rec] = last = stamp
        scan = subprocess.run([TOOL, "scan", volume], capture_output=True,
                              text=True)
        if kind != "fba" and scan.returncode != 0:
            raise AssertionError("after kill %d: %s" % (n + 1, scan.stdout +
                                                        scan.stderr))
        told, partly = compare(folder, kind, told, last)
        torn += partly
        size = max(size, os.path.getsize(volume))
    if last < LEAST * KILLS:
        raise AssertionError("only %d stamps in %d runs" % (last, KILLS))
    print("ok      %-6s %d kills, %d stamps, %d records on %d tracks; %d caught "
          "in the middle of a write; %d MB at most" %
          (kind, KILLS, last, sum(len(r) for r in told.values()),
           sum(1 for r in told.values() if r), torn, size >> 20), flush=True)


def main():
    failed = 0
    for kind in KINDS:
        with Folder() as folder:
            try:
                test(folder, kind)
            except AssertionError as e:
                failed += 1
                print("FAILED  %s: %s" % (kind, e), flush=True)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
