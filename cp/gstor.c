/* SPDX-License-Identifier: MIT */
/* CP's access to guest storage: tables walked in software, the page brought
 * in, the key checked. The only module of CP that touches it. VM/370: DMKPTR
 * (TRANS), DMKPSA's LOCK, DMKVAT for translated guests. PoO "Dynamic Address
 * Translation", "Key-Controlled Protection". */
#include "cp/gstor.h"

#include "cp/shadow.h"
#include "cp/storage.h"
#include "klib/klib.h"

uint32_t gstor_fault_addr, gstor_stored_addr, gstor_stored_len;

/* Guest absolute to guest real. The tables are in the order of guest real
 * addresses (SPX exchanges two entries), so only what a channel program names
 * goes through this. PoO "Prefixing". */
static uint32_t
real_of_absolute(const struct vmblok *vm, uint32_t addr)
{
    if (vm->prefix == 0)
        return addr;
    if ((addr & 0xfff000) == 0)
        return addr | vm->prefix;
    if ((addr & 0xfff000) == vm->prefix)
        return addr & 0xfff;
    return addr;
}

static bool
key_allows(const struct vmblok *vm, uint32_t real, int access)
{
    unsigned key = vm_key(vm);
    uint8_t k;

    if (key == 0 || (access & GS_NOKEY))
        return true;
    k = real_key(real);
    if ((unsigned)k >> 4 == key)
        return true;
    return !(access & GS_WRITE) && !(k & KEY_FETCH);
}

int
gstor_resident(struct vmblok *vm, uint32_t addr, int access, uint32_t *real)
{
    uint32_t base, page = (addr & 0xffffff) >> 12;
    int rc = GS_OK;

    if ((access & GS_WRITE) && page_shared(vm, page))
        rc = saved_unshare(vm, page);
    if (rc == GS_OK)
        rc = page_in(vm, page, &base);

    if (rc != GS_OK)
        return rc;
    *real = base | (addr & 0xfff);
    if (access & GS_WRITE)
        vm_pagtable(vm, page)->swp[page % SEG_PAGES].flags |= SWP_DIRTY;
    return GS_OK;
}

int
gstor_translate(struct vmblok *vm, uint32_t addr, uint32_t *guest_real,
                bool *protect)
{
    addr &= 0xffffff;
    *protect = false;
    if (!shadow_dat(vm)) {
        *guest_real = addr;
        return GS_OK;
    }
    return shadow_walk(vm, addr, guest_real, protect);
}

bool
gstor_low_protected(const struct vmblok *vm, uint32_t addr)
{
    return addr < 512 && (vm->cr[0] & CR0_LOW_PROTECT);
}

/* One piece that lies within a 2K block. */
static int
piece(struct vmblok *vm, uint32_t addr, int access, uint32_t *real)
{
    bool store = (access & (GS_WRITE | GS_NOKEY)) == GS_WRITE, protect = false;
    uint32_t gr = addr;
    int rc;

    if (!(access & GS_REAL)) {
        if (store && gstor_low_protected(vm, addr))
            return PIC_PROTECTION;
        rc = gstor_translate(vm, addr, &gr, &protect);
        if (rc != GS_OK)
            return rc;
    }
    rc = gstor_resident(vm, gr, access, real);
    if (rc == GS_OK && ((store && protect) || !key_allows(vm, *real, access)))
        return PIC_PROTECTION;
    return rc;
}

uint32_t
gstor_quick(const struct vmblok *vm, uint32_t addr, uint32_t len, bool store)
{
    uint32_t ste;
    uint16_t pte;

    if ((addr & 2047) + len > 2048)
        return 0;
    if (store && gstor_low_protected(vm, addr))
        return 0;
    if (shadow_dat(vm))
        return shadow_quick(vm, addr, store);
    if (addr >= vm->storage)
        return 0;
    ste = vm->seg->ste[addr >> 16];
    if (store && (ste & STE_PROTECT))
        return 0;
    pte = ((const uint16_t *)(ste & STE_ORIGIN))[addr >> 12 & 15];
    if (pte & PTE4K_INVALID)
        return 0;
    return ((uint32_t)(pte & PTE4K_ADDR) << 8) + (addr & 0xfff);
}

