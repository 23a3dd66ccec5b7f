#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# agree.sh AGREE LKMM [OPTION...]
#
# Compares with the reference answers, which are not part of this tree, by their own program AGREE.
# Where lkmm differs, a section of docs/reference-differences.md gives the reason; one about a
# test that agrees is a failure too.
set -u
cd "$(dirname "$0")/../.." || exit 2
out=$(mktemp)
trap 'rm -f "$out"' EXIT

"$1" --lkmm "$2" "${@:3}" >"$out"
tail -n 2 "$out"
read -r passed _ failed _ < <(tail -n 1 "$out")
while read -r _ test; do
	if grep -q "^$test.litmus: " "$out"; then
		echo "$test: differs, as docs/reference-differences.md derives"
		failed=$((failed - 1))
	else
		echo "$test: no longer differs"
		failed=$((failed + 1))
	fi
done < <(grep '^## ' docs/reference-differences.md)
head -n -2 "$out" | grep -vFf <(sed -n 's/^## //p' docs/reference-differences.md) | head -n 20
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
