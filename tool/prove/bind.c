// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The registers that a sequence has in a litmus test: what they begin with, and how they end. */
#include "prove.h"

#include <inttypes.h>
#include <string.h>

enum { NAME = 16 };

/* An operand by its name; where the object has halves, one of them: "old" or "old_high". */
struct part {
	char name[NAME];		/* without "_high" */
	bool high;
};

static struct part part_of(const struct item *i, const char *name)
{
	static const char high[] = "_high";
	size_t n = strlen(name), k = strlen(high);
	struct part x = { .high = i->row->halves && n > k && !strcmp(name + n - k, high) };

	n -= x.high ? k : 0;
	memcpy(x.name, name, n < NAME ? n : NAME - 1);
	return x;
}

/* What a register that has @part gets of @v, a value that is shown. */
static int64_t value_of_part(const struct item *i, const struct part *part, int64_t v)
{
	uint64_t all = (uint64_t)v;

	if (!i->row->halves)
		return v;
	return (int64_t)(part->high ? all >> 32 : all & UINT32_MAX);
}

/* What the operand called @name of @i is at the beginning; false: nothing. */
static bool first_value(const struct assembly *a, const struct item *i, const char *name,
			int64_t *v)
{
	for (int k = 0; k < 2; k++)
		if (i->row->operand[k] && !strcmp(i->row->operand[k], name)) {
			*v = shown_operand(a->p, i, k);
			return true;
		}
	return false;
}

static bool is_result(const struct item *i, const char *name)
{
	return i->row->result && !strcmp(i->row->result, name);
}

void add_condition(struct assembly *a, int process, const char *reg, int64_t v)
{
	text_add(&a->condition, "%s%d:%s=%" PRId64, a->condition.len ? " /\\ " : "exists (",
		 process, reg, v);
}

/* Of programs that ask for a wrong end, results are apart. */
void add_result(struct assembly *a, int process, const char *reg, int64_t v)
{
	if (a->p->wrong)
		text_add(&a->results, "%d:%s=%" PRId64 " /\\ ", process, reg, v);
	else
		add_condition(a, process, reg, v);
}

/*
 * A variable of 8 or 16 bits is the word, for instructions that change that: the object is in its
 * lowest bits, which may be in its last byte.
 */
static void put_address(struct assembly *a, int process, const struct item *i, const char *reg)
{
	text_add(&a->first, " %d:%s=x%d", process, reg, i->var);
	if (asm_is_big_endian(a->isa) && asm_uses_word(i->row))
		text_add(&a->first, " + %d", 4 - i->row->bits / 8);
	text_puts(&a->first, ";");
}

/* The register that the row @s names for the operand @name, or NULL. */
static const char *held_register(const struct asm_sequence *s, const char *name)
{
	for (int k = 0; s->halves && s->held[k][0]; k++)
		if (!strcmp(s->held[k][0], name))
			return s->held[k][1];
	return s->fixed && s->result && !strcmp(s->result, name) ? s->fixed : NULL;
}

/* Whether one of the operands of @s must be in @reg. */
static bool is_taken(const struct assembly *a, const struct asm_sequence *s, const char *reg)
{
	const char *name = asm_register_name(a->isa, reg);

	for (int k = 0; s->halves && s->held[k][0]; k++)
		if (!strcmp(name, asm_register_name(a->isa, s->held[k][1])))
			return true;
	return false;
}

static void add_operand(struct assembly *a, int process, const struct item *i,
			struct asm_binding *b)
{
	const char *held = held_register(i->row, b->operand), *name;
	struct part part = part_of(i, b->operand);
	int64_t v;

	b->reg = held ? asm_register_name(a->isa, held) :
			asm_free_register(a->isa, a->used[process]++, i->row->fixed);
	if (!b->reg || (!held && is_taken(a, i->row, b->reg))) {
		a->failed = true;
		return;
	}
	name = is_result(i, part.name) && i->row->tied ? i->row->tied : part.name;
	if (!strcmp(name, asm_pointer))
		put_address(a, process, i, b->reg);
	else if (first_value(a, i, name, &v))
		text_add(&a->first, " %d:%s=%" PRId64 ";", process, b->reg,
			 value_of_part(i, &part, v));
	if (is_result(i, part.name))
		add_result(a, process, b->reg,
			   value_of_part(i, &part, shown_value(a->p, i->returned)));
	if (!strcmp(b->operand, "done"))
		add_condition(a, process, b->reg, 1);
}

/* All that have been named. */
struct names {
	struct asm_binding *b;
	char (*name)[NAME];
	int n;
};

static bool has_name(const struct names *all, const char *which, size_t len)
{
	for (int k = 0; k < all->n; k++)
		if (!strncmp(all->name[k], which, len) && !all->name[k][len])
			return true;
	return false;
}

static void add_name(struct assembly *a, int process, const struct item *i, struct names *all,
		     const char *name, size_t len)
{
	if (a->failed || has_name(all, name, len))
		return;
	if (all->n == MAX_REGISTERS - 1 || len >= NAME) {
		a->failed = true;
		return;
	}
	memcpy(all->name[all->n], name, len);
	all->name[all->n][len] = '\0';
	all->b[all->n].operand = all->name[all->n];
	add_operand(a, process, i, &all->b[all->n++]);
}

void bind(struct assembly *a, int process, const struct item *i, struct asm_binding *b,
	  char (*name)[16])
{
	const struct asm_sequence *s = i->row;
	struct names all = { b, name, 0 };

	for (const char *c = strchr(s->text, '{'); c; c = strchr(c + 1, '{'))
		add_name(a, process, i, &all, c + 1, strcspn(c + 1, ":"));
	/* Those of an instruction that does not name its registers. */
	if (s->fixed)
		add_name(a, process, i, &all, s->result, strlen(s->result));
	for (int k = 0; s->halves && s->held[k][0]; k++)
		add_name(a, process, i, &all, s->held[k][0], strlen(s->held[k][0]));
	b[all.n].operand = NULL;
}
