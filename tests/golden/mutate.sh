#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# mutate.sh SOURCE-ROOT LKMM-GEN GOLDEN ISA OBJDUMP ASSEMBLER COMPILER...
#
# Shows that the golden files can fail. In a copy of the sources:
#
#	- behind every instruction in defs/arch/ISA.def stands another one, with a number: each
#	  number must come out
#	- one after the other, changes that would break the memory ordering or the atomicity: each
#	  must be reported
#	- an operation that has no golden code, and golden code that has no operation
#
# Output is TAP.
set -u
root=$(realpath "$1") gen=$(realpath "$2") golden=$(realpath "$3") isa=$4 objdump=$5 assembler=$6
shift 6
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/copy
def=$copy/defs/arch/$isa.def
n=0

point() {
	n=$((n + 1))
	echo "$1 $n - $2"
	[ "$1" = ok ] || sed 's/^/# /' "$work/log" | head -n "${3-20}"
}

fresh() {
	rm -rf "$copy"
	mkdir -p "$copy/tests/operations" "$copy/docs" "$copy/litmus"
	cp -r "$root"/{defs,docs,include,lib,models,rust} "$copy/"
	cp -r "$root/litmus/lib" "$copy/litmus/"
	mkdir "$copy/runtime"
	cp -r "$root/runtime/kernel" "$copy/runtime/"
	cp -rL "$root/tests/generated" "$root/tests/golden" "$copy/tests/"
	cp "$root/tests/operations/probe.h" "$copy/tests/operations/"
	flatten "$root/defs/arch/$isa.def" >"$def"
}

# flatten FILE: with what it includes, which other architectures of the copy do not change with it
flatten() {
	awk -v folder="$root/defs/arch/" '
		$1 != "include" || /^ / { print; next }
		{ while ((getline line <(folder $2)) > 0) print line }' "$1"
}

# build BOOK OPTION...: the copy's code in $work/BOOK.dump
build() {
	local book=$1
	shift
	"$root/tests/golden/dump.sh" "$work/$book.dump" "$work/build" "$copy" "$objdump" \
		"$assembler" c "${compiler[@]}" "$@"
}

# look [-u] BOOK: compares it, or writes the copy's book
look() {
	local book=${*: -1}
	"$golden" "${@:1:$#-1}" -i "$isa" -b "$copy/tests/golden/$book.txt" \
		-p "$copy/tests/generated/probe.c" \
		-p "$copy/tests/golden/probe.c" "any:fixed=$work/$book.dump"
}

# The compiler options for a book
options() {
	case $1 in
	arm64-lse) echo -march=armv8.1-a ;;
	arm64-llsc) echo -DLKMM_ARM64_LSE=0 ;;
	riscv64) echo -ULKMM_RISCV64_Z{ACAS,ABHA} -DLKMM_RISCV64_Z{ACAS,ABHA}=0 ;;
	esac
}

# build_and_look [-u]: for all books; status 1 if one differs and all could be compared
build_and_look() {
	local book status=0

	for book in $books; do
		# shellcheck disable=SC2046
		build "$book" $(options "$book") || return 2
		look "$@" "$book" || { [ $? -eq 1 ] && status=1; } || return 2
	done
	return $status
}

# ---- every instruction is seen ----

# An instruction that does nothing of its own, with a number in it.
case $isa in
i386 | x86_64) marker='testb $%d, %%al' shown='$0x%x,' first=16 ;;
arm64) marker='movz xzr, %d' shown='#0x%x' first=256 ;;
riscv64) marker='slti zero, zero, %d' shown='zero, zero, %d' first=16 ;;
loongarch64) marker='slti $zero, $zero, %d' shown='zero, zero, %d' first=16 ;;
s390x) marker='tmll %%r15, %d' shown='r15, %d' first=256 ;;
power) marker='cmpwi 7, 1, %d' shown='cr7, sp, %d' first=256 ;;
esac

