/* SPDX-License-Identifier: MIT */
/* Between the parts of virtual I/O: a translated operation (vio.c), a
 * simulated one (viosim.c), and what both leave behind. */
#ifndef CP_VIOINT_H
#define CP_VIOINT_H

#include "cp/ccwtrans.h"
#include "cp/timer.h"
#include "cp/vio.h"

/* A guest's operation on a real device. */
struct vioblok {
    struct ioblok io;
    struct vdevblok *v;
    struct ccwprog prog;
    uint8_t key;  /* CAW key, 0-15 */
    bool lost;    /* its real 3270 was taken away */
    bool started; /* given to the I/O supervisor */
    bool sync;    /* DIAGNOSE or IPL: no interruption; `over` and wq instead */
    bool keep;    /* IPL: the program stays for its next part */
    bool over;
    uint8_t age; /* times the watch has seen it at work */
    struct waitq wq;
    struct csw csw; /* as the guest sees it */
};

/* Translates and starts. On anything but CCW_OK nothing was started and
 * *out is NULL. In a task. */
enum ccw_result vio_begin(struct vdevblok *v, uint32_t start, unsigned key,
                          bool sync, struct vioblok **out);
/* Waits for a sync operation's end. In a task. */
void vio_wait(struct vioblok *b);
/* Starts a program that is translated already (IPL). */
void vio_go(struct vioblok *b);
void vio_free(struct vioblok *b);

/* A condition is pending at v for the guest. */
void vio_post(struct vdevblok *v, enum vdev_pend what);
void vio_post_end(struct vdevblok *v, const struct csw *csw);
bool vio_busy(const struct vdevblok *v);
/* Ends what goes on at v, and waits until it has. In a task. */
void vio_quiesce(struct vdevblok *v);
/* Intervention required and the like, for the next SENSE. */
void vio_set_sense(struct vdevblok *v, uint8_t sense0, uint8_t sense1);

/* A simulated operation. Begins it in a task and runs as far as it goes:
 * condition code 0, or 1 with *status for SIO to store. */
unsigned sim_start(struct vdevblok *v, uint32_t start, unsigned key,
                   struct csw *status);
bool sim_busy(const struct vdevblok *v);
void sim_halt(struct vdevblok *v);
void sim_free(struct vdevblok *v);
/* Is this CCW one that CP answers itself at any device? */
bool sim_own(const struct ccw *c);
/* SENSE ID of a virtual device: bytes in `id`; how many it has. */
unsigned vdev_sense_id(const struct vdevblok *v, uint8_t id[7]);

#endif
