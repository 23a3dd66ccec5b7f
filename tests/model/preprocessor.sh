#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# preprocessor.sh LKMM: macros, conditionals and included files of litmus tests in C: what they
# become, and where errors in them are. Output is TAP.
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

# takes ANSWER REST: the test with what follows its name
takes()
{
	local ok=0
	printf 'C a\n%b\n' "$2" >a.litmus
	"$lkmm" check a.litmus >got 2>&1
	grep -q "^Observation a $1 " got && ok=1
	result "taken: ${2:0:60}" $ok
}

# wrong REST WANT: it has exactly these errors, FILE:LINE:COLUMN: MESSAGE, one a line
wrong()
{
	local ok=0 status
	printf 'C a\n%b\n' "$1" >a.litmus
	"$lkmm" check a.litmus >out 2>got
	status=$?
	grep ': error: ' got | sed 's/: error: /: /; s/^a.litmus://' >lines
	printf '%s\n' "$2" >want
	[ $status = 2 ] && cmp -s want lines && ok=1
	result "reported: ${2//$'\n'/; }" $ok
}

# prints WHAT PATTERN OPTION...: what lkmm check prints of a.litmus has this line
prints()
{
	local what=$1 pattern=$2 ok=0
	shift 2
	"$lkmm" check "$@" a.litmus >got 2>&1
	grep -q -- "$pattern" got && ok=1
	result "$what" $ok
}

one='P0(int *x) { WRITE_ONCE(*x, N); }\nexists (x=1)'

# ---- macros ----

takes Always '#define N 1\n{}\nP0(int *x) { WRITE_ONCE(*x, N); }\nexists (x=N)'
takes Always '{}\n#define N 1\nP0(int *x) { WRITE_ONCE(*x, N); }\nexists (x=N)'
takes Always '{\n#define N 1\nint x = N; }\nP0(int *x) { }\nexists (x=1)'
takes Always '{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\n#define N 1\nexists (x=N)'
takes Always "#define f(x) \\\\\\n do { \\\\\\n WRITE_ONCE(x, 1); \\\\\\n } while (0)\n{}\nP0(int *x) { f(*x); f(*x); }\nexists (x=1)"
takes Always "#define N M\n#define M 1\n{}\n$one"
takes Always "#define add(a, b) ((a) + (b))\n#define N add(add(0, 0), add(1, 0))\n{}\n$one"
takes Always "#define cat(a, b) a ## b\n#define N cat(0x, 1)\n{}\n$one"
takes Always "#define many(a, ...) f(__VA_ARGS__)\n#define f(a, b) b\n#define N many(7, 8, 1)\n{}\n$one"
takes Always "#define rest(f, args...) f(1, ## args)\n#define g(a) a\n#define N rest(g)\n{}\n$one"
takes Always "#define N 2\n#undef N\n#define N 1\n#define N 1\n{}\n$one"
takes Always "#define str(a) #a\n#define N __LINE__ - 6 + __COUNTER__\n{}\nP0(int *x) {\nWRITE_ONCE(*x,\nN); }\nexists (x=1)"
takes Always "#define P(n, body) P##n(int *x) { body }\n{}\nP(0, WRITE_ONCE(*x, 1);)\nexists (x=1)"
takes Always "#define decl(n) static int n(void) { return 1; }\ndecl(one) decl(two)\n{}\nP0(int *x) { WRITE_ONCE(*x, one() * two()); }\nexists (x=1)"
takes Always "#define x y\n#define y x\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)"
takes Always "#define f(a) a\n{}\nP0(int *x) { int f = 1; WRITE_ONCE(*x, f (f)); }\nexists (x=1)"
takes Always "#define log(...) do { } while (0)\n{}\nP0(int *x) { log(\"a), b\", ')'); WRITE_ONCE(*x, 1); }\nexists (x=1)"
takes Always '{}\n#define N 1\nP0(int *x) { WRITE_ONCE(*x, N); }\nfn P1(y: &Atomic<i32>) { let N = 2; y.store(N, Relaxed); }\nexists (x=1 /\\ y=2)'

