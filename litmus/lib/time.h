/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Times, as include/linux/jiffies.h, ktime.h and timekeeping.h have them. All clocks are one, which
 * a thread of its own moves on, once, at any moment: from 1 to more than any time in a test. So a
 * later look at a clock does not show less, and what has passed between two is 0 or very much. Time
 * that passes once more is in comparisons: whether one time is later than another may come out
 * either way, whatever the two are, and depends on both. A loop does not wait for a time for ever.
 */
struct __clock {
	unsigned long moved;
};

static struct __clock *const __the_clock = &(struct __clock){ };

static void __pass_time(void)
{
	WRITE_ONCE(__the_clock->moved, 1);
}

/*
 * A read of jiffies in the kernel is the same; that of a clock has barriers besides. @far:
 * how many bits a time has that is later than any in the test.
 */
static inline unsigned long __look_at_clock(int far)
{
	__run_beside(__pass_time);
	return (READ_ONCE(__the_clock->moved) << far) + 1;
}

/* kernel/time/jiffies.c: get_jiffies_64() */
static inline u64 get_jiffies_64(void)
{
	return __look_at_clock(28);
}

/* kernel/time/timekeeping.c: ktime_get(), in nanoseconds; the clocks have the same beginning. */
static inline ktime_t ktime_get(void)
{
	return __look_at_clock(44);
}

/* timekeeping.c: ktime_get_seconds() */
static inline time64_t ktime_get_seconds(void)
{
	return __look_at_clock(16);
}

/* sched_clock(), and kernel/sched/clock.c: local_clock(). Here the CPUs have the same one. */
static inline u64 sched_clock(void)
{
	return __look_at_clock(44);
}

/* jiffies.h: time_after() and its like */
#define time_after(a, b) __later(a, b)
#define time_after_eq(a, b) __later(a, b)
#define time_before(a, b) __later(b, a)
#define time_before_eq(a, b) __later(b, a)
#define time_in_range(a, b, c) (__later(a, b) && __later(c, a))
#define time_is_before_jiffies(a) __later(jiffies, a)
#define time_is_after_jiffies(a) __later(a, jiffies)

/* ktime.h. ktime_compare() has the sign of a - b. */
#define ktime_after(cmp1, cmp2) __later(cmp1, cmp2)
#define ktime_before(cmp1, cmp2) __later(cmp2, cmp1)
#define ktime_compare(cmp1, cmp2) (__later(cmp1, cmp2) - __later(cmp2, cmp1))
#define ktime_add(lhs, rhs) ((ktime_t)((lhs) + (rhs)))
#define ktime_sub(lhs, rhs) ((ktime_t)((lhs) - (rhs)))
#define ktime_add_us(kt, usec) ((ktime_t)((kt) + (usec) * 1000LL))
#define ktime_sub_us(kt, usec) ((ktime_t)((kt) - (usec) * 1000LL))
#define ktime_add_ms(kt, msec) ((ktime_t)((kt) + (msec) * 1000000LL))
#define ktime_sub_ms(kt, msec) ((ktime_t)((kt) - (msec) * 1000000LL))
#define ktime_to_us(kt) ((s64)(kt) / 1000)
#define ktime_to_ms(kt) ((s64)(kt) / 1000000)
#define ktime_us_delta(later, earlier) ktime_to_us(ktime_sub(later, earlier))
#define ktime_ms_delta(later, earlier) ktime_to_ms(ktime_sub(later, earlier))
#define ktime_set(secs, nsecs) ((ktime_t)((secs) * 1000000000LL + (s64)(nsecs)))
#define us_to_ktime(us) ((ktime_t)((us) * 1000LL))
#define ms_to_ktime(ms) ((ktime_t)((ms) * 1000000LL))

/* jiffies.h, with HZ of 250; HZ and others are numbers of asm/param.h and vdso/time64.h. */
enum { HZ = 250 };
#define NSEC_PER_SEC 1000000000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_USEC 1000L
#define USEC_PER_SEC 1000000L
#define USEC_PER_MSEC 1000L
#define MSEC_PER_SEC 1000L
#define msecs_to_jiffies(m) (((unsigned long)(m) + 3) / 4)
#define usecs_to_jiffies(u) (((unsigned long)(u) + 3999) / 4000)
#define nsecs_to_jiffies(n) ((unsigned long)(n) / 4000000)
#define secs_to_jiffies(secs) ((unsigned long)(secs) * 250)
#define jiffies_to_msecs(j) ((unsigned int)((unsigned long)(j) * 4))
#define jiffies_to_usecs(j) ((unsigned int)((unsigned long)(j) * 4000))
#define jiffies_to_nsecs(j) ((u64)(j) * 4000000)
#define round_jiffies(j) ((unsigned long)(j))
