/* SPDX-License-Identifier: MIT */
/* The dispatcher: CP's one loop. It runs what is due, picks a virtual machine,
 * loads what of the real processor has changed, runs the guest, and looks at
 * why it came back. The road from a trap to the next dispatch has three
 * privileged instructions: STPT when the guest comes back, SPT and LPSW when
 * it goes; LCTL and PTLB only when something changed. The CPU timer holds what
 * is left to the guest, and so measures its time; CP's own time for it is
 * taken from the TOD clock, whose STCK is not privileged. VM/370: DMKDSP,
 * DMKSCH. */
#include "cp/dispatch.h"

#include "arch/lowcore.h"
#include "cp/console.h"
#include "cp/gstor.h"
#include "cp/ios.h"
#include "cp/low.h"
#include "cp/priv.h"
#include "cp/shadow.h"
#include "cp/storage.h"
#include "cp/task.h"
#include "cp/timer.h"
#include "cp/vint.h"
#include "cp/vtimer.h"
#include "klib/klib.h"

/* Time slices, TOD units: short for whoever just came back from a wait. */
enum { SLICE_INTERACTIVE = 5000 * TOD_US, SLICE_COMPUTE = 50000 * TOD_US };
/* Simulated one after the other before the guest must run again. */
enum { RUN_LENGTH = 16 };

#define CP_CR0                                                                 \
    ((uint32_t)CR0_BLOCK_MULTIPLEX | CR0_EXT_CC | CR0_EXT_CPU_TIMER |          \
     CR0_EXT_KEY)

uint64_t idle_time;

static struct {
    struct vmblok *first, *last;
} queue[2]; /* interactive, compute */

static struct vmblok *loaded;    /* whose control registers and timer are in */
static struct vmblok *fpr_owner; /* whose floating-point registers are in */
static int64_t timer_left;       /* CPU timer to run the guest with */
static uint64_t left_at;         /* TOD when CP began to work for the guest */
static bool parked;              /* CP's own CR0, and no CPU timer */

static inline int64_t
stpt(void)
{
    __asm__ volatile("stpt %0" : "=Q"(LOW64(LOW_CPUTIMER)));
    return (int64_t)LOW64(LOW_CPUTIMER);
}

static inline void
spt(int64_t v)
{
    LOW64(LOW_CPUTIMER) = (uint64_t)v;
    __asm__ volatile("spt %0" : : "Q"(LOW64(LOW_CPUTIMER)));
}

static void
queue_put(struct vmblok *vm, unsigned n)
{
    vm->queue = (uint8_t)n;
    vm->qnext = NULL;
    vm->qprev = queue[n].last;
    if (queue[n].last != NULL)
        queue[n].last->qnext = vm;
    else
        queue[n].first = vm;
    queue[n].last = vm;
    vm->runnable = 1;
}

void
dispatch_remove(struct vmblok *vm)
{
    unsigned n = vm->queue;

    if (!vm->runnable)
        return;
    if (vm->qprev != NULL)
        vm->qprev->qnext = vm->qnext;
    else
        queue[n].first = vm->qnext;
    if (vm->qnext != NULL)
        vm->qnext->qprev = vm->qprev;
    else
        queue[n].last = vm->qprev;
    vm->runnable = 0;
}

/* Back from a wait: interactive. Who used up a slice without waiting goes to
 * the other queue and stays there until it is idle again. */
void
dispatch_add(struct vmblok *vm)
{
    if (vm->runnable)
        return;
    vm->dirty |= VMD_TIMER; /* for the slice */
    if (vm->was_idle) {
        vm->was_idle = false;
        vm->queue = 0;
        vm->slice = SLICE_INTERACTIVE;
    } else if (vm->slice == 0) {
        vm->slice = vm->queue == 0 ? SLICE_INTERACTIVE : SLICE_COMPUTE;
    }
    queue_put(vm, vm->queue);
}

void
dispatch_forget(struct vmblok *vm)
{
    dispatch_remove(vm);
    if (loaded == vm)
        loaded = NULL;
    if (fpr_owner == vm)
        fpr_owner = NULL;
}

static void
slice_end(struct vmblok *vm)
{
    dispatch_remove(vm);
    vm->slice = SLICE_COMPUTE;
    vm->dirty |= VMD_TIMER;
    queue_put(vm, 1);
}

