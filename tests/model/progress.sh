#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# progress.sh LKMM DIR: lkmm check shows progress on a terminal, after two seconds, and
# never in a pipe. script(1) opens a terminal, which needs /dev/pts: chroots and containers
# may lack it. Output is TAP.
set -u
. "$(dirname "$(realpath "$0")")/../tap.sh"
export LC_ALL=C.UTF-8
lkmm=$(realpath "$1")
quick=$(realpath "$2/coherence/corr.litmus")
slow=$(dirname "$(realpath "$0")")/slow.litmus
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
tap_shows=out

# on_terminal WHAT COMMAND...: one that takes a terminal
terminal=yes
script -qec true /dev/null >/dev/null 2>&1 </dev/null || terminal=
on_terminal() {
	if [ -n "$terminal" ]; then
		it "$@"
	else
		skip "$1" "script(1) can open no terminal here"
	fi
}

# typed SECONDS: on a terminal, with a limit for each test
typed() { script -qec "'$lkmm' check --states --timeout $1 '$slow' '$quick'" /dev/null >out \
	</dev/null; }

shows() {
	typed 8
	grep -q 'tests decided: 0 of 2, ' out
}

# unless the machine had so much to do that it did take two seconds
shows_nothing() {
	typed 1
	grep -q 'Observation corr' out && { ! grep -q '; [01]\.[0-9]* s' out ||
		! grep -q ' of 2, ' out; }
}

not_in_a_pipe() {
	"$lkmm" check --states --timeout 3 "$slow" "$quick" 2>out | grep -q 'Observation corr' &&
		! grep -q 'tests decided' out
}

on_terminal "a run of more than two seconds shows how far it has come" shows
on_terminal "a shorter one does not" shows_nothing
it "nor does one in a pipe" not_in_a_pipe
finish
