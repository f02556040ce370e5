/* SPDX-License-Identifier: MIT */
/* A virtual machine that tries CP's virtual I/O: IPLed from a minidisk of at
 * least 4 cylinders (here the virtual 191), it runs in BC mode, does channel
 * programs on its disks and its console, and types a line for each check that
 * fails and one at the end. Disabled wait X'600D' or X'BAD'. The other half of
 * the test is tests/cp/vioguest.sh. */
#include "arch/ccw.h"
#include "arch/ckd.h"
#include "arch/dat.h"
#include "arch/psw.h"
#include "cp/chanio.h"
#include "klib/kfmt.h"
#include "klib/klib.h"

enum { CON = 0x009, RDR = 0x00c, DISK = 0x191, RODISK = 0x190, NONE = 0x777 };
enum { OK = US_CHANNEL_END | US_DEVICE_END, CHECK = OK | US_UNIT_CHECK };
enum { BUF = 0x30000, TOP = 0x80000 };

CHANIO_OP(clrio, "0x9d010000")

void guest_main(void) __attribute__((noreturn));
void io_wait(void);

static struct ccw prog[16] __attribute__((aligned(8)));
static struct csw csw;
static struct ckd_seek seek_arg;
static uint8_t id_arg[5];
static unsigned passed, failed, ipl_dev;
static char line[128];
static uint8_t *const buf = (uint8_t *)BUF;

static void
ccw(unsigned n, unsigned cmd, const void *addr, unsigned flags, unsigned count)
{
    put32((be32 *)&prog[n], cmd << 24 | (uint32_t)addr);
    put32((be32 *)&prog[n] + 1, flags << 24 | count);
}

/* To the interruption of `dev`, others being thrown away. */
static void
await(unsigned dev)
{
    do {
        io_wait();
    } while (get16((const be16 *)0x3a) != dev);
    chanio_csw(&csw);
}

/* SIO and, when it started, the interruption. The condition code. */
static unsigned
start(unsigned dev, unsigned key)
{
    unsigned cc = chanio_sio(dev, (uint32_t)prog, key);

    memset(&csw, 0, sizeof csw);
    if (cc == 0)
        await(dev);
    else if (cc == 1)
        chanio_csw(&csw);
    return cc;
}

static void
type(unsigned len)
{
    struct ccw keep = prog[0];

    ccw(0, 0x09, line, CCW_SLI, len);
    start(CON, 0);
    prog[0] = keep;
}

static void
check(const char *what, uint32_t got, uint32_t want)
{
    if (got == want) {
        passed++;
        return;
    }
    failed++;
    type((unsigned)k_snprintf(line, sizeof line, "FAIL %s: %08X, not %08X",
                              what, (unsigned)got, (unsigned)want));
}

static uint32_t
status(void)
{
    return (uint32_t)csw.unit << 8 | csw.chan;
}

static uint32_t
sense(unsigned dev)
{
    memset(buf, 0, 24);
    ccw(0, CCW_SENSE, buf, CCW_SLI, 24);
    start(dev, 0);
    return (uint32_t)buf[0] << 8 | buf[1];
}

/* Seek and search of R(rec) in entries 0 to 2. */
static void
position(unsigned cyl, unsigned head, unsigned rec)
{
    put16(&seek_arg.bin, 0);
    put16(&seek_arg.cyl, (uint16_t)cyl);
    put16(&seek_arg.head, (uint16_t)head);
    memcpy(id_arg, &seek_arg.cyl, 4);
    id_arg[4] = (uint8_t)rec;
    ccw(0, CKD_SEEK, &seek_arg, CCW_CC, 6);
    ccw(1, CKD_SEARCH_ID_EQ, id_arg, CCW_CC, 5);
    ccw(2, CCW_TIC, &prog[1], 0, 1);
}

static void
addresses(void)
{
    check("TIO none", chanio_tio(NONE), 3);
    check("SIO none", chanio_sio(NONE, (uint32_t)prog, 0), 3);
    check("TCH none", chanio_tch(NONE), 3);
    check("HDV none", chanio_hdv(NONE), 3);
    check("TIO idle", chanio_tio(DISK), 0);
    check("TCH", chanio_tch(DISK), 0);
}

