/* SPDX-License-Identifier: MIT */
/* Date, time of day and processor time: DIAGNOSE X'0C' under CP, otherwise the
 * TOD clock (UTC; processor time is then the time since IPL). */
#ifndef CMS_TIMES_H
#define CMS_TIMES_H

#include <stdint.h>

#include "cms/fs/edf.h"

struct cms_time {
    uint16_t year; /* all four digits */
    uint8_t month, day, hour, minute, second;
    uint64_t virt;  /* microseconds of virtual processor time */
    uint64_t total; /* and of CP's for this virtual machine */
};

void time_now(struct cms_time *t);
void time_to_edf(const struct cms_time *t, struct edf_date *date);
/* Year with two digits and so on, from a file's packed date. */
unsigned time_unpack(uint8_t packed);

/* TOD clock units to date and time. */
void time_from_tod(uint64_t tod, struct cms_time *t);

#endif
