/* SPDX-License-Identifier: MIT */
/* The progress bar: redrawn only when another hundredth is done. */
#include "config.h"

#include "tools/progress.h"

#include <stdio.h>
#include <unistd.h>

struct progress
progress_begin(uint64_t all, const char *what)
{
    return (struct progress){.all = all,
                             .what = what,
                             .percent = -1,
                             .on = all > 0 && isatty(STDERR_FILENO)};
}

void
progress_show(struct progress *p, uint64_t done)
{
    static const char bar[] = "########################################";
    int width = (int)sizeof(bar) - 1, percent;

    if (!p->on)
        return;
    percent = (int)(100 * (done < p->all ? done : p->all) / p->all);
    if (percent == p->percent)
        return;
    p->percent = percent;
    fprintf(stderr, "\r[%-*.*s] %3d%% %s", width, percent * width / 100, bar,
            percent, p->what);
}

void
progress_end(struct progress *p)
{
    if (p->on && p->percent >= 0)
        fprintf(stderr, "\r\033[K");
    p->percent = -1;
}
