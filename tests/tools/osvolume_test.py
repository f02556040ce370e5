#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cambridge-volume on OS volumes, and Hercules' tools as the other side of the
formats: a volume that one made, the other reads, without a complaint and with
the same contents on every track. Without Debian's hercules package only what
needs none of its tools is tested."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

SRC = os.path.abspath(os.environ.get("srcdir", "."))
sys.path.insert(0, os.path.join(SRC, "tests", "fault"))
from ckdread import Image

TOOL = os.path.abspath("cambridge-volume")
KINDS = ["flat", "stored", "zlib", "bzip2"]


class Failure(Exception):
    pass


def run(*argv, status=0):
    done = subprocess.run(argv, capture_output=True, text=True)
    if done.returncode != status:
        raise Failure("%s: status %d\n%s%s" % (" ".join(argv), done.returncode,
                                               done.stdout, done.stderr))
    return done.stdout + done.stderr


def has(text, *wanted):
    for w in wanted:
        if not re.search(w, text):
            raise Failure("no %r in:\n%s" % (w, text))


def no_complaint(path):
    text = run("cckdcdsk", "-3", path)
    if re.search("error|recover|rebuil|inconsist", text, re.I):
        raise Failure("cckdcdsk: " + text)


def same(a, b, tracks):
    one, two = Image(a), Image(b)
    for t in range(tracks):
        if one.records(t) != two.records(t):
            raise Failure("track %d of %s and %s differ" % (t, a, b))
    one.close()
    two.close()


def fresh_volumes():
    for kind in KINDS:
        path = "new." + kind
        run(TOOL, "init", path, "3350", kind, "cam%03d" % KINDS.index(kind))
        has(run(TOOL, "list", path), "volume CAM00%d  3350" %
            KINDS.index(kind))
        has(run(TOOL, "scan", path), "3350, 555 cylinders.* 0 errors")
        has(run(TOOL, "init", path, "3350", status=1), "exists")
        if HERCULES:
            has(run("dasdls", path), "VOLSER=CAM00%d" % KINDS.index(kind))
            if kind != "flat":
                no_complaint(path)
    for word in ("3351", "3350x"):
        has(run(TOOL, "init", "x", word, status=1), word + ": no such drive")
    has(run(TOOL, "init", "x", "3350", "gzip", status=1), "not flat")
    has(run(TOOL, "init", "x", "3350", "flat", "A-B", status=1), "serial")
    has(run(TOOL, "list", "new.flat", "X.Y", status=1), "no data set X.Y")
    if os.path.exists("x"):
        raise Failure("a volume that was not made is there")


def their_volume():
    """A 3350 that dasdload made, with a sequential data set."""
    lines = ["LINE %04d OF A DATA SET" % i for i in range(3000)]
    with open("seq", "wb") as f:
        f.write(b"".join(s.ljust(80).encode("cp037") for s in lines))
    with open("control", "w") as f:
        f.write("VOL350 3350 *\n"
                "SYS1.EMPTY EMPTY CYL 2 1 10 PO FB 80 3120 0\n"
                "SYSVTOC VTOC CYL 1\n"
                "VB.SET EMPTY CYL 1 0 0 PS VB 84 3120 0\n"
                "V.SET EMPTY CYL 1 0 0 PS V 84 88 0\n"
                "SEQ.FB SEQ seq CYL 2 1 0 PS FB 80 3120 0\n")
    run("dasdload", "-z", "control", "theirs.z")
    run("dasdload", "control", "theirs")
    for path in ("theirs", "theirs.z"):
        has(run(TOOL, "list", path), "volume VOL350  3350",
            r"SYS1.EMPTY +PO +FB +80 +3120 +60 +1",
            r"SEQ.FB +PS +FB +80 +3120 +60 +1")
        if run(TOOL, "get", path, "seq.fb").splitlines() != lines:
            raise Failure("SEQ.FB is not what was put there")
        run(TOOL, "get", "-b", path, "SEQ.FB", "out")
        with open("out", "rb") as f, open("seq", "rb") as g:
            if f.read() != g.read():
                raise Failure("SEQ.FB in binary")
        has(run(TOOL, "list", path, "seq.fb", status=1), "not partitioned")
        has(run(TOOL, "get", path, "sys1.empty(x)", status=1), "no member X")
        has(run(TOOL, "get", path, "sys1.empty", status=1), "name a member")


