// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm doctor --inline: lists lkmm's operations in a binary that are inlined, and the kinds of
 * calls of the others.
 */
#include "doctor.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/json.h"
#include "tool/commands.h"
#include "tool/binary/operations.h"

#include <stdlib.h>
#include <string.h>

static const char *const how_name[DOCTOR_HOWS] = { "inlined", "direct", "plt", "got" };
static const char *const how_text[DOCTOR_HOWS] = {
	"inlined", "called directly", "called through the PLT", "called through a pointer (GOT)",
};

void doctor_add(struct doctor *d, const char *op, enum doctor_how how, uint64_t address,
		const struct symbol *where)
{
	struct doctor_site *more;

	if (d->nsites == d->room) {
		d->room = 2 * d->room + 64;
		more = realloc(d->site, d->room * sizeof(*more));
		if (!more) {
			d->failed = true;
			return;
		}
		d->site = more;
	}
	more = &d->site[d->nsites];
	memset(more, 0, sizeof(*more));
	more->op = strdup(op);
	if (!more->op) {
		d->failed = true;
		return;
	}
	more->how = how;
	more->address = address;
	if (where)
		more->where = *where;
	d->nsites++;
}

static void add_inlined(const char *op, uint64_t address, const struct symbol *where, void *arg)
{
	/* An operation in C, or a method of the crate. */
	if (strncmp(op, "lkmm_", 5) ? strstr(op, "::") != NULL : is_operation(op + 5))
		doctor_add(arg, op, DOCTOR_INLINED, address, where);
}

static int by_operation(const void *a, const void *b)
{
	const struct doctor_site *x = a, *y = b;
	int order = strcmp(x->op, y->op);

	if (order)
		return order;
	return x->address < y->address ? -1 : x->address > y->address;
}

static size_t count(const struct doctor *d, const char *op, enum doctor_how how)
{
	size_t n = 0;

	for (size_t i = 0; i < d->nsites; i++)
		n += d->site[i].how == how && (!op || !strcmp(d->site[i].op, op));
	return n;
}

/* ---- text ---- */

