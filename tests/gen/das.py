# SPDX-License-Identifier: MIT
"""Dual address space: the tables of an image that has it, and cases of its
instructions. Each translation format has tables of its own, since an address
space's segment table is made for one."""
from layout import CODE, FORMATS, PAGES_2K, PAGES_4K, pte, segment_table
import cases
import formats

BASE = 0x3F0000  # records end below it
AST, AUTHORITY, LINKAGE, ENTRIES, SEGMENTS = 0x400, 0x800, 0x900, 0xA00, 0x1000
ASNS = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 0, 0x40, 0x80, 0xC0]
EIA = CODE + 0x3C  # where no case begins


def base_of(page, segment):
    return BASE + 0x2000 * FORMATS.index((page, segment))


def put(image, at, *words):
    for word in words:
        image[at:at + 4] = (word & 0xFFFFFFFF).to_bytes(4, 'big')
        at += 4


def build_segments(image, page, segment):
    """The other address space: its segment 1 shows the pages backwards."""
    base = base_of(page, segment)
    own = segment_table(page, segment)
    pages = (PAGES_2K if page == 11 else PAGES_4K)[::-1]
    hot = base + SEGMENTS + 0x100
    image[base + SEGMENTS:base + SEGMENTS + 64] = image[own:own + 64]
    put(image, base + SEGMENTS + 4, 0xF0000000 | hot)
    for i in range(1 << min(segment - page, 8)):
        frame = pages[i] if i < len(pages) else None
        image[hot + 2 * i:hot + 2 * i + 2] = pte(page, frame).to_bytes(2,
                                                                       'big')


def build_spaces(image, page, segment):
    base = base_of(page, segment)
    here, other = segment_table(page, segment), base + SEGMENTS
    link = 0x80000001 | base + LINKAGE
    good, empty = base + AUTHORITY, base + AUTHORITY + 0x40
    put(image, base, base + AST, 0x80000000 | base + AST,
        0x01000000 | base + AST, 0x00FFFFF0)
    table = [(0x80000000 | good, 0, here, link), (good, 1 << 16, here, link),
             (good, 2 << 16, other, link), (good, 3 << 16, other, link),
             (0x80000000 | good, 0, here, link), (good | 1, 0, here, link),
             (good, 1 << 16, other | 1, link),
             (empty, 2 << 16, here, link & 0x7FFFFFFF),
             (0xFFFFFC, 1 << 16, other, link)]
    for i in range(64):
        put(image, base + AST + 16 * i,
            *(table[i] if i < len(table) else (0x80000000, 0, 0, 0)))
    put(image, good, 0x39000000)
    entry = base + ENTRIES
    put(image, base + LINKAGE, entry | 3, 0x80000000 | entry,
        0x01000000 | entry, 0x00FFFFC3, entry | 1)
    for ex in range(16):
        asn = (0, 1, 2, 3, 0, 6, 4, 5, 0, 0x40, 7, 8, 0x80, 2, 0, 3)[ex]
        put(image, entry + 16 * ex,
            (0x8000 >> ex % 4 | 0x0F00) << 16 | asn,
            EIA | ex & 1 | (0x01000000 if ex == 14 else 0),
            0x01020304 * ex, 0x00FF0000 << ex % 8)


def build_tables(image):
    for page, segment in FORMATS:
        build_segments(image, page, segment)
        build_spaces(image, page, segment)


