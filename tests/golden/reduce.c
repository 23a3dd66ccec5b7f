// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A function's normal form, the same whatever the compiler made of the C or Rust around lkmm's
 * instructions.
 *
 * Kept are the instructions of asm statements, one by one, and the compiler's own accesses to
 * objects. Everything else shrinks to the ways that lead from one of these to the next. Then what
 * cannot be told apart is one: a loop of which a compiler peeled the first round, or an end that it
 * duplicated, is the loop and the end again.
 */
#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAKEN, NEXT };
enum { MAX_WORDS = 64 };

struct graph {
	const struct isa *isa;
	const struct function *f;
	const struct probe *probe;
	enum feature feature;
	struct state *state;
	int end;			/* returning, as a number behind those of the
					 * instructions */
	char **label;			/* what stays of an instruction; NULL if nothing does */
	bool *way[2];			/* way[TAKEN] + i * (end + 1): where one may arrive from
					 * instruction i */
	uint64_t *hash;			/* the same for instructions that cannot be told apart */
};

static void *zeroed(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		fail("out of memory");
	return p;
}

static bool *way(const struct graph *g, int i, int which)
{
	return g->way[which] + (size_t)i * (size_t)(g->end + 1);
}

/* ---- what stays ---- */

/* Registers are numbered in the order in which an asm statement mentions them. */
struct names {
	int block, number[MAX_REGS], next;
	bool loops;
	int written, new_number;	/* by this instruction, after it has read its operands */
};

/*
 * Whether a register's value may come from an earlier round, so that a register written anew is
 * still the same one.
 */
static bool has_loop(const struct graph *g, int start)
{
	const struct function *f = g->f;

	for (int i = start; i < f->nr_insns && f->insn[i].block == f->insn[start].block; i++) {
		int target = g->isa->flow(&f->insn[i]) == BRANCHES ?
			     branch_target(f, &f->insn[i]) : -1;

		if (target >= start && target <= i)
			return true;
	}
	return false;
}

static const char *pointer_name(const struct graph *g, int i, int reg)
{
	int held = reg < 0 ? NOTHING_KNOWN : g->state[i].reg[reg];

	return held >= 0 && held < g->probe->nr_params ? g->probe->param[held] : NULL;
}

static int number_of(const struct graph *g, int i, int operand, int reg, struct names *names)
{
	if (g->isa->defines(&g->f->insn[i], operand) == 2 && !names->loops) {
		names->written = reg;
		return names->new_number = names->next++;
	}
	if (names->number[reg] < 0)
		names->number[reg] = names->next++;
	return names->number[reg];
}

/* A register that holds a pointer, and is used as one, has the name of the pointer. */
static char *rename_reg(const struct graph *g, int i, int operand, struct reg r,
			struct names *names)
{
	const char *text = g->f->insn[i].operand[operand];
	const char *pointer = strpbrk(text, "([") ? pointer_name(g, i, r.number) : NULL;
	const char *hash = strchr(r.shape, '#');

	if (pointer)
		return format("%s", pointer);
	if (!hash)
		return format("%s", r.shape);
	return format("%.*s%d", (int)(hash - r.shape), r.shape,
		      number_of(g, i, operand, r.number, names));
}

static char *rename_operand(const struct graph *g, int i, int operand, struct names *names)
{
	const char *p = g->f->insn[i].operand[operand];
	char *s = "";

	if (strchr(p, '<'))
		return "@";
	while (*p) {
		size_t len = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789");
		struct reg r = len ? g->isa->reg(p, len) : (struct reg) { -1, NULL };

		if (r.shape)
			s = format("%s%s", s, rename_reg(g, i, operand, r, names));
		else if (*p != '%')
			s = format("%s%.*s", s, len ? (int)len : 1, p);
		p += len ? len : 1;
	}
	return s;
}

static char *asm_label(const struct graph *g, int i, struct names *names)
{
	const struct insn *insn = &g->f->insn[i];
	char *s = format("%s", insn->mnemonic);

	if (names->block != insn->block) {
		*names = (struct names) { .block = insn->block, .loops = has_loop(g, i) };
		memset(names->number, -1, sizeof(names->number));
	}
	names->written = -1;
	for (int k = 0; k < insn->nr_operands; k++)
		s = format("%s%s%s", s, k ? ", " : "\t", rename_operand(g, i, k, names));
	if (names->written >= 0)
		names->number[names->written] = names->new_number;
	return s;
}

