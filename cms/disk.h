/* SPDX-License-Identifier: MIT */
/* Accessed disks, A to Z: CKD minidisks with an EDF file system. VM/370:
 * DMSACC, DMSACM, DMSDIO. */
#ifndef CMS_DISK_H
#define CMS_DISK_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/fs/edf.h"

struct cms_disk {
    char letter; /* 'A' ... */
    char parent; /* of a read-only extension: its letter; else the own one */
    bool readonly;
    uint16_t device;
    uint16_t devtype; /* X'3350' */
    uint32_t heads;
    uint32_t per_track;
    uint32_t blksize;
    struct edf_disk fs;
};

/* The disk accessed as this letter, or null. */
struct cms_disk *disk_by_letter(char letter);
struct cms_disk *disk_by_device(uint16_t device);
/* The n-th accessed disk in the order of letters, from 0; null at the end. */
struct cms_disk *disk_nth(unsigned n);

enum disk_rc {
    DISK_OK = 0,
    DISK_NO_DEVICE, /* no such device */
    DISK_NOT_DASD,  /* of a type that is no disk CMS knows */
    DISK_UNFORMATTED,
    DISK_IO,
    DISK_NO_STORAGE,
    DISK_DAMAGED,
};

/* Reads the label and the directory, and puts the disk at its letter, from
 * which another is released first. The same device at another letter is
 * released too. parent: 0 or the letter it extends, read-only. */
enum disk_rc disk_access(uint16_t device, char letter, char parent,
                         struct cms_disk **result);
void disk_release(struct cms_disk *d);
/* Goes back to what was committed, on every disk with files being written. */
void disk_abandon_writes(void);

/* Fills device type and geometry for blocks of this size; readonly is set from
 * what CP says. For FORMAT, and for access itself. */
enum disk_rc disk_identify(struct cms_disk *d, uint16_t device,
                           uint32_t blksize);
/* Reads or writes a block of an identified disk; 0 or not. ctx: struct
 * cms_disk. */
int disk_read_block(void *ctx, uint32_t block, void *buf);
int disk_write_block(void *ctx, uint32_t block, const void *buf);
/* The file system's view of an identified disk. */
void disk_edf_io(struct cms_disk *d, struct edf_io *io);
/* Cylinders of a device, found by seeking; 0 on error. */
uint32_t disk_cylinders(uint16_t device);

#endif
