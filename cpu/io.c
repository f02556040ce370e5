/* SPDX-License-Identifier: MIT */
/* I/O instructions: the board does the work; here are the address, the
 * condition code, and the stop for the machine's event queue. PoO "I/O
 * Instructions". */
#include "cpu/handlers.h"

/* The I/O address: bits 16-31 of the operand address. */
static uint16_t
io_address(const struct cpu *cpu, uint64_t ib)
{
    return (uint16_t)ea_bd1(cpu, ib);
}

static int
finish(struct cpu *cpu, int cc)
{
    cpu->psw.cc = (uint8_t)cc;
    cpu->priv->event = true;
    look_around(cpu);
    return PIC_NONE;
}

int
op_SIO(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->sio(b->ctx, cpu, io_address(cpu, ib), false));
}

int
op_SIOF(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->sio(b->ctx, cpu, io_address(cpu, ib), true));
}

int
op_TIO(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->tio(b->ctx, cpu, io_address(cpu, ib)));
}

int
op_CLRIO(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->clrio(b->ctx, cpu, io_address(cpu, ib)));
}

int
op_HIO(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->hio(b->ctx, cpu, io_address(cpu, ib)));
}

int
op_HDV(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    return finish(cpu, b->hdv(b->ctx, cpu, io_address(cpu, ib)));
}

int
op_TCH(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    cpu->psw.cc = (uint8_t)b->tch(b->ctx, cpu, io_address(cpu, ib));
    return PIC_NONE;
}

int
op_STIDC(struct cpu *cpu, uint64_t ib)
{
    const struct cpu_board *b = cpu->board;

    cpu->psw.cc = (uint8_t)b->stidc(b->ctx, cpu, io_address(cpu, ib));
    return PIC_NONE;
}
