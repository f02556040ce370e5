/* SPDX-License-Identifier: MIT */
/* CP commands (VM/370: DMKCFC and the DMKCxx modules): one table, one function
 * a command. All of them run in a task. */
#ifndef CP_COMMAND_H
#define CP_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "cp/condata.h"
#include "cp/vmblok.h"
#include "klib/klib.h"
#include "klib/kscan.h"

/* vmblok's flags, set by SET. */
enum vm_flag {
    VMF_MSG = 0x01, /* receives messages */
    VMF_WNG = 0x02,
    VMF_RUN = 0x04,  /* runs on in CP READ */
    VMF_ACNT = 0x08, /* accounting messages */
    VMF_IMSG = 0x10,
    VMF_NOTIMER = 0x20,
};

/* vmblok's emsg: how much of an error message is shown. */
enum vm_emsg { EMSG_ON, EMSG_OFF, EMSG_CODE, EMSG_TEXT };

/* Privilege classes. */
enum {
    CLS_A = 0x01,
    CLS_B = 0x02,
    CLS_C = 0x04,
    CLS_D = 0x08,
    CLS_E = 0x10,
    CLS_F = 0x20,
    CLS_G = 0x40,
    CLS_ANY = 0xff,
};

/* A command being executed. */
struct cmd {
    struct vmblok *vm;   /* NULL before LOGON */
    struct condata *con; /* whose terminal; never NULL */
    const char *line;    /* the whole line */
    unsigned len;
    struct k_scan args;
    char *buf; /* the response goes here when not NULL */
    unsigned size, used;
    bool diagnose; /* came by DIAGNOSE X'08' */
    int rc;
};

struct cmd_entry {
    const char *name;
    uint8_t min;     /* shortest abbreviation */
    uint8_t classes; /* one of these is needed; CLS_ANY: none */
    uint8_t flags;   /* enum cmd_flag */
    void (*fn)(struct cmd *c);
};
enum cmd_flag {
    CMDF_DEFER = 1, /* of DIAGNOSE: executed when that has ended */
};

extern const struct cmd_entry cmd_table[], cmd_before[];
extern const unsigned cmd_table_len, cmd_before_len;

/* Finds a word in a table: the first entry that it abbreviates and whose
 * classes have one of `classes`. *known: a row had the name. */
const struct cmd_entry *cmd_lookup(const struct cmd_entry *tab, unsigned n,
                                   struct k_token word, unsigned classes,
                                   bool *known);

/* A response line. */
void cmd_say(struct cmd *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* DMKmmmnnns and text, as SET EMSG has it; the code becomes the return code.
 * severity: 'E', 'W', 'I'. */
void cmd_error(struct cmd *c, const char *module, unsigned number,
               char severity, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Common complaints. */
void cmd_bad_option(struct cmd *c, const char *module, struct k_token t);
void cmd_no_operand(struct cmd *c, const char *module);
bool cmd_vaddr(struct cmd *c, const char *module, uint16_t *addr);
bool cmd_on_off(struct cmd *c, const char *module, bool *on);
bool cmd_end(struct cmd *c, const char *module); /* no more operands */
/* False, with a message: the machine has as many devices as it may have. */
bool cmd_device_room(struct cmd *c, const char *module);

/* Asks for a password: the command `line` is executed again with it behind. */
void cmd_ask(struct cmd *c, const char *prompt, const char *line,
             unsigned flags);

/* A user's name for %.*s. */
#define NAME8(u) (int)k_trim((const char *)(u), 8), (const char *)(u)

/* A class the command's user has. */
bool cmd_class(const struct cmd *c, unsigned classes);

/* Users: logon.c. */
struct udirect;
unsigned users_count(void), users_dialed(void);
void user_where(const struct vmblok *vm, char where[4]); /* "0C0", "DSC" */
const char *user_line(const struct vmblok *vm); /* "LINE" (a 3215), "GRAF" */
void user_logoff(struct vmblok *vm, const char *why);
void user_times(struct cmd *c, struct vmblok *vm);
/* hh:mm:ss zone weekday mm/dd/yy of now. */
void time_text(char text[48]);
extern char tod_zone_name[8]; /* SET TIMEZONE's; empty: none */
/* The machine runs no more, and no task but this works for it. */
void vm_quiesce(struct vmblok *vm);

/* Directory: userdir.c. A page that holds the entry; userdir_done frees it. */
struct userdir {
    uint32_t frame;
    const struct udirect *u;
};
enum userdir_result { USERDIR_OK, USERDIR_NONE, USERDIR_ERROR };
enum userdir_result userdir_find(const uint8_t user[8], struct userdir *d);
void userdir_done(struct userdir *d);

/* Minidisks: link.c. */
struct udevice;
/* Gives vm the minidisk `md` of `owner` at addr in `mode`. True: done, and
 * *text says how ("LINKED R/O") or is empty; false: *text says why not, and
 * *number is the message's. */
bool link_minidisk(struct vmblok *vm, const uint8_t owner[8],
                   const struct udevice *md, uint16_t addr,
                   const uint8_t mode[2], char text[64], unsigned *number);

/* The commands. */
void cmd_logon(struct cmd *c);
void cmd_logoff(struct cmd *c);
void cmd_disconn(struct cmd *c);
void cmd_dial(struct cmd *c);
void cmd_force(struct cmd *c);
void cmd_msg(struct cmd *c);
void cmd_warning(struct cmd *c);
void cmd_sleep(struct cmd *c);
void cmd_ipl(struct cmd *c);
void cmd_begin(struct cmd *c);
void cmd_system(struct cmd *c);
void cmd_external(struct cmd *c);
void cmd_attn(struct cmd *c);
void cmd_ready(struct cmd *c);
void cmd_define(struct cmd *c);
void cmd_detach(struct cmd *c);
void cmd_link(struct cmd *c);
void cmd_query(struct cmd *c);
void cmd_set(struct cmd *c);
void cmd_terminal(struct cmd *c);
void cmd_display(struct cmd *c);
void cmd_store(struct cmd *c);
void cmd_shutdown(struct cmd *c);
void cmd_enable(struct cmd *c);
void cmd_disable(struct cmd *c);
void query_virtual(struct cmd *c);
bool query_virtual_part(struct cmd *c, struct k_token t);
bool query_real(struct cmd *c, struct k_token t);
void set_timezone(struct cmd *c);
void cmd_indicate(struct cmd *c);

#endif
