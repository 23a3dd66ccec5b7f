#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# herd7.sh LKMM DIR: the command line of herd7 and mselect7, with the tests in DIR. TAP.
lkmm=$(realpath "$1")
dir=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. "$(dirname "$0")/../tap.sh"

# $1: a pattern in the output of the rest; it must succeed
good()
{
	want=$1
	shift
	"$@" >"$tmp/out" 2>&1 </dev/null && grep -qF -e "$want" "$tmp/out"
	judge $? "$want: $*" "$tmp/out"
}

# The same, and it must fail with status 2
bad()
{
	want=$1
	shift
	"$@" >"$tmp/out" 2>&1 </dev/null
	[ $? = 2 ] && grep -qF -e "$want" "$tmp/out"
	judge $? "status 2, $want: $*" "$tmp/out"
}

# The subcommand is the name of the link.
ln -s "$lkmm" "$tmp/herd7"
ln -s "$lkmm" "$tmp/mselect7"
PATH=$tmp:$PATH
sb=$dir/fence/sb-relaxed.litmus

good 'States 4' herd7 "$sb"
good 'States 4' "$lkmm" herd7 "$sb"
good '0:r0=0; 1:r0=1;' herd7 "$sb"
good 'Time sb-relaxed 0.0' herd7 -unroll 3 -timeout 10 -o "$tmp" -show none "$sb"
good 'Positive: 1 Negative: 1' herd7 -speedcheck true "$sb"
good lkmm herd7 -version
good usage: herd7 -help
bad "unknown option '-nothing'" herd7 -nothing "$sb"
bad "'-unroll' needs a value" herd7 "$sb" -unroll
bad "invalid value '0' for -unroll (expected a whole number from 1 to 1000)" herd7 -unroll 0 "$sb"
bad 'expected a directory that exists' herd7 -o "$tmp/none" "$sb"
bad 'the model is built in' herd7 -model aarch64.cat "$sb"
bad 'for -show (expected none)' herd7 -show prop "$sb"
bad 'none.litmus:1:1: error: No such file' herd7 "$tmp/none.litmus"

printf 'macros linux-kernel.def\r\nmodel linux-kernel.cat\n# a comment\n\nedgeattr hb,color,red\n' \
	>"$tmp/good.cfg"
good 'States 4' herd7 -conf "$tmp/good.cfg" "$sb"
printf 'model linux-kernel.cat\n  model x86tso.cat\n' >"$tmp/bad.cfg"
bad 'bad.cfg:2:1: error: ' herd7 -conf "$tmp/bad.cfg" "$sb"
printf 'conf bad.cfg\n' >"$tmp/bad.cfg"
bad 'bad.cfg:1:1: error: ' herd7 -conf "$tmp/bad.cfg" "$sb"
printf 'model' >"$tmp/bad.cfg"
bad "'model' needs a value" herd7 -conf "$tmp/bad.cfg" "$sb"
bad 'none.cfg:1:1: error: No such file' herd7 -conf "$tmp/none.cfg" "$sb"

# herd7 does not compare a test with its expectation.
sed 's/Result: Sometimes/Result: Never/' "$sb" >"$tmp/wrong.litmus"
good 'Sometimes' herd7 "$tmp/wrong.litmus"
printf 'C a\n{}\nP0(int *x)\n{\n\tfoo(x);\n}\nexists (x=1)\n' >"$tmp/unknown.litmus"
bad 'unknown.litmus:5:2: error: Unknown macro foo (User error)' herd7 "$tmp/unknown.litmus"

# Lists: relative to where they are, and in one another
mkdir "$tmp/list"
cp "$sb" "$tmp/list/a.litmus"
cp "$dir/coherence/corr.litmus" "$tmp/list/b.litmus"
printf 'a.litmus\n# a comment\n\n@more' >"$tmp/list/@all"
printf 'b.litmus\r\n%s\n' "$PWD/$tmp/list/a.litmus" | sed "s,$PWD//,/," >"$tmp/list/@more"
good 'Observation corr ' herd7 "$tmp/list/@all"
[ "$(grep -c '^Observation' "$tmp/out")" = 3 ]
judge $? "a list is read" "$tmp/out"
printf '@loop\n' >"$tmp/list/@loop"
bad '@loop:1:1: error: ' herd7 "$tmp/list/@loop"
bad '@none:1:1: error: ' herd7 "$tmp/list/@none"
herd7 <"$sb" | grep -q '^Observation sb-relaxed'
judge $? "a test on standard input"
printf '%s\n' "$sb" | herd7 | grep -q '^Observation sb-relaxed'
judge $? "names on standard input"
printf '' | herd7
judge $? "nothing on standard input"

good a.litmus mselect7 -arch C "$tmp/list/@all"
printf 'AArch64 a\n{}\n' >"$tmp/list/a.litmus"
printf '%s\n' "$tmp/list/a.litmus" "$tmp/list/b.litmus" | mselect7 -arch C >"$tmp/out"
[ "$(cat "$tmp/out")" = "$tmp/list/b.litmus" ]
judge $? "mselect7 selects no other language" "$tmp/out"
bad 'No such file' mselect7 -arch C "$tmp/none.litmus"
bad usage: mselect7 "$sb"
bad "option '-arch' needs a value" mselect7 -arch
bad "unknown option '-nothing'" mselect7 -nothing
good usage: mselect7 -help
finish
