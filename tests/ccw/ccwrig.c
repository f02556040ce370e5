/* SPDX-License-Identifier: MIT */
/* One fault-injecting device on a machine; see ccwrig.h. */
#include "tests/ccw/ccwrig.h"

#include <check.h>
#include <string.h>

#include "tests/devices/rigsuite.h"

struct rig rig;
struct device *dev, *other;
struct fault *f;

struct device *
attach_fault(uint16_t addr)
{
    struct err err;
    struct device *d =
        chansys_attach_model(rig.cs, addr, &fault_model, 0, NULL, &err);

    ck_assert_msg(d != NULL, "%s", err.text);
    return d;
}

void
ccw_setup(void)
{
    rig_open(&rig);
    dev = attach_fault(DEV);
    other = attach_fault(OTHER);
    f = fault_of(dev);
    for (unsigned i = 0; i < sizeof(f->send); i++)
        f->send[i] = (uint8_t)(i + 1);
    f->send_len = fault_of(other)->send_len = 100;
}

static void
teardown(void)
{
    rig_close(&rig);
}

uint8_t
at(uint32_t addr)
{
    return rig.st.main[addr];
}

void
expect_csw(unsigned key, uint32_t addr, unsigned status, unsigned count)
{
    ck_assert_uint_eq(rig.csw.key, key);
    ck_assert_uint_eq(get24(&rig.csw.addr), addr);
    ck_assert_uint_eq((unsigned)rig.csw.unit << 8 | rig.csw.chan, status);
    ck_assert_uint_eq(get16(&rig.csw.count), count);
}

void
put_program(const struct prog *p)
{
    rig_program(&rig);
    for (unsigned i = 0; i < 4 && (p[i].cmd || p[i].count); i++)
        rig_ccw(&rig, p[i].cmd, p[i].addr, p[i].flags, p[i].count);
}

void
put_word(uint32_t addr, uint32_t value)
{
    be32 word;

    put32(&word, value);
    rig_put(&rig, addr, &word, 4);
}

uint32_t
word_at(uint32_t addr)
{
    be32 word;

    memcpy(&word, rig.st.main + addr, 4);
    return get32(&word);
}

unsigned
run_keyed(uint8_t key)
{
    int cc = rig_sio(&rig, DEV, key, false);

    ck_assert_int_le(cc, 1);
    if (cc == 0)
        ck_assert_int_eq(rig_wait(&rig), DEV);
    return (cc ? CC1 : 0u) | (unsigned)rig.csw.unit << 8 | rig.csw.chan;
}

void
expect_place(const char *name, unsigned n, unsigned count)
{
    ck_assert_msg(get24(&rig.csw.addr) == RIG_CCW + 8 * n + 8,
                  "%s: command address %X", name, get24(&rig.csw.addr));
    ck_assert_msg(get16(&rig.csw.count) == count, "%s: count %u", name,
                  get16(&rig.csw.count));
}

void
type(enum chan_type t)
{
    chansys_channel_type(rig.cs, 1, t);
}

int
tch(void)
{
    return rig.board.tch(rig.board.ctx, &rig.cpu, DEV);
}

int
hio(uint16_t addr)
{
    return rig.board.hio(rig.board.ctx, &rig.cpu, addr);
}

int
hdv(uint16_t addr)
{
    return rig.board.hdv(rig.board.ctx, &rig.cpu, addr);
}

int
clrio(uint16_t addr)
{
    return rig.board.clrio(rig.board.ctx, &rig.cpu, addr);
}

int
sio(uint16_t addr)
{
    return rig_sio(&rig, addr, 0, false);
}

void
read_program(uint8_t flags)
{
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, flags, 100);
    rig_ccw(&rig, 0x02, D, 0, 100);
}

void
waiting_program(void)
{
    rig_program(&rig);
    rig_ccw(&rig, 0x0b, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, D, 0, 100);
}

void
expect_end(uint16_t addr)
{
    ck_assert_int_eq(rig_wait(&rig), addr);
    ck_assert_uint_eq(rig.csw.unit, 0x0c);
    ck_assert_uint_eq(rig.csw.chan, 0);
}

int
ccw_run(TCase *t)
{
    return rig_suite("ccw", t, ccw_setup, teardown);
}
