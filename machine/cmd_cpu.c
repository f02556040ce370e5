/* SPDX-License-Identifier: MIT */
/* Console commands on the processor: its keys and its registers. */
#include "config.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/psw.h"
#include "machine/console.h"
#include "machine/display.h"
#include "machine/machine.h"

void
cmd_start(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    if (m->ipl_active)
        console_printf(m, "start: the IPL from %04X goes on", m->ipl_addr);
    else
        machine_start(m);
}

void
cmd_stop(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    machine_stop(m);
}

void
cmd_restart(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    if (m->ipl_active) {
        console_printf(m, "restart: the IPL from %04X goes on", m->ipl_addr);
        return;
    }
    console_printf(m, "Restart key depressed");
    m->cpu->pend_restart = true;
    machine_start(m);
}

void
cmd_ext(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    console_printf(m, "Interrupt key depressed");
    m->cpu->pend_key = true;
}

void
cmd_store(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && strcasecmp(argv[1], "status") != 0) {
        console_printf(m, "store: \"%s\" is not status", argv[1]);
        return;
    }
    if (!console_need_stopped(m, "store"))
        return;
    cpu_store_status(m->cpu);
    console_printf(m, "CPU0000 store status completed");
}

/* name=value with a number of the base, at most max. */
static bool
operand(const char *text, const char *name, int base, unsigned long max,
        unsigned long *out)
{
    size_t n = strlen(name);
    char *end;

    if (strncasecmp(text, name, n) != 0 || text[n] != '=' ||
        !isxdigit((unsigned char)text[n + 1]))
        return false;
    *out = strtoul(text + n + 1, &end, base);
    return *end == '\0' && *out <= max;
}

/* The four bits CMWP; the mode is among them, and the condition code and the
 * program mask move between the words when it changes. */
static void
alter_cmwp(const struct cpu *cpu, uint32_t cmwp, uint32_t *w0, uint32_t *w1)
{
    bool ec = (*w0 & PSW_EC) != 0, to_ec = (cmwp & 8) != 0;

    *w0 = (*w0 & 0xfff0ffff) | cmwp << 16;
    if (to_ec == ec)
        return;
    *w0 &= 0xffff0000;
    *w1 &= PSW_ADDR;
    if (to_ec)
        *w0 |= (uint32_t)cpu->psw.cc << PSW_EC_CC_SHIFT |
               (uint32_t)cpu->psw.progmask << PSW_EC_PROGMASK_SHIFT;
    else
        *w1 |= (uint32_t)cpu->psw.cc << PSW_BC_CC_SHIFT |
               (uint32_t)cpu->psw.progmask << PSW_BC_PROGMASK_SHIFT;
}

/* Alters one part of a PSW in its 8-byte form; false, and nothing is changed,
 * when the operand is wrong. */
static bool
alter_psw(struct cpu *cpu, const char *text)
{
    const uint64_t old = cpu_get_psw(cpu);
    uint32_t w0 = (uint32_t)(old >> 32), w1 = (uint32_t)old;
    bool ec = (w0 & PSW_EC) != 0;
    unsigned long n;

    if (operand(text, "ia", 16, PSW_ADDR, &n))
        w1 = (w1 & ~(uint32_t)PSW_ADDR) | (uint32_t)n;
    else if (operand(text, "sm", 16, 0xff, &n))
        w0 = (w0 & 0x00ffffff) | (uint32_t)n << 24;
    else if (operand(text, "pk", 10, 15, &n))
        w0 = (w0 & ~(uint32_t)PSW_KEY) | (uint32_t)n << PSW_KEY_SHIFT;
    else if (operand(text, "cc", 10, 3, &n) && ec)
        w0 = (w0 & ~(uint32_t)PSW_EC_CC) | (uint32_t)n << PSW_EC_CC_SHIFT;
    else if (operand(text, "cc", 10, 3, &n))
        w1 = (w1 & ~(uint32_t)PSW_BC_CC) | (uint32_t)n << PSW_BC_CC_SHIFT;
    else if (operand(text, "pm", 16, 15, &n) && ec)
        w0 = (w0 & ~(uint32_t)PSW_EC_PROGMASK) | (uint32_t)n
                                                     << PSW_EC_PROGMASK_SHIFT;
    else if (operand(text, "pm", 16, 15, &n))
        w1 = (w1 & ~(uint32_t)PSW_BC_PROGMASK) | (uint32_t)n
                                                     << PSW_BC_PROGMASK_SHIFT;
    else if (operand(text, "cmwp", 16, 15, &n))
        alter_cmwp(cpu, (uint32_t)n, &w0, &w1);
    else
        return false;
    if (cpu_set_psw(cpu, (uint64_t)w0 << 32 | w1))
        return true;
    cpu_set_psw(cpu, old);
    return false;
}

void
cmd_psw(struct machine *m, int argc, char **argv)
{
    const struct cpu *cpu = m->cpu;
    uint64_t psw;

    for (int i = 1; i < argc; i++)
        if (!alter_psw(m->cpu, argv[i])) {
            console_printf(m, "psw: \"%s\" is not valid, or makes no valid PSW",
                           argv[i]);
            return;
        }
    psw = cpu_get_psw(cpu);
    console_printf(m, "psw sm=%02X pk=%u cmwp=%X cc=%u pm=%X ia=%X",
                   (unsigned)(psw >> 56), cpu->psw.key,
                   (unsigned)(psw >> 48 & 15), cpu->psw.cc, cpu->psw.progmask,
                   cpu->psw.ia);
    console_printf(m, "PSW=%08X %08X", (unsigned)(psw >> 32), (unsigned)psw);
}

/* Alters one of 16 registers by n=value; false when the operand is wrong. */
static bool
alter(uint32_t *reg, const char *text)
{
    char *end;
    unsigned long n, value;

    if (!isdigit((unsigned char)text[0]))
        return false;
    n = strtoul(text, &end, 10);
    if (n > 15 || *end != '=' || !isxdigit((unsigned char)end[1]))
        return false;
    value = strtoul(end + 1, &end, 16);
    if (*end != '\0' || value > UINT32_MAX)
        return false;
    reg[n] = (uint32_t)value;
    return true;
}

void
cmd_gpr(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && !alter(m->cpu->gr, argv[1]))
        console_printf(m, "gpr: \"%s\" is not n=xxxxxxxx", argv[1]);
    else
        display_gr(m);
}

void
cmd_cr(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && !alter(m->cpu->cr, argv[1]))
        console_printf(m, "cr: \"%s\" is not n=xxxxxxxx", argv[1]);
    else
        display_cr(m);
}

/* Alters one floating-point register by n=value of up to 16 hex digits. */
static bool
alter_fr(uint64_t *fr, const char *text)
{
    size_t digits;

    if (text[0] < '0' || text[0] > '6' || (text[0] - '0') % 2 != 0 ||
        text[1] != '=')
        return false;
    digits = strspn(text + 2, "0123456789abcdefABCDEF");
    if (digits < 1 || digits > 16 || text[2 + digits] != '\0')
        return false;
    fr[(text[0] - '0') / 2] = strtoull(text + 2, NULL, 16);
    return true;
}

void
cmd_fpr(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && !alter_fr(m->cpu->fr, argv[1]))
        console_printf(m, "fpr: \"%s\" is not n=xxxxxxxxxxxxxxxx, n 0, 2, 4, 6",
                       argv[1]);
    else
        display_fr(m);
}
