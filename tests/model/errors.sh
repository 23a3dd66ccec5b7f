#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# errors.sh LKMM: accepts tests that herd7 accepts; reports each error at its place, all of them,
# and no others. Output is TAP.
lkmm=$(realpath "$1")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
n=0

# result WHAT OK
result()
{
	n=$((n + 1))
	[ "$2" = 1 ] && echo "ok $n - $1" || { echo "not ok $n - $1"; sed 's/^/# /' got |
		head -n 20; }
}

# test_of INIT REST: a test with these, in a.litmus
test_of() { printf 'C a\n{%s}\n%b\n' "$1" "$2" >a.litmus; }

# takes ANSWER INIT REST
takes()
{
	local ok=0
	test_of "$2" "$3"
	"$lkmm" check a.litmus >got 2>&1
	grep -q "^Observation a $1 " got && ok=1
	result "taken: $2 $3" $ok
}

# errors WANT: a.litmus has exactly these, LINE:COLUMN: MESSAGE, one a line
errors()
{
	local ok=0 status
	"$lkmm" check a.litmus >out 2>got
	status=$?
	grep '^a.litmus:' got | sed 's/^a.litmus:\([0-9]*:[0-9]*\): error: /\1: /' >lines
	printf '%s\n' "$1" >want
	[ $status = 2 ] && cmp -s want lines && ok=1
	result "reported: ${1//$'\n'/; }" $ok
}

# wrong INIT REST WANT
wrong() { test_of "$1" "$2"; errors "$3"; }

# rust REST WANT
rust() { printf 'Rust a\n{}\n%b\n' "$1" >a.litmus; errors "$2"; }

# ---- taken ----

takes Always '' 'void P0(int *x) { WRITE_ONCE(*x, 1); }\nstatic void P1(void) { }\nexists (x=1)'
takes Sometimes '' 'P0(int *x) { int r0 = READ_ONCE(*x); }\nP1(int *x) { WRITE_ONCE(*x, 1); }\nexists (0:r0 <> 0)'
takes Always '' 'P0(int *x) { WRITE_ONCE(*x, 1); }\nforall (x=1 \\/ false)'
takes Always '' 'P0(int *x) { WRITE_ONCE(*x, 1); }\nforall (x=2 => x=3)'
takes Never '' 'P0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1 => x=1 => x=3)'
takes Never '' 'P0(int *x) { }\nnot exists (x=1)'
takes Always '' 'P0(int *x) { continue = 1; if (continue) { WRITE_ONCE(*x, 1); } }\nexists (x=1)'
takes Always '' 'P0(int *x) { for = 1; if = for; switch = if; goto = switch; break = 1; return = 2; WRITE_ONCE(*x, goto); }\nexists (x=1 /\\ 0:return=2)'
for name in let fn match loop mut impl static use pub unsafe move ref dyn where bool u8 u64 size_t \
	uint not exists; do
	takes Always " int $name; " "P0(int *$name) { WRITE_ONCE(*$name, 1); }\nforall ($name=1)"
	takes Always '' "P0(int *x) { int $name = 1; $name = $name + 1; WRITE_ONCE(*x, $name); }\nforall (0:$name=2 /\\\\ x=2)"
done
takes Never '' 'P0(int *x, int *y) { smp_store_mb(y, 1); r0 = READ_ONCE(*x); }\nP1(int *x, int *y) { smp_store_mb(*x, 1); r0 = READ_ONCE(*y); }\nexists (0:r0=0 /\\ 1:r0=0)'
takes Always '' 'P0(int *x) { int a; *(&a) = 2; WRITE_ONCE(*(&x), *(&a)); int *p = &*x; int r0 = READ_ONCE(*p); }\nexists (x=2 /\\ 0:r0=2)'
takes Always ' P0:r1=3; int y; y=4; ' \
	'P0(int *x, int *y) { WRITE_ONCE(*x, r1); }\nexists (x=3 /\\ P0:r1=3 /\\ y=4)'
