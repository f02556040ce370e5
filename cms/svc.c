/* SPDX-License-Identifier: MIT */
/* Supervisor calls of programs. SVC 202: R1 points at 8-byte tokens ended by
 * X'FF'; after the SVC there may be an error address, known by its first byte
 * being zero. SVC 205 is a program's return. VM/370: DMSITS. */
#include "cms/svc.h"

#include "arch/psw.h"
#include "cms/console.h"
#include "cms/heap.h"
#include "cms/msg.h"
#include "cms/program.h"
#include "klib/klib.h"

enum { SVC_COMMAND = 202, SVC_RETURN = 205 };

bool
svc_area_valid(uint32_t address, uint32_t len)
{
    return address <= NUCON->vmsize && len <= NUCON->vmsize - address;
}

/* Copies the tokens; a list whose fence is missing is cut. */
static void
take_plist(struct cms_args *args, uint32_t address)
{
    static const char fence[8] = {(char)0xff, (char)0xff, (char)0xff,
                                  (char)0xff, (char)0xff, (char)0xff,
                                  (char)0xff, (char)0xff};
    const char(*tok)[8] = (const char(*)[8])(uintptr_t)address;

    args->ntok = 0;
    args->plist = address;
    args->line = (struct k_token){"", 0};
    while (args->ntok < CMS_TOKENS &&
           svc_area_valid(address + args->ntok * 8u, 8) &&
           memcmp(tok[args->ntok], fence, 8) != 0) {
        memcpy(args->tok[args->ntok], tok[args->ntok], 8);
        args->ntok++;
    }
}

/* The text of a CP or EXEC command is made of its tokens. */
static void
make_line(struct cms_args *args, char *line)
{
    size_t at = 0;

    for (unsigned i = 1; i < args->ntok; i++) {
        struct k_token t = args_token(args, i);

        if (at + t.len + 1 > CMS_LINE)
            break;
        if (at > 0)
            line[at++] = ' ';
        memcpy(line + at, t.p, t.len);
        at += t.len;
    }
    args->line = (struct k_token){line, at};
}

static int
command(uint32_t plist)
{
    struct {
        struct cms_args args;
        char line[CMS_LINE];
    } *c = heap_get(sizeof *c, HEAP_COMMAND);
    int rc = RC_STORAGE;

    if (c == NULL)
        return rc;
    take_plist(&c->args, plist);
    make_line(&c->args, c->line);
    rc = c->args.ntok == 0 ? RC_UNKNOWN : cms_run(&c->args, FROM_EXEC);
    heap_free(c);
    return rc;
}

static void
return_from_command(struct user_regs *regs, int rc)
{
    uint32_t next = get32(&regs->psw.w1) & PSW_ADDR;
    const be32 *error = (const be32 *)(uintptr_t)next;

    regs->gpr[15] = (uint32_t)rc;
    if (!svc_area_valid(next, 4) || error->b[0] != 0)
        return;
    next = rc == 0 ? next + 4
                   : (uint32_t)error->b[1] << 16 | (uint32_t)error->b[2] << 8 |
                         error->b[3];
    put32(&regs->psw.w1, (get32(&regs->psw.w1) & ~(uint32_t)PSW_ADDR) | next);
}

int
svc_handler(struct user_regs *regs)
{
    uint32_t code = get32(&regs->psw.w0) & PSW_BC_CODE;

    switch (code) {
    case SVC_COMMAND:
        return_from_command(regs, command(regs->gpr[1] & PSW_ADDR));
        return 0;
    case SVC_RETURN:
        return 1;
    default:
        msg(0, "DMSITS133E", "UNSUPPORTED SVC %u (HEX %X) CALLED FROM %06X",
            code, code, get32(&regs->psw.w1) & PSW_ADDR);
        drop_stack(RECOVER_ABEND);
    }
}

/* CL8'TYPLIN', AL1(1), AL3(buffer), C'B', AL3(length); X'0C' on: C'T' as it is
 * (WRTERM of the macro manual). */
int
svc_typlin(const struct cms_args *args)
{
    const be32 *p = (const be32 *)(uintptr_t)(args->plist + 8);
    uint32_t address, len;

    if (!svc_area_valid(args->plist, 16))
        return RC_OPERAND;
    address = get32(&p[0]) & PSW_ADDR;
    len = get32(&p[1]) & 0xffff;
    if (len > CON_LINE || !svc_area_valid(address, len))
        return RC_OPERAND;
    con_write((const char *)(uintptr_t)address, len);
    return 0;
}

/* CL8'WAITRD', AL1(1), AL3(buffer), C'U' (upper case) or C'T', AL3(length),
 * the length being set. The buffer has 130 bytes and is padded with blanks. */
int
svc_waitrd(const struct cms_args *args)
{
    be32 *p = (be32 *)(uintptr_t)(args->plist + 8);
    char line[CON_LINE + 1];
    uint32_t address;
    size_t len;

    if (!svc_area_valid(args->plist, 16))
        return RC_OPERAND;
    address = get32(&p[0]) & PSW_ADDR;
    if (!svc_area_valid(address, CON_LINE))
        return RC_OPERAND;
    len = con_read(line);
    if (p[1].b[0] == 'U' || p[1].b[0] == 'S')
        k_upper(line, len);
    memset((void *)(uintptr_t)address, ' ', CON_LINE);
    memcpy((void *)(uintptr_t)address, line, len);
    put32(&p[1], (uint32_t)p[1].b[0] << 24 | (uint32_t)len);
    return 0;
}
