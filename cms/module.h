/* SPDX-License-Identifier: MIT */
/* A MODULE file: a stream of bytes, in records of any format, that begins with
 * this header; the image follows it at once. What the records add at the end
 * is ignored. */
#ifndef CMS_MODULE_H
#define CMS_MODULE_H

#include "arch/bytes.h"

struct cms_module {
    uint8_t eye[8]; /* "CMSMOD01" in EBCDIC */
    be32 load;      /* address of the image: X'20000' */
    be32 length;    /* bytes of the image */
    be32 end;       /* first address after the program and its data */
    be32 entry;
    uint8_t zero[56];
};
_Static_assert(sizeof(struct cms_module) == 80, "module header");

#endif