takes Always ' __u64 a; loff_t b; ' 'P0(__u64 *a) { WRITE_ONCE(*a, 1); }\nexists (a=1)'
printf '\xef\xbb\xbfC a\r\n{}\r\nP0(int *x)\r\n{\r\n\tWRITE_ONCE(*x, 1);\r\n}\r\nexists (x=1)\r\n' \
	>a.litmus
"$lkmm" check a.litmus >got 2>&1
result "a byte order mark, and CRLF" "$(grep -c '^Observation a Always' got)"
"$lkmm" check - <a.litmus >got 2>&1
result "standard input" "$(grep -c '^Observation a Always' got)"
printf 'C\n' | "$lkmm" check --json - >got 2>&1
result "standard input has a name" "$(grep -c '"file": "<stdin>", "line": 1, "column": 2' got)"
test_of '' 'P0(int *x) { rcu_read_lock(); *x = 1; }\nP1(int *x) { rcu_read_unlock(); *x = 2; }\nexists (x=1)'
"$lkmm" check a.litmus | grep ^Flag >got
result "flags in the order of the alphabet" \
	"$(grep -c . got | sed 's/[2-9]/1/'; LC_ALL=C sort -c got || echo unsorted)"

takes Always ' int true; ' 'P0(int *true) { WRITE_ONCE(*true, 1); }\nexists (true=1)'
takes Always '' 'P0(int *x) { int true = 0; bool false; false = 2; WRITE_ONCE(*x, true); }\nexists (x=0 /\ 0:true=0 /\ 0:false=1)'
takes Always '' 'P0(int *x) { false = 3; WRITE_ONCE(*x, false); }\nexists (x=3)'
takes Always '' 'P0(int *x) { unsigned long r = (unsigned long)x; r = (unsigned long long)1; long unsigned int q = (long unsigned) 2; WRITE_ONCE(*x, q); }\nexists (x=2 /\ 0:r=1)'
takes Always '' '#[inline]\nfn P0(x: &Atomic<i32>) { x.store(1, Relaxed); }\nexists (x=1)'

# ---- names that are not known ----

wrong '' 'P0(int *x) { READ_ONC(*x); }' \
	"3:14: unknown function 'READ_ONC' (did you mean 'READ_ONCE'?)"
wrong '' 'P0(int *x) { write_once(*x, 1); }' \
	"3:14: unknown function 'write_once' (did you mean 'WRITE_ONCE'?)"
wrong '' 'P0(int *x) { frobnicate(*x, 1); }' "3:14: unknown function 'frobnicate'"
wrong '' 'P0(int *flag) { flga = READ_ONCE(*falg); }' \
	"3:35: 'falg' is neither declared here nor a parameter (did you mean 'flag'?)"
wrong '' 'P0(int *x) { int old = 1; }\nexists (0:odl=1)' \
	"4:11: 'odl' is not a register of P0 (did you mean 'old'?)"
wrong '' 'P0(int *flag) { }\nexists (falg=1)' \
	"4:9: there is no variable 'falg' (did you mean 'flag'?)"
wrong '' 'P0(int *x) { int r0; }\nexists (0:r1=1)' "4:11: 'r1' is not a register of P0"
wrong '' 'P0(int *x) { }\nexist (x=1)' \
	"4:1: expected 'exists', '~exists', 'forall', 'filter' or 'locations', found 'exist' (did you mean 'exists'?)"
wrong ' atomc_t x; ' 'P0(atomic_t *x) { }' "2:3: unknown type 'atomc_t' (did you mean 'atomic_t'?)"
wrong ' mutex_t m; ' 'P0(mutex_t *m) { mutex_lock(m); }' \
	"2:3: unknown type 'mutex_t': use struct mutex"
wrong '' 'P0(unsigned long *x) { set_bit(x); set_bit(r0, x); }' \
	"3:24: set_bit() takes 2 arguments, not 1
