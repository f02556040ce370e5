# SPDX-License-Identifier: MIT
"""Cases drawn at random: a mode, an instruction of the table with operands in
registers and storage that are likely to matter, executed directly or by EX.
Nothing here knows what an instruction does; what needs special operands is in
special.py."""
from layout import (CODE, FORMATS, LOW, OWN_TABLE, PAGES_2K, PAGES_4K, SIZE,
                    WORK, Case, cr0_format, pte, segment_table)

EDGES = [0, 1, 2, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF,
         0x80000000, 0x80000001, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF8000,
         0xFFFFFF, 0x1000000, 0xFF000000, 0x55555555, 0xAAAAAAAA]
BOUNDARIES = (WORK + 0x800, WORK + 0x1000, WORK + 0x1800)
SVC_LENGTH = 2


def edge_word(rng):
    if rng.chance(40):
        return rng.pick(EDGES)
    if rng.chance(30):
        return rng.below(256) if rng.chance(50) else \
            0x100000000 - rng.range(1, 256)
    return rng.word()


def floating(rng, length):
    """A hexadecimal floating-point number in which something is at an edge."""
    sign = 0x80 * rng.below(2)
    if rng.chance(55):
        characteristic = rng.range(60, 68)
    else:
        characteristic = rng.pick([0, 1, 2, 3, 32, 33, 64, 126, 127,
                                   rng.below(128)])
    fraction = bytearray(rng.bytes(length - 1))
    kind = rng.below(8)
    if kind == 0:
        fraction = bytearray(length - 1)
    elif kind == 1:
        for i in range(rng.below(length - 1)):
            fraction[i] = 0
    elif kind == 2:
        fraction = bytearray(b'\xff' * (length - 1))
    elif kind == 3:
        for i in range(rng.below(length - 1), length - 1):
            fraction[i] = 0
    elif kind == 4:
        fraction[0] &= 0x0F
    return bytes([sign | characteristic]) + bytes(fraction)


def packed(rng, length):
    """A packed decimal field, nearly always valid."""
    digits = length * 2 - 1
    used = rng.pick([digits, rng.below(digits + 1), min(3, digits)])
    kind = rng.below(8)
    if kind == 0:
        text = '0' * digits
    elif kind == 1:
        text = ('9' * used).rjust(digits, '0')
    else:
        text = ''.join(str(rng.below(10)) for _ in range(used))
        text = text.rjust(digits, '0')
    sign = rng.pick('cccdddcdabef')
    data = bytearray.fromhex(text + sign)
    if rng.chance(5):
        at = rng.below(length)
        data[at] ^= rng.pick([0xA0, 0x0A, 0x0F, 0xF0])
    return bytes(data)


