#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# one-cpu.sh LKMM LITMUS-DIR
#
# On one CPU a thread of a perpetual test has often ended before another begins. Each test shows an
# outcome nevertheless, with few iterations and any seed. TAP.
set -u
. "$(dirname "$0")/../tap.sh"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cpu=$(taskset -cp $$ | sed 's/.*[ ,-]//')

"$1" run --mode perpetual --affinity none --iterations 1 --keep "$dir/kept" \
	"$2"/fence/{sb-relaxed,sb-mb,mp-po-rel}.litmus >"$dir/out" 2>&1
judge $? "the tests are run" "$dir/out"

for seed in {1..40}; do
	taskset -c "$cpu" "$dir/kept/run" --iterations=1 --seed="$seed" --no-pin --mode=perpetual \
		--forms=0 2>&1
done >"$dir/out"
judge $? "and run again, with 40 seeds" "$dir/out"
awk '/^test/ { n++; open = 1 } /^state/ && open { shown++; open = 0 }
     END { print shown, "of", n; exit n != 120 || shown != n }' "$dir/out" >"$dir/shown"
judge $? "each test has shown an outcome" "$dir/shown"
finish
