/* SPDX-License-Identifier: MIT */
/* Access to a virtual machine's storage: the only module of CP that touches
 * it. "Guest real" is what the guest calls real; "guest virtual" goes through
 * the guest's own translation tables when its PSW has DAT on. Everything here
 * pages in what is needed. In a task it waits for the page; on the
 * dispatcher's stack it begins the page-in, stops the VM with VMW_PAGE and
 * returns GS_WAIT: the caller gives up with no effect, and the guest executes
 * the instruction again. */
#ifndef CP_GSTOR_H
#define CP_GSTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/vmblok.h"

enum gstor_result {
    GS_OK = 0,
    GS_WAIT = -1, /* dispatcher's stack only: VM stopped, try again */
    /* Else a program-interruption code (enum pic). For PIC_SEGMENT, PIC_PAGE
     * and PIC_TRANSLATION gstor_fault_addr has the address. */
};

enum gstor_access {
    GS_READ = 0,
    GS_WRITE = 1,
    GS_REAL = 2,  /* the address is guest real, else guest logical */
    GS_NOKEY = 4, /* without key check (CP's own use), else the PSW key */
};

extern uint32_t gstor_fault_addr;
/* What gstor_store last stored as an instruction's operand (not GS_REAL). */
extern uint32_t gstor_stored_addr, gstor_stored_len;

/* Copies; the range may cross pages. GS_OK, GS_WAIT or a pic code. */
int gstor_fetch(struct vmblok *vm, uint32_t addr, void *to, uint32_t len,
                int access);
int gstor_store(struct vmblok *vm, uint32_t addr, const void *from,
                uint32_t len, int access);

/* The real address of `len` bytes at a logical address, by the tables that the
 * guest runs with, when they lie in one 2K block that is in storage and a
 * store, if it is one, needs no care. No key is looked at. 0: the long way. */
uint32_t gstor_quick(const struct vmblok *vm, uint32_t addr, uint32_t len,
                     bool store);

/* Makes guest page `addr` (guest real) resident, and gives the real address
 * of that byte. Good only until CP next waits or dispatches. `access` says if
 * it will be stored into (a shared page is unshared first). */
int gstor_resident(struct vmblok *vm, uint32_t addr, int access,
                   uint32_t *real);

/* The same, and locks it in its frame until gstor_unpin(real). For channel
 * programs; counted in vm->pinned. */
int gstor_pin(struct vmblok *vm, uint32_t addr, int access, uint32_t *real);
void gstor_unpin(uint32_t real);

/* Guest logical (through its tables when its DAT is on) to guest real.
 * *protect: the guest's segment protection forbids stores. */
int gstor_translate(struct vmblok *vm, uint32_t addr, uint32_t *guest_real,
                    bool *protect);
/* The guest's low-address protection forbids a store there. */
bool gstor_low_protected(const struct vmblok *vm, uint32_t addr);

/* Storage key (ISK form) of the 2K block at guest real addr. Of pages out of
 * storage the key is kept in the SWPTABLE: neither needs a page-in. */
int gstor_get_key(struct vmblok *vm, uint32_t addr, uint8_t *key);
int gstor_set_key(struct vmblok *vm, uint32_t addr, uint8_t key);
int gstor_reset_ref(struct vmblok *vm, uint32_t addr, unsigned *cc);

/* Forgets the contents (they become zero) of whole pages [from, to). */
void gstor_release(struct vmblok *vm, uint32_t from, uint32_t to);

/* SET PREFIX: what guest real 0 and `prefix` name is exchanged. */
int gstor_set_prefix(struct vmblok *vm, uint32_t prefix);

#endif
