#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# alone.sh OUTPUT LIBRARY OBJCOPY AR CC...: the static library with its hidden names made local.
#
# A static library has no scope between a file and the whole program. So the shared names are first
# linked into one object, and a program that uses the library may have functions of the same names.
set -e
output=$1 library=$2 objcopy=$3 ar=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$@" -r -nostdlib -o "$work/lkmm-model.o" -Wl,--whole-archive "$library" -Wl,--no-whole-archive
"$objcopy" --localize-hidden "$work/lkmm-model.o"
rm -f "$output"
"$ar" rcs "$output" "$work/lkmm-model.o"
