/* SPDX-License-Identifier: MIT */
/* Real storage frames of 4K (VM/370: DMKPTR, the CORTABLE) and the tables of
 * guest storage (PAGTABLE, SWPTABLE). */
#ifndef CP_FRAMES_H
#define CP_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/pageio.h"
#include "cp/vmblok.h"

/* A frame for CP's own use, zeroed; 0 when none is free now (it is told to
 * the stealer). frame_get_wait waits: task only. */
uint32_t frame_get(void);
uint32_t frame_get_wait(void);
void frame_put(uint32_t real);

/* Counters for QUERY PAGING and INDICATE. */
struct page_counts {
    uint32_t frames;  /* frames for paging, all */
    uint32_t free;    /* free now */
    uint32_t pageins; /* since IPL */
    uint32_t pageouts;
    uint32_t steals;
};
extern struct page_counts page_counts;

#endif
