/* SPDX-License-Identifier: MIT */
/* The operator console: the table of commands with their help, and console
 * lines. Names, operands and the form of what is shown are those of Hercules'
 * commands ("Hercules User Reference"), so that what people know and the
 * scripts they have go on working; `shutdown` and `pause` on the line console
 * are our own. */
#include "config.h"

#include "machine/console.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "devices/channel.h"
#include "devices/console3215.h"
#include "machine/configuration.h"
#include "machine/machine.h"
#include "machine/trace.h"
#include "machine/record.h"
#include "machine/replay.h"

static void cmd_help(struct machine *m, int argc, char **argv);
static void cmd_pause(struct machine *m, int argc, char **argv);
static void cmd_quit(struct machine *m, int argc, char **argv);
static void cmd_shutdown(struct machine *m, int argc, char **argv);

const struct console_cmd console_cmds[] = {
    {"archlvl", cmd_archmode, 0, 1, "archlvl [S/370]", "the same as archmode"},
    {"archmode", cmd_archmode, 0, 1, "archmode [S/370]",
     "shows the architecture, which is S/370"},
    {"attach", cmd_attach, 2, -1, "attach devnum type [operands]",
     "adds a device, or as a configuration's line several"},
    {"b", cmd_b, 0, 1, "b addr | b addr-addr | b addr.len",
     "sets a breakpoint in place of all others"},
    {"b+", cmd_b, 1, 1, "b+ addr | b+ addr-addr | b+ addr.len",
     "adds a breakpoint"},
    {"b-", cmd_b, 0, 1, "b- [addr]", "removes all breakpoints, or one"},
    {"b?", cmd_b, 0, 0, "b?", "shows the breakpoints"},
    {"badblock", cmd_badblock, 0, 2, "badblock [addr [off]]",
     "gives a 2K block of main storage an uncorrectable error, or mends it; "
     "shows those that have one"},
    {"clocks", cmd_clocks, 0, 0, "clocks", "shows the clocks and timers"},
    {"cpu", cmd_cpu, 0, 1, "cpu [0]", "chooses the processor: there is one"},
    {"cpumodel", cmd_setting, 0, 1, "cpumodel", "shows the model"},
    {"cpuserial", cmd_setting, 0, 1, "cpuserial", "shows the serial number"},
    {"cr", cmd_cr, 0, 1, "cr [n=xxxxxxxx]",
     "shows the control registers, or alters one"},
    {"detach", cmd_detach, 1, 1, "detach devnum", "removes a device"},
    {"devinit", cmd_devinit, 1, -1, "devinit devnum [operands]",
     "mounts another file on a device, or readies it again"},
    {"devlist", cmd_devlist, 0, 1, "devlist [devnum]", "lists the devices"},
    {"exit", cmd_quit, 0, 0, "exit", "the same as quit"},
    {"ext", cmd_ext, 0, 0, "ext",
     "presses the INTERRUPT key: an external interruption"},
    {"facility", cmd_facility, 0, 2,
     "facility [list | enable name | disable name]",
     "shows the optional instructions, or changes them while stopped"},
    {"fpr", cmd_fpr, 0, 1, "fpr [n=xxxxxxxxxxxxxxxx]",
     "shows the floating-point registers, or alters one"},
    {"g", cmd_g, 0, 0, "g", "ends stepping and starts the processor"},
    {"gpr", cmd_gpr, 0, 1, "gpr [n=xxxxxxxx]",
     "shows the general registers, or alters one"},
    {"help", cmd_help, 0, 1, "help [command]",
     "lists the commands, or shows the operands of one"},
    {"i", cmd_i, 1, 1, "i devnum", "raises attention at a device"},
    {"icount", cmd_icount, 0, 1, "icount [zero]",
     "shows how many instructions were executed, since the start or since "
     "icount zero"},
    {"ipl", cmd_ipl, 1, -1, "ipl devnum [clear] [loadparm text]",
     "loads a program from a device and starts it"},
    {"iplc", cmd_ipl, 1, -1, "iplc devnum [loadparm text]",
     "clears storage, then does as ipl"},
    {"loadcore", cmd_loadcore, 1, 2, "loadcore file [address]",
     "reads a file into main storage, at 0 unless told"},
    {"loadparm", cmd_loadparm, 0, 1, "loadparm [text]",
     "shows or sets the load parameter, which no S/370 program can read"},
    {"loadtext", cmd_loadtext, 1, 2, "loadtext file [address]",
     "loads the TXT cards of an object deck, at 0 unless told"},
    {"log", cmd_log, 0, 1, "log [file | off]",
     "writes the console's lines to a file as well"},
    {"mainsize", cmd_setting, 0, 1, "mainsize", "shows the size of storage"},
    {"maxrates", cmd_maxrates, 0, 1, "maxrates [minutes]",
     "shows the highest rates seen, or sets the interval"},
    {"message", cmd_msg, 1, -1, "message text", "shows a text"},
    {"msg", cmd_msg, 1, -1, "msg user text", "shows a text"},
    {"msgnoh", cmd_msg, 1, -1, "msgnoh user text",
     "shows a text without a header"},
    {"mt", cmd_mt, 2, 3, "mt devnum rew|fsf|bsf|fsr|bsr|asf|wtm|dse [count]",
     "moves a tape, writes tape marks, erases"},
    {"numcpu", cmd_setting, 0, 1, "numcpu", "shows the number of processors"},
    {"ostailor", cmd_ostailor, 0, 1,
     "ostailor [+|-][os/390 | vm | vse | z/os | linux | null | quiet]",
     "chooses the program interruptions that are shown by what is normal for "
     "an operating system"},
    {"pause", cmd_pause, 1, 2, "pause seconds | pause stopped [seconds]",
     "holds the commands behind it, for a time or until the processor stops"},
    {"pgmtrace", cmd_pgmtrace, 0, 1, "pgmtrace [[-]code]",
     "shows program interruptions of a code (hex, 1 to 40), or - does not"},
    {"pr", cmd_pr, 0, 0, "pr", "shows the prefix"},
    {"psw", cmd_psw, 0, -1,
     "psw [sm=xx] [pk=n] [cmwp=x] [cc=n] [pm=x] [ia=xxxxxx]",
     "shows the program-status word, or alters parts of it"},
    {"quit", cmd_quit, 0, 1, "quit [force]", "ends the program at once"},
    {"r", cmd_r, 1, 1, "r addr[-addr | .len | =value]",
     "shows real storage, or alters it; numbers are hexadecimal"},
    {"record", cmd_record, 0, 1, "record [file | stop]",
     "records the session in a file, to be replayed"},
    {"replay", cmd_replay, 0, 2, "replay [to count | to end]",
     "shows where a replay is, or goes to an instruction count"},
    {"restart", cmd_restart, 0, 0, "restart",
     "presses the RESTART key: a restart interruption"},
    {"reverse", cmd_reverse, 0, 1, "reverse [count]",
     "takes a replay back by one instruction, or by so many"},
    {"runtest", cmd_runtest, 0, 2, "runtest [restart | start] [seconds]",
     "starts the processor and holds the commands behind it until it stops"},
    {"s", cmd_s, 0, 1, "s [addr | addr-addr | addr.len | 0]",
     "sets the range of stepping (0: everything); shows it"},
    {"s+", cmd_s, 0, 1, "s+ [addr | addr-addr | addr.len] | s+devnum",
     "turns stepping on: the processor stops before each instruction (of the "
     "range); START executes it. Or shows the CCWs of a device"},
    {"s-", cmd_s, 0, 0, "s- | s-devnum", "turns stepping off"},
    {"s?", cmd_s, 0, 0, "s?", "shows whether stepping is on, and its range"},
    {"savecore", cmd_savecore, 1, 3, "savecore file [start [end]]",
     "writes main storage, all or from start to end, to a file"},
    {"script", cmd_script, 1, 1, "script file",
     "runs the console commands of a file"},
    {"sh", cmd_sh, 0, -1, "sh command", "is refused: no host commands here"},
    {"sf+", cmd_sf, 1, 1, "sf+ devnum | sf+ *",
     "adds a shadow file to a disk: what is below stays as it is"},
    {"sf-", cmd_sf, 1, 2, "sf- devnum|* [merge|nomerge|force]",
     "merges the newest shadow file into the file below, or drops it"},
    {"sfc", cmd_sf, 1, 1, "sfc devnum | sfc *",
     "makes a disk's current file anew, without unused space"},
    {"sfd", cmd_sf, 1, 1, "sfd devnum | sfd *", "shows a disk's files"},
    {"sfk", cmd_sf, 1, 2, "sfk devnum|* [level]",
     "checks a disk's files; levels 3 and up: every track, too"},
    {"shutdown", cmd_shutdown, 0, 0, "shutdown",
     "gives the ONEND commands, waits for the guest's end, and ends"},
    {"snapshot", cmd_snapshot, 2, 2, "snapshot save|load file",
     "saves the whole machine in a file, or puts one back"},
    {"start", cmd_start, 0, 0, "start", "starts the processor"},
    {"startall", cmd_start, 0, 0, "startall", "the same as start"},
    {"stop", cmd_stop, 0, 0, "stop", "stops the processor"},
    {"stopall", cmd_stop, 0, 0, "stopall", "the same as stop"},
    {"store", cmd_store, 0, 1, "store [status]",
     "stores the processor's status"},
    {"sysclear", cmd_sysclear, 0, 0, "sysclear",
     "resets the system and clears storage"},
    {"sysepoch", cmd_setting, 0, 1, "sysepoch", "shows the TOD clock's epoch"},
    {"sysreset", cmd_sysreset, 0, 1, "sysreset [clear]",
     "resets the system, and clears storage"},
    {"t", cmd_t, 0, 1, "t [addr | addr-addr | addr.len | 0]",
     "sets the range of instruction tracing (0: everything); shows it"},
    {"t+", cmd_t, 0, 1, "t+ [addr | addr-addr | addr.len] | t+devnum",
     "shows each instruction (of the range) on the console, or the CCWs of a "
     "device"},
    {"t-", cmd_t, 0, 0, "t- | t-devnum",
     "turns instruction or CCW tracing off"},
    {"t?", cmd_t, 0, 0, "t?", "shows whether tracing is on, and its range"},
    {"trace", cmd_trace, 0, -1,
     "trace on file [records=n] [insn] [int] [io] [range=addr-addr] "
     "[op=xx[xx],...] [class=name,...] [dev=devnum,...] | trace off | trace",
     "writes a binary trace, which cambridge-trace prints"},
    {"tzoffset", cmd_setting, 0, 1, "tzoffset",
     "shows the hours and minutes added to the TOD clock"},
    {"u", cmd_u, 1, 1, "u addr[-addr | .len]", "disassembles real storage"},
    {"uptime", cmd_uptime, 0, 0, "uptime", "shows how long the machine is up"},
    {"v", cmd_v, 1, 2, "v [P] addr[-addr | .len | =value]",
     "shows storage at logical addresses, or alters it; P: translates whatever "
     "the PSW says"},
    {"version", cmd_version, 0, 0, "version", "shows the program's version"},
    {"yroffset", cmd_setting, 0, 1, "yroffset", "shows the years added"},
    {NULL, NULL, 0, 0, NULL, NULL},
};

