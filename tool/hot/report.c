// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm hot: the report on a program. */
#include "hot.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PROCESSES = 5 };

/* 1234567 as "1 234 567", as fewer digits deceive. */
static const char *grouped(uint64_t n, char s[32])
{
	char *p = s + 31;
	int digits = 0;

	*p = '\0';
	do {
		if (digits && digits % 3 == 0)
			*--p = ' ';
		*--p = (char)('0' + n % 10);
		digits++;
	} while (n /= 10);
	return p;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* In the program's time, without the cost of counting. */
static double share(const struct hot *h, double seconds, const struct hot_sum *all)
{
	double time = h->cpu - all->counting;

	/* An estimate may be too high, above all of a program that does nothing else. */
	if (time < all->cost)
		time = all->cost;
	return time > 0 ? 100 * seconds / time : 0;
}

static void put_where(const struct hot_call *c)
{
	const struct symbol *s = &c->symbol;

	if (s->function)
		printf("%s", s->function);
	if (s->function && s->file)
		printf(" (%s:%d)", last_part(s->file), s->line);
	if (s->outer)
		printf(", inlined in %s", s->outer);
	if (!s->file)
		printf("%s%s+0x%llx", s->function ? ", " : "",
		       c->object ? last_part(c->object) : "no file", (unsigned long long)c->offset);
}

static void put_call(struct hot *h, const struct hot_process *p, const struct hot_call *c,
		     const struct hot_sum *all, int width)
{
	char s[32];

	printf("%15s  %5.1f %%  %5.1f %%  %-*s  ", grouped(c->calls, s), share(h, c->sum.cost, all),
	       share(h, c->sum.saves, all), width, c->op);
	put_where(c);
	if (hot_is_contended(h, p, c))
		printf(", contended: %.0f ns", hot_sampled(p, c));
	putchar('\n');
}

static int by_cost(const void *a, const void *b)
{
	const struct hot_call *x = a, *y = b;

	if (x->sum.cost != y->sum.cost)
		return x->sum.cost < y->sum.cost ? 1 : -1;
	return hot_by_site(x, y);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* The compiler makes several calls of one, by unrolling for example. */
static bool same_line(const struct hot_call *a, const struct hot_call *b)
{
	const struct symbol *s = &a->symbol, *t = &b->symbol;

	return s->file && s->line && s->line == t->line && same(s->file, t->file) &&
	       same(s->function, t->function) && same(s->outer, t->outer) && a->op == b->op;
}

static void join(struct hot_call *to, const struct hot_call *c)
{
	to->calls += c->calls;
	to->samples += c->samples;
	to->sampled_ns += c->sampled_ns;
	to->sum.cost += c->sum.cost;
	to->sum.saves += c->sum.saves;
}

static int by_line(const void *a, const void *b)
{
	const struct hot_call *x = a, *y = b;
	int order = strcmp(x->symbol.file ? x->symbol.file : "",
			   y->symbol.file ? y->symbol.file : "");

	if (!order)
		order = x->symbol.line - y->symbol.line;
	return order ? order : strcmp(x->op, y->op);
}

static void join_lines(struct hot_process *p)
{
	int n = 0;

	qsort(p->call, (size_t)p->ncalls, sizeof(*p->call), by_line);
	for (int i = 0; i < p->ncalls; i++) {
		if (n && same_line(&p->call[n - 1], &p->call[i]))
			join(&p->call[n - 1], &p->call[i]);
		else
			p->call[n++] = p->call[i];
	}
	p->ncalls = n;
	qsort(p->call, (size_t)n, sizeof(*p->call), by_cost);
}

static void put_process(struct hot *h, struct hot_process *p, const struct hot_sum *all)
{
	int shown, sites = p->ncalls, width = (int)strlen("operation");
	char s[32];

	join_lines(p);
	shown = p->ncalls < h->top ? p->ncalls : h->top;
	printf("\n%s, process %d: %s calls of liblkmm.so from %d site%s\n", p->program, p->pid,
	       grouped(p->calls, s), sites, sites == 1 ? "" : "s");
	for (int i = 0; i < shown; i++)
		if ((int)strlen(p->call[i].op) > width)
			width = (int)strlen(p->call[i].op);
	printf("%15s  %7s  %7s  %-*s  %s\n", "calls", "cost", "saves", width, "operation", "where");
	for (int i = 0; i < shown; i++)
		put_call(h, p, &p->call[i], all, width);
	if (shown < p->ncalls)
		printf("%15s  and %d more: --top N shows N\n", "", p->ncalls - shown);
	if (p->lost)
		printf("%15s  more calls were lost: no space to count them\n", grouped(p->lost, s));
}

static void put_more_processes(const struct hot *h)
{
	uint64_t calls = 0;
	char s[32];

	for (int i = MAX_PROCESSES; i < h->nprocesses; i++)
		calls += h->process[i].calls;
	if (h->nprocesses > MAX_PROCESSES)
		printf("\nand %d more processes, with %s calls: --json lists all\n",
		       h->nprocesses - MAX_PROCESSES, grouped(calls, s));
}

static void put_uncounted(const struct hot *h)
{
	if (h->uncounted)
		printf("\n%d process%s could not write counts, because of a full disk or a limit "
		       "on the size of files:\n"
		       "the calls in %s are not counted.\n", h->uncounted,
		       h->uncounted == 1 ? "" : "es", h->uncounted == 1 ? "it" : "them");
}

/* Objects without symbols, once each: only addresses are known. */
static void put_unknown(struct hot *h, struct symbols *symbols)
{
	struct text said = { 0 };

	if (symbols_missing()) {
		printf("\nOnly addresses are known: %s.\n", symbols_missing());
		return;
	}
	for (int i = 0; i < h->nprocesses; i++)
		for (int c = 0; c < h->process[i].ncalls; c++) {
			const char *object = h->process[i].call[c].object;
			size_t before = said.len;

			if (!object || symbols_have_lines(symbols, object))
				continue;
			text_add(&said, "\n%s has no debug information: addresses only, or the "
					"nearest symbol.", object);
			if (!said.failed && strstr(said.s, said.s + before) != said.s + before)
				said.s[said.len = before] = '\0';
		}
	if (said.len)
		printf("%s\n", said.s);
	text_free(&said);
}

/* The languages of the calls that would gain: the advice differs. */
static void put_advice(struct hot *h, const struct hot_sum *all)
{
	bool rust = false, c = false;

	for (int i = 0; i < h->nprocesses; i++)
		for (int k = 0; k < h->process[i].ncalls; k++) {
			const struct symbol *s = &h->process[i].call[k].symbol;

			/* not known: either */
			rust |= s->rust || !s->file;
			c |= !s->rust;
		}
	printf("\nInlined, the operations would take %.3g s less, %.1f %% of the time of %s.\n",
	       all->saves, share(h, all->saves, all), h->from ? "all calls" : "the CPU");
	if (!h->from && share(h, all->saves, all) < 1) {
		puts("The calls are not a bottleneck.");
		return;
	}
	if (c)
		puts("In C: include <lkmm/atomic.h> without LKMM_OUTLINE.");
	if (rust)
		puts("In Rust: use the crate lkmm without the feature \"outline\".");
}

static void put_method(struct hot *h, const struct hot_sum *all)
{
	bool from_bench, any = false, every = true;

	for (int i = 0; i < h->nprocesses; i++)
		for (int c = 0; c < h->process[i].ncalls; c++) {
			hot_cost_of(h, h->process[i].call[c].op, &from_bench);
			any |= from_bench;
			every &= from_bench;
		}
	if (h->from)
		puts("Shares are of the cost of all calls.");
	else
		printf("%.3g s, CPU time %.3g s and of this about %.2g s for counting.\n",
		       h->seconds, h->cpu, all->counting);
	printf("Costs of calls: ");
	if (any)
		printf("from %s%s", h->bench, every ? ".\n" : ",\notherwise ");
	if (!every)
		puts("measured now, for one operation of each kind, alone on its object.");
}

static void demangle_all(struct hot_process *p, struct symbols *symbols)
{
	struct symbol **symbol = calloc((size_t)p->ncalls + 1, sizeof(struct symbol *));

	for (int c = 0; symbol && c < p->ncalls; c++)
		symbol[c] = &p->call[c].symbol;
	if (symbol)
		symbols_demangle(symbols, symbol, (size_t)p->ncalls);
	free(symbol);
}

static void look_up(struct hot_process *p, struct symbols *symbols)
{
	if (p->ncalls)
		qsort(p->call, (size_t)p->ncalls, sizeof(*p->call), by_cost);
	for (int c = 0; c < p->ncalls; c++) {
		struct hot_call *call = &p->call[c];

		/* The call is before the address that it returns to. */
		if (call->object)
			symbols_find(symbols, call->object, call->offset - 1, &call->symbol);
	}
	demangle_all(p, symbols);
}

void hot_report(struct hot *h)
{
	struct symbols *symbols = symbols_open();
	struct hot_sum all = hot_sum_up(h);

	for (int i = 0; i < h->nprocesses; i++)
		look_up(&h->process[i], symbols);
	if (h->json) {
		hot_report_json(h, &all);
	} else if (!h->nprocesses) {
		if (!h->uncounted)
			printf("%s: no calls of liblkmm.so\n", h->argv[0]);
		put_uncounted(h);
	} else {
		put_method(h, &all);
		for (int i = 0; i < h->nprocesses && i < MAX_PROCESSES; i++)
			put_process(h, &h->process[i], &all);
		put_more_processes(h);
		put_uncounted(h);
		put_unknown(h, symbols);
		put_advice(h, &all);
	}
	symbols_close(symbols);
}
