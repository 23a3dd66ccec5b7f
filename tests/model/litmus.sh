#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# litmus.sh LKMM DIR: every test in DIR gets the answer written in it, and bad input the error it
# deserves. TAP.
lkmm=$1
dir=$2
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. "$(dirname "$0")/../tap.sh"

# $1: the text of the comment; $2: the exit status expected
expects()
{
	printf 'C a\n(*\n * %s\n *)\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n\trcu_read_lock();\n}\nexists (x=1)\n' "$1" \
		> "$tmp/expects.litmus"
	"$lkmm" check "$tmp/expects.litmus" > /dev/null
	[ $? = "$2" ]
	judge $? "status $2 with $1"
}

# $1: the text of the file; $2: the error expected
bad()
{
	printf '%b' "$1" > "$tmp/bad.litmus"
	got=$("$lkmm" check "$tmp/bad.litmus" 2>&1 >/dev/null)
	case $?:$got in
	2:"$tmp/bad.litmus:$2"*) pass "$2" ;;
	*) fail "$2" "$1" "$got" ;;
	esac
}

"$lkmm" check --states "$dir" > "$tmp/out" 2> "$tmp/err"
judge $? "every answer is the one written in the test" "$tmp/err"
sed -n 's/^Observation \([^ ]*\).*/\1/p' "$tmp/out" > "$tmp/names"
while read -r name; do
	pass "$name is decided"
done < "$tmp/names"
[ "$(wc -l < "$tmp/names")" = "$(find "$dir" -name "*.litmus" | wc -l)" ]
judge $? "every test is decided"
grep -q '^Flag data-race' "$tmp/out"
judge $? "a race is found"
find "$dir" -name '*.litmus' | xargs grep -L 'Flags: \|DATARACE' | xargs "$lkmm" check |
	grep '^Flag' > "$tmp/flags"
judge $((! $?)) "no flag is raised that no test names" "$tmp/flags"
find "$dir" -name '*.litmus' | xargs grep -l DATARACE > "$tmp/races"
xargs "$lkmm" check < "$tmp/races" | grep -c '^Flag data-race' |
	grep -qx "$(wc -l < "$tmp/races")"
judge $? "every race is found"

bad '' '1:1: error: expected a litmus test'
bad 'C a\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1)\n}\nexists (x=1)\n' \
	"6:1: error: expected ';', found '}'"
bad 'C a\n{}\nP0(int *x)\n{\n\tfoo(x);\n}\nexists (x=1)\n' "5:2: error: unknown function 'foo'"
bad 'C a\n{}\nP0(int *x)\n{\n\tint r0 = y;\n}\nexists (x=1)\n' \
	"5:11: error: 'y' is neither declared"
bad 'C a\n{}\nP0(int *x)\n{\n}\nexists (0:r2=1)\n' "6:11: error: 'r2' is not a register of P0"
bad 'C a\n{}\nP0(int *x)\n{\n}\nexists (y=1)\n' "6:9: error: there is no variable 'y'"
# body STATEMENT ERROR: of a process with int *x and atomic_t *a
body()
{
	bad "C a\n{}\nP0(int *x, atomic_t *a)\n{\n\t$1\n}\nexists (x=1)\n" "5:$2"
}
body 'WRITE_ONCE(*5, 1);' '14: error: expected the address of a variable'
body 'atomic_inc((atomic_t *)3);' '13: error: expected the address of a variable'
body 'int r0 = smp_mb();' '11: error: expected a value'
body 'int r0 = 1 + atomic_inc(a);' '15: error: expected a value'
body 'if (spin_lock(x)) return;' '6: error: expected a value'
body 'atomic64_inc(a);' "2: error: 'a' has 32 bits, atomic64_inc() is for 64"
body 'if (1) break;' "9: error: expected a loop around 'break'"
body 'continue;' "2: error: expected a loop around 'continue'"
body 'int r0 = smp_load_acquire(*x);' \
	'28: error: expected the address of a variable, found an integer of 32'
body 'atomic_inc(*x);' '13: error: expected the address of a variable, found an integer of 32'
body 'goto out;' "7: error: expected a label 'out' behind the goto, in a block around it"
body 'if (*x) switch (*x) { r0 = 1; }' "24: error: expected 'case', found 'r0'"
body 'while (*x) kfree_rcu(x, rcu);' '13: error: a callback in a loop is not supported'
body 'call_rcu(x, f);' "14: error: expected a function of this test, found 'f'"
body 'int *p = kmalloc(*x, GFP_KERNEL);' '19: error: expected a constant from 1 to 4096'
body 'int r0 = kfree(x);' '11: error: expected a value'
body 'int r0 = kfree_rcu(x, rcu);' '11: error: expected a value'
bad 'C a\n{}\nP0(int *x, int *x)\n{\n}\nexists (x=1)\n' \
	"3:17: error: there already is a parameter 'x'"
body 'int r0 = 0x10000000000000000;' '11: error: expected a number of at most 64 bits'
bad 'C a\n{ (* ' '2:3: error: comment without end'
expects 'Result: Always' 0
expects 'Result: Never' 1
expects 'Flags: unmatched-rcu-lock' 0
expects 'Flags: data-race' 1
expects 'Flags: unmatched-rcu-lock data-race' 1
expects 'Flags: are for other tools' 0
head -c 3000 /dev/urandom > "$tmp/random.litmus"
"$lkmm" check --json "$tmp/random.litmus" "$dir/coherence/corr.litmus" > "$tmp/out" 2>/dev/null
[ $? = 2 ]
judge $? "status after a file of random bytes"
grep -q '"observation": "Never"' "$tmp/out"
judge $? "a bad file does not keep the others from being decided" "$tmp/out"
"$lkmm" check "$tmp/none.litmus" 2>&1 | grep -q 'none.litmus:1:1: error: No such file'
judge $? "a missing file"
"$lkmm" check -j 4 "$dir" | grep -v -e ^Time -e ' tests: ' > "$tmp/parallel"
"$lkmm" check "$dir" | grep -v -e ^Time -e ' tests: ' | cmp -s - "$tmp/parallel"
judge $? "-j does not change the output"
finish
