/* SPDX-License-Identifier: MIT */
/* AWSTAPE and HET files. Input: a piece that is the file, a byte that says how
 * blocks are written, then operations. */
#include "config.h"

#include <string.h>

#include "image/tape.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t buf[TAPE_BLOCK], block[TAPE_BLOCK] = {1, 2, 3};
    struct fuzz_in in = {data, size};
    struct err err;
    size_t n;
    const uint8_t *file = fuzz_piece(&in, &n);
    unsigned kind = fuzz_u8(&in);
    const struct tape_options options = {.method = kind & 3,
                                         .level = kind >> 2 & 7,
                                         .chunk = kind & 0x20 ? 4096 : 0,
                                         .maxsize = kind & 0x40 ? 50000 : 0};
    struct tape *t = tape_open_as(fuzz_file(0, file, n), &options, &err);
    uint32_t len;

    if (t == NULL)
        return 0;
    for (unsigned i = 0; i < 100 && in.n > 0; i++) {
        unsigned op = fuzz_u8(&in);

        len = 0;
        switch (op % 8) {
        case 0:
        case 1:
            if (tape_read(t, op & 8 ? NULL : buf, &len, &err) == TAPE_OK)
                FUZZ_CHECK(len > 0 && len <= TAPE_BLOCK);
            break;
        case 2:
        case 3:
            if (tape_read_backward(t, op & 8 ? NULL : buf, &len, &err) ==
                TAPE_OK)
                FUZZ_CHECK(len > 0 && len <= TAPE_BLOCK);
            break;
        case 4:
            len = (fuzz_u16(&in) & (op & 0x80 ? 0xffff : 0x3ff)) | 1u;
            /* What was written is what lies behind. */
            if (tape_write(t, block, len, &err) == TAPE_OK) {
                uint32_t back = 0;

                FUZZ_CHECK(tape_read_backward(t, buf, &back, &err) == TAPE_OK);
                FUZZ_CHECK(back == len && memcmp(buf, block, len) == 0);
                FUZZ_CHECK(tape_read(t, buf, &back, &err) == TAPE_OK);
                FUZZ_CHECK(tape_read(t, buf, &back, &err) == TAPE_VOID);
            }
            break;
        case 5:
            if (tape_write_mark(t, &err) == TAPE_OK)
                FUZZ_CHECK(tape_read_backward(t, buf, &len, &err) == TAPE_MARK);
            break;
        case 6:
            tape_erase(t, &err);
            break;
        default:
            tape_rewind(t);
            FUZZ_CHECK(tape_at_load_point(t));
            break;
        }
    }
    tape_close(t);
    return 0;
}
