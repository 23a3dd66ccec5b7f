#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# bench/run.sh [LKMM]: how much lkmm run observes, beside litmus7 (of herdtools7; LITMUS7 names it
# if it is not in the PATH; LITMUS7_OPTIONS are for it). Each line is the best of several short
# runs, for other programs take the machine's time now and then: the rate of iterations, and of the
# outcome that takes a store buffer.
set -eu
cd "$(dirname "$0")/.."
lkmm=${1:-build/lkmm}
litmus7=${LITMUS7:-litmus7}
runs=5
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# best: of lines "iterations/s weak/s" the one with the most weak outcomes
best() { sort -g -k2 | tail -n 1; }

line() { printf '%-12s %-18s %14.2f %14.0f\n' "$1" "$2" "$3" "$4"; }

# ours MODE FILE: iterations and weak outcomes per second
ours() {
	local i

	for ((i = 0; i < runs; i++)); do
		"$lkmm" run --mode "$1" --seconds 0.5 "$2" |
			sed -n 's|.*  *\([0-9.e+-]*\) M iterations/s, \([0-9.e+-]*\)/s.*|\1 \2|p'
	done | best
}

# The same test in C11, all of it relaxed; litmus7 reads no Linux-kernel C.
in_c11() {
	sed -e 's/int \*\([a-z]\)/atomic_int* \1/g' \
		-e 's/WRITE_ONCE(\*\([a-z]\), \([0-9]\))/atomic_store_explicit(\1, \2, RELAXED)/' \
		-e 's/RELAXED/memory_order_relaxed/' \
		-e 's/READ_ONCE(\*\([a-z]\))/atomic_load_explicit(\1, memory_order_relaxed)/' \
		-e '/^	int r/d' -e 's/^	\(r[0-9]\) =/	int \1 =/' -e '/^(\*/,/^ \*)/d' "$1"
}

# theirs FILE: the same of litmus7
theirs() {
	local name dir i

	name=$(basename "$1" .litmus)
	dir=$tmp/$name
	mkdir -p "$dir"
	in_c11 "$1" >"$tmp/$name.litmus"
	# shellcheck disable=SC2086 # several options
	"$litmus7" -c11 true -carch X86_64 -s 10000 -r 50 ${LITMUS7_OPTIONS-} -o "$dir" \
		"$tmp/$name.litmus" >"$tmp/log" 2>&1
	make -C "$dir" >>"$tmp/log" 2>&1 || return 1
	for ((i = 0; i < runs; i++)); do
		"$dir/$name.exe" | awk '/^Observation/ { weak = $4; all = $4 + $5 }
			/^Time/ { print all / $3 / 1e6, weak / $3 }'
	done | best
}

echo "$(sed -n 's/^model name\t*: //p' /proc/cpuinfo |
	head -n 1), $(nproc) CPUs, load $(cut -d' ' -f1 /proc/loadavg); best of $runs runs of 0.5 s"
printf '%-12s %-18s %14s %14s\n' test how 'M iterations/s' 'weak/s'
for test in sb sb-forward r r-forward; do
	file=tests/run/tso-seen/$test.litmus
	for mode in perpetual batch; do
		! how=$(ours $mode "$file") || [ -z "$how" ] ||
			line $test "lkmm $mode" "${how% *}" "${how#* }"
	done
	if ! command -v "$litmus7" >/dev/null; then
		printf '%-12s %-18s %14s\n' $test litmus7 'not installed'
	elif how=$(theirs "$file"); then
		line $test litmus7 "${how% *}" "${how#* }"
	else
		printf '%-12s %-18s %14s\n' $test litmus7 'cannot run it'
	fi
done
