/* SPDX-License-Identifier: MIT */
/* The Ready line: R; or Ready; with the return code, the processor time that
 * the command took, virtual and total, and the time of day. VM/370: DMSINT,
 * DMSEND. */
#include "cms/ready.h"

#include "cms/command.h"
#include "cms/console.h"
#include "cms/file.h"
#include "cms/heap.h"
#include "cms/nucon.h"
#include "cms/times.h"
#include "klib/kfmt.h"
#include "klib/klib.h"
#include "klib/div64.h"

static uint64_t virt_before, total_before;

const char *
ready_version(void)
{
    return "CMS VERSION 1.0 - CAMBRIDGE";
}

void
ready_begin(void)
{
    struct cms_time t;

    time_now(&t);
    virt_before = t.virt;
    total_before = t.total;
    memcpy(NUCON->cmndname, "CMS     ", 8);
}

/* Seconds and hundredths of a time in microseconds. */
static void
seconds(uint64_t us, char *buf, size_t size)
{
    uint32_t hundredths = (uint32_t)k_udivmod64(us + 5000, 10000, NULL);

    k_snprintf(buf, size, "%u.%02u", hundredths / 100, hundredths % 100);
}

void
ready_end(int rc)
{
    struct cms_time t;
    char virt[16], total[16], code[12];

    NUCON->cmndname[0] = 0;
    file_close_all();
    heap_end_command();
    con_resume();
    code[0] = 0;
    if (rc == RC_UNKNOWN) {
        con_printf("UNKNOWN CP/CMS COMMAND");
    }
    if (rc != 0)
        k_snprintf(code, sizeof code, "(%05d)", rc);
    if (!cms_settings.ready_long) {
        con_printf("R%s;", code);
        return;
    }
    time_now(&t);
    seconds(t.virt - virt_before, virt, sizeof virt);
    seconds(t.total - total_before, total, sizeof total);
    con_printf("Ready%s; T=%s/%s %02u:%02u:%02u", code, virt, total, t.hour,
               t.minute, t.second);
}
