#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# cat.sh LKMM MODELS: the language cat: what expressions mean, and each mistake is reported at its
# place. TAP.
lkmm=$(realpath "$1")
models=$(realpath "$2")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
. "$(dirname "$0")/../tap.sh"
cd "$tmp" || exit 1

# Two threads with a fence, a dependency, an RMW, plain accesses, critical sections of RCU.
cat >mp.litmus <<'END'
C mp
{}
P0(int *x, int *y, int *z)
{
	rcu_read_lock();
	rcu_read_lock();
	WRITE_ONCE(*x, 1);
	smp_wmb();
	WRITE_ONCE(*y, 1);
	rcu_read_unlock();
	*z = 2;
	rcu_read_unlock();
}
P1(int *x, int *y, int *z)
{
	int r0 = READ_ONCE(*y);
	int r1 = READ_ONCE(*x);
	WRITE_ONCE(*z, r1);
	atomic_inc(z);
}
exists (1:r0=1 /\ 1:r1=0)
END

# answer MODEL: what the test's condition is under it
answer()
{
	printf '%b\n' "$1" >m.cat
	"$lkmm" check --model m.cat mp.litmus 2>err |
		sed -n 's/^Observation mp \([A-Za-z]*\) .*/\1/p'
}

# gives ANSWER MODEL
gives()
{
	got=$(answer "$2")
	[ "$got" = "$1" ]
	judge $? "$1: ${2//$'\n'/ }" err
}

# same X Y: two expressions are the same set or relation in every execution
same() { gives Sometimes "empty (($1) \\\\ ($2)) | (($2) \\\\ ($1))"; }
# other X Y: they are not
other() { gives Never "empty (($1) \\\\ ($2)) | (($2) \\\\ ($1))"; }

# wrong MODEL LINE:COLUMN: MESSAGE
wrong()
{
	printf '%b\n' "$1" >m.cat
	"$lkmm" check --model m.cat mp.litmus >out 2>err
	[ $? = 2 ] && [ "$(cat err)" = "m.cat:${2/: /: error: }" ] && [ ! -s out ]
	judge $? "reported: $2" err
}

# ---- checks ----

gives Sometimes ''
gives Never 'acyclic po | rf | co | fr'
gives Never 'acyclic po | rf | co | fr as sc'
gives Sometimes 'acyclic po-loc | rf | co | fr'
gives Never 'empty po'
gives Sometimes '~empty po'
gives Never '~acyclic po'
gives Never 'irreflexive id'
gives Sometimes 'irreflexive po'
gives Sometimes 'show po, rf as x\nunshow co'
gives Sometimes '"A title" (* a comment (* in it *) *) // another\nempty po & id'
gives Sometimes 'LKMM "and a title"\nempty 0 as nothing'
# rules that more of reads-from may mend are asked of complete executions
gives Sometimes '~empty [R] ; rf^-1 ; [W]'
gives Sometimes 'empty R \\ range(rf)'
gives Never '~empty rf ; rf'

# ---- operators ----

