/* SPDX-License-Identifier: MIT */
/* Going on after the PSW was swapped, without leaving the decoded blocks, and
 * the fast forms of the two instructions that mostly do it. PoO "Load PSW",
 * "Supervisor Call". */
#include "cpu/fastforms.h"
#include "cpu/fastop.h"
#include "cpu/psw.h"
#include "cpu/run.h"

/* Goes on at the new psw.ia; cpu->icount is right. */
#define SWAPPED                                                                \
    do {                                                                       \
        bool on_ = !p->stale && run_on(cpu);                                   \
                                                                               \
        cc = cc_from[cpu->psw.cc];                                             \
        if (__builtin_expect(!on_, 0))                                         \
            JUMP(fast_leave);                                                  \
        ENTER(cpu->psw.ia);                                                    \
    } while (0)

FOP(fast_swapped)
{
    SWAPPED;
}

/* Both are the last of their blocks. */
static FOP(f_SVC)
{
    p->ilc = 2;
    cpu->psw.ia = (cpu->psw.ia + op->off + 2) & ADDR_MASK;
    cpu->psw.cc = cc_of(cc);
    cpu->icount = p->run_end - (uint64_t)left;
    interrupt_svc(cpu, op->i2);
    SWAPPED;
}

/* Privileged operation, specification and access exceptions are the
 * handler's. */
#define LOAD_PSW(name, ea)                                                     \
    static FOP(name)                                                           \
    {                                                                          \
        uint32_t at_ = (ea);                                                   \
        const uint8_t *at = fast_read_at(p, at_, 8);                           \
                                                                               \
        if (__builtin_expect(!at || (at_ & 7) || p->ops != p->ops_supervisor,  \
                             0))                                               \
            JUMP(fast_call);                                                   \
        cpu->icount = p->run_end - (uint64_t)left;                             \
        psw_load(cpu, load_be32(at), load_be32(at + 4));                       \
        SWAPPED;                                                               \
    }
LOAD_PSW(f_LPSW_0, EA_0)
LOAD_PSW(f_LPSW_1, EA_1)

const struct fast_form fast_psw[ROW_COUNT] = {
    [ROW_SVC] = {{f_SVC, f_SVC}},
    [ROW_LPSW] = {{f_LPSW_0, f_LPSW_1}},
};
