/* SPDX-License-Identifier: MIT */
/* Fixed-block disks: what the machine needs beyond the channel. */
#ifndef DEVICES_FBA_H
#define DEVICES_FBA_H

struct ckd;
struct device;

/* The image mounted on this device; NULL when it is no fixed-block disk. */
struct ckd *fba_image(const struct device *dev);

#endif
