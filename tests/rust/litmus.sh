#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# litmus.sh LIBLKMM.rlib DIRECTORY [N]
#
# The Rust that lkmm check accepts is Rust: the processes of each litmus test below DIRECTORY, or of
# the first N, compile against the crate, and so does litmus/lib/*.rs. What the crate does not have,
# locks, RCU and SRCU, are stubs. TAP.

set -u
export LC_ALL=C
. "$(dirname "$0")/../tap.sh"
rlib=${1:?usage: litmus.sh LIBLKMM.rlib DIRECTORY [N]}
dir=${2:?}
most=${3:-10000}
lib=$(dirname "$0")/../../litmus/lib
out=$(mktemp -d) || exit 2
trap 'rm -rf "$out"' EXIT

[ -f "$rlib" ] || { echo "error: $rlib: no such file" >&2; exit 2; }

stubs() {
	cat <<-'END'
	#![no_std]
	#![allow(dead_code, non_snake_case, unused)]
	#![allow(non_camel_case_types)]
	macro_rules! container_of {
	    ($p:expr, $t:ty, $($f:tt)*) => {
	        $p.byte_sub(core::mem::offset_of!($t, $($f)*)).cast::<$t>()
	    }
	}
	macro_rules! warn_on { ($e:expr) => { $e } }
	macro_rules! build_assert { ($($e:tt)*) => { assert!($($e)*) } }
	mod kernel {
	    use core::{cell::UnsafeCell, mem::MaybeUninit, ops::{Deref, DerefMut}, ptr};
	    use core::mem::forget;
	    use core::ptr::{addr_of, drop_in_place, null_mut};
	    use core::hint::spin_loop;
	    pub use core::{marker::PhantomData, ptr::NonNull};
	    pub type Result<T = (), E = Error> = core::result::Result<T, E>;
	    use lkmm::{barrier::*, *};
	    pub struct spinlock_t;
	    impl spinlock_t { pub const fn new() -> Self { Self } }
	    pub trait RawLock {}
	    impl RawLock for spinlock_t {}
	    impl<T> RawLock for SpinLock<T> {}
	    pub struct SrcuStruct;
	    impl SrcuStruct { pub const fn new() -> Self { Self } }
	    pub fn spin_lock<L: RawLock>(_: &L) {}
	    pub fn spin_unlock<L: RawLock>(_: &L) {}
	    pub fn spin_trylock<L: RawLock>(_: &L) -> bool { true }
	    pub fn spin_is_locked<L: RawLock>(_: &L) -> bool { true }
	    pub fn rcu_read_lock() {}
	    pub fn rcu_read_unlock() {}
	    pub fn synchronize_rcu() {}
	    pub fn srcu_read_lock(_: &SrcuStruct) -> i32 { 0 }
	    pub fn srcu_read_unlock(_: &SrcuStruct, _: i32) {}
	    pub fn synchronize_srcu(_: &SrcuStruct) {}
	    pub fn smp_mb__after_srcu_read_unlock() {}
	    pub unsafe fn kmalloc<T>() -> *mut T { null_mut() }
	    pub unsafe fn kfree<T>(_: *mut T) {}
	    pub fn likely(b: bool) -> bool { b }
	    pub fn unlikely(b: bool) -> bool { b }
	    pub mod prelude {
	        pub use super::*;
	    }
	    pub mod sync {
	        pub use super::*;
	        pub mod barrier {
	            pub use lkmm::Full;
	            pub struct Read;
	            pub struct Write;
	            pub fn smp_mb<T>(_: T) {}
	            pub fn dma_mb<T>(_: T) {}
	            pub fn mb<T>(_: T) {}
	        }
	        pub mod atomic {
	            pub use lkmm::*;
	            pub use lkmm::ordering;
	        }
	    }
	END
	find "$lib" -name '*.rs' ! -name num.rs -exec sed 's|^//!|//|' {} +
	# methods of each type; Ordering is that of core here
	for type in u8 i8 u16 i16 u32 i32 u64 i64 usize isize; do
		sed -n '/^pub mod num/,$p' "$lib/num.rs" | sed "s/<T>//; s/\\bT\\b/$type/g
			s/^pub mod num {/pub mod num_$type { use core::cmp::Ordering;/"
	done
	echo "}"
}

# smp_mb() of the crate and smp_mb(Full) of the kernel have one name, and a test may use both.
barriers='smp_mb|dma_mb|mb' kernel=crate::kernel::sync::barrier::

# The functions of a test as a module; a process in C is left out.
module() {
	echo "mod test_$(basename "$1" .litmus | tr -c '[:alnum:]\n' _) {"
	echo "use core::{cell::UnsafeCell, mem, ops::{Deref, DerefMut}, ptr, ptr::null_mut};"
	echo "use crate::kernel::*;"
	echo "use lkmm::{barrier::*, sync::atomic::*, *};"
	# an item starts in the first column, and ends there or in the same line
	awk -v name='[A-Za-z_0-9]+' '
		NR == 1 { rust_test = /^Rust/ }
		{
			line = $0
			sub(/^pub(\([a-z]+\))? /, "", line)
			starts = line ~ /^(unsafe |const )*(fn|impl|trait|mod)[ <]/ || line ~ "^(const|static|static mut) " name ":" ||
				line ~ "^type " name " =" || line ~ /^(use |#\[)/ ||
				line ~ /^struct [A-Z]/ || (rust_test && line ~ /^enum /)
		}
		!inside && starts { inside = first = 1 }
		inside { sub(/^use kernel::/, "use crate::kernel::"); print }
		/^[}\]]/ || (first && (/[;}]$/ || /^#\[/)) { inside = 0 }
		{ first = 0 }
	' "$1" | sed -E "s/(barrier::)?($barriers)\\((barrier::)?(Full|Read|Write)\\)/$kernel\\2($kernel\\4)/"
	echo "}"
}

# compile FILE...: the tests as one crate
compile() {
	{
		stubs
		for file; do
			module "$file"
		done
	} >"$out/test.rs"
	"${RUSTC:-rustc}" --edition 2021 --crate-type rlib --crate-name test --emit metadata \
		--extern lkmm="$rlib" -o "$out/test.rmeta" "$out/test.rs" 2>"$out/messages"
}

mapfile -t files < <(grep -rlE '^(pub |unsafe )*fn P[0-9]' --include='*.litmus' "$dir" | sort |
	head -n "$most")
if compile "${files[@]}"; then
	for file in "${files[@]}"; do
		pass "$file"
	done
else
	for file in "${files[@]}"; do
		compile "$file"
		judge $? "$file" "$out/messages"
	done
fi
[ ${#files[@]} -gt 5 ]
judge $? "enough tests: ${#files[@]}"
finish
