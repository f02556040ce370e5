/* SPDX-License-Identifier: MIT */
/* Virtual devices and virtual channels (VM/370: DMKVSI, DMKVIO, DMKCCW). */
#ifndef CP_VIO_H
#define CP_VIO_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/ccw.h"
#include "cp/ios.h"
#include "cp/vmblok.h"

/* How a virtual device is made. */
enum vdev_kind {
    VDEV_CONSOLE,   /* virtual 3215 on the user's terminal */
    VDEV_MINIDISK,  /* part of a real DASD */
    VDEV_DEDICATED, /* a real device, whole */
    VDEV_GRAF,      /* virtual 3270; rdev is set while someone DIALed to it */
    VDEV_READER,
    VDEV_PUNCH,
    VDEV_PRINTER,
};

struct vdevblok {
    struct vdevblok *next;
    struct vmblok *vm;
    uint16_t addr;
    uint16_t type;
    uint8_t model;
    uint8_t class; /* enum dev_class */
    uint8_t kind;  /* enum vdev_kind */
    uint8_t flags; /* enum vdev_flag */
    struct rdevblok *rdev;
    uint16_t cyl0, ncyl; /* minidisk: relocation and size */
    uint8_t mode;        /* 'R' or 'W' in EBCDIC */
    uint8_t sense_len;
    uint8_t sense[24];
    uint8_t link_user[8]; /* LINK: whose minidisk */
    uint16_t link_addr;

    /* What is pending for the guest. */
    struct csw csw; /* of the end of the operation */
    uint8_t pend;   /* enum vdev_pend */
    uint8_t attn;   /* unsolicited unit status: attention, device end */
    uint8_t busy;
    struct csw pci;     /* with VP_PCI */
    struct vioblok *io; /* the translated channel program at work */
    struct simop *sim;  /* the simulated operation: virtual console etc. */
    uint16_t pos_cyl, pos_head; /* minidisk: where the last SEEK left it */
    struct waitq idle;          /* woken when an operation has ended */
};

enum vdev_flag {
    VDEV_READONLY = 0x01,
    VDEV_TEMP = 0x02, /* made by DEFINE */
};

enum vdev_pend {
    VP_CSW = 0x01,  /* channel end or device end in csw */
    VP_ATTN = 0x02, /* attn */
    VP_PCI = 0x04,
    VP_DE = 0x08, /* device end after channel end was taken */
};

struct vdevblok *vdev_find(struct vmblok *vm, uint16_t addr);
/* A new virtual device at addr, linked in order; NULL: no free storage or
 * the address is in use. */
struct vdevblok *vdev_create(struct vmblok *vm, uint16_t addr,
                             enum vdev_kind kind, uint16_t type);
/* A minidisk, or a LINK to one; `readonly` sets VDEV_READONLY. A dedicated
 * real device (r->owner is set). A virtual 3270. */
struct vdevblok *vdev_minidisk(struct vmblok *vm, uint16_t addr,
                               struct rdevblok *r, uint16_t cyl0, uint16_t ncyl,
                               bool readonly);
struct vdevblok *vdev_dedicate(struct vmblok *vm, uint16_t addr,
                               struct rdevblok *r);
/* Who has cylinders of [cyl0, cyl0 + ncyl) of r now, for LINK's modes. */
enum vdev_access { VACC_NONE, VACC_READ, VACC_WRITE };
enum vdev_access vdev_access(const struct rdevblok *r, uint16_t cyl0,
                             uint16_t ncyl);
/* Ends what is going on (waits: task), frees. */
void vdev_detach(struct vdevblok *v);

/* Simulates SIO SIOF TIO HIO HDV CLRIO TCH STIDC. Returns the condition code,
 * with the guest's CSW or channel id stored. TIO, TCH and STIDC never wait:
 * on the dispatcher's stack VIO_WAIT says that the VM was stopped for its page
 * 0 and the instruction must be executed again. The others run in a task. */
enum { VIO_WAIT = -1 };
enum vio_op {
    VIO_SIO,
    VIO_SIOF,
    VIO_TIO,
    VIO_CLRIO,
    VIO_HIO,
    VIO_HDV,
    VIO_TCH,
    VIO_STIDC
};
int vio_simulate(struct vmblok *vm, enum vio_op op, uint16_t addr);

/* The channels of the mask (bit 31-n: channel n, as CR2) have an interruption
 * due: takes the one of highest priority. Returns the address and the CSW;
 * -1: none. Clears the condition, keeps vm->iopend. */
int vio_take(struct vmblok *vm, uint32_t channels, struct csw *csw);

/* All devices: ends operations, forgets what is pending. Task. */
void vio_reset(struct vmblok *vm);
/* Makes vm->iopend anew after devices were changed. */
void vio_recount(struct vmblok *vm);

/* Virtual IPL: runs the chain CCW by CCW. Task. True: the guest's PSW is
 * loaded and it may run; false: *why has a message text. */
bool vio_ipl(struct vmblok *vm, uint16_t addr, const char **why);

/* DIAGNOSE X'18', X'20', X'24', X'58', X'8C'. Task. Sets registers and CC;
 * returns 0 or a pic code. */
int vio_diag18(struct vmblok *vm, unsigned rx, unsigned ry);
int vio_diag20(struct vmblok *vm, unsigned rx, unsigned ry);
int vio_diag24(struct vmblok *vm, unsigned rx, unsigned ry);
int vio_diag58(struct vmblok *vm, unsigned rx, unsigned ry);
int vio_diag8c(struct vmblok *vm, unsigned rx, unsigned ry);

/* A line the user typed is ready for the virtual console's pending read, or
 * attention is due: called by the console manager. */
void vio_console_line(struct vdevblok *v, const uint8_t *text, unsigned len);
void vio_attention(struct vdevblok *v, uint8_t unit_status);
/* The console manager has taken output that vcon_write had refused. */
void vio_console_ready(struct vdevblok *v);

/* DIAL: gives real 3270 r to virtual v (device end for the guest), and takes
 * it away: an operation at work ends with intervention required. Unsolicited
 * status stays with who listens to r and calls vio_attention. Any stack. */
void vio_connect(struct vdevblok *v, struct rdevblok *r);
void vio_disconnect(struct vdevblok *v);

#endif
