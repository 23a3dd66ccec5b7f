// SPDX-License-Identifier: GPL-2.0 OR MIT

//! lkmm.c and c11.c in Rust: lkmm's operations, and those of `core::sync::atomic` made as strong.

#![no_std]

use core::arch::asm;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// `lean_VARIANT_name(object, n)`: `op` on `v`, which is `start` at first, with an operand `i` that
/// is not a constant.
macro_rules! lean_loop {
    ($variant:expr, $name:ident, $type:ty, $v:ident, $i:ident => $op:expr) => {
        lean_loop!($variant, $name, $type, n, 0, $v, $i => $op);
    };
    ($variant:expr, $name:ident, $type:ty, $n:ident, $start:expr, $v:ident,
     $i:ident => $op:expr) => {
        #[export_name = concat!("lean_", $variant, "_", stringify!($name))]
        unsafe extern "C" fn $name(object: *mut $type, mut $n: usize) {
            // SAFETY: the caller's object is aligned, and accessed by nobody else.
            unsafe { object.write_volatile($start as $type) };
            // SAFETY: likewise.
            let $v = unsafe { Object::from_ptr(hidden_pointer(object)) };
            #[allow(unused_variables)]
            let $i = hidden(1);
            // SAFETY: no instruction. The text is unique: identical asm statements would be merged.
            unsafe {
                asm!(concat!("/* ", $variant, " ", stringify!($name), " */"), options(nostack))
            };

            loop {
                $op;
                $n = hidden_count($n - 1);
                if $n == 0 {
                    break;
                }
            }
        }
    };
}

#[allow(asm_sub_register)]
#[inline(always)]
fn hidden(mut value: i32) -> i32 {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", inout(reg) value, options(nomem, nostack, preserves_flags)) };
    value
}

/// Of a loop whose count is not known nothing is unrolled.
#[inline(always)]
fn hidden_count(mut count: usize) -> usize {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", inout(reg) count, options(nomem, nostack, preserves_flags)) };
    count
}

#[inline(always)]
fn hidden_pointer<T>(mut object: *mut T) -> *mut T {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", inout(reg) object, options(nomem, nostack, preserves_flags)) };
    object
}

#[allow(asm_sub_register)]
#[inline(always)]
fn used(value: i32) {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", in(reg) value, options(nomem, nostack, preserves_flags)) };
}

/// Something else is done when `condition` holds.
#[inline(always)]
fn branch(condition: bool) {
    if condition {
        // SAFETY: no-op.
        unsafe { asm!("nop", options(nostack, preserves_flags)) };
    }
}

#[inline(always)]
fn nothing() {
    // SAFETY: no instruction.
    unsafe { asm!("", options(nostack, preserves_flags)) };
}

mod lkmm_loops {
    use core::arch::asm;

    use super::{branch, hidden, hidden_count, hidden_pointer, nothing, used};
    use lkmm::{Acquire, Atomic, Full, Relaxed, Release};

    type Object<T> = Atomic<T>;

    #[inline(always)]
    fn store_then_mb(v: &Atomic<i32>, i: i32) {
        // SAFETY: nobody accesses it plainly.
        unsafe { lkmm::store_mb(v.as_ptr(), i) }
    }

