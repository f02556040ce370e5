/* SPDX-License-Identifier: MIT */
/* Files by name, type and mode over the accessed disks: search order,
 * patterns, open files, and the messages about them. */
#ifndef CMS_FILE_H
#define CMS_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "cms/command.h"
#include "cms/disk.h"

/* Padded with blanks. fm: letter and number; "* " for any disk. */
struct fileid {
    char fn[8];
    char ft[8];
    char fm[2];
};

struct file_info {
    struct fileid id; /* with the mode it has */
    char recfm;       /* 'F' or 'V' */
    uint32_t lrecl;
    uint32_t items;
    uint32_t blocks;
    struct edf_date date;
    struct cms_disk *disk;
};

/* What can go wrong: enum edf_rc, and */
enum {
    FILE_NOT_ACCESSED = 100, /* no disk of that letter */
    FILE_BAD_MODE,           /* not a file mode */
};

enum file_how { FILE_READ, FILE_UPDATE, FILE_REPLACE };

struct file {
    struct edf_file f;
    struct fileid id;
    struct cms_disk *disk;
    struct file *next;
};

/* Finds a file in the search order (extensions after their disk). 0, or a code
 * as above. */
int file_state(const struct fileid *id, struct file_info *info);
/* Opens an existing file for reading, or any for writing on the disk of its
 * mode (recfm 'V', lrecl 0). */
int file_open(const struct fileid *id, enum file_how how, struct file **f);
int file_create(const struct fileid *id, enum file_how how, char recfm,
                uint32_t lrecl, struct file **f);
/* Record n, from 1 (0: the next). *len is its length even if it is longer than
 * size. */
int file_read(struct file *f, uint32_t n, void *buf, uint32_t size,
              uint32_t *len);
int file_write(struct file *f, uint32_t n, const void *buf, uint32_t len);
int file_close(struct file *f);
/* Closes a file that was being made or replaced, so that it does not come to
 * be; one that was being added to goes back to what was committed, and so do
 * all others that are being written. */
void file_abandon(struct file *f);
int file_erase(const struct fileid *id);
int file_rename(const struct fileid *from, const struct fileid *to);
/* An open file of this name, for RDBUF and kin; null if none. */
struct file *file_find_open(const struct fileid *id);
/* Closes what programs left open. */
void file_close_all(void);
/* Forgets open files and all that is not committed. */
void file_abandon_all(void);

/* Files that match a pattern: "*" for any name, "AB*" for what begins so; the
 * mode may be a letter, a letter and a number, or "*". */
struct file_walk {
    struct fileid pattern;
    unsigned disk;
    uint32_t at;
};
void file_walk(struct file_walk *w, const struct fileid *pattern);
bool file_next(struct file_walk *w, struct file_info *info);

/* Takes tokens i, i+1, i+2 (as far as before end) as a file identifier; a
 * missing mode is `mode` ("A1", "* "). False if there is no name or type, or
 * the mode is none. */
bool args_fileid(const struct cms_args *args, unsigned i, unsigned end,
                 const char *mode, struct fileid *id);
/* "FN FT FM" without surplus blanks, for messages; at least 21 bytes. */
const char *file_text(const struct fileid *id, char *buf);
/* Complains of code in the name of module ("CPY"); returns the command's
 * return code. */
int file_fail(const char *module, const struct fileid *id, int code,
              bool writing);

#endif
