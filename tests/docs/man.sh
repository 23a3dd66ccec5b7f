#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/docs/man.sh
#
# The reference pages: every operation of defs/ops.tbl in every ordering and
# type is named in one, each page is good mdoc to mandoc and to groff, what it
# refers to is there, and its example compiles. CC="gcc clang" chooses
# compilers. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

for tool in mandoc man groff; do
	command -v $tool >/dev/null ||
		{ echo "man.sh: no $tool: install the Debian package mandoc, man-db or groff" >&2; \
		exit 2; }
done
export LC_ALL=C.UTF-8 MANWIDTH=80
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
read -ra compilers <<<"${CC:-gcc clang}"
pages=(docs/man1/*.1 docs/man3/*.3 docs/man7/*.7)
# result NAME FILE: one test, which fails if FILE is not empty
result() {
	[ ! -s "$2" ]
	judge $? "$1" "$2"
}

# ---- lkmm(1): the words of the kernel ----

MANWIDTH=500 man -l docs/man1/lkmm.1 | sed -n '/^WORDS OF THE KERNEL/,/^LITMUS TESTS IN RUST/p' |
	col -bx >"$tmp/words"
awk '/^  [a-zA-Z_]/ { sub(/^ *(type |rust )?/, ""); sub(/(\(.*|  .*)/, ""); print }' defs/kernel.tbl \
	>"$tmp/rows"
while read -r word; do
	grep -q "^     $word\((.*)\)\?\( \|$\)" "$tmp/words" || echo "$word"
done <"$tmp/rows" >"$tmp/missing"
[ -s "$tmp/rows" ] || echo "defs/kernel.tbl has no rows" >>"$tmp/missing"
result "lkmm(1) lists every row of defs/kernel.tbl" "$tmp/missing"

# The rows of the table as NAME ORDERING..., the names of objects with a dot in
# front, those of arrays with a slash, those of barriers with a colon.
rows() {
	awk '
		/^object/ { kind = "."; next }
		/^array/ { kind = "/"; next }
		/^barriers/ { kind = ":"; next }
		/^  [a-zA-Z]/ {
			sub(/ *#.*/, "")
			n = split($0, column, /  +/)
			print kind column[2], kind == ":" ? "" : column[n]
		}' defs/ops.tbl
}

# Every function that is exported for them.
symbols() {
	local name orders order suffix prefix

	rows | while read -r name orders; do
		suffix=
		case $name in
		:*) echo "lkmm_${name#:}"; continue ;;
		esac
		for order in $orders; do
			case $name in
			/*) echo "lkmm_${name#/}${suffix:+_$order}" ;;
			.rcu_*) echo "lkmm_${name#.}${suffix:+_$order}_ptr" ;;
			.*) printf '%s\n' "lkmm_${name#.}${suffix:+_$order}"_{u8,u16,u32,u64,ptr} ;;
			*) for prefix in atomic atomic64 atomic_long; do
				echo "lkmm_${prefix}_$name${suffix:+_$order}"
			done ;;
			esac
			suffix=yes
		done
	done
}

# ---- completeness -----------------------------------------------------------

symbols | sort -u >"$tmp/symbols"
# and the library's other exports
grep -ohE '\blkmm_[A-Za-z0-9_]+' lib/*.map >>"$tmp/symbols"
sort -u -o "$tmp/symbols" "$tmp/symbols"
[ "$(wc -l <"$tmp/symbols")" -ge 350 ] ||
	echo "only $(wc -l <"$tmp/symbols") names found in defs/ops.tbl" >"$tmp/few"
result "the table has its operations" "$tmp/few"
# as a reader sees them
mandoc -T ascii docs/man3/*.3 | col -b | grep -oE 'lkmm_[A-Za-z0-9_]+' | sort -u >"$tmp/named"
comm -23 "$tmp/symbols" "$tmp/named" >"$tmp/missing"
result "every operation is on a page" "$tmp/missing"

# ---- form -------------------------------------------------------------------

for page in "${pages[@]}"; do
	# it is not an error that the pages are not installed here; whether they exist is checked
	# below
	mandoc -T lint "$page" | grep -v 'referenced manual not found' >"$tmp/lint"
	result "$page: mandoc -T lint" "$tmp/lint"
	man --warnings -l "$page" 2>"$tmp/groff" >/dev/null
	result "$page: man --warnings" "$tmp/groff"
	man -l "$page" 2>/dev/null | col -b | grep -E '^.{81}' >"$tmp/wide"
	result "$page: fits 80 columns" "$tmp/wide"
	# a word that is a macro's name too, at a place where mdoc takes it for one
	{
		grep -nE '^\.(Ss|Sh|Nd|It|Pp) ([A-Za-z ]* )?(In|At|No|An|Do|So|Er|Ns|Ad|Ap)( |$)' \
			"$page"
		mandoc -T ascii "$page" | col -b | grep -nE '^ *<[a-z]+> of '
	} >"$tmp/words"
	result "$page: no word taken for a macro" "$tmp/words"
	sed -n 's/^\.Xr \([a-z0-9_]*\) \([0-9]\).*/docs\/man\2\/\1.\2/p' "$page" | sort -u |
		while read -r other; do
			[ -f "$other" ] || echo "refers to $other"
		done >"$tmp/xr"
	result "$page: what it refers to" "$tmp/xr"
