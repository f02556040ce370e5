/* SPDX-License-Identifier: MIT */
/* Unit tests of cp/direct/: a source becomes an object in which every user is
 * found again with what was written; wrong sources and damaged objects are
 * refused. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cp/direct/dirbuild.h"
#include "cp/direct/direct.h"
#include "cp/direct/dirparse.h"

struct told {
    unsigned count, line;
    char text[256];
};

static void
tell(void *arg, unsigned line, const char *text)
{
    struct told *t = arg;

    if (t->count++ == 0) {
        t->line = line;
        snprintf(t->text, sizeof t->text, "%s", text);
    }
}

static bool
build(struct dirbuild *b, struct told *t, const char *source)
{
    memset(t, 0, sizeof *t);
    b->source = source;
    b->length = strlen(source);
    b->error = tell;
    b->arg = t;
    return dirbuild(b);
}

struct object {
    const uint8_t *p;
    uint32_t pages;
    unsigned reads;
};

static bool
read_page(void *arg, uint32_t n, void *buf)
{
    struct object *o = arg;

    o->reads++;
    if (n >= o->pages)
        return false;
    memcpy(buf, o->p + n * (size_t)DIRECT_PAGE, DIRECT_PAGE);
    return true;
}

static uint64_t page[DIRECT_PAGE / 8];

static enum direct_result
find(struct object *o, const char *name, const struct udirect **u)
{
    struct direct_io io = {read_page, o};
    uint8_t user[8];

    ck_assert(dir_field(user, 8, name));
    return direct_find(&io, user, page, u);
}

/* The user of a source of one. */
static const struct udirect *
only(const char *source, const char *name)
{
    struct dirbuild b = {0};
    struct told t;
    struct object o;
    const struct udirect *u = NULL;

    ck_assert_msg(build(&b, &t, source), "line %u: %s", t.line, t.text);
    o = (struct object){b.object, b.pages, 0};
    ck_assert_int_eq(find(&o, name, &u), DIRECT_OK);
    free(b.object);
    return u;
}

START_TEST(keeps_what_a_user_was_given)
{
    const struct udirect *u =
        only("* comment\n"
             "DIRECTORY 150 3350 CAM1\n"
             "USER ann secret 1m 2M BG 10 ON OFF 5B %\n"
             " ACCOUNT 77 BIN4\n"
             " OPTION ECMODE REALTIMER CPUID 00abcd\n"
             " IPL CMS PARM AUTO go                                        "
             "             ignored after 71\n"
             " CONSOLE 01F 3215 T\n"
             " SPOOL 00D 2540 PUNCH B\n"
             " MDISK 191 3350 100 5 VOLA MR r w m\n"
             " DEDICATE 182 183 R/O\n"
             " DEDICATE 180 VOLID TAPE01\n"
             " LINK ann 191 291 RR\n"
             " SPECIAL 0C0 3270\n",
             "ANN");
    const struct udevice *d;
    uint8_t f[8];

    ck_assert_uint_eq(get32(&u->storage), 1 << 20);
    ck_assert_uint_eq(get32(&u->maxstorage), 2 << 20);
    ck_assert_uint_eq(get16(&u->classes), 0x42);
    ck_assert_uint_eq(u->priority, 10);
    ck_assert_uint_eq(u->le, 0x7b);
    ck_assert_uint_eq(u->ld, 0);
    ck_assert_uint_eq(u->cd, 0x5b);
    ck_assert_uint_eq(u->es, 0x6c);
    ck_assert_uint_eq(u->options, UDO_ECMODE | UDO_REALTIMER | UDO_CPUID);
    ck_assert_uint_eq(get32(&u->cpuid), 0xabcd);
    dir_field(f, 8, "SECRET");
    ck_assert_mem_eq(u->password, f, 8);
    dir_field(f, 8, "BIN4");
    ck_assert_mem_eq(u->dist, f, 8);
    ck_assert_uint_eq(u->flags, UDF_IPL);
    ck_assert_uint_eq(u->parm_len, 7);
    ck_assert_uint_eq(get16(&u->devs), 7);
    d = udirect_find(u, 0x191);
    ck_assert_ptr_nonnull(d);
    ck_assert_uint_eq(d->kind, UDEV_MDISK);
    ck_assert_uint_eq(get16(&d->type), 0x3350);
    ck_assert_uint_eq(get16(&d->cyl), 100);
    ck_assert_uint_eq(get16(&d->ncyl), 5);
    dir_field(f, 8, "M");
    ck_assert_mem_eq(d->mpw, f, 8);
    d = udirect_find(u, 0x00d);
    ck_assert_uint_eq(d->flags, UDEVF_PUNCH);
    ck_assert_uint_eq(d->spool_class, 0xc2);
    d = udirect_find(u, 0x182);
    ck_assert_uint_eq(d->flags, UDEVF_READONLY);
    ck_assert_uint_eq(get16(&d->other), 0x183);
    ck_assert_uint_eq(udirect_find(u, 0x180)->flags, UDEVF_VOLSER);
    ck_assert_uint_eq(get16(&udirect_find(u, 0x291)->other), 0x191);
    ck_assert_ptr_null(udirect_find(u, 0x192));
}
END_TEST

