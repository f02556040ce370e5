/* SPDX-License-Identifier: MIT */
/* Page slots on the system pack and the transfer of pages. Requests queue on
 * one list; one channel program, allocated once for all, serves up to BATCH of
 * them, so that a paging rush costs few SIOs at every level of CP. When it
 * fails, its requests are tried one by one. VM/370: DMKPGT (slots), DMKPAG
 * (transfer). */
#include "cp/pageio.h"

#include "arch/ckd.h"
#include "cp/abend.h"
#include "cp/console.h"
#include "cp/free.h"
#include "cp/identity.h"
#include "cp/iosinit.h"
#include "klib/klib.h"

enum { BATCH = 8, DESC_HEAD = 64 + 12 * CPVOL_EXTENTS };

/* A slot is 1 + the number of the page on the pack, counting every track of
 * it as if it were in page format. */
struct extent {
    uint8_t type;
    uint32_t first; /* slot */
    uint32_t slots; /* room */
    uint32_t used;  /* of PAGE: in use; else pages that hold something */
    uint32_t hint;  /* of PAGE: where the search for a free one begins */
    uint8_t *map;   /* of PAGE: bit on: in use */
};

static struct extent extents[CPVOL_EXTENTS];
static unsigned nextents;
static unsigned per_track, heads;

static struct program {
    struct ccw ccw[4 * BATCH]; /* first: on a doubleword boundary */
    struct ioblok io;
    struct ckd_seek seek[BATCH];
    uint8_t id[BATCH][8]; /* CCHHR */
    struct pagereq *req[BATCH];
    unsigned n;
    bool busy;
} prog __attribute__((aligned(8)));

static struct pagereq *pending, *pending_last;
static unsigned singly; /* requests to be tried one by one */

static void start(void);

static bool
read_descriptor(struct rdevblok *r, struct cpvol_desc *d)
{
    struct program *p = &prog;

    put16(&p->seek[0].cyl, 0);
    memset(p->id[0], 0, 8);
    p->id[0][4] = CPVOL_DESC_REC;
    p->ccw[0] = (struct ccw){CKD_SEEK, {{0}}, CCW_CC, 0, {{0, 6}}};
    p->ccw[1] = (struct ccw){CKD_SEARCH_ID_EQ, {{0}}, CCW_CC, 0, {{0, 5}}};
    p->ccw[2] = (struct ccw){CCW_TIC, {{0}}, 0, 0, {{0, 1}}};
    p->ccw[3] = (struct ccw){CKD_READ_DATA, {{0}}, CCW_SLI, 0, {{0, 0}}};
    put24(&p->ccw[0].addr, (uint32_t)&p->seek[0]);
    put24(&p->ccw[1].addr, (uint32_t)p->id[0]);
    put24(&p->ccw[2].addr, (uint32_t)&p->ccw[1]);
    put24(&p->ccw[3].addr, (uint32_t)d);
    put16(&p->ccw[3].count, DESC_HEAD);
    p->io.rdev = r;
    p->io.ccw = (uint32_t)p->ccw;
    p->io.flags = IO_RETRY;
    return ios_sync(&p->io);
}

static void
add_extent(const struct cpvol_extent *x)
{
    struct extent *e = &extents[nextents];
    uint32_t per_cyl = heads * per_track;

    e->type = x->type;
    e->first = 1 + get16(&x->cyl) * per_cyl;
    e->slots = get16(&x->ncyl) * per_cyl;
    e->used = get32(&x->pages);
    nextents++;
    if (x->type != CPVOL_PAGING)
        return;
    /* The map is at most one piece of free storage: 32768 slots. */
    if (e->slots > 8 * 4096)
        e->slots = 8 * 4096;
    e->used = 0;
    e->map = cp_alloc((e->slots + 7) / 8);
    if (e->map == NULL)
        abend("PAG001"); /* no free storage at IPL */
}

bool
pageio_init(struct rdevblok *r)
{
    static const char eye[8] = {'C', 'P', 'V', 'O', 'L', '0', '0', '1'};
    struct cpvol_desc *d = cp_alloc(DESC_HEAD);
    bool ok;

    if (d == NULL)
        abend("PAG001");
    ok = read_descriptor(r, d) && memcmp(d->eye, eye, sizeof eye) == 0;
    per_track = cpvol_pages_per_track(r->type);
    heads = dasd_heads(r->type);
    if (per_track == 0 || heads == 0)
        ok = false;
    for (unsigned i = 0; ok && i < CPVOL_EXTENTS; i++) {
        if (d->extent[i].type == CPVOL_END)
            break;
        if (d->extent[i].type != CPVOL_PERM)
            add_extent(&d->extent[i]);
    }
    if (ok)
        identity_build(d->build);
    cp_free(d, DESC_HEAD);
    prog.io.rdev = r;
    return ok;
}

/* Slots. */

static bool
take_slot(struct extent *e, slot_t *s)
{
    if (e->used == e->slots)
        return false;
    for (uint32_t i = 0, at = e->hint; i < e->slots; i++, at++) {
        if (at >= e->slots)
            at = 0;
        if ((at & 7) == 0 && e->map[at / 8] == 0xff && i + 8 <= e->slots) {
            i += 7;
            at += 7;
            continue;
        }
        if (e->map[at / 8] & (0x80 >> (at & 7)))
            continue;
        e->map[at / 8] |= (uint8_t)(0x80 >> (at & 7));
        e->used++;
        e->hint = at + 1;
        *s = e->first + at;
        return true;
    }
    return false;
}

