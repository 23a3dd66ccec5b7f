/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The objects that all threads share, and the work of a thread on them. work.c has it in C,
 * compiled twice (inline, and as calls of liblkmm); rust/lib.rs has it in Rust, and repeats these
 * structures.
 */
#ifndef DEMO_SHARED_H
#define DEMO_SHARED_H

#include <lkmm/atomic.h>

#define DEMO_CACHELINE __attribute__((__aligned__(64)))

/* Objects that live as long as somebody has a reference to them. */
struct counted {
	lkmm_atomic_t references;
	uint32_t alive;		/* plain: 1 until it is freed */
	uint32_t frees;		/* demo_free() counts */
};

struct pool {
	struct counted *objects;
	uint32_t count;
	uint32_t misuses;	/* demo_misused() counts */
};

/*
 * A ring with one producer and one consumer: plain items between a marked head and a marked tail.
 */
enum { RING_SIZE = 256 };

struct ring {
	DEMO_CACHELINE uint32_t head;	/* items taken out: written by the consumer */
	DEMO_CACHELINE uint32_t tail;	/* items put in: written by the producer */
	DEMO_CACHELINE struct item {
		uint32_t number, square;
	} items[RING_SIZE];
};

/* A ticket lock, and plain data that it protects. */
struct account {
	lkmm_atomic_t next;	/* the ticket that is given out next */
	lkmm_atomic_t owner;	/* the ticket whose holder has the lock */
	DEMO_CACHELINE uint64_t deposits;
	uint64_t balance[2];	/* the sum is always 0 */
};

/**
 * typedef demo_work - the work of one thread
 * @shared: the object of this kind of work
 * @times: how often
 * Return: the number of successes, or as its kind of work defines it.
 */
typedef uint64_t demo_work(void *shared, uint32_t times);

/**
 * struct demo_variant - a way to compile the work
 * @count: increments an lkmm_atomic_t, in every way
 * @refer: takes and drops references to each object of a pool, and drops the one it had from the
 * start; returns the number of
 *	objects that it freed
 * @produce: puts items into a ring
 * @consume: takes items out of a ring; returns the number of right ones
 * @deposit: changes an account under its lock; returns how often it was right
 */
struct demo_variant {
	demo_work *count, *refer, *produce, *consume, *deposit;
};

extern const struct demo_variant demo_c_inline, demo_c_outline, demo_rust;

/*
 * Reports from threads in any language, without using the operations under test: an object is
 * freed, which should happen once; a thread with a reference to an object found it dead.
 */
void demo_free(struct counted *object);
void demo_misused(struct pool *pool);

/**
 * demo_wait() - called between two reads of a value that another thread will change
 * @looks: the number of reads, 0 at first
 * Return: false if the change seems never to come; then all threads give up.
 */
bool demo_wait(uint32_t *looks);

/* Called by a thread that might be through before the others have come: sometimes lets them run. */
void demo_let_run(void);

#endif
