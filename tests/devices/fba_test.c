/* SPDX-License-Identifier: MIT */
/* Fixed-block disks: channel programs against a small file in a temporary
 * folder, each command and each way to be refused. */
#include "config.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "devices/dasd.h"
#include "image/ckd.h"
#include "image/fba.h"
#include "tests/devices/rig.h"

enum { DISK = 0x160, ENDED = 0x0c00, UCHECK = 0x0e00, BLOCKS = 101 };
enum { EXTENT_AT = 0x3000, LOCATE_AT = 0x3020 };
enum {
    IPL = 0x02,
    WRITE = 0x41,
    READ = 0x42,
    LOCATE = 0x43,
    EXTENT = 0x63,
    RDC = 0x64
};

static struct rig rig;
static char folder[64], path[128];
static struct device *disk;

static struct device *
mount(const char *type, const char *a, const char *b)
{
    char words[2][16], *argv[3] = {path, words[0], words[1]};

    if (a)
        strcpy(words[0], a);
    if (b)
        strcpy(words[1], b);
    return rig_attach(&rig, DISK, type, a ? b ? 3 : 2 : 1, argv);
}

static void
remount(const char *type, const char *a, const char *b)
{
    struct err err;

    ck_assert(chansys_detach(rig.cs, DISK, &err));
    disk = mount(type, a, b);
}

static void
setup(void)
{
    struct err err;

    strcpy(folder, "/tmp/cambridge-fba-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.fba", folder);
    ck_assert_msg(fba_create(path, BLOCKS, &err), "%s", err.text);
    rig_open(&rig);
    disk = mount("3310", NULL, NULL);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path);
    rmdir(folder);
}

static void
put_word(uint32_t at, uint32_t v)
{
    be32 w;

    put32(&w, v);
    rig_put(&rig, at, &w, 4);
}

/* Begins a program with a define extent: blocks first..last of the data set,
 * which begins at block `from` of the drive. */
static void
extent(uint8_t mask, uint32_t from, uint32_t first, uint32_t last)
{
    rig_program(&rig);
    put_word(EXTENT_AT, (uint32_t)mask << 24);
    put_word(EXTENT_AT + 4, from);
    put_word(EXTENT_AT + 8, first);
    put_word(EXTENT_AT + 12, last);
    rig_ccw(&rig, EXTENT, EXTENT_AT, CCW_CC, 16);
}

static void
locate(uint8_t operation, uint8_t copies, unsigned count, uint32_t block)
{
    put_word(LOCATE_AT,
             (uint32_t)operation << 24 | (uint32_t)copies << 16 | count);
    put_word(LOCATE_AT + 4, block);
    rig_ccw(&rig, LOCATE, LOCATE_AT, CCW_CC, 8);
}

static void
expect_sense(uint8_t b0, uint8_t b1, uint8_t b7)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, 0, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(rig.st.main[0x2000], b0);
    ck_assert_uint_eq(rig.st.main[0x2001], b1);
    ck_assert_uint_eq(rig.st.main[0x2007], b7);
}

/* The program so far, and a CCW that ends it, is rejected. */
static void
expect_reject(uint8_t message)
{
    rig_ccw(&rig, CCW_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, message);
}

static const uint8_t *
data(unsigned i)
{
    return rig.st.main + RIG_DATA + i;
}

/* Writes `count` blocks, each filled with its number. */
static unsigned
fill(uint32_t block, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        memset(rig.st.main + RIG_DATA + i * 512, (int)(block + i), 512);
    extent(0, 0, 0, BLOCKS - 1);
    locate(1, 0, count, block);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, (uint16_t)(count * 512));
    return rig_run(&rig, DISK);
}

static unsigned
fetch(uint32_t block, unsigned count)
{
    memset(rig.st.main + RIG_DATA, 0xee, 0x8000);
    extent(0, 0, 0, BLOCKS - 1);
    locate(6, 0, count, block);
    rig_ccw(&rig, READ, RIG_DATA, 0, (uint16_t)(count * 512));
    return rig_run(&rig, DISK);
}

