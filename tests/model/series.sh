#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# series.sh NAIVE BENCH: brute force gives the same answers to those tests of bench/check.py that
# are small enough. TAP.
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

"$2" --write "$tmp" --threads 4 && "$1" "$tmp"/*.litmus
