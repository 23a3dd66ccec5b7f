// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A primitive at one place of a process. The text of its sequence is read as that of a test in
 * assembly is, with registers that the process has for this place alone. Of a retry loop only the
 * last turn is there: the others read, and write nothing, and an execution without them is allowed
 * if one with them is.
 */
#include "call.h"
#include "compile.h"
#include "front/error.h"

#include <stdio.h>
#include <string.h>

enum { MAX_OPERANDS = 12, MAX_TEXT = 1024, MAX_NAME = 16 };

void asm_append(struct asm_list *list, struct lkmm_stmt *s)
{
	*list->end = s;
	while (*list->end)
		list->end = &(*list->end)->next;
}

void asm_append_expr(struct compiling *c, struct asm_list *list, struct lkmm_expr *e)
{
	struct lkmm_stmt *s = new_stmt(&c->l, LKMM_EXPR, c->l.instead);

	if (!s)
		return;
	s->expr = e;
	asm_append(list, s);
}

static int hidden_register(struct compiling *c, const char *name)
{
	int reg = new_register(&c->l, c->l.thread, name, (int)strlen(name), LKMM_SIGNED(0));

	if (reg >= 0)
		c->l.thread->reg[reg].hidden = true;
	return reg;
}

int asm_new_register(struct compiling *c)
{
	return hidden_register(c, "(value)");
}

static void set(struct compiling *c, struct asm_list *list, int reg, struct lkmm_expr *e)
{
	if (reg >= 0)
		asm_append_expr(c, list, new_assign(&c->l, new_local(&c->l, reg, c->l.instead), e,
						    c->l.instead));
}

int asm_keep(struct compiling *c, struct asm_list *list, struct lkmm_expr *e)
{
	int reg = asm_new_register(c);

	set(c, list, reg, e);
	return reg;
}

/* ---- operands ---- */

struct binding {
	struct asm_binding of[MAX_OPERANDS + 1];
	char name[MAX_OPERANDS][MAX_NAME];
	int n;
};

static bool is_taken(const struct binding *b, const char *reg)
{
	for (int i = 0; i < b->n; i++)
		if (!strcmp(b->of[i].reg, reg))
			return true;
	return false;
}

/* A register that no operand has; NULL: there is none. */
static const char *free_register(const struct isa *isa, const struct binding *b)
{
	for (int i = 0; i < isa->nregs; i++)
		if (!isa->reg[i].zero && !is_taken(b, isa->reg[i].name[0]))
			return isa->reg[i].name[0];
	return NULL;
}

static const char *register_of(const struct binding *b, const char *operand)
{
	for (int i = 0; operand && i < b->n; i++)
		if (!strcmp(b->of[i].operand, operand))
			return b->of[i].reg;
	return NULL;
}

static bool bind(const struct isa *isa, struct binding *b, const char *operand, size_t len,
		 const char *reg)
{
	char *name = b->name[b->n < MAX_OPERANDS ? b->n : 0];

	if (b->n == MAX_OPERANDS || len >= MAX_NAME)
		return false;
	memcpy(name, operand, len);
	name[len] = '\0';
	if (register_of(b, name))
		return true;
	reg = reg ? reg : free_register(isa, b);
	if (!reg)
		return false;
	b->of[b->n++] = (struct asm_binding){ name, reg };
	return true;
}

/* A register for each operand of @s. */
static bool bind_all(const struct isa *isa, const struct asm_sequence *s, struct binding *b)
{
	*b = (struct binding){ .n = 0 };
	if (s->fixed && s->result && !bind(isa, b, s->result, strlen(s->result), s->fixed))
		return false;
	for (int i = 0; s->halves && s->held[i][0]; i++)
		if (!bind(isa, b, s->held[i][0], strlen(s->held[i][0]), s->held[i][1]))
			return false;
	for (int i = 0; i < 3 && s->given[i]; i++) {
		const char *operand = i ? s->operand[i - 1] : asm_pointer;

		if (!bind(isa, b, operand, strlen(operand), s->given[i]))
			return false;
	}
	for (const char *p = strchr(s->text, '{'); p; p = strchr(p, '{')) {
		size_t len = strcspn(++p, ":");

		if (!bind(isa, b, p, len, NULL))
			return false;
	}
	return true;
}

