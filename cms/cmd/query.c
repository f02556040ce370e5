/* SPDX-License-Identifier: MIT */
/* QUERY: what SET has set, disks and their search order. What CMS does not
 * know is asked of CP. */
#include "cms/cmd/cmd.h"
#include "cms/console.h"
#include "cms/disk.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/msg.h"
#include "cms/nucon.h"
#include "cms/ready.h"
#include "klib/klib.h"

static void
disk_header(void)
{
    con_printf("LABEL  CUU M   STAT  CYL TYPE BLKSIZE   FILES BLKS USED-(%%) "
               "BLKS LEFT BLK TOTAL");
}

static void
disk_line(const struct cms_disk *d)
{
    const struct edf_disk *fs = &d->fs;
    uint32_t percent = fs->nblocks == 0
                           ? 0
                           : (uint32_t)((uint64_t)fs->used * 100 / fs->nblocks);
    char mode[4] = {d->letter, ' ', ' ', 0};

    if (d->parent != d->letter) {
        mode[1] = '/';
        mode[2] = d->parent;
    }
    con_printf("%.6s %03X %s R/%c %5u %04X %7u %7u %10u-%02u %9u %9u",
               (const char *)fs->label.volid, d->device, mode,
               d->readonly ? 'O' : 'W', get32(&fs->label.cyls), d->devtype,
               d->blksize, fs->nfst - 2, fs->used, percent,
               fs->nblocks - fs->used, fs->nblocks);
}

static int
query_disk(const struct cms_args *args)
{
    struct k_token t = args_token(args, 2);
    struct cms_disk *d;

    if (t.len == 0 || k_equal(t, "*")) {
        disk_header();
        for (unsigned n = 0; (d = disk_nth(n)) != NULL; n++)
            disk_line(d);
        return 0;
    }
    if (t.len != 1 || !k_is_letter(t.p[0]))
        return msg(RC_OPERAND, "DMSQRY048E", "INVALID MODE '%.8s'",
                   args->tok[2]);
    d = disk_by_letter(t.p[0]);
    if (d == NULL)
        return msg(RC_DISK, "DMSQRY069E", "DISK '%c' NOT ACCESSED", t.p[0]);
    disk_header();
    disk_line(d);
    return 0;
}

static int
query_search(const struct cms_args *args)
{
    struct cms_disk *d;

    (void)args;
    for (unsigned n = 0; (d = disk_nth(n)) != NULL; n++) {
        if (d->parent != d->letter)
            con_printf("%.6s %03X  %c/%c  R/O", (const char *)d->fs.label.volid,
                       d->device, d->letter, d->parent);
        else
            con_printf("%.6s %03X  %c  R/%c", (const char *)d->fs.label.volid,
                       d->device, d->letter, d->readonly ? 'O' : 'W');
    }
    return 0;
}

static int
query_cmslevel(const struct cms_args *args)
{
    (void)args;
    con_printf("%s", ready_version());
    return 0;
}

static int
query_rdymsg(const struct cms_args *args)
{
    (void)args;
    con_printf("RDYMSG = %s", cms_settings.ready_long ? "LMSG" : "SMSG");
    return 0;
}

static int
query_impcp(const struct cms_args *args)
{
    (void)args;
    con_printf("IMPCP = %s", cms_settings.impcp ? "ON" : "OFF");
    return 0;
}

static int
query_impex(const struct cms_args *args)
{
    (void)args;
    con_printf("IMPEX = %s", cms_settings.impex ? "ON" : "OFF");
    return 0;
}

static int
query_abbrev(const struct cms_args *args)
{
    (void)args;
    con_printf("ABBREV = %s", cms_settings.abbrev ? "ON" : "OFF");
    return 0;
}

static int
query_blip(const struct cms_args *args)
{
    size_t len = k_trim(cms_settings.blip, sizeof cms_settings.blip);

    (void)args;
    con_printf("BLIP = %.*s", len == 0 ? 3 : (int)len,
               len == 0 ? "OFF" : cms_settings.blip);
    return 0;
}

/* Storage of the virtual machine as CMS uses it: not in VM/370. */
static int
query_memory(const struct cms_args *args)
{
    (void)args;
    con_printf("VMSIZE = %uK  PROGRAM = %06X-%06X  FREELOWE = %06X  IN USE = "
               "%u",
               NUCON->vmsize / 1024, CMS_USER_AREA, NUCON->locnt,
               NUCON->freelowe, heap_used());
    return 0;
}

static const struct {
    char name[9];
    uint8_t min;
    int (*run)(const struct cms_args *args);
} functions[] = {
    {"ABBREV", 0, query_abbrev},     {"BLIP", 0, query_blip},
    {"CMSLEVEL", 0, query_cmslevel}, {"DISK", 0, query_disk},
    {"IMPCP", 0, query_impcp},       {"IMPEX", 0, query_impex},
    {"MEMORY", 0, query_memory},     {"RDYMSG", 0, query_rdymsg},
    {"SEARCH", 0, query_search},
};

static int
run(const struct cms_args *args)
{
    char line[CMS_LINE];
    size_t len = args->line.len;
    int rc;

    if (args->ntok < 2)
        return msg(RC_OPERAND, "DMSQRY005E", "NO FUNCTION SPECIFIED");
    for (unsigned i = 0; i < K_ARRAY_SIZE(functions); i++) {
        if (args_abbrev(args, 1, functions[i].name, functions[i].min))
            return functions[i].run(args);
    }
    if (io_under_cp() && cms_settings.impcp && len + 6 <= sizeof line) {
        memcpy(line, "QUERY ", 6);
        memcpy(line + 6, args->line.p, len);
        rc = cms_cp(line, len + 6);
        return rc;
    }
    return msg(RC_OPERAND, "DMSQRY014E", "INVALID FUNCTION '%.8s'",
               args->tok[1]);
}

const struct cms_command cmd_query = {"QUERY", 1, run};
