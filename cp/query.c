/* SPDX-License-Identifier: MIT */
/* QUERY, but for devices (qvirt.c, qreal.c), and INDICATE (VM/370: DMKCFQ,
 * DMKCFS, DMKCQG, DMKTHI). */
#include "cp/command.h"

#include "cp/frames.h"
#include "cp/free.h"
#include "cp/identity.h"
#include "cp/pageio.h"
#include "cp/storage.h"
#include "cp/vio.h"
#include "klib/div64.h"
#include "klib/kfmt.h"

static void
q_time(struct cmd *c)
{
    char when[48];

    time_text(when);
    cmd_say(c, "TIME IS %s", when);
    user_times(c, c->vm);
}

static void
q_users(struct cmd *c)
{
    struct k_token t;
    uint8_t user[8];
    struct vmblok *vm;
    char where[4];

    if (!k_next_token(&c->args, &t)) {
        cmd_say(c, "%03u USERS,   %03u DIALED,   000 NET", users_count(),
                users_dialed());
        return;
    }
    k_pad_upper((char *)user, 8, t);
    vm = t.len <= 8 ? vm_find(user) : NULL;
    if (vm == NULL) {
        cmd_error(c, "CQG", 45, 'E', "%.*s NOT LOGGED ON", NAME8(user));
        return;
    }
    user_where(vm, where);
    cmd_say(c, "%.8s - %s", (const char *)vm->user, where);
}

/* The n-th user: the list may change while a line waits to be taken. */
static struct vmblok *
nth_user(unsigned n)
{
    struct vmblok *vm = vm_first;

    while (vm != NULL && n-- > 0)
        vm = vm->next;
    return vm;
}

static void
q_names(struct cmd *c)
{
    char line[80], where[4];
    size_t len = 0;
    unsigned n = 0;
    struct vmblok *vm;

    while ((vm = nth_user(n)) != NULL) {
        user_where(vm, where);
        len = k_append(line, sizeof line, len, "%s%.8s - %s",
                       n % 4 != 0 ? ", " : "", (const char *)vm->user, where);
        if (++n % 4 == 0 || vm->next == NULL) {
            cmd_say(c, "%s", line);
            len = 0;
        }
    }
}

#define ONOFF(x) ((x) ? "ON " : "OFF")

static void
q_set(struct cmd *c)
{
    static const char *const emsg[] = {"ON ", "OFF", "CODE", "TEXT"};
    const struct vmblok *vm = c->vm;

    cmd_say(c, "MSG %s, WNG %s, EMSG %s, ACNT %s, RUN %s",
            ONOFF(vm->flags & VMF_MSG), ONOFF(vm->flags & VMF_WNG),
            emsg[vm->emsg & 3], ONOFF(vm->flags & VMF_ACNT),
            ONOFF(vm->flags & VMF_RUN));
    cmd_say(c, "LINEDIT %s, TIMER %s, ISAM OFF, ECMODE %s",
            ONOFF(!(c->con->flags & CF_NOEDIT)),
            vm->options & VMO_REALTIMER ? "REAL" : "ON ",
            ONOFF(vm->options & VMO_ECMODE));
    cmd_say(c, "ASSIST OFF    , PAGEX OFF, AUTOPOLL OFF");
    cmd_say(c, "IMSG %s, SMSG OFF, AFFINITY NONE , NOTRAN OFF",
            ONOFF(vm->flags & VMF_IMSG));
}

static void
edit_name(char text[4], uint8_t c)
{
    if (c == 0)
        memcpy(text, "OFF", 4);
    else
        k_snprintf(text, 4, "%c  ", c);
}

static void
q_term(struct cmd *c)
{
    const struct condata *con = c->con;
    char le[4], ld[4], cd[4], es[4];

    edit_name(le, con->edit.line_end);
    edit_name(ld, con->edit.line_delete);
    edit_name(cd, con->edit.char_delete);
    edit_name(es, con->edit.escape);
    cmd_say(c, "LINEND %s, LINEDEL %s, CHARDEL %s, ESCAPE %s", le, ld, cd, es);
    cmd_say(c, "LINESIZE %03u, MASK OFF, APL OFF, ATTN ON , MODE %s",
            con->term != NULL ? con->term->scr.cols : con->linesize,
            con->flags & CF_MODE_CP ? "CP" : "VM");
    cmd_say(c, "MORE %03u %03u", con->more_wait, con->more_alarm);
}

