// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * golden [-u | -l] -i ISA -b BOOK -p PROBES.c... WHO:FEATURE=DUMP...
 *
 * Compares machine code, as objdump -td printed it, with what the book says, and speaks TAP; with
 * -u, writes the book. WHO is a compiler's name. FEATURE is "fixed" when the code is all for one
 * kind of CPU; else the code asks the CPU, and what follows the answer "yes" or "no" is looked at.
 * With -l, the code is that of the library.
 */
#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_SUBJECTS = 16, MAX_DIFFERENCES = 8 };

struct subject {
	char *who, *title;
	enum feature feature;
	struct dump dump;
	struct form *form;	/* one per probe; code is NULL if it is not there */
};

struct golden {
	const struct isa *isa;
	const char *path;
	bool is_library;
	struct probes probes;
	struct subject subject[MAX_SUBJECTS];
	int nr_subjects;
	struct book book;
};

static int usage(void)
{
	fputs("usage: golden [-u | -l] -i ISA -b BOOK -p PROBES.c... WHO:(fixed|yes|no)=DUMP...\n",
	      stderr);
	return 2;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_probe(const struct probes *probes, const char *name)
{
	for (int i = 0; i < probes->nr_probes; i++)
		if (!strcmp(probes->probe[i].name, name))
			return true;
	return false;
}

/* Macros, with a condition; and what the library has for them. */
static bool is_inline_only(const char *name)
{
	return starts(name, "smp_cond_load_");
}

static bool is_library_only(const char *name)
{
	return starts(name, "wait_u");
}

static void respell(const struct isa *isa, const struct dump *d)
{
	for (int i = 0; i < d->nr_functions; i++) {
		const struct function *f = &d->function[i];

		for (int k = 0; k < f->nr_insns; k++)
			isa->respell(&f->insn[k], k ? &f->insn[k - 1] : NULL);
	}
}

static void add_subject(struct golden *g, const char *spec)
{
	struct subject *s = &g->subject[g->nr_subjects++];
	const char *feature = strchr(spec, ':'), *path = strchr(spec, '=');

	if (g->nr_subjects > MAX_SUBJECTS || !feature || !path)
		fail("%s: expected WHO:FEATURE=DUMP, and no more than %d", spec, MAX_SUBJECTS);
	s->who = format("%.*s", (int)(feature - spec), spec);
	s->feature = starts(feature, ":yes=") ? FEATURE_YES : starts(feature, ":no=") ? FEATURE_NO :
		     FEATURE_FIXED;
	s->title = format("%s: %s%s", last_part(g->path), last_part(path + 1),
			  s->feature == FEATURE_YES ? ", CPU with the feature" :
			  s->feature == FEATURE_NO ? ", CPU without the feature" : "");
	s->dump = read_dump(path + 1);
	respell(g->isa, &s->dump);
	s->form = calloc((size_t)g->probes.nr_probes, sizeof(*s->form));
	if (!s->form)
		fail("out of memory");
	for (int i = 0; i < g->probes.nr_probes; i++) {
		const struct function *f = find_function(&s->dump, g->probes.probe[i].name);

		if (f)
			s->form[i] = reduce(g->isa, f, &g->probes.probe[i], s->feature);
	}
}

/* ---- writing ---- */

/* One compiler's code must be the same in every form that it comes in. */
static void require_one_code(const struct golden *g, int i)
{
	for (int a = 0; a < g->nr_subjects; a++) {
		if (!g->subject[a].form[i].code)
			fail("%s: no probe_%s", g->subject[a].title, g->probes.probe[i].name);
		for (int b = 0; b < a; b++)
			if (!strcmp(g->subject[a].who, g->subject[b].who) &&
			    strcmp(g->subject[a].form[i].code, g->subject[b].form[i].code))
				fail("%s: not the same code:\n%s: %s%s: %s",
				     g->probes.probe[i].name, g->subject[a].title,
				     g->subject[a].form[i].code, g->subject[b].title,
				     g->subject[b].form[i].code);
	}
}

/* What most compilers agree on; the first of them if none do. */
static const char *common_code(const struct golden *g, int i)
{
	const char *best = NULL;
	int best_votes = 0;

	for (int a = 0; a < g->nr_subjects; a++) {
		int votes = 0;

		for (int b = 0; b < g->nr_subjects; b++)
			votes += !strcmp(g->subject[a].form[i].code, g->subject[b].form[i].code);
		if (votes > best_votes)
			best = g->subject[a].form[i].code, best_votes = votes;
	}
	return best;
}

static void update(struct golden *g)
{
	struct book new = { .head = g->book.head };

	for (int i = 0; i < g->probes.nr_probes; i++) {
		const char *name = g->probes.probe[i].name, *common;

		require_one_code(g, i);
		common = common_code(g, i);
		add_entry(&new, name, "", common);
		for (int a = 0; a < g->nr_subjects; a++) {
			const struct subject *s = &g->subject[a];
			const struct entry *e = find_entry(&new, name, s->who);

			if (strcmp(s->form[i].code, e->code))
				add_entry(&new, name, s->who, s->form[i].code);
		}
	}
	write_book(g->path, &new);
}

/* ---- comparing ---- */

static int nr_points, nr_bad;

static void point(bool ok, const char *title)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++nr_points, title);
	nr_bad += !ok;
	fflush(stdout);
}

