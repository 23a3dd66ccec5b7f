// SPDX-License-Identifier: GPL-2.0 OR MIT
// A message from one thread to another.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <lkmm/atomic.h>

static int data, ready;

static void *reader(void *unused)
{
	while (!lkmm_smp_load_acquire(&ready))
		lkmm_cpu_relax();
	assert(data == 42);
	return unused;
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, reader, NULL);
	data = 42;
	lkmm_smp_store_release(&ready, 1);
	pthread_join(thread, NULL);
	puts("42 has arrived");
	return 0;
}