slot_t
slot_alloc(void)
{
    slot_t s;

    for (unsigned i = 0; i < nextents; i++)
        if (extents[i].type == CPVOL_PAGING && take_slot(&extents[i], &s))
            return s;
    return 0;
}

void
slot_free(slot_t s)
{
    for (unsigned i = 0; i < nextents; i++) {
        struct extent *e = &extents[i];
        uint32_t at = s - e->first;
        uint8_t bit = (uint8_t)(0x80 >> (at & 7));

        if (e->type != CPVOL_PAGING || s < e->first || at >= e->slots)
            continue;
        if (!(e->map[at / 8] & bit))
            abend("PAG002"); /* freed twice */
        e->map[at / 8] &= (uint8_t)~bit;
        e->used--;
        return;
    }
    abend("PAG003"); /* not a slot of the paging areas */
}

unsigned
slots_total(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < nextents; i++)
        if (extents[i].type == CPVOL_PAGING)
            n += extents[i].slots;
    return n;
}

unsigned
slots_used(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < nextents; i++)
        if (extents[i].type == CPVOL_PAGING)
            n += extents[i].used;
    return n;
}

slot_t
slot_of_extent(enum cpvol_type type, uint32_t n)
{
    for (unsigned i = 0; i < nextents; i++)
        if (extents[i].type == type)
            return n < extents[i].slots ? extents[i].first + n : 0;
    return 0;
}

/* Transfer. */

static void
add_request(struct program *p, struct pagereq *r)
{
    unsigned i = p->n++, page = r->slot - 1;
    unsigned track = page / per_track;
    unsigned cyl = track / heads, head = track % heads;
    struct ccw *c = &p->ccw[4 * i];
    uint8_t *id = p->id[i];

    p->req[i] = r;
    put16(&p->seek[i].cyl, (uint16_t)cyl);
    put16(&p->seek[i].head, (uint16_t)head);
    memcpy(id, &p->seek[i].cyl, 4);
    id[4] = (uint8_t)(page % per_track + 1);
    c[0] = (struct ccw){CKD_SEEK, {{0}}, CCW_CC, 0, {{0, 6}}};
    put24(&c[0].addr, (uint32_t)&p->seek[i]);
    c[1] = (struct ccw){CKD_SEARCH_ID_EQ, {{0}}, CCW_CC, 0, {{0, 5}}};
    put24(&c[1].addr, (uint32_t)id);
    c[2] = (struct ccw){CCW_TIC, {{0}}, 0, 0, {{0, 1}}};
    put24(&c[2].addr, (uint32_t)&c[1]);
    c[3] = (struct ccw){0, {{0}}, CCW_CC, 0, {{CPVOL_PAGE >> 8, 0}}};
    c[3].cmd = r->write ? CKD_WRITE_DATA : CKD_READ_DATA;
    put24(&c[3].addr, r->real);
}

static void
enqueue(struct pagereq *r, bool head)
{
    r->next = NULL;
    if (pending == NULL)
        pending = pending_last = r;
    else if (head) {
        r->next = pending;
        pending = r;
    } else {
        pending_last->next = r;
        pending_last = r;
    }
}

static void
program_done(struct ioblok *io)
{
    struct program *p = &prog;
    bool ok = io->cc == 0 && io->csw.chan == 0 &&
              io->csw.unit == (US_CHANNEL_END | US_DEVICE_END);
    struct pagereq *req[BATCH];
    unsigned n = p->n;

    p->busy = false;
    if (!ok && n > 1) {
        singly += n;
        while (n > 0)
            enqueue(p->req[--n], true);
        start();
        return;
    }
    if (!ok)
        con_operator("DMKPAG415E PAGING ERROR DEV %03X SLOT %08X",
                     io->rdev->addr, p->req[0]->slot);
    memcpy(req, p->req, sizeof req);
    start();
    for (unsigned i = 0; i < n; i++) {
        req[i]->ok = ok;
        req[i]->done(req[i]);
    }
}

static void
start(void)
{
    struct program *p = &prog;
    unsigned max = singly > 0 ? 1 : BATCH;

    if (p->busy || pending == NULL)
        return;
    p->n = 0;
    while (pending != NULL && p->n < max) {
        struct pagereq *r = pending;

        pending = r->next;
        add_request(p, r);
    }
    if (singly > 0)
        singly--;
    p->ccw[4 * p->n - 1].flags = 0;
    p->busy = true;
    p->io.ccw = (uint32_t)p->ccw;
    p->io.flags = IO_RETRY | IO_HEAD;
    p->io.done = program_done;
    ios_start(&p->io);
}

void
pageio_start(struct pagereq *r)
{
    if (r->slot == 0)
        abend("PAG004"); /* no slot given */
    enqueue(r, false);
    start();
}

struct sync {
    struct waitq wq;
    bool over;
};

static void
sync_done(struct pagereq *r)
{
    struct sync *s = r->arg;

    s->over = true;
    waitq_wake_all(&s->wq);
}

bool
pageio_sync(slot_t slot, uint32_t real, bool write)
{
    struct sync s = {{NULL, NULL}, false};
    struct pagereq r = {NULL, slot, real, write, false, sync_done, &s};

    pageio_start(&r);
    while (!s.over)
        task_wait(&s.wq);
    return r.ok;
}
