/* SPDX-License-Identifier: MIT */
/* Nucleus functions that programs call by SVC 202 with parameter lists of
 * their own, beside the commands: TYPLIN WAITRD RDBUF WRBUF FINIS POINT
 * (cms/svc.c, cms/fscb.c). Each takes args->plist. */
#ifndef CMS_SVC_H
#define CMS_SVC_H

#include "cms/command.h"

int svc_typlin(const struct cms_args *args);
int svc_waitrd(const struct cms_args *args);
int svc_rdbuf(const struct cms_args *args);
int svc_wrbuf(const struct cms_args *args);
int svc_finis(const struct cms_args *args);
int svc_point(const struct cms_args *args);

/* Is the whole of an area given by a program in its storage? */
bool svc_area_valid(uint32_t address, uint32_t len);

#endif