# mark_instructions PASS: every third instruction of the definition, beginning with number PASS,
# gets another one behind it; says how many there are. Lines of sequences are indented; what is no
# instruction begins with one of these words. An instruction may follow a label, and nothing is
# reached behind a jump. A row of barriers has its instructions in one line. What needs a feature
# that no book is for is left out.
mark_instructions() {
	awk -v marker="$marker" -v pass="$1" -v first="$first" -v without="$without" '
		/^[a-z]/ || $1 == "else:" { left_out = 0 }
		without && $1 ~ without { left_out = 1 }
		/^[a-z]/ {
			barriers = $1 == "barriers"
			sequence = $1 ~ /^(load|store|fetch|void|test|xchg|cmpxchg|wait|steps)$/
		}
		barriers && /^ / && !/ none$/ && k++ % 3 == pass {
			printf "%s; " marker "\n", $0, first + k - 1
			next
		}
		{ print }
		!sequence || !/^ / || left_out { next }
		$1 ~ /^(plain|fixed|immediate|result|flag|clobber|none|do|#.*)$/ { next }
		$1 ~ /:$/ && NF == 1 { next }
		$1 == "b" { next }
		k++ % 3 == pass { printf "          " marker "\n", first + k - 1 }
		END { print k >"/dev/stderr" }' <(flatten "$root/defs/arch/$isa.def")
}

# Thirds, because a sequence may not become too long.
every_instruction_is_seen() {
	local what="every instruction of $isa.def is in the golden files" pass number nr missing=

	for pass in 0 1 2; do
		fresh
		nr=$(mark_instructions $pass 2>&1 >"$def")
		"$gen" --root "$copy" >"$work/log" 2>&1 && build_and_look -u >>"$work/log" 2>&1 || {
			point "not ok" "$what"
			return
		}
		for number in $(seq $((first + pass)) 3 $((first + nr - 1))); do
			# shellcheck disable=SC2059
			cat "$copy"/tests/golden/"$isa"*.txt |
				grep -qF -- "$(printf "$shown" "$number")" ||
				missing="$missing $((number - first + 1))"
		done
	done
	echo "not seen, of $nr: number$missing" >"$work/log"
	if [ -z "$missing" ] && [ "$nr" -ge 5 ]; then
		point ok "$what: $nr"
	else
		point "not ok" "$what"
	fi
}

# ---- dangerous changes ----

# mutation WHAT SED-EXPRESSION [FILE]: in the definition, or in what is generated from it
mutation() {
	local file=${3-$def} status=0

	fresh
	cp "$file" "$work/before"
	sed -i "$2" "$file"
	if cmp -s "$file" "$work/before"; then
		echo "nothing to change: $2" >"$work/log"
		point "not ok" "$1"
		return
	fi
	{ [ "$file" != "$def" ] || "$gen" --root "$copy"; } >"$work/log" 2>&1 &&
		build_and_look >>"$work/log" 2>&1 || status=$?
	if [ $status -eq 1 ] && grep -q '^not ok' "$work/log"; then
		point ok "$1"
	else
		echo "status $status, expected 1" >>"$work/log"
		point "not ok" "$1"
	fi
}

books=$isa
compiler=("$@")
without=
if [ "$isa" = riscv64 ]; then
	# Of two extensions the compiler must be told.
	if "$@" -dM -E -x c /dev/null | grep -q 'LKMM_RISCV64_ZACAS 1'; then
		books="riscv64 riscv64-zacas"
	else
		without='^za.*:$'
	fi
fi
case $isa in
x86_64)
	points=9
	every_instruction_is_seen
	mutation "fetch_add without lock" 's/{lock} xadd/xadd/'
	mutation "cmpxchg without lock" 's/{lock} cmpxchg/cmpxchg/'
	mutation "inc and dec without lock" 's/{lock} {op}{sz}     ({ptr})/{op}{sz} ({ptr})/'
	mutation "no instruction for smp_mb" 's/lock addl.*/none/; /^reread/d'
	mutation "conditional operations that do not read again" '/^reread/d'
	mutation "a load that reads too much" 's/\*ptr;/*(volatile unsigned long *)ptr;/' \
		"$copy/include/lkmm/arch/x86_64.h"
	;;
