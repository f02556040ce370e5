/* SPDX-License-Identifier: MIT */
/* The condition codes of all I/O instructions in all states of channel,
 * subchannel and device, and the halt instructions at every moment of an
 * operation, on channels of each type. */
#include "config.h"

#include <check.h>

#include "tests/ccw/ccwrig.h"

/* The condition codes of SIO, TIO, CLRIO, HIO, HDV (in this order) to DEV,
 * and of TCH, by state, as in GA22-7000-4 "Condition-Code Settings". */
enum state {
    AVAILABLE,
    STATUS_PENDING,     /* AAI */
    DEVICE_WORKS,       /* AAW */
    CONTROL_UNIT_BUSY,  /* AAW */
    NOT_OPERATIONAL,    /* AAN */
    SUBCHANNEL_PENDING, /* AIX; IXX of a selector channel */
    SUBCHANNEL_WORKS,   /* AWX: the chain waits for device end */
    OTHER_PENDING,      /* of a selector: IXX for another device */
    WORKS,              /* WXX with the addressed device */
    OTHER_WORKS,        /* WXX with another device */
};

static void
enter(enum state s)
{
    switch (s) {
    case STATUS_PENDING:
        device_attention(dev, US_ATTENTION);
        break;
    case DEVICE_WORKS:
        rig_program(&rig);
        rig_ccw(&rig, 0x0b, 0, 0, 1);
        ck_assert_int_eq(sio(DEV), 1);
        break;
    case CONTROL_UNIT_BUSY:
        f->cu_busy = true;
        break;
    case NOT_OPERATIONAL:
        dev->not_operational = true;
        break;
    case SUBCHANNEL_WORKS:
        waiting_program();
        ck_assert_int_eq(sio(DEV), 0);
        rig_events(&rig, 5);
        break;
    case SUBCHANNEL_PENDING:
    case OTHER_PENDING:
    case WORKS:
    case OTHER_WORKS:
        read_program(0);
        ck_assert_int_eq(
            sio(s == WORKS || s == SUBCHANNEL_PENDING ? DEV : OTHER), 0);
        if (s == SUBCHANNEL_PENDING || s == OTHER_PENDING)
            rig_events(&rig, 10);
        break;
    default:
        break;
    }
    rig_program(&rig);
    rig_ccw(&rig, 0x02, D, 0, 100);
}

static const struct {
    const char *name;
    enum state state;
    const char *block, *selector, *byte; /* SIO TIO CLRIO HIO HDV TCH */
} states[] = {
    {"available", AVAILABLE, "000110", "000110", "000110"},
    {"status pending in device", STATUS_PENDING, "110111", "110111", "110111"},
    {"device working", DEVICE_WORKS, "110110", "110110", "110110"},
    {"control unit busy", CONTROL_UNIT_BUSY, "110110", "110110", "110110"},
    {"device not operational", NOT_OPERATIONAL, "333330", "333330", "333330"},
    {"pending in subchannel", SUBCHANNEL_PENDING, "211001", "211001", "211001"},
    {"subchannel working", SUBCHANNEL_WORKS, "221110", "221222", "221110"},
    {"pending in another's", OTHER_PENDING, "000111", "220001", "000111"},
    {"working", WORKS, "221222", "221222", "221110"},
    {"working with another", OTHER_WORKS, "220222", "220222", "000110"},
};

static void
check_state(unsigned n, enum chan_type t, const char *codes)
{
    for (unsigned op = 0; op < 6; op++) {
        int cc;

        rig_close(&rig);
        ccw_setup();
        type(t);
        enter(states[n].state);
        cc = op == 0   ? sio(DEV)
             : op == 1 ? rig_tio(&rig, DEV)
             : op == 2 ? clrio(DEV)
             : op == 3 ? hio(DEV)
             : op == 4 ? hdv(DEV)
                       : tch();
        ck_assert_msg(cc == codes[op] - '0',
                      "%s, channel type %d, instruction %u: %d", states[n].name,
                      (int)t, op, cc);
    }
}

START_TEST(condition_codes)
{
    check_state((unsigned)_i, CHAN_BLOCK, states[_i].block);
    check_state((unsigned)_i, CHAN_SELECTOR, states[_i].selector);
    check_state((unsigned)_i, CHAN_BYTE, states[_i].byte);
}
END_TEST

/* HIO, HDV and CLRIO after each event of an operation that has everything:
 * the operation ends, once, and the device and channel are as good as new. */
static void
busy_program(bool hold)
{
    rig_program(&rig);
    rig_ccw(&rig, 0x07, 0, CCW_CC | CCW_PCI, 1);
    rig_ccw(&rig, 0x02, D, CCW_CD, 20);
    rig_ccw(&rig, 0x00, D, CCW_CD | CCW_SKIP, 20);
    rig_ccw(&rig, 0x00, D, CCW_CC, 60);
    rig_ccw(&rig, 0x01, D, CCW_CD, 50);
    rig_ccw(&rig, 0x00, D, CCW_CC, 50);
    rig_ccw(&rig, 0x0b, 0, CCW_CC, 1);
    rig_ccw(&rig, 0x02, D, 0, 100);
    f->hold = hold;
    f->retries = hold ? 0 : 1;
    f->retry_later = true;
}

static void
halt_at(unsigned moment, unsigned how, enum chan_type t, bool fast)
{
    int cc, ends = 0;

    type(t);
    busy_program(how & 4);
    ck_assert_int_eq(rig_sio(&rig, DEV, 0, fast), 0);
    for (unsigned i = 0; i < moment; i++) {
        if (evq_next(rig.evq) == UINT64_MAX)
            device_complete(dev, f->hold ? 0x0c : US_DEVICE_END);
        rig_events(&rig, 1);
    }
    cc = (how & 3) == 0 ? hio(DEV) : (how & 3) == 1 ? hdv(DEV) : clrio(DEV);
    for (int addr; (addr = rig_wait(&rig)) >= 0;)
        ends += addr == DEV && rig.csw.unit != 0;
    if ((how & 3) == 2)
        ck_assert_msg(cc == 1 && ends == 0, "CLRIO at %u: cc %d, %d ends",
                      moment, cc, ends);
    else
        ck_assert_msg(cc < 3 && ends == 1, "halt at %u: cc %d, %d ends", moment,
                      cc, ends);
    f->hold = false;
    f->retries = 0;
    ck_assert_int_eq(tch(), 0);
    ck_assert_int_eq(rig_tio(&rig, DEV), 0);
    read_program(CCW_CC);
    ck_assert_int_eq(sio(DEV), 0);
    expect_end(DEV);
    ck_assert_int_eq(sio(OTHER), 0);
    expect_end(OTHER);
}

START_TEST(halt_at_any_moment)
{
    static const enum chan_type types[] = {CHAN_BYTE, CHAN_SELECTOR,
                                           CHAN_BLOCK};

    for (unsigned moment = 0; moment < 12; moment++)
        for (unsigned how = 0; how < 7; how++)
            for (unsigned t = 0; t < 6; t++)
                if ((how & 3) != 3)
                    halt_at(moment, how, types[t % 3], t >= 3);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("states");

    tcase_add_loop_test(t, condition_codes, 0, ROWS(states));
    tcase_add_test(t, halt_at_any_moment);
    return ccw_run(t);
}
