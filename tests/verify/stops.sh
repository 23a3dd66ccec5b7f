#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# stops.sh LKMM DIR: an interrupt ends lkmm verify and lkmm check with what they have covered, in
# words and as JSON; --progress tells how far they have come. DIR has lock-mcs.c, of which four
# threads are more than anyone waits for. $CC: a clang. Output is TAP.
set -u
. "$(dirname "$(realpath "$0")")/../tap.sh"
export LC_ALL=C.UTF-8
lkmm=$(realpath "$1")
program=$(realpath "$2/lock-mcs.c")
slow=$(realpath "$2/../model/slow.litmus")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
tap_shows="out err"

# begin COMMAND...: in the background. A shell without job control has its children ignore the
# interrupt.
begin() {
	: >out; : >err
	python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$lkmm" "$@" >out 2>err &
	pid=$!
}

# ends STATUS: it does, with that
ends() {
	wait "$pid"
	status=$?
	[ "$status" = "$1" ]
}

verify() { begin verify --timeout=200 "$@" "$program" -- -DTHREADS=6 -DFAULT=0; }

# until it has printed its first line of progress
await_progress() {
	until grep -q '^step' err; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
}

shows() { grep -Eq '^step [1-6] of 6 \(.*\): [0-9]+ executions, [0-9]+/s, about [0-9]+ % of' err; }
covered() { grep -Eq "error: (undecided: )?interrupted: [1-9][0-9]* executions were decided, up" err; }

verify_in_words() {
	verify --progress
	await_progress && kill -s "$1" "$pid"
	ends 2 && shows && covered && [ ! -s out ]
}

verify_as_json() {
	verify --progress --json
	await_progress && kill -INT "$pid"
	ends 2 && python3 -c 'import json
o = json.loads(open("out").read())
assert o["undecided"] == "interrupted" and o["complete"] is False and o["decided"] > 0, o'
}

# The fault is known after one execution; how it comes about takes several times as long.
cat >long.c <<'END'
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

enum { N = 80 };
static int x[N], sum;

static void work(void *unused)
{
	(void)unused;
	for (int i = 0; i < N; i++) {
		lkmm_WRITE_ONCE(x[i], i);
		lkmm_smp_mb();
		sum += lkmm_READ_ONCE(x[i]);
	}
}

int main(void)
{
	lkmm_join(lkmm_spawn(work, x));
	lkmm_assert(sum == 1);
}
END

# A clock that is a millisecond later each time it is asked: what a time limit cuts off depends on
# no machine.
cat >clock.c <<'END'
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *t)
{
	static long asked;

	(void)clock;
	asked++;
	t->tv_sec = asked / 1000;
	t->tv_nsec = asked % 1000 * 1000000;
	return 0;
}
END
$CC -shared -fPIC clock.c -o clock.so || exit 1

