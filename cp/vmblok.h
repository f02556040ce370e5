/* SPDX-License-Identifier: MIT */
/* VMBLOK: one virtual machine, its processor, storage, devices and console.
 * Everything CP knows of a logged-on user hangs here. The memory it takes for
 * an idle user of 512K is bounded (doc/architecture.md): keep it lean. */
#ifndef CP_VMBLOK_H
#define CP_VMBLOK_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/psw.h"
#include "cp/task.h"
#include "cp/timer.h"

struct vdevblok;
struct segtab;
struct shadow;
struct condata;
struct task;

/* Why a virtual machine is not run; it runs when none is set. */
enum vm_wait {
    VMW_PAGE = 0x0001,   /* a page is coming in, or a frame is awaited */
    VMW_TASK = 0x0002,   /* a task simulates its instruction */
    VMW_CP = 0x0004,     /* console function mode: CP READ */
    VMW_IDLE = 0x0008,   /* the virtual PSW is an enabled wait */
    VMW_STOP = 0x0010,   /* no PSW to run: not IPLed, disabled wait, reset */
    VMW_SLEEP = 0x0020,  /* SLEEP command */
    VMW_LOGOFF = 0x0040, /* being logged off */
};

enum vm_option {
    VMO_ECMODE = 0x01,    /* may use extended-control mode */
    VMO_REALTIMER = 0x02, /* location 80 runs in waits too */
    VMO_BMX = 0x04,
};

/* Events CP counts for itself; QUERY PAGING and tests show them. */
struct vm_counts {
    uint32_t traps;     /* privileged operations that trapped */
    uint32_t simulated; /* instructions simulated, runs included */
    uint32_t reflected; /* interruptions reflected */
    uint32_t pageins;
    uint32_t pageouts;
    uint32_t sios; /* virtual SIO, SIOF and DIAGNOSE I/O */
};

struct vmblok {
    struct vmblok *next;          /* all logged-on users: vm_first */
    struct vmblok *qnext, *qprev; /* the dispatcher's queue */
    uint8_t user[8];              /* EBCDIC, blank padded */
    uint8_t account[8];
    uint8_t dist[8];

    /* The virtual processor. */
    uint32_t gpr[16];
    uint64_t fpr[4];
    struct psw psw; /* virtual PSW in the guest's own form, BC or EC */
    uint32_t cr[16];
    uint32_t prefix;

    /* Virtual timers, TOD units. */
    uint64_t clock_comparator;
    int64_t cpu_timer;     /* at virtual time cpu_timer_at */
    uint64_t cpu_timer_at; /* virtual processor time */
    uint64_t itimer_at;    /* time at which location 80 is up to date */
    struct timer timer;    /* the guest's next timer event, in a wait */

    /* Pending interruptions. */
    uint16_t iopend; /* bit 15-n: channel n has one (vio.c keeps it) */
    uint8_t extpend; /* enum vm_ext */
    uint8_t options; /* enum vm_option */
    uint16_t wait;   /* enum vm_wait */
    uint8_t dirty;   /* enum vm_dirty: real registers to load */
    uint8_t priority;
    uint16_t pgm_code; /* X'8000' + code: made at the next dispatch */
    uint8_t pgm_ilc;
    uint32_t pgm_addr;
    uint16_t mc_class, per_code; /* of the program interruption at hand */
    uint32_t mc_code, per_addr;
    uint16_t ext_key_code; /* EXTERNAL code; 0: X'0040' */

    /* Storage. */
    struct segtab *seg;    /* CP's own table: guest real -> real */
    uint32_t storage;      /* bytes */
    uint32_t maxstorage;   /* of the directory */
    struct shadow *shadow; /* translated guests; NULL: none yet */
    uint32_t run_cr1;      /* real CR1 to run with */
    uint32_t resident;     /* pages in real storage */
    uint16_t pinned;       /* pages locked by channel programs */
    uint16_t paging;       /* pages in transit */
    bool want_frame;       /* VMW_PAGE for lack of a frame or request */
    uint16_t classes;      /* privilege classes: bit 0 = A ... bit 7 = H */