static void
post_line(struct machine *m, const char *text, size_t len)
{
    if (m->log != NULL)
        fprintf(m->log, "%.*s\n", (int)len, text);
    if (m->console != NULL)
        mailbox_post(m->console, MSG_LINE, 0, text, len);
    if (m->io != NULL)
        mailbox_post(m->io, MSG_LINE, 0, text, len);
}

void
console_printf(struct machine *m, const char *fmt, ...)
{
    char text[CONSOLE_LINE_MAX];
    va_list ap;
    char *p = text, *end;

    if (m->replay != NULL && replay_quiet(m->replay))
        return;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    while ((end = strchr(p, '\n')) != NULL) {
        post_line(m, p, (size_t)(end - p));
        p = end + 1;
    }
    post_line(m, p, strlen(p));
}

bool
console_need_stopped(struct machine *m, const char *what)
{
    if (m->cpu->stopped && !m->ipl_active)
        return true;
    console_printf(m, "%s rejected: the processor must be stopped", what);
    return false;
}

static void
cmd_help(struct machine *m, int argc, char **argv)
{
    for (const struct console_cmd *c = console_cmds; c->name != NULL; c++) {
        if (argc == 1) {
            console_printf(m, "  %-8s %s", c->name, c->help);
        } else if (strcasecmp(argv[1], c->name) == 0) {
            console_printf(m, "%s: %s", c->form, c->help);
            return;
        }
    }
    if (argc > 1) {
        console_printf(m, "help: there is no command \"%s\"", argv[1]);
        return;
    }
    console_printf(m, "  %-8s %s", "/text",
                   "types at the integrated console (3215-C, 1052-C)");
    console_printf(m, "  %-8s %s", "* text", "is a comment");
}

