/* SPDX-License-Identifier: MIT */
/* The terminal's 3270: outbound records and keys. Input: the model, then
 * pieces; after each a byte's number of keys, two bytes each. What the display
 * sends is a good inbound record for CP's screen reader (conscr_fuzz.c). */
#include "config.h"

#include "terminal/keyboard.h"
#include "terminal/screen.h"
#include "tests/fuzz/fuzz.h"

static void
on_send(void *arg, const uint8_t *data, size_t len)
{
    size_t sum = 0;

    (void)arg;
    for (size_t i = 0; i < len; i++)
        sum += data[i];
    FUZZ_CHECK(len > 0 && sum <= 255 * len);
}

static void
on_attn(void *arg)
{
    (void)arg;
}

static const struct scr_ops ops = {on_send, on_attn};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_in in = {data, size};
    struct screen *s = scr_create(2 + fuzz_u8(&in) % 4, &ops, NULL);

    FUZZ_CHECK(s != NULL);
    scr_reset(s, true);
    while (in.n > 0) {
        size_t n;
        const uint8_t *p = fuzz_piece(&in, &n);
        unsigned keys;

        scr_record(s, p, n);
        FUZZ_CHECK(s->prog == NULL || s->lock == SCR_LOCK_PROG);
        for (keys = fuzz_u8(&in); keys > 0 && in.n > 0; keys--) {
            unsigned k = fuzz_u16(&in);

            kbd_key(s, k & 0x8000 ? KEY_3270 + (k & 63) : k);
            if (k & 0x4000)
                kbd_move(s, k & 0xfff);
        }
        FUZZ_CHECK(s->cursor < s->size && s->addr < s->size);
        FUZZ_CHECK(s->size <= s->cells && s->size == s->rows * s->cols);
    }
    scr_destroy(s);
    return 0;
}