/* The quick way for an instruction's operand. A real change bit remembers a
 * store. */
static uint32_t
quick_operand(const struct vmblok *vm, uint32_t addr, uint32_t len, int access)
{
    if ((access & GS_REAL) || !((access & GS_NOKEY) || vm_key(vm) == 0))
        return 0;
    return gstor_quick(vm, addr, len, (access & GS_WRITE) != 0);
}

int
gstor_fetch(struct vmblok *vm, uint32_t addr, void *to, uint32_t len,
            int access)
{
    uint8_t *p = to;
    uint32_t quick = quick_operand(vm, addr, len, access);

    if (quick != 0) {
        memcpy(p, (const void *)quick, len);
        return GS_OK;
    }
    while (len > 0) {
        uint32_t n = 2048 - (addr & 2047), real;
        int rc;

        if (n > len)
            n = len;
        rc = piece(vm, addr & 0xffffff, access, &real);
        if (rc != GS_OK)
            return rc;
        memcpy(p, (const void *)real, n);
        p += n;
        addr += n;
        len -= n;
    }
    return GS_OK;
}

static int
stored(uint32_t addr, uint32_t len, int access)
{
    if (!(access & GS_REAL)) {
        gstor_stored_addr = addr;
        gstor_stored_len = len;
    }
    return GS_OK;
}

int
gstor_store(struct vmblok *vm, uint32_t addr, const void *from, uint32_t len,
            int access)
{
    const uint8_t *p = from;
    uint32_t at = addr, left = len;
    uint32_t real;
    int rc;

    access |= GS_WRITE;
    real = quick_operand(vm, addr, len, access);
    if (real != 0) {
        memcpy((void *)real, p, len);
        return stored(addr, len, access);
    }
    /* Both ends first: an instruction that gives up has stored nothing. */
    if ((addr & 2047) + len > 2048) {
        rc = piece(vm, addr & 0xffffff, access, &real);
        if (rc == GS_OK)
            rc = piece(vm, (addr + len - 1) & 0xffffff, access, &real);
        if (rc != GS_OK)
            return rc;
    }
    while (left > 0) {
        uint32_t n = 2048 - (at & 2047);

        if (n > left)
            n = left;
        rc = piece(vm, at & 0xffffff, access, &real);
        if (rc != GS_OK)
            return rc;
        memcpy((void *)real, p, n);
        p += n;
        at += n;
        left -= n;
    }
    return stored(addr, len, access);
}

int
gstor_pin(struct vmblok *vm, uint32_t addr, int access, uint32_t *real)
{
    int rc =
        gstor_resident(vm, real_of_absolute(vm, addr & 0xffffff), access, real);
    struct corte *c;

    if (rc != GS_OK)
        return rc;
    c = &cortable[*real >> 12];
    if (c->pins == 255)
        return PIC_ADDRESSING; /* beyond any cap: vio.c stops far below */
    c->pins++;
    c->vm->pinned++;
    return GS_OK;
}

void
gstor_unpin(uint32_t real)
{
    struct corte *c = &cortable[real >> 12];

    c->vm->pinned--;
    c->pins--;
}

/* Where the key of the block is kept now. */
static int
key_place(struct vmblok *vm, uint32_t addr, uint32_t *real, uint8_t **saved,
          struct swpte **swp)
{
    uint32_t page = (addr & 0xffffff) >> 12;
    struct pagtable *pt = vm_pagtable(vm, page);
    uint16_t pte;

