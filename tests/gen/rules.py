# SPDX-License-Identifier: MIT
"""Known differences from Hercules 3.13: what the architecture leaves open, and
where Hercules departs from it. doc/conformance.md settles each from the
manual. A rule looks at two results of a case, ours and theirs, and makes them
alike where it explains a difference; it says whether it did."""
from layout import OFFSET

KEYS = range(OFFSET['KEY0'], OFFSET['KEY0'] + 6)
PSW, LOW80, KIND = 0, OFFSET['LOW80'], OFFSET['KIND']
PGM_ILC, PGM_CODE = LOW80 + 0x0D, LOW80 + 0x0F
TRANS, PER_CODE, PER_ADDR = LOW80 + 0x10, LOW80 + 0x16, LOW80 + 0x18
COMPLETING = (0x08, 0x0A, 0x0C, 0x0D, 0x0E, 0x40)


class Result:
    """A record after the run."""

    def __init__(self, record):
        self.record = bytearray(record)

    def word(self, at, length=4):
        return int.from_bytes(self.record[at:at + length], 'big')

    def put(self, at, value, length=4):
        self.record[at:at + length] = value.to_bytes(length, 'big')

    @property
    def ec(self):
        return bool(self.record[1] & 8)

    @property
    def program(self):
        return self.record[KIND] == 2

    @property
    def code(self):
        """The program-interruption code, 0 when there was none."""
        if not self.program:
            return 0
        return self.word(PGM_CODE - 1, 2) if self.ec else self.word(2, 2)

    @property
    def ilc(self):
        """In bytes."""
        if not self.ec:
            return (self.record[4] >> 6) * 2
        return self.record[PGM_ILC if self.program else LOW80 + 9]

    @property
    def address(self):
        return self.word(5, 3)

    def set_ilc(self, ilc, address):
        self.put(5, address, 3)
        if self.ec:
            self.record[PGM_ILC] = ilc
        else:
            self.record[4] = self.record[4] & 0x3F | ilc << 5


def copy_fields(ours, theirs, at, length):
    same = ours.record[at:at + length] == theirs.record[at:at + length]
    theirs.record[at:at + length] = ours.record[at:at + length]
    return not same


# What the architecture leaves open.
def fetch_length(case, ours, theirs):
    """An exception in fetching an instruction has ILC 1, 2 or 3."""
    if ours.code != theirs.code or ours.code & 0x7F not in (4, 5, 6, 0x10, 0x11, 0x12):
        return False
    if ours.ilc == theirs.ilc:
        return False
    if ours.code & 0x7F in (0x10, 0x11) and ours.address == theirs.address:
        theirs.set_ilc(ours.ilc, ours.address)
        return True
    if ours.address - ours.ilc != \
            theirs.address - theirs.ilc:
        return False
    theirs.set_ilc(ours.ilc, ours.address)
    return True


def byte_index(case, ours, theirs):
    """The byte index of the translation-exception address is open."""
    if ours.code & 0x7F not in (0x10, 0x11):
        return False
    mask = 0xFFF000
    if (ours.word(TRANS) ^ theirs.word(TRANS)) & mask:
        return False
    return copy_fields(ours, theirs, TRANS, 4)


def recording(case, ours, theirs):
    """An instruction that an exception ends may have set reference and change
    bits for the accesses that it could make."""
    if ours.code & 0x7F == 0 or ours.code & 0x7F in COMPLETING or \
            ours.code & 0x7F != theirs.code & 0x7F:
        return False
    used = False
    for at in KEYS:
        if (ours.record[at] ^ theirs.record[at]) & 0xF8 == 0:
            used |= copy_fields(ours, theirs, at, 1)
    return used


ACCESS = (0x04, 0x05, 0x10, 0x11, 0x12)


def crosses(addresses):
    """May an operand lie in two blocks?"""
    return any((a & 0x7FF) + 256 > 0x800 for a in addresses)


def priority(case, ours, theirs):
    """Which is recognized of exceptions of one priority is open: access
    exceptions of two operands, an access exception and a data exception."""
    a, b = ours.code & 0x7F, theirs.code & 0x7F
    if a not in ACCESS + (7, 0x0B) or b not in ACCESS + (7, 0x0B):
        return False
    if a not in ACCESS and b not in ACCESS:
        return False
    if a in ACCESS and b in ACCESS and len(case.addresses) < 2 and \
            not crosses(case.addresses) and case.name != 'SRP':
        return False  # SRP's fetch and its store are two accesses
    if a == b and ours.record[TRANS:TRANS + 4] == theirs.record[TRANS:TRANS + 4]:
        return False
    theirs.record[PSW:8] = ours.record[PSW:8]
    copy_fields(ours, theirs, LOW80, 32)
    return True


