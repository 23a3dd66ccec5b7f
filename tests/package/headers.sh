#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# headers.sh SOURCE-ROOT
#
# The headers in other people's programs: with gcc and clang, in both syntaxes of assembler, for
# 32-bit x86, beside a project's own headers of the kernel's names, with any warnings enabled.
# Output is TAP.
set -u
root=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
kernel=(-I project -I "$root/include/kernel" -I "$root/include")
n=0
mkdir -p project/linux none

# it WHAT COMMAND...: one test
it() {
	local what=$1 verdict=ok
	shift
	n=$((n + 1))
	"$@" >out 2>&1 || verdict="not ok"
	echo "$verdict $n - $cc: $what"
	[ "$verdict" = ok ] || sed 's/^/# /' out | head -n 20
}

# says WORDS COMMAND...: COMMAND fails with WORDS
says() {
	local words=$1
	shift
	! "$@" 2>err && grep -qF -- "$words" err
}

runs() { "$@" -o program && ./program; }

# calls COMMAND...: the object file needs no function but what position-independent code of 32 bits
# has for its data
no_calls() {
	"$@" -c -o object.o || return
	nm -u object.o | grep -v _GLOBAL_OFFSET_TABLE_ && return 1
	return 0
}

cat >use.c <<'END_C'
#include <lkmm/atomic.h>

static lkmm_atomic_t v;
static lkmm_atomic64_t q;
static unsigned char b;
static unsigned short w;
static unsigned long long u;

int use(void);
int use(void)
{
	int old = 14;

	lkmm_atomic_add(3, &v);
	lkmm_atomic_inc(&v);
	lkmm_smp_mb();
	if (lkmm_atomic_fetch_add(2, &v) != 4 || lkmm_atomic_fetch_or(8, &v) != 6 ||
	    !lkmm_atomic_try_cmpxchg(&v, &old, 5) || !lkmm_atomic_sub_and_test(5, &v))
		return 1;
	if (lkmm_xchg(&b, 7) || lkmm_cmpxchg(&b, 7, 9) != 7 || lkmm_xchg(&w, 300) ||
	    lkmm_xchg(&w, 1) != 300)
		return 2;
	lkmm_atomic64_add(1LL << 40, &q);
	if (lkmm_atomic64_fetch_xor(1, &q) != 1LL << 40 ||
	    !lkmm_atomic64_sub_and_test((1LL << 40) + 1, &q))
		return 3;
	lkmm_cpu_relax();
	return lkmm_xchg(&u, 1ULL << 50) || lkmm_READ_ONCE(u) != 1ULL << 50 ? 4 : 0;
}
END_C
{ cat use.c; echo 'int main(void) { return use(); }'; } >program.c

# Without a C library for 32 bits: the program calls the kernel itself.
{ cat use.c; cat <<'END_C'
__attribute__((__force_align_arg_pointer__, __noreturn__)) void _start(void);
void _start(void)
{
	__asm__ __volatile__("int $0x80" : : "a" (1), "b" (use()));
	for (;;)
		;
}
END_C
} >program32.c

cat >formats.c <<'END_C'
#include <stdint.h>
#include <stdio.h>
#include <linux/atomic.h>

static s64 (*add)(s64 i, atomic64_t *v) = atomic64_add_return;

int main(void)
{
	static atomic64_t v = ATOMIC64_INIT(40);
	s64 old = 42;
	u64 x = (u64)add(2, &v);

	_Static_assert(_Generic((u64)0, unsigned long long: 1, default: 0), "u64");
	_Static_assert(_Generic((s64)0, long long: 1, default: 0), "s64");
	_Static_assert(_Generic(atomic64_read(&v), long long: 1, default: 0), "the result");
	if (!atomic64_try_cmpxchg(&v, &old, 43) || atomic64_try_cmpxchg(&v, &old, 44) ||
	    old != 43 || x != 42)
		return 1;
	return printf("%lld %llu %lld\n", atomic64_read(&v), x,
		      atomic64_cond_read_acquire(&v, VAL > 3)) < 0;
}
END_C

cat >atomic.c <<'END_C'
#include <linux/atomic.h>

static atomic_t v = ATOMIC_INIT(1);
static atomic64_t w = ATOMIC64_INIT(1);
static atomic_long_t l = ATOMIC_LONG_INIT(1);

int main(void)
{
	return !atomic_dec_and_test(&v) || !atomic64_dec_and_test(&w) ||
	       !atomic_long_dec_and_test(&l);
}
END_C

# A project's own <linux/types.h>.
types_none='#ifndef MINE\n#define MINE\ntypedef unsigned u32;\n#endif\n'
types_tools='#ifndef MINE\n#define MINE\n#include <stdint.h>\ntypedef uint64_t u64;\n
typedef struct { int counter; } atomic_t;
#define ATOMIC_INIT(i) { (i) }\nstruct list_head { struct list_head *next, *prev; };\n#endif\n'
types_system='#include_next <linux/types.h>\n'

