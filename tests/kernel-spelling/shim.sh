#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/kernel-spelling/shim.sh
#
# A program that has atomics of its own under the kernel's names, as bcachefs-tools has, takes
# lkmm's by two include flags: shim-client.c is compiled with shim/ alone, and with our headers in
# front of it. CC="gcc clang" chooses compilers. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dir=tests/kernel-spelling
flags=(-std=gnu11 -O2 -Wall -Wextra -Werror)

# is_of PATTERN NO-PATTERN FILE: FILE names headers of the first kind, and none of the second
is_of() {
	grep -q "$1" "$3" && ! grep -q "$2" "$3"
}

# build NAME FLAG...: the program, and the headers that it is made of
build() {
	"$cc" "${flags[@]}" "${@:2}" -I $dir/shim -pthread -MD -MF "$work/$1.d" -o "$work/$1" \
		$dir/shim-client.c >"$work/$1.log" 2>&1
	judge $? "$cc: $1: it compiles" "$work/$1.log"
	"$work/$1" >"$work/$1.out" 2>"$work/$1.log"
	judge $? "$cc: $1: threads lose nothing" "$work/$1.out" "$work/$1.log"
}

read -ra compilers <<<"${CC:-gcc clang}"
for cc in "${compilers[@]}"; do
	if ! command -v "$cc" >/dev/null; then
		skip "$cc" "it is not here"
		continue
	fi
	build shim
	is_of $dir/shim/linux/atomic.h include/lkmm/ "$work/shim.d"
	judge $? "$cc: shim: it has its own atomics" "$work/shim.d"
	build ours -I include/kernel -I include
	is_of include/lkmm/inline/atomic64.h $dir/shim/linux/atomic.h "$work/ours.d"
	judge $? "$cc: ours: it has our atomics, and not its own" "$work/ours.d"
	cmp "$work/shim.out" "$work/ours.out" >"$work/log" 2>&1
	judge $? "$cc: all operations return the same" "$work/log" "$work/shim.out" "$work/ours.out"

	# Atomics that are wrong are found.
	mkdir -p "$work/wrong/linux"
	sed 's/SHIM_RETURN(type, sub_return, sub_fetch/SHIM_RETURN(type, sub_return, fetch_sub/' \
		$dir/shim/linux/atomic.h >"$work/wrong/linux/atomic.h"
	"$cc" "${flags[@]}" -I "$work/wrong" -I $dir/shim -pthread -o "$work/wrong/client" \
		$dir/shim-client.c >"$work/log" 2>&1
	"$work/wrong/client" 2>/dev/null | cmp -s - "$work/shim.out"
	[ $? -eq 1 ]
	judge $? "$cc: other results are noticed" "$work/log"
done
finish
