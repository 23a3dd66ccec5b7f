/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* include/linux/rcupdate.h: rcu_replace_pointer(). A plain read, then a release. */
#define rcu_replace_pointer(rcu_ptr, ptr, c) \
	({ \
		__old = (rcu_ptr); \
		rcu_assign_pointer(rcu_ptr, ptr); \
		__old; \
	})
