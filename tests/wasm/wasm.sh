#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# wasm.sh LKMM [CLANG]: model/ and front/ are built for wasm32 as they are, import
# only memory, strings and the formatting of text, and give the answers that LKMM gives
# for every test in litmus/. Needs wasi-libc, and node to run what was built. TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
lkmm=$PWD/$1
[ -x "$lkmm" ] || lkmm=$1
cc="${2-clang} --target=wasm32-wasi -std=c11 -O2 -Wall -Wextra -Werror -Iinclude -I."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The imports that are allowed. No files, no threads, no clock.
wanted='^(malloc|calloc|realloc|free|abort|__assert_fail|bsearch|qsort|mem(cpy|move|set|cmp|chr)|str[a-z]*|v?snprintf|is[a-z]+|to(lower|upper))$'

compile() {	# OBJECT ARGUMENT...
	local object=$1
	shift
	$cc -c -o "$dir/$object.o" "$@"
	judge $? "$*"
}

n=0
for words in 1 4 16; do
	for file in engine/engine.c lkmm/unit.c sc/sc.c cat/eval.c; do
		compile "$(dirname $file)$words" -DLKMM_WORDS=$words model/$file
	done
done
for file in model/*.c model/*/value.c model/cat/[!ev]*.c model/program/*.c model/path/[!v]*.c \
	front/*.c front/*/*.c \
	base/nearest.c; do
	# a part of cat/eval.c
	[ "$file" != model/cat/possible.c ] || continue
	n=$((n + 1))
	compile part$n "$file"
done

library=("$dir"/*.o)
nm=llvm-nm
command -v $nm >/dev/null || nm=$(ls /usr/bin/llvm-nm-* | tail -n 1)
defined=$("$nm" --defined-only -j "${library[@]}" 2>/dev/null | sort -u)
asked=$("$nm" --undefined-only -j "${library[@]}" | grep -v -e '^$' -e ':$' | sort -u |
	grep -vxF -e "$defined" -e __stack_pointer -e __indirect_function_table -e __linear_memory |
	grep -vE "$wanted")
grep -qx litmus_parse <<<"$defined" && [ -z "$asked" ]
judge $? "model/ and front/ ask for nothing else: $(xargs <<<"$asked")"

$cc -o "$dir/decide.wasm" tests/wasm/decide.c "${library[@]}" -Wl,-z,stack-size=1048576
judge $? "linking"

mapfile -t tests < <(find litmus -name '*.litmus' | sort)
"$lkmm" check "${tests[@]}" 2>/dev/null | grep -E '^(Observation|Undecided) ' |
	sed 's/^\(Undecided [^ ]*\).*/\1/' | sort >"$dir/native"
node --no-warnings tests/wasm/run.mjs "$dir/decide.wasm" "${tests[@]}" | sort >"$dir/wasm"
diff "$dir/native" "$dir/wasm" >"$dir/diff"
judge $? "the same answers under wasm32, and no others" "$dir/diff"
while read -r _ test _; do
	pass "wasm32: $test"
done < <(comm -12 "$dir/native" "$dir/wasm")
[ "$tap_points" -ge 400 ]
judge $? "enough answers"
finish
