// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The kernel's names, as its code uses them: `use kernel::sync::...` with another crate.

use std::mem::{align_of, size_of};
use std::ptr;
use std::rc::Rc;
use std::sync::Barrier;
use std::thread;

use lkmm::sync::atomic::ordering::{AcquireOrRelaxed, Ordering, OrderingType, ReleaseOrRelaxed};
use lkmm::sync::atomic::{
    atomic_load, atomic_store, cmpxchg, xchg, Acquire, Atomic, AtomicAdd, AtomicFlag, AtomicImpl,
    AtomicType, Full, Relaxed, Release,
};
use lkmm::sync::{barrier, SetOnce};

#[test]
fn representations() {
    fn check<T, R: AtomicImpl>()
    where
        T: AtomicType<Repr = R>,
    {
        assert_eq!(size_of::<T>(), size_of::<R>());
        assert_eq!(align_of::<T>(), align_of::<R>());
        assert_eq!(size_of::<R>(), size_of::<R::Delta>());
    }

    check::<bool, i8>();
    check::<i8, i8>();
    check::<i16, i16>();
    check::<i32, i32>();
    check::<i64, i64>();
    check::<*mut u8, *const core::ffi::c_void>();
    check::<*const String, *const core::ffi::c_void>();
}

#[test]
fn orderings_are_constants() {
    fn which<O: Ordering>(_: O) -> OrderingType {
        O::TYPE
    }
    fn of_load<O: AcquireOrRelaxed>(order: O) -> OrderingType {
        which(order)
    }
    fn of_store<O: ReleaseOrRelaxed>(order: O) -> OrderingType {
        which(order)
    }

    assert_eq!(which(Full), OrderingType::Full);
    assert_eq!(of_load(Acquire), OrderingType::Acquire);
    assert_eq!(of_store(Release), OrderingType::Release);
    assert_eq!(of_load(Relaxed), OrderingType::Relaxed);
}

/// Only even numbers can be added, of one type or another.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
struct Even(i32);

// SAFETY: `Even` is transparent.
unsafe impl AtomicType for Even {
    type Repr = i32;
}

// SAFETY: the sum of even numbers is even.
unsafe impl AtomicAdd for Even {
    fn rhs_into_delta(rhs: Even) -> i32 {
        rhs.0
    }
}

// SAFETY: the sum of even numbers is even.
unsafe impl AtomicAdd<u8> for Even {
    fn rhs_into_delta(rhs: u8) -> i32 {
        i32::from(rhs) * 2
    }
}

#[test]
fn several_addends() {
    let v = Atomic::new(Even(i32::MAX - 1));

    assert_eq!(v.fetch_add(Even(4), Full), Even(i32::MAX - 1));
    assert_eq!(v.load(Relaxed), Even(i32::MIN + 2));
    v.add(3_u8, Relaxed);
    assert_eq!(v.fetch_sub(Even(2), Release), Even(i32::MIN + 8));
    v.sub(2_u8, Relaxed);
    assert_eq!(v.add_return(1_u8, Acquire), Even(i32::MIN + 4));
    assert!(v.add_negative(0_u8, Full));
    assert!(!v.add_unless(1_u8, Even(i32::MIN + 4), Full));
    assert_eq!(v.into_inner(), Even(i32::MIN + 4));
}

#[test]
fn objects_behind_pointers() {
    let mut x = -1_i8;
    let p = &raw mut x;

    // SAFETY: `x` is ours.
    unsafe {
        assert_eq!(atomic_load(p, Acquire), -1);
        atomic_store(p, 3, Release);
        assert_eq!(xchg(p, 4, Full), 3);
        assert_eq!(cmpxchg(p, 3, 5, Relaxed), Err(4));
        assert_eq!(cmpxchg(p, 4, i8::MIN, Full), Ok(4));
    }
    assert_eq!(x, i8::MIN);

    let mut target = 5;
    let mut pointer: *const i32 = ptr::null();
    // SAFETY: `pointer` is ours, and it points to `target`, or nowhere.
    unsafe {
        atomic_store(&mut pointer, &target, Release);
        assert_eq!(*atomic_load(&mut pointer, Acquire), 5);
        assert_eq!(xchg(&mut pointer, ptr::null(), Full), &raw const target);
    }
    target += 1;
    assert!(pointer.is_null() && target == 6);
}

#[test]
fn flags() {
    static FLAG: AtomicFlag = AtomicFlag::new(true);
    let mut flag = AtomicFlag::default();

    assert!(FLAG.load(Acquire));
    FLAG.store(false, Release);
    assert!(!FLAG.xchg(true, Full));
    assert_eq!(FLAG.cmpxchg(false, true, Full), Err(true));
    assert_eq!(FLAG.cmpxchg(true, false, Acquire), Ok(true));
    assert!(!FLAG.load(Relaxed));

    *flag.get_mut() = true;
    assert_eq!(format!("{flag:?}"), "true");
    assert!(matches!(size_of::<AtomicFlag>(), 1 | 4));
    assert_eq!(align_of::<AtomicFlag>(), size_of::<AtomicFlag>());
}

/// One thread of many takes the flag.
#[test]
fn flags_are_taken_once() {
    let (flag, start) = (AtomicFlag::new(false), Barrier::new(4));

    let taken: usize = thread::scope(|s| {
        let threads = [(); 4].map(|()| {
            s.spawn(|| {
                start.wait();
                usize::from(!flag.xchg(true, Full))
            })
        });
        threads.map(|t| t.join().unwrap()).into_iter().sum()
    });
    assert_eq!(taken, 1);
}

#[test]
fn barriers() {
    barrier::smp_mb(barrier::Full);
    barrier::smp_mb(Full);
    barrier::smp_mb(barrier::Read);
    barrier::smp_mb(barrier::ordering::Write);
    barrier::mb(barrier::Full);
    barrier::mb(barrier::Read);
    barrier::mb(barrier::Write);
    barrier::dma_mb(barrier::Full);
    barrier::dma_mb(barrier::Read);
    barrier::dma_mb(barrier::Write);
}

/// One value wins, all threads see it whole, and each value is dropped once.
#[test]
fn set_once() {
    static ONCE: SetOnce<Vec<usize>> = SetOnce::new();
    let start = Barrier::new(4);

    let set: usize = thread::scope(|s| {
        let threads = [0, 1, 2, 3].map(|id| {
            let start = &start;
            s.spawn(move || {
                start.wait();
                let won = ONCE.populate(vec![id; 100]);
                if let Some(value) = ONCE.as_ref() {
                    assert!(value.len() == 100 && value.iter().all(|v| *v == value[0]));
                    assert!(!won || value[0] == id);
                } else {
                    assert!(!won);
                }
                usize::from(won)
            })
        });
        threads.map(|t| t.join().unwrap()).into_iter().sum()
    });
    assert_eq!(set, 1);
    assert_eq!(ONCE.as_ref().map(Vec::len), Some(100));
}

#[test]
fn set_once_drops() {
    let (first, second) = (Rc::new(1), Rc::new(2));
    let once = SetOnce::default();

    assert_eq!(format!("{once:?}"), "SetOnce(None)");
    assert!(once.populate(first.clone()));
    assert!(!once.populate(second.clone()));
    assert_eq!(
        (Rc::strong_count(&first), Rc::strong_count(&second)),
        (2, 1)
    );
    assert_eq!(format!("{once:?}"), "SetOnce(Some(1))");
    drop(once);
    assert_eq!(Rc::strong_count(&first), 1);
    drop(SetOnce::<Rc<u8>>::new());
    assert_eq!(SetOnce::<u8>::new().copy(), None);
}