3:44: 'r0' is neither declared here nor a parameter"
wrong '' 'P0(unsigned long *x) { set_bit(1, x; }' "3:36: expected ')', found ';'"
wrong '' 'P0(int *x) { atomic_load(x); writel(1, x); schedule_timeout(1); }' \
	"3:14: unknown function 'atomic_load': use atomic_read()
3:30: unknown function 'writel': there is no MMIO: let the device be a thread, and use wmb() and WRITE_ONCE()
3:44: unknown function 'schedule_timeout': there is no time: use schedule(), or leave it out, every delay is tried"
wrong '' 'P0(spinlock_t *s) { unsigned long f; spin_lock_irqsave(s, f; }' \
	"3:60: expected ')', found ';'"
wrong '' 'P0(xtime_t *wq) { }' \
	"3:4: unknown type 'xtime_t': expected an integer type, bool, atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct srcu_struct"
wrong '' 'P0(int *x) { r0 = (foo_t *)x; }' \
	"3:20: unknown type 'foo_t': expected an integer type, bool, atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct srcu_struct"
wrong '' 'vod P0(int *x) { }' "3:1: unknown type 'vod' (did you mean 'void'?)"

# ---- not supported ----

printf 'C a\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n' >a.litmus
errors "2:1: expected the initial state, { ... }, found 'P0'"
wrong '' 'typedef int foo;\nP0(foo *x) { goto out; }' \
	"4:19: expected a label 'out' behind the goto, in a block around it"
loop='write a loop, as in do { ... } while (x);'
wrong '' 'P0(int *x) { { in: x; } goto in; }' \
	"3:30: goto 'in' goes back to line 3, into a block: $loop"
wrong '' 'P0(int *x) { if (*x) goto in; back: *x; in: *x; goto back; }' \
	"3:27: goto 'in' leads into what another goto repeats: write a loop"
wrong '' 'P0(int *x) { while (*x) { back: if (*x) goto back; break; } }' \
	"3:52: 'break' between a label and a goto back to it: $loop"
wrong '' 'P0(int *x) { while (*x) { back: if (*x) continue; goto back; } }' \
	"3:41: 'continue' between a label and a goto back to it: $loop"
wrong '' 'P0(int *x) { back: if (*x) break; goto back; }' \
	"3:28: 'break' between a label and a goto back to it: $loop"

# structs, enums, typedef
node='struct node { struct node *next; int locked; };'
for type in atomic_t spinlock_t 'struct node' 'int *'; do
	wrong '' "$node\nstruct b { $type b : 3; };\nP0(int *p) { int r0 = 1; }" \
		"4:$((17 + ${#type})): expected a number, as in 'unsigned int a : 1'"
done
wrong '' "$node\nP0(struct node *n) { WRITE_ONCE(n->lockd, 1); }" \
	"4:36: struct node has no member 'lockd' (did you mean 'locked'?)"
wrong '' "$node\nP0(struct node *n) { n.locked = 1; }" \
	"4:23: expected '->', since its left side is a pointer"
wrong '' "$node\nP0(int *n) { n->locked = 1; }" "4:15: expected a pointer to a struct before '->'"
wrong '' "$node\nP0(struct node *n) { int r0 = *n; }" \
	"4:31: expected a member: this is all of a struct"
wrong '' "$node\nP0(struct node *n) { struct node m; int r0 = m; }" \
	"4:46: expected a member: this is all of a struct"
wrong ' int n; ' "$node\nP0(struct node *n) { n->locked = 1; }" \
	"4:17: 'n' is struct node here, and 32 bits in the first values"
wrong ' struct node *p = &m.x; ' "$node\nP0(struct node *n) { n->locked = 1; }" "2:3: unknown type 'struct node': expected an integer type, bool, atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct srcu_struct
2:22: 'm' is not a struct"
wrong '' 'struct s { int a : 33; };\nP0(struct s *n) { }' "3:20: expected 1 to 32 bits"
wrong '' 'struct s { int a : 3, b : 2; };\nP0(struct s *n) { int *p = &n->a; }' \
	"4:29: a bit-field has no address"
