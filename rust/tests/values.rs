// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Results and new values of operations, for every type that an atomic can hold.

use lkmm::{
    Acquire, Atomic, AtomicBool, AtomicI16, AtomicI32, AtomicI64, AtomicI8, AtomicIsize, AtomicPtr,
    AtomicU16, AtomicU32, AtomicU64, AtomicU8, AtomicUsize, Full, Relaxed, Release,
};

/// Load, store, exchange, compare and exchange, in every ordering.
macro_rules! exchange {
    ($name:ident, $type:ty, $a:expr, $b:expr, $c:expr) => {
        #[test]
        fn $name() {
            let (a, b, c): ($type, $type, $type) = ($a, $b, $c);
            let v = Atomic::<$type>::new(a);

            assert_eq!(v.load(Relaxed), a);
            v.store(b, Relaxed);
            assert_eq!(v.load(Acquire), b);
            v.store(c, Release);
            assert_eq!(v.xchg(a, Full), c);
            assert_eq!(v.xchg(b, Acquire), a);
            assert_eq!(v.xchg(c, Release), b);
            assert_eq!(v.xchg(a, Relaxed), c);

            assert_eq!(v.cmpxchg(a, b, Full), Ok(a));
            assert_eq!(v.cmpxchg(a, c, Full), Err(b));
            assert_eq!(v.cmpxchg(b, c, Acquire), Ok(b));
            assert_eq!(v.cmpxchg(b, a, Acquire), Err(c));
            assert_eq!(v.cmpxchg(c, a, Release), Ok(c));
            assert_eq!(v.cmpxchg(c, b, Release), Err(a));
            assert_eq!(v.cmpxchg(a, b, Relaxed), Ok(a));
            assert_eq!(v.cmpxchg(a, c, Relaxed), Err(b));

            let mut old = a;
            assert!(!v.try_cmpxchg(&mut old, c, Full));
            assert_eq!(old, b);
            assert!(v.try_cmpxchg(&mut old, c, Full));
            assert_eq!(old, b);
            assert!(!v.try_cmpxchg(&mut old, a, Acquire));
            assert!(v.try_cmpxchg(&mut old, a, Acquire));
            assert!(!v.try_cmpxchg(&mut old, b, Release));
            assert!(v.try_cmpxchg(&mut old, b, Release));
            assert!(!v.try_cmpxchg(&mut old, c, Relaxed));
            assert!(v.try_cmpxchg(&mut old, c, Relaxed));

            assert_eq!(v.cond_load(|value| value == c, Relaxed), c);
            assert_eq!(v.cond_load(|value| value == c, Acquire), c);
            assert_eq!(v.into_inner(), c);
        }
    };
}

exchange!(exchange_i8, i8, -1, i8::MIN, i8::MAX);
exchange!(exchange_u8, u8, 0, 0x80, u8::MAX);
exchange!(exchange_i16, i16, -1, i16::MIN, i16::MAX);
exchange!(exchange_u16, u16, 0, 0x8000, u16::MAX);
exchange!(exchange_i32, i32, -1, i32::MIN, i32::MAX);
exchange!(exchange_u32, u32, 0, 0x8000_0000, u32::MAX);
exchange!(exchange_i64, i64, -1, i64::MIN, i64::MAX);
exchange!(exchange_u64, u64, 0, 1 << 63, u64::MAX);
exchange!(exchange_isize, isize, -1, isize::MIN, isize::MAX);
exchange!(exchange_usize, usize, 0, 1, usize::MAX);