/* ---- instructions ---- */

static bool read_line(struct compiling *c, struct asm_code *code, const char *p, size_t len)
{
	struct asm_text cell = { p, p + len, c->l.instead };
	int n = code->ninsns;

	asm_read_cell(&c->a, code, cell);
	for (; n < code->ninsns; n++)
		if (asm_find_row(&c->a, &code->insn[n]) && asm_check_flags(&c->a, code, n))
			asm_make_steps(&c->a, &code->insn[n]);
	return !c->l.out->nerrors && !c->l.x.error[0];
}

/* The statements of the lines @text. */
static struct lkmm_stmt *read_text(struct compiling *c, const char *text)
{
	struct asm_code code = { .last_turn = true };

	while (*text) {
		size_t len = strcspn(text, "\n");

		if (!read_line(c, &code, text, len))
			return NULL;
		text += len + (text[len] == '\n');
	}
	return asm_make_flow(&c->a, &code);
}

/* The variable in the place of memory below the stack pointer of the process. */
static const char *stack_of(struct compiling *c)
{
	const char *name;
	char text[24] = ".stack";
	int n = litmus_thread(&c->l);
	size_t len = strlen(text);

	for (int unit = 100; unit; unit /= 10)
		text[len++] = (char)('0' + n / unit % 10);
	c->stack = add_location(&c->l, text, (int)len);
	name = c->l.test->loc[c->stack].name;
	c->l.test->loc[c->stack].integer = LKMM_SIGNED(32);
	return name;
}

/* ---- what was read becomes a part of the process ---- */

struct joining {
	struct compiling *c;
	int first;			/* its first register */
	const struct lkmm_access *access;	/* NULL: a barrier */
	struct lkmm_integer type;	/* of the object */
	struct lkmm_expr *updates;	/* the access that reads and writes */
};

static void join_access(struct joining *j, struct lkmm_expr *e)
{
	struct lkmm_access *a = e->access;
	struct lkmm_integer type = j->type;
	int value = a->kind == LKMM_STORE_LINKED || (a->op && !a->op->returns) ? 1 : -1;

	if (a->kind == LKMM_FENCE || a->kind == LKMM_ABANDON)
		return;
	if (a->arg[0]->kind == LKMM_ADDRESS && a->arg[0]->index == j->c->stack)
		return;
	a->integer = type;
	if (j->access) {
		a->accessed = j->access->accessed;
		a->call = j->access->call;
	}
	if (a->op && a->op->becomes && a->op->returns)
		j->updates = e;
	/* A register may have more bits than the object. */
	if (value >= 0 && type.bits)
		a->arg[value] = new_cast(&j->c->l, type, a->arg[value], e->at);
	if (a->op && a->op->when && type.bits)
		a->arg[1] = new_cast(&j->c->l, type, a->arg[1], e->at);
}

static void join_expr(struct joining *j, struct lkmm_expr *e)
{
	if (!e)
		return;
	if (e->kind == LKMM_REGISTER || e->kind == LKMM_ASSIGN)
		e->index += j->first;
	join_expr(j, e->a);
	join_expr(j, e->b);
	join_expr(j, e->c);
	if (e->kind != LKMM_ACCESS)
		return;
	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		join_expr(j, e->access->arg[i]);
	join_access(j, e);
}

static bool is_flags(const struct joining *j, int reg)
{
	return !strncmp(j->c->l.thread->reg[reg].name, "(flags", 6);
}

static void join(struct joining *j, struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		join_expr(j, s->expr);
		join(j, s->body);
		join(j, s->orelse);
		/* The value found, if no register gets it. */
		if (s->expr && s->expr == j->updates)
			s->expr = new_assign(&j->c->l,
					     new_local(&j->c->l, j->first - 1, s->expr->at),
					     s->expr, s->expr->at);
		else if (s->expr && s->expr->kind == LKMM_ASSIGN && s->expr->a == j->updates &&
			 is_flags(j, s->expr->index))
			litmus_report(&j->c->l, s->expr->at, "a sequence that goes by the flags of "
				      "its update has no register for what that finds");
	}
}