/*
 * The compiler's access to an object: NULL if it is to its own stack or to the flag for a CPU
 * feature.
 */
static char *access_label(const struct graph *g, int i, struct access a)
{
	const char *pointer = pointer_name(g, i, a.base);

	if (a.kind == NO_ACCESS || a.base < 0 || a.base == g->isa->stack ||
	    g->state[i].reg[a.base] == STATIC_ADDRESS ||
	    is_frame_address(g->state[i].reg[a.base]))
		return NULL;
	if (!pointer)
		pointer = "?";
	return a.kind == BOTH ? format("%s\t(%s)", g->f->insn[i].mnemonic, pointer) :
	       g->isa->plain(a, pointer);
}

/* The branch that a constructor patches is an asm statement by itself. */
static bool is_patched(const struct graph *g, int i)
{
	return g->f->insn[i].block >= 0 && g->isa->flow(&g->f->insn[i]) == JUMPS;
}

/* With or without the compiler's arithmetic. */
static void label_insns(struct graph *g, bool arithmetic)
{
	struct names names = { .block = -1 };

	for (int i = 0; i < g->end; i++) {
		const struct insn *insn = &g->f->insn[i];

		if (insn->block < 0) {
			g->label[i] = access_label(g, i, g->isa->access(insn));
			if (!g->label[i] && arithmetic && g->isa->arithmetic(insn))
				g->label[i] = format("%s", g->isa->arithmetic(insn));
		} else if (!is_patched(g, i) && !g->isa->is_flag_to_bool(insn)) {
			g->label[i] = asm_label(g, i, &names);
		}
	}
}

/* ---- ways ---- */

/* Where instruction i may go: to taken and to next, -1 if it cannot. */
static void steps(const struct graph *g, int i, int *taken, int *next)
{
	const struct insn *insn = &g->f->insn[i];
	enum flow flow = g->isa->flow(insn);
	struct test test = flow == BRANCHES ? g->isa->tests(g->f, i) : (struct test) { .reg = -1 };

	*taken = flow == MAY_RETURN ? g->end :
		 flow == JUMPS || flow == BRANCHES ? branch_target(g->f, insn) : -1;
	*next = flow == RETURNS ? g->end : flow == JUMPS ? -1 : i + 1;
	if (flow == CALLS || ((flow == JUMPS || flow == BRANCHES) && *taken < 0))
		fail("%s: leaves the function: %s", g->f->name, insn->mnemonic);
	if (*next == g->end && flow != RETURNS)
		fail("%s: has no end", g->f->name);
	if (g->feature == FEATURE_FIXED)
		return;
	if (is_patched(g, i)) {
		if (g->feature == FEATURE_YES)
			*taken = -1, *next = i + 1;
	} else if (test.reg >= 0 && g->state[test.at].reg[test.reg] == FEATURE_FLAG) {
		*((g->feature == FEATURE_YES) == test.if_zero ? taken : next) = -1;
	}
}

/*
 * Adds to @set what can be reached from @i, which is included, without passing an instruction that
 * stays.
 */
static void reach(const struct graph *g, int i, bool *set, bool *seen)
{
	while (i >= 0 && !seen[i]) {
		int taken, next;

		seen[i] = true;
		if (i == g->end || g->label[i]) {
			set[i] = true;
			return;
		}
		steps(g, i, &taken, &next);
		if (taken >= 0 && next >= 0)
			reach(g, taken, set, seen);
		i = next >= 0 ? next : taken;
	}
}

static void arrive(const struct graph *g, int i, bool *set)
{
	bool *seen = zeroed((size_t)g->end + 1, sizeof(*seen));

	reach(g, i, set, seen);
	free(seen);
}

static void find_ways(struct graph *g)
{
	for (int i = 0; i < g->end; i++) {
		int taken, next;

		if (!g->label[i])
			continue;
		steps(g, i, &taken, &next);
		if (taken >= 0)
			arrive(g, taken, way(g, i, TAKEN));
		arrive(g, next, way(g, i, NEXT));
	}
}