START_TEST(writes_and_reads)
{
    uint8_t block[512];
    int fd;

    ck_assert_uint_eq(fill(5, 20), ENDED);
    ck_assert_uint_eq(fetch(4, 22), ENDED);
    ck_assert_uint_eq(get16(&rig.csw.count), 0);
    ck_assert_uint_eq(*data(511), 0);
    for (unsigned i = 0; i < 20; i++) {
        ck_assert_uint_eq(*data(512 + i * 512), 5 + i);
        ck_assert_uint_eq(*data(512 + i * 512 + 511), 5 + i);
    }
    ck_assert_uint_eq(*data(21 * 512), 0);
    /* In the file at its place, before the device end. */
    fd = open(path, O_RDONLY);
    ck_assert_int_eq(pread(fd, block, 512, 24 * 512), 512);
    close(fd);
    ck_assert_uint_eq(block[0], 24);
    /* The last block, in a group that the file has in part. */
    ck_assert_uint_eq(fill(BLOCKS - 1, 1), ENDED);
    ck_assert_uint_eq(fetch(BLOCKS - 1, 1), ENDED);
    ck_assert_uint_eq(*data(0), BLOCKS - 1);
}
END_TEST

START_TEST(numbers_of_the_data_set)
{
    ck_assert_uint_eq(fill(50, 3), ENDED);
    /* Data set of blocks 100 to 102 at block 50 of the drive. */
    extent(0, 50, 100, 102);
    locate(6, 0, 1, 101);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 51);
    extent(0, 50, 100, 102);
    locate(6, 0, 2, 102);
    expect_reject(4);
    extent(0, 50, 100, 102);
    locate(6, 0, 1, 99);
    expect_reject(4);
}
END_TEST

START_TEST(short_write_pads_and_long_is_incorrect)
{
    ck_assert_uint_eq(fill(5, 3), ENDED);
    memset(rig.st.main + RIG_DATA, 0xaa, 600);
    extent(0, 0, 0, BLOCKS - 1);
    locate(5, 0, 2, 5);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 100);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(fetch(5, 3), ENDED);
    ck_assert_uint_eq(*data(99), 0xaa);
    ck_assert_uint_eq(*data(100), 0);
    ck_assert_uint_eq(*data(600), 0); /* the second block, too */
    ck_assert_uint_eq(*data(1024), 7);
    extent(0, 0, 0, BLOCKS - 1);
    locate(1, 0, 1, 5);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 600);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED | CS_INCORRECT_LENGTH);
    ck_assert_uint_eq(get16(&rig.csw.count), 88);
    extent(0, 0, 0, BLOCKS - 1);
    locate(6, 0, 2, 5);
    rig_ccw(&rig, READ, RIG_DATA, CCW_SLI, 600);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(extent_is_checked)
{
    extent(0x80, 0, 0, 10); /* mask that is none */
    expect_reject(4);
    extent(0x20, 0, 0, 10); /* a bit that must be zero */
    expect_reject(4);
    extent(0, 0, 10, 9);
    expect_reject(4);
    extent(0, BLOCKS - 10, 0, 10); /* one beyond the drive */
    expect_reject(4);
    extent(0, BLOCKS - 10, 0, 9);
    rig_ccw(&rig, CCW_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    extent(0, 0xffffffff, 0, 0);
    expect_reject(4);
    extent(0, 0, 0, 0xffffffff);
    expect_reject(4);
    rig_program(&rig); /* too short */
    rig_ccw(&rig, EXTENT, EXTENT_AT, CCW_SLI, 15);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0, 3);
    extent(0, 0, 0, 9); /* twice in a chain */
    rig_ccw(&rig, EXTENT, EXTENT_AT, 0, 16);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 2);
}
END_TEST

START_TEST(locate_is_checked)
{
    static const uint8_t bad[] = {0, 3, 7, 0x11, 0x86};

    for (unsigned i = 0; i < sizeof(bad); i++) {
        extent(0, 0, 0, 10);
        locate(bad[i], 0, 1, 1);
        expect_reject(4);
    }
    extent(0, 0, 0, 10);
    locate(6, 0, 0, 1); /* no blocks */
    expect_reject(4);
    extent(0, 0, 0, 10);
    locate(6, 0, 2, 10);
    expect_reject(4);
    extent(0, 0, 0, 10);
    rig_ccw(&rig, LOCATE, LOCATE_AT, CCW_SLI, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), UCHECK);
    expect_sense(SENSE_COMMAND_REJECT, 0, 3);
    rig_program(&rig); /* without an extent */
    locate(6, 0, 1, 1);
    expect_reject(2);
}
END_TEST

