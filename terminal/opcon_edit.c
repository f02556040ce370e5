/* SPDX-License-Identifier: MIT */
/* The operator console's command line: editing and the commands typed before.
 * The line is kept as Unicode characters and becomes UTF-8 when it is sent. */
#include "config.h"

#include "terminal/opcon.h"

#include <stdlib.h>
#include <string.h>

#include "lib/codepage.h"

void
opcon_type(struct opcon *o, uint32_t ch)
{
    if (ch < 0x20 || ch == 0x7f || o->input_len == OPCON_INPUT)
        return;
    memmove(o->input + o->input_pos + 1, o->input + o->input_pos,
            (o->input_len - o->input_pos) * sizeof(o->input[0]));
    o->input[o->input_pos++] = ch;
    o->input_len++;
    o->scroll = 0;
}

static void
delete_at(struct opcon *o)
{
    if (o->input_pos >= o->input_len)
        return;
    o->input_len--;
    memmove(o->input + o->input_pos, o->input + o->input_pos + 1,
            (o->input_len - o->input_pos) * sizeof(o->input[0]));
}

static void
recall(struct opcon *o, unsigned pos)
{
    const char *s;
    size_t n;

    o->history_pos = pos;
    o->input_len = 0;
    if (pos < o->history_len) {
        s = o->history[pos];
        while (*s != '\0' && o->input_len < OPCON_INPUT) {
            uint32_t ch = '?';

            n = utf8_decode(s, strlen(s), &ch);
            o->input[o->input_len++] = ch;
            s += n ? n : 1;
        }
    }
    o->input_pos = o->input_len;
}

static void
remember(struct opcon *o, const char *text)
{
    if (o->history_len && strcmp(o->history[o->history_len - 1], text) == 0)
        return;
    if (o->history_len == OPCON_HISTORY) {
        free(o->history[0]);
        memmove(o->history, o->history + 1,
                (OPCON_HISTORY - 1) * sizeof(o->history[0]));
        o->history_len--;
    }
    o->history[o->history_len] = strdup(text);
    if (o->history[o->history_len] == NULL)
        abort();
    o->history_len++;
}

static void
enter(struct opcon *o)
{
    char text[4 * OPCON_INPUT + 1];
    size_t n = 0;
    unsigned i;

    if (!o->connected || o->input_len == 0)
        return;
    for (i = 0; i < o->input_len; i++)
        n += utf8_encode(o->input[i], text + n);
    text[n] = '\0';
    if (!opcon_command(o, text))
        return;
    remember(o, text);
    recall(o, o->history_len);
    o->scroll = 0;
}

void
opcon_edit(struct opcon *o, enum opcon_edit what)
{
    switch (what) {
    case OPCON_LEFT:
        o->input_pos -= o->input_pos > 0;
        break;
    case OPCON_RIGHT:
        o->input_pos += o->input_pos < o->input_len;
        break;
    case OPCON_HOME:
        o->input_pos = 0;
        break;
    case OPCON_END:
        o->input_pos = o->input_len;
        break;
    case OPCON_BACKSPACE:
        if (o->input_pos > 0) {
            o->input_pos--;
            delete_at(o);
        }
        break;
    case OPCON_DELETE:
        delete_at(o);
        break;
    case OPCON_KILL:
        o->input_len = o->input_pos = 0;
        break;
    case OPCON_OLDER:
        if (o->history_pos > 0)
            recall(o, o->history_pos - 1);
        break;
    case OPCON_NEWER:
        if (o->history_pos < o->history_len)
            recall(o, o->history_pos + 1);
        break;
    case OPCON_ENTER:
        enter(o);
        break;
    }
}
