/* SPDX-License-Identifier: MIT */
/* The enhanced disk format (EDF) of CMS: files of records on a minidisk of
 * equal blocks (512, 1024, 2048 or 4096 bytes). Compiled for the host and for
 * the guest: storage, block I/O and time of day are passed in, and nothing but
 * memcpy, memmove, memset and memcmp of a C library is used. Reentrant: all
 * state is in struct edf_disk and struct edf_file. Names are EBCDIC, padded
 * with blanks.
 *
 * Crash safety: what is written goes to free blocks, and becomes the disk's
 * contents by one write of the label block (block 3) which makes the other of
 * blocks 4 and 5 the start of the directory. Until then, and after a crash,
 * the disk is as it was after the last such commit. Only files of mode 6 are
 * updated in place. A commit happens when the last file open for writing is
 * closed, after edf_erase and edf_rename while none is, and in edf_commit.
 *
 * Layouts: VM/SP CMS Data Areas and Control Blocks (ADT, FST), from memory,
 * checked against the published formats of tools that read such disks. */
#ifndef CMS_FS_EDF_H
#define CMS_FS_EDF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/bytes.h"

/* Block 3, from its first byte (the ADT's copy on disk). */
struct edf_label {
    uint8_t id[4];    /* "CMS1" */
    uint8_t volid[6]; /* the minidisk's label */
    uint8_t version[2];
    be32 blksize;    /* +0C */
    be32 dop;        /* +10 first block of the directory: 4 or 5 */
    be32 cyls;       /* +14 cylinders formatted */
    be32 maxcyls;    /* +18 cylinders of the minidisk */
    be32 nblocks;    /* +1C blocks on the disk */
    be32 used;       /* +20 blocks in use */
    be32 fstsize;    /* +24 64 */
    be32 fsts;       /* +28 FSTs in a block */
    uint8_t date[6]; /* +2C when it was formatted, as in struct edf_fst */
    uint8_t century; /* +32 */
    uint8_t zero;
    be32 offset; /* +34 first block of a reserved file */
    be32 reserved[6];
};
_Static_assert(sizeof(struct edf_label) == 0x50, "EDF label");
_Static_assert(offsetof(struct edf_label, nblocks) == 0x1c, "ADTNUM");

enum { EDF_LABEL_BLOCK = 3, EDF_DIR_A = 4, EDF_DIR_B = 5 };

/* File status table entry: 64 bytes of the directory file. */
struct edf_fst {
    uint8_t fn[8];
    uint8_t ft[8];
    uint8_t res10[8]; /* of the older format */
    uint8_t fm[2];    /* +18 letter (of no meaning on disk) and number */
    uint8_t res1a[4];
    uint8_t recfm; /* +1E EDF_FIXED or EDF_VARIABLE */
    uint8_t flags; /* +1F */
    be32 lrecl;    /* +20 record length; of V the longest */
    uint8_t res24[4];
    be32 fop;        /* +28 data block (no levels) or top pointer block */
    be32 nblocks;    /* +2C data blocks (of F without those never written) */
    be32 nrecs;      /* +30 records */
    uint8_t levels;  /* +34 of pointer blocks */
    uint8_t ptrsize; /* +35 4 (F) or 12 (V) */
    uint8_t date[6]; /* +36 packed decimal YYMMDDHHMMSS */
    uint8_t res3c[4];
};
_Static_assert(sizeof(struct edf_fst) == 0x40, "EDF FST");
_Static_assert(offsetof(struct edf_fst, fop) == 0x28, "FSTFOP");
_Static_assert(offsetof(struct edf_fst, date) == 0x36, "FSTADATI");

enum {
    EDF_FIXED = 0xc6,    /* F */
    EDF_VARIABLE = 0xe5, /* V */
    EDF_CENTURY = 0x08,  /* flags: the year is 20YY */
};

/* Date and time of a file: six bytes packed decimal without sign, YYMMDDHHMMSS,
 * and the century. */
struct edf_date {
    uint8_t d[6];
    uint8_t century; /* 0: 19YY; 1: 20YY */
};

