#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# interrupt.sh LKMM DIR
#
# An interrupted lkmm run reports the outcomes seen so far, and leaves nothing behind. A test that
# never ends is stopped, and reported. Output is TAP.
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

# has_run PID: it and its children have had half a second of the CPU, in which each has run many
# times
has_run() {
	local child ticks=0

	for child in "$1" $(<"/proc/$1/task/$1/children"); do
		ticks=$((ticks + $(sed 's/.*) //' "/proc/$child/stat" | awk '{ print $12 + $13 }')))
	done
	[ $ticks -ge $(($(getconf CLK_TCK) / 2)) ]
}

# started: the program is running, not still being compiled
started() {
	local c children

	while read -ra children <"/proc/$pid/task/$pid/children" || kill -0 $pid; do
		for c in "${children[@]}"; do
			[[ $(readlink "/proc/$c/exe") = */run ]] && has_run "$c" && return
		done
		sleep 0.1
	done 2>/dev/null
	return 1
}

mkdir "$TMPDIR"
for mode in batch perpetual; do
	# A shell without job control has its children ignore the interrupt.
	set -m
	"$lkmm" run --mode $mode --iterations 1e14 "$dir/tso-seen/sb.litmus" >"$tmp/out" \
		2>"$tmp/err" &
	pid=$!
	set +m
	started
	result $? "$mode: it starts"
	kill -INT $pid
	wait $pid
	status=$?
	[ $status = 0 ]
	result $? "$mode: it ends when interrupted, days before it would"
	[ "$(grep -c '^[0-9]* *[*:]>0:r0=[01]; 1:r0=[01];' "$tmp/out")" -ge 2 ] &&
		grep -q '^Observation sb' "$tmp/out"
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

P1(int *x, int *y)
{
	if (READ_ONCE(*y) == 1)
		WRITE_ONCE(*x, 1);
}

P2(int *y)
{
	WRITE_ONCE(*y, 1);
}

exists (0:r0=1)
END
"$lkmm" run --iterations 1 "$tmp/endless.litmus" "$dir/tso-seen/sb.litmus" >"$tmp/out" 2>"$tmp/err"
grep -q '^Test endless not run: it did not end in time' "$tmp/out" &&
	grep -q '^Observation sb' "$tmp/out"
result $? 'a test that never ends is stopped, and the next one runs'

cat >"$tmp/stuck.litmus" <<'END'
C stuck

{ int x; struct completion c; spinlock_t l; }

P0(int *x, struct completion *c)
{
	WRITE_ONCE(*x, 1);
	wait_for_completion(c);
}

P1(int *x, struct completion *c, spinlock_t *l)
{
	if (!READ_ONCE(*x)) {
		complete(c);
	} else {
		spin_lock(l);
		spin_lock(l);
	}
}

exists (x=1)
END
for lang in c rust; do
	"$lkmm" run --lang $lang --seconds 60 "$tmp/stuck.litmus" >"$tmp/out" 2>"$tmp/err"
	status=$?
	[ $status = 0 ] && grep -q '^Test stuck not run: it did not end in time: P0 stands in wait_for_completion(), line 8; P1 stands in spin_lock(), line 17   allowed$' "$tmp/out"
	result $? "$lang: the threads that wait for ever, and where"
done
echo "1..$n"