/* ---- flags that nothing goes by ---- */

static bool sets_flags(const struct lkmm_thread *own, const struct lkmm_stmt *s)
{
	return s->kind == LKMM_EXPR && s->expr && s->expr->kind == LKMM_ASSIGN &&
	       own->reg[s->expr->index].hidden;
}

static bool reads_flags(const struct lkmm_thread *own, const struct lkmm_expr *e)
{
	bool found = e && e->kind == LKMM_REGISTER && own->reg[e->index].hidden;

	for (int i = 0; e && e->kind == LKMM_ACCESS && i < LKMM_MAX_ARGS; i++)
		found |= reads_flags(own, e->access->arg[i]);
	return e && (found || reads_flags(own, e->a) || reads_flags(own, e->b) ||
		     reads_flags(own, e->c));
}

static bool uses_flags(const struct lkmm_thread *own, const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if ((!sets_flags(own, s) && reads_flags(own, s->expr)) ||
		    uses_flags(own, s->body) || uses_flags(own, s->orelse))
			return true;
	return false;
}

/* Of statements that set flags, the accesses alone are kept. */
static struct lkmm_stmt *drop_flags(const struct lkmm_thread *own, struct lkmm_stmt *list)
{
	struct lkmm_stmt **at = &list;

	while (*at) {
		struct lkmm_stmt *s = *at;
		bool sets = sets_flags(own, s);

		if (sets && s->expr->a->kind == LKMM_ACCESS)
			s->expr = s->expr->a;
		else if (sets)
			*at = s->next;
		s->body = drop_flags(own, s->body);
		s->orelse = drop_flags(own, s->orelse);
		at = *at == s ? &s->next : at;
	}
	return list;
}

/* ---- reading it ---- */

/* The text with registers, in memory that stays. */
static const char *write_text(struct compiling *c, const struct asm_sequence *s,
			      const struct binding *b)
{
	const struct asm_bindings bindings = {
		.isa = c->a.isa, .of = b->of, .number = c->inserted++,
		.stack = asm_uses_stack(s) ? stack_of(c) : NULL,
	};
	char *text;

	if (!*s->text)
		return "";
	text = litmus_alloc(&c->l, MAX_TEXT);
	if (!text || asm_write_sequence(s, &bindings, text, MAX_TEXT))
		return text;
	litmus_report(&c->l, c->l.instead, "the sequence of '%s' is too long", s->name);
	return NULL;
}

/*
 * Reads @s with registers of its own, into @own; @j->first is then where these begin in the
 * process.
 */
static struct lkmm_stmt *read_sequence(struct compiling *c, const struct asm_sequence *s,
				       const struct binding *b, struct lkmm_thread *own,
				       struct joining *j)
{
	struct lkmm_thread *process = c->l.thread;
	const char *text = write_text(c, s, b);
	struct lkmm_stmt *list;

	if (!text)
		return NULL;
	*own = (struct lkmm_thread){ .in_order = true };
	c->l.thread = own;
	list = read_text(c, text);
	if (!c->l.no_memory && !uses_flags(own, list))
		list = drop_flags(own, list);
	c->l.thread = process;
	hidden_register(c, "(found)");
	j->first = process->nregs;
	for (int i = 0; i < own->nregs; i++)
		hidden_register(c, own->reg[i].name);
	if (!c->l.no_memory)
		join(j, list);
	return list;
}

static bool is_well(const struct compiling *c)
{
	return !c->l.out->nerrors && !c->l.x.error[0] && !c->l.no_memory;
}

/* The register of the process that is @operand; -1: it is not used. */
static int place_of(const struct compiling *c, const struct binding *b,
		    const struct lkmm_thread *own, const struct joining *j, const char *operand)
{
	const char *reg = register_of(b, operand);
	const struct isa_register *r;
	int view, i;

	if (!reg)
		return -1;
	r = asm_register(c->a.isa, reg, (int)strlen(reg), &view);
	reg = r->name[c->a.isa->view] ? r->name[c->a.isa->view] : r->name[0];
	i = find_register(own, reg, (int)strlen(reg));
	return i < 0 ? -1 : j->first + i;
}

