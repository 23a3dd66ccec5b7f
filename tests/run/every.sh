#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# every.sh LKMM DIR...
#
# Runs every litmus test below DIR that the checker reads for a moment, in C, or checks that it is
# not run for a known reason. None shows a forbidden outcome. TAP.
set -u
lkmm=$1
shift
out=$(mktemp)
trap 'rm -f "$out"' EXIT

"$lkmm" run --lang c --iterations 1 "$@" >"$out"
status=$?
files=$(find -L "$@" -name '*.litmus' | wc -l)

# Reasons that lie in a test.
awk -v files="$files" -v status=$status '
	function point(good, what) {
		gsub(/#/, "\\#", what)
		print (good ? "ok " : "not ok ") ++points " - " what
		failed += !good
	}
	/^Test .* not run: / {
		if (/lkmm check rejects it|final value of a lock|ordinary access to a lock|it did not end in time|it never ends|bad pointer|undefined arithmetic|arithmetic that panics/)
			point(1, $0)
		else
			point(0, $0)
	}
	/FORBIDDEN, seen/ { forbidden = 1; print "# " $0 }
	/^Observation / { point(!forbidden, $0); forbidden = 0 }
	END {
		tests = points
		point(tests == files, tests " of " files " tests are accounted for")
		point(!status, "exit status " status)
		point(tests >= 100, tests " tests are enough")
		print "1.." points
		exit failed > 0
	}' "$out"
