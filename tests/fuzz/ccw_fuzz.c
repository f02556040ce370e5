/* SPDX-License-Identifier: MIT */
/* Channel programs against every device model and a device that injects
 * faults, on channels of each type, and records from a 3270's client. Input:
 * actions of one byte each with what belongs to them; an SIO's CCWs are taken
 * from the input. Nothing may reach storage outside the machine's, the
 * channels' counts agree after each action, and every device answers SENSE ID
 * in the end. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "devices/console3215.h"
#include "devices/d3270.h"
#include "devices/subchannel.h"
#include "tests/ccw/faultdev.h"
#include "tests/devices/rig.h"
#include "tests/fuzz/fuzz.h"

static const uint16_t addrs[] = {0x009, 0x00c, 0x00d, 0x00e, 0x0c0, 0x150,
                                 0x181, 0x151, 0x152, 0x153, 0x160};
enum { FAULT = 0x190, MULTIPLEX = (int)0x80000000 };
enum { DEVICES = sizeof(addrs) / sizeof(addrs[0]), HEADS = 4 };
enum { TRACK = 4096, CYLS = 2 };

/* Records the client gets: the fuzzer's byte decides if it takes them. */
static bool client_takes;
static unsigned rounds; /* of chains that go round, in one input */

static bool
client_send(void *ctx, const uint8_t *rec, size_t len)
{
    size_t sum = 0;

    (void)ctx;
    for (size_t i = 0; i < len; i++)
        sum += rec[i];
    FUZZ_CHECK(sum <= 255 * len);
    return client_takes;
}

static void
console_print(void *ctx, struct device *dev, const char *text, size_t len,
              bool newline)
{
    size_t sum = 0;

    (void)ctx, (void)dev, (void)newline;
    for (size_t i = 0; i < len; i++)
        sum += (uint8_t)text[i];
    FUZZ_CHECK(sum <= 255 * len);
}

/* A small disk: Hercules' header with the last digits of its type, four heads,
 * tracks of 4096. */
static void
attach_disk(struct rig *r, uint16_t addr, unsigned n, uint8_t digits,
            const char *type, const char *option)
{
    uint8_t header[512] = {'C', 'K',        'D',   '_', 'P',   '3',
                           '7', '0',        HEADS, 0,   0,     0,
                           0,   TRACK >> 8, 0,     0,   digits};
    char path[40], word[16], *argv[2] = {path, word};

    strcpy(path, fuzz_file(n, header, sizeof(header)));
    fuzz_extend(n, sizeof(header) + (uint64_t)CYLS * HEADS * TRACK);
    if (option)
        strcpy(word, option);
    rig_attach(r, addr, type, option ? 2 : 1, argv);
}

static void
attach_disks(struct rig *r)
{
    char path[40], *argv[1] = {path};

    attach_disk(r, 0x150, 0, 0x30, "3330", NULL);
    attach_disk(r, 0x151, 4, 0x80, "3380", NULL);
    attach_disk(r, 0x152, 5, 0x14, "2314", NULL);
    attach_disk(r, 0x153, 6, 0x50, "3350", "period");
    strcpy(path, fuzz_file(7, "", 0));
    fuzz_extend(7, 77 * 512);
    rig_attach(r, 0x160, "3310", 1, argv);
}

static void
attach_all(struct rig *r)
{
    static char deck[40], out[40], tape[40];
    char *c[1] = {deck}, *o[1] = {out}, *t[1] = {tape};

    strcpy(deck, fuzz_file(1, "a card\nanother\nthe last\n", 24));
    strcpy(out, fuzz_file(2, "", 0));
    strcpy(tape, fuzz_file(3, "\4\0\0\0\xa0\0data\0\0\4\0\x40\0", 16));
    struct err err;

    FUZZ_CHECK(chansys_attach_model(r->cs, FAULT, &fault_model, 0, NULL, &err));
    console3215_sink(rig_attach(r, 0x009, "3215", 0, NULL), console_print,
                     NULL);
    rig_attach(r, 0x00c, "3505", 1, c);
    rig_attach(r, 0x00d, "3525", 1, o);
    rig_attach(r, 0x00e, "3211", 1, o);
    rig_attach(r, 0x0c0, "3270", 0, NULL);
    attach_disks(r);
    rig_attach(r, 0x181, "3420", 1, t);
}

