/* SPDX-License-Identifier: MIT */
/* Which engine executes instructions. */
#include <string.h>

#include "cpu/fast.h"
#include "cpu/lockstep.h"
#include "cpu/psw.h"

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

bool
cpu_set_facilities(struct cpu *cpu, unsigned facilities)
{
    struct cpu_private *p = cpu->priv;
    enum cpu_engine engine = p->engine;

    /* What was decoded is forgotten with the engine that keeps it. */
    if (!cpu_set_engine(cpu, CPU_REFERENCE))
        return false;
    decode_free(cpu);
    memset(p->second_supervisor, 0, sizeof p->second_supervisor);
    memset(p->second_problem, 0, sizeof p->second_problem);
    cpu->facilities = facilities;
    if (!decode_init(cpu) || !cpu_set_engine(cpu, engine))
        return false;
    psw_changed(cpu);
    return true;
}
