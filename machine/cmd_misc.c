/* SPDX-License-Identifier: MIT */
/* Console commands that start-up and test scripts have and that do little:
 * messages, the log, what the configuration says, versions and clocks. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arch/lowcore.h"
#include "devices/device.h"
#include "lib/regular.h"
#include "machine/build.h"
#include "machine/config_device.h"
#include "machine/console.h"
#include "machine/machine.h"

/* Units of location 80 in a second: bit 23 counts 300 of them. */
enum { ITIMER_SECOND = 300 * 256 };

void
cmd_cpu(struct machine *m, int argc, char **argv)
{
    char *end;
    unsigned long n = argc > 1 ? strtoul(argv[1], &end, 16) : 0;

    if (argc > 1 && (*argv[1] == '\0' || *end != '\0' || n != 0))
        console_printf(m, "cpu: \"%s\": the machine has processor 0 alone",
                       argv[1]);
    else
        console_printf(m, "Commands act on CPU0000");
}

void
cmd_i(struct machine *m, int argc, char **argv)
{
    struct device *dev;
    uint16_t addr;

    (void)argc;
    if (!config_address(argv[1], &addr)) {
        console_printf(m, "\"%s\" is no device number (1 to 4 hex digits)",
                       argv[1]);
        return;
    }
    dev = chansys_find(m->cs, addr);
    if (dev == NULL) {
        console_printf(m, "Device number 0:%04X not found", addr);
        return;
    }
    device_attention(dev, US_ATTENTION);
    console_printf(m, "Device %04X attention request raised", addr);
}

void
cmd_pr(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    console_printf(m, "Prefix=%08X", m->cpu->prefix);
}

void
cmd_sh(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    console_printf(m, "sh: the machine starts no programs: whoever reaches its "
                      "console must not reach the host");
}

void
cmd_msg(struct machine *m, int argc, char **argv)
{
    char text[CONSOLE_LINE_MAX] = "";
    bool header = strcasecmp(argv[0], "msgnoh") != 0;
    int first = argc > 2 && strcasecmp(argv[0], "message") != 0 ? 2 : 1;
    size_t used = 0;

    /* msg and msgnoh name a user first: this console is the only one. */
    for (int i = first; i < argc && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 i > first ? " " : "", argv[i]);
    console_printf(m, "%s%s", header ? "* MSG FROM CAMBRIDGE: " : "", text);
}

void
cmd_version(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    console_printf(m, "%s (%s)", PACKAGE_STRING, CAMBRIDGE_BUILD);
}

void
cmd_uptime(struct machine *m, int argc, char **argv)
{
    uint64_t seconds = (machine_wall(m) - m->began) / 4096000000u;

    (void)argc, (void)argv;
    console_printf(m, "Cambridge has been up for %02u:%02u:%02u.",
                   (unsigned)(seconds / 3600), (unsigned)(seconds / 60 % 60),
                   (unsigned)(seconds % 60));
}

/* A time of the TOD clock as year, day and time of day; 0 is the start of the
 * year `epoch`. */
static void
date_text(uint64_t tod, int epoch, char text[40])
{
    uint64_t usec = tod >> 12, day = usec / 86400000000u;
    int year = epoch;

    for (;; year++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        unsigned days = leap ? 366 : 365;
        if (day < days)
            break;
        day -= days;
    }
    usec %= 86400000000u;
    snprintf(text, 40, "%04d.%03u %02u:%02u:%02u.%06u", year, (unsigned)day + 1,
             (unsigned)(usec / 3600000000u), (unsigned)(usec / 60000000 % 60),
             (unsigned)(usec / 1000000 % 60), (unsigned)(usec % 1000000));
}

void
cmd_clocks(struct machine *m, int argc, char **argv)
{
    const struct cpu *cpu = m->cpu;
    uint64_t now = cpu_now(cpu);
    int64_t timer = cpu->cpu_timer - (int64_t)(now - cpu->cpu_timer_at);
    const struct lowcore *low = (const void *)(m->storage.main + cpu->prefix);
    char text[40];

    (void)argc, (void)argv;
    date_text(now + cpu->tod_offset, m->config->sysepoch, text);
    console_printf(m, "tod = %016llX  %s",
                   (unsigned long long)(now + cpu->tod_offset), text);
    console_printf(m, "off = %016llX", (unsigned long long)cpu->tod_offset);
    date_text(cpu->clock_comparator, m->config->sysepoch, text);
    console_printf(m, "ckc = %016llX  %s",
                   (unsigned long long)cpu->clock_comparator, text);
    console_printf(m, "cpt = %016llX  %.6f seconds", (unsigned long long)timer,
                   (double)timer / 4096e6);
    console_printf(m, "itm = %08X          %.3f seconds", get32(&low->itimer),
                   (double)(int32_t)get32(&low->itimer) / ITIMER_SECOND);
}

