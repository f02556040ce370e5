/* SPDX-License-Identifier: MIT */
/* File identifiers with "=". */
#include "cms/cmd/names.h"

#include "klib/klib.h"

void
names_take(const struct cms_args *args, unsigned i, unsigned end,
           struct fileid *pattern)
{
    static const char same[8] = {'=', ' ', ' ', ' ', ' ', ' ', ' ', ' '};

    memcpy(pattern->fn, i < end ? args->tok[i] : same, 8);
    memcpy(pattern->ft, i + 1 < end ? args->tok[i + 1] : same, 8);
    memcpy(pattern->fm, i + 2 < end ? args->tok[i + 2] : same, 2);
}

void
names_complete(const struct fileid *pattern, const struct fileid *input,
               struct fileid *result)
{
    *result = *pattern;
    if (pattern->fn[0] == '=')
        memcpy(result->fn, input->fn, 8);
    if (pattern->ft[0] == '=')
        memcpy(result->ft, input->ft, 8);
    if (pattern->fm[0] == '=')
        result->fm[0] = input->fm[0];
    if (!k_is_digit(pattern->fm[1]))
        result->fm[1] = input->fm[1];
}
