#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# perpetual.sh LKMM LITMUS-DIR
#
# The model allows all outcomes of the perpetual form, of every test that has one, C and Rust
# mixed; and many tests have one. (broken.sh shows that it finds forbidden outcomes.)
# Output is TAP.
set -u
command -v rustc >/dev/null || { echo '1..0 # SKIP no rustc'; exit 0; }
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$1" run --lang mixed --mode perpetual --iterations 1000 "$2" >"$out" 2>&1
status=$?
# 2: of a test with more threads than CPUs no turn may have been observed
[ $status = 0 ] || [ $status = 2 ] && echo 'ok 1 - nothing forbidden is seen' ||
	{ echo 'not ok 1 - nothing forbidden is seen'; sed 's/^/# /' "$out" | tail -n 30; }
ran=$(sed -n 's/^\([0-9]*\) tests run, .*, 0 with forbidden outcomes$/\1/p' "$out")
perpetual=$(grep -c '^[0-9]* threads, .*, perpetual, ' "$out")
[ "$(grep -c '^Observation' "$out")" -ge 40 ] && [ "$perpetual" = "$ran" ] &&
	echo "ok 2 - $ran tests have run in it" ||
	echo "not ok 2 - ${ran:-no} tests have run, $perpetual in it"
echo 1..2
