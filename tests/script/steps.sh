#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# steps.sh SOURCE-ROOT
#
# script/test skips the steps that lack something, by name, with the reason, and counts them; parts
# of the work may have blanks in their names. Output is TAP.
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
echo "1..$n"
