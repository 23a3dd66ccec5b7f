#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# readmes.sh TREE: the check of READMEs finds what is missing, too much, or not there, and accepts
# the other names. TAP.

# What the READMEs name: all that has one, but nothing that is built.
mapfile -t rooms < <(cd "$1" && for readme in */README.md; do dirname "$readme"; done)
. "$(dirname "$0")/planted.sh"

plant "a file that is not there" "# gen/README.md: there is no read/nothing.c" \
	gen/README.md "\`read/nothing.c\`"
plant "a folder that is not there" "# lib/README.md: there is no nowhere/" \
	lib/README.md "\`nowhere/\`"
plant "more than a screen" "# base/README.md: " base/README.md {1..50}
whats+=("a folder that is not named" "a folder without a README")
texts+=("# show/README.md: does not name hidden/" "# defs: no README.md")
mkdir "$copy/show/hidden"
rm "$copy/defs/README.md"
all_found readmes.py

plant "names in the room, below it, at the top, and a pattern" "gen/README.md" gen/README.md \
	"\`gen.h\`, \`table.c\`, \`defs/ops.tbl\`, \`defs/arch/*.def\`, \`tests/house/\`"
plant "code and words" "lib/README.md" lib/README.md "\`READ_ONCE()\`, \`v1.2\`, a/b.c"
all_allowed readmes.py
finish
