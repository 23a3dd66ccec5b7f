#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# each.sh PROGRAM DIR: PROGRAM finds nothing wrong with the tests below DIR.
find "$2" -name '*.litmus' -print0 | sort -z | xargs -0 "$1"