START_TEST(sequence_is_enforced)
{
    rig_program(&rig);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 2);
    extent(0, 0, 0, 10); /* a write where a read was located */
    locate(6, 0, 1, 1);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10);
    locate(1, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10); /* a second read needs a locate of its own */
    locate(6, 0, 2, 1);
    rig_ccw(&rig, READ, RIG_DATA, CCW_CC | CCW_SLI, 512);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    extent(0, 0, 0, 10);
    locate(6, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, CCW_CC, 512);
    locate(6, 0, 1, 2);
    rig_ccw(&rig, READ, RIG_DATA + 512, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    rig_program(&rig); /* no such command */
    rig_ccw(&rig, 0x5b, RIG_DATA, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK), 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, 0);
}
END_TEST

START_TEST(mask_inhibits)
{
    extent(0x40, 0, 0, 10);
    locate(1, 0, 1, 1);
    expect_reject(2);
    extent(0x40, 0, 0, 10);
    locate(6, 0, 1, 1);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    extent(0, 0, 0, 10); /* formatting wants X'C0' */
    locate(4, 0, 1, 1);
    expect_reject(2);
    extent(0xc0, 0, 0, 10);
    locate(4, 0, 1, 1);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
}
END_TEST

START_TEST(replicated)
{
    ck_assert_uint_eq(fill(20, 8), ENDED);
    extent(0, 0, 0, BLOCKS - 1); /* four copies of two blocks */
    locate(2, 8, 2, 20);
    rig_ccw(&rig, READ, RIG_DATA, 0, 1024);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(512), 21);
    extent(0, 0, 0, BLOCKS - 1);
    locate(2, 7, 2, 20);
    expect_reject(4);
    extent(0, 0, 0, 25); /* the copies must lie in the extent */
    locate(2, 8, 2, 20);
    expect_reject(4);
}
END_TEST

START_TEST(read_only)
{
    ck_assert_uint_eq(fill(1, 1), ENDED);
    remount("3310", "ro", NULL);
    ck_assert_uint_eq(fill(1, 1), 0x0200);
    expect_sense(SENSE_EQUIPMENT, 0x02, 0);
    ck_assert_uint_eq(fetch(1, 1), ENDED);
    ck_assert_uint_eq(*data(0), 1);
    remount("3310", "fakewrite", NULL);
    ck_assert_uint_eq(fill(2, 1), ENDED);
    ck_assert_uint_eq(fetch(2, 1), ENDED);
    ck_assert_uint_eq(*data(0), 0);
}
END_TEST

START_TEST(identity)
{
    static const uint8_t rdc[32] = {0x30, 0x08, 0x21, 0x02, 0x02, 0,
                                    0,    0,    0,    0x3e, 0,    0,
                                    0x02, 0xe8, 0,    0,    0,    BLOCKS};

    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\xff\x43\x31\x01\x33\x10\x01", 7);
    remount("3370", NULL, NULL);
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, CCW_CC, 7);
    rig_ccw(&rig, RDC, RIG_DATA + 8, 0, 32);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\xff\x38\x80\x01\x33\x70\x00", 7);
    ck_assert_mem_eq(data(8), rdc, 32);
    remount("3370-A2", NULL, NULL);
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_mem_eq(data(0), "\xff\x38\x80\x01\x33\x70\x04", 7);
}
END_TEST

START_TEST(model_by_size)
{
    struct err err;

    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_int_eq(truncate(path, 600000 * 512L), 0);
    disk = mount("3370", NULL, NULL);
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE_ID, RIG_DATA, 0, 7);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(6), 4);
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    {
        char *argv[1] = {path};

        ck_assert_ptr_null(
            chansys_attach(rig.cs, DISK, "3370-1", 1, argv, &err));
        ck_assert_ptr_nonnull(strstr(err.text, "600000 blocks"));
    }
}
END_TEST

