#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# arrows.sh TREE: the check of the arrows finds an include that is forbidden, and a circle. TAP.
set -u
here=$(dirname "$0")
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
status=0
n=0

# finds WHAT PATTERN FILE LINE: with LINE at the end of FILE, the check fails and reports PATTERN
finds() {
	local what=$1 pattern=$2 file=$3 line=$4 said

	n=$((n + 1))
	rm -rf "${copy:?}"/*
	cp -r "$tree"/{base,front,emit,show,change,model,gen,tool,runtime,lib,bench} "$copy/"
	echo "$line" >>"$copy/$file"
	if ! said=$("$here/arrows.py" "$copy") && grep -q -- "$pattern" <<<"$said"; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		sed 's/^/# /' <<<"$said"
		status=1
	fi
}

tree=$1
finds "the model includes the tool's text" 'model/check.c includes "base/text.h", but model/ may' \
	model/check.c '#include "base/text.h"'
finds "a command includes another" 'tool/hot/hot.c includes "tool/run/run.h", but tool/hot/ may' \
	tool/hot/hot.c '#include "tool/run/run.h"'
finds "the front end includes what shows answers" 'front/c/expr.c includes "show/why.h", but front/ may' \
	front/c/expr.c '#include "show/why.h"'
finds "two headers include one another" 'a circle: .*rel.h' \
	model/engine/rel.h '#include "search.h"'
echo "1..$n"
exit $status
