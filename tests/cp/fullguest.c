/* SPDX-License-Identifier: MIT */
/* A virtual machine that takes its user's 3270 over by DIAGNOSE X'58': shows a
 * screen of its own with one input field, answers each ENTER with what was
 * typed, and ends at PF3. With `G` in the field it goes on by itself on a
 * virtual 3270 at 0C0, with SIO. Driven by tests/system/fullscreen_test.py. */
#include "arch/ccw.h"
#include "arch/psw.h"
#include "arch/t3270.h"
#include "cp/chanio.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

enum { CON = 0x009, GRAF = 0x0c0, SCREEN = 200 };

void guest_main(void) __attribute__((noreturn));
void io_wait(void);

static struct ccw prog[4] __attribute__((aligned(8)));
static struct csw csw;
static uint8_t out[SCREEN], in[SCREEN];

static void
ccw(unsigned n, unsigned cmd, const void *addr, unsigned flags, unsigned ctl,
    unsigned count)
{
    put32((be32 *)&prog[n], cmd << 24 | (uint32_t)addr);
    put32((be32 *)&prog[n] + 1, flags << 24 | ctl << 16 | count);
}

static unsigned
await(unsigned dev)
{
    do {
        io_wait();
    } while (get16((const be16 *)0x3a) != dev);
    chanio_csw(&csw);
    return csw.unit;
}

static unsigned
diag58(void)
{
    register uint32_t r2 __asm__("2") = (uint32_t)prog;
    register uint32_t r4 __asm__("4") = CON;
    unsigned cc;

    __asm__ volatile(".long 0x83240058; ipm %0; srl %0,28"
                     : "=d"(cc)
                     : "d"(r2), "d"(r4)
                     : "cc", "memory");
    return cc;
}

static void
type(const char *text, unsigned len)
{
    ccw(0, 0x09, text, CCW_SLI, 0, len);
    while (chanio_sio(CON, (uint32_t)prog, 0) != 0)
        ;
    await(CON);
}

/* A line of text at the top and a field on row 3. */
static unsigned
make_screen(const char *text, unsigned n)
{
    uint8_t *p = out;

    *p++ = WCC_RESET | WCC_RESTORE_KEYBOARD | WCC_RESET_MDT;
    *p++ = ORDER_SBA;
    t3270_put_addr(p, 0);
    p += 2;
    *p++ = ORDER_SF;
    *p++ = t3270_code6(ATTR_PROTECTED);
    memcpy(p, text, n);
    p += n;
    *p++ = ORDER_SBA;
    t3270_put_addr(p, 160);
    p += 2;
    *p++ = ORDER_SF;
    *p++ = t3270_code6(0);
    *p++ = ORDER_IC;
    *p++ = ORDER_SBA;
    t3270_put_addr(p, 180);
    p += 2;
    *p++ = ORDER_SF;
    *p++ = t3270_code6(ATTR_PROTECTED);
    return (unsigned)(p - out);
}

/* The status of an operation: condition code, then the interruption's. */
static unsigned
full(unsigned cmd, unsigned ctl, void *addr, unsigned count)
{
    unsigned cc;

    ccw(0, cmd, addr, CCW_SLI, ctl, count);
    cc = diag58();
    if (cc > 1)
        return 0x1000 | cc;
    return cc << 8 | await(CON);
}

/* AID in the result; the field's text in in[6..]. */
static unsigned
answer(unsigned *len)
{
    *len = 0;
    if (full(0x2a, 0x80, in, sizeof in) != (US_CHANNEL_END | US_DEVICE_END))
        return 0;
    *len = sizeof in - get16(&csw.count);
    *len = *len > 6 ? *len - 6 : 0;
    return in[0];
}

static void
show(const char *text, unsigned n)
{
    unsigned st = full(0x29, 0x80, out, make_screen(text, n));
    char line[40];

    if (st == (US_CHANNEL_END | US_DEVICE_END))
        return;
    type(line, (unsigned)k_snprintf(line, sizeof line, "STATUS %X", st));
    full(0x29, 0x80, out, make_screen(text, n));
}

/* The same game on a 3270 of its own. */
static void
graf(void)
{
    char line[SCREEN];
    unsigned n;

    type("DIAL NOW", 8);
    while (!(await(GRAF) & US_DEVICE_END))
        ;
    n = make_screen("GRAF AT WORK", 12);
    for (;;) {
        unsigned cc;

        ccw(0, T3270_CCW_ERASE_WRITE, out, CCW_SLI, 0, n);
        cc = chanio_sio(GRAF, (uint32_t)prog, 0);
        if (cc == 1) {
            type("GRAF CC 1", 9);
        } else if (cc == 0 && (await(GRAF) & US_UNIT_CHECK)) {
            type("GRAF CHECK", 10);
        }
        cc = await(GRAF);
        if (cc & US_DEVICE_END) {
            type("GRAF BACK", 9);
            continue;
        }
        ccw(0, T3270_CCW_READ_MODIFIED, in, CCW_SLI, 0, sizeof in);
        chanio_sio(GRAF, (uint32_t)prog, 0);
        await(GRAF);
        if (in[0] == AID_PF1 + 2) {
            n = make_screen("GRAF DONE", 9);
            ccw(0, T3270_CCW_ERASE_WRITE, out, CCW_SLI, 0, n);
            chanio_sio(GRAF, (uint32_t)prog, 0);
            await(GRAF);
            return;
        }
        n = sizeof in - get16(&csw.count);
        n = n > 6 ? n - 6 : 0;
        n = make_screen(line,
                        (unsigned)k_snprintf(line, sizeof line, "GRAF GOT %.*s",
                                             (int)n, (char *)in + 6));
    }
}

void
guest_main(void)
{
    struct psw psw __attribute__((aligned(8)));
    char text[SCREEN];
    unsigned len;

    show("FULL SCREEN", 11);
    for (;;) {
        unsigned aid;

        while (!(await(CON) & US_ATTENTION))
            ;
        aid = answer(&len);
        if (aid == AID_PF1 + 2)
            break;
        if (aid == AID_ENTER && len == 1 && in[6] == 'G') {
            graf();
            show("BACK", 4);
            continue;
        }
        if (aid == AID_PF1) { /* a line of output in between */
            type("LINE MODE", 9);
        }
        show(text, (unsigned)k_snprintf(text, sizeof text, "AID %02X GOT %.*s",
                                        aid, (int)len, (char *)in + 6));
    }
    show("ENDED", 5);
    type("FULL SCREEN ENDED", 17);
    put32(&psw.w0, PSW_WAIT);
    put32(&psw.w1, 0x600d);
    for (;;)
        __asm__ volatile("lpsw %0" : : "Q"(psw) : "memory");
}
