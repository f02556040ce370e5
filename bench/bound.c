/* SPDX-License-Identifier: MIT */
/* What the host needs for the bytes alone that c2_strlong moves and compares in
 * each turn: the bound for any engine. The operand is the number of turns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG = 4096, SHORT = 256, TIMES = 4 };

/* The buffers lie as the kernel's do. */
struct buffers {
    unsigned char a[LONG], gap[LONG + 4], b[LONG + LONG - 1], c[LONG];
};

/* Keeps the compiler from knowing what is in storage. */
static void
forget(void *p)
{
    __asm__ volatile("" : : "r"(p) : "memory");
}

static int
turn(struct buffers *s, unsigned n)
{
    int differ = 0;

    memset(s->a, 0x40, LONG);
    s->a[100] = (unsigned char)n;
    forget(s);
    memcpy(s->b, s->a, LONG);
    forget(s);
    differ |= memcmp(s->b, s->a, LONG);
    for (unsigned i = 0; i < TIMES; i++) {
        memcpy(s->c + SHORT * i, s->a + SHORT * i, SHORT);
        forget(s);
    }
    for (unsigned i = 0; i < TIMES; i++)
        differ |= memcmp(s->c + SHORT * i, s->b + SHORT * i, SHORT);
    return differ;
}

int
main(int argc, char **argv)
{
    struct buffers *s = calloc(1, sizeof *s);
    unsigned long n = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
    int differ = 0;

    if (!s || n == 0) {
        fprintf(stderr, "usage: %s TURNS\n", argv[0]);
        return 1;
    }
    while (n--)
        differ |= turn(s, (unsigned)n);
    free(s);
    puts(differ ? "failed" : "passed");
    return differ != 0;
}
