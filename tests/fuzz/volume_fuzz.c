/* SPDX-License-Identifier: MIT */
/* A finished volume with bytes changed, as cambridge-volume reads it: dump,
 * directory, minidisks, files. Input: four bytes a change: which of the tracks
 * below, offset, value. */
#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"
#include "tools/control.h"
#include "tools/create.h"
#include "tools/volume.h"

enum { HEADS = 19, TRACK = 13312, CHANGES = 64 };

/* Descriptor, directory, saved systems, the minidisk's first three tracks. */
static const unsigned tracks[] = {0,         HEADS,         2 * HEADS,
                                  3 * HEADS, 3 * HEADS + 1, 3 * HEADS + 2};
enum { TRACKS = sizeof(tracks) / sizeof(tracks[0]) };

static const char control_text[] = "volume CAMT 3330 5\n"
                                   "ipl1 ipl1\n"
                                   "boot boot\n"
                                   "directory 1 1 dir\n"
                                   "saved 2 1\n"
                                   "system CMS cms 10000 0000000000010000 256\n"
                                   "perm 3 2\n"
                                   "minidisk U 191 USR191 size 1024\n"
                                   "text card CARD DATA F 80\n"
                                   "text card CARD LIST V\n";

static const char direct_text[] = "DIRECTORY 150 3330 CAMT\n"
                                  "USER U P 1M 1M G\n"
                                  " CONSOLE 009 3215\n"
                                  " MDISK 191 3330 3 1 CAMT MR\n"
                                  " MDISK 192 3330 4 1 CAMT MR\n";

static char image[32]; /* its path */
static int fd;

static void
write_text(const char *dir, const char *name, const char *text, size_t len)
{
    char path[80];
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    f = fopen(path, "w");
    FUZZ_CHECK(f != NULL && fwrite(text, 1, len, f) == len);
    fclose(f);
}

/* Makes the volume in a folder of its own, which is gone afterwards. */
static void
make_image(void)
{
    static const char *const names[] = {"control", "dir",  "ipl1", "boot",
                                        "cms",     "card", "vol",  "vol.own"};
    char dir[] = "/tmp/cambridge-fuzz-XXXXXX", path[80], control[80];
    const char *folders[] = {dir};
    struct control c;
    struct create cr = {&c, folders, 1, "1", path};
    struct err err = {.text = ""};
    static const char bytes[9000] = "x";

    FUZZ_CHECK(mkdtemp(dir) != NULL);
    write_text(dir, "control", control_text, strlen(control_text));
    write_text(dir, "dir", direct_text, strlen(direct_text));
    write_text(dir, "ipl1", bytes, 24);
    write_text(dir, "boot", bytes, 1000);
    write_text(dir, "cms", bytes, sizeof(bytes));
    write_text(dir, "card", "one\ntwo\n", 8);
    snprintf(control, sizeof(control), "%s/control", dir);
    snprintf(path, sizeof(path), "%s/vol", dir);
    if (!control_read(&c, control, &err) || !create_volume(&cr, &err))
        fuzz_fail(__FILE__, __LINE__, err.text);
    control_free(&c);
    fd = open(path, O_RDWR | O_CLOEXEC);
    FUZZ_CHECK(fd >= 0);
    snprintf(image, sizeof(image), "/proc/self/fd/%d", fd);
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
        unlink(path);
    }
    FUZZ_CHECK(rmdir(dir) == 0);
}

static void
read_files(struct minidisk *m, struct err *err)
{
    uint8_t *bytes;
    size_t size;
    uint32_t found;
    bool longs = false;

    if (!minidisk_mount(m, false, err))
        return;
    edf_check(&m->disk, NULL, NULL, &found);
    for (uint32_t i = 0; i + 2 < m->disk.nfst; i++) /* takes its time */
        longs = longs || get32(&edf_entry(&m->disk, i)->nrecs) > 1000;
    if (!longs && minidisk_get(m, "CARD", "DATA", true, &bytes, &size, err))
        free(bytes);
    if (!longs && minidisk_get(m, "CARD", "LIST", false, &bytes, &size, err))
        free(bytes);
    minidisk_unmount(m);
}

static bool
each(void *ctx, struct minidisk *m)
{
    if (m->blksize != 0)
        read_files(m, ctx);
    return true;
}

static void
use(struct ckd *c, FILE *null)
{
    struct err err = {.text = ""};
    struct minidisk m;

    if (!volume_dump(c, null, &err))
        FUZZ_CHECK(err.text[0] != '\0');
    volume_each(c, each, &err, &err);
    if (volume_minidisk(c, "U", "191", &m, &err))
        read_files(&m, &err);
    if (volume_minidisk(c, "@", "3", &m, &err))
        read_files(&m, &err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *null;
    struct fuzz_in in = {data, size};
    uint8_t old[CHANGES];
    off_t at[CHANGES];
    unsigned n = 0;
    struct err err;
    struct ckd *c;

    if (null == NULL) {
        null = fopen("/dev/null", "w");
        make_image();
    }
    for (; n < CHANGES && in.n > 0; n++) {
        unsigned track = tracks[fuzz_u8(&in) % TRACKS];
        uint8_t value;

        at[n] = 512 + (off_t)track * TRACK + fuzz_u16(&in) % TRACK;
        value = fuzz_u8(&in);
        FUZZ_CHECK(pread(fd, &old[n], 1, at[n]) == 1);
        FUZZ_CHECK(pwrite(fd, &value, 1, at[n]) == 1);
    }
    c = ckd_open(image, CKD_READ_ONLY, &err);
    FUZZ_CHECK(c != NULL);
    use(c, null);
    ckd_close(c);
    while (n-- > 0)
        FUZZ_CHECK(pwrite(fd, &old[n], 1, at[n]) == 1);
    return 0;
}