static void put_lines(const char *mark, const char *text)
{
	char *copy = format("%s", text), *line;

	while ((line = next_line(&copy)))
		printf("#\t%s%s\n", mark, line);
}

/*
 * The lines that both have at their beginning and at their end once, those between from either
 * side.
 */
static void put_difference(const char *want, const char *got)
{
	size_t start = 0, end = 0, nw = strlen(want), ng = strlen(got);

	for (size_t i = 0; want[i] && want[i] == got[i]; i++)
		if (want[i] == '\n')
			start = i + 1;
	for (size_t i = 1; i <= nw - start && i <= ng - start && want[nw - i] == got[ng - i]; i++)
		if (i == nw - start || i == ng - start || want[nw - i - 1] == '\n')
			end = (i == nw - start || want[nw - i - 1] == '\n') &&
			      (i == ng - start || got[ng - i - 1] == '\n') ? i : end;
	put_lines(" ", format("%.*s", (int)start, want));
	put_lines("-", format("%.*s", (int)(nw - start - end), want + start));
	put_lines("+", format("%.*s", (int)(ng - start - end), got + start));
	put_lines(" ", want + nw - end);
}

/* What is wrong with the code of probe @i; NULL if nothing is. */
static char *compare(const struct golden *g, const struct subject *s, int i)
{
	const char *name = g->probes.probe[i].name;
	const struct entry *e = find_entry(&g->book, name, s->who);

	if (!s->form[i].code && g->is_library && is_inline_only(name))
		return NULL;
	if (!s->form[i].code)
		return "not compiled, but in the list of operations";
	if (!e)
		return "compiled, but not in the golden file";
	return strcmp(e->code, s->form[i].code) ? "different:" : NULL;
}

/* The names of all probes that differ as @first does, then the difference. */
static void report(const struct golden *g, const struct subject *s, int first, const char *wrong,
		   bool *done)
{
	const struct entry *e = find_entry(&g->book, g->probes.probe[first].name, s->who);

	for (int i = first; i < g->probes.nr_probes; i++) {
		const struct entry *other = find_entry(&g->book, g->probes.probe[i].name, s->who);
		char *also = compare(g, s, i);

		if (!also || strcmp(also, wrong))
			continue;
		if (e && other && s->form[i].code && s->form[first].code &&
		    (strcmp(other->code, e->code) || strcmp(s->form[i].code, s->form[first].code)))
			continue;
		printf("# %s\n", g->probes.probe[i].name);
		done[i] = true;
	}
	printf("#   %s\n", wrong);
	if (e && s->form[first].code)
		put_difference(e->code, s->form[first].code);
}

static void check_subject(const struct golden *g, const struct subject *s)
{
	bool *done = calloc((size_t)g->probes.nr_probes, sizeof(*done));
	int nr = 0;

	if (!done)
		fail("out of memory");
	for (int i = 0; i < g->probes.nr_probes; i++) {
		char *wrong = done[i] ? NULL : compare(g, s, i);

		if (wrong && nr++ < MAX_DIFFERENCES)
			report(g, s, i, wrong, done);
	}
	if (nr > MAX_DIFFERENCES)
		printf("# and more\n");
	for (int i = 0; i < s->dump.nr_functions; i++) {
		const char *name = s->dump.function[i].name + strlen("probe_");

		if (!is_probe(&g->probes, name) && !(g->is_library && is_library_only(name))) {
			printf("# %s\n#   compiled, but not in the list of operations\n", name);
			nr++;
		}
	}
	point(!nr, s->title);
	free(done);
}