wrong "#define N 1\n#define N 2\n{}\n$one" "3:9: 'N' is defined already, in line 2: #undef it first"
wrong "#define f(a) a\n{}\nP0(int *x) { WRITE_ONCE(*x, f(1, 2)); }" \
	"4:29: 'f' takes 1 argument, not 2"
wrong "#define f(a) a\n{}\nP0(int *x) { WRITE_ONCE(*x, f(1; }" \
	"4:29: expected ')' to end the arguments of 'f'"
wrong "#define f(a a\n{}\n$one" "2:9: expected the parameters of 'f', names between commas and ')'"
wrong "#define 1\n#define f(a, a) 1\n#define g(a) #b\n#define h ## 1\n{}\n$one" \
	"2:8: expected the name of a macro behind #define
3:9: expected the parameters of 'f', names between commas and ')'
4:9: '#' needs a parameter behind it in 'g'
5:9: '##' needs a token on either side in 'h'"
wrong "#define N 1 ## *\n{}\nP0(int *x) { WRITE_ONCE(*x, N); }" \
	"4:29: '##' in 'N' makes no token of '1*' (in the expansion of N)"
wrong "#define P(a, b) a ## b\n{}\nP0(int *x) { WRITE_ONCE(*x, P(1, _X)); }" \
	"4:29: expected a number, as in 10, 0xff or 0b11 (in the expansion of P)"
takes Always "#define P(a, b, c) a ## b ## c\n{}\nP0(int *x) { WRITE_ONCE(*x, P(0, x, 1)); }
exists (x=0b1)"
wrong "#define BAD WRITE_ONC(*x, 1)\n{}\nP0(int *x) {\n\tBAD;\n}" \
	"5:2: unknown function 'WRITE_ONC' (did you mean 'WRITE_ONCE'?) (in the expansion of BAD)"
wrong "#define SET(p, v) WRITE_ONCE(*(p), v)\n{}\nP0(int *x) {\n\tSET(x, bad);\n}" \
	"5:9: 'bad' is neither declared here nor a parameter"
# 2^30 tokens; arguments in arguments
wrong "$(for i in {0..29}; do printf '#define a%d a%d a%d\\n' $i $((i + 1)) $((i + 1)); done)\n{}\nP0(int *x) { a0; }" \
	\
	"34:14: the macros of the test make too much of it (in the expansion of a0)"
wrong "#define f(a) a\n{}\nP0(int *x) { $(printf 'f(%.0s' {1..300})$(printf ')%.0s' {1..300}) }" \
	"4:214: macros call each other too deep"

# ---- conditionals ----

takes Always "#define N 1\n#if N == 1 && defined(N) && !defined M\n{}\n#else\n#error no\n#endif\n$one"
takes Always "#ifdef A\nfoo\n#elif 0\nbar\n#else\n#define N 1\n#endif\n{}\n$one"
takes Always "#ifndef A\n#define N 1\n#elif 1 / 0\n#endif\n{}\n$one"
takes Always '{}\nP0(int *x) {\n#if 0\n don'"'"'t { /* #endif */\n #if 1\n #endif\n#else\n WRITE_ONCE(*x, 1);\n#endif\n }\nexists (x=1)'
takes Always "#if (1 ? 2 : 3) == 2 && -1 < 0 && -1 > 0u && 7 / 2 == 3 && (1 << 3 | 1) == 9\n#define N 1\n#endif\n{}\n$one"
takes Always "#if 0 && 1 / 0 || unknown == 0 && true\n#define N 1\n#endif\n{}\n$one"
takes Always "#ifndef READ_ONCE\n#error the words of the kernel are defined\n#endif\n#define N 1\n{}\n$one"
wrong "#if 1\n{}\n$one" "2:1: this #if has no #endif"
wrong "#if 0\n{}\n$one" "2:1: this #if has no #endif"
wrong "#endif\n#else\n#elif 1\n{}\nP0(int *x) { }" "2:1: #endif without #if
3:1: #else without #if
4:1: #elif without #if"
wrong "#if 1\n#else\n#else\n#endif\n{}\nP0(int *x) { }" \
	"4:2: #else behind the #else of the #if in line 2"
