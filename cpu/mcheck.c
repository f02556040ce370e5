/* SPDX-License-Identifier: MIT */
/* Machine checks: uncorrected storage errors, which only the operator brings
 * about. PoO GA22-7000-10 "Machine-Check Handling". The instruction that needs
 * the block is nullified and reported as processing backup, with all registers
 * valid; with machine checks masked off the processor check-stops. What the
 * processor does by itself (translation tables, PSWs) and channels do not
 * notice the error. */
#include "arch/lowcore.h"
#include "cpu/psw.h"
#include "cpu/storage.h"
#include "cpu/timer.h"

#define LOW(field) offsetof(struct lowcore, field)

/* PoO "Machine-Check-Interruption Code". */
#define BIT(n) ((uint64_t)1 << (63 - (n)))
#define MCIC_BACKUP (BIT(1) | BIT(14)) /* processing damage, backed up */
#define MCIC_STORAGE BIT(16)           /* storage error uncorrected */
/* Valid: PSW masks and key, its masks and condition code, instruction address,
 * failing-storage address; floating-point, general and control registers,
 * storage logic; CPU timer, clock comparator. */
#define MCIC_VALID                                                             \
    (BIT(20) | BIT(21) | BIT(22) | BIT(23) | BIT(24) | BIT(27) | BIT(28) |     \
     BIT(29) | BIT(31) | BIT(46) | BIT(47))

void
mcheck_logout(struct cpu *cpu, uint32_t abs)
{
    store_be64(stor_low(cpu, LOW(mck_code)),
               MCIC_BACKUP | MCIC_STORAGE | MCIC_VALID);
    store_be32(stor_low(cpu, LOW(fail_addr)), abs);
    store_be64(stor_low(cpu, LOW(save_timer)), timer_cpu_timer(cpu));
    store_be64(stor_low(cpu, LOW(save_cc)), cpu->clock_comparator);
    for (unsigned i = 0; i < 4; i++)
        store_be64(stor_low(cpu, LOW(save_fpr) + 8 * i), cpu->fr[i]);
    for (unsigned i = 0; i < 16; i++) {
        store_be32(stor_low(cpu, LOW(save_gpr) + 4 * i), cpu->gr[i]);
        store_be32(stor_low(cpu, LOW(save_cr) + 4 * i), cpu->cr[i]);
    }
    fast_stored(cpu, cpu->prefix, sizeof(struct lowcore));
}

void
cpu_storage_error(struct cpu *cpu, uint32_t abs, bool error)
{
    uint32_t block = abs & ~(uint32_t)BLOCK_MASK;
    uint8_t *key = &cpu->storage->keys[block / BLOCK_SIZE];

    *key = (uint8_t)((*key & ~KEY_ERROR) | (error ? KEY_ERROR : 0));
    cpu_key_changed(cpu, block);
    cpu_storage_changed(cpu, block, BLOCK_SIZE);
}