enum edf_rc {
    EDF_OK = 0,
    EDF_NOT_FOUND,  /* no such file */
    EDF_EXISTS,     /* a file of the new name is there */
    EDF_EOF,        /* record number beyond the last */
    EDF_FULL,       /* disk full: nothing was done */
    EDF_READ_ONLY,  /* disk mounted, or file opened, for reading only */
    EDF_BUSY,       /* the file is open */
    EDF_NAME,       /* blank or zero file name or type */
    EDF_RECFM,      /* format is neither F nor V, or not that of the file */
    EDF_LENGTH,     /* F: not the record length; V: 0, above 65535, or an
                     * update of another length than the record has */
    EDF_RECNO,      /* V: record number beyond the last + 1 */
    EDF_NO_STORAGE, /* io.alloc failed */
    EDF_IO,         /* io.read or io.write failed */
    EDF_NOT_EDF,    /* no CMS1 label, or not this format */
    EDF_DAMAGED,    /* the disk's contents contradict each other */
};

/* What the file system needs. Blocks are numbered from 1: block n of a CKD
 * minidisk is its n-th record, counted from record 1 of track 0 on. */
struct edf_io {
    void *ctx;
    /* One block to or from buf; 0, or not when it failed. A write must have
     * reached the disk when it returns. */
    int (*read)(void *ctx, uint32_t block, void *buf);
    int (*write)(void *ctx, uint32_t block, const void *buf);
    void *(*alloc)(void *ctx, uint32_t size); /* NULL: none left */
    void (*free)(void *ctx, void *p, uint32_t size);
    void (*now)(void *ctx, struct edf_date *date);
};

struct edf_dirblk; /* a block of the directory in storage */
struct edf_file;

/* A mounted disk. Callers may read the first group. Resident: the directory
 * (its blocks in full) and, when writable, two bits per disk block. */
struct edf_disk {
    struct edf_label label;
    uint32_t blksize;
    uint32_t nblocks;
    uint32_t used; /* blocks, with those of files being written */
    uint32_t nfst; /* files + 2: the directory and the map are files too */
    bool writable;
    bool dirty;  /* something waits for a commit */
    bool broken; /* a write failed: only unmounting is left */

    struct edf_io io;
    uint8_t shift; /* log2 of blksize */
    struct edf_dirblk *dir;
    uint32_t ndir;
    uint32_t map_blocks, map_bytes;
    uint8_t *map;   /* bit n-1: block n is in use */
    uint8_t *old;   /* as of the last commit */
    uint32_t avail; /* blocks that are free now and were at the last commit */
    uint32_t *map_at;
    uint32_t hint;
    struct edf_file *files;
    uint32_t nwriting;
};

/* Reads what a label says: block size and number of blocks. `label` is the
 * first 80 bytes of record 3 of track 0. */
enum edf_rc edf_probe(const void *label, uint32_t *blksize, uint32_t *nblocks);

/* Writes an empty file system: label, directory, map. Blocks 1 and 2 are not
 * touched. All is lost that was there. */
enum edf_rc edf_format(const struct edf_io *io, uint32_t blksize,
                       uint32_t nblocks, uint32_t cyls, const uint8_t volid[6]);

enum edf_rc edf_mount(struct edf_disk *disk, const struct edf_io *io,
                      uint32_t blksize, bool writable);
/* Frees storage. Files still open are forgotten, uncommitted changes lost. */
void edf_unmount(struct edf_disk *disk);
/* Commits now, files still open for writing as far as they are written. */
enum edf_rc edf_commit(struct edf_disk *disk);

/* STATE. The entry lies in the resident directory and stays there until the
 * next close, erase or rename. NULL: not found. */
const struct edf_fst *edf_state(struct edf_disk *disk, const uint8_t fn[8],
                                const uint8_t ft[8]);
/* The i-th file, from 0; NULL beyond the last (disk->nfst - 2 files). */
const struct edf_fst *edf_entry(struct edf_disk *disk, uint32_t i);
void edf_fst_date(const struct edf_fst *fst, struct edf_date *date);

enum edf_rc edf_erase(struct edf_disk *disk, const uint8_t fn[8],
                      const uint8_t ft[8]);
/* Also changes the mode number (only): fm may be NULL. */
enum edf_rc edf_rename(struct edf_disk *disk, const uint8_t fn[8],
                       const uint8_t ft[8], const uint8_t newfn[8],
                       const uint8_t newft[8], const uint8_t fm[2]);
