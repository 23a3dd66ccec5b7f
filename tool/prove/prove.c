// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm prove: what an architecture allows for its sequences, LKMM allows for the operations. */
#include "prove.h"
#include "binary.h"
#include "general.h"
#include "base/exit.h"
#include "base/options.h"
#include "tool/check/check.h"
#include "tool/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct command {
	struct prover v;
	bool mutants;
	const char *sequence;
	const char *certificate;	/* the file for it, or NULL */
	const char *binary, *kernel;	/* files whose functions are proved, or NULL */
	/* the model has no one order of all events: nothing is shown for all programs */
	bool bounded;
	struct general general;
	/* whose cycles have been asked about */
	struct {
		struct class class;
		struct finding finding;
	} asked[MAX_CLASSES];
	int nasked;
	int holds, wrong, undecided, uncovered;
};

static bool set_arch(struct command *c, const char *name)
{
	for (int i = 0; i < asm_nr_sequences; i++)
		if (!strcmp(asm_sequences[i].arch, name)) {
			c->v.arch = asm_sequences[i].arch;
			return true;
		}
	fprintf(stderr, "lkmm prove: there are no sequences for '%s', only for:", name);
	for (int i = 0; i < asm_nr_sequences; i++)
		if (!i || strcmp(asm_sequences[i].arch, asm_sequences[i - 1].arch))
			fprintf(stderr, " %s", asm_sequences[i].arch);
	fputs("\n", stderr);
	return false;
}

static void count(struct command *c, const struct finding *f)
{
	bool covered = !f->uncovered || f->proved;

	c->holds += !f->refuted && !f->undecided && covered;
	c->uncovered += !covered;
	c->wrong += f->refuted;
	c->undecided += f->undecided;
}

/*
 * What has been found about a sequence of the same class, that does the same to the value; or an
 * empty place for it; or NULL.
 */
static struct finding *find_like(struct command *c, const struct asm_sequence *row, bool fails)
{
	struct class class;
	int i = 0;

	if (!find_class(&c->v, row, fails, &class)) {
		text_free(&c->v.error);
		return NULL;
	}
	while (i < c->nasked && !(same_class(&c->asked[i].class, &class) &&
				  c->asked[i].finding.row->shape == row->shape))
		i++;
	if (i == MAX_CLASSES)
		return NULL;
	if (i == c->nasked) {
		c->asked[i].class = class;
		c->asked[i].finding = (struct finding){ .row = row };
		c->nasked++;
	}
	return &c->asked[i].finding;
}

static struct finding found_about(struct command *c, const struct asm_sequence *row, bool fails,
				  const char *mutant)
{
	struct finding f, *like = mutant ? NULL : find_like(c, row, fails);

	prove_row(&c->v, &f, row, fails, like && like->cycles ? like : NULL);
	if (like && !f.refuted && !f.undecided && !f.like) {
		like->cycles = f.cycles;
		like->forbidden = f.forbidden;
	}
	f.proved = !f.undecided && !c->bounded && show_row(&c->general, row, fails);
	/* The programs are about the object, which it must then be about as well. */
	f.undecided |= c->v.error.len > 0;
	if (f.proved && f.refuted) {
		fputs("lkmm prove: what is proved for all programs is refuted by one\n", stderr);
		c->v.failed = true;
	}
	return f;
}

/* Whether it does to both halves of an object what the operation does: else v.error says what. */
static bool is_right_in_halves(struct command *c, const struct asm_sequence *row, bool fails)
{
	struct class class;

	return !row->halves || find_class(&c->v, row, fails, &class);
}

/* Looks for a test that shows its mistake, with all, one or no halves equal to those expected. */
static void refute_by_halves(struct prover *v, struct finding *f)
{
	for (unsigned int differs = 0; differs < 4; differs++) {
		struct program p;
		struct item *i = &p.process[0].item[0];

		make_alone(&p, f->row, differs, NULL);
		snprintf(p.name, sizeof(p.name), "halves-%u", differs);
		p.wrong = true;
		i->operand[0] = i->found;
		i->differs = differs;
		decide_wrong(v, f, &p);
	}
	f->undecided = !f->refuted;
}

static void ask(struct command *c, const struct asm_sequence *row, bool fails, const char *mutant)
{
	struct finding f = { .row = row, .fails = fails, .undecided = true };

	if (is_right_in_halves(c, row, fails))
		f = found_about(c, row, fails, mutant);
	else
		refute_by_halves(&c->v, &f);
	report_row(&c->v, &f, mutant);
	count(c, &f);
	free_finding(&f);
	text_free(&c->v.error);
	fflush(stdout);
}

static void ask_mutant(void *arg, const struct asm_sequence *mutant, const char *how)
{
	ask(arg, mutant, false, how);
}

static void ask_row(struct command *c, const struct asm_sequence *row)
{
	if (c->mutants) {
		if (!row->device)	/* what a device needs is in no model */
			for_each_mutant(row, ask_mutant, c);
		return;
	}
	ask(c, row, false, NULL);
	if (row->shape == LKMM_SHAPE_CMPXCHG)
		ask(c, row, true, NULL);
}

static bool is_hint(const struct asm_sequence *row)
{
	return !row->bits && row->fence == LKMM_FENCE_RELAX;
}

static void ask_all(struct command *c)
{
	for (int i = 0; i < asm_nr_sequences; i++) {
		const struct asm_sequence *row = &asm_sequences[i];

		if (strcmp(row->arch, c->v.arch) || is_hint(row))
			continue;
		if (row->call)
			ask_row(c, row);
		else
			c->uncovered++;
	}
}

