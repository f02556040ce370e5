/* SPDX-License-Identifier: MIT */
/* The 3215 (and 1052) printer-keyboard as integrated in the operator's
 * console: what the machine plugs into it. */
#ifndef DEVICES_CONSOLE3215_H
#define DEVICES_CONSOLE3215_H

#include <stdbool.h>
#include <stddef.h>

struct device;

/* Takes printed text in UTF-8, without line ends; `newline` when the carrier
 * returned after it. Text before a reply (a prompt) comes with newline false;
 * what follows on that line comes in a later call. */
typedef void console3215_sink_fn(void *ctx, struct device *dev,
                                 const char *text, size_t len, bool newline);

/* Is it a 3215 or 1052? All calls below want one. */
bool console3215_is(const struct device *dev);
/* Where the printed lines go; NULL: nowhere. */
void console3215_sink(struct device *dev, console3215_sink_fn *fn, void *ctx);
/* A line typed, in UTF-8 without its end. A read that is outstanding takes it;
 * else it waits, and attention is raised and stays or comes back until it is
 * read. False when too many lines wait already (the line is not taken). */
bool console3215_line(struct device *dev, const char *text);
/* Is a read outstanding? (for a prompt) */
bool console3215_reading(const struct device *dev);

#endif
