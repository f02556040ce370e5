/* SPDX-License-Identifier: MIT */
/* CP's translation of channel programs, compiled for the host. Input: whose
 * device it is, the search's outcomes, a real CSW, then the guest's storage
 * from X'400' on. The real program must do what the guest's does to a dedicated
 * device, and never leave a minidisk. */
#include "config.h"

#include <string.h>

#include "arch/ckd.h"
#include "cp/gstor.h"
#include "tests/cp/ccwrig.h"
#include "tests/fuzz/fuzz.h"

/* What reaches the disk stays on the minidisk (cylinders 100 to 109). */
static void
look_at_disk(const struct ccw *c, const struct ccwmap *m)
{
    const struct ckd_seek *s = rig_real(get24(&c->addr));

    (void)m;
    switch (c->cmd) {
    case CKD_SEEK:
    case CKD_SEEK_CYL:
        if (get16(&c->count) < 6)
            return;
        FUZZ_CHECK(get24(&c->addr) < FRAMES);
        FUZZ_CHECK((get16(&s->cyl) >= 100 && get16(&s->cyl) < 110) ||
                   get16(&s->cyl) == 0xffff);
        return;
    case CKD_RECALIBRATE:
    case CKD_RESTORE:
    case CKD_READ_IPL:
    case CKD_WRITE_DATA:
    case CKD_WRITE_KD:
    case CKD_WRITE_CKD:
    case CKD_WRITE_HA:
    case CKD_WRITE_R0:
    case CKD_ERASE:
    case 0x01:
    case 0xb4:
    case 0x94:
        fuzz_fail(__FILE__, __LINE__, "this command must not reach the disk");
    default:
        return;
    }
}

static void
compare(const struct ccwprog *p)
{
    static struct trace a, b;
    struct side guest = {NULL}, real = {p};

    rig_channel(&guest, 0x400, &a, NULL);
    rig_channel(&real, (uint32_t)(uintptr_t)p->ccw, &b, NULL);
    FUZZ_CHECK(a.n == b.n && a.chan == b.chan);
    for (unsigned i = 0; i < a.n; i++)
        FUZZ_CHECK(a.ev[i].at == b.ev[i].at && a.ev[i].cmd == b.ev[i].cmd &&
                   a.ev[i].n == b.ev[i].n && a.ev[i].sum == b.ev[i].sum);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct trace t;
    struct fuzz_in in = {data, size};
    unsigned how = fuzz_u8(&in);
    struct csw csw, guest;
    struct ccwprog p;
    struct ccw first;
    unsigned entry;
    size_t n;
    int index;

    rig_setup();
    rig_rewind();
    rig_coins = (unsigned)fuzz_u16(&in) << 16 | fuzz_u16(&in);
    entry = fuzz_u8(&in);
    memcpy(&csw, (uint8_t[8]){0}, sizeof(csw));
    csw.unit = fuzz_u8(&in);
    csw.chan = fuzz_u8(&in);
    put16(&csw.count, fuzz_u16(&in));
    if (how & 1)
        rig_vdev.kind = VDEV_DEDICATED;
    else if (how & 2)
        rig_vdev.flags = VDEV_READONLY;
    if (in.n > 0x3000)
        in.n = 0x3000;
    for (n = 0; in.n > 0; n++) {
        uint8_t b = fuzz_u8(&in);

        /* Not read backward: the rig's channel has no tapes. */
        *rig_guest(0x400 + (uint32_t)n) = n % 8 == 0 && (b & 15) == 12 ? 3 : b;
    }
    gstor_fetch(&rig_vm, 0x400, &first, 8, GS_REAL);
    if ((first.cmd & 15) == CCW_TIC ||
        ccw_translate(&p, &rig_vm, &rig_vdev, 0x400) != CCW_OK) {
        rig_empty();
        return 0;
    }
    if (how & 1)
        compare(&p);
    else if (how & 2)
        rig_channel(&(struct side){&p}, (uint32_t)(uintptr_t)p.ccw, &t,
                    look_at_disk);
    put24(&csw.addr, (uint32_t)(uintptr_t)p.ccw + 8 * (entry % (p.nccw + 2u)));
    ccw_csw(&p, &csw, &guest, &index);
    ccw_finish(&p, index, get16(&csw.count));
    FUZZ_CHECK(rig_vdev.pos_cyl < 10);
    ccw_release(&p);
    rig_empty();
    return 0;
}