def table_reference(case, ours, theirs):
    """Reference recording is not exact: for the entries that translation
    fetches we do not do it, Hercules does. Segment 2's page table is in the
    second block."""
    if 'dat' not in case.mode.split() and case.name != 'LRA':
        return False
    at = KEYS[1]
    if ours.record[at] | 4 != theirs.record[at]:
        return False
    return copy_fields(ours, theirs, at, 1)


def own_block_reference(case, ours, theirs):
    """SSK or RRB of the block that the instructions come from: whether the
    next fetch is recorded."""
    if case.name not in ('SSK', 'RRB'):
        return False
    used = False
    for at in KEYS[4:]:
        if (ours.record[at] ^ theirs.record[at]) & 0xFB == 0:
            used |= copy_fields(ours, theirs, at, 1)
    return used


def fetch_event(case, ours, theirs):
    """An instruction that cannot be fetched need not be an event."""
    if ours.code not in ACCESS + (6,) or theirs.code != ours.code | 0x80 or \
            theirs.record[PER_CODE] != 0x40:
        return False
    theirs.record[PGM_CODE] &= 0x7F
    theirs.put(PER_CODE, 0, 2)
    theirs.put(PER_ADDR, 0)
    fetch_length(case, ours, theirs)
    return True


def compare_reference(case, ours, theirs):
    """A comparison may look at bytes after the first that differ, or not."""
    if case.name in ('CLC', 'CLM', 'CL', 'CLCL') and \
            ours.code & 0x7F in ACCESS and theirs.code & 0x7F == 0:
        theirs.record[:] = ours.record
        return True
    if case.name not in ('CLC', 'CLM', 'TR', 'TRT'):
        return False
    used = False
    for at in KEYS:
        if (ours.record[at] ^ theirs.record[at]) & 0xFB == 0:
            used |= copy_fields(ours, theirs, at, 1)
    return used


def terminated(case, ours, theirs):
    """A data exception terminates ED and EDMK: the result is unpredictable."""
    if case.name not in ('ED', 'EDMK') or ours.code & 0x7F not in \
            ACCESS + (7,) or ours.code != theirs.code:
        return False
    used = copy_fields(ours, theirs, OFFSET['DATA'], 768)
    used |= copy_fields(ours, theirs, OFFSET['GR1'], 4)
    used |= copy_fields(ours, theirs, OFFSET['LOWDATA'], 32)
    return used


def protected_part(case, ours, theirs):
    """A store of which low-address protection forbids a part is suppressed or
    terminated: Hercules stores what it may, from the right."""
    if ours.code & 0x7F != 4 or ours.code != theirs.code or \
            not case.get_cr(0) & 0x10000000 or \
            not any(a < 512 for a in case.addresses):
        return False
    for at in KEYS:
        theirs.record[at] = theirs.record[at] & 0xF9 | ours.record[at] & 6
    return copy_fields(ours, theirs, OFFSET['LOWDATA'], 32)


def long_ended(case, ours, theirs):
    """An access exception in the first unit of MVCL or CLCL: bits 0-7 of the
    addresses and the condition code are open."""
    if case.name not in ('MVCL', 'CLCL') or ours.code & 0x7F not in ACCESS or \
            ours.code != theirs.code:
        return False
    used = False
    for r in range(16):
        used |= copy_fields(ours, theirs, OFFSET['GR0'] + 4 * r, 1)
    if ours.ec:
        at, mask = 2, 0x30
    else:
        at, mask = 4, 0x30
    value = theirs.record[at] & ~mask | ours.record[at] & mask
    used |= value != theirs.record[at]
    theirs.record[at] = value
    return used


def extended_real_addressing(case, ours, theirs):
    """Hercules has the facility: bits 13-14 of a 4K page-table entry are
    address bits there."""
    if ours.code & 0x7F != 0x12 or ('dat' not in case.mode.split() and
                                    case.name != 'LRA'):
        return False
    if theirs.code & 0x7F in (4, 5):
        theirs.record[PGM_CODE] = ours.record[PGM_CODE]
        return True
    if case.name == 'LRA' and theirs.record[KIND] == 1 and \
            any(theirs.record[OFFSET['GR0'] + 4 * r] for r in range(16)):
        theirs.record[:] = ours.record
        return True
    return False


def dual_address_space(case, ours, theirs):
    """Hercules has it always: SPKA and IPK may be executed in problem
    state."""
    if case.name not in ('SPKA', 'IPK') or 'problem' not in \
            case.mode.split() or ours.code & 0x7F != 2:
        return False
    theirs.record[:] = ours.record
    return True


