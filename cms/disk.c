/* SPDX-License-Identifier: MIT */
/* Accessed disks. Owns the table of letters, the blocks' way to the device and
 * the finding of a disk's geometry. GA26-1592 (seek, search, read data). */
#include "cms/disk.h"

#include "arch/ckd.h"
#include "cms/asm.h"
#include "cms/fs/geom.h"
#include "cms/console.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/nucon.h"
#include "cms/times.h"
#include "klib/klib.h"

enum { LETTERS = 26, VDEV_READONLY = 0x80, DASD_CLASS = 0x04 };

static struct cms_disk *disks[LETTERS];

static int
slot(char letter)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (int i = 0; i < LETTERS; i++) {
        if (alphabet[i] == letter)
            return i;
    }
    return -1;
}

struct cms_disk *
disk_by_letter(char letter)
{
    int i = slot(letter);

    return i < 0 ? NULL : disks[i];
}

struct cms_disk *
disk_by_device(uint16_t device)
{
    for (int i = 0; i < LETTERS; i++) {
        if (disks[i] != NULL && disks[i]->device == device)
            return disks[i];
    }
    return NULL;
}

struct cms_disk *
disk_nth(unsigned n)
{
    for (int i = 0; i < LETTERS; i++) {
        if (disks[i] != NULL && n-- == 0)
            return disks[i];
    }
    return NULL;
}

struct block_program {
    struct ccw seek CCW_ALIGNED, search, tic, move;
    struct ckd_seek where;
    uint8_t rec;
};

static int
move_block(struct cms_disk *d, uint32_t block, uint8_t cmd, const void *buf)
{
    struct cms_block_at at = cms_block_at(block, d->heads, d->per_track);
    struct block_program p;

    put16(&p.where.bin, 0);
    put16(&p.where.cyl, at.cyl);
    put16(&p.where.head, at.head);
    p.rec = at.rec;
    ccw_set(&p.seek, CKD_SEEK, &p.where, CCW_CC, 6);
    ccw_set(&p.search, CKD_SEARCH_ID_EQ, &p.where.cyl, CCW_CC, 5);
    ccw_set(&p.tic, CCW_TIC, &p.search, 0, 0);
    ccw_set(&p.move, cmd, buf, 0, d->blksize);
    return io_run(d->device, &p.seek, NULL) == IO_OK ? 0 : -1;
}

int
disk_read_block(void *ctx, uint32_t block, void *buf)
{
    return move_block(ctx, block, CKD_READ_DATA, buf);
}

int
disk_write_block(void *ctx, uint32_t block, const void *buf)
{
    return move_block(ctx, block, CKD_WRITE_DATA, buf);
}

static void *
fs_alloc(void *ctx, uint32_t size)
{
    (void)ctx;
    return heap_get(size, HEAP_SYSTEM);
}

static void
fs_free(void *ctx, void *p, uint32_t size)
{
    (void)ctx;
    (void)size;
    heap_free(p);
}

static void
fs_now(void *ctx, struct edf_date *date)
{
    struct cms_time t;

    (void)ctx;
    time_now(&t);
    time_to_edf(&t, date);
}

void
disk_edf_io(struct cms_disk *d, struct edf_io *io)
{
    *io = (struct edf_io){d,        disk_read_block, disk_write_block,
                          fs_alloc, fs_free,         fs_now};
}

/* DIAGNOSE X'24' type codes of the DASD class. */
static uint16_t
diag_type(uint8_t code)
{
    switch (code) {
    case 0x40:
        return 0x2314;
    case 0x10:
        return 0x3330;
    case 0x08:
        return 0x3350;
    case 0x01:
        return 0x3340;
    default:
        return 0;
    }
}

enum disk_rc
disk_identify(struct cms_disk *d, uint16_t device, uint32_t blksize)
{
    struct sense_id id;
    uint32_t virt = 0, real, address = device;

    d->device = device;
    d->readonly = false;
    d->devtype = 0;
    if (device == con_device()) /* whose interruptions are not for io_run */
        return DISK_NOT_DASD;
    if (io_under_cp()) {
        if (diag_devtype(&address, &virt, &real) == 3)
            return DISK_NO_DEVICE;
        if (virt >> 24 != DASD_CLASS)
            return DISK_NOT_DASD;
        d->readonly = (virt & VDEV_READONLY) != 0;
        d->devtype = diag_type((uint8_t)(virt >> 16));
    } else if (!io_sense_id(device, &id)) {
        return DISK_NO_DEVICE;
    } else {
        d->devtype = get16(&id.dev_type);
    }
    d->heads = cms_heads(d->devtype);
    if (d->heads == 0)
        return DISK_NOT_DASD;
    d->blksize = blksize;
    d->per_track = cms_blocks_per_track(d->devtype, blksize);
    return DISK_OK;
}