wrong '' 'struct s { int a : 3, b : 2; };\nP0(struct s *n) { WRITE_ONCE(n->a, 1); }' \
	"4:30: a bit-field has no marked accesses: write an int"
bits='struct s { int a:3; unsigned b:2, c:4; int d; };\nstatic struct s s = { .a = -1, .c = 5 };\n'
takes Always '' "${bits}P0(void) { s.a = 2; s.b = 3; }\nexists (s.a=2 /\\ s.b=3 /\\ s.c=5)"
takes Never '' "${bits}P0(void) { s.b = 1; }\nlocations [s.a;]\nexists (~s.a=-1 \\/ s.b=0)"
takes Always '' "${bits}P0(void) { struct s t = s; int *p = &t.d; t.b = 1; }\nexists (0:t.b=1 /\\ 0:t.a=-1)"
takes Sometimes '' "${bits}P0(void) { s.b = 2; }\nP1(void) { s.b = 1; }\nfilter (s.a=-1)\nexists (s.b=2)"
wrong '' "${bits}P0(void) { int *p = NULL; }\nexists (0:p=&s.b)" "6:14: a bit-field has no address"
wrong '' 'struct s { union { int a; long b; }; };\nP0(struct s *n) { }' "4:14: members of a union that have different sizes are not modelled: 'n.a' has 32 bits, another 64"
wrong '' 'struct s { char a; int b; } __packed;\nP0(struct s *n) { }' \
	"4:14: __packed puts 'n.b' at byte 1, where it is accessed in parts: that is not modelled"
takes Never '' 'struct s { int a; long b __aligned(16); } __packed;\nP0(struct s *n) { int r = sizeof(*n); }\nexists (~0:r=32)'
takes Never '' 'struct s { char a; int b; } __packed __aligned(4);\nP0(int *x) { int r = sizeof(struct s); }\nexists (~0:r=8)'
wrong '' 'struct s { int a:3; } __packed;\nP0(struct s *n) { }' \
	"3:10: bit-fields in a __packed struct are not supported: leave __packed out"
wrong '' 'struct s { int a __aligned(3); };\nP0(int *x) { }' \
	"3:18: expected an alignment: a power of two, at most 4096"
wrong '' 'struct s { int a __shiny; };\nP0(int *x) { }' \
	"3:18: unknown attribute '__shiny': if it changes no value, '#define __shiny' at the top"
wrong '' 'P0(int *x) { int r __free(kfree) = 1; }' \
	"3:20: unknown attribute '__free': nothing is released where a scope ends: call kfree(), or what it is released by, on each way out"
wrong '' 'P0(int *x) { int r __attribute__((cleanup(f))) = 1; }' \
	"3:35: cleanup is not supported: call the function where the variable ends"
wrong '' 'typedef int number __aligned(8);\nP0(int *x) { }' \
	"3:13: the alignment of a typedef is not supported: write it where the struct or the member is"
wrong '' 'static_assert(sizeof(long) == 4, "32 " "bits");\nP0(int *x) { _Static_assert(0); }' \
	"3:1: this static_assert() does not hold: 32 bits
4:14: this static_assert() does not hold"
wrong '' "P0(int *x) { int r = 'ab'; }" "3:22: expected one character"
wrong '' "P0(int *x) { int r = _Generic(1ul, int: 1); }" \
	"3:22: _Generic has no expression for unsigned 64 bits"
takes Never '' 'P0(int *x) { int r = "abc"[1] + sizeof("abc"); }\nexists (~0:r=102)'
takes Never '' 'static const char name[] = "ab" "c", *other = "ab";\nP0(int *x) { int r = name[2] + other[1] + sizeof(name); }\nexists (~0:r=201)'
wrong '' 'static char name[2] = "abc";\nP0(int *x) { }' \
	"3:23: expected '{', or a string for an array of characters"
