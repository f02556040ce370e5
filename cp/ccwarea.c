/* SPDX-License-Identifier: MIT */
/* The storage of a translated channel program: its entries, arguments and
 * IDAWs, and the guest's pages that it locks. Data areas that cross pages, and
 * those a guest names by IDAWs, become lists of real IDAWs, one for each 2K
 * block. PoO "Indirect Data Addressing". VM/370: DMKCCW's LOCK and IDAL parts.
 */
#include "cp/ccwint.h"

#include "cp/frames.h"
#include "cp/free.h"
#include "cp/gstor.h"
#include "klib/klib.h"

struct sizes {
    uint16_t ccws, idaws, pins, data;
};

/* Tried in turn until the program fits. No array is over 4096 bytes. */
static const struct sizes sizes[XL_SIZES] = {
    {12, 16, 8, 6},
    {72, 96, 24, 40},
    {CCW_MAX, 640, CCW_PINS_MAX, 168},
};

/* An IDAW that the channel refuses when it comes to use it. */
enum { BAD_IDAW = (int)0x80000000 };
enum { PIN_READ = 1 };
enum { BLOCK = 2048, PAGE = 4096 };

static uint32_t pinned_now; /* by all channel programs together */

/* Storage. */

bool
xl_get_storage(struct ccwprog *p)
{
    const struct sizes *z = &sizes[p->size];

    p->ccw = cp_alloc(z->ccws * sizeof *p->ccw);
    p->map = cp_alloc(z->ccws * sizeof *p->map);
    p->idaw = cp_alloc(z->idaws * sizeof *p->idaw);
    p->pin = cp_alloc(z->pins * sizeof *p->pin);
    p->data = cp_alloc(z->data * sizeof *p->data);
    p->nccw = p->nidaw = p->npin = p->ndata = 0;
    p->full = p->later = p->pci = false;
    return p->ccw && p->map && p->idaw && p->pin && p->data;
}

static void
drop(void *p, size_t size)
{
    if (p != NULL)
        cp_free(p, size);
}

void
ccw_release(struct ccwprog *p)
{
    const struct sizes *z = &sizes[p->size];

    pinned_now -= p->npin;
    for (unsigned i = 0; i < p->npin; i++)
        gstor_unpin(p->pin[i].real & ~(uint32_t)PIN_READ);
    p->npin = 0;
    drop(p->ccw, z->ccws * sizeof *p->ccw);
    drop(p->map, z->ccws * sizeof *p->map);
    drop(p->idaw, z->idaws * sizeof *p->idaw);
    drop(p->pin, z->pins * sizeof *p->pin);
    drop(p->data, z->data * sizeof *p->data);
    p->ccw = NULL;
    p->map = NULL;
    p->idaw = NULL;
    p->pin = NULL;
    p->data = NULL;
}

/* When an array is full its last element is used again: the program is thrown
 * away anyway. */
unsigned
xl_emit(struct ccwprog *p, uint32_t guest, uint8_t cmd, uint8_t flags)
{
    unsigned i = p->nccw;

    if (i + 1 >= sizes[p->size].ccws)
        p->full = true;
    else
        p->nccw++;
    memset(&p->ccw[i], 0, sizeof p->ccw[i]);
    memset(&p->map[i], 0, sizeof p->map[i]);
    p->map[i].guest = guest;
    p->map[i].cmd = cmd;
    p->map[i].flags = flags;
    return i;
}

uint8_t *
xl_data(struct ccwprog *p, unsigned i)
{
    unsigned n = p->ndata;

    if (n + 1 >= sizes[p->size].data)
        p->full = true;
    else
        p->ndata++;
    put24(&p->ccw[i].addr, xl_real(p->data[n]));
    p->ccw[i].flags &= (uint8_t)~CCW_IDA;
    return p->data[n];
}

static void
emit_idaw(struct ccwprog *p, uint32_t v)
{
    p->idaw[p->nidaw] = v;
    if (p->nidaw + 1 >= sizes[p->size].idaws)
        p->full = true;
    else
        p->nidaw++;
}