/* Up to 16 CCWs of five bytes: command, flags, count, where (a 64th of the
 * data area, or a TIC's index). */
static void
program(struct rig *r, struct fuzz_in *in)
{
    unsigned n = fuzz_u8(in) & 15;

    rig_program(r);
    for (unsigned i = 0; i <= n; i++) {
        uint8_t cmd = fuzz_u8(in), flags = fuzz_u8(in);
        uint16_t count = fuzz_u16(in);
        uint8_t where = fuzz_u8(in);
        uint32_t addr = RIG_DATA + where * 64u;

        if ((cmd & 15) == CCW_TIC)
            addr = RIG_CCW + where % 20 * 8u;
        else if (where == 0xff)
            addr = RIG_STORAGE - 4;
        rig_ccw(r, cmd, addr, flags, count);
    }
}

/* The test device is told what to do. */
static void
inject(struct rig *r, struct fuzz_in *in)
{
    struct device *dev = chansys_find(r->cs, FAULT);
    struct fault *f = dev->state;
    uint8_t what = fuzz_u8(in), v = fuzz_u8(in);

    switch (what & 7) {
    case 0:
        f->status = v;
        break;
    case 1:
        f->initial = v;
        f->pass = what >> 6;
        break;
    case 2:
        dev->trouble = v & 15;
        break;
    case 3:
        f->trouble = v & 15;
        break;
    case 4:
        f->retries = v & 3;
        f->retry_later = v & 4;
        break;
    case 5:
        f->hold = v & 1;
        f->more = v & 2;
        f->cu_busy = v & 4;
        dev->not_operational = v & 8;
        f->want = what;
        f->send_len = v * 257u;
        break;
    case 6:
        device_attention(dev, v);
        break;
    default:
        device_complete(dev, v);
        break;
    }
}

/* Channel types, and the instructions that act has no number for. */
static void
channel_act(struct rig *r, struct fuzz_in *in)
{
    static const enum chan_type types[] = {CHAN_BYTE, CHAN_SELECTOR,
                                           CHAN_BLOCK};
    unsigned op = fuzz_u8(in);
    uint16_t addr = op & 8 ? FAULT : addrs[(op >> 4) % DEVICES];
    void *ctx = r->board.ctx;

    switch (op & 7) {
    case 0:
        chansys_reset(r->cs); /* a type is given before the machine runs */
        chansys_channel_type(r->cs, 0, types[(op >> 4) % 3]);
        chansys_channel_type(r->cs, 1, types[(op >> 6) % 3]);
        break;
    case 1:
        r->cpu.cr[0] ^= (uint32_t)MULTIPLEX;
        break;
    case 2:
        r->board.hdv(ctx, &r->cpu, addr);
        break;
    case 3:
        r->board.tch(ctx, &r->cpu, addr);
        break;
    case 4:
        r->board.hio(ctx, &r->cpu, addr);
        break;
    case 5:
        r->board.clrio(ctx, &r->cpu, addr);
        break;
    default:
        r->board.stidc(ctx, &r->cpu, addr);
        break;
    }
}

