/* SPDX-License-Identifier: MIT */
/* CMS from its first instruction to the command loop, and back to it after HX
 * or an abend. VM/370: DMSINI, DMSINS, DMSINT. */
#include "cms/asm.h"
#include "cms/command.h"
#include "cms/console.h"
#include "cms/disk.h"
#include "cms/exec.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/io.h"
#include "cms/msg.h"
#include "cms/nucon.h"
#include "cms/program.h"
#include "cms/ready.h"
#include "klib/klib.h"

enum { IPLED = (int)0xc3c9d7d3, SYSTEM_DISK = 0x190, Y_DISK = 0x19e };

extern char cms_data[], cms_data_end[], cms_data_load[];
extern char cms_bss[], cms_bss_end[];

/* The least storage CMS starts in. */
enum { LEAST_STORAGE = 0x40000 };

static uint32_t
storage_size(void)
{
    if (io_under_cp())
        return diag_storage();
    return storage_probe();
}

static void
access_at_start(uint16_t device, char letter)
{
    struct cms_disk *d;
    enum disk_rc rc = disk_access(device, letter, 0, &d);

    if (rc == DISK_OK)
        msg(0, "DMSACC723I", "%c (%03X) %s", letter, device,
            d->readonly ? "R/O" : "R/W");
    else if (rc == DISK_UNFORMATTED)
        msg(0, "DMSACC112S", "DISK '%c(%03X)' DEVICE ERROR OR NOT FORMATTED",
            letter, device);
    else if (rc != DISK_NO_DEVICE)
        msg(0, "DMSACC112S", "DISK '%c(%03X)' DEVICE ERROR", letter, device);
    else if (letter != 'Y')
        msg(0, "DMSACC113S", "'%03X' NOT ATTACHED", device);
}

static void
read_command(void)
{
    char line[CON_LINE + 1];
    struct k_scan s;
    size_t len = con_read(line);
    int rc;

    s = (struct k_scan){line, line + len};
    if (k_rest(&s).len == 0) {
        con_printf("CMS");
        return;
    }
    ready_begin();
    rc = cms_run_line(line, len, FROM_TERMINAL);
    ready_end(rc);
}

static void __attribute__((noreturn)) command_loop(void)
{
    for (;;)
        read_command();
}

/* What every return to the terminal puts in order. */
static void
tidy(void)
{
    NUCON->cmndname[0] = 0;
    program_reset();
    exec_reset();
    con_resume();
    con_clear_stack();
    file_abandon_all();
    heap_end_command();
}

void
recover(int reason)
{
    tidy();
    if (reason == RECOVER_HX)
        con_printf("CMS");
    ready_end(reason == RECOVER_ABEND ? RC_ABEND : 0);
    command_loop();
}

static void
profile(void)
{
    static const char name[8] = {'P', 'R', 'O', 'F', 'I', 'L', 'E', ' '};
    int rc;

    if (disk_by_letter('A') == NULL || !exec_exists(name))
        return;
    rc = cms_run_line("EXEC PROFILE", 12, FROM_TERMINAL);
    if (rc != 0)
        con_printf("PROFILE EXEC RETURNED %d", rc);
}

static void __attribute__((noreturn)) start(uint32_t sysdev)
{
    char line[CON_LINE + 1];
    struct k_scan s;
    struct k_token t;
    size_t len;
    bool noprof = false;

    memset(NUCON, 0, sizeof *NUCON);
    io_init();
    con_init();
    NUCON->sysdev = sysdev;
    NUCON->locnt = CMS_USER_AREA;
    NUCON->vmsize = storage_size();
    heap_init(cms_bss_end, CMS_TRANSIENT, NUCON->vmsize);
    if (NUCON->vmsize < LEAST_STORAGE)
        con_printf("DMSINI109S VIRTUAL STORAGE OF %uK IS TOO SMALL FOR CMS",
                   NUCON->vmsize / 1024);
    con_printf("%s", ready_version());
    access_at_start((uint16_t)sysdev, 'S');
    /* The first line may say how to start: ACCESS (NOPROF, or be a command. */
    len = con_read(line);
    s = (struct k_scan){line, line + len};
    if (k_next_token(&s, &t) && k_abbrev(t, "ACCESS", 2)) {
        struct k_scan rest = s;

        while (k_next_delim(&rest, "()", &t))
            noprof = noprof || k_abbrev(t, "NOPROF", 6);
    }
    ready_begin();
    if (disk_by_letter('A') == NULL)
        access_at_start(0x191, 'A');
    access_at_start(Y_DISK, 'Y');
    if (!noprof)
        profile();
    s = (struct k_scan){line, line + len};
    if (k_rest(&s).len > 0 && !noprof) {
        ready_end(cms_run_line(line, len, FROM_TERMINAL));
    } else {
        ready_end(0);
    }
    command_loop();
}

void
cms_start(uint32_t ipled, uint32_t device)
{
    uint32_t sysdev = ipled == (uint32_t)IPLED ? device : SYSTEM_DISK;

    memcpy(cms_data, cms_data_load, (size_t)(cms_data_end - cms_data));
    memset(cms_bss, 0, (size_t)(cms_bss_end - cms_bss));
    start(sysdev);
}
