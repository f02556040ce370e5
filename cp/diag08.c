/* SPDX-License-Identifier: MIT */
/* DIAGNOSE X'08', virtual console function (VM/370: DMKHVC): Rx is the
 * command's address in guest real storage, Ry has flags in byte 0 and its
 * length, up to 240, in bytes 1-3. With flag X'40' the response goes to the
 * buffer whose address and length Rx+1 and Ry+1 have. On return Ry is the
 * command's code; with a buffer Ry+1 is the response's length and CC 0, or
 * what did not fit and CC 1. Length 0 enters CP READ. From memory of GC20-1807
 * "DIAGNOSE Code 8"; the limits of 240 and 8192 are those of VM/SP. */
#include "cp/command.h"

#include "cp/free.h"
#include "cp/gstor.h"

enum { COMMAND = 240, RESPONSE = 8192, TO_BUFFER = 0x40 };

static int
fetch(struct vmblok *vm, uint32_t addr, char *to, unsigned len)
{
    return gstor_fetch(vm, addr, to, len, GS_READ | GS_REAL | GS_NOKEY);
}

/* With a buffer: runs the command and stores the response. */
static int
buffered(struct vmblok *vm, unsigned rx, unsigned ry, const char *line,
         unsigned len)
{
    uint32_t addr = vm->gpr[rx + 1] & 0xffffff, size = vm->gpr[ry + 1];
    unsigned out, n;
    char *buf;
    int pic, rc;

    if (size > RESPONSE)
        return PIC_SPECIFICATION;
    if (addr + size > vm->storage)
        return PIC_ADDRESSING;
    buf = cp_alloc(size + 8);
    if (buf == NULL) {
        vm->gpr[ry + 1] = 0;
        vm_set_cc(vm, 1);
        return 0;
    }
    rc = cmd_execute(vm, line, len, buf, size, &out);
    n = out < size ? out : size;
    pic = n > 0 ? gstor_store(vm, addr, buf, n, GS_WRITE | GS_REAL | GS_NOKEY)
                : 0;
    cp_free(buf, size + 8);
    if (pic != 0)
        return pic;
    vm->gpr[ry] = (uint32_t)rc;
    vm->gpr[ry + 1] = out <= size ? out : out - size;
    vm_set_cc(vm, out <= size ? 0 : 1);
    return 0;
}

int
cmd_diag08(struct vmblok *vm, unsigned rx, unsigned ry)
{
    unsigned flags = vm->gpr[ry] >> 24, len = vm->gpr[ry] & 0xffffff, out;
    char line[COMMAND];
    int pic;

    if (len > COMMAND ||
        ((flags & TO_BUFFER) &&
         (rx == 15 || ry == 15 || rx + 1 == ry || ry + 1 == rx)))
        return PIC_SPECIFICATION;
    if (len == 0) {
        vm->gpr[ry] = 0;
        vm_set_cc(vm, 0);
        con_enter_cp(vm->con);
        return 0;
    }
    pic = fetch(vm, vm->gpr[rx] & 0xffffff, line, len);
    if (pic != 0)
        return pic;
    if (flags & TO_BUFFER)
        return buffered(vm, rx, ry, line, len);
    vm->gpr[ry] = (uint32_t)cmd_execute(vm, line, len, NULL, 0, &out);
    vm_set_cc(vm, 0);
    return 0;
}
