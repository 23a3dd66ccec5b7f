#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# busy.sh OPS UNLOCKED-PLUGIN [RUNS]
#
# Shows that the atomicity test finds an xadd without its lock prefix while four busy loops compete
# for the CPUs, in each of RUNS runs: no tested row passes. Output is TAP.
set -u
ops=$1 plugin=$2 runs=${3-20}
loops=()
trap 'kill "${loops[@]}"' EXIT

if [ "$(nproc)" -lt 2 ]; then
	echo "1..0 # SKIP one CPU: nothing meets"
	exit
fi
for _ in 1 2 3 4; do
	while :; do :; done &
	loops+=($!)
done

echo "1..$runs"
status=0
for run in $(seq "$runs"); do
	out=$("$ops" unlocked "$plugin" atomic_fetch_add)
	missed=$(grep -c '^not ok' <<<"$out")
	found=$(grep -c '^ok [^#]*$' <<<"$out")
	what="an unlocked xadd beside four busy loops: $found found, $missed missed"
	if [ "$missed" -eq 0 ] && [ "$found" -gt 0 ]; then
		echo "ok $run - $what"
	elif [ "$missed" -eq 0 ] && [ -n "$out" ]; then
		echo "ok $run - $what # SKIP not tested: threads never met, the machine is too busy"
	else
		echo "not ok $run - $what"
		sed 's/^/# /' <<<"$out"
		status=1
	fi
done
exit $status
