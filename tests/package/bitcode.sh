#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# bitcode.sh SOURCE-ROOT LIBRARY: the library as bitcode has every function that liblkmm.so exports,
# and LLVM's linker inlines those of reference counts into a program that has no header of ours.
# Output is TAP.
set -u
root=$(realpath "$1") library=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2

# it WHAT FILE: one test, which fails if FILE is not empty
n=0
it() {
	local verdict=ok

	n=$((n + 1))
	[ ! -s "$2" ] || verdict="not ok"
	echo "$verdict $n - $1"
	sed 's/^/# /' "$2" | head -n 20
}

echo 1..2
sed -n 's/^\t\(lkmm_.*\);/\1/p' "$root"/lib/*.map | sort >exported
[ "$(wc -l <exported)" -ge 350 ] || echo "only $(wc -l <exported) exports" >missing
llvm-nm --defined-only "$library" | awk '{ print $3 }' | sort | comm -23 exported - >>missing
it "it has all functions" missing

cat >program.c <<'END'
struct count {
	int refs;
};

void lkmm_refcount_inc(struct count *r);
_Bool lkmm_refcount_dec_and_test(struct count *r);

__attribute__((noinline)) int use(struct count *r)
{
	lkmm_refcount_inc(r);
	return lkmm_refcount_dec_and_test(r);
}

int main(void)
{
	static struct count c = { 1 };

	return use(&c);
}
END
if ! command -v ld.lld >/dev/null; then
	echo "ok 2 - it is inlined # SKIP no lld here"
	exit
fi
{
	clang -O2 -flto=thin -fuse-ld=lld program.c "$library" -o program 2>&1 && ./program ||
		echo "status $?"
	objdump -d --no-show-raw-insn program | sed -n '/<use>:/,/^$/p' >code
	grep -qE '\<(lock|ldadd|ldxr|ldaxr|lr\.w|amoadd)' code || echo "no atomic operation in use()"
	grep -E '(call|jmp|bl|jal)\S* .*<lkmm_refcount_(inc|dec_and_test)>' code
} >log
it "it is inlined" log
