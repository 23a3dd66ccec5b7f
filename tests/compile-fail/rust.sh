#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# rust.sh LIBLKMM.rlib [RUSTC-OPTION...]
#
# Compiles each file of rust/ against the crate. One whose first line is "// error:
# MESSAGE" must be rejected with MESSAGE in the compiler's output; one with "// ok: ..." must
# compile. TAP.

set -u
export LC_ALL=C
here=$(dirname "$0")/rust
. "$(dirname "$0")/../tap.sh"
rlib=${1:?usage: rust.sh LIBLKMM.rlib [RUSTC-OPTION...]}
shift
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT

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
		[ $compiled = yes ]
		judge $? "$name compiles" "$out/messages" ;;
	"// error: "*)
		message=${first#"// error: "}
		if [ $compiled = yes ]; then
			fail "$name is rejected" "it compiles"
		elif ! grep -qF -- "$message" "$out/messages"; then
			judge 1 "$name is rejected with '$message'" "$out/messages"
		else
			pass "$name is rejected"
		fi ;;
	*)
		fail "$name" "its first line is neither '// error: MESSAGE' nor '// ok: ...'" ;;
	esac
done
[ "$tap_points" -gt 12 ]
judge $? "enough cases: $tap_points"
finish
