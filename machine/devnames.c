/* SPDX-License-Identifier: MIT */
/* A copy of the list of devices under a lock. */
#include "config.h"

#include "machine/devnames.h"

#include <pthread.h>
#include <stdlib.h>

#include "devices/channel.h"
#include "devices/device.h"
#include "machine/configuration.h"

struct devnames {
    pthread_mutex_t lock;
    unsigned count;
    uint16_t addr[CONFIG_MAX_DEVICES];
};

struct devnames *
devnames_create(void)
{
    struct devnames *d = calloc(1, sizeof *d);

    if (d == NULL)
        abort();
    pthread_mutex_init(&d->lock, NULL);
    return d;
}

void
devnames_destroy(struct devnames *d)
{
    if (d == NULL)
        return;
    pthread_mutex_destroy(&d->lock);
    free(d);
}

void
devnames_update(struct devnames *d, struct chansys *cs)
{
    struct device *dev = NULL;

    pthread_mutex_lock(&d->lock);
    d->count = 0;
    while ((dev = chansys_next(cs, dev)) != NULL &&
           d->count < CONFIG_MAX_DEVICES)
        d->addr[d->count++] = dev->addr;
    pthread_mutex_unlock(&d->lock);
}

bool
devnames_get(struct devnames *d, unsigned i, uint16_t *addr)
{
    bool there;

    pthread_mutex_lock(&d->lock);
    there = i < d->count;
    if (there)
        *addr = d->addr[i];
    pthread_mutex_unlock(&d->lock);
    return there;
}
