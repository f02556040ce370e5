/* SPDX-License-Identifier: MIT */
/* Terminal types of 3270s: RFC 1576 section 3, the device name of RFC 1646
 * section 4, and the screen sizes of GA23-0059 "Display Sizes". */
#include "lib/tn3270.h"

#include <string.h>
#include <strings.h>

bool
tn3270_model_size(unsigned model, unsigned *rows, unsigned *cols)
{
    static const uint8_t size[4][2] = {{24, 80}, {32, 80}, {43, 80}, {27, 132}};

    if (model < 2 || model > 5)
        return false;
    *rows = size[model - 2][0];
    *cols = size[model - 2][1];
    return true;
}

/* Printable ASCII only: the text goes into messages and logs. */
static bool
copy_name(char *out, const char *text, size_t len)
{
    size_t i;

    if (len > TN3270_NAME_MAX)
        return false;
    for (i = 0; i < len; i++)
        if (text[i] <= ' ' || text[i] > '~')
            return false;
    memcpy(out, text, len);
    out[len] = '\0';
    return true;
}

bool
tn3270_parse_type(const char *text, size_t len, struct tn3270_terminal *out)
{
    const char *at = memchr(text, '@', len);
    size_t type_len = at ? (size_t)(at - text) : len;
    const char *p;

    memset(out, 0, sizeof(*out));
    if (!copy_name(out->type, text, type_len) ||
        (at && !copy_name(out->device, at + 1, len - type_len - 1)))
        return false;
    out->model = 2;
    p = out->type;
    if (strncasecmp(p, "IBM-", 4) != 0)
        return false;
    p += 4;
    if (strcasecmp(p, "DYNAMIC") == 0) {
        out->extended = true;
    } else if (strncmp(p, "3277", 4) == 0 || strncmp(p, "3278", 4) == 0 ||
               strncmp(p, "3279", 4) == 0 || strncmp(p, "3179", 4) == 0) {
        p += 4;
        if (p[0] == '-' && p[1] >= '2' && p[1] <= '5') {
            out->model = (unsigned)(p[1] - '0');
            p += 2;
        }
        out->extended = strcasecmp(p, "-E") == 0;
    } else if (strncmp(p, "328", 3) == 0) {
        out->printer = true;
    } else {
        return false;
    }
    return tn3270_model_size(out->model, &out->rows, &out->cols);
}
