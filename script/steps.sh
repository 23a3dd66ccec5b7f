# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by script/test: how to run a step, how to count its results, and the kinds of steps.

jobs=2		# tests at a time, and steps where they may: for the smallest machine that runs this
logs=build/logs

# No test depends on the time it takes. These limits end tests that hang, on a busy machine:
# LKMM_TEST_SCALE multiplies them.
limit=$((3600 * ${LKMM_TEST_SCALE:-1}))		# seconds for one command
patience=$((20 * ${LKMM_TEST_SCALE:-1}))	# times Meson's limit for one test

# ThreadSanitizer of Debian 12 cannot live with much randomness in addresses.
fixed_addresses=()
[ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)" -le 28 ] ||
	fixed_addresses=(setarch -R)

passed=0
failed=0
skipped=0
shown_failures=8	# of a step, at the end
skipped_steps=()	# the steps that are skipped, each with the reason
leave_out=	# suites of Meson's
only=		# a pattern: the steps whose names match

# ---- machinery --------------------------------------------------------------

# step NAME COMMAND...: runs COMMAND, which counts its tests by count. It also
# fails if the command does without having counted why, or counted nothing.
step() {
	asked_for "$1" || return 0
	finish
	run_step "$@"
}

# first NAME COMMAND...: the same, whatever --only asks for, if what it makes is needed by others
first() { run_step "$@"; }

# with PART[,PART]... step|beside NAME COMMAND...: only if no package is lacking for that part of
# the work
with() {
	local lacking named

	IFS=, read -ra named <<<"$1"
	lacking=$(lacks "${named[@]}" | xargs)
	shift
	if [ -z "$lacking" ]; then
		"$@"
	else
		skip "$(step_name "$@")" "no $lacking here"
	fi
}

# given FILE WHAT step|beside NAME COMMAND...: only if WHAT, which is FILE, is there
given() {
	local file=$1 what=$2

	shift 2
	if [ -n "$file" ] && [ -e "$file" ]; then
		"$@"
	else
		skip "$(step_name "$@")" "no $what here"
	fi
}

# on_x86_64 [with PARTS | given FILE WHAT]... step|beside NAME COMMAND...: i386's programs run there
on_x86_64() {
	if [ "$(uname -m)" = x86_64 ]; then
		"$@"
	else
		skip "$(step_name "$@")" "only an x86-64 CPU runs them"
	fi
}

# step_name [with PARTS | given FILE WHAT]... step|beside NAME COMMAND...
step_name() {
	while :; do
		case $1 in
		with)	shift 2 ;;
		given)	shift 3 ;;
		*)	echo "$2"; return ;;
		esac
	done
}

# skip NAME REASON: a step that is not run counts as one that is skipped
skip() {
	asked_for "$1" || return 0
	finish
	echo "== $1"
	echo "   skipped: $2"
	skipped_steps+=("$1: $2")
	skipped=$((skipped + 1))
}

