/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Pointers that RCU protects, as include/linux/rcupdate.h has them, and what is checked there. */

/* rcu_replace_pointer(). A plain read, then a release. */
#define __rcu_replace(rcu_ptr, ptr, old) \
	({ \
		typeof(ptr) old = (rcu_ptr); \
		rcu_assign_pointer(rcu_ptr, ptr); \
		old; \
	})
#define rcu_replace_pointer(rcu_ptr, ptr, c) __rcu_replace(rcu_ptr, ptr, __UNIQUE_ID(__old))

/* include/linux/rtnetlink.h */
#define rcu_replace_pointer_rtnl(rcu_ptr, ptr) rcu_replace_pointer(rcu_ptr, ptr, 1)

/* rcu_swap_protected(). The same, and the old pointer becomes ptr. */
#define rcu_swap_protected(rcu_ptr, ptr, c) \
	do { \
		(ptr) = rcu_replace_pointer(rcu_ptr, ptr, c); \
	} while (0)

/* What lockdep knows of critical sections is not modelled. */
#define rcu_read_lock_held() 1
#define RCU_LOCKDEP_WARN(condition, text) ((void)0)
#define srcu_read_lock_held(ssp) 1

/* kernel/rcu/srcutree.c: a domain is ready at first. */
#define init_srcu_struct(ssp) 0
#define cleanup_srcu_struct(ssp) ((void)0)
