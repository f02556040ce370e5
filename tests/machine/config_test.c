/* SPDX-License-Identifier: MIT */
/* Configuration files: statements, device lines, INCLUDE, symbols, and what is
 * said of wrong ones. */
#include "config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cpu/cpu.h"
#include "machine/config_device.h"
#include "machine/configuration.h"
#include "machine/symbols.h"

static char folder[] = "config_test.XXXXXX";
static char warning[512], told[4096];
static struct config config;
static struct err err;

static void
write_file(const char *name, const char *text)
{
    char path[128];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    f = fopen(path, "w");
    ck_assert_ptr_nonnull(f);
    fputs(text, f);
    fclose(f);
}

static void
on_trouble(void *arg, enum config_trouble kind, const char *text)
{
    size_t n = strlen(told);

    (void)arg;
    if (kind == CONFIG_WARNING)
        snprintf(warning, sizeof warning, "%s", text);
    else
        snprintf(told + n, sizeof told - n, "%s\n", text);
}

static bool
read_text(const char *text)
{
    char path[128];

    write_file("conf", text);
    warning[0] = told[0] = err.text[0] = '\0';
    config_init(&config);
    snprintf(path, sizeof path, "%s/conf", folder);
    return config_read(&config, path, on_trouble, NULL, &err);
}

static void
expect_error(const char *text, const char *part)
{
    ck_assert_msg(!read_text(text), "accepted: %s", text);
    ck_assert_msg(strstr(err.text, part) != NULL, "\"%s\" is not in \"%s\"",
                  part, err.text);
    ck_assert_msg(strstr(err.text, "conf line ") != NULL, "%s", err.text);
    config_free(&config);
}

START_TEST(statements)
{
    ck_assert(read_text("# a comment\n"
                        "* another\n"
                        "archmode S/370\n"
                        "MAINSIZE 8   # eight\n"
                        "CPUSERIAL 060305\n"
                        "CPUMODEL 3145\n"
                        "CHANNEL 1 selector\n"
                        "CHANNEL 3-1F BYTE\n"
                        "CHANNEL 4 BLOCK\n"
                        "CNSLPORT 127.0.0.1:3270\n"
                        "SYSEPOCH 1900 -28\n"
                        "FACILITY ENABLE EXTENSION\n"
                        "NUMCPU 1\n"
                        "ONEND ext\n"
                        "ONEND /shutdown  now\n"));
    ck_assert_uint_eq(config.mainsize, 8);
    ck_assert_uint_eq(config.cpuserial, 0x060305);
    ck_assert_uint_eq(config.cpumodel, 0x3145);
    ck_assert_str_eq(config.cnslhost, "127.0.0.1");
    ck_assert_int_eq(config.cnslport, 3270);
    ck_assert_int_eq(config.sysepoch, 1900);
    ck_assert_int_eq(config.yroffset, -28);
    ck_assert_uint_eq(config.facilities, CPU_FAC_EXTENSION);
    ck_assert_int_eq(config.channels[0], CHAN_BYTE);
    ck_assert_int_eq(config.channels[1], CHAN_SELECTOR);
    ck_assert_int_eq(config.channels[2], CHAN_BLOCK);
    ck_assert_int_eq(config.channels[3], CHAN_BYTE);
    ck_assert_int_eq(config.channels[4], CHAN_BLOCK);
    ck_assert_int_eq(config.channels[31], CHAN_BYTE);
    ck_assert_uint_eq(config.onends, 2);
    ck_assert_str_eq(config.onend[1], "/shutdown now");
    ck_assert_str_eq(warning, "");
    config_free(&config);
}
END_TEST

START_TEST(foreign_lines)
{
    ck_assert(read_text("\t* a 'comment\n"
                        "\t# another\r\n"
                        "\tmainsize\t3 \t# three\r\n"
                        "TZOFFSET -0530\r\n"
                        "\x1aMAINSIZE 99\n"));
    ck_assert_str_eq(warning, "");
    ck_assert_uint_eq(config.mainsize, 3);
    ck_assert_int_eq(config.tzoffset, -330);
    config_free(&config);
}
END_TEST

