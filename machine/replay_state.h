/* SPDX-License-Identifier: MIT */
/* Shared by the files of the replay alone. */
#ifndef MACHINE_REPLAY_STATE_H
#define MACHINE_REPLAY_STATE_H

#include "lib/pack.h"
#include "machine/console.h"
#include "machine/mailbox.h"
#include "machine/replay.h"

enum { SAVES_MAX = 24 };

struct next_entry {
    enum entry entry;
    uint64_t count;
    uint64_t a, b; /* the numbers it has */
    struct msg *msg;
    char text[CONSOLE_LINE_MAX];
};

/* How a replay has come to its end. */
enum replay_outcome {
    REPLAY_ENDED, /* as recorded */
    REPLAY_CUT,   /* the recording ends without an end */
    REPLAY_WRONG, /* not as recorded, or not readable */
};

/* The machine as it was, to go back to. */
struct replay_save {
    uint64_t count;
    struct unpack_place at; /* of the entry that comes next */
    uint64_t entry_count;   /* of the entry before that */
    uint64_t agreed;
    struct pack machine;
};

struct replay {
    struct machine *m;
    char *path;
    int fd;
    uint64_t boundary; /* where the journal ends in the file */
    bool cut;          /* the file goes on, but not to a whole block */
    uint64_t cpuid;
    struct unpack u;
    struct unpack_place start; /* of the snapshot's machine */

    struct unpack_place at; /* of the next entry */
    struct next_entry next;
    bool have;       /* `next` was read */
    uint64_t count;  /* of the entry before it */
    uint64_t agreed; /* count of the last digest that agreed */

    bool interactive;
    uint64_t to;    /* stop at this instruction count */
    bool stopped;   /* at it, or at the end */
    bool over;      /* nothing more can be replayed */
    bool quiet;     /* going over again what was shown */
    uint64_t shown; /* the highest count that was reached */

    struct replay_save saves[SAVES_MAX];
    unsigned nsaves;
    uint64_t save_after; /* host time (ns) after which another is taken */
};

/* replay.c */
struct next_entry *replay_next(struct replay *r);
void replay_free_entry(struct replay *r);
/* Compares digests, if one is recorded here. */
void replay_check(struct replay *r);

/* replay_back.c: memory snapshots. Takes one if it is time to. */
void replay_save(struct replay *r);
void replay_forget_saves(struct replay *r);
/* Back to the nearest snapshot before `count`. False with *e: the machine is
 * not to be used. */
bool replay_back(struct replay *r, uint64_t count, struct err *e);

/* replay_console.c: stops where it is asked to, and takes commands. */
void replay_console(struct replay *r);
void replay_over(struct replay *r, enum replay_outcome outcome);

#endif