wrong '' 'static int a[2][2] = { 1, 2, 3, 4, 5 };\nP0(int *x) { }' "3:36: there are only 2 elements"
# what belongs to such a word is read, and is no second error
guarded="nothing is released where a scope ends: use mutex_lock() and mutex_unlock(), or the words"
guarded="$guarded of the lock that it is, on each way out"
for body in '{ WRITE_ONCE(*x, 1); }' 'WRITE_ONCE(*x, 1);' 'if (*x) return;' ';'; do
	wrong '' "static DEFINE_MUTEX(m);\nP0(int *x) { scoped_guard(mutex, &m) $body }" \
		"4:14: unknown function 'scoped_guard': $guarded"
done
wrong '' 'static DEFINE_MUTEX(m);\nP0(int *x) { scoped_cond_guard(mutex_intr, return, &m) { foo(); } }' \
	"4:14: unknown function 'scoped_cond_guard': $guarded
4:58: unknown function 'foo'"
wrong '' 'P0(int *x) { CLASS(fd, f)(3); }' \
	"3:14: unknown function 'CLASS': nothing is released where a scope ends: call what it is released by on each way out"
wrong '' 'static DEFINE_MUTEX(m);\nP0(int *x) { guard(mutex)(&m); foo(); }' \
	"4:14: unknown function 'guard': nothing is released where a scope ends: use mutex_lock() and mutex_unlock(), or the words of the lock that it is, on each way out
4:32: unknown function 'foo'"
wrong '' 'static int a[2][2] = 1;\nP0(int *x) { }' "3:22: expected '{', found '1'"
wrong '' 'static int a[2][2] = { [0][0] = 1, 2 };\nP0(int *x) { }' \
	"3:36: expected a designator, as before"
wrong '' 'static int a[4] = { [1 ... 4] = 1 };\nP0(int *x) { }' "3:21: the array has no element 4"
wrong '' 'struct s { int a; };\nstruct s { int a; };\nP0(struct s *n) { }' \
	"4:10: struct s is defined twice, first in line 3"
wrong '' 'struct s { struct table x; };\nP0(struct s *n) { }' "3:12: unknown type 'struct table': expected an integer type, bool, atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct srcu_struct"
wrong '' 'enum { A, A };\nP0(int *n) { }' "3:11: there already is a number 'A'"

# in Rust nothing is for a preprocessor
printf 'Rust a\n{}\n#define N 1\nfn P0(x: &Atomic<i32>) { }\nexists (x=1)\n' >a.litmus
errors "3:1: preprocessor lines are not supported: write the expanded code"

# ---- characters ----

wrong '' 'P0(int *x) { WRITE_ONCE(*x,\xc2\xa01); int r0 = 1 \xe2\x88\x92 1; }\nexists (x=1 \xe2\x88\xa7 0:r0=1)' \
	'3:28: the character U+00A0 is not part of a litmus test: it looks like a blank, or like nothing
3:45: the character U+2212 is not part of a litmus test: write -
4:13: the character U+2227 is not part of a litmus test: write /\'
wrong '' 'P0(int *x) { int r\xc3\xa9; }\nexists (x=\x001)' \
	'3:19: the character U+00E9 is not part of a litmus test
4:11: byte 0x00 is not part of a litmus test'
wrong '' 'P0(int *x) { int r\xe9; }' '3:19: byte 0xe9 is not part of a litmus test'
printf '\xff\xfeC\0 \0a\0' >a.litmus
errors '1:1: byte 0xff is not part of a litmus test: the file is in UTF-16, save it as UTF-8'

# ---- a brace that is missing ----

wrong '' 'P0(int *x) { WRITE_ONCE(*x, 1);\nP1(int *x) { foo(); }\nexists (x=1)' \
	"4:1: expected '}' to end P0, found 'P1'