START_TEST(unknown_statement)
{
    ck_assert(read_text("PANRATE FAST\nMAINSIZE 3\n"));
    ck_assert_ptr_nonnull(strstr(warning, "conf line 1: statement PANRATE"));
    ck_assert_uint_eq(config.mainsize, 3);
    config_free(&config);
}
END_TEST

START_TEST(wrong_statements)
{
    expect_error("MAINSIZE 17\n", "MAINSIZE: \"17\": main storage is 1 to 16");
    ck_assert(read_text("MAINSIZE 16M\n"));
    ck_assert_uint_eq(config.mainsize, 16);
    config_free(&config);
    expect_error("MAINSIZE 17M\n", "\"17M\"");
    expect_error("MAINSIZE M\n", "\"M\"");
    expect_error("MAINSIZE 1234567890123456789\n", "\"1234567890123456789\"");
    expect_error("\nMAINSIZE\n", "line 2: MAINSIZE: an operand is missing");
    expect_error("MAINSIZE 2 3\n", "\"3\" is one operand too many");
    expect_error("MAINSIZE -1\n", "\"-1\"");
    expect_error("CPUSERIAL 1234567\n", "up to 6 hex digits");
    expect_error("ARCHMODE z/Arch\n", "this machine is an S/370");
    expect_error("CNSLPORT 70000\n", "a port is 0 to 65535");
    expect_error("FACILITY ENABLE FOO\n", "EXTENSION and DAS");
    expect_error("FACILITY ALLOW DAS\n", "ENABLE or DISABLE");
    expect_error("SYSEPOCH 1800\n", "1900 to 2042");
    expect_error("CHANNEL 20 BYTE\n", "0 to 1F hex");
    expect_error("CHANNEL 3-1 BYTE\n", "0 to 1F hex");
    expect_error("CHANNEL 00000001 BYTE\n", "0 to 1F hex");
    expect_error("CHANNEL - BYTE\n", "0 to 1F hex");
    expect_error("CHANNEL 1 BURST\n", "BYTE, SELECTOR and BLOCK");
    expect_error("NUMCPU 2\n", "one processor");
    expect_error("ONEND \"ext\n", "closing quote");
    expect_error("INCLUDE\n", "one file name");
}
END_TEST

/* The lines of `told` and the last error, without the name of the folder. */
static void
expect_told(const char *want)
{
    char all[8192], *at, *end = all;
    size_t skip = strlen(folder) + 1;

    snprintf(all, sizeof all, "%s%s\n", told, err.text);
    while ((at = strstr(end, folder)) != NULL) {
        memmove(at, at + skip, strlen(at + skip) + 1);
        end = at;
    }
    ck_assert_str_eq(all, want);
    config_free(&config);
}

START_TEST(all_errors)
{
    char text[1200] = "";

    write_file("inner", "NUMCPU 1\nNUMCPU 2\n00C\n");
    ck_assert(!read_text("MAINSIZE 99\n"
                         "MAINSIZE 3\n"
                         "PANRATE FAST\n"
                         "INCLUDE inner\n"
                         "INCLUDE inner.\n"
                         "00D 3525 x\n"
                         "00D 3525 x\n"
                         "NUMCPU \033\n"));
    ck_assert_ptr_nonnull(strstr(warning, "conf line 3: statement PANRATE"));
    ck_assert_uint_eq(config.mainsize, 3);
    snprintf(text, sizeof text,
             "conf line 1: MAINSIZE: \"99\": main storage is 1 to 16 "
             "megabytes\n"
             "inner line 2: NUMCPU: \"2\": the machine has one processor\n"
             "inner line 3: device 00C: the device type is missing\n"
             "conf line 5: inner.: No such file or directory\n"
             "conf line 7: device 000D is already defined in conf line 6\n"
             "conf line 8: NUMCPU: \"?\": the machine has one processor\n");
    expect_told(text);

    /* A line that is too long is one. */
    memset(text, ' ', 1100);
    strcpy(text + 1100, "NUMCPU 3\nNUMCPU 4\n");
    ck_assert(!read_text(text));
    expect_told("conf line 1: the line is longer than 1022\n"
                "conf line 2: NUMCPU: \"4\": the machine has one processor\n");
}
END_TEST

