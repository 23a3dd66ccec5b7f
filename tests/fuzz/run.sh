#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# run.sh [SECONDS|--runs N [BUILD-DIR]]: lets libFuzzer search for litmus tests and LLVM IR that
# crash or hang, for this time in all, or N inputs a target. It starts from litmus/ or the programs
# of tests/verify, from large tests (shapes.sh), and from its saved corpus. The targets that only
# read get five times as many. Each target counts as a test; a harmful input is kept, and named.
# TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
. script/lib.sh
. tests/tap.sh
# multiples of the time on an idle machine: these end tests that hang
patience=$((10 * ${LKMM_TEST_SCALE:-1}))
targets=(fuzz-parse fuzz-parse-rust fuzz-parse-llvm fuzz-litmus fuzz-litmus-rust fuzz-llvm)
if [ "${1-}" = --runs ]; then
	runs=${2:?usage: run.sh [SECONDS|--runs N [BUILD-DIR]]}
	shift
else
	seconds=$((${1:-60} / ${#targets[@]}))
fi
dir=${2:-build/fuzz}

build_fuzzers()
{
	CC=clang setup "$dir" -Dfuzz=true -Drust=disabled -Dtool=enabled -Dbuildtype=release \
		-Dwerror=true -Db_sanitize=address,undefined -Db_lundef=false \
		-Dc_args="-g -fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined" &&
		ninja -C "$dir" -j2 "${targets[@]/#/tests/fuzz/}" tests/fuzz/fuzz-dictionary lkmm
}

# All operations; and every string in the front end that looks like a token, which is how it
# knows its keywords.
write_dictionary()
{
	"$dir/tests/fuzz/fuzz-dictionary"
	grep -ohE '"[^"\\ %]{1,32}"' front/*.c front/*/*.c 2>/dev/null |
		grep -v '\.h"' | sort -u
}

# The programs of tests/verify as IR. Much of that is about lines of the source: each comes without
# these lines as well, so that the fuzzer changes code more often.
write_ir()
{
	local path name

	for path in tests/verify/*.c; do
		name=$(basename "$path" .c)
		CC=clang "$dir/lkmm" verify --timeout=0.01 --keep="$dir/ir" "$path" \
			-- -DFAULT=0 >/dev/null 2>&1
		mv "$dir/ir/0.ll" "$1/$name.ll" 2>/dev/null || continue
		sed 's/, !dbg ![0-9]*//; /^!/d; /^attributes/d; /llvm.dbg/d' "$1/$name.ll" \
			>"$1/$name-bare.ll"
	done
	[ -e "$1/ring.ll" ] || echo "run.sh: $dir/lkmm verify makes no IR" >&2
	[ -e "$1/ring.ll" ]
}

# list_of DIRECTORY [MOST]: of the files in it, or of each second, third ... so that it has no more
list_of()
{
	find "$1" -type f -size -32k | LC_ALL=C sort |
		awk -v most="${2-}" '{ file[NR] = $0 } END {
			step = most && NR > most ? int((NR + most - 1) / most) : 1
			for (i = 1; i <= NR; i += step)
				printf "%s%s", (i > 1 ? "," : ""), file[i]
		}'
}

# bound TARGET: how long. A number of inputs are the same ones each time, with the same compiler:
# the fuzzer starts without a corpus, from the seeds in the order of their names, and does not learn
# from compared values, since pointers are among them.
bound()
{
	if [ -n "${seconds-}" ]; then
		echo "-max_total_time=$seconds"
	elif [[ $1 = fuzz-parse* ]]; then
		echo "-runs=$((5 * runs)) -seed=1 -use_cmp=0"
	else
		echo "-runs=$runs -seed=1 -use_cmp=0"
	fi
}

# fuzz TARGET: fails with an input that does harm
fuzz()
{
	local corpus=$dir/corpus/$1 found=$dir/found/ seeds=$dir/seeds status=0

	[ -n "${seconds-}" ] || rm -rf "$corpus"
	mkdir -p "$corpus" "$found"
	[[ $1 != fuzz-litmus* ]] || seeds=$dir/seeds-decided
	[[ $1 != *llvm ]] || seeds=$dir/seeds-llvm
	# shellcheck disable=SC2046 # words
	setarch -R "$dir/tests/fuzz/$1" $(bound "$1") -max_len=32768 -timeout=$((20 * patience)) \
		-rss_limit_mb=2048 -malloc_limit_mb=1024 -print_final_stats=1 \
		-dict="$dir/dictionary" -artifact_prefix="$found" -verbosity=1 \
		-seed_inputs=@"$seeds.list" "$corpus" >"$dir/$1.log" 2>&1 || status=$?
	if [ $status -ne 0 ]; then
		grep -E 'ERROR|SUMMARY|runtime error|fuzz:|Test unit written' "$dir/$1.log" \
			>"$dir/$1.why"
		judge 1 "$1" "$dir/$1.why" "$dir/$1.log"
		return
	fi
	pass "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$1.log") inputs, $(
		ls "$corpus" | wc -l) worth keeping"
}

build_fuzzers >&2 || exit 2
write_dictionary >"$dir/dictionary"
rm -rf "$dir/seeds" "$dir/seeds-llvm"
mkdir -p "$dir/seeds" "$dir/seeds-llvm"
find litmus tests/fuzz/regressions -type f -size -8k ! -name '*.ll' -print0 | LC_ALL=C sort -z |
	xargs -0 cp --backup=numbered -t "$dir/seeds"
tests/fuzz/shapes.sh "$dir/seeds" || exit 2
write_ir "$dir/seeds-llvm" || exit 2
find "$dir/seeds" tests/fuzz/regressions -name '*.ll' -exec cp -t "$dir/seeds-llvm" {} +
rm -f "$dir"/seeds/*.ll
list_of "$dir/seeds" >"$dir/seeds.list"
# The seeds count as inputs: of those that are decided, half are to be new.
list_of "$dir/seeds" ${runs:+$((runs / 2))} >"$dir/seeds-decided.list"
list_of "$dir/seeds-llvm" >"$dir/seeds-llvm.list"
for target in "${targets[@]}"; do
	fuzz "$target"
done
finish
