/* SPDX-License-Identifier: MIT */
/* The Ready line, and what ends a command. */
#ifndef CMS_READY_H
#define CMS_READY_H

const char *ready_version(void); /* the line that IPL shows */
/* Notes processor time and the name of the command that begins. */
void ready_begin(void);
/* Ends a command: closes files, frees storage, types Ready;. */
void ready_end(int rc);

#endif
