/* SPDX-License-Identifier: MIT */
/* The volume builder: a small pack built from a control file and looked at
 * record by record; files in and out; what is refused. */
#include "config.h"

#include "tools/create.h"

#include <check.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/cmsipl.h"
#include "tests/image/volume.h"
#include "tools/volume.h"

static void
put_file(const char *name, const void *bytes, size_t n)
{
    FILE *f = fopen(in_dir(name), "w");

    ck_assert_ptr_nonnull(f);
    ck_assert_uint_eq(fwrite(bytes, 1, n, f), n);
    fclose(f);
}

static void
put_text(const char *name, const char *text)
{
    put_file(name, text, strlen(text));
}

static const char control_text[] =
    "volume CAMT 3350 60   # small\n"
    "ipl1 ipl1\n"
    "boot boot\n"
    "nucleus 1 1 cp 2000 2040\n"
    "saved 2 1\n"
    "system CMS cms 10000 0000000000010000 256 shared\n"
    "directory 3 1 dir\n"
    "paging 4 2\n"
    "spool 6 1\n"
    "perm 10 50\n"
    "minidisk MAINT 190 MNT190 owned\n"
    "ipltext cmsipl cms\n"
    "text *.help * HELPCMS A2\n"
    "text card CARD DATA F 80\n"
    "binary cp CP BIN A1 F 1000\n"
    "minidisk USER1 191 USR191 size 1024 cyls 3\n";

static const char direct_text[] = "DIRECTORY 150 3350 CAMT\n"
                                  "USER MAINT MAINT 1M 1M G\n"
                                  " CONSOLE 009 3215\n"
                                  " MDISK 190 3350 20 4 CAMT MR ALL ALL\n"
                                  " MDISK 195 3350 10 4 OTHER1 MR\n"
                                  "USER USER1 USER1 1M 1M G\n"
                                  " MDISK 191 3350 30 5 CAMT MR\n";

static void
sources(void)
{
    static uint8_t bytes[300000];

    for (unsigned i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 7 + (i >> 8) * 3 + (i >> 16));
    put_text("control", control_text);
    put_text("dir", direct_text);
    put_file("ipl1", bytes, 24);
    put_file("boot", bytes, 1000);
    put_file("cp", bytes, 100000);
    put_file("cms", bytes, 50001);
    put_file("cmsipl", bytes, 32 + 200);
    put_text("copy.help", "COPYFILE\n\n  [x]\t^|!\n");
    put_text("zap.help", "line");
    put_text("card", "one\ntwo  \n");
}

static bool
create(const char *control)
{
    const char *folders[] = {"/nonexistent", in_dir(".")};
    struct control c;
    struct create cr = {&c, folders, 2, "1.2", in_dir("vol")};
    bool ok =
        control_read(&c, in_dir(control), &err) && create_volume(&cr, &err);

    control_free(&c);
    return ok;
}

static void
data_is(struct ckd *c, unsigned cyl, unsigned head, unsigned rec,
        const char *file, size_t at, unsigned len, unsigned count_cyl)
{
    static uint8_t want[300000];
    FILE *f = fopen(in_dir(file), "r");
    struct ckd_rec r;
    size_t n;

    ck_assert_ptr_nonnull(f);
    memset(want, 0, sizeof(want));
    n = fread(want, 1, sizeof(want), f);
    fclose(f);
    ck_assert_uint_gt(n, at);
    ck_assert_msg(ckd_load(c, cyl, head, &err), "%s", err.text);
    ck_assert(ckd_find(c, (uint8_t)rec, &r));
    ck_assert_uint_eq(r.cyl, count_cyl);
    ck_assert_uint_eq(r.head, head);
    ck_assert_uint_eq(r.keylen, 0);
    ck_assert_uint_ge(r.datalen, len);
    ck_assert_mem_eq(r.data, want + at, len);
}

static unsigned
records_on(struct ckd *c, unsigned cyl, unsigned head, unsigned size)
{
    struct ckd_rec r;
    unsigned n = 0;

    ck_assert(ckd_load(c, cyl, head, &err));
    ck_assert(ckd_first(c, &r));
    while (ckd_next(c, &r)) {
        n++;
        ck_assert_uint_eq(r.rec, n);
        ck_assert_uint_eq(r.datalen, size);
    }
    return n;
}