static void print_summary(const struct command *c)
{
	if (c->v.json)
		return;
	if (c->mutants)
		printf("%s: %d mutants refuted, %d as good up to %d accesses", c->v.arch, c->wrong,
		       c->holds, c->v.bound);
	else
		printf("%s: %d hold up to %d accesses, %d wrong", c->v.arch, c->holds, c->v.bound,
		       c->wrong);
	if (c->undecided)
		printf(", %d not decided", c->undecided);
	if (c->uncovered)
		printf("; %d not covered", c->uncovered);
	putchar('\n');
}

/* ---- all programs ---- */

static bool write_certificate(const struct command *c)
{
	const char *error = text_write(&c->general.certificate, c->certificate);

	if (error)
		fprintf(stderr, "lkmm prove: %s: %s\n", c->certificate, error);
	return !error;
}

/* False if something is not shown, after a message. */
static bool show_all(struct command *c)
{
	struct general *g = &c->general;
	bool shown;

	if (c->bounded) {
		if (!c->v.json)
			printf("%s: nothing is shown for all programs: its model has no one order "
			       "of all events\n", c->v.arch);
		return true;
	}
	show_general(g);
	shown = !g->failed && !g->missing.len;
	if (!c->v.json && shown)
		printf("%s: in all programs: proved by %d orders of %d classes of sequences\n",
		       c->v.arch, g->orders, g->nclasses);
	if (g->failed)
		fputs("lkmm prove: out of memory, or too many classes of sequences\n", stderr);
	else if (!shown)
		fprintf(stderr, "lkmm prove: %s: not shown for all programs:\n%s", c->v.arch,
			g->missing.s);
	return shown && (!c->certificate || write_certificate(c));
}

/* The functions of a program, or of a kernel. */
static int prove_binary(struct command *c, const char *file)
{
	struct objdump o;
	struct check model = { .model_name = NULL };
	int status = EXIT_BAD;

	if (!binary_open(&o, file) || !set_arch(c, o.arch))
		return EXIT_BAD;
	model.model_name = asm_machine_of(c->v.arch);
	if (model_open(&model)) {
		c->v.model = model.model;
		status = binary_prove(&c->v, &o, c->kernel);
	}
	model_close(&model);
	return status;
}

static int prove(struct command *c, const char *name, const struct asm_sequence *own)
{
	struct check model = { .model_name = asm_machine_of(name) };
	int status = EXIT_BAD;

	if (model_open(&model)) {
		c->v.model = model.model;
		c->bounded = !lkmm_cat_has_one_order(model.model);
		if (c->bounded && c->certificate)
			fprintf(stderr, "lkmm prove: %s: there is no certificate: nothing is shown "
				"for all programs\n", name);
		open_general(&c->general, &c->v);
		if (own)
			ask_row(c, own);
		else
			ask_all(c);
		print_summary(c);
		if (!own && !c->mutants && !show_all(c))
			c->wrong++;
		status = c->undecided || c->v.failed || (c->bounded && c->certificate) ? EXIT_BAD :
			 c->wrong && !c->mutants ? EXIT_LOOK : EXIT_WELL;
	}
	free_general(&c->general);
	model_close(&model);
	return status;
}

static const struct opt options[] = {
	{ "binary", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct command, binary),
	  .help = "the functions of a program or library that are operations" },
	{ "bound", .kind = OPT_WHOLE, .value = "N", .least = 3, .most = MAX_BOUND, .normal = "6",
	  .at = offsetof(struct command, v.bound),
	  .help = "cycles of up to N accesses; 3: none" },
	{ "certificate", .kind = OPT_FILE, .value = "FILE",
	  .at = offsetof(struct command, certificate),
	  .help = "write the steps of the proof for all programs into FILE" },
	{ "kernel", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct command, kernel),
	  .help = "those of a kernel or module, by the kernel's names too" },
	{ "mutants", .at = offsetof(struct command, mutants),
	  .help = "weaken each sequence instead, and look for a test that shows it" },
	{ "sequence", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct command, sequence),
	  .help = "the sequence in FILE alone" },
	{ "write", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct command, v.write),
	  .help = "write counterexamples as litmus tests into DIR" },
	{ "json", .at = offsetof(struct command, v.json),
	  .help = "print a JSON object for each sequence" },
};

const struct options prove_options = {
	.name = "prove", .who = "lkmm prove", .page = "lkmm-prove(1)",
	.does = "hold instruction sequences against LKMM",
	.usage = "[OPTION...] ARCHITECTURE | --sequence FILE | --binary FILE | "
		 "--kernel FILE", .arguments = OPT_NO_ARGUMENTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

int prove_main(int argc, char **argv)
{
	struct command c = { .v = { .bound = 6 } };
	struct lkmm_arena *arena;
	const struct asm_sequence *own = NULL;
	int first, status, files;

	if (!options_parse(&prove_options, &c, argc, argv, &first, &status))
		return status;
	files = !!c.sequence + !!c.binary + !!c.kernel;
	if (files > 1 || argc - first != !files || (files && c.certificate))
		return options_misused(&prove_options);
	arena = c.v.arena = lkmm_arena_new();
	status = EXIT_BAD;
	if (!arena || !open_loose(&c.v, arena))
		fputs("lkmm prove: out of memory\n", stderr);
	else if (c.sequence)
		own = read_own(arena, c.sequence);
	if (c.v.loose && (c.binary || c.kernel))
		status = prove_binary(&c, c.binary ? c.binary : c.kernel);
	else if (c.v.loose && (own || !c.sequence) && set_arch(&c, own ? own->arch : argv[first]))
		status = prove(&c, c.v.arch, own);
	lkmm_arena_free(arena);
	return status;
}
