#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/kernel-spelling/local.sh KERNEL-HEADERS
#
# Operations on local_t take no more instructions than by the kernel's own header, compiled in user
# space, and no locked one: x86 alone. KERNEL-HEADERS is the output of script/fetch-kernel-headers.
# CC="gcc clang" chooses compilers. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

kernel=${1-}
if [ ! -f "$kernel/arch/x86/include/asm/local.h" ]; then
	echo "local.sh: no kernel headers in '$kernel'; script/fetch-kernel-headers prints where they are" >&2
	exit 2
fi
if [ "$(uname -m)" != x86_64 ]; then
	skip "local_t" "its instructions are x86's"
	finish
	exit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/empty/linux" "$work/empty/asm"
touch "$work"/empty/linux/{atomic,compiler,kernel,percpu,stringify}.h \
	"$work"/empty/asm/{alternative,cpufeatures,extable_fixup_types}.h

# count NAME FLAG...: lines "OPERATION INSTRUCTIONS" in NAME.count, the code in NAME.code
count() {
	"$cc" -std=gnu11 -O2 -falign-functions=16 -falign-loops=1 -falign-jumps=1 "${@:2}" \
		-c -o "$work/$1.o" tests/kernel-spelling/local/count.c >"$work/log" 2>&1 &&
		objdump -d --no-show-raw-insn "$work/$1.o" >"$work/$1.code" &&
		awk '/^[0-9a-f]+ <count_/ { name = $2; gsub(/<count_|>:/, "", name); n = 0 }
			/^ / && name && !/nop/ { n++ }
			/^ .*ret/ { if (name) print name, n; name = "" }' \
			"$work/$1.code" >"$work/$1.count"
	judge $? "$cc: $1" "$work/log"
}

read -ra compilers <<<"${CC:-gcc clang}"
for cc in "${compilers[@]}"; do
	count kernel -DKERNEL -DCONFIG_64BIT -D__GCC_ASM_FLAG_OUTPUTS__ -I "$work/empty" \
		-I "$kernel/arch/x86/include"
	count ours -I include/kernel -I include
	while read -r name most; do
		ours=$(awk -v n="$name" '$1 == n { print $2 }' "$work/ours.count")
		[ "${ours:-99}" -le "$most" ]
		judge $? "$cc: local_$name(): ${ours:-?} instructions, the kernel's $most"
	done <"$work/kernel.count"
	[ "$(wc -l <"$work/kernel.count")" -eq 19 ]
	judge $? "$cc: all are counted" "$work/kernel.count"
	! grep -E 'lock|xchg +%.*\(' "$work/ours.code" | grep -v cmpxchg >"$work/log"
	judge $? "$cc: none is locked" "$work/log"
done
finish
