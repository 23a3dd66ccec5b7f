#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
# rust-errors.sh LKMM: bad Rust in a litmus test gets the error it deserves, where it is. TAP.
lkmm=$1
. "$(dirname "$0")/../tap.sh"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# $1: what the file says; $2: LINE:COLUMN: error: ... as it is expected to begin
bad() {
	local got status

	printf '%s' "$1" >"$tmp/bad.litmus"
	got=$("$lkmm" check "$tmp/bad.litmus" 2>&1 >/dev/null)
	status=$?
	case $status:$got in
	2:"$tmp/bad.litmus:$2"*) pass "$2" ;;
	*)
		fail "$2" "${1:0:300}" "got status $status, ${got:0:300}" ;;
	esac
}

# $1: a line of a process, the fourth of its file; $2: COLUMN: error, after the line
body() {
	bad "Rust t
{ x: Atomic<i32> = 0; }
fn P0(x: &Atomic<i32>, y: &Atomic<i32>, w: &Atomic<u32>, b: &Atomic<bool>, p: *mut i32, c: *const i32, s: &SpinLock) {
$1
}
exists (x=0)" "4:${2/: /: error: }"
}

# the parts of a test
bad 'Rst a' "1:1: error: expected a litmus test, which starts with 'C NAME' or 'Rust NAME', found 'Rst'"
bad 'Rust' '1:5: error: expected the name of the test'
bad 'Rust a {' "1:9: error: expected the initial state, { ... }, found the end of the file"
bad 'Rust a
{ x: Atomic<i32> = ; }' "2:20: error: expected an expression, found ';'"
bad 'Rust a
{ x: Atomic<f32> = 0; }' "2:13: error: 'f32' is not a type here: write an integer type"
bad 'Rust a
{}' '2:3: error: expected a process, P0(...) or fn P0(...), found the end of the file'
bad 'Rust a
{}
fn main() {}' "3:4: error: 'main' is called nowhere: the name of a process is P0, P1, ..."
bad 'Rust a
{}
fn P0() {}
fn P0() {}' '4:4: error: there already is a process P0'
bad 'Rust a
{}
fn P1() {}' '3:11: error: there is no process P0'
bad 'Rust a
{}
unsafe P0() {}' "3:8: error: expected 'fn', found 'P0'"
bad 'Rust a
{}
fn P0(x) {}' "3:8: error: expected ':', found ')'"
bad 'Rust a
{}
fn P0(x: i32) {}' '3:10: error: expected &Atomic<T>, a raw pointer, &UnsafeCell<T>, &SpinLock or &SrcuStruct, found i32'
bad 'Rust a
{}
fn P0(x: &mut Atomic<i32>) {}' '3:10: error: expected &Atomic<T>'
bad 'Rust a
{}
fn P0(x: &Atomic<i32) {}' "3:21: error: expected '>', found ')'"
bad 'Rust a
{}
fn P0(x: &Atomic<Foo>) {}' "3:18: error: 'Foo' is not a type here"
bad 'Rust a
{}
fn P0(x: &Atomic<&i32>) {}' '3:11: error: expected an Atomic of an integer, bool or raw pointer, not of &i32'
bad 'Rust a
{ x: Atomic<i64> = 0; }
fn P0(x: &Atomic<i32>) {}' "3:10: error: expected a type of 64 bits, as 'x' has, found &Atomic<i32>"
bad 'Rust a
{}
fn P0() {
/* no end' '4:1: error: comment without end'
bad 'Rust a
{}
fn P0() {' "3:10: error: expected '}', found the end of the file"
bad 'Rust a
{}
fn P0() {}
exists (0:r0=1)' "4:11: error: 'r0' is not a register of P0"
bad 'Rust a
{}
fn P0() {}
exists (x=1)' "4:9: error: there is no variable 'x'"
bad 'C a
{}
P0(int *x) { x.store(1, Relaxed); }' "3:15: error: methods are Rust, whose processes start with 'fn'"

# generics
bad 'Rust a
{}
fn f<const N: i32>() -> i32 { N }
fn P0() { let r0 = f::<1, 2>(); }' "4:23: error: 'f' is of 1 type"
bad 'Rust a
{}
fn f<const N: i32>() -> i32 { N }
fn P0() { let r0 = f(); }' '4:20: error: the type N is not known here: write NAME::<TYPE>()'
bad 'Rust a
{}
fn f<T>() -> i32 { 1 }
fn P0() { let r0 = f::<Foo>(); }' "4:24: error: 'Foo' is not a type here"
bad 'Rust a
{}
fn f<T>() -> i32 { 1 }
fn P0() { let r0 = f::<i32(); }' "4:27: error: expected ',', found '('"

# other names
bad 'Rust a
use core::ptr as p; use core::mem as p;
{}
fn P0() {}' "2:38: error: 'p' is another name of 'ptr' already"
bad 'Rust a
use kernel::sync::Nothing as N;
{ x: N<i32> = 0; }
fn P0() {}' "3:6: error: 'Nothing' is not a type here"
body 'smp_mb(Most);' "8: expected ')', or Full, Read or Write"
body 'smp_rmb(Full);' "9: expected ')', found 'Full'"
body 'build_assert!(1 == 2);' "1: this is false, and the kernel would not build"
body 'build_assert!(x.load(Relaxed) == 2);' "31: expected a constant"
body 'if likely(1) {}' "11: expected bool, found an integer"

# syntax
bad 'Rust a
{}
fn P0(x: &Atomic<i32>) {
    let r0 = x.load(Relaxed)
}' "5:1: error: expected ';', found '}'"
body 'let = 1;' "5: expected "
body 'let r0 = ;' "10: expected an expression, found ';'"
body 'x.store(1, Relaxed) smp_mb();' "21: expected ';' or '}', found 'smp_mb'"
body 'if x.load(Relaxed) == 1 smp_mb();' "25: expected '{', found 'smp_mb'"
body 'let r0 = 1 + ;' "14: expected an expression, found ';'"
body 'let r0 = (1;' "12: expected ')', found ';'"
body 'let r0 = 12abc;' "10: expected a number, 'abc' is not an integer type"
body 'let r0 = 99999999999999999999;' '10: expected a number of at most 64 bits'
body 'let r0 = 1 < 2 < 3;' "16: expected parentheses around one of the comparisons, found '<'"
body "let r0 = '0';" "10: a char is not supported: write b'0'"
body 'let r0 = x.load(Relaxed)?;' "25: expected '?' after a Result or Option"
body "'a: { continue 'a; }" "7: expected the label of a loop after 'continue'"
body "'a: { break; }" "7: expected a loop around 'break' and 'continue'"
body 'assert!(x.load(Relaxed));' '11: expected bool, found i32'
body 'assert_eq!(x.load(Relaxed), true);' '29: expected i32, found bool'
body 'let (a, b) = 5;' '5: expected a pattern for an integer'
body 'let (a, b) = (1, 2, 3);' "5: expected a pattern for each of the 3 members, or '..'"
body 'let (a, b, c) = (1, 2);' "12: expected ')'"
body 'let t = (1, 2); let r0 = t.2;' "28: (an integer, an integer) has no member '2'"
body 'loop { break }; break;' "17: expected a loop around 'break' and 'continue'"
body "'a: loop { loop { break 'b; } }" "25: expected the label of a loop around it, found ''b'"
body "'a: if" "5: expected 'loop', 'while' or 'for', found 'if'"
body 'for i in 0 {}' '10: expected a range, an array or an iterator, found an integer'
body 'for i in x {}' '10: expected a range, an array or an iterator, found Atomic<i32>'
body 'for (i, k) in (0..3) {}' '5: expected a pattern for an integer'
body 'let a = [1, 2]; for (i, k) in &a {}' '21: expected a pattern for an integer'
body 'let a = [1, 2]; for Some(i) in &a {}' '21: expected a pattern for an integer'
body 'let a = [1, 2]; for v in a.iter() }' "35: expected '{', found '}'"
body 'let a = [1, 2]; let r0 = a[2];' "28: there is no element 2 of 2"
body 'let a = [1, 2]; let i = x.load(Relaxed) as usize; a[i] = 1;' \
	"52: 'a' cannot be assigned to: expected it to be declared 'let mut'"
body 'let a = [1, true];' "13: expected an integer, found bool"
body 'let a = [];' "10: expected a value, found ']'"
body 'let a = [0; 65];' "13: expected 1 to 64 elements"
body 'let a = [1, 2]; let i = a.iter().map(|v| *v); let j = i + 1;' \
	"55: expected an integer, found an iterator"
body 'let a = [1, 2]; let i = a.iter().zip(3);' '38: expected an iterator or an array'
body 'let a = [1, 2]; let i = a.iter().zip(a.iter().filter(|v| **v > 1));' \
	'34: zip() does not go with filter() and their like here: write a loop'
body 'let a = [1, 2]; let mut i = a.iter(); let k = i.by_ref().zip(&a);' \
	'58: zip() does not go with by_ref() here: write a loop for each'
body 'let a = [1, 2]; let mut i = a.iter(); let k = a.iter().chain(&mut i);' \
	'67: expected the iterator itself, found a reference to it'
body 'let a = [1, 2, 3]; for c in a.chunks(2) {}' \
	'31: expected a constant that divides the length, 3: the last one would be shorter'
body 'let a = [1, 2]; let i = w.load(Relaxed) as usize; for c in a.windows(i) {}' \
	'70: expected a constant, from 1'
body 'let a = [1, 2]; let r0 = a.iter().fold(&a[0], |m, v| if *v > *m { v } else { m });' \
	'35: expected fold() to compute a value: a reference to a local variable cannot be'
body 'let a = [1, 2]; let i = a.iter().map(|v| |w| w).enumerate().map(|(i, v)| v * i).sum();' \
	'74: expected an integer, found a closure'
body 'let a = [1, 2]; let i = a.iter().flat();' \
	"34: an iterator has no method 'flat': expected map, filter, enumerate"
body 'let a = [1, 2]; let i = w.load(Relaxed) as usize; let b = &a[..i];' \
	"64: expected a constant as the end of a slice: write a loop over the indices"
body 'let a = [1, 2]; let i = w.load(Relaxed) as usize; let b = &a[i..];' \
	"62: expected a constant as the end of a slice: write a loop over the indices"
body 'let a = [1, 2]; let i = a.iter().map(|v| *v).skip(1).rev();' \
	'54: expected rev() in front of skip(), take() and their like'
body 'let a = [1, 2]; let mut i = a.iter(); i = a.iter();' \
	"41: an iterator cannot be assigned to here: declare a new variable"
body 'let a = [1, 2]; let i = if x.load(Relaxed) == 1 { a.iter() } else { a.iter() };' \
	"69: expected the same iterator on every way here"
body 'let a = [1, 2]; let i = [a.iter(), a.iter()];' \
	"36: expected the same iterator on every way here"
body 'kfree(p);' "7: this function is unsafe: expected 'unsafe { }' around it"
body 'unsafe { kfree(1) };' "16: expected a pointer, found an integer"
body 'let mut v = 1; unsafe { kfree(&mut v) };' "36: a local variable is a register here"
body 'let r0 = ptr::eq(p, 1);' "21: expected a reference or pointer, found an integer"
body 'let v = 1; let r0 = ptr::eq(p, &v);' "33: a local variable is a register here"
body 'unsafe { ptr::drop_in_place(c) };' "29: expected a *mut pointer, found *const i32"
body 'drop_in_place(p);' "1: drop_in_place() is unsafe: expected 'unsafe { }' around it"
body 'let f = |v| v + 1; let r0 = f(1, 2);' "9: expected a closure of 2 arguments"
body 'let f = 1; let r0 = f(1);' "22: expected ';', found '('"
body 'let f = |v: i32| -> Nothing { v }; let r0 = f(1);' "21: 'Nothing' is not a type here"
body 'let r0 = true.or(false);' "15: bool has no method 'or': expected then, then_some or into"
body 'let Ok(v) = x.cmpxchg(0, 1, Full);' \
	"34: expected 'else', as the pattern does not always match, found ';'"
body 'let Ok(v) = x.cmpxchg(0, 1, Full) else { smp_mb(); };' \
	"5: expected 'return', 'break' or 'continue' at the end"
body 'match x.load(Relaxed) { 0 => smp_mb(), }' \
	"40: expected '_' or a pattern for the values that are left, found '}'"
body 'match x.cmpxchg(0, 1, Full) { Ok(_) => smp_mb(), Err(3) => smp_mb() }' \
	"69: expected '_' or a pattern"
body 'match x.load(Relaxed) { 0 smp_mb() }' "27: expected '=>', found 'smp_mb'"

# items and functions
# $1: items, from the third line of the file on; $2: LINE:COLUMN: error; the process calls f(x)
items() {
	bad "Rust t
{ x: Atomic<i32> = 0; }
$1
fn P0(x: &Atomic<i32>) { let r0 = f(x); }
exists (x=0)" "$2"
}
items 'fn f(x: &Atomic<i32>) -> i32 { x.load(Acquire) + true }' \
	'3:50: error: expected an integer, found bool'
items 'fn f(x: &Atomic<i32>) -> i32 { let r1 = y; 1 }' \
	"3:41: error: 'y' is neither declared here nor a parameter"
items 'fn f(x: &Atomic<i32>) -> i32 { true }' '3:32: error: expected i32, found bool'
items 'fn f(x: &Atomic<i32>) -> i32 { return; }' '3:32: error: expected i32, found ()'
items 'fn f(x: &Atomic<i32>) -> i32 { smp_mb(); }' '3:42: error: expected i32, found ()'
items 'fn f(x: &Atomic<i32>) -> i32 { f(x) }' '3:32: error: recursion is not supported: f() -> f()'
items 'fn f(x: &Atomic<i32>) -> i32 { g(x) }
fn g(x: &Atomic<i32>) -> i32 { 1 + f(x) }' '4:36: error: recursion is not supported: f() -> g() -> f()'
items 'fn f(x: &Atomic<i32>, n: i32) -> i32 { n }' "4:38: error: 'f' takes 2 arguments"
items 'fn f() -> i32 { 1 }' "4:37: error: expected ')', found 'x'"
items 'fn f(x: i32) -> i32 { x }' '4:37: error: expected i32, found &Atomic<i32>'
items 'fn f<T>(x: &Atomic<i32>) -> i32 { 1 }' '4:35: error: the type T is not known here'
items 'fn f<T>(x: &Atomic<T>, y: T) -> i32 { 1 }' "4:38: error: 'f' takes 2 arguments"
items 'fn f<const N: usize>(x: &Atomic<i32>) -> i32 { 1 }' \
	'4:35: error: the type N is not known here'
items 'fn f<const N: i7>(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:15: error: expected an integer type or bool, found 'i7'"
items 'fn f<A, B, C, D, E>(x: &Atomic<i32>) -> i32 { 1 }' '3:18: error: expected at most 4 types'
items 'struct S<const N: usize>; fn g(s: &S<x>) {} fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:38: error: 'x' is neither declared here"
items 'struct S<const N: usize> { a: [i32; N] } fn f(x: &Atomic<i32>, y: &S<0>) -> i32 { 1 }' \
	'3:72: error: expected 1 to 1000 elements'
items 'fn f(x: impl Fn(i32) -> i32) -> i32 { x(1) }' \
	'3:40: error: expected'
items 'fn g(f: impl Fn(i32) -> i32) -> i32 { f(1) } fn f(x: &Atomic<i32>) -> i32 { g(|| 1) }' \
	'3:79: error: expected a closure of 1 argument'
items 'fn g(f: impl Fn(i32) -> i32) -> i32 { f(1) } fn f(x: &Atomic<i32>) -> i32 { g(|a, b| 1) }' \
	'3:79: error: expected a closure of 1 argument'
items 'trait T { fn g(&self); } struct S; impl T for S {} fn f(x: &Atomic<i32>) -> i32 { S.g(); 1 }' \
	"3:85: error: S has no method 'g'"
items 'struct S { p: *mut i32 } fn f(x: &Atomic<i32>) -> i32 { let s = S::default(); 1 }' \
	'3:68: error: expected a type whose default() is known, found *mut i32'
items 'fn f(x: &Atomic<i32>) -> i32 { let n: i8 = x.load(Relaxed).into(); 1 }' \
	"3:60: error: the type is not known here: write 'as' and a type"
items 'fn f(x: &Atomic<i32>) -> Result<i32> { Err(-22) }' '3:40: error: expected Result<i32>'
items 'unsafe fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"4:35: error: this function is unsafe: expected 'unsafe { }' around it"
items 'fn f(x: &Atomic<i32>) { x.store(1, Relaxed) }' \
	'4:35: error: expected a value to keep in a variable, found ()'
items 'fn f(x: &Atomic<i32>) -> i32 { ' "3:4: error: 'f' has no '}' at its end"
items 'const N: i32 = x; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:16: error: 'x' is neither declared here"
items 'const N: i32 = N + 1; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:7: error: 'N' is defined by itself"
items 'const N: i32 = 3000000000; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:16: error: expected an i32, 3000000000 does not fit"
items 'const N: i32 = { let a = 1; a }; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:29: error: expected a constant, which needs no variable"
items 'const N: i32 = { assert!(false); 1 }; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:16: error: expected a constant"
items 'const N: i32 = 1 / 0; fn f(x: &Atomic<i32>) -> i32 { N }' "3:16: error: expected a constant"
items 'static N: Option<Atomic<i32>> = None; fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:8: error: expected an Atomic, UnsafeCell, SpinLock or SrcuStruct, or 'static mut'"
items 'static mut N: i32 = 1; fn f(x: &Atomic<i32>) -> i32 { N }' \
	"3:55: error: a 'static mut' is unsafe"
items 'static x: Atomic<i32> = Atomic::new(1); fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:8: error: there already is a variable 'x'"
items 'type A<T> = Atomic<T>; fn f(x: &A) -> i32 { 1 }' \
	"3:34: error: expected a type for 'T'"
items 'mod m; fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	'3:6: error: expected the items of the module, in { }: there is no other file'
items 'struct S<T> { a: T } fn g(s: &S) {} fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:31: error: 'S' is generic: write S<TYPE>"
items 'struct S { a: i32 } fn f(x: &Atomic<i32>) -> i32 { S { b: 1 }.a }' \
	"3:56: error: S has no member 'b'"
items 'struct S { a: i32, b: i32 } fn f(x: &Atomic<i32>) -> i32 { S { b: 1 }.a }' \
	"3:60: error: 'a' is missing"
items 'struct S { a: i32 } fn f(x: &Atomic<i32>) -> i32 { S { a: 1, a: 2 }.a }' \
	"3:65: error: 'a' has been given before"
items 'struct S(i32); fn f(x: &Atomic<i32>) -> i32 { S(1, 2).0 }' \
	'3:52: error: expected 1 value'
items 'struct S { a: Atomic<i32> } fn f(x: &Atomic<i32>) -> i32 { let s = S { a: Atomic::new(1) }; s.a.load(Relaxed) }' \
	'3:95: error: a local variable is a register here, and cannot hold Atomic<i32>'
items 'struct G; impl Drop for G { fn drop(&mut self) {} } fn f(x: &Atomic<i32>) -> i32 { let g = G; drop(g); drop(g); 1 }' \
	"3:109: error: 'g' has been moved before"
items 'macro_rules! m { () => {} } fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	'3:1: error: macro_rules! is not supported'
items 'fn f(x: &Atomic<i32>) -> i32 { { fn g() {} } g(); 1 }' \
	"3:46: error: unknown function 'g'"
items 'fn f(x: &Atomic<i32>) -> i32 { struct S; 1 } fn g(s: S) {}' \
	"3:54: error: 'S' is not a type here"
items 'fn f(x: &Atomic<i32>) -> i32 { let n = 1; fn g() -> i32 { n } g() }' \
	"3:59: error: 'n' is neither declared here nor a parameter"
body 'let r0 = 2_u32.checked_pow(w.load(Relaxed));' "30: expected a constant exponent of at most 64: pow() and wrapping_pow() take others"
items 'fn p1(x: &Atomic<i32>) {} fn f(x: &Atomic<i32>) -> i32 { 1 }' \
	"3:4: error: 'p1' is called nowhere: the name of a process is P0"
items 'fn f(&self) -> i32 { 1 }' "3:7: error: 'Self' and 'self' are for an impl"
body 'let mut a = 1; let p: *mut i32 = &mut a;' \
	'39: a local variable is a register here, and has no address'
body 'let a = 1; let p = &mut a;' "25: 'a' cannot be borrowed as mutable"
body 'let mut a = 1; let mut b = 2; let mut p = &mut a; *p = 3; p = &mut b;' \
	'61: a variable cannot lead to one local variable after another: declare a new one'
body 'let n = 1; let p = if x.load(Relaxed) == 1 { &n } else { unsafe { &*c } };' \
	'68: a reference cannot lead to a local variable on one way and to a variable in'

# structs and arrays
# $1: members of S; $2: a line of the process, the fifth; $3: LINE:COLUMN: error
members() {
	bad "Rust t
struct S { $1 }
{ s: S; a: [Atomic<i32>; 2]; x: Atomic<usize> = 0; n: Atomic<i32> = 0; }
fn P0(s: &S, a: &[Atomic<i32>; 2], x: &Atomic<usize>, p: *mut S, n: &Atomic<i32>) {
$2
}
exists (n=0)" "$3"
}
members 'm: Atomic<i32>' 's.k.load(Relaxed);' "5:3: error: S has no member 'k'"
members 'm: Atomic<i32>' 'p.m.load(Relaxed);' \
	"5:3: error: expected a struct, found a raw pointer to one"
members 'm: Atomic<i32>' '(*p).m.load(Relaxed);' \
	"5:2: error: reading or writing through a raw pointer is unsafe"
members 'm: Atomic<i32>' 's.f();' "5:3: error: S has no method 'f': expected one of its impl"
members 'm: Atomic<i32>' 'let r0 = a[2].load(Relaxed);' "5:12: error: there is no element 2 of 2"
members 'm: Atomic<i32>' 'let r0 = a[n.load(Relaxed)].load(Relaxed);' \
	"5:14: error: expected usize, found i32"
members 'm: Atomic<i32>' 'let r0 = n[0].load(Relaxed);' \
	"5:11: error: expected an array in front of '[', found Atomic<i32>"
members 'm: Atomic<i32>' 'for (i, v) in a.iter() { let r0 = v.load(Relaxed); }' \
	"5:5: error: expected a pattern for Atomic<i32>"
members 'm: Atomic<i32>' 'let r0 = a.frist();' "5:12: error: [Atomic<i32>; 2] has no method 'frist'"
members 'm: Atomic<i32>' 'let r0 = *s;' "5:10: error: expected a value that can be copied, found S"
members 'm: i32' 's.m = 1;' "5:3: error: expected a *mut pointer to write through"
members 'm: [i32]' '' "2:12: error: a member cannot be [i32] here"
members 'm: S' '' "2:12: error: a struct cannot be in itself: write a pointer"
members 'm: Option<S>' '' "2:12: error: a struct cannot be in itself: write a pointer"
members 'm: Result<(), (i32, [S; 2])>' '' "2:12: error: a struct cannot be in itself"
members 'm: Option<[i32; 1001]>' '' "2:28: error: expected 1 to 1000 elements"
members 'm: Option<[i32; 1000]>' '' "3:4: error: expected an object of 1 to 1000 parts, found S"
members 'm: Option<i32>' 's.m = None;' "5:3: error: expected a *mut pointer to write through"
members 'm: Option<i32>' 'unsafe { (*p).m = Some(true) };' \
	"5:19: error: expected Option<i32>, found Option<bool>"
members 'm: Option<i32>' 'if let Ok(v) = s.m {}' "5:8: error: expected a pattern for Option<i32>"
members 'm: &i32' 'let n = 1; unsafe { (*p).m = &n };' \
	"5:31: error: a local variable is a register here, and has no address"
members 'm: Option<&i32>' 'let n = 1; unsafe { (*p).m = Some(&n) };' \
	"5:30: error: a local variable is a register here, and has no address"
members 'm: Option<i32>' 's.m.take();' "5:5: error: expected a *mut pointer to write through"
members 'm: Option<i32>' 'if let Some(v) = s.m.as_mut() {}' "5:22: error: expected a *mut pointer"
members 'm: Option<i32>' 'if let Some(v) = &s.m { *v = 1; }' "5:25: error: expected a *mut pointer"
members 'm: [Atomic<i32>; 0]' '' "2:29: error: expected 1 to 1000 elements"
members 'm: [Atomic<i32>; x]' '' "2:29: error: 'x' is neither declared here"
members 'm Atomic<i32>' '' "2:14: error: expected ':', found 'Atomic'"
members 'm Atomic<i32>' 'let r0 = s[0] + s[1];' "2:14: error: expected ':', found 'Atomic'"
bad 'Rust t
struct S<T> { m: T }
{ s: S; }' "3:6: error: 'S' is generic: write S<TYPE>"
bad 'Rust t
{ a: [Atomic<i32>; 2] = [Atomic::new(1), Atomic::new(1), Atomic::new(1)]; }' '2:58: error: there are only 2 elements'
bad 'Rust t
{ a: [Atomic<i32>; 2] = [Atomic::new(1)]; }' '2:40: error: expected 2 elements, found 1'
bad 'Rust t
{ a: [Atomic<i32>; 2]; }
fn P0(a: &[Atomic<i32>; 3]) {}' "3:10: error: 'a' is not [Atomic<i32>; 3]"
bad 'Rust t
{ a: [Atomic<i32>; 2]; }
fn P0(a: &[Atomic<i64>; 2]) {}' "3:10: error: 'a' is not [Atomic<i64>; 2]"
bad 'Rust t
{ }
fn P0(a: &[Atomic<i64>]) {}' "3:10: error: how many elements there are is not known: write [T; N]"
bad 'Rust t
struct S { m: Atomic<i32> }
{ s: S; }
fn P0(s: &S) {}
exists (s=0)' "5:9: error: expected a part of 's', which is not a number: s.m"
bad 'Rust t
struct S { m: Atomic<i32> }
{ s: S; }
fn P0(s: &S) {}
exists (s.k=0)' "5:10: error: there is no 's.k'"

# variants in conditions
# $1: what is compared, from column 9 on; $2: LINE:COLUMN: error
variant() {
	bad "Rust t
enum E { A, B(i32), C { m: i32 } }
struct S { o: Option<i32>, e: E, p: Option<NonNull<i32>> }
{ s: S; }
fn P0(s: &S) { let r0 = s.o; let r1 = 2; }
exists ($1)" "$2"
}
variant 's.o=Some()' "6:18: error: expected a number, an address, or a register as in 0:r1"
variant 's.o=Some(1' "6:20: error: expected ')', found the end of the file"
variant 's.o=Ok(1)' "6:16: error: there is no 's.o.Ok'"
variant 's.o' "6:12: error: expected '=' or '!='"
variant 's.e=E::D' "6:13: error: expected a variant"
variant 's.e=E::D(1)' "6:13: error: expected a variant"
variant 's.e=E::B(1, 2)' "6:21: error: there is no 's.e.B.1'"
variant 's.e=E::B { m: 1 }' "6:23: error: there is no 's.e.B.m'"
variant 's.e=E::C { n: 1 }' "6:23: error: there is no 's.e.C.n'"
variant 's.p=Ok(1)' "6:13: error: expected Some or None"
variant '0:r0=Some()' "6:19: error: expected a number, an address, or a register as in 0:r1"
variant '0:r0=Ok' "6:14: error: there is no variable 'Ok'"
variant '0:r1=None' "6:13: error: 'r1' is not an Option or Result of a number"
variant '0:r2=None' "6:11: error: 'r2' is not a register of P0"
variant '1:r0=None' "6:9: error: there is no process P1"
variant '0:r0=Some(1' "6:21: error: expected ')', found the end of the file"
variant 's.o.tag.x=None' "6:23: error: there is no 's.o.tag.x'"

# enums
# $1: variants of E; $2: a line of the process, the fifth; $3: LINE:COLUMN: error
variants() {
	bad "Rust t
enum E { $1 }
{ x: Atomic<i32> = 0; }
fn P0(x: &Atomic<i32>) {
$2
}
exists (x=0)" "$3"
}
variants 'A(E), B' '' "2:12: error: an enum cannot be in itself: write a pointer"
variants 'A { e: Option<E> }, B' '' "2:14: error: an enum cannot be in itself: write a pointer"
variants 'A, B' 'let r0 = E::C;' "5:13: error: E has no variant 'C'"
variants 'A, B' 'x.store(E::A, Relaxed);' "5:12: error: expected i32, found E"
variants 'A, B' 'let r0 = E::A + E::B;' "5:13: error: expected an integer, found E"
variants 'A, B' 'let e = E::A; match e { E::A => {} }' \
	"5:36: error: expected '_' or a pattern for the values that are left"
variants 'A, B' 'let e = E::A; match e { 1 => {} _ => {} }' "5:25: error: expected a pattern for E"
variants 'A, B(i32)' 'let e = E::B;' "5:12: error: 'B' holds values: expected them behind it"
variants 'A, B(i32)' 'let e = E::B(1); match e { E::A(n) => {} _ => {} }' \
	"5:32: error: expected '=>', found '('"
variants 'A, B(i32)' 'let e = E::B(1); match e { E::B(n) => {} }' \
	"5:42: error: expected '_' or a pattern for the values that are left"
variants 'A, B { a: i32 }' 'let e = E::B { a: 1 }; match e { E::B { c } => {} _ => {} }' \
	"5:41: error: expected the name of a member, found 'c'"
variants 'A = x' '' "2:14: error: 'x' is neither declared here"

# names
body 'z.store(1, Relaxed);' "1: 'z' is neither declared here nor a parameter"
body 'if true { let r0 = 1; } let r1 = r0;' "34: 'r0' is neither declared here nor a parameter"
body 'foo(x);' "1: unknown function 'foo'"
body 'let r0 = READ_ONCE(*x);' "10: 'READ_ONCE' is C: expected the crate's name, as in read_once()"
body 'let r0 = x.look(Relaxed);' "12: Atomic<i32> has no method 'look': expected load, store"
body 'let r0 = x.fetch_mul(1, Full);' "12: Atomic<i32> has no method 'fetch_mul'"
body 'let r0 = x.cmpxchg(0, 1, Full).sum();' \
	"32: Result<i32> has no method 'sum': expected is_ok, is_err, ok, err"
body 'let r0 = s.lock();' "12: SpinLock has no method 'lock'"
body 'let r0 = 5.pow(2);' "12: the type of this number is not known: write it, as in 5_u32"
body 'let r0 = 5_u32.pov(2);' "16: u32 has no method 'pov': expected wrapping_add"
body 'let r0 = x.load(Relaxed).max(true);' "30: expected i32, found bool"
body 'let r0 = core::cmp::max(x, y);' "25: expected an integer, found &Atomic<i32>"
body 'let r0 = size_of::<R>();' "20: 'R' is not a type here"
body 'let r0 = size_of();' "10: expected ::<T> with an integer, bool, pointer or array"
body "let r0 = 'a' as i32;" "10: a char is not supported: write b'a'"
body "let r0 = b'\\q';" "10: expected one character"
body 'let [a, b] = [1, 2, 3];' "5: expected a pattern for each of the 3 elements, or '..'"
body 'let [a, b, c] = [1, 2];' "5: expected a pattern for each of the 2 elements, or '..'"
body 'let r0 = match w.load(Relaxed) { 1..x => 1, _ => 2 };' "37: expected u32, found &Atomic<i32>"
body 'let r0 = (1, 2) < (2, true);' "20: expected (an integer, an integer), found"
members 'm: Atomic<i32>' 'let r0 = s[1];' "5:11: error: expected an array in front of '[', found S"

# words of core, std and the kernel's crate: what to write
body 'fence(SeqCst);' "1: unknown function 'fence': use smp_mb(), this model's fence(SeqCst)"
body 'core::sync::atomic::fence(Ordering::AcqRel);' "21: unknown function 'fence': use smp_mb()"
body 'atomic::fence(Ordering::Acquire);' "9: unknown function 'fence': use smp_rmb() before reads"
body 'fence(Release);' "1: unknown function 'fence': use smp_wmb() after writes"
body 'compiler_fence(SeqCst);' "1: unknown function 'compiler_fence': use barrier()"
body 'std::thread::yield_now();' "14: unknown function 'yield_now': use spin_loop()"
body 'std::thread::sleep(1);' \
	"14: unknown function 'sleep': remove it: time does not order anything"
body 'std::thread::spawn(|| 1);' "14: unknown function 'spawn': use a process, fn P1()"
body 'let r0 = x.load(Ordering::SeqCst);' \
	"27: expected an ordering: Acquire or Relaxed, found 'SeqCst': write Acquire, and smp_mb() where"
body 'x.store(1, atomic::Ordering::AcqRel);' \
	"30: expected an ordering: Release or Relaxed, found 'AcqRel': write Release, and smp_mb() where"
body 'x.fetch_add(1, Ordering::AcqRel);' \
	"26: expected an ordering: Full, Acquire, Release or Relaxed, found 'AcqRel': write Full"
body 'let r0 = x.load(Consume);' \
	"17: expected an ordering: Acquire or Relaxed, found 'Consume': write Relaxed, an address dependency orders"
body 'x.compare_exchange(0, 1, SeqCst, SeqCst);' \
	"3: Atomic<i32> has no method 'compare_exchange': write cmpxchg(old, new, Full)"
body 'x.compare_exchange_weak(0, 1, Acquire, Relaxed);' \
	"3: Atomic<i32> has no method 'compare_exchange_weak': write cmpxchg("
body 'x.fetch_update(SeqCst, SeqCst, |v| Some(v + 1));' \
	"3: Atomic<i32> has no method 'fetch_update': write a loop with try_cmpxchg("
body 'x.swap(1, SeqCst);' "3: Atomic<i32> has no method 'swap': write xchg(new, Full)"
body 'let m = Mutex::new(0); let g = m.lock();' \
	"34: a local variable is a register here, and cannot hold SpinLock"
body 'let a = Arc::new(0);' "19: 'new' takes 2 arguments"
body 'let a: *mut i32 = unsafe { kmalloc(4, GFP_KERNEL) };' \
	"28: Rust has no 'kmalloc': write KBox::new(v, GFP_KERNEL)"
body 'let a: Box<i32> = Box::new(0);' "8: 'Box' is not a type here: write KBox<T>"
body 'let q = unsafe { container_of!(x, Atomic<i32>, a) };' \
	"32: expected a raw pointer, found &Atomic<i32>"
body 'let q = container_of!(p, Mutex<i32>, data);' "9: container_of!() is unsafe"
body 'unsafe { c.write(3) };' "12: expected a *mut pointer to write through"
body 'let m: Mutex;' "8: 'Mutex' is generic: write Mutex<TYPE>"
body 'let m: &RwLock<i32> = x;' "9: 'RwLock' is not a type here: write SpinLock"
body 'let b = std::sync::Once::new();' \
	"20: 'Once' is not a type here: write an Atomic that says whether it is done"
body 'println!("x");' "1: println! is not read here: remove it: a test prints nothing"
body 'let l = new_spinlock!(0);' \
	"9: new_spinlock! is not read here: write a variable of type SpinLock"
body 'foo!(0);' "1: unknown macro 'foo!'"

# orderings and arguments
body 'let r0 = x.load();' "17: expected an ordering: Acquire or Relaxed, found ')'"
body 'let r0 = x.load(Release);' "17: expected an ordering: Acquire or Relaxed, found 'Release'"
body 'let r0 = x.load(ordering::Full);' "27: expected an ordering: Acquire or Relaxed, found 'Full'"
body 'x.store(1, Acquire);' "12: expected an ordering: Release or Relaxed, found 'Acquire'"
body 'x.store(1);' "10: expected ',' and an ordering: Release or Relaxed, found ')'"
body 'x.add(1, Full);' "10: expected the ordering Relaxed, found 'Full'"
body 'let r0 = x.fetch_add(1, SeqCst);' \
	"25: expected an ordering: Full, Acquire, Release or Relaxed, found 'SeqCst'"
body 'let r0 = x.dec_and_test(Acquire);' "25: expected the ordering Full, found 'Acquire'"
body 'let r0 = x.cmpxchg(0, Full);' "23: expected a value, found the ordering Full"
body 'let r0 = x.xchg(1, 2, Full);' "20: expected an ordering: Full"
body 'smp_mb(1);' "8: expected ')', or Full, Read or Write"
body 'spin_lock(x);' '11: expected &SpinLock, found &Atomic<i32>'
body 'spin_lock(s, s);' "12: expected ')', found ','"

# types
body 'let r0 = x + 1;' '10: expected an integer, found &Atomic<i32>'
body 'let r0: i64 = x.load(Relaxed);' '17: expected i64, found i32'
body 'let r0 = x.load(Relaxed) + w.load(Relaxed);' '30: expected i32, found u32'
body 'x.store(true, Relaxed);' '9: expected i32, found bool'
body 'x.store(5_i64, Relaxed);' '9: expected i32, found i64'
body 'let r0: u8 = 300;' '14: expected an u8, 300 does not fit'
body 'if x.load(Relaxed) { }' '6: expected bool, found i32'
body 'while 1 { }' '7: expected bool, found an integer'
body 'let r0 = if true { 1 };' '20: expected an integer, found ()'
body 'let r0 = if true { 1 } else { false };' '31: expected an integer, found bool'
body 'let r0 = x.store(1, Relaxed);' '12: expected a value to keep in a variable, found ()'
body 'let r0 = !x;' "11: expected a bool or an integer after '!', found &Atomic<i32>"
body 'let r0 = -w.load(Relaxed);' "13: expected a signed integer after '-', found u32"
body 'let r0 = true as i32 + (1 as bool) as i32;' \
	'27: expected a type that an integer can be cast to, found bool'
body 'let r0 = b.fetch_add(1, Full);' \
	'12: Atomic<bool> has no fetch_add(): expected an Atomic of an integer of 32 or 64 bits'
body 'let r0 = w.add_negative(1, Full);' \
	'12: Atomic<u32> has no add_negative(): expected an Atomic of a signed integer'
body 'let r0 = x.is_ok();' "12: Atomic<i32> has no method 'is_ok'"
body 'match x.load(Relaxed) { Ok(_) => smp_mb(), _ => smp_mb() }' '25: expected a pattern for i32'
body 'match x.cmpxchg(0, 1, Full) { 0 => smp_mb(), _ => smp_mb() }' \
	'31: expected a pattern for Result<i32>'
body '1' '1: expected (), found an integer'
body 'return 1;' '8: expected (), found an integer'
body 'x.load(Relaxed)' '3: expected (), found i32'

# variables, places, unsafe
body 'let r0 = 1; r0 = 2;' "13: 'r0' cannot be assigned to: expected it to be declared 'let mut'"
body 'let r0 = 1; r0 += 2;' "13: 'r0' cannot be assigned to"
body 'let r0; let r1 = r0 + 1;' "18: expected a variable with a value: 'r0' has none yet"
body 'x = 1;' "3: only a 'let mut' variable, or '*' and a pointer, can be assigned to"
body '*x = 1;' '1: expected a value to write to; an Atomic has its store method'
body 'let r0 = *x;' "10: expected a value that can be copied, found Atomic<i32>: call a method of it, or write '&'"
body 'let r0 = *p;' "10: reading or writing through a raw pointer is unsafe: expected 'unsafe { }' around it"
body 'unsafe { *c = 1 };' '10: expected a *mut pointer to write through'
body 'let r0 = read_once(p);' '10: this function is unsafe'
body 'unsafe { write_once(c, 1) };' '21: expected a *mut pointer, found *const i32'
body 'unsafe { write_once(x, 1) };' \
	'21: expected a raw pointer to an integer, bool or pointer, found &Atomic<i32>'
body 'let r0 = unsafe { rcu_dereference(p) };' \
	'35: expected a raw pointer to a pointer, found *mut i32'
body 'let r0 = *x.load(Relaxed);' "13: expected a pointer or reference after '*', found i32"
body 'let r0 = 1; x.try_cmpxchg(&mut r0, 2, Full);' "32: 'r0' cannot be borrowed as mutable"
body 'x.try_cmpxchg(1, 2, Full);' \
	"15: expected '&mut' and a variable that gets the value found, found '1'"
body 'let mut r0 = 1; x.try_cmpxchg(&mut r0, r0 + 1, Full);' "40: 'r0' is borrowed here"

body "let r0 = 1$(printf ' + x.load(Relaxed)%.0s' {1..3000});" \
	'30000: expected a statement or condition of at most 5000 parts'

# a file of random bytes is an error, and no more
printf 'Rust a\n{}\nfn P0(x: &Atomic<i32>) {' >"$tmp/random.litmus"
head -c 3000 /dev/urandom >>"$tmp/random.litmus"
"$lkmm" check "$tmp/random.litmus" >/dev/null 2>"$tmp/err"
[ $? = 2 ] && grep -q 'litmus:[0-9]*:[0-9]*: error: ' "$tmp/err"
judge $? "random bytes" "$tmp/err"
finish
