/* SPDX-License-Identifier: MIT */
/* The control file of `cambridge-volume create`. One statement a line; `#` to
 * the end of the line is a comment; words are separated by blanks. Files are
 * looked for in the folders of -I, in order. Cylinders are of the volume.
 *
 *   volume VOLSER TYPE [CYLS]          type 2314 3330 3340 3350
 *   ipl1 FILE                          record 1 of cylinder 0, 24 bytes
 *   boot FILE                          record 2, the boot program
 *   nucleus CYL NCYL FILE ADDR [ENTRY] flat image, loaded at hex ADDR
 *   saved CYL NCYL                     extent of the saved systems
 *   system NAME FILE ADDR PSW STORAGE [shared]
 *                                      a saved system: FILE's pages from hex
 *                                      ADDR on; PSW 16 hex digits; STORAGE
 *                                      in K
 *   directory CYL NCYL FILE            source as for cp/direct/dirbuild.h
 *   paging|spool|warm CYL NCYL         formatted in pages
 *   perm CYL NCYL                      minidisks
 *   minidisk USER ADDR LABEL [size BLKSIZE] [cyls N] [owned]
 *                                      formats it for CMS; where it lies is
 *                                      read from the directory; cyls: only so
 *                                      many are formatted; owned: the builder
 *                                      owns it, an upgrade replaces it
 *   ipltext FILE NUCLEUS               of the minidisk before: IPL records,
 *                                      and the nucleus on its last cylinder
 *   text FILE FN FT [FM] [V|F LRECL]   a file of it, from UTF-8 lines
 *   binary FILE FN FT [FM] [V|F LRECL] the same, bytes cut into records
 *   (FN or FT `*`: the file's own name or its ending; FILE may be a pattern
 *   of glob(7), looked for in the first folder that has a match.)
 */
#ifndef TOOLS_CONTROL_H
#define TOOLS_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/err.h"

struct ctl_extent {
    struct ctl_extent *next;
    unsigned line;
    uint8_t type; /* enum cpvol_type */
    unsigned cyl, ncyl;
    char *file;
    uint32_t at, entry; /* NUCLEUS */
};

struct ctl_system {
    struct ctl_system *next;
    unsigned line;
    char name[9];
    char *file;
    uint32_t at;
    uint8_t psw[8];
    uint32_t storage; /* bytes */
    bool shared;
};

struct ctl_file {
    struct ctl_file *next;
    unsigned line;
    char *file;
    bool text;
    char fn[9], ft[9], fm[3];
    char recfm; /* V or F */
    uint32_t lrecl;
};

struct ctl_minidisk {
    struct ctl_minidisk *next;
    unsigned line;
    char user[9];
    unsigned addr;
    char label[7];
    uint32_t blksize;
    unsigned cyls; /* 0: all */
    bool owned;
    char *ipl, *nucleus; /* NULL: none */
    struct ctl_file *files;
};

struct control {
    const char *name; /* of the control file */
    char volser[7];
    uint16_t devtype;
    unsigned cyls; /* 0: the drive's */
    char *ipl1, *boot;
    struct ctl_extent *extents;
    struct ctl_system *systems;
    struct ctl_minidisk *minidisks;
};

/* Reads and checks a control file; false with *err "NAME:LINE: ...". */
bool control_read(struct control *c, const char *name, struct err *err);
void control_free(struct control *c);

/* 'V' or 'F LRECL' from words; false when neither. */
bool control_recfm(char **words, unsigned n, char *recfm, uint32_t *lrecl);
/* A file name or type: 1 to 8 of A-Z 0-9 $ # @ + - : _ (lower case is made
 * upper). */
bool control_name(const char *word, char name[9]);

#endif
