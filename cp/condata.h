/* SPDX-License-Identifier: MIT */
/* What the console manager's files share; cp/console.h is for others.
 *
 * A session (struct condata) is what a user talks to CP through: queued output
 * and input lines, and the state that the status field shows. A terminal
 * (struct term) is a real 3270 or 3215 that shows one session. A session
 * without a machine is that of a terminal before LOGON; one without a terminal
 * is that of a disconnected user. */
#ifndef CP_CONDATA_H
#define CP_CONDATA_H

#include <stdarg.h>
#include <stddef.h>

#include "cp/conedit.h"
#include "cp/conscr.h"
#include "cp/console.h"
#include "cp/timer.h"

enum {
    CON_LINE = 240,     /* characters of a queued line at most */
    CON_INPUT = 132,    /* of an input line */
    CON_OUT_LINES = 48, /* queued output lines before writers wait */
    CON_OUT_BYTES = 4096,
    CON_IN_LINES = 8, /* typed ahead before NOT ACCEPTED */
    CON_PF = 24,
};

struct conline {
    struct conline *next;
    uint8_t len;
    uint8_t flags; /* enum conline_flag */
    uint8_t text[];
};

enum conline_flag {
    CL_OPEN = 0x01,  /* no new line at its end */
    CL_ALARM = 0x02, /* sound the alarm with it */
};

struct conq {
    struct conline *first, *last;
    uint16_t bytes;
    uint8_t count;
};

enum con_flag {
    CF_CPREAD = 0x0001,  /* CP awaits a command */
    CF_VMREAD = 0x0002,  /* the machine awaits input */
    CF_ASK = 0x0004,     /* a command awaits an answer: `answered` */
    CF_DARK = 0x0008,    /* and it must not be seen */
    CF_TASK = 0x0010,    /* a task executes this session's commands */
    CF_DEAD = 0x0020,    /* to be freed when that task ends */
    CF_FULL = 0x0040,    /* the screen is the machine's */
    CF_REDO = 0x0080,    /* CP has written over the machine's screen */
    CF_MODE_CP = 0x0100, /* TERM MODE CP */
    CF_NOEDIT = 0x0200,  /* SET LINEDIT OFF */
    CF_ATTN = 0x0400,    /* full screen: attention not yet read */
    CF_HELD = 0x0800,    /* vcon_write refused a line */
    CF_LOGOFF = 0x1000,  /* the user is being logged off: no output waits */
    CF_REPAINT = 0x2000, /* attention is due when CP's output was read */
    CF_UNSEEN = 0x4000,  /* output since the last key */
};

struct con_pf {
    uint8_t len;
    uint8_t kind; /* enum con_pf_kind */
    uint8_t text[];
};
enum con_pf_kind { PF_IMMED, PF_DELAYED, PF_RETRIEVE };

struct condata {
    struct vmblok *vm;
    struct term *term;
    struct conq out; /* output not yet shown */
    struct conq in;  /* input for the machine, or for CP in CP READ */
    struct conq cmd; /* input for CP (#CP) */
    uint16_t flags;  /* enum con_flag */
    uint16_t out_at; /* characters of the first output line shown already */
    struct edit_chars edit;
    uint8_t more_wait, more_alarm; /* TERM MORE: seconds */
    uint8_t linesize;
    struct con_pf **pf;  /* CON_PF of them, or NULL */
    struct conq old;     /* input lines that a RETRIEVE key brings back */
    uint8_t retrieve;    /* how many it has gone back */
    uint8_t ask_flags;   /* for the command that asks */
    struct conline *ask; /* its line, without the password */
    struct conline *answer;
    void (*answered)(struct condata *c, const uint8_t *text, unsigned len);
    struct waitq room; /* writers wait here */
    struct timer retry;
    struct timer sleep; /* SLEEP's end */
};

enum term_state {
    TS_DOWN,   /* no client, or not working */
    TS_OFF,    /* DISABLEd */
    TS_QUERY,  /* asked for its screen size */
    TS_UP,     /* shows its session */
    TS_DIALED, /* belongs to a virtual 3270 */
};

enum term_want {
    TW_READ = 0x01,   /* an attention: read it */
    TW_FORMAT = 0x02, /* the whole screen, erased first */
    TW_CLEAR = 0x04,  /* erase the output area */
    TW_INPUT = 0x08,  /* erase the input area */
    TW_STATUS = 0x10, /* write in any case: keyboard, status */
    TW_ALARM = 0x20,
    TW_LOGO = 0x40,
    TW_QUERY = 0x80, /* Read Partition (Query) */
};

enum term_screen { SCR_RUN, SCR_MORE, SCR_HOLD };

