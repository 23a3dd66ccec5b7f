#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# readme.sh SOURCE-ROOT RUSTC COMPILER...
#
# Compiles and runs the README's examples as they stand there. Output is TAP.
set -u
root=$1 rustc=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
want="still in use, data is 42"

# example LANGUAGE: the README's code block in it
example() {
	awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```/ { on = 0 } on' \
		"$root/README.md"
}

# result N WHAT: judges $work/program
result() {
	if [ "$("$work/program" 2>&1)" = "$want" ]; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		sed 's/^/# /' "$work/log"
	fi
	rm -f "$work/program"
}

echo 1..2
example c >"$work/example.c"
"$@" -Wall -Wextra -Werror -I "$root/include" "$work/example.c" -o "$work/program" >"$work/log" 2>&1
result 1 "the C example"
example rust >"$work/example.rs"
{ "$rustc" --crate-name lkmm --crate-type rlib --edition 2021 -O "$root/rust/src/lib.rs" \
	-o "$work/liblkmm.rlib" &&
  "$rustc" --edition 2021 -O --extern "lkmm=$work/liblkmm.rlib" "$work/example.rs" \
  -o "$work/program"
} >"$work/log" 2>&1
result 2 "the Rust example"
