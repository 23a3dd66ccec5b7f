// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A sequence as a line of a table, or as an object; and its counterexample. */
#include "prove.h"
#include "base/json.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	const char *left, *right;	/* of the order; NULL: the access beside the sequence */
} orders[NR_ORDERS_OF] = {
	[BEFORE_READ] = { "before_read", NULL, "R" },
	[BEFORE_WRITE] = { "before_write", NULL, "W" },
	[READ_AFTER] = { "read_after", "R", NULL },
	[WRITE_AFTER] = { "write_after", "W", NULL },
	[BEFORE_AFTER] = { "before_after", NULL, NULL },
	[OP_BETWEEN] = { "before_after_rmw_behind", NULL, NULL },
	[OP_BETWEEN_2] = { "before_after_rmw_in_front", NULL, NULL },
};

const char *order_word(const struct asm_sequence *row)
{
	static const char *const words[LKMM_NR_ORDERS] = { "relaxed", "acquire", "release", "full",
							   "" };

	return row->bits ? words[row->order] : "";
}

/* ---- orders ---- */

/* "r->R w->R": r and w are any read and write before or after. */
static void put_orders(struct text *out, const unsigned int *set)
{
	static const char letter[2][2] = { "r", "w" };
	const char *between = "";

	for (int o = 0; o <= BEFORE_AFTER; o++)
		for (int c = 0; c < 4; c++) {
			const char *left = orders[o].left, *right = orders[o].right;

			if (!(set[o] >> c & 1))
				continue;
			text_add(out, "%s%s>%s", between, left ? left : letter[c & 1],
				 right ? right : letter[c >> 1]);
			between = " ";
		}
	if (!*between)
		text_puts(out, "-");
}

/* One word about it. */
static const char *answer(const struct finding *f, bool mutant)
{
	if (f->undecided)
		return "not decided";
	if (f->uncovered && !f->proved)
		return mutant ? "not proved: it is for locks" : "not covered: it is for locks";
	if (mutant)
		return f->refuted ? "refuted" : f->proved ? "as good" : "as good, not proved";
	return f->refuted ? "WRONG" : f->proved ? "proved" : "holds";
}

/* ---- text ---- */

/* The instructions, without the bits of operands. */
static void put_instructions(struct text *out, const char *text)
{
	bool bits = false;

	for (const char *p = text; *p; p++) {
		bits = (bits || *p == ':') && *p != '}' &&
		       (bits || (p[1] >= '0' && p[1] <= '9'));
		if (bits)
			continue;
		if (*p == '\n')
			text_puts(out, p[1] ? "; " : "");
		else
			text_put(out, p, 1);
	}
	if (!*text)
		text_puts(out, "(none)");
}

static void print_cycles(const struct finding *f)
{
	printf("    LKMM forbids %d of %d cycles", f->forbidden, f->cycles);
	if (f->like)
		printf(", as of %s %s %d%s%s", f->like->name, order_word(f->like), f->like->bits,
		       f->like->feature ? " " : "", f->like->feature ? f->like->feature : "");
	putchar('\n');
}

static void print_line(const struct finding *f, const char *mutant)
{
	const struct asm_sequence *row = f->row;
	struct text needed = { 0 }, given = { 0 }, code = { 0 };

	put_orders(&needed, f->needed);
	put_orders(&given, f->given);
	put_instructions(&code, row->text);
	printf("%-17s %-7s %2.0d %-3s %s", row->name, order_word(row), row->bits,
	       row->feature ? row->feature : "", mutant ? mutant : f->fails ? "failing" : "");
	if (mutant)
		printf(": %s\n", answer(f, true));
	else
		printf("%s%s\n    %s\n    needed %s\n    given  %s\n", f->fails ? ": " : "",
		       answer(f, false), code.s ? code.s : "", needed.s ? needed.s : "",
		       given.s ? given.s : "");
	if (!mutant)
		print_cycles(f);
	text_free(&needed);
	text_free(&given);
	text_free(&code);
}

/* ---- JSON ---- */