START_TEST(defaults_are_512k_and_class_g)
{
    const struct udirect *u = only("user a b", "A");

    ck_assert_uint_eq(get32(&u->storage), 512 * 1024);
    ck_assert_uint_eq(get16(&u->classes), 0x40);
    ck_assert_uint_eq(u->flags, 0);
    ck_assert_uint_eq(only("USER A NOLOG", "A")->flags, UDF_NOLOG);
}
END_TEST

START_TEST(finds_one_of_thousands_in_three_reads)
{
    enum { USERS = 3000 };
    char *source = malloc(USERS * 64), *p = source;
    struct dirbuild b = {0};
    struct told t;
    struct object o;
    const struct udirect *u;

    for (unsigned i = 0; i < USERS; i++)
        p += sprintf(p, "USER U%u P%u %uK 16M\nCONSOLE 009 3215\n",
                     (i * 7919) % USERS, i, 512 + i * 4);
    ck_assert(build(&b, &t, source));
    ck_assert_uint_eq(b.users, USERS);
    for (unsigned i = 0; i < USERS; i++) {
        char name[9];

        o = (struct object){b.object, b.pages, 0};
        sprintf(name, "U%u", (i * 7919) % USERS);
        ck_assert_int_eq(find(&o, name, &u), DIRECT_OK);
        ck_assert_uint_le(o.reads, 3);
        ck_assert_uint_eq(get32(&u->storage), (512 + i * 4) * 1024);
    }
    ck_assert_int_eq(find(&o, "AAA", &u), DIRECT_NONE);
    ck_assert_int_eq(find(&o, "U9999999", &u), DIRECT_NONE);
    ck_assert_int_eq(find(&o, "U1X", &u), DIRECT_NONE);
    free(b.object);
    free(source);
}
END_TEST

