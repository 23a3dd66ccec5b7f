/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Declarations that the two halves of the sample driver, main.c and side.rs, share. */
#ifndef LKMM_SAMPLE_H
#define LKMM_SAMPLE_H

#include <linux/types.h>

struct sample;

/*
 * Where the fields are that both halves work on: `struct Shared` in side.rs. The addresses, rather
 * than a second description of struct sample, which would have to be kept the same as the first by
 * hand.
 */
struct sample_shared {
	struct sample *sample;
	int *events;			/* of an atomic_t */
	int *users;			/* of a refcount_t */
	unsigned long *flags;
	u64 *total;
};

/* The holder of this bit of the flags may access the total. */
#define SAMPLE_BUSY_BIT 0
/* Set once the first event has been seen. */
#define SAMPLE_SEEN_BIT 1

/*
 * Rust: a kthread's function, @data being a struct sample_shared. Returns how many rounds it made.
 */
int sample_rust_thread(void *data);

/* C: for macros and static inlines, which Rust cannot call. */
void sample_pause(void);
/* C: the last user has gone. */
void sample_release(struct sample *s);

#endif
