/* SPDX-License-Identifier: MIT */
/* Translation of a guest's channel program into a real one (VM/370: DMKCCW),
 * and of the real CSW back. Pure: it needs guest storage (cp/gstor.h) and free
 * storage only, and starts nothing. */
#ifndef CP_CCWTRANS_H
#define CP_CCWTRANS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"

struct vmblok;
struct vdevblok;

/* What entry n of the real program stands for. */
struct ccwmap {
    uint32_t guest; /* guest address of its CCW */
    uint8_t cmd;    /* the guest's command (of a data chain: its first) */
    uint8_t flags;  /* enum map_flag */
    uint8_t arg;    /* MAP_REJECT: sense byte 1; MAP_FIX: offset of CC */
    uint8_t spare;
    uint16_t adj; /* add to the residual count */
    uint16_t spare2;
};

enum map_flag {
    MAP_PREFIX = 0x01, /* CP's own, before the guest's first */
    MAP_JUMP = 0x02,   /* CP's TIC to an entry made before */
    MAP_OPEN = 0x04,   /* a TIC whose target is not translated yet */
    MAP_CD = 0x08,     /* continues a data chain */
    MAP_REJECT = 0x10, /* refused by CP: the device rejects what stands here */
    MAP_SEEK = 0x20,   /* moves the arm: its argument is CP's copy */
    MAP_FIX = 0x40,    /* reads a real cylinder number: subtract afterwards */
    MAP_TIC = 0x80,
};

struct pin {
    uint32_t page; /* guest address */
    uint32_t real; /* of the frame; with 1: for reading only */
};

struct ccwprog {
    struct vmblok *vm;
    struct vdevblok *v;
    struct ccw *ccw;
    struct ccwmap *map;
    uint32_t *idaw;
    struct pin *pin;
    uint8_t (*data)[8]; /* arguments of SEEK and the like */
    uint16_t nccw, nidaw, npin, ndata;
    uint8_t size;    /* row of the table of sizes */
    bool full;       /* something did not fit */
    bool later;      /* too much is locked now, by others or elsewhere */
    bool pci;        /* a CCW has the PCI flag */
    uint16_t seg;    /* first entry of the part at work; IPL adds parts */
    uint32_t start;  /* guest address of the first CCW */
    bool one_read;   /* IPL: stop after a command that stores */
    bool stopped;    /* it did */
    uint32_t resume; /* and goes on here; 0: the chain ends */
};

enum ccw_result {
    CCW_OK,
    CCW_TOO_BIG,    /* more CCWs or pages than CP allows: program check */
    CCW_NO_STORAGE, /* no free storage or too many locked pages, now */
};

/* Pages that one program may lock, and all of a virtual machine. */
enum { CCW_MAX = 336, CCW_PINS_MAX = 64, CCW_PINS_VM = 160 };

/* Makes a real program of the guest's at `start`. In a task (pages come in).
 * On anything but CCW_OK all is released. */
enum ccw_result ccw_translate(struct ccwprog *p, struct vmblok *vm,
                              struct vdevblok *v, uint32_t start);
/* For IPL: begins (start: the implied READ at guest address `start`, whose
 * CCW is given), and appends the part that follows p->resume. */
enum ccw_result ccw_ipl_begin(struct ccwprog *p, struct vmblok *vm,
                              struct vdevblok *v, const struct ccw *implied);
enum ccw_result ccw_ipl_next(struct ccwprog *p);
/* A program of one command, given and not fetched; its data chain goes on
 * behind guest address `at`. */
enum ccw_result ccw_single(struct ccwprog *p, struct vmblok *vm,
                           struct vdevblok *v, const struct ccw *c,
                           uint32_t at);
/* Unlocks the pages and frees the storage. Any stack. */
void ccw_release(struct ccwprog *p);

/* What a real CSW means to the guest: address and residual count; *index is
 * the last entry used, -1 when the address is none of the program's. The key
 * is the caller's. */
void ccw_csw(const struct ccwprog *p, const struct csw *real, struct csw *guest,
             int *index);
/* After the end: home addresses and R0 counts that were read become
 * minidisk-relative, and the arm's place is noted in the virtual device. */
void ccw_finish(struct ccwprog *p, int index, uint16_t residual);

/* Where byte `off` of a CCW's data lies in guest storage (through IDAWs), and
 * how many bytes follow without a break (at most to the 2K boundary). False:
 * an IDAW is invalid or cannot be fetched. */
bool ccw_locate(struct vmblok *vm, const struct ccw *c, uint32_t off,
                uint32_t *addr, uint32_t *span);

#endif
