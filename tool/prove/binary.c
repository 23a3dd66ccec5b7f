// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm prove --binary: each function of a binary that is an operation or a barrier. Its ways are
 * classes as those of the sequences of defs/arch/ are, so that the same is proved of them: alone,
 * and all of them together with these sequences.
 */
#include "binary.h"
#include "reading.h"
#include "refute.h"
#include "base/exit.h"
#include "base/json.h"
#include "tool/binary/symbols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was found ---- */

static const char *order_name(const struct named *what)
{
	static const char *const words[LKMM_NR_ORDERS] = { "relaxed", "acquire", "release", "full",
							   "full" };

	return what->op ? words[what->order] : "";
}

static void print_line(const struct about *a, const struct named *what, const struct found *found,
		       const struct text *missing)
{
	printf("%-44s %-7s %2.0d  ", a->name, order_name(what), what->bits);
	if (a->where)
		printf("%d site%s, %s: ", a->sites, a->sites > 1 ? "s" : "", a->where);
	if (found->why[0])
		printf("not covered: %s\n", found->why);
	else if (missing->len)
		printf("NOT PROVED\n%s", missing->s);
	else
		puts("proved");
}

static void print_object(const struct reading *r, const struct about *a,
			 const struct named *what, const struct found *found,
			 const struct text *missing, const struct finding *refuted)
{
	json_t *o = json_object();
	int bad = 0;

	bad |= json_object_set_new(o, "binary", json_text(r->file));
	bad |= json_object_set_new(o, "architecture", json_text(r->v->arch));
	if (a->where) {
		bad |= json_object_set_new(o, "inlined", json_text(a->name));
		bad |= json_object_set_new(o, "sites", json_integer(a->sites));
		bad |= json_object_set_new(o, "first", json_text(a->where));
	} else {
		bad |= json_object_set_new(o, "function", json_text(a->name));
	}
	bad |= json_object_set_new(o, "address", json_integer((json_int_t)a->address));
	bad |= json_object_set_new(o, "operation", json_text(what->name));
	bad |= json_object_set_new(o, "ordering", json_text(order_name(what)));
	bad |= json_object_set_new(o, "bits", json_integer(what->bits));
	bad |= json_object_set_new(o, "ways", json_integer(found->ways));
	bad |= json_object_set_new(o, "classes", json_integer(found->n));
	bad |= json_object_set_new(o, "proved", found->why[0] ? json_null() :
						json_boolean(!missing->len));
	if (found->why[0])
		bad |= json_object_set_new(o, "why", json_text(found->why));
	if (missing->len)
		bad |= json_object_set_new(o, "missing", json_text(missing->s));
	if (refuted->refuted) {
		bad |= json_object_set_new(o, "lkmm", json_text(refuted->lkmm.s));
		bad |= json_object_set_new(o, "assembly", json_text(refuted->assembly.s));
	}
	print_json("lkmm prove", o, bad);
}

/* A counterexample for one of the ways that are not proved, if there is one of this kind. */
static void find_refutation(struct reading *r, const struct about *a, const struct named *what,
			    const struct found *found, struct finding *f)
{
	*f = (struct finding){ .row = NULL };
	for (int i = 0; i < found->n && !f->refuted; i++) {
		const struct class_answer *j = show_alone(&r->general, &found->class[i]);

		if (!j || !j->missing.len)
			continue;
		free_finding(f);
		refute(r->v, what, found, i, a->where, f);
	}
}

/* Sites of one operation have several sequences. */
static void report_refuted(struct prover *v, const struct about *a, const struct finding *f)
{
	char name[400];

	snprintf(name, sizeof(name), "%s%s%s", a->name, a->where ? "-" : "",
		 a->where ? a->where : "");
	report_tests(v, f, name);
}

int judge(struct reading *r, const struct about *a, const struct named *what,
		 const struct found *found)
{
	struct text missing = { 0 };
	struct finding refuted = { .row = NULL };
	int answer;

	for (int i = 0; i < found->n && !found->why[0]; i++) {
		const struct class_answer *j = show_alone(&r->general, &found->class[i]);

		if (j && j->missing.len)
			text_puts(&missing, j->missing.s);
	}
	answer = found->why[0] ? -1 : !missing.len;
	if (missing.len)
		find_refutation(r, a, what, found, &refuted);
	if (r->v->json)
		print_object(r, a, what, found, &missing, &refuted);
	else
		print_line(a, what, found, &missing);
	if (refuted.refuted)
		report_refuted(r->v, a, &refuted);
	else if (missing.len && !r->v->json)
		puts("no litmus test was found that shows it");
	free_finding(&refuted);
	r->no_memory |= missing.failed || r->general.failed;
	text_free(&missing);
	return answer;
}

