/* SPDX-License-Identifier: MIT */
/* Fixed-block files. Input: a piece that is the file, how many bytes of zeros
 * follow it, where in it the drive begins and how large it is, a byte without a
 * meaning, then writes. A copy of the blocks in storage says what
 * must be read; what lies before and behind the drive must not change. */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "image/ckd.h"
#include "image/fba.h"
#include "tests/fuzz/fuzz.h"

enum { BLOCKS = 200 };

static uint8_t copy[BLOCKS * FBA_BLOCK], bytes[BLOCKS * FBA_BLOCK];

static void
compare(struct ckd *c, unsigned blocks)
{
    struct err err;

    FUZZ_CHECK(fba_read(c, 0, blocks, bytes, &err));
    FUZZ_CHECK(memcmp(bytes, copy, blocks * FBA_BLOCK) == 0);
}

static void
act(struct ckd *c, struct fuzz_in *in, unsigned blocks)
{
    unsigned block = fuzz_u8(in), n = fuzz_u8(in) & 31;
    uint8_t fill = fuzz_u8(in);
    struct err err;
    bool fits = block < blocks && n <= blocks - block;

    memset(bytes, fill, sizeof(bytes));
    FUZZ_CHECK(fba_write(c, block, n, bytes, &err) == fits);
    if (fits)
        memset(copy + block * FBA_BLOCK, fill, n * FBA_BLOCK);
    FUZZ_CHECK(fba_read(c, block, n, bytes, &err) == fits);
    if (fits && n > 0)
        FUZZ_CHECK(bytes[n * FBA_BLOCK - 1] == fill);
}

static size_t
contents(const char *path, uint8_t *to)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, to, sizeof(copy));

    FUZZ_CHECK(n >= 0 && close(fd) == 0);
    return (size_t)n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t before[sizeof(copy)];
    struct fuzz_in in = {data, size};
    struct err err;
    struct ckd *c;
    size_t len, have;
    const uint8_t *file = fuzz_piece(&in, &len);
    unsigned extra = fuzz_u16(&in), origin = fuzz_u8(&in), want = fuzz_u8(&in);
    unsigned blocks;
    char path[64];

    if (len + extra > sizeof(copy))
        return 0;
    strcpy(path, fuzz_file(0, file, len));
    fuzz_extend(0, len + extra);
    have = contents(path, before);
    c = fba_open(path, 0x3370, 0, origin, want, &err);
    if (c == NULL)
        return 0;
    blocks = fba_blocks(c);
    FUZZ_CHECK(blocks >= 1 && origin + blocks <= have / FBA_BLOCK);
    memcpy(copy, before + origin * FBA_BLOCK, blocks * FBA_BLOCK);
    compare(c, blocks);
    (void)fuzz_u8(&in);
    while (in.n > 0)
        act(c, &in, blocks);
    compare(c, blocks);
    ckd_close(c);
    FUZZ_CHECK(contents(path, bytes) == have);
    memcpy(before + origin * FBA_BLOCK, copy, blocks * FBA_BLOCK);
    FUZZ_CHECK(memcmp(bytes, before, have) == 0);
    return 0;
}
