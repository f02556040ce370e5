/* SPDX-License-Identifier: MIT */
/* EBCDIC code pages 1047 and 037 against Latin-1 and UTF-8. Both hold exactly
 * the 256 characters of Latin-1 (ISO 8859-1 with its control characters), so
 * each direction is a permutation and nothing is lost. They differ at 5F AD B0
 * BA BB BD (circumflex, not sign, brackets, Y acute, diaeresis). New line is
 * X'15' = U+0085, X'25' = line feed. IBM Character Data Representation
 * Architecture, CCSID 1047 and 37. */
#ifndef LIB_CODEPAGE_H
#define LIB_CODEPAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum codepage { CP_1047, CP_037 };

/* By number, as a configuration or an option gives it: "1047", "037", "37",
 * "cp037", "IBM1047". False when it is neither. */
bool codepage_by_name(const char *name, enum codepage *cp);

uint8_t codepage_to_latin1(enum codepage cp, uint8_t ebcdic);
uint8_t codepage_from_latin1(enum codepage cp, uint8_t latin1);

/* What a 3270 shows for the byte: its Unicode character when it is a graphic,
 * a space for X'40' and X'00', else 0 (a control character: no graphic). */
uint32_t codepage_graphic(enum codepage cp, uint8_t ebcdic);

/* Decodes one UTF-8 sequence of s[0..n). Returns its length and sets *ch; 0
 * when there is none or it is malformed or overlong. */
size_t utf8_decode(const char *s, size_t n, uint32_t *ch);
/* Encodes ch (at most X'10FFFF') in out; returns 1 to 4. */
size_t utf8_encode(uint32_t ch, char out[4]);

/* Converts n bytes of UTF-8. A character that EBCDIC lacks, or a malformed
 * byte, becomes `subst`, and is counted in *lost (NULL: not wanted). Returns
 * the length; out needs room for n bytes. ASCII is UTF-8 too. */
size_t codepage_from_utf8(enum codepage cp, const char *in, size_t n,
                          uint8_t *out, uint8_t subst, size_t *lost);
/* Converts n bytes of EBCDIC. Returns the length (no NUL is added); out needs
 * room for 2 * n bytes. */
size_t codepage_to_utf8(enum codepage cp, const uint8_t *in, size_t n,
                        char *out);

#endif
