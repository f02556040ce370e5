/* SPDX-License-Identifier: MIT */
/* The processor: a function of machine state. It has no I/O and no clock of
 * its own: channels are reached through struct cpu_board, and time is a linear
 * function of the instruction count that the machine sets (struct cpu_clock).
 * PoO GA22-7000 throughout. */
#ifndef CPU_CPU_H
#define CPU_CPU_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/pack.h"

struct cpu;

/* Main storage and its keys. One key byte (ACC, F, R, C as in arch/dat.h) for
 * each 2K block. `size` is a multiple of 4096, at most 16 MB. */
struct storage {
    uint8_t *main; /* one host mapping */
    uint32_t size;
    uint8_t *keys; /* size / 2048 bytes */
};

/* What the processor sees of the rest of the machine. The I/O calls return
 * the condition code; those that store a CSW (or a channel id) store it in the
 * cpu's real low storage themselves (at cpu->prefix + X'40'). */
struct cpu_board {
    void *ctx;
    int (*sio)(void *ctx, struct cpu *cpu, uint16_t addr, bool fast);
    int (*tio)(void *ctx, struct cpu *cpu, uint16_t addr);
    int (*clrio)(void *ctx, struct cpu *cpu, uint16_t addr);
    int (*hio)(void *ctx, struct cpu *cpu, uint16_t addr);
    int (*hdv)(void *ctx, struct cpu *cpu, uint16_t addr);
    int (*tch)(void *ctx, struct cpu *cpu, uint16_t addr);
    int (*stidc)(void *ctx, struct cpu *cpu, uint16_t addr);
    /* Is an I/O interruption pending for a channel of the mask? Bit 0 (the
     * leftmost) is channel 0, as in CR2. */
    bool (*io_pending)(void *ctx, uint32_t channels);
    /* Takes the interruption of highest priority among the channels of the
     * mask: stores the CSW, clears the condition, returns the I/O address;
     * -1 when there is none after all. */
    int (*io_accept)(void *ctx, struct cpu *cpu, uint32_t channels);
    /* A MONITOR CALL was executed and its class enabled (trace viewers);
     * may be NULL. */
    void (*monitor)(void *ctx, struct cpu *cpu, unsigned class, uint32_t code);
    /* I/O system reset, by the program (SIGP); may be NULL. */
    void (*io_reset)(void *ctx, struct cpu *cpu);
};

enum cpu_interruption {
    CPU_INT_EXTERNAL,
    CPU_INT_SVC,
    CPU_INT_PROGRAM,
    CPU_INT_MACHINE_CHECK,
    CPU_INT_IO,
    CPU_INT_RESTART,
};

/* An onlooker (a trace): told of each interruption that is about to be taken,
 * the PSW being still the old one. `code` is the interruption code, or the I/O
 * address; `at` the address of the instruction that caused a program or SVC
 * interruption, else (and of a PSW's format error) that of the next one;
 * `operand` the address of a translation exception, the monitor code, or the
 * failing-storage address. It changes nothing. */
struct cpu_watch {
    void *ctx;
    void (*interruption)(void *ctx, struct cpu *cpu,
                         enum cpu_interruption class, unsigned code,
                         uint32_t at, uint32_t operand);
};

/* Machine time as a function of the instruction count: at count c the TOD
 * clock, in TOD units (2^-12 microsecond, bit 51 = 1 us), is
 * tod0 + ((c - count0) * rate >> 16). Set by the machine between runs, never
 * so that time goes back. */
struct cpu_clock {
    uint64_t count0;
    uint64_t tod0;
    uint64_t rate;
};

enum cpu_stop {
    CPU_COUNT,     /* n instructions were executed */
    CPU_WAIT,      /* the wait bit is on and nothing enabled is pending */
    CPU_CHECKSTOP, /* e.g. a program check whose new PSW is invalid, looping */
    CPU_EVENT,     /* executed SIO SIOF TIO HIO HDV CLRIO SCK SCKC SPT, or a
                    * store into 80-83: the next event may have moved */
    CPU_ATTENTION, /* cpu->attention was set from outside (it is reset now), or
                    * the processor is in the stopped state. Unless it is,
                    * interruptions that were due have been taken, as when n
                    * instructions were executed: a replay finds the same */
};

/* How instructions are executed; they differ in nothing but speed. */
enum cpu_engine {
    CPU_REFERENCE, /* the interpreter that is the specification */
    CPU_FAST,      /* predecoded blocks */
    CPU_LOCKSTEP,  /* both, compared as they go; a difference is a check-stop */
};

enum { CPU_FAC_EXTENSION = 1, CPU_FAC_DAS = 2 };

struct cpu {
    /* Architected state. */
    uint32_t gr[16];
    uint32_t cr[16];
    uint64_t fr[4]; /* floating-point registers 0, 2, 4, 6 */
    struct {
        uint32_t mask; /* PSW_* bits of the first word that apply in the
                        * current mode: system mask, EC, MC, WAIT, PROBLEM,
                        * DAT, PER, IO, EXT; BC: PSW_BC_CH0.. */
        uint8_t key;   /* 0-15 */
        uint8_t cc;
        uint8_t progmask; /* PM_* */
        uint32_t ia;      /* 24-bit */
    } psw;
    uint32_t prefix;
    uint64_t tod_offset; /* added to machine time by SCK */
    bool tod_set;
    uint64_t clock_comparator;
    /* CPU timer: its value at machine time cpu_timer_at; it counts down. */
    int64_t cpu_timer;
    uint64_t cpu_timer_at;
    uint64_t itimer_at; /* machine time at which location 80 is up to date */
    bool pend_itimer, pend_key, pend_restart; /* external, operator's keys */
    uint64_t icount;       /* instructions begun since power-on */
    atomic_bool attention; /* set from any thread to end cpu_run soon */
    bool stopped;          /* the stopped state: cpu_run executes nothing */

