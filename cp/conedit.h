/* SPDX-License-Identifier: MIT */
/* Line editing: the four logical editing characters of a terminal, and how a
 * typed line becomes logical lines. CMS User's Guide, "Logical Line Editing".
 * Pure: host tests run it. */
#ifndef CP_CONEDIT_H
#define CP_CONEDIT_H

#include <stdbool.h>
#include <stdint.h>

/* 0: off. */
struct edit_chars {
    uint8_t line_end;    /* # */
    uint8_t line_delete; /* cent sign */
    uint8_t char_delete; /* @ */
    uint8_t escape;      /* " */
};

struct edit_line {
    unsigned len;
    bool cp; /* came as #CP: a CP command, which is the text */
};

/* Takes the next logical line of in[*pos..len): writes it to out (at most max
 * characters, more are dropped) and moves *pos on. False at the end. A whole
 * line that is empty is for the caller to see. With editing off (e NULL) the
 * line is taken as it stands, but for a leading #CP. */
bool edit_next(const struct edit_chars *e, const uint8_t *in, unsigned len,
               unsigned *pos, uint8_t *out, unsigned max,
               struct edit_line *line);

#endif
