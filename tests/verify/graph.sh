#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# graph.sh LKMM DIR: lkmm verify --graph draws the execution behind a fault of the programs in DIR,
# with lines of their sources. Without Graphviz: in its language. $CC: a clang. Output is TAP.
set -u
. "$(dirname "$(realpath "$0")")/../tap.sh"
lkmm=$1
dir=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
tap_shows="$tmp/out $tmp/err"

# draws STATUS PROGRAM FAULT: writes $tmp/x.dot
draws() {
	rm -f "$tmp/x.dot"
	"$lkmm" verify --graph "$tmp/x.dot" "$dir/$2" -- "-DFAULT=$3" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$1" ]
}

# has COUNT TEXT: so many boxes and edges of the drawing have the text
has() { [ "$(grep -c -- "$2" "$tmp/x.dot")" = "$1" ]; }

# raced: the lines of the two accesses that the verdict names
raced() {
	awk '/^  data race/ { left = 2 }
		left && /^    P[0-9]/ { split($1, at, ":"); print at[2]; left-- }' "$tmp/out"
}

race() {
	draws 1 "$1" "$2" && has 1 'with a data race' && has 2 'penwidth=2 label' || return 1
	[ "$(raced | wc -l)" = 2 ] || return 1
	for line in $(raced); do
		grep -q "penwidth=2 label=<$line: " "$tmp/x.dot" || return 1
	done
}

assertion() { draws 1 "$1" "$2" && has 1 'an execution that ends on line'; }
waits() { draws 1 "$1" "$2" && has 1 'a thread waits for ever on line'; }
freed() { draws 1 "$1" "$2" && has 1 'frees it on line' && has 2 'penwidth=2 label'; }
nothing() { draws 2 "$1" 0 && [ ! -e "$tmp/x.dot" ] && grep -q 'nothing to draw' "$tmp/err"; }
wrong_kind() {
	"$lkmm" verify --graph "$tmp/x.gif" "$dir/ring.c" >"$tmp/out" 2>"$tmp/err"
	[ $? = 2 ] && grep -q 'ends in .svg, .png or .dot' "$tmp/err" && [ ! -e "$tmp/x.gif" ]
}

it "a data race: the two accesses stand out" race ring.c 1
it "a data race in a critical section" race mutex.c 1
it "an assertion that fails" assertion once.c 3
it "a thread that waits for ever" waits mutex.c 2
it "a use after free: the access and the free stand out" freed hazard.c 1
it "no fault, no drawing" nothing ring.c
it "another kind of file is refused" wrong_kind
finish