    lean_loop!("rust", empty, i32, v, i => { let _ = v; nothing() });
    lean_loop!("rust", read, i32, v, i => used(v.load(Relaxed)));
    lean_loop!("rust", read_acquire, i32, v, i => used(v.load(Acquire)));
    lean_loop!("rust", read_acquire_u8, u8, v, i => branch(v.load(Acquire) == 3));
    lean_loop!("rust", set_release, i32, v, i => v.store(i, Release));
    lean_loop!("rust", add, i32, v, i => v.add(i, Relaxed));
    lean_loop!("rust", sub, i32, v, i => v.sub(i, Relaxed));
    lean_loop!("rust", inc, i32, v, i => v.inc(Relaxed));
    lean_loop!("rust", dec, i32, v, i => v.dec(Relaxed));
    lean_loop!("rust", and, i32, v, i => v.and(i, Relaxed));
    lean_loop!("rust", add_return, i32, v, i => used(v.add_return(i, Full)));
    lean_loop!("rust", fetch_add, i32, v, i => used(v.fetch_add(i, Full)));
    lean_loop!("rust", fetch_add_relaxed, i32, v, i => used(v.fetch_add(i, Relaxed)));
    lean_loop!("rust", fetch_add_unused, i32, v, i => v.fetch_add(i, Full));
    lean_loop!("rust", fetch_sub, i32, v, i => used(v.fetch_sub(i, Full)));
    lean_loop!("rust", fetch_or, i32, v, i => used(v.fetch_or(i, Full)));
    lean_loop!("rust", fetch_or_unused, i32, v, i => v.fetch_or(i, Full));
    lean_loop!("rust", xchg, i32, v, i => used(v.xchg(i, Full)));
    lean_loop!("rust", xchg_u8, u8, v, i => used(i32::from(v.xchg(i as u8, Full))));
    lean_loop!("rust", cmpxchg, i32, v, i => branch(v.cmpxchg(0, 0, Full).is_err()));
    lean_loop!("rust", try_cmpxchg, i32, v, i => branch(!v.try_cmpxchg(&mut 0, 0, Full)));
    lean_loop!("rust", sub_and_test, i32, v, i => branch(v.sub_and_test(i, Full)));
    lean_loop!("rust", dec_and_test, i32, v, i => branch(v.dec_and_test(Full)));
    lean_loop!("rust", inc_and_test, i32, v, i => branch(v.inc_and_test(Full)));
    lean_loop!("rust", add_negative, i32, v, i => branch(v.add_negative(i, Full)));
    lean_loop!("rust", add_unless, i32, v, i => branch(!v.add_unless(i, -1, Full)));
    lean_loop!("rust", inc_not_zero, i32, n, 1, v, i => branch(!v.inc_not_zero(Full)));
    lean_loop!("rust", dec_if_positive, i32, n, n, v, i => branch(v.dec_if_positive(Full) < 0));
    lean_loop!("rust", store_mb, i32, v, i => store_then_mb(v, i));
}

mod core_loops {
    use core::arch::asm;

    use super::{branch, hidden, hidden_count, hidden_pointer, nothing, used};
    use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
    use core::sync::atomic::{fence, AtomicI32, AtomicU8, Ordering};

    /// Where `SeqCst` is weaker than full ordering: see c11.c.
    const FENCE_AMO: bool = cfg!(all(target_arch = "aarch64", not(target_feature = "lse")));
    const FENCE_PAIR: bool = FENCE_AMO || cfg!(target_arch = "riscv64");
    const AMO: Ordering = if FENCE_AMO { Relaxed } else { SeqCst };
    const PAIR: Ordering = if FENCE_PAIR { Relaxed } else { SeqCst };

    struct Object;

    impl Object {
        #[inline(always)]
        unsafe fn from_ptr<'a, T: Of>(ptr: *mut T) -> &'a T::Atomic {
            // SAFETY: the caller's promise.
            unsafe { &*ptr.cast() }
        }
    }

    trait Of {
        type Atomic;
    }

    impl Of for i32 {
        type Atomic = AtomicI32;
    }

    impl Of for u8 {
        type Atomic = AtomicU8;
    }

    #[inline(always)]
    fn full<R>(fenced: bool, op: impl FnOnce() -> R) -> R {
        if fenced {
            fence(SeqCst);
        }
        let result = op();
        if fenced {
            fence(SeqCst);
        }
        result
    }

    #[inline(always)]
    fn fetch_add_full(v: &AtomicI32, i: i32) -> i32 {
        full(FENCE_AMO, || v.fetch_add(i, AMO))
    }

    #[inline(always)]
    fn fetch_sub_full(v: &AtomicI32, i: i32) -> i32 {
        full(FENCE_AMO, || v.fetch_sub(i, AMO))
    }

    #[inline(always)]
    fn fetch_or_full(v: &AtomicI32, i: i32) -> i32 {
        full(FENCE_AMO, || v.fetch_or(i, AMO))
    }