/* Sets date and time (COPYFILE OLDDATE). */
enum edf_rc edf_set_date(struct edf_disk *disk, const uint8_t fn[8],
                         const uint8_t ft[8], const struct edf_date *date);

enum { EDF_MAX_LEVELS = 5 };

/* A pointer block of an open file in storage. */
struct edf_node {
    uint8_t *buf;
    uint32_t index; /* which one of its level */
    uint32_t block;
    bool loaded, dirty;
};

/* An open file. Callers may read fst (working copy) and next. Resident: one
 * block of data and one for each pointer level, from the first access on. */
struct edf_file {
    struct edf_disk *disk;
    struct edf_fst fst;
    uint32_t next; /* record number that 0 stands for, from 1 */
    bool writing;

    struct edf_file *link;
    bool created, changed;
    uint8_t *data; /* the block at hand */
    uint32_t index, block;
    bool loaded, dirty;
    struct edf_node node[EDF_MAX_LEVELS]; /* [0]: lowest level */
    uint32_t pos_rec, pos_index, pos_off; /* V: where a record begins */
    uint32_t end_index, end_off;          /* V: behind the last record */
    bool end_known;
    uint32_t begun; /* V: records that begin in the blocks so far */
};

enum edf_open {
    EDF_READ,    /* the file must be there */
    EDF_WRITE,   /* add to or change it; made if absent */
    EDF_REPLACE, /* write it anew; the old contents stay until close */
};

/* Opens a file. fm, recfm and lrecl (V: ignored) are those of a file to be
 * made; an existing one opened with EDF_WRITE keeps its own, and EDF_RECFM is
 * returned if recfm is not 0 and differs. A file open for writing is open
 * once. A new file comes to be when it is closed with at least one record. */
enum edf_rc edf_open(struct edf_disk *disk, struct edf_file *file,
                     const uint8_t fn[8], const uint8_t ft[8],
                     const uint8_t fm[2], uint8_t recfm, uint32_t lrecl,
                     enum edf_open how);
/* Reads record recno (from 1; 0: the next one) into buf[0..size); *len is the
 * record's whole length, even if more than size. file->next becomes the number
 * behind it. */
enum edf_rc edf_read(struct edf_file *file, uint32_t recno, void *buf,
                     uint32_t size, uint32_t *len);
/* Writes record recno: a new last one, or in place. F: a record number beyond
 * the end leaves records of zeros between. 0: the next one (after opening: the
 * one behind the last). */
enum edf_rc edf_write(struct edf_file *file, uint32_t recno, const void *buf,
                      uint32_t len);
/* Closes, puts the entry into the directory and commits (see above). After an
 * error the file is closed all the same. */
enum edf_rc edf_close(struct edf_file *file);
/* Closes a file that was being made or replaced as if it had not been opened
 * (unless edf_commit has put it into the directory). Others: as edf_close. */
enum edf_rc edf_abandon(struct edf_file *file);

/* Checks the whole disk against itself. Each complaint goes to report (may be
 * NULL) as a code with the file concerned (or NULL) and a block or record
 * number. Returns the number of complaints in *found. */
enum edf_complaint {
    EDF_C_LABEL,     /* a field of the label is wrong; number: its offset */
    EDF_C_ENTRY,     /* an impossible FST field; number: its offset */
    EDF_C_RANGE,     /* a block number outside the disk */
    EDF_C_TWICE,     /* a block used twice */
    EDF_C_FREE,      /* a block in use that the map has as free */
    EDF_C_LOST,      /* a block of the map that nothing uses */
    EDF_C_BLOCKS,    /* wrong number of blocks in the FST */
    EDF_C_RECORD,    /* records do not come out; number: record */
    EDF_C_DUPLICATE, /* two files of one name */
    EDF_C_POINTER,   /* a pointer's record number or displacement is wrong */
};
enum edf_rc edf_check(struct edf_disk *disk,
                      void (*report)(void *ctx, enum edf_complaint what,
                                     const struct edf_fst *fst,
                                     uint32_t number),
                      void *ctx, uint32_t *found);

#endif