4:14: unknown function 'foo'"
wrong '' 'P0(int *x) { if (1) { do { WRITE_ONCE(*x, 1);\nstatic void P1(int *x) { }\nexists (x=1)' \
	"4:1: expected '}' to end P0, found 'static'"
wrong '' 'P0(int *x) { if (1) { WRITE_ONCE(*x, 1); }\n~exists (x=1)' \
	"4:1: expected '}' to end P0, found '~'"
wrong '' 'P0(int *x) { }}\nexists (x=1)' \
	"3:15: expected 'exists', '~exists', 'forall', 'filter' or 'locations', found '}'"
printf 'C a\n{\nint x = 1;\nP0(int *x) { }\nexists (x=1)\n' >a.litmus
errors "4:1: expected '}' after the first values, found 'P0'"

# ---- twice ----

wrong ' int x; int x; y=1; y=2; 0:r0=1; 0:r0=2; ' 'P0(int *x) { }' \
	"2:14: 'x' is declared twice, first in line 2
2:22: 'y' is declared twice, first in line 2
2:37: 'r0' is declared twice, first in line 2"
wrong '' 'P0(int *x, int *x) { int r0;\nint r0; { int r0; } int x; }\nP0(int *x) { }' \
	"3:17: there already is a parameter 'x'
4:5: 'r0' is declared twice, first in line 3
4:25: 'x' is declared twice, first as a parameter
5:1: there already is a process P0"

# ---- several errors, and no others ----

wrong '' 'P0(int *x) { WRITE_ONCE(*x, 1) WRITE_ONCE(*x, 2); }\nP1(int *x) { foo(); }' \
	"3:32: expected ';', found 'WRITE_ONCE'
4:14: unknown function 'foo'"
wrong ' x = ; y = 1 2; ' \
	'P0(int *x { int r0; }\nP1(int *x) { if (READ_ONCE(*x) { foo(); } }\nexists (0:r0=1 /\\ x==)' "2:7: expected a number or the name of a variable, found ';'
2:15: expected ';', found '2'
3:11: expected ')', found '{'
4:32: expected ')', found '{'
4:34: unknown function 'foo'
5:22: expected a number, an address, or a register as in 0:r1, found ')'"
wrong '' 'P0(int *x) { int r0 READ_ONCE(*x); WRITE_ONCE(*x, r0); }\nexists (0:r0=1)' \
	"3:21: expected ';', found 'READ_ONCE'"
wrong '' 'P0(int *x) { for (int i = 0; i < 3 i++) { foo(i); } }' "3:36: expected ';', found 'i'
3:43: unknown function 'foo'"
wrong '' "P0(int *x) { $(printf 'f%d(); ' {1..12})}" \
	"$(for i in {0..8}; do echo "3:$((14 + 6 * i)): unknown function 'f$((i + 1))'"; done; \
	echo "3:68: unknown function 'f10'")"

# a name that is not known, wherever it is used
wrong '' 'P0(int *x) { foo(); foo(); r0 = bar(x) + foo(x); }\nP1(int *x) { foo(); bar(x); WRITE_ONC(*x, 1); }' "3:14: unknown function 'foo', and 3 more uses
3:33: unknown function 'bar', and 1 more use
4:29: unknown function 'WRITE_ONC' (did you mean 'WRITE_ONCE'?)"

# ---- Rust ----

acquire='write Acquire, and smp_mb() where more has to be ordered'

rust 'fn P0(x: &Atomic<i32>) { foo(); let a = foo();\nx.foo(); x.foo(); spawn(); spawn(); }' \
	"3:26: unknown function 'foo', and 1 more use
4:3: Atomic<i32> has no method 'foo': expected load, store, xchg, cmpxchg, try_cmpxchg, cond_load, as_ptr, or an operation such as fetch_add, and 1 more use
4:19: unknown function 'spawn': use a process, fn P1(), and 1 more use"
rust 'fn P0(x: &Atomic<i32>) { loop { x.store(1, Relaxed);\nfn P1(x: &Atomic<i32>) { foo(); }\nexists (x=1)' "4:1: expected '}' to end P0, found 'fn'
4:26: unknown function 'foo'"

