#!/bin/sh
# SPDX-License-Identifier: MIT
# Fails when the fast engine needs more host instructions for a guest
# instruction than bench/counts says (counts.py).
exec python3 "${srcdir:-.}/bench/counts.py" --check
