#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A terminal that tells its screen's size late, when it has the logo in the
smallest size already: it gets the logo again, in the right one."""
import socket

from harness import Failure, LIMIT, Machine, run

IAC, SE, SB, WILL, WONT, DO, DONT, EOR = 255, 240, 250, 251, 252, 253, 254, 239
BINARY, TERMINAL_TYPE, END_OF_RECORD = 0, 24, 25
ERASE_WRITE, ERASE_WRITE_ALTERNATE, STRUCTURED = 0xF5, 0x7E, 0xF3
# Read Modified with a Usable Area reply: 80 columns, 43 rows.
REPLY = bytes.fromhex("88 000C 8181 01 00 0050 002B 0000")


class Client:
    """TN3270 (RFC 1576), with no more than it takes."""

    def __init__(self, port):
        self.sock = socket.create_connection(("127.0.0.1", port))
        self.sock.settimeout(LIMIT)
        self.data = b""

    def _byte(self):
        while not self.data:
            self.data = self.sock.recv(4096)
            if not self.data:
                raise Failure("the machine has hung up")
        byte, self.data = self.data[0], self.data[1:]
        return byte

    def _option(self, verb):
        option = self._byte()
        known = option in (BINARY, TERMINAL_TYPE, END_OF_RECORD)
        answer = {DO: (WONT, WILL), WILL: (DONT, DO)}.get(verb)
        if answer is not None:
            self.sock.sendall(bytes([IAC, answer[known], option]))

    def _subnegotiation(self):
        got = b""
        while not got.endswith(bytes([IAC, SE])):
            got += bytes([self._byte()])
        if got[0] == TERMINAL_TYPE:
            self.sock.sendall(bytes([IAC, SB, TERMINAL_TYPE, 0]) +
                              b"IBM-3278-4-E" + bytes([IAC, SE]))

    def record(self):
        """The next record."""
        got = bytearray()
        while True:
            byte = self._byte()
            if byte != IAC:
                got.append(byte)
                continue
            verb = self._byte()
            if verb == IAC:
                got.append(IAC)
            elif verb == EOR:
                return bytes(got)
            elif verb == SB:
                self._subnegotiation()
            elif verb >= WILL:
                self._option(verb)

    def send(self, record):
        self.sock.sendall(record.replace(b"\xff", b"\xff\xff") +
                          bytes([IAC, EOR]))


def need(record, command, text):
    if record[0] != command or text not in record.decode("cp037").upper():
        raise Failure("not %02X with %r but %s" % (command, text, record.hex()))


def latequery():
    machine = Machine().start()
    try:
        machine.wait_line("INITIALIZATION COMPLETE")
        client = Client(machine.port)
        need(client.record(), STRUCTURED, "")
        need(client.record(), ERASE_WRITE, "LOGON USERID")
        client.send(REPLY)
        need(client.record(), ERASE_WRITE_ALTERNATE, "LOGON USERID")
        client.send(REPLY)  # once more: nobody has asked
        machine.console("/query names")
        machine.wait_line("OPERATOR")
    finally:
        machine.kill()


if __name__ == "__main__":
    run(latequery)
