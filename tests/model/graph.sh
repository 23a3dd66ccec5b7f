#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# graph.sh LKMM DIR
#
# Draws every fifteenth test in DIR: Graphviz, if there is one, accepts the drawing, all boxes of
# one process are below one another, and no two boxes overlap. Output is TAP.
set -u
lkmm=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# boxes: NAME X Y WIDTH of every event of $tmp/x.dot
boxes() {
	sed -n 's/^\t\(n[0-9]*\) \[pos="\(-\?[0-9]*\),\(-\?[0-9]*\)!" width=\([0-9.]*\).*/\1 \2 \3 \4/p' "$tmp/x.dot"
}

# No two boxes in one row overlap: they are 34 points high and WIDTH inches wide.
apart() {
	boxes | awk '{ for (i in x) if ((d = y[i] - $3) > -34 && d < 34 &&
					(e = x[i] - $2) * e < ((w[i] + $4) * 36) ^ 2) bad = 1
	               x[NR] = $2; y[NR] = $3; w[NR] = $4 } END { exit bad || !NR }'
}

# The legend of $tmp/x.dot names each relation of an edge, and no other; each has one name.
legend() {
	diff <(sed -n 's/^\tn.* -> .*<td>\([^<]*\)<.*/\1/p' "$tmp/x.dot" | sort -u) \
		<(grep $'^\tlegend' "$tmp/x.dot" | grep -o '<b>[^<]*' | sed 's/<b>//' | sort) &&
		! grep -qE '<td>(rf|co|fr)</td>' "$tmp/x.dot"
}

# draw: has Graphviz draw $tmp/x.dot, if it is there
draw() {
	: >"$tmp/err"
	[ -z "$graphviz" ] || neato -n -Tdot -o /dev/null "$tmp/x.dot" >"$tmp/err" 2>&1
}

# drawing STATUS WHAT: a result that takes Graphviz
drawing() {
	[ -n "$graphviz" ] || set -- 0 "$2 # SKIP no neato here (Debian: graphviz)"
	result "$@"
}

graphviz=$(command -v neato)
drawn=0 nothing=0 bad=0 unnamed=0
while read -r file; do
	if ! "$lkmm" check --graph "$tmp/x.dot" "$file" >"$tmp/out" 2>"$tmp/err"; then
		grep -q 'nothing to draw' "$tmp/err" && nothing=$((nothing + 1)) && continue
		echo "# $file: $(cat "$tmp/err")"
		bad=$((bad + 1))
		continue
	fi
	drawn=$((drawn + 1))
	if ! legend; then
		echo "# $file"
		unnamed=$((unnamed + 1))
	fi
	if ! apart || ! draw || [ -s "$tmp/err" ]; then
		echo "# $file: $(head -3 "$tmp/err")"
		bad=$((bad + 1))
	fi
done < <(find "$2" -name '*.litmus' | sort | awk 'NR % 15 == 1')
echo "# $drawn drawn, $nothing with nothing to draw"
result $((bad || drawn < 10)) "every drawing has its boxes apart"
result $unnamed "every legend has the relations of its drawing"
drawing $((bad || drawn < 10)) "every drawing is one that Graphviz accepts"

one=$(find "$2" -name 'sb-mb.litmus' | head -n 1)
"$lkmm" check --graph "$tmp/x.svg" "$one" >/dev/null
grep -q '<svg' "$tmp/x.svg" && grep -q 'prefers-color-scheme: dark' "$tmp/x.svg"
drawing $? "SVG, light or dark"
"$lkmm" check --graph "$tmp/x.png" "$one" >/dev/null
head -c 4 "$tmp/x.png" | grep -qa PNG
drawing $? "PNG"
"$lkmm" check --graph "$tmp/x.dot" "$one" >/dev/null
[ "$(grep -c 'penwidth=2.4' "$tmp/x.dot")" = 4 ]
result $? "the four steps of the cycle are drawn"
grep -q 'exists (0:r0=0 /\\ 1:r0=0)' "$tmp/x.dot"
result $? "the question is drawn"
"$lkmm" check --graph "$tmp/x.gif" "$one" >/dev/null 2>&1
[ $? = 2 ]
result $? "another kind of file is refused"
"$lkmm" check --graph "$tmp/x.svg" "$one" "$one" >/dev/null 2>&1
[ $? = 2 ]
result $? "several tests are refused"
PATH=/nowhere "$lkmm" check --graph "$tmp/y.svg" "$one" >/dev/null 2>"$tmp/err"
[ $? = 2 ] && grep -q "'neato' is not installed" "$tmp/err"
result $? "a machine without Graphviz"
"$lkmm" check --graph "$tmp/none/y.dot" "$one" >/dev/null 2>"$tmp/err"
[ $? = 2 ] && grep -q 'No such file' "$tmp/err"
result $? "a file that cannot be written"
echo "1..$n"
