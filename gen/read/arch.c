// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads defs/arch/NAME.def. A line that starts in the first column opens an item; the indented
 * lines below belong to it.
 *
 *	arch NAME
 *	target C-CONDITION / RUST-CFG, ...      when a compiler generates code for it
 *	target none                             none does: its sequences are for lkmm prove alone
 *	check none                              lkmm check --arch has it not: its model has no one
 *						order of all events, which the rule of RCU asks for
 *	check by-name                           'all' is without it: its answers are another one's
 *	isa ARCH                                its instructions and its ordering are that
 *						one's, in defs/isa/ and models/
 *	include FILE                            the lines of that file of this folder
 *	builtins                                instructions are the compiler's atomic builtins
 *	clobber flags                           every sequence changes the flags; or, indented, one
 *						does
 *	flags REGISTER                          the flags' register, where asm! has to name it
 *	long 32                                 registers, longs and pointers have 32 bits, not 64:
 *						operands of 64 bits have two registers, {old} and
 *						{old:H}
 *	pairs LOW:HIGH...                       such registers, for Rust, whose asm! has no pairs;
 *						behind them C's letter for both, or for each:
 *						LOW:HIGH:LETTER, LOW:HIGH:LETTER:LETTER
 *	half INSTRUCTION NARROWER               the second one does to two registers of 32 bits what
 *						the first one does to two of 64
 *	address LETTER CLASS OPERANDS...        these hold addresses, for which C and Rust have this
 *						letter and this class of registers
 *	extend sign|zero WIDTHS... [{OPERAND}]  an operand so narrow, or this one alone, is held
 *						extended in its register, and so are results
 *	by width|order|op COLUMNS...            words that vary: one a line, a cell a column, - for
 *						empty. With a column 'local' the sequences below
 *						have that ordering, too; without one it is relaxed
 *	register, condition, feature, machine   see register.c, feature.c, machine.c
 *	temp NAMES...                           registers that a sequence may use
 *	steps NAME                              instructions for 'do NAME'
 *	PRIMITIVE [WIDTHS] [ORDERS|OPS]         a sequence, of all widths up to a long's, or of
 *						some, of which 'long' is one:
 *						load store void fetch test bit test_bit
 *						xchg cmpxchg wait; cmpxchg2, of two longs;
 *						mask, ones if {index} is below {size}, else 0
 *	        plain INSTRUCTION               the compiler emits it, as a volatile access
 *	        fixed {OPERAND} REGISTER        the operand lives there, or in a pair LOW:HIGH
 *	        immediate {OPERAND} LETTER      it may be a constant, of the kind for which
 *						compilers have this letter
 *	        result zero-extended            of 8 or 16 bits, which compilers then need not
 *						extend
 *	        result apart                    it shares no register with an input, even where no
 *						input is read behind it
 *	        flag {ok} CONDITION             it wrote if the flags meet CONDITION
 *	        flag {zero} CONDITION           the same for the new value; likewise
 *						{negative}
 *	        flag {found} CONDITION          the bit was set; {bit7}: bit 7 is, of test xor
 *	        FEATURE: ... else: ...          alternatives; FEATURE may be some with a + between.
 *						cmpxchg2 needs no 'else:'
 *	        [LABEL:] INSTRUCTION            {name} is an operand or a word, {name:v} an
 *						operand's view,
 *	                                        {old=arg} the result, which starts as that input
 *	barriers
 *	        NAMES...  INSTRUCTION; ...      a row for those with the same instructions, or none
 *	reread BARRIER                          conditional operations read again behind it before
 *						they fail
 *	index BARRIER                           an index that was made 0 where it is out of bounds
 *						needs it before it is used
 */
#include "gen/gen.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct steps {
	char *name;
	struct insn *insn;
	int ninsns;
};

struct reader {
	const struct source *src;
	int next;			/* the line to read */
	struct arch *arch;
	const struct table *table;
	struct steps *steps;
	int nsteps;
};

/* The next indented line, or NULL where the item ends. */
static const struct line *next_inside(struct reader *r)
{
	if (r->next < r->src->nlines && r->src->line[r->next].indented)
		return &r->src->line[r->next++];
	return NULL;
}

static bool starts(const struct line *l, const char *word)
{
	return streq(l->field[0].text, word);
}

/* ---- declarations ---- */

static void read_target(const struct line *l, struct arch *a)
{
	const char *rest = l->text + strlen("target"), *slash = strstr(rest, " / ");

	a->no_code = l->nfields == 2 && streq(l->field[1].text, "none");
	if (a->no_code)
		return;
	if (!slash) {
		error_at(l->at, "expected 'target C-CONDITION / RUST-CFG'");
		return;
	}
	rest += strspn(rest, " ");
	a->c_target = xstrndup(rest, (size_t)(slash - rest));
	a->rust_target = xstrndup(slash + 3, strlen(slash + 3));
}