/* How often the words of @list, with a blank between two, begin with the @n characters of @word. */
static int count_word(const char *list, const char *word, size_t n)
{
	int count = 0;

	for (const char *p = list; *p; p += strspn(p, " ")) {
		size_t k = strcspn(p, " ");

		count += k == n && !strncmp(p, word, n);
		p += k;
	}
	return count;
}

/* Whether @some has the words of @all and no other, each as often as that or less often. */
static bool is_part(const char *some, const char *all)
{
	for (const char *p = all; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");
		int count = count_word(some, p, n);

		if (!count || count > count_word(all, p, n))
			return false;
		p += n;
	}
	for (const char *p = some; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (!count_word(all, p, n))
			return false;
		p += n;
	}
	return true;
}

/*
 * Whether @s computes around lkmm's instructions what a compiler of C does: clang, which is rustc's
 * kin but may be older, or gcc, where that is shorter. It may compute once what C computes twice.
 */
static bool computes_as_c(const struct golden *g, const struct subject *s, int i)
{
	for (int k = 0; k < g->nr_subjects; k++) {
		const struct subject *c = &g->subject[k];

		if (strcmp(c->who, s->who) && c->feature == s->feature && c->form[i].code &&
		    is_part(s->form[i].arithmetic, c->form[i].arithmetic))
			return true;
	}
	return false;
}

static bool has_clang(const struct golden *g)
{
	for (int k = 0; k < g->nr_subjects; k++)
		if (!strcmp(g->subject[k].who, "clang"))
			return true;
	return false;
}

/*
 * lkmm's instructions in Rust are the book's: here the instructions that the compilers put around
 * them are compared.
 */
static void check_arithmetic(const struct golden *g, const struct subject *s)
{
	bool ok = true;

	if (!has_clang(g)) {
		printf("ok %d - %s: arithmetic as in C # SKIP no clang\n", ++nr_points, s->title);
		return;
	}
	for (int i = 0; i < g->probes.nr_probes; i++) {
		if (!s->form[i].code || computes_as_c(g, s, i) ||
		    (g->isa->flag_unused && strstr(s->form[i].code, g->isa->flag_unused)))
			continue;
		printf("# %s\n#   computes: %s\n", g->probes.probe[i].name, s->form[i].arithmetic);
		for (int k = 0; k < g->nr_subjects; k++)
			if (g->subject[k].feature == s->feature && g->subject[k].form[i].code)
				printf("#   %s: %s\n", g->subject[k].title,
				       g->subject[k].form[i].arithmetic);
		ok = false;
	}
	point(ok, format("%s: arithmetic as in C", s->title));
}

/* Every name in the book must be that of a probe, and every compiler one that there is. */
static void check_book(const struct golden *g)
{
	bool ok = true;

	for (int i = 0; i < g->book.nr_entries; i++) {
		const struct entry *e = &g->book.entry[i];

		if (!is_probe(&g->probes, e->name)) {
			printf("# %s\n#   in the golden file, but not in the list of operations\n",
			       e->name);
			ok = false;
		}
		if (*e->who && !is_one_of(e->who, "gcc clang rust")) {
			printf("# %s\n#   in the golden file for an unknown compiler, %s\n",
			       e->name, e->who);
			ok = false;
		}
	}
	point(ok, format("%s: names", last_part(g->path)));
}

int main(int argc, char **argv)
{
	struct golden g = { 0 };
	bool updates = false;
	int option;

	while ((option = getopt(argc, argv, "uli:b:p:")) != -1) {
		switch (option) {
		case 'u': updates = true; break;
		case 'l': g.is_library = true; break;
		case 'i': g.isa = find_isa(optarg); break;
		case 'b': g.path = optarg; break;
		case 'p': add_probes(&g.probes, optarg); break;
		default: return usage();
		}
	}
	if (!g.isa || !g.path || !g.probes.nr_probes || optind == argc)
		return usage();
	while (optind < argc)
		add_subject(&g, argv[optind++]);
	g.book = read_book(g.path);
	if (updates) {
		update(&g);
		return 0;
	}
	check_book(&g);
	for (int i = 0; i < g.nr_subjects; i++)
		check_subject(&g, &g.subject[i]);
	for (int i = 0; i < g.nr_subjects; i++)
		if (!strcmp(g.subject[i].who, "rust"))
			check_arithmetic(&g, &g.subject[i]);
	printf("1..%d\n", nr_points);
	return nr_bad != 0;
}
