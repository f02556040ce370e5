/* SPDX-License-Identifier: MIT */
/* Loading and running MODULEs: programs in the user area, and commands in the
 * transient area. Owns NUCON's LOCCNT and STRTADDR. A program runs enabled for
 * I/O interruptions, in supervisor state, with key zero. */
#include "cms/program.h"

#include "arch/psw.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/module.h"
#include "cms/msg.h"
#include "klib/klib.h"

enum { BLIP_INTERVAL = 2 * 76800 }; /* of the interval timer: seconds */
enum { PROGRAM_MASKS = (int)0xfe000000, PROGRAM_RESERVE = 0x10000 };

extern const uint32_t cms_build; /* cms/entry.S */

static unsigned running; /* programs begun and not ended */
static bool transient_busy;

bool
in_program(uint32_t address)
{
    return running > 0 && address >= CMS_USER_AREA;
}

void
program_reset(void)
{
    running = 0;
    heap_release();
    transient_busy = false;
    NUCON->sp = 0;
}

bool
program_exists(const char *name)
{
    struct fileid id;
    struct file_info info;

    memcpy(id.fn, name, 8);
    memcpy(id.ft, "MODULE  ", 8);
    memcpy(id.fm, "* ", 2);
    return file_state(&id, &info) == 0;
}

/* Is there room for what the header describes? */
static int
check_header(const struct cms_module *m)
{
    uint32_t load = get32(&m->load), end = get32(&m->end);

    if (memcmp(m->eye, "CMSMOD01", 8) != 0 || end < load ||
        get32(&m->length) > end - load)
        return RC_FORMAT;
    if (load >= CMS_USER_AREA)
        return running > 0 || end > NUCON->freelowe ? RC_STORAGE : 0;
    if (load != CMS_TRANSIENT || end > CMS_TRANSIENT_END ||
        get32(&m->build) != cms_build)
        return RC_FORMAT;
    return transient_busy ? RC_STORAGE : 0;
}

/* Copies the stream of bytes that the records are: header first, then the
 * image. */
static int
load_stream(struct file *f, const struct file_info *info, char *record,
            struct cms_module *head)
{
    uint32_t done = 0, want = sizeof *head, len, part;
    uint8_t *to = (uint8_t *)head;
    bool in_image = false;
    int rc;

    for (uint32_t n = 1; n <= info->items; n++) {
        if (file_read(f, n, record, info->lrecl, &len) != 0)
            return RC_IO;
        for (uint32_t at = 0; at < len && done < want; at += part) {
            part = want - done < len - at ? want - done : len - at;
            memcpy(to + done, record + at, part);
            done += part;
            if (in_image || done < want)
                continue;
            rc = check_header(head);
            if (rc != 0)
                return rc;
            in_image = true;
            to = (uint8_t *)(uintptr_t)get32(&head->load);
            want = get32(&head->length);
            done = 0;
        }
    }
    if (!in_image || done < want)
        return RC_FORMAT;
    memset(to + want, 0, get32(&head->end) - get32(&head->load) - want);
    return 0;
}

static int
load(const char *name, const char *mode, struct cms_module *head)
{
    struct fileid id;
    struct file_info info;
    struct file *f;
    char *record;
    int rc;

    k_pad_upper(id.fn, 8, (struct k_token){name, strnlen(name, 8)});
    memcpy(id.ft, "MODULE  ", 8);
    memcpy(id.fm, mode, 2);
    rc = file_state(&id, &info);
    if (rc != 0)
        return file_fail("MOD", &id, rc, false);
    if (running == 0) {
        NUCON->strtaddr = 0;
        NUCON->locnt = CMS_USER_AREA;
    }
    record = heap_get(info.lrecl, HEAP_COMMAND);
    if (record == NULL)
        return file_fail("MOD", &id, EDF_NO_STORAGE, false);
    rc = file_open(&info.id, FILE_READ, &f);
    if (rc == 0) {
        rc = load_stream(f, &info, record, head);
        file_close(f);
    }
    heap_free(record);
    if (rc == RC_STORAGE)
        return msg(rc, "DMSMOD109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED: '%.8s MODULE'", id.fn);
    if (rc == RC_FORMAT)
        return msg(rc, "DMSMOD032E", "'%.8s MODULE' IS NO MODULE OF THIS CMS",
                   id.fn);
    return rc == 0 ? 0 : file_fail("MOD", &id, rc, false);
}

static void
note_program(const struct cms_module *head)
{
    NUCON->locnt = (get32(&head->end) + 7) & ~7u;
    NUCON->strtaddr = get32(&head->entry);
}

int
program_load(const char *name, const char *mode)
{
    struct cms_module head;
    int rc = load(name, mode, &head);

    if (rc != 0)
        return rc;
    if (get32(&head.load) < CMS_USER_AREA)
        return msg(RC_FORMAT, "DMSMOD032E",
                   "'%.8s MODULE' IS A TRANSIENT COMMAND", name);
    note_program(&head);
    return 0;
}

