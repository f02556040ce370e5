/* SPDX-License-Identifier: MIT */
/* IPL text of a CMS system disk (190). Cylinder 0 track 0 holds R1 (24 bytes:
 * BC-mode PSW and one CCW, which reads R2 to X'20000') and R2 (the loader, at
 * most 512 bytes). The built file cms/ipl.bin is R1, 8 bytes of zeros, then R2
 * from offset CMS_IPL_R2 to its end.
 *
 * The nucleus (cms/cms.bin) lies on whole cylinders of its own, by custom the
 * minidisk's last, which the file system does not own: each track carries N
 * unkeyed records of 4096 bytes numbered from 1 (N as in arch/cpvol.h), page
 * after page, track after track, cylinder after cylinder, from head 0.
 * Who writes the volume puts where that is into struct cms_ipl_parm, which
 * stands in R2 at offset CMS_IPL_PARM. Everything about the disk is relative
 * to the minidisk. */
#ifndef ARCH_CMSIPL_H
#define ARCH_CMSIPL_H

#include "arch/bytes.h"

enum {
    CMS_IPL_R1_LEN = 24,
    CMS_IPL_R2 = 32,  /* offset of R2 in cms/ipl.bin */
    CMS_IPL_PARM = 8, /* offset of struct cms_ipl_parm in R2 */
    CMS_IPL_R2_MAX = 512,
    CMS_NUCLEUS_AT = 0x10000,  /* load address and entry of cms.bin */
    CMS_NUCLEUS_MAX = 0x10000, /* bytes */
};

struct cms_ipl_parm {
    uint8_t eye[8]; /* "CMSIPL01" in EBCDIC, there from the start */
    be16 cyl;       /* first cylinder of the nucleus */
    be16 heads;     /* tracks in a cylinder */
    be16 per_track; /* 4096-byte records on a track */
    be16 pages;     /* pages to read: size of cms.bin, rounded up */
};
_Static_assert(sizeof(struct cms_ipl_parm) == 16, "ipl parm");

/* As a saved system (IPL CMS): BC-mode PSW X'0000000000010000', range
 * X'10000'-X'20000', all of it shared; it needs nothing else: what lies below
 * X'10000' is made by the nucleus when it starts. */

#endif
