# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by tests of the checks in this folder: plants a line in a copy of the tree, and asks the
# check. TAP.

set -u
here=$(dirname "$0")
tree=$1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0
n=0

fresh_copy() {
	rm -rf "${copy:?}"/*
	mkdir "$copy/tests"
	cp -r "$tree"/{base,bench,change,defs,emit,front,gen,lib,model,runtime,show,tool} "$copy/"
	cp -r "$tree/tests/house" "$copy/tests/"
}

# fails CHECK WHAT TEXT: the check fails on the copy and reports a line with TEXT
fails() {
	local check=$1 what=$2 text=$3 said

	n=$((n + 1))
	if ! said=$("$here/$check" "$copy") && grep -qF -- "$text" <<<"$said"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' <<<"$said"
		status=1
	fi
}

# passes CHECK WHAT: the check passes on the copy
passes() {
	local check=$1 what=$2 said

	n=$((n + 1))
	if said=$("$here/$check" "$copy"); then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' <<<"$said"
		status=1
	fi
}

finish() {
	echo "1..$n"
	exit $status
}
