// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A channel between two threads, as drivers have it: it gives back what has no room, and both
//! sides try again. FAULT 1: an item is published without ordering. 2: a place is given back
//! without ordering. 3: it is full too late.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
#![no_std]

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use lkmm::{verify, Acquire, AtomicU32, Relaxed, Release};

struct Channel<T, const N: usize> {
    head: AtomicU32,
    tail: AtomicU32,
    slots: [UnsafeCell<MaybeUninit<T>>; N],
}

// SAFETY: a slot belongs to the producer up to head, and from there to the consumer up to tail.
unsafe impl<T: Send, const N: usize> Sync for Channel<T, N> {}

impl<T: Copy, const N: usize> Channel<T, N> {
    const fn new() -> Self {
        Channel {
            head: AtomicU32::new(0),
            tail: AtomicU32::new(0),
            slots: [const { UnsafeCell::new(MaybeUninit::uninit()) }; N],
        }
    }

    fn push(&self, value: T) -> Result<(), T> {
        let head = self.head.load(Relaxed);
        let room = if cfg!(fault = "3") {
            N as u32 + 1
        } else {
            N as u32
        };

        if head.wrapping_sub(self.tail.load(Acquire)) == room {
            return Err(value);
        }
        // SAFETY: the slot is the producer's.
        unsafe { (*self.slots[head as usize % N].get()).write(value) };
        if cfg!(fault = "1") {
            self.head.store(head.wrapping_add(1), Relaxed);
        } else {
            self.head.store(head.wrapping_add(1), Release);
        }
        Ok(())
    }

    fn pop(&self) -> Option<T> {
        let tail = self.tail.load(Relaxed);

        if tail == self.head.load(Acquire) {
            return None;
        }
        // SAFETY: the slot is the consumer's, and has been written.
        let value = unsafe { (*self.slots[tail as usize % N].get()).assume_init() };
        if cfg!(fault = "2") {
            self.tail.store(tail.wrapping_add(1), Relaxed);
        } else {
            self.tail.store(tail.wrapping_add(1), Release);
        }
        Some(value)
    }
}

static CHANNEL: Channel<u32, 2> = Channel::new();

extern "C" fn produce(channel: &'static Channel<u32, 2>) {
    for i in 0..3 {
        while channel.push(i).is_err() {}
    }
}

extern "C" fn consume(channel: &'static Channel<u32, 2>) {
    for i in 0..3 {
        let value = loop {
            if let Some(value) = channel.pop() {
                break value;
            }
        };
        assert!(value == i);
    }
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let producer = verify::spawn(produce, &CHANNEL);
    let consumer = verify::spawn(consume, &CHANNEL);

    producer.join();
    consumer.join();
    0
}
