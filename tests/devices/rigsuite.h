/* SPDX-License-Identifier: MIT */
/* The main function of tests on a rig. */
#ifndef TESTS_DEVICES_RIGSUITE_H
#define TESTS_DEVICES_RIGSUITE_H

#include <check.h>

/* Runs a suite of this one case; the program's exit status. */
int rig_suite(const char *name, TCase *t, SFun setup, SFun teardown);

#endif
