/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The runtime of a litmus test: the code that "lkmm run" writes for each test includes this.
 *
 * A process is a function that runs through a batch of instances of its test, each with separate
 * objects: variables, arrays and structs. All processes of the test do so at the same time, each in
 * a thread.
 */
#ifndef LKMM_RUN_H
#define LKMM_RUN_H

#include <lkmm/atomic.h>

#ifdef __KERNEL__
#include <linux/random.h>
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUN_MAX_THREADS = 64, RUN_MAX_VALUES = 256, RUN_LINE = 64 };

/* The progress of a thread, on a separate cache line. */
struct run_progress {
	_Alignas(RUN_LINE) int instance;
	int ended;			/* the last one that it is done with, if others ask */
};

struct run_batch {
	int n;				/* instances */
	char *const *place;		/* of each object's first instance */
	size_t stride;			/* from one instance to the next */
	int64_t *const *out;		/* of each thread: its observed values, by instance */
	int nthreads;
	int in_step;			/* the threads wait for one another every so many instances;
					 * 0: never */
	int yield;			/* the CPU is left to others every so many instances; 0:
					 * never */
	int delay[RUN_MAX_THREADS];	/* turns of a loop, before each instance */
	uint32_t fetch[RUN_MAX_THREADS];	/* objects to be fetched ahead, a bit each */
	struct run_progress *progress;
	/* of each thread: the values of the loads of its perpetual form, by turn */
	uint32_t *const *log;
};

/* Where the object @object of the instance @i is. */
static inline void *run_at(const struct run_batch *b, int object, int i)
{
	return b->place[object] + (size_t)i * b->stride;
}

