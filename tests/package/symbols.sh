#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# symbols.sh SOURCE-ROOT STATIC SHARED MODEL: the libraries that are installed define no global name
# that no public header documents; and liblkmm-model.a defines all of those. Output is TAP.
set -u
root=$1 static=$2 shared=$3 model=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# documented DIR...: names with a comment of kernel-doc
documented() {
	grep -rhoE '^ \* lkmm_[A-Za-z0-9_]+(\(\))? - ' "$@" |
		sed -E 's/^ \* //; s/(\(\))? - $//' | sort -u
}

# defined LIBRARY NM-OPTION...
defined() {
	nm --defined-only "${@:2}" "$1" | awk 'NF == 3 { sub(/@.*/, "", $3); print $3 }' | sort -u
}

# same WHAT EXPECTED FOUND: two files of names
same() {
	n=$((n + 1))
	if [ -s "$3" ] && diff "$2" "$3" >"$work/diff"; then
		echo "ok $n - $1: $(wc -l <"$3") names"
	else
		echo "not ok $n - $1"
		sed -n 's/^</# documented, not defined:/p; s/^>/# defined, not documented:/p' \
			"$work/diff" | head -n 30
	fi
}

n=0
echo 1..3
documented "$root/include/lkmm/check" >"$work/check"
documented "$root/include/lkmm/inline" "$root/include/lkmm/refcount" >"$work/inline"
# The name that the version script gives the version is not a function.
defined "$shared" -D | grep -v '^LKMM_[0-9]*$' >"$work/shared"
# Compiled functions have a hidden name, which only the compiler uses: the public one is an alias of
# it. On arm64 there are two of each, and __lkmm_find() asks the CPU (__lkmm) which of them the
# public one is.
defined "$static" -g | sed -E 's/^__lkmm_outline_/lkmm_/; s/_(lse|llsc)$//' |
	grep -vxE "__lkmm(_find)?" | sort -u >"$work/static"
defined "$model" -g >"$work/model"
comm -12 "$work/inline" "$work/shared" >"$work/outline"
same "liblkmm.so" "$work/outline" "$work/shared"
same "liblkmm.a" "$work/outline" "$work/static"
same "liblkmm-model.a" "$work/check" "$work/model"
