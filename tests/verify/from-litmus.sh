#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# from-litmus.sh LKMM LITMUS: litmus tests that lkmm verify takes, and writes as programs; and those
# that it refuses. $CC: a clang. Output is TAP.
set -u
. "$(dirname "$(realpath "$0")")/../tap.sh"
lkmm=$1
litmus=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
tap_shows="$tmp/out $tmp/err"
mp=$litmus/fence/mp-wmb.litmus
sb=$litmus/fence/sb-after-atomic-none.litmus

# says STATUS TEXT ARGUMENT...: lkmm verify ends so, and prints a line with the text
says() {
	local status=$1 text=$2

	shift 2
	"$lkmm" verify "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? = "$status" ] && cat "$tmp/out" "$tmp/err" | grep -qF -- "$text"
}

# has FILE TEXT...: each text is in the file
has() {
	local file=$1 text

	shift
	for text; do
		grep -qF -- "$text" "$tmp/$file" || return 1
	done
}

cat >"$tmp/always.litmus" <<'END'
C always

{}

P0(int *x)
{
	WRITE_ONCE(*x, 1);
}

forall (x=1)
END
sed 's/x=1)/x=2)/' "$tmp/always.litmus" >"$tmp/other.litmus"
sed 's/^{}/{/' "$tmp/always.litmus" >"$tmp/broken.litmus"
printf 'AArch64 a\n{ 0:X1=x; }\n P0 ;\n MOV W0,#1 ;\nexists (0:X0=1)\n' >"$tmp/asm.litmus"

both() { says 0 "" --write="$tmp/both" --lang=c "$mp" "$sb"; }

it "a test without a fault" says 0 "no fault in any execution" "$mp"
it "one whose condition can be true" says 1 "this assertion of main() can fail" "$sb"
it "forall that holds" says 0 "no fault in any execution" "$tmp/always.litmus"
it "forall that does not" says 1 "this assertion of main() can fail" "$tmp/other.litmus"
# without NAME...: none of these is in what was printed
without() {
	local text

	for text; do
		! cat "$tmp/out" "$tmp/err" | grep -qF -- "$text" || return 1
	done
}

# names FILE OPTION...: the file is named by itself, and how to get it
names() {
	local file=$1

	shift
	says 1 "$file is $sb as a program: --keep=DIR keeps it" "$@" "$sb" &&
		grep -qE "^$file:[0-9]+:[0-9]+: this assertion of main" "$tmp/out" &&
		grep -q "^$file: 2 threads" "$tmp/out" && without lkmm-verify-
}

both_names() {
	says 1 "litmus.c and litmus.rs are $sb as a program" --lang=mixed "$sb" &&
		grep -q "P1:litmus.rs:" "$tmp/out" && without lkmm-verify-
}

in_json() {
	says 1 "\"file\": \"litmus.c\"" --json "$sb" && grep -qF "\"test\": \"$sb\"" "$tmp/out" &&
		without lkmm-verify-
}

in_proposals() {
	says 1 "after litmus.c:" --fix "$sb" && without lkmm-verify- &&
		says 1 "--- a/litmus.c" --fix=patch "$sb" && without lkmm-verify-
}

kept_is_named() {
	says 1 "$tmp/named/litmus.c:" --keep="$tmp/named" "$sb" && without "as a program"
}

it "a fault is in litmus.c" names litmus.c
if command -v "${RUSTC:-rustc}" >/dev/null; then
	it "... in litmus.rs" names litmus.rs --lang=rust
	it "... or in both" both_names
else
	skip "... in litmus.rs, or in both" "no rustc here"
fi
it "... as JSON" in_json
it "... and so are proposals" in_proposals
it "... or in the file that is kept" kept_is_named
it "the program is kept" says 0 "" --keep="$tmp/kept" "$mp"
it "... with its accesses" has kept/litmus.c "lkmm_WRITE_ONCE(*x, 1);" "lkmm_smp_wmb();" \
	"lkmm_spawn(test0_start1, 0);" "lkmm_assert(!("
it "two are written" both
it "... and named" has out "$mp: test0()" "$sb: test1()"
it "the first of them" says 0 "no fault in any execution" --main=test0 "$tmp/both/litmus.c"
it "the second one" says 1 "this assertion of main() can fail" --main=test1 \
	"$tmp/both/litmus.c"
it "there is no third one" says 2 "there is no test2()" --main=test2 "$tmp/both/litmus.c"
it "as JSON" says 0 '"main": "test0", "quantifier": "forall"' --json --write="$tmp/json" \
	"$tmp/always.litmus"
it "one of two cannot be written" says 2 "$tmp/asm.litmus: not written: it is in assembly" \
	--write="$tmp/some" "$tmp/asm.litmus" "$mp"
it "... and the other one is" says 0 "no fault in any execution" --main=test0 \
	"$tmp/some/litmus.c"
it "one that cannot be written" says 2 "as a program: it is in assembly" "$tmp/asm.litmus"
it "one with an error" says 2 "broken.litmus:" "$tmp/broken.litmus"
it "one that is not there" says 2 "No such file" "$tmp/none.litmus"
it "two are not decided at once" says 2 "one litmus test is decided at a time" "$mp" "$sb"
it "--write of a program" says 2 "--write is for litmus tests" --write="$tmp/x" \
	"$tmp/both/litmus.c"
it "--main with --shard" says 2 "--main does not go with --shard" --main=f --shard=1/2 \
	"$tmp/both/litmus.c"
finish