static void
q_pf(struct cmd *c)
{
    static const char *const kind[] = {"IMMED", "DELAYED", "RETRIEVE"};

    for (unsigned i = 0; i < CON_PF; i++) {
        const struct con_pf *pf = c->con->pf != NULL ? c->con->pf[i] : NULL;

        if (pf == NULL)
            cmd_say(c, "PF%02u UNDEFINED", i + 1);
        else
            cmd_say(c, "PF%02u %s %.*s", i + 1, kind[pf->kind], pf->len,
                    (const char *)pf->text);
    }
}

static void
q_paging(struct cmd *c)
{
    cmd_say(c, "PAGE-INS %010u, PAGE-OUTS %010u, STEALS %010u SINCE IPL",
            (unsigned)page_counts.pageins, (unsigned)page_counts.pageouts,
            (unsigned)page_counts.steals);
    cmd_say(c, "FRAMES %05u, FREE %05u, SLOTS %06u, IN USE %06u",
            (unsigned)page_counts.frames, (unsigned)page_counts.free,
            slots_total(), slots_used());
    cmd_say(c, "FREE STORAGE %08u BYTES, IN USE %08u", (unsigned)free_pool,
            (unsigned)free_used);
}

static void
q_cplevel(struct cmd *c)
{
    cmd_say(c, "%s, BUILD %s, LEVEL %u, PACK %.6s", cp_version, cp_build,
            cp_level,
            rdev_system != NULL ? (const char *)rdev_system->volser : "NONE  ");
}

static void
q_userid(struct cmd *c)
{
    cmd_say(c, "%.8s AT %.6s", (const char *)c->vm->user,
            rdev_system != NULL ? (const char *)rdev_system->volser : "NONE  ");
}

static void
q_priv(struct cmd *c)
{
    char text[9];
    unsigned n = 0;

    for (unsigned i = 0; i < 8; i++)
        if (c->vm->classes & (1u << i))
            text[n++] = "ABCDEFGH"[i];
    text[n] = '\0';
    cmd_say(c, "PRIVILEGE CLASSES: %s", text);
}

static void
q_cpuid(struct cmd *c)
{
    uint64_t id = identity_cpuid(c->vm);

    cmd_say(c, "CPUID = %08X%08X", (unsigned)(id >> 32), (unsigned)id);
}

static void
q_files(struct cmd *c)
{
    cmd_say(c, "FILES: NO  RDR, NO  PRT, NO  PUN");
}

static void
q_logmsg(struct cmd *c)
{
    cmd_say(c, "THERE IS NO LOGMSG DATA");
}

/* Bytes of CP's storage that are there for one user alone. */
static uint32_t
fixed_storage(const struct vmblok *vm)
{
    uint32_t bytes = sizeof *vm + sizeof *vm->con, n = vm->storage >> 16;

    bytes += vm->con->out.bytes + vm->con->in.bytes + vm->con->cmd.bytes +
             vm->con->old.bytes;
    for (struct vdevblok *v = vm->vdevs; v != NULL; v = v->next)
        bytes += sizeof *v;
    bytes += ((n + 15) & ~15u) * 4;
    for (uint32_t i = 0; i < n; i++)
        if (!(vm->seg->ste[i] & STE_INVALID))
            bytes += sizeof(struct pagtable);
    return bytes;
}

static struct vmblok *
user_operand(struct cmd *c)
{
    struct k_token t;
    uint8_t user[8];
    struct vmblok *vm;

    if (!k_next_token(&c->args, &t) || k_equal(t, "*"))
        return c->vm;
    k_pad_upper((char *)user, 8, t);
    vm = t.len <= 8 ? vm_find(user) : NULL;
    if (vm == NULL)
        cmd_error(c, "CQG", 45, 'E', "%.*s NOT LOGGED ON", NAME8(user));
    return vm;
}

/* QUERY RESIDENT user (class E): what of real storage the user holds. */
static void
q_resident(struct cmd *c)
{
    struct vmblok *vm = user_operand(c);

    if (vm != NULL)
        cmd_say(c, "%.8s FREE STORAGE %05u BYTES, RESIDENT %05u PAGES",
                (const char *)vm->user, (unsigned)fixed_storage(vm),
                (unsigned)vm->resident);
}

