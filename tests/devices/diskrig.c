/* SPDX-License-Identifier: MIT */
/* A machine with a CKD disk; see diskrig.h. */
#include "config.h"

#include "tests/devices/diskrig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/devices/rigsuite.h"

enum { SENSE_AT = 0x2000 };

struct rig rig;
char path[128];
static char folder[64];
unsigned sense_len;

void
mount(const char *type, unsigned cyls, const char *option)
{
    const struct ckd_drive *d = drive_named(type);
    struct ckd_geometry geo = ckd_drive_geometry(d, cyls);
    char word[16], *argv[2] = {path, word};
    struct err err;

    if (chansys_find(rig.cs, DISK))
        ck_assert(chansys_detach(rig.cs, DISK, &err));
    unlink(path);
    ck_assert_msg(ckd_create_as(path, &geo, CKD_FLAT, &err), "%s", err.text);
    if (option)
        strcpy(word, option);
    rig_attach(&rig, DISK, type, option ? 2 : 1, argv);
    sense_len = d->kind->sense_len;
}

static void
setup(void)
{
    strcpy(folder, "/tmp/cambridge-drives-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/a.ckd", folder);
    rig_open(&rig);
}

static void
teardown(void)
{
    rig_close(&rig);
    unlink(path);
    rmdir(folder);
}

const uint8_t *
data(unsigned i)
{
    return rig.st.main + RIG_DATA + i;
}

const uint8_t *
sense(void)
{
    rig_program(&rig);
    rig_ccw(&rig, CCW_SENSE, SENSE_AT, 0, (uint16_t)sense_len);
    ck_assert_uint_eq(rig_run(&rig, DISK), ENDED);
    return rig.st.main + SENSE_AT;
}

void
expect(uint8_t b0, uint8_t b1)
{
    const uint8_t *s = sense();

    ck_assert_msg(s[0] == b0 && s[1] == b1, "sense %02X%02X, not %02X%02X",
                  s[0], s[1], b0, b1);
}

void
put_count(uint32_t at, unsigned cyl, unsigned head, unsigned rec, unsigned kl,
          unsigned dl)
{
    uint8_t c[8] = {(uint8_t)(cyl >> 8), (uint8_t)cyl, 0,
                    (uint8_t)head,       (uint8_t)rec, (uint8_t)kl,
                    (uint8_t)(dl >> 8),  (uint8_t)dl};

    rig_put(&rig, at, c, 8);
}

void
begin(uint8_t mask, unsigned cyl, unsigned head)
{
    uint8_t to[6] = {0, 0, (uint8_t)(cyl >> 8), (uint8_t)cyl, 0, (uint8_t)head};

    rig_program(&rig);
    rig_put(&rig, SEEK_AT, to, 6);
    rig_put(&rig, MASK_AT, &mask, 1);
    rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
}

void
seek(uint8_t mask, unsigned cyl, unsigned head)
{
    begin(mask, cyl, head);
    /* A mask of X'08' and above does not let the seek pass. */
    if ((mask & 0x18) != 0)
        rig_program(&rig);
    rig_ccw(&rig, CKD_SEEK, SEEK_AT, CCW_CC, 6);
    if ((mask & 0x18) != 0)
        rig_ccw(&rig, CKD_SET_FILE_MASK, MASK_AT, CCW_CC, 1);
}

void
search_id(unsigned cyl, unsigned head, unsigned rec)
{
    uint32_t at;

    put_count(ID_AT, cyl, head, rec, 0, 0);
    at = rig_ccw(&rig, CKD_SEARCH_ID_EQ, ID_AT, CCW_CC, 5);
    rig_ccw(&rig, CCW_TIC, at, 0, 1);
}

unsigned
write_record(uint8_t code, unsigned cyl, unsigned head, unsigned rec,
             unsigned kl, unsigned dl, uint8_t fill)
{
    seek(0xc0, cyl, head);
    search_id(cyl, head, rec - 1);
    memset(rig.st.main + RIG_DATA, fill, 8 + kl + dl);
    put_count(RIG_DATA, cyl, head, rec, kl, dl);
    rig_ccw(&rig, code, RIG_DATA, 0, (uint16_t)(8 + kl + dl));
    return rig_run(&rig, DISK);
}

unsigned
single(uint8_t code, uint16_t count, uint8_t mask, unsigned cyl, unsigned head)
{
    seek(mask, cyl, head);
    rig_ccw(&rig, code, RIG_DATA, CCW_SLI, count);
    return rig_run(&rig, DISK);
}

int
disk_run(TCase *t)
{
    return rig_suite("disks", t, setup, teardown);
}
