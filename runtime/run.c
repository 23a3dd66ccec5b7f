// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * run: runs the litmus tests that are linked with it, on this machine.
 *
 * Each test runs in a separate process: a test that crashes or hangs does not affect others. A
 * batch is: first values, all threads through all instances, observed values. These vary from batch
 * to batch: the compiled form of each thread, its CPU, whether the threads go in step, whether the
 * objects of an instance share a cache line, which thread starts later.
 *
 * The output is for "lkmm run", in lines:
 *
 *	test NUMBER
 *	state COUNT FORM VALUE...	FORM: a digit for each thread, enum run_flavour; with
 *					--timeline "|" and the counts of the parts of the run
 *	mode TEXT
 *	end INSTANCES SECONDS
 *	died REASON
 */
#include "layout.h"
#include "perpetual.h"
#include "run.h"
#include "states.h"
#include "watch.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* MOST_APART: batches after which it is enough that none has shown an outcome. */
enum { BATCH = 4096, SHORT_BATCH = 32, TURNS = 32768, MAX_CPUS = 1024, SPINS = 2000,
       MEMORY = 1 << 26, MOST_APART = 64 };

/* The options of the command line. */
struct options {
	double seconds;
	uint64_t instances;		/* 0: no limit but time */
	bool pin;
	unsigned int seed;
	bool flavour[RUN_FLAVOURS];
	bool mixed_only, timeline;
	enum { AUTO, IN_BATCHES, PERPETUAL } mode;
};

/* A barrier that spins: threads leave it at the same moment, if each has a CPU. */
struct meeting {
	int n, arrived, turn;
};

struct runner {
	const struct run_test *test;
	const struct options *options;
	struct run_batch batch;
	char *memory, **place;
	int64_t **out;
	struct meeting meeting;
	bool perpetual;			/* a batch is so many turns of one instance */
	struct frames frames;
	uint32_t **log;
	int form[RUN_MAX_THREADS];	/* enum run_flavour of each thread, in this batch */
	int cpus[MAX_CPUS], cpu[MAX_CPUS], ncpus;	/* those there are; which thread is where */
	uint64_t done, batches;		/* instances */
	double begin, batch_begin;
	bool stop;
	unsigned int random, seed, setting;	/* of the batch; setting is derived from seed */
};