static void
sense_ids(void)
{
    ccw(0, CCW_SENSE_ID, buf, CCW_SLI, 7);
    check("id con", start(CON, 0), 0);
    check("id con type", (uint32_t)buf[4] << 8 | buf[5], 0x3215);
    check("id disk", start(DISK, 0), 0);
    check("id disk type", (uint32_t)buf[4] << 8 | buf[5], 0x3350);
    check("id rdr", start(RDR, 0), 0);
    check("id ff", buf[0], 0xff);
    ccw(0, CCW_READ, buf, CCW_SLI, 80);
    check("rdr not ready", start(RDR, 0), 1);
    check("rdr status", status() >> 8 & US_UNIT_CHECK, US_UNIT_CHECK);
    check("rdr sense", sense(RDR) >> 8, SENSE_INTERVENTION);
}

/* A track of three records, made by format writes. */
static void
format(void)
{
    static struct {
        uint8_t count[8];
        uint8_t data[100];
    } r[3];
    unsigned cc;

    position(1, 4, 0);
    memcpy(id_arg, &seek_arg.cyl, 4);
    ccw(1, CKD_SEARCH_ID_EQ, id_arg, CCW_CC, 5);
    for (unsigned i = 0; i < 3; i++) {
        memcpy(r[i].count, &seek_arg.cyl, 4);
        r[i].count[4] = (uint8_t)(i + 1);
        r[i].count[7] = 100;
        memset(r[i].data, (int)('A' + i), 100);
        ccw(3 + i, CKD_WRITE_CKD, &r[i], i < 2 ? CCW_CC : 0, 108);
    }
    cc = start(DISK, 0);
    check("format", cc << 16 | status(), OK << 8);
    position(1, 4, 2);
    ccw(3, CKD_READ_DATA, buf, 0, 100);
    check("read", start(DISK, 0) << 16 | status(), OK << 8);
    check("read data", buf[0] == 'B' && buf[99] == 'B', 1);
    check("csw address", get24(&csw.addr), (uint32_t)&prog[4]);
    check("residual", get16(&csw.count), 0);
    ccw(3, CKD_READ_DATA, buf, 0, 90);
    start(DISK, 0);
    check("incorrect length", status(), OK << 8 | CS_INCORRECT_LENGTH);
    ccw(3, CKD_READ_DATA, buf, CCW_SLI, 150);
    start(DISK, 0);
    check("sli", status(), OK << 8);
    check("sli residual", get16(&csw.count), 50);
    /* The count as it was written, and where the arm was left. */
    ccw(0, CKD_READ_COUNT, buf, 0, 8);
    start(DISK, 0);
    check("count without seek", status(), OK << 8);
    check("count", *(uint32_t *)buf, 1 << 16 | 4);
}

static void
home(void)
{
    position(3, 5, 0);
    ccw(1, CKD_READ_HA, buf, CCW_CC, 5);
    ccw(2, CKD_READ_R0, buf + 8, CCW_SLI, 16);
    start(DISK, 0);
    check("ha status", status(), OK << 8);
    check("ha", (uint32_t)buf[1] << 24 | buf[2] << 16 | buf[3] << 8 | buf[4],
          3 << 16 | 5);
    check("r0", *(uint32_t *)(buf + 8), 3 << 16 | 5);
    ccw(1, CKD_SEARCH_HA_EQ, &seek_arg.cyl, CCW_CC, 4);
    ccw(2, CCW_TIC, &prog[1], 0, 1);
    ccw(3, CKD_READ_R0, buf, CCW_SLI, 16);
    start(DISK, 0);
    check("search ha", status(), OK << 8);
    position(3, 5, 0);
    ccw(3, CCW_NOP, 0, CCW_SLI, 1);
    start(DISK, 0);
    check("search r0", status(), OK << 8);
}

