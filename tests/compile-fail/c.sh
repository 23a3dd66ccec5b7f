#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# c.sh SOURCE-ROOT COMPILER...
#
# C that must not compile, with wrong pointers the error that they are by default since gcc 14 and
# clang 16: each snippet must be rejected with an error that names the operation; and the same
# snippet put right must compile. Output is TAP.
set -u
root=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

compile() {
	printf '#include <lkmm/local.h>\n%s\nvoid f(void);\nvoid f(void)\n{\n\t%s;\n}\n' \
		'lkmm_atomic_t a; lkmm_atomic64_t b; lkmm_atomic_long_t l; lkmm_local_t k; int i; long n; int64_t q;
		short s; char *p; struct odd { char c[3]; } odd; struct big { long x[4]; } big;
		unsigned long u[2];
		const int c = 1;' "$1" >"$work/t.c"
	shift
	"$@" -std=c11 -Werror=incompatible-pointer-types -I "$root/include" -c "$work/t.c" \
		-o "$work/t.o" 2>"$work/out"
}

# wrong WHAT SNIPPET RIGHT-SNIPPET OPERATION COMPILER...
wrong() {
	local what=$1 snippet=$2 right=$3 operation=$4 verdict=ok why=
	shift 4
	n=$((n + 1))
	if compile "$snippet" "$@"; then
		verdict="not ok" why="it compiled"
	elif ! grep -q "error:" "$work/out" || ! grep -q "$operation" "$work/out"; then
		verdict="not ok" why="no error names $operation: $(head -n 3 "$work/out")"
	elif ! compile "$right" "$@"; then
		verdict="not ok" why="the right form does not compile: $(head -n 3 "$work/out")"
	fi
	echo "$verdict $n - $what ($1)"
	[ -z "$why" ] || sed 's/^/# /' <<<"$why"
}

echo "1..19"
wrong "an int in the place of an array of longs" "lkmm_set_bit(3, &i)" "lkmm_set_bit(3, u)" \
	lkmm_set_bit "$@"
wrong "an int in the place of an atomic" "lkmm_atomic_add(1, &i)" "lkmm_atomic_add(1, &a)" \
	lkmm_atomic_add "$@"
wrong "an atomic64 in the place of an atomic" "lkmm_atomic_inc(&b)" "lkmm_atomic64_inc(&b)" \
	lkmm_atomic_inc "$@"
wrong "an atomic in the place of an atomic64" "lkmm_atomic64_read(&a)" "lkmm_atomic_read(&a)" \
	lkmm_atomic64_read "$@"
wrong "an atomic_long in the place of an atomic64" "lkmm_atomic64_set(&l, 1)" \
	"lkmm_atomic_long_set(&l, 1)" \
	lkmm_atomic64_set "$@"
wrong "a long * for what try_cmpxchg updates" "lkmm_atomic_try_cmpxchg(&a, &n, 1)" \
	"lkmm_atomic_try_cmpxchg(&a, &i, 1)" \
	lkmm_atomic_try_cmpxchg "$@"
wrong "an object of three bytes" "lkmm_xchg(&odd.c, odd.c)" "lkmm_xchg(&odd.c[0], 'x')" \
	lkmm_xchg "$@"
wrong "an object of 32 bytes" "lkmm_smp_store_release(&big, big)" \
	"lkmm_smp_store_release(&big.x[0], 1)" \
	lkmm_smp_store_release "$@"
wrong "reading an array" "(void)lkmm_READ_ONCE(big.x)" "(void)lkmm_READ_ONCE(big.x[1])" \
	lkmm_READ_ONCE "$@"
wrong "an object that is not a pointer, to be published" "lkmm_rcu_assign_pointer(i, 1)" \
	"lkmm_rcu_assign_pointer(p, 0)" \
	lkmm_rcu_assign_pointer "$@"
wrong "another type for the expected value" "lkmm_try_cmpxchg(&s, &i, 1)" \
	"lkmm_try_cmpxchg(&i, &i, 1)" \
	lkmm_try_cmpxchg "$@"
wrong "exchanging an atomic type" "lkmm_xchg(&a, 1)" "lkmm_atomic_xchg(&a, 1)" lkmm_xchg "$@"
wrong "an ordering that does not exist" "lkmm_atomic_inc_not_zero_acquire(&a)" \
	"lkmm_atomic_inc_not_zero(&a)" \
	lkmm_atomic_inc_not_zero_acquire "$@" -Werror=implicit-function-declaration
wrong "an atomic in the place of a counter of one thread" "lkmm_local_inc(&l)" \
	"lkmm_local_inc(&k)" lkmm_local_inc "$@"
wrong "a counter of one thread in the place of an atomic" "lkmm_atomic_long_inc(&k)" \
	"lkmm_atomic_long_inc(&l)" lkmm_atomic_long_inc "$@"
wrong "an ordering of a counter of one thread" "(void)lkmm_local_add_return_acquire(1, &k)" \
	"(void)lkmm_local_add_return(1, &k)" lkmm_local_add_return_acquire "$@" \
	-Werror=implicit-function-declaration
wrong "a constant that is written" "lkmm_WRITE_ONCE(c, 2)" "lkmm_WRITE_ONCE(i, 2)" \
	lkmm_WRITE_ONCE "$@"
wrong "a value that is not a pointer, from a pointer" "lkmm_xchg(&p, &i)" "lkmm_xchg(&p, &p[1])" \
	lkmm_xchg "$@"
wrong "out of line, the wrong pointer" "lkmm_atomic_dec_and_test(&n)" \
	"lkmm_atomic_dec_and_test(&a)" \
	lkmm_atomic_dec_and_test "$@" -DLKMM_OUTLINE
