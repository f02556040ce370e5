/* SPDX-License-Identifier: MIT */
/* CP from the boot program's branch to the dispatcher: how much storage there
 * is, tables, and the first task, which finds the devices, starts the
 * terminals and logs OPERATOR on. VM/370: DMKCPI. */
#include "arch/psw.h"
#include "cp/abend.h"
#include "cp/console.h"
#include "cp/dispatch.h"
#include "cp/frames.h"
#include "cp/identity.h"
#include "cp/ios.h"
#include "cp/low.h"
#include "cp/storage.h"
#include "cp/task.h"
#include "klib/klib.h"

void cp_main(uint16_t ipl) __attribute__((noreturn));

/* From cp/cp.ld. */
extern uint8_t __cp_end[];

static uint32_t
size_storage(void)
{
    uint32_t size = 0;

    while (size < 0x1000000 && storage_probe(size + 0xffff))
        size += 0x10000;
    return size;
}

static void
first_task(void *arg)
{
    (void)arg;
    ios_init(ipl_address);
    con_init();
    con_start_operator();
}

void
cp_main(uint16_t ipl)
{
    static const uint32_t masks[2] = {CR2_RESET, 0};

    ipl_address = ipl;
    real_storage = size_storage();
    identity_init();
    __asm__ volatile("lctl 2,2,%0" : : "Q"(masks[0]));
    frames_init(real_storage, (uint32_t)__cp_end);
    page_init();
    task_init();
    if (!task_start(first_task, NULL, NULL))
        abend("CPI001");
    dispatch();
}