void
dispatch_save_fpr(struct vmblok *vm)
{
    if (fpr_owner == vm)
        __asm__ volatile("std %%f0,0(%0); std %%f2,8(%0); "
                         "std %%f4,16(%0); std %%f6,24(%0)"
                         :
                         : "a"(vm->fpr)
                         : "memory");
}

static void
switch_fpr(struct vmblok *vm)
{
    if (fpr_owner == vm)
        return;
    if (fpr_owner != NULL)
        dispatch_save_fpr(fpr_owner);
    __asm__ volatile("ld %%f0,0(%0); ld %%f2,8(%0); "
                     "ld %%f4,16(%0); ld %%f6,24(%0)"
                     :
                     : "a"(vm->fpr)
                     : "memory");
    fpr_owner = vm;
}

void
dispatch_fpr_changed(struct vmblok *vm)
{
    if (fpr_owner == vm)
        fpr_owner = NULL;
}

static void
load_own_cr0(void)
{
    LOW32(LOW_CR) = CP_CR0;
    __asm__ volatile("lctl 0,0,%0" : : "Q"(LOW32(LOW_CR)) : "memory");
}

void
dispatch_own_cr0(void)
{
    if (!(LOW32(LOW_CR) & CR0_LOW_PROTECT))
        return;
    load_own_cr0();
    if (loaded != NULL)
        loaded->dirty |= VMD_CR;
}

/* The real control registers that this guest needs. False: wait for
 * storage. */
static bool
load_controls(struct vmblok *vm)
{
    uint32_t format;

    if (!shadow_select(vm, &format)) {
        frame_want(vm);
        return false;
    }
    /* CR2-7 are CP's own: one LCTL costs less than two. */
    LOW32(LOW_CR) = CP_CR0 | format | (vm->cr[0] & CR0_LOW_PROTECT);
    LOW32(LOW_CR + 4) = vm->run_cr1;
    __builtin_memcpy((void *)(LOW_CR + 32), &vm->cr[8], 16);
    __asm__ volatile("lctl 0,11,%0" : : "Q"(LOW32(LOW_CR)) : "memory");
    vm->dirty &= (uint8_t)~VMD_CR;
    return true;
}

static void
load_timer(struct vmblok *vm)
{
    int64_t budget = vtimer_budget(vm);

    if (budget > (int64_t)vm->slice)
        budget = vm->slice;
    timer_left = budget;
    vm->dirty &= (uint8_t)~VMD_TIMER;
}

/* The PSW to run this guest with: its own key, condition code and program
 * mask; problem state, translation on, CP's interruptions enabled. */
static void
set_run_psw(const struct vmblok *vm)
{
    uint32_t w0 = get32(&vm->psw.w0), w1 = get32(&vm->psw.w1);
    uint32_t run = PSW_EC | PSW_PROBLEM | PSW_DAT | PSW_IO | PSW_EXT | PSW_MC;

    run |= w0 & PSW_KEY;
    if (w0 & PSW_EC)
        run |= w0 & (PSW_EC_CC | PSW_EC_PROGMASK | PSW_PER);
    else
        run |= w1 >> 16 & (PSW_EC_CC | PSW_EC_PROGMASK);
    LOW32(LOW_RUNPSW) = run;
    LOW32(LOW_RUNPSW + 4) = w1 & PSW_ADDR;
}

/* What the guest left: condition code, program mask, address. */
static void
take_old_psw(struct vmblok *vm, const struct psw *old)
{
    uint32_t w0 = get32(&vm->psw.w0), o = get32(&old->w0);

    if (w0 & PSW_EC) {
        put32(&vm->psw.w0, (w0 & ~(uint32_t)(PSW_EC_CC | PSW_EC_PROGMASK)) |
                               (o & (PSW_EC_CC | PSW_EC_PROGMASK)));
        vm->psw.w1 = old->w1;
    } else {
        put32(&vm->psw.w1, (o & (PSW_EC_CC | PSW_EC_PROGMASK)) << 16 |
                               (get32(&old->w1) & PSW_ADDR));
    }
}

