/* SPDX-License-Identifier: MIT */
/* Shared by the parts of the directory builder (dirbuild.h): the users read
 * so far, and errors. Not for others. */
#ifndef CP_DIRECT_DIRPARSE_H
#define CP_DIRECT_DIRPARSE_H

#include <stdarg.h>

#include "cp/direct/dirbuild.h"
#include "cp/direct/direct.h"

enum { DIR_WORDS = 24, DIR_DEVS = 64 };

/* A minidisk, for the check of overlaps. */
struct dir_extent {
    char volser[7];
    char user[9];
    unsigned addr, cyl, ncyl, line;
};

struct dir_user {
    struct udirect u;
    struct udevice dev[DIR_DEVS];
    unsigned ndev;
    unsigned line;
    char name[9];
};

struct dir_state {
    struct dirbuild *b;
    unsigned line;
    bool bad_user; /* the last USER statement was wrong: say so once */
    struct dir_user **user;
    unsigned nuser, room;
    struct dir_extent *ext;
    unsigned nextent, ext_room;
    bool seen_directory;

    /* The statement at hand. */
    char text[72];
    char *word[DIR_WORDS];
    unsigned nword;
};

void dir_error(struct dir_state *s, unsigned line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Runs the statement in s->word. */
void dir_statement(struct dir_state *s);
/* The MDISK statement, without its first word. */
void dir_mdisk(struct dir_state *s, struct dir_user *u);
/* Adds a device in order of addresses; NULL after an error. */
struct udevice *dir_device(struct dir_state *s, struct dir_user *u,
                           enum udevice_kind kind, unsigned addr,
                           unsigned type);
/* Minidisks against each other and against CP's areas; LINKs' owners. */
void dir_check(struct dir_state *s);
bool dir_write(struct dir_state *s);

/* Scanning. */
bool dir_hex(const char *t, unsigned max, unsigned *v);
bool dir_dec(const char *t, unsigned max, unsigned *v);
bool dir_addr(struct dir_state *s, const char *t, unsigned *v);
/* Text to an EBCDIC field in upper case, padded with blanks; false when it is
 * too long or has a character without a place in it. */
bool dir_field(uint8_t *field, unsigned n, const char *t);
uint8_t dir_ebcdic(char c);

#endif