class Maker(cases.Maker):
    """A case on a machine with dual address space."""

    def mode(self):
        super().mode()
        if not self.ec:
            return
        if not self.dat and self.rng.chance(70):
            self.dat = True
            self.own_table()

    def registers(self):
        super().registers()
        rng, case = self.rng, self.case
        base = base_of(self.page, self.segment)
        self.secondary = rng.chance(25)
        cr0 = case.get_cr(0)
        cr0 |= 0x08000000 if rng.chance(80) else 0
        cr0 |= 0x04000000 if rng.chance(92) else 0
        case.cr(0, cr0)
        asn = rng.pick(ASNS)
        if rng.chance(10):
            case.cr(1, case.get_cr(1) | 1)
        case.cr(3, rng.pick([0xFFFF, 0x8000, 0, 0xF000, rng.word() & 0xFFFF])
                << 16 | rng.pick(ASNS))
        case.cr(4, rng.pick([1, 1, 0, 2, 3, 16]) << 16 | asn)
        case.cr(5, (0x80000000 if rng.chance(92) else 0) | base + LINKAGE | 1)
        case.cr(7, base + SEGMENTS)
        case.cr(14, 0xC2000000 | (0x80000 if rng.chance(92) else 0) |
                base >> 12)

    def translate(self, va):
        if not self.dat or not self.secondary or va >> self.segment != 1:
            return super().translate(va)
        pages = (PAGES_2K if self.page == 11 else PAGES_4K)[::-1]
        index = (va & (1 << self.segment) - 1) >> self.page
        frame = pages[index] if index < len(pages) else None
        if not isinstance(frame, int):
            return None
        return frame + (va & (1 << self.page) - 1)

    def psw(self, start):
        psw = bytearray(super().psw(start))
        if self.ec and self.secondary:
            psw[2] |= 0x80
        return bytes(psw)


def make_PC(m):
    rng = m.rng
    number = rng.below(16)
    if rng.chance(25):
        number = rng.pick([0x100, 0x200, 0x300, 0x400, 0x408, 0x2000, 0x3F00,
                           0x4000, 0xFFFFF, 0x10, 0x40, rng.word() & 0xFFFFF])
    m.set_bd(2, number | rng.below(16) << 20)


def make_SAC(m):
    rng = m.rng
    m.set_bd(2, rng.pick([0, 0x100, 0x100, 0x200, rng.word() & 0xFFFFFF]))


def make_R1(m):
    m.text[2:4] = bytes([m.rng.below(256), m.rng.below(256)])


def make_IVSK(m):
    rng = m.rng
    r2 = rng.below(16)
    m.text[3] = rng.below(16) << 4 | r2
    m.set_register(r2, m.address(1) | rng.below(256) << 24)


def make_SSAR(m):
    rng = m.rng
    r1 = rng.below(16)
    m.text[3] = r1 << 4
    m.set_register(r1, rng.word() & 0xFFFF0000 | rng.pick(ASNS))


def make_PT(m):
    rng = m.rng
    r1, r2 = rng.below(16), rng.below(16)
    m.text[3] = r1 << 4 | r2
    m.set_register(r1, rng.word() & 0xFFFF0000 | rng.pick(ASNS))
    m.set_register(r2, EIA | rng.below(2) | (0x01000000 if rng.chance(6)
                                             else 0))


def make_LASP(m):
    rng = m.rng
    va = formats.operand(m, 8)
    if rng.chance(92):
        va &= ~7
    va = m.carried(va, 8)
    asns = [rng.pick(ASNS) if rng.chance(70) else m.case.get_cr(4) & 0xFFFF,
            rng.pick(ASNS) if rng.chance(70) else m.case.get_cr(3) & 0xFFFF]
    m.store(va, (rng.word() & 0xFFFF).to_bytes(2, 'big') +
            asns[1].to_bytes(2, 'big') +
            rng.pick([0, 1, 2, 3, 16]).to_bytes(2, 'big') +
            asns[0].to_bytes(2, 'big'))
    m.set_bd(2, va)
    m.set_bd(4, rng.below(8) | rng.pick([0, 0x100]))


def make_move(m):
    """MVCK, MVCP, MVCS."""
    rng = m.rng
    r1, r3 = rng.below(16), rng.below(16)
    m.text[1] = r1 << 4 | r3
    length = rng.pick([0, 1, 2, 16, 100, 256, 257, 0x80000000,
                       rng.range(1, 256)])
    size = min(length, 256) or 1
    m.set_register(r1, length)
    m.set_register(r3, rng.word() & 0xFFFFFF0F |
                   rng.pick([m.key, 0, rng.below(16)]) << 4)
    m.set_bd(2, m.address(size))
    m.set_bd(4, m.address(size))


MAKERS = {
    'PC': make_PC, 'SAC': make_SAC, 'IAC': make_R1, 'EPAR': make_R1,
    'ESAR': make_R1, 'IVSK': make_IVSK, 'SSAR': make_SSAR, 'PT': make_PT,
    'LASP': make_LASP, 'MVCK': make_move, 'MVCP': make_move,
    'MVCS': make_move,
}
