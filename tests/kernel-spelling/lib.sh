#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/kernel-spelling/lib.sh KERNEL
#
# Files of the kernel's lib/ compile as they are, with include/kernel in front of the kernel's own
# include/: those of lib.list. KERNEL is the output of script/fetch-kernel-files lib. Other files
# are tried, too: one that compiles belongs in the list. CC="gcc clang" chooses compilers. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

kernel=${1-}
if [ ! -f "$kernel/lib/rbtree.c" ]; then
	echo "lib.sh: no kernel in '$kernel'; script/fetch-kernel-files lib prints where it is" >&2
	exit 2
fi
read -ra compilers <<<"${CC:-gcc clang}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# As the kernel is compiled; but a function that is nowhere declared is an error.
flags=(-std=gnu11 -O1 -D__KERNEL__ -w -fno-strict-aliasing -fno-common
	-Werror=implicit-function-declaration -Werror=int-conversion
	-Werror=incompatible-pointer-types -Werror=return-type
	-I include/kernel -I include -I "$kernel/include" -I "$kernel/include/uapi"
	-I "$kernel/lib")

# compiles FILE: with every compiler
compiles() {
	local cc

	for cc in "${compilers[@]}"; do
		"$cc" "${flags[@]}" -I "$kernel/${1%/*}" -c -o /dev/null "$kernel/$1" || return
	done
}

mapfile -t listed < <(grep -v '^#' tests/kernel-spelling/lib.list)
for file in "${listed[@]}"; do
	compiles "$file" >"$log" 2>&1
	judge $? "$file" "$log"
done

mapfile -t others < <(cd "$kernel" && find lib -name '*.c' | grep -vE 'test|kunit' | sort |
	grep -vxFf <(printf '%s\n' "${listed[@]}"))
for file in "${others[@]}"; do
	! compiles "$file" >"$log" 2>&1 || echo "$file"
done >"$log.new"
mv "$log.new" "$log"
[ ! -s "$log" ]
judge $? "none of the ${#others[@]} other files compiles" "$log"
finish