static void
cmd_pause(struct machine *m, int argc, char **argv)
{
    bool stopped = strcasecmp(argv[1], "stopped") == 0;
    const char *text = stopped ? (argc > 2 ? argv[2] : "1e6") : argv[1];
    char *end;
    double seconds = strtod(text, &end);

    if (*end != '\0' || !(seconds >= 0) || seconds > 1e6 ||
        (!stopped && argc > 2)) {
        console_printf(m, "pause: \"%s\" is no number of seconds", text);
        return;
    }
    m->script_till_stop = stopped;
    m->script_pause = machine_wall(m) + (uint64_t)(seconds * 4096e6);
}

static void
cmd_quit(struct machine *m, int argc, char **argv)
{
    if (argc > 1 && strcasecmp(argv[1], "force") != 0)
        console_printf(m, "quit: \"%s\" is not force", argv[1]);
    else
        machine_end(m, true);
}

static void
cmd_shutdown(struct machine *m, int argc, char **argv)
{
    (void)argc, (void)argv;
    machine_end(m, false);
}

/* `/text`: a line for the guest, at the first integrated console. */
static void
type_at_console(struct machine *m, const char *text)
{
    struct device *dev = NULL;

    while ((dev = chansys_next(m->cs, dev)) != NULL)
        if (console3215_is(dev))
            break;
    if (dev == NULL)
        console_printf(m, "/: there is no integrated console (3215-C, 1052-C)");
    else if (!console3215_line(dev, text))
        console_printf(m, "/: too many lines wait to be read already");
}