def edge_bytes(rng, length):
    kind = rng.below(5)
    if kind == 0:
        return bytes([rng.pick([0, 0xFF, 0x40, 0xF0])]) * length
    if kind == 1:
        return (edge_word(rng).to_bytes(4, 'big') * (length // 4 + 1))[:length]
    return rng.bytes(length)


class Maker:
    """Makes one case."""

    def __init__(self, rng, insn):
        self.rng, self.insn = rng, insn
        self.case = Case(insn.mnemonic)
        self.fixed = set()  # general registers that an address needs
        self.text = insn.text()
        self.decimal = insn.chapter == 'DECIMAL'
        self.float = insn.chapter == 'FLOAT'
        self.branches = 'B' in insn.codes
        self.mode()

    # The machine's mode: PSW, control registers, keys, contents.
    def mode(self):
        rng, case = self.rng, self.case
        self.ec = rng.chance(60)
        self.dat = self.ec and rng.chance(30)
        self.per = self.ec and rng.chance(15)
        self.problem = rng.chance(12)
        self.key = 0 if rng.chance(50) else rng.below(16)
        self.page, self.segment = rng.pick(FORMATS)
        self.low_protect = rng.chance(6)
        self.place()
        for i in range(16):
            case.gr(i, edge_word(rng))
        for i in range(4):
            case.record[0x68 + 8 * i:0x70 + 8 * i] = floating(rng, 8)
        case.record[0x180:0x480] = b''.join(
            edge_bytes(rng, 16) for _ in range(48))
        case.record[0xD8:0xF8] = rng.bytes(32)
        self.registers()
        self.keys()
        if self.dat:
            self.own_table()

    def place(self):
        """Where the instruction goes: often across a block's end."""
        rng = self.rng
        self.start = CODE + (0 if rng.chance(60) else
                             rng.pick([0x2A, 0x2C, 0x2E, 2 * rng.below(24)]))
        self.executed = rng.chance(20)
        self.target = CODE + 8 if self.start >= CODE + 0x10 else \
            CODE + 0x2A + 2 * rng.below(6)

    def registers(self):
        rng, case = self.rng, self.case
        cr0 = cr0_format(self.page, self.segment)
        cr0 |= 0x10000000 if self.low_protect else 0
        cr0 |= 0x40000000 if rng.chance(5) else 0
        case.cr(0, cr0)
        case.cr(1, 0x00000000 | segment_table(self.page, self.segment))
        for i in (3, 4, 5, 6, 7, 12, 13):
            case.cr(i, rng.word() if rng.chance(20) else 0)
        case.cr(2, rng.word())
        case.cr(8, rng.word() & 0xFFFF)
        case.cr(14, 0xC2000000)
        case.cr(15, 0x200)
        if self.per:
            self.set_per()

    def set_per(self):
        rng, case = self.rng, self.case
        case.tags.add('per')
        events = rng.pick([0x80, 0x40, 0x20, 0x10, 0x30, 0xF0,
                           rng.below(16) << 4])
        case.cr(9, events << 24 | (rng.word() & 0xFFFF))
        low, high = rng.pick([(0, 0xFFFFFF), (CODE, CODE + 63),
                              (WORK, WORK + 0x1FFF), (0x6F80, 0x707F),
                              (0x7000, 0x7000), (0x7001, 0x6FFF),
                              (CODE + 2 * rng.below(32),) * 2,
                              (0x110000, 0x1FFFFF), (0x10000, 0x1FFFF)])
        case.cr(10, low | rng.below(256) << 24)
        case.cr(11, high)

    def keys(self):
        rng, case = self.rng, self.case
        plain = rng.chance(50)
        for i in range(6):
            if plain or (i > 3 and rng.chance(92)):
                key = rng.pick([0, self.key << 4, 0x20])
            else:
                key = rng.pick([0, self.key, self.key, rng.below(16)]) << 4
                key |= 8 if rng.chance(40) else 0
            case.record[0xC8 + i] = key | rng.below(4) << 1

    def own_table(self):
        """Segment 2's page table, in the case's data."""
        for i in range(16):
            frame = self.rng.pick([0x6000, 0x7000, 0x6800, 0x7800, None, 'bad',
                                   0x6000, 0x7000])
            if self.page == 12 and isinstance(frame, int):
                frame &= 0xF000
            self.case.store(OWN_TABLE + 2 * i,
                            pte(self.page, frame).to_bytes(2, 'big'))

    # Addresses.
    def translate(self, va):
        """The real address, None where there is none that matters."""
        if not self.dat:
            return va
        pages = PAGES_2K if self.page == 11 else PAGES_4K
        segment, offset = va >> self.segment, va & (1 << self.segment) - 1
        if segment == 0:
            return va
        index = offset >> self.page
        if segment not in (1, 6, 7) or index >= len(pages):
            return None
        frame = pages[index]
        if not isinstance(frame, int):
            return None
        return frame + (offset & (1 << self.page) - 1)

    def address(self, length):
        va = self.choose(length)
        self.case.addresses.append(va)
        return va

    def choose(self, length):
        """A logical address for an operand of this length."""
        rng = self.rng
        if self.dat and rng.chance(80):
            return self.virtual(length)
        kind = rng.below(100)
        if kind < 72:
            boundary = rng.pick(BOUNDARIES + BOUNDARIES[1:2])
            return boundary - rng.range(0, min(length, 120)) if \
                rng.chance(60) else boundary + rng.range(-0x38, 0x30)
        if kind < 86:
            return WORK + 0xF00 + rng.below(512 - min(length, 511))
        if kind < 92:
            return LOW + rng.below(33 - min(length, 32)) if length <= 32 \
                else WORK + 0xF00
        if kind < 95:
            return SIZE - rng.below(length)  # it ends beyond the end
        if kind < 97:
            return rng.pick([0xFFFFFF, 0x800000, 0xFFFFF0, SIZE])
        if 'ST' not in self.insn.codes:
            return CODE + rng.below(32)
        if length == 1:  # the SVC's code: it must not become another program
            return self.start + len(self.text) + 1
        return WORK + 0x1000

    def virtual(self, length):
        rng = self.rng
        pages = PAGES_2K if self.page == 11 else PAGES_4K
        segment = rng.pick([1] * 8 + [2, 3, 4, 5, 6, 6, 7, 16 + rng.below(200)])
        if segment << self.segment > 0xFFFFFF:
            segment = 8
        page = rng.below(len(pages) + 2)
        offset = rng.pick([0, 0, 0, 0x800, 0x7000, 0x6FF0])
        if offset < 0x1000:
            offset += (page << self.page) - rng.range(0, min(length, 120))
        if offset < 0:
            offset += 4 * rng.below(4) - offset
        return (segment << self.segment) + offset

    def fill(self, va, length):
        """Operand contents of the instruction's type."""
        rng = self.rng
        if self.decimal and rng.chance(93):
            data = packed(rng, length)
        elif self.float and length in (4, 8):
            data = floating(rng, length)
        else:
            data = edge_bytes(rng, length)
        self.store(va, data)

    def carried(self, va, length):
        """The address, or another where the record has all the bytes: for
        operands that must not be what nobody chose."""
        for i in range(length):
            real = self.translate((va + i) & 0xFFFFFF)
            if real is None or self.case.locate(real) is None:
                va = 0x6F10
                self.case.addresses.append(va)
                break
        return va

    def store(self, va, data):
        for i, byte in enumerate(data):
            real = self.translate((va + i) & 0xFFFFFF)
            if real is not None:
                self.case.store(real, bytes([byte]))

    # Registers that hold addresses.
    def free_register(self):
        while True:
            r = self.rng.range(1, 15)
            if r not in self.fixed:
                self.fixed.add(r)
                return r

    def base(self, address, index=False):
        """(B, D) and with index (X, B, D) that make the address."""
        rng = self.rng
        x, total = 0, address & 0xFFFFFF
        if index and len(self.fixed) < 10 and rng.chance(50):
            x = self.free_register()
            value = edge_word(rng)
            self.case.gr(x, value)
            total = (total - value) & 0xFFFFFF
        if total < 4096 and rng.chance(60):
            b, d = 0, total
        else:
            b, d = self.free_register(), rng.below(4096)
            if rng.chance(20):
                d = 0
            self.case.gr(b, ((total - d) & 0xFFFFFF) | rng.below(256) << 24)
        return (x, b, d) if index else (b, d)

    def set_bd(self, at, address):
        b, d = self.base(address)
        self.text[at:at + 2] = (b << 12 | d).to_bytes(2, 'big')

    def set_rx(self, address):
        x, b, d = self.base(address, True)
        self.text[1] = self.text[1] & 0xF0 | x
        self.text[2:4] = (b << 12 | d).to_bytes(2, 'big')

    def set_register(self, r, value):
        """Unless an address needs it."""
        if r not in self.fixed:
            self.fixed.add(r)
            self.case.gr(r, value)

    def branch_target(self):
        """An SVC of the code, which ends the case."""
        rng = self.rng
        if rng.chance(85):
            while True:
                target = CODE + 2 * rng.below(32)
                if not 0 <= target - self.start < 6 and \
                        not 0 <= target - self.target < 6:
                    return target
        return rng.pick([CODE + 1 + 2 * rng.below(31), SIZE, 0x1000001])

    # The case as a whole.
    def finish(self):
        """Puts code and PSW in place."""
        case = self.case
        if self.executed:
            self.wrap(self.start, self.target)
        else:
            case.code(self.start, bytes(self.text))
        case.start = self.start
        case.record[0:8] = self.psw(self.start)
        case.mode = ('ec' if self.ec else 'bc') + \
            (' dat' if self.dat else '') + (' per' if self.per else '') + \
            (' ex' if self.executed else '') + \
            (' problem' if self.problem else '')
        return case

    def wrap(self, start, at):
        """EX of the instruction, which goes to `at`."""
        rng, case = self.rng, self.case
        case.tags.add('ex')
        text = bytearray(self.text)
        r = 0
        if rng.chance(60):
            r = self.free_register()
            byte = text[1] & rng.below(256)
            text[1] ^= byte if rng.chance(80) else 0
            case.gr(r, (edge_word(rng) & 0xFFFFFF00) | byte)
        case.code(at, bytes(text))
        x, b, d = self.base(at + (1 if rng.chance(2) else 0), True)
        case.code(start, bytes([0x44, r << 4 | x]) +
                  (b << 12 | d).to_bytes(2, 'big'))

    def psw(self, start):
        rng = self.rng
        cc, mask = rng.below(4), rng.below(16)
        low = (0x04 if rng.chance(50) else 0) | (1 if self.problem else 0)
        if self.ec:
            system = (0x40 if self.per else 0) | (4 if self.dat else 0) | \
                rng.below(4)
            w0 = system << 24 | self.key << 20 | 0x80000 | low << 16 | \
                cc << 12 | mask << 8
            return w0.to_bytes(4, 'big') + start.to_bytes(4, 'big')
        w0 = rng.below(256) << 24 | self.key << 20 | low << 16
        w1 = cc << 28 | mask << 24 | start
        return w0.to_bytes(4, 'big') + w1.to_bytes(4, 'big')