static const struct {
    const char *source, *text;
    unsigned line;
} wrong[] = {
    {"", "no USER", 0},
    {"USER A", "password", 1},
    {"USER TOOLONGNAME P", "8 characters", 1},
    {"USER A B\nUSER A B", "in line 1 already", 2},
    {"USER A B 4K", "8K to 16M", 1},
    {"USER A B 17M", "8K to 16M", 1},
    {"USER A B 1X", "8K to 16M", 1},
    {"USER A B 2M 1M", "more than its maximum", 1},
    {"USER A B 1M 1M GZ", "Z is not a privilege class", 1},
    {"USER A B 1M 1M G 100", "priority", 1},
    {"CONSOLE 009 3215", "before any USER", 1},
    {"USER A B\n\n* x\nBLURB 1", "BLURB is not a directory", 4},
    {"USER A B\nCONSOLE 1009 3215", "not a device address", 2},
    {"USER A B\nCONSOLE 009 3350", "not a console type", 2},
    {"USER A B\nCONSOLE 009 3215\nSPOOL 009 1403", "two devices 009", 3},
    {"USER A B\nSPOOL 00C 2540", "READER or PUNCH", 2},
    {"USER A B\nMDISK 191 3350 1 2", "MDISK needs", 2},
    {"USER A B\nMDISK 191 9999 1 2 V", "not a disk type", 2},
    {"USER A B\nMDISK 191 3350 X 2 V", "not cylinders", 2},
    {"USER A B\nMDISK 191 3350 1 0 V", "not cylinders", 2},
    {"USER A B\nMDISK 191 3350 550 6 V", "ends at 554", 2},
    {"USER A B\nMDISK 191 3330 400 5 V", "ends at 403", 2},
    {"USER A B\nMDISK 191 3350 1 2 SMALL", "ends at 1", 2},
    {"USER A B\nMDISK 191 3350 1 2 V Q", "mode Q", 2},
    {"USER A B\nMDISK 191 3350 55 5 SYS", "paging area", 2},
    {"USER A B\nMDISK 191 3350 T-DISK 5", "temporary", 2},
    {"USER A B\nMDISK 1 3350 10 5 V\nUSER C D\nMDISK 1 3350 14 1 V",
     "C 001 overlaps A 001 on V (cylinder 14)", 4},
    {"USER A B\nMDISK 1 3350 0 555 V\nMDISK 2 3350 3 1 V\n"
     "MDISK 3 3350 9 1 V",
     "overlaps A 001", 3},
    {"USER A B\nLINK X 190", "does not have", 1},
    {"USER A B\nOPTION FAST", "FAST is not an option", 2},
    {"USER A B\nOPTION CPUID 12", "six hexadecimal", 2},
    {"USER A B\nIPL", "IPL needs", 2},
    {"USER A B\nIPL CMS AUTO", "only PARM", 2},
    {"USER A B\nSPECIAL 0C0 TIMER", "no such device", 2},
    {"USER A B\nDEDICATE 180", "two addresses", 2},
    {"USER A \x80", "X'80'", 1},
};

START_TEST(refuses_with_line_and_reason)
{
    static const struct dirbuild_pack packs[] = {{"SMALL", 2}};
    static const struct dirbuild_area areas[] = {{"SYS", 11, 50, "paging"}};
    struct dirbuild b = {
        .packs = packs, .npacks = 1, .areas = areas, .nareas = 1};
    struct told t;

    ck_assert(!build(&b, &t, wrong[_i].source));
    ck_assert_ptr_null(b.object);
    ck_assert_msg(strstr(t.text, wrong[_i].text) != NULL, "%s: said \"%s\"",
                  wrong[_i].text, t.text);
    ck_assert_uint_eq(t.line, wrong[_i].line);
    ck_assert_uint_eq(t.count, b.errors);
}
END_TEST

START_TEST(neighbours_do_not_overlap)
{
    only("USER A B\nMDISK 1 3350 10 5 V\nMDISK 2 3350 15 5 V\n"
         "MDISK 3 3350 10 5 W\n",
         "A");
}
END_TEST

static uint32_t
rnd(uint32_t *s)
{
    *s = *s * 1664525u + 1013904223u;
    return *s >> 8;
}

/* Damage anywhere: the lookup answers, and what it calls good is in bounds
 * (the sanitizers watch). */
START_TEST(damaged_objects_are_no_danger)
{
    struct dirbuild b = {0};
    struct told t;
    uint8_t *copy;
    uint32_t seed = 1;
    unsigned bad = 0;

    ck_assert(build(&b, &t,
                    "USER A B\nCONSOLE 009 3215\nMDISK 191 3350 1 2 V\n"
                    "USER C D\nUSER E F\nIPL CMS\n"));
    copy = malloc(b.pages * (size_t)DIRECT_PAGE);
    for (unsigned n = 0; n < 60000; n++) {
        struct object o = {copy, b.pages, 0};
        const struct udirect *u = NULL;

        memcpy(copy, b.object, b.pages * (size_t)DIRECT_PAGE);
        for (unsigned k = 0; k < 1 + n % 4; k++) {
            uint32_t pg = rnd(&seed) % b.pages;
            uint32_t at = rnd(&seed) % (pg == 0 ? 128 : 600);

            copy[pg * DIRECT_PAGE + at] = (uint8_t)rnd(&seed);
        }
        switch (find(&o, n % 2 ? "A" : "E", &u)) {
        case DIRECT_OK:
            for (unsigned i = 0; i < get16(&u->devs); i++)
                seed += udirect_devices(u)[i].zero2[1];
            ck_assert_ptr_null(udirect_find(u, 0xffff));
            break;
        default:
            bad++;
        }
    }
    ck_assert_uint_gt(bad, 100);
    free(copy);
    free(b.object);
}
END_TEST

