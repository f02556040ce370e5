/* SPDX-License-Identifier: MIT */
/* What follows from the instruction table alone: an instruction that is not
 * implemented, or whose facility is not installed, is an operation exception;
 * one that is privileged is a privileged-operation exception in problem state,
 * also under EX; every other opcode byte is an operation exception. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum {
    CODE = 0x1000,
    EXECUTE = 0x1100,
    HANDLER = 0x2000,
    LOW_PGM_OLD = 0x28,
    LOW_PGM_NEW = 0x68,
};

static void
make_text(const struct insn *in, uint8_t text[6])
{
    memset(text, 0, 6);
    switch (insn_format_ext((enum insn_format)in->format)) {
    case INSN_EXT_NONE:
        text[0] = (uint8_t)in->opcode;
        break;
    case INSN_EXT_NIBBLE:
        text[0] = (uint8_t)(in->opcode >> 4);
        text[1] = in->opcode & 15;
        break;
    case INSN_EXT_BYTE5:
        text[0] = (uint8_t)(in->opcode >> 8);
        text[5] = (uint8_t)in->opcode;
        break;
    default:
        text[0] = (uint8_t)(in->opcode >> 8);
        text[1] = (uint8_t)in->opcode;
        break;
    }
}

/* Executes the one instruction at `at` in BC mode; returns the program
 * interruption's code, 0 when there was none. */
static unsigned
execute(struct bare *b, uint32_t at, bool problem)
{
    enum cpu_stop why;

    memset(b->storage.main, 0, 0x200);
    cpu_storage_changed(b->cpu, 0, 0x200);
    bare_set_word(b, LOW_PGM_NEW, PSW_WAIT);
    bare_set_word(b, LOW_PGM_NEW + 4, HANDLER);
    cpu_reset(b->cpu, true);
    ck_assert(
        cpu_set_psw(b->cpu, (uint64_t)(problem ? PSW_PROBLEM : 0) << 32 | at));
    ck_assert_uint_eq(cpu_run(b->cpu, 1, &why), 1);
    if ((cpu_get_psw(b->cpu) & 0xffffff) != HANDLER)
        return 0;
    return bare_word(b, LOW_PGM_OLD) & 0xffff;
}

static void
put_code(struct bare *b, const uint8_t text[6])
{
    memcpy(b->storage.main + CODE, text, 6);
    cpu_storage_changed(b->cpu, CODE, 6);
    /* EX 0,CODE */
    bare_set_word(b, EXECUTE, 0x44000000);
    b->cpu->gr[1] = CODE;
    bare_set_word(b, EXECUTE, 0x44001000);
}

static uint32_t
set_of(unsigned facilities)
{
    return (facilities & CPU_FAC_EXTENSION ? INSN_SET_DEFAULT : INSN_SET_S370) |
           (facilities & CPU_FAC_DAS ? INSN_SET_DAS : 0);
}

static bool
granted(const struct insn *in, unsigned facilities)
{
    uint32_t set = set_of(facilities);

    return in->implemented && (set & INSN_FAC_BIT(in->facility));
}

static void
check_rows(unsigned facilities)
{
    struct bare b;

    bare_init(&b, 1 << 20, facilities);
    for (unsigned i = 0; i < insn_count; i++) {
        const struct insn *in = &insn_table[i];
        uint32_t set = set_of(facilities);
        uint8_t text[6];
        unsigned expect;

        make_text(in, text);
        if (!granted(in, facilities) && insn_find(text, set))
            continue; /* another instruction with this opcode is granted */
        put_code(&b, text);
        expect = granted(in, facilities) ? PIC_PRIVILEGED : PIC_OPERATION;
        if (expect == PIC_PRIVILEGED &&
            (in->privilege == INSN_U ||
             (in->privilege == INSN_Q && (facilities & CPU_FAC_DAS))))
            continue;
        ck_assert_msg(execute(&b, CODE, true) == expect, "%s in problem state",
                      in->mnemonic);
        b.cpu->gr[1] = CODE;
        ck_assert_msg(execute(&b, EXECUTE, true) == expect,
                      "%s under EX in problem state", in->mnemonic);
        if (expect == PIC_OPERATION)
            ck_assert_msg(execute(&b, CODE, false) == expect,
                          "%s in supervisor state", in->mnemonic);
    }
    bare_free(&b);
}

START_TEST(rows_pure)
{
    check_rows(0);
}
END_TEST

START_TEST(rows_with_das)
{
    check_rows(CPU_FAC_DAS);
    check_rows(CPU_FAC_DAS | CPU_FAC_EXTENSION);
}
END_TEST

START_TEST(rows_with_extension)
{
    check_rows(CPU_FAC_EXTENSION);
}
END_TEST

/* Every pair of opcode bytes that no row has. */
START_TEST(unassigned)
{
    struct bare b;
    unsigned seen = 0;

    bare_init(&b, 1 << 20, CPU_FAC_EXTENSION);
    for (unsigned i = 0; i < 0x10000; i++) {
        uint8_t text[6] = {(uint8_t)(i >> 8), (uint8_t)i};

        if (insn_find(text, INSN_SET_DEFAULT))
            continue;
        put_code(&b, text);
        ck_assert_msg(execute(&b, CODE, false) == PIC_OPERATION, "X'%04X'", i);
        seen++;
    }
    ck_assert_uint_gt(seen, 1000);
    bare_free(&b);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("table");
    TCase *t = tcase_create("table");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_test(t, rows_pure);
    tcase_add_test(t, rows_with_extension);
    tcase_add_test(t, rows_with_das);
    tcase_add_test(t, unassigned);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
