// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Indices that are in their bounds in speculation, too.

use crate::arch;

/// Returns `index` if it is less than `size`, else 0, also in speculation: behind a branch that
/// checks `index`, a CPU that predicts the branch wrongly uses 0, and not an address that `index`
/// chooses. It orders nothing.
///
/// `size` is at most `isize::MAX`, as the length of every slice of anything is.
///
/// ```
/// let table = [1, 2, 3];
/// let index = 2;
///
/// if index < table.len() {
///     assert_eq!(table[lkmm::array_index_nospec(index, table.len())], 3);
/// }
/// assert_eq!(lkmm::array_index_nospec(3, table.len()), 0);
/// ```
#[inline(always)]
pub fn array_index_nospec(index: usize, size: usize) -> usize {
    let index = index & arch::mask(index, size);

    arch::index();
    index
}

/// The mask where an architecture has no better: the sign of neither `index` nor
/// `size - 1 - index` is set.
#[allow(dead_code)]
#[inline(always)]
pub(crate) fn mask_by_sign(index: usize, size: usize) -> usize {
    let signs = (index | size.wrapping_sub(1).wrapping_sub(index)) as isize;

    (!signs >> (usize::BITS - 1)) as usize
}