static void
external_exit(struct vmblok *vm)
{
    const struct lowcore *low = NULL;

    switch (get16(&low->ext_code)) {
    case EXT_CPU_TIMER:
        /* The slice or the guest's own timer; vtimer_update tells. */
        if (vm != NULL)
            vm->dirty |= VMD_TIMER;
        break;
    case EXT_INTERRUPT_KEY:
        cmd_shutdown_key();
        break;
    default:
        break; /* the clock comparator: timer_run comes in the loop */
    }
}

static void
charge(struct vmblok *vm, int64_t used)
{
    vm->virt_time += (uint64_t)used;
    vm->total_time += (uint64_t)used;
    vm->slice = (uint64_t)used < vm->slice ? vm->slice - (uint32_t)used : 0;
}

static int
run_once(struct vmblok *vm)
{
    static const uint8_t old_psw[6] = {0x18, 0x20, 0x28, 0x30, 0x38, 0x20};
    int64_t before = timer_left;
    int code;

    if (need_ptlb) {
        __asm__ volatile("ptlb" : : : "memory");
        need_ptlb = false;
    }
    set_run_psw(vm);
    vm->total_time += tod_now() - left_at;
    parked = false;
    spt(before);
    code = run_guest(vm->gpr);
    timer_left = stpt();
    left_at = tod_now();
    charge(vm, before - timer_left);
    __builtin_memcpy(vm->gpr, (const void *)LOW_GPR, sizeof(vm->gpr));
    take_old_psw(vm, (const struct psw *)(uint32_t)old_psw[code]);
    return code;
}

/* Runs vm until it waits, its slice ends, or CP has other things to do. */
static void
run_vm(struct vmblok *vm)
{
    uint8_t pending;

    vm_current = vm;
    left_at = tod_now();
    if (loaded != vm)
        vtimer_update(vm);
    switch_fpr(vm);
    for (;;) {
        int code;

        if (vm->wait != 0 || !vint_ready(vm))
            break;
        if (loaded != vm || (vm->dirty & VMD_CR))
            if (!load_controls(vm))
                break;
        if (loaded != vm || (vm->dirty & VMD_TIMER))
            load_timer(vm);
        loaded = vm;
        code = run_once(vm);
        if (code == EXIT_PGM) {
            unsigned n = 0;

            priv_program(vm);
            while (n++ < RUN_LENGTH && vm->wait == 0 && priv_next(vm))
                ;
            if (vm->slice != 0 && !frames_low && !timer_changed)
                continue;
        } else if (code == EXIT_SVC || code == EXIT_SVC_PER) {
            priv_svc(vm, code == EXIT_SVC_PER);
            continue;
        } else if (code == EXIT_IO) {
            ios_interrupt();
        } else {
            external_exit(vm);
        }
        break;
    }
    if (vm->wait & VMW_IDLE)
        vm->was_idle = true;
    else if (vm->slice == 0 && vm->runnable)
        slice_end(vm);
    pending = vm->extpend;
    vtimer_update(vm);
    if (vm->extpend != pending)
        vm_poke(vm);
}

/* No timer but the comparator is wanted while nobody runs. */
static void
park(void)
{
    if (parked)
        return;
    parked = true;
    loaded = NULL;
    spt(INT64_MAX);
    load_own_cr0();
}

/* Nothing to run: an enabled wait until an interruption. */
static void
wait(void)
{
    uint64_t began = tod_now();
    int code;

    park();
    LOW32(LOW_RUNPSW) = PSW_EC | PSW_WAIT | PSW_IO | PSW_EXT | PSW_MC;
    LOW32(LOW_RUNPSW + 4) = 0;
    code = wait_enabled();
    idle_time += tod_now() - began;
    if (code == EXIT_IO)
        ios_interrupt();
    else if (code == EXIT_EXT)
        external_exit(NULL);
}

void
dispatch(void)
{
    memset((void *)LOW_CR, 0, 48);
    LOW32(LOW_CR + 8) = (uint32_t)CR2_RESET;
    park();
    for (;;) {
        struct vmblok *vm;

        /* Timers last: they load the comparator with what tasks asked for. */
        task_run_ready();
        timer_run();
        vm_current = NULL;
        if (frames_low)
            frame_steal();
        vm = queue[0].first != NULL ? queue[0].first : queue[1].first;
        if (vm != NULL)
            run_vm(vm);
        else if (!task_ready())
            wait();
    }
}
