#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# errors.sh LKMM-GEN SOURCE-ROOT
#
# Makes one mistake after the other in a copy of defs/, and requires that each is reported at its
# place, as file:line:column, with the expected form; that the exit status is 2; and that nothing is
# written. Output is TAP.
set -u
gen=$(realpath "$1") root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

# mistake WHAT FILE SED-EXPRESSION TEXT-AT-FAULT MESSAGE: TEXT-AT-FAULT stands in the file then, and
# is where the message points
mistake() {
	local what=$1 file=$2 line column status=0 want
	rm -rf "$work"/*
	cp -r "$root/defs" "$work/defs"
	(cd "$root" && cp -r --parents litmus/lib runtime/kernel include/lkmm "$work")
	sed -i "$3" "$work/$file"
	line=$(grep -nF -- "$4" "$work/$file" | head -n 1 | cut -d: -f1)
	column=$(awk -v n="$line" -v t="$4" 'NR == n { print index($0, t) }' "$work/$file")
	want="$file:$line:$column: error: $5"
	(cd "$work" && "$gen") >"$work/out" 2>&1 || status=$?
	n=$((n + 1))
	if [ "$status" -eq 2 ] && grep -qxF -- "$want" "$work/out" && [ ! -e "$work/rust" ]; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		printf '# status %s, expected 2 and: %s\n' "$status" "$want"
		sed 's/^/# /' "$work/out" | head -n 5
	fi
}

t=defs/ops.tbl a=defs/arch/arm64.def x=defs/arch/x86.inc r=defs/arch/riscv64.def \
	v=defs/arch/arm.def i=defs/arch/i386.def g=defs/arch/generic.def k=defs/kernel.tbl

echo 1..92
mistake "an argument that the row does not have" $t \
	's/v + i     v + i        full/v + j     v + i        full/' \
	"j     v + i" "expected an argument of the row in formula 'v + j'"
mistake "a formula that ends too early" $t \
	's/^  sub_and_test .*/  sub_and_test  i v  -  v -  v - i == 0  full/' \
	"  v - i == 0" "expected a value in formula 'v -'"
mistake "an unknown ordering" $t 's/^\(  read .*\)acquire/\1aquire/' "aquire" \
	"ordering 'aquire': expected relaxed, acquire, release, full or store_mb"
mistake "an argument nobody declared" $t 's/^  set  .*/  set  v q  -  q  -  relaxed/' "q  -  q" \
	"'q' is not declared by an 'argument' line"
mistake "a missing column" $t 's/^  set  .*/  set  v i  -  i  relaxed/' "set  v i" \
	"expected 6 columns, two blanks apart: operation, arguments, when, becomes, returns, orderings"
mistake "an operation twice" $t 's/^  sub  /  add  /' \
	"add                  i v          -             v - i" \
	"'add' is already defined in line $(grep -n '^  add ' "$root/$t" | cut -d: -f1)"
mistake "no object among the arguments" $t 's/^  set  .*/  set  i  -  i  -  relaxed/' "i  -  i" \
	"expected 'v', the object, among the arguments"
mistake "an array without the name of its bit" $t 's/^array  nr m/array  nr/' "array  nr" \
	"expected 'array INDEX MASK'"
mistake "the bit of an operation that has no number" $t \
	's/^  set_bit .*/  set_bit  v i  -  v | m  -  relaxed/' "m  -  relaxed" \
	"expected an argument of the row in formula 'v | m'"
mistake "a test of a bit without its flag" $x '/flag    {found}/d' "test_bit long" \
	"expected 'flag {found} CONDITION' below"
mistake "a test of bit 7 without its flag" $x '/flag    {bit7}/d' "test long xor" \
	"expected 'flag {bit7} CONDITION' below"
mistake "a word with a column too few" $k 's/^  mb() .*/  mb()  = smp_mb()  -/' "mb()  = smp_mb()" \
	"expected 4 columns, two blanks apart, below a 'family': word, its kind, its origin, its effect"
mistake "a word twice" $k 's/^  rmb() /  mb()  /' "mb()                               = smp_rmb()" \
	"'mb' is already defined in line $(grep -n '^  mb()' "$root/$k" | cut -d: -f1)"
mistake "a word that is the same as none" $k 's/^\(  mb() *= \)smp_mb() /\1smp_bm() /' \
	"mb()                               = smp_bm()" \
	"'smp_bm': expected an operation of ops.tbl, or a word that is not the same as another"
mistake "a word with more arguments than it is called with" $k \
	's/^\(  mb() *\)= smp_mb() /\1= xchg(p, v) /' \
	"= xchg(p, v)" "'xchg(p, v)' has more arguments than 'mb()'"
mistake "a word of a kind that is none" $k 's/^\(  mb() *\)= smp_mb() /\1~ smp_mb() /' \
	"~ smp_mb()" \
	"'~ smp_mb()': expected model KIND, fence KIND, = WORD, in FILE, process WHAT, use WORD or none"
mistake "a type of no kind" $k 's/^\(  type struct list_head *\)in list.h /\1on list.h /' \
	"on list.h" \
	"'on list.h': expected model KIND, fence KIND, = WORD, in FILE, process WHAT, use WORD or none"
mistake "a word that its header does not define" $k 's/^  set_bit(nr, v) /  sit_bit(nr, v) /' \
	"sit_bit(nr, v)" \
	"litmus/lib/bits.h does not define 'sit_bit'"
mistake "a header that is not there" $k 's/^\(  up(s) *in \)semaphore.h/\1samephore.h/' "up(s) " \
	"cannot read litmus/lib/samephore.h"
mistake "an unknown item among the words" $k 's/^family  srcu/fmaily  srcu/' "fmaily" \
	"'fmaily': expected family, beside, own, as, by, not, or an indented row"
mistake "a word of the kernel's own that no row has" $k 's/^own  "void mb()"/own  "void bm()"/' \
	'"void bm()"' "no row and no header has the word 'bm'"
mistake "a word as one that is not the kernel's own" $k \
	's/^as   mutex_lock_nested  mutex_lock/as   mutex_lock_nested  mutex_look/' "mutex_look" \
	"no line above says that 'mutex_look' is a kernel's own"
mistake "a word of the kernel's own that is not a prototype" $k 's/^own  "void mb()"/own  "mb"/' \
	'"mb"' "'mb': expected TYPE NAME(TYPE, ...)"
mistake "a type of the kernel's without its first value" $k \
	's/^beside  rwlock_t .*/beside  rwlock_t  rwlock/' "beside  rwlock_t" \
	"expected 'beside TYPE NAME \"INIT\" [TYPE]'"
neither="a line 'own', 'as' or 'by' must make it a kernel's own, or 'not' say why it is not"
mistake "words of a file that are not the kernel's own, for no reason" $k '/^not/s/ list.h / /' \
	"list_for_each(pos, head)" "'list_for_each': $neither"
mistake "a word that is no longer the kernel's own" $k '/^own  "void up(struct semaphore/d' \
	"up(s) " "'up': $neither"
mistake "a reason for what is the kernel's own" $k 's/ kref.h / kref.h kref_get /' \
	"kref_get atomic.h" "'kref_get' is a kernel's own, says a line 'own' or 'as'"
mistake "a file that does not call a word" $k 's/^by   rcu.h /by   lock.h /' \
	"rcu_read_lock rcu_read_unlock synchronize_rcu" \
	"runtime/kernel/lock.h does not call 'rcu_read_lock'"
mistake "a reason for nothing" $k '/^not/s/ module.h / modul.h /' "modul.h" \
	"'modul.h': no word is called so or comes from a file of this name, and needs this line"
mistake "two reasons" $k 's/ kmalloc kzalloc / kmalloc kmalloc kzalloc /' "kmalloc kzalloc" \
	"'kmalloc' has a line already"
mistake "a file that calls nothing" $k 's/^by   rcu.h .*/by   rcu.h/' "by   rcu.h" \
	"expected 'by FILE WORD...'"
mistake "an unknown item" $t 's/^type  atomic64/tpye  atomic64/' "tpye" \
	"'tpye': expected argument, type, local, object, array, barriers, family, rust, header, core, differs, plain, or an indented row"
mistake "a width no type has" $t 's/atomic64     64/atomic64     63/' "63" \
	"width '63': expected 32, 64 or long"
mistake "a type of one thread without its atomic type" $t \
	's/^local  local64  atomic64/local  local64  atomc64/' \
	"atomc64" "'atomc64': expected a type above"
mistake "a condition that is none" $t \
	's/v == old      new       v            full/v + old       new       v            full/' \
	"v + old       new" "expected a comparison"
mistake "Rust's name of no operation" $t 's/^rust  set /rust  put /' "put " \
	"'put': expected an operation above"
mistake "a header of nothing" $t 's/smp_\* barrier/spm_* barrier/' "spm_*" \
	"'spm_*': expected an operation on plain objects or arrays, or a barrier above"
mistake "core's name of no barrier" $t 's/^core  smp_rmb /core  smp_rbm /' "smp_rbm" \
	"'smp_rbm': expected a barrier above"
mistake "another kernel's operation" $t 's/^differs  dec_if_positive /differs  inc_if_positive /' \
	"inc_if_positive" \
	"'inc_if_positive': expected an operation on atomic types or arrays above"
mistake "a tab" $t $'s/^type  atomic_long/type\tatomic_long/' $'\t' \
	"tab, where blanks were expected"

mistake "an operand nobody declared" $a 's/{next}, {old}, {arg}/{next}, {old}, {arg2}/' \
	"{alu}               {next}, {old}, {arg2}" \
	"operand {arg2} is not declared for 'fetch' (it has ptr, arg, old, next, fail)"
mistake "a brace left open" $a 's/stlr{sz}            {val}/stlr{sz            {val/' "stlr{sz  " \
	"'{' without '}'"
mistake "too few cells" $a 's/^  ext .*/  ext     , uxtb/' "ext     , uxtb" \
	"expected a word and 4 cells, two blanks apart"
mistake "a feature with more than its directive" $a 's/^ *assemble/                assembly/' \
	"feature   lse" "expected 'feature NAME compile MACRO / CFG', and in the next line \
nothing or 'assemble DIRECTIVE'"
mistake "features of which one is unknown" $r 's/zacas+zabha:/zacas+zabba:/' "zacas+zabba:" \
	"'zacas+zabba' is not a feature of this architecture"
mistake "no 'else:' for other CPUs" $r '/^  zabha:/{n;d}' "xchg 8 16" \
	"expected an 'else:' for CPUs without 'zabha'"
mistake "an unknown feature" $a 's/^  lse:    swp/  lsf:    swp/' "lsf:" \
	"'lsf' is not a feature of this architecture"
mistake "a sequence without instructions" $a '/^wait/,$d; /^xchg/,/^$/{/^ /d}' "xchg" \
	"expected instructions below"
mistake "an alternative without its else" $a '/^wait/,$d; /^xchg/,/^$/{/else:/,/^$/d}' "xchg" \
	"expected an 'else:' for CPUs without 'lse'"
mistake "an unknown scope" $r 's/^xchg 32 64/xchg 32 65/' "65" \
	"'65' is not a width, an ordering or an operation"
mistake "a sequence that is missing" $r 's/^xchg 8 16/xchg 8/' "# SPDX" \
	"no sequence for xchg relaxed of 16 bits"
mistake "steps nobody wrote" $r 's/^  do      field/  do      fields/' "do      fields" \
	"expected 'do NAME' with the name of 'steps' above"
mistake "a barrier nobody knows" $x 's/^  relax /  relaks/' "relaks" \
	"'relaks' is not a barrier of ops.tbl"
mistake "a barrier twice" $r 's/^  rmb /  mb  /' "mb          fence   r, r" \
	"barrier 'mb' is already defined"
mistake "a barrier without instructions" $r 's/^  rmb .*/  rmb/' "rmb" \
	"expected barriers, and two blanks behind them instructions, or 'none'"
mistake "barriers with names in the first line" $r 's/^barriers/& mb/' "barriers mb" \
	"expected 'barriers'"
mistake "a barrier to read again behind that is none" $x 's/^reread mb/reread nowhere/' "nowhere" \
	"expected a barrier above that has instructions, not 'nowhere'"
mistake "a fixed operand without braces" $x 's/{old=expect}        rax/old=expect          rax/' \
	"old=expect" \
	"expected an operand in braces"
mistake "a register nobody declared" $x 's/{old=expect}        rax/{old=expect}        rsi/' "rsi" \
	"'rsi' is not a register of this architecture: expected a 'register' line above"
mistake "a register that lacks a width" $x 's/^register  rax  a    al /register  rax  a /' \
	"register  rax" \
	"expected 'register NAME LETTER and its names at 8, 16, 32 and 64 bits'"
mistake "a register twice" $x 's/^condition/register  rax a al ax eax rax\n&/' "rax a al" \
	"register 'rax' is already defined"
mistake "a flag without a condition" $x '/^condition/d' "test add sub" \
	"expected 'condition MNEMONIC' above, for languages whose asm has no flags among its outputs"
mistake "a wrong tie" $x 's/{old=arg}/{old=val}/' "{lock} xadd{sz}     {old=val}" \
	"expected {old=INPUT}: the result, starting as an input"
mistake "a flag that a primitive does not have" $x \
	'0,/{zero}              e/s//{ok}                e/' \
	"{ok}" "'{ok}': expected {ok} of cmpxchg, {zero}, {negative} or {bit7} of test, {found} of test_bit"
mistake "a test of half of the flags" $x '0,/  flag    {zero}  /s//  immediate {arg} e  #/' \
	"test add sub" \
	"expected 'flag {zero} CONDITION' and 'flag {negative} CONDITION' below"
mistake "a result that is something else" $a \
	'0,/  result  zero-extended/s//  result  sign-extended/' "result" \
	"expected 'result zero-extended' or 'result apart'"
mistake "a constant of no kind" $x '0,/immediate {arg}             e/s//immediate {arg}/' \
	"immediate" \
	"expected 'immediate {OPERAND} LETTER'"
mistake "too few pairs of registers" $v '/^pairs/s/ r2:r3//' "store 64" \
	"expected 2 pairs of registers after 'pairs' above"
mistake "a pair of one register" $v 's/^pairs .*/pairs     r0:r1 r2/' "r2" "expected LOW:HIGH"
mistake "a pair nobody declared" $i 's/eax:edx$/eax:ecx/' "eax:ecx" \
	"'eax:ecx' is not a register of this architecture: expected a 'register' line above"
mistake "instructions of nobody" $i 's/^isa .*/isa       m68k/' "m68k" \
	"expected an architecture of this folder, not 'm68k'"
mistake "the isa of two" $i 's/^isa .*/isa       x86_64 arm/' "isa       x86_64 arm" \
	"expected 'isa ARCH'"
mistake "a machine without its target in Rust" $i \
	's/^machine .*/machine   i386 i686-linux-gnu/' "machine" \
	"expected 'machine UNAME GNU RUST [OPTIONS]'"
mistake "nothing included" $i 's/^include .*/include/' "include" "expected 'include FILE'"
mistake "a loop around no cmpxchg" $i 's/^cmpxchg 64/cmpxchg 64 relaxed/' "# SPDX" \
	"no sequence for cmpxchg full of 64 bits"
mistake "a store of two registers that is missing" $i '/^store 64/,/^$/d' "# SPDX" \
	"no sequence for store release of 64 bits"
mistake "addresses of nothing" defs/arch/s390x.def 's/^address .*/address   a reg_addr/' "address" \
	"expected 'address LETTER CLASS OPERANDS...'"
mistake "half of nothing" defs/arch/x86_64.def 's/^half .*/half      cmpxchg16b/' "half      cmpxchg16b" \
	"expected 'half INSTRUCTION NARROWER'"
mistake "a pair of an operand and a register" defs/isa/x86_64.def 's/left = EDX:EAX/left = $1:EAX/' \
	"; EDX:EAX = [" "expected two operands, or two registers by names of 32 bits"
mistake "a pair of wide registers" defs/isa/x86_64.def 's/left = EDX:EAX/left = rdx:rax/' \
	"; EDX:EAX = [" \
	"expected two operands, or two registers by names of 32 bits"
mistake "an order of bytes and more" defs/isa/s390x.def 's/^big-endian/& 64/' "big-endian" \
	"expected 'big-endian'"
mistake "a long of 16 bits" $v 's/^long      32/long      16/' "long" "expected 'long 32'"
mistake "registers that are extended by something else" $v 's/^extend    zero/extend    ones/' \
	"ones" \
	"expected 'sign' or 'zero'"
mistake "a bitwise operation that is missing" $g 's/^fetch add and or xor/fetch add and or/' \
	"# SPDX" \
	"no sequence for fetch xor relaxed of 32 bits"
mistake "a builtin nobody knows" $g 's/exchange            {order}/swap                {order}/' \
	"xchg" \
	"expected load, store, exchange, compare_exchange, fetch_{op} or fence, and its ordering"
# An error that only one writer finds stops all of them.
mistake "a family of which the reference has no text" $t 's/^family  test/family  tests/' \
	"family  tests" \
	"no text for family 'tests': expected it in gen/docs/families.c"
mistake "an operation of which the kernel has no header" $t \
	's/\bsmp_acquire__after_ctrl_dep\b/sync_after_ctrl_dep/' \
	"sync_after_ctrl_dep" \
	"the kernel's spelling has no header for 'sync_after_ctrl_dep': expected a 'header' line with it"
mistake "a header that the kernel's spelling does not have" $t \
	's/^header  asm.processor.h /header  asm\/pause.h /' "cpu_relax" \
	"the kernel's spelling of 'cpu_relax' has an unknown header: expected one of those in gen/c/spelling.c"
l=include/lkmm/llist.h
mistake "a parameter that no comment describes" $l '/^ . @node: one that was taken/d' \
	"lkmm_llist_next() - go" "lkmm_llist_next() has 1 parameters, its comment 0"
mistake "a parameter without its text" $l 's/^ . @node: one that was taken/ * @node/' \
	"lkmm_llist_next() - go" "'@node' is no parameter: expected '@name: text'"
mistake "a comment without its function" $l 's/lkmm_llist_next(const/lkmm_llist_after(const/' \
	"lkmm_llist_next() - go" "no function or macro lkmm_llist_next() behind its comment"
rm -rf "$work"/*
mkdir -p "$work/defs/arch"
(cd "$work" && "$gen") >"$work/out" 2>&1
if [ $? -eq 2 ] && grep -q '^defs/ops.tbl:1:1: error: cannot read: No such file or directory$' \
	"$work/out"; then
	echo "ok $((n + 1)) - no defs at all"
else
	echo "not ok $((n + 1)) - no defs at all"
	sed 's/^/# /' "$work/out"
fi