void count_answer(struct tally *t, int answer, int n)
{
	*(answer < 0 ? &t->unknown : answer ? &t->proved : &t->wrong) += n;
}

/* ---- ways ---- */

static bool is_at(const struct function_name *f, const struct function *code)
{
	return f->address == code->address && !strcmp(f->section, code->section);
}

/* Padding behind a function does not belong to it, nor does code that a kernel has there. */
static void cut_end(struct function *f, unsigned long long size)
{
	while (f->lines && ((size && f->line[f->lines - 1].address >= f->address + size) ||
			    function_pads(&f->line[f->lines - 1])))
		f->lines--;
}

void join_found(struct found *all, const struct found *more)
{
	all->ways += more->ways;
	if (more->why[0] && !all->why[0])
		memcpy(all->why, more->why, sizeof(all->why));
	for (int i = 0; i < more->n; i++) {
		int k = 0;

		while (k < all->n && !same_class(&all->class[k], &more->class[i]))
			k++;
		if (k == MAX_WAYS)
			snprintf(all->why, sizeof(all->why), "too many ways");
		if (k < MAX_WAYS && k == all->n) {
			memcpy(all->text[k], more->text[i], WAY_TEXT);
			all->pointer[k] = more->pointer[i];
			all->class[all->n++] = more->class[i];
		}
	}
}

bool walk_variants(struct reading *r, const struct function *code,
			  const struct named *what, struct found *found)
{
	int feature[MAX_FEATURES], n = patches_features(&r->patches, code, feature);

	if (!walk(&r->decoder, code, what, found))
		return false;
	if (n < 0)
		snprintf(found->why, sizeof(found->why), "it is patched, with unknown code");
	for (int set = 1; n > 0 && set < 1 << n; set++) {
		struct found more;

		r->variant = *code;
		for (int i = 0; i < n; i++)
			if (set >> i & 1)
				patches_apply(&r->patches, &r->variant, feature[i]);
		if (!walk(&r->decoder, &r->variant, what, &more))
			return false;
		join_found(found, &more);
	}
	return true;
}

/* ---- all of them ---- */

static void take_function(void *arg, struct function *code)
{
	struct reading *r = arg;
	struct found found;
	struct named what;
	int answer;

	occurrences_take(r, code);
	for (size_t i = 0; i < r->names.n && !r->no_memory; i++) {
		struct function_name *f = &r->names.name[i];

		if (!is_at(f, code))
			continue;
		f->seen = true;
		if (f->chosen || name_find(f->name, r->names.kernel, &what) != NAME_OPERATION)
			continue;
		cut_end(code, f->size);
		if (!walk_variants(r, code, &what, &found)) {
			r->no_memory = true;
			return;
		}
		answer = judge(r, &(struct about){ f->name, f->address, NULL, 0 }, &what, &found);
		count_answer(&r->functions, answer, 1);
	}
}

/* Those that are no operations, or whose code was not there. */
static void count_others(struct reading *r)
{
	struct named what;

	for (size_t i = 0; i < r->names.n; i++) {
		const struct function_name *f = &r->names.name[i];
		bool operation = name_find(f->name, r->names.kernel, &what) == NAME_OPERATION;

		r->chosen += operation && f->chosen;
		if (operation && (f->seen || f->chosen))
			continue;
		r->others += !operation;
		r->functions.unknown += operation;
		if (!r->v->json)
			printf("%-44s %s\n", f->name, operation ? "not covered: its code is "
								  "not there" :
							"is not an operation of LKMM");
	}
}

static void read_line(void *arg, char *s)
{
	functions_read(arg, s);
}

static void take_patches(void *arg, struct function *code)
{
	struct reading *r = arg;

	patches_take(&r->patches, code);
}

/* Passes each function to @each. */
static bool read_code(struct reading *r, void (*each)(void *arg, struct function *code))
{
	const char *const options[] = { "-dr", machine_code(r->v->arch)->option, NULL };
	struct functions *f = calloc(1, sizeof(*f));
	bool ok;

	if (!f) {
		r->no_memory = true;
		return false;
	}
	f->each = each;
	f->arg = r;
	ok = objdump_run(&r->objdump, options, read_line, f);
	functions_read(f, NULL);
	free(f);
	if (!ok)
		fprintf(stderr, "lkmm prove: %s: %s cannot disassemble it\n", r->file,
			r->objdump.tool);
	return ok;
}

