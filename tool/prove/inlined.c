// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Debug information gives the ranges of addresses of an operation that was inlined. The compiler
 * may have put other instructions between: those that only compute are taken with it. What others
 * lead to is an entry; all that is done from there until the next other instruction must be the
 * whole operation. So a loop that was turned around has two; and where another instruction comes
 * between two of the operation, there is an entry behind which a part of it is missing. Those that
 * only lead to computing, or to registers that are saved on the stack, are left out.
 */
#include "inlined.h"
#include "ways.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail(struct inlined *x, const char *what, const char *about)
{
	snprintf(x->why, sizeof(x->why), "%s%s%s", what, *about ? ": " : "", about);
	return false;
}

/* ---- lines of the operation ---- */

/* Lines are in the order of their addresses. */
static int line_at(const struct function *f, unsigned long long address)
{
	int low = 0, high = f->lines;

	while (low < high) {
		int middle = (low + high) / 2;

		if (f->line[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->lines && f->line[low].address == address ? low : -1;
}

static bool is_between(const struct site *s, unsigned long long address)
{
	for (int i = 0; i < s->n; i++)
		if (address >= s->range[i].begin && address < s->range[i].end)
			return true;
	return false;
}

static bool take_ranges(struct inlined *x)
{
	if (x->s->n > SITE_RANGES)
		return fail(x, "it is in too many pieces", "");
	if (x->f->too_long)
		return fail(x, "the function around it is too long", "");
	for (int i = 0; i < x->f->lines; i++)
		x->own[i] = is_between(x->s, x->f->line[i].address);
	for (int i = 0; i < x->s->n; i++)
		if (line_at(x->f, x->s->range[i].begin) < 0)
			return fail(x, "a part of it is in another function", "");
	return true;
}

static bool accesses(const struct lkmm_expr *e)
{
	return e && (e->kind == LKMM_ACCESS || accesses(e->a) || accesses(e->b) || accesses(e->c));
}

/* Whether the instruction only computes. */
static bool computes(const struct inlined *x, const struct function_line *l)
{
	const struct instruction *i;

	if (function_leaves(l) || machine_jumps(x->machine, l))
		return false;
	if (function_pads(l))
		return true;
	i = decode(x->d, l);
	if (!i || i->effect != EFFECT_KNOWN || l->to[0])
		return i && effect_of(x->d->arch, i->text) == EFFECT_VALUES;
	for (const struct lkmm_stmt *s = i->program.thread[0].body; s; s = s->next)
		if (s->kind != LKMM_EXPR || accesses(s->expr))
			return false;
	return true;
}

/* Whether the next line does not follow. */
static bool always_leaves(const struct inlined *x, const struct function_line *l)
{
	const struct instruction *i;

	if (function_leaves(l))
		return true;
	i = machine_jumps(x->machine, l) ? decode(x->d, l) : NULL;
	return i && always_jumps(i);
}

static void find_targets(struct inlined *x)
{
	for (int i = 0; i < x->f->lines; i++) {
		const struct function_line *l = &x->f->line[i];

		x->target[i] = l->jumps && machine_jumps(x->machine, l) ?
			       line_at(x->f, l->target) : -1;
		if (x->target[i] >= 0)
			x->led_to[x->target[i]] = true;
		if (i + 1 < x->f->lines && !always_leaves(x, l))
			x->led_to[i + 1] = true;
	}
}

/* Whether line @i, which always jumps, alone can lead to the next one: it may be made a nop. */
static bool may_be_nop(const struct inlined *x, int i)
{
	return x->target[i] >= 0 && i + 1 < x->f->lines && !x->led_to[i + 1];
}

/* Takes instructions between two others, if they only compute. */
static void take_between(struct inlined *x)
{
	int last = -1;

	for (int i = 0; i < x->f->lines; i++) {
		const struct function_line *l = &x->f->line[i];
		bool own = x->own[i];

		while (own && last >= 0 && ++last < i)
			x->own[last] = true;
		last = own ? i : last;
		if (own ? always_leaves(x, l) && !may_be_nop(x, i) : !computes(x, l))
			last = -1;
	}
}

/* ---- entries ---- */

/* Takes instructions that only compute, between a jump of the operation and others of it. */
static void take_behind_jumps(struct inlined *x)
{
	for (int i = 0; i < x->f->lines; i++) {
		int at = x->own[i] ? x->target[i] : -1, end = at;

		while (end >= 0 && end < x->f->lines && !x->own[end] &&
		       computes(x, &x->f->line[end]))
			end++;
		for (; end >= 0 && end < x->f->lines && x->own[end] && at < end; at++)
			x->own[at] = true;
	}
}

/* What is reached from line @i; and behind a jump that may be made a nop. */
static void reach(struct inlined *x, int i)
{
	while (i >= 0 && i < x->f->lines && x->own[i] && !x->taken[i]) {
		bool leaves = always_leaves(x, &x->f->line[i]);

		x->taken[i] = true;
		if (x->target[i] >= 0)
			reach(x, x->target[i]);
		if (leaves && !may_be_nop(x, i))
			return;
		i++;
	}
}

/* Whether it is the stack pointer, or a number more. */
static bool is_on_stack(const struct inlined *x, const struct lkmm_thread *t,
			const struct lkmm_expr *e)
{
	if (e->kind == LKMM_BINARY && e->op == LKMM_ADD && e->b->kind == LKMM_NUMBER)
		e = e->a;
	return e->kind == LKMM_REGISTER && !strcmp(t->reg[e->index].name, x->machine->stack);
}

/* Whether all that it accesses is on the stack, by a plain load or store. */
static bool accesses_stack(const struct inlined *x, const struct lkmm_thread *t,
			   const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e && e->kind == LKMM_ACCESS ? e->access : NULL;

	if (!e)
		return true;
	if (a && (a->kind != LKMM_OP || a->marks || a->linked ||
		  (a->op->shape != LKMM_SHAPE_LOAD && a->op->shape != LKMM_SHAPE_STORE) ||
		  !is_on_stack(x, t, a->arg[0])))
		return false;
	return accesses_stack(x, t, e->a) && accesses_stack(x, t, e->b) &&
	       accesses_stack(x, t, e->c);
}

/* Whether it only saves a register on the stack, or loads it: that does not count as a piece. */
static bool saves(const struct inlined *x, const struct function_line *l)
{
	const struct instruction *i;

	if (function_leaves(l) || machine_jumps(x->machine, l) || l->to[0])
		return false;
	i = decode(x->d, l);
	if (!i || i->effect != EFFECT_KNOWN)
		return i && i->effect == EFFECT_FRAME;
	for (const struct lkmm_stmt *s = i->program.thread[0].body; s; s = s->next)
		if (s->kind != LKMM_EXPR || !accesses_stack(x, &i->program.thread[0], s->expr))
			return false;
	return true;
}

static int count_effects(struct inlined *x, int entry)
{
	int n = 0;

	memset(x->taken, 0, sizeof(x->taken));
	reach(x, entry);
	for (int i = 0; i < x->f->lines; i++)
		n += x->taken[i] && x->target[i] < 0 && !computes(x, &x->f->line[i]) &&
		     !saves(x, &x->f->line[i]);
	return n;
}

/* To a place that is not known, as of a switch. */
static bool jumps_anywhere(const struct function_line *l)
{
	return !strncmp(l->text, "br ", 3) || !strncmp(l->text, "jr ", 3) ||
	       (strstr(l->text, "jmp") && strchr(l->text, '*'));
}

static bool add_entry(struct inlined *x, int at)
{
	int effects = count_effects(x, at);

	for (int i = 0; i < x->entries; i++)
		if (x->entry[i] == at)
			return true;
	for (int i = 0; i < x->f->lines && effects > 1; i++)
		if (jumps_anywhere(&x->f->line[i]))
			return fail(x, "a jump may lead into it", x->f->line[i].text);
	if (effects && x->entries == INLINED_ENTRIES)
		return fail(x, "it is in too many pieces", "");
	if (effects)
		x->entry[x->entries++] = at;
	return true;
}

static bool find_entries(struct inlined *x)
{
	bool any = false;

	for (int i = 0; i < x->f->lines; i++) {
		const struct function_line *l = &x->f->line[i];
		int next = i + 1 < x->f->lines && !always_leaves(x, l) ? i + 1 : -1;

		for (int k = 0; k < 2; k++) {
			int to = k ? x->target[i] : next;

			if (x->own[i] || to < 0 || !x->own[to])
				continue;
			any = true;
			if (!add_entry(x, to))
				return false;
		}
	}
	for (int i = 0; i < x->f->lines; i++)
		if (x->own[i] && (!i || (!any && x->f->line[i].address >= x->s->entry)))
			return add_entry(x, i);
	return true;
}

bool inlined_open(struct inlined *x, const struct site *s, const struct function *f, bool barrier,
		  struct decoder *d)
{
	*x = (struct inlined){ .s = s, .f = f, .d = d, .machine = machine_code(d->arch) };
	if (!take_ranges(x))
		return false;
	find_targets(x);
	take_between(x);
	take_behind_jumps(x);
	if (!find_entries(x))
		return false;
	if (!x->entries && !barrier)
		return fail(x, "it has no instructions", "");
	return !d->failed;
}

/* ---- its code ---- */

static void put_line(struct function *code, const struct function_line *l)
{
	if (code->lines == FUNCTION_LINES)
		code->too_long = true;
	else
		code->line[code->lines++] = *l;
}

static void put_end(struct function *code, unsigned long long address)
{
	put_line(code, &(struct function_line){ .address = address, .text = "ret" });
}

/* Lines from @begin on, and an end where others follow. */
static void put_lines(const struct inlined *x, struct function *code, int begin, int end)
{
	for (int i = begin; i < end; i++) {
		if (!x->taken[i])
			continue;
		put_line(code, &x->f->line[i]);
		if (i + 1 == end || !x->taken[i + 1])
			put_end(code, i + 1 < x->f->lines ? x->f->line[i + 1].address : 0);
	}
}

/* Jumps to elsewhere in the function end it. */
static void put_exits(const struct inlined *x, struct function *code)
{
	for (int i = 0, n = code->lines; i < n; i++) {
		const struct function_line *l = &code->line[i];

		if (l->jumps && machine_jumps(x->machine, l) &&
		    function_line_at(code, l->target) < 0 &&
		    line_at(x->f, l->target) >= 0)
			put_end(code, l->target);
	}
}

/* Whether some line names the register, by any of its names. */
static bool is_named(const struct function *code, const struct isa *isa, const char *reg)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char word[8];

	for (int i = 0; i < code->lines; i++)
		for (const char *c = code->line[i].text; *c; c += *c != '\0') {
			size_t n = strspn(c, letters);
			const char *name;

			snprintf(word, sizeof(word), "%.*s", (int)n, c);
			name = n < sizeof(word) ? asm_register_name(isa, word) : NULL;
			if (name && !strcmp(name, reg))
				return true;
			c += n;
		}
	return false;
}

/* "(%r8)" in the place of "0x2e14(%rip)", "[x9]" in that of "[x0, #0]". */
static void name_place(struct function_line *l, const char *reg)
{
	char *from = strpbrk(l->text, "(["), *end = from ? strpbrk(from, ")]") : NULL;
	struct function_line was = *l;

	if (!end)
		return;
	while (from > l->text && from[-1] != ' ' && from[-1] != ',')
		from--;
	snprintf(l->text, sizeof(l->text), "%.*s%s%s%s", (int)(from - l->text), was.text,
		 *end == ')' ? "(%" : "[", reg, was.text + (end - l->text));
	l->to[0] = '\0';
}

/*
 * Memory whose address the linker writes, or is next to the instruction, is behind a register that
 * nothing else is in: one for each place.
 */
static void name_places(const char *arch, struct function *code)
{
	const struct machine_code *c = machine_code(arch);
	const struct isa *isa = asm_isa_of(arch);

	for (int i = 0; i < code->lines; i++) {
		const char *place = code->line[i].place;
		size_t k = 0;

		if (!*place)
			continue;
		while (k < MACHINE_WORDS && c->spare[k] &&
		       is_named(code, isa, asm_register_name(isa, c->spare[k])))
			k++;
		for (int n = code->lines - 1; n >= i && k < MACHINE_WORDS && c->spare[k]; n--)
			if (!strcmp(code->line[n].place, place)) {
				name_place(&code->line[n], c->spare[k]);
				if (n > i)
					code->line[n].place[0] = '\0';
			}
	}
}

void inlined_code(struct inlined *x, int entry, struct function *code)
{
	int begin = entry < x->entries ? x->entry[entry] : -1;

	memcpy(code->name, x->f->name, sizeof(code->name));
	memcpy(code->section, x->f->section, sizeof(code->section));
	code->address = x->s->entry;
	code->lines = 0;
	code->too_long = false;
	code->part = true;
	if (begin < 0) {
		put_end(code, code->address);
		return;
	}
	memset(x->taken, 0, sizeof(x->taken));
	reach(x, begin);
	put_lines(x, code, begin, x->f->lines);
	put_lines(x, code, 0, begin);
	put_exits(x, code);
	name_places(x->d->arch, code);
}

/* ---- what is alike ---- */

struct key {
	char *out;
	size_t n;
	char word[64][24];		/* registers and numbers in their order */
	int words;
	bool too_long;
};

static void put(struct key *k, const char *s, size_t len)
{
	if (k->n + len >= INLINED_KEY) {
		k->too_long = true;
		return;
	}
	memcpy(k->out + k->n, s, len);
	k->n += len;
}

/* The number of the word, in the order in which they appear. */
static void put_number(struct key *k, char kind, const char *word, int bits)
{
	char s[32];
	int i = 0;

	while (i < k->words && strcmp(k->word[i], word))
		i++;
	if (i == 64 || strlen(word) >= sizeof(k->word[0])) {
		k->too_long = true;
		return;
	}
	if (i == k->words)
		strcpy(k->word[k->words++], word);
	put(k, s, (size_t)snprintf(s, sizeof(s), "%c%d.%d", kind, i, bits));
}

/* Registers that instructions mean without naming them, the stack, and 0 stay what they are. */
static bool is_fixed(const struct machine_code *c, const char *reg, const char *word)
{
	for (int i = 0; i < 3 && c->implicit[i]; i++)
		if (!strcmp(c->implicit[i], reg))
			return true;
	return !strcmp(c->stack, reg) || (strlen(word) > 2 && !strcmp(word + 1, "zr")) ||
	       !strcmp(word, "zero");
}

static void put_word(struct key *k, const char *arch, const char *s, size_t len)
{
	const struct isa *isa = asm_isa_of(arch);
	const char *reg = NULL;
	char word[24];

	snprintf(word, sizeof(word), "%.*s", (int)len, s);
	if (len < sizeof(word))
		reg = asm_register_name(isa, word);
	if (reg && !is_fixed(machine_code(arch), reg, word))
		put_number(k, 'r', reg, asm_register_bits(isa, word));
	else if (!reg && isdigit((unsigned char)*s) && strcmp(word, "0") && strcmp(word, "1") &&
		 strcmp(word, "0x0") && strcmp(word, "0x1"))
		put_number(k, 'n', word, 0);
	else
		put(k, s, len);
}

void inlined_key(const struct function *code, const char *arch, char out[INLINED_KEY])
{
	struct key k = { .out = out };

	for (int i = 0; i < code->lines; i++) {
		const struct function_line *l = &code->line[i];
		const char *s = l->text + strcspn(l->text, " ");
		char target[16];

		put(&k, l->text, (size_t)(s - l->text));
		while (*s) {
			size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789");

			if (len)
				put_word(&k, arch, s, len);
			else
				put(&k, s, len = 1);
			s += len;
		}
		if (l->jumps)
			put(&k, target, (size_t)snprintf(target, sizeof(target), ">%d",
							 function_line_at(code, l->target)));
		put(&k, l->to[0] ? "!\n" : "\n", l->to[0] ? 2 : 1);
	}
	out[k.too_long ? 0 : k.n] = '\0';
}
