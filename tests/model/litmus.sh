#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# litmus.sh LKMM DIR: every test in DIR gets the answer written in it, and bad input the error it deserves.
lkmm=$1
dir=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
failed=0

fail()
{
	echo "litmus.sh: $*"
	failed=1
}

# $1: what the file says; $2: the error expected
bad()
{
	printf '%b' "$1" > "$tmp/bad.litmus"
	got=$("$lkmm" check "$tmp/bad.litmus" 2>&1 >/dev/null)
	[ $? = 2 ] || fail "status of: $1"
	case $got in
	"$tmp/bad.litmus:$2"*) ;;
	*) fail "expected $2, got $got" ;;
	esac
}

"$lkmm" check --states "$dir" > "$tmp/out" || fail "an answer is not the one written in the test"
grep -c '^Observation' "$tmp/out" | grep -qx "$(ls "$dir"/*.litmus | wc -l)" || fail "not every test was decided"
grep -q '^Flag data-race' "$tmp/out" || fail "no race was found"

bad '' '1:1: error: expected a litmus test'
bad 'C a\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1)\n}\nexists (x=1)\n' "6:1: error: expected ';', found '}'"
bad 'C a\n{}\nP0(int *x)\n{\n\tfoo(x);\n}\nexists (x=1)\n' "5:2: error: 'foo' is no primitive"
bad 'C a\n{}\nP0(int *x)\n{\n\tint r0 = y;\n}\nexists (x=1)\n' "5:11: error: 'y' is neither declared"
bad 'C a\n{}\nP0(int *x)\n{\n}\nexists (0:r2=1)\n' "6:11: error: 'r2' is not a register of P0"
bad 'C a\n{}\nP0(int *x)\n{\n}\nexists (y=1)\n' "6:9: error: there is no variable 'y'"
bad 'C a\n{ (* ' '2:3: error: comment without end'
head -c 3000 /dev/urandom > "$tmp/random.litmus"
"$lkmm" check --json "$tmp/random.litmus" "$dir/corr.litmus" > "$tmp/out" 2>/dev/null
[ $? = 2 ] || fail "status after a file of random bytes"
grep -q '"observation": "Never"' "$tmp/out" || fail "a bad file keeps the others from being decided"
"$lkmm" check "$tmp/none.litmus" 2>&1 | grep -q 'none.litmus:1:1: error: No such file' || fail "a missing file"
"$lkmm" check -j 4 "$dir" | grep -v ^Time > "$tmp/parallel"
"$lkmm" check "$dir" | grep -v ^Time | cmp -s - "$tmp/parallel" || fail "-j changes the output"
exit $failed