struct worker {
	struct runner *r;
	int thread;
	pthread_t id;
	struct table seen;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

static unsigned int random_below(unsigned int *state, unsigned int n)
{
	*state = *state * 1664525 + 1013904223;
	return (unsigned int)((uint64_t)(*state >> 8) * n >> 24);
}

/* Random, but the same each time the same seed is used. */
static unsigned int below(void *runner, unsigned int n)
{
	struct runner *r = runner;

	return random_below(&r->setting, n);
}

_Thread_local volatile struct run_post *run_post;
void run_call_stand(const char *where);

/* For Rust. */
void run_call_stand(const char *where)
{
	run_stand(where);
}

void run_turn(void)
{
	static _Thread_local int turns;

	if (++turns % SPINS == 0) {
		sched_yield();
		run_post->yields++;
	}
	run_pause();
}

void run_yield(void)
{
	sched_yield();
}

static void meet(struct meeting *m)
{
	int turn = __atomic_load_n(&m->turn, __ATOMIC_ACQUIRE);

	if (__atomic_add_fetch(&m->arrived, 1, __ATOMIC_ACQ_REL) == m->n) {
		m->arrived = 0;
		__atomic_store_n(&m->turn, turn + 1, __ATOMIC_RELEASE);
		return;
	}
	run_stand(NULL);
	while (__atomic_load_n(&m->turn, __ATOMIC_ACQUIRE) == turn)
		run_turn();
	run_post->moves++;
}

/* ---- a batch ---- */

static bool is_mixed(const struct runner *r)
{
	bool c = false, rust = false;

	for (int t = 0; t < r->test->nthreads; t++)
		*(r->form[t] < RUN_RUST_INLINE ? &c : &rust) = true;
	return c && rust;
}

/* Each form of a thread has its turn; then chance decides. */
static void pick_form(struct runner *r, int t)
{
	int have[RUN_FLAVOURS], n = 0;

	for (int f = 0; f < RUN_FLAVOURS; f++)
		if (r->options->flavour[f] && r->test->thread[t].process[f])
			have[n++] = f;
	if (n && r->batches < (uint64_t)n)
		r->form[t] = have[(r->batches + (uint64_t)t) % (uint64_t)n];
	else if (n)
		r->form[t] = have[random_below(&r->random, (unsigned int)n)];
}

static void pick_forms(struct runner *r)
{
	for (int tries = 0; tries < 100; tries++) {
		for (int t = 0; t < r->test->nthreads; t++)
			pick_form(r, t);
		if (!r->options->mixed_only || is_mixed(r))
			return;
	}
}

/* From one object of a single instance to the next, if they do not share a line. */
static size_t spread(struct runner *r)
{
	static const size_t bytes[] = { 0, RUN_LINE, 4096 - RUN_LINE, 4096 };

	return run_stride(r->test) + bytes[below(r, 4)];
}

static void lay_out(struct runner *r)
{
	size_t apart = r->perpetual ? spread(r) : (size_t)r->batch.n * run_stride(r->test);

	run_lay_out(r->test, &r->batch, r->memory, r->place, apart, below, r);
	for (int o = 0; r->perpetual && o < r->test->nobjects; o++)
		memset(r->place[o], 0, r->test->size[o]);
}

static void pick_cpus(struct runner *r)
{
	memcpy(r->cpu, r->cpus, sizeof(r->cpu));
	for (int i = r->ncpus - 1; i > 0; i--) {
		int k = (int)below(r, (unsigned int)i + 1), cpu = r->cpu[i];

		r->cpu[i] = r->cpu[k];
		r->cpu[k] = cpu;
	}
}

/* All that varies from batch to batch, forms apart, follows from @seed. */
static void vary(struct runner *r, unsigned int seed)
{
	int n = r->test->nthreads, objects = r->test->nobjects < 32 ? r->test->nobjects : 31;
	bool alone = n <= r->ncpus;

	r->seed = r->setting = seed;
	lay_out(r);
	pick_cpus(r);
	r->batch.in_step = alone && below(r, 8) ? 1 << below(r, 3) : 0;
	r->batch.yield = alone ? 0 : 16 << below(r, 9);
	for (int t = 0; t < n; t++) {
		r->batch.delay[t] = below(r, 4) ? 0 : (int)below(r, 64);
		r->batch.fetch[t] = below(r, 2) ? below(r, 1u << objects) : 0;
	}
	if (r->perpetual)
		frames_plan(&r->frames, below, r);
}

/* The value of the last batch. A seed that was lucky once loses its place over time. */
static void learn(const struct runner *r, const struct table *seen)
{
	double seconds = now() - r->batch_begin;

	for (size_t i = 0; i < seen->size; i++) {
		struct entry *e = table_entry(seen, i);
		double rate = e->batch == r->batches ? (double)e->in_batch / seconds : 0;

		if (!e->count || !r->batches)
			continue;
		if (e->seed == r->seed)
			e->rate += (rate - e->rate) / 4;
		else if (rate > e->rate) {
			e->rate = rate;
			e->seed = r->seed;
		}
	}
}

/*
 * Half of the batches try something new. The others repeat the setting that has shown the rarest
 * outcome most often, judged by the first thread's share of the instances.
 */
static unsigned int pick_seed(struct runner *r, const struct table *seen)
{
	const struct entry *rarest = NULL;

	learn(r, seen);
	if (random_below(&r->random, 2) == 0)
		return r->random;
	for (size_t i = 0; i < seen->size; i++) {
		const struct entry *e = table_entry(seen, i);

		if (e->count && (!rarest || e->count < rarest->count))
			rarest = e;
	}
	return rarest ? rarest->seed : r->random;
}

/*
 * However slow the machine is, each form has its turn before the time is up, and some turns of
 * perpetual processes meet: on a busy machine, one may have ended before the other begins.
 */
static bool is_enough(const struct runner *r, const struct table *seen)
{
	if (interrupted)
		return true;
	return r->batches >= RUN_FLAVOURS &&
	       (seen->used || r->batches >= MOST_APART) &&
	       (now() - r->begin > r->options->seconds ||
		(r->options->instances && r->done >= r->options->instances));
}

static void plan_batch(struct runner *r, const struct table *seen)
{
	__atomic_store_n(&watched->finished, r->batches, __ATOMIC_RELAXED);
	if (is_enough(r, seen)) {
		r->stop = true;
		return;
	}
	pick_forms(r);
	vary(r, pick_seed(r, seen));
	for (int t = 0; t < r->test->nthreads; t++)
		r->batch.progress[t] = (struct run_progress){ .instance = -1, .ended = -1 };
	r->done += (uint64_t)r->batch.n;
	r->batches++;
	r->batch_begin = now();
}

static void pin(const struct runner *r, int t, int *on)
{
	int cpu = r->cpu[t % r->ncpus];
	cpu_set_t set;

	if (!r->options->pin || cpu == *on)
		return;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	pthread_setaffinity_np(pthread_self(), sizeof(set), &set);
	*on = cpu;
}

static uint64_t form_of(const struct runner *r)
{
	uint64_t form = 0;

	for (int t = r->test->nthreads - 1; t >= 0; t--)
		form = form << 2 | (uint64_t)r->form[t];
	return form;
}

/* Of the time, or of the instances, whichever ends first. */
static double share_done(const struct runner *r)
{
	double time = (r->batch_begin - r->begin) / r->options->seconds;
	double instances = r->options->instances ?
			   (double)r->done / (double)r->options->instances : 0;

	return time > instances ? time : instances;
}

static void collect(struct worker *w, int from, int to)
{
	const struct runner *r = w->r;
	int64_t value[RUN_MAX_VALUES];
	uint64_t form = form_of(r);

	w->seen.batch = r->batches;
	w->seen.slice = slice_at(share_done(r));
	if (r->perpetual) {
		frames_collect(&r->frames, from + 1, to, &w->seen, form);
		return;
	}
	for (int i = from; i < to; i++) {
		r->test->collect(&r->batch, i, value);
		table_count(&w->seen, form, value, 1);
	}
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct runner *r = w->r;
	int n = r->test->nthreads, t = w->thread, cpu = -1;
	int from = (int)((int64_t)r->batch.n * t / n),
		to = (int)((int64_t)r->batch.n * (t + 1) / n);

	run_post = &watched->post[t];
	for (;;) {
		const struct run_thread *thread = &r->test->thread[t];

		if (t == 0)
			plan_batch(r, &w->seen);
		meet(&r->meeting);
		if (r->stop)
			return NULL;
		pin(r, t, &cpu);
		for (int i = from; !r->perpetual && i < to; i++)
			r->test->init(&r->batch, i);
		meet(&r->meeting);
		(r->perpetual ? thread->perpetual : thread->process)[r->form[t]](&r->batch, t);
		meet(&r->meeting);
		collect(w, from, to);
		/* Before anything moves for the next batch. */
		meet(&r->meeting);
	}
}

/* ---- a test ---- */

/* Every form that is asked for is there in perpetual. */
static bool can_be_perpetual(const struct run_test *test, const struct options *o)
{
	for (int t = 0; t < test->nthreads; t++)
		for (int f = 0; f < RUN_FLAVOURS; f++)
			if (o->flavour[f] && test->thread[t].process[f] &&
			    !test->thread[t].perpetual[f])
				return false;
	return test->perpetual;
}

static bool allocate_log(struct runner *r)
{
	r->log = calloc((size_t)r->test->nthreads, sizeof(*r->log));
	r->batch.log = r->log;
	for (int t = 0; r->log && t < r->test->nthreads; t++) {
		size_t n = (size_t)r->batch.n * (size_t)r->test->perpetual->nloads[t] + 1;

		r->log[t] = aligned_alloc(4096, (n * sizeof(**r->log) + 4095) / 4096 * 4096);
		if (!r->log[t])
			return false;
	}
	return r->log;
}

static bool allocate(struct runner *r)
{
	size_t objects = (size_t)r->test->nobjects + 1, n = (size_t)r->batch.n;
	size_t stride = run_stride(r->test), bytes;
	int threads = r->test->nthreads;

	if (r->perpetual && !allocate_log(r))
		return false;

	r->place = calloc(objects, sizeof(*r->place));
	r->out = calloc((size_t)threads, sizeof(*r->out));
	bytes = objects * (r->perpetual ? stride + 4096 : n * stride);
	r->memory = aligned_alloc(4096, run_round_up(bytes, 4096));
	r->batch.progress = aligned_alloc(RUN_LINE, (size_t)threads * sizeof(*r->batch.progress));
	if (!r->place || !r->out || !r->memory || !r->batch.progress)
		return false;
	r->batch.place = r->place;
	r->batch.out = r->out;
	for (int t = 0; t < threads; t++)
		if (!(r->out[t] = calloc(n * (size_t)r->test->thread[t].nout + 1, sizeof(int64_t))))
			return false;
	return true;
}

static void find_cpus(struct runner *r)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return;
	for (int i = 0; i < CPU_SETSIZE && r->ncpus < MAX_CPUS; i++)
		if (CPU_ISSET(i, &set))
			r->cpus[r->ncpus++] = i;
}

