/* SPDX-License-Identifier: MIT */
/* Between the parts of the I/O supervisor as CP starts. */
#ifndef CP_IOSINIT_H
#define CP_IOSINIT_H

#include "arch/ckd.h"
#include "cp/ios.h"

/* DEV_OTHER for a type that CP does not know. */
uint8_t dev_class_of(unsigned type, unsigned model);
/* Reads the volume descriptor of the IPL pack. In a task. */
bool pageio_init(struct rdevblok *r);

#endif