/* Locks the page of guest address `addr`; BAD_IDAW when it has none. */
static uint32_t
lock_page(struct ccwprog *p, uint32_t addr, bool store)
{
    uint32_t page = addr & 0xfff000, real;

    for (unsigned i = 0; i < p->npin; i++) {
        uint32_t r = p->pin[i].real;

        if (p->pin[i].page == page && !(store && (r & PIN_READ)))
            return (r & ~(uint32_t)PIN_READ) | (addr & 0xfff);
    }
    if (p->npin >= sizes[p->size].pins) {
        p->full = true;
        return (uint32_t)BAD_IDAW;
    }
    if (p->vm->pinned >= CCW_PINS_VM || pinned_now >= page_counts.frames / 2) {
        p->full = p->later = true;
        return (uint32_t)BAD_IDAW;
    }
    if (gstor_pin(p->vm, page, GS_REAL | GS_NOKEY | (store ? GS_WRITE : 0),
                  &real) != GS_OK)
        return (uint32_t)BAD_IDAW;
    pinned_now++;
    p->pin[p->npin].page = page;
    p->pin[p->npin].real = real | (store ? 0 : (uint32_t)PIN_READ);
    p->npin++;
    return real | (addr & 0xfff);
}

/* IDAW n of a guest's list. */
static bool
guest_idaw(struct vmblok *vm, uint32_t list, unsigned n, bool backward,
           uint32_t *addr)
{
    be32 w;
    uint32_t a;

    if ((list & 3) || gstor_fetch(vm, list + 4 * n, &w, 4,
                                  GS_READ | GS_REAL | GS_NOKEY) != GS_OK)
        return false;
    a = get32(&w);
    if (a & 0xff000000)
        return false;
    if (n > 0 && (a & (BLOCK - 1)) != (backward ? BLOCK - 1 : 0))
        return false;
    *addr = a;
    return true;
}

bool
ccw_locate(struct vmblok *vm, const struct ccw *c, uint32_t off, uint32_t *addr,
           uint32_t *span)
{
    uint32_t a = get24(&c->addr), room;

    if (c->flags & CCW_IDA) {
        uint32_t list = a;

        if (!guest_idaw(vm, list, 0, false, &a))
            return false;
        room = BLOCK - (a & (BLOCK - 1));
        if (off >= room) {
            unsigned n = 1 + (off - room) / BLOCK;

            off = (off - room) % BLOCK;
            if (!guest_idaw(vm, list, n, false, &a))
                return false;
        }
    }
    a = a + off;
    if (a > 0xffffff)
        return false;
    *addr = a;
    *span = BLOCK - (a & (BLOCK - 1));
    return true;
}

/* The first n bytes of a CCW's data. */
bool
xl_fetch_arg(struct ccwprog *p, const struct ccw *g, void *to, unsigned n)
{
    uint8_t *out = to;

    for (unsigned off = 0; off < n;) {
        uint32_t addr, span;

        if (!ccw_locate(p->vm, g, off, &addr, &span))
            return false;
        if (span > n - off)
            span = n - off;
        if (gstor_fetch(p->vm, addr, out + off, span,
                        GS_READ | GS_REAL | GS_NOKEY) != GS_OK)
            return false;
        off += span;
    }
    return true;
}

bool
xl_stores(uint8_t cmd)
{
    return (cmd & 3) == 2 || (cmd & 0xf) == 4 || (cmd & 0xf) == 0xc;
}

/* Data area of entry i as the guest's CCW g has it. */
void
xl_area(struct ccwprog *p, unsigned i, const struct ccw *g, uint8_t cmd)
{
    bool store = xl_stores(cmd), backward = (cmd & 0xf) == 0xc;
    uint32_t left = get16(&g->count), addr = get24(&g->addr), list = addr;
    uint32_t real;

    if (store && (g->flags & CCW_SKIP)) {
        p->ccw[i].flags &= (uint8_t)~CCW_IDA;
        return;
    }
    if (!(g->flags & CCW_IDA) && !backward &&
        (addr & (PAGE - 1)) + left <= PAGE) {
        real = lock_page(p, addr, store);
        if (real != (uint32_t)BAD_IDAW) {
            put24(&p->ccw[i].addr, real);
            return;
        }
    }
    p->ccw[i].flags |= CCW_IDA;
    put24(&p->ccw[i].addr, xl_real(&p->idaw[p->nidaw]));
    for (unsigned n = 0; left > 0 && !p->full; n++) {
        uint32_t span;

        if ((g->flags & CCW_IDA) &&
            !guest_idaw(p->vm, list, n, backward, &addr))
            addr = ~0u;
        real = addr > 0xffffff ? (uint32_t)BAD_IDAW : lock_page(p, addr, store);
        emit_idaw(p, real);
        if (real == (uint32_t)BAD_IDAW)
            return;
        span =
            backward ? (addr & (BLOCK - 1)) + 1 : BLOCK - (addr & (BLOCK - 1));
        left -= span < left ? span : left;
        addr = backward ? addr - span : addr + span;
    }
}