/* ---- what cannot be told apart ---- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
	for (int i = 0; i < 8; i++, value >>= 8)
		hash = (hash ^ (value & 0xff)) * 0x100000001b3;
	return hash;
}

static uint64_t hash_text(const char *s)
{
	uint64_t hash = 0xcbf29ce484222325;

	while (*s)
		hash = mix(hash, (unsigned char)*s++);
	return hash;
}

/* The order of a set's members does not count, nor how often one is there. */
static uint64_t hash_set(const struct graph *g, const bool *set)
{
	uint64_t sum = 0;

	for (int i = 0; i <= g->end; i++) {
		bool again = false;

		for (int j = 0; j < i && set[i]; j++)
			again |= set[j] && g->hash[j] == g->hash[i];
		if (set[i] && !again)
			sum += mix(0x9ddfea08eb382d69, g->hash[i]);
	}
	return sum;
}

static void tell_apart(struct graph *g)
{
	uint64_t *hash = zeroed((size_t)g->end + 1, sizeof(*hash));

	for (int i = 0; i < g->end; i++)
		g->hash[i] = g->label[i] ? hash_text(g->label[i]) : 0;
	g->hash[g->end] = 1;
	for (int round = 0; round <= g->end; round++) {
		for (int i = 0; i < g->end; i++)
			if (g->label[i])
				hash[i] = mix(mix(hash_text(g->label[i]),
						  hash_set(g, way(g, i, TAKEN))),
					      hash_set(g, way(g, i, NEXT)));
		hash[g->end] = 1;
		memcpy(g->hash, hash, ((size_t)g->end + 1) * sizeof(*hash));
	}
	free(hash);
}

/* ---- text ---- */

/* A place in the text: an instruction, the end, or a choice between several. */
struct place {
	int *member, nr_members;
	int line;		/* -1: not written yet */
};

struct line {
	char *text;
	int target;		/* a place, or -1 */
};

struct listing {
	const struct graph *g;
	struct place *place;
	int nr_places;
	struct line *line;
	int nr_lines;
};

static int compare_insns(const struct graph *g, int a, int b)
{
	int order;

	if (a == g->end || b == g->end)
		return (a == g->end) - (b == g->end);
	order = strcmp(g->label[a], g->label[b]);
	return order ? order : (g->hash[a] > g->hash[b]) - (g->hash[a] < g->hash[b]);
}

static int find_place(struct listing *l, struct place p)
{
	for (int i = 0; i < l->nr_places; i++) {
		bool same = p.nr_members == l->place[i].nr_members;

		for (int k = 0; same && k < p.nr_members; k++)
			same = l->g->hash[p.member[k]] == l->g->hash[l->place[i].member[k]];
		if (same)
			return i;
	}
	l->place = grow(l->place, l->nr_places, sizeof(p));
	l->place[l->nr_places] = p;
	return l->nr_places++;
}

/* The place of a set: one member of each kind, sorted. */
static int place_of(struct listing *l, const bool *set)
{
	const struct graph *g = l->g;
	struct place p = { .line = -1 };

	for (int i = 0; i <= g->end; i++) {
		int k = 0;

		if (!set[i])
			continue;
		while (k < p.nr_members && compare_insns(g, p.member[k], i) < 0)
			k++;
		if (k < p.nr_members && g->hash[p.member[k]] == g->hash[i])
			continue;
		p.member = grow(p.member, p.nr_members, sizeof(*p.member));
		memmove(p.member + k + 1, p.member + k,
			(size_t)(p.nr_members++ - k) * sizeof(*p.member));
		p.member[k] = i;
	}
	return find_place(l, p);
}

static int place_of_one(struct listing *l, int member)
{
	struct place p = { .line = -1, .member = grow(NULL, 0, sizeof(int)), .nr_members = 1 };

	p.member[0] = member;
	return find_place(l, p);
}

static void add_line(struct listing *l, char *text, int target)
{
	l->line = grow(l->line, l->nr_lines, sizeof(*l->line));
	l->line[l->nr_lines++] = (struct line) { text, target };
}

/* A branch whose condition is the compiler's: it may go there. Returns where one goes on. */
static int write_choice(struct listing *l, int p)
{
	int n = l->place[p].nr_members, on = n - 1;

	for (int k = n - 2; k >= 0; k--) {
		int one = place_of_one(l, l->place[p].member[k]);

		if (l->place[one].line < 0)
			on = k;
	}
	for (int k = 0; k < n; k++)
		if (k != on)
			add_line(l, "maybe\t@", place_of_one(l, l->place[p].member[k]));
	return place_of_one(l, l->place[p].member[on]);
}

