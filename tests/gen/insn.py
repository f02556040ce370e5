# SPDX-License-Identifier: MIT
"""The instruction table as Python has it: arch/s370.def read, so that no
opcode is listed here."""
import re

ROW = re.compile(r'^INSN\((.*?),\s*"([^"]*)"\)', re.S | re.M)
# Where the opcode goes on, by format: arch/insn.h INSN_FORMATS.
BYTE1 = ('RRE', 'RRE_R1', 'S', 'S_0', 'SSE', 'S_IO')


class Insn:
    def __init__(self, fields, title):
        self.opcode = int(fields[0], 16)
        self.mnemonic, self.format, self.facility = fields[1:4]
        self.implemented = fields[4] == 'YES'
        self.privilege = fields[5]
        self.codes = set(re.split(r'[ |]+', fields[6]))
        self.chapter, self.title = fields[7], title

    def text(self):
        """The instruction's bytes with nothing but the opcode."""
        first = self.opcode >> 8 if self.format in BYTE1 else self.opcode
        length = 2 if first < 0x40 else 4 if first < 0xC0 else 6
        text = bytearray(length)
        text[0] = first
        if self.format in BYTE1:
            text[1] = self.opcode & 0xFF
        return text


def read_table(path, facilities):
    with open(path) as f:
        source = f.read()
    rows = []
    for match in ROW.finditer(source):
        fields = [x.strip() for x in match.group(1).split(',')]
        insn = Insn(fields, match.group(2))
        if insn.implemented and insn.facility in facilities:
            rows.append(insn)
    return rows
