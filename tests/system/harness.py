# SPDX-License-Identifier: MIT
"""Drives a whole system: the machine as a child process, users as s3270s.

Screens are checked by content. Waiting is by polling with generous limits;
no test passes or fails by how long something took, unless it measures machine
time itself.
"""
import atexit
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

LIMIT = float(os.environ.get("CAMBRIDGE_TEST_LIMIT", "600"))
PRCTL = ctypes.CDLL(None).prctl  # looked up here: a child has no other threads


class Failure(Exception):
    pass


def build_dir():
    return os.environ.get("CAMBRIDGE_BUILD", os.getcwd())


def die_with_parent():
    """In the child: no machine outlives a test that is killed."""
    PRCTL(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def state_folder(where=None):
    """A folder for a machine's state, gone when the test ends."""
    folder = tempfile.mkdtemp(prefix="cambridge-test-", dir=where)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Machine:
    """`cambridge --headless` with a state folder of its own."""

    def __init__(self, state=None, args=(), program=None):
        self.state = state or state_folder()
        self.args = list(args)
        self.program = program or os.path.join(build_dir(), "cambridge")
        self.lines = []
        self.proc = None
        self.port = None

    def start(self):
        self.lines = []
        self.proc = subprocess.Popen(
            self.command(), cwd=self.state,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace",
            preexec_fn=die_with_parent)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        line = self.wait_line(r"TN3270 on 127\.0\.0\.1:(\d+)")
        self.port = int(line.group(1))
        return self

    def command(self):
        return [self.program, "--state", self.state, "--port", "0",
                "--headless"] + self.args

    def _read(self):
        for line in self.proc.stdout:
            self.lines.append(line.rstrip("\r\n"))

    def wait_line(self, pattern, since=0, limit=LIMIT):
        end = time.monotonic() + limit
        while time.monotonic() < end:
            for line in self.lines[since:]:
                found = re.search(pattern, line)
                if found:
                    return found
            if self.proc.poll() is not None and not self.reader.is_alive():
                break
            time.sleep(0.02)
        raise Failure("console never showed %r; it showed:\n%s"
                      % (pattern, "\n".join(self.lines[-40:])))

    def console(self, line):
        """Types a line at the machine's console; `/text` goes to CP."""
        self.proc.stdin.write(line + "\n")
        self.proc.stdin.flush()

    def stop(self):
        """Ends the machine as a user does; its exit status."""
        self.proc.send_signal(signal.SIGTERM)
        return self.proc.wait(timeout=LIMIT)

    def kill(self):
        if self.proc and self.proc.poll() is None:
            self.proc.kill()
            self.proc.wait()

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.proc.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Terminal:
    """One s3270. Names of keys are s3270's actions."""

    def __init__(self, machine, args=(), lu=None, name="term"):
        self.name = name
        self.proc = subprocess.Popen(
            ["s3270", "-codepage", "cp1047"] + list(args),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, errors="replace",
            preexec_fn=die_with_parent)
        host = "127.0.0.1:%d" % machine.port
        self.action("Connect(%s)" % (lu + "@" + host if lu else host))

    def action(self, text, check=True):
        self.proc.stdin.write(text + "\n")
        self.proc.stdin.flush()
        data = []
        while True:
            line = self.proc.stdout.readline()
            if not line:
                raise Failure("%s: s3270 ended" % self.name)
            line = line.rstrip("\n")
            if line.startswith("data: "):
                data.append(line[6:])
            elif line == "data:":
                data.append("")
            elif line in ("ok", "error"):
                if line == "error" and check:
                    raise Failure("%s: %s: %s"
                                  % (self.name, text, " ".join(data)))
                return data
            else:
                self.status = line

    def screen(self):
        return self.action("Ascii()")

    def text(self):
        return "\n".join(self.screen())

    def state(self):
        """The status field of CP's screen: RUNNING, CP READ ..."""
        last = self.screen()[-1]
        return last[60:72].strip()

    def wait_for(self, pattern, limit=LIMIT):
        end = time.monotonic() + limit
        while True:
            text = self.text()
            found = re.search(pattern, text, re.M)
            if found:
                return found
            if time.monotonic() > end:
                raise Failure("%s: never saw %r on:\n%s"
                              % (self.name, pattern, text))
            time.sleep(0.03)

    def type(self, text):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        self.action('String("%s")' % quoted)

    def enter(self, text=None):
        if text:
            self.type(text)
        self.action("Enter()")
        self.taken()

    def taken(self, limit=LIMIT):
        """Until CP has taken the line: it erases the input area then; or has
        not, and says so. A screen of another layout (a guest's) is not waited
        for."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            screen = self.screen()
            area = screen[-2] + screen[-1][:59]
            state = screen[-1][60:]
            if not state.strip() or not area.strip() or state.startswith(
                    ("HOLDING", "NOT ACCEPTED")):
                return
            time.sleep(0.02)

    def key(self, name):
        self.action(name)

    def close(self):
        try:
            self.proc.stdin.close()
            self.proc.wait(timeout=LIMIT)
        except (OSError, subprocess.TimeoutExpired):
            self.kill()

    def kill(self):
        self.proc.kill()
        self.proc.wait()


class User:
    """A CP user at a terminal, with CMS's commands as calls."""

    def __init__(self, term):
        self.term = term

    def logon(self, user, password=None):
        t = self.term
        t.wait_for(r"(?i)cambridge")
        t.enter("LOGON %s %s" % (user, password or user))
        t.wait_for(r"LOGON AT|RECONNECTED AT")
        self.settle()  # what is typed while a CP beneath writes may be lost
        return self

    def settle(self, limit=LIMIT):
        """Until the machine reads; clears MORE... as often as it comes."""
        end = time.monotonic() + limit
        while True:
            state = self.term.state()
            if state.startswith(("MORE", "HOLDING")):
                self.term.key("Clear()")
            elif state.startswith(("VM READ", "CP READ")):
                return state
            if time.monotonic() > end:
                raise Failure("%s: never read:\n%s"
                              % (self.term.name, self.term.text()))
            time.sleep(0.03)

    def clear(self):
        """An empty output area, so that what is seen next is new."""
        self.settle()
        self.term.key("Clear()")
        self.settle()

    def ipl_cms(self, what="CMS"):
        self.term.enter("IPL " + what)
        end = time.monotonic() + LIMIT
        while not re.search(r"^Ready;", self.term.text(), re.M):
            if self.term.state().startswith("MORE"):
                self.term.key("Clear()")
            if self.term.state().startswith("VM READ") and not re.search(
                    r"^Ready;", self.term.text(), re.M):
                self.term.enter()
            if time.monotonic() > end:
                raise Failure("CMS never said Ready;:\n" + self.term.text())
            time.sleep(0.1)
        self.settle()

    def cms(self, command, ready=r"^Ready(\(\d+\))?;", limit=LIMIT):
        """Types a command; the screens it gave until its Ready; line."""
        self.clear()
        self.term.enter(command)
        seen = []
        end = time.monotonic() + limit
        while True:
            state = self.term.state()  # first: what it says holds for the text
            text = self.term.text()
            if state.startswith(("MORE", "HOLDING")):
                seen.append(text)
                self.term.key("Clear()")
            elif state.startswith("VM READ") and re.search(ready, text, re.M):
                seen.append(text)
                return "\n".join(seen)
            if time.monotonic() > end:
                raise Failure("%s: %r never ended:\n%s"
                              % (self.term.name, command, text))
            time.sleep(0.03)


def make_file(user, name, lines):
    """With the line editor, as a person does."""
    t = user.term
    user.clear()
    t.enter("EDIT %s" % name)
    t.wait_for(r"(?i)new file|edit:|input:")
    user.settle()
    t.enter("INPUT")
    t.wait_for(r"(?i)input:")
    for line in lines:
        user.settle()
        t.enter(line)
    user.settle()
    t.enter()
    t.wait_for(r"(?i)edit:")
    user.settle()
    t.enter("FILE")
    t.wait_for(r"^Ready;")


def need(text, *parts):
    for part in parts:
        if part not in text:
            raise Failure("%r is not on:\n%s" % (part, text))


def file_script(user):
    """The script of first light: create a file, list, type and copy it."""
    make_file(user, "HELLO SCRIPT A", ["FIRST LINE", "SECOND LINE"])
    need(user.cms("LISTFILE HELLO SCRIPT A (DATE"), "HELLO    SCRIPT   A1")
    need(user.cms("TYPE HELLO SCRIPT A"), "FIRST LINE", "SECOND LINE")
    user.cms("COPYFILE HELLO SCRIPT A COPY SCRIPT A")
    need(user.cms("LISTFILE * SCRIPT A"), "HELLO    SCRIPT   A1",
         "COPY     SCRIPT   A1")
    need(user.cms("TYPE NONE SUCH A"), "Ready(00028);")


def run(test):
    """Runs a test function as a program: exit 0, 1 with what went wrong, or
    77 (skipped) where there is no s3270."""
    if shutil.which("s3270") is None:
        print("SKIP: s3270 is not installed")
        sys.exit(77)
    try:
        test()
    except Failure as failure:
        print("FAIL: %s" % failure)
        sys.exit(1)
    print("PASS: %s" % test.__name__)
