/* SPDX-License-Identifier: MIT */
/* Runs instructions one at a time while somebody looks on, and hands what
 * there is to see to the console (trace_show.c) and the trace file. Pending
 * interruptions are taken before an instruction is looked at (a cpu_run of no
 * instructions does just that), so that it is the one that is executed. */
#include "config.h"

#include "machine/trace.h"

#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/psw.h"
#include "devices/device.h"
#include "machine/machine.h"

/* The instruction's record, now that it has ended or is interrupted. */
static void
put_insn(struct trace *t)
{
    const struct cpu *cpu = t->m->cpu;
    struct trace_record *rec = &t->rec;

    t->pending = false;
    rec->gr_changed = 0;
    rec->fr_changed = 0;
    for (unsigned i = 0; i < 16; i++)
        if (cpu->gr[i] != t->gr[i])
            rec->gr_changed |= (uint16_t)(0x8000u >> i);
    for (unsigned i = 0; i < 4; i++)
        if (cpu->fr[i] != t->fr[i])
            rec->fr_changed |= (uint8_t)(8u >> i);
    memcpy(rec->reg.gr, cpu->gr, sizeof rec->reg.gr);
    memcpy(rec->reg.fr, cpu->fr, sizeof rec->reg.fr);
    tracefile_put(t->file, rec);
}

static void
begin(struct trace *t, struct trace_record *rec, enum trace_kind kind)
{
    const struct cpu *cpu = t->m->cpu;

    if (t->pending)
        put_insn(t);
    memset(rec, 0, sizeof *rec);
    rec->kind = (uint8_t)kind;
    rec->icount = cpu->icount;
    rec->tod = cpu_now(cpu);
    rec->psw = cpu_get_psw(cpu);
}

static bool
opcode_wanted(const struct trace_filter *f, const uint8_t *text)
{
    uint16_t op = (uint16_t)(text[0] << 8 | text[1]);

    for (unsigned i = 0; i < f->opcodes; i++)
        if ((op & f->opcode_mask[i]) == f->opcode[i])
            return true;
    return f->opcodes == 0;
}

static bool
device_wanted(const struct trace_filter *f, uint16_t addr)
{
    for (unsigned i = 0; i < f->devices; i++)
        if (f->device[i] == addr)
            return true;
    return f->devices == 0;
}

static void
on_interruption(void *ctx, struct cpu *cpu, enum cpu_interruption class,
                unsigned code, uint32_t at, uint32_t operand)
{
    struct trace *t = ctx;
    unsigned number = code & ~(unsigned)PIC_PER;
    struct trace_record rec;

    (void)cpu;
    if (class == CPU_INT_PROGRAM && number >= 1 && number <= 64 &&
        t->pgm >> (64 - number) & 1)
        trace_show_interruption(t->m, code, at);
    if (t->file == NULL || !t->filter.interruptions ||
        (t->filter.classes != 0 && !(t->filter.classes >> class & 1)))
        return;
    begin(t, &rec, TRACE_INTERRUPTION);
    rec.class = (uint8_t) class;
    rec.code = (uint16_t)code;
    rec.at = at;
    if (class == CPU_INT_MACHINE_CHECK)
        rec.operand = operand;
    if (class == CPU_INT_PROGRAM &&
        (number == PIC_SEGMENT || number == PIC_PAGE || number == PIC_MONITOR))
        rec.operand = operand;
    tracefile_put(t->file, &rec);
}

/* What an I/O event can show of storage and sense. */
static void
put_data(struct trace *t, struct trace_record *rec, const struct chan_event *ev)
{
    const struct storage *st = &t->m->storage;
    const struct device *dev = chansys_find(t->m->cs, ev->addr);

    if (ev->data < st->size) {
        uint32_t n = st->size - ev->data;
        rec->shown = (uint8_t)(n < 16 ? n : 16);
        memcpy(rec->data, st->main + ev->data, rec->shown);
    }
    if (dev != NULL && (ev->csw.unit & US_UNIT_CHECK)) {
        rec->shown |= 0x20;
        memcpy(rec->data + 16, dev->sense, 16);
    }
}

static void
put_io(struct trace *t, const struct chan_event *ev)
{
    static const enum trace_kind kinds[] = {TRACE_OPERATION, TRACE_CCW,
                                            TRACE_STATUS, TRACE_END};
    struct trace_record rec;

    begin(t, &rec, kinds[ev->kind]);
    rec.class = (uint8_t)ev->op;
    rec.cc = (uint8_t)ev->cc;
    rec.code = ev->addr;
    rec.at = ev->at;
    rec.operand = ev->data;
    if (ev->kind == CHAN_EVENT_CCW)
        memcpy(rec.text, &ev->ccw, 8);
    else
        memcpy(rec.text, &ev->csw, 8);
    put_data(t, &rec, ev);
    tracefile_put(t->file, &rec);
}

