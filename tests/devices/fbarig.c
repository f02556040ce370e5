/* SPDX-License-Identifier: MIT */
/* A machine with a fixed-block disk; see fbarig.h. */
#include "config.h"

#include "tests/devices/fbarig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/devices/rigsuite.h"

struct rig rig;
char path[128];
struct device *disk;
static char folder[64];

struct device *
mount(const char *type, const char *a, const char *b)
{
    char words[2][16], *argv[3] = {path, words[0], words[1]};

    if (a)
        strcpy(words[0], a);
    if (b)
        strcpy(words[1], b);
    return rig_attach(&rig, DISK, type, a ? b ? 3 : 2 : 1, argv);
}

void
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

void
extent(uint8_t mask, uint32_t from, uint32_t first, uint32_t last)
{
    rig_program(&rig);
    put_word(EXTENT_AT, (uint32_t)mask << 24);
    put_word(EXTENT_AT + 4, from);
    put_word(EXTENT_AT + 8, first);
    put_word(EXTENT_AT + 12, last);
    rig_ccw(&rig, EXTENT, EXTENT_AT, CCW_CC, 16);
}

void
locate(uint8_t operation, uint8_t copies, unsigned count, uint32_t block)
{
    put_word(LOCATE_AT,
             (uint32_t)operation << 24 | (uint32_t)copies << 16 | count);
    put_word(LOCATE_AT + 4, block);
    rig_ccw(&rig, LOCATE, LOCATE_AT, CCW_CC, 8);
}

void
expect_sense(uint8_t b0, uint8_t b1, uint8_t b7)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, 0x2000, 0, 24);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    ck_assert_uint_eq(rig.st.main[0x2000], b0);
    ck_assert_uint_eq(rig.st.main[0x2001], b1);
    ck_assert_uint_eq(rig.st.main[0x2007], b7);
}

void
expect_reject(uint8_t message)
{
    rig_ccw(&rig, CCW_NOP, 0, 0, 1);
    ck_assert_uint_eq(rig_run(&rig, DISK) & 0x0200, 0x0200);
    expect_sense(SENSE_COMMAND_REJECT, 0, message);
}

const uint8_t *
data(unsigned i)
{
    return rig.st.main + RIG_DATA + i;
}

unsigned
fill(uint32_t block, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        memset(rig.st.main + RIG_DATA + i * 512, (int)(block + i), 512);
    extent(0, 0, 0, BLOCKS - 1);
    locate(1, 0, count, block);
    rig_ccw(&rig, WRITE, RIG_DATA, 0, (uint16_t)(count * 512));
    return rig_run(&rig, DISK);
}

unsigned
fetch(uint32_t block, unsigned count)
{
    memset(rig.st.main + RIG_DATA, 0xee, 0x8000);
    extent(0, 0, 0, BLOCKS - 1);
    locate(6, 0, count, block);
    rig_ccw(&rig, READ, RIG_DATA, 0, (uint16_t)(count * 512));
    return rig_run(&rig, DISK);
}

int
fba_run(TCase *t)
{
    return rig_suite("fba", t, setup, teardown);
}