START_TEST(part_of_a_file)
{
    ck_assert_uint_eq(fill(30, 3), ENDED);
    remount("3310", "30", "2");
    extent(0, 0, 0, 1);
    locate(6, 0, 2, 0);
    rig_ccw(&rig, READ, RIG_DATA, 0, 1024);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(*data(0), 30);
    ck_assert_uint_eq(*data(512), 31);
    extent(0, 0, 0, 2);
    expect_reject(4);
}
END_TEST

START_TEST(ipl)
{
    static const uint8_t ipl1[24] = {0x00, 0x0c, 0, 0, 0,    0, 0x20, 0,
                                     0x03, 0,    0, 0, 0x20, 0, 0,    1};
    uint8_t unit, chan;

    rig_put(&rig, RIG_DATA, ipl1, 24);
    extent(0, 0, 0, 0);
    locate(1, 0, 1, 0);
    rig_ccw(&rig, WRITE, RIG_DATA, CCW_SLI, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    memset(rig.st.main, 0, RIG_STORAGE);
    chansys_reset(rig.cs);
    ck_assert(chansys_ipl_start(rig.cs, DISK));
    rig_events(&rig, 100);
    ck_assert_int_eq(chansys_ipl_status(rig.cs, &unit, &chan), 1);
    ck_assert_mem_eq(rig.st.main, ipl1, 24);
}
END_TEST

START_TEST(refuses_wrong_files)
{
    char no[] = "/nonexistent", opt[] = "fast";
    char *argn[1] = {no}, *argv[2] = {path, opt};
    struct err err;

    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 0, NULL, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 1, argn, &err));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 2, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "fast"));
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 1, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, path)); /* locked */
    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_int_eq(truncate(path, 1000), 0);
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 1, argv, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "1000"));
    ck_assert_int_eq(truncate(path, 0), 0);
    ck_assert_ptr_null(chansys_attach(rig.cs, 0x161, "3310", 1, argv, &err));
}
END_TEST

/* Microseconds that a read of this block of the drive takes. */
static uint64_t
time_of(uint32_t block)
{
    uint64_t begin = evq_now(rig.evq);

    extent(0, block, 0, 0);
    locate(6, 0, 1, 0);
    rig_ccw(&rig, READ, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    return (rig.cpu.clock.tod0 - begin) / TOD_USEC;
}

/* Half a turn; and the seek, when the block is at another position. */
START_TEST(period_takes_its_time)
{
    struct err err;
    uint64_t near;

    ck_assert(chansys_detach(rig.cs, DISK, &err));
    ck_assert_int_eq(truncate(path, 10000 * 512L), 0);
    disk = mount("3310", "period", NULL);
    near = time_of(1);
    ck_assert_uint_gt(near, 9000);
    ck_assert_uint_gt(time_of(9000), near + 9000);
    ck_assert_uint_le(time_of(9000), near);
}
END_TEST

/* A snapshot between locate and read, and a machine made of it: the blocks are
 * those of then. */
START_TEST(saved)
{
    static uint8_t storage[RIG_STORAGE];
    struct pack p;
    struct unpack u;
    struct err err;

    ck_assert_uint_eq(fill(BLOCKS - 3, 3), ENDED);
    extent(0, 0, 0, BLOCKS - 1);
    locate(6, 0, 3, BLOCKS - 3);
    rig_ccw(&rig, READ, RIG_DATA, 0, 3 * 512);
    memset(rig.st.main + RIG_DATA, 0, 3 * 512);
    ck_assert_int_eq(rig_sio(&rig, DISK, 0, false), 0);
    rig_events(&rig, 2);
    pack_init(&p, PACK_COPY);
    chansys_save_device(disk, &p);
    chansys_save(rig.cs, &p);
    ck_assert(pack_ok(&p));
    memcpy(storage, rig.st.main, RIG_STORAGE);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    memset(rig.st.main + RIG_DATA, 0xdd, 512);
    extent(0, 0, 0, BLOCKS - 1);
    locate(1, 0, 1, BLOCKS - 1);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, 512);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);

    rig_close(&rig);
    rig_open(&rig);
    memcpy(rig.st.main, storage, RIG_STORAGE);
    unpack_init(&u, PACK_COPY, p.buf + PACK_HEADER, p.len);
    disk = chansys_make_device(rig.cs, &u, &err);
    ck_assert_msg(disk != NULL, "%s", err.text);
    chansys_load(rig.cs, &u);
    ck_assert_msg(unpack_ok(&u), "%s", u.err.text);
    ck_assert_int_eq(rig_wait(&rig), DISK);
    ck_assert_uint_eq(rig.csw.unit, ENDED >> 8);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_uint_eq(*data(i * 512), BLOCKS - 3 + i);
    ck_assert_uint_eq(fill(1, 1), ENDED);
    unpack_free(&u);
    pack_free(&p);
}
END_TEST