done

# ---- the command ------------------------------------------------------------

# Its options are held against its pages by tests/tool/options.py.
mandoc -T ascii docs/man1/lkmm.1 docs/man1/lkmm-diff.1 | col -b >"$tmp/lkmm.1"
# The names that show/, change/ and tool/check/ set in objects.
grep -ohE 'json_object_set(_new)?\([^,]*, "[a-z_]+"' show/*.c change/*.c tool/check/*.c |
	grep -oE '"[a-z_]+"' | tr -d '"' | sort -u >"$tmp/fields"
tr -cs 'a-z_' '\n' <"$tmp/lkmm.1" | sort -u >"$tmp/words"
comm -23 "$tmp/fields" "$tmp/words" | sed 's/^/no field /' >"$tmp/missing"
[ "$(wc -l <"$tmp/fields")" -ge 20 ] ||
	echo "only $(wc -l <"$tmp/fields") fields found" >>"$tmp/missing"
result "every field of --json is on a page" "$tmp/missing"

# The object's name is that of a pointer: its object is *v.
grep -nE '(Return: |if |where )(true if )?@[a-z]+ ?([-+&|^=!<>]|is the value)' \
	include/lkmm/inline/*.h >"$tmp/pointers"
grep -nE '^\.It .*Ta +v |\.Li "?v ' \
	docs/man3/lkmm_{access,arithmetic,bitwise,exchange,test,conditional}.3 >>"$tmp/pointers"
result "no pointer stands for the value" "$tmp/pointers"

# ---- examples ---------------------------------------------------------------

# The code of an example, as a reader would type it.
example() {
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh EXP/{/^\.Bd/,/^\.Ed/{/^\.[BE]d/d; p}}' "$1" |
		sed -e 's/\\-/-/g; s/\\(ha/^/g; s/\\(ti/~/g; s/\\(aq/'"'"'/g; s/\\(ga/`/g' \
			-e 's/\\(dq/"/g; s/\\&//g; s/\\e/\\/g'
}

for page in docs/man3/*.3; do
	{
		sed -n 's/^\.In \(.*\)/#include <\1>/p' "$page"
		# a barrier alone is not an example
		echo '#include <lkmm/object.h>'
		example "$page"
	} >"$tmp/example.c"
	: >"$tmp/log"
	[ -n "$(example "$page")" ] || echo "none" >"$tmp/log"
	result "$page: has an example" "$tmp/log"
	for cc in "${compilers[@]}"; do
		"$cc" -std=c11 -Wall -Wextra -Wconversion -Wno-unused-function -Werror -I include \
			-fsyntax-only "$tmp/example.c" >"$tmp/log" 2>&1
		result "$page: example, $cc" "$tmp/log"
	done
done

finish
