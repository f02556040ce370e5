/* SPDX-License-Identifier: MIT */
/* Count-key-data disks: layouts of count fields and seek addresses, command
 * codes, and the geometry of each drive type. GA26-1592 and GA26-1617 (3830
 * storage control), and each drive's reference manual. */
#ifndef ARCH_CKD_H
#define ARCH_CKD_H

#include "arch/bytes.h"

/* The count field of a record. */
struct ckd_count {
    be16 cyl;
    be16 head;
    uint8_t rec;
    uint8_t keylen;
    be16 datalen;
};
_Static_assert(sizeof(struct ckd_count) == 8, "count");

/* SEEK's operand. */
struct ckd_seek {
    be16 bin; /* zero */
    be16 cyl;
    be16 head;
};
_Static_assert(sizeof(struct ckd_seek) == 6, "seek");

enum ckd_cmd {
    CKD_WRITE_SPECIAL = 0x01, /* a segment of an overflow record */
    CKD_READ_IPL = 0x02,
    CKD_NOP = 0x03,
    CKD_SENSE = 0x04,
    CKD_WRITE_DATA = 0x05,
    CKD_READ_DATA = 0x06,
    CKD_SEEK = 0x07,
    CKD_SEEK_CYL = 0x0b,
    CKD_SPACE_COUNT = 0x0f,
    CKD_WRITE_KD = 0x0d,
    CKD_READ_KD = 0x0e,
    CKD_ERASE = 0x11,
    CKD_READ_COUNT = 0x12,
    CKD_RECALIBRATE = 0x13,
    CKD_TAKE = 0x14, /* unconditional reserve */
    CKD_WRITE_R0 = 0x15,
    CKD_READ_R0 = 0x16,
    CKD_RESTORE = 0x17,
    CKD_WRITE_HA = 0x19,
    CKD_READ_HA = 0x1a,
    CKD_SEEK_HEAD = 0x1b,
    CKD_WRITE_CKD = 0x1d,
    CKD_READ_CKD = 0x1e,
    CKD_SET_FILE_MASK = 0x1f,
    CKD_READ_SECTOR = 0x22,
    CKD_SET_SECTOR = 0x23,
    CKD_SEARCH_KEY_EQ = 0x29,
    CKD_SEARCH_ID_EQ = 0x31,
    CKD_SEARCH_HA_EQ = 0x39,
    CKD_SEARCH_KEY_HI = 0x49,
    CKD_SEARCH_ID_HI = 0x51,
    CKD_SEARCH_KEY_HE = 0x69,
    CKD_SEARCH_ID_HE = 0x71,
    CKD_SCAN_EQ = 0x2d, /* search key and data: file scan */
    CKD_SCAN_HI = 0x4d,
    CKD_SCAN_HE = 0x6d,
    CKD_SCAN_GO_EQ = 0x25, /* continue a scan in an overflow record */
    CKD_SCAN_GO_HI = 0x45,
    CKD_SCAN_GO_HE = 0x65,
    CKD_SCAN_SET = 0x35, /* and set status modifier */
    CKD_SCAN_SET2 = 0x75,
    CKD_SCAN_NONE = 0x55, /* and do not */
    CKD_READ_DIAG = 0x44,
    CKD_DIAG_LOAD = 0x53,
    CKD_READ_MULTIPLE = 0x5e,
    CKD_CHARACTERISTICS = 0x64,
    CKD_DIAG_WRITE = 0x73,
    CKD_RELEASE = 0x94,
    CKD_READ_LOG = 0xa4,
    CKD_RESERVE = 0xb4,
    CKD_MT = 0x80, /* multitrack, with reads and searches */
};

/* The drives that CP uses (the machine has more: image/drives.def). One row a
 * drive type: type, SENSE ID control unit type and model, device
 * model, cylinders (primary, alternate), heads, track capacity in bytes as
 * the largest R1 without a key, Hercules' image track size. */
#define CKD_DRIVES(X)                                                          \
    X(2305, 0x2835, 0x00, 0x02, 96, 0, 8, 14660, 14848)                        \
    X(2311, 0x2841, 0x00, 0x00, 200, 3, 10, 3625, 4096)                        \
    X(2314, 0x2314, 0x00, 0x00, 200, 3, 20, 7294, 7680)                        \
    X(3330, 0x3830, 0x02, 0x01, 404, 7, 19, 13030, 13312)                      \
    X(3340, 0x3830, 0x02, 0x01, 348, 1, 12, 8368, 8704)                        \
    X(3350, 0x3830, 0x02, 0x00, 555, 5, 30, 19069, 19456)

#endif
