#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# languages.sh LKMM SOURCE-ROOT
#
# Runs litmus tests in C and in Rust, inline and out of line, and checks the output of lkmm run and
# the program that it writes. Output is TAP.
set -u
lkmm=$(realpath "$1") root=$(realpath "$2")
run=("$lkmm" run)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 1
n=0
unset RUSTC

# it WHAT COMMAND...: one test
it() {
	local what=$1 verdict=ok
	shift
	n=$((n + 1))
	"$@" >"$place/out" 2>&1 || verdict="not ok"
	echo "$verdict $n - $what"
	[ "$verdict" = ok ] || sed 's/^/# /' "$place/out" | tail -n 20
}

# says STATUS PATTERN ARGUMENT...: lkmm run ends with the status and prints the pattern
says() {
	local status=$1 pattern=$2
	shift 2
	"${run[@]}" "$@" >said 2>&1
	local got=$?
	cat said
	[ "$got" = "$status" ] && grep -qE "$pattern" said
}

# Text that must not be in a report without errors.
clean() {
	! grep -E 'FORBIDDEN|Not in|not run:' "$1"
}

command -v rustc >/dev/null || { echo "1..0 # SKIP no rustc"; exit 0; }

litmus=$root/litmus
some=("$litmus"/fence/sb-relaxed.litmus \
	"$litmus"/rust/{cmpxchg-match,cond-load,late-values,lb-if-value}.litmus
	"$litmus"/flow/{loop,cmpxchg-loop}.litmus \
		"$litmus"/lock/{mutual-exclusion,trylock-both}.litmus
	"$litmus"/pointer/pointer-{undeclared,parameter}.litmus "$litmus"/words/work-flush.litmus
	"$litmus"/srcu/srcu{,-member}.litmus)

echo 1..14
if echo '#include <urcu.h>' | cc -E -x c - >/dev/null 2>&1; then
	it "RCU, in all languages and variants" says 0 "^Observation rcu Never" --lang all \
		--variant all --iterations 1 \
		"$litmus"/rcu/rcu.litmus
else
	it "RCU # SKIP no <urcu.h> here (Debian: liburcu-dev)" true
fi
it "all languages and variants" says 0 "tests run, 0 not run, 0 with" --lang all --variant all \
	--iterations 1 \
	--keep kept "${some[@]}"
cp said all
it "nothing is amiss" clean all
for form in 'C inline' 'C out of line' 'Rust inline' 'Rust out of line'; do
	it "$form has run" grep -q "$form [1-9]" all
done
it "the code in Rust has no warnings" bash \
	-c 'cd kept && rustc --edition=2021 -Dwarnings --crate-type=rlib -L. \
	--crate-name=r0_inline --extern lkmm=liblkmm_inline.rlib \
	--extern run=librun_inline.rlib -o again.rlib r0_inline.rs'
it "the files are there to be read" test -s kept/c0.c -a -s kept/t0.c -a -s kept/r0_outline.rs \
	-a -s kept/tests.rs
it "one language in Rust only" bash -c '"$@" >said && ! grep -E " C (inline|out)" said' - \
	"$lkmm" run --lang rust --iterations 1 "$litmus/fence/sb-relaxed.litmus"
it "as written: Rust" says 0 "allowed, seen; Rust inline" --iterations 1 \
	"$litmus/rust/lb-data.litmus"
it "mixed takes each language" says 0 "C inline [0-9]+, Rust inline" --lang mixed --iterations 1 \
	"$litmus/fence/sb-relaxed.litmus"

# As on a machine without a Rust compiler.
mkdir bin
for tool in cc gcc as ld collect2; do
	path=$(command -v $tool) && ln -s "$path" bin/
done
run=(env PATH="$place/bin" "$lkmm" run)
it "without rustc, Rust cannot be asked for" says 2 "no rustc" --lang all \
	"$litmus/fence/sb-relaxed.litmus"
it "without rustc, processes in Rust run in C" says 0 "C inline" --iterations 1 \
	"$litmus/rust/lb-data.litmus"
