/* SPDX-License-Identifier: MIT */
/* Input/output of the nucleus. Owns the I/O new PSW and hands each
 * interruption to whom it belongs: the console, or the one channel program
 * that is waited for; others (a device made ready) mean nothing to CMS. PoO
 * "Input/Output Operations"; GC20-1807, "DIAGNOSE Code X'20'". */
#include "cms/io.h"

#include "arch/psw.h"
#include "cms/asm.h"
#include "cms/console.h"
#include "cms/nucon.h"
#include "cms/program.h"
#include "klib/klib.h"

extern const char waited[];

enum { IO_STACK = 1024, BUSY = US_BUSY };

static uint32_t io_stack[IO_STACK / 4];
static bool under_cp;
static struct {
    uint32_t device;
    bool busy;
    struct io_status st;
} io;

static void
set_psw(struct psw *p, uint32_t w0, const void *address)
{
    put32(&p->w0, w0);
    put32(&p->w1, (uint32_t)(uintptr_t)address);
}

void
io_init(void)
{
    struct lowcore *lc = LOWCORE;

    NUCON->io_stack = (uint32_t)(uintptr_t)io_stack + sizeof io_stack - 96;
    set_psw(&lc->ext_new, 0, ext_first);
    set_psw(&lc->svc_new, 0, svc_first);
    set_psw(&lc->pgm_new, 0, pgm_first);
    set_psw(&lc->mck_new, 0, mck_first);
    set_psw(&lc->io_new, 0, io_first);
    set_psw(&NUCON->waiting, 0xfe000000u | PSW_WAIT, waited);
    under_cp = stidp() >> 56 == 0xff;
}

void
io_stop(uint32_t code)
{
    struct psw stop __attribute__((aligned(8)));

    set_psw(&stop, PSW_WAIT, (const void *)(uintptr_t)code);
    for (;;)
        __asm__ volatile("lpsw %0" : : "Q"(stop) : "memory");
}

bool
io_under_cp(void)
{
    return under_cp;
}

/* Channel end may come before device end, each with its own CSW. */
static void
add_status(uint8_t unit, uint8_t chan, uint16_t residual)
{
    io.st.unit |= unit;
    io.st.chan |= chan;
    if ((unit & US_CHANNEL_END) != 0)
        io.st.residual = residual;
    if ((io.st.unit & (US_DEVICE_END | US_UNIT_CHECK)) != 0 ||
        (chan & ~(CS_PCI | CS_INCORRECT_LENGTH)) != 0)
        io.busy = false;
}

void
io_handler(void)
{
    struct lowcore *lc = LOWCORE;
    uint32_t w0 = get32(&lc->io_old.w0);
    uint32_t device = w0 & PSW_BC_CODE;

    if (device == con_device())
        con_interrupt(lc->csw.unit, lc->csw.chan, get16(&lc->csw.count));
    else if (io.busy && device == io.device)
        add_status(lc->csw.unit, lc->csw.chan, get16(&lc->csw.count));
    if ((w0 & PSW_WAIT) != 0)
        put32(&lc->io_old.w0, 0);
    else if (con_halted() && in_program(get32(&lc->io_old.w1) & PSW_ADDR))
        drop_stack(RECOVER_HX);
}

static enum io_result
judge(const struct io_status *st)
{
    if ((st->chan & ~(CS_PCI | CS_INCORRECT_LENGTH)) != 0)
        return IO_CHANNEL;
    if ((st->unit & US_UNIT_CHECK) != 0)
        return IO_UNIT_CHECK;
    if ((st->unit & US_UNIT_EXCEPTION) != 0)
        return IO_UNIT_EXCEPTION;
    return IO_OK;
}

/* Starts and waits; false: no such device. */
static bool
start_and_wait(uint32_t device, const struct ccw *program)
{
    struct lowcore *lc = LOWCORE;
    bool started = false;

    memset(&io.st, 0, sizeof io.st);
    io.device = device;
    io.busy = true;
    while (!started) {
        put32(&lc->caw, (uint32_t)(uintptr_t)program);
        switch (sio(device)) {
        case 0:
            started = true;
            break;
        case 1: /* CSW stored: what was pending, or an immediate end */
            if ((lc->csw.unit & (US_BUSY | US_ATTENTION)) != 0 ||
                (lc->csw.unit == US_DEVICE_END && lc->csw.chan == 0)) {
                allow_interrupts();
                break;
            }
            add_status(lc->csw.unit, lc->csw.chan, get16(&lc->csw.count));
            started = true;
            break;
        case 2: /* channel or subchannel busy: until something ends */
            wait_interrupt();
            break;
        default:
            io.busy = false;
            return false;
        }
    }
    while (io.busy)
        wait_interrupt();
    return true;
}

static enum io_result
run_sio(uint32_t device, const struct ccw *program, struct io_status *st)
{
    enum io_result r;

    if (!start_and_wait(device, program))
        return IO_NO_DEVICE;
    *st = io.st;
    r = judge(st);
    if (r == IO_UNIT_CHECK) {
        uint8_t sense[24] = {0};
        struct ccw c CCW_ALIGNED;

        ccw_set(&c, CCW_SENSE, sense, CCW_SLI, sizeof sense);
        if (start_and_wait(device, &c))
            memcpy(st->sense, sense, sizeof st->sense);
    }
    return r;
}

/* Condition codes and R15 of DIAGNOSE X'20': 0 done; 1 with R15 1 (not
 * attached) or 5 (busy, or an interruption pending); 2 with R15 2 (unit
 * exception) or 3 (wrong length); 3 with R15 13, sense bytes in its first half
 * (permanent error). */
static enum io_result
run_diag(uint32_t device, const struct ccw *program, struct io_status *st)
{
    for (int tries = 0;; tries++) {
        uint64_t r = diag_io(device, program);
        uint32_t cc = (uint32_t)(r >> 32), code = (uint32_t)r;

        memset(st, 0, sizeof *st);
        if (cc == 0)
            return IO_OK;
        if (cc == 1 && (code & 0xff) == 5 && tries < 100) {
            allow_interrupts();
            continue;
        }
        if (cc == 1)
            return IO_NO_DEVICE;
        if (cc == 2)
            return (code & 0xff) == 2 ? IO_UNIT_EXCEPTION : IO_OK;
        st->unit = US_UNIT_CHECK;
        st->sense[0] = (uint8_t)(code >> 24);
        st->sense[1] = (uint8_t)(code >> 16);
        return IO_UNIT_CHECK;
    }
}

enum io_result
io_run(uint32_t device, const struct ccw *program, struct io_status *st)
{
    struct io_status own;

    if (st == NULL)
        st = &own;
    return under_cp ? run_diag(device, program, st)
                    : run_sio(device, program, st);
}

bool
io_sense_id(uint32_t device, struct sense_id *id)
{
    struct io_status st;
    struct ccw c CCW_ALIGNED;

    memset(id, 0, sizeof *id);
    ccw_set(&c, CCW_SENSE_ID, id, CCW_SLI, sizeof *id);
    return run_sio(device, &c, &st) == IO_OK && id->ff == 0xff;
}
