// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Methods of arrays and slices, as core::slice has them.

pub mod slice {
    pub fn swap<T: Copy>(s: &mut [T], a: usize, b: usize) {
        let old = s[a];
        s[a] = s[b];
        s[b] = old;
    }

    pub fn fill<T: Copy>(s: &mut [T], v: T) {
        for e in s.iter_mut() {
            *e = v;
        }
    }

    pub fn contains<T: Copy + PartialEq>(s: &[T], v: &T) -> bool {
        s.iter().any(|e| *e == *v)
    }

    pub fn reverse<T: Copy>(s: &mut [T]) {
        let n = s.len();
        for i in 0..n / 2 {
            let old = s[i];
            s[i] = s[n - 1 - i];
            s[n - 1 - i] = old;
        }
    }

    pub fn copy_from_slice<T: Copy>(s: &mut [T], from: &[T]) {
        assert!(s.len() == from.len());
        for (to, v) in s.iter_mut().zip(from) {
            *to = *v;
        }
    }

    pub fn clone_from_slice<T: Copy>(s: &mut [T], from: &[T]) {
        assert!(s.len() == from.len());
        for (to, v) in s.iter_mut().zip(from) {
            *to = *v;
        }
    }
}
