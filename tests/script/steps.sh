#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# steps.sh SOURCE-ROOT
#
# script/test skips the steps that lack something, by name, with the reason, and counts them; parts
# of the work may have blanks in their names. It counts the points of TAP; a test that ends in the
# middle, or runs nothing, has failed. What failed is named at the end. Output is TAP.
set -u
cd "$1" || exit 1
. script/lib.sh
. script/steps.sh
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0
logs=$tmp
: >"$tmp/out"

# it WHAT COMMAND...: one test
it() {
	n=$((n + 1))
	if "${@:2}" >"$tmp/said" 2>&1; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' "$tmp/out" "$tmp/said"
	fi
}

lines() { diff - "$tmp/out"; }
one_passes() { count 1 0; }

want present sh=dash
want "present, too" sh=dash
want "a part that lacks something" no-such-command=no-such-package sh=dash
want another no-such-tool=other-package
want "parts with blanks" sh=dash no-such-tool=other-package
it "has a part that is installed" has present
it "lacks a part that is not" eval '! has another'
it "lacks a part with blanks" eval '! has "parts with blanks"'
it "lacks one of several" eval '! has "present,parts with blanks"'

{
	step "first" one_passes
	with present step "second" one_passes
	with "present,a part that lacks something" step "third" one_passes
	with present given /no/such/file "a thing" with another beside "fourth" one_passes
	with another given / "a thing" beside "fifth" one_passes
	with present given / "a thing" beside "sixth" one_passes
	finish
	name_skipped
} >"$tmp/out"
it "counts what passed and what was skipped" [ "$passed $failed $skipped" = "3 0 3" ]
sed -i -n '/skipped steps/,$p' "$tmp/out"
it "names what was skipped" lines <<-END
	== skipped steps: 3
	   third: no no-such-package here
	   fourth: no a thing here
	   fifth: no other-package here
END

only="@(first|second)"
it "a step is asked for" asked_for second
it "one of several is" asked_for_any third first
it "none of several is" eval '! asked_for_any third fourth'
only=

# ---- what failed, once more at the end ----

fails='printf "not ok 1 - a\n# why\nnot ok 2 - b\nok 3 - c\n1..3\n"'
{
	step "it fails" tap bash -c "$fails"
	step "a command" check false
	step "it passes" one_passes
	beside "no test" true
	finish
	name_failed
} >"$tmp/out"
sed -i -n '/^== failed step/,$p' "$tmp/out"
it "names the points that failed" lines <<-END
	== failed step: a command
	   |    exit status 1: in_time false
	== failed step: it fails
	   | not ok 1 - a
	   | not ok 2 - b
	   |    exit status 0: bash -c $fails
	== failed step: no test
END
rm -f "$tmp"/*.failed
: >"$tmp/many.log"
for i in $(seq 10 21); do echo "not ok $i - a"; done >"$tmp/many.log"
{ echo many; failures "$tmp/many.log"; } >"$tmp/many.failed"
name_failed >"$tmp/out"
it "counts what it does not show" grep -qx '   | and 4 more' "$tmp/out"
rm "$tmp/many.failed"

# ---- what reports in TAP ----

# counts WANTED SCRIPT: "PASSED FAILED SKIPPED" of a step that runs SCRIPT, and whether it is ok
counts() {
	(
		passed=0 failed=0 skipped=0
		run_step "a step" tap bash -c "$2" >"$tmp/out" 2>&1
		grep -q '^   ok: ' "$tmp/out" && verdict=ok || verdict=FAILED
		[ "$passed $failed $skipped $verdict" = "$1" ] ||
			{ echo "counted $passed $failed $skipped $verdict, not $1"; exit 1; }
	)
}

shell='. tests/tap.sh; '
python="import sys; sys.path.insert(0, 'tests'); import tap; t = tap.Tap(); "
it "counts points" counts "1 0 1 ok" 'printf "ok 1 - a\nok 2 - b # SKIP none\n1..2\n"'
it "counts a point that failed, whatever the status" \
	counts "1 1 0 FAILED" 'printf "1..2\nok 1 - a\nnot ok 2 - b\n# why\n"'
it "shows it, and why" grep -q '^   | # why$' "$tmp/out"
it "all are skipped" counts "0 0 1 ok" 'echo "1..0 # SKIP none here"'
it "ends in the middle with status 0" counts "1 1 0 FAILED" 'echo "ok 1 - a"; exit 0'
it "ends in the middle with status 1" counts "1 1 0 FAILED" 'echo "ok 1 - a"; exit 1'
it "has fewer points than its plan" counts "1 1 0 FAILED" 'printf "1..2\nok 1 - a\n"'
it "has more points than its plan" counts "2 1 0 FAILED" 'printf "1..1\nok 1\nok 2\n"'
it "has two plans" counts "1 1 0 FAILED" 'printf "1..1\nok 1 - a\n1..1\n"'
it "bails out" counts "1 1 0 FAILED" 'printf "1..1\nok 1 - a\nBail out! no more\n"'
it "prints nothing" counts "0 1 0 FAILED" 'exit 0'
it "fails after its plan" counts "1 1 0 FAILED" 'printf "1..1\nok 1 - a\n"; exit 3'
it "tap.sh: passes" counts "2 0 1 ok" \
	"$shell pass 'a # b'; judge 0 c; skip d none; finish"
it "tap.sh: fails" counts "1 2 0 FAILED" "$shell pass a; judge 1 b; fail c why; finish"
it "tap.sh: ends in the middle" counts "1 1 0 FAILED" "$shell pass a; exit 0; finish"
it "tap.sh: runs no test" counts "0 1 0 FAILED" "$shell finish"
it "tap.py: passes" counts "1 0 1 ok" \
	"python3 -c \"${python} t.point(True, 'a # b'); t.skip('b', 'none'); sys.exit(t.end())\""
it "tap.py: fails" counts "1 1 0 FAILED" \
	"python3 -c \"${python} t.point(True, 'a'); t.point(0, 'b', 'why'); sys.exit(t.end())\""
it "tap.py: ends in the middle" counts "1 1 0 FAILED" \
	"python3 -c \"${python} t.point(True, 'a'); raise SystemExit\""
it "tap.py: runs no test" counts "0 1 0 FAILED" "python3 -c \"${python} sys.exit(t.end())\""

# what a step of script/test runs can be run: those of "long" seldom are
programs=$(sed -e ':a' -e '/\\$/{N;s/\\\n[[:blank:]]*//;ba' -e '}' script/test |
	grep -oE '\btap (tests|bench|script)/[^ ]+' | cut -d ' ' -f 2 | sort -u)
for program in $programs; do
	it "can be run: $program" test -x "$program"
done
it "these are many" test "$(wc -w <<<"$programs")" -ge 40
echo "1..$n"
