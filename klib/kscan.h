/* SPDX-License-Identifier: MIT */
/* Scanning of command lines: tokens, abbreviations, numbers, case. Text is in
 * the compiler's execution character set; a line is a pointer and a length and
 * need not end in a zero byte. */
#ifndef KLIB_KSCAN_H
#define KLIB_KSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of somebody's line. */
struct k_token {
    const char *p;
    size_t len;
};

/* What is left of a line being scanned. */
struct k_scan {
    const char *p;
    const char *end;
};

/* Skips blanks and takes the next token, which ends at a blank. False at the
 * line's end (then the token is empty). */
bool k_next_token(struct k_scan *s, struct k_token *t);
/* The same, but every character of `delims` is a token by itself. */
bool k_next_delim(struct k_scan *s, const char *delims, struct k_token *t);
/* What is left, without leading and trailing blanks. */
struct k_token k_rest(struct k_scan *s);

/* True if t is `word` or an abbreviation of it of at least min characters,
 * in either case. min 0: the whole word. */
bool k_abbrev(struct k_token t, const char *word, size_t min);
/* True if t is `word`, in either case. */
bool k_equal(struct k_token t, const char *word);

/* The whole token as a number. False if it is empty, has another character, or
 * does not fit. Hexadecimal digits in either case. */
bool k_parse_dec(struct k_token t, uint32_t *value);
bool k_parse_hex(struct k_token t, uint32_t *value);

char k_to_upper(char c);
char k_to_lower(char c);
bool k_is_letter(char c);
bool k_is_digit(char c);
void k_upper(char *p, size_t n);

/* Copies t to a field of n bytes, in upper case, padded with blanks, cut if
 * longer. */
void k_pad_upper(char *field, size_t n, struct k_token t);
/* The length of a blank-padded field without its trailing blanks. */
size_t k_trim(const char *field, size_t n);

#endif