/* The other register of an operand that has two. */
static int place_of_high(const struct compiling *c, const struct binding *b,
			 const struct lkmm_thread *own, const struct joining *j,
			 const char *operand)
{
	char name[MAX_NAME + sizeof("_high")];

	snprintf(name, sizeof(name), "%s_high", operand);
	return place_of(c, b, own, j, name);
}

/* ---- inserting ---- */

/* The names of the operands behind the object; @s has one of the first two for one alone. */
static const char *operand_name(const struct asm_sequence *s, const struct asm_use *use, int i)
{
	if (s->given[i + 1])
		return s->operand[i];
	if (use->arg[1])
		return i ? "val" : "expect";
	return strstr(s->text, "{val:") || (s->tied && !strcmp(s->tied, "val")) ? "val" : "arg";
}

/* The access that is all of @body, or NULL. */
static struct lkmm_expr *access_alone(const struct lkmm_stmt *body)
{
	struct lkmm_expr *e = body && !body->next && body->kind == LKMM_EXPR ? body->expr : NULL;

	if (e && e->kind == LKMM_ASSIGN)
		e = e->a;
	return e && e->kind == LKMM_ACCESS ? e : NULL;
}

/* @e with @by in the place of the register @reg. */
static struct lkmm_expr *replace(struct lkmm_expr *e, int reg, struct lkmm_expr *by)
{
	if (e && e->kind == LKMM_REGISTER && e->index == reg)
		return by;
	if (e) {
		e->a = replace(e->a, reg, by);
		e->b = replace(e->b, reg, by);
	}
	return e;
}

static void replace_in(struct lkmm_expr *e, int reg, struct lkmm_expr *by)
{
	for (int i = 0; reg >= 0 && i < LKMM_MAX_ARGS; i++)
		e->access->arg[i] = replace(e->access->arg[i], reg, by);
}

/*
 * The address that @s is handed. If it changes the word around its object, it sees the variable as
 * that word, with the object in its lowest bits, which may be in its last byte.
 */
static struct lkmm_expr *object_address(struct compiling *c, const struct asm_sequence *s,
					const struct asm_use *use)
{
	if (!asm_is_big_endian(c->a.isa) || !asm_uses_word(s))
		return use->ptr;
	return new_binary(&c->l, LKMM_ADD, use->ptr,
			  new_number(&c->l, 4 - s->bits / 8, use->at), use->at);
}

static struct lkmm_expr *by_half(struct compiling *c, enum lkmm_operator op, int reg,
				 struct lkmm_place at)
{
	return new_binary(&c->l, op, new_local(&c->l, reg, at), new_number(&c->l, 32, at), at);
}

static void set_halves(struct compiling *c, struct asm_list *list, int low, int high,
		       struct lkmm_expr *e)
{
	int all = asm_keep(c, list, e);

	set(c, list, low, new_cast(&c->l, LKMM_UNSIGNED(32), new_local(&c->l, all, e->at), e->at));
	set(c, list, high, by_half(c, LKMM_SHR, all, e->at));
}

/* A register that gets what two have. */
static int join_halves(struct compiling *c, struct asm_list *list, int low, int high,
		       struct lkmm_place at)
{
	struct lkmm_expr *e = new_cast(&c->l, LKMM_UNSIGNED(32), new_local(&c->l, low, at), at);

	return asm_keep(c, list,
			new_binary(&c->l, LKMM_OR, by_half(c, LKMM_SHL, high, at), e, at));
}

