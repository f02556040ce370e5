/* SPDX-License-Identifier: MIT */
/* The boot program (IPL2): loaded at X'1000' by IPL1, it reads the volume
 * descriptor and the nucleus from the device it was loaded from and branches
 * to the nucleus with the device's address in register 2, EC mode, disabled.
 * Only SEEK, SEARCH ID EQUAL, TIC and READ DATA are used, so that it runs on
 * the machine and in any virtual machine. On failure: a disabled wait whose
 * address is one of enum boot_code. VM/370: DMKCKP's loader, DMKSAV. */
#include <stdbool.h>

#include "arch/ccw.h"
#include "arch/ckd.h"
#include "arch/cpvol.h"
#include "arch/psw.h"
#include "cp/chanio.h"

enum boot_code {
    BOOT_NOT_OPERATIONAL = 0xb01, /* SIO gave condition code 3 */
    BOOT_IO_ERROR = 0xb02,        /* a read failed ten times */
    BOOT_NO_DESCRIPTOR = 0xb03,   /* record 4 is not a volume descriptor */
    BOOT_NO_NUCLEUS = 0xb04,      /* no nucleus extent, or it is too short */
    BOOT_PROGRAM_CHECK = 0xb05,   /* in the boot program itself */
};

enum { TRIES = 10, MAX_RECORDS = 4 };

#define DESC ((struct cpvol_desc *)0x200)
enum { DESC_HEAD = 64 + 12 * CPVOL_EXTENTS };

struct search_id {
    be16 cyl;
    be16 head;
    uint8_t rec;
};

static struct {
    struct ccw ccw[1 + 3 * MAX_RECORDS];
    struct ccw sense;
    struct ckd_seek seek;
    struct search_id id[MAX_RECORDS];
    uint8_t sense_data[24];
} io __attribute__((aligned(8)));

void boot_main(uint32_t dev) __attribute__((noreturn));
void boot_wait(void);
void boot_enter(uint32_t entry, uint32_t dev) __attribute__((noreturn));

static void __attribute__((noreturn)) stop(enum boot_code code)
{
    struct psw psw __attribute__((aligned(8)));

    put32(&psw.w0, PSW_EC | PSW_WAIT);
    put32(&psw.w1, code);
    for (;;)
        __asm__ volatile("lpsw %0" : : "Q"(psw) : "memory");
}

static void
set_ccw(struct ccw *c, unsigned cmd, const void *addr, unsigned flags,
        unsigned count)
{
    put32((be32 *)c, cmd << 24 | (uint32_t)addr);
    put32((be32 *)c + 1, flags << 24 | count);
}

/* One channel program to its end. True when channel end and device end came
 * with nothing else. */
static bool
run(uint32_t dev, const struct ccw *ccw)
{
    unsigned unit = 0, chan = 0;
    struct csw csw;

    for (unsigned n = 0;; n++) {
        unsigned cc = chanio_sio(dev, (uint32_t)ccw, 0);

        if (cc == 0)
            break;
        if (cc == 3)
            stop(BOOT_NOT_OPERATIONAL);
        if (n == 1000)
            return false;
        if (cc == 1) {
            chanio_csw(&csw);
            if (!(csw.unit & US_BUSY))
                return false;
        }
    }
    do {
        boot_wait();
        if (chanio_addr() != dev)
            continue;
        chanio_csw(&csw);
        unit |= csw.unit;
        chan |= csw.chan;
    } while (!(unit & (US_DEVICE_END | US_UNIT_CHECK)) &&
             !(chan & ~(unsigned)CS_PCI));
    return unit == (US_CHANNEL_END | US_DEVICE_END) && chan == 0;
}

/* Reads n consecutive records of `len` bytes from a track, from record `rec`
 * on, to `to`. */