/* Mangled sources: an answer, no crash. */
START_TEST(mangled_sources_are_no_danger)
{
    static const char text[] =
        "DIRECTORY 150 3350 CAM1\nUSER A B 512K 16M ABG 5 # @ ON OFF\n"
        " OPTION ECMODE CPUID 123456\n IPL 190 PARM X Y\n"
        " MDISK 191 3350 10 5 CAM1 MR A B C\n LINK A 191 192 RR\n"
        " SPOOL 00C 2540 READER A\n DEDICATE 180 VOLID TAPE R/O\n";
    uint32_t seed = 7;

    for (unsigned n = 0; n < 20000; n++) {
        char copy[sizeof text];
        struct dirbuild b = {.source = copy};
        struct told t = {0};

        memcpy(copy, text, sizeof text);
        for (unsigned k = 0; k < 1 + n % 8; k++)
            copy[rnd(&seed) % (sizeof text - 1)] =
                n % 3 ? " \n0ZA3*"[rnd(&seed) % 7] : (char)rnd(&seed);
        b.length = rnd(&seed) % sizeof text;
        b.error = tell;
        b.arg = &t;
        ck_assert(dirbuild(&b) == (b.object != NULL));
        free(b.object);
    }
}
END_TEST

/* The directories that the build makes from cp/user.direct. */
START_TEST(the_default_directories_are_right)
{
    static const char *const file[] = {"cp/cam1.direct", "cp/cam2.direct",
                                       "cp/cam3.direct", "cp/cam4.direct"};
    FILE *f = fopen(file[_i], "r");
    char text[8192];
    size_t n;
    struct told t;
    struct dirbuild b = {0};
    struct object o;
    const struct udirect *u;
    char cam[5] = {'C', 'A', 'M', (char)('1' + _i), 0};

    ck_assert_msg(f != NULL, "%s", file[_i]);
    n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    ck_assert_msg(build(&b, &t, text), "line %u: %s", t.line, t.text);
    ck_assert_str_eq(b.volser, cam);
    o = (struct object){b.object, b.pages, 0};
    ck_assert_int_eq(find(&o, "CPTEST", &u), DIRECT_OK);
    ck_assert_uint_eq(get32(&u->storage), 4 << 20);
    ck_assert_uint_eq(get32(&u->maxstorage), 16 << 20);
    for (unsigned p = 2; p <= 4; p++)
        ck_assert_int_eq(udirect_find(u, (uint16_t)(0x150 + p - 1)) != NULL,
                         p > (unsigned)_i + 1);
    ck_assert_int_eq(find(&o, "OPERATOR", &u), DIRECT_OK);
    ck_assert_uint_eq(get16(&u->classes), 0x7f);
    free(b.object);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("directory");
    TCase *tc = tcase_create("all");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_test(tc, keeps_what_a_user_was_given);
    tcase_add_test(tc, defaults_are_512k_and_class_g);
    tcase_add_test(tc, finds_one_of_thousands_in_three_reads);
    tcase_add_loop_test(tc, refuses_with_line_and_reason, 0,
                        (int)(sizeof wrong / sizeof wrong[0]));
    tcase_add_test(tc, neighbours_do_not_overlap);
    tcase_add_test(tc, damaged_objects_are_no_danger);
    tcase_add_test(tc, mangled_sources_are_no_danger);
    tcase_add_loop_test(tc, the_default_directories_are_right, 0, 4);
    tcase_set_timeout(tc, 600);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_NORMAL);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