def external_length(case, ours, theirs):
    """The ILC in a BC PSW after an external interruption."""
    if ours.record[KIND] != 3 or theirs.record[KIND] != 3 or ours.ec:
        return False
    used = ours.ilc != theirs.ilc
    theirs.record[4] = theirs.record[4] & 0x3F | ours.record[4] & 0xC0
    return used


# Where Hercules is wrong.
def monitor_basic(case, ours, theirs):
    """MC in BC mode: Hercules does not store class and code."""
    if ours.ec or ours.code != 0x40 or theirs.code != 0x40:
        return False
    return copy_fields(ours, theirs, LOW80 + 0x14, 2) | \
        copy_fields(ours, theirs, LOW80 + 0x1C, 4)


def per_swap(case, ours, theirs):
    """CS and CDS that do not store: Hercules has a storage-alteration
    event."""
    if case.name not in ('CS', 'CDS') or theirs.code & 0x80 == 0 or \
            theirs.record[PER_CODE] & 0x20 == 0 or \
            ours.record[PER_CODE] & 0x20:
        return False
    theirs.record[:] = ours.record
    return True


def prefix_high_byte(case, ours, theirs):
    """SPX: Hercules makes an address of bits 1-7, too."""
    if case.name != 'SPX' or theirs.code & 0x7F != 5 or ours.code & 0x7F == 5:
        return False
    theirs.record[:] = ours.record
    return True


def reset_both_blocks(case, ours, theirs):
    """RRB: Hercules tests and resets both 2K blocks of the 4K."""
    if case.name != 'RRB' or ours.code & 0x7F != theirs.code & 0x7F:
        return False
    used = False
    for at in KEYS:
        if (ours.record[at] ^ theirs.record[at]) & 0xFB == 0:
            used |= copy_fields(ours, theirs, at, 1)
    at = 2 if ours.ec else 4
    value = theirs.record[at] & 0xCF | ours.record[at] & 0x30
    used |= value != theirs.record[at]
    theirs.record[at] = value
    return used


def per_disabled(case, ours, theirs):
    """Hercules forgets the event of the instruction that turns PER off."""
    if case.name not in ('SSM', 'STNSM', 'LPSW') or ours.code != 0x80 or \
            ours.record[0] & 0x40 or theirs.record[KIND] != 1:
        return False
    theirs.record[:] = ours.record
    return True


def per_supervisor_call(case, ours, theirs):
    """The SVC that ends the case is an event of its own, whose interruption
    follows the SVC's."""
    if ours.code != 0x80 or theirs.record[KIND] != 1 or \
            ours.record[0:8].hex() != '0008000000001000':
        return False
    theirs.record[PSW:8] = ours.record[PSW:8]
    copy_fields(ours, theirs, LOW80, 32)
    theirs.record[KIND] = 2
    return True


def per_long(case, ours, theirs):
    """MVCL that an exception ends after it stored: Hercules has no
    storage-alteration event."""
    if case.name != 'MVCL' or ours.code != theirs.code or \
            ours.record[PER_CODE] & 0x20 == 0:
        return False
    used = theirs.record[PER_CODE] & 0x20 == 0
    theirs.record[PER_CODE] |= 0x20
    return used


def per_length(case, ours, theirs):
    """A program event in a two-byte instruction: Hercules has ILC 2 when that
    was fetched by itself."""
    if ours.code != theirs.code or ours.code & 0x80 == 0 or ours.ilc != 2:
        return False
    return copy_fields(ours, theirs, PGM_ILC, 1)


def per_register_alteration(case, ours, theirs):
    """Hercules has no general-register-alteration event."""
    if not ours.program or not ours.ec or ours.code & 0x80 == 0 or \
            ours.record[PER_CODE] & 0x10 == 0:
        return False
    if theirs.code & 0x80 and theirs.record[PER_CODE] & 0x10:
        return False
    ours.record[PER_CODE] &= 0xEF
    theirs.record[PER_CODE] &= 0xEF
    if ours.record[PER_CODE]:
        return True
    ours.put(PER_CODE, 0, 2)
    ours.put(PER_ADDR, 0)
    if ours.code != 0x80:
        ours.record[PGM_CODE] &= 0x7F
        return True
    # The case went on, to its SVC or to an instruction that has no result.
    if theirs.code & 0x80 or theirs.record[KIND] == 3:
        return False
    for at in KEYS[4:]:
        theirs.record[at] = theirs.record[at] & 0xFB | ours.record[at] & 4
    theirs.record[PSW:8] = ours.record[PSW:8]
    theirs.record[LOW80:LOW80 + 32] = ours.record[LOW80:LOW80 + 32]
    theirs.record[KIND] = 2
    return True


