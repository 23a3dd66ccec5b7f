/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Threads for a place that has one: each runs to its end where it is created. */
#ifndef LKMM_WASI_PTHREAD_H
#define LKMM_WASI_PTHREAD_H

#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#define PTHREAD_MUTEX_INITIALIZER { { { 0 } } }

static inline int pthread_create(pthread_t *t, const void *attributes, void *(*run)(void *),
				 void *arg)
{
	(void)attributes;
	*t = NULL;
	run(arg);
	return 0;
}

static inline int pthread_join(pthread_t t, void **result)
{
	(void)t;
	(void)result;
	return 0;
}

/* Nobody else is there. */
static inline int pthread_nothing(const void *object)
{
	(void)object;
	return 0;
}

#define pthread_mutex_init(m, attributes)	pthread_nothing(m)
#define pthread_mutex_destroy(m)		pthread_nothing(m)
#define pthread_mutex_lock(m)			pthread_nothing(m)
#define pthread_mutex_unlock(m)			pthread_nothing(m)
#define pthread_cond_init(c, attributes)	pthread_nothing(c)
#define pthread_cond_destroy(c)			pthread_nothing(c)
#define pthread_cond_signal(c)			pthread_nothing(c)
#define pthread_cond_timedwait(c, m, t)		pthread_nothing(c)

#endif
