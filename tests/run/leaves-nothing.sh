#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# leaves-nothing.sh LKMM DIR
#
# Whatever ends lkmm run, lkmm bench or lkmm hot, neither a directory nor a running program stays
# behind; odd names of tests and directories do no harm; --keep writes through no symbolic link.
# Output is TAP.
set -u
lkmm=$(realpath "$1")
dir=$(realpath "$2")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export TMPDIR=$tmp/tmp
mkdir "$TMPDIR"
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# settles COMMAND...: it succeeds within some hundred tries
settles() {
	local i

	for ((i = 0; i < 600; i++)); do
		"$@" && return
		sleep 0.1
	done
	return 1
}

is_empty() { [ -z "$(ls -A "$TMPDIR")" ]; }
runs_from_tmp() { [ -n "$(find /proc/[0-9]*/exe -maxdepth 0 -lname "$TMPDIR/*" 2>/dev/null)" ]; }
runs_nothing() { ! runs_from_tmp; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
has_directory() { ! is_empty; }

# ---- the causes of its end -----------------------------------------------------------

# ends_by SIGNAL WHEN COMMAND...: WHEN is a command that succeeds when the moment has come
ends_by() {
	local signal=$1 when=$2
	shift 2
	"$@" >/dev/null 2>&1 &
	pid=$!
	settles "$when"
	result $? "$signal, $when: it starts"
	kill "-$signal" $pid
	settles is_gone $pid
	result $? "$signal, $when: it ends"
	wait $pid 2>/dev/null
	settles is_empty && settles runs_nothing
	result $? "$signal, $when: it leaves nothing behind"
}

for signal in HUP TERM KILL PIPE; do
	ends_by $signal has_directory "$lkmm" run --mode batch --iterations 1e14 \
		"$dir/tso-seen/sb.litmus"
done
for signal in HUP KILL; do
	ends_by $signal runs_from_tmp "$lkmm" run --mode batch --iterations 1e14 \
		"$dir/tso-seen/sb.litmus"
done

# As soon as the directory exists, something must remove it at the end. 20 times: the result depends
# on chance.
for ((k = 0; k < 20; k++)); do
	"$lkmm" run --mode batch --iterations 1e14 "$dir/tso-seen/sb.litmus" >/dev/null 2>&1 &
	while is_empty && kill -0 $!; do :; done
	kill -KILL $!
	wait $! 2>/dev/null
	settles is_empty || break
done 2>/dev/null
[ $k = 20 ]
result $? "killed when its directory appears, 20 times: it leaves nothing behind"

"$lkmm" run --iterations 1e4 "$dir/tso-seen" 2>/dev/null | head -n 0
settles is_empty && settles runs_nothing
result $? 'a broken pipe: it leaves nothing behind'

# ---- odd names --------------------------------------------------------------

sed '1s|.*|C sb */ #error "a name" /* \\|' "$dir/tso-seen/sb.litmus" >"$tmp/name.litmus"
"$lkmm" run --iterations 1000 "$tmp/name.litmus" >"$tmp/out" 2>&1
result $? 'a test with the end of a comment in its name'
grep -q '^Observation sb \*/ #error' "$tmp/out"
result $? 'its name is printed as it is'

for odd in 'a b' "it's" 'back\slash' '"quoted"' 'a	tab' '-dash' '#hash' '@at'; do
	mkdir "$tmp/$odd"
	TMPDIR=$tmp/$odd "$lkmm" run --lang all --iterations 1000 "$dir/tso-seen/sb.litmus" \
		>"$tmp/out" 2>&1
	result $? "TMPDIR named $odd"
	[ -z "$(ls -A "$tmp/$odd")" ]
	result $? "TMPDIR named $odd: nothing is left there"
	"$lkmm" run --keep "$tmp/$odd/kept" --iterations 1000 "$dir/tso-seen/sb.litmus" \
		>"$tmp/out" 2>&1 &&
		[ -x "$tmp/$odd/kept/run" ]
	result $? "--keep below $odd"
done

# ---- links ------------------------------------------------------------------

mkdir "$tmp/kept"
echo precious >"$tmp/precious"
for name in c0.c run.o log0 run; do
	ln -s "$tmp/precious" "$tmp/kept/$name"
	"$lkmm" run --keep "$tmp/kept" --iterations 1000 "$dir/tso-seen/sb.litmus" >"$tmp/out" \
		2>"$tmp/err"
	[ $? = 2 ] && grep -q "^$tmp/kept/$name:1:1: error: .*symbolic link" "$tmp/err" &&
		[ "$(cat "$tmp/precious")" = precious ]
	result $? "--keep does not write through the link $name"
	rm -f "$tmp/kept/$name"
done
mkdir "$tmp/elsewhere"
ln -s "$tmp/elsewhere" "$tmp/link"
"$lkmm" run --keep "$tmp/link" --iterations 1000 "$dir/tso-seen/sb.litmus" >/dev/null 2>&1
[ $? = 2 ] && [ -z "$(ls -A "$tmp/elsewhere")" ]
result $? '--keep is not a link itself'
echo "1..$n"
