/* SPDX-License-Identifier: MIT */
/* The two ends of a channel-to-channel adapter, as devices of one machine.
 * Input: actions of one byte each with what belongs to them: commands, halts,
 * events, frames that go over, frames that come from nowhere, the connection
 * lost and made. In the end both answer SENSE ID, and a write is read. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "devices/ctca.h"
#include "tests/devices/rig.h"
#include "tests/fuzz/fuzz.h"

enum { FIRST = 0xe40, FRAMES = 64 };

static struct end {
    struct device *dev;
    uint8_t *frame[FRAMES];
    size_t len[FRAMES];
    unsigned n;
} ends[2];

static void
send_frame(void *ctx, struct device *dev, const uint8_t *frame, size_t len)
{
    struct end *e = ctx;

    FUZZ_CHECK(dev == e->dev);
    if (e->n == FRAMES)
        return;
    e->frame[e->n] = malloc(len);
    memcpy(e->frame[e->n], frame, len);
    e->len[e->n++] = len;
}

static void
drop(struct end *e)
{
    while (e->n > 0)
        free(e->frame[--e->n]);
}

static void
deliver(unsigned from)
{
    struct end *e = &ends[from], copy = *e;

    e->n = 0;
    for (unsigned i = 0; i < copy.n; i++) {
        ctca_receive(ends[1 - from].dev, copy.frame[i], copy.len[i]);
        free(copy.frame[i]);
    }
}

static void
act(struct rig *r, struct fuzz_in *in)
{
    static const uint8_t codes[] = {1, 2, 3, 7, 0x0c, 0x14, 0x81, 0xe3};
    unsigned op = fuzz_u8(in), which = op >> 7;
    uint16_t addr = (uint16_t)(FIRST + which);
    const uint8_t *p;
    uint8_t code;
    size_t n;

    switch (op & 7) {
    case 0:
    case 1:
        code = fuzz_u8(in);
        rig_program(r);
        rig_ccw(r, op & 8 ? code : codes[code & 7], RIG_DATA + which * 0x8000u,
                op & 16 ? CCW_SLI : 0, fuzz_u16(in));
        rig_sio(r, addr, 0, op & 32);
        break;
    case 2:
        rig_events(r, 1 + (op >> 4 & 7));
        break;
    case 3:
        deliver(which);
        break;
    case 4:
        rig_take(r);
        break;
    case 5:
        p = fuzz_piece(in, &n);
        ctca_receive(ends[which].dev, p, n);
        break;
    case 6:
        if (op & 8)
            r->board.hio(r->board.ctx, &r->cpu, addr);
        else
            r->board.clrio(r->board.ctx, &r->cpu, addr);
        break;
    default:
        if (op & 8)
            ctca_up(ends[which].dev, op & 16);
        else
            ctca_down(ends[which].dev);
        break;
    }
}

/* Both quiet and connected: what one writes, the other reads. */
static void
works(struct rig *r)
{
    chansys_reset(r->cs);
    for (unsigned i = 0; i < 2; i++) {
        drop(&ends[i]);
        ctca_up(ends[i].dev, i == 0);
        while (rig_tio(r, (uint16_t)(FIRST + i)) == 1)
            ;
    }
    rig_put(r, RIG_DATA, "over", 4);
    rig_program(r);
    rig_ccw(r, 1, RIG_DATA, 0, 4);
    FUZZ_CHECK(rig_sio(r, FIRST, 0, false) == 0);
    rig_events(r, 10);
    deliver(0);
    while (rig_tio(r, FIRST + 1) == 1)
        ;
    rig_program(r);
    rig_ccw(r, 2, RIG_DATA + 16, 0, 4);
    FUZZ_CHECK(rig_run(r, FIRST + 1) == 0x0c00);
    FUZZ_CHECK(memcmp(r->st.main + RIG_DATA + 16, "over", 4) == 0);
    deliver(1);
    FUZZ_CHECK(rig_wait(r) == FIRST);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char port[] = "0";
    char *argv[1] = {port};
    struct fuzz_in in = {data, size};
    struct rig r;

    rig_open(&r);
    for (unsigned i = 0; i < 2; i++) {
        ends[i].dev = rig_attach(&r, (uint16_t)(FIRST + i), "3088", 1, argv);
        ctca_plug(ends[i].dev, send_frame, &ends[i]);
        ctca_up(ends[i].dev, i == 0);
    }
    for (unsigned i = 0; i < 100 && in.n > 0; i++)
        act(&r, &in);
    works(&r);
    drop(&ends[0]);
    drop(&ends[1]);
    rig_close(&r);
    return 0;
}