def both_ways():
    """Theirs through each of our kinds of image, and back through their
    tools."""
    for kind in KINDS:
        if kind == "stored" and not os.environ.get("CAMBRIDGE_LONG"):
            continue
        ours = "ours." + kind
        run(TOOL, "convert", "theirs.z", ours, kind)
        same("theirs", ours, 30 * 20)
        has(run("dasdls", ours), "SEQ.FB", "SYS1.EMPTY")
        if kind == "flat":
            run("ckd2cckd", "-q", ours, "back")
        else:
            no_complaint(ours)
            run("cckd2ckd", "-q", ours, "back")
            same("theirs", "back", 30 * 20)
            os.unlink("back")
            shutil.copy(ours, "back")
            run("cckdcomp", "back")
        has(run(TOOL, "scan", "back"), " 0 errors")
        same("theirs", "back", 30 * 20)
        os.unlink("back")
        run("dasdcopy", "-q", "-bz2", ours, "back")
        same("theirs", "back", 30 * 20)
        os.unlink("back")


def put():
    """Into data sets that dasdload made; read by dasdseq, too."""
    lines = ["RECORD %05d %sZ" % (n, "x" * (n % 50)) for n in range(5000)]
    for name in ("few", "many", "wide", "strange", "odd"):
        with open(name, "w", encoding="utf-8") as f:
            f.write("\n".join({"few": lines[:17], "many": lines * 20,
                               "wide": lines[:3] + ["W" * 81],
                               "strange": ["\u20ac"],
                               "odd": lines[:1]}[name]) + "\n")
    with open("text", "w") as f:
        f.write("\n".join(lines) + "\n")
    for path in ("theirs.z", "theirs"):
        shutil.copy(path, "put")
        for name in ("vb.set", "v.set"):
            run(TOOL, "put", "put", name, "few")
            if run(TOOL, "get", "put", name).splitlines() != lines[:17]:
                raise Failure("%s: what was put is not what is got" % name)
        for name, want in (("text", lines), ("few", lines[:17])):
            run(TOOL, "put", "put", "seq.fb", name)
            if run(TOOL, "get", "put", "seq.fb").splitlines() != want:
                raise Failure("what was put is not what is got")
            if os.path.exists("SEQ.FB"):
                os.unlink("SEQ.FB")
            run("dasdseq", "-ascii", "put", "SEQ.FB")
            with open("SEQ.FB") as f:
                got = [s.rstrip() for s in f.read().splitlines()]
            if got != want:
                raise Failure("dasdseq reads something else")
        for name, why in (("many", "tracks are needed"), ("wide", "line 4"),
                          ("strange", "line 1")):
            has(run(TOOL, "put", "put", "seq.fb", name, status=1), why)
        has(run(TOOL, "put", "-b", "put", "seq.fb", "odd", status=1),
            "whole number")
        has(run(TOOL, "put", "put", "sys1.empty", "few", status=1),
            "not sequential")
        if run(TOOL, "get", "put", "seq.fb").splitlines() != lines[:17]:
            raise Failure("what was refused changed something")
        run(TOOL, "put", "-b", "put", "seq.fb", "seq")
        run(TOOL, "get", "-b", "put", "seq.fb", "out")
        with open("out", "rb") as f, open("seq", "rb") as g:
            if f.read() != g.read():
                raise Failure("put in binary")
    no_complaint("theirs.z")


def compress():
    """The unused space of an image goes, the contents stay."""
    if not HERCULES:
        run(TOOL, "init", "ours.zlib", "3350", "zlib", "CAM350")
    shutil.copy("ours.zlib", "big")
    os.truncate("big", os.path.getsize("big") + 100000)
    has(run(TOOL, "compress", "big"), "bytes, were")
    if os.path.getsize("big") > os.path.getsize("ours.zlib"):
        raise Failure("compress: the image did not become smaller")
    same("ours.zlib", "big", 30 * 20)
    if HERCULES:
        no_complaint("big")
    run(TOOL, "convert", "--level", "9", "big", "small", "zlib")
    same("big", "small", 30 * 20)


def main():
    failed = 0
    tests = [fresh_volumes, their_volume, put, both_ways, compress]
    if not HERCULES:
        print("skipped: dasdload and others (Debian package hercules)")
        tests = [fresh_volumes, compress]
    with tempfile.TemporaryDirectory(prefix="cambridge-test.") as folder:
        os.chdir(folder)
        for test in tests:
            try:
                test()
                print("ok     ", test.__name__)
            except Failure as e:
                failed += 1
                print("FAILED ", test.__name__, e)
        os.chdir("/")
    sys.exit(failed > 0)


HERCULES = shutil.which("cckdcdsk") is not None

if __name__ == "__main__":
    main()
