/* SPDX-License-Identifier: MIT */
/* What the tests of the channel share: a machine with two fault-injecting
 * devices (faultdev.h) on channel 1, a block multiplexer, and short ways to
 * give channel programs and to look at the CSW. */
#ifndef TESTS_CCW_CCWRIG_H
#define TESTS_CCW_CCWRIG_H

#include <check.h>

#include "arch/dat.h"
#include "tests/ccw/faultdev.h"
#include "tests/devices/rig.h"

enum {
    DEV = 0x130,
    OTHER = 0x131,
    ENDED = 0x0c00,
    IL = CS_INCORRECT_LENGTH,
    CC1 = 1 << 16, /* in what run_keyed returns: condition code 1 */
    D = RIG_DATA,
    OUT = RIG_STORAGE, /* the first address that is not there */
    IDAWS = 0x2000,
};

/* Made anew for each test. The device sends 100 bytes 1, 2, 3 ... */
extern struct rig rig;
extern struct device *dev, *other;
extern struct fault *f;

/* Another such device. */
struct device *attach_fault(uint16_t addr);
/* A byte of storage. */
uint8_t at(uint32_t addr);
/* The CSW last stored: key, address, unit and channel status, count. */
void expect_csw(unsigned key, uint32_t addr, unsigned status, unsigned count);

struct prog {
    uint8_t cmd;
    uint32_t addr;
    uint8_t flags;
    uint16_t count;
};

/* Puts CCWs at RIG_CCW, up to one of command 0 and count 0, at most 4. */
void put_program(const struct prog *p);
void put_word(uint32_t addr, uint32_t value);
uint32_t word_at(uint32_t addr);
/* SIO with this key; the status, unit * 256 + channel, by interruption, or
 * CC1 + the status stored. */
unsigned run_keyed(uint8_t key);
/* Is the CSW that of CCW number n (its address + 8), with this count? */
void expect_place(const char *name, unsigned n, unsigned count);

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

/* Channel 1's type; instructions, SIO with key 0. */
void type(enum chan_type t);
int tch(void);
int hio(uint16_t addr);
int hdv(uint16_t addr);
int clrio(uint16_t addr);
int sio(uint16_t addr);
/* A read of 100 bytes with these flags, and another. */
void read_program(uint8_t flags);
/* A control command whose device end comes when the test gives it, then a
 * read. */
void waiting_program(void);
/* Waits for the interruption: this device's, channel end and device end. */
void expect_end(uint16_t addr);

/* Makes the machine; done before each test. */
void ccw_setup(void);
/* Runs the tests of t, each on its own machine; the exit status. */
int ccw_run(TCase *t);

#endif