static void put_table(const struct doctor *d)
{
	const char *last = "";

	printf("%9s%9s%9s%9s  operation\n", "inlined", "direct", "PLT", "GOT");
	for (size_t i = 0; i < d->nsites; i++) {
		if (!strcmp(last, d->site[i].op))
			continue;
		last = d->site[i].op;
		for (int how = 0; how < DOCTOR_HOWS; how++) {
			size_t n = count(d, last, how);

			if (n)
				printf("%9zu", n);
			else
				printf("%9s", ".");
		}
		printf("  %s\n", last);
	}
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* The compiler makes several calls of one, by unrolling for example. */
static bool same_line(const struct doctor_site *a, const struct doctor_site *b)
{
	return a->where.file && a->how == b->how && !strcmp(a->op, b->op) &&
	       a->where.line == b->where.line && same(a->where.file, b->where.file) &&
	       same(a->where.function, b->where.function);
}

static void put_call(const struct doctor_site *s, size_t n)
{
	const char *slash = s->where.file ? strrchr(s->where.file, '/') : NULL;

	printf("%s, %s, at 0x%llx", s->op, how_text[s->how], (unsigned long long)s->address);
	if (n > 1)
		printf(" and %zu more", n - 1);
	if (s->where.function)
		printf(", in %s", s->where.function);
	if (s->where.file)
		printf(" (%s:%d)", slash ? slash + 1 : s->where.file, s->where.line);
	putchar('\n');
}

static void put_calls(const struct doctor *d)
{
	bool first = true;

	for (size_t i = 0, n; i < d->nsites; i += n) {
		for (n = 1; i + n < d->nsites && same_line(&d->site[i], &d->site[i + n]);)
			n++;
		if (d->site[i].how == DOCTOR_INLINED)
			continue;
		if (first)
			putchar('\n');
		first = false;
		put_call(&d->site[i], n);
	}
}

/* Reports missing information; the calls found are certain in any case. */
static void put_doubts(const struct doctor *d)
{
	if (symbols_missing())
		printf("Only calls are found: %s.\n", symbols_missing());
	else if (!d->has_lines)
		printf("%s has no debug information (-g): only calls are found, not inlined "
		       "operations.\n", d->file);
	if (!d->has_symbols)
		printf("%s has no symbol table: calls of statically linked functions are not "
		       "found.\n", d->file);
}

static void put_verdict(const struct doctor *d)
{
	size_t inlined = count(d, NULL, DOCTOR_INLINED), calls = d->nsites - inlined;

	if (!d->nsites)
		puts("No operation of lkmm was found.");
	else if (!calls)
		printf("All %zu are inlined.\n", inlined);
	else if (d->has_lines)
		printf("%zu call%s, %zu inlined.\n", calls, calls == 1 ? "" : "s", inlined);
	else
		printf("%zu call%s.\n", calls, calls == 1 ? "" : "s");
}

static void put_text(const struct doctor *d)
{
	if (d->nsites)
		put_table(d);
	put_calls(d);
	if (d->nsites)
		putchar('\n');
	put_doubts(d);
	put_verdict(d);
}

/* ---- JSON ---- */

static int set(json_t *o, const char *name, json_t *value)
{
	return value ? json_object_set_new(o, name, value) : -1;
}

static json_t *json_site(const struct doctor_site *s)
{
	json_t *o = json_object();
	int bad = 0;

	bad |= set(o, "operation", json_text(s->op));
	bad |= set(o, "how", json_string(how_name[s->how]));
	bad |= set(o, "address", json_integer((json_int_t)s->address));
	if (s->where.function)
		bad |= set(o, "function", json_text(s->where.function));
	if (s->where.file) {
		bad |= set(o, "file", json_text(s->where.file));
		bad |= set(o, "line", json_integer(s->where.line));
	}
	if (bad) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static void put_as_json(const struct doctor *d)
{
	json_t *o = json_object(), *sites = json_array();
	int bad = 0;

	bad |= set(o, "binary", json_text(d->file));
	bad |= set(o, "symbols", json_boolean(d->has_symbols));
	bad |= set(o, "debug", json_boolean(d->has_lines));
	for (int how = 0; how < DOCTOR_HOWS; how++)
		bad |= set(o, how_name[how], json_integer((json_int_t)count(d, NULL, how)));
	for (size_t i = 0; i < d->nsites; i++)
		bad |= json_array_append_new(sites, json_site(&d->site[i]));
	bad |= set(o, "sites", sites);
	print_json("lkmm doctor", o, bad);
}

/* ---- findings ---- */

/* Each line with a call once. */
static void find_calls(const struct doctor *d, struct findings *f)
{
	for (size_t i = 0; i < d->nsites; i++) {
		const struct doctor_site *s = &d->site[i];
		struct text what = { 0 };

		if (s->how == DOCTOR_INLINED || (i && same_line(s, s - 1)))
			continue;
		text_add(&what, "%s is %s", s->op, how_text[s->how]);
		if (!s->where.file)
			text_add(&what, ", at 0x%llx", (unsigned long long)s->address);
		f->failed |= what.failed;
		find_in(f, s->where.file ? s->where.file : d->file,
			s->where.file ? s->where.line : 0, 0, FINDING_WARNING, "call", what.s);
		text_free(&what);
	}
}

static int finish(struct doctor *d, double seconds, int status)
{
	struct findings f = { .wanted = true };

	if (!ci_is_wanted(&d->ci))
		return status;
	find_calls(d, &f);
	if (!d->nsites && status == EXIT_LOOK)
		find_in(&f, d->file, 0, 0, FINDING_WARNING, "call",
			"no operation was found: there are neither symbols nor debug information");
	ci_add(&d->ci, d->file, status, seconds, &f);
	return ci_finish(&d->ci, "lkmm doctor", status);
}

/* ---- the command ---- */

static const struct opt options[] = {
	{ "inline", .at = offsetof(struct doctor, inlined),
	  .help = "list the operations that are inlined, and those that are calls" },
	{ "json", .at = offsetof(struct doctor, json), .help = "print one JSON object" },
	CI_OPTIONS(doctor),
};

const struct options doctor_options = {
	.name = "doctor", .who = "lkmm doctor", .page = "lkmm-doctor(1)",
	.does = "list the operations that a program inlines, and those that it calls",
	.usage = "--inline [OPTION...] BINARY", .arguments = OPT_BINARY,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* The operation that is missing or superfluous; NULL: none. */
static const char *misuse(const struct doctor *d, int arguments)
{
	if (!d->inlined)
		return "--inline is missing";
	if (d->ci.tap && d->json)
		return "--tap does not go with --json";
	return arguments == 1 ? NULL : arguments ? "one binary at a time" : "no binary given";
}

static void find_inlined(struct doctor *d, struct symbols *symbols)
{
	size_t n = d->nsites;
	uint64_t *calls = calloc(n + 1, sizeof(*calls));

	if (!calls) {
		d->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		calls[i] = d->site[i].address;
	symbols_inlined(symbols, d->file, calls, n, add_inlined, d);
	free(calls);
}

static void demangle_all(struct doctor *d, struct symbols *symbols)
{
	struct symbol **where = calloc(d->nsites + 1, sizeof(struct symbol *));

	if (!where) {
		d->failed = true;
		return;
	}
	for (size_t i = 0; i < d->nsites; i++)
		where[i] = &d->site[i].where;
	symbols_demangle(symbols, where, d->nsites);
	free(where);
}

static int examine(struct doctor *d, struct symbols *symbols)
{
	if (!doctor_disassemble(d))
		return EXIT_BAD;
	for (size_t i = 0; i < d->nsites; i++)
		symbols_find(symbols, d->file, d->site[i].address, &d->site[i].where);
	d->has_lines = symbols_have_lines(symbols, d->file);
	find_inlined(d, symbols);
	demangle_all(d, symbols);
	if (d->failed) {
		fputs("lkmm doctor: out of memory\n", stderr);
		return EXIT_BAD;
	}
	if (d->nsites)
		qsort(d->site, d->nsites, sizeof(*d->site), by_operation);
	if (d->json)
		put_as_json(d);
	else if (!d->ci.tap)
		put_text(d);
	/* Nothing found is well only if it would have been. */
	if (!d->nsites)
		return d->has_lines || d->has_symbols ? EXIT_WELL : EXIT_LOOK;
	return count(d, NULL, DOCTOR_INLINED) == d->nsites ? EXIT_WELL : EXIT_LOOK;
}

static void free_names(struct doctor_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i].op);
	free(names->name);
}

int doctor_main(int argc, char **argv)
{
	struct doctor d = { .json = false };
	struct symbols *symbols;
	double begin = clock_now();
	int first, status;

	if (!options_parse(&doctor_options, &d, argc, argv, &first, &status))
		return status;
	if (misuse(&d, argc - first)) {
		fprintf(stderr, "lkmm doctor: %s\n", misuse(&d, argc - first));
		return options_misused(&doctor_options);
	}
	d.file = argv[first];
	symbols = symbols_open();
	status = examine(&d, symbols);
	if (status == EXIT_BAD)
		status = ci_give_up(&d.ci, "lkmm doctor", d.file);
	else
		status = finish(&d, clock_now() - begin, status);
	symbols_close(symbols);
	for (size_t i = 0; i < d.nsites; i++)
		free(d.site[i].op);
	free(d.site);
	free_names(&d.functions);
	free_names(&d.slots);
	return status;
}
