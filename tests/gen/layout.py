# SPDX-License-Identifier: MIT
"""The image of generated cases: addresses that driver.S has too, the record,
translation tables, and the random numbers everything is drawn with."""

REC, RECORD, LIMIT = 0x10000, 0x480, 0x3FF000
CODE, WORK, PFX = 0x47D0, 0x6000, 0x3000
SIZE = 0x400000
END = 0x1FF8
PAD = 0x5A
# Storage that a record carries: (address, length), in the order of the data.
WINDOWS = ((WORK + 0x7C0, 128), (WORK + 0xF00, 512), (WORK + 0x17C0, 128))
LOW = 0x1F0  # and 32 bytes

# Fields of a record: offset, length, name.
FIELDS = [(0x000, 8, 'PSW'), (0x008, 32, 'LOW80')]
FIELDS += [(0x028 + 4 * i, 4, 'GR%d' % i) for i in range(16)]
FIELDS += [(0x068 + 8 * i, 8, 'FR%d' % (2 * i)) for i in range(4)]
FIELDS += [(0x088 + 4 * i, 4, 'CR%d' % i) for i in range(16)]
FIELDS += [(0x0C8 + i, 1, 'KEY%d' % i) for i in range(6)]
FIELDS += [(0x0D0, 1, 'KIND'), (0x0D1, 1, 'STRAY'), (0x0D4, 4, 'PREFIX'),
           (0x0D8, 32, 'LOWDATA'), (0x100, 64, 'CODE'), (0x180, 768, 'DATA')]
OFFSET = {name: offset for offset, _, name in FIELDS}


class Random:
    """splitmix64 (Steele, Lea, Flood 2014): the same on every Python."""

    def __init__(self, seed):
        self.state = seed & (2 ** 64 - 1)

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2 ** 64 - 1)
        z = self.state
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & (2 ** 64 - 1)
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & (2 ** 64 - 1)
        return z ^ z >> 31

    def below(self, n):
        return (self.next() >> 11) % n

    def range(self, low, high):
        """low to high, both possible."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def word(self):
        return self.next() >> 32

    def bytes(self, n):
        return bytes(self.next() >> 40 & 0xFF for _ in range(n))


class Case:
    """One record before the run, and what is known about it."""

    def __init__(self, name):
        self.name = name
        self.tags = set()
        self.record = bytearray(RECORD)
        self.record[0x100:0x140] = b''.join(
            bytes((0x0A, 0x80 + i)) for i in range(32))
        self.addresses = []
        self.ignore = []  # (offset, length): the architecture leaves it open

    def put(self, offset, value, length=4):
        self.record[offset:offset + length] = value.to_bytes(length, 'big')

    def get(self, offset, length=4):
        return int.from_bytes(self.record[offset:offset + length], 'big')

    def gr(self, n, value):
        self.put(0x028 + 4 * n, value & 0xFFFFFFFF)

    def cr(self, n, value):
        self.put(0x088 + 4 * n, value & 0xFFFFFFFF)

    def get_cr(self, n):
        return self.get(0x088 + 4 * n)

    def code(self, address, text):
        at = 0x100 + address - CODE
        self.record[at:at + len(text)] = text

    def locate(self, real):
        """Where in the record the byte of a real address comes from; None:
        nowhere."""
        at = 0x180
        for address, length in WINDOWS:
            if address <= real < address + length:
                return at + real - address
            at += length
        if LOW <= real < LOW + 32:
            return 0x0D8 + real - LOW
        if CODE <= real < CODE + 64:
            return 0x100 + real - CODE
        return None

    def store(self, real, data):
        """data at a real address, as far as the record carries it."""
        for i, byte in enumerate(data):
            at = self.locate(real + i)
            if at is not None:
                self.record[at] = byte

    def skip(self, real, length):
        """The architecture does not say what is there after the case."""
        for i in range(length):
            at = self.locate(real + i)
            if at is not None:
                self.ignore.append((at, 1))


# Translation. Segment 0 is real; segment 1 shows the work area's blocks in
# other orders; segment 2's page table lies in the case's own data; 3 is
# invalid; 4 has bits that must be zero; 5's page table is beyond main storage;
# 6 is segment 1 but protected; 7 has the shortest page table.
PAGES_4K = [0x6000, 0x7000, None, 0x6000, 0x7000, 0x6000, None, 0x7000,
            0x7000, 0x400000, 'bad', 0x6000, 0xFFF000]
PAGES_2K = [0x6000, 0x6800, 0x7000, 0x7800, None, 0x6000, 0x7000, 0x6800,
            0x7800, 0x6000, None, 0x7000, 0x6800, 'bad', 0x400000, 0x7000,
            0x6000, 0x6800, 0x6000]
OWN_TABLE = WORK + 0xF80  # segment 2's
FORMATS = [(p, s) for p in (11, 12) for s in (16, 20)]
TABLES = 0x8000


def cr0_format(page, segment):
    return (0x00400000 if page == 11 else 0x00800000) | \
        (0 if segment == 16 else 0x00100000)


def pte(page, frame):
    """A page-table entry; frame None is invalid, 'bad' has a bit that must be
    zero."""
    if frame is None:
        return 0x0604 if page == 11 else 0x0608
    if frame == 'bad':
        return 0x0602
    return frame >> 8 & 0xFFFF


def segment_table(page, segment):
    return TABLES + 0x400 * FORMATS.index((page, segment))


def build_tables(image):
    for page, segment in FORMATS:
        table = segment_table(page, segment)
        real_pages = table + 0x1000
        hot_pages = real_pages + 0x200
        full = 0xF0000000
        entries = [full | real_pages, full | hot_pages, full | OWN_TABLE,
                   full | hot_pages | 1, full | hot_pages | 0x01000000,
                   full | 0xFFFF00, full | hot_pages | 4, hot_pages]
        for i in range(16):
            entry = entries[i] if i < len(entries) else 1
            image[table + 4 * i:table + 4 * i + 4] = entry.to_bytes(4, 'big')
        for i in range(1 << segment - page):
            frame = i << page
            if 2 * i < 0x200:
                image[real_pages + 2 * i:real_pages + 2 * i + 2] = \
                    pte(page, frame & 0xFFFFFF).to_bytes(2, 'big')
        pages = PAGES_2K if page == 11 else PAGES_4K
        for i in range(1 << min(segment - page, 8)):
            frame = pages[i] if i < len(pages) else None
            image[hot_pages + 2 * i:hot_pages + 2 * i + 2] = \
                pte(page, frame).to_bytes(2, 'big')


def build_image(driver, cases, more=None, limit=LIMIT):
    image = bytearray(SIZE)
    image[0:len(driver)] = driver
    build_tables(image)
    if more:
        more(image)
    at = REC
    for case in cases:
        case.address = at
        image[at:at + RECORD] = case.record
        at += RECORD
    if at > limit:
        raise ValueError('%d cases are too many for an image' % len(cases))
    image[END:END + 4] = at.to_bytes(4, 'big')
    return image
