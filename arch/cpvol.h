/* SPDX-License-Identifier: MIT */
/* A CP-owned volume: cylinder 0 track 0 holds R1 IPL1 (24 bytes), R2 IPL2
 * (the boot program), R3 the VOL1 label (80 bytes) and R4 the descriptor
 * below (4096 bytes). Written by the volume builder, read by the boot program,
 * by CP and by the upgrade at start. Extents other than PERM are in page
 * format: every track carries N unkeyed records of 4096 bytes, numbered from
 * 1; N by drive type is cpvol_pages_per_track. */
#ifndef ARCH_CPVOL_H
#define ARCH_CPVOL_H

#include "arch/bytes.h"
#include "arch/psw.h"

enum { CPVOL_LABEL_REC = 3, CPVOL_DESC_REC = 4 };
enum { CPVOL_PAGE = 4096 };

enum cpvol_type {
    CPVOL_END = 0,       /* ends the list */
    CPVOL_NUCLEUS = 1,   /* CP's nucleus: a flat image, page after page */
    CPVOL_SAVED = 2,     /* saved systems and segments: struct cpvol_saved */
    CPVOL_DIRECTORY = 3, /* the directory object: cp/direct/direct.h */
    CPVOL_PAGING = 4,
    CPVOL_SPOOL = 5,
    CPVOL_WARM = 6,
    CPVOL_PERM = 7, /* minidisks; not in page format */
};

struct cpvol_extent {
    uint8_t type; /* enum cpvol_type */
    uint8_t zero[3];
    be16 cyl; /* first cylinder */
    be16 ncyl;
    be32 pages; /* pages in use, of NUCLEUS, SAVED and DIRECTORY */
};
_Static_assert(sizeof(struct cpvol_extent) == 12, "extent");

enum { CPVOL_EXTENTS = 32 };

struct cpvol_desc {
    uint8_t eye[8];    /* "CPVOL001" in EBCDIC */
    uint8_t volser[6]; /* EBCDIC */
    be16 devtype;      /* X'3350' ... */
    uint8_t build[32]; /* build id, EBCDIC, blank padded; written last */
    be32 nucleus_at;   /* where the nucleus is loaded: X'2000' */
    be32 nucleus_len;  /* bytes */
    be32 nucleus_entry;
    uint8_t reserved[4];
    struct cpvol_extent extent[CPVOL_EXTENTS];
    uint8_t fill[4096 - 64 - 12 * CPVOL_EXTENTS];
};
_Static_assert(sizeof(struct cpvol_desc) == 4096, "descriptor");

/* The first page of a SAVED extent: which saved systems it holds. Page n of a
 * system's storage lies in slot `slot + index` of the extent, in the order of
 * its ranges. */
struct cpvol_range {
    be32 from; /* virtual address, multiple of 4096 */
    be32 to;   /* first address after it */
};

struct cpvol_saved {
    uint8_t name[8]; /* EBCDIC, blank padded; X'00': unused */
    struct psw psw;  /* to start at, for a named system */
    be32 storage;    /* least virtual storage, bytes */
    be32 slot;       /* first page slot in the extent (slot 0: this page) */
    uint8_t shared;  /* X'80': the ranges at `share` may be shared */
    uint8_t zero[3];
    struct cpvol_range range[4]; /* unused: zero */
    struct cpvol_range share;    /* pages that all users share, within range */
    uint8_t fill[60];
};
_Static_assert(sizeof(struct cpvol_saved) == 128, "saved");

/* Records of 4096 bytes on a track of this drive type; 0: not usable. */
static inline unsigned
cpvol_pages_per_track(unsigned devtype)
{
    switch (devtype) {
    case 0x3350:
        return 4;
    case 0x3330:
        return 3;
    case 0x3340:
        return 2;
    case 0x2314:
        return 1;
    default:
        return 0;
    }
}

#endif