def execute_length(case, ours, theirs):
    """Of an instruction under EX, Hercules stores the target's length in a BC
    PSW."""
    if ours.ec or 'ex' not in case.mode.split() or ours.ilc != 4 or \
            ours.address != theirs.address:
        return False
    used = ours.ilc != theirs.ilc
    theirs.record[4] = theirs.record[4] & 0x3F | 0x80
    return used


def own_block_key(case, ours, theirs):
    """SSK that forbids the next fetch from its own block: Hercules goes on
    for a while."""
    if case.name != 'SSK' or ours.code != 4 or theirs.record[KIND] != 1:
        return False
    theirs.record[:] = ours.record
    return True


def table_wrap(case, ours, theirs):
    """LRA: a carry out of bit 8 of the entry's address is ignored; Hercules
    finds an addressing exception, or leaves the carry in the register."""
    if case.name != 'LRA' or case.get_cr(1) & 0xFFFFFF != 0xFFFFC0:
        return False
    if theirs.code & 0x7F != 5 and not any(
            theirs.record[at] == 1 and ours.record[at] == 0
            for at in range(OFFSET['GR0'], OFFSET['GR0'] + 64, 4)):
        return False
    theirs.record[:] = ours.record
    return True


DAS_TRANSLATING = ('EPAR', 'ESAR', 'IAC', 'IVSK', 'MVCP', 'MVCS', 'PC', 'PT',
                   'SAC', 'SSAR')


def das_basic(case, ours, theirs):
    """In BC mode these instructions are special-operation exceptions; Hercules
    takes the mask of channel 5 for the translation bit."""
    if case.name not in DAS_TRANSLATING or ours.ec or ours.code != 0x13:
        return False
    theirs.record[:] = ours.record
    return True


def table_entry_bits(case, ours, theirs):
    """Ones in bits 1-7 of an ASN-first-table or linkage-table entry: Hercules
    takes them for address bits."""
    if ours.code & 0x7F not in (0x17, 0x1F) or theirs.code & 0x7F != 5:
        return False
    at = PGM_CODE if ours.ec else 3
    theirs.record[at] = ours.record[at]
    return True


def space_switch(case, ours, theirs):
    """Hercules does not look at bit 31 of the segment-table designation."""
    cc = (ours.record[2] if ours.ec else ours.record[4]) >> 4 & 3
    if not (case.name in ('PC', 'PT') and ours.code & 0x7F == 0x1C or
            case.name == 'LASP' and ours.code & 0x7F in (0, 1) and
            cc == 3):
        return False
    theirs.record[:] = ours.record
    return True


def sac_code(case, ours, theirs):
    """SAC with a code that is not defined: Hercules has a special-operation
    exception, or goes to the later machines' home space."""
    if case.name != 'SAC' or ours.code & 0x7F != 6:
        return False
    theirs.record[:] = ours.record
    return True


def pt_address(case, ours, theirs):
    """PT: Hercules does not look at bits 0-7 of R2."""
    if case.name != 'PT' or ours.code & 0x7F != 6:
        return False
    theirs.record[:] = ours.record
    return True


def space_switch_per(case, ours, theirs):
    """PC and PT with a PER event: Hercules adds a space-switch event, as
    ESA/390 does."""
    if case.name not in ('PC', 'PT') or theirs.code != 0x9C or \
            ours.code != 0x80:
        return False
    theirs.record[PGM_CODE] = ours.record[PGM_CODE]
    copy_fields(ours, theirs, TRANS, 4)
    if ours.record[PER_CODE] & 0xEF == theirs.record[PER_CODE]:
        theirs.record[PER_CODE] = ours.record[PER_CODE]
    return True


OPEN = (extended_real_addressing, fetch_event, fetch_length, byte_index, priority, recording, table_reference,
        own_block_reference, compare_reference,
        terminated, protected_part, long_ended, dual_address_space,
        external_length)
FAULTS = (per_register_alteration, execute_length, prefix_high_byte,
          reset_both_blocks, per_disabled, per_length,
          per_supervisor_call, per_long, monitor_basic,
          per_swap, own_block_key, table_wrap,
          das_basic, space_switch, sac_code, table_entry_bits, pt_address,
          space_switch_per)


# Those whose cases hercules.txt cannot list: they depend on when Hercules
# looks around.
TIMING = (per_length, own_block_key)


def explain(case, ours, theirs):
    """The names of the rules that explain every difference; None when some
    difference is left."""
    ours, theirs = Result(ours), Result(theirs)
    for at, length in case.ignore:
        copy_fields(ours, theirs, at, length)
    used = []
    for rule in OPEN + FAULTS:
        if ours.record == theirs.record:
            break
        if rule(case, ours, theirs):
            used.append(rule.__name__)
    return used if ours.record == theirs.record else None