same 'rf | co & po' 'rf | (co & po)'
other 'rf | co & po' '(rf | co) & po'
same 'rf ; po \\ co' 'rf ; (po \\ co)'
same 'po | po \\ po' 'po'
same 'po \\ rf \\ po' '(po \\ rf) \\ po'
other 'po \\ rf \\ po' 'po \\ (rf \\ po)'
same 'rf ; po | po' '(rf ; po) | po'
same '~R & F' '(~R) & F'
same 'R * W & po' '(R * W) & po'
same 'po*' 'po | id'
same 'po+' 'po ; po*'
same 'po?' 'po | id'
same '(po^-1)^-1' 'po'
other 'po^-1' 'po'
same '[R] ; po ; [W]' 'po & (R * W)'
same 'domain(po & (R * W))' 'domain([R] ; po ; [W])'
same 'range(rf)' 'R & range(rf)'
same 'R | W | F' '_'
same '~(R | W | F)' '{}'
same '~po | po' '_ * _'
same '0' 'po & id'
same 'emptyset' 'R & W'
other '[IW]' '0'
same 'fencerel(Wmb)' 'po ; [Wmb] ; po'
same 'fr' 'rf^-1 ; co'
same 'rfe | rfi' 'rf'
same '(coe | coi) & ext' 'coe'
same 'try missing with po' 'po'
same 'try po with rf' 'po'
same 'let x = po in x ; x' 'po ; po'
same 'let f(a, b) = a ; b in f(po, rf)' 'po ; rf'
same 'let f = fun x -> x ; po in f rf' 'rf ; po'
same 'let rec x = po | (x ; x) in x' 'po+'
same 'try missing ; po | rf with po' 'po'
same 'try (try missing with absent) with po' 'po'
same 'let f(a) = a ; missing in try f(po) with rf' 'rf'
same 'let (a, _, b) = (po, co, rf) in a ; b' 'po ; rf'
same 'let f(a, b) = (b, a) in let (x, y) = f(po, rf) in x ; y' 'rf ; po'
same 'let f() = po in f()' 'po'
same 'nodetour(po, po, po)' 'po \\ (po ; po)'
same 'singlestep(po)' 'nodetour(po, po, po)'
same 'toid(R)' '[R]'

# ---- variants, sets of sets, tags ----

