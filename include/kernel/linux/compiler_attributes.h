/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The kernel's names for attributes. */
#ifndef __LKMM_LINUX_COMPILER_ATTRIBUTES_H
#define __LKMM_LINUX_COMPILER_ATTRIBUTES_H

/* libc and the system's <linux/stddef.h> also define __always_inline. */
#undef __always_inline
#define __always_inline inline __attribute__((__always_inline__))

#define __must_check __attribute__((__warn_unused_result__))

/*
 * C++ libraries use some of these names themselves. The kernel's __used is missing: <spawn.h> has a
 * member of that name.
 */
#ifndef __cplusplus
# define __alias(symbol) __attribute__((__alias__(#symbol)))
# define __aligned(x) __attribute__((__aligned__(x)))
# define __always_unused __attribute__((__unused__))
# define __cold __attribute__((__cold__))
# define __maybe_unused __attribute__((__unused__))
# define __noreturn __attribute__((__noreturn__))
# define __packed __attribute__((__packed__))
# define __printf(a, b) __attribute__((__format__(printf, a, b)))
# define __pure __attribute__((__pure__))
# define __section(name) __attribute__((__section__(name)))
# define __weak __attribute__((__weak__))
# undef __attribute_const__
# define __attribute_const__ __attribute__((__const__))
# define noinline __attribute__((__noinline__))
# define fallthrough __attribute__((__fallthrough__))
# define __visible __attribute__((__externally_visible__))
# define __malloc __attribute__((__malloc__))
# define __mode(x) __attribute__((__mode__(x)))
# define __gnu_inline __attribute__((__gnu_inline__))
# define __flatten __attribute__((__flatten__))
# define __assume_aligned(...) __attribute__((__assume_aligned__(__VA_ARGS__)))
# define __scanf(a, b) __attribute__((__format__(scanf, a, b)))
# define __cleanup(function) __attribute__((__cleanup__(function)))
# define __no_fortify
# define __designated_init
# define __preserve_most
# define __no_profile
# define __nocfi
# define __signed_wrap
# define __nonstring
# define __latent_entropy
# define __alloc_size(...)
# define __realloc_size(...)
# define __counted_by(member)
# define __must_be_cstr(s) 0
# define __diag_push()
# define __diag_pop()
# define __diag_ignore_all(option, comment)
# define __diag_ignore(compiler, version, option, comment)
#endif

#endif