/* Block 3 holds the label, but where block 3 is depends on the block size:
 * each size is tried, and must be what the label then says. */
static enum disk_rc
find_label(struct cms_disk *d, uint16_t device)
{
    static const uint32_t sizes[] = {4096, 1024, 2048, 512};
    void *buf = heap_get(4096, HEAP_COMMAND);
    enum disk_rc rc = DISK_UNFORMATTED;
    uint32_t blksize, nblocks;

    if (buf == NULL)
        return DISK_NO_STORAGE;
    for (unsigned i = 0; i < K_ARRAY_SIZE(sizes); i++) {
        rc = disk_identify(d, device, sizes[i]);
        if (rc != DISK_OK)
            break;
        rc = DISK_UNFORMATTED;
        if (disk_read_block(d, EDF_LABEL_BLOCK, buf) == 0 &&
            edf_probe(buf, &blksize, &nblocks) == EDF_OK &&
            blksize == sizes[i]) {
            rc = DISK_OK;
            break;
        }
    }
    heap_free(buf);
    return rc;
}

/* A device has one letter; but the system disk stays S beside another. */
static void
release_elsewhere(uint16_t device)
{
    for (int i = 0; i < LETTERS; i++) {
        if (disks[i] != NULL && disks[i]->device == device &&
            disks[i]->letter != 'S')
            disk_release(disks[i]);
    }
}

enum disk_rc
disk_access(uint16_t device, char letter, char parent, struct cms_disk **result)
{
    int i = slot(letter);
    struct cms_disk *d = heap_get(sizeof *d, HEAP_SYSTEM);
    struct edf_io io;
    enum disk_rc rc;
    enum edf_rc fs;

    if (d == NULL || i < 0)
        return DISK_NO_STORAGE;
    memset(d, 0, sizeof *d);
    rc = find_label(d, device);
    if (rc != DISK_OK) {
        heap_free(d);
        return rc;
    }
    if (disks[i] != NULL)
        disk_release(disks[i]);
    release_elsewhere(device);
    d->letter = letter;
    d->parent = parent != 0 ? parent : letter;
    if (letter == 'S' || letter == 'Y' || parent != 0 ||
        device == NUCON->sysdev)
        d->readonly = true;
    disk_edf_io(d, &io);
    fs = edf_mount(&d->fs, &io, d->blksize, !d->readonly);
    if (fs != EDF_OK) {
        heap_free(d);
        return fs == EDF_NO_STORAGE ? DISK_NO_STORAGE
               : fs == EDF_IO       ? DISK_IO
                                    : DISK_DAMAGED;
    }
    disks[i] = d;
    *result = d;
    return DISK_OK;
}

void
disk_release(struct cms_disk *d)
{
    edf_unmount(&d->fs);
    disks[slot(d->letter)] = NULL;
    heap_free(d);
}

void
disk_abandon_writes(void)
{
    for (int i = 0; i < LETTERS; i++) {
        struct cms_disk *d = disks[i];
        struct edf_io io;

        if (d == NULL)
            continue;
        if (d->fs.files == NULL && !d->fs.dirty && !d->fs.broken)
            continue;
        edf_unmount(&d->fs);
        disk_edf_io(d, &io);
        if (edf_mount(&d->fs, &io, d->blksize, !d->readonly) != EDF_OK) {
            disks[i] = NULL;
            heap_free(d);
        }
    }
}

static bool
seek_works(uint16_t device, uint32_t cyl)
{
    struct ckd_seek where;
    struct ccw c[2] CCW_ALIGNED;

    put16(&where.bin, 0);
    put16(&where.cyl, (uint16_t)cyl);
    put16(&where.head, 0);
    ccw_set(&c[0], CKD_SEEK, &where, CCW_CC | CCW_SLI, 6);
    ccw_set(&c[1], CCW_NOP, &where, CCW_SLI, 1);
    return io_run(device, c, NULL) == IO_OK;
}

uint32_t
disk_cylinders(uint16_t device)
{
    uint32_t in = 0, out = 1;

    if (!seek_works(device, 0))
        return 0;
    while (out < 0x8000 && seek_works(device, out))
        out *= 2;
    in = out / 2;
    while (out - in > 1) {
        uint32_t mid = (in + out) / 2;

        if (seek_works(device, mid))
            in = mid;
        else
            out = mid;
    }
    return in + 1;
}
