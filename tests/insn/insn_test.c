/* SPDX-License-Identifier: MIT */
/* Runs the instruction tests: every row of arch/s370.def that is implemented
 * has a program MNEMONIC.bin, and it ends in the wait at X'00600D'. What is
 * System/370's own runs without and with the extension facility and dual
 * address space. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "arch/insn.h"
#include "tests/cpu/bare.h"

enum { SIZE = 8 << 20, GOOD = 0x600d, LIMIT = 1000000 };

static void
run(const struct insn *in, unsigned facilities)
{
    const char *dir = getenv("INSN_DIR");
    char path[512];
    struct bare b;
    enum cpu_stop why;
    uint64_t psw;

    snprintf(path, sizeof path, "%s/%s.bin", dir ? dir : "tests/insn",
             in->mnemonic);
    bare_init(&b, SIZE, facilities);
    ck_assert_msg(bare_load(&b, path, 0), "%s has no test", in->mnemonic);
    why = bare_restart(&b, LIMIT);
    psw = cpu_get_psw(b.cpu);
    ck_assert_msg(why == CPU_WAIT && (psw & 0xffffff) == GOOD,
                  "%s: %s, PSW %016llX", path,
                  why == CPU_WAIT ? "failed" : "does not end",
                  (unsigned long long)psw);
    bare_free(&b);
}

START_TEST(instruction)
{
    const struct insn *in = &insn_table[_i];

    if (!in->implemented)
        return;
    if (in->facility == INSN_FAC_DAS) {
        run(in, CPU_FAC_DAS);
        run(in, CPU_FAC_DAS | CPU_FAC_EXTENSION);
        return;
    }
    if (in->facility != INSN_FAC_EXTENSION) {
        run(in, 0);
        run(in, CPU_FAC_DAS);
    }
    run(in, CPU_FAC_EXTENSION);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("insn");
    TCase *t = tcase_create("insn");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_loop_test(t, instruction, 0, (int)insn_count);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
