/* SPDX-License-Identifier: MIT */
/* Shared by the files of the 3270 model alone. */
#ifndef DEVICES_D3270_STATE_H
#define DEVICES_D3270_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* d3270_stream.c: where a data stream leaves the buffer address, and the part
 * of a reply from a buffer address on. Addresses are in positions; `size` is
 * that of the buffer. */

/* The address after the orders and data at p, starting from `pos`. Program tab
 * needs the buffer itself, which only the client has: it leaves the address
 * where it is. */
unsigned d3270_after(const uint8_t *p, size_t len, unsigned pos, unsigned size);
/* Removes from a Read Buffer reply (AID, cursor, buffer) what lies before
 * `pos`; returns the new length. */
size_t d3270_cut_buffer(uint8_t *reply, size_t len, unsigned pos);
/* The same for Read Modified: fields that begin before `pos`. */
size_t d3270_cut_modified(uint8_t *reply, size_t len, unsigned pos);

#endif
