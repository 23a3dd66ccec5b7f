#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# tso.sh LKMM DIR
#
# On x86-64: outcomes that its CPUs have are seen (DIR/tso-seen), others are not (DIR/tso-never), in
# every mode. Output is TAP.
set -u
lkmm=$1
dir=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# seen FILE: the count of the requested outcome in $tmp/out
seen() {
	awk -v name="$(basename "$1" .litmus)" '$1 == "Observation" && $2 == name { print $4 }' \
		"$tmp/out"
}

# A machine that is busy with other things may show little in one go: then again, but not for ever.
all_seen() {
	local f

	for f in "$dir"/tso-seen/*.litmus; do
		[ "$(seen "$f")" -gt 0 ] || return 1
	done
}

if [ "$(uname -m)" != x86_64 ]; then
	echo '1..0 # SKIP not x86-64'
	exit
fi
for mode in auto batch; do
	for _ in {1..40}; do
		"$lkmm" run --mode $mode --iterations 500000 "$dir/tso-seen" >"$tmp/out"
		all_seen && break
	done
	for f in "$dir"/tso-seen/*.litmus; do
		if [ "$(nproc)" -lt 2 ]; then
			result 0 "$mode: $(basename "$f") # SKIP a single CPU shows nothing"
			continue
		fi
		[ "$(seen "$f")" -gt 0 ]
		result $? "$mode: $(basename "$f") seen ($(seen "$f"))"
	done
	"$lkmm" run --mode $mode --iterations 500000 "$dir/tso-never" >"$tmp/out"
	for f in "$dir"/tso-never/*.litmus; do
		[ "$(seen "$f")" = 0 ]
		result $? "$mode: $(basename "$f") not seen"
	done
done
grep -q '^[0-9] threads, .*, perpetual, C inline' \
	<("$lkmm" run --iterations 1 "$dir/tso-seen/sb.litmus")
result $? 'a store buffering test runs in the perpetual mode'
echo "1..$n"