/* Writes blocks full of their stamp, and tells each stamp when the write has
 * ended. */
static _Noreturn void
stamp(int pipe_end)
{
    static uint8_t bytes[4 * FBA_BLOCK];
    struct err err;
    struct ckd *c = fba_open(path, 0x3310, 0, 0, 0, &err);

    for (uint32_t n = 1; c != NULL; n++) {
        unsigned block = n * 7 % (BLOCKS - 4);

        for (unsigned i = 0; i < sizeof(bytes); i += 4)
            memcpy(bytes + i, &n, 4);
        if (!fba_write(c, block, 4, bytes, &err) ||
            write(pipe_end, &n, sizeof(n)) != sizeof(n))
            break;
    }
    _exit(1);
}

/* Every block has one stamp throughout, not older than the last one that was
 * told for it. */
static void
check_stamps(const uint32_t *told)
{
    uint32_t words[FBA_BLOCK / 4];
    struct err err;
    struct ckd *c = fba_open(path, 0x3310, 0, 0, 0, &err);

    ck_assert_msg(c != NULL, "%s", err.text);
    for (unsigned b = 0; b < BLOCKS; b++) {
        ck_assert(fba_read(c, b, 1, (uint8_t *)words, &err));
        for (unsigned i = 1; i < FBA_BLOCK / 4; i++)
            ck_assert_uint_eq(words[i], words[0]);
        ck_assert_uint_ge(words[0], told[b]);
    }
    ckd_close(c);
}

START_TEST(killed_while_writing)
{
    uint32_t told[BLOCKS], n;
    struct err err;

    ck_assert(chansys_detach(rig.cs, DISK, &err));
    for (unsigned round = 0; round < 20; round++) {
        unsigned acks = 0, want = 1 + (unsigned)rand() % 300;
        int ends[2];
        pid_t pid;

        unlink(path);
        ck_assert(fba_create(path, BLOCKS, &err));
        memset(told, 0, sizeof(told));
        ck_assert_int_eq(pipe(ends), 0);
        pid = fork();
        if (pid == 0)
            stamp(ends[1]);
        close(ends[1]);
        while (read(ends[0], &n, sizeof(n)) == sizeof(n)) {
            for (unsigned i = 0; i < 4; i++)
                told[n * 7 % (BLOCKS - 4) + i] = n;
            if (++acks == want)
                kill(pid, SIGKILL);
        }
        close(ends[0]);
        waitpid(pid, NULL, 0);
        ck_assert_uint_ge(acks, want);
        check_stamps(told);
    }
    disk = mount("3310", NULL, NULL);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("fba");
    TCase *t = tcase_create("fba");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, writes_and_reads);
    tcase_add_test(t, numbers_of_the_data_set);
    tcase_add_test(t, short_write_pads_and_long_is_incorrect);
    tcase_add_test(t, extent_is_checked);
    tcase_add_test(t, locate_is_checked);
    tcase_add_test(t, sequence_is_enforced);
    tcase_add_test(t, mask_inhibits);
    tcase_add_test(t, replicated);
    tcase_add_test(t, read_only);
    tcase_add_test(t, identity);
    tcase_add_test(t, model_by_size);
    tcase_add_test(t, part_of_a_file);
    tcase_add_test(t, ipl);
    tcase_add_test(t, refuses_wrong_files);
    tcase_add_test(t, period_takes_its_time);
    tcase_add_test(t, saved);
    tcase_add_test(t, killed_while_writing);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