rust 'fn P0(x: &Atomic<i32>, y: &Atomic<i32>) {\nx.store(1, Relaxed); fence(SeqCst);\nlet r0 = y.load(SeqCst);\nx.fetch_add(1, AcqRel);\nx.compare_exchange(1, 2, SeqCst, SeqCst);\nlet r1 = r0; reed_once(x); }' "4:22: unknown function 'fence': use smp_mb(), this model's fence(SeqCst)
5:17: expected an ordering: Acquire or Relaxed, found 'SeqCst': $acquire
6:16: expected an ordering: Full, Acquire, Release or Relaxed, found 'AcqRel': write Full
7:3: Atomic<i32> has no method 'compare_exchange': write cmpxchg(old, new, Full)
8:14: unknown function 'reed_once' (did you mean 'read_once'?)"
rust 'fn P0(x: &Atomic<i32>, x: &Atomic<i32>) { loop { break; let a = ; } x.store(1, Relaxed) smp_mb(); }' "3:24: there already is a parameter 'x'
3:65: expected an expression, found ';'
3:89: expected ';' or '}', found 'smp_mb'"

# ---- structs and arrays are not numbers ----

# whole CONDITION WANT: an error of a process with local variables in registers, and in memory
whole()
{
	local types='struct in { int a, b; };\nunion un { int i; unsigned u; };\nstruct s { char c; struct in in[2]; unsigned f : 3; };\nstruct in x;\nstruct s y;\nint z[2];\nint d[2][2];\nunion un w;\nstruct in v[2];\nlong *q;\n'
	local locals='struct in x = { 8 }; struct s y = { 1 }; int z[2] = { 2 }; union un w = { 3 }; struct in v[2] = { { 0 } };'
	wrong '' "${types}P0()\n{\n$locals\n}\n$1" "$2"
	wrong '' "${types}P0()\n{\n$locals\nq = (long *)&x; q = (long *)&y; q = (long *)z; q = (long *)&w; q = (long *)v; }\n$1" "$2"
}

# part NAME PARTS: where a number is expected; of a variable, and of a local one
part()
{
	whole "exists ($1=8)" "17:9: expected a part of '$1', which is not a number: $2"
	whole "exists (0:$1=8)" "17:11: expected a part of '0:$1', which is not a number: $(sed \
		-E "s/([a-z][].[a-z0-9]*)(,| or |$| \.\.\.)/0:\1\2/g" <<<"$2")"
}
part x 'x.a or x.b'
part y 'y.c, y.in[0].a, y.in[0].b, y.in[1].a ...'
part y.in 'y.in[0].a, y.in[0].b, y.in[1].a or y.in[1].b'
part 'y.in[1]' 'y.in[1].a or y.in[1].b'
part z 'z[0] or z[1]'
part w 'w.i or w.u'
part v 'v[0].a, v[0].b, v[1].a or v[1].b'
part 'v[1]' 'v[1].a or v[1].b'
whole 'exists ([x]=8)' "17:9: expected a part of 'x', which is not a number: x.a or x.b"
whole 'exists ([v]=8)' "17:9: expected a part of 'v[0]', which is not a number: v[0].a or v[0].b"
whole 'exists (d[1]=8)' \
	"17:9: expected a part of 'd[1]', which is not a number: d[1][0] or d[1][1]"
whole 'exists ([d]=8)' \
	"17:9: expected a part of 'd[0]', which is not a number: d[0][0] or d[0][1]"
whole 'forall (0:x.a=8 /\\ not (0:x=3))' \
	"17:27: expected a part of '0:x', which is not a number: 0:x.a or 0:x.b"
whole 'exists (0:x.a=0:x)' \
	"17:17: expected a part of '0:x', which is not a number: 0:x.a or 0:x.b"