    /* Scheduling. Times in TOD units. */
    uint64_t virt_time;  /* virtual processor time used */
    uint64_t total_time; /* with CP's time on its behalf */
    uint64_t idle_since; /* TOD, of the last wait */
    uint32_t slice;      /* left of this stay in the queue */
    uint8_t queue;       /* 1 interactive, 2 compute, 0 none */
    uint8_t runnable;    /* on the queue */
    bool was_idle;       /* has waited since its slice began */
    bool want_task;      /* VMW_TASK for lack of a task */
    uint32_t sim_arg;    /* of the instruction that a task simulates */
    uint8_t sim_rx, sim_ry;
    bool sim_per; /* and then a PER event is due */

    /* Devices and console. */
    struct vdevblok *vdevs; /* ascending addresses */
    struct condata *con;    /* cp/console.h; never NULL when logged on */
    struct vdevblok *vcon;  /* the virtual console, NULL if detached */
    uint64_t logon_tod;

    /* DIAGNOSE X'08' and kin: a task at work for this machine. */
    struct task *task;
    struct waitq idle; /* woken when task ends: LOGOFF waits here */

    uint8_t emsg, flags; /* SET ...: cp/command.h */
    uint16_t ipl_dev;
    struct vm_counts count;
};

enum vm_ext {
    VMX_ITIMER = 0x01,
    VMX_KEY = 0x02, /* EXTERNAL command */
    VMX_CC = 0x04,
    VMX_CPUT = 0x08,
    VMX_EMERGENCY = 0x10, /* SIGP to itself */
    VMX_CALL = 0x20,
    VMX_RESTART = 0x40, /* SIGP RESTART; not an external interruption */
};

enum vm_dirty {
    VMD_CR = 0x01,    /* real control registers must be loaded */
    VMD_TIMER = 0x02, /* the CPU timer must be set */
};

extern struct vmblok *vm_first;
extern struct vmblok *vm_current; /* in whose behalf CP works; may be NULL */

/* A new virtual machine with storage of `size` bytes and no devices, stopped
 * (VMW_STOP), not yet on the list of users. NULL: no free storage. */
struct vmblok *vm_create(const uint8_t user[8], uint32_t size,
                         uint32_t maxsize);
/* On the list of users / off it and freed, with its pages and slots. Its
 * devices must be gone and no task or I/O at work for it. */
void vm_enlist(struct vmblok *vm);
void vm_destroy(struct vmblok *vm);
struct vmblok *vm_find(const uint8_t user[8]);

/* Sets or clears a reason not to run. */
void vm_stop(struct vmblok *vm, enum vm_wait why);
void vm_go(struct vmblok *vm, enum vm_wait why);

/* Virtual processor resets; system_reset also resets the I/O (vio_reset). */
void vm_system_reset(struct vmblok *vm, bool clear);
/* DEFINE STORAGE: new size, storage cleared, system reset. False: too little
 * free storage (nothing changed). */
bool vm_set_storage(struct vmblok *vm, uint32_t size);

/* Something became pending or a mask may have changed: look again whether an
 * idle machine must run. Call after setting iopend or extpend. */
void vm_poke(struct vmblok *vm);

/* Virtual PSW, either form. */
static inline bool
vm_ec(const struct vmblok *vm)
{
    return (get32(&vm->psw.w0) & PSW_EC) != 0;
}

static inline uint32_t
vm_ia(const struct vmblok *vm)
{
    return get32(&vm->psw.w1) & PSW_ADDR;
}

static inline void
vm_set_ia(struct vmblok *vm, uint32_t ia)
{
    put32(&vm->psw.w1,
          (get32(&vm->psw.w1) & ~(uint32_t)PSW_ADDR) | (ia & PSW_ADDR));
}

static inline void
vm_set_cc(struct vmblok *vm, unsigned cc)
{
    if (vm_ec(vm))
        put32(&vm->psw.w0, (get32(&vm->psw.w0) & ~(uint32_t)PSW_EC_CC) |
                               cc << PSW_EC_CC_SHIFT);
    else
        put32(&vm->psw.w1, (get32(&vm->psw.w1) & ~(uint32_t)PSW_BC_CC) |
                               cc << PSW_BC_CC_SHIFT);
}

static inline unsigned
vm_key(const struct vmblok *vm)
{
    return (get32(&vm->psw.w0) & PSW_KEY) >> PSW_KEY_SHIFT;
}

/* Reflects an interruption: stores old PSW and code, loads the new PSW.
 * Where page 0 of the guest is out, CP brings it in and the reflection is
 * made at the next dispatch. vm_reflect_program takes what the ILC is (2, 4,
 * 6 or 0). */
void vm_reflect_program(struct vmblok *vm, unsigned code, unsigned ilc);

#endif
