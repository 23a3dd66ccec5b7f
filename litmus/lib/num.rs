// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Methods of integers, as core::num has them. Each is a function of the integer, of any type T.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordering {
    Less = -1,
    Equal = 0,
    Greater = 1,
}

impl Ordering {
    pub fn is_lt(self) -> bool {
        self == Ordering::Less
    }

    pub fn is_eq(self) -> bool {
        self == Ordering::Equal
    }

    pub fn is_gt(self) -> bool {
        self == Ordering::Greater
    }

    pub fn reverse(self) -> Ordering {
        match self {
            Ordering::Less => Ordering::Greater,
            Ordering::Equal => Ordering::Equal,
            Ordering::Greater => Ordering::Less,
        }
    }
}

pub mod num {
    pub fn cmp<T>(v: T, other: &T) -> Ordering {
        if v < *other {
            Ordering::Less
        } else if v == *other {
            Ordering::Equal
        } else {
            Ordering::Greater
        }
    }

    pub fn count_zeros<T>(v: T) -> u32 {
        (!v).count_ones()
    }

    pub fn trailing_ones<T>(v: T) -> u32 {
        (!v).trailing_zeros()
    }

    pub fn leading_ones<T>(v: T) -> u32 {
        (!v).leading_zeros()
    }

    pub fn rotate_left<T>(v: T, n: u32) -> T {
        let v = ((v as u64) << (64 - T::BITS)) >> (64 - T::BITS);
        ((v << (n % T::BITS)) | (v >> ((T::BITS - n % T::BITS) % T::BITS))) as T
    }

    pub fn rotate_right<T>(v: T, n: u32) -> T {
        v.rotate_left(T::BITS - n % T::BITS)
    }

    pub fn swap_bytes<T>(v: T) -> T {
        let v = (v as u64) << (64 - T::BITS);
        let v = ((v >> 8) & 0x00ff00ff00ff00ff) | ((v & 0x00ff00ff00ff00ff) << 8);
        let v = ((v >> 16) & 0x0000ffff0000ffff) | ((v & 0x0000ffff0000ffff) << 16);
        ((v >> 32) | (v << 32)) as T
    }

    /// Panics if v is not positive.
    pub fn ilog2<T>(v: T) -> u32 {
        assert!(v > 0);
        T::BITS - 1 - v.leading_zeros()
    }

    /// None if v is not positive.
    pub fn checked_ilog2<T>(v: T) -> Option<u32> {
        if v > 0 { Some(T::BITS - 1 - v.leading_zeros()) } else { None }
    }

    /// How often v can be divided. Panics if v is not positive, or base is less than 2.
    pub fn ilog<T>(v: T, base: T) -> u32 {
        assert!(v > 0 && base >= 2);
        let mut rest = v / base;
        let mut n = 0;
        while rest > 0 {
            rest = rest / base;
            n += 1;
        }
        n
    }

    pub fn checked_ilog<T>(v: T, base: T) -> Option<u32> {
        if v > 0 && base >= 2 { Some(v.ilog(base)) } else { None }
    }

    pub fn ilog10<T>(v: T) -> u32 {
        v.ilog(10 as T)
    }

    pub fn checked_ilog10<T>(v: T) -> Option<u32> {
        v.checked_ilog(10 as T)
    }

    /// The square root, a bit at a time from the highest one. Panics if v is negative.
    pub fn isqrt<T>(v: T) -> T {
        assert!(v >= 0);
        let mut root = 0u64;
        let mut bit = 1u64 << (T::BITS / 2 - 1);
        while bit > 0 {
            let next = root | bit;
            root = root + bit * ((next <= (v as u64) / next) as u64);
            bit = bit >> 1;
        }
        root as T
    }

    /// The bits of n say which of v, v^2, v^4 and so on are factors. What follows has no
    /// dependency on n: the branches on it end here.
    pub fn wrapping_pow<T>(v: T, n: u32) -> T {
        let mut factor = v;
        let mut bits = n;
        let mut product = 1 as T;
        while bits > 0 {
            if bits & 1 == 1 {
                product = product.wrapping_mul(factor);
            }
            bits = bits >> 1;
            if bits > 0 {
                factor = factor.wrapping_mul(factor);
            }
        }
        product
    }

    pub fn pow<T>(v: T, n: u32) -> T {
        v.wrapping_pow(n)
    }

    pub fn reverse_bits<T>(v: T) -> T {
        let v = v.swap_bytes() as u64;
        let v = ((v >> 4) & 0x0f0f0f0f0f0f0f0f) | ((v & 0x0f0f0f0f0f0f0f0f) << 4);
        let v = ((v >> 2) & 0x3333333333333333) | ((v & 0x3333333333333333) << 2);
        (((v >> 1) & 0x5555555555555555) | ((v & 0x5555555555555555) << 1)) as T
    }

    pub fn next_power_of_two<T>(v: T) -> T {
        (1 as T) << (T::BITS - (v.max(1) - 1).leading_zeros())
    }

    pub fn div_ceil<T>(v: T, by: T) -> T {
        v / by + (v % by != 0) as T
    }

    pub fn next_multiple_of<T>(v: T, of: T) -> T {
        let rest = v % of;
        if rest == 0 { v } else { v + (of - rest) }
    }

    pub fn rem_euclid<T>(v: T, by: T) -> T {
        let rest = v % by;
        if rest >= 0 { rest } else if by < 0 { rest - by } else { rest + by }
    }

    pub fn div_euclid<T>(v: T, by: T) -> T {
        let whole = v / by;
        if v % by >= 0 { whole } else if by < 0 { whole + 1 } else { whole - 1 }
    }

    pub fn signum<T>(v: T) -> T {
        (v > 0) as T - (v < 0) as T
    }

    pub fn is_negative<T>(v: T) -> bool {
        v < 0
    }

    pub fn is_positive<T>(v: T) -> bool {
        v > 0
    }

    /// Ord::clamp(). Panics if min is larger than max.
    pub fn clamp<T>(v: T, min: T, max: T) -> T {
        assert!(min <= max);
        v.max(min).min(max)
    }
}
