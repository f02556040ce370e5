/* SPDX-License-Identifier: MIT */
/* A processor's beginning, resets, and store status. PoO "Resets", "Store
 * Status". IPL, which needs channels, is the machine's. */
#include <stdlib.h>

#include "arch/lowcore.h"
#include "cpu/dat.h"
#include "cpu/fast.h"
#include "cpu/lockstep.h"
#include "cpu/psw.h"
#include "cpu/storage.h"
#include "cpu/timer.h"

struct cpu *
cpu_create(struct storage *st, const struct cpu_board *board,
           unsigned facilities)
{
    struct cpu *cpu = calloc(1, sizeof *cpu);
    struct cpu_private *p = calloc(1, sizeof *p);

    if (p)
        p->in_tlb = calloc(st->size / BLOCK_SIZE, sizeof *p->in_tlb);
    if (!cpu || !p || !p->in_tlb) {
        if (p)
            free(p->in_tlb);
        free(p);
        free(cpu);
        return NULL;
    }
    cpu->priv = p;
    cpu->storage = st;
    cpu->board = board;
    cpu->facilities = facilities;
    cpu->tod_set = true;
    p->next_context = 2;
    p->psw_mbz = (uint32_t)PSW_EC_MBZ;
    if (facilities & CPU_FAC_DAS)
        p->psw_mbz &= ~(uint32_t)PSW_EC_SECONDARY;
    p->space = SPACE_NONE;
    if (!decode_init(cpu)) {
        cpu_destroy(cpu);
        return NULL;
    }
    cpu_reset(cpu, true);
    return cpu;
}

void
cpu_destroy(struct cpu *cpu)
{
    if (!cpu)
        return;
    decode_free(cpu);
    fast_destroy(cpu->priv->fast);
    lockstep_destroy(cpu->priv->lockstep);
    free(cpu->priv->in_tlb);
    free(cpu->priv);
    free(cpu);
}

/* PoO "Initial CPU Reset" beyond "CPU Reset". */
static void
initial(struct cpu *cpu)
{
    memset(cpu->cr, 0, sizeof cpu->cr);
    cpu->cr[0] = CR0_RESET;
    cpu->cr[2] = (uint32_t)CR2_RESET;
    cpu->cr[14] = (uint32_t)CR14_RESET;
    cpu->cr[15] = CR15_RESET;
    memset(&cpu->psw, 0, sizeof cpu->psw);
    cpu->prefix = 0;
    fast_flush(cpu);
    cpu->clock_comparator = 0;
    cpu->cpu_timer = 0;
    cpu->cpu_timer_at = cpu_now(cpu);
    cpu->itimer_at = cpu_now(cpu);
}

void
cpu_reset(struct cpu *cpu, bool is_initial)
{
    struct cpu_private *p = cpu->priv;

    cpu->pend_itimer = cpu->pend_key = cpu->pend_restart = false;
    p->pend_extcall = p->pend_emergency = false;
    p->psw_invalid = false;
    p->checkstop = false;
    p->event = false;
    if (is_initial)
        initial(cpu);
    psw_changed(cpu);
    tlb_purge(cpu);
    lockstep_reset(cpu);
}

void
cpu_clear_reset(struct cpu *cpu)
{
    memset(cpu->gr, 0, sizeof cpu->gr);
    memset(cpu->fr, 0, sizeof cpu->fr);
    memset(cpu->storage->main, 0, cpu->storage->size);
    fast_flush(cpu);
    memset(cpu->storage->keys, 0, cpu->storage->size / BLOCK_SIZE);
    lockstep_storage(cpu, 0, cpu->storage->size);
    cpu_reset(cpu, true);
}

void
cpu_forget(struct cpu *cpu)
{
    psw_changed(cpu);
    tlb_purge(cpu);
    fast_flush(cpu);
    lockstep_storage(cpu, 0, cpu->storage->size);
    lockstep_reset(cpu);
}

void
cpu_store_status(struct cpu *cpu)
{
    /* PoO "Store Status": in absolute storage, whatever the prefix. */
    uint8_t *at = cpu->storage->main;

    store_be64(at + offsetof(struct lowcore, save_timer), timer_cpu_timer(cpu));
    store_be64(at + offsetof(struct lowcore, save_cc), cpu->clock_comparator);
    store_be64(at + offsetof(struct lowcore, save_psw), cpu_get_psw(cpu));
    store_be32(at + offsetof(struct lowcore, save_prefix), cpu->prefix);
    for (unsigned i = 0; i < 4; i++)
        store_be64(at + offsetof(struct lowcore, save_fpr) + 8 * i, cpu->fr[i]);
    for (unsigned i = 0; i < 16; i++) {
        store_be32(at + offsetof(struct lowcore, save_gpr) + 4 * i, cpu->gr[i]);
        store_be32(at + offsetof(struct lowcore, save_cr) + 4 * i, cpu->cr[i]);
    }
    cpu->storage->keys[0] |= KEY_REF | KEY_CHANGE;
    fast_stored(cpu, 0, sizeof(struct lowcore));
}

/* A store into location 80 from outside: the interval timer goes on from the
 * new value. */
void
cpu_storage_changed(struct cpu *cpu, uint32_t abs, uint32_t len)
{
    uint32_t timer = cpu->prefix + offsetof(struct lowcore, itimer);

    fast_stored(cpu, abs, len);
    lockstep_storage(cpu, abs, len);
    if (len && abs < timer + 4 && abs + len > timer) {
        cpu->itimer_at = cpu_now(cpu);
        cpu->priv->timer_count = 0;
        look_around(cpu);
    }
}

void
cpu_key_changed(struct cpu *cpu, uint32_t abs)
{
    tlb_drop_frame(cpu, abs);
    lockstep_key(cpu, abs);
}
