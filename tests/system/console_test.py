#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""CP at a terminal: the logo, passwords, the states and their keys, commands
and messages, DISCONN and FORCE, DIAL, SHUTDOWN."""
import re
import time

from harness import Failure, LIMIT, Machine, Terminal, need, run


def model2(machine, name="term"):
    term = Terminal(machine, args=["-model", "2"], name=name)
    term.wait_for(r"(?i)cambridge")
    return term


def state(term, wanted):
    """Waits for a state in row 24, columns 61-70, and the system behind it."""
    term.wait_for(r"^.{60}%s *\S" % re.escape(wanted))
    last = term.screen()[23]
    if last[60:79] != "%-10s%-9s" % (wanted, "CAM1  L0"):
        raise Failure("the status field is %r" % last[60:79])


def refuse(text, *parts):
    for part in parts:
        if part in text:
            raise Failure("%r is on:\n%s" % (part, text))


def clean(term):
    """An empty output area."""
    term.key("PA(2)")
    end = time.monotonic() + LIMIT
    again = 30
    while "".join(term.screen()[:22]).strip():
        if time.monotonic() > end:
            raise Failure("PA2 did not clear:\n" + term.text())
        time.sleep(0.03)
        again -= 1
        if again == 0:  # what still came of a command came behind it
            term.key("PA(2)")
            again = 30


def logon(machine):
    term = model2(machine)
    state(term, "CP READ")
    need(term.text(), "terminal 0C0")
    term.enter("QUERY TIME")
    term.wait_for("DMKCFM002E COMMAND NOT VALID BEFORE LOGON")
    term.enter("LOGON NOBODY X")
    term.wait_for("DMKLOG053E NOBODY NOT IN CP DIRECTORY")
    term.enter("LOGON NOBODY2")  # at once, not after a password
    term.wait_for("DMKLOG053E NOBODY2 NOT IN CP DIRECTORY")
    refuse(term.text(), "ENTER PASSWORD")
    term.enter("LOGON USER2")
    term.wait_for("ENTER PASSWORD:")
    term.enter("WRONGPW")
    term.wait_for("DMKLOG050E PASSWORD INCORRECT")
    term.enter("logon user2")
    term.wait_for(r"(?s)ENTER PASSWORD:.*ENTER PASSWORD:")
    term.enter("user2")
    term.wait_for("LOGON AT")
    refuse(term.text().lower(), "wrongpw", "\nuser2")
    state(term, "CP READ")
    return term


def screens(term):
    term.enter("Q PF")
    state(term, "MORE...")
    need(term.screen()[21], "PF")
    refuse(term.text(), "PF24")
    term.type("not a command")
    term.action("Enter()")
    state(term, "HOLDING")
    term.key("PA(2)")
    term.wait_for("PF24 UNDEFINED")
    state(term, "CP READ")
    refuse(term.text(), "PF03")
    term.key("EraseInput()")
    clean(term)
    term.enter("TERM MORE 1 1#Q PF")
    term.wait_for("MORE")
    term.wait_for("PF24 UNDEFINED")
    state(term, "CP READ")
    term.enter("TERM MORE 50 10")
    clean(term)


def machine_states(term):
    term.enter("IPL CMS")
    state(term, "VM READ")
    term.enter()
    term.wait_for("^Ready;")
    state(term, "VM READ")
    term.key("PA(1)")
    state(term, "CP READ")
    term.enter("BEGIN")
    state(term, "VM READ")
    clean(term)
    term.enter("#CP QUERY USERID")
    term.wait_for("USER2    AT CAM1")
    term.enter("CP SLEEP 30 MIN")
    state(term, "RUNNING")
    term.action("Enter()")  # an attention ends it
    state(term, "VM READ")
    term.key("PA(1)")
    state(term, "CP READ")
    term.enter("SYSTEM RESET#STORE S400 47F00400#BEGIN 400")  # a loop
    state(term, "RUNNING")
    for i in range(8):
        term.enter("* LINE %d" % i)
    term.type("* TOO MUCH")
    term.action("Enter()")
    term.wait_for("NOT ACCEPTED")
    need(term.text(), "* TOO MUCH")
    term.key("EraseInput()")
    term.type("#CP QUERY PRIV")
    term.action("Enter()")
    term.wait_for("PRIVILEGE CLASSES: G")
    term.key("PA(1)")
    term.wait_for("CP READ")
    term.enter("SYSTEM RESET")
    state(term, "CP READ")
    clean(term)


def commands(term):
    def say(line, *answers):
        clean(term)
        term.enter(line)
        for answer in answers:
            term.wait_for(answer)

    say("FOO", "DMKCFC001E .CP: FOO")
    say("SET EMSG TEXT#FOO", r"^\?CP: FOO")
    say("SET EMSG CODE#FOO", r"^DMKCFC001E *$")
    say("SET EMSG ON#Q SET", "EMSG ON ", "ECMODE OFF")
    say("FORCE USER2", "DMKCFC001E")
    say("STORE 100 12345678 C1C2C3C4#D 100.8 T100",
        r"^000100 12345678 C1C2C3C4", r"\*....ABCD")
    say("STORE G3 ABC#D G3", r"^GPR  3 = 00000ABC")
    say("D 80000", "DMKCDB033E HEXLOC MISSING OR INVALID")
    say("DEF STOR 1M#Q V STOR", r"STORAGE = 01024K *\nSTORAGE = 01024K")
    say("DEF STOR 99M", "DMKDEF025E")
    say("DEF GRAF 100#DEF 100 AS 101#Q V GRAF#DET 101", "GRAF 100 DEFINED",
        "GRAF 101 ENABLED", "GRAF 101 DETACHED")
    say("LINK CMSUSER 191 291 RR BAD", "DMKLNK114E")
    say("LINK CMSUSER 191 291 RR CMSUSER#Q V 291", "DASD 291 LINKED R/O",
        "DASD 291 3350 CAM1   R/O   020 CYL")
    say("LINK CMSUSER 191 292 W CMSUSER", "DMKLNK102E")
    say("LINK MAINT 777 292", "DMKLNK107E MAINT 777 NOT IN CP DIRECTORY")
    say("QQ@ TIMEX@", r"TIME IS \d\d:\d\d:\d\d \S+ [A-Z]+DAY")
    say("SET PF1 IMMED Q USERID#SET PF2 DELAYED Q NAMES#SET PF3 RETRIEVE")
    clean(term)
    term.key("PF(1)")
    term.wait_for("USER2    AT CAM1")
    term.key("PF(2)")
    term.wait_for("(?m)^Q NAMES.*\n.*CP READ")
    term.action("Enter()")
    term.wait_for("USER2    - 0C0, OPERATOR - 009")
    clean(term)
    term.key("PF(3)")
    term.wait_for("(?m)^Q NAMES.*\n.*CP READ")
    term.key("EraseInput()")


def others(machine, term):
    line = len(machine.lines)
    term.enter("MSG OPERATOR GOOD DAY")
    machine.wait_line("MSG FROM USER2   : GOOD DAY", since=line)
    machine.console("/msg user2 and to you")
    term.wait_for("MSG FROM OPERATOR: and to you")
    term.enter("SET MSG OFF")
    term.wait_for("SET MSG OFF")
    machine.console("/msg user2 silence")
    machine.wait_line("DMKMSG057W USER2 NOT RECEIVING", since=line)
    term.enter("DISCONN")
    term.wait_for("(?i)cambridge")
    machine.wait_line("DISCONNECT USER2", since=line)
    again = Terminal(machine, args=["-model", "4"], name="again")
    again.wait_for("(?i)cambridge")
    again.enter("LOGON USER2 USER2")
    again.wait_for("RECONNECTED AT")
    if len(again.screen()) != 43:
        raise Failure("a model 4 has %d rows" % len(again.screen()))
    need(again.screen()[42][60:], "CP READ")
    machine.console("/force user2")
    again.wait_for("FORCED OFF BY THE OPERATOR")
    again.wait_for("LOGOFF AT")
    again.close()


def dial(machine, term):
    term.enter("DIAL USER2")
    term.wait_for("DMKDIA045E USER2 NOT LOGGED ON")
    owner = model2(machine, name="owner")
    owner.enter("LOGON USER2 USER2")
    owner.wait_for("LOGON AT")
    term.enter("DIAL USER2")
    term.wait_for("DMKDIA055E LINE.S. NOT AVAILABLE ON USER2")
    owner.enter("DEFINE GRAF 0C0")
    owner.wait_for("GRAF 0C0 DEFINED")
    line = len(machine.lines)
    term.enter("DIAL USER2")
    machine.wait_line("DIALED TO USER2 0C0", since=line)
    owner.enter("Q V GRAF")
    owner.wait_for("GRAF 0C0 ON DIAL 0C0")
    owner.enter("LOGOFF")
    owner.wait_for("LOGOFF AT")
    term.wait_for("(?i)cambridge")
    term.enter("LOGON USER2 USER2")
    term.wait_for("LOGON AT")


def console():
    machine = Machine().start()
    try:
        machine.wait_line("DMKCPI966I INITIALIZATION COMPLETE")
        term = logon(machine)
        screens(term)
        machine_states(term)
        commands(term)
        others(machine, term)
        dial(machine, term)
        line = len(machine.lines)
        status = machine.stop()
        machine.wait_line("DMKCKP961W SYSTEM SHUTDOWN COMPLETE", since=line)
        if status != 0:
            raise Failure("the machine ended with status %d" % status)
    finally:
        machine.kill()


if __name__ == "__main__":
    run(console)
