/* SPDX-License-Identifier: MIT */
/* Virtual interruptions: what is due from the virtual PSW and control
 * registers, and the swap of virtual PSWs. PoO "Interruptions". */
#ifndef CP_VINT_H
#define CP_VINT_H

#include <stdbool.h>

#include "cp/vmblok.h"

/* Before each dispatch: makes the interruptions that are due, in the manual's
 * order. True: the machine may run now. False: it waits (the reason is in
 * vm->wait: VMW_IDLE, VMW_STOP, VMW_PAGE). */
bool vint_ready(struct vmblok *vm);

/* A PSW that the guest loads (LPSW, a swap, IPL): checks it and makes it the
 * virtual PSW. 0, or PIC_SPECIFICATION with the PSW loaded all the same (the
 * exception is early, PoO "Exceptions Associated with the PSW"). */
int vint_load_psw(struct vmblok *vm, const struct psw *psw);

/* Reflects SVC n (ILC 2 or 4), and after it the program event if it had one
 * (per: PIC_PER, else 0). Or does nothing: then it will be executed again. */
void vint_svc(struct vmblok *vm, unsigned n, unsigned ilc, unsigned per);

#endif
