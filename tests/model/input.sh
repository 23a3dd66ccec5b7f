#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
# input.sh LKMM DIR: the output of lkmm check about all kinds of arguments, and about all its tests
# together. TAP.
export LC_ALL=C.UTF-8
lkmm=$(realpath "$1")
dir=$(realpath "$2")
here=$(dirname "$(realpath "$0")")
. "$here/../tap.sh"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1

# run STATUS ARGUMENT...: writes the output of lkmm check to out and err
run()
{
	local want=$1
	shift
	# of the CPU, whose seconds do not depend on the load of the machine
	(ulimit -t 60 && exec "$lkmm" check "$@" >out 2>err </dev/null)
	[ $? = "$want" ]
	judge $? "status $want: check $*" err
}

says()
{
	grep -q -e "$2" "$1"
	judge $? "'$2' in $1" "$1"
}

says_not()
{
	! grep -q -e "$2" "$1"
	judge $? "no '$2' in $1" "$1"
}

empty()
{
	[ ! -s "$1" ]
	judge $? "nothing in $1" "$1"
}

# test_of NAME RESULT WRITTEN: a test whose answer is Never if WRITTEN is not 1
test_of()
{
	printf 'C %s\n\n(*\n * Result: %s\n *)\n\n{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*x, %s);\n}\n\nexists (x=1)\n' \
		"$1" "$2" "$3" >"$1.litmus"
}

# ---- files and directories ----

head -c 100M /dev/zero >big.litmus
run 2 big.litmus
says err '^big.litmus:1:1: error: too large'
rm big.litmus

mkdir empty
run 2 empty
says err '^empty:1:1: error: a directory without litmus tests'
run 2 --json empty
says out '"error": "a directory without litmus tests"'

mkfifo pipe.litmus
run 2 pipe.litmus
says err '^pipe.litmus:1:1: error: expected a litmus test'
run 2 .
rm pipe.litmus
run 0 <(cat "$dir/coherence/corr.litmus")
says out '^Observation corr Never'
run 2 /dev/null
says err '^/dev/null:1:1: error: '
run 2 ''
says err '^:1:1: error: '

ln -s nowhere broken.litmus
run 2 broken.litmus
says err '^broken.litmus:1:1: error: No such file'
run 2 .
says err '^./broken.litmus:1:1: error: No such file'
rm broken.litmus

mkdir -p loop/inner
ln -s .. loop/inner/up
ln -s . loop/self
ln -s inner loop/other
cp "$dir/coherence/corr.litmus" loop/inner/
run 0 loop
[ "$(grep -c ^Observation out)" = 1 ]
judge $? "a loop of directories"
run 0 loop/
says_not err //
rm -r loop

cp "$dir/coherence/corr.litmus" secret.litmus
chmod 0 secret.litmus
if [ "$(id -u)" = 0 ]; then
	# Nothing is secret for root, who can become nobody.
	chmod 755 .
	setpriv --reuid=65534 --regid=65534 --clear-groups "$lkmm" check secret.litmus >out 2>err
else
	"$lkmm" check secret.litmus >out 2>err
fi
[ $? = 2 ]
judge $? "status of an unreadable file"
says err 'Permission denied'
rm -f secret.litmus

"$lkmm" check --states "$dir" >/dev/full 2>err
[ $? = 2 ]
judge $? "status with a full disk"
says err 'lkmm: standard output: No space left'

# ---- JSON is UTF-8, for any bytes in a name ----

mkdir odd
sed 's/^C corr/C caf\xe9 \xc3\xa9 "quoted\\"/' "$dir/coherence/corr.litmus" \
	>$'odd/caf\xe9 \xc3\xa9 \n"\\ \xf0\x9f\x90\xa7.litmus'
printf 'C bad\n{}\nP0(int *x)\n{\n\tr0 = \xc3\xa9;\n}\n' >odd/bad.litmus
printf 'C bad\n{}\nexists (x=\xff)\n' >$'odd/\xff\xf0\x9f.litmus'
run 2 --json odd
says out $'"file": "odd/caf\ufffd \u00e9 \\\\n\\\\"\\\\\\\\ \U1f427.litmus", "name": "caf\ufffd \u00e9 '
says out $'"file": "odd/\ufffd\ufffd\ufffd.litmus"'
python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"): json.loads(line)' out
judge $? "JSON in UTF-8" out
rm -r odd

