/* SPDX-License-Identifier: MIT */
/* Channel programs against every device model, and records from a 3270's
 * client. Input: actions of one byte each with what belongs to them; an SIO's
 * CCWs are taken from the input. Nothing may reach storage outside the
 * machine's, and every device answers SENSE ID in the end. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "devices/console3215.h"
#include "devices/d3270.h"
#include "tests/devices/rig.h"
#include "tests/fuzz/fuzz.h"

static const uint16_t addrs[] = {0x009, 0x00c, 0x00d, 0x00e, 0x0c0, 0x150,
                                 0x181, 0x151, 0x152, 0x153, 0x160};
enum { DEVICES = sizeof(addrs) / sizeof(addrs[0]), HEADS = 4 };
enum { TRACK = 4096, CYLS = 2 };

/* Records the client gets: the fuzzer's byte decides if it takes them. */
static bool client_takes;

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

static void
act(struct rig *r, struct fuzz_in *in)
{
    unsigned op = fuzz_u8(in);
    uint16_t addr = addrs[(op >> 4) % DEVICES];
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
        for (unsigned i = 0; i < 300 && rig_take(r) < 0; i++)
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
        r->st.keys[(RIG_DATA >> 11) + (op >> 4)] = fuzz_u8(in) & 0xf8;
        break;
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct rig r;

    rig_open(&r);
    attach_all(&r);
    client_takes = true;
    for (unsigned i = 0; i < 200 && in.n > 0; i++)
        act(&r, &in);
    chansys_reset(r.cs);
    memset(r.st.keys, 0, RIG_STORAGE / 2048);
    for (unsigned i = 0; i < DEVICES; i++) {
        while (rig_tio(&r, addrs[i]) == 1)
            ;
        rig_program(&r);
        rig_ccw(&r, CCW_SENSE_ID, RIG_DATA, 0, 7);
        FUZZ_CHECK(rig_run(&r, addrs[i]) == 0x0c00);
        FUZZ_CHECK(r.st.main[RIG_DATA] == 0xff);
    }
    rig_close(&r);
    return 0;
}