struct term {
    struct term *next;
    struct rdevblok *rdev;
    struct condata *con;
    uint8_t state;  /* enum term_state */
    uint8_t want;   /* enum term_want */
    uint8_t screen; /* enum term_screen */
    uint8_t op;     /* the I/O at work: enum term_op */
    bool graf;      /* a 3270, else a 3215 */
    bool refused;   /* status NOT ACCEPTED */
    bool alarmed;   /* MORE...: the first wait is over */
    bool probing;   /* its first I/O has not ended */
    bool logo;      /* the logo is on the screen */
    bool silent;    /* has not answered the query in time */
    bool unlock;    /* CP has read on the machine's full screen */
    uint8_t was;    /* wants of the write at work, to be tried again */
    struct screen scr;
    struct conline *fill; /* text for the input area (PF key) */
    struct timer timer;
    struct ioblok io;
    struct ccw ccw[2] __attribute__((aligned(8)));
    uint8_t buf[1280] __attribute__((aligned(8)));
};

enum term_op { OP_NONE, OP_READ, OP_WRITE, OP_QUERY };

/* contab.c: terminals and sessions. */
extern struct term *term_first;
extern char cp_sysid[9]; /* pack and level, for the status field: "CAM1  L0" */
extern bool con_held;    /* OPERATOR is not yet logged on: input waits */
struct condata *con_new(struct term *t);
void con_free(struct condata *c); /* at once, or when its task ends */
struct term *term_of(const struct rdevblok *r);
/* The terminal shows c from now on; its own session is let go. */
void term_attach(struct term *t, struct condata *c);
/* The session has no terminal any more (DISCONN, lost); the terminal gets a
 * new one without a machine, and the logo. */
void con_disconnect(struct condata *c);
void term_down(struct term *t);
void term_up(struct term *t);
void term_enable(struct term *t, bool on);

/* conq.c: queues of lines. */
struct conline *conline_new(const uint8_t *text, unsigned len, unsigned flags);
void conline_free(struct conline *l);
void conq_put(struct conq *q, struct conline *l);
struct conline *conq_take(struct conq *q);
void conq_empty(struct conq *q);
size_t conline_size(unsigned len);

/* conout.c: output to a session. */
enum { PUT_WAIT = 1, PUT_ALARM = 2 };
void con_put(struct condata *c, const char *text, unsigned len, unsigned how);
void con_vput(struct condata *c, unsigned how, const char *fmt, va_list ap);
void con_say(struct condata *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Room was made: wakes who waited. */
void con_room(struct condata *c);
bool con_full_queue(const struct condata *c);
struct condata *con_operator_session(void);

/* conin.c: input of a session. All but the tasks on the dispatcher's stack. */
/* A raw line from the terminal. False: NOT ACCEPTED. */
bool con_input(struct condata *c, const uint8_t *text, unsigned len);
/* A PF key, 0 to 23. False: NOT ACCEPTED. */
bool con_pf_key(struct condata *c, unsigned n);
/* Attention to the machine. */
void con_attention_vm(struct condata *c);
/* CP READ, and out of it. */
void con_enter_cp(struct condata *c);
void con_leave_cp(struct condata *c);
/* Asks: the next line goes to fn, in a task. */
void con_ask(struct condata *c, bool dark,
             void (*fn)(struct condata *c, const uint8_t *text, unsigned len));
/* Sees to queued input: starts a task for commands, gives the machine what it
 * reads. */
void con_run(struct condata *c);
void con_pf_free(struct condata *c);

/* conterm.c: the terminal's I/O. */
void term_kick(struct term *t);
/* The state changed that the status field shows. */
void term_status(struct term *t);
void term_unsolicited(struct rdevblok *r, uint8_t unit_status);
extern struct waitq term_idle; /* woken when any terminal's I/O ends */
/* MORE... or HOLDING is over: the next screen. */
void term_dismiss(struct term *t);
/* MORE... begins; the caller kicks. */
void term_more(struct term *t);

/* congraf.c: 3270; conline.c: 3215. Build the channel program for what is
 * wanted, in t->buf and t->ccw; false when there is nothing to do. */
bool graf_build(struct term *t);
void graf_read_build(struct term *t);
void graf_read_done(struct term *t, unsigned len);
void graf_query_build(struct term *t);
bool line_build(struct term *t);
void line_read_build(struct term *t);
void line_read_done(struct term *t, unsigned len);
void term_ccw(struct term *t, uint8_t cmd, unsigned len);

/* cmd.c */
void cmd_session(struct condata *c, const uint8_t *text, unsigned len);

#endif
