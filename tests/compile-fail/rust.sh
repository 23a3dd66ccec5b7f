#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# rust.sh LIBLKMM.rlib [RUSTC-OPTION...]
#
# Compiles each file of rust/ against the crate. One whose first line is "// error:
# MESSAGE" must be rejected with MESSAGE in the compiler's output; one with "// ok: ..." must
# compile.

set -u
export LC_ALL=C
here=$(dirname "$0")/rust
rlib=${1:?usage: rust.sh LIBLKMM.rlib [RUSTC-OPTION...]}
shift
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT
passed=0 failed=0

fail() {
	echo "FAIL: $1: $2" >&2
	failed=$((failed + 1))
}

[ -f "$rlib" ] || { echo "error: $rlib: no such file" >&2; exit 2; }

for file in "$here"/*.rs; do
	name=${file##*/}
	IFS= read -r first <"$file"
	# Everything is generated, as some errors come with the code.
	if "${RUSTC:-rustc}" "$@" --edition 2021 --crate-type cdylib --crate-name case --emit obj \
		--extern lkmm="$rlib" \
		-o "$out/case.o" "$file" 2>"$out/messages"; then
		compiled=yes
	else
		compiled=no
	fi
	case $first in
	"// ok: "*)
		if [ $compiled = yes ]; then
			passed=$((passed + 1))
		else
			fail "$name" "does not compile"
			cat "$out/messages" >&2
		fi ;;
	"// error: "*)
		message=${first#"// error: "}
		if [ $compiled = yes ]; then
			fail "$name" "compiles"
		elif ! grep -qF -- "$message" "$out/messages"; then
			fail "$name" "rejected, but not with '$message'"
			cat "$out/messages" >&2
		else
			passed=$((passed + 1))
		fi ;;
	*)
		fail "$name" "its first line is neither '// error: MESSAGE' nor '// ok: ...'" ;;
	esac
done

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 12 ]
