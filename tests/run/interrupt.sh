#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# interrupt.sh LKMM DIR
#
# Who interrupts lkmm run gets what was seen so far; it leaves nothing behind. A test that never ends
# is stopped, and said to. Output is TAP.
set -u
lkmm=$1
dir=$2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export TMPDIR=$tmp/tmp
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# started: the program is running, not still being compiled
started() {
	local c children

	for _ in {1..300}; do
		read -ra children <"/proc/$pid/task/$pid/children"
		for c in "${children[@]}"; do
			[[ $(readlink "/proc/$c/exe") != */run ]] || return 0
		done
		sleep 0.1
	done
	return 1
}

mkdir "$TMPDIR"
for mode in batch perpetual; do
	# A shell without job control has its children ignore the interrupt.
	set -m
	"$lkmm" run --mode $mode --seconds 60 "$dir/tso-seen/sb.litmus" >"$tmp/out" 2>"$tmp/err" &
	pid=$!
	set +m
	started
	result $? "$mode: it starts"
	sleep 0.3
	start=$SECONDS
	kill -INT $pid
	wait $pid
	status=$?
	[ $status = 0 ] && [ $((SECONDS - start)) -lt 10 ]
	result $? "$mode: it ends when interrupted"
	[ "$(grep -c '^[0-9]* *[*:]>0:r0=[01]; 1:r0=[01];' "$tmp/out")" -ge 2 ] && grep -q '^Observation sb' "$tmp/out"
	result $? "$mode: it says what was seen"
	[ -z "$(ls "$TMPDIR")" ] && [ ! -s "$tmp/err" ]
	result $? "$mode: it leaves nothing behind, and shows no progress in a pipe"
done

cat >"$tmp/endless.litmus" <<'END'
C endless

{}

P0(int *x)
{
	int r0;

	do {
		r0 = READ_ONCE(*x);
	} while (r0 == 0);
}

P1(int *y)
{
	WRITE_ONCE(*y, 1);
}

exists (0:r0=1)
END
"$lkmm" run --seconds 0.1 "$tmp/endless.litmus" "$dir/tso-seen/sb.litmus" >"$tmp/out" 2>"$tmp/err"
grep -q '^Test endless not run: it did not end in time' "$tmp/out" && grep -q '^Observation sb' "$tmp/out"
result $? 'a test that never ends is stopped, and the next one runs'
echo "1..$n"
