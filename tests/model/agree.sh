#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# agree.sh AGREE LKMM [--verdicts-only]
#
# Compares with the reference answers, which are not part of this tree, by their own program AGREE.
# Where lkmm differs, a section of docs/reference-differences.md gives the reason; one about a
# test that agrees is a failure too. TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
out=$(mktemp)
trap 'rm -f "$out" "$out.same"' EXIT

"$1" --lkmm "$2" "${@:3}" >"$out"
note "$(tail -n 2 "$out" | head -n 1)"
# The tests that are compared, less those that differ.
sed -n 's/^{.*"test": *"\([^"]*\)".*/\1/p' "$(dirname "$1")/expected.jsonl" |
	grep -vxFf <(head -n -2 "$out" | sed 's/: .*//') >"$out.same"
[ "$(wc -l <"$out.same") passed" = "$(tail -n 1 "$out" | sed 's/,.*//')" ]
judge $? "every test is compared" "$out"
while read -r test; do
	pass "$test"
done <"$out.same"
while read -r _ test; do
	grep -q "^$test.litmus: " "$out"
	judge $? "$test differs, as docs/reference-differences.md derives"
done < <(grep '^## ' docs/reference-differences.md)
while read -r differs; do
	fail "$differs"
done < <(head -n -2 "$out" | grep -vFf <(sed -n 's/^## //p' docs/reference-differences.md))
finish
