#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# missing.sh OPS-LIST DERIVED WHICH HEADER...: prints a header with the operations that a kernel
# lacks, of those that DERIVED, which is derived.h, makes of others. Those it has are in HEADERs:
# linux/atomic/atomic-instrumented.h and asm-generic/bitops/instrumented-lock.h. If WHICH is "all",
# it lacks all of them: for tests. An operation on atomic types that DERIVED does not have is in the
# list too: without it, nothing can be built.

set -eu

list=$1 derived=$2 which=$3
shift 3
awk -v all="$which" '
FILENAME == ARGV[ARGC - 2] {
	if (match($0, /LKMM_DERIVE_[a-z0-9_]+$/))
		derived[substr($0, RSTART + 12)] = 1
	next
}
FILENAME != ARGV[ARGC - 1] {
	if (match($0, /[a-z0-9_]+\(/))
		has[substr($0, RSTART, RLENGTH - 1)] = 1
	next
}
match($0, /^LKMM_OP\([a-z0-9_]*\)/) {
	name = substr($0, 9, RLENGTH - 9)
	if ((name ~ /^atomic/ || name in derived) && (!has[name] || all == "all")) {
		lacks = lacks (lacks == "" ? "" : " ") name
		print "#define LKMM_DERIVE_" name
	}
}
END {
	print "#define LKMM_DERIVED \"" lacks "\""
}' "$@" "$derived" "$list"
