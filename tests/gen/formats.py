# SPDX-License-Identifier: MIT
"""Operands by instruction format."""
from layout import SIZE

# How many bytes of storage an instruction with one storage operand looks at.
LENGTHS = {
    'STH': 2, 'STC': 1, 'IC': 1, 'LH': 2, 'CH': 2, 'AH': 2, 'SH': 2, 'MH': 2,
    'CVD': 8, 'CVB': 8, 'STD': 8, 'MXD': 8, 'LD': 8, 'CD': 8, 'AD': 8, 'SD': 8,
    'MD': 8, 'DD': 8, 'AW': 8, 'SW': 8, 'CS': 4, 'CDS': 8, 'TM': 1, 'MVI': 1,
    'NI': 1, 'CLI': 1, 'OI': 1, 'XI': 1, 'TS': 1, 'STNSM': 1, 'STOSM': 1,
    'SSM': 1, 'LPSW': 8, 'STIDP': 8, 'SCK': 8, 'STCK': 8, 'SCKC': 8,
    'STCKC': 8, 'SPT': 8, 'STPT': 8, 'STAP': 2,
}
ALIGNED = ('CS', 'CDS', 'LPSW', 'STIDP', 'SCK', 'SCKC', 'STCKC', 'SPT', 'STPT',
           'STAP', 'SPX', 'STPX', 'LCTL', 'STCTL')
FLOAT_PAIRS = ('LRDR', 'MXR', 'AXR', 'SXR', 'MXDR', 'MXD')


def operand(m, length):
    """An address for the storage operand, with contents."""
    va = m.address(length)
    if m.insn.mnemonic in ALIGNED and m.rng.chance(92):
        size = min(LENGTHS.get(m.insn.mnemonic, 4), 8)
        va &= -size
        if SIZE - 4096 < va < SIZE:  # nobody knows what is there
            va = SIZE
    m.fill(va, length)
    return va


def float_register(m):
    rng = m.rng
    if rng.chance(4):
        return rng.below(16)
    if m.insn.mnemonic in FLOAT_PAIRS and rng.chance(70):
        return rng.pick([0, 4])
    return rng.pick([0, 2, 4, 6])


def register(m):
    rng = m.rng
    if m.float:
        return float_register(m)
    if 'G1P' in m.insn.codes and rng.chance(94):
        return 2 * rng.below(8)
    return rng.below(16)


def make_RR(m):
    m.text[1] = register(m) << 4 | register(m)
    if m.branches and not m.insn.mnemonic.startswith('SPM'):
        r2 = m.text[1] & 15
        if r2:
            m.set_register(r2, m.branch_target() | m.rng.below(256) << 24)


def make_RX(m):
    m.text[1] = register(m) << 4
    if m.branches or m.insn.mnemonic == 'LA':
        m.set_rx(m.branch_target())
    else:
        m.set_rx(operand(m, LENGTHS.get(m.insn.mnemonic, 4)))


def make_RS(m):
    rng, name = m.rng, m.insn.mnemonic
    m.text[1] = rng.below(256)
    if name in ('CDS',) and rng.chance(92):
        m.text[1] &= 0xEE
    if m.branches:
        m.set_bd(2, m.branch_target())
        return
    length = LENGTHS.get(name) or \
        4 * (((m.text[1] & 15) - (m.text[1] >> 4) & 15) + 1)
    va = operand(m, length)
    m.set_bd(2, va)
    if name in ('CS', 'CDS') and rng.chance(50):
        compare_equal(m, va, length)


