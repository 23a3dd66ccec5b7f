// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm hot --json: one object. */
#include "hot.h"
#include "base/json.h"

#include <sys/wait.h>

static int set(json_t *o, const char *name, json_t *value)
{
	return value ? json_object_set_new(o, name, value) : -1;
}

static int set_text(json_t *o, const char *name, const char *s)
{
	return s ? set(o, name, json_text(s)) : 0;
}

static json_t *json_call(struct hot *h, const struct hot_process *p, const struct hot_call *c)
{
	bool from_bench;
	struct hot_cost cost = hot_cost_of(h, c->op, &from_bench);
	json_t *o = json_object();
	int bad = 0;

	bad |= set_text(o, "operation", c->op);
	bad |= set(o, "calls", json_integer((json_int_t)c->calls));
	bad |= set_text(o, "object", c->object);
	bad |= set(o, "offset", json_integer((json_int_t)c->offset));
	bad |= set_text(o, "function", c->symbol.function);
	bad |= set_text(o, "inlined_in", c->symbol.outer);
	bad |= set_text(o, "file", c->symbol.file);
	if (c->symbol.function)
		bad |= set_text(o, "language", c->symbol.rust ? "Rust" : "C");
	if (c->symbol.file)
		bad |= set(o, "line", json_integer(c->symbol.line));
	bad |= set(o, "called_ns", json_real(cost.called));
	bad |= set(o, "inlined_ns", json_real(cost.inlined));
	bad |= set_text(o, "figures", from_bench ? "bench" : "measured");
	bad |= set(o, "seconds", json_real(c->sum.cost));
	bad |= set(o, "saves", json_real(c->sum.saves));
	if (hot_sampled(p, c) > 0)
		bad |= set(o, "sampled_ns", json_real(hot_sampled(p, c)));
	bad |= set(o, "contended", json_boolean(hot_is_contended(h, p, c)));
	if (bad) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static json_t *json_process(struct hot *h, const struct hot_process *p)
{
	json_t *o = json_object(), *sites = json_array();
	int bad = 0;

	bad |= set(o, "pid", json_integer(p->pid));
	bad |= set(o, "parent", json_integer(p->parent));
	bad |= set_text(o, "program", p->program);
	bad |= set(o, "calls", json_integer((json_int_t)p->calls));
	bad |= set(o, "lost", json_integer((json_int_t)p->lost));
	for (int i = 0; i < p->ncalls; i++)
		bad |= json_array_append_new(sites, json_call(h, p, &p->call[i]));
	bad |= set(o, "sites", sites);
	if (bad) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static int set_run(json_t *o, const struct hot *h)
{
	int bad = 0;

	bad |= set_text(o, "program", h->argv[0]);
	if (WIFEXITED(h->status))
		bad |= set(o, "status", json_integer(WEXITSTATUS(h->status)));
	else
		bad |= set(o, "signal", json_integer(WTERMSIG(h->status)));
	bad |= set(o, "seconds", json_real(h->seconds));
	bad |= set(o, "cpu", json_real(h->cpu));
	return bad;
}

void hot_report_json(struct hot *h, const struct hot_sum *all)
{
	json_t *o = json_object(), *processes = json_array();
	int bad = 0;

	if (!h->from)
		bad |= set_run(o, h);
	bad |= set(o, "counting", json_real(all->counting));
	bad |= set(o, "cost", json_real(all->cost));
	bad |= set(o, "saves", json_real(all->saves));
	for (int i = 0; i < h->nprocesses; i++)
		bad |= json_array_append_new(processes, json_process(h, &h->process[i]));
	bad |= set(o, "uncounted", json_integer(h->uncounted));
	bad |= set(o, "processes", processes);
	print_json("lkmm hot", o, bad);
}