wrong "#if 1 +\n#endif\n#if 1 / 0\n#endif\n#if (1\n#endif\n#if 1 2\n#endif\n#ifdef\n#endif\n#if defined\n#endif\n{}\nP0(int *x) { }" \
	\
	"2:1: expected a number in the expression of #if, found its end
4:1: the expression of #if divides by 0
6:1: expected ')' in the expression of #if, found its end
8:7: expected an operator in the expression of #if, found '2'
10:7: expected the name of a macro behind #ifdef
12:5: expected a name behind 'defined', NAME or (NAME)"
wrong "#error  this is wrong \n#line 7\n#import \"a.h\"\n#frob\n#\n#pragma GCC nothing\n{}\nP0(int *x) { }" \
	\
	"2:1: #error this is wrong
3:1: #line is not supported: remove it, errors name the lines of this file
4:1: #import is not supported: write #include
5:1: unknown directive '#frob': expected define, undef, if, ifdef, ifndef, elif, else, endif, include, error, warning or pragma"
printf 'C a\n#warning look here\n{}\nP0(int *x) { }\nexists (x=0)\n' >a.litmus
prints '#warning is a warning' '^a.litmus:2:1: warning: #warning look here$'

# ---- included files ----

mkdir sub
cat >helpers.h <<'END'
#ifndef HELPERS_H
#define HELPERS_H
#include "sub/types.h"
static inline void publish(struct box *b, int v)
{
	b->data = v;
	WRITE_ONCE(b->flag, SET);
}
#define CONSUME(b, r0, r1) \
	int r0 = smp_load_acquire(&(b)->flag); \
	int r1 = (b)->data
#endif
END
cat >sub/types.h <<'END'
#pragma once
#include "more.h"
struct box {
	int data, flag;
};
END
printf '#define SET 1\n' >sub/more.h
printf 'static int bad(void)\n{\n\treturn frob();\n}\n' >bad.h
printf '#include "b.h"\n' >a.h
printf '#include "a.h"\n' >b.h
printf '#if 1\n' >open.h
printf 'bare;\n' >bare.h
boxes='P0(struct box *b) { publish(b, 1); }\nP1(struct box *b) { CONSUME(b, r0, r1); }
exists (1:r0=SET /\\ 1:r1=0)'

takes Sometimes "#include \"helpers.h\"\n#include \"helpers.h\"\n#include <linux/atomic.h>\n{}\n$boxes"
prints 'a line of an included file' ' P0:helpers.h:7  *WRITE_ONCE(b->flag, SET)' --why
prints 'a line of a macro' ' P1:7  *CONSUME(b, r0, r1) .* in the expansion of CONSUME' --why
prints 'the file of a line, in JSON' '"line": 7, "column": 2, "include": "helpers.h"' --why --json
prints 'no change outside the text of the test' 'macros and included files are left' --fix
takes Sometimes "{}\n#include \"helpers.h\"\n$boxes"
takes Sometimes "#define FILE \"helpers.h\"\n#include FILE\n{}\n$boxes"
mkdir away
cp a.litmus away
sed -i 's|"helpers.h"|"../helpers.h"|' away/a.litmus
cp away/a.litmus .
(cd away && "$lkmm" check a.litmus) >got 2>&1
result 'a path from the folder of the test' "$(grep -c '^Observation a Sometimes' got)"

