/* SPDX-License-Identifier: MIT */
/* 3270 data stream: commands as channel command codes and as they stand in a
 * TN3270 record, orders, attention ids, field attributes. GA23-0059 (3270
 * Data Stream Programmer's Reference); GA23-0060 (3274). */
#ifndef ARCH_T3270_H
#define ARCH_T3270_H

#include <stdint.h>

/* Local (channel) command codes. */
enum t3270_ccw {
    T3270_CCW_WRITE = 0x01,
    T3270_CCW_READ_BUFFER = 0x02,
    T3270_CCW_NOP = 0x03,
    T3270_CCW_SENSE = 0x04,
    T3270_CCW_ERASE_WRITE = 0x05,
    T3270_CCW_READ_MODIFIED = 0x06,
    T3270_CCW_SELECT = 0x0b,
    T3270_CCW_EWA = 0x0d, /* erase/write alternate */
    T3270_CCW_RMA = 0x0e, /* read modified all */
    T3270_CCW_EAU = 0x0f, /* erase all unprotected */
    T3270_CCW_WSF = 0x11, /* write structured field */
};

/* The same in a TN3270 record ("remote" codes). */
enum t3270_cmd {
    T3270_W = 0xf1,
    T3270_EW = 0xf5,
    T3270_EWA = 0x7e,
    T3270_RB = 0xf2,
    T3270_RM = 0xf6,
    T3270_RMA = 0x6e,
    T3270_EAU = 0x6f,
    T3270_WSF = 0xf3,
};

enum t3270_order {
    ORDER_PT = 0x05,
    ORDER_GE = 0x08,
    ORDER_SBA = 0x11,
    ORDER_EUA = 0x12,
    ORDER_IC = 0x13,
    ORDER_SF = 0x1d,
    ORDER_SA = 0x28,
    ORDER_SFE = 0x29,
    ORDER_MF = 0x2c,
    ORDER_RA = 0x3c,
};

enum t3270_wcc {
    WCC_RESET_MDT = 0x01,
    WCC_RESTORE_KEYBOARD = 0x02,
    WCC_ALARM = 0x04,
    WCC_START_PRINTER = 0x08,
    WCC_RESET = 0x40,
};

/* Field attribute bits (a byte is sent through t3270_code6). */
enum t3270_attr {
    ATTR_PROTECTED = 0x20,
    ATTR_NUMERIC = 0x10,
    ATTR_DISPLAY = 0x0c, /* 00 normal 04 detectable 08 bright 0c dark */
    ATTR_BRIGHT = 0x08,
    ATTR_DARK = 0x0c,
    ATTR_MDT = 0x01,
};

enum t3270_aid {
    AID_NONE = 0x60,
    AID_STRUCTURED = 0x88,
    AID_ENTER = 0x7d,
    AID_PF1 = 0xf1,  /* PF1-9 F1-F9, PF10-12 7A 7B 7C, PF13-21 C1-C9, */
    AID_PF10 = 0x7a, /* PF22-24 4A 4B 4C */
    AID_PF13 = 0xc1,
    AID_PF22 = 0x4a,
    AID_PA1 = 0x6c,
    AID_PA2 = 0x6e,
    AID_PA3 = 0x6b,
    AID_CLEAR = 0x6d,
    AID_SYSREQ = 0xf0,
};

/* Extended attribute types (SFE, SA, MF). */
enum t3270_xattr {
    XA_RESET = 0x00,
    XA_FIELD = 0xc0,
    XA_HIGHLIGHT = 0x41, /* F0 default F1 blink F2 reverse F4 underscore */
    XA_COLOR = 0x42,     /* F1 blue F2 red F3 pink F4 green F5 turquoise
                          * F6 yellow F7 white */
    XA_CHARSET = 0x43,
};

/* The graphic that carries six bits (SBA addresses, attributes, cursor). */
static inline uint8_t
t3270_code6(unsigned v)
{
    v &= 0x3f;
    if (v == 0x21)
        return 0x61;
    if (v == 0x30 || (v > 0x30 && v < 0x3a))
        return (uint8_t)(0xf0 | (v & 15));
    if ((v & 15) >= 1 && (v & 15) <= 9)
        return (uint8_t)(0xc0 | v);
    return (uint8_t)(0x40 | v);
}

/* A buffer address in two bytes: 12-bit form below 4096, else 14-bit. */
static inline void
t3270_put_addr(uint8_t *p, unsigned addr)
{
    if (addr < 4096) {
        p[0] = t3270_code6(addr >> 6);
        p[1] = t3270_code6(addr);
    } else {
        p[0] = (uint8_t)(addr >> 8 & 0x3f);
        p[1] = (uint8_t)addr;
    }
}

static inline unsigned
t3270_get_addr(const uint8_t *p)
{
    if ((p[0] & 0xc0) == 0)
        return (unsigned)(p[0] & 0x3f) << 8 | p[1];
    return (unsigned)(p[0] & 0x3f) << 6 | (p[1] & 0x3f);
}

#endif
