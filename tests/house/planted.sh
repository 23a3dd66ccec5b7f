# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by tests of the checks in this folder: plants lines in a copy of the tree, and runs the
# check. A test of another part of the tree lists its rooms first. TAP.

set -u
here=$(dirname "$0")
tree=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0
n=0
[ -v rooms ] ||
	rooms=(base bench change defs emit front gen lib model runtime show tool tests/house)

# fresh_copy: nothing is planted
fresh_copy() {
	whats=() texts=()
	rm -rf "${copy:?}"/*
	tar -C "$tree" --exclude=target -c "${rooms[@]}" | tar -C "$copy" -x
}

# plant WHAT TEXT FILE LINE...: adds the lines to the end of a file of the copy. Many may be planted
# before the copy is checked, since a check of the whole tree takes seconds.
plant() {
	local file=$3

	whats+=("$1")
	texts+=("$2")
	shift 3
	printf '%s\n' "$@" >>"$copy/$file"
}

# point STATUS WHAT OUTPUT
point() {
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' <<<"$3"
		status=1
	fi
}

# all_found CHECK: the check fails on the copy, and reports a line with TEXT for all that is planted
all_found() {
	local said i passed=1

	said=$("$here/$1" "$copy") && passed=0
	for i in "${!whats[@]}"; do
		[ $passed -ne 0 ] && grep -qF -- "${texts[i]}" <<<"$said"
		point $? "${whats[i]}" "$said"
	done
	fresh_copy
}

# all_allowed CHECK: the check passes on the copy, and does not name TEXT
all_allowed() {
	local said i passed=0

	said=$("$here/$1" "$copy") || passed=1
	for i in "${!whats[@]}"; do
		[ $passed -eq 0 ] && ! grep -qF -- "${texts[i]}" <<<"$said"
		point $? "${whats[i]}" "$said"
	done
	fresh_copy
}

finish() {
	echo "1..$n"
	exit $status
}

fresh_copy