static void read_syntax(const struct line *l, struct arch *a)
{
	if (check_shape(l, 2, 2, "syntax att") && streq(l->field[1].text, "att"))
		a->att = true;
	else
		error_at(l->at, "expected 'syntax att'");
}

/* The column heads of a 'by' table as indices of widths, orders or operations. */
static int read_heads(const struct line *l, enum by by, int *column)
{
	int n = 0;

	for (int i = 2; i < l->nfields; i++) {
		const char *head = l->field[i].text;
		int max = by == BY_WIDTH ? NR_WIDTHS : by == BY_ORDER ? NR_SEQ_ORDERS : NR_ALUS,
			found = -1;

		for (int j = 0; j < max; j++)
			if (by == BY_WIDTH ? atoi(head) == width_bits(j) :
			    streq(head, by == BY_ORDER ? order_name[j] : alu_name[j]))
				found = j;
		if (found < 0 || n == NR_ALUS) {
			error_at(l->field[i].at, "'%s' is not a %s", head,
				 by == BY_WIDTH ? "width" : by == BY_ORDER ? "ordering" :
				 "operation");
			return 0;
		}
		column[n++] = found;
	}
	return n;
}

static void read_by(struct reader *r, const struct line *l)
{
	struct arch *a = r->arch;
	const char *kind = l->nfields > 2 ? l->field[1].text : "";
	enum by by = streq(kind, "order") ? BY_ORDER : streq(kind, "op") ? BY_OP : BY_WIDTH;
	int column[NR_ALUS], n;

	if (!streq(kind, "order") && !streq(kind, "op") && !streq(kind, "width")) {
		error_at(l->at, "expected 'by width COLUMNS', 'by order COLUMNS' or 'by op "
				"COLUMNS'");
		return;
	}
	n = read_heads(l, by, column);
	while (n && (l = next_inside(r))) {
		struct field f[1 + NR_ALUS];
		struct word *w;

		if (cut_columns(l, f, 1 + n) != 1 + n) {
			error_at(l->at, "expected a word and %d cells, two blanks apart", n);
			return;
		}
		a->word = xgrow(a->word, a->nwords, sizeof(*a->word));
		w = &a->word[a->nwords];
		*w = (struct word){ .name = f[0].text, .by = by };
		for (int i = 0; i < n; i++)
			w->cell[column[i]] = streq(f[i + 1].text, "-") ? "" : f[i + 1].text;
		a->local |= by == BY_ORDER && w->cell[LOCAL];
		a->nwords++;
	}
}

static void read_temps(const struct line *l, struct arch *a)
{
	for (int i = 1; i < l->nfields; i++) {
		a->temp = xgrow(a->temp, a->ntemps, sizeof(*a->temp));
		a->temp[a->ntemps++] = l->field[i].text;
	}
}

/* ---- instructions ---- */

/* A run of blanks, which sets the operands off from the mnemonic, becomes a tab. */
static char *tabbed(const char *s)
{
	struct out o = { 0 };

	put_n(&o, "", 0);
	s += strspn(s, " ");
	while (*s) {
		size_t n = strspn(s, " ");

		put_n(&o, n > 1 ? "\t" : s, 1);
		s += n > 1 ? n : 1;
	}
	return o.text;
}

static void add_insn(struct insn **list, int *n, const struct line *l, const char *text)
{
	struct insn *in;

	*list = xgrow(*list, *n, sizeof(**list));
	in = &(*list)[(*n)++];
	*in = (struct insn){ .at = l->at };
	if (isdigit((unsigned char)text[0]) && text[1] == ':') {
		in->label = xstrndup(text, 2);
		text += 2;
	}
	in->at.column += (int)(text - l->text) + (int)strspn(text, " ");
	in->text = tabbed(text);
}

static void add_steps(struct reader *r, const struct line *l, struct alternative *alt)
{
	for (int i = 0; i < r->nsteps; i++) {
		if (l->nfields != 2 || !streq(r->steps[i].name, l->field[1].text))
			continue;
		for (int j = 0; j < r->steps[i].ninsns; j++) {
			alt->insn = xgrow(alt->insn, alt->ninsns, sizeof(*alt->insn));
			alt->insn[alt->ninsns++] = r->steps[i].insn[j];
		}
		return;
	}
	error_at(l->at, "expected 'do NAME' with the name of 'steps' above");
}

