/* SPDX-License-Identifier: MIT */
/* Between the sources of the EDF file system. */
#ifndef CMS_FS_EDF_PRIV_H
#define CMS_FS_EDF_PRIV_H

#include "cms/fs/edf.h"
#include "klib/klib.h"

struct edf_dirblk {
    struct edf_dirblk *next;
    uint32_t block; /* where it lies on disk, 0: nowhere yet */
    bool dirty;
    struct edf_fst fst[];
};

enum { EDF_FST_SIZE = 64, EDF_SPANNED = -1 };
/* FSTs 0 and 1 are the directory file and the allocation map file. */
enum { EDF_SLOT_DIR = 0, EDF_SLOT_MAP = 1, EDF_FIRST_FILE = 2 };

/* edf_map.c: allocation. */
bool edf_valid(const struct edf_disk *d, uint32_t block);
bool edf_bit(const uint8_t *map, uint32_t block);
void edf_set_bit(uint8_t *map, uint32_t block);
/* In use since before the last commit: must not be written. */
bool edf_committed(const struct edf_disk *d, uint32_t block);
/* 0: none free. */
uint32_t edf_take(struct edf_disk *d);
/* False: no such block, or it is free already: on a damaged disk, a block met
 * twice. What a pointer block leads to is then not to be followed, lest the
 * walk be led outside the disk or round for ever. */
bool edf_release(struct edf_disk *d, uint32_t block);
/* Blocks that files may take, beyond what the next commit needs. */
uint32_t edf_room(const struct edf_disk *d);
/* Bytes of the map that lie in its index-th block on disk. */
uint32_t edf_map_part(const struct edf_disk *d, uint32_t index);
/* Reads that block into its place in a map (edf_disk.c). */
enum edf_rc edf_map_read(struct edf_disk *d, uint32_t index, uint32_t block,
                         uint8_t *map);
/* Counts used and avail afresh; old becomes map. */
void edf_map_settle(struct edf_disk *d);
/* Pointer blocks (all levels) above n data blocks, `per` pointers in each. */
uint32_t edf_pointers(uint32_t n, uint32_t per);

/* edf_dir.c: the resident directory. */
enum edf_rc edf_dir_load(struct edf_disk *d);
void edf_dir_free(struct edf_disk *d);
struct edf_fst *edf_dir_at(const struct edf_disk *d, uint32_t slot);
struct edf_fst *edf_dir_find(const struct edf_disk *d, const uint8_t *fn,
                             const uint8_t *ft, uint32_t *slot);
void edf_dir_touch(struct edf_disk *d, uint32_t slot);
enum edf_rc edf_dir_add(struct edf_disk *d, const struct edf_fst *fst);
struct edf_dirblk *edf_dir_new(struct edf_disk *d);
void edf_fst_stamp(struct edf_disk *d, struct edf_fst *fst);

/* edf_walk.c: all blocks of a file, as its FST on disk says. `visit` gets each
 * block with its level (0: data) and, at level 0, the block's index; what it
 * returns other than EDF_OK ends the walk, except that a pointer block for
 * which it returns EDF_DAMAGED is not read and the walk goes on. `n` is the
 * number of data blocks, holes counted; ptrsize 4 or 12. */
struct edf_visit {
    enum edf_rc (*visit)(void *ctx, uint32_t block, unsigned level,
                         uint32_t index);
    /* V, each pointer (may be NULL). */
    void (*pointer)(void *ctx, unsigned level, uint32_t index, uint32_t hi,
                    uint32_t disp);
    void *ctx;
};
enum edf_rc edf_walk(struct edf_disk *d, const struct edf_fst *fst, uint32_t n,
                     const struct edf_visit *v);
/* Data blocks, holes counted. */
uint32_t edf_data_blocks(const struct edf_disk *d, const struct edf_fst *fst);
/* Frees all blocks of a file. */
enum edf_rc edf_free_file(struct edf_disk *d, const struct edf_fst *fst);

/* edf_tree.c: the blocks of an open file. */
enum edf_rc edf_load(struct edf_file *f, uint32_t index);
/* As edf_load, and the block may be changed: it is the file's own and new. */
enum edf_rc edf_own(struct edf_file *f, uint32_t index);
/* V: what the pointers above data block `index` (the last) say. */
enum edf_rc edf_set_pointer(struct edf_file *f, uint32_t index, uint32_t hi,
                            uint32_t disp);
/* The same, displacements left as they are. */
enum edf_rc edf_raise_pointer(struct edf_file *f, uint32_t index, uint32_t hi);
/* V: the data block in which record `rec` begins, the number of the first
 * record that begins there, and its displacement. */
enum edf_rc edf_find_pointer(struct edf_file *f, uint32_t rec, uint32_t *index,
                             uint32_t *first, uint32_t *disp);
enum edf_rc edf_flush(struct edf_file *f);
void edf_drop_buffers(struct edf_file *f);
uint32_t edf_per_block(const struct edf_file *f);

/* edf_file.c: bytes of a file, from a block and displacement on. */
enum edf_rc edf_get_bytes(struct edf_file *f, uint32_t index, uint32_t off,
                          void *buf, uint32_t n);
enum edf_rc edf_put_bytes(struct edf_file *f, uint32_t index, uint32_t off,
                          const void *buf, uint32_t n);
/* Writes the buffers out and puts the entry into the resident directory. */
enum edf_rc edf_publish(struct edf_file *f);
/* Is there room to write data blocks first..last? */
bool edf_fits(const struct edf_file *f, uint32_t first, uint32_t last);

/* edf_var.c: files of variable records. */
enum edf_rc edf_var_read(struct edf_file *f, uint32_t rec, void *buf,
                         uint32_t size, uint32_t *len);
enum edf_rc edf_var_write(struct edf_file *f, uint32_t rec, const void *buf,
                          uint32_t len);

#endif