    if (pt == NULL)
        return PIC_ADDRESSING;
    pte = pt->pte[page % SEG_PAGES];
    *swp = &pt->swp[page % SEG_PAGES];
    *saved = &(*swp)->key[addr >> 11 & 1];
    *real = pte & PTE4K_INVALID
                ? 0
                : ((uint32_t)(pte & PTE4K_ADDR) << 8) + (addr & 0x800);
    return GS_OK;
}

int
gstor_get_key(struct vmblok *vm, uint32_t addr, uint8_t *key)
{
    uint32_t real;
    uint8_t *saved;
    struct swpte *s;
    int rc = key_place(vm, addr, &real, &saved, &s);

    if (rc != GS_OK)
        return rc;
    *key = *saved;
    if (real != 0)
        *key = (uint8_t)(real_key(real) | (*saved & (KEY_REF | KEY_CHANGE)));
    return GS_OK;
}

int
gstor_set_key(struct vmblok *vm, uint32_t addr, uint8_t key)
{
    uint32_t real, page = (addr & 0xffffff) >> 12;
    uint8_t *saved;
    struct swpte *s;
    int rc = GS_OK;

    if (page_shared(vm, page))
        rc = saved_unshare(vm, page);
    if (rc == GS_OK)
        rc = key_place(vm, addr, &real, &saved, &s);

    if (rc != GS_OK)
        return rc;
    if (real == 0) {
        /* While a page is written out its frame holds no key any more. */
        *saved = key & (KEY_ACC | KEY_FETCH | KEY_REF | KEY_CHANGE);
        return GS_OK;
    }
    /* Its real change bit is lost; to look at it first costs one more
     * privileged instruction, and who sets keys mostly stores as well. */
    s->flags |= SWP_DIRTY;
    *saved = key & (KEY_REF | KEY_CHANGE);
    set_real_key(real, key & (KEY_ACC | KEY_FETCH));
    return GS_OK;
}

int
gstor_reset_ref(struct vmblok *vm, uint32_t addr, unsigned *cc)
{
    uint32_t real, page = (addr & 0xffffff) >> 12;
    uint8_t *saved;
    struct swpte *s;
    int rc = GS_OK;

    if (page_shared(vm, page))
        rc = saved_unshare(vm, page);
    if (rc == GS_OK)
        rc = key_place(vm, addr, &real, &saved, &s);
    if (rc != GS_OK)
        return rc;
    *cc = (*saved & KEY_REF ? 2 : 0) | (*saved & KEY_CHANGE ? 1 : 0);
    if (real != 0)
        *cc |= reset_real_ref(real);
    *saved &= (uint8_t)~KEY_REF;
    return GS_OK;
}

void
gstor_release(struct vmblok *vm, uint32_t from, uint32_t to)
{
    for (uint32_t a = from; a < to && a < vm->storage; a += 4096) {
        uint32_t page = a >> 12;
        struct pagtable *pt = vm_pagtable(vm, page);
        uint16_t pte = pt->pte[page % SEG_PAGES];

        /* In transit or locked: its contents are cleared where they are. */
        if (pt->swp[page % SEG_PAGES].flags & SWP_TRANSIT)
            continue;
        if (!(pte & PTE4K_INVALID) && cortable[pte >> 4].pins) {
            memset((void *)((uint32_t)(pte & PTE4K_ADDR) << 8), 0, 4096);
            continue;
        }
        page_drop(vm, page);
    }
}

int
gstor_set_prefix(struct vmblok *vm, uint32_t prefix)
{
    /* Undo the old exchange of page 0 and the prefix page, make the new. */
    uint32_t old = vm->prefix, real;
    int rc = page_in(vm, 0, &real);

    if (rc == GS_OK)
        rc = page_in(vm, old >> 12, &real);
    if (rc == GS_OK)
        rc = page_in(vm, prefix >> 12, &real);
    if (rc != GS_OK)
        return rc;
    page_exchange(vm, 0, old >> 12);
    page_exchange(vm, 0, prefix >> 12);
    vm->prefix = prefix;
    shadow_purge(vm);
    need_ptlb = true;
    return GS_OK;
}