static void read_steps(struct reader *r, const struct line *l)
{
	struct steps *s;

	if (!check_shape(l, 2, 2, "steps NAME"))
		return;
	r->steps = xgrow(r->steps, r->nsteps, sizeof(*r->steps));
	s = &r->steps[r->nsteps];
	*s = (struct steps){ 0 };
	s->name = l->field[1].text;
	while ((l = next_inside(r)))
		add_insn(&s->insn, &s->ninsns, l, l->text);
	r->nsteps++;
}

/* ---- sequences ---- */

static bool takes_alu(enum prim prim)
{
	return prim == P_VOID || prim == P_FETCH || prim == P_TEST || prim == P_BIT ||
	       prim == P_TEST_BIT;
}

/*
 * The words after the primitive: widths, orderings, operations; a kind that is not named is there
 * in full.
 */
static void read_scope(const struct line *l, int long_width, bool local, struct sequence *s)
{
	for (int i = 1; i < l->nfields; i++) {
		const char *word = l->field[i].text;
		bool known = false;

		for (int j = 0; j < NR_WIDTHS; j++)
			if ((isdigit((unsigned char)word[0]) && atoi(word) == width_bits(j)) ||
			    (streq(word, "long") && j == long_width))
				known = true, s->widths |= 1u << j;
		for (int j = 0; j < NR_SEQ_ORDERS; j++)
			if (streq(word, order_name[j]))
				known = true, s->orders |= 1u << j;
		for (int j = 0; j < NR_ALUS; j++)
			if (streq(word, alu_name[j]))
				known = true, s->alus |= 1u << j;
		if (!known)
			error_at(l->field[i].at, "'%s' is not a width, an ordering or an operation",
				 word);
	}
	if (takes_alu(s->prim) != (s->alus != 0))
		error_at(l->at, s->alus ? "'%s' takes no operations" :
			 "expected the operations that '%s' covers", prim_name[s->prim]);
	if (!s->widths)
		s->widths = ((2u << long_width) - 1) & ~(s->alus ? 1u << W8 | 1u << W16 : 0);
	if (s->prim == P_WAIT || s->prim == P_MASK)
		s->orders = 1u << RELAXED;
	else if (s->prim == P_VOID)
		s->orders = 1u << RELAXED | (local ? 1u << LOCAL : 0);
	if (!s->orders)
		s->orders = 1u << RELAXED | 1u << ACQUIRE | 1u << RELEASE | 1u << FULL |
			    (local ? 1u << LOCAL : 0);
}

/* "lse: insn" or "else: insn" begins an alternative; returns the text after the colon, or NULL. */
static const char *read_alternative(struct arch *a, const struct line *l, struct sequence *s)
{
	size_t len = strcspn(l->text, ": ");
	const char *after = l->text + len;
	const struct feature *f;
	bool is_else = len == 4 && strncmp(l->text, "else", 4) == 0;

	if (*after != ':' || isdigit((unsigned char)l->text[0]))
		return NULL;
	f = find_feature(a, l->text, len);
	if (!f && !is_else)
		error_at(l->at, "'%.*s' is not a feature of this architecture", (int)len, l->text);
	else if (f ? s->nalts != 0 : s->nalts != 1 || !s->alt[0].feature)
		error_at(l->at, "expected one 'FEATURE:' and one 'else:' after it");
	else
		s->alt[s->nalts++].feature = f;
	return after + 1 + strspn(after + 1, " ");
}

static void read_flag(const struct line *l, struct sequence *s)
{
	const char *name = check_shape(l, 3, 3, "flag {NAME} CONDITION") ?
			   braced(&l->field[1]) : NULL;
	static const enum prim of[NR_FLAGS] = { [FLAG_OK] = P_CMPXCHG, [FLAG_ZERO] = P_TEST,
						[FLAG_NEGATIVE] = P_TEST,
						[FLAG_FOUND] = P_TEST_BIT,
						[FLAG_BIT7] = P_TEST };
	bool known = false;

	for (int i = 0; name && i < NR_FLAGS; i++)
		if (streq(name, flag_name[i]) &&
		    (s->prim == of[i] || (s->prim == P_CMPXCHG2 && of[i] == P_CMPXCHG)))
			known = true, s->flag[i] = l->field[2].text;
	if (name && !known)
		error_at(l->field[1].at,
			 "'%s': expected {ok} of cmpxchg, {zero}, {negative} or {bit7} of test, "
			 "{found} of test_bit",
			 l->field[1].text);
}

