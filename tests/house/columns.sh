#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# columns.sh TREE: the check of columns finds a long line in each language, and accepts
# exempt lines. TAP.
. "$(dirname "$0")/planted.sh"

long=$(printf 'word %.0s' {1..20})	# 100 columns

# finds WHAT FILE LINE: with LINE at the end of FILE
finds() {
	plant "$1" "# $2:$(($(wc -l <"$copy/$2") + 1)): " "$2" "$3"
}

# allows WHAT FILE LINE...
allows() { plant "$1" "# $2:" "$2" "${@:3}"; }

finds "a comment in C" lib/define.h "/* $long */"
finds "a tab is 8" model/check.c $'\t'"${long% word*} ();"
finds "a macro" bench/loops.h $'#define M(x)\t\t\t\t\t\t\t\t\t\t\t\t\\'
finds "Rust" bench/loops.rs "// $long"
finds "a script in shell" tests/house/planted.sh "${long}word"
finds "Python" tests/house/arrows.py "# $long"
finds "prose in Markdown" model/README.md "${long}word"
finds "Meson" model/meson.build "# $long"
finds "a generated file" lib/rmw.list "/* $long */"
all_found columns.py

allows "a row of a table" model/README.md "| $long |"
allows "output" model/README.md '```console' "$ $long" '```'
allows "an address" model/README.md "${long}https://www.kernel.org/"
allows "a literal in shell" tests/house/planted.sh "says '$long'"
all_allowed columns.py
finish
