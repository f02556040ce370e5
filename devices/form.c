/* SPDX-License-Identifier: MIT */
/* Forms and their carriage control; see form.h. */
#include "devices/form.h"

#include <stdlib.h>
#include <string.h>

enum {
    STANDARD_LINES = 66,
    FCB_CHANNEL = 0x0f,
    FCB_FLAG = 0x10, /* eight lines an inch; the last line */
    FCB_INDEX = 0x80
};

/* By channel, in lines from 1. */
static const uint8_t standard_tape[FORM_CHANNELS] = {1,  7,  13, 19, 25, 31,
                                                     37, 43, 63, 49, 55, 61};

void
form_standard(struct form *f)
{
    memset(f, 0, sizeof(*f));
    f->lines = STANDARD_LINES;
    for (uint8_t c = 0; c < FORM_CHANNELS; c++)
        f->channel[standard_tape[c] - 1] = (uint8_t)(c + 1);
}

bool
form_parse(struct form *f, const char *text, struct err *err)
{
    struct form new = {.lines = f->lines};
    bool pairs = strchr(text, ':') != NULL;
    unsigned long line, channel = 0;
    const char *p = text;
    char *end;

    for (;;) {
        line = strtoul(p, &end, 10);
        channel++;
        if (pairs && end > p && *end == ':') {
            p = end + 1;
            channel = strtoul(p, &end, 10);
        } else if (pairs) {
            return err_set(err, "fcb=%s: not LINE:CHANNEL at %s", text, p);
        }
        if (end == p || (*end != ',' && *end != '\0'))
            return err_set(err, "fcb=%s: not a number at %s", text, p);
        if (line > FORM_MAX || channel < 1 || channel > FORM_CHANNELS)
            return err_set(err,
                           "fcb=%s: line %lu, channel %lu: lines go to %d, "
                           "channels from 1 to %d",
                           text, line, channel, FORM_MAX, FORM_CHANNELS);
        if (line > 0)
            new.channel[line - 1] = (uint8_t)channel;
        if (line > new.lines)
            new.lines = (unsigned)line;
        if (*end == '\0')
            break;
        p = end + 1;
    }
    *f = new;
    return true;
}

bool
form_lines(struct form *f, const char *text, struct err *err)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end != '\0' || n < 1 || n > FORM_MAX)
        return err_set(err, "lpp=%s: a form has 1 to %d lines", text, FORM_MAX);
    for (unsigned line = (unsigned)n; line < FORM_MAX; line++)
        f->channel[line] = 0;
    f->lines = (unsigned)n;
    return true;
}

bool
form_load(struct form *f, const uint8_t *image, unsigned len)
{
    struct form new = {.line = f->line};
    unsigned n = 0;
    bool last = false;

    if (len > 0 && image[0] & FCB_INDEX) {
        image++;
        len--;
    }
    new.eight = len > 0 && image[0] & FCB_FLAG;
    for (; n < len && n < FORM_MAX && !last; n++) {
        last = n > 0 && image[n] & FCB_FLAG;
        new.channel[n] = image[n] & FCB_CHANNEL;
        if (image[n] & ~(FCB_CHANNEL | FCB_FLAG) ||
            new.channel[n] > FORM_CHANNELS)
            return false;
    }
    if (!last)
        return false;
    new.lines = n;
    if (new.line >= new.lines)
        new.line = 0;
    *f = new;
    return true;
}

unsigned
form_skip(const struct form *f, unsigned channel)
{
    for (unsigned n = 1; n <= f->lines; n++)
        if (f->channel[(f->line + n) % f->lines] == channel)
            return n;
    return 0;
}
