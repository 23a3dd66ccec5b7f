// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reference counts out of line, for languages that cannot include <lkmm/refcount.h>. */
#include "define.h"

#include <lkmm/refcount.h>

#define COUNT (lkmm_refcount_t *r)
#define SOME (int i, lkmm_refcount_t *r)

LKMM_FUNCTION(void, refcount_set, (lkmm_refcount_t *r, int n), (r, n))
LKMM_FUNCTION(void, refcount_set_release, (lkmm_refcount_t *r, int n), (r, n))
LKMM_FUNCTION(unsigned int, refcount_read, (const lkmm_refcount_t *r), (r))
LKMM_FUNCTION(void, refcount_add, SOME, (i, r))
LKMM_FUNCTION(bool, refcount_add_not_zero, SOME, (i, r))
LKMM_FUNCTION(bool, refcount_add_not_zero_acquire, SOME, (i, r))
LKMM_FUNCTION(void, refcount_inc, COUNT, (r))
LKMM_FUNCTION(bool, refcount_inc_not_zero, COUNT, (r))
LKMM_FUNCTION(bool, refcount_inc_not_zero_acquire, COUNT, (r))
LKMM_FUNCTION(bool, refcount_sub_and_test, SOME, (i, r))
LKMM_FUNCTION(void, refcount_dec, COUNT, (r))
LKMM_FUNCTION(bool, refcount_dec_and_test, COUNT, (r))
LKMM_FUNCTION(bool, refcount_dec_if_one, COUNT, (r))
LKMM_FUNCTION(bool, refcount_dec_not_one, COUNT, (r))