wrong '#include "bad.h"\n{}\nP0(int *x) { bad(); }' "bad.h:3:9: unknown function 'frob'"
grep -q '^	return frob();$' got
result 'the line of the included file is shown' $((! $?))
wrong '#include "bare.h"\n{}\nP0(int *x) { }' \
	"bare.h:1:1: expected a function or a type, found 'bare'"
wrong '#include "none.h"\n{}\nP0(int *x) { foo(); }' \
	'2:1: cannot include "none.h": ./none.h: No such file or directory'
wrong '#include "sub"\n{}\nP0(int *x) { foo(); }' '2:1: cannot include "sub": ./sub: Is a directory'
wrong '#include "/etc/passwd"\n#include ""\n#include 7\n{}\nP0(int *x) { }' \
	'2:1: expected a path from the folder of this file behind #include
3:1: expected a path from the folder of this file behind #include
4:1: expected the name of a file behind #include, "NAME" or <NAME>'
wrong '#include "a.h"\n{}\nP0(int *x) { }' \
	'b.h:1:1: a file includes itself, a.h -> b.h -> a.h: add #pragma once to it'
wrong '#include "open.h"\n{}\nP0(int *x) { }' 'open.h:1:1: this #if has no #endif'
no_stdio="3:1: there is no <stdio.h>: the kernel's words are built in;"
no_atomic='2:1: <stdatomic.h> is not supported: write the operations of the kernel,'
wrong '#include <stdatomic.h>\n#include <stdio.h>\n#include <lkmm/atomic.h>
#include <stdint.h>\n{}\nP0(int *x) { }' \
	"$no_atomic as smp_load_acquire() and atomic_fetch_add()
$no_stdio write \"NAME\" for a file beside the test"
printf 'C a\n#include "helpers.h"\n{}\n%b\n' "$boxes" >a.litmus
"$lkmm" check - <a.litmus >got 2>&1
grep -q 'cannot include "helpers.h": the test comes from standard input, which has no folder$' got
result 'standard input has no folder' $((! $?))
printf '#include <linux/atomic.h>\nC a\n{}\nP0(int *x) { WRITE_ONCE(*x, 1); }\nexists (x=1)\n' >a.litmus
prints 'a directive before the name of the test' '^Observation a Always'

# ---- words of the kernel that are macros ----

takes Always '{}\nP0(int *x) { WRITE_ONCE(*x, min(5, max(min(3, 7), max(2, 1)))); }\nexists (x=3)'
takes Always '{}\nP0(int *x) { int a = 1, b = 2; swap(a, b); WRITE_ONCE(*x, a - b); }\nexists (x=1)'
takes Always '{ int y = 3; }\nP0(int *x, int *y) { if (likely(min(READ_ONCE(*y), 4) == 3)) WRITE_ONCE(*x, 1); }\nexists (x=1)'
takes Always '#define VALUE(p) smp_cond_load_acquire(p, VAL == 1)\n{ int y = 1; }\nP0(int *x, int *y) { WRITE_ONCE(*x, VALUE(y)); }\nexists (x=1)'
takes Always '#ifndef likely\n#error\n#endif\n{}\nP0(int *x) { if (likely(1)) WRITE_ONCE(*x, 1); }\nexists (x=1)'
# what the test defines, before or behind the first use
takes Always '{}\n#define min(a, b) 7\nP0(int *x) { WRITE_ONCE(*x, min(1, 2)); }\nexists (x=7)'
takes Always '{}\nP0(int *x) { if (max(1, 2) == 2) WRITE_ONCE(*x, min(1, 2)); }\n#define min(a, b) 7\nP1(int *y) { WRITE_ONCE(*y, min(1, 2)); }\nexists (x=1 /\\ y=7)'
takes Always '{}\nstatic inline int min(int a, int b) { return 7; }\nP0(int *x) { WRITE_ONCE(*x, min(1, 2)); }\nexists (x=7)'
takes Always '{}\nstatic int min(int, int);\nP0(int *x) { WRITE_ONCE(*x, min(1, 2)); }\nint min(int a, int b) { return 7; }\nexists (x=7)'
takes Always '{}\nP0(int *x) { int min = 7; WRITE_ONCE(*x, min); }\nexists (x=7)'
takes Always '{ int swap = 6; }\nP0(int *x, int *swap) { WRITE_ONCE(*x, READ_ONCE(*swap)); }\nexists (x=6 /\\ swap=6)'
wrong '#undef likely\n{}\nP0(int *x) { if (likely(1)) WRITE_ONCE(*x, 1); }' \
	"4:18: unknown function 'likely'"
