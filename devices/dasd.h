/* SPDX-License-Identifier: MIT */
/* Disks: what the machine needs beyond the channel: the image, to be
 * synced from a thread of its own and at shutdown. */
#ifndef DEVICES_DASD_H
#define DEVICES_DASD_H

struct ckd;
struct device;

/* The image mounted on this device; NULL when it is no disk. */
struct ckd *dasd_image(const struct device *dev);

#endif