/* ---- all of it ---- */

/* Everything that is proved, and the sequences, in one program. False if it is not. */
static bool show_together(struct reading *r)
{
	struct general *g = &r->general;

	for (int i = 0; i < g->njudged; i++)
		if (!g->judged[i].missing.len)
			add_class(g, &g->judged[i].class);
	show_general(g);
	r->no_memory |= g->failed;
	if (g->missing.len) {
		fprintf(stderr, "lkmm prove: %s: not shown for all programs:\n%s", r->file,
			g->missing.s);
		return false;
	}
	return true;
}

static void print_tally(const struct tally *t)
{
	printf("%d proved, %d not", t->proved, t->wrong);
	if (t->unknown)
		printf(", %d not covered", t->unknown);
}

static void print_summary(const struct reading *r, bool together)
{
	if (r->v->json)
		return;
	printf("%s: %s: functions: ", r->file, r->v->arch);
	print_tally(&r->functions);
	if (r->chosen)
		printf("; %d are chosen when it is loaded", r->chosen);
	if (r->others)
		printf("; %d are no operations", r->others);
	putchar('\n');
	if (!r->debug && !symbols_missing())
		printf("%s: no debug information: operations that were inlined are not found\n",
		       r->file);
	if (r->sites.n) {
		printf("%s: %zu sites of %d operations: ", r->file, r->sites.n,
		       occurrences_operations(r));
		print_tally(&r->places);
		printf("; sequences: ");
		print_tally(&r->kinds);
		putchar('\n');
	}
	if (together)
		printf("%s: in all programs with these: proved by %d orders of %d classes\n",
		       r->file, r->general.orders, r->general.nclasses);
}

static int examine(struct reading *r)
{
	bool together = false;
	int proved, wrong;

	r->decoder.arch = r->v->arch;
	r->decoder.isa = asm_isa_name(asm_isa_of(r->v->arch));
	open_general(&r->general, r->v);
	if (!names_read(&r->names, &r->objdump) || !patches_read(&r->patches, &r->objdump,
							     machine_code(r->v->arch)->patched))
		return EXIT_BAD;
	occurrences_open(r);
	if (symbols_missing())
		fprintf(stderr, "lkmm prove: operations that were inlined are not found: %s\n",
			symbols_missing());
	if ((r->patches.n && machine_code(r->v->arch)->patched && !read_code(r, take_patches)) ||
	    !read_code(r, take_function))
		return EXIT_BAD;
	count_others(r);
	occurrences_judge(r);
	proved = r->functions.proved + r->places.proved;
	wrong = r->functions.wrong + r->places.wrong;
	if (!r->no_memory && proved + wrong)
		together = show_together(r);
	if (r->no_memory) {
		fputs("lkmm prove: out of memory, or too many classes of sequences\n", stderr);
		return EXIT_BAD;
	}
	print_summary(r, together);
	if (!r->names.n && !r->sites.n)
		fprintf(stderr, "lkmm prove: %s: no function of it is an operation\n", r->file);
	if (wrong || (proved && !together))
		return EXIT_LOOK;
	return r->functions.unknown || r->places.unknown || !proved ? EXIT_BAD : EXIT_WELL;
}

bool binary_open(struct objdump *o, const char *file)
{
	*o = (struct objdump){ .who = "lkmm prove", .file = file };
	if (!objdump_open(o))
		return false;
	if (o->arch && machine_code(o->arch))
		return true;
	if (o->arch)
		fprintf(stderr, "lkmm prove: %s: functions of %s are not covered\n", file, o->arch);
	else
		fprintf(stderr, "lkmm prove: %s: an architecture without sequences\n", file);
	return false;
}

int binary_prove(struct prover *v, const struct objdump *o, bool kernel)
{
	struct reading *r = calloc(1, sizeof(*r));
	int status;

	if (!r) {
		fputs("lkmm prove: out of memory\n", stderr);
		return EXIT_BAD;
	}
	r->v = v;
	r->file = o->file;
	r->objdump = *o;
	r->names.kernel = kernel;
	status = examine(r);
	names_free(&r->names);
	patches_free(&r->patches);
	decoder_free(&r->decoder);
	free_general(&r->general);
	occurrences_free(r);
	free(r);
	return status;
}