static void
fences(void)
{
    position(5, 0, 1);
    ccw(3, CKD_READ_DATA, buf, CCW_SLI, 100);
    start(DISK, 0);
    check("seek outside", status(), CHECK << 8);
    check("seek address", get24(&csw.addr), (uint32_t)&prog[1]);
    check("seek sense", sense(DISK) >> 8 & SENSE_COMMAND_REJECT,
          SENSE_COMMAND_REJECT);
    position(4, 0, 77);
    ccw(1, CKD_SEARCH_ID_EQ | CKD_MT, id_arg, CCW_CC, 5);
    ccw(3, CKD_READ_DATA, buf, CCW_SLI, 100);
    start(DISK, 0);
    check("multitrack ends", status() >> 8 & US_UNIT_CHECK, US_UNIT_CHECK);
    sense(DISK);
    position(0, 0, 1);
    ccw(3, CKD_WRITE_DATA, buf, CCW_SLI, 8);
    start(RODISK, 0);
    check("write on r/o", status() >> 8 & US_UNIT_CHECK, US_UNIT_CHECK);
    check("write sense", sense(RODISK), 0x8004);
    check("sense is once", sense(RODISK), 0);
    ccw(0, 0x5f, buf, CCW_SLI, 8);
    start(DISK, 0);
    check("unknown command", status() >> 8 & US_UNIT_CHECK, US_UNIT_CHECK);
    check("unknown sense", sense(DISK) >> 8, SENSE_COMMAND_REJECT);
}

static void
areas(void)
{
    static be32 idaws[2];
    uint8_t *p = (uint8_t *)(BUF + 0x1000 - 30);

    position(1, 4, 1);
    memset(p, 0, 120);
    ccw(3, CKD_READ_DATA, p, 0, 100);
    start(DISK, 0);
    check("over a page", p[0] == 'A' && p[99] == 'A' && p[100] == 0, 1);
    put32(&idaws[0], BUF + 0x800 - 50);
    put32(&idaws[1], BUF + 0x3000);
    memset(buf, 0, 0x3100);
    ccw(3, CKD_READ_DATA, idaws, CCW_IDA, 100);
    start(DISK, 0);
    check("idaws", status(), OK << 8);
    check("idaw data",
          buf[0x7ce] == 'A' && buf[0x7ff] == 'A' && buf[0x3000] == 'A' &&
              buf[0x3031] == 'A' && buf[0x3032] == 0,
          1);
    put32(&idaws[1], BUF + 0x3001);
    start(DISK, 0);
    check("bad idaw", csw.chan, CS_PROGRAM_CHECK);
    memset(buf, 0, 0x200);
    ccw(3, CKD_READ_DATA, buf, CCW_CD, 10);
    ccw(4, 0, buf + 0x50, CCW_CD | CCW_SKIP, 20);
    ccw(5, 0, buf + 0x100, 0, 70);
    start(DISK, 0);
    check("data chain", status(), OK << 8);
    check("chained",
          buf[9] == 'A' && buf[10] == 0 && buf[0x50] == 0 &&
              buf[0x100] == 'A' && buf[0x145] == 'A' && buf[0x146] == 0,
          1);
    ccw(3, CKD_READ_DATA, (void *)(TOP - 50), 0, 100);
    start(DISK, 0);
    check("beyond storage", csw.chan & CS_PROGRAM_CHECK, CS_PROGRAM_CHECK);
    check("up to there", *(uint8_t *)(TOP - 1), 'A');
}

static void
keys(void)
{
    __asm__ volatile(".insn rr,0x0800,%0,%1" : : "d"(0x20), "a"(BUF + 0x4000));
    __asm__ volatile(".insn rr,0x0800,%0,%1" : : "d"(0x30), "a"(BUF + 0x4800));
    position(1, 4, 1);
    ccw(3, CKD_READ_DATA, buf + 0x4000, 0, 100);
    start(DISK, 2);
    check("key", status(), OK << 8);
    check("csw key", csw.key, 0x20);
    start(DISK, 3);
    check("other key", csw.chan & CS_PROTECTION_CHECK, CS_PROTECTION_CHECK);
    memset(buf + 0x47c0, 0, 0x100);
    ccw(3, CKD_READ_DATA, buf + 0x47f0, 0, 100);
    start(DISK, 2);
    check("into the next block", csw.chan & CS_PROTECTION_CHECK,
          CS_PROTECTION_CHECK);
    check("not stored", buf[0x4800], 0);
    __asm__ volatile(".insn rr,0x0800,%0,%1" : : "d"(0), "a"(BUF + 0x4000));
    __asm__ volatile(".insn rr,0x0800,%0,%1" : : "d"(0), "a"(BUF + 0x4800));
}

