#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# kernel-scripts.sh LKMM TREE...
#
# Runs the scripts of tools/memory-model TREE, unmodified, with lkmm in place of herd7 and mselect7,
# over the litmus tests that are beside them. They must succeed if the tests are right, and notice
# errors. Each test and each expectation counts. TAP.
set -u
. "$(dirname "$0")/../tap.sh"
lkmm=$(realpath "$1")
shift
own=$(dirname "$(realpath "$0")")
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT

# expect WHAT COMMAND...
expect()
{
	local what=$1
	shift
	"$@"
	judge $? "$version: $what" "$tmp/out"
}

# run COMMAND...: its output is for says and said; its status for status_is
run()
{
	timeout $((3000 * ${LKMM_TEST_SCALE:-1})) "$@" >"$tmp/out" 2>&1 </dev/null
	status=$?
}

status_is() { [ $status -eq "$1" ]; }
says() { grep -q -e "$1" "$tmp/out"; }
said() { [ "$(grep -c -e "$1" "$tmp/out")" -eq "$2" ]; }
no() { ! "$@"; }
has() { [ -e "scripts/$1" ]; }

# Each test of directory $1 has been decided
decided()
{
	local test

	for test in "$1"/*.litmus; do
		expect "$test is decided" grep -q '^Observation' "$test.out"
	done
}

right_tests()
{
	local n

	n=$(ls litmus-tests/*.litmus | wc -l)
	run scripts/checkalllitmus.sh
	expect "checkalllitmus.sh succeeds" status_is 0
	expect "all tests are verified" says '^All litmus tests verified as was expected'
	expect "$n tests are judged" said '^Observation' "$n"
	expect "every verdict is the test's" no says '!!!'
	decided litmus-tests
	mkdir -p "$tmp/elsewhere"
	run scripts/checkalllitmus.sh --destdir "$tmp/elsewhere" --timeout 600s \
		--herdopts '-conf linux-kernel.cfg -unroll 3'
	expect "checkalllitmus.sh with options succeeds" status_is 0
	rm -rf "$tmp/elsewhere" litmus-tests/*.out
}

# bad NAME TEXT: adds a test to litmus-tests
bad()
{
	printf 'C %s\n\n(*\n * Result: %s\n *)\n\n%b' "$1" "$2" "$3" >"litmus-tests/$1.litmus"
}

wrong_tests()
{
	bad wrong Sometimes '{}\n\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n\nexists (x=2)\n'
	bad unknown Never '{}\n\nP0(int *x)\n{\n\tsmp_nothing(x);\n}\n\nexists (x=2)\n'
	bad deadlock DEADLOCK \
		'{}\n\nP0(spinlock_t *x)\n{\n\tspin_lock(x);\n\tspin_lock(x);\n}\n\nexists (x=2)\n'
	run scripts/checkalllitmus.sh
	expect "checkalllitmus.sh fails on wrong tests" no status_is 0
	expect "it reports that" says 'VERIFICATION MISMATCHES'
	expect "a wrong Result: is noticed" \
		says '!!! Unexpected non-Sometimes verification litmus-tests/wrong.litmus'
	if has simpletest.sh; then
		expect "an unknown primitive is named" \
			says '!!! Current LKMM version does not know "smp_nothing" litmus-tests/unknown'
	else
		expect "an unknown primitive is noticed" \
			says '!!! Verification error litmus-tests/unknown.litmus'
	fi
	expect "a deadlock is Never 0 0" says '^Observation deadlock Never 0 0'
	expect "nothing else is wrong" said '!!!' 2
	run env LKMM_DESTDIR=. LKMM_TIMEOUT_CMD= scripts/checklitmus.sh litmus-tests/wrong.litmus
	expect "checklitmus.sh fails on a wrong test" no status_is 0
	run env LKMM_DESTDIR=. LKMM_TIMEOUT_CMD= scripts/checklitmus.sh litmus-tests/deadlock.litmus
	expect "checklitmus.sh succeeds on a right test" status_is 0
	rm litmus-tests/{wrong,unknown,deadlock}.litmus*
}

# Data races: the scripts of 6.1 do not know about them.
races()
{
	has simpletest.sh || return 0
	bad predicted 'Sometimes DATARACE' \
		'{}\n\nP0(int *x)\n{\n\t*x = 1;\n}\n\nP1(int *x)\n{\n\t*x = 2;\n}\n\nexists (x=2)\n'
	sed 's/predicted/unexpected/; s/ DATARACE//' litmus-tests/predicted.litmus \
		>litmus-tests/unexpected.litmus
	run scripts/checktheselitmus.sh -- litmus-tests/predicted.litmus
	expect "checktheselitmus.sh succeeds on a predicted race" status_is 0
	run scripts/checktheselitmus.sh -- litmus-tests/unexpected.litmus
	expect "checktheselitmus.sh fails on an unexpected race" no status_is 0
	expect "an unexpected race is noticed" says '!!! Unexpected data race modeled'
	rm litmus-tests/{predicted,unexpected}.litmus*
}

simple()
{
	has simpletest.sh || return 0
	run scripts/simpletest.sh litmus-tests/SB+fencembonceonces.litmus
	expect "simpletest.sh succeeds" status_is 0
	run scripts/simpletest.sh litmus-tests/MP+polocks.litmus
	expect "simpletest.sh fails on a test with locks" no status_is 0
	run scripts/checktheselitmus.sh --hw AArch64 -- litmus-tests/SB+fencembonceonces.litmus
	expect "a test of hardware fails without a translation" no status_is 0
	rm -f litmus-tests/*.out
}

# Tests that ran before, new ones, changed ones
history()
{
	local n mp=litmus/MP+poonceonces.litmus.out

	cp -r litmus-tests litmus
	n=$(ls litmus/*.litmus | wc -l)
	run scripts/initlitmushist.sh --procs 10 --timeout 600s
	expect "initlitmushist.sh succeeds" status_is 0
	expect "initlitmushist.sh has no failed runs" says 'All runs completed successfully'
	decided litmus
	rm "$mp"
	run scripts/newlitmushist.sh --procs 10
	expect "newlitmushist.sh succeeds" status_is 0
	expect "newlitmushist.sh runs the missing test" grep -q '^Observation' "$mp"
	run scripts/checklitmushist.sh --procs 10
	expect "checklitmushist.sh succeeds" status_is 0
	expect "every output is the same again" says "Exact output matches: $n\$"
	sed -i 's/^Observation .*/Observation MP+poonceonces Never 0 3/' "$mp"
	run scripts/checklitmushist.sh --procs 10
	expect "checklitmushist.sh notices a change" status_is 1
	expect "it names the change" says "!!! Result changed: .*/MP+poonceonces"
	printf '%s\n' "$PWD/litmus/SB+poonceonces.litmus" >"$tmp/one"
	run sh -c 'scripts/cmplitmushist.sh <"$1"' - "$tmp/one"
	expect "cmplitmushist.sh succeeds on the same output" status_is 0
	rm litmus/*.out*
	run scripts/checkghlitmus.sh --procs 10
	expect "checkghlitmus.sh finds nothing wrong" no says '!!!'
	sed -i 's/ Result: Sometimes/ Result: Never/' litmus/SB+poonceonces.litmus
	run scripts/checkghlitmus.sh --procs 10
	expect "checkghlitmus.sh notices a wrong Result:" \
		says '!!! Unexpected non-Never verification litmus/SB+poonceonces'
}

# A test that takes long ends in time
slow()
{
	rm -rf litmus litmus-tests/*
	cp "$own/slow.litmus" litmus-tests/
	run scripts/checkalllitmus.sh --timeout 1s
	expect "checkalllitmus.sh fails on a test that takes too long" no status_is 0
	! has simpletest.sh || expect "it says why" says '!!! Timeout'
}

mkdir "$tmp/bin"
ln -s "$lkmm" "$tmp/bin/herd7"
ln -s "$lkmm" "$tmp/bin/mselect7"
PATH=$tmp/bin:$PATH
unset "${!LKMM_@}"
for tree; do
	version=$(basename "$(realpath "$tree/../..")")
	cp -r "$tree" "$tmp/$version"
	cd "$tmp/$version" || exit 2
	right_tests
	wrong_tests
	races
	simple
	history
	slow
	cd /
done
finish
