# SPDX-License-Identifier: MIT
"""Instructions whose operands mean more than data: control instructions, and
those that make the rest of the case go elsewhere."""
from layout import OWN_TABLE, PFX, SIZE, WORK, cr0_format, segment_table
from cases import BOUNDARIES, edge_word
import das
import formats

BLOCKS = (WORK, WORK + 0x800, WORK + 0x1000, WORK + 0x1800, 0x4000, 0x4800)


def block_address(m):
    """A real address in a block whose key the record carries, mostly."""
    rng = m.rng
    if rng.chance(6):
        return rng.pick([0x400000, 0xFFF800, 0x3FF800])
    return rng.pick(BLOCKS) + 16 * rng.below(128)


def make_key(m):  # SSK, ISK
    rng = m.rng
    m.text[1] = rng.below(256)
    value = block_address(m) + (rng.below(16) if rng.chance(8) else 0)
    m.set_register(m.text[1] & 15, value | rng.below(256) << 24)


def make_RRB(m):
    m.set_bd(2, block_address(m) + m.rng.below(16))


def make_TPROT(m):
    m.set_bd(2, m.address(1))
    m.set_bd(4, m.rng.below(16) << 4 | m.rng.below(16))


def make_LRA(m):
    m.text[1] = m.rng.below(16) << 4
    kept, m.dat = m.dat, True
    va = m.virtual(1) if m.rng.chance(90) else m.rng.word() & 0xFFFFFF
    m.own_table()
    m.dat = kept
    m.set_rx(va)
    if m.rng.chance(6):
        m.case.cr(0, m.rng.word() & 0x00F80000)
    if m.rng.chance(6):
        m.case.cr(1, m.rng.pick([SIZE, 0xFFFFC0, segment_table(
            m.page, 36 - m.segment), 0x01000000 | segment_table(
                m.page, m.segment)]))


def make_IPTE(m):
    rng = m.rng
    r1, r2 = rng.below(16), rng.below(16)
    m.text[2], m.text[3] = 0, r1 << 4 | r2
    index = rng.below(16)
    m.set_register(r1, rng.pick([OWN_TABLE, OWN_TABLE, 0x3FFFF8, 0xFFFF80]) |
                   rng.below(16) << 28)
    m.set_register(r2, (index << m.page) | rng.below(16) << m.segment)
    m.own_table()


def make_SPX(m):
    rng = m.rng
    va = m.carried(formats.operand(m, 4), 4)
    value = rng.pick([PFX, PFX, 0, 0x400000, 0xFFF000]) | rng.below(4096) | \
        rng.below(256) << 24
    m.store(va, value.to_bytes(4, 'big'))
    m.set_bd(2, va)


def make_SIGP(m):
    rng = m.rng
    m.text[1] = rng.below(256)
    r3 = m.text[1] & 15
    m.set_register(r3, rng.pick([0, 0, 0, 1, 0xFFFF, 0x10000]))
    order = rng.pick([1, 1, 2, 2, 3, 3, 4, 0, 0xFF, 0x20])
    m.set_bd(2, order | rng.pick([0, 0x100, 0x5500]))
    m.case.cr(0, m.case.get_cr(0) | rng.pick([0, 0x4000, 0x2000, 0x6000]))


def make_LPSW(m):
    rng = m.rng
    va = m.carried(formats.operand(m, 8), 8)
    target = m.branch_target() & 0xFFFFFF
    kept = m.ec, m.dat, m.per, m.problem, m.key
    if rng.chance(50):
        m.ec = rng.chance(60)
        m.dat = m.ec and rng.chance(30)
        m.key = rng.below(16)
        m.problem = rng.chance(50)
    psw = bytearray(m.psw(target))
    m.ec, m.dat, m.per, m.problem, m.key = kept
    if rng.chance(8):
        psw[rng.below(8)] ^= 1 << rng.below(8)
        psw[1] &= 0xFD  # no wait
    m.store(va, bytes(psw))
    m.text[1] = 0
    m.set_bd(2, va)


def make_mask(m):  # SSM STNSM STOSM
    rng = m.rng
    mask = rng.pick([0, 1, 2, 3, 4, 0x40, 0x44, 0x80, rng.below(256)])
    m.text[1] = mask
    va = formats.operand(m, 1)
    m.store(va, bytes([rng.pick([mask, rng.below(256)])]))
    m.set_bd(2, va)


def make_LCTL(m):
    """New values that leave the machine able to end the case."""
    rng = m.rng
    first, count = rng.pick([(0, 1), (1, 1), (0, 2), (2, 1), (8, 4), (9, 3),
                             (14, 2), (15, 2), (15, 3), (0, 16), (3, 5)])
    m.text[1] = first << 4 | (first + count - 1) & 15
    va = m.carried(formats.operand(m, 4 * count), 4 * count)
    page, segment = (m.page, m.segment) if m.dat else \
        (rng.pick([11, 12]), rng.pick([16, 20]))
    for i in range(count):
        n = (first + i) & 15
        value = rng.word()
        if n == 0:
            value = cr0_format(page, segment) | rng.below(2) << 28
        elif n == 1:
            value = segment_table(page, segment)
        elif n == 8:
            value &= 0xFFFF
        elif n in (3, 4, 5, 7, 14) and isinstance(m, das.Maker):
            value = m.case.get_cr(n)
        m.store(va + 4 * i, value.to_bytes(4, 'big'))
    m.set_bd(2, va)


def make_STCTL(m):
    formats.make_RS(m)


def make_MC(m):
    rng = m.rng
    m.text[1] = rng.below(16) if rng.chance(90) else rng.below(256)
    m.set_bd(2, rng.word() & 0xFFFFFF)
    if rng.chance(60):
        m.case.cr(8, 0xFFFF)


def make_SPKA(m):
    m.set_bd(2, edge_word(m.rng) & 0xFFFFFF)


def make_STIDC(m):
    m.set_bd(2, 0x600 + m.rng.below(256))


def make_clock(m):
    """What is stored is the time, or set it: only that it is done is seen."""
    formats.make_S(m)
    if m.insn.mnemonic in ('STCK', 'STPT', 'STIDP', 'STCKC'):
        m.case.tags.add('time')
        for offset in range(0x180, 0x480):
            m.case.ignore.append((offset, 1))
        m.case.ignore.append((0xD8, 32))
        m.case.ignore.append((0x100, 64))


def make_SVC(m):
    formats.make_RR_I(m)


MAKERS = {
    'SSK': make_key, 'ISK': make_key, 'RRB': make_RRB, 'TPROT': make_TPROT,
    'LRA': make_LRA, 'IPTE': make_IPTE, 'SPX': make_SPX, 'SIGP': make_SIGP,
    'LPSW': make_LPSW, 'SSM': make_mask, 'STNSM': make_mask,
    'STOSM': make_mask, 'LCTL': make_LCTL, 'MC': make_MC, 'SPKA': make_SPKA,
    'STIDC': make_STIDC, 'STCK': make_clock, 'STPT': make_clock,
    'STIDP': make_clock, 'STCKC': make_clock, 'MVCL': formats.make_long,
    'CLCL': formats.make_long,
}
# DIAGNOSE is the model's own. EX is made of every other case.
NOT_MADE = ('DIAG', 'EX', 'SCK')


def make(m):
    maker = MAKERS.get(m.insn.mnemonic) or \
        das.MAKERS.get(m.insn.mnemonic) or \
        getattr(formats, 'make_' + m.insn.format)
    maker(m)
    if len(m.fixed) > 11:
        m.executed = False
    return m.finish()
