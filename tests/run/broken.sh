#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# broken.sh LKMM SOURCE-ROOT LIBDIR
#
# Breaks the library in three ways, broken/NAME.h for C and broken/NAME.rs for Rust, as a copy that
# looks installed, and has lkmm run find out, in each language and variant; and find nothing in the
# library as it is. Output is TAP.
set -u
root=$2 libdir=$3
here=$(cd "$(dirname "$0")" && pwd)/broken
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" && return
	echo "not ok $n - $2"
	sed 's/^/# /' "$tree/out" | tail -n 30
}

# restore: the parts of a library that is right
restore() {
	rm -rf "$tree/include" "$tree/share"
	mkdir -p "$tree/include" "$tree/share/lkmm/rust"
	cp -r "$root/include/lkmm" "$tree/include/"
	cp -r "$root/runtime" "$root/lib" "$root/models" "$tree/share/lkmm/"
	cp -r "$root/rust/src" "$tree/share/lkmm/rust/"
}

# break NAME: puts the broken one in front of the right one
break_it() {
	local c=$tree/include/lkmm/arch/x86_64 rust=$tree/share/lkmm/rust/src/arch/x86_64

	mv "$c.h" "$c-right.h"
	cp "$here/$1.h" "$c.h"
	mv "$rust.rs" "$rust-right.rs"
	cp "$here/$1.rs" "$rust.rs"
}

build_library() {
	local part

	mkdir -p "$tree/$libdir"
	for part in access rmw; do
		"${CC:-cc}" -O2 -std=gnu11 -w -I"$tree/include" -c "$tree/share/lkmm/lib/$part.c" \
			-o "$tree/$part.o" || return
	done
	rm -f "$tree/$libdir/liblkmm.a"
	ar rcs "$tree/$libdir/liblkmm.a" "$tree/access.o" "$tree/rmw.o"
}

# run NAME: in all forms, until the forbidden outcome was seen in each. Threads meet when the
# machine lets them; after many attempts the test gives up.
run() {
	local status

	for _ in {1..40}; do
		"$tree/bin/lkmm" run --lang "$languages" --variant all --iterations 2000000 \
			"$here/$1.litmus" >"$tree/out" 2>&1
		status=$?
		all_seen && break
	done
	return $status
}

# seen FORM: the forbidden outcome was, by threads in that form
seen() {
	grep -Eq "FORBIDDEN, seen; .*$1 [1-9]" "$tree/out"
}

all_seen() {
	local form

	for form in "${forms[@]}"; do
		seen "$form" || return
	done
}

# again COMMAND...: until it fails, or is given up
again() {
	for _ in {1..40}; do
		"$@" >"$tree/out" 2>&1 || return 0
	done
	return 1
}

if [ "$(uname -m)" != x86_64 ] || [ "$(nproc)" -lt 2 ]; then
	echo '1..0 # SKIP x86-64 is broken here, on two CPUs'
	exit
fi
languages=all forms=('C inline' 'C out of line' 'Rust inline' 'Rust out of line')
command -v rustc >/dev/null || {
	result 0 'in Rust # SKIP no rustc'
	languages=c forms=('C inline' 'C out of line')
}
mkdir "$tree/bin"
cp "$1" "$tree/bin/lkmm"

for name in mb xchg release; do
	restore
	break_it $name
	build_library >"$tree/out" 2>&1
	result $? "$name: the broken library compiles"
	run $name
	status=$?
	[ $status = 1 ]
	result $? "$name: the exit status is 1"
	for form in "${forms[@]}"; do
		seen "$form"
		result $? "$name: seen in $form"
	done
	grep -q 'cannot happen: ' "$tree/out" && grep -q '| ' "$tree/out"
	result $? "$name: it says why that must not be"
	command=$(sed -n 's/^ *To reproduce it: lkmm //p' "$tree/out")
	# shellcheck disable=SC2086 # words
	[ -n "$command" ] && again "$tree/bin/lkmm" $command
	result $? "$name: the command it names shows it again"
done

restore
build_library >"$tree/out" 2>&1
"$tree/bin/lkmm" run --lang "$languages" --variant all --iterations 500000 "$here" \
	>"$tree/out" 2>&1 &&
	grep -q '^3 tests run, 0 not run, 0 with forbidden outcomes' "$tree/out"
result $? "nothing is found in the library as it is"
echo "1..$n"