static void read_fixed(struct reader *r, const struct line *l, struct sequence *s)
{
	struct fixed *f = &s->fixed[s->nfixed];

	if (!check_shape(l, 3, 3, "fixed {OPERAND} REGISTER"))
		return;
	if (s->nfixed == (int)COUNT(s->fixed)) {
		error_at(l->at, "more than %zu operands in given registers", COUNT(s->fixed));
		return;
	}
	f->operand = braced(&l->field[1]);
	f->pair = find_pair(r->arch, l->field[2].text);
	f->reg = f->pair ? NULL : need_register(r->arch, &l->field[2]);
	s->nfixed += f->operand != NULL;
}

static void read_result(const struct line *l, struct sequence *s)
{
	const char *what = l->nfields == 2 ? l->field[1].text : "";

	if (streq(what, "zero-extended"))
		s->zero_extended = true;
	else if (streq(what, "apart"))
		s->apart = true;
	else
		error_at(l->at, "expected 'result zero-extended' or 'result apart'");
}

static void read_sequence_line(struct reader *r, const struct line *l, struct sequence *s)
{
	const char *text = l->text, *after;
	struct alternative *alt;

	if (starts(l, "plain")) {
		s->plain = true;
		text += strlen("plain");
		text += strspn(text, " ");
	} else if (starts(l, "fixed")) {
		read_fixed(r, l, s);
		return;
	} else if (starts(l, "immediate")) {
		if (check_shape(l, 3, 3, "immediate {OPERAND} LETTER")) {
			s->immediate = braced(&l->field[1]);
			s->immediate_letter = l->field[2].text;
		}
		return;
	} else if (starts(l, "result")) {
		read_result(l, s);
		return;
	} else if (starts(l, "flag")) {
		read_flag(l, s);
		return;
	} else if (starts(l, "clobber")) {
		if (check_shape(l, 2, 2, "clobber flags"))
			s->flags = true;
		return;
	}
	after = read_alternative(r->arch, l, s);
	if (after && !*after)
		return;
	if (!s->nalts)
		s->nalts = 1;
	alt = &s->alt[s->nalts - 1];
	if (starts(l, "do"))
		add_steps(r, l, alt);
	else
		add_insn(&alt->insn, &alt->ninsns, l, after ? after : text);
}

static void read_sequence(struct reader *r, const struct line *l, enum prim prim)
{
	struct arch *a = r->arch;
	struct sequence *s;
	struct place at = l->at;

	a->seq = xgrow(a->seq, a->nseqs, sizeof(*a->seq));
	s = &a->seq[a->nseqs];
	*s = (struct sequence){ .at = at, .prim = prim, .flags = a->flags,
				.zero_extended = a->zero_extend };
	read_scope(l, a->long_width, a->local, s);
	while ((l = next_inside(r)))
		read_sequence_line(r, l, s);
	if (!s->alt[0].ninsns || (s->nalts > 1 && !s->alt[1].ninsns))
		error_at(at, "expected instructions below");
	if ((s->flag[FLAG_OK] || s->flag[FLAG_ZERO] || s->flag[FLAG_FOUND] || s->flag[FLAG_BIT7]) &&
	    !a->condition)
		error_at(at, "expected 'condition MNEMONIC' above, for languages whose asm has no "
			     "flags among its outputs");
	if (prim == P_TEST && s->alus == 1u << XOR && !s->flag[FLAG_BIT7])
		error_at(at, "expected 'flag {bit7} CONDITION' below");
	if (prim == P_TEST && s->alus != 1u << XOR &&
	    (!s->flag[FLAG_ZERO] || !s->flag[FLAG_NEGATIVE]))
		error_at(at, "expected 'flag {zero} CONDITION' and 'flag {negative} CONDITION' "
			     "below");
	if (prim == P_TEST_BIT && !s->flag[FLAG_FOUND])
		error_at(at, "expected 'flag {found} CONDITION' below");
	if (s->nalts == 1 && s->alt[0].feature && !only_with(s))
		error_at(at, "expected an 'else:' for CPUs without '%s'", s->alt[0].feature->name);
	a->nseqs++;
}

/* "NAMES  INSTRUCTION; ..." of the barriers' table */
static void read_barrier(struct reader *r, const struct line *l)
{
	struct arch *a = r->arch;
	struct insn *insn = NULL;
	int n = 0;
	char *text = strstr(l->text, "  ");
	const char *names_end = text;

	if (!text) {
		error_at(l->at, "expected barriers, and two blanks behind them instructions, or "
				"'none'");
		return;
	}
	text += strspn(text, " ");
	while (text && !streq(text, "none")) {
		char *end = strchr(text, ';');

		if (end)
			*end++ = '\0';
		add_insn(&insn, &n, l, text);
		text = end;
	}
	for (int i = 0; l->text + (l->field[i].at.column - l->at.column) < names_end; i++) {
		const struct field *f = &l->field[i];
		bool known = false;

		for (int j = 0; j < r->table->nbarriers; j++)
			known |= streq(r->table->barrier[j].key, f->text);
		if (!known || find_barrier(a, f->text)) {
			error_at(f->at, known ? "barrier '%s' is already defined" :
				 "'%s' is not a barrier of ops.tbl", f->text);
			continue;
		}
		a->barrier = xgrow(a->barrier, a->nbarriers, sizeof(*a->barrier));
		a->barrier[a->nbarriers++] = (struct arch_barrier){
			.at = l->at, .key = f->text, .insn = insn, .ninsns = n };
	}
}

