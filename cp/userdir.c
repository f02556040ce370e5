/* SPDX-License-Identifier: MIT */
/* The directory on the system pack, for CP: reads its pages (VM/370: DMKUDR).
 */
#include "cp/command.h"

#include "cp/direct/direct.h"
#include "cp/frames.h"
#include "cp/pageio.h"

static bool
read_page(void *arg, uint32_t n, void *buf)
{
    slot_t slot = slot_of_extent(CPVOL_DIRECTORY, n);

    (void)arg;
    return slot != 0 && pageio_sync(slot, (uint32_t)(uintptr_t)buf, false);
}

enum userdir_result
userdir_find(const uint8_t user[8], struct userdir *d)
{
    static const struct direct_io io = {read_page, NULL};
    enum direct_result r;

    d->frame = frame_get_wait();
    r = direct_find(&io, user, (void *)(uintptr_t)d->frame, &d->u);
    if (r == DIRECT_OK)
        return USERDIR_OK;
    userdir_done(d);
    if (r == DIRECT_NONE)
        return USERDIR_NONE;
    con_operator("DMKUDR475I DIRECTORY %s",
                 r == DIRECT_BAD ? "DAMAGED OR MISSING" : "CANNOT BE READ");
    return USERDIR_ERROR;
}

void
userdir_done(struct userdir *d)
{
    frame_put(d->frame);
    d->frame = 0;
    d->u = NULL;
}
