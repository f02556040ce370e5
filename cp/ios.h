/* SPDX-License-Identifier: MIT */
/* The real devices and the I/O supervisor (VM/370: DMKIOS, DMKRIO). Devices
 * are found at IPL by SENSE ID (cp/discover.c); under another CP by
 * DIAGNOSE X'24'. */
#ifndef CP_IOS_H
#define CP_IOS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"
#include "cp/task.h"

struct vmblok;
struct vdevblok;
struct ioblok;

enum dev_class {
    DEV_NONE,
    DEV_CON,
    DEV_GRAF,
    DEV_DASD,
    DEV_READER,
    DEV_PUNCH,
    DEV_PRINTER,
    DEV_TAPE,
    DEV_CTCA,
    DEV_OTHER
};

struct rdevblok {
    struct rdevblok *next;
    uint16_t addr;
    uint16_t type; /* X'3350' ... */
    uint8_t model;
    uint8_t class; /* enum dev_class */
    uint8_t flags; /* enum rdev_flag */
    uint8_t sense_len;
    uint8_t volser[6];     /* of DASD, EBCDIC */
    uint8_t sense[24];     /* after a unit check, read by the supervisor */
    struct ioblok *active; /* at work */
    struct ioblok *queue, *queue_last;
    struct vmblok *owner;  /* dedicated or DIALed to */
    struct vdevblok *vdev; /* the virtual device it serves then */
    void (*unsolicited)(struct rdevblok *r, uint8_t unit_status);
    void *console;       /* cp/console.h: terminal state of a GRAF or CON */
    uint16_t rows, cols; /* GRAF: set by cp/console.h's side; 0: unknown */
    uint8_t graf;        /* GRAF: flags as DIAGNOSE X'8C' gives them */
    uint16_t users;      /* minidisks in use on it */
    uint32_t errors;
    uint32_t sios; /* operations started, CP's and guests' */

    /* The supervisor's own. */
    uint8_t state;   /* enum in cp/ios.c */
    uint8_t pending; /* unsolicited status that no one has taken yet */
    uint8_t tries;
    struct ccw sense_ccw __attribute__((aligned(8)));
};

enum rdev_flag {
    RDEV_OFFLINE = 0x01,
    RDEV_SYSTEM = 0x02,   /* attached to the system: CP owns it */
    RDEV_SYSPACK = 0x04,  /* IPLed from */
    RDEV_ENABLED = 0x08,  /* terminal: shows the logo */
    RDEV_NOTREADY = 0x10, /* intervention required when last tried */
};

/* One real I/O operation. The caller owns it, sets the first group, and gets
 * it back through done() on the dispatcher's stack. */
struct ioblok {
    struct ioblok *next;
    struct rdevblok *rdev;
    uint32_t ccw;  /* real address of the channel program */
    uint8_t key;   /* CAW key, 0-15 */
    uint8_t flags; /* enum io_flag */
    void (*done)(struct ioblok *io);
    void *arg;

    /* With IO_PCI: a program-controlled interruption came; called on the
     * dispatcher's stack. */
    void (*pci)(struct ioblok *io, const struct csw *csw);

    uint8_t cc;        /* of SIO, 0 when started; 3 not operational */
    struct csw csw;    /* when ended; unit status gathered to device end */
    uint8_t sense[24]; /* after unit check */
    uint8_t sense_len;
    bool at_sio; /* it ended, or could not begin, within SIO */
};

enum io_flag {
    IO_PCI = 0x01,   /* call pci() */
    IO_HEAD = 0x02,  /* to the head of the device's queue */
    IO_RETRY = 0x04, /* tries again after data check, overrun and the like */
};

extern struct rdevblok *rdev_first;  /* ascending addresses */
extern struct rdevblok *rdev_system; /* the IPL pack */
struct rdevblok *rdev_find(uint16_t addr);
struct rdevblok *rdev_by_volser(const uint8_t volser[6]);

void ios_init(uint16_t ipl_addr); /* task: finds devices, reads labels */
/* Who hears of unsolicited status (attention, device end) from r: NULL keeps
 * it. What came since is delivered at once. On the dispatcher's stack or in a
 * task, as it happens. */
void rdev_listen(struct rdevblok *r,
                 void (*fn)(struct rdevblok *r, uint8_t unit_status));
/* Heads of a DASD type, cylinders; 0: not a DASD type known. */
unsigned dasd_heads(unsigned type), dasd_cylinders(unsigned type);
void ios_start(struct ioblok *io);
void ios_halt(struct ioblok *io); /* HDV; done() still comes */
/* In a task: starts and waits. True when it ended with channel end and
 * device end alone (incorrect length apart). */
bool ios_sync(struct ioblok *io);
/* The dispatcher's: an I/O interruption was taken; low storage has it. */
void ios_interrupt(void);

#endif
