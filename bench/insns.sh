#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# insns.sh QEMU PROGRAM
#
# How many instructions an arm64 fetch_add takes, counted as qemu executes them:
# what N more iterations of a loop cost more, less that of an empty loop. Exit
# status 1 if a way takes more than it may on a CPU with LSE.
set -eu
qemu=$1 program=$2
n=1000
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# executed CPU WAY N: how many instructions the whole program takes
executed() {
	"$qemu" -cpu "$1" -singlestep -d exec,nochain -D "$log" "$program" "$2" "$3"
	grep -c '^Trace' "$log"
}

# per_iteration CPU WAY: what one iteration takes. The program starts in the same
# way each time but for what the kernel puts on its stack: try again if that shows.
per_iteration() {
	for _ in 1 2 3 4 5; do
		once=$(executed "$1" "$2" $n)
		twice=$(executed "$1" "$2" $((2 * n)))
		if [ $(((twice - once) % n)) -eq 0 ]; then
			echo $(((twice - once) / n))
			return
		fi
	done
	echo "the number of instructions that $2 executes on $1 varies" >&2
	exit 2
}

lse=max llsc=cortex-a53
lse_loop=$(per_iteration $lse empty)
llsc_loop=$(per_iteration $llsc empty)
missed=0

echo "arm64: instructions executed per fetch_add, fully ordered"
echo
printf '%-46s %12s %14s\n' '' "LSE" "LL/SC" '' "(-cpu $lse)" "($llsc)"
ways=$("$qemu" "$program")
while read -r way limit text; do
	other=$way
	[ "$way" != fixed ] || other=fixed_llsc		# there is no LSE to execute
	with=$(per_iteration $lse "$way")
	without=$(per_iteration $llsc "$other")
	printf '%-46s %12s %14s' "$text" $((with - lse_loop)) $((without - llsc_loop))
	if [ "$limit" -gt 0 ] && [ $((with - lse_loop)) -gt "$limit" ]; then
		printf '   more than %s' "$limit"
		missed=1
	fi
	echo
done <<END
$ways
END
exit $missed