/// Arithmetic and bits, against the same on plain integers, at the edges.
macro_rules! integer {
    ($name:ident, $type:ty) => {
        #[test]
        fn $name() {
            let values = [0, 1, 2, 5, <$type>::MAX / 2, <$type>::MAX, <$type>::MIN, !5];

            for x in values {
                for i in values {
                    let run = |f: &dyn Fn(&Atomic<$type>) -> $type| {
                        let v = Atomic::new(x);
                        (f(&v), v.into_inner())
                    };
                    let sum = x.wrapping_add(i);
                    let difference = x.wrapping_sub(i);

                    assert_eq!(run(&|v| v.add_return(i, Full)), (sum, sum));
                    assert_eq!(run(&|v| v.add_return(i, Acquire)), (sum, sum));
                    assert_eq!(run(&|v| v.fetch_add(i, Full)), (x, sum));
                    assert_eq!(run(&|v| v.fetch_add(i, Relaxed)), (x, sum));
                    assert_eq!(run(&|v| v.sub_return(i, Release)), (difference, difference));
                    assert_eq!(run(&|v| v.fetch_sub(i, Acquire)), (x, difference));
                    assert_eq!(run(&|v| v.fetch_and(i, Full)), (x, x & i));
                    assert_eq!(run(&|v| v.fetch_andnot(i, Release)), (x, x & !i));
                    assert_eq!(run(&|v| v.fetch_or(i, Acquire)), (x, x | i));
                    assert_eq!(run(&|v| v.fetch_xor(i, Relaxed)), (x, x ^ i));

                    let v = Atomic::new(x);
                    v.add(i, Relaxed);
                    assert_eq!(v.load(Relaxed), sum);
                    v.sub(i, Relaxed);
                    assert_eq!(v.load(Relaxed), x);
                    v.or(i, Relaxed);
                    assert_eq!(v.load(Relaxed), x | i);
                    v.xor(i, Relaxed);
                    assert_eq!(v.load(Relaxed), (x | i) ^ i);
                    v.andnot(i, Relaxed);
                    assert_eq!(v.load(Relaxed), x & !i);
                    v.and(i, Relaxed);
                    assert_eq!(v.load(Relaxed), 0);

                    let v = Atomic::new(x);
                    assert_eq!(v.sub_and_test(i, Full), x == i);
                    assert_eq!(v.load(Relaxed), difference);
                    let v = Atomic::new(x);
                    assert_eq!(v.add_unless(i, 5, Full), x != 5);
                    assert_eq!(v.load(Relaxed), if x != 5 { sum } else { 5 });
                    let v = Atomic::new(x);
                    assert_eq!(v.fetch_add_unless(i, 5, Full), x);
                    assert_eq!(v.load(Relaxed), if x != 5 { sum } else { 5 });
                }

                let v = Atomic::new(x);
                let up = x.wrapping_add(1);
                v.inc(Relaxed);
                assert_eq!(v.load(Relaxed), up);
                assert_eq!(v.fetch_dec(Full), up);
                assert_eq!(v.inc_return(Full), up);
                assert_eq!(v.dec_return(Full), x);
                assert_eq!(v.fetch_inc(Acquire), x);
                v.dec(Relaxed);
                assert_eq!(v.inc_and_test(Full), up == 0);
                assert_eq!(v.dec_and_test(Full), x == 0);
                assert_eq!(v.inc_not_zero(Full), x != 0);
                assert_eq!(v.into_inner(), if x != 0 { up } else { 0 });
            }
        }
    };
}

integer!(integer_i32, i32);
integer!(integer_u32, u32);
integer!(integer_i64, i64);
integer!(integer_u64, u64);
integer!(integer_isize, isize);
integer!(integer_usize, usize);

/// Operations that depend on the sign.
macro_rules! signed {
    ($name:ident, $type:ty) => {
        #[test]
        fn $name() {
            for x in [0, 1, -1, 5, -5, <$type>::MAX, <$type>::MIN] {
                let v = Atomic::new(x);
                assert_eq!(v.add_negative(3, Full), x.wrapping_add(3) < 0);
                let v = Atomic::new(x);
                assert_eq!(v.inc_unless_negative(Full), x >= 0);
                assert_eq!(v.into_inner(), x.wrapping_add((x >= 0) as $type));
                let v = Atomic::new(x);
                assert_eq!(v.dec_unless_positive(Full), x <= 0);
                assert_eq!(v.into_inner(), x.wrapping_sub((x <= 0) as $type));
                let v = Atomic::new(x);
                assert_eq!(v.dec_if_positive(Full), x.wrapping_sub(1));
                assert_eq!(v.into_inner(), x - (x > 0) as $type);
            }
        }
    };
}

signed!(signed_i32, i32);
signed!(signed_i64, i64);
signed!(signed_isize, isize);

#[test]
fn booleans() {
    let v = AtomicBool::new(false);

    assert!(!v.xchg(true, Full));
    assert_eq!(v.cmpxchg(true, false, Acquire), Ok(true));
    assert_eq!(v.cmpxchg(true, false, Acquire), Err(false));
    v.store(true, Release);
    assert!(v.load(Acquire));
    assert!(v.cond_load(|on| on, Acquire));
}

