/* SPDX-License-Identifier: MIT */
/* The instruction table is in order and unambiguous, its lengths are the
 * architecture's, and the disassembler writes operands as they are. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/disasm.h"
#include "arch/insn.h"

/* An instruction with this row's opcode and zeros elsewhere. */
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

#define LENGTH(name, length, ext, operands) length,
static const unsigned format_length[] = {INSN_FORMATS(LENGTH)};

START_TEST(rows_are_sound)
{
    uint8_t before = 0;

    for (unsigned i = 0; i < insn_count; i++) {
        const struct insn *in = &insn_table[i];
        uint8_t text[6];

        make_text(in, text);
        ck_assert_msg(text[0] >= before, "%s: out of order", in->mnemonic);
        before = text[0];
        ck_assert_msg(insn_length(text[0]) == format_length[in->format],
                      "%s: length of its format", in->mnemonic);
        ck_assert_ptr_eq(insn_find(text, INSN_FAC_BIT(in->facility)), in);
        for (unsigned j = 0; j < i; j++)
            ck_assert_str_ne(in->mnemonic, insn_table[j].mnemonic);
    }
}
END_TEST

/* Only what cpu/ can install may be implemented, and the default machine
 * lacks nothing of what it promises. */
START_TEST(facilities_are_sound)
{
    const uint32_t possible = INSN_SET_DEFAULT | INSN_FAC_BIT(INSN_FAC_DAS);

    for (unsigned i = 0; i < insn_count; i++) {
        const struct insn *in = &insn_table[i];
        uint32_t bit = INSN_FAC_BIT(in->facility);

        if (in->implemented)
            ck_assert_msg(bit & possible, "%s: facility", in->mnemonic);
        if (bit & INSN_SET_DEFAULT)
            ck_assert_msg(in->implemented, "%s: granted but not implemented",
                          in->mnemonic);
    }
}
END_TEST

/* BRXH and WRD share an opcode, SIO ignores bits 8-14. */
START_TEST(find_by_facility)
{
    const uint8_t x84[6] = {0x84}, sio[6] = {0x9c, 0xfc},
                  siof[6] = {0x9c, 0x7d};
    const uint8_t lhi[6] = {0xa7, 0x18};

    ck_assert_ptr_null(insn_find(x84, INSN_SET_S370));
    ck_assert_str_eq(insn_find(x84, INSN_SET_DEFAULT)->mnemonic, "BRXH");
    ck_assert_str_eq(insn_find(x84, INSN_FAC_BIT(INSN_FAC_DIRECT))->mnemonic,
                     "WRD");
    ck_assert_str_eq(insn_find(sio, INSN_SET_S370)->mnemonic, "SIO");
    ck_assert_str_eq(insn_find(siof, INSN_SET_S370)->mnemonic, "SIOF");
    ck_assert_ptr_null(insn_find(lhi, INSN_SET_S370));
    ck_assert_str_eq(insn_find(lhi, INSN_SET_DEFAULT)->mnemonic, "LHI");
}
END_TEST

static const struct {
    uint8_t text[6];
    const char *expect;
} samples[] = {
    {{0x1a, 0x3f}, "AR    3,15"},
    {{0x07, 0xfe}, "BCR   15,14"},
    {{0x0a, 0xca}, "SVC   202"},
    {{0x04, 0x50}, "SPM   5"},
    {{0x58, 0x12, 0xcf, 0xff}, "L     1,4095(2,12)"},
    {{0x47, 0xf0, 0xc0, 0x10}, "BC    15,16(0,12)"},
    {{0x98, 0xec, 0xd0, 0x0c}, "LM    14,12,12(13)"},
    {{0x89, 0x30, 0x00, 0x04}, "SLL   3,4(0)"},
    {{0xbf, 0x17, 0xa0, 0x01}, "ICM   1,7,1(10)"},
    {{0x92, 0xff, 0xb0, 0x20}, "MVI   32(11),255"},
    {{0x82, 0x00, 0x10, 0x08}, "LPSW  8(1)"},
    {{0x9d, 0x00, 0x20, 0x00}, "TIO   0(2)"},
    {{0xb2, 0x0d, 0x00, 0x00}, "PTLB"},
    {{0xb2, 0x22, 0x00, 0x70}, "IPM   7"},
    {{0xb2, 0x52, 0x00, 0x12}, "MSR   1,2"},
    {{0xa7, 0x18, 0xff, 0xff}, "LHI   1,-1"},
    {{0xa7, 0x11, 0x80, 0x01}, "TMLL  1,X'8001'"},
    {{0xa7, 0xf4, 0xff, 0xfe}, "BRC   15,X'000FFC'"},
    {{0xc0, 0xe5, 0x00, 0x01, 0x00, 0x00}, "BRASL 14,X'021000'"},
    {{0x85, 0x24, 0x00, 0x03}, "BRXLE 2,4,X'001006'"},
    {{0xd2, 0x07, 0x10, 0x00, 0x20, 0x08}, "MVC   0(8,1),8(2)"},
    {{0xf2, 0x71, 0x10, 0x00, 0x20, 0x08}, "PACK  0(8,1),8(2,2)"},
    {{0xf0, 0x75, 0x10, 0x00, 0x00, 0x3e}, "SRP   0(8,1),62(0),5"},
    {{0xe3, 0x12, 0x34, 0x56, 0x00, 0x1e}, "LRV   1,1110(2,3)"},
    {{0xeb, 0x12, 0x30, 0x04, 0x00, 0x1d}, "RLL   1,2,4(3)"},
    {{0xe5, 0x01, 0x10, 0x00, 0x20, 0x08}, "TPROT 0(1),8(2)"},
    {{0x00, 0x12}, "DC    X'0012'"},
    {{0xff, 1, 2, 3, 4, 5}, "DC    X'FF0102030405'"},
};

START_TEST(disassembles)
{
    char buf[DISASM_MAX];
    unsigned n = disasm(buf, samples[_i].text, 0x1000, INSN_SET_DEFAULT);

    ck_assert_str_eq(buf, samples[_i].expect);
    ck_assert_uint_eq(n, insn_length(samples[_i].text[0]));
}
END_TEST

/* Any bytes give a text that fits. */
START_TEST(any_bytes)
{
    char buf[DISASM_MAX + 1];

    for (unsigned i = 0; i < 0x10000; i++) {
        uint8_t text[6] = {
            (uint8_t)(i >> 8), (uint8_t)i, 0xff, 0xff, 0xff, 0xff};

        buf[DISASM_MAX] = 0x55;
        disasm(buf, text, 0xffffff, INSN_SET_ALL);
        ck_assert(strlen(buf) < DISASM_MAX);
        ck_assert_int_eq(buf[DISASM_MAX], 0x55);
    }
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("insn");
    TCase *t = tcase_create("insn");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_add_test(t, rows_are_sound);
    tcase_add_test(t, facilities_are_sound);
    tcase_add_test(t, find_by_facility);
    tcase_add_loop_test(t, disassembles, 0, sizeof samples / sizeof samples[0]);
    tcase_add_test(t, any_bytes);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
