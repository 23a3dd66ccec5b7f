# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=sh
#
# Sourced by tests in shell: they report in TAP 14. A test that ends before finish has no plan, and
# has failed.

tap_points=0
tap_failed=0
echo "TAP version 14"

# tap_name WORDS: in one line, with no directive in it
tap_name() {
	case $1 in
	*'#'* | *'
'*)	printf '%s' "$1" | tr '\n' ' ' | sed 's/#/\\#/g' ;;
	*)	printf '%s' "$1" ;;
	esac
}

# pass NAME
pass() {
	tap_points=$((tap_points + 1))
	echo "ok $tap_points - $(tap_name "$1")"
}

# fail NAME [LINE]...: the lines say why
fail() {
	tap_points=$((tap_points + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_points - $(tap_name "$1")"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" | head -n 60 | sed 's/^/# /'
}

# judge STATUS NAME [FILE]...: passes if STATUS is 0; else the ends of the files say why
judge() {
	if [ "$1" -eq 0 ]; then
		pass "$2"
	else
		fail "$2"
		shift 2
		for tap_file; do
			tail -n 30 "$tap_file" | cut -c 1-1000 | sed 's/^/# /'
		done
	fi
}

# it NAME COMMAND...: passes if the command does; else the ends of the files $tap_shows say why
tap_shows=
it() {
	tap_name=$1
	shift
	tap_status=0
	"$@" || tap_status=$?
	# shellcheck disable=SC2086 # names of files
	judge $tap_status "$tap_name" $tap_shows
}

# skip NAME REASON
skip() {
	tap_points=$((tap_points + 1))
	echo "ok $tap_points - $(tap_name "$1") # SKIP $2"
}

# note TEXT: a comment
note() { printf '%s\n' "$1" | sed 's/^/# /'; }

# finish: the plan; the status is 0 if there were tests and all passed
finish() {
	if [ $tap_points -eq 0 ]; then
		echo "Bail out! no test ran"
		return 1
	fi
	echo "1..$tap_points"
	[ $tap_failed -eq 0 ]
}