#[test]
fn pointers() {
    let (mut x, mut y) = (1, 2);
    let (px, py) = (&mut x as *mut i32, &mut y as *mut i32);
    let v = AtomicPtr::new(px);

    assert_eq!(v.xchg(py, Full), px);
    assert_eq!(v.cmpxchg(px, py, Release), Err(py));
    assert_eq!(v.cmpxchg(py, px, Release), Ok(py));
    // SAFETY: it is `x`.
    unsafe { *v.load(Acquire) = 3 };
    assert_eq!(v.cond_load(|p| !p.is_null(), Relaxed), px);
    v.store(core::ptr::null_mut(), Relaxed);
    assert_eq!(x, 3);

    let v = Atomic::<*const u8>::new(c"a".as_ptr().cast());
    // SAFETY: it is the string.
    assert_eq!(unsafe { *v.load(Relaxed) }, b'a');
}

#[test]
fn narrow_operations_leave_neighbours_alone() {
    for i in 0..8 {
        let mut bytes = [0xa5_u8; 8];
        // SAFETY: a byte is aligned, and nobody else accesses it.
        let v = unsafe { Atomic::from_ptr(bytes.as_mut_ptr().add(i)) };
        assert_eq!(v.xchg(0x5a, Full), 0xa5);
        assert_eq!(v.cmpxchg(0xa5, 0, Full), Err(0x5a));
        assert_eq!(v.cmpxchg(0x5a, 0xff, Full), Ok(0x5a));
        for (j, byte) in bytes.iter().enumerate() {
            assert_eq!(*byte, if i == j { 0xff } else { 0xa5 });
        }
    }
    for i in 0..4 {
        let mut halves = [0xa55a_u16; 4];
        // SAFETY: a halfword of the array is aligned, and nobody else accesses it.
        let v = unsafe { Atomic::from_ptr(halves.as_mut_ptr().add(i)) };
        assert_eq!(v.xchg(0x5aa5, Full), 0xa55a);
        assert_eq!(v.cmpxchg(0xa55a, 0, Full), Err(0x5aa5));
        assert_eq!(v.cmpxchg(0x5aa5, 0xffff, Full), Ok(0x5aa5));
        for (j, half) in halves.iter().enumerate() {
            assert_eq!(*half, if i == j { 0xffff } else { 0xa55a });
        }
    }
}

#[test]
fn plain_objects() {
    let mut x = -5_i64;
    let p = &mut x as *mut i64;

    // SAFETY: it is ours.
    unsafe {
        assert_eq!(lkmm::read_once(p), -5);
        lkmm::write_once(p, i64::MIN);
        assert_eq!(lkmm::load_acquire(p), i64::MIN);
        lkmm::store_release(p, 3);
        lkmm::store_mb(p, lkmm::read_once(p) + 1);
    }
    assert_eq!(x, 4);

    let mut flag = false;
    // SAFETY: it is ours.
    unsafe { lkmm::write_once(&mut flag, true) };
    assert!(flag);

    let mut head = core::ptr::null_mut();
    // SAFETY: `head` and `x` are ours.
    unsafe {
        lkmm::rcu_assign_pointer(&mut head, &mut x);
        assert_eq!(*lkmm::rcu_dereference(&head), 4);
    }
}

#[test]
fn barriers_return() {
    use lkmm::barrier::*;

    barrier();
    smp_mb();
    smp_rmb();
    smp_wmb();
    smp_mb__before_atomic();
    smp_mb__after_atomic();
    smp_mb__after_spinlock();
    smp_mb__after_unlock_lock();
    smp_acquire__after_ctrl_dep();
    cpu_relax();
}

#[test]
fn names_for_the_types() {
    AtomicI8::new(-1).store(1, Relaxed);
    AtomicU8::new(1).store(1, Relaxed);
    AtomicI16::new(-1).store(1, Relaxed);
    AtomicU16::new(1).store(1, Relaxed);
    AtomicI32::new(-1).inc(Relaxed);
    AtomicU32::new(1).inc(Relaxed);
    AtomicI64::new(-1).inc(Relaxed);
    AtomicU64::new(1).inc(Relaxed);
    AtomicIsize::new(-1).inc(Relaxed);
    AtomicUsize::new(1).inc(Relaxed);
}