def compare_equal(m, va, length):
    r = m.text[1] >> 4
    value = m.rng.bytes(length)
    m.store(va, value)
    for i in range(0, length, 4):
        m.set_register((r + i // 4) & 15, int.from_bytes(value[i:i + 4], 'big'))


def make_RS_SH(m):
    m.text[1] = register(m) << 4 | m.rng.below(16)
    b, d = m.rng.below(16), m.rng.below(4096)
    if m.rng.chance(60):
        b = 0
    m.text[2:4] = (b << 12 | d).to_bytes(2, 'big')


def make_RS_M(m):
    m.text[1] = m.rng.below(256)
    m.set_bd(2, operand(m, bin(m.text[1] & 15).count('1') or 1))


def make_SI(m):
    m.text[1] = m.rng.below(256)
    m.set_bd(2, operand(m, 1))


def make_S(m):
    m.set_bd(2, operand(m, LENGTHS.get(m.insn.mnemonic, 4)))


def make_S_8(m):
    m.text[1] = m.rng.below(256) if m.rng.chance(20) else 0
    make_S(m)


def make_SS_L(m):
    rng, name = m.rng, m.insn.mnemonic
    length = rng.pick([1, 2, 3, 4, 8, 15, 16, 17, 32, 64, 256,
                       rng.range(1, 256)])
    m.text[1] = length - 1
    second = 256 if name in ('TR', 'TRT') else length
    first = operand(m, length)
    other = operand(m, second)
    if name == 'MVCIN':
        other += length - 1
    if rng.chance(25) and name not in ('ED', 'EDMK'):
        other = first + rng.range(-3, 3) * rng.pick([1, 1, length // 2 + 1])
    while name in ('ED', 'EDMK') and together(m, first, other, length):
        other = operand(m, length)
    if name in ('TR', 'TRT') and rng.chance(60):
        arguments = bytes(rng.pick([0, 1, 255, rng.below(256)])
                          for _ in range(length))
        m.store(first, arguments)
        if name == 'TRT':
            m.store(other, bytes(0 if rng.chance(90) else rng.below(256)
                                 for _ in range(256)))
    if name in ('ED', 'EDMK'):
        edit(m, first, other, length)
    m.set_bd(2, first)
    m.set_bd(4, other)


def together(m, first, second, length):
    """Do the operands share bytes?"""
    def places(va):
        return {m.translate((va + i) & 0xFFFFFF) for i in range(length)}
    return bool((places(first) & places(second)) - {None})


def edit(m, pattern, source, length):
    rng = m.rng
    m.store(pattern, bytes(rng.pick([0x20, 0x20, 0x20, 0x21, 0x6B, 0x22, 0x40,
                                     0x4B, 0x60, rng.below(256)])
                           for _ in range(length)))
    data = bytearray(rng.below(10) << 4 | rng.below(10) for _ in range(length))
    for i in range(length):
        if rng.chance(20):
            data[i] = data[i] & 0xF0 | rng.range(10, 15)
        elif rng.chance(30):
            data[i] = 0
        elif rng.chance(1):
            data[i] |= 0xA0
    m.store(source, bytes(data))


def make_SS_LL(m):
    rng, name = m.rng, m.insn.mnemonic
    m.text[1] = rng.below(256)
    if name in ('MP', 'DP') and rng.chance(88):
        l2 = rng.below(8)
        m.text[1] = rng.range(l2 + 1, 15) << 4 | l2
    l1, l2 = (m.text[1] >> 4) + 1, (m.text[1] & 15) + 1
    first, second = operand(m, l1), operand(m, l2)
    if name == 'MP' and rng.chance(80) and m.text[1] >> 4 > m.text[1] & 15:
        m.store(first, bytes(l2))
    if name == 'DP' and rng.chance(50):
        m.store(first, bytes(l2))
    if rng.chance(30):  # overlapping
        second = overlap(m, first, l1, l2)
    m.set_bd(2, first)
    m.set_bd(4, second)


def overlap(m, first, l1, l2):
    """Operands that share bytes: those that end together, which the manual
    allows, and others."""
    m.case.tags.add('overlap')
    if m.rng.chance(60):
        return first + l1 - l2
    return first + m.rng.range(1 - l2, l1 - 1)


def make_SS_I(m):  # SRP
    rng = m.rng
    l1 = rng.below(16)
    m.text[1] = l1 << 4 | (5 if rng.chance(60) else rng.below(16))
    m.set_bd(2, operand(m, l1 + 1))
    m.set_bd(4, rng.pick([rng.below(64), rng.below(32), 64 - rng.range(1, 31),
                          rng.below(4096)]))


def make_RR_R1(m):
    m.text[1] = m.rng.below(256)


def make_RR_M(m):
    m.text[1] = m.rng.below(256)
    r2 = m.text[1] & 15
    if r2:
        m.set_register(r2, m.branch_target() | m.rng.below(256) << 24)


def make_RR_I(m):
    m.text[1] = m.rng.below(256)


def make_RX_M(m):
    m.text[1] = m.rng.below(16) << 4
    m.set_rx(m.branch_target())


def make_S_0(m):
    m.text[2:4] = m.rng.bytes(2) if m.rng.chance(20) else bytes(2)


def make_S_IO(m):
    """Nothing is attached: every address is not operational."""
    m.text[1] |= 0xFC & m.rng.below(256) if m.rng.chance(10) else 0
    m.set_bd(2, 0x600 + m.rng.below(256))


def make_long(m):
    """MVCL and CLCL: two even-odd pairs of address and length."""
    rng = m.rng
    r1, r2 = 2 * rng.below(8), 2 * rng.below(8)
    if rng.chance(5):
        r1 += 1
    m.text[1] = r1 << 4 | r2
    lengths = [rng.pick([0, 1, 2, 255, 256, 257, 300, rng.below(512)])
               for _ in range(2)]
    if rng.chance(40):
        lengths[1] = lengths[0]
    for r, length in ((r1, lengths[0]), (r2, lengths[1])):
        va = operand(m, max(length, 1))
        if r == r2 and rng.chance(20):
            va = m.case.get(0x28 + 4 * (r1 & 14)) + rng.range(-2, 2)
            if va & 0xFFFFFF < 512:  # the interval timer is there
                va = 0x6F90
        m.set_register(r & 15, (va & 0xFFFFFF) | rng.below(256) << 24)
        m.set_register(r + 1 & 15, length | rng.pick([0, 0x5A, 0x40,
                                                      rng.below(256)]) << 24)
