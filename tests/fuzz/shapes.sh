#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# shapes.sh DIRECTORY: writes large tests, and deep ones, into it, and such LLVM IR: as many as are
# allowed of one thing, and more. Nobody writes such tests, and every one of them has once done
# harm, or its like has.
set -eu
cd "$1"

# times N TEXT: TEXT, N times
times() { yes -- "$2" | head -n "$1" | tr -d '\n'; }

# writes PROCESSES WRITES: so many in each, all to one variable
writes()
{
	local p w

	for ((p = 0; p < $1; p++)); do
		printf 'P%d(int *x)\n{\n' "$p"
		for ((w = 1; w <= $2; w++)); do
			printf '\tWRITE_ONCE(*x, %d);\n' $((p * $2 + w))
		done
		printf '}\n'
	done
}

# rust_writes PROCESSES WRITES
rust_writes()
{
	local p w

	for ((p = 0; p < $1; p++)); do
		printf 'fn P%d(x: &Atomic<i32>) {\n' "$p"
		for ((w = 1; w <= $2; w++)); do
			printf '\tx.store(%d, Relaxed);\n' $((p * $2 + w))
		done
		printf '}\n'
	done
}

for shape in '16 60' '30 30' '250 1' '2 400'; do
	name=${shape/ /x}
	{ printf 'C %s\n{}\n' "$name" && writes $shape &&
		printf 'exists (x=1)\n'; } >"c-writes-$name.litmus"
	{ printf 'Rust %s\n{ x: Atomic<i32> = 0; }\n' "$name" && rust_writes $shape &&
		printf 'exists (x=1)\n'; } >"rust-writes-$name.litmus"
done

# c NAME BODY: a test with this in its only process
c() { printf 'C %s\n{}\nP0(int *x)\n{\n\tint r0 = 0;\n\t%s\n}\nexists (x=1)\n' "$1" "$2" \
	>"c-$1.litmus"; }

# c_value NAME EXPRESSION
c_value() { c "$1" "r0 = $2;"; }

# rust NAME BODY
rust()
{
	printf 'Rust %s\n{ x: Atomic<i32> = 0; }\nfn P0(x: &Atomic<i32>) {\n\tlet mut r0 = 0;\n\t%s\n}\nexists (x=1)\n' \
		"$1" "$2" >"rust-$1.litmus"
}

# rust_value NAME EXPRESSION
rust_value() { rust "$1" "r0 = $2;"; }

# deep WRITER NAME FRONT MIDDLE BACK: nested, as deep as may be allowed and deeper
deep()
{
	local depth

	for depth in 20 60 400; do
		"$1" "$2-$depth" "$(times $depth "$3")$4$(times $depth "$5")"
	done
}

deep c_value parentheses '(' 'r0' ')'
deep c_value minus '- ' 'r0' ''
deep c_value casts '(int)(' 'r0' ')'
deep c_value choices 'r0 ? 1 : (' 'r0' ')'
deep c_value calls 'xchg(x, ' '1' ')'
deep c_value assignments 'r0 = ' '1' ''
deep c blocks '{ ' 'WRITE_ONCE(*x, 1);' ' }'
deep c ifs 'if (READ_ONCE(*x)) ' 'WRITE_ONCE(*x, 1);' ''
deep c elses 'if (r0) ; else ' 'WRITE_ONCE(*x, 1);' ''
deep c whiles 'while (READ_ONCE(*x)) ' 'WRITE_ONCE(*x, 1);' ''
deep c fors 'for (r0 = 0; r0 < 2; r0++) ' 'WRITE_ONCE(*x, 1);' ''
deep c dos 'do { ' 'r0++;' ' } while (r0 < 2);'
c_value sum "1$(times 1200 '+1')"
c branches "$(times 16 'r0 = READ_ONCE(*x); if (r0) WRITE_ONCE(*x, r0); ')"

