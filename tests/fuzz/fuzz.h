/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share: taking an input apart, a scratch file, and what
 * happens when something that must hold does not. A target is one program with
 * one LLVMFuzzerTestOneInput; linked with libFuzzer it hunts, linked with
 * replay.c it runs files. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is left of an input. Reads past its end give zeros and no bytes. */
struct fuzz_in {
    const uint8_t *p;
    size_t n;
};

uint8_t fuzz_u8(struct fuzz_in *in);
uint16_t fuzz_u16(struct fuzz_in *in); /* big-endian */
/* At most max of the next bytes; *len is how many there were. */
const uint8_t *fuzz_bytes(struct fuzz_in *in, size_t max, size_t *len);
/* A piece with a length of two bytes before it, cut at the input's end. */
const uint8_t *fuzz_piece(struct fuzz_in *in, size_t *len);

/* A file in memory with these contents: its path, good until the next call for
 * the same n (0 to 7). */
const char *fuzz_file(unsigned n, const void *data, size_t len);
/* The same file, lengthened with zeros. */
void fuzz_extend(unsigned n, uint64_t size);

/* Says where and ends the program by a signal, which libFuzzer takes as a
 * crash. */
_Noreturn void fuzz_fail(const char *file, int line, const char *what);
#define FUZZ_CHECK(x) ((x) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #x))

#endif
