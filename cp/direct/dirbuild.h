/* SPDX-License-Identifier: MIT */
/* Builds the directory object from a USER DIRECT source. Host only. The
 * statements are those of VM/370's Planning Guide, "Creating Your VM/370
 * Directory"; columns 1-71 count, `*` begins a comment line. */
#ifndef CP_DIRECT_DIRBUILD_H
#define CP_DIRECT_DIRBUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A pack and its size, where it is known. */
struct dirbuild_pack {
    const char *volser;
    unsigned cyls;
};

/* Cylinders that CP itself uses: no minidisk may lie there. */
struct dirbuild_area {
    const char *volser;
    unsigned cyl, ncyl;
    const char *what; /* for the message: "paging" */
};

struct dirbuild {
    /* In. */
    const char *source; /* ASCII or UTF-8 text, need not end in a zero byte */
    size_t length;
    const struct dirbuild_pack *packs; /* packs not listed have the primary */
    unsigned npacks;                   /* cylinders of the drive type */
    const struct dirbuild_area *areas;
    unsigned nareas;
    /* Called for each error; line is from 1. */
    void (*error)(void *arg, unsigned line, const char *text);
    void *arg;

    /* Out. */
    uint8_t *object; /* malloc'd, pages * 4096 bytes; NULL after an error */
    uint32_t pages;
    unsigned users;
    unsigned errors;
    char volser[7]; /* of the DIRECTORY statement; "" when there is none */
};

/* False when there was any error (each has been told). */
bool dirbuild(struct dirbuild *b);

#endif
