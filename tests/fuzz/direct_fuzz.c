/* SPDX-License-Identifier: MIT */
/* The directory: sources into the builder, and objects, damaged by the input,
 * into the lookup. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cp/direct/dirbuild.h"
#include "cp/direct/direct.h"
#include "tests/fuzz/fuzz.h"

struct object {
    const uint8_t *p;
    uint32_t pages;
};

static bool
read_page(void *arg, uint32_t n, void *buf)
{
    const struct object *o = arg;

    if (n >= o->pages)
        return false;
    memcpy(buf, o->p + n * (size_t)DIRECT_PAGE, DIRECT_PAGE);
    return true;
}

static void
on_error(void *arg, unsigned line, const char *text)
{
    (void)line;
    FUZZ_CHECK(text[0] != '\0');
    ++*(unsigned *)arg;
}

static void
look_up(struct object *o, const char *name)
{
    struct direct_io io = {read_page, o};
    uint64_t page[DIRECT_PAGE / 8];
    const struct udirect *u = NULL;
    uint8_t user[8];
    unsigned sum = 0;

    for (unsigned i = 0; i < 8; i++) /* letters A to I */
        user[i] = *name ? (uint8_t)(0xc1 + *name++ - 'A') : 0x40;
    if (direct_find(&io, user, page, &u) != DIRECT_OK)
        return;
    FUZZ_CHECK((const uint8_t *)u >= (uint8_t *)page);
    FUZZ_CHECK((const uint8_t *)(udirect_devices(u) + get16(&u->devs)) <=
               (uint8_t *)page + sizeof(page));
    for (unsigned i = 0; i < get16(&u->devs); i++)
        sum += udirect_devices(u)[i].zero2[1];
    FUZZ_CHECK(u->parm_len <= sizeof(u->ipl_parm) && sum <= 255u * 65536);
    udirect_find(u, 0x191);
}

/* The built object with bytes changed: page, offset, value. */
static void
damage(const struct dirbuild *b, struct fuzz_in *in)
{
    size_t size = b->pages * (size_t)DIRECT_PAGE;
    uint8_t *copy = malloc(size);
    struct object o = {copy, b->pages};

    memcpy(copy, b->object, size);
    while (in->n > 0) {
        size_t at = fuzz_u8(in) % b->pages * (size_t)DIRECT_PAGE;

        at += fuzz_u16(in) % DIRECT_PAGE;
        copy[at] = fuzz_u8(in);
    }
    look_up(&o, "A");
    look_up(&o, "E");
    free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct dirbuild_pack packs[] = {{"SMALL", 2}};
    static const struct dirbuild_area areas[] = {{"SYS", 11, 50, "paging"}};
    struct fuzz_in in = {data, size};
    unsigned errors = 0;
    struct dirbuild b = {.packs = packs,
                         .npacks = 1,
                         .areas = areas,
                         .nareas = 1,
                         .error = on_error,
                         .arg = &errors};
    const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;

    /* Source up to a zero byte, then damage. */
    b.length = nul != NULL ? (size_t)(nul - data) : size;
    b.source = (const char *)data;
    if (dirbuild(&b)) {
        FUZZ_CHECK(b.object != NULL && errors == 0);
        in.p += b.length;
        in.n -= b.length;
        fuzz_u8(&in);
        damage(&b, &in);
    } else {
        FUZZ_CHECK(b.object == NULL && errors > 0);
    }
    free(b.object);
    return 0;
}
