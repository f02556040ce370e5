/* SPDX-License-Identifier: MIT */
/* CP's layout of a 3270 screen, as data stream orders. Model 2: output in rows
 * 1-22, the input field's attribute in row 22 column 80, input from row 23
 * column 1 to row 24 column 59, an attribute in row 24 column 60, status in
 * row 24 columns 61-79. Larger screens have the same lines at their foot.
 * Pure: no I/O here; host tests run it. */
#ifndef CP_CONSCR_H
#define CP_CONSCR_H

#include <stdbool.h>
#include <stdint.h>

struct screen {
    uint8_t rows, cols; /* 24, 80 ... */
    bool alternate;     /* Erase/Write Alternate for more than 24 x 80 */
    uint8_t row, col;   /* where the next output goes, from 0 */
};

enum { SCR_INPUT_COLS = 59, SCR_STATUS = 19, SCR_STATE = 10 };

/* A data stream being built. `over` when it did not fit. */
struct stream {
    uint8_t *p;
    unsigned len, max;
    bool over;
};

static inline unsigned
scr_output_rows(const struct screen *s)
{
    return s->rows - 2u;
}
/* Buffer address of the first input position. */
static inline unsigned
scr_input_at(const struct screen *s)
{
    return (s->rows - 2u) * s->cols;
}

void scr_byte(struct stream *o, uint8_t b);
void scr_bytes(struct stream *o, const void *p, unsigned n);
void scr_address(struct stream *o, unsigned addr);

/* Both attributes, on a screen just erased. */
void scr_format(struct stream *o, const struct screen *s);
/* Nulls in the output area; the next output goes to its top. */
void scr_clear_output(struct stream *o, struct screen *s);
/* Nulls in the input area, and in it `text` (may be NULL) with its modified
 * tag on; dark: what is typed is not shown. Leaves the cursor there. */
void scr_input(struct stream *o, const struct screen *s, bool dark,
               const uint8_t *text, unsigned len);
/* State, 10 characters or 12, and system id. */
void scr_status(struct stream *o, const struct screen *s, const char *state,
                const char *sysid);

/* Writes as much of an output line as fits; returns how many characters were
 * taken. *done: the line is complete. newline: the next line starts on a row
 * of its own. Control characters come out as blanks. Nothing is taken when
 * the output area is full or the stream has no room for a row. */
unsigned scr_line(struct stream *o, struct screen *s, const uint8_t *text,
                  unsigned len, bool newline, bool *done);
bool scr_full(const struct screen *s);

/* The input field's text from what Read Modified brought (AID, cursor, then
 * fields): copies at most max characters, nulls left out. 0 when the field was
 * not modified. */
unsigned scr_input_text(const struct screen *s, const uint8_t *in, unsigned len,
                        uint8_t *out, unsigned max);

/* Screen size from a Query Reply (AID X'88', structured fields): false when
 * there is no usable area in it, or one that CP cannot use. *features: X'80'
 * colour, X'40' highlighting, X'20' symbol sets, as DIAGNOSE X'8C' has them. */
bool scr_query_reply(const uint8_t *in, unsigned len, unsigned *rows,
                     unsigned *cols, uint8_t *features);

#endif