/* Operators that count bits: a kernel has no library of the compiler's for them. */
static inline int run_popcount(uint64_t v)
{
	v -= (v >> 1) & 0x5555555555555555;
	v = (v & 0x3333333333333333) + ((v >> 2) & 0x3333333333333333);
	v = (v + (v >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (int)(v * 0x0101010101010101 >> 56);
}

static inline int run_ctz(uint64_t v)
{
	return run_popcount(~v & (v - 1));
}

static inline int run_clz(uint64_t v)
{
	for (int n = 1; n < 64; n *= 2)
		v |= v >> n;
	return 64 - run_popcount(v);
}

static inline void run_pause(void)
{
	lkmm_cpu_relax();
}

/*
 * Freed memory stays until all threads are done with the instance: a test may use it by mistake.
 */
static inline void run_free(long address)
{
	__asm__ volatile("" : : "r"(address) : "memory");
}

/* 0 or 1, at random; it depends on @value, which nobody knows to be the same twice. */
static inline int run_choice(int64_t value)
{
	unsigned int low = (unsigned int)value, same = low, random;
#ifdef __KERNEL__
	random = get_random_u32();
#else
	static _Thread_local unsigned int state;

	random = state = state * 1664525 + 1013904223;
#endif
	__asm__("" : "+r"(same));
	return (int)(random >> 31 ^ (low - same));
}

/* In turns of a test's loop: lets other threads run while this one waits. */
void run_turn(void);

/*
 * Notes where the thread stands before it waits, as "mutex_lock(), line 4": for the report of a
 * test that does not end. NULL: it is through with the instance.
 */
#ifdef __KERNEL__
void run_stand(const char *where);
#else
struct run_post {
	const char *where;
	uint64_t moves, yields;		/* how often it came to another place; let others run */
};

extern _Thread_local volatile struct run_post *run_post;

static inline void run_stand(const char *where)
{
	run_post->moves += run_post->where != where;
	run_post->where = where;
}
#endif

void run_yield(void);

/*
 * The next instance begins. A process may have ended with a lock taken, which in a kernel would
 * keep its CPU from ever being left.
 */
#ifdef __KERNEL__
void run_settle(void);
#else
static inline void run_settle(void)
{
	run_post->moves++;
}
#endif

enum { RUN_AHEAD = 2 };

/* Has the objects @which of the instance @i in the cache by the time they are needed. */
static inline void run_fetch(const struct run_batch *b, uint32_t which, int i)
{
	for (int l = 0; which; l++, which >>= 1)
		if (which & 1)
			__builtin_prefetch(b->place[l] + (size_t)(i < b->n ? i : 0) * b->stride);
}

/* The thread @thread is about to run the instance @i. */
static inline void run_begin(const struct run_batch *b, int thread, int i)
{
	run_settle();
	if (b->fetch[thread])
		run_fetch(b, b->fetch[thread], i + RUN_AHEAD);
	if (b->in_step && !(i & (b->in_step - 1))) {
		__atomic_store_n(&b->progress[thread].instance, i, __ATOMIC_RELEASE);
		run_stand(NULL);
		for (int t = 0; t < b->nthreads; t++)
			while (__atomic_load_n(&b->progress[t].instance, __ATOMIC_ACQUIRE) < i)
				run_turn();
	}
	if (b->yield && !(i & (b->yield - 1)))
		run_yield();
	for (int k = 0; k < b->delay[thread]; k++)
		__asm__ volatile("");
}

/* Of a test with callbacks: the thread @thread is done with the instance @i. */
static inline void run_end(const struct run_batch *b, int thread, int i)
{
	__atomic_store_n(&b->progress[thread].ended, i, __ATOMIC_RELEASE);
}

static inline bool run_have_ended(const struct run_batch *b, int n, int i)
{
	for (int t = 0; t < n; t++)
		if (__atomic_load_n(&b->progress[t].ended, __ATOMIC_ACQUIRE) < i)
			return false;
	return true;
}

/* In a kernel a callback is posted when its grace period is over: waits for those on their way. */
#ifdef __KERNEL__
void run_land(void);
#else
static inline void run_land(void)
{
}
#endif

/*
 * The thread @thread runs a callback: it waits until that is posted at @posted, or no thread is
 * left that may post it in the instance @i.
 */
static inline void run_await(const struct run_batch *b, int thread, int i, const long *posted)
{
	run_stand(NULL);
	while (!__atomic_load_n(posted, __ATOMIC_RELAXED) && !run_have_ended(b, thread, i))
		run_turn();
	if (!__atomic_load_n(posted, __ATOMIC_RELAXED))
		run_land();
}

/*
 * The encoding of an address, @offset bytes from the start of the object @object: a number that no
 * test has. tool/run/read.c decodes it.
 */
#define RUN_ADDRESS (INT64_C(0x4b1d4) << 44)

enum { RUN_OFFSET_BITS = 22 };

static inline int64_t run_address(int object, int64_t offset)
{
	offset += 1 << (RUN_OFFSET_BITS - 1);
	return RUN_ADDRESS + ((int64_t)object << RUN_OFFSET_BITS) + offset;
}

/* Addresses that are computed may lie beside an object, and are still named after it. */
enum { RUN_BESIDE = 8 };

/* The value @v observed in instance @i, by name if it is an address in one of @n objects. */
static inline int64_t run_name(const struct run_batch *b, const size_t *size, int n, int i,
			       int64_t v)
{
	for (int beside = 0; beside <= RUN_BESIDE; beside += RUN_BESIDE) {
		for (int o = 0; o < n; o++) {
			int64_t offset = v - (int64_t)(intptr_t)run_at(b, o, i);

			if (offset >= -beside && offset < (int64_t)size[o] + beside)
				return run_address(o, offset);
		}
	}
	return v;
}

/* The bits of @v that a bit-field has, or a member of a union of another type. */
static inline int64_t run_part(int bits, int shift, bool is_unsigned, int64_t v)
{
	uint64_t u = (uint64_t)v << (64 - shift - bits);

	return is_unsigned ? (int64_t)(u >> (64 - bits)) : (int64_t)u >> (64 - bits);
}

/* A name with the form in which the code is compiled. */
#define RUN_PASTE(name, form) name##form
#define RUN_PASTE2(name, form) RUN_PASTE(name, form)
#define RUN_NAME(name) RUN_PASTE2(name, RUN_FORM)

typedef void run_process(const struct run_batch *b, int thread);

/* The ways in which each process is compiled. */
enum run_flavour {
	RUN_C_INLINE, RUN_C_OUTLINE, RUN_RUST_INLINE, RUN_RUST_OUTLINE, RUN_FLAVOURS
};

struct run_thread {
	run_process *process[RUN_FLAVOURS];	/* NULL: not compiled this way */
	int nout;			/* registers that are observed */
	run_process *perpetual[RUN_FLAVOURS];	/* goes round a single instance, on its own */
};

/*
 * The values that perpetual processes store and log, for a test that has this form:
 * emit/perpetual.c has the proof. The store number k of nstores to a variable, in turn i, writes i
 * << shift | k.
 */
struct run_written {
	int writer;			/* the thread, or -1 */
	int shift, nstores;
	int64_t value[64 + 1];		/* the first value, and those of the stores */
};

/* A value that is observed: that of a load, or, if .load is -1, a constant. */
struct run_observed {
	int thread, load;
	int64_t constant;
};

struct run_perpetual {
	const struct run_written *written;	/* of each variable */
	const struct run_observed *observed;
	const int *const *loads;	/* of each thread: the variables of its loads */
	const int *nloads;
};

struct run_test {
	const char *name;
	const struct run_thread *thread;
	const size_t *size;		/* of each object */
	/* first values; observed values */
	void (*init)(const struct run_batch *b, int i);
	void (*collect)(const struct run_batch *b, int i, int64_t *value);
	int nthreads, nobjects, nvalues;
	int nowns;			/* variables that stand for objects of a kernel's own */
	bool computes_addresses;	/* they may lie beside an object, which keep apart */
	bool sleeps;			/* waits for grace periods: batches are short */
	/* a thread sleeps until another wakes it up: both must be in the same instance */
	bool wakes;
	const struct run_perpetual *perpetual;	/* NULL: the test has no such form */
};

extern const struct run_test *const run_tests[];
extern const int run_ntests;

#endif