/* What the channels know of their subchannels is so. */
static void
check_channels(const struct chansys *cs)
{
    for (unsigned ch = 0; ch < CHANNELS; ch++) {
        const struct channel *c = &cs->channels[ch];
        unsigned connected = 0, queued = 0, attached = 0;
        bool owner = c->owner == NULL;

        for (const struct subchannel *s = cs->first; s; s = s->next) {
            if (s->dev->addr >> 8 != ch)
                continue;
            attached++;
            connected += s->connected;
            queued += s->queued;
            owner |= c->owner == s;
        }
        FUZZ_CHECK(owner && attached == c->attached);
        FUZZ_CHECK(connected == c->connected && queued == c->irq_count);
        FUZZ_CHECK(!c->available || c->type == CHAN_BLOCK);
        FUZZ_CHECK(queued || c->available ||
                   !(cs->irq_channels & 0x80000000u >> ch));
    }
}

static void
act(struct rig *r, struct fuzz_in *in)
{
    unsigned op = fuzz_u8(in);
    uint16_t addr = op >> 4 == 15 ? FAULT : addrs[(op >> 4) % DEVICES];
    struct device *term = chansys_find(r->cs, 0x0c0);
    void *ctx = r->board.ctx;
    const uint8_t *p;
    size_t n;

    switch (op & 15) {
    case 0:
    case 1:
    case 2:
        program(r, in);
        rig_sio(r, addr, op & 1 ? 0x10 : 0, op & 2);
        break;
    case 3:
    case 4: {
        size_t at = fuzz_u16(in) & 0x3fff;

        p = fuzz_piece(in, &n);
        rig_put(r, RIG_DATA + (uint32_t)at, p, n > 0x4000 ? 0x4000 : n);
        break;
    }
    case 5:
        rig_events(r, 1 + fuzz_u8(in) % 8);
        break;
    case 6:
        rig_take(r);
        break;
    case 7: /* a chain may go round for ever */
        for (; rounds < 300 && rig_take(r) < 0; rounds++)
            rig_events(r, 1);
        break;
    case 8:
        rig_tio(r, addr);
        break;
    case 9:
        r->board.hio(ctx, &r->cpu, addr);
        break;
    case 10:
        r->board.clrio(ctx, &r->cpu, addr);
        break;
    case 11:
        client_takes = fuzz_u8(in) & 1;
        d3270_connect(term, op & 0x10 ? "IBM-3278-2" : "IBM-3278-5-E",
                      op & 0x20, client_send, NULL);
        break;
    case 12:
        p = fuzz_piece(in, &n);
        d3270_inbound(term, p, n);
        break;
    case 13:
        d3270_disconnect(term);
        break;
    case 14: {
        char line[300] = "";

        p = fuzz_bytes(in, fuzz_u8(in), &n);
        memcpy(line, p, n);
        console3215_line(chansys_find(r->cs, 0x009), line);
        break;
    }
    default:
        if (op >> 4 == 15)
            channel_act(r, in);
        else if (op >> 4 == 14)
            inject(r, in);
        else
            r->st.keys[(RIG_DATA >> 11) + (op >> 4)] = fuzz_u8(in) & 0xf8;
        break;
    }
    check_channels(r->cs);
}

static void
expect_answer(struct rig *r, uint16_t addr)
{
    while (rig_tio(r, addr) == 1)
        ;
    rig_program(r);
    rig_ccw(r, CCW_SENSE_ID, RIG_DATA, 0, 7);
    FUZZ_CHECK(rig_run(r, addr) == 0x0c00);
    FUZZ_CHECK(r->st.main[RIG_DATA] == 0xff);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct rig r;
    struct device *fault;

    rig_open(&r);
    attach_all(&r);
    client_takes = true;
    rounds = 0;
    for (unsigned i = 0; i < 200 && in.n > 0; i++)
        act(&r, &in);
    chansys_reset(r.cs);
    memset(r.st.keys, 0, RIG_STORAGE / 2048);
    fault = chansys_find(r.cs, FAULT);
    fault->not_operational = false;
    fault->trouble = 0;
    memset(fault->state, 0, sizeof(struct fault));
    for (unsigned i = 0; i < DEVICES; i++)
        expect_answer(&r, addrs[i]);
    expect_answer(&r, FAULT);
    rig_close(&r);
    return 0;
}