/* What a program finds: R1 the tokens and a fence (high byte X'0B'), R0 four
 * words: addresses of the name, of the line after it, of the line's end, 0. */
struct plist {
    uint32_t extended[4];
    uint32_t save[18];
    char tok[CMS_TOKENS + 1][8];
    char line[CMS_LINE];
};

static void
make_plist(struct plist *p, const struct cms_args *args)
{
    size_t len = args->line.len;

    memset(p, 0, sizeof *p);
    memcpy(p->tok, args->tok, args->ntok * 8u);
    memset(p->tok[args->ntok], 0xff, 8);
    if (len > sizeof p->line)
        len = sizeof p->line;
    memcpy(p->line, args->line.p, len);
    p->extended[0] = (uint32_t)(uintptr_t)p->tok;
    p->extended[1] = (uint32_t)(uintptr_t)p->line;
    p->extended[2] = p->extended[1] + (uint32_t)len;
}

/* The masks of a program that is to blip: external interruptions too. */
static uint32_t
start_blip(void)
{
    if (k_trim(cms_settings.blip, sizeof cms_settings.blip) == 0)
        return 0;
    put32(&LOWCORE->itimer, BLIP_INTERVAL);
    return PSW_EXT;
}

void
ext_handler(const struct user_regs *regs)
{
    if ((get32(&regs->psw.w0) & EXT_INTERVAL_TIMER) == 0)
        return;
    put32(&LOWCORE->itimer, BLIP_INTERVAL);
    con_write(cms_settings.blip,
              k_trim(cms_settings.blip, sizeof cms_settings.blip));
}

int
program_start(const struct cms_args *args, uint32_t entry)
{
    struct user_regs regs;
    struct plist *p = heap_get(sizeof *p, HEAP_COMMAND);
    int rc;

    if (p == NULL)
        return msg(RC_STORAGE, "DMSLIO109S",
                   "VIRTUAL STORAGE CAPACITY EXCEEDED");
    make_plist(p, args);
    memset(&regs, 0, sizeof regs);
    regs.gpr[0] = (uint32_t)(uintptr_t)p->extended;
    regs.gpr[1] = (uint32_t)(uintptr_t)p->tok | 0x0b000000;
    regs.gpr[12] = entry;
    regs.gpr[13] = (uint32_t)(uintptr_t)p->save;
    regs.gpr[14] = (uint32_t)(uintptr_t)user_return;
    regs.gpr[15] = entry;
    put32(&regs.psw.w0, (uint32_t)PROGRAM_MASKS | start_blip());
    put32(&regs.psw.w1, entry);
    if (running++ == 0)
        heap_hold(PROGRAM_RESERVE);
    rc = run_user(&regs);
    if (--running == 0)
        heap_release();
    heap_free(p);
    return rc;
}

int
program_run_module(const struct cms_args *args, const char *name)
{
    const struct cms_command *c;
    struct cms_module head;
    int rc = load(name, "* ", &head);

    if (rc != 0)
        return rc;
    if (get32(&head.load) >= CMS_USER_AREA) {
        note_program(&head);
        return program_start(args, NUCON->strtaddr);
    }
    c = (const struct cms_command *)(uintptr_t)get32(&head.entry);
    transient_busy = true;
    rc = c->run(args);
    transient_busy = false;
    return rc;
}

void
pgm_handler(void)
{
    static const char *const names[16] = {"",
                                          "OPERATION",
                                          "PRIVILEGED OPERATION",
                                          "EXECUTE",
                                          "PROTECTION",
                                          "ADDRESSING",
                                          "SPECIFICATION",
                                          "DATA",
                                          "FIXED-POINT OVERFLOW",
                                          "FIXED-POINT DIVIDE",
                                          "DECIMAL OVERFLOW",
                                          "DECIMAL DIVIDE",
                                          "EXPONENT OVERFLOW",
                                          "EXPONENT UNDERFLOW",
                                          "SIGNIFICANCE",
                                          "FLOATING-POINT DIVIDE"};
    const struct lowcore *lc = LOWCORE;
    uint32_t code = get32(&lc->pgm_old.w0) & PSW_BC_CODE;
    uint32_t address = get32(&lc->pgm_old.w1) & PSW_ADDR;
    char name[8];

    memcpy(name, NUCON->cmndname, sizeof name);
    NUCON->cmndname[0] = 0; /* HX has nothing to stop any more */
    con_typing(true);
    if (code > 0 && code < 16)
        msg(0, "DMSITP141T", "%s EXCEPTION OCCURRED AT %06X IN ROUTINE %.8s",
            names[code], address, address < CMS_USER_AREA ? "DMSNUC  " : name);
    else
        msg(0, "DMSITP144T",
            "PROGRAM INTERRUPTION X'%04X' OCCURRED AT %06X IN ROUTINE %.8s",
            code, address, name);
    drop_stack(RECOVER_ABEND);
}