/* So many are told, and that there are more. */
START_TEST(too_many_errors)
{
    char text[400] = "";
    unsigned lines = 0;

    for (int i = 0; i < CONFIG_MAX_ERRORS + 10; i++)
        strcat(text, "NUMCPU 2\n");
    ck_assert(!read_text(text));
    for (const char *p = told; (p = strstr(p, "one processor")) != NULL; p++)
        lines++;
    ck_assert_uint_eq(lines, CONFIG_MAX_ERRORS);
    ck_assert_ptr_nonnull(
        strstr(err.text, "conf line 21: more is wrong and not told"));
    config_free(&config);
}
END_TEST

START_TEST(devices)
{
    ck_assert(read_text("000C 3505 \"my deck\" ascii trunc eof\n"
                        "00C0.3 3270\n"
                        "0:0150 3330 a.150\n"
                        "A0-A1,A8 3270 GROUP\n"));
    ck_assert_uint_eq(config.ndevices, 8);
    ck_assert_uint_eq(config.devices[0].addr, 0x00c);
    ck_assert_str_eq(config.devices[0].type, "3505");
    ck_assert_int_eq(config.devices[0].argc, 4);
    ck_assert_str_eq(config.devices[0].argv[0], "my deck");
    ck_assert_ptr_null(config.devices[0].argv[4]);
    ck_assert_uint_eq(config.devices[3].addr, 0x0c2);
    ck_assert_uint_eq(config.devices[3].line, 2);
    ck_assert_uint_eq(config.devices[4].addr, 0x150);
    ck_assert_uint_eq(config.devices[7].addr, 0x0a8);
    ck_assert_str_eq(config.devices[7].argv[0], "GROUP");
    config_free(&config);
    ck_assert(read_text("048A,1F0F 3420 $(CUU)/$(ccuu) x$(cuu)$(CCUU)$(\n"));
    ck_assert_str_eq(config.devices[0].argv[0], "48A/048a");
    ck_assert_str_eq(config.devices[0].argv[1], "x48a048A$(");
    ck_assert_str_eq(config.devices[1].argv[0], "F0F/1f0f");
    config_free(&config);
}
END_TEST

START_TEST(wrong_devices)
{
    expect_error("00C 3505\n0C 3505\n", "device 000C is already defined in");
    expect_error("12345 3505\n", "no device address");
    expect_error("00C0-00B0 3270\n", "no device address");
    expect_error("00C0.0 3270\n", "no device address");
    expect_error("00C0.x 3270\n", "no device address");
    expect_error("FFF0.32 3270\n", "no device address");
    expect_error("00C\n", "type is missing");
}
END_TEST

START_TEST(includes)
{
    char text[128];

    write_file("inner", "MAINSIZE 5\n00C 3505\n");
    ck_assert(read_text("INCLUDE inner\n00D 3525 x\n"));
    ck_assert_uint_eq(config.mainsize, 5);
    ck_assert_uint_eq(config.ndevices, 2);
    config_free(&config);

    write_file("inner", "\nMAINSIZE 99\n");
    ck_assert(!read_text("INCLUDE inner\n"));
    ck_assert_ptr_nonnull(strstr(err.text, "/inner line 2: MAINSIZE"));
    ck_assert_ptr_null(strstr(err.text, "conf line"));
    config_free(&config);

    expect_error("INCLUDE conf\n", "more than 8 files");
    expect_error("INCLUDE absent\n", "absent: No such file");
    ck_assert(read_text("IGNORE INCLUDE_ERRORS\nINCLUDE absent\nNUMCPU 1\n"));
    ck_assert_ptr_nonnull(strstr(warning, "conf line 2: INCLUDE: absent"));
    config_free(&config);

    /* A name that is good in the working folder, not beside the file. */
    write_file("inner", "MAINSIZE 7\n");
    snprintf(text, sizeof text, "INCLUDE %s/inner\n", folder);
    ck_assert_msg(read_text(text), "%s", err.text);
    ck_assert_uint_eq(config.mainsize, 7);
    config_free(&config);
}
END_TEST

