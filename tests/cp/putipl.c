/* SPDX-License-Identifier: MIT */
/* usage: putipl IMAGE CYLINDER HEAD PROGRAM
 * Makes the track hold, as on a minidisk that begins there, an IPL record that
 * reads record 2 to X'10000' and starts it there in BC mode, and the program
 * (one record) as record 2. For tests. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image/ckd.h"

enum { MAX_PROGRAM = 18000 };

static struct ckd *disk;
static struct err err;

static void
die(void)
{
    fprintf(stderr, "putipl: %s\n", err.text);
    exit(2);
}

static void
put(struct ckd_rec *after, unsigned rec, const uint8_t *data, unsigned len)
{
    static uint8_t ckd[8 + MAX_PROGRAM];
    struct ckd_rec made;

    memset(ckd, 0, 8);
    ckd[4] = (uint8_t)rec;
    ckd[6] = (uint8_t)(len >> 8);
    ckd[7] = (uint8_t)len;
    memcpy(ckd + 8, data, len);
    if (ckd_write_ckd(disk, after, ckd, 8 + len, &made, &err) != CKD_OK)
        die();
    *after = made;
}

int
main(int argc, char **argv)
{
    static const uint8_t ipl[24] = {0,
                                    0,
                                    0,
                                    0,
                                    0,
                                    1,
                                    0,
                                    0,
                                    0x06,
                                    1,
                                    0,
                                    0,
                                    0x20,
                                    0,
                                    MAX_PROGRAM >> 8,
                                    MAX_PROGRAM & 0xff};
    static uint8_t program[MAX_PROGRAM];
    struct ckd_rec rec;
    size_t len;
    FILE *f;

    if (argc != 5 || (f = fopen(argv[4], "rb")) == NULL) {
        fprintf(stderr, "usage: putipl IMAGE CYLINDER HEAD PROGRAM\n");
        return 2;
    }
    len = fread(program, 1, sizeof program, f);
    fclose(f);
    disk = ckd_open(argv[1], 0, &err);
    if (disk == NULL ||
        !ckd_load(disk, (unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]),
                  &err) ||
        !ckd_first(disk, &rec))
        die();
    put(&rec, 1, ipl, sizeof ipl);
    put(&rec, 2, program, (unsigned)len);
    ckd_close(disk);
    return 0;
}
