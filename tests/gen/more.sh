#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# more.sh LKMM-GEN SOURCE-ROOT
#
# Adds architectures and operations to a copy of defs/, more than anyone will want, and requires
# that each comes out whole. Output is TAP.
set -u
gen=$(realpath "$1") root=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0 more=100

# it WHAT COMMAND...: one test
it() {
	local what=$1 verdict=ok
	shift
	n=$((n + 1))
	"$@" >"$work/out" 2>&1 || verdict="not ok"
	echo "$verdict $n - $what"
	[ "$verdict" = ok ] || sed 's/^/# /' "$work/out" | head -n 5
}

# begin: a copy of defs/ that can be changed, and the files that are partly written by hand
begin() {
	rm -rf "$work/tree"
	mkdir "$work/tree"
	cp -r "$root/defs" "$work/tree/defs"
	(cd "$root" && cp -r --parents docs/man1/lkmm.1 litmus/lib models/lkmm.cat \
		runtime/kernel include/lkmm "$work/tree")
	cd "$work/tree" || exit 1
}

as_the_first() {
	local i

	for ((i = 1; i <= more; i++)); do
		diff <(sed "s/cpu$i\b/riscv64/; s/CPU${i}_/RISCV64_/" "include/lkmm/arch/cpu$i.h") \
			include/lkmm/arch/riscv64.h &&
			diff <(sed "s/cpu$i\b/riscv64/" "rust/src/arch/cpu$i.rs") \
			rust/src/arch/riscv64.rs || return
	done
}

# choices FILE PATTERN: how many architectures a file that chooses between them names
choices() {
	[ "$(grep -E "$2" "$1" | sort -u | wc -l)" -eq \
		"$(grep -L '^target  *none' defs/arch/*.def | wc -l)" ]
}

echo 1..15
begin
for ((i = 1; i <= more; i++)); do
	sed -e "s/^arch .*/arch cpu$i/" \
		-e "s/^target .*/target defined(CPU$i) \/ target_arch = \"cpu$i\"/" \
		defs/arch/riscv64.def >"defs/arch/cpu$i.def"
done
it "$more architectures more" "$gen"
it "each is whole" as_the_first
it "C chooses among all" choices include/lkmm/arch.h '<lkmm/arch/[a-z0-9_]*\.h>'
it "Rust chooses among all" choices rust/src/arch/mod.rs '^mod [a-z0-9_]*;'

begin
for ((i = 1; i <= more; i++)); do
	echo "  fetch_add_$i  i v  -  v + i  v  full acquire release relaxed" >>"$work/rows"
done
sed -i "/^  fetch_add  /r $work/rows" defs/ops.tbl
it "$more operations more" "$gen"
it "each is in the headers" [ "$(grep -cE 'lkmm_atomic_fetch_add_[0-9]+(_[a-z]+)?\(' \
	include/lkmm/outline/atomic.h)" -eq $((4 * more)) ]
it "each is in the reference" \
	[ "$(grep -cE '^\.Nm lkmm_atomic_fetch_add_[0-9]+' docs/man3/lkmm_arithmetic.3)" -eq $more ]

begin
{
	grep -B 1000 '^xchg ' defs/arch/x86.inc
	for ((i = 1; i <= more; i++)); do
		echo "  $((i % 10)):      nop"
	done
	grep -A 1000 '^xchg ' defs/arch/x86.inc | tail -n +2
} >"$work/long"
cp "$work/long" defs/arch/x86.inc
sed -i "s/^temp      next/temp      next $(seq -s ' ' -f 'temp%g' $more)/" defs/arch/x86.inc
it "a sequence of $more instructions more, $more temporaries more" "$gen"
it "all are there" [ "$(grep -A 250 '__lkmm_xchg_full_32(' include/lkmm/arch/x86_64.h |
	awk '/^}/ { exit } /nop/ { n++ } END { print n }')" -eq $more ]

begin
sed -i "s/^register  rax .*/register  rsi  S  sil  si  esi  rsi/; s/ rax$/ rsi/; s/^condition .*/condition cset/" \
	defs/arch/x86.inc defs/arch/x86_64.def
it "another register" "$gen"
it "C asks for it" diff <(sed 's/"+\(&\{0,1\}\)a"/"+\1S"/; s/"=&a"/"=\&S"/' \
	"$root/include/lkmm/arch/x86_64.h") include/lkmm/arch/x86_64.h
it "Rust asks for it" diff <(sed -E 's/("|%)al\b/\1sil/g; s/("|%)(r|e|)ax\b/\1\2si/g; s/"set(e|s|c) /"cset\1 /' \
	"$root/rust/src/arch/x86_64.rs") rust/src/arch/x86_64.rs

# Shapes that no row has: a constant taken away, a condition on an argument in a weaker ordering, a
# complement returned.
begin
cat >"$work/rows" <<'EOF'
  fetch_sub_five  v    -      v - 5  v       full
  fetch_max       i v  v < i  i      v       full acquire
  keep_return     i v  -      v & i  v & i   full
EOF
sed -i "/^  dec_if_positive  /r $work/rows" defs/ops.tbl
cat >"$work/shapes.c" <<'EOF'
#include <lkmm/atomic.h>

int main(void)
{
	lkmm_atomic_t v = LKMM_ATOMIC_INIT(3);
	lkmm_atomic64_t w = LKMM_ATOMIC64_INIT(-7);

	return lkmm_atomic_fetch_sub_five(&v) == 3 && lkmm_atomic_fetch_max(-4, &v) == -2 &&
	       lkmm_atomic_read(&v) == -2 && lkmm_atomic64_fetch_max_acquire(12, &w) == -7 &&
	       lkmm_atomic64_keep_return(10, &w) == 8 &&
	       lkmm_atomic64_read(&w) == 8 ? 0 : 1;
}
EOF
cp -r "$root/include" .
it "shapes that no row has" "$gen"
it "C computes what they say" eval \
	'${CC:-cc} -Iinclude "$work/shapes.c" -o "$work/shapes" && "$work/shapes"'
it "so does Rust, by the same steps" grep -q 'fetch_add_full_32(v.cast(), -5_i32 as u32)' \
	rust/src/ops/inline/atomic.rs