static void
bad_programs(void)
{
    unsigned cc = chanio_sio(DISK, (uint32_t)prog | 4, 0);

    chanio_csw(&csw);
    check("caw not aligned", cc << 8 | csw.chan, 0x100 | CS_PROGRAM_CHECK);
    ccw(0, CCW_TIC, &prog[1], 0, 1);
    cc = start(DISK, 0);
    check("tic first", cc << 8 | csw.chan, 0x100 | CS_PROGRAM_CHECK);
    ccw(0, CCW_NOP, 0, CCW_CC | CCW_SLI, 1);
    ccw(1, CCW_TIC, &prog[2], 0, 1);
    ccw(2, CCW_TIC, &prog[3], 0, 1);
    start(DISK, 0);
    check("tic to tic", csw.chan, CS_PROGRAM_CHECK);
    ccw(1, CKD_READ_COUNT, buf, 0, 0);
    start(DISK, 0);
    check("count zero", csw.chan, CS_PROGRAM_CHECK);
    check("at", get24(&csw.addr), (uint32_t)&prog[2]);
    ccw(0, CCW_NOP, 0, CCW_SLI, 1);
    cc = start(DISK, 0);
    check("nop", cc << 16 | status(), 1 << 16 | OK << 8);
    check("nothing is left of it", chanio_tio(DISK), 0);
    ccw(0, CCW_NOP, 0, CCW_CC | CCW_SLI | CCW_PCI, 1);
    ccw(1, CCW_NOP, 0, CCW_SLI, 1);
    start(CON, 0);
    check("console nops", status() & ~(unsigned)CS_PCI, OK << 8);
    /* A PCI that is not taken goes with the end. */
    chanio_sio(DISK, (uint32_t)prog, 0);
    while ((cc = chanio_tio(DISK)) == 2)
        ;
    chanio_csw(&csw);
    check("pci at the end", cc << 16 | status(), 1 << 16 | OK << 8 | CS_PCI);
    check("pci is over", chanio_tio(DISK), 0);
}

/* CP ends a program that keeps a shared pack for itself. */
static void
endless(void)
{
    position(1, 1, 1);
    ccw(1, CCW_TIC, &prog[0], 0, 1);
    chanio_sio(DISK, (uint32_t)prog, 0);
    check("clrio acts as tio", clrio(DISK), 2);
    await(DISK);
    check("endless program", csw.unit & US_DEVICE_END, US_DEVICE_END);
    check("free again", chanio_tio(DISK), 0);
}

static void
console(void)
{
    unsigned cc;

    memcpy(line, "CHAINED LINE", 12);
    ccw(0, 0x01, line, CCW_CD, 8);
    ccw(1, 0, line + 8, CCW_CC, 4);
    ccw(2, 0x09, line, 0, 1);
    start(CON, 0);
    check("console write", status(), OK << 8);
    check("console csw", get24(&csw.addr), (uint32_t)&prog[3]);
    ccw(0, 0x33, line, 0, 1);
    cc = start(CON, 0);
    check("console reject", cc << 8 | csw.unit, 0x100 | US_UNIT_CHECK);
    check("console sense", sense(CON) >> 8, SENSE_COMMAND_REJECT);
    /* A read that is halted. */
    ccw(0, 0x0a, buf, CCW_SLI, 20);
    check("read starts", chanio_sio(CON, (uint32_t)prog, 0), 0);
    check("read goes on", chanio_tio(CON), 2);
    check("busy", chanio_sio(CON, (uint32_t)prog, 0), 2);
    check("halt", chanio_hdv(CON), 1);
    await(CON);
    check("halted", csw.unit, OK);
    check("free", chanio_tio(CON), 0);
    /* One that is answered: tests/cp/vioguest.sh types it. */
    memcpy(line, "TYPE", 4);
    type(4);
    memset(buf, 0, 20);
    ccw(0, 0x0a, buf, CCW_SLI, 20);
    start(CON, 0);
    check("answer", memcmp(buf, "ANSWER", 6), 0);
    check("answer residual", get16(&csw.count), 14);
}