static void read_barriers(struct reader *r)
{
	const struct line *l;

	while ((l = next_inside(r)))
		read_barrier(r, l);
}

/* "reread BARRIER", "index BARRIER" */
static char *read_barrier_name(const struct line *l, const struct arch *a, const char *shape)
{
	const char *name;

	if (!check_shape(l, 2, 2, shape))
		return NULL;
	name = l->field[1].text;
	if (!find_barrier(a, name) || !find_barrier(a, name)->ninsns)
		error_at(l->field[1].at, "expected a barrier above that has instructions, not '%s'",
			 name);
	return l->field[1].text;
}

/* ---- the file ---- */

static void read_item(struct reader *r, const struct line *l)
{
	struct arch *a = r->arch;

	for (int p = 0; p < NR_PRIMS; p++) {
		if (starts(l, prim_name[p])) {
			read_sequence(r, l, (enum prim)p);
			return;
		}
	}
	if (read_held(l, a))
		return;
	if (starts(l, "arch") && check_shape(l, 2, 2, "arch NAME"))
		a->name = l->field[1].text;
	else if (starts(l, "target"))
		read_target(l, a);
	else if (starts(l, "check") && check_shape(l, 2, 2, "check none|by-name"))
		a->no_check = streq(l->field[1].text, "none"), a->by_name = !a->no_check;
	else if (starts(l, "isa") && check_shape(l, 2, 2, "isa ARCH"))
		a->isa = l->field[1].text, a->isa_at = l->field[1].at;
	else if (starts(l, "builtins"))
		a->builtins = true;
	else if (starts(l, "syntax"))
		read_syntax(l, a);
	else if (starts(l, "clobber") && check_shape(l, 2, 2, "clobber flags"))
		a->flags = true;
	else if (starts(l, "flags") && check_shape(l, 2, 2, "flags REGISTER"))
		a->flags_register = l->field[1].text;
	else if (starts(l, "feature"))
		read_feature(l, next_inside(r), a);
	else if (starts(l, "by"))
		read_by(r, l);
	else if (starts(l, "register"))
		read_register(l, a);
	else if (starts(l, "condition") && check_shape(l, 2, 2, "condition MNEMONIC"))
		a->condition = l->field[1].text;
	else if (starts(l, "temp"))
		read_temps(l, a);
	else if (starts(l, "steps"))
		read_steps(r, l);
	else if (starts(l, "barriers") && check_shape(l, 1, 1, "barriers"))
		read_barriers(r);
	else if (starts(l, "reread"))
		a->reread = read_barrier_name(l, a, "reread BARRIER");
	else if (starts(l, "index"))
		a->index = read_barrier_name(l, a, "index BARRIER");
	else
		error_at(l->at, "'%s': expected arch, target, machine, check, isa, include, "
			 "builtins, syntax, clobber, flags, long, pairs, half, address, extend, "
			 "feature, by, register, condition, temp, steps, barriers, reread, index, "
			 "or a primitive (load, store, void, fetch, test, bit, test_bit, xchg, "
			 "cmpxchg, wait, cmpxchg2, mask)",
			 l->field[0].text);
}

/* Every architecture has these; andnot is enough for and. */
bool parse_arch(const struct source *src, const struct table *t, struct arch *a)
{
	struct reader r = { .src = src, .arch = a, .table = t };
	int before = nr_errors;

	a->file = src->file;
	a->long_width = W64;
	/* Sequences point to these. */
	a->reg = xalloc((size_t)src->nlines * sizeof(*a->reg));
	a->feature = xalloc((size_t)src->nlines * sizeof(*a->feature));
	while (r.next < src->nlines) {
		const struct line *l = &src->line[r.next++];

		if (l->indented)
			error_at(l->at, "an indented line that belongs to nothing");
		else
			read_item(&r, l);
	}
	if (nr_errors == before)
		check_complete(src, a);
	if (nr_errors == before)
		check_arch(a);
	return nr_errors == before;
}
