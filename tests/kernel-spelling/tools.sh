#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/kernel-spelling/tools.sh KERNEL
#
# The kernel's programs take lkmm's atomics in the place of those of tools/include by two include
# flags: each file of tools/lib that compiles with tools/include does so with our headers in front;
# the counts of tools/include are then made of our atomics, and count, with threads. KERNEL is the
# output of script/fetch-kernel-files tools. CC="gcc clang" chooses compilers. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

kernel=${1-}
if [ ! -f "$kernel/tools/lib/perf/cpumap.c" ]; then
	echo "tools.sh: no kernel in '$kernel'; script/fetch-kernel-files tools prints where it is" >&2
	exit 2
fi
case $(uname -m) in
x86_64) isa=x86 ;;
aarch64) isa=arm64 ;;
*) isa=$(uname -m) ;;
esac
read -ra compilers <<<"${CC:-gcc clang}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The flags that a program of tools/ has, and the two that stand before them.
flags=(-std=gnu11 -O1 -D_GNU_SOURCE -w -Werror=implicit-function-declaration
	-Werror=int-conversion -Werror=incompatible-pointer-types)
theirs=(-I "$kernel/tools/include" -I "$kernel/tools/include/uapi"
	-I "$kernel/tools/arch/$isa/include" -I "$kernel/tools/lib"
	-I "$kernel/tools/lib/perf/include")
two=(-I include/kernel -I include)

# compiles FILE FLAG...: as itself, behind FLAGs
compiles() {
	local file=$1
	shift
	"$cc" "${flags[@]}" "$@" "${theirs[@]}" -I "$kernel/${file%/*}" "$kernel/$file"
}

mapfile -t files < <(cd "$kernel" && find tools/lib/{api,perf,subcmd,symbol} tools/lib/*.c \
	tools/lib/bpf/hashmap.c -name '*.c' | grep -v /tests/ | sort)
for cc in "${compilers[@]}"; do
	known=0
	for file in "${files[@]}"; do
		compiles "$file" -c -o /dev/null 2>/dev/null || continue
		known=$((known + 1))
		compiles "$file" "${two[@]}" -c -o /dev/null >"$work/log" 2>&1
		judge $? "$cc: $file" "$work/log"
	done
	[ $known -ge 30 ]
	judge $? "$cc: $known files compile with tools/include" /dev/null

	compiles tools/lib/perf/cpumap.c "${two[@]}" -M >"$work/log" 2>&1 &&
		grep -q include/lkmm/inline/atomic.h "$work/log" &&
		! grep -q "$kernel/tools/.*/atomic[a-z-]*\.h" "$work/log"
	judge $? "$cc: cpumap.c has our atomics, and no others" "$work/log"

	"$cc" "${flags[@]}" "${two[@]}" "${theirs[@]}" -pthread -o "$work/client" \
		tests/kernel-spelling/tools-client.c "$kernel/tools/lib/perf/cpumap.c" \
		"$kernel"/tools/lib/api/{fs/fs,fd/array}.c -I "$kernel/tools/lib/api/fs" \
		-I "$kernel/tools/lib/api" "$kernel"/tools/lib/{zalloc,str_error_r}.c \
		"$kernel/tools/lib/api/debug.c" >"$work/log" 2>&1 && "$work/client" >>"$work/log"
	judge $? "$cc: threads get and put a map" "$work/log"
done
finish