bool asm_insert(struct compiling *c, struct asm_list *list, struct asm_use *use)
{
	const struct asm_sequence *s = asm_find_sequence(c->target, use->primitive, use->order,
							 use->type.bits);
	struct joining j = { .c = c, .access = use->access, .type = use->access->integer };
	struct lkmm_thread own;
	struct lkmm_stmt *body;
	struct binding b;
	int place[3], high[3] = { -1, -1, -1 };

	if (!j.type.bits)
		j.type = use->access->accessed;
	/* What is narrower than an address is a number. */
	if (!j.type.bits && use->type.bits < 32)
		j.type = use->type;
	if (!bind_all(c->a.isa, s, &b)) {
		litmus_report(&c->l, c->l.instead, "the sequence of '%s' has too many operands",
			      s->name);
		return false;
	}
	body = read_sequence(c, s, &b, &own, &j);
	if (!is_well(c))
		return false;
	use->alone = access_alone(body);
	place[0] = place_of(c, &b, &own, &j, "ptr");
	for (int i = 0; i < 2 && use->arg[i]; i++) {
		const char *name = operand_name(s, use, i);
		bool tied = s->tied && !strcmp(s->tied, name);

		place[1 + i] = place_of(c, &b, &own, &j, tied ? s->result : name);
		if (s->halves)
			high[1 + i] = place_of_high(c, &b, &own, &j, tied ? s->result : name);
	}
	for (int i = 0; i < 3; i++) {
		struct lkmm_expr *e = i ? use->arg[i - 1] : object_address(c, s, use);

		/* What is given to a function, as an unsigned type. */
		if (i && e && s->given[i] && s->bits < 32)
			e = new_cast(&c->l, LKMM_UNSIGNED(s->bits), e, use->at);
		if (use->alone && e)
			replace_in(use->alone, place[i], e);
		else if (e && high[i] >= 0)
			set_halves(c, list, place[i], high[i], e);
		else if (e)
			set(c, list, place[i], e);
	}
	if (!use->alone)
		asm_append(list, body);
	/* Instructions that only set flags leave it nowhere. */
	use->found = s->result ? place_of(c, &b, &own, &j, s->result) :
		     j.updates ? j.first - 1 : -1;
	if (s->halves)
		use->found = join_halves(c, list, use->found,
					 place_of_high(c, &b, &own, &j, s->result), use->at);
	/* The rest of a register may be anything. */
	if (!use->alone && use->found >= 0 && s->bits < 32)
		set(c, list, use->found,
		    new_cast(&c->l, use->type, new_local(&c->l, use->found, use->at), use->at));
	return true;
}

bool asm_insert_barrier(struct compiling *c, struct asm_list *list, const char *name,
			struct lkmm_place at)
{
	const struct asm_sequence *s = asm_find_sequence(c->target, name, LKMM_RELAXED, 0);
	struct joining j = { .c = c };
	struct lkmm_thread own;
	struct binding b = { .n = 0 };

	if (!s) {
		litmus_report(&c->l, at, "there are no instructions for this barrier");
		return false;
	}
	asm_append(list, read_sequence(c, s, &b, &own, &j));
	return is_well(c);
}

bool asm_insert_grace_period(struct compiling *c, struct asm_list *list,
			     const struct lkmm_expr *e)
{
	const char *full = asm_barriers[LKMM_FENCE_MB];
	bool srcu = e->access->kind == LKMM_SYNC_SRCU;

	if (!asm_insert_barrier(c, list, full, e->at))
		return false;
	asm_append_expr(c, list,
			srcu ? new_access(&c->l, LKMM_SYNC_SRCU, e->access->arg[0], e->at) :
			       new_fence(&c->l, LKMM_FENCE_SYNC_RCU, e->at));
	return asm_insert_barrier(c, list, full, e->at);
}

bool asm_shows_cookie(const struct compiling *c, const struct lkmm_expr *e)
{
	const struct lkmm_test *t = c->l.test;
	const struct lkmm_expr *from = e->a;

	if (e->kind != LKMM_ASSIGN)
		return false;
	while (from && from->kind == LKMM_CAST)
		from = from->a;
	if (!from || from->kind != LKMM_ACCESS || from->access->kind != LKMM_SRCU_LOCK)
		return false;
	for (int i = 0; i < t->nobserved; i++)
		if (t->observed[i].kind == LKMM_FINAL_REGISTER &&
		    &t->thread[t->observed[i].reg.thread] == c->l.thread &&
		    t->observed[i].reg.index == e->index)
			return true;
	return false;
}