static const struct cmd_entry queries[] = {
    {"CPLEVEL", 3, CLS_ANY, 0, q_cplevel},
    {"CPUID", 5, CLS_G, 0, q_cpuid},
    {"FILES", 1, CLS_ANY, 0, q_files},
    {"LOGMSG", 3, CLS_ANY, 0, q_logmsg},
    {"NAMES", 1, CLS_ANY, 0, q_names},
    {"PAGING", 2, CLS_E | CLS_A, 0, q_paging},
    {"PF", 2, CLS_ANY, 0, q_pf},
    {"PRIVILEGES", 4, CLS_ANY, 0, q_priv},
    {"RESIDENT", 3, CLS_E, 0, q_resident},
    {"SET", 3, CLS_ANY, 0, q_set},
    {"TERMINAL", 4, CLS_ANY, 0, q_term},
    {"TIME", 1, CLS_ANY, 0, q_time},
    {"USERID", 5, CLS_ANY, 0, q_userid},
    {"USERS", 1, CLS_ANY, 0, q_users},
    {"VIRTUAL", 1, CLS_G, 0, query_virtual},
};

void
cmd_query(struct cmd *c)
{
    const struct cmd_entry *e;
    struct k_token t;
    bool known;

    if (!k_next_token(&c->args, &t)) {
        cmd_no_operand(c, "CFQ");
        return;
    }
    e = cmd_lookup(queries, K_ARRAY_SIZE(queries), t, c->vm->classes, &known);
    if (e != NULL)
        e->fn(c);
    else if (known || (!(cmd_class(c, CLS_B) && query_real(c, t)) &&
                       !query_virtual_part(c, t)))
        cmd_bad_option(c, "CFQ", t);
}

static void
i_load(struct cmd *c)
{
    unsigned q1 = 0, q2 = 0;
    unsigned used = page_counts.frames - page_counts.free;

    for (struct vmblok *vm = vm_first; vm != NULL; vm = vm->next) {
        q1 += vm->runnable && vm->queue == 1;
        q2 += vm->runnable && vm->queue == 2;
    }
    cmd_say(c, "STORAGE-%03u%% Q1-%02u Q2-%02u",
            page_counts.frames ? used * 100 / page_counts.frames : 0, q1, q2);
}

static void
i_user(struct cmd *c)
{
    struct vmblok *vm = cmd_class(c, CLS_E) ? user_operand(c) : c->vm;
    uint32_t virt, total;
    char line[3][80];

    if (vm == NULL)
        return;
    virt = (uint32_t)k_udivmod64(vm->virt_time >> 12, 10000, NULL);
    total = (uint32_t)k_udivmod64(vm->total_time >> 12, 10000, NULL);
    /* All of it first: the user may be gone once a line has waited. */
    k_snprintf(line[0], sizeof line[0],
               "USERID=%.8s PAGES: RES-%04u READS=%06u WRITES=%06u",
               (const char *)vm->user, (unsigned)vm->resident,
               (unsigned)vm->count.pageins, (unsigned)vm->count.pageouts);
    k_snprintf(line[1], sizeof line[1],
               "VTIME=%03u:%02u.%02u TTIME=%03u:%02u.%02u SIO=%06u",
               (unsigned)(virt / 6000), (unsigned)(virt / 100 % 60),
               (unsigned)(virt % 100), (unsigned)(total / 6000),
               (unsigned)(total / 100 % 60), (unsigned)(total % 100),
               (unsigned)vm->count.sios);
    k_snprintf(line[2], sizeof line[2],
               "TRAPS=%08u SIMULATED=%08u REFLECTED=%08u",
               (unsigned)vm->count.traps, (unsigned)vm->count.simulated,
               (unsigned)vm->count.reflected);
    for (unsigned i = 0; i < 3; i++)
        cmd_say(c, "%s", line[i]);
}

void
cmd_indicate(struct cmd *c)
{
    struct k_token t;

    if (!k_next_token(&c->args, &t) || k_abbrev(t, "LOAD", 4))
        i_load(c);
    else if (k_abbrev(t, "USER", 4))
        i_user(c);
    else
        cmd_bad_option(c, "THI", t);
}