deep rust_value parentheses '(' 'r0' ')'
deep rust_value minus '- ' 'r0' ''
deep rust blocks '{ ' 'x.store(1, Relaxed);' ' }'
deep rust ifs 'if x.load(Relaxed) == 1 { ' 'x.store(1, Relaxed);' ' }'
deep rust_value elses 'if r0 == 1 { 1 } else { ' '2' ' }'
deep rust whiles 'while x.load(Relaxed) == 1 { ' 'x.store(1, Relaxed);' ' }'
deep rust loops 'loop { ' 'break;' ' }'
deep rust fors 'for i in 0..2 { ' 'r0 += 1;' ' }'
deep rust_value calls 'x.xchg(' '1' ', Full)'
deep rust_value matches 'match x.cmpxchg(1, 2, Full) { Ok(_) => 0, Err(_) => ' '1' ' }'
printf 'C condition\n{}\nP0(int *x)\n{\n}\nexists (%sx=0%s)\n' "$(times 900 '(x=1\/')" \
	"$(times 900 ')')" >c-condition.litmus
printf 'C filter\n{}\nP0(int *x)\n{\n}\nfilter (x=0%s)\nexists (x=0)\n' "$(times 1200 '\/x=0')" \
	>c-filter.litmus
printf 'C variables\n{ %s}\nP0(int *x)\n{\n}\nexists (x=0)\n' "$(printf 'int v%d; ' {1..1500})" \
	>c-variables.litmus

# ---- LLVM IR ----

# ir NAME BODY [REST]: a thread that does this
ir()
{
	cat >"ir-$1.ll" <<-END
		@x = global i32 0
		declare i32 @lkmm_spawn(ptr, ptr)
		declare void @lkmm_join(i32)
		${3-}
		define i32 @main() {
		  %t = call i32 @lkmm_spawn(ptr @f, ptr null)
		  call void @lkmm_join(i32 %t)
		  ret i32 0
		}
		define void @f(ptr %a) {
		$2
		  ret void
		}
	END
}

# lines COUNT TEXT: so often, each with its number for N, and the next one for M
lines()
{
	local i text

	for ((i = 0; i < $1; i++)); do
		text=${2//N/$i}
		printf '%s\n' "${text//M/$((i + 1))}"
	done
}

for depth in 20 60 400; do
	ir "bitcasts-$depth" "  store volatile i32 1, ptr $(times $depth 'bitcast (ptr ')@x$(
		times $depth ' to ptr)')"
	ir "places-$depth" "  store volatile i32 1, ptr $(times $depth 'getelementptr (i8, ptr ')@x$(
		times $depth ', i64 0)')"
	ir "arrays-$depth" "  %v = alloca $(times $depth '[2 x ')i32$(times $depth ']')"
	ir "structs-$depth" "  %v = alloca $(times $depth '{ i32, ')i32$(times $depth ' }')"
done
ir stores "$(lines 300 '  store volatile i32 N, ptr @x')"
ir blocks "$(lines 400 $'  br label %bN\nbN:')"
ir branches "$(lines 16 '  %vN = load volatile i32, ptr @x
  %cN = icmp eq i32 %vN, 0
  br i1 %cN, label %sN, label %bN
sN:
  store volatile i32 1, ptr @x
  br label %bN
bN:')"
ir slots "$(lines 400 $'  %vN = alloca i32\n  store i32 1, ptr %vN')"
ir calls '  call void @g400(ptr %a)' "define void @g0(ptr %a) {
  ret void
}
$(lines 400 'define void @gM(ptr %a) {
  call void @gN(ptr %a)
  ret void
}')"
ir calls-twice '  call void @g16(ptr %a)' "define void @g0(ptr %a) {
  store volatile i32 1, ptr @x
  ret void
}
$(lines 16 'define void @gM(ptr %a) {
  call void @gN(ptr %a)
  call void @gN(ptr %a)
  ret void
}')"
ir calls-itself '  call void @f(ptr %a)'
ir contains-itself '  %v = alloca %s' '%s = type { i32, %s }'
ir large-array '  store volatile i32 1, ptr @y' '@y = global [1000000000 x i32] zeroinitializer'
ir large-loop '  br label %b
b:
  %i = phi i32 [ 0, %0 ], [ %j, %b ]
  %j = add i32 %i, 1
  %c = icmp ult i32 %j, 1000000000
  br i1 %c, label %b, label %e
e:'
ir many-values "  %c = icmp eq ptr %a, null
  br i1 %c, label %l, label %m
l:
  br label %m
m:
$(lines 100 '  %vN = phi i32 [ 1, %0 ], [ 2, %l ]')"
