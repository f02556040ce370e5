/* SPDX-License-Identifier: MIT */
/* The file system control block: parameter list of RDBUF, WRBUF, FINIS, POINT,
 * STATE and ERASE. VM/370's layout (the FSCB macro). */
#ifndef CMS_FSCB_H
#define CMS_FSCB_H

#include "arch/bytes.h"

struct fscb {
    uint8_t comm[8]; /* "RDBUF   " ... */
    uint8_t fn[8];
    uint8_t ft[8];
    uint8_t fm[2]; /* +18 */
    be16 item;     /* +1A record number; 0: the next */
    be32 buffer;   /* +1C */
    be32 size;     /* +20 of the buffer, or of all records written */
    uint8_t recfm; /* +24 F or V */
    uint8_t flags; /* +25 */
    be16 count;    /* +26 records; 1 */
    be32 read;     /* +28 bytes read */
};
_Static_assert(sizeof(struct fscb) == 0x2c, "FSCB");

#endif
