#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# every.sh LKMM DIR...
#
# Runs every litmus test below DIR that the checker reads for a moment, in C, or checks that it is
# not run for a known reason. None shows a forbidden outcome. Closes with "N passed, N failed".
set -u
lkmm=$1
shift
out=$(mktemp)
trap 'rm -f "$out"' EXIT

"$lkmm" run --lang c --iterations 1 "$@" >"$out"
status=$?
files=$(find -L "$@" -name '*.litmus' | wc -l)

# Reasons that lie in a test. The one whose filter leaves out what goes through a null pointer ends
# by a signal.
awk -v files="$files" -v status=$status '
	function fail(what) { print "FAIL: " what; failed++ }
	/^Test .* not run: / {
		if (/lkmm check rejects it|final value of a lock|ordinary access to a lock|it did not end in time|it never ends|bad pointer/ ||
		    /^Test pointer-filter not run: signal 11/)
			passed++
		else
			fail($0)
	}
	/FORBIDDEN, seen/ { forbidden = 1; print }
	/^Observation / { forbidden ? fail($0) : passed++; forbidden = 0 }
	END {
		if (passed + failed != files)
			fail(passed + failed " of " files " tests are accounted for")
		if (status)
			fail("exit status " status)
		if (passed + failed < 100)
			fail("too few tests for a result")
		print passed + 0 " passed, " failed + 0 " failed"
		exit failed > 0
	}' "$out"