static json_t *json_orders(const unsigned int *set)
{
	static const char *const beside[4] = { "r", "w", "r", "w" };
	json_t *all = json_object();

	for (int o = 0; o < NR_ORDERS_OF; o++) {
		json_t *list = json_array();

		for (int c = 0; c < 4; c++) {
			char pair[3] = { beside[c & 1][0], beside[c >> 1][0], '\0' };

			if (set[o] >> c & 1)
				json_array_append_new(list, json_string(
					orders[o].left ? pair + 1 :
					orders[o].right ? beside[c & 1] : pair));
		}
		json_object_set_new(all, orders[o].name, list);
	}
	return all;
}

static void print_object(const struct prover *v, const struct finding *f, const char *mutant)
{
	const struct asm_sequence *row = f->row;
	bool unknown = f->undecided || (f->uncovered && !f->proved);
	json_t *o = json_object();
	int bad = 0;

	bad |= json_object_set_new(o, "architecture", json_text(v->arch));
	bad |= json_object_set_new(o, "operation", json_text(row->name));
	bad |= json_object_set_new(o, "ordering", json_text(order_word(row)));
	bad |= json_object_set_new(o, "bits", json_integer(row->bits));
	if (row->feature)
		bad |= json_object_set_new(o, "feature", json_text(row->feature));
	if (mutant)
		bad |= json_object_set_new(o, "mutant", json_text(mutant));
	bad |= json_object_set_new(o, "fails", json_boolean(f->fails));
	bad |= json_object_set_new(o, "instructions", json_text(row->text));
	bad |= json_object_set_new(o, "needed", json_orders(f->needed));
	bad |= json_object_set_new(o, "given", json_orders(f->given));
	bad |= json_object_set_new(o, "bound", json_integer(v->bound));
	bad |= json_object_set_new(o, "cycles", json_integer(f->cycles));
	bad |= json_object_set_new(o, "forbidden", json_integer(f->forbidden));
	bad |= json_object_set_new(o, "holds", unknown ? json_null() : json_boolean(!f->refuted));
	bad |= json_object_set_new(o, "proved", json_boolean(f->proved));
	if (f->refuted) {
		bad |= json_object_set_new(o, "lkmm", json_text(f->lkmm.s));
		bad |= json_object_set_new(o, "assembly", json_text(f->assembly.s));
	}
	print_json("lkmm prove", o, bad);
}

/* ---- the counterexample ---- */

static void write_one(struct prover *v, const char *name, const char *language,
		      const struct text *t)
{
	char path[4096];
	const char *error = strerror(ENAMETOOLONG);
	int n = snprintf(path, sizeof(path), "%s/%s.%s.litmus", v->write, name, language);

	if (n > 0 && (size_t)n < sizeof(path))
		error = text_write(t, path);
	if (error) {
		fprintf(stderr, "lkmm prove: %s: %s\n", path, error);
		v->failed = true;
	}
}

void report_tests(struct prover *v, const struct finding *f, const char *name)
{
	if (!v->json)
		printf("\nLKMM forbids this:\n\n%s\nand %s allows it:\n\n%s\n", f->lkmm.s, v->arch,
		       f->assembly.s);
	if (v->write) {
		write_one(v, name, "lkmm", &f->lkmm);
		write_one(v, name, v->arch, &f->assembly);
	}
}

/* The tests of one of the table, or of a mutant: these are many, each with its own name. */
static void report_refuted(struct prover *v, const struct finding *f, const char *mutant)
{
	struct prover quiet = *v;
	char name[200];

	snprintf(name, sizeof(name), "%s-%s-%s-%d%s%s-%s%s%s", v->arch, f->row->name,
		 order_word(f->row), f->row->bits, f->row->feature ? "-" : "",
		 f->row->feature ? f->row->feature : "", f->name, mutant ? "-" : "",
		 mutant ? mutant : "");
	for (char *p = name; *p; p++)
		*p = *p == ' ' || *p == ',' || *p == '/' ? '-' : *p;
	quiet.json |= mutant != NULL;
	report_tests(&quiet, f, name);
	v->failed = quiet.failed;
}

void report_row(struct prover *v, const struct finding *f, const char *mutant)
{
	if (v->json)
		print_object(v, f, mutant);
	else
		print_line(f, mutant);
	if (f->undecided || v->error.len)
		fprintf(stderr, "lkmm prove: %s: %s %s: %s%s\n", v->arch, f->row->name,
			order_word(f->row), f->undecided ? "not decided: " : "",
			v->error.s ? v->error.s : "");
	if (f->refuted)
		report_refuted(v, f, mutant);
}
