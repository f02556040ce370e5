/* SPDX-License-Identifier: MIT */
/* Tape drives: the operands of a device line, and what the operator's console
 * does with a drive beside the channel. */
#ifndef DEVICES_TAPE_H
#define DEVICES_TAPE_H

#include <stdbool.h>

#include "image/tape.h"
#include "lib/err.h"

struct device;

/* The operands of a tape drive, in Hercules' words: a file name (or `*`, or
 * none: *path is NULL then) and options. False: *err says which is wrong. */
bool tape_operands(int argc, char **argv, const char **path,
                   struct tape_options *o, struct err *err);

enum tape_move {
    TAPE_REW, /* rewind */
    TAPE_FSF, /* forward past `n` tape marks */
    TAPE_BSF, /* backward past `n` tape marks */
    TAPE_FSR, /* forward past `n` blocks or tape marks */
    TAPE_BSR, /* backward past them */
    TAPE_ASF, /* to the beginning of file `n`, the first being 1 */
    TAPE_WTM, /* write `n` tape marks */
    TAPE_DSE, /* erase what lies beyond */
};

/* Moves the tape from the console. False, with *err, when this is no tape
 * drive, is not ready or is in use by the program, and when the tape ends
 * before: then it stays where it ended. */
bool tape_drive_move(struct device *dev, enum tape_move move, unsigned n,
                     struct err *err);

/* Has a tape that was written synced (chan_flush, channel.h). A drive does so
 * by itself at tape marks and rewinds, and when the tape is unloaded. Nothing
 * when this is no tape drive. */
void tape_drive_flush(struct device *dev);

#endif
