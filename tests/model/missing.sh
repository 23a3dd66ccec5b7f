#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# missing.sh LKMM DIR: the reasons that --why gives, such as missing orderings and final states. The
# comment of each test of DIR lists lines of the output ("--why: TEXT"), and may give the number of
# loose steps ("--why-loose: N").
# Output is TAP.

lkmm=$1 n=0

ok() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}

for file in "$2"/*.litmus; do
	name=$(basename "$file" .litmus)
	out=$("$lkmm" check --states --why "$file")
	ok $? "$name: the verdict"
	grep -- '--why: ' "$file" >"${TMPDIR:-/tmp}/missing.$$"
	while IFS= read -r line; do
		printf '%s\n' "$out" | grep -Fq -- "${line#*--why: }"
		ok $? "$name: ${line#*--why: }"
	done <"${TMPDIR:-/tmp}/missing.$$"
	want=$(sed -n 's/.*--why-loose: //p' "$file")
	[ -z "$want" ] && continue
	[ "$(printf '%s\n' "$out" | grep -c 'nothing keeps here')" = "$want" ]
	ok $? "$name: $want loose steps"
done
rm -f "${TMPDIR:-/tmp}/missing.$$"
echo "1..$n"
