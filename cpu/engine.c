/* SPDX-License-Identifier: MIT */
/* Which engine executes instructions. */
#include <string.h>

#include "cpu/fast.h"
#include "cpu/lockstep.h"

bool
cpu_set_engine(struct cpu *cpu, enum cpu_engine engine)
{
    struct cpu_private *p = cpu->priv;
    struct fast *f = NULL;
    struct lockstep *l = NULL;

    if (engine == p->engine)
        return true;
    if (engine != CPU_REFERENCE) {
        f = fast_create(cpu);
        if (!f)
            return false;
    }
    if (engine == CPU_LOCKSTEP) {
        l = lockstep_create(cpu);
        if (!l) {
            fast_destroy(f);
            return false;
        }
    }
    fast_destroy(p->fast);
    lockstep_destroy(p->lockstep);
    p->fast = f;
    p->lockstep = l;
    p->page_tag = UINT32_MAX;
    p->engine = engine;
    return true;
}