same 'if "x" then po else rf' 'rf'
same 'if not "x" then po else missing' 'po'
same 'if "x" || (not "y" && not "x") then po else rf' 'po'
same 'if not "x" && "y" || "z" then po else rf' 'rf'
all='let rec all s = match s with {} -> 0 || x ++ t -> x | all t end in all'
same "$all {}" '0'
same "$all {po, rf, po}" 'po | rf'
same "$all (co ++ {po} | {rf} | {})" 'co | po | rf'
same "$all (map (fun r -> r ; po) {rf, co})" '(rf | co) ; po'
same 'match {po} with || {} -> rf || x ++ _ -> x end' 'po'
same 'match {po, po} with || _ ++ s -> match s with {} -> po || _ -> rf end end' 'po'
same 'match {po, rf} with _ ++ s -> match s with {} -> po || _ ++ _ -> rf end end' 'rf'
same "match 'once with 'acquire -> po || 'once -> rf || _ -> co end" 'rf'
same "match 'mb with 'acquire -> po || _ -> co end" 'co'
same 'let f(t) = tag2events(t) in f('"'once)" 'Once'
same "let rec even s = match s with {} -> po || _ ++ t -> odd t end
and odd s = match s with {} -> rf || _ ++ t -> even t end in odd {'once, 'mb, 'wmb}" 'po'
same 'let rec a = rf | (b ; po) and b = a | (a ; a) in b' \
	'let rec a = rf | (a ; po) | (a ; a ; po) in a | (a ; a)'
same 'domain(different-values(id))' '{}'

# herd7 computes the names of a recursion in turn; the inner pair is found before the outer one.
gives Sometimes 'let rec l = Rcu-lock \\ domain(m) and u = Rcu-unlock \\ range(m)
and n = [l | u] ; po ; [l | u] and m = m | (([l] ; po ; [u]) \\ (n ; n))
empty (Rcu-lock \\ domain(m)) | (Rcu-unlock \\ range(m))
empty (m ; m^-1) \\ id
~empty m ; po ; [Rcu-unlock]'

# a name means what it meant where it was used
gives Sometimes 'let a = po let b = a let a = rf empty (b \\ po) | (po \\ b)'
# the tags of a .bell file
gives Sometimes "enum Accesses = 'once || 'acquire (* and *) || 'RELEASE || 'noreturn
enum Barriers = || 'wmb || 'rcu-lock || 'rcu-unlock
instructions R[{'once,'acquire}] instructions F[{'wmb}]
empty (Once \\ (R | W)) | RELEASE"

tags="enum Accesses = 'once || 'acquire || 'release || 'noreturn
enum Barriers = 'wmb || 'rcu-lock || 'rcu-unlock
let rec all s = match s with {} -> {} || t ++ u -> tag2events(t) | all u end"
gives Sometimes "$tags empty (all Accesses) \\\\ (Once | Acquire | Release | Noreturn)"
gives Never "$tags empty all Accesses"
gives Sometimes "$tags empty (all Barriers) & Once"
gives Sometimes "$tags forall t in Barriers do empty tag2events(t) & Once end"
gives Never "$tags forall t in Barriers | Accesses do empty tag2events(t) & Once end"

# ---- statements in statements ----

gives Sometimes 'if "x" empty po else let y = rf end irreflexive y'
gives Never 'if not "x" empty po end'
gives Never 'procedure p(a, b) = let c = a | b acyclic c end call p(po, rf | co | fr)'
gives Sometimes 'procedure p(a) = empty a end'
gives Sometimes 'let c = po & id procedure p() = let c = po end call p() empty c'
gives Never 'procedure q(a) = empty a end procedure p(a) = call q(a ; a) end call p(po)'
gives Never 'forall r in {rf, po & id} do empty r end'
gives Sometimes 'forall r in {po & id, co & id} do empty r end'
gives Sometimes 'forall r in {} do empty po end'
gives Never 'call subseteq(po, rf)'
gives Sometimes 'call inclusion(po & rf, rf)'

# ---- coherence ----

gives Sometimes 'with co from generate_cos(co0)'
gives Sometimes 'with co from generate_cos(po | rf)'
gives Sometimes 'with mo from generate_cos(0) empty (mo \\ co) | (co \\ mo)'
gives Sometimes 'include "cos.cat"\nacyclic po-loc | rf | ca'
gives Never 'include "cos.cat"\nacyclic po | rf | ca'
gives Sometimes 'include "cross.cat" include "stdlib.cat" with co from generate_cos(0)'
cat >ww.litmus <<'END'
C ww
{}
P0(int *x) { WRITE_ONCE(*x, 1); }
P1(int *x) { WRITE_ONCE(*x, 2); }
exists (x=1)
END
for model in '' 'let one = (W * W) & ext'; do
	printf '%s\nwith co from generate_cos(try one with 0)\n' "$model" >m.cat
	"$lkmm" check --model m.cat ww.litmus 2>err | grep '^Observation'
done >out
[ "$(cat out)" = $'Observation ww Sometimes 1 1\nObservation ww Never 0 0' ]
judge $? "coherence orders have the pairs that they are asked for" out

# ---- files ----

echo 'let order = po | rf | co | fr' >order.cat
gives Never 'include "order.cat"\nacyclic order'
mkdir -p in
echo 'include "../order.cat"' >in/it.cat
gives Never 'include "in/it.cat"\nacyclic order'

# ---- flags ----

printf 'flag ~empty [W] ; po ; [PLAIN] as data-race\n' >m.cat
"$lkmm" check --model m.cat mp.litmus 2>&1 | grep -q '^Flag data-race$'
judge $? "a flag is raised"
printf 'flag ~empty po & id as data-race\nempty PLAIN \\ W\n' >m.cat
! "$lkmm" check --model m.cat mp.litmus 2>&1 | grep -q '^Flag'
judge $? "a flag is not raised"
printf 'acyclic po | rf | co | fr\nflag ~empty [PLAIN] ; po ; [Rcu-unlock] as invalid-sleep\n' >m.cat
"$lkmm" check --model m.cat mp.litmus 2>&1 | grep -q '^Flag invalid-sleep$'
judge $? "the flag of an allowed execution"

printf 'flag ~empty po as odd\nflag empty po as even\nflag ~empty rf as another' >m.cat
"$lkmm" check --model m.cat mp.litmus 2>&1 | grep ^Flag | paste -sd ' ' >out
"$lkmm" check --json --model m.cat mp.litmus 2>&1 | grep -o '"flags": \[[^]]*\]' >>out
[ "$(cat out)" = $'Flag another Flag odd\n"flags": ["another", "odd"]' ]
judge $? "flags of its own" out

# ---- .cfg files: as in the kernel up to v6.14, and with tags on both halves of an RMW ----

cat >xchg.litmus <<'END'
C mp
{}
P0(int *x, int *y, struct srcu_struct *s)
{
	int r0 = xchg(x, 1);
	int r1 = cmpxchg(x, 5, 6);
	int r2 = xchg_acquire(y, 1);
	int r3 = srcu_read_lock(s);
	int r4 = srcu_read_lock(s);
	srcu_read_unlock(s, r3);
}
exists (0:r0=0 /\ 0:r1=1)
END
cat >k.bell <<'END'
enum Accesses = 'once || 'acquire || 'release
enum Barriers = 'mb
enum SRCU = 'srcu-lock || 'srcu-unlock
END
echo 'srcu_read_lock(X) __load{srcu-lock}(*X)' >loads.def
echo 'srcu_read_lock(X) __srcu{srcu-lock}(X)' >calls.def

# config OPTIONS MODEL: whether the test has an execution under it
config()
{
	printf '%b\n' "# of herd7\nmodel m.cat\nbell k.bell\nsquished true\n$1" >m.cfg
	printf '%b\n' "$2" >m.cat
	"$lkmm" check --model m.cfg xchg.litmus 2>err | grep -q '^Observation mp Always '
	judge $? "${1//$'\n'/ }: $2" err
}

config '' '~empty [Mb] ; po ; [RMW & R] ; po ; [RMW & W] ; po ; [Mb]'
config '' 'empty Mb & RMW'
config '' 'empty Acquire & W'
config '' '~empty Acquire'
config '' 'empty RMW \\ (Once | Acquire | Release)'
config 'variant lkmmv2' 'empty Mb \\ RMW'
config 'variant lkmmv2' '~empty rmw & (Mb * Mb)'
config 'variant lkmmv2' '~empty rmw & (Acquire * Acquire)'
config 'macros loads.def' 'empty (Srcu-lock \\ R) | (Srcu-unlock \\ W)'
config 'macros calls.def' 'empty (Srcu-lock | Srcu-unlock) & M'
config 'macros calls.def' '~empty different-values([Srcu-lock] ; po ; [Srcu-lock])'
config 'macros calls.def' '~empty ([Srcu-lock] ; po ; [Srcu-unlock]) \\ different-values(_ * _)'
printf 'model m.cat\nbell k.bell\n' >m.cfg
echo 'empty 0' >m.cat
"$lkmm" check --model m.cfg mp.litmus >out 2>err
[ $? = 2 ] && [ "$(cat err)" = \
	'mp.litmus:5:2: error: this operation has no meaning in the model m.cfg' ]
judge $? "a test with an event that the model does not name is not decided" err
echo 'bell k.bell' >m.cfg
"$lkmm" check --model m.cfg mp.litmus >out 2>err
[ $? = 2 ] && [ "$(cat err)" = "m.cfg:1:1: error: expected a line 'model FILE'" ]
judge $? "a .cfg file without a model" err
printf 'model m.cat\n\nmacros none.def\n' >m.cfg
"$lkmm" check --model m.cfg mp.litmus >out 2>err
[ $? = 2 ] && [ "$(cat err)" = 'm.cfg:3:1: error: none.def: No such file or directory' ]
judge $? "a .cfg file that names one that is missing" err

# ---- mistakes ----

wrong 'let x = ' "2:1: expected a set or a relation, found the end of the file"
wrong 'let x = po | y' "1:14: there is no set, relation or function 'y'"
wrong 'acyclic R' "1:9: expected a relation"
wrong 'acyclic R ; po' "1:9: expected a relation, found a set"
wrong 'acyclic [po]' "1:10: expected a set, found a relation"
wrong 'let f(a, b) = a\nacyclic f(po)' "2:10: expected as many values as there are parameters"
wrong 'acyclic po rf' "1:9: expected a function, found a relation"
wrong 'let x po = rf)' "1:14: expected a statement, found ')'"
wrong 'let (x, 0) = po' "1:9: expected a parameter, found '0'"
wrong 'let (x, y) = po' "1:5: expected as many values as there are parameters"
wrong 'let x = (po' "2:1: expected ')', found the end of the file"
wrong 'let x = po |\n\t| rf' "2:2: expected a set or a relation, found '|'"
wrong '(* a (* b *)' '1:1: comment without end'
wrong 'include "a' '1:9: string without end'
wrong 'let x = $' "1:9: unexpected character '\$'"
wrong 'include "none.cat"' '1:1: none.cat: No such file or directory'
wrong 'include "m.cat"' '1:1: files include each other too deeply'
wrong 'flag ~empty po' "2:1: expected 'as' and the name of the flag, found the end of the file"
wrong 'flag ~empty po as bad-pointer' "1:1: the flag 'bad-pointer' is raised by the checker alone"
wrong "$(for i in {1..11}; do echo "flag ~empty po as own$i"; done)" \
	'10:1: the model has too many flags of its own'
wrong 'include "lock.cat"' '1:1: lock.cat: No such file or directory'
echo 'let rf = rf | (W * LKR)' >lock.cat
wrong 'include "lock.cat"' "1:1: by lock.cat, a lock could be taken while it is held, or what looks \
at it read another state: such locks are not supported"
wrong 'let x = map (fun e -> e) R' "1:26: expected a set of relations with one pair that ends at \
the event, for each event of the set; found an event"
wrong 'let x = map (fun p -> po) rf' \
	'1:27: expected a relation with this pair alone, for each pair; found a relation'
wrong 'let x = map (fun e -> map (fun p -> p ++ 0) ({e} * W)) R' \
	'1:50: this is not supported of a choice for each event'
wrong 'let x = cross(po)' \
	'1:14: expected a set of relations for each event of a set, found a relation'
wrong 'with x from cross(map (fun e -> map (fun p -> {p}) (W * {e})) R)' \
	"1:18: expected generate_cos(), found a choice of pairs: other choices are not supported yet"
wrong 'flag empty po as data-race' \
	"1:1: expected '~empty' and a relation: the flag 'data-race' names two events"
wrong "enum A = 'nosuch" "1:10: no event has the tag 'nosuch'"
wrong "instructions X[{'once}]" "1:1: expected a class of events (R, W, RMW, F or SRCU), found 'X'"
wrong "let x = po | 'once" "1:14: expected a relation, found a tag; the set of its events has \
its name with a capital letter"
wrong "let x = tag2events(po)" "1:19: expected a tag, found a relation"
wrong "let x = tag2events('none)" "1:19: no event has the tag 'none'"
wrong 'let rec f(x) = f(x)\nacyclic f(po)' '1:16: the model is too large'
wrong 'let rec f(x) = f(x) and y = po' '1:25: expected a function, as the first of the recursion'
wrong 'let rec y = po and f(x) = f(x)' \
	'1:20: expected a name of a set or a relation, as the first of the recursion'
wrong 'with x from y' "1:13: there is no set, relation or function 'y'"
wrong 'with x from {po}' "1:13: expected generate_cos(), found a set of sets: other choices are \
not supported yet"
wrong 'with from {po}' "1:6: expected a name, found 'from'"
wrong 'let x = match po with _ -> po end' \
	"1:15: expected a set of sets, found a relation: its members are not known before the \
execution is"
wrong 'let x = match {po} with end' "1:25: expected a pattern: {}, x ++ y, a tag or _, found 'end'"
wrong 'let x = match {po} with y -> po end' "1:27: expected '++', found '->'"
wrong 'let x = match {po} with {} -> po end' "1:9: no pattern fits"
wrong "let x = match 'mb with 'wmb -> po end" "1:9: no pattern fits the tag 'mb'"
wrong 'let x = match {po} with _ -> po' "2:1: expected 'end', found the end of the file"
wrong 'let x = po ++ rf' "1:12: expected a set of sets, found a relation: its members are not \
known before the execution is"
wrong 'let x = {po} ; rf' '1:9: expected a relation, found a set of sets'
wrong 'let x = if po then po else po' "1:12: expected the name of a variant, in quotes, found 'po'"
wrong 'let x = if "a" po' "1:16: expected 'then', found 'po'"
wrong 'let x = if "a" then po' "2:1: expected 'else', found the end of the file"
wrong 'if "a" empty po' "2:1: expected 'end', found the end of the file"
wrong 'call po(rf)' "1:1: there is no procedure 'po'"
wrong 'procedure p(a) = call p(a) end call p(po)' "1:18: there is no procedure 'p'"
wrong 'procedure p(a, b) = empty a end call p(po)' \
	"1:33: expected as many values as there are parameters"
wrong 'procedure p(a) = empty a ; R end\ncall p(po)' "1:28: expected a relation, found a set"
wrong 'forall x in po do empty x end' '1:13: expected a set of sets, found a relation'
wrong 'acyclic po end' "1:12: 'end' is not supported in models yet"
wrong "let rec grow s = match s with {} -> {} || x ++ _ -> grow ((x ; rf) ++ s) end
let all = grow {po}" '1:60: the model is too large'
wrong "$(printf 'procedure p0(a) = empty a end '; for ((i = 1; i < 30; i++)); do
	printf 'procedure p%d(a) = call p%d(a) call p%d(a) end ' $i $((i - 1)) $((i - 1))
	done)\ncall p29(po)" \
	'1:19: the model has too many checks'
wrong "$(printf 'if "a" %.0s' {1..200})" '1:704: expressions are nested too deeply'
many=$(printf '(%.0s' {1..200})
wrong "let x = ${many}po" '1:59: expressions are nested too deeply'
wrong "let f0(x) = x $(for ((i = 1; i < 40; i++)); do
	printf 'let f%d(x) = f%d(x ; po | rf) ; f%d(x) ' $i $((i - 1)) $((i - 1)); done)\nacyclic f39(rf)" \
	'1:102: the model is too large'
"$lkmm" check --model none.cat mp.litmus >out 2>err
[ $? = 2 ] && grep -qx 'none.cat:1:1: error: No such file or directory' err
judge $? "a model that does not exist" err
printf 'acyclic \0' >m.cat
"$lkmm" check --model m.cat mp.litmus >out 2>err
[ $? = 2 ] && grep -q '^m.cat:1:9: error: unexpected character$' err
judge $? "a zero byte" err

# ---- changes ----

cat >change.litmus <<'END'
C change
{}
P0(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_wmb();
	WRITE_ONCE(*y, 1);
}
P1(int *x, int *y)
{
	int r0 = READ_ONCE(*y);
	int r1 = READ_ONCE(*x);
}
exists (1:r0=1 /\ 1:r1=0)
END
sed 's/int r1 =/smp_mb(); int r1 =/; s/smp_wmb/smp_mb/' change.litmus >strong.litmus
sed 's/ | wmb | rmb$/ | wmb/' "$models/lkmm.cat" >without-rmb.cat
# fences NAME: whether a change has smp_NAME()
fences() { grep -q "smp_$1()" out; }

"$lkmm" check --fix change.litmus >whole
"$lkmm" check --model "$models/lkmm.cat" --fix change.litmus >out 2>err
diff <(sed '/^Time/d' whole) <(sed '/^Time/d' out) >err && fences rmb
judge $? "the same fixes by the same model" err
"$lkmm" check --model without-rmb.cat --fix change.litmus >out 2>err
! fences rmb && grep -q 'smp_load_acquire' out
judge $? "the fixes of another model" out
"$lkmm" check --model sc --fix change.litmus | grep -q 'Never'
judge $? "nothing to fix under sequential consistency"
"$lkmm" check --relax strong.litmus >whole
"$lkmm" check --model "$models/lkmm.cat" --relax strong.litmus >out 2>err
diff <(sed '/^Time/d' whole) <(sed '/^Time/d' out) >err && fences wmb && fences rmb
judge $? "the same is not needed by the same model" err
"$lkmm" check --model without-rmb.cat --relax strong.litmus >out 2>err
fences wmb && ! fences rmb
judge $? "what another model does not need" out
printf 'model m.cat\nbell b.bell\nvariant lkmmv2\n' >m.cfg
printf "enum Accesses = 'once\nenum Barriers = 'mb || 'rmb || 'wmb\n" >b.bell
printf 'let order = fencerel(Mb | Rmb | Wmb) acyclic order | rf | fr | co' >m.cat
"$lkmm" check --model m.cfg --fix change.litmus >out 2>err
fences rmb && ! grep -q 'acquire' out && [ ! -s err ]
judge $? "no fix has an operation that the model does not know" out
printf 'let order = fencerel(Mb | Rmb | Wmb) acyclic order | rf | fr | co
flag ~empty F \\ Mb as weak' >m.cat
"$lkmm" check --model m.cat --relax strong.litmus >out 2>err
grep -q 'weak$' out
judge $? "a flag of the model is not to come" out

# ---- the order of two accesses of one expression, where it matters to the model ----

cat >either.litmus <<'END'
C either
{}
P0(int *x, int *y)
{
	int r0 = READ_ONCE(*y) * 10 + READ_ONCE(*x);
}
P1(int *x, int *y)
{
	WRITE_ONCE(*x, 1);
	smp_wmb();
	WRITE_ONCE(*y, 1);
}
exists (0:r0=10)
END
# either MODEL: the loads may be in the order that gives 10
either()
{
	printf '%b\n' "$1" >m.cat
	"$lkmm" check --model m.cat either.litmus >out 2>err
	grep -q 'Observation either Sometimes' out
	judge $? "both orders: $1" out err
}
either 'acyclic po | rf | co | fr'
either 'acyclic ([Once] ; po ; [Once]) | rf | fr'
either 'acyclic (po & (R * R)) | fencerel(Wmb) | rf | fr'
either 'acyclic (po \\ fencerel(Wmb)) | fencerel(Wmb) | rf | fr'
either 'acyclic nodetour(po, po, po) | rf | fr'
either 'let rec x = ([R] ; po ; [R]) | (x ; x) acyclic x | fencerel(Wmb) | rf | fr'
either 'acyclic ([range([R] ; po ; [R])] ; fr ; po ; rf ; po) | ([R] ; po)'
either 'flag ~empty po & (fr ; po ; rf) as own'
grep -q 'Flag own' out
judge $? "the flag of the other order" out

# ---- paths on demand: no rule is asked of how threads begin that more events may mend ----

cat >begin.litmus <<'END'
C begin
{}
P0(int *x, int *y, int *z)
{
	int r0 = READ_ONCE(*x);
	int r1 = READ_ONCE(*z);
	if (r0)
		WRITE_ONCE(*y, 1);
	else
		WRITE_ONCE(*z, 1);
}
P1(int *x, int *y, int *z)
{
	int r0 = READ_ONCE(*y);
	int r1 = READ_ONCE(*z);
	if (r0) {
		smp_mb();
		WRITE_ONCE(*x, 1);
	} else if (r1) {
		atomic_inc(x);
	} else {
		WRITE_ONCE(*z, 2);
	}
}
exists (0:r0=1)
END
# begins MODEL: the same states and flags as by all combinations of paths
begins()
{
	printf '%b\n' "$1" >m.cat
	"$lkmm" check --model m.cat --states begin.litmus 2>err | sed '/^Time/d' >whole
	"$lkmm" check --model m.cat --states --search=demand begin.litmus 2>>err |
		sed '/^Time/d' >out
	grep -q '^States' whole && diff whole out >>err && ! grep -q error err
	judge $? "begins: $1" err
}
begins 'acyclic po | rf | co | fr'
begins 'acyclic po-loc | rf | co | fr empty R \\ domain(po ; [W])'
begins 'acyclic po-loc | rf | co | fr empty [R] \\ (po ; po^-1)'
begins 'acyclic po-loc | rf | co | fr ~empty po ; [W & Once]'
begins 'acyclic po-loc | rf | co | fr empty ~(domain(po) | range(po)) & R'
begins 'acyclic po-loc | rf | co | fr empty (ctrl ; [Mb] ; po) \\ ((ctrl \\ id) ; [W])'
begins 'acyclic po-loc | rf | co | fr empty [R] ; (po \\ (po ; [W] ; (po^-1))) ; [R]'
begins 'acyclic po-loc | rf | co | fr empty rmw & (fre ; coe)
let late = R \\ domain((po ; [W])+) irreflexive po ; [late] ; po^-1 as none'
begins 'let rec r = po | (r ; rf) | (r ; r) acyclic po-loc | rf | co | fr
empty [R] \\ [domain(r ; [W])]'

# ---- flags: raised if and only if some execution has the pairs ----

# raises NAME EXPRESSION [WITHIN]: the pairs are those of EXPRESSION, or of WITHIN
raises()
{
	local raised=1 possible=1

	printf 'acyclic po-loc | rf | co | fr\nflag ~empty %s as %s\n' "$2" "$1" >m.cat
	"$lkmm" check --model m.cat mp.litmus >out 2>err
	grep -q "Flag $1" out && raised=0
	printf 'acyclic po-loc | rf | co | fr\n~empty %s\n' "${3:-$2}" >m.cat
	"$lkmm" check --model m.cat mp.litmus >out 2>>err
	grep -q 'Observation mp Never 0 0' out || possible=0
	[ $raised = $possible ] && ! grep -q error err
	judge $? "the flag $1 of $2: $((1 - raised))" err
}
for e in 'rf & ext' 'rf & int' '([PLAIN] ; co) & ext' '(co ; [PLAIN]) & ext \ (IW * _)' \
	'(fr \ ext) ; rfe' 'co ; rf ; po ; rf' '~(po | rf | co | loc) & fr' \
	'[R \ range(rf ; [R])] ; fr' 'R \ domain(fr)' 'R \ range([IW] ; rf)' '(fr ; co)^-1 & po' \
	'([R] ; po ; [R]) \ (rf^-1 ; co? ; po ; rf)' '([R] ; po ; [R]) & (fr ; po ; rf)' \
	'rf \ (_ * domain(fr))' '(let rec x = rf | (x ; (po | x)) in x) & co' \
	'(let rec x = rf | (x ; (po | x)) in [IW] ; co \ x)' \
	'(W * W) & loc & ext \ co \ co^-1 \ id' \
	'(~(domain(rf) | range(co))) & W \ IW' 'different-values(rf)' 'different-values(fr)' \
	'different-values(co) \ po'; do
	raises own "$e"
done
access='[(R | W) \ IW]'
for e in 'co' 'rf' 'fr & ext' '(fr \ rfe^-1) & int' '~(po | po^-1 | ext) & loc' \
	'([R] ; po ; [R]) & (fr ; po ; rf)' '(rf ; po) & int' 'po & ~(fr ; rf | co | fr)'; do
	raises data-race "$e" "$access ; ($e) ; $access"
done

# ---- explanations ----

# explains MODEL TEXT...: the explanation of the answer under MODEL has these lines
explains()
{
	local text good=0

	printf '%b\n' "$1" >m.cat
	"$lkmm" check --model m.cat --why mp.litmus >out 2>err
	[ $? -le 1 ] || good=1
	for text in "${@:2}"; do
		grep -qF -- "$text" out || good=1
	done
	judge $good "explained: ${1//$'\n'/ }" out
}

explains 'acyclic po | rf | co | fr as sc' 'cannot happen: sc would be cyclic (m.cat:1)' \
	'| rfe: P1 reads this value' '| fre: ' '| po: program order' 'back where we began'
explains 'let kept = [W] ; po ; [W]\nlet two = [R] ; po ; [R]\nacyclic kept | two | rf | fr' \
	'line 3 would be cyclic (m.cat:3)' '| kept' '| two'
explains 'let w = fencerel(Wmb) let r = [R] ; po ; [R]\nacyclic w | r | rfe | fr as x' \
	'| w: smp_wmb() on line 8' '| fre: '
explains 'let rec x = rfe | (x ; po) irreflexive po ; x ; fre as again' \
	'again would relate an event to itself (m.cat:1)' '| x'
explains 'empty rmw as none' 'none would not be empty (m.cat:1)' \
	'| rmw: the write of the same operation' '| rmw^-1: '
explains 'let inside = po & loc empty inside & (po ; po?) as none' '| po-loc^-1'
explains '~empty po & id as pairs' 'cannot happen: pairs would be empty (m.cat:1)'
! grep -q 'back where' out
judge $? "no cycle for a rule that asks for pairs"
explains '' 'can happen, although no order of the statements explains it' '| rfe: '
! grep -q 'Each step holds' out
judge $? "no claim about what a model in a file keeps"
finish
