// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Methods of Option and Result, as core::option and core::result have them.

pub mod option {
    use super::*;

    pub struct IntoIter<T> {
        value: Option<T>,
    }

    impl<T> Iterator for IntoIter<T> {
        type Item = T;

        fn next(&mut self) -> Option<T> {
            self.value.take()
        }
    }

    pub fn into_iter<T>(o: Option<T>) -> IntoIter<T> {
        IntoIter { value: o }
    }

    pub fn iter<T>(o: &Option<T>) -> IntoIter<&T> {
        IntoIter { value: o.as_ref() }
    }

    pub fn clone<T: Clone>(o: &Option<T>) -> Option<T> {
        match o {
            Some(v) => Some(v.clone()),
            None => None,
        }
    }

    pub fn as_deref<T: Deref>(o: &Option<T>) -> Option<&T::Target> {
        match o {
            Some(v) => Some(&**v),
            None => None,
        }
    }

    pub fn as_deref_mut<T: DerefMut>(o: &mut Option<T>) -> Option<&mut T::Target> {
        match o {
            Some(v) => Some(&mut **v),
            None => None,
        }
    }

    pub fn filter<T, P: FnOnce(&T) -> bool>(o: Option<T>, predicate: P) -> Option<T> {
        if let Some(v) = o {
            if predicate(&v) {
                return Some(v);
            }
        }
        None
    }

    pub fn and<T, U>(o: Option<T>, other: Option<U>) -> Option<U> {
        if o.is_some() { other } else { None }
    }

    pub fn xor<T>(o: Option<T>, other: Option<T>) -> Option<T> {
        match (o.is_some(), other.is_some()) {
            (true, false) => o,
            (false, true) => other,
            _ => None,
        }
    }

    pub fn zip<T, U>(o: Option<T>, other: Option<U>) -> Option<(T, U)> {
        if let Some(v) = o {
            if let Some(w) = other {
                return Some((v, w));
            }
        }
        None
    }

    pub fn inspect<T, F: FnOnce(&T)>(o: Option<T>, f: F) -> Option<T> {
        if let Some(v) = o {
            f(&v);
            return Some(v);
        }
        None
    }

    pub fn flatten<T>(o: Option<Option<T>>) -> Option<T> {
        match o {
            Some(v) => v,
            None => None,
        }
    }

    pub fn transpose<T, E>(o: Option<Result<T, E>>) -> Result<Option<T>, E> {
        match o {
            Some(Ok(v)) => Ok(Some(v)),
            Some(Err(e)) => Err(e),
            None => Ok(None),
        }
    }

    pub fn unzip<T, U>(o: Option<(T, U)>) -> (Option<T>, Option<U>) {
        match o {
            Some((a, b)) => (Some(a), Some(b)),
            None => (None, None),
        }
    }

    pub fn take_if<T, P: FnOnce(&mut T) -> bool>(o: &mut Option<T>, predicate: P) -> Option<T> {
        if o.as_mut().map_or(false, predicate) { o.take() } else { None }
    }

    pub fn replace<T>(o: &mut Option<T>, v: T) -> Option<T> {
        core::mem::replace(o, Some(v))
    }

    pub fn insert<T>(o: &mut Option<T>, v: T) -> &mut T {
        *o = Some(v);
        o.as_mut().unwrap()
    }

    pub fn get_or_insert<T>(o: &mut Option<T>, v: T) -> &mut T {
        if o.is_none() {
            *o = Some(v);
        }
        o.as_mut().unwrap()
    }

    pub fn get_or_insert_with<T, F: FnOnce() -> T>(o: &mut Option<T>, f: F) -> &mut T {
        if o.is_none() {
            *o = Some(f());
        }
        o.as_mut().unwrap()
    }
}

pub mod result {
    pub fn flatten<T, E>(r: Result<Result<T, E>, E>) -> Result<T, E> {
        match r {
            Ok(v) => v,
            Err(e) => Err(e),
        }
    }

    pub fn transpose<T, E>(r: Result<Option<T>, E>) -> Option<Result<T, E>> {
        match r {
            Ok(Some(v)) => Some(Ok(v)),
            Ok(None) => None,
            Err(e) => Some(Err(e)),
        }
    }

    pub fn and<T, U, E>(r: Result<T, E>, other: Result<U, E>) -> Result<U, E> {
        match r {
            Ok(_) => other,
            Err(e) => Err(e),
        }
    }

    pub fn is_err_and<T, E, F: FnOnce(E) -> bool>(r: Result<T, E>, f: F) -> bool {
        match r {
            Ok(_) => false,
            Err(e) => f(e),
        }
    }

    pub fn inspect<T, E, F: FnOnce(&T)>(r: Result<T, E>, f: F) -> Result<T, E> {
        match r {
            Ok(v) => {
                f(&v);
                Ok(v)
            }
            Err(e) => Err(e),
        }
    }

    pub fn inspect_err<T, E, F: FnOnce(&E)>(r: Result<T, E>, f: F) -> Result<T, E> {
        match r {
            Ok(v) => Ok(v),
            Err(e) => {
                f(&e);
                Err(e)
            }
        }
    }
}