static void
on_io(void *ctx, const struct chan_event *ev)
{
    struct trace *t = ctx;
    bool console = t->tracing || trace_bit(t->ccw, ev->addr) ||
                   trace_bit(t->ccw_step, ev->addr);

    if (console && ev->kind != CHAN_EVENT_OPERATION)
        trace_show_io(t->m, ev);
    if (t->file != NULL && t->filter.io && device_wanted(&t->filter, ev->addr))
        put_io(t, ev);
}

/* Before an instruction: what the file gets is put together. */
static void
look(struct trace *t, uint32_t ia)
{
    const struct cpu *cpu = t->m->cpu;
    const struct trace_filter *f = &t->filter;
    uint8_t text[8];

    if (t->tracing && trace_in(&t->trace_range, ia))
        trace_show_insn(t->m, ia, cpu_get_psw(cpu));
    if (t->file == NULL || !f->insn || !trace_in(&f->range, ia))
        return;
    trace_fetch(t->m, ia, text);
    if (!opcode_wanted(f, text))
        return;
    begin(t, &t->rec, TRACE_INSN);
    t->rec.icount++;
    t->rec.at = ia;
    memcpy(t->rec.text, text, 8);
    memcpy(t->gr, cpu->gr, sizeof t->gr);
    memcpy(t->fr, cpu->fr, sizeof t->fr);
    t->pending = true;
}

static bool
is_stop(const struct trace *t, uint32_t ia)
{
    if (t->stepping && trace_in(&t->step_range, ia))
        return true;
    for (unsigned i = 0; i < t->breaks; i++)
        if (trace_in(&t->brk[i], ia))
            return true;
    return false;
}

/* Stops the processor before the instruction at ia, unless it was stopped there
 * and START was pressed. */
static bool
stop_here(struct trace *t, uint32_t ia)
{
    struct machine *m = t->m;

    if (t->stopped && t->stopped_at == ia && t->stopped_count == m->cpu->icount)
        return false;
    t->stopped = false;
    if (!is_stop(t, ia))
        return false;
    t->stopped = true;
    t->stopped_at = ia;
    t->stopped_count = m->cpu->icount;
    trace_show_insn(m, ia, cpu_get_psw(m->cpu));
    machine_stop(m);
    return true;
}

uint64_t
trace_run(struct trace *t, uint64_t n, enum cpu_stop *why)
{
    struct cpu *cpu = t->m->cpu;
    uint64_t done = 0;

    do {
        cpu_run(cpu, 0, why);
        if (*why != CPU_COUNT)
            break;
        if (stop_here(t, cpu->psw.ia)) {
            *why = CPU_ATTENTION;
            break;
        }
        if (n == 0)
            break;
        look(t, cpu->psw.ia);
        done += cpu_run(cpu, 1, why);
        if (t->pending)
            put_insn(t);
    } while (*why == CPU_COUNT && done < n);
    return done;
}

static void
update_devices(struct trace *t, bool io)
{
    const struct trace_filter *f = &t->filter;
    struct device *dev = NULL;

    while ((dev = chansys_next(t->m->cs, dev)) != NULL)
        device_watch(dev, t->tracing || trace_bit(t->ccw, dev->addr) ||
                              trace_bit(t->ccw_step, dev->addr) ||
                              (io && device_wanted(f, dev->addr)));
}

void
trace_update(struct trace *t)
{
    struct machine *m = t->m;
    bool io = t->file != NULL && t->filter.io, any = io || t->tracing;

    for (size_t i = 0; i < sizeof t->ccw && !any; i++)
        any = (t->ccw[i] | t->ccw_step[i]) != 0;
    m->single = t->tracing || t->stepping || t->breaks > 0 ||
                (t->file != NULL && t->filter.insn);
    m->cpu->watch = t->pgm != 0 || (t->file != NULL && t->filter.interruptions)
                        ? &t->on_cpu
                        : NULL;
    chansys_watch(m->cs, any ? &t->on_channels : NULL, &m->board);
    update_devices(t, io);
}

struct trace *
trace_create(struct machine *m)
{
    struct trace *t = calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    t->m = m;
    t->on_cpu = (struct cpu_watch){t, on_interruption};
    t->on_channels = (struct chan_watch){t, on_io};
    return t;
}

void
trace_destroy(struct trace *t)
{
    if (t == NULL)
        return;
    tracefile_close(t->file);
    free(t->path);
    free(t);
}