static int run_one(const struct run_test *test, const struct options *o)
{
	struct runner *r = calloc(1, sizeof(*r));
	struct worker *w = calloc((size_t)test->nthreads, sizeof(*w));

	if (!r || !w)
		return 1;
	if (o->mode == PERPETUAL && !can_be_perpetual(test, o)) {
		printf("died it has no perpetual form\n");
		fflush(stdout);
		return 0;
	}
	r->test = test;
	r->options = o;
	find_cpus(r);
	/* Threads that share a CPU run for long without one another: too many turns to keep. */
	r->perpetual = o->mode != IN_BATCHES && can_be_perpetual(test, o) &&
		       (o->mode == PERPETUAL || test->nthreads <= r->ncpus);
	r->batch.n = r->perpetual ? TURNS :
		     run_instances(test, test->sleeps ? SHORT_BATCH : BATCH, MEMORY);
	r->batch.nthreads = r->meeting.n = test->nthreads;
	r->random = o->seed;
	r->begin = now();
	if (r->perpetual)
		frames_open(&r->frames, test, &r->batch);
	if (!allocate(r))
		return 1;
	for (int t = 0; t < test->nthreads; t++) {
		w[t] = (struct worker){ .r = r, .thread = t };
		if (!table_open(&w[t].seen, test->nvalues) ||
		    (t && pthread_create(&w[t].id, NULL, work, &w[t])))
			return 1;
	}
	work(&w[0]);
	for (int t = 1; t < test->nthreads; t++)
		pthread_join(w[t].id, NULL);
	for (int t = 0; t < test->nthreads; t++)
		states_print(&w[t].seen, test->nthreads, o->timeline);
	if (r->perpetual)
		printf("mode perpetual\n");
	else
		printf("mode %s, batches of %d\n",
		       test->nthreads > r->ncpus ? "threads share CPUs" : "in step", r->batch.n);
	printf("end %llu %.6f\n", (unsigned long long)r->done, now() - r->begin);
	fflush(stdout);
	return 0;
}

