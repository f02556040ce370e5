/* SPDX-License-Identifier: MIT */
/* The user directory as it lies in the DIRECTORY extent of a CP volume
 * (VM/370: UDIRECT, DMKUDR), and how one user is found in it: three pages are
 * read, however many users there are. Plain C of both worlds: the host's
 * builder (dirbuild.h) makes the object, CP reads it.
 *
 * Page 0 is the header with the first name of every index page. Pages
 * 1..index_pages are index pages: entries in ascending order of user name
 * (EBCDIC). The pages after them hold the users' entries; an entry never
 * crosses a page. Text is EBCDIC, names are padded with blanks. */
#ifndef CP_DIRECT_DIRECT_H
#define CP_DIRECT_DIRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/bytes.h"

enum {
    DIRECT_PAGE = 4096,
    DIRECT_FENCES = 500, /* index pages at most */
    DIRECT_INDEX = 340,  /* entries of an index page at most */
};

struct direct_header {
    uint8_t eye[8];   /* "CPDIR001" */
    be32 pages;       /* of the whole object */
    be32 users;       /* entries in the index */
    be32 index_pages; /* pages 1 to index_pages */
    uint8_t zero[76];
    uint8_t first[DIRECT_FENCES][8]; /* first user of each index page */
};
_Static_assert(sizeof(struct direct_header) == 4096, "directory header");

struct direct_ref {
    uint8_t user[8];
    be16 page;   /* of the object */
    be16 offset; /* of the entry in it, a multiple of 4 */
};
_Static_assert(sizeof(struct direct_ref) == 12, "directory reference");

struct direct_index {
    be16 count;
    uint8_t zero[14];
    struct direct_ref ref[DIRECT_INDEX];
};
_Static_assert(sizeof(struct direct_index) == DIRECT_PAGE, "index page");

enum udirect_option {
    UDO_REALTIMER = 0x01,
    UDO_ECMODE = 0x02,
    UDO_ISAM = 0x04,
    UDO_VIRT_REAL = 0x08,
    UDO_ACCT = 0x10,
    UDO_SVCOFF = 0x20,
    UDO_BMX = 0x40,
    UDO_CPUID = 0x80, /* cpuid holds a serial number */
};

enum udirect_flag {
    UDF_NOLOG = 0x01,   /* password NOLOG: nobody logs on */
    UDF_IPL = 0x02,     /* ipl holds a name or device */
    UDF_IPL_DEV = 0x04, /* a device address, in ipl_dev */
};

/* One user; `devs` device entries follow. */
struct udirect {
    be16 length; /* of the entry, devices included */
    be16 devs;
    uint8_t user[8];
    uint8_t password[8];
    be32 storage; /* bytes */
    be32 maxstorage;
    be16 classes; /* bit 0 = A ... bit 7 = H */
    uint8_t priority;
    uint8_t options; /* enum udirect_option */
    uint8_t flags;   /* enum udirect_flag */
    uint8_t le;      /* line end, line delete, character delete, escape: */
    uint8_t ld;      /* 0 is off */
    uint8_t cd;
    uint8_t es;
    uint8_t parm_len; /* of ipl_parm */
    be16 ipl_dev;
    uint8_t account[8];
    uint8_t dist[8];
    uint8_t ipl[8];
    uint8_t ipl_parm[64];
    be32 cpuid;
};
_Static_assert(sizeof(struct udirect) == 0x84, "udirect");

enum udevice_kind {
    UDEV_CONSOLE = 1,
    UDEV_MDISK = 2,
    UDEV_SPOOL = 3,
    UDEV_LINK = 4,
    UDEV_DEDICATE = 5,
    UDEV_SPECIAL = 6,
};

enum udevice_flag {
    UDEVF_PUNCH = 0x01,    /* SPOOL of a 2540: its punch */
    UDEVF_VOLSER = 0x02,   /* DEDICATE by volume, else by address */
    UDEVF_READONLY = 0x04, /* DEDICATE ... R/O */
};

struct udevice {
    uint8_t kind;    /* enum udevice_kind */
    uint8_t flags;   /* enum udevice_flag */
    be16 addr;       /* virtual address */
    be16 type;       /* X'3350', X'3215' ...; zero for a LINK */
    uint8_t mode[2]; /* MDISK and LINK: R RR W WR M MR MW */
    be16 cyl;        /* MDISK: first cylinder */
    be16 ncyl;
    uint8_t volser[6];   /* MDISK, DEDICATE */
    uint8_t spool_class; /* SPOOL, CONSOLE */
    uint8_t zero;
    uint8_t rpw[8]; /* MDISK passwords; blank: none, no LINK by command */
    uint8_t wpw[8];
    uint8_t mpw[8];
    uint8_t link_user[8];
    be16 other; /* LINK: the owner's address; DEDICATE: the real one */
    uint8_t zero2[2];
};
_Static_assert(sizeof(struct udevice) == 0x38, "udevice");

/* Reads page n of the object into buf (4096 bytes, 8-byte aligned). */
struct direct_io {
    bool (*read)(void *arg, uint32_t n, void *buf);
    void *arg;
};

enum direct_result {
    DIRECT_OK = 0,
    DIRECT_NONE,  /* no such user */
    DIRECT_BAD,   /* not a directory, or damaged */
    DIRECT_IOERR, /* read failed */
};

/* Finds a user. On DIRECT_OK *u points into buf (a page of the caller's) and
 * has been checked: length, device count and every field that could lead a
 * reader outside of it. */
enum direct_result direct_find(const struct direct_io *io,
                               const uint8_t user[8], void *buf,
                               const struct udirect **u);

static inline const struct udevice *
udirect_devices(const struct udirect *u)
{
    return (const struct udevice *)(const void *)(u + 1);
}

/* The device entry at addr, NULL if there is none. */
const struct udevice *udirect_find(const struct udirect *u, uint16_t addr);

#endif