# counted MILLISECONDS OPTION...: of that clock
counted() {
	LD_PRELOAD=$PWD/clock.so ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 \
		"$lkmm" verify --timeout="$(($1 / 1000)).$(printf %03d $(($1 % 1000)))" \
		--unroll=100 "${@:2}" ir/*.ll >out 2>err
}

# known_fault PATTERN OPTION...: with a small limit it prints that, which says that the fault is
# known and its explanation is not; with a large one it does not.
known_fault() {
	local pattern=$1
	shift
	[ -d ir ] || "$lkmm" verify --keep=ir --timeout=0.001 long.c >out 2>err
	counted 100000 "$@"
	[ $? = 1 ] && ! grep -q "$pattern" out || return 1
	counted 100 "$@"
	[ $? = 1 ] && grep -q "$pattern" out
}

explained_in_words() {
	known_fault 'how it comes to fail was not found: time limit exceeded$' &&
		grep -q ': this assertion of main() can fail$' out
}

explained_as_json() {
	known_fault '"unexplained": "time limit exceeded"' --json && python3 -c 'import json
o = json.loads(open("out").read())
assert o["verdict"] == "faults" and o["main"], o'
}

# explains N: --explain=N is enough for the story of long.c. It reports the fault in any case.
explains() {
	"$lkmm" verify --unroll=100 --explain="$1" ir/*.ll >out 2>err
	[ $? = 1 ] && grep -q ': this assertion of main() can fail$' out &&
		grep -q ': 1 fault$' out || echo "without the fault: --explain=$1" >>wrong
	! grep -q 'how it comes to fail was not found: too many executions$' out
}

# Some number of steps is enough, one less is not; and more make no difference.
explained_within_limit() {
	local low=0 high=65536 middle
	rm -f wrong
	[ -d ir ] || "$lkmm" verify --keep=ir --timeout=0.001 long.c >out 2>err
	! explains "$low" && ! grep -q 'P0:' out && explains "$high" && cp out whole || return 1
	while [ $((high - low)) -gt 1 ]; do
		middle=$(((low + high) / 2))
		if explains $middle; then high=$middle; else low=$middle; fi
	done
	"$lkmm" verify --unroll=100 ir/*.ll >default 2>err
	explains "$high" && grep -q 'P0:.*long.c:13 .*reads x' out && cmp out whole &&
		cmp out default && ! explains "$low" && [ ! -e wrong ]
}

explained_within_limit_as_json() {
	"$lkmm" verify --unroll=100 --explain=0 --json ir/*.ll >out 2>err
	[ $? = 1 ] && python3 -c 'import json
o = json.loads(open("out").read())
assert o["verdict"] == "faults" and o["main"], o
assert o["unexplained"] == "too many executions", o'
}

timed_out() {
	verify --timeout=0.5 --json
	ends 2 && grep -q '"error": "time limit exceeded".*"complete": false' out &&
		grep -q 'error: undecided: time limit exceeded: .*: not complete$' err
}

# caught SIGNAL: bit SIGNAL - 1 of the mask in /proc
caught() {
	local mask
	mask=$(sed -n 's/^SigCgt:\t*//p' "/proc/$pid/status" 2>/dev/null)
	[ -n "$mask" ] && (((0x$mask >> ($1 - 1)) & 1))
}

# ticks: of CPU time that the process has used
ticks() { cut -d ' ' -f 14 "/proc/$pid/stat" 2>/dev/null || echo 0; }

# It takes far less than this to come to the search.
await_search() {
	until caught 2 && [ "$(ticks)" -ge 30 ]; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
}

check_in_words() {
	begin check --states "$slow" "$slow"
	await_search && kill -INT "$pid"
	ends 2 && covered && grep -q 'interrupted: 0 of 2 tests were decided' err
}

check_as_json() {
	begin check --states --json "$slow" "$slow"
	await_search && kill -INT "$pid"
	ends 2 && python3 -c 'import json
two = [json.loads(line) for line in open("out")]
assert len(two) == 2 and all(o["undecided"] == "interrupted" for o in two), two
assert two[0]["decided"] >= 0 and two[0]["complete"] is False, two'
}

# A compiler that waits at the first changed program, as long as the file "at" is there. So lkmm
# waits as well, and is sure to be there for an interrupt.
fix() {
	begin verify --fix "$program" -- -DTHREADS=2 -DFAULT=1
	until [ -e at ]; do
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.05
	done
	kill -INT "$pid"
	while caught 2; do sleep 0.05; done
}

first() {
	CC=$tmp/cc fix && rm at
	ends 2 && grep -q 'interrupted: not all changes were tried' err && grep -q ' fault' out
}

second() {
	CC=$tmp/cc fix && kill -INT "$pid"
	ends 130
}

cat >cc <<END
#!/bin/bash
case "\$*" in */try[0-9]*.c*)
	touch "$tmp/at"
	while [ -e "$tmp/at" ]; do sleep 0.05; done
esac
exec ${CC:-clang} "\$@"
END
chmod +x cc

it "verify: SIGINT, in words" verify_in_words INT
it "verify: SIGTERM, in words" verify_in_words TERM
it "verify: JSON" verify_as_json
it "verify: a time limit" timed_out
it "verify: a fault whose explanation reaches the time limit" explained_in_words
it "verify: the same, as JSON" explained_as_json
it "verify: a fault whose explanation reaches the limit of work" explained_within_limit
it "verify: the same, as JSON" explained_within_limit_as_json
it "check: in words" check_in_words
it "check: JSON" check_as_json
it "changes: one interrupt keeps the verdict" first
it "changes: a second one ends the process" second
finish
