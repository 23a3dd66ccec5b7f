// SPDX-License-Identifier: GPL-2.0 OR MIT
/* For tools.sh: a map of CPUs of tools/lib/perf, which threads get and put. */
#include <internal/cpumap.h>
#include <perf/core.h>
#include <perf/cpumap.h>

#include <pthread.h>
#include <stdio.h>

enum { THREADS = 3, ROUNDS = 100000 };

/* The library's own needs all of it. */
void libperf_print(enum libperf_print_level level, const char *format, ...)
{
	(void)level;
	(void)format;
}

static void *use(void *map)
{
	for (int i = 0; i < ROUNDS; i++)
		perf_cpu_map__put(perf_cpu_map__get(map));
	perf_cpu_map__put(map);
	return NULL;
}

int main(void)
{
	struct perf_cpu_map *map = perf_cpu_map__new("0-3");
	pthread_t thread[THREADS];
	unsigned int after;

	if (!map || perf_cpu_map__nr(map) != 4)
		return 1;
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, use, perf_cpu_map__get(map)))
			return 1;
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	after = refcount_read(perf_cpu_map__refcnt(map));
	perf_cpu_map__put(map);
	printf("%u\n", after);
	return after != 1;
}