whole 'exists (0:x.a=[x])' "17:15: expected a part of 'x', which is not a number: x.a or x.b"
whole 'filter (0:x=8) exists (0:x.a=8)' \
	"17:11: expected a part of '0:x', which is not a number: 0:x.a or 0:x.b"
whole 'exists (0:x.k=8)' "17:13: struct in has no member 'k'"
whole 'exists (0:v[2].a=8)' "17:12: 'v' has no element 2"
wrong '' 'struct s { unsigned int : 16, b : 3; };\nstruct s s;\nP0() { s.b = 1; }\nexists (s.b=1)' \
	"4:10: a struct that begins with a bit-field without a name is not modelled: give it one
5:9: expected a struct before '.'"
for scopes in '{ struct s s = { 1 }; } { struct s s = { 2 }; }' \
	'{ struct s s = { 1 }; q = &s; } { struct s s = { 2 }; q = &s; }'; do
	wrong '' "struct s { int a; };\nstruct s *q;\nP0() { $scopes }\nexists (0:s.a=2)" \
		"6:11: P0 has more than one variable 's': give each a name of its own"
done
wrong '' 'int *q;\nP0() { { int m = 1; q = &m; } { int m = 2; } }\nexists (0:m=2)' \
	"5:11: P0 has more than one variable 'm': give each a name of its own"
rust 'struct I { c: i32, d: i32 }\nstruct S { a: i32, b: I }\nstatic G: S = S { a: 1, b: I { c: 2, d: 3 } };\nfn P0() {}\nexists (G=1)' \
	"7:9: expected a part of 'G', which is not a number: G.a, G.b.c or G.b.d"
rust 'struct I { c: i32, d: i32 }\nstruct S { a: i32, b: I }\nstatic G: S = S { a: 1, b: I { c: 2, d: 3 } };\nfn P0() {}\nexists (G.b=2)' \
	"7:9: expected a part of 'G.b', which is not a number: G.b.c or G.b.d"
rust 'static H: [i32; 2] = [4, 5];\nfn P0() {}\nexists (H=4)' \
	"5:9: expected a part of 'H', which is not a number: H[0] or H[1]"

# ---- how they are shown ----

# shown WANT: the lines below the first error of a.litmus
shown()
{
	"$lkmm" check a.litmus 2>got >out
	[ "$(sed -n 2,3p got)" = "$1" ] && result "$2" 1 || result "$2" 0
}
printf 'C a\n{}\nP0(int *x)\n{\n\tint \tr0 = y;\r\n}\n' >a.litmus
shown $'\tint \tr0 = y;\n\t    \t     ^' "a caret below tabs"
printf 'C a\n{}\nP0(int *x)\n{\n/* \xc3\xa9\xe6\x97\xa5\xff\x1b */ int r0 = y;\n}\n' >a.litmus
shown $'/* \xc3\xa9\xe6\x97\xa5?? */ int r0 = y;\n'"                     ^" \
	"a caret behind UTF-8, and no bytes that a terminal obeys"
printf 'C a\n{}\nP0(int *x)\n{\n/*%0200d*/ int r0 = y; /*%0200d*/\n}\n' 0 0 >a.litmus
shown "...$(printf '%035d' 0)*/ int r0 = y; /*$(printf '%035d' 0)..." x >/dev/null
n=$((n - 1))
[ "$(sed -n 2p got | wc -c)" -le 110 ] &&
	[ "$(sed -n 2p got | cut -c"$(sed -n 3p got | tr -d '\n' | wc -c)")" = y ]
result "a long line is cut, the caret in it" $((1 - $?))

test_of '' 'P0(int *x) { foo(); bar(); }'
"$lkmm" check --json a.litmus >got 2>/dev/null
result "JSON has the first error, and the list" \
	"$(grep -c '"line": 3, "column": 14, "error": "unknown function .foo.".*"errors": \[{"line": 3, "column": 14, "message": .*{"line": 3, "column": 21, "message": "unknown function .bar.' got)"
echo "1..$n"
