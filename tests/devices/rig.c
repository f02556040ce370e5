/* SPDX-License-Identifier: MIT */
/* The machine without a processor; see rig.h. */
#include "tests/devices/rig.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/bytes.h"

/* The processor as far as channels see it. */
uint64_t
cpu_now(const struct cpu *cpu)
{
    return cpu->clock.tod0;
}

void
cpu_storage_changed(struct cpu *cpu, uint32_t abs, uint32_t len)
{
    ck_assert_uint_le((uint64_t)abs + len, cpu->storage->size);
    cpu->icount++;
}

void
rig_open(struct rig *r)
{
    memset(r, 0, sizeof(*r));
    r->st.size = RIG_STORAGE;
    r->st.main = calloc(1, RIG_STORAGE);
    r->st.keys = calloc(1, RIG_STORAGE / 2048);
    r->cpu.storage = &r->st;
    r->cpu.cr[0] = 0x80000000; /* block multiplexing */
    r->evq = evq_create();
    r->cs = chansys_create(&r->cpu, r->evq);
    chansys_board(r->cs, &r->board);
    rig_program(r);
}

void
rig_close(struct rig *r)
{
    chansys_destroy(r->cs);
    evq_destroy(r->evq);
    free(r->st.main);
    free(r->st.keys);
}

struct device *
rig_attach(struct rig *r, uint16_t addr, const char *type, int argc,
           char **argv)
{
    struct err err;
    struct device *dev = chansys_attach(r->cs, addr, type, argc, argv, &err);

    ck_assert_msg(dev != NULL, "%s", err.text);
    return dev;
}

void
rig_program(struct rig *r)
{
    r->next = RIG_CCW;
}

uint32_t
rig_ccw(struct rig *r, uint8_t cmd, uint32_t addr, uint8_t flags,
        uint16_t count)
{
    struct ccw ccw = {.cmd = cmd, .flags = flags};
    uint32_t at = r->next;

    put24(&ccw.addr, addr);
    put16(&ccw.count, count);
    rig_put(r, at, &ccw, sizeof(ccw));
    r->next += 8;
    return at;
}

void
rig_put(struct rig *r, uint32_t addr, const void *from, size_t len)
{
    memcpy(r->st.main + addr, from, len);
}

static void
fetch_csw(struct rig *r)
{
    memcpy(&r->csw, r->st.main + 0x40, sizeof(r->csw));
}

int
rig_sio(struct rig *r, uint16_t addr, uint8_t key, bool fast)
{
    be32 caw;
    int cc;

    put32(&caw, (uint32_t)key << 24 | RIG_CCW);
    rig_put(r, 0x48, &caw, 4);
    cc = r->board.sio(r->board.ctx, &r->cpu, addr, fast);
    if (cc == 1)
        fetch_csw(r);
    return cc;
}

int
rig_tio(struct rig *r, uint16_t addr)
{
    int cc = r->board.tio(r->board.ctx, &r->cpu, addr);

    if (cc == 1)
        fetch_csw(r);
    return cc;
}

int
rig_take(struct rig *r)
{
    int addr;

    if (!r->board.io_pending(r->board.ctx, 0xffffffff))
        return -1;
    addr = r->board.io_accept(r->board.ctx, &r->cpu, 0xffffffff);
    if (addr >= 0)
        fetch_csw(r);
    return addr;
}

void
rig_events(struct rig *r, int n)
{
    while (n-- > 0 && evq_next(r->evq) != UINT64_MAX) {
        r->cpu.clock.tod0 = evq_next(r->evq);
        evq_run(r->evq, r->cpu.clock.tod0);
    }
}

int
rig_wait(struct rig *r)
{
    for (int i = 0; i < 10000; i++) {
        int addr = rig_take(r);

        if (addr >= 0 || evq_next(r->evq) == UINT64_MAX)
            return addr;
        rig_events(r, 1);
    }
    return -1;
}

unsigned
rig_run(struct rig *r, uint16_t addr)
{
    int cc = rig_sio(r, addr, 0, false);

    ck_assert_int_le(cc, 1);
    if (cc == 0)
        ck_assert_int_eq(rig_wait(r), addr);
    return (unsigned)r->csw.unit << 8 | r->csw.chan;
}
