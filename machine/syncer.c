/* SPDX-License-Identifier: MIT */
/* The sync thread. A failing fsync is reported on standard error, since the
 * machine can do nothing about it. */
#include "config.h"

#include "machine/syncer.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "devices/channel.h"
#include "devices/dasd.h"
#include "image/ckd.h"

enum { IMAGES_MAX = 256 };

struct syncer {
    pthread_mutex_t lock;
    pthread_cond_t more, done;
    pthread_t thread;
    bool started, stop;
    struct ckd *images[IMAGES_MAX];
    unsigned count; /* images the thread works on; 0: it sleeps */
};

static void *
thread(void *arg)
{
    struct syncer *s = arg;
    struct err e;

    pthread_mutex_lock(&s->lock);
    while (!s->stop) {
        unsigned n = s->count;
        if (n == 0) {
            pthread_cond_wait(&s->more, &s->lock);
            continue;
        }
        pthread_mutex_unlock(&s->lock);
        for (unsigned i = 0; i < n; i++)
            if (!ckd_sync(s->images[i], &e))
                fprintf(stderr, "cambridge: %s\n", e.text);
        pthread_mutex_lock(&s->lock);
        s->count = 0;
        pthread_cond_signal(&s->done);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct syncer *
syncer_create(void)
{
    struct syncer *s = calloc(1, sizeof *s);

    if (s == NULL)
        abort();
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
    syncer_wait(s);
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_signal(&s->more);
    pthread_mutex_unlock(&s->lock);
    if (s->started)
        pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->more);
    pthread_cond_destroy(&s->done);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

bool
syncer_run(struct syncer *s, struct chansys *cs)
{
    struct device *dev = NULL;
    struct ckd *image;
    unsigned n = 0;

    pthread_mutex_lock(&s->lock);
    if (s->count > 0 || !s->started) {
        pthread_mutex_unlock(&s->lock);
        return false;
    }
    while ((dev = chansys_next(cs, dev)) != NULL && n < IMAGES_MAX) {
        image = dasd_image(dev);
        if (image != NULL && ckd_dirty(image))
            s->images[n++] = image;
    }
    s->count = n;
    pthread_cond_signal(&s->more);
    pthread_mutex_unlock(&s->lock);
    return true;
}

void
syncer_wait(struct syncer *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    while (s->count > 0)
        pthread_cond_wait(&s->done, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

bool
syncer_all(struct chansys *cs, struct err *e)
{
    struct device *dev = NULL;
    struct ckd *image;
    bool ok = true;

    while (cs != NULL && (dev = chansys_next(cs, dev)) != NULL) {
        image = dasd_image(dev);
        if (image != NULL && ckd_dirty(image) && ok)
            ok = ckd_sync(image, e);
    }
    return ok;
}
