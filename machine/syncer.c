/* SPDX-License-Identifier: MIT */
/* The sync thread; see syncer.h. */
#include "config.h"

#include "machine/syncer.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/channel.h"
#include "devices/dasd.h"
#include "devices/tape.h"
#include "image/ckd.h"
#include "machine/mailbox.h"

enum { TOLD_MAX = 100 };

/* A disk's image, or a handle of a tape's file, which may be closed by now. */
struct job {
    struct job *next;
    struct ckd *image; /* NULL: a tape */
    int fd;
    char *path;
};

struct syncer {
    pthread_mutex_t lock;
    pthread_cond_t more, done;
    pthread_t thread;
    struct mailbox *machine;
    bool started, stop;
    struct job *first, **last; /* that wait */
    bool busy;                 /* the thread holds a volume */
    unsigned failed;           /* syncs that have failed */
    char *told[TOLD_MAX];      /* the thread's: what the operator knows */
    unsigned tolds;
};

/* Once for each text; a host that fails in more ways than there is room for is
 * known to fail. */
static void
tell(struct syncer *s, const char *text)
{
    for (unsigned i = 0; i < s->tolds; i++)
        if (strcmp(s->told[i], text) == 0)
            return;
    if (s->tolds == TOLD_MAX)
        return;
    s->told[s->tolds] = strdup(text);
    if (s->told[s->tolds] == NULL)
        abort();
    s->tolds++;
    mailbox_post(s->machine, MSG_SAY, 0, text, strlen(text));
}

static bool
sync_tape(struct job *j, struct err *e)
{
    bool ok = fsync(j->fd) == 0 ||
              err_set(e, "%s: fsync: %s", j->path, strerror(errno));

    close(j->fd);
    free(j->path);
    return ok;
}

/* True when the volume is synced; else the operator is told. */
static bool
execute(struct syncer *s, struct job *j)
{
    char text[sizeof(struct err) + 100];
    struct err e;

    if (j->image != NULL ? ckd_sync(j->image, &e) : sync_tape(j, &e))
        return true;
    snprintf(text, sizeof text,
             "%s; what was written last would not outlive a loss of power",
             e.text);
    tell(s, text);
    return false;
}

static void *
thread(void *arg)
{
    struct syncer *s = arg;

    pthread_mutex_lock(&s->lock);
    while (!s->stop || s->first != NULL) {
        struct job *j = s->first;
        bool ok;
        if (j == NULL) {
            pthread_cond_wait(&s->more, &s->lock);
            continue;
        }
        s->first = j->next;
        if (s->first == NULL)
            s->last = &s->first;
        s->busy = true;
        pthread_mutex_unlock(&s->lock);
        ok = execute(s, j);
        free(j);
        pthread_mutex_lock(&s->lock);
        s->busy = false;
        s->failed += !ok;
        if (s->first == NULL)
            pthread_cond_signal(&s->done);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct syncer *
syncer_create(struct mailbox *machine)
{
    struct syncer *s = calloc(1, sizeof *s);

    if (s == NULL)
        abort();
    s->machine = machine;
    s->last = &s->first;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->more, NULL);
    pthread_cond_init(&s->done, NULL);
    s->started = pthread_create(&s->thread, NULL, thread, s) == 0;
    return s;
}

void
syncer_destroy(struct syncer *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_signal(&s->more);
    pthread_mutex_unlock(&s->lock);
    if (s->started)
        pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->more);
    pthread_cond_destroy(&s->done);
    pthread_mutex_destroy(&s->lock);
    while (s->tolds > 0)
        free(s->told[--s->tolds]);
    free(s);
}

/* The lock is held. */
static void
give(struct syncer *s, struct job job)
{
    struct job *j = malloc(sizeof *j);

    if (j == NULL)
        abort();
    *j = job;
    j->next = NULL;
    *s->last = j;
    s->last = &j->next;
    pthread_cond_signal(&s->more);
}

bool
syncer_run(struct syncer *s, struct chansys *cs)
{
    struct device *dev = NULL;
    struct ckd *image;

    pthread_mutex_lock(&s->lock);
    if (s->first != NULL || s->busy || !s->started) {
        pthread_mutex_unlock(&s->lock);
        return false;
    }
    while ((dev = chansys_next(cs, dev)) != NULL) {
        image = dasd_image(dev);
        if (image != NULL && ckd_dirty(image))
            give(s, (struct job){.image = image});
    }
    pthread_mutex_unlock(&s->lock);
    while ((dev = chansys_next(cs, dev)) != NULL)
        tape_drive_flush(dev);
    return true;
}

bool
syncer_file(void *syncer, int fd, const char *path, bool must)
{
    struct syncer *s = syncer;
    struct job j = {.fd = -1};
    char text[500];
    bool idle;

    pthread_mutex_lock(&s->lock);
    idle = s->started && s->first == NULL && !s->busy;
    if (s->started && (idle || must))
        j.fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (j.fd >= 0 && (j.path = strdup(path)) == NULL)
        abort();
    if (j.fd >= 0)
        give(s, j);
    pthread_mutex_unlock(&s->lock);
    if (j.fd < 0 && must && fsync(fd) != 0) { /* no thread, or no handle */
        int n = snprintf(text, sizeof text, "%.400s: fsync: %s", path,
                         strerror(errno));
        mailbox_post(s->machine, MSG_SAY, 0, text, (size_t)n);
    }
    return j.fd >= 0 || must;
}

void
syncer_wait(struct syncer *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    while (s->first != NULL || s->busy)
        pthread_cond_wait(&s->done, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

bool
syncer_all(struct syncer *s, struct chansys *cs)
{
    unsigned before;

    syncer_wait(s);
    before = s->failed;
    if (!syncer_run(s, cs))
        return true; /* no thread: the devices sync when they go */
    syncer_wait(s);
    return s->failed == before;
}
