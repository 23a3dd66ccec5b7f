/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* From a member to the structure it is in. */
#ifndef __LKMM_LINUX_CONTAINER_OF_H
#define __LKMM_LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>

#define container_of(ptr, type, member) __extension__ ({					\
	void *__lkmm_member = (void *)(ptr);							\
	_Static_assert(__same_type(*(ptr), ((type *)0)->member) || __same_type(*(ptr), void),	\
		       "container_of(): not a pointer to that member");				\
	(type *)((char *)__lkmm_member - offsetof(type, member));				\
})

#endif