# ---- limits ----

cp "$here/slow.litmus" .
run 2 --states --timeout 0.2 slow.litmus
says err '^slow.litmus:1:1: error: time limit exceeded'
empty out
run 2 --states --json --timeout 0.2 slow.litmus "$dir/coherence/corr.litmus"
says out '"error": "time limit exceeded"'
says out '"observation": "Never"'

printf 'C turns\n{}\nP0(int *x)\n{\n\tint i = 0;\n\twhile (i < 3)\n\t\ti++;\n\tWRITE_ONCE(*x, i);\n}\nexists (x=3)\n' >turns.litmus
run 0 --unroll 1 turns.litmus
says_not out '^Loops were cut off'
says out '^Observation turns Always 1 0'
run 0 --json turns.litmus
says_not out unroll

# A loop that waits has a turn that may race, whatever --unroll says.
printf 'C waits\n{}\nP0(int *x)\n{\n\t*x = 5;\n\tsmp_store_release(x, 1);\n}\nP1(int *x)\n{\n\tfor (;;) {\n\t\tif (smp_load_acquire(x) == 1)\n\t\t\tbreak;\n\t\tcpu_relax();\n\t}\n}\nexists (x=1)\n' >waits.litmus
run 0 --unroll 1 waits.litmus
says out '^Flag data-race'

# A loop that was cut: no answer may rest on the executions that were lost with it.
printf 'C cut\n{}\nP0(int *x, int *y)\n{\n\twhile (READ_ONCE(*x) == 0)\n\t\tatomic_inc(y);\n}\nP1(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\nexists (y=%s)\n' 4 >cut.litmus
run 2 cut.litmus
says err '^cut.litmus:5:2: error: undecided, loop cut at line 5'
says out '^Undecided cut loop cut at line 5$'
says_not out '^Observation'
says_not out '^No$'
run 2 --states cut.litmus
says out '^States 3$'
says_not out '^Observation'
run 2 --why cut.litmus
says out '  undecided, loop cut at line 5'
says_not out 'cannot happen'
run 2 --json --why cut.litmus
says out '"undecided": "loop cut at line 5"'
says out '"unroll_reached": true'
says_not out '"observation"'
run 0 --unroll 5 cut.litmus
says out '^Observation cut Sometimes 1 1'
sed 's/y=4/y>=0 \\\/ y=1/; s/y>=0/y=0/' cut.litmus >some.litmus
run 0 some.litmus
says out '^Observation cut Sometimes 1 1'
says out '^Loops were cut off'

# A register that nothing assigned counts as 0: that is noted, everywhere.
printf 'C never\n{ 0:r2=0; }\nP0(int *x, int *y)\n{\n\tint r0;\n\tint r1;\n\tint r2;\n\n\tif (READ_ONCE(*x))\n\t\tr0 = 1;\n}\nP1(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\nexists (0:r0=0 /\\ 0:r1=0 /\\ 0:r2=0)\n' >never.litmus
run 0 never.litmus
says err '^never.litmus:5:6: note: 0:r0 is not assigned in the execution found, and counts as 0$'
says err '^never.litmus:6:6: note: 0:r1 is never assigned, and counts as 0$'
says_not err 'r2'
says out '^Observation never Sometimes 1 1'
run 0 --states never.litmus
says err '0:r0 is not assigned on every path to the end'
run 0 --why never.litmus
says out '^  note: 0:r1 is never assigned'
run 0 --json never.litmus
says out '"notes": \["0:r0 is not assigned in the execution found, and counts as 0", "0:r1 is never'
run 2 --strict never.litmus
says err '^never.litmus:6:6: error: 0:r1 is never assigned'
says out '^Observation never Sometimes 1 1'
run 0 --strict "$dir/coherence/corr.litmus"
empty err
sed 's/0:r0=0/0:r0=1/; s/int r1;/int r1 = 0;/' never.litmus >always.litmus
run 0 --strict always.litmus
empty err