# A warning that the headers turn on or off from here on is one too many or too few. Each header
# alone.
cat >diagnostics.c <<'END_C'
int g(int *p);
int g(int *p)
{
	long *q = p;
	unsigned int unused;
	float f = (float)*q;

	return f == 1.0f;
}
END_C

# same_warnings HEADER...: the code has the same warnings behind the headers as without them
same_warnings() {
	local warn=(-fsyntax-only -std=gnu11 -Wall -Wextra -Wconversion -Wfloat-equal -Wno-error)

	"$cc" "${warn[@]}" diagnostics.c 2>plain || [ -s plain ] || return
	{ printf '#include <%s>\n' "$@"; echo '#line 1 "diagnostics.c"'; cat diagnostics.c; \
		} >with.c
	"$cc" "${warn[@]}" "${kernel[@]}" with.c 2>with
	diff <(grep -E '^diagnostics.c:.*(warning|error):' plain) \
		<(grep -E '^diagnostics.c:.*(warning|error):' with)
}

x86=$(uname -m)
compilers=() lacking=()
for cc in gcc clang; do
	if command -v $cc >/dev/null; then
		compilers+=($cc)
	else
		lacking+=($cc)
	fi
done
mapfile -t ours < <(cd "$root/include" &&
	ls lkmm/{atomic,barrier,bitops,bytes,container_of,hlist,kref,list,list_loops,list_types}.h \
		lkmm/{llist,object,rcu,rcu_types,rcuref,rculist,refcount,seqcount,types,warn}.h \
		lkmm/lock/*.h &&
	cd kernel && ls linux/*.h asm/*.h)
each=10
[ "$x86" != x86_64 ] || each=22
echo "1..$((each * ${#compilers[@]} + ${#lacking[@]}))"
for cc in "${lacking[@]}"; do
	n=$((n + 1))
	echo "ok $n - $cc # SKIP no $cc here"
done
for cc in "${compilers[@]}"; do
	if [ "$x86" = x86_64 ]; then
		for o in -O0 -O2; do
			for syntax in att intel; do
				it "$o -masm=$syntax" runs $cc $o -masm=$syntax -Wall -Wextra \
					-Werror -I "$root/include" program.c
			done
			it "$o -masm=intel, out of line, compiles" $cc $o -masm=intel \
				-DLKMM_OUTLINE -I "$root/include" -c \
				-o object.o program.c
			it "$o -m32 needs no libatomic" no_calls $cc -m32 $o -Wall -Wextra -Werror \
				-ffreestanding \
				-fno-stack-protector -fno-pic -I "$root/include" use.c
		done
		it "-m32 links without a library" $cc -m32 -O2 -ffreestanding -nostdlib -static \
			-fno-pic -no-pie \
			-fno-stack-protector -fno-asynchronous-unwind-tables -I "$root/include" \
			program32.c -o program32
		# a kernel may not support programs of 32 bits: then there is nothing to run
		if ./program32 2>/dev/null || [ $? -lt 126 ]; then
			it "-m32 runs" ./program32
		else
			n=$((n + 1))
			echo "ok $n - $cc: -m32 runs # SKIP no programs of 32 bits run here"
		fi
		it "-m32 without cmpxchg8b is an error" says "lkmm needs cmpxchg8b on 32-bit x86" $cc \
			-m32 -march=i386 \
			-ffreestanding -I "$root/include" -c -o object.o use.c
		it "-m32, C++ layout as in C" $cc -m32 -x c++ -ffreestanding -fsyntax-only \
			-I "$root/include" \
			-include lkmm/types.h /dev/null
	fi
	rm -f project/linux/*
	it "u64 and s64 are long long" runs $cc -O2 -std=c11 -Wall -Wextra -Wformat -Werror \
		"${kernel[@]}" formats.c
	it "... and are not read through another type" runs $cc -O3 -fstrict-aliasing -std=c11 \
		-Wall -Werror "${kernel[@]}" formats.c
	for mine in none tools system; do
		what=types_$mine
		printf "${!what}" >project/linux/types.h
		it "atomic_t beside <linux/types.h> of a project ($mine)" runs $cc -std=gnu11 \
			"${kernel[@]}" atomic.c
	done
	rm -f project/linux/*
	it "atomic_t with the system's <linux/types.h> found first" runs $cc -std=gnu11 -idirafter \
		"$root/include/kernel" \
		-I "$root/include" atomic.c
	it "static_assert through <linux/bits.h>" $cc -std=c11 "${kernel[@]}" -fsyntax-only -x c - \
		<<<$'#include <linux/bits.h>\nstatic_assert(BIT(3) == 8);\nstatic_assert(BIT(2) == 4, "why");'
	it "no header turns warnings on or off" same_warnings "${ours[@]}"
	it "lkmm/atomic.h alone neither" same_warnings lkmm/atomic.h
	it "<linux/types.h> is the system's with -I include alone" says "unknown type name" $cc \
		-I "$root/include" -fsyntax-only \
		-Werror -x c - <<<$'#include <linux/types.h>\nu32 x;'
done
