#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# memory.sh LKMM FAILING DIR: the command, with one allocation failing, whether it is its own,
# libc's or jansson's: it reports that and fails, or the failure has no effect. TAP.
lkmm=$(realpath "$1")
failing=$(realpath "$2")
dir=$(realpath "$3")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 1

# Tests take another time each time.
without_times() { sed -E 's/"seconds": [0-9.e-]+//; s/^Time .*//; s/; [0-9.]+ s$//'; }

# with_failures ARGUMENT...: lkmm, until no allocation is left that could fail
with_failures()
{
	local n status same same_in_a_row=0 bad=0

	"$lkmm" "$@" 2>whole.err </dev/null | without_times >whole
	same=${PIPESTATUS[0]}
	for ((n = 0; n < 2000; n++)); do
		LD_PRELOAD=$failing FAIL_AT=$n "$lkmm" "$@" 2>err </dev/null | without_times >out
		status=${PIPESTATUS[0]}
		if [ "$status" = "$same" ] && cmp -s whole out && cmp -s whole.err err; then
			same_in_a_row=$((same_in_a_row + 1))
			# libc handles some failures; but not all of so many
			[ $same_in_a_row -lt 20 ] || break
			continue
		fi
		same_in_a_row=0
		if [ "$status" != 2 ] || ! grep -qi 'memory' err; then
			note "allocation $n: status $status"
			note "$(head -n 5 err)"
			bad=$((bad + 1))
		fi
	done
	[ $bad -eq 0 ] && [ $n -gt 20 ] && [ $n -lt 2000 ]
	judge $? "lkmm $*: $n allocations, $bad wrong"
}

mkdir -p tests/below
cp "$dir/fence/sb-relaxed.litmus" tests/
cp "$dir/race/race.litmus" tests/below/
printf 'C bad\n{}\nP0(int *x)\n{\n\tfoo(x);\n}\n' >tests/bad.litmus
printf 'model linux-kernel.cat\n' >tests/cfg
printf 'sb-relaxed.litmus\n' >tests/@list
with_failures check --states tests
with_failures check --json --states -j 2 tests
with_failures check --model "$dir/../models/lkmm.cat" --states tests/sb-relaxed.litmus
with_failures check --model "$dir/../models/lkmm.cat" --why tests/sb-relaxed.litmus
cat >parts.cat <<'END'
include "cos.cat"
procedure kept(a) = acyclic a end
let rec all s = match s with {} -> 0 || x ++ t -> x | all t end
let (a, b) = (po-loc, rf)
if "sc" call kept(po | rf | ca) else call kept(all {a, b, try missing with ca}) end
forall t in {'once, 'mb} do empty tag2events(t) & IW end
END
with_failures check --model parts.cat tests/sb-relaxed.litmus
with_failures check --model sc --states tests/sb-relaxed.litmus
with_failures check --arch x86_64 tests/sb-relaxed.litmus
with_failures check --json --arch riscv64 tests/below
with_failures diff --model sc tests/sb-relaxed.litmus
with_failures diff --json --model sc --model lkmm tests/below
with_failures mselect7 -arch C tests/@list
with_failures herd7 -conf tests/cfg tests/@list
finish