START_TEST(layout)
{
    struct ckd *c;
    struct cpvol_desc d;
    struct ckd_rec r;
    struct cms_ipl_parm parm;
    struct cpvol_saved saved;
    struct minidisk m;
    char text[33];

    sources();
    ck_assert_msg(create("control"), "%s", err.text);
    c = ckd_open(in_dir("vol"), CKD_READ_ONLY, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    ck_assert_uint_eq(ckd_geometry(c)->cyls, 60);
    data_is(c, 0, 0, 1, "ipl1", 0, 24, 0);
    data_is(c, 0, 0, 2, "boot", 0, 1000, 0);
    ck_assert(ckd_find(c, 3, &r));
    ck_assert_mem_eq(r.data, "\xe5\xd6\xd3\xf1\xc3\xc1\xd4\xe3\x40\x40", 10);
    ck_assert_msg(volume_descriptor(c, &d, &err), "%s", err.text);
    volume_text(text, d.build, 32);
    ck_assert(strncmp(text, "1.2-", 4) == 0);
    ck_assert_uint_eq(get16(&d.devtype), 0x3350);
    ck_assert_uint_eq(get32(&d.nucleus_len), 100000);
    ck_assert_uint_eq(get32(&d.nucleus_at), 0x2000);
    ck_assert_uint_eq(get32(&d.nucleus_entry), 0x2040);
    ck_assert_uint_eq(d.extent[0].type, CPVOL_NUCLEUS);
    ck_assert_uint_eq(get32(&d.extent[0].pages), 25);
    ck_assert_uint_eq(d.extent[6].type, CPVOL_END);
    /* page 9 of the nucleus: track 2, record 2 */
    data_is(c, 1, 0, 1, "cp", 0, 4096, 1);
    data_is(c, 1, 2, 2, "cp", 9 * 4096, 4096, 1);
    ck_assert_uint_eq(records_on(c, 5, 29, 4096), 4);
    ck_assert_uint_eq(records_on(c, 6, 0, 4096), 4);
    ck_assert_uint_eq(records_on(c, 7, 0, 4096), 0);
    /* the saved system */
    ck_assert(ckd_load(c, 2, 0, &err));
    ck_assert(ckd_find(c, 1, &r));
    memcpy(&saved, r.data, sizeof(saved));
    ck_assert_mem_eq(saved.name, "\xc3\xd4\xe2\x40\x40\x40\x40\x40", 8);
    ck_assert_uint_eq(get32(&saved.psw.w1), 0x10000);
    ck_assert_uint_eq(get32(&saved.slot), 1);
    ck_assert_uint_eq(get32(&saved.range[0].to), 0x1d000);
    ck_assert_uint_eq(saved.shared, 0x80);
    data_is(c, 2, 0, 2, "cms", 0, 4096, 2);
    /* the CMS disk: relative counts, IPL records, nucleus on the last */
    ck_assert_uint_eq(records_on(c, 20, 0, 4096), 4);
    data_is(c, 20, 0, 1, "cmsipl", 0, 24, 0);
    data_is(c, 20, 0, 2, "cmsipl", 32, 16, 0);
    data_is(c, 20, 0, 2, "cmsipl", 32, 8 + 8, 0);
    ck_assert(ckd_find(c, 2, &r));
    memcpy(&parm, r.data + CMS_IPL_PARM, sizeof(parm));
    ck_assert_uint_eq(get16(&parm.cyl), 3);
    ck_assert_uint_eq(get16(&parm.heads), 30);
    ck_assert_uint_eq(get16(&parm.per_track), 4);
    ck_assert_uint_eq(get16(&parm.pages), 13);
    data_is(c, 23, 0, 1, "cms", 0, 4096, 3);
    data_is(c, 23, 3, 1, "cms", 12 * 4096, 50001 - 12 * 4096, 3);
    ck_assert_uint_eq(records_on(c, 30, 5, 1024), 15);
    ck_assert_uint_eq(records_on(c, 33, 0, 1024), 0);
    ck_assert_msg(volume_minidisk(c, "user1", "191", &m, &err), "%s", err.text);
    ck_assert_uint_eq(m.nblocks, 3 * 30 * 15);
    ck_assert(!volume_minidisk(c, "user2", "191", &m, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "no user USER2"));
    ck_assert(!volume_minidisk(c, "user1", "192", &m, &err));
    ck_assert(!volume_minidisk(c, "maint", "195", &m, &err));
    ck_assert_ptr_nonnull(strstr(err.text, "another volume"));
    ckd_close(c);
}
END_TEST

static void
own_list(char *text, size_t size)
{
    FILE *f = fopen(in_dir("vol.own"), "r");

    ck_assert_ptr_nonnull(f);
    memset(text, 0, size);
    ck_assert_uint_gt(fread(text, 1, size - 1, f), 0);
    fclose(f);
}

/* A volume on which a user's minidisk with a file of this name comes before
 * the builder's. */
static void
with_user_file(const char *name)
{
    const char *owned = strstr(control_text, "minidisk MAINT");
    const char *user = strstr(control_text, "minidisk USER1");
    char text[2000];

    snprintf(text, sizeof(text), "%.*s%stext card %s DATA F 80\n%.*s",
             (int)(owned - control_text), control_text, user, name,
             (int)(user - owned), owned);
    put_text("other", text);
    ck_assert_msg(create("other"), "%s", err.text);
}

/* The build id follows what the builder owns, and nothing else. */
START_TEST(build_id)
{
    char a[1000], b[1000];

    sources();
    ck_assert(create("control"));
    own_list(a, sizeof(a));
    ck_assert_ptr_nonnull(strstr(a, "\nsystem 20 4\n"));
    ck_assert_ptr_nonnull(strstr(a, "\nbuild 1.2-"));
    ck_assert_ptr_null(strstr(a, "system 30"));
    ck_assert(create("control"));
    own_list(b, sizeof(b));
    ck_assert_str_eq(a, b);
    put_text("zap.help", "other line");
    ck_assert(create("control"));
    own_list(b, sizeof(b));
    ck_assert_str_ne(a, b);
    with_user_file("X");
    own_list(a, sizeof(a));
    with_user_file("LONGNAME");
    own_list(b, sizeof(b));
    ck_assert_str_eq(a, b);
}
END_TEST

static void
get_is(struct minidisk *m, const char *fn, const char *ft, bool text,
       const char *want, size_t n)
{
    uint8_t *bytes;
    size_t size;

    ck_assert_msg(minidisk_get(m, fn, ft, text, &bytes, &size, &err), "%s",
                  err.text);
    ck_assert_uint_eq(size, n);
    ck_assert_mem_eq(bytes, want, n);
    free(bytes);
}

static bool
put_bytes(struct minidisk *m, const char *text, bool is_text, char recfm,
          uint32_t lrecl)
{
    struct host_file h = {.path = "x",
                          .bytes = (const uint8_t *)text,
                          .size = strlen(text),
                          .text = is_text,
                          .fn = "X",
                          .ft = "Y",
                          .fm = "A1",
                          .recfm = recfm,
                          .lrecl = lrecl};

    return minidisk_put(m, &h, &err);
}

START_TEST(files)
{
    struct minidisk m;
    struct ckd *c;
    uint32_t found;

    sources();
    ck_assert(create("control"));
    c = ckd_open(in_dir("vol"), 0, &err);
    ck_assert(volume_minidisk(c, "MAINT", "190", &m, &err));
    ck_assert(minidisk_mount(&m, true, &err));
    get_is(&m, "COPY", "HELPCMS", true, "COPYFILE\n\n  [x]   ^|!\n", 22);
    get_is(&m, "ZAP", "HELPCMS", true, "line\n", 5);
    get_is(&m, "CARD", "DATA", true, "one\ntwo\n", 8);
    get_is(&m, "ZAP", "HELPCMS", false, "\x93\x89\x95\x85", 4);
    ck_assert(put_bytes(&m, "a\xc3\xa9\n", true, 'V', 0));
    get_is(&m, "X", "Y", false, "\x81\x51", 2);
    /* what fails leaves the old file */
    ck_assert(!put_bytes(&m, "ok\n\xe2\x82\xac\n", true, 'V', 0));
    ck_assert_str_eq(err.text, "x:2: a character that code page 1047 lacks");
    ck_assert(!put_bytes(&m, "ok\n\xff\n", true, 'V', 0));
    ck_assert(!put_bytes(&m, "ok\n123456\n", true, 'F', 5));
    ck_assert_str_eq(err.text, "x:2: the line is too long");
    ck_assert(!put_bytes(&m, "", true, 'V', 0));
    get_is(&m, "X", "Y", false, "\x81\x51", 2);
    ck_assert(put_bytes(&m, "abc", false, 'F', 2));
    get_is(&m, "X", "Y", false, "abc\0", 4);
    ck_assert_int_eq(edf_check(&m.disk, NULL, NULL, &found), EDF_OK);
    ck_assert_uint_eq(found, 0);
    minidisk_unmount(&m);
    ckd_close(c);
}
END_TEST

static void
refused(const char *from, const char *to, const char *message)
{
    char text[3000];
    const char *at = from ? strstr(control_text, from) : NULL;

    if (from == NULL) {
        snprintf(text, sizeof(text), "%s%s", control_text, to);
    } else {
        ck_assert_ptr_nonnull(at);
        snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - control_text),
                 control_text, to, at + strlen(from));
    }
    put_text("bad", text);
    ck_assert(!create("bad"));
    ck_assert_msg(strstr(err.text, message) != NULL, "%s", err.text);
    ck_assert_int_ne(access(in_dir("vol.new"), F_OK), 0);
    ck_assert_int_ne(access(in_dir("vol.own.new"), F_OK), 0);
}