i386)
	points=10
	every_instruction_is_seen
	mutation "fetch_add without lock" 's/{lock} xadd/xadd/'
	mutation "cmpxchg without lock" 's/{lock} cmpxchg{/cmpxchg{/'
	mutation "cmpxchg of 64 bits without lock" 's/{lock} cmpxchg8b/cmpxchg8b/'
	mutation "inc and dec without lock" 's/{lock} {op}{sz}     ({ptr})/{op}{sz} ({ptr})/'
	mutation "no instruction for smp_mb" 's/lock addl.*/none/; /^reread/d'
	mutation "conditional operations that do not read again" '/^reread/d'
	mutation "a load that reads too much" 's/\*ptr;/*(volatile unsigned long *)ptr;/' \
		"$copy/include/lkmm/arch/i386.h"
	;;
arm64)
	points=11
	books="arm64-lse arm64-llsc"
	every_instruction_is_seen
	books=arm64-llsc
	mutation "no dmb after a pair of exclusives" '/^  dmb /s/dmb ish/-/'
	mutation "a weaker dmb after a pair of exclusives" '/^  dmb /s/dmb ish/dmb ishld/'
	mutation "no release in a pair of exclusives" 's/st{l}xr/stxr/'
	mutation "acquire where it should be release" \
		'/^  xa /s/acquire/&/; s/^  xa .*/  xa      -        a        a        -/'
	mutation "an acquire load that is not" 's/ldar{sz}/ldr{sz} /'
	mutation "a comparison that failed, tried again for ever" \
		's/^          b.ne                2f/          b.ne                1b/'
	mutation "operands exchanged" 's/{next}, {old}, {arg}/{next}, {arg}, {old}/'
	books=arm64-lse
	mutation "no acquire in an LSE instruction" '/^  a  /s/a$/-/'
	;;
riscv64)
	points=8
	every_instruction_is_seen
	mutation "no release in a full AMO" '/^  aqrl /s/\.aqrl$/.aq/'
	mutation "no fence after a full pair" '/^  fence /s/fence rw, rw/-/'
	mutation "no acquire in a pair" '/^  aq /s/\.aq /-   /'
	mutation "a store-release with too weak a fence" \
		's/fence               rw, w$/fence               w, w/'
	mutation "a mask too small" '/^  ones /s/0xff /0x7f /'
	[ -n "$without" ] || {
		points=9
		books=riscv64-zacas
		mutation "a comparison without release" 's/amocas.{sz}{aqrl}/amocas.{sz}{aq}/'
	}
	;;
power)
	points=8
	every_instruction_is_seen
	mutation "no sync before a full pair" '/^  enter /s/sync$/lwsync/'
	mutation "no sync after a full pair" '/^  exit /s/sync$/lwsync/'
	mutation "no lwsync after an acquire pair" '/^  exit /s/lwsync/-/'
	mutation "a load that acquires nothing" '/{ld}x/{n;s/lwsync/nop/}'
	mutation "a comparison that failed, tried again for ever" \
		's/^          bne                 2f/          bne                 1b/'
	;;
loongarch64)
	points=8
	every_instruction_is_seen
	mutation "no barriers in a full AM" '/^  db /s/_db$/-/'
	mutation "a hint that lets later stores pass a load-acquire" 's/0x14$/0x15/'
	mutation "a store-release with too weak a hint" 's/0x12$/0x1a/'
	mutation "a store that is tried once" '/^xchg 8 16/,/^$/{/beqz/d}'
	mutation "a mask too small" '/^  ones /s/0xff /0x7f /'
	;;
s390x)
	points=8
	every_instruction_is_seen
	mutation "no bcr behind a full operation" '/^  fence /s/bcr 14, 0/-/'
	mutation "no instruction for smp_mb" '/^  mb /s/bcr .*/none/'
	mutation "an exchange that is tried once" '/{val}, 0({ptr})$/{n;/jne/d}'
	mutation "a bit of the next byte" '/^  from /s/ 56 / 55 /'
	mutation "a comparison that failed, tried again for ever" 's/{want}, 2f/{want}, 1b/'
	;;
esac

# ---- operations without golden code, golden code without operations ----

mutation "an operation that is not in the golden file" \
	'$aPROBE(int) probe_another(const lkmm_atomic_t *v) { return lkmm_atomic_read(v); }' \
	"$copy/tests/generated/probe.c"
mutation "an operation of the golden file that is not there" \
	's/probe_atomic_inc(/other_atomic_inc(/' \
	"$copy/tests/generated/probe.c"

[ $n -eq "$points" ] || echo "Bail out! $n points, expected $points"
echo "1..$points"