static void
run(struct machine *m, int argc, char **argv)
{
    const struct console_cmd *c = console_cmds;

    if (argv[0][0] == '?' && argv[0][1] == '\0') {
        cmd_help(m, argc, argv);
        return;
    }
    if ((argc == 1 && cmd_device_trace(m, argv[0])) ||
        cmd_sf_joined(m, argc, argv))
        return;
    while (c->name != NULL && strcasecmp(argv[0], c->name) != 0)
        c++;
    if (c->name == NULL)
        console_printf(
            m, "Command \"%s\" not found; enter \"help\" for a list.", argv[0]);
    else if (argc - 1 < c->min)
        console_printf(m, "%s: an operand is missing: %s", c->name, c->form);
    else if (c->max >= 0 && argc - 1 > c->max)
        console_printf(m, "%s: \"%s\" is too much: %s", c->name,
                       argv[c->max + 1], c->form);
    else
        c->fn(m, argc, argv);
}

static void
execute(struct machine *m, const char *line)
{
    char text[CONSOLE_LINE_MAX];
    char *argv[CONFIG_MAX_WORDS];
    int argc;

    while (*line == ' ' || *line == '\t')
        line++;
    if (*line == '\0') {
        trace_continue(m);
        return;
    }
    if (*line == '*')
        console_test_line(m, line);
    if (*line == '*' || *line == '#')
        return;
    if (*line == '/') {
        type_at_console(m, line + 1);
        return;
    }
    if (snprintf(text, sizeof text, "%s", line) >= (int)sizeof text) {
        console_printf(m, "The command is too long.");
        return;
    }
    argc = config_split(text, argv, CONFIG_MAX_WORDS);
    if (argc == -1)
        console_printf(m, "The closing quote is missing.");
    else if (argc < 0)
        console_printf(m, "More than %d words.", CONFIG_MAX_WORDS);
    else if (argc > 0)
        run(m, argc, argv);
}

void
console_command(struct machine *m, const char *line)
{
    struct record *record = m->record;

    if (record != NULL)
        record_before(record, line);
    execute(m, line);
    if (record != NULL && m->record == record)
        record_after(record, line);
}
