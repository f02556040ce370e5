/* SPDX-License-Identifier: MIT */
/* Finds a word in a table of commands or operands. Pure. */
#include "cp/command.h"

const struct cmd_entry *
cmd_lookup(const struct cmd_entry *tab, unsigned n, struct k_token word,
           unsigned classes, bool *known)
{
    *known = false;
    for (unsigned i = 0; i < n; i++) {
        if (!k_abbrev(word, tab[i].name, tab[i].min))
            continue;
        *known = true;
        if (tab[i].classes == CLS_ANY || (tab[i].classes & classes))
            return &tab[i];
    }
    return NULL;
}