# Turns that end by themselves: constants, in the end too many.
printf 'C million\n{}\nP0(int *x)\n{\n\tfor (int i = 0; i < 1000000; i++)\n\t\t%s;\n\tWRITE_ONCE(*x, 1);\n}\nexists (x=1)\n' '' >million.litmus
run 2 million.litmus
says err 'too large'
sed 's/\t\t;/\t\tREAD_ONCE(*x);/' million.litmus >million-reads.litmus
run 2 million-reads.litmus
says err 'too large'

# A large number, before which turns may end by what they read: ways with all of them would be too
# many, so two turns are followed.
cat >large-bound.litmus <<'EOF'
C large-bound
{}
P0(int *x, int *y)
{
	int n = 0;
	for (int i = 0; i < 100; i++) {
		if (READ_ONCE(*x))
			n++;
		if (READ_ONCE(*y))
			break;
		WRITE_ONCE(*x, 0);
	}
}
P1(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_store_release(y, 1);
}
exists (0:n=1)
EOF
run 0 large-bound.litmus
says out '^Observation large-bound Sometimes'
sed 's/0:n=1/0:n=3/' large-bound.litmus >larger-bound.litmus
run 2 larger-bound.litmus
says err '^larger-bound.litmus:6:2: error: undecided, loop cut at line 6: more turns'

# Every limit is reported at once.

# times N TEXT: TEXT, N times
times() { yes -- "$2" | head -n "$1" | tr -d '\n'; }

# large BODY [END]: a test with this in its only process, and END after it
large()
{
	printf 'C large\n{}\nP0(int *x)\n{\n\tint r0 = 0;\n%s\n}\n%s\nexists (x=0)\n' "$1" "${2-}" \
		>large.litmus
	run 2 --timeout 5 large.litmus
	says err '^large.litmus:[0-9]*:[0-9]*: error: .*\(too large\|deep\|at most\|time limit\)'
}

large "r0 = 1$(times 300000 +1);"
large "r0 = 1$(times 2000 +1);$(times 20000 ' *x = 1;')"
large "r0 = $(times 5000 '(')1$(times 5000 ')');"
large "$(times 40000 'if (1) ;')"
large "$(times 5000 '{')$(times 5000 '}')"
large "$(for i in {1..40}; do echo "for (r$i = 0; r$i < 2; r$i++)"; done);"
large "$(times 1100 'WRITE_ONCE(*x, 1);')"
large "$(times 20 'r0 = READ_ONCE(*x); if (r0) WRITE_ONCE(*x, r0);')"
large '' "filter (x=0$(times 50000 '/\x=0'))"
large '' "$(times 2000000 R)"
printf 'C large\n{ %s }\nP0(int *x)\n{\n}\nexists (x=0)\n' \
	"$(seq -f 'v%.0f;' 60000 | tr '\n' ' ')" >large.litmus
run 2 large.litmus
says err '^large.litmus:2:[0-9]*: error: the test is too large'
# As much as is allowed, for the stack
printf 'C deep\n{}\nP0(int *x)\n{\n\tint r0 = 1%s;\n}\nexists (0:r0=2001)\n' "$(times 2000 +1)" \
	>deep.litmus
run 0 deep.litmus
says out '^Observation deep Always'
printf 'C deep\n{}\nP0(int *x)\n{\n}\nfilter (x=0%s)\nexists (x=0)\n' "$(times 2000 '\/x=0')" \
	>deep.litmus
