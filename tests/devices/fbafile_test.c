/* SPDX-License-Identifier: MIT */
/* The files of fixed-block disks: what a device line mounts, which model it
 * is then, how long it takes, snapshots, and kill -9 while it is written. */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/devices/fbarig.h"

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
    TCase *t = tcase_create("files");

    tcase_add_test(t, read_only);
    tcase_add_test(t, identity);
    tcase_add_test(t, model_by_size);
    tcase_add_test(t, part_of_a_file);
    tcase_add_test(t, refuses_wrong_files);
    tcase_add_test(t, period_takes_its_time);
    tcase_add_test(t, saved);
    tcase_add_test(t, killed_while_writing);
    return fba_run(t);
}