START_TEST(terminals)
{
    ck_assert(read_text("00C 3505\n01C0.2 3270\n00E 1403 p\n"));
    ck_assert(config_set_terminals(&config, 3, &err));
    ck_assert_uint_eq(config.ndevices, 5);
    ck_assert_uint_eq(config.devices[1].addr, 0x00e);
    ck_assert_uint_eq(config.devices[4].addr, 0x1c2);
    ck_assert(config_set_terminals(&config, 0, &err));
    ck_assert_uint_eq(config.ndevices, 2);
    config_free(&config);
}
END_TEST

START_TEST(symbols)
{
    char out[32];

    setenv("CONFIG_TEST", "value", 1);
    ck_assert(symbols_expand("a $(CONFIG_TEST) b", out, sizeof out));
    ck_assert_str_eq(out, "a value b");
    ck_assert(
        symbols_expand("$(CONFIG_ABSENT=7)$(X_ABSENT) $(", out, sizeof out));
    ck_assert_str_eq(out, "7$(X_ABSENT) $(");
    ck_assert(symbols_expand("$()$(=x)", out, sizeof out));
    ck_assert_str_eq(out, "$()$(=x)");
    ck_assert(symbols_expand("${CONFIG_TEST}${X_ABSENT}.${X_ABSENT:=a=b}${X}",
                             out, sizeof out));
    ck_assert_str_eq(out, "value.a=b");
    ck_assert(symbols_expand("$(X_ABSENT:=y)${X_ABSENT=z}${", out, sizeof out));
    ck_assert_str_eq(out, "yz${");
    ck_assert(!symbols_expand("$(CONFIG_TEST)", out, 5));
    ck_assert(symbols_expand("$(CONFIG_TEST)", out, 6));
    ck_assert(read_text("MAINSIZE $(CONFIG_SIZE=4)\n"));
    ck_assert_uint_eq(config.mainsize, 4);
    config_free(&config);
}
END_TEST

/* Any bytes are read or refused; a simple generator stands for a fuzzer. */
START_TEST(garbage)
{
    static const char *const words[] = {
        "MAINSIZE", "00C0.2",   "3270",  "\"",     "INCLUDE",
        "conf",     "$(",       ")",     "#",      "\n",
        "\n",       " ",        "ONEND", "-",      ",",
        "\x80\xff", "FACILITY", "0:",    "ENABLE", "9999999999999999999"};
    uint32_t seed = 12345;

    for (int round = 0; round < 500; round++) {
        char text[512] = "";
        for (int i = 0; i < 24; i++) {
            seed = seed * 1103515245 + 12345;
            strcat(text, words[(seed >> 16) % 20]);
        }
        if (!read_text(text))
            ck_assert_ptr_nonnull(strstr(err.text, "conf line "));
        config_free(&config);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("config");
    TCase *tc = tcase_create("config");
    SRunner *sr;
    int failed;
    char path[128];

    if (mkdtemp(folder) == NULL)
        return 1;
    tcase_add_test(tc, statements);
    tcase_add_test(tc, foreign_lines);
    tcase_add_test(tc, unknown_statement);
    tcase_add_test(tc, wrong_statements);
    tcase_add_test(tc, all_errors);
    tcase_add_test(tc, too_many_errors);
    tcase_add_test(tc, devices);
    tcase_add_test(tc, wrong_devices);
    tcase_add_test(tc, includes);
    tcase_add_test(tc, terminals);
    tcase_add_test(tc, symbols);
    tcase_add_test(tc, garbage);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    snprintf(path, sizeof path, "%s/conf", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/inner", folder);
    unlink(path);
    rmdir(folder);
    return failed > 0;
}