static unsigned
diagnose(uint32_t op, uint32_t *rx, uint32_t *ry, uint32_t *r15)
{
    register uint32_t r2 __asm__("2") = *rx;
    register uint32_t r4 __asm__("4") = *ry;
    register uint32_t r5 __asm__("5") = *r15;
    register uint32_t r1 __asm__("1") = 0;

    /* R15 is the stack's: it is exchanged around the instruction. */
    __asm__ volatile("lr 3,15; lr 15,5; ex 0,0(%4); ipm 1; lr 5,15; lr 15,3"
                     : "+d"(r2), "+d"(r4), "+d"(r5), "+d"(r1)
                     : "a"(op)
                     : "cc", "memory", "0", "3");
    *rx = r2;
    *ry = r4;
    *r15 = r5;
    return r1 >> 28;
}

static void
diagnoses(void)
{
    static const uint32_t d18 = 0x83240018, d20 = 0x83240020, d24 = 0x83240024,
                          d8c = 0x8324008c;
    uint32_t rx = DISK, ry = (uint32_t)prog, r15 = 1;
    unsigned cc;

    position(1, 4, 3);
    memset(buf, 0, 100);
    ccw(3, CKD_READ_DATA, buf, CCW_SLI, 100);
    check("diag 18", diagnose((uint32_t)&d18, &rx, &ry, &r15), 0);
    check("diag 18 data", buf[0] == 'C' && buf[99] == 'C', 1);
    rx = RODISK;
    ccw(3, CKD_WRITE_DATA, buf, CCW_SLI, 100);
    cc = diagnose((uint32_t)&d18, &rx, &ry, &r15);
    check("diag 18 r/o", cc << 8 | r15, 1 << 8 | 3);
    rx = DISK;
    r15 = 1;
    put16(&seek_arg.cyl, 5);
    cc = diagnose((uint32_t)&d18, &rx, &ry, &r15);
    check("diag 18 cyl", cc << 8 | r15, 1 << 8 | 4);
    r15 = 1;
    position(1, 4, 9);
    ccw(3, CKD_READ_DATA, buf, CCW_SLI, 100);
    cc = diagnose((uint32_t)&d18, &rx, &ry, &r15);
    check("diag 18 no record", cc << 8 | r15, 3 << 8 | 13);
    r15 = 0;
    cc = diagnose((uint32_t)&d18, &rx, &ry, &r15);
    check("diag 18 r15", cc << 8 | r15, 2 << 8 | 11);
    rx = NONE;
    cc = diagnose((uint32_t)&d18, &rx, &ry, &r15);
    check("diag 18 none", cc << 8 | r15, 1 << 8 | 1);
    rx = DISK;
    r15 = 0;
    position(1, 4, 1);
    memset(buf, 0, 100);
    ccw(3, CKD_READ_DATA, buf, 0, 100);
    cc = diagnose((uint32_t)&d20, &rx, &ry, &r15);
    check("diag 20", cc << 8 | buf[99], 'A');
    ccw(3, CKD_READ_DATA, buf, 0, 99);
    cc = diagnose((uint32_t)&d20, &rx, &ry, &r15);
    check("diag 20 length", cc << 8 | r15, 2 << 8 | 3);
    rx = DISK;
    ry = 0;
    cc = diagnose((uint32_t)&d24, &rx, &ry, &r15);
    check("diag 24", cc << 16 | ry >> 16, 0x0408);
    check("diag 24 real", r15 == 0 ? 0 : 1, 1);
    rx = 0xffffffff;
    cc = diagnose((uint32_t)&d24, &rx, &ry, &r15);
    check("diag 24 console", rx, CON);
    check("diag 24 class", ry >> 16, 0x8000);
    rx = NONE;
    check("diag 24 none", diagnose((uint32_t)&d24, &rx, &ry, &r15), 3);
    rx = BUF;
    ry = 6;
    check("diag 8c", diagnose((uint32_t)&d8c, &rx, &ry, &r15), 3);
}

void
guest_main(void)
{
    struct psw psw __attribute__((aligned(8)));

    ipl_dev = get16((const be16 *)2);
    check("ipl device", ipl_dev, DISK);
    addresses();
    sense_ids();
    format();
    home();
    fences();
    areas();
    keys();
    bad_programs();
    endless();
    console();
    diagnoses();
    type((unsigned)k_snprintf(line, sizeof line,
                              "VIOGUEST %u passed, %u failed", passed, failed));
    put32(&psw.w0, PSW_WAIT);
    put32(&psw.w1, failed == 0 ? 0x600d : 0xbad);
    for (;;)
        __asm__ volatile("lpsw %0" : : "Q"(psw) : "memory");
}
