/* SPDX-License-Identifier: MIT */
/* Random programs: whatever a guest executes, the host program goes on. With
 * the sanitizers of configure's --enable-asan this finds stray accesses and
 * undefined arithmetic; without, it checks the counts and that storage beyond
 * the end is never touched. The seed is fixed: a failure repeats. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "arch/insn.h"
#include "arch/psw.h"
#include "tests/cpu/bare.h"

enum { SIZE = 256 << 10, PROGRAMS = 400, RUNS = 20, STEPS = 300 };

static uint64_t state;

/* xorshift64* by Vigna (2016), from memory. */
static uint32_t
random32(void)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)(state * 2685821657736338717u >> 32);
}

/* A word that is more likely than others to matter: small, near a boundary, or
 * an address in storage. */
static uint32_t
interesting(void)
{
    uint32_t v = random32();

    switch (random32() & 7) {
    case 0:
        return v & 15;
    case 1:
        return SIZE - (v & 15);
    case 2:
        return v & (SIZE - 1);
    case 3:
        return (v & (SIZE - 1) & ~2047u) - (v & 7);
    case 4:
        return 0xffffff - (v & 15);
    case 5:
        return v & 0x80000000u ? 0x80000000u : 0x7fffffff;
    default:
        return v;
    }
}

/* Storage with instructions of the table at random, operands too. */
static void
fill(struct bare *b)
{
    for (uint32_t i = 0; i < SIZE; i += 4)
        bare_set_word(b, i, interesting());
    for (uint32_t i = 0x200; i + 6 < SIZE;) {
        const struct insn *in = &insn_table[random32() % insn_count];
        uint8_t *p = b->storage.main + i;
        enum insn_ext ext = insn_format_ext((enum insn_format)in->format);

        switch (ext) {
        case INSN_EXT_NONE:
            p[0] = (uint8_t)in->opcode;
            break;
        case INSN_EXT_NIBBLE:
            p[0] = (uint8_t)(in->opcode >> 4);
            p[1] = (uint8_t)((p[1] & 0xf0) | (in->opcode & 15));
            break;
        default:
            p[0] = (uint8_t)(in->opcode >> 8);
            p[ext == INSN_EXT_BYTE5 ? 5 : 1] = (uint8_t)in->opcode;
            break;
        }
        i += insn_length(p[0]);
    }
    cpu_storage_changed(b->cpu, 0, SIZE);
    for (uint32_t i = 0; i < SIZE / 2048; i++) {
        b->storage.keys[i] = random32() & 3 ? 0 : random32() & 0xfe;
        cpu_key_changed(b->cpu, i * 2048);
    }
}

static void
randomize(struct bare *b)
{
    struct cpu *cpu = b->cpu;
    uint32_t w0 = random32() & 0xff0f0000u;

    for (unsigned i = 0; i < 16; i++)
        cpu->gr[i] = interesting();
    for (unsigned i = 0; i < 4; i++)
        cpu->fr[i] = (uint64_t)random32() << 32 | random32();
    cpu->cr[0] = (random32() & 0x508000ffu) | 0x00800000u;
    cpu->cr[1] = interesting();
    for (unsigned i = 3; i <= 7; i++)
        cpu->cr[i] = random32() & 1 ? interesting() : random32();
    cpu->cr[0] |= random32() & (CR0_EXTRACTION | CR0_SECONDARY);
    cpu->cr[8] = random32();
    cpu->cr[9] = random32() & 1 ? random32() : 0;
    cpu->cr[10] = interesting() & 0xffffff;
    cpu->cr[11] = interesting() & 0xffffff;
    cpu->cr[14] = random32() & 1 ? 0x00080000 | (random32() & 63) : random32();
    if ((cpu->facilities & CPU_FAC_DAS) && random32() & 1)
        w0 |= PSW_EC_SECONDARY;
    w0 &= ~0x00020000u; /* no wait */
    if (random32() & 1)
        w0 &= 0x470fffffu | 0xff000000u * !(w0 & 0x00080000u);
    cpu_set_psw(cpu, (uint64_t)(w0 | (random32() & 0x00f03f00u)) << 32 |
                         (interesting() & 0xfffffe));
}

START_TEST(random_programs)
{
    struct bare b;

    state = 88172645463325252u + (uint64_t)_i;
    bare_init(&b, SIZE, CPU_FAC_EXTENSION | (_i & 1 ? CPU_FAC_DAS : 0));
    for (unsigned program = 0; program < PROGRAMS / 10; program++) {
        fill(&b);
        for (unsigned run = 0; run < RUNS; run++) {
            enum cpu_stop why;
            uint64_t before = b.cpu->icount, done;

            randomize(&b);
            b.cpu->stopped = false;
            done = cpu_run(b.cpu, STEPS, &why);
            ck_assert_uint_eq(b.cpu->icount - before, done);
            ck_assert_uint_le(done, STEPS);
            ck_assert_int_eq(done == STEPS && why == CPU_COUNT,
                             why == CPU_COUNT);
        }
    }
    bare_free(&b);
}
END_TEST

int
main(void)
{
    Suite *s = suite_create("random");
    TCase *t = tcase_create("random");
    SRunner *r = srunner_create(s);
    int failed;

    tcase_set_timeout(t, 600);
    tcase_add_loop_test(t, random_programs, 0, 10);
    suite_add_tcase(s, t);
    srunner_run_all(r, CK_NORMAL);
    failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
