#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real operating systems of the time on the bare machine, with the files and
scripts that drive Hercules: BOS/360, and in the long form OS/VS1, which
assembles, links and runs a program; BOS/360 also from a HET tape, OS/VS1 also
from a compressed pack. CAMBRIDGE_ENGINE names the engine. Skipped where ../shared is absent."""
import lzma
import os
import re
import shutil
import subprocess
import sys
import tempfile

SRC = os.path.abspath(os.environ.get("srcdir", "."))
SHARED = os.environ.get("CAMBRIDGE_SHARED", os.path.join(SRC, "..", "shared"))
GUESTS = os.path.join(SHARED, "guests")
PROGRAM = os.path.abspath("cambridge")


def unpack(name, folder):
    target = os.path.join(folder, name)
    shutil.copytree(os.path.join(GUESTS, name), target)
    subprocess.run(["chmod", "-R", "u+w", target], check=True)
    for entry in os.listdir(target):
        if entry.endswith(".xz"):
            path = os.path.join(target, entry)
            with lzma.open(path) as packed, open(path[:-3], "wb") as plain:
                shutil.copyfileobj(packed, plain)
    return target


def patient(path):
    """The script's own limits are for a host that has nothing else to do."""
    with open(path) as f:
        text = re.sub(r"(?m)^EXPECT \d+ ", "EXPECT 600 ", f.read())
    with open(path, "w") as f:
        f.write(text)


def drive(folder, conf, script, limit):
    patient(os.path.join(folder, script))
    done = subprocess.run(
        [sys.executable, os.path.join(GUESTS, "drive.py"), script + ".log",
         str(limit), script, "--", PROGRAM, "-f", conf],
        cwd=folder, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        with open(os.path.join(folder, script + ".log"),
                  errors="replace") as log:
            sys.exit("FAIL: %s\n%s" % (script, log.read()[-3000:]))


def printed(folder, *texts):
    with open(os.path.join(folder, "prt.txt"), errors="replace") as f:
        paper = f.read()
    for text in texts:
        if text not in paper:
            sys.exit("FAIL: the printer never printed %r" % text)


def bos360(folder, kind=None):
    bos = unpack("bos360", folder)
    if kind is not None:
        subprocess.run([os.path.abspath("cambridge-volume"), "convert",
                        "bos360.aws", "bos360.het", kind], cwd=bos, check=True)
        os.unlink(os.path.join(bos, "bos360.aws"))
        conf = os.path.join(bos, "bos360.conf")
        with open(conf) as f:
            text = f.read().replace("bos360.aws", "bos360.het")
        with open(conf, "w") as f:
            f.write(text)
    drive(bos, "bos360.conf", "run.script", 1800)
    printed(bos, "SYSRES     1   80")
    print("PASS: BOS/360, tape %s" % (kind or "aws"))
    shutil.rmtree(bos)


def hercules_reads(folder, pack, compressed):
    """Hercules' tools find nothing amiss on the pack that was written."""
    if compressed:
        done = subprocess.run(["cckdcdsk", "-3", "-ro", pack], cwd=folder,
                              capture_output=True, text=True)
        if done.returncode != 0 or re.search("error|recover|free space",
                                             done.stdout + done.stderr, re.I):
            sys.exit("FAIL: cckdcdsk -3:\n%s%s" % (done.stdout, done.stderr))
    done = subprocess.run(["dasdls", pack], cwd=folder, capture_output=True,
                          text=True)
    if done.returncode != 0 or "SYS1.MACLIB" not in done.stdout:
        sys.exit("FAIL: dasdls:\n%s%s" % (done.stdout, done.stderr))


def vs1(folder, kind="-a"):
    if shutil.which("dasdinit") is None:
        print("SKIP: OS/VS1: no dasdinit (Debian: hercules) to make its pack")
        return
    vs1 = unpack("vs1", folder)
    subprocess.run(["dasdinit", *kind.split(), "dliba1.150", "3330-1", "111111"],
                   cwd=vs1, check=True, stdout=subprocess.DEVNULL)
    drive(vs1, "vs1.conf", "build.script", 3600)
    drive(vs1, "vs1.conf", "ipl.script", 3600)
    printed(vs1, "COND CODE 0000", "HELLO WORLD FROM VS1 STARTER")
    hercules_reads(vs1, "dliba1.150", "-z" in kind)
    print("PASS: OS/VS1, dasdinit %s" % kind)
    shutil.rmtree(vs1)


def main():
    if not os.path.isdir(GUESTS):
        print("SKIP: %s is absent" % GUESTS)
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="cambridge-test-") as folder:
        bos360(folder)
        bos360(folder, "het")
        if os.environ.get("CAMBRIDGE_LONG"):
            vs1(folder)
            vs1(folder, "-z -a")


if __name__ == "__main__":
    main()