run 0 deep.litmus
says out '^Observation deep Always'
(
	# ... which may be a small one; AddressSanitizer's frames are larger, and front/build.c
	# allows for that
	ulimit -s "$(grep -q __asan_init "$lkmm" && echo 4096 || echo 128)"
	run 0 deep.litmus
	says out '^Observation deep Always'
	printf 'C writes\n{}\n%s\nexists (x=1)\n' \
		"$(for t in {0..29}; do echo "P$t(int *x) {"; for k in {1..30}; do echo \
		"WRITE_ONCE(*x, $((t * 30 + k)));"; done; echo '}'; done)" >writes.litmus
	run 0 writes.litmus
	says out '^Observation writes Never 0 1'
	for a in '(' '-' '!' '{' 'if x.load(Relaxed) == 1 {' 'while x.load(Relaxed) == 1 {' \
		'x.xchg(' 'Some('; do
		printf 'Rust deep\n{ x: Atomic<i32> = 0; }\nfn P0(x: &Atomic<i32>) {\nlet r0 = %s\n}\nexists (x=1)\n' "$(times 3000 "$a")" >rust.litmus
		run 2 rust.litmus
		says err 'error: nested too deeply$'
	done
	for a in '(' '- ' '!' '(int)(' 'r0 ? 1 : (' 'xchg(x, ' '*&'; do
		printf 'C deep\n{}\nP0(int *x) {\nint r0;\nr0 = %s\n}\nexists (x=1)\n' \
			"$(times 3000 "$a")" >nested.litmus
		run 2 nested.litmus
		says err 'error: nested too deeply$'
	done
	echo "$tap_points $tap_failed" >counts
)
read -r tap_points tap_failed <counts
# One that is too large leaves the others their answers
mkdir several
cp deep.litmus large.litmus writes.litmus several
run 2 -j 2 several
says out '^Observation deep Always'
says out '^3 tests: 1 Never, 0 Sometimes, 1 Always; 1 could not be read'
# Found quickly, although there are many places to look
printf 'C name\n{}\nP0(int *x)\n{\n}\nexists (x=0)\n(*%s*)\n' "$(times 500000 R)" >name.litmus
run 0 --timeout 60 name.litmus

# ---- executions that do not end ----

# blocks STATUS LINE: p.litmus, with this line about them
blocks() { run "$1" p.litmus; says out "^Blocked p $2\$"; }

printf 'C p\n{}\nP0(spinlock_t *a, spinlock_t *b)\n{\nspin_lock(a);\nspin_lock(b);\nspin_unlock(b);\nspin_unlock(a);\n}\nP1(int *x, spinlock_t *a, spinlock_t *b)\n{\nspin_lock(b);\nspin_lock(a);\nWRITE_ONCE(*x, 1);\nspin_unlock(a);\nspin_unlock(b);\n}\nforall (x=1)\n' >p.litmus
blocks 1 '1 of 2 executions block: P0 line 6 spin_lock(b), P1 line 13 spin_lock(a)'
says err '^p.litmus:6:1: warning: 1 of 2 executions block: P0 line 6 spin_lock(b), '
run 1 --json p.litmus
says out '"executions": {"end": 1, "block": 1, "all_counted": true, "standing": \[{"thread": 0, "line": 6, '
run 1 --json --why p.litmus
says out '"blocked": {"rule": "allowed", "satisfies": false, "events": '
run 1 --why p.litmus
says out '^  blocked: P0 and P1 can wait for ever, in this order:$'
says out '^    P1:13  spin_lock(a)  waits for ever$'
# unless the test expects it
sed -i '1s/.*/C p\n(* Result: Always DEADLOCK *)/' p.litmus
blocks 0 '1 of 2 executions block: P0 line 7 spin_lock(b), P1 line 14 spin_lock(a)'
says_not err 'warning'
# in a fixed order this cannot happen
sed -i '13s/b/a/;14s/a/b/' p.litmus
run 1 p.litmus
says_not out '^Blocked'
says err 'warning: the test expects that executions block, none does$'
sed -i 2d p.litmus
run 0 p.litmus
# the search for them is bounded
printf 'C p\n{}\nP0(int *x, rwlock_t *w)\n{\nread_lock(w);\nsmp_cond_load_relaxed(x, VAL == 1);\nread_unlock(w);\nwrite_lock(w);\nwrite_unlock(w);\n}\nP1(int *x, rwlock_t *w)\n{\nint r0;\nwrite_lock(w);\nr0 = READ_ONCE(*x);\nwrite_unlock(w);\nwrite_lock(w);\nwrite_unlock(w);\n}\nP2(int *x, rwlock_t *w)\n{\nint r0;\nwrite_lock(w);\nr0 = xchg(x, 1);\nwrite_unlock(w);\n}\nforall (true)\n' >p.litmus
blocks 1 'at least [0-9]* of [0-9]* executions block: P0 line 6 .*, P2 line 23 write_lock(w)'
run 1 --json p.litmus
says out '"all_counted": false, "standing": \[{"thread": 0, "line": 6, '
printf 'C p\n{}\nP0(int *x, rwlock_t *w)\n{\nread_lock(w);\nread_unlock(w);\nsmp_cond_load_relaxed(x, VAL == 1);\nwrite_lock(w);\nwrite_unlock(w);\n}\nP1(int *x, rwlock_t *w)\n{\nint r0;\nwrite_lock(w);\nr0 = READ_ONCE(*x);\nwrite_unlock(w);\nwrite_lock(w);\nwrite_unlock(w);\nwrite_lock(w);\nwrite_unlock(w);\n}\nP2(int *x, rwlock_t *w)\n{\nint r0;\nwrite_lock(w);\nr0 = xchg(x, 1);\nwrite_unlock(w);\n}\nforall (true)\n' >p.litmus
blocks 0 'maybe: too many executions to check whether one never ends'
run 0 --json p.litmus
says out '"executions": {"end": 0, "block": 0, "all_counted": false, "standing": \[\]}'
printf 'C p\n{}\nP0(spinlock_t *l)\n{\nspin_lock(l);\n}\nP1(spinlock_t *l)\n{\nspin_lock(l);\n}\nforall (true)\n' >p.litmus
blocks 1 '2 of 2 executions block: P0 line 5 spin_lock(l)'
says out '^No$'
run 1 --why --fix p.litmus
says out '^  There is nothing to explain: 2 of 2 executions block: P0 line 5 spin_lock(l)$'
says out '^  There is no execution to fix: see Blocked above\.$'
sed -i '1s/.*/C p\n(* Result: DEADLOCK *)/' p.litmus
blocks 0 '2 of 2 executions block: P0 line 6 spin_lock(l)'
printf 'C p\n{}\nP0(int *x)\n{\nwhile (!READ_ONCE(*x)) cpu_relax();\n}\nforall (x=0)\n' >p.litmus
blocks 1 '1 of 1 executions block: P0 line 5 while (!READ_ONCE(\*x)) cpu_relax()'
printf 'C p\n{}\nP0(int *x)\n{\nint r0 = READ_ONCE(*x);\n}\nfilter (0:r0=1)\nforall (x=0)\n' \
	>p.litmus
blocks 1 'no execution satisfies the filter'
run 1 --why p.litmus

# ---- the expectations in a test ----

mkdir some
cd some || exit 1
test_of right Never 2
test_of wrong Never 1
cd ..
run 1 some/wrong.litmus
says err '^some/wrong.litmus:4:4: warning: the test expects Never, the answer is Always'
says_not out ' tests: '
run 1 --json some
says out '"expected": "Never"'
[ "$(grep -c expected out)" = 1 ]
judge $? "no answer is expected that is given" out
says_not out ' tests: '
cd some || exit 1
test_of race 'Never DATARACE' 2
printf 'C bad\n' >bad.litmus
cd ..
run 2 some
says err '^some/race.litmus:4:4: warning: the test expects Never and a data race, the answer is Never without'
counts='^4 tests: 2 Never, 0 Sometimes, 1 Always; 2 differ from their Result or Flags; '
[[ $(tail -n 1 out) =~ ${counts}'1 could not be read; '[0-9.]+' s'$ ]]
judge $? "the last line, with what is wrong" out
run 0 some/right.litmus some/right.litmus
[[ $(tail -n 1 out) =~ ^2\ tests:\ 2\ Never,\ 0\ Sometimes,\ 0\ Always\;\ [0-9.]+\ s$ ]]
judge $? "the last line" out
empty err
run 0 -j2 some/right.litmus some/right.litmus
printf 'C a\n(* Result: DEADLOCK *)\n{}\nP0(spinlock_t *x)\n{\n\tspin_lock(x);\n\tspin_lock(x);\n}\nexists (x=1)\n' >dead.litmus
run 0 dead.litmus
sed -i '0,/spin_lock/{/spin_lock/d}' dead.litmus
run 1 dead.litmus
says err 'dead.litmus:2:4: warning: the test expects DEADLOCK'

finish