    /* Configuration. */
    unsigned facilities; /* CPU_FAC_* */
    uint64_t cpuid;      /* STIDP: version, serial, model */
    struct storage *storage;
    const struct cpu_board *board;
    const struct cpu_watch *watch; /* NULL: nobody is told */
    struct cpu_clock clock;

    /* What engines keep: TLB and the like; allocated by cpu_create. */
    struct cpu_private *priv;
};

/* A new processor after initial CPU reset. NULL when out of memory. */
struct cpu *cpu_create(struct storage *st, const struct cpu_board *board,
                       unsigned facilities);
void cpu_destroy(struct cpu *cpu);

/* Chooses the engine, between runs; a new processor has the reference engine.
 * False when out of memory: the engine is the old one then. */
bool cpu_set_engine(struct cpu *cpu, enum cpu_engine engine);
/* Changes the optional instructions, between runs. False when out of memory:
 * the processor is not fit to run then. */
bool cpu_set_facilities(struct cpu *cpu, unsigned facilities);
/* The engine of a name: "reference", "fast", "lockstep". */
bool cpu_engine_named(const char *name, enum cpu_engine *engine);

/* Did the two engines of CPU_LOCKSTEP differ? */
bool cpu_engines_differ(const struct cpu *cpu);

/* PoO "Resets". clear also zeroes storage and keys. */
void cpu_reset(struct cpu *cpu, bool initial);
void cpu_clear_reset(struct cpu *cpu);

/* Executes exactly n instructions unless something ends it before (*why).
 * Returns how many it executed. Interruptions are taken inside; an
 * interruption counts none. With the wait bit on and nothing pending it
 * executes none and returns CPU_WAIT. */
uint64_t cpu_run(struct cpu *cpu, uint64_t n, enum cpu_stop *why);

/* The PSW in its 8-byte form, and back. cpu_set_psw does what LPSW does
 * short of the exceptions; returns false when an EC PSW is invalid. */
uint64_t cpu_get_psw(const struct cpu *cpu);
bool cpu_set_psw(struct cpu *cpu, uint64_t psw);

/* Machine time at the present instruction count, TOD units. */
uint64_t cpu_now(const struct cpu *cpu);

/* The machine time at which the first of clock comparator, CPU timer and
 * location 80 next becomes pending and is not so now; UINT64_MAX if none.
 * Whether an interruption is enabled plays no part. */
uint64_t cpu_timer_due(const struct cpu *cpu);

/* Brings location 80 up to date with cpu_now; sets pend_itimer when it goes
 * from zero or more to negative. The machine calls it 300 times a second
 * while the processor runs and once at the end of a wait. */
void cpu_itimer_update(struct cpu *cpu);

/* CPU timer and location 80 did not run since machine time `since`: the
 * processor was stopped. PoO "CPU Timer", "Interval Timer". */
void cpu_timers_hold(struct cpu *cpu, uint64_t since);

/* Would a pending interruption be taken now? (A wait ends.) */
bool cpu_interruptible(struct cpu *cpu);

/* Which address a logical address is taken for. */
enum cpu_space {
    CPU_REAL,    /* a real address */
    CPU_LOGICAL, /* as an instruction takes it by the present PSW */
    CPU_VIRTUAL, /* translated by CR0 and CR1 whatever the PSW says */
};

/* Finds the absolute address for an address, as an onlooker: nothing is
 * recorded, no exception arises. Returns 0, or the program-interruption code
 * that an access would meet (addressing, translation; protection is not looked
 * at). *real (may be NULL) gets the real address. */
int cpu_find(struct cpu *cpu, uint32_t addr, enum cpu_space space,
             uint32_t *real, uint32_t *abs);

/* STORE STATUS: PoO "Store Status". */
void cpu_store_status(struct cpu *cpu);

/* Main storage was changed from outside the processor (a channel, the
 * operator): drop what was decoded from these absolute addresses. Keys of
 * these blocks: cpu_key_changed. */
void cpu_storage_changed(struct cpu *cpu, uint32_t abs, uint32_t len);
void cpu_key_changed(struct cpu *cpu, uint32_t abs);

/* The 2K block of main storage at this absolute address has an uncorrectable
 * error from now on, or none: an instruction that needs it is a machine check.
 * The error is part of the block's key byte (bit 7), which clear reset
 * zeroes. */
void cpu_storage_error(struct cpu *cpu, uint32_t abs, bool error);

/* Snapshots, between runs: all but main storage, its keys, and the
 * configuration. Load main storage before the processor. */
void cpu_save(const struct cpu *cpu, struct pack *p);
void cpu_load(struct cpu *cpu, struct unpack *u);
/* Drops what the engines keep: translations, decoded instructions. */
void cpu_forget(struct cpu *cpu);

#endif
