#!/bin/sh
# SPDX-License-Identifier: MIT
# The trap budget (tests/cp/budget.c) over the guest that takes every kind.
exec ./tests/cp/budget tests/cp/core.bin tests/cp/traps.bin