/* Where the threads stand that wait for ever; the others wait for them. */
static void print_stuck(int nthreads)
{
	const char *separator = ":";

	printf("died it did not end in time");
	for (int t = 0; t < nthreads; t++) {
		if (!watched->post[t].where)
			continue;
		printf("%s P%d stands in %s", separator, t, watched->post[t].where);
		separator = ";";
	}
	putchar('\n');
}

/*
 * Waits for the child; kills it if it does not end. A signal that interrupts us may not have
 * reached it.
 */
static void watch(pid_t pid, int nthreads)
{
	struct patience p = { .begin = 0 };
	bool told = false;
	int status;

	memset(watched, 0, sizeof(*watched));
	while (waitpid(pid, &status, WNOHANG) == 0) {
		struct timespec t = { .tv_nsec = 2000000 };

		nanosleep(&t, NULL);
		if (interrupted && !told) {
			kill(pid, SIGINT);
			told = true;
		}
		if (!is_stuck(&p, pid, nthreads))
			continue;
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		print_stuck(nthreads);
		return;
	}
	if (WIFSIGNALED(status))
		printf("died signal %d, %s\n", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status))
		printf("died out of memory\n");
}

static bool parse(struct options *o, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *value = argv[i] + 1 + strcspn(argv[i], "=");

		if (!strncmp(argv[i], "--seconds=", 10))
			o->seconds = strtod(value, NULL);
		else if (!strncmp(argv[i], "--iterations=", 13))
			o->instances = strtoull(value, NULL, 10);
		else if (!strncmp(argv[i], "--seed=", 7))
			o->seed = (unsigned int)strtoul(value, NULL, 10);
		else if (!strcmp(argv[i], "--no-pin"))
			o->pin = false;
		else if (!strcmp(argv[i], "--mode=batch"))
			o->mode = IN_BATCHES;
		else if (!strcmp(argv[i], "--mode=perpetual"))
			o->mode = PERPETUAL;
		else if (!strcmp(argv[i], "--mixed"))
			o->mixed_only = true;
		else if (!strcmp(argv[i], "--timeline"))
			o->timeline = true;
		else if (!strncmp(argv[i], "--forms=", 8))
			for (int f = 0; f < RUN_FLAVOURS; f++)
				o->flavour[f] = strchr(value, '0' + f) != NULL;
		else
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct options o = { .seconds = 1, .pin = true, .seed = (unsigned int)getpid(),
			     .flavour = { true, true, true, true } };
	struct sigaction stop = { .sa_handler = interrupt };

	if (!parse(&o, argc, argv)) {
		fputs("usage: run [--seconds=S] [--iterations=N] [--seed=N] [--no-pin] [--mixed] "
		      "[--mode=batch|perpetual] [--forms=0123] [--timeline]\n", stderr);
		return 2;
	}
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	if (!patience_open()) {
		perror("run");
		return 1;
	}
	for (int i = 0; i < run_ntests && !interrupted; i++) {
		pid_t pid;

		printf("test %d\n", i);
		fflush(stdout);
		pid = fork();
		if (pid < 0) {
			printf("died %s\n", strerror(errno));
			continue;
		}
		if (pid == 0) {
			/* A signal that kills this program must kill its tests too. */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			_exit(run_one(run_tests[i], &o));
		}
		watch(pid, run_tests[i]->nthreads);
		fflush(stdout);
	}
	return 0;
}