static void
close_log(struct machine *m)
{
    if (m->log != NULL)
        fclose(m->log);
    m->log = NULL;
}

void
cmd_log(struct machine *m, int argc, char **argv)
{
    struct err e;
    FILE *f;

    if (argc == 1) {
        console_printf(m, "The log is %s.", m->log != NULL ? "on" : "off");
        return;
    }
    if (strcasecmp(argv[1], "off") == 0) {
        console_printf(m, "log closed");
        close_log(m);
        return;
    }
    f = regular_write(argv[1], &e);
    if (f == NULL) {
        console_printf(m, "log: %s", e.text);
        return;
    }
    setvbuf(f, NULL, _IOLBF, 0);
    close_log(m);
    m->log = f;
    console_printf(m, "log switched to %s", argv[1]);
}

void
cmd_loadparm(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && !config_loadparm(argv[1], m->config->loadparm)) {
        console_printf(m, "loadparm: \"%s\": 1 to 8 letters, digits and . $ @",
                       argv[1]);
        return;
    }
    console_printf(m, "Loadparm=%s", m->config->loadparm);
}

static const struct {
    const char *name;
    unsigned facility;
    const char *text;
} facilities[] = {
    {"EXTENSION", CPU_FAC_EXTENSION, "extension facility for compiled code"},
    {"DAS", CPU_FAC_DAS, "dual address space"},
};

enum { FACILITIES = sizeof facilities / sizeof *facilities };

static void
list_facilities(struct machine *m)
{
    for (unsigned i = 0; i < FACILITIES; i++)
        console_printf(m, "%-10s %-3s %s", facilities[i].name,
                       m->cpu->facilities & facilities[i].facility ? "on"
                                                                   : "off",
                       facilities[i].text);
}

void
cmd_facility(struct machine *m, int argc, char **argv)
{
    bool enable = argc > 1 && strcasecmp(argv[1], "enable") == 0;
    unsigned i = 0, now = m->cpu->facilities;

    if (argc == 1 || strcasecmp(argv[1], "list") == 0 ||
        strcasecmp(argv[1], "query") == 0) {
        list_facilities(m);
        return;
    }
    while (i < FACILITIES && argc > 2 &&
           strcasecmp(argv[2], facilities[i].name) != 0)
        i++;
    if ((!enable && strcasecmp(argv[1], "disable") != 0) || argc != 3 ||
        i == FACILITIES) {
        console_printf(m, "facility: list, or enable or disable EXTENSION or "
                          "DAS");
        return;
    }
    if (!console_need_stopped(m, "facility"))
        return;
    now = enable ? now | facilities[i].facility : now & ~facilities[i].facility;
    if (!cpu_set_facilities(m->cpu, now))
        console_printf(m, "facility: out of memory");
    list_facilities(m);
}

/* Statements asked for, as commands: they are shown, and a value that is the
 * present one is accepted, as test scripts give them. */
void
cmd_setting(struct machine *m, int argc, char **argv)
{
    const struct config *c = m->config;
    const char *name = argv[0];
    char now[64];

    if (strcasecmp(name, "mainsize") == 0)
        snprintf(now, sizeof now, "%u", c->mainsize);
    else if (strcasecmp(name, "numcpu") == 0)
        snprintf(now, sizeof now, "1");
    else if (strcasecmp(name, "cpumodel") == 0)
        snprintf(now, sizeof now, "%04X", c->cpumodel);
    else if (strcasecmp(name, "cpuserial") == 0)
        snprintf(now, sizeof now, "%06X", (unsigned)c->cpuserial);
    else if (strcasecmp(name, "sysepoch") == 0)
        snprintf(now, sizeof now, "%d", c->sysepoch);
    else if (strcasecmp(name, "tzoffset") == 0)
        snprintf(now, sizeof now, "%c%02d%02d", c->tzoffset < 0 ? '-' : '+',
                 abs(c->tzoffset) / 60, abs(c->tzoffset) % 60);
    else
        snprintf(now, sizeof now, "%d", c->yroffset);
    if (argc > 1 && strcasecmp(argv[1], now) != 0)
        console_printf(m, "%s is %s: the configuration file sets it", name,
                       now);
    else
        console_printf(m, "%s %s", name, now);
}
