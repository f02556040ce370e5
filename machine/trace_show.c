/* SPDX-License-Identifier: MIT */
/* What a trace prints on the console, in Hercules' forms: an instruction with
 * its operands in storage and the registers before it, a program interruption,
 * CCWs and their status. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "arch/disasm.h"
#include "arch/insn.h"
#include "arch/psw.h"
#include "devices/device.h"
#include "machine/display.h"
#include "machine/console.h"
#include "machine/machine.h"
#include "machine/trace.h"

bool
trace_fetch(struct machine *m, uint32_t ia, uint8_t text[8])
{
    uint32_t abs;

    memset(text, 0, 8);
    for (uint32_t i = 0; i < 6; i++) {
        if (i >= 2 && i >= insn_length(text[0]))
            break;
        if (cpu_find(m->cpu, (ia + i) & PSW_ADDR, CPU_LOGICAL, NULL, &abs) != 0)
            return false;
        text[i] = m->storage.main[abs];
    }
    return true;
}

/* The address that a base and displacement, and an index, make. */
static uint32_t
effective(const struct cpu *cpu, const uint8_t *bd, unsigned x)
{
    unsigned b = bd[0] >> 4;
    uint32_t at = (uint32_t)(bd[0] & 15) << 8 | bd[1];

    return (at + (b ? cpu->gr[b] : 0) + (x ? cpu->gr[x] : 0)) & PSW_ADDR;
}

static void
show_operands(struct machine *m, const struct insn *in, const uint8_t *text)
{
    const char *s = insn_format_operands((enum insn_format)in->format);
    bool indexed = strstr(s, "X2") != NULL;

    if (strchr(s, 'B') == NULL)
        return;
    display_storage(m, effective(m->cpu, text + 2, indexed ? text[1] & 15 : 0),
                    CPU_LOGICAL);
    if (in->format >= INSN_FMT_SS_L)
        display_storage(m, effective(m->cpu, text + 4, 0), CPU_LOGICAL);
}

static void
show_registers(struct machine *m, const uint8_t *text)
{
    unsigned high = text[0] >> 4;
    const uint32_t on = PSW_EC | PSW_DAT;

    display_gr(m);
    if ((m->cpu->psw.mask & on) == on || text[0] == 0xb2)
        display_cr(m);
    if (high == 2 || high == 3 || high == 6 || high == 7)
        display_fr(m);
}

void
trace_show_insn(struct machine *m, uint32_t ia, uint64_t psw)
{
    uint8_t text[8];
    char hex[16], line[DISASM_MAX];
    const struct insn *in;
    unsigned length;

    if (!trace_fetch(m, ia, text)) {
        console_printf(m, "PSW=%08X %08X Instruction fetch error",
                       (unsigned)(psw >> 32), (unsigned)psw);
        display_gr(m);
        return;
    }
    in = insn_find(text, INSN_SET_ALL);
    length = disasm(line, text, ia, INSN_SET_ALL);
    for (unsigned i = 0; i < length; i++)
        snprintf(hex + 2 * i, 3, "%02X", text[i]);
    console_printf(m, "PSW=%08X %08X INST=%-12s %s", (unsigned)(psw >> 32),
                   (unsigned)psw, hex, line);
    if (in != NULL)
        show_operands(m, in, text);
    show_registers(m, text);
}

static const char *
interruption_name(unsigned number)
{
    static const char *const names[] = {"",
                                        "Operation",
                                        "Privileged-operation",
                                        "Execute",
                                        "Protection",
                                        "Addressing",
                                        "Specification",
                                        "Data",
                                        "Fixed-point-overflow",
                                        "Fixed-point-divide",
                                        "Decimal-overflow",
                                        "Decimal-divide",
                                        "Exponent-overflow",
                                        "Exponent-underflow",
                                        "Significance",
                                        "Floating-point-divide",
                                        "Segment-translation",
                                        "Page-translation",
                                        "Translation-specification",
                                        "Special-operation"};

    if (number == PIC_MONITOR)
        return "Monitor event";
    return number < sizeof names / sizeof *names ? names[number] : "Other";
}

void
trace_show_interruption(struct machine *m, unsigned code, uint32_t at)
{
    unsigned number = code & ~(unsigned)PIC_PER;
    uint64_t psw = cpu_get_psw(m->cpu);

    console_printf(m, "CPU0000: %s exception CODE=%04X",
                   interruption_name(number), code);
    trace_show_insn(m, at, (psw & ~(uint64_t)PSW_ADDR) | at);
}

static void
show_sense(struct machine *m, uint16_t addr)
{
    const struct device *dev = chansys_find(m->cs, addr);
    char text[2 * 32 + 16];
    size_t used = 0;

    if (dev == NULL)
        return;
    for (unsigned i = 0; i < dev->sense_len; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%02X%s",
                                 dev->sense[i], i % 4 == 3 ? " " : "");
    console_printf(m, "%04X:Sense=%s", addr, text);
}

void
trace_show_io(struct machine *m, const struct chan_event *ev)
{
    char data[64] = "";
    const uint8_t *c = (const uint8_t *)&ev->ccw;

    if (ev->data != UINT32_MAX) {
        memcpy(data, "=>", 3);
        display_bytes(m, ev->data, data + 2, sizeof data - 2);
    }
    if (ev->kind == CHAN_EVENT_CCW) {
        console_printf(m, "%04X:CCW=%02X%02X%02X%02X %02X%02X%02X%02X%s",
                       ev->addr, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7],
                       data);
        return;
    }
    console_printf(m, "%04X:Stat=%02X%02X Count=%04X %s", ev->addr,
                   ev->csw.unit, ev->csw.chan, get16(&ev->csw.count), data);
    if (ev->csw.unit & US_UNIT_CHECK)
        show_sense(m, ev->addr);
}