static void
read_track(uint32_t dev, unsigned cyl, unsigned head, unsigned rec, unsigned n,
           uint32_t to, unsigned len)
{
    struct ccw *c = io.ccw;

    put16(&io.seek.bin, 0);
    put16(&io.seek.cyl, (uint16_t)cyl);
    put16(&io.seek.head, (uint16_t)head);
    set_ccw(c++, CKD_SEEK, &io.seek, CCW_CC, 6);
    for (unsigned i = 0; i < n; i++) {
        struct search_id *id = &io.id[i];
        unsigned last = i + 1 == n;

        put16(&id->cyl, (uint16_t)cyl);
        put16(&id->head, (uint16_t)head);
        id->rec = (uint8_t)(rec + i);
        set_ccw(c, CKD_SEARCH_ID_EQ, id, CCW_CC, 5);
        set_ccw(c + 1, CCW_TIC, c, 0, 1);
        set_ccw(c + 2, CKD_READ_DATA, (void *)(to + i * len),
                CCW_SLI | (last ? 0 : CCW_CC), len);
        c += 3;
    }
    for (unsigned tries = 0; !run(dev, io.ccw); tries++) {
        if (tries == TRIES)
            stop(BOOT_IO_ERROR);
        set_ccw(&io.sense, CCW_SENSE, io.sense_data, CCW_SLI, 24);
        run(dev, &io.sense);
    }
}

static unsigned
heads_of(unsigned devtype)
{
#define HEADS(type, cu, cumodel, model, cyls, alt, heads, r1, track)           \
    case 0x##type:                                                             \
        return heads;
    switch (devtype) {
        CKD_DRIVES(HEADS)
    default:
        return 0;
    }
#undef HEADS
}

static void
read_nucleus(uint32_t dev, const struct cpvol_extent *x)
{
    unsigned per_track = cpvol_pages_per_track(get16(&DESC->devtype));
    unsigned heads = heads_of(get16(&DESC->devtype));
    uint32_t left = (get32(&DESC->nucleus_len) + 4095) >> 12;
    uint32_t to = get32(&DESC->nucleus_at);
    unsigned cyl = get16(&x->cyl), head = 0;

    if (per_track == 0 || heads == 0 || left == 0 || left > get32(&x->pages))
        stop(BOOT_NO_NUCLEUS);
    while (left > 0) {
        unsigned n = left < per_track ? left : per_track;

        read_track(dev, cyl, head, 1, n, to, CPVOL_PAGE);
        to += n * CPVOL_PAGE;
        left -= n;
        if (++head == heads) {
            head = 0;
            cyl++;
        }
    }
}

static bool
is_descriptor(void)
{
    static const char eye[8] = {'C', 'P', 'V', 'O', 'L', '0', '0', '1'};

    for (unsigned i = 0; i < sizeof eye; i++)
        if (DESC->eye[i] != (uint8_t)eye[i])
            return false;
    return true;
}

void
boot_main(uint32_t dev)
{
    uint32_t channel = 0x80000000u >> (dev >> 8);

    put32((be32 *)0x68, PSW_EC | PSW_WAIT); /* program new PSW */
    put32((be32 *)0x6c, BOOT_PROGRAM_CHECK);
    put32((be32 *)0x78, PSW_EC); /* I/O new PSW: boot_wait sets the rest */
    /* Interruptions of other channels, consoles' say, stay pending. */
    __asm__ volatile("lctl 2,2,%0" : : "Q"(channel));
    read_track(dev, 0, 0, CPVOL_DESC_REC, 1, (uint32_t)DESC, DESC_HEAD);
    if (!is_descriptor())
        stop(BOOT_NO_DESCRIPTOR);
    for (unsigned i = 0; i < CPVOL_EXTENTS; i++) {
        const struct cpvol_extent *x = &DESC->extent[i];

        if (x->type == CPVOL_END)
            break;
        if (x->type == CPVOL_NUCLEUS) {
            read_nucleus(dev, x);
            boot_enter(get32(&DESC->nucleus_entry), dev);
        }
    }
    stop(BOOT_NO_NUCLEUS);
}