    #[inline(always)]
    fn exchange_if(v: &AtomicI32, old: i32, new: i32) -> Result<i32, i32> {
        full(FENCE_PAIR, || v.compare_exchange(old, new, PAIR, Relaxed))
    }

    #[inline(always)]
    fn update(v: &AtomicI32, new: impl Fn(i32) -> Option<i32>) -> Result<i32, i32> {
        full(FENCE_PAIR, || v.fetch_update(PAIR, Relaxed, new))
    }

    #[inline(always)]
    fn add_if_not(v: &AtomicI32, a: i32, u: i32) -> bool {
        update(v, |x| (x != u).then(|| x.wrapping_add(a))).is_ok()
    }

    #[inline(always)]
    fn dec_if(v: &AtomicI32) -> i32 {
        match update(v, |x| (x > 0).then(|| x - 1)) {
            Ok(found) | Err(found) => found.wrapping_sub(1),
        }
    }

    #[inline(always)]
    fn store_then_fence(v: &AtomicI32, i: i32) {
        v.store(i, Relaxed);
        fence(SeqCst);
    }

    lean_loop!("core", empty, i32, v, i => { let _ = v; nothing() });
    lean_loop!("core", read, i32, v, i => used(v.load(Relaxed)));
    lean_loop!("core", read_acquire, i32, v, i => used(v.load(Acquire)));
    lean_loop!("core", read_acquire_u8, u8, v, i => branch(v.load(Acquire) == 3));
    lean_loop!("core", set_release, i32, v, i => v.store(i, Release));
    lean_loop!("core", add, i32, v, i => v.fetch_add(i, Relaxed));
    lean_loop!("core", sub, i32, v, i => v.fetch_sub(i, Relaxed));
    lean_loop!("core", inc, i32, v, i => v.fetch_add(1, Relaxed));
    lean_loop!("core", dec, i32, v, i => v.fetch_sub(1, Relaxed));
    lean_loop!("core", and, i32, v, i => v.fetch_and(i, Relaxed));
    lean_loop!("core", add_return, i32, v, i => used(fetch_add_full(v, i).wrapping_add(i)));
    lean_loop!("core", fetch_add, i32, v, i => used(fetch_add_full(v, i)));
    lean_loop!("core", fetch_add_relaxed, i32, v, i => used(v.fetch_add(i, Relaxed)));
    lean_loop!("core", fetch_add_unused, i32, v, i => fetch_add_full(v, i));
    lean_loop!("core", fetch_sub, i32, v, i => used(fetch_sub_full(v, i)));
    lean_loop!("core", fetch_or, i32, v, i => used(fetch_or_full(v, i)));
    lean_loop!("core", fetch_or_unused, i32, v, i => fetch_or_full(v, i));
    lean_loop!("core", xchg, i32, v, i => used(full(FENCE_AMO, || v.swap(i, AMO))));
    lean_loop!("core", xchg_u8, u8, v,
        i => used(i32::from(full(FENCE_PAIR, || v.swap(i as u8, PAIR)))));
    lean_loop!("core", cmpxchg, i32, v, i => branch(exchange_if(v, 0, 0).is_err()));
    lean_loop!("core", try_cmpxchg, i32, v, i => branch(exchange_if(v, 0, 0).is_err()));
    lean_loop!("core", sub_and_test, i32, v, i => branch(fetch_sub_full(v, i) == i));
    lean_loop!("core", dec_and_test, i32, v, i => branch(fetch_sub_full(v, 1) == 1));
    lean_loop!("core", inc_and_test, i32, v, i => branch(fetch_add_full(v, 1) == -1));
    lean_loop!("core", add_negative, i32, v, i => branch(fetch_add_full(v, i).wrapping_add(i) < 0));
    lean_loop!("core", add_unless, i32, v, i => branch(!add_if_not(v, i, -1)));
    lean_loop!("core", inc_not_zero, i32, n, 1, v, i => branch(!add_if_not(v, 1, 0)));
    lean_loop!("core", dec_if_positive, i32, n, n, v, i => branch(dec_if(v) < 0));
    lean_loop!("core", store_mb, i32, v, i => store_then_fence(v, i));
}