# name_skipped: all of them once more, before the last line counts them with the tests that were
# skipped in others
name_skipped() {
	[ ${#skipped_steps[@]} -gt 0 ] || return 0
	echo "== skipped steps: ${#skipped_steps[@]}"
	printf '   %s\n' "${skipped_steps[@]}"
}

# failures: of the log of a step that failed, the lines that name what did
failures() {
	grep -aE '^(not ok|---|Bail out!|FAILED:|test .* FAILED$|   exit status)' "$1" |
		grep -vx -e ---
}

# name_failed: the steps that failed once more, because people read the end of a log first
name_failed() {
	local failed_log

	for failed_log in "$logs"/*.failed; do
		[ -e "$failed_log" ] || continue
		echo "== failed step: $(head -n 1 "$failed_log")"
		sed 1d "$failed_log" | head -n $shown_failures | cut -c 1-200 | sed 's/^/   | /'
		[ "$(wc -l <"$failed_log")" -le $((shown_failures + 1)) ] ||
			echo "   | and $(($(wc -l <"$failed_log") - shown_failures - 1)) more"
	done
}

asked_for() {
	# shellcheck disable=SC2053 # a pattern
	[ -z "$only" ] || [[ $1 = $only ]]
}

# asked_for_any NAME...: for what several steps need
asked_for_any() {
	local name

	for name; do
		! asked_for "$name" || return 0
	done
	return 1
}

# beside NAME COMMAND...: as step, while its neighbours of this kind run. Its output is printed in
# its turn.
beside() {
	asked_for "$1" || return 0
	while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do
		wait -n
		show_finished
	done
	begun=$((begun + 1))
	(
		passed=0 failed=0 skipped=0
		run_step "$@" >"$logs/beside.$begun"
		echo "$passed $failed $skipped" >"$logs/beside.$begun.count"
	) </dev/null &
}

begun=0		# steps beside others so far
shown=0		# of these

show_finished() {
	local p f s out

	while [ $shown -lt $begun ]; do
		out=$logs/beside.$((shown + 1))
		[ -s "$out.count" ] || return 0
		cat "$out"
		read -r p f s <"$out.count"
		count "$p" "$f" "$s"
		shown=$((shown + 1))
	done
}

# Waits for all of them.
finish() {
	wait
	show_finished
	while [ $shown -lt $begun ]; do
		shown=$((shown + 1))
		cat "$logs/beside.$shown"
		echo "   FAILED: the step did not complete"
		count 0 1
		show_finished
	done
}

run_step() {
	local name=$1 start=$SECONDS p=$passed f=$failed s=$skipped status=0 ran verdict=ok
	shift
	echo "== $name"
	log=$logs/$(tr -cs '[:alnum:]\n' - <<<"$name").log
	: >"$log"
	"$@" || status=$?
	ran=$((passed + failed + skipped - p - f - s))
	if [ $failed -eq "$f" ] && { [ $status -ne 0 ] || [ $ran -eq 0 ]; }; then
		[ $status -ne 0 ] || echo "   no test ran"
		count 0 1
	fi
	if [ $failed -ne "$f" ]; then
		verdict=FAILED
		{ echo "$name"; failures "$log"; } >"${log%.log}.failed"
	fi
	s=$((skipped - s))
	echo "   $verdict: $((passed - p)) good, $((failed - f)) bad, $s skipped," \
		"$((SECONDS - start)) s"
}

# count PASSED FAILED [SKIPPED]
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
	skipped=$((skipped + ${3-0}))
}

# show [LINE]: the end of the step's log, from LINE on; indented, to keep it apart from this
# script's own last line
show() { tail -n "+${1-1}" "$log" | tail -n 80 | sed 's/^/   | /'; }

# quiet COMMAND...: its output goes to the step's log, and is shown if it fails
quiet() {
	local status=0 from

	from=$(($(wc -l <"$log") + 1))
	"$@" >>"$log" 2>&1 || status=$?
	[ $status -ne 0 ] || return 0
	show "$from"
	echo "   exit status $status: $*" | tee -a "$log"
	return $status
}

in_time() { timeout "$limit" "$@"; }

# check COMMAND...: one test, by its exit status
check() { quiet in_time "$@" && count 1 0; }

# ---- kinds of steps ---------------------------------------------------------

# meson_tests DIR SETUP-ARGUMENT...: all but the suites in leave_out. Of these, "once" and "run" do
# not depend on the compiler or a sanitizer, "memory" tests errors in the use of memory, and "slow"
# takes minutes under a sanitizer; tests/operations/meson.build explains the others.
meson_tests() {
	local dir=$1 result=$1/meson-logs/testlog.json good bad left status=0
	shift
	[ -z "$leave_out" ] || echo "   without: $leave_out"
	quiet setup "$dir" "$@" && quiet in_time ninja -C "$dir" -j $jobs || return
	rm -f "$result"
	in_time "${fixed_addresses[@]}" meson test -C "$dir" --no-rebuild \
		${leave_out:+$(printf -- '--no-suite %s ' $leave_out)} --num-processes $jobs \
		--timeout-multiplier $patience >>"$log" 2>&1 || status=$?
	if [ ! -f "$result" ]; then
		show
		return 1
	fi
	read -r good bad left < <(script/meson-results "$result" 2>"$result.named") || return
	tee -a "$log" <"$result.named"
	count "$good" "$bad" "$left"
	return $status
}

# tap COMMAND...: a command that prints TAP. Its failed points are shown, and a few of those it
# skipped. One that ends before its plan has failed.
tap() {
	local good bad left status=0 from
	from=$(($(wc -l <"$log") + 1))
	in_time "$@" >>"$log" 2>&1 || status=$?
	read -r good bad left < <(tail -n "+$from" "$log" | tap_counts)
	if [ $status -ne 0 ] || [ "$bad" -gt 0 ]; then
		echo "   exit status $status: $*" | tee -a "$log"
		tail -n "+$from" "$log" | failed_points | head -n 80 | sed 's/^/   | /'
		show $(($(wc -l <"$log") - 10 > from ? $(wc -l <"$log") - 10 : from))
	fi
	tail -n "+$from" "$log" | sed -n 's/^ok [0-9]* - \(.*\)# SKIP \(.*\)/   skipped: \1: \2/p' |
		head -n 5
	count "$good" "$bad" "$left"
	return $status
}

# tap_counts: of TAP, the numbers of points that passed, failed and were skipped; the form itself
# counts as one that failed if the points are not those of one plan, or "Bail out!" ends them
tap_counts() {
	awk '
		/^1\.\.[0-9]+/ { plans++; plan = substr($1, 4) + 0; if (/# *[Ss][Kk][Ii][Pp]/) s++ }
		/^Bail out!/ { bail = 1 }
		/^(not )?ok([^[:alnum:]_]|$)/ {
			points++
			if (/# *[Ss][Kk][Ii][Pp]/) s++
			else if (/^ok/ || /# *[Tt][Oo][Dd][Oo]/) p++
			else f++
		}
		END {
			if (plans != 1 || plan != points || bail)
				f++
			print p + 0, f + 0, s + 0
		}'
}

# failed_points: of TAP, these with their diagnostics
failed_points() { awk '/^not ok/ { on = 1; print; next } on && /^#/ { print; next } { on = 0 }'; }

# cargo_tests NAME ARGUMENT...: NAME is the target directory's
cargo_tests() {
	local target=$PWD/build/cargo/$1 good bad status=0 from
	shift
	from=$(($(wc -l <"$log") + 1))
	in_time env -C rust cargo test --offline -j $jobs --color never --no-fail-fast \
		--target-dir "$target" "$@" >>"$log" 2>&1 || status=$?
	read -r good bad < <(tail -n "+$from" "$log" |
		awk '/^test result:/ { p += $4; f += $6 } END { print p + 0, f + 0 }')
	count "$good" "$bad"
	[ $status -eq 0 ] || show "$from"
	return $status
}

# cargo_lint NAME ARGUMENT...: NAME as above
cargo_lint() {
	local target=$PWD/build/cargo/$1
	shift
	check env -C rust cargo clippy --offline -j $jobs --color never --all-targets \
		--target-dir "$target" "$@" -- -D warnings
}

# cargo_cross MACHINE NAME ARGUMENT...: as cargo_tests, for MACHINE; without the examples in the
# documentation, which are compiled one by one, and run natively already
cargo_cross() {
	local machine=$1 name=$2 target=$1-unknown-linux-gnu gnu=$1-linux-gnu qemu=$1
	local flags='' prefix runner
	shift 2
	case $machine in
	arm)	target=armv7-unknown-linux-gnueabihf gnu=arm-linux-gnueabihf ;;
	powerpc64le) qemu=ppc64le ;;
	s390x)	flags="-C target-cpu=z196" ;;
	riscv64) target=riscv64gc-unknown-linux-gnu ;;
	riscv64-zacas) target=riscv64gc-unknown-linux-gnu gnu=riscv64-linux-gnu
		flags="-C target-feature=+zacas,+zabha" ;;
	i386)	target=i686-unknown-linux-gnu gnu=i686-linux-gnu ;;
	esac
	runner="qemu-$qemu -L /usr/$gnu"
	# before the machine's own, which may be too old
	[ "$machine" != loongarch64 ] || runner=$loong/bin/$runner
	[ "$machine" != riscv64-zacas ] ||
		runner="$zacas/bin/qemu-riscv64 -cpu rv64,zacas=true,zabha=true"
	# x86-64 runs these itself: as cross/i386.ini has it
	[ "$machine" != i386 ] || runner="/usr/$gnu/lib/ld-linux.so.2 --library-path \
		/usr/$gnu/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
	prefix=CARGO_TARGET_${target//-/_}
	prefix=${prefix^^}
	# Debian's Cargo with Debian's compiler, independent of the native steps
	local -x PATH=/usr/bin:$PATH CARGO_BUILD_TARGET=$target
	local -x RUSTC=$sysroot/bin/rustc RUSTDOC=$sysroot/bin/rustdoc
	local -x "${prefix}_LINKER=$gnu-gcc" "${prefix}_RUSTFLAGS=$flags"
	local -x "${prefix}_RUNNER=$runner"
	cargo_tests "$machine-$name" --tests "$@"
}

# The crate as kernel modules use it, and the modules' code in Rust; script/test-kernel compiles
# them.
kernel_lint() {
	cargo_lint kernel --features kernel
	cargo_lint kernel-inline --features kernel-inline
	check rustfmt --check --edition 2021 --color never kernel/sample/side.rs \
		runtime/kernel/run.rs \
		kernel/test/{panics,cost,cost_call,cost_inline}.rs
}

# with_lib BUILD-DIR COMMAND...: for the crate's feature "outline"
with_lib() {
	local -x LKMM_LIB_DIR=$PWD/$1/lib LD_LIBRARY_PATH=$PWD/$1/lib
	shift
	"$@"
}

generated() {
	quiet setup build "${strict[@]}" &&
		quiet in_time ninja -C build -j $jobs &&
		check build/gen/lkmm-gen --check
}
