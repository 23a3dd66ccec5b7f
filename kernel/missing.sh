#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# missing.sh OPS-LIST HEADER [all]: prints a header with the atomic operations that a kernel lacks;
# HEADER is its linux/atomic/atomic-instrumented.h. With "all", it lacks every operation that can be
# derived from others: for tests.

set -eu

awk -v all="${3-}" '
FNR == NR {
	if (match($0, /[a-z0-9_]+\(/))
		has[substr($0, RSTART, RLENGTH - 1)] = 1
	next
}
match($0, /^LKMM_OP\(atomic[a-z0-9_]*\)/) {
	name = substr($0, 9, RLENGTH - 9)
	if (!has[name] || all != "") {
		lacks = lacks (lacks == "" ? "" : " ") name
		print "#define LKMM_DERIVE_" name
	}
}
END {
	print "#define LKMM_DERIVED \"" lacks "\""
}' "$2" "$1"
