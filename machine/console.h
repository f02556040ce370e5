/* SPDX-License-Identifier: MIT */
/* The operator console: lines out, and the commands that act on the machine.
 * Machine thread only. */
#ifndef MACHINE_CONSOLE_H
#define MACHINE_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

struct machine;

enum { CONSOLE_LINE_MAX = 4096, CONSOLE_SCRIPT_MAX = 100000 /* lines */ };

/* Writes console lines, one for each line of the text. */
void console_printf(struct machine *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Executes one command line, as typed. */
void console_command(struct machine *m, const char *line);

/* One row of the table of commands. */
struct console_cmd {
    const char *name;
    void (*fn)(struct machine *m, int argc, char **argv); /* argv[0] = name */
    int min, max; /* operands; max < 0: any number */
    const char *form;
    const char *help;
};

/* Ends with a row of NULL. */
extern const struct console_cmd console_cmds[];

/* The rows' functions, by file. */
/* cmd_cpu.c */
void cmd_start(struct machine *m, int argc, char **argv);
void cmd_stop(struct machine *m, int argc, char **argv);
void cmd_restart(struct machine *m, int argc, char **argv);
void cmd_ext(struct machine *m, int argc, char **argv);
void cmd_store(struct machine *m, int argc, char **argv);
void cmd_psw(struct machine *m, int argc, char **argv);
void cmd_gpr(struct machine *m, int argc, char **argv);
void cmd_cr(struct machine *m, int argc, char **argv);
void cmd_fpr(struct machine *m, int argc, char **argv);
/* cmd_storage.c */
void cmd_r(struct machine *m, int argc, char **argv);
void cmd_v(struct machine *m, int argc, char **argv);
void cmd_u(struct machine *m, int argc, char **argv);
void cmd_loadcore(struct machine *m, int argc, char **argv);
void cmd_savecore(struct machine *m, int argc, char **argv);
/* cmd_trace.c */
void cmd_t(struct machine *m, int argc, char **argv);
void cmd_s(struct machine *m, int argc, char **argv);
void cmd_b(struct machine *m, int argc, char **argv);
void cmd_badblock(struct machine *m, int argc, char **argv);
void cmd_g(struct machine *m, int argc, char **argv);
void cmd_pgmtrace(struct machine *m, int argc, char **argv);
void cmd_ostailor(struct machine *m, int argc, char **argv);
void cmd_trace(struct machine *m, int argc, char **argv);
/* `t+devnum` and its like; false when the word is none. */
bool cmd_device_trace(struct machine *m, const char *word);
/* cmd_device.c */
void cmd_attach(struct machine *m, int argc, char **argv);
void cmd_detach(struct machine *m, int argc, char **argv);
void cmd_devinit(struct machine *m, int argc, char **argv);
void cmd_devlist(struct machine *m, int argc, char **argv);
/* cmd_operator.c */
void cmd_archmode(struct machine *m, int argc, char **argv);
void cmd_icount(struct machine *m, int argc, char **argv);
void cmd_script(struct machine *m, int argc, char **argv);
/* cmd_shadow.c */
void cmd_sf(struct machine *m, int argc, char **argv);
/* Is this one of sf+ sf- sfc sfd sfk with the device number joined to it
 * (sf+150, sfd*)? Then it is executed. */
bool cmd_sf_joined(struct machine *m, int argc, char **argv);
/* cmd_tape.c */
void cmd_mt(struct machine *m, int argc, char **argv);
void cmd_loadtext(struct machine *m, int argc, char **argv);
/* cmd_misc.c */
void cmd_clocks(struct machine *m, int argc, char **argv);
void cmd_cpu(struct machine *m, int argc, char **argv);
void cmd_facility(struct machine *m, int argc, char **argv);
void cmd_i(struct machine *m, int argc, char **argv);
void cmd_loadparm(struct machine *m, int argc, char **argv);
void cmd_log(struct machine *m, int argc, char **argv);
void cmd_msg(struct machine *m, int argc, char **argv);
void cmd_pr(struct machine *m, int argc, char **argv);
void cmd_setting(struct machine *m, int argc, char **argv);
void cmd_sh(struct machine *m, int argc, char **argv);
void cmd_uptime(struct machine *m, int argc, char **argv);
void cmd_version(struct machine *m, int argc, char **argv);
/* rates.c */
void cmd_maxrates(struct machine *m, int argc, char **argv);
/* cmd_test.c */
void cmd_runtest(struct machine *m, int argc, char **argv);
/* snapshot.c, record.c, replay_console.c */
void cmd_snapshot(struct machine *m, int argc, char **argv);
void cmd_record(struct machine *m, int argc, char **argv);
void cmd_replay(struct machine *m, int argc, char **argv);
void cmd_reverse(struct machine *m, int argc, char **argv);
/* ipl.c */
void cmd_ipl(struct machine *m, int argc, char **argv);
void cmd_sysreset(struct machine *m, int argc, char **argv);
void cmd_sysclear(struct machine *m, int argc, char **argv);

/* False, having said so, while the processor is not stopped. */
bool console_need_stopped(struct machine *m, const char *what);

/* Test scripts (cmd_test.c): a line that begins with an asterisk; the end of
 * runtest's wait; the line of storage or registers shown last. */
struct console_test;
void console_test_line(struct machine *m, const char *line);
void console_test_shown(struct machine *m, const char *line);
void console_test_ended(struct machine *m, bool stopped);
void console_test_free(struct console_test *t);

/* Does START when the processor was stopped by stepping: the line console's
 * empty line. */
void trace_continue(struct machine *m);

#endif
