/* SPDX-License-Identifier: MIT */
/* A broken invariant of CP's own: a named abend (three letters, three digits,
 * as VM/370's), registers on the operator's console, and a disabled wait.
 * Guest input never reaches this. */
#ifndef CP_ABEND_H
#define CP_ABEND_H

void abend(const char code[7]) __attribute__((noreturn));

#endif
