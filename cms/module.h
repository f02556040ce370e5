/* SPDX-License-Identifier: MIT */
/* A MODULE file: a stream of bytes, in records of any format, that begins with
 * this header; the image follows it at once. What the records add at the end
 * is ignored. A module for the transient area is a command of the nucleus that
 * is kept on the system disk. */
#ifndef CMS_MODULE_H
#define CMS_MODULE_H

#include "arch/bytes.h"

struct cms_module {
    uint8_t eye[8]; /* "CMSMOD01" in EBCDIC */
    be32 load;      /* address of the image: X'20000', or X'8000' */
    be32 length;    /* bytes of the image */
    be32 end;       /* first address after the program and its data */
    be32 entry;     /* of a transient: of its struct cms_command */
    be32 build;     /* of a transient: the nucleus it is linked against */
    uint8_t zero[52];
};
_Static_assert(sizeof(struct cms_module) == 80, "module header");

#endif
