/* SPDX-License-Identifier: MIT */
/* Swapping the idle out: a virtual machine that has waited for some time gives
 * up its frames, so that a thousand idle users cost tables and slots only. The
 * timer runs only while there is someone left to look at. VM/370: DMKSCH,
 * DMKPTR. */
#include "cp/swap.h"

#include <stddef.h>

#include "cp/storage.h"
#include "cp/timer.h"

/* How long a wait is idleness; how soon to go on when requests ran out. */
#define SWAP_AFTER (30 * TOD_SEC)
#define SWAP_AGAIN (TOD_SEC / 4)

static struct timer timer;

static void
look(void *arg)
{
    uint64_t now = tod_now(), next = ~0ull;

    (void)arg;
    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next) {
        uint64_t due = vm->idle_since + SWAP_AFTER;

        if (!(vm->wait & VMW_IDLE) || vm->resident == 0)
            continue;
        if (due <= now) {
            page_swap_out(vm);
            /* What is pinned stays; what found no request is tried again. */
            due = vm->paging != 0 ? now + SWAP_AGAIN : now + SWAP_AFTER;
            if (vm->resident == 0 || (vm->paging == 0 && vm->pinned != 0))
                continue;
        }
        if (due < next)
            next = due;
    }
    if (next != ~0ull)
        timer_set(&timer, next);
}

void
swap_idle(struct vmblok *vm)
{
    vm->idle_since = tod_now();
    if (timer.queued || vm->resident == 0)
        return;
    timer.fn = look;
    timer_set(&timer, vm->idle_since + SWAP_AFTER);
}