wrong '{}\nP0(int *x) {\n\tint r = 1;\n\tif (min(r, 1, 2))\n\t\tWRITE_ONCE(*x, 1); }' \
	"5:6: 'min' takes 2 arguments, not 3"
wrong '{}\nP0(int *x) {\n\tif (unlikely(frob(1)))\n\t\tWRITE_ONCE(*x, 1); }' \
	"4:15: unknown function 'frob'"
grep -q '^	if (unlikely(frob(1)))$' got
result 'the line of its use is shown' $((! $?))
assigned='only a register or an object that a pointer points to can be assigned to'
wrong '{}\nP0(int *x) {\n\tWRITE_ONCE(*x,\n\t\t   ARRAY_SIZE(7));\n\tswap(1, 2); }' \
	"5:6: expected a pointer or an array before '[' (in the expansion of ARRAY_SIZE)
6:2: $assigned (in the expansion of swap)"
takes Sometimes '{}\nP0(int *x, int *y) {\n\tWRITE_ONCE(*y, 1);\n\tWRITE_ONCE(*x, 1);\n}\nP1(int *x, int *y) {\n\tint r0 = smp_cond_load_relaxed(x, VAL == 1);\n\tint r1 = READ_ONCE(*y);\n}\nexists (1:r1=0)'
prints 'a line of a macro of the kernel' \
	' P1:8 .* reads x = 1  in the expansion of smp_cond_load_relaxed' --why
grep -q 'are left as they are' got
result 'a word of the kernel is no macro that a fix leaves out' $?

# ---- changes ----

fix='P0(int *x, int *y) { SET(x); SET(y); }\nP1(int *x, int *y) {\n\tint r0 = GET(y);\n\tint r1 = READ_ONCE(*x);\n}\nexists (1:r0=1 /\\ 1:r1=0)'
takes Sometimes "#define SET(p) WRITE_ONCE(*(p), 1)\n#define GET(p) READ_ONCE(*(p))\n{}\n$fix"
prints 'a barrier between uses of macros' '1. smp_wmb() after `SET(x)` on line 5, column 22$' --fix
"$lkmm" check --fix a.litmus >got 2>&1
grep -q 'SET.*->\|GET.*->' got
result 'no other form of an access in a macro' $?
"$lkmm" check --fix=patch a.litmus >patch 2>got && patch -s a.litmus patch &&
	"$lkmm" check a.litmus >>got 2>&1
result 'the patch is right' "$(grep -c '^Observation a Never' got)"
takes Sometimes "#if 0\n}} READ_ONCE(\n#else\n{}\n#endif\nP0(int *x, int *y) {\n\tWRITE_ONCE(*x, 1);\n#if 0\n\t}\n#endif\n\tsmp_wmb();\n\tWRITE_ONCE(*y, 1);\n}\nP1(int *x, int *y) {\n\tint r0 = READ_ONCE(*y);\n\tint r1 = READ_ONCE(*x);\n}\nexists (1:r0=1 /\\ 1:r1=0)"
"$lkmm" check --fix=patch a.litmus >patch 2>got && patch -s a.litmus patch &&
	"$lkmm" check a.litmus >>got 2>&1
result 'the patch of a text with conditionals is right' "$(grep -c '^Observation a Never' got)"

echo "1..$n"