START_TEST(refusals)
{
    struct stat before, after;

    sources();
    ck_assert(create("control"));
    ck_assert_int_eq(stat(in_dir("vol"), &before), 0);
    refused("paging 4 2", "paging 3 2", "bad:8: overlaps another extent");
    refused("nucleus 1 1 cp 2000 2040", "nucleus 1 1 nocp 2000",
            "bad:4: nocp: not found");
    refused("perm 10 50", "perm 10 51", "bad:10: outside the volume");
    refused("spool", "spoon", "bad:9: unknown statement: spoon");
    refused("volume CAMT", "volume CAMTOOLONG", "bad:1: not a volume serial");
    refused("volume CAMT 3350", "volume CAMT 3380", "not a drive type");
    refused("USER1 191", "USER3 191", "bad:16: the directory has no such");
    refused("USER1 191", "MAINT 195", "bad:16: the minidisk is on another");
    refused("cyls 3", "cyls 6", "bad:16: the minidisk is too small");
    refused("size 1024", "size 1000", "bad:16: not an option: size");
    refused(NULL, "text none * X\n", "bad:17: none: not found");
    refused(NULL, "text card * X F 2\n", "card:1: the line is too long");
    refused(NULL, "paging 9\n", "bad:17: wrong number of words: paging");
    refused("directory 3 1 dir", "directory 3 1 cp", "cp:");
    /* a minidisk over CP's own cylinders */
    put_text("dir2", "DIRECTORY 150 3350 CAMT\n"
                     "USER USER1 USER1 1M 1M G\n"
                     " MDISK 191 3350 5 5 CAMT MR\n");
    refused("directory 3 1 dir", "directory 3 1 dir2", "dir2:3:");
    ck_assert_int_eq(stat(in_dir("vol"), &after), 0);
    ck_assert_int_eq(before.st_ino, after.st_ino);
}
END_TEST