static void write_from(struct listing *l, int p)
{
	const struct graph *g = l->g;

	for (;;) {
		int first = l->place[p].member[0];

		if (l->place[p].line >= 0) {
			add_line(l, first == g->end ? "ret" : "goto\t@", p);
			return;
		}
		l->place[p].line = l->nr_lines;
		if (first == g->end) {
			add_line(l, "ret", -1);
			return;
		}
		if (l->place[p].nr_members > 1) {
			p = write_choice(l, p);
			continue;
		}
		add_line(l, g->label[first],
			 strchr(g->label[first], '@') ? place_of(l, way(g, first, TAKEN)) : -1);
		p = place_of(l, way(g, first, NEXT));
	}
}

static char *number_lines(const struct listing *l)
{
	int *number = zeroed((size_t)l->nr_lines, sizeof(*number)), last = 0;
	char *s = "";

	for (int i = 0; i < l->nr_lines; i++)
		if (l->line[i].target >= 0 && strchr(l->line[i].text, '@'))
			number[l->place[l->line[i].target].line] = 1;
	for (int i = 0; i < l->nr_lines; i++)
		if (number[i])
			number[i] = ++last;
	for (int i = 0; i < l->nr_lines; i++) {
		const char *text = l->line[i].text, *at = strchr(text, '@');
		char *label = number[i] ? format("%d:", number[i]) : "";

		if (at) {
			int to = l->place[l->line[i].target].line;

			s = format("%s%s\t%.*s%d%c%s\n", s, label, (int)(at - text), text,
				   number[to], to > i ? 'f' : 'b', at + 1);
		} else {
			s = format("%s%s\t%s\n", s, label, text);
		}
	}
	return s;
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What is computed: one word for each instruction that can be told apart from the others. */
static char *list_arithmetic(const struct graph *g, const bool *start)
{
	bool *reached = zeroed((size_t)g->end + 1, sizeof(*reached)), again = true;
	char *words[MAX_WORDS], *s = "";
	int n = 0;

	memcpy(reached, start, ((size_t)g->end + 1) * sizeof(*reached));
	while (again) {
		again = false;
		for (int i = 0; i < g->end; i++)
			for (int k = 0; reached[i] && k <= g->end; k++)
				if ((way(g, i, TAKEN)[k] || way(g, i, NEXT)[k]) && !reached[k])
					again = reached[k] = true;
	}
	for (int i = 0; i < g->end; i++) {
		bool known = !reached[i] || !g->isa->arithmetic(&g->f->insn[i]) ||
			     g->f->insn[i].block >= 0;

		for (int k = 0; k < i; k++)
			known |= reached[k] && g->hash[k] == g->hash[i];
		if (!known && n < MAX_WORDS)
			words[n++] = g->label[i];
	}
	qsort(words, (size_t)n, sizeof(*words), compare_words);
	for (int i = 0; i < n; i++)
		s = format("%s%s%s", s, i ? " " : "", words[i]);
	return s;
}

/* Returns the ways into the function. */
static bool *build(struct graph *g, bool arithmetic)
{
	size_t n = (size_t)g->f->nr_insns + 1;
	bool *start = zeroed(n, sizeof(*start));

	g->end = g->f->nr_insns;
	g->state = trace_registers(g->isa, g->f, g->probe);
	g->label = zeroed(n, sizeof(*g->label));
	g->hash = zeroed(n, sizeof(*g->hash));
	for (int which = 0; which < 2; which++)
		g->way[which] = zeroed(n * n, sizeof(bool));
	label_insns(g, arithmetic);
	find_ways(g);
	tell_apart(g);
	arrive(g, 0, start);
	return start;
}

struct form reduce(const struct isa *isa, const struct function *f, const struct probe *probe,
		   enum feature feature)
{
	struct graph g = { .isa = isa, .f = f, .probe = probe, .feature = feature }, full = g;
	struct listing l = { .g = &g };
	struct form form;

	write_from(&l, place_of(&l, build(&g, false)));
	for (int i = 0; i < l.nr_places; i++)
		if (l.place[i].line < 0)
			write_from(&l, i);
	form.code = number_lines(&l);
	form.arithmetic = list_arithmetic(&full, build(&full, true));
	return form;
}