/* Control files with bytes changed, lines lost and doubled: an error or a
 * volume, no more. */
START_TEST(mangled)
{
    char text[2 * sizeof(control_text)];
    unsigned seed = 1, made = 0;

    sources();
    for (unsigned i = 0; i < 200; i++) {
        size_t n = sizeof(control_text) - 1;

        memcpy(text, control_text, n);
        seed = seed * 1103515245 + 12345;
        if (i % 4 == 0) {
            memmove(text + (seed >> 8) % (n / 2),
                    text + n / 2 - (seed >> 16) % 9, n / 2);
        } else {
            for (unsigned j = i % 3; j < 3; j++) {
                seed = seed * 1103515245 + 12345;
                text[(seed >> 8) % n] = " 0F#\n\xff*9a"[(seed >> 20) % 10];
            }
        }
        put_file("mangled", text, n);
        err.text[0] = 0;
        if (create("mangled"))
            made++;
        else
            ck_assert_str_ne(err.text, "");
    }
    ck_assert_uint_gt(made, 3);
    ck_assert_uint_lt(made, 195);
}
END_TEST

static int
run(char *out, size_t size, const char *fmt, ...)
{
    char cmd[2000];
    va_list ap;
    size_t n;
    FILE *p;
    int status;

    n = (size_t)snprintf(cmd, sizeof(cmd), "./cambridge-volume ");
    va_start(ap, fmt);
    vsnprintf(cmd + n, sizeof(cmd) - n - 8, fmt, ap);
    va_end(ap);
    strcat(cmd, " 2>&1");
    p = popen(cmd, "r");
    ck_assert_ptr_nonnull(p);
    n = fread(out, 1, size - 1, p);
    out[n] = 0;
    status = pclose(p);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(program)
{
    char out[20000], pid[40];
    struct ckd *c;

    if (access("./cambridge-volume", X_OK) != 0) {
        printf("skipped: not run from the top of the build tree\n");
        return;
    }
    sources();
    ck_assert_int_eq(run(out, sizeof(out), "-I %s create %s %s", in_dir("."),
                         in_dir("control"), in_dir("vol")),
                     0);
    ck_assert_str_eq(out, "");
    ck_assert_int_eq(run(out, sizeof(out), "dump %s", in_dir("vol")), 0);
    ck_assert_ptr_nonnull(strstr(out, "paging    cylinders 4-5\n"));
    ck_assert_int_eq(run(out, sizeof(out), "put %s user1 191 %s my file",
                         in_dir("vol"), in_dir("copy.help")),
                     0);
    ck_assert_int_eq(run(out, sizeof(out), "list %s user1 191", in_dir("vol")),
                     0);
    ck_assert_ptr_nonnull(strstr(out, "MY       FILE     A1 V"));
    ck_assert_int_eq(run(out, sizeof(out), "check %s", in_dir("vol")), 0);
    ck_assert_ptr_nonnull(strstr(out, "minidisk MAINT 190: 4 files"));
    ck_assert_ptr_nonnull(strstr(out, "minidisk USER1 191: 1 files"));
    ck_assert_int_eq(
        run(out, sizeof(out), "erase %s user1 191 my file", in_dir("vol")), 0);
    ck_assert_int_eq(
        run(out, sizeof(out), "get %s user1 191 my file", in_dir("vol")), 1);
    ck_assert_ptr_nonnull(strstr(out, "MY FILE: no such file"));
    ck_assert_int_eq(run(out, sizeof(out), "frob"), 2);
    ck_assert_int_eq(run(out, sizeof(out), "list"), 2);
    /* a running machine's volume */
    c = ckd_open(in_dir("vol"), 0, &err);
    ck_assert_ptr_nonnull(c);
    snprintf(pid, sizeof(pid), "in use by process %ld\n", (long)getpid());
    ck_assert_int_eq(run(out, sizeof(out), "put %s user1 191 %s my file",
                         in_dir("vol"), in_dir("copy.help")),
                     1);
    ck_assert_ptr_nonnull(strstr(out, pid));
    ck_assert_int_eq(run(out, sizeof(out), "-I %s create %s %s", in_dir("."),
                         in_dir("control"), in_dir("vol")),
                     1);
    ck_assert_ptr_nonnull(strstr(out, pid));
    ckd_close(c);
}
END_TEST

/* Hercules' tools read the volume: dasdls finds the label, dasdcopy every
 * track, there and back through a compressed image. */
START_TEST(hercules)
{
    char cmd[2000];
    struct minidisk m;
    struct ckd *c;

    if (access("/usr/bin/dasdcopy", X_OK) != 0) {
        printf("skipped: no dasdcopy (Debian package hercules)\n");
        return;
    }
    sources();
    ck_assert(create("control"));
    snprintf(cmd, sizeof(cmd), "dasdls %s 2>&1 | grep -q 'F4DSCB record not'",
             in_dir("vol"));
    ck_assert_int_eq(system(cmd), 0);
    snprintf(cmd, sizeof(cmd),
             "dasdcopy %s %s >/dev/null 2>&1 && dasdcopy %s %s >/dev/null 2>&1",
             in_dir("vol"), in_dir("vol.cckd"), in_dir("vol.cckd"),
             in_dir("back"));
    ck_assert_int_eq(system(cmd), 0);
    c = ckd_open(in_dir("vol.cckd"), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    data_is(c, 1, 2, 2, "cp", 9 * 4096, 4096, 1);
    ckd_close(c);
    c = ckd_open(in_dir("back"), 0, &err);
    ck_assert_msg(c != NULL, "%s", err.text);
    data_is(c, 1, 2, 2, "cp", 9 * 4096, 4096, 1);
    ck_assert_uint_eq(records_on(c, 5, 29, 4096), 4);
    ck_assert(volume_minidisk(c, "MAINT", "190", &m, &err));
    ck_assert(minidisk_mount(&m, true, &err));
    get_is(&m, "CARD", "DATA", true, "one\ntwo\n", 8);
    minidisk_unmount(&m);
    ckd_close(c);
}
END_TEST

int
main(void)
{
    TCase *t = tcase_create("volume");

    tcase_add_test(t, layout);
    tcase_add_test(t, build_id);
    tcase_add_test(t, files);
    tcase_add_test(t, refusals);
    tcase_add_test(t, mangled);
    tcase_add_test(t, program);
    tcase_add_test(t, hercules);
    return volume_run(t);
}
